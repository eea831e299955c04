"""The vocabulary: one msgspec Struct per kind of record, with its flow, merge rule,
audience and retention. Tables, exports and the wire are made from these and nothing else.

>>> from sync.records import KINDS
>>> KINDS["dish"].info.flow
<Flow.DOWN: 'down'>
"""

from sync.records.base import Audience, Flow, Info, Merge, Priority, Record, Text, Veil, new_id
from sync.records.content import (
    Allergen,
    Course,
    Dish,
    Event,
    Facility,
    Home,
    Hours,
    Meal,
    Menu,
    Notice,
    Place,
    Rate,
    Service,
    ServiceKind,
)
from sync.records.house import Audit, PageUse
from sync.records.port import (
    FeedStatus,
    ForecastScore,
    Gate,
    Lane,
    PortChange,
    PortEvent,
    Vehicle,
    VehicleState,
    Watch,
)

KINDS: dict[str, type[Record]] = {
    kind.info.kind: kind
    for kind in (
        Home,
        Rate,
        Place,
        Service,
        Facility,
        Dish,
        Menu,
        Notice,
        Event,
        Vehicle,
        Gate,
        PortEvent,
        FeedStatus,
        ForecastScore,
        Watch,
        PageUse,
        Audit,
    )
}

__all__ = [
    "KINDS",
    "Allergen",
    "Audience",
    "Audit",
    "Course",
    "Dish",
    "Event",
    "Facility",
    "FeedStatus",
    "Flow",
    "ForecastScore",
    "Gate",
    "Home",
    "Hours",
    "Info",
    "Lane",
    "Meal",
    "Menu",
    "Merge",
    "Notice",
    "PageUse",
    "Place",
    "PortChange",
    "PortEvent",
    "Priority",
    "Rate",
    "Record",
    "Service",
    "ServiceKind",
    "Text",
    "Vehicle",
    "VehicleState",
    "Veil",
    "Watch",
    "new_id",
]
