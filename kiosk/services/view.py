"""The services as their pages bind to them."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from PySide6.QtCore import Property, QAbstractItemModel, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk import hours
from kiosk.services import offers, plan, words
from kiosk.services.opening import Opening, opening, week
from kiosk.services.rows import Kind, Room, Row, gone_row, room_row
from kiosk.services.taking import text_to_take
from kiosk.services.tiles import WAYS, Way
from kiosk.shell.clock import Clock
from kiosk.shell.house import Tile
from kiosk.shell.language import Language
from kiosk.shell.models import RowModel
from kiosk.shell.navigator import Navigator
from kiosk.shell.standing import standing
from sync.records import Facility, Home, Place, Service

QML_IMPORT_NAME = "kiosk.services"
QML_IMPORT_MAJOR_VERSION = 1

log = logging.getLogger(__name__)

AskCall = Callable[[int], tuple[str, int]]
"""How something of so many minutes stands to the driver's call ("yes", "tight", "no", "unknown"; ""
where there is nothing to say), and in about how many minutes that is."""

LIST, DETAIL = "services", "service"
_OF_KIND = "kind:"


@QmlElement
@QmlUncreatable("The app makes the services.")
class ServicesView(QObject):
    """`use` gives it what the house offers, `use_qr` what draws a QR code. `kind` and `selected`
    belong to the driver's session; `opened` is the service whose page was turned to. What comes,
    goes or moves while the list is on the screen waits until `settle`; `holding` says so before
    texts change."""

    changed = Signal()
    holding = Signal()
    chosen = Signal()
    callHeard = Signal()

    def __init__(self, language: Language, clock: Clock, navigator: Navigator) -> None:
        super().__init__()
        self._language = language
        self._clock = clock
        self._navigator = navigator
        self._home: Home | None = None
        self._places: list[Place] = []
        self._services: list[Service] = []
        self._listed: list[Service] = []
        self._gone: set[str] = set()
        self._equipment: Mapping[str, list[Facility]] = {}
        self._draw_qr: Callable[[str], str] | None = None
        self._ask_call: AskCall | None = None
        self._call_revision = 0
        self._kind = ""
        self._selected = ""
        self._revision = 0
        self._drawn = ("", "")  # the text last drawn as a QR code, and its picture
        self._rows = RowModel(Row, self)
        self._kinds = RowModel(Kind, self)
        self._rooms = RowModel(Room, self)
        language.changed.connect(self._show)
        clock.turned.connect(self._show)
        navigator.turned.connect(self._turned)

    def use(
        self,
        home: Home | None,
        places: Iterable[Place],
        services: Iterable[Service],
        facilities: Iterable[Facility],
    ) -> None:
        """What the house has, all of it: at the start and whenever a record has changed."""
        self._home = home
        self._places = list(places)
        self._services = [_with_readable_hours(each) for each in offers.ordered(services)]
        self._equipment = offers.equipment(facilities)
        if self._navigator.here == LIST and self._listed:
            self._hold()
        else:
            self.settle()

    def settle(self) -> None:
        """List what the house has now: nobody reads the list at this moment."""
        self._listed, self._gone = self._services, set()
        self._show()
        self.chosen.emit()

    def _hold(self) -> None:
        """Show what has changed in the place where it stands."""
        self.holding.emit()
        listed, self._gone = standing(self._listed, self._services)
        self._listed = [
            msgspec.structs.replace(each, kind=before.kind)
            for each, before in zip(listed, self._listed, strict=True)
        ]
        self._show()
        self.chosen.emit()

    def use_qr(self, draw: Callable[[str], str]) -> None:
        """From now on a service can be taken along: `draw` makes a text an SVG picture
        (kiosk.services.qr.picture, whose import is slow)."""
        self._draw_qr = draw
        self._show()

    def use_call(self, ask: AskCall) -> None:
        """From now on a service's page says how the service stands to the driver's call."""
        self._ask_call = ask
        self.hear_call()

    @Slot()
    def hear_call(self) -> None:
        """The driver's call may stand otherwise than before: pages ask again."""
        self._call_revision += 1
        self.callHeard.emit()

    def reset(self) -> None:
        """Forget what the driver chose."""
        self._kind = self._selected = ""
        self._drawn = ("", "")
        self._show()
        self.chosen.emit()

    @Slot(str)
    def choose(self, kind: str) -> None:
        """Show one kind of services, or with an empty one all."""
        if kind != self._kind:
            self._kind = kind
            self._selected = ""
            self._show()
            self.chosen.emit()

    @Slot(str)
    def select(self, key: str) -> None:
        """Light a service's place on the plan."""
        self._selected = key
        self.chosen.emit()

    @Slot(str)
    def openService(self, key: str) -> None:
        """Turn to a service's page."""
        self._selected = key
        self._navigator.go(DETAIL, key)

    @Slot()
    def openAll(self) -> None:
        self._navigator.go(LIST, "")

    @Slot(str, int, result="QVariant")
    def detail(self, key: str, revision: int) -> dict[str, Any]:
        """All that a service's page shows; `known` is False for one the house no longer has.
        `revision` only makes a binding ask again."""
        service = next((each for each in self._services if each.id == key), None)
        if service is None:
            return {"known": False}
        tongue, formats = self._language.tongue, self._language.formats
        row = self._row(service)
        place = self._place(service)
        week_lines = words.hours_lines(tongue, formats, week(service.hours)) if formats else []
        return {
            "known": True,
            **{name: getattr(row, name) for name in Row.__struct_fields__},
            "about": tongue.pick(service.about),
            "how": tongue.pick(service.how),
            "hours": "\n".join(week_lines),
            "minutes": service.minutes,
            "free": service.price == 0,
            "place": service.place if place else "",
            "placeName": tongue.pick(place.name) if place else "",
            "walk": tongue.pick(place.walk) if place else "",
            "equipmentLines": "\n".join(self._things(service)),
        }

    @Slot(int, int, result="QVariant")
    def beforeCall(self, minutes: int, revision: int) -> dict[str, Any]:
        """How a service of so many minutes stands to the driver's call: `fit` as AskCall has it,
        and `call` in minutes. Of one that takes as long as one likes there is nothing to say."""
        fit, call = self._ask_call(minutes) if self._ask_call and minutes > 0 else ("", 0)
        return {"fit": fit, "call": call}

    @Slot(str, int, result=str)
    def qr(self, key: str, revision: int) -> str:
        """The QR code of a service as SVG; empty while none can be drawn."""
        detail = self.detail(key, revision)
        if self._draw_qr is None or self._language.formats is None or not detail["known"]:
            return ""
        text = text_to_take(
            name=detail["title"],
            house=self._language.tongue.pick(self._home.name) if self._home else "",
            walk=detail["walk"],
            hours=detail["hours"].split("\n"),
            price=detail["price"],
            per=detail["per"],
        )
        if text != self._drawn[0]:
            self._drawn = (text, self._draw_qr(text))
        return self._drawn[1]

    @Slot(str, "QVariantMap", int, result=str)
    def plan(self, place: str, colours: dict[str, str], revision: int) -> str:
        """The floor plan as SVG, with this place lit. `colours` as plan.Colours names them."""
        return plan.svg(self._places, place, plan.Colours(**colours))

    def tiles(self, *names: str) -> list[Tile]:
        """The home page's tiles by their names (kiosk/services/tiles.py), as it stands now."""
        return [tile for name in names for tile in self._tile(name, WAYS[name])]

    def _tile(self, name: str, way: Way) -> list[Tile]:
        tr, ntr = self._language.tongue.tr, self._language.tongue.ntr
        kind = way.kind.value if way.kind else ""
        offered = [each for each in self._services if way.service in ("", each.id)]
        offered = offers.of_kind(offered, kind)
        if not offered:
            return []
        if len(offered) == 1:
            row = self._row(offered[0])
            line, live = row.title, f"{row.said} {row.more}".strip()
            target, subject = DETAIL, offered[0].id
        else:
            #: On a tile: how many services of a kind the house has
            line = ntr("%n service(s)", len(offered))
            live = self._open_words(offered)
            target, subject = LIST, f"{_OF_KIND}{kind}" if kind else ""
        return [
            Tile(
                id=f"services-{name}",
                room=way.room,
                icon=way.icon,
                title=tr(*way.title),
                line=line,
                live=live,
                target=target,
                subject=subject,
            )
        ]

    def _open_words(self, services: Sequence[Service]) -> str:
        count = offers.open_now(services, self._clock.moment)
        #: How many services are open. %1 and %2 are numbers
        text = self._language.tongue.tr("%1 of %2 open now")
        return text.replace("%1", str(count)).replace("%2", str(len(services)))

    @Slot(bool)
    def _turned(self, forwards: bool) -> None:
        subject = str(self._navigator.subject)
        if forwards and self._navigator.here == LIST:
            self.choose(subject.removeprefix(_OF_KIND))

    @Slot()
    def _show(self) -> None:
        shown = offers.of_kind(self._listed, self._kind)
        self._rows.assign([self._row(each) for each in shown])
        self._kinds.assign(self._kind_rows())
        self._rooms.assign([room_row(self._language.tongue, each) for each in self._places])
        self._revision += 1
        self.changed.emit()

    def _state(self, service: Service) -> Opening:
        return opening(service.hours, self._clock.moment)

    def _row(self, service: Service) -> Row:
        tongue, formats = self._language.tongue, self._language.formats
        if service.id in self._gone:
            return gone_row(tongue, service)
        state = self._state(service)
        said, more = words.standing(tongue, formats, state, self._clock.moment)
        first = next(iter(self._equipment.get(service.id, ())), None)
        return Row(
            id=service.id,
            key=service.id,
            icon=service.icon,
            title=tongue.pick(service.name),
            tone=state.phase.value,
            said=said,
            more=more,
            price=words.price(tongue, formats, service.price),
            per=tongue.pick(service.per),
            count=self._language.number(first.count) if first and first.count > 1 else "",
            equipment=tongue.pick(first.name) if first else "",
            gone=False,
        )

    def _kind_rows(self) -> list[Kind]:
        tr = self._language.tongue.tr
        #: Filter: all kinds of services. Very short
        every = [("", "view-grid", tr("All", "kind"), len(self._listed) - len(self._gone))]
        some = [
            (kind.value, words.KIND_ICONS[kind], tr(*words.KIND_WORDS[kind]), count)
            for kind, count in offers.kinds(self._listed)
        ]
        return [
            Kind(id=kind or "all", kind=kind, icon=icon, label=label, count=count)
            for kind, icon, label, count in every + some
        ]

    def _place(self, service: Service) -> Place | None:
        return next((each for each in self._places if each.id == service.place), None)

    def _things(self, service: Service) -> list[str]:
        tongue = self._language.tongue
        #: What stands ready for a service. %1 is the thing, %2 how many there are
        text = tongue.tr("%1: %2", "equipment")
        return [
            text.replace("%1", tongue.pick(each.name)).replace(
                "%2", self._language.number(each.count)
            )
            for each in self._equipment.get(service.id, ())
        ]

    def _get_selected(self) -> str:
        keys = [row.key for row in self._rows.rows]
        return self._selected if self._selected in keys else next(iter(keys), "")

    def _get_box(self) -> dict[str, int]:
        if not self._places:
            return {"left": 0, "top": 0, "wide": 0, "high": 0}
        whole = plan.box(self._places)
        return {"left": whole.left, "top": whole.top, "wide": whole.wide, "high": whole.high}

    def _get_summary(self) -> str:
        return self._open_words(self._services)

    revision = Property(int, lambda self: self._revision, notify=changed)
    callRevision = Property(int, lambda self: self._call_revision, notify=callHeard)
    kind = Property(str, lambda self: self._kind, notify=chosen)
    selected = Property(str, _get_selected, notify=chosen)
    # Asked once, when a page is made: the page that slides away must not follow the navigator.
    opened = Property(str, lambda self: self._navigator.subject, constant=True)
    signAt = Property(float, lambda self: plan.SIGN, constant=True)
    summary = Property(str, _get_summary, notify=changed)
    # the stubs know types alone, not the names of Qt's own
    box = Property("QVariantMap", _get_box, notify=changed)  # type: ignore[arg-type]
    rows = Property(QAbstractItemModel, lambda self: self._rows, constant=True)
    kinds = Property(QAbstractItemModel, lambda self: self._kinds, constant=True)
    rooms = Property(QAbstractItemModel, lambda self: self._rooms, constant=True)


def _with_readable_hours(service: Service) -> Service:
    """The service; without its hours, so that it says "ask at the desk", if one can't be read."""
    if all(hours.readable(each) for each in service.hours):
        return service
    log.warning("hours of service %s can't be read", service.id)
    return msgspec.structs.replace(service, hours=[])
