"""Rows of the services' lists: what stands in them as it is read."""

import msgspec

from kiosk.i18n.text import Tongue
from kiosk.shell.standing import gone
from sync.records import Place, Service


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A service in the list. `tone` is open, soon, closed or unknown; `said` and `more` say how it
    stands; `count` and `equipment` what stands ready for it. One that is `gone` opens nothing."""

    id: str
    key: str
    icon: str
    title: str
    tone: str
    said: str
    more: str
    price: str
    per: str
    count: str
    equipment: str
    gone: bool


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """A filter; the empty kind is all of them."""

    id: str
    kind: str
    icon: str
    label: str
    count: int


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """A place as the plan's names and icons lie over it, in the plan's coordinates."""

    id: str
    key: str
    icon: str
    label: str
    kiosk: bool
    across: int
    down: int
    wide: int
    high: int


def gone_row(tongue: Tongue, service: Service) -> Row:
    """A service that the house no longer has, where it stood."""
    return Row(
        id=service.id,
        key=service.id,
        icon=service.icon,
        title=tongue.pick(service.name),
        tone="closed",
        said=gone(tongue),
        more="",
        price="",
        per="",
        count="",
        equipment="",
        gone=True,
    )


def room_row(tongue: Tongue, place: Place) -> Room:
    return Room(
        id=place.id,
        key=place.id,
        icon=place.icon,
        label=tongue.pick(place.name),
        kiosk=place.kiosk,
        across=place.left,
        down=place.top,
        wide=place.wide,
        high=place.high,
    )
