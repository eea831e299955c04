"""What the kitchen serves now and next, by course, and what a driver's filters leave of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec

from kiosk.hours import spans
from kiosk.zones import BEIJING
from sync.records import Allergen, Course, Dish, Menu, Rate

_DAY = timedelta(days=1)
_WEEK = 7


@dataclass(frozen=True)
class Serving:
    """A menu from `begins` to `ends` (aware, in Beijing time)."""

    menu: Menu
    begins: datetime
    ends: datetime


@dataclass(frozen=True)
class Served:
    """What is on the table now and what comes after it; None where there is nothing."""

    now: Serving | None
    next: Serving | None


@dataclass(frozen=True)
class Kitchen:
    """Menus, and dishes by id. `gone` are those (menu, dish) that are not served any more."""

    menus: Sequence[Menu] = ()
    dishes: Mapping[str, Dish] = field(default_factory=dict)
    gone: Collection[tuple[str, str]] = ()


def held(shown: Kitchen, known: Kitchen) -> Kitchen:
    """What is shown, each menu and dish as it is known now, in its place; what has come waits.
    What a dish contains is always as it is known, so that no filter lets through what it says."""
    menus = {each.id: each for each in known.menus}
    replace = msgspec.structs.replace
    return Kitchen(
        [replace(menus.get(each.id, each), dishes=each.dishes) for each in shown.menus],
        {
            id: replace(known.dishes.get(id, each), course=each.course)
            for id, each in shown.dishes.items()
        },
        {
            (menu.id, dish)
            for menu in shown.menus
            for dish in menu.dishes
            if dish not in known.dishes or menu.id not in menus or dish not in menus[menu.id].dishes
        },
    )


def served(menus: Iterable[Menu], now: datetime) -> Served:
    """What is served at `now`, an aware datetime, and what begins next. Of two meals at once the
    one that began later counts: the kitchen has gone on to it."""
    first = now.astimezone(BEIJING).date() - _DAY  # last night's meal may run past midnight
    servings = [
        Serving(menu, span.begins, span.ends)
        for menu in menus
        for span in spans(menu.hours, first, _WEEK + 2)
    ]
    running = [each for each in servings if each.begins <= now < each.ends]
    coming = [each for each in servings if each.begins > now]
    return Served(
        max(running, key=lambda each: (each.begins, each.menu.id), default=None),
        min(coming, key=lambda each: (each.begins, each.menu.id), default=None),
    )


def dishes_today(menus: Iterable[Menu], now: datetime) -> int:
    """How many different dishes are served on this day in Beijing."""
    weekday = now.astimezone(BEIJING).isoweekday()
    return len({dish for menu in menus if weekday in menu.hours.weekdays for dish in menu.dishes})


def on_the_table(
    menu: Menu,
    dishes: Mapping[str, Dish],
    *,
    halal: bool = False,
    without: Collection[Allergen] = (),
) -> list[tuple[Course, list[Dish]]]:
    """The menu's dishes by course, in the kitchen's order; those that are not known are left out.
    `halal` keeps only dishes marked so, `without` drops those with any of these allergens."""
    kept = [
        dish
        for dish in (dishes[each] for each in dict.fromkeys(menu.dishes) if each in dishes)
        if (dish.halal or not halal) and not set(dish.allergens) & set(without)
    ]
    by_course = [(course, [dish for dish in kept if dish.course is course]) for course in Course]
    return [(course, found) for course, found in by_course if found]


def rate_of(rates: Sequence[Rate], currency: str) -> Rate | None:
    """The newest rate of a currency that can be used."""
    known = [each for each in rates if each.currency == currency and each.per_yuan > 0]
    return max(known, key=lambda each: datetime.fromisoformat(each.as_of), default=None)


def about_in(rate: Rate, fen: int) -> int:
    """A price in hundredths of the other currency, rounded as one says "about": to tens, from a
    thousand on to hundreds."""
    amount = fen / 100 * rate.per_yuan
    step = 10 if amount < 1000 else 100
    # half up, as people round; a price is never about nothing
    return max(step if fen else 0, int(amount / step + 0.5) * step) * 100
