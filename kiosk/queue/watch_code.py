"""What stands in a watch's QR code: "DHW1:" and the wish itself in base32, so that any screen can
open it without a line to the one that printed it. It holds no name. Pure."""

import base64
import binascii
import uuid
from datetime import UTC, datetime

import msgspec

from kiosk.i18n.locales import LOCALES
from kiosk.queue.plates import vehicle_id
from kiosk.queue.times import stamp
from sync.records import Watch

PREFIX = "DHW1:"
_ID = 16  # bytes
_LONGEST = 200  # characters
_MOST = 9999  # vehicles ahead


def code(watch: Watch) -> str:
    """The text of a watch's code. No letter of it is one that a scanner's keyboard may turn."""
    wish = msgspec.msgpack.encode((watch.country, watch.plate, watch.locale, watch.ahead))
    letters = base64.b32encode(uuid.UUID(watch.id).bytes + wish).decode().rstrip("=")
    return PREFIX + letters


def read_code(text: str, home: str) -> Watch | None:
    """The watch of a scanned text as it was taken, for a screen of `home`; None for what is no code
    of a watch."""
    folded = text.strip().upper()
    if not folded.startswith(PREFIX) or len(folded) > _LONGEST:
        return None
    letters = folded.removeprefix(PREFIX)
    try:
        data = base64.b32decode(letters + "=" * (-len(letters) % 8))
        id = uuid.UUID(bytes=data[:_ID])
        country, plate, locale, ahead = msgspec.msgpack.decode(
            data[_ID:], type=tuple[str, str, str, int]
        )
        # a UUIDv7 begins with the milliseconds since 1970 at which it was made
        at = stamp(datetime.fromtimestamp((id.int >> 80) / 1000, UTC))
    except (binascii.Error, ValueError, msgspec.DecodeError, OverflowError, OSError):
        return None
    if locale not in LOCALES or not 0 <= ahead <= _MOST or not plate:
        return None
    return Watch(
        id=str(id),
        home=home,
        vehicle=vehicle_id(country, plate),
        plate=plate,
        country=country,
        locale=locale,
        ahead=ahead,
        at=at,
    )
