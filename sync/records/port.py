"""What the port authority tells of its outbound vehicles."""

from datetime import timedelta
from enum import StrEnum
from typing import ClassVar

import msgspec

from sync.records.base import Audience, Flow, Info, Merge, Record, Veil


class VehicleState(StrEnum):
    """Where a vehicle stands on its way out. `held` (with a reason) doesn't wait."""

    RESERVED = "reserved"
    ARRIVED = "arrived"
    WAITING = "waiting"
    CALLED = "called"
    AT_GATE = "at_gate"
    DEPARTED = "departed"
    HELD = "held"
    RELEASED = "released"
    CANCELLED = "cancelled"


class Lane(StrEnum):
    GENERAL = "general"
    PRIORITY = "priority"


class Vehicle(Record, frozen=True, kw_only=True):
    """A vehicle on its way out, as its port last told. `id` is country and plate. Times are
    ISO 8601 with offset, or empty where the port sent none. `position` is the port's own, 0
    where it gives none. `gate` is the row it was called to. `as_of` is when the port knew it."""

    info: ClassVar[Info] = Info(
        kind="vehicle",
        flow=Flow.HOME,
        merge=Merge.LATEST,
        audience=Audience.EVERYONE,
        retention=timedelta(hours=48),
    )

    plate: str
    country: str
    lane: Lane = Lane.GENERAL
    state: VehicleState
    registered_at: str = ""
    called_at: str = ""
    departed_at: str = ""
    reason: str = ""
    gate: str = ""
    position: int = 0
    as_of: str
    feed: str = ""


class Gate(Record, frozen=True, kw_only=True):
    """Whether the port lets vehicles out. `since` and `as_of` are ISO 8601 with offset."""

    info: ClassVar[Info] = Info(
        kind="gate", flow=Flow.HOME, merge=Merge.LATEST, audience=Audience.EVERYONE
    )

    open: bool
    reason: str = ""
    since: str = ""
    as_of: str
    feed: str = ""


class PortChange(StrEnum):
    """What can happen at the port: to a vehicle, or to the gate (`opened`, `closed`)."""

    RESERVED = "reserved"
    ARRIVED = "arrived"
    REGISTERED = "registered"
    CALLED = "called"
    AT_GATE = "at_gate"
    DEPARTED = "departed"
    HELD = "held"
    RELEASED = "released"
    CANCELLED = "cancelled"
    OPENED = "opened"
    CLOSED = "closed"


class PortEvent(Record, frozen=True, kw_only=True):
    """One thing that happened at the port, as told by a feed; the log of them explains why a place
    changed, and teaches the forecast. `vehicle` is its id, empty for the gate. `at` is when it
    happened by the port's clock, `heard_at` when it was heard here; both at Beijing's offset, to
    the second. `gate` is the row it was called to."""

    info: ClassVar[Info] = Info(
        kind="port-event",
        flow=Flow.HOME,
        merge=Merge.APPEND,
        audience=Audience.EVERYONE,
        retention=timedelta(days=30),
        veil=Veil("vehicle", timedelta(hours=48)),
        indexed=("at",),
    )

    change: PortChange
    at: str
    heard_at: str
    vehicle: str = ""
    lane: Lane = Lane.GENERAL
    reason: str = ""
    gate: str = ""
    feed: str = ""


class VehicleCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many vehicles of a lane and a country (ISO 3166-1 alpha-2; empty where the log no longer
    says) were called, departed, cancelled and held."""

    lane: Lane
    country: str
    called: int = 0
    departed: int = 0
    cancelled: int = 0
    held: int = 0


class VehicleSummary(Record, frozen=True, kw_only=True):
    """A day at the port, as a device's log tells it: what headquarters learns of vehicles, without
    a plate. `at` is the Beijing day's beginning (ISO 8601 with offset). Each vehicle counts once in
    `vehicles` for each thing that happened to it that day; where nothing was heard it is empty.
    `departed_by_hour` has 24 figures, by Beijing hour; `closures` how long each closure lasted
    within the day, in minutes. Of `waited` vehicles that were called, and whose registration is
    known, half waited `median_wait` minutes or less. The id is made of what it says and of the
    device: told twice, it is one."""

    info: ClassVar[Info] = Info(
        kind="vehicle-summary",
        flow=Flow.UP,
        merge=Merge.APPEND,
        audience=Audience.HEADQUARTERS,
        retention=timedelta(days=1096),
    )

    at: str
    vehicles: list[VehicleCount]
    departed_by_hour: list[int]
    closures: list[int]
    waited: int = 0
    median_wait: int = 0


class FeedStatus(Record, frozen=True, kw_only=True):
    """How a feed is doing: when it was last heard, what it was heard to say (`as_of`), its
    last sequence, and what was set aside. `id` is the feed's name."""

    info: ClassVar[Info] = Info(
        kind="feed-status", flow=Flow.UP, merge=Merge.LATEST, audience=Audience.STAFF
    )

    heard_at: str = ""
    as_of: str = ""
    sequence: int = 0
    vehicles: int = 0
    set_aside: int = 0
    trouble: str = ""


class ForecastScore(Record, frozen=True, kw_only=True):
    """How good the queue's last forecasts were: of so many `forecasts`, each vehicle's first, the
    middle one was `off` by so many minutes, and `within` were in their 80 % range. `at` is ISO
    8601 with offset."""

    info: ClassVar[Info] = Info(
        kind="forecast-score",
        flow=Flow.UP,
        merge=Merge.APPEND,
        audience=Audience.EVERYONE,
        retention=timedelta(days=90),
    )

    at: str
    forecasts: int
    off: float
    within: int


class Watch(Record, frozen=True, kw_only=True):
    """A driver's wish to be told of his vehicle (its id, `plate` and `country`), in the language
    `locale`: when it is called (`ahead` 0), or when that many stand before it. It holds no name.
    Taken `at`. `due_at` is when it was first seen to be so, `told` how often he was told since and
    `told_at` when that last began, `answered_at` when he came, `repeated_at` when staff last had it
    told again. Times are at Beijing's offset, to the second; empty: not yet."""

    info: ClassVar[Info] = Info(
        kind="watch",
        flow=Flow.HOME,
        merge=Merge.VERSION,
        audience=Audience.STAFF,
        retention=timedelta(days=2),
        shared=True,
    )

    vehicle: str
    plate: str
    country: str
    locale: str
    ahead: int = 0
    at: str
    due_at: str = ""
    told: int = 0
    told_at: str = ""
    answered_at: str = ""
    repeated_at: str = ""
