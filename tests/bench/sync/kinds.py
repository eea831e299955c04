"""The bench's own kinds of records, known to both of our ends as any other: import this first."""

from typing import ClassVar

from sync.records import KINDS
from sync.records.base import Audience, Flow, Info, Merge, Record
from tests.bench.sync.records import readings, sealed


class Reading(Record, frozen=True, kw_only=True):
    """What tests.bench.sync.records.readings gives."""

    info: ClassVar[Info] = Info(
        kind="bench-reading", flow=Flow.UP, merge=Merge.APPEND, audience=Audience.STAFF
    )

    checkin: str
    at: str
    device: str
    systolic: int
    diastolic: int
    pulse: int
    cuff: str
    seated: bool
    still: bool


class Sealed(Record, frozen=True, kw_only=True):
    """Bytes that say nothing to who can't open them."""

    info: ClassVar[Info] = Info(
        kind="bench-sealed", flow=Flow.UP, merge=Merge.APPEND, audience=Audience.STAFF
    )

    sealed: bytes


def reading_records() -> list[Record]:
    return [Reading(**each) for each in readings()]


def sealed_records() -> list[Record]:
    return [Sealed(id=id_, sealed=body) for id_, body in sealed()]


KINDS |= {kind.info.kind: kind for kind in (Reading, Sealed)}
