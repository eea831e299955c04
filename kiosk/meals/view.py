"""The meals as their page binds to them."""

import logging
from collections.abc import Iterable
from datetime import datetime
from types import ModuleType

import msgspec
from PySide6.QtCore import Property, QAbstractItemModel, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.hours import readable
from kiosk.meals import words
from kiosk.meals.table import (
    Kitchen,
    Served,
    Serving,
    about_in,
    dishes_today,
    held,
    on_the_table,
    rate_of,
    served,
)
from kiosk.shell.clock import Clock
from kiosk.shell.house import Tile
from kiosk.shell.language import Language
from kiosk.shell.models import RowModel
from kiosk.shell.navigator import Navigator
from kiosk.shell.standing import gone
from kiosk.zones import BEIJING
from sync.records import Allergen, Course, Dish, Menu, Rate

QML_IMPORT_NAME = "kiosk.meals"
QML_IMPORT_MAJOR_VERSION = 1

log = logging.getLogger(__name__)

PAGE = "meals"
NOW, NEXT = "now", "next"
TENGE = "KZT"


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A dish. `course` is its heading's text, `first` and `last` how it stands under it; `price`
    is in yuan, `about` in tenge; `contains` its allergens in words; `spoken` all of it, for who
    hears the screen, with the course before its first dish. Of one that is `gone`, `contains` says
    so."""

    id: str
    course: str
    first: bool
    last: bool
    title: str
    price: str
    about: str
    halal: bool
    spicy: int
    contains: str
    spoken: str
    gone: bool


class Chip(msgspec.Struct, frozen=True, kw_only=True):
    """An allergen that can be left out."""

    id: str
    key: str
    label: str
    chosen: bool


@QmlElement
@QmlUncreatable("The app makes the meals.")
class MealsView(QObject):
    """`use` gives it dishes, menus and rates. Which meal is looked at (`shown`: now or next) and
    the filters belong to the driver's session. What comes, goes or moves while the page is on the
    screen waits until `settle`; `holding` says so before texts change."""

    changed = Signal()
    holding = Signal()

    def __init__(self, language: Language, clock: Clock, navigator: Navigator) -> None:
        super().__init__()
        self._language = language
        self._clock = clock
        self._navigator = navigator
        self._known = self._shown_now = Kitchen()
        self._rate: Rate | None = None
        self._served = Served(None, None)
        self._wanted = NOW
        self._halal = False
        self._without: set[Allergen] = set()
        self._all = 0
        self._rows = RowModel(Row, self)
        self._allergens = RowModel(Chip, self)
        language.changed.connect(self._show)
        clock.turned.connect(self._show)
        self._show()

    def use(self, dishes: Iterable[Dish], menus: Iterable[Menu], rates: Iterable[Rate]) -> None:
        """What the kitchen has, all of it: at the start and whenever a record has changed."""
        self._known = Kitchen(
            [menu for menu in menus if _usable(menu)], {dish.id: dish for dish in dishes}
        )
        self._rate = rate_of([rate for rate in rates if _dated(rate)], TENGE)
        if self._navigator.here == PAGE and self._shown_now.menus:
            self.holding.emit()
            self._shown_now = held(self._shown_now, self._known)
            self._show()
        else:
            self.settle()

    def settle(self) -> None:
        """Show what the kitchen has now: nobody reads the page at this moment."""
        self._shown_now = self._known
        self._show()

    def reset(self) -> None:
        """Forget the driver's filters."""
        self._wanted, self._halal, self._without = NOW, False, set()
        self._show()

    @Slot(str)
    def look(self, wanted: str) -> None:
        """Look at what is served now, or next."""
        if wanted in (NOW, NEXT):
            self._wanted = wanted
            self._show()

    @Slot(bool)
    def onlyHalal(self, halal: bool) -> None:
        self._halal = halal
        self._show()

    @Slot(str)
    def toggle(self, allergen: str) -> None:
        """Leave dishes with this allergen out, or let them stand again."""
        self._without ^= {Allergen(allergen)}
        self._show()

    @Slot()
    def showAll(self) -> None:
        """Take the filters off."""
        self._halal, self._without = False, set()
        self._show()

    def tiles(self) -> list[Tile]:
        """The home page's tile, as it stands now; none for a house without a kitchen."""
        if not self._known.menus:
            return []
        tongue = self._language.tongue
        count = dishes_today(self._known.menus, self._clock.moment)
        return [
            Tile(
                id="meals",
                room="meals",
                icon="pot-steam",
                #: Tile and title: the dining hall's dishes
                title=tongue.tr("Meals", "tile"),
                #: On the tile: how many dishes are served today
                line=tongue.ntr("%n dish(es) today", count),
                live=self._tile_words(),
                target=PAGE,
            )
        ]

    def _tile_words(self) -> str:
        if serving := self._served.now:
            return self._named(serving, words.until(self._language.tongue, serving))
        if serving := self._served.next:
            return self._named(serving, self._begins(serving))
        return ""

    def _named(self, serving: Serving, when: str) -> str:
        return f"{words.meal(self._language.tongue, serving)} {when}".strip()

    def _begins(self, serving: Serving) -> str:
        tongue, formats = self._language.tongue, self._language.formats
        return words.begins(tongue, formats, serving, self._clock.moment)

    @Slot()
    def _show(self) -> None:
        menus, dishes = self._shown_now.menus, self._shown_now.dishes
        self._served = served(menus, self._clock.moment)
        serving = self._looked_at()
        groups = (
            on_the_table(serving.menu, dishes, halal=self._halal, without=self._without)
            if serving
            else []
        )
        whole = on_the_table(serving.menu, dishes) if serving else []
        self._all = sum(len(dishes) for _, dishes in whole)
        lost = {dish for menu, dish in self._shown_now.gone if serving and menu == serving.menu.id}
        self._rows.assign(
            [
                self._row(course, some, dish, lost=dish.id in lost)
                for course, some in groups
                for dish in some
            ]
        )
        tr = self._language.tongue.tr
        self._allergens.assign(
            [
                Chip(
                    id=each.value,
                    key=each.value,
                    label=tr(*words.ALLERGEN_WORDS[each]),
                    chosen=each in self._without,
                )
                for each in Allergen
            ]
        )
        self.changed.emit()

    def _looked_at(self) -> Serving | None:
        now, coming = self._served.now, self._served.next
        return coming if self._shown() == NEXT else now

    def _shown(self) -> str:
        """What is looked at: what the driver wants, if there is such a meal."""
        if self._wanted == NOW:
            return NOW if self._served.now or not self._served.next else NEXT
        return NEXT if self._served.next else NOW

    def _row(self, course: Course, among: list[Dish], dish: Dish, *, lost: bool) -> Row:
        tongue, formats = self._language.tongue, self._language.formats
        tr = tongue.tr
        title = tongue.pick(dish.name)
        price = "" if lost else self._language.money(dish.price)
        about = "" if lost else self._about(formats, dish)
        contains = gone(tongue) if lost else self._contains(formats, dish)
        #: Of a dish
        halal = tr("halal", "dish") if dish.halal else ""
        #: Of a dish, said by the screen reader. %1 is 1, 2 or 3
        hot = tr("hot, %1 of 3").replace("%1", str(dish.spicy)) if dish.spicy else ""
        heading = tr(*words.COURSE_WORDS[course])
        parts = (heading if dish is among[0] else "", title, halal, price, about, hot, contains)
        return Row(
            id=dish.id,
            course=heading,
            first=dish is among[0],
            last=dish is among[-1],
            title=title,
            price=price,
            about=about,
            halal=dish.halal,
            spicy=dish.spicy,
            contains=contains,
            spoken=". ".join(part for part in parts if part),
            gone=lost,
        )

    def _about(self, formats: ModuleType | None, dish: Dish) -> str:
        if self._rate is None or formats is None:
            return ""
        amount = formats.money(self._language.code, about_in(self._rate, dish.price), TENGE)
        return str(formats.isolate(f"≈ {amount}"))

    def _contains(self, formats: ModuleType | None, dish: Dish) -> str:
        if formats is None or not dish.allergens:
            return ""
        tr = self._language.tongue.tr
        named = [tr(*words.ALLERGEN_WORDS[each]) for each in dish.allergens]
        #: Under a dish. %1 is a list of allergens
        text = tr("Contains %1")
        return text.replace("%1", formats.list_and(self._language.code, named))

    def _get_rate(self) -> str:
        formats = self._language.formats
        if self._rate is None or formats is None:
            return ""
        code = self._language.code
        worth = f"{formats.number(code, self._rate.per_yuan)} ₸"
        day = datetime.fromisoformat(self._rate.as_of).astimezone(BEIJING)
        #: Under the list of dishes. %1 is "72.4 ₸", %2 the date of that rate
        text = self._language.tongue.tr("1 yuan is about %1. Rate of %2")
        return text.replace("%1", formats.isolate(worth)).replace(
            "%2", formats.date_long(code, day.date())
        )

    def _get_now(self) -> str:
        serving = self._served.now
        return words.meal(self._language.tongue, serving) if serving else ""

    def _get_until(self) -> str:
        serving = self._served.now
        return words.until(self._language.tongue, serving) if serving else ""

    def _get_next(self) -> str:
        serving = self._served.next
        return words.meal(self._language.tongue, serving) if serving else ""

    def _get_from(self) -> str:
        serving = self._served.next
        return self._begins(serving) if serving else ""

    shown = Property(str, lambda self: self._shown(), notify=changed)
    now = Property(str, _get_now, notify=changed)
    until = Property(str, _get_until, notify=changed)
    next = Property(str, _get_next, notify=changed)
    begins = Property(str, _get_from, notify=changed)
    halal = Property(bool, lambda self: self._halal, notify=changed)
    filtered = Property(bool, lambda self: self._halal or bool(self._without), notify=changed)
    count = Property(int, lambda self: len(self._rows.rows), notify=changed)
    all = Property(int, lambda self: self._all, notify=changed)
    rate = Property(str, _get_rate, notify=changed)
    rows = Property(QAbstractItemModel, lambda self: self._rows, constant=True)
    allergens = Property(QAbstractItemModel, lambda self: self._allergens, constant=True)


def _usable(menu: Menu) -> bool:
    if readable(menu.hours):
        return True
    log.warning("hours of menu %s can't be read", menu.id)
    return False


def _dated(rate: Rate) -> bool:
    try:
        return datetime.fromisoformat(rate.as_of).tzinfo is not None
    except ValueError:
        log.warning("the date of rate %s can't be read", rate.id)
        return False
