"""What stands in a watch's QR code: "DHW1:" and the watch's id in base32. Pure.

>>> code("0192f0c1-2b3c-7d4e-8f50-617283940a1b")
'DHW1:AGJPBQJLHR6U5D2QMFZIHFAKDM'
>>> watch_of("dhw1:agjpbqjlhr6u5d2qmfzihfakdm")
'0192f0c1-2b3c-7d4e-8f50-617283940a1b'
>>> watch_of("https://example.com") is None
True
"""

import base64
import uuid
from datetime import UTC, datetime

PREFIX = "DHW1:"
_LETTERS = 26
"""A UUID's 128 bits, five to a letter."""


def code(watch: str) -> str:
    """The text of a watch's code. No letter of it is one that a scanner's keyboard may turn."""
    letters = base64.b32encode(uuid.UUID(watch).bytes).decode().rstrip("=")
    return PREFIX + letters


def watch_of(text: str) -> str | None:
    """The id in a scanned text; None for what is no code of a watch."""
    folded = text.strip().upper()
    if not folded.startswith(PREFIX) or len(folded) != len(PREFIX) + _LETTERS:
        return None
    try:
        return str(uuid.UUID(bytes=base64.b32decode(folded.removeprefix(PREFIX) + "=" * 6)))
    except ValueError:  # no base32, or letters of another script
        return None


def taken_at(watch: str) -> datetime:
    """When a watch was taken: its id is a UUIDv7, which begins with milliseconds since 1970."""
    return datetime.fromtimestamp((uuid.UUID(watch).int >> 80) / 1000, UTC)
