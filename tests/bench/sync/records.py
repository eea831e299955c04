"""The same thousand records for every engine: blood pressure readings, and sealed ones that no
codec can shrink. Drawn from a seed."""

import random
import uuid
from datetime import datetime, timedelta
from typing import Any

from kiosk.zones import BEIJING

READINGS = 1000
NOISE = 300  # bytes of a sealed record

_BEGIN = datetime(2026, 11, 1, 8, tzinfo=BEIJING)


def readings(count: int = READINGS, seed: int = 4) -> list[dict[str, Any]]:
    """Readings of one kiosk as JSON has them, 226 bytes each on average: some hundred check-ins a
    day, now and then with a second reading."""
    dice = random.Random(seed)
    moment = _BEGIN
    checkin = ""
    found = []
    for _ in range(count):
        if checkin and dice.random() < 0.2:
            moment += timedelta(milliseconds=dice.randint(60_000, 180_000))
        else:
            moment += timedelta(milliseconds=round(dice.expovariate(1 / 600_000)))
            checkin = _uuid7(dice, moment)
            moment += timedelta(milliseconds=dice.randint(30_000, 90_000))
        systolic = round(dice.gauss(134, 17))
        found.append(
            {
                "id": _uuid7(dice, moment),
                "checkin": checkin,
                "at": moment.isoformat(timespec="seconds"),
                "device": "cuff-a01",
                "systolic": systolic,
                "diastolic": round(systolic * 0.62 + dice.gauss(0, 7)),
                "pulse": round(dice.gauss(76, 11)),
                "cuff": "L" if dice.random() < 0.2 else "M",
                "seated": dice.random() < 0.97,
                "still": dice.random() < 0.94,
            }
        )
    return found


def sealed(count: int = READINGS, seed: int = 4) -> list[tuple[str, bytes]]:
    """The ids of sealed records, and what stands in them."""
    dice = random.Random(seed)
    moments = (_BEGIN + timedelta(minutes=number) for number in range(count))
    return [(_uuid7(dice, moment), dice.randbytes(NOISE)) for moment in moments]


def _uuid7(dice: random.Random, moment: datetime) -> str:
    chance = dice.getrandbits(74)
    value = round(moment.timestamp() * 1000) << 80 | 0x7 << 76 | (chance >> 62) << 64
    return str(uuid.UUID(int=value | 0b10 << 62 | chance & ((1 << 62) - 1)))
