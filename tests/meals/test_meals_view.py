"""What the page of meals is told: now and next, a session's filters, and how old the rate is."""

import logging
from datetime import datetime

import msgspec
import pytest

from kiosk.home import sample_content
from kiosk.i18n import formats
from kiosk.i18n.translator import Translator
from kiosk.meals.view import MealsView
from kiosk.shell.clock import Clock
from kiosk.shell.language import Language
from kiosk.shell.navigator import Navigator
from kiosk.zones import BEIJING
from sync.records import Dish, Hours, Menu, Rate

CONTENT = sample_content()
DISHES = [record for record in CONTENT if isinstance(record, Dish)]
MENUS = [record for record in CONTENT if isinstance(record, Menu)]
RATES = [record for record in CONTENT if isinstance(record, Rate)]


class Kitchen:
    """A meals view with all that it stands on. `at` moves the clock."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 12, 0, tzinfo=BEIJING)
        self.clock = Clock(lambda: self.now, ticking=False)
        self.language = Language(Translator("en"), "en")
        formats.warm()
        self.language.use_formats(formats)
        self.view = MealsView(self.language, self.clock, Navigator({}))
        self.view.use(DISHES, MENUS, RATES)

    def at(self, text: str) -> None:
        self.now = datetime.fromisoformat(text).replace(tzinfo=BEIJING)
        self.clock.tick()

    def titles(self) -> list[str]:
        return [row.title for row in self.view.rows.rows]

    def row(self, key: str):
        return next(row for row in self.view.rows.rows if row.id == key)


@pytest.fixture
def kitchen(qapp) -> Kitchen:
    return Kitchen()


def test_at_noon_lunch_stands_on_the_table_and_dinner_is_announced(kitchen):
    view = kitchen.view
    assert (view.shown, view.now, view.until) == ("now", "Lunch", "until 14:30")
    assert (view.next, view.begins) == ("Dinner", "from 18:00")
    assert len(kitchen.titles()) == view.all == 42


def test_between_meals_the_next_one_is_shown(kitchen):
    kitchen.at("2026-03-02T15:00")
    assert (kitchen.view.shown, kitchen.view.now, kitchen.view.next) == ("next", "", "Dinner")
    assert kitchen.view.count == 43


def test_who_looks_at_dinner_stays_there_when_lunch_ends(kitchen):
    kitchen.view.look("next")
    kitchen.at("2026-03-02T14:30")
    assert (kitchen.view.shown, kitchen.view.next) == ("next", "Dinner")


def test_breakfast_is_announced_for_tomorrow(kitchen):
    kitchen.at("2026-03-02T22:00")
    assert (kitchen.view.now, kitchen.view.until) == ("Late supper", "until 02:00")
    assert kitchen.view.begins == "tomorrow from 07:30"


def test_a_dish_tells_both_prices_its_mark_and_its_allergens(kitchen):
    row = kitchen.row("dish-rice-beef")
    plain = row.spoken.translate({0xA0: " ", 0x2068: None, 0x2069: None})
    assert plain == (
        "Rice with beef and potato. halal. 24 yuan. ≈ 1,700 ₸. Contains gluten and soy"
    )


def test_the_first_dish_of_a_course_is_heard_with_its_name(kitchen):
    for row in kitchen.view.rows.rows:
        assert row.spoken.startswith(f"{row.course}. {row.title}" if row.first else row.title)


def test_each_course_has_one_first_and_one_last_row(kitchen):
    rows = kitchen.view.rows.rows
    for course in {row.course for row in rows}:
        stretch = [row for row in rows if row.course == course]
        assert [row.first for row in stretch] == [True] + [False] * (len(stretch) - 1)
        assert [row.last for row in stretch] == [False] * (len(stretch) - 1) + [True]
    assert len({row.course for row in rows}) == sum(row.first for row in rows)


def test_halal_only_leaves_no_dish_without_the_mark(kitchen):
    kitchen.view.onlyHalal(True)
    assert kitchen.view.count < kitchen.view.all
    assert all(row.halal for row in kitchen.view.rows.rows)


def test_an_allergen_is_left_out_and_comes_back(kitchen):
    before = kitchen.titles()
    kitchen.view.toggle("eggs")
    left = {each.id: each for each in DISHES}
    assert not any("eggs" in left[row.id].allergens for row in kitchen.view.rows.rows)
    assert [chip.key for chip in kitchen.view.allergens.rows if chip.chosen] == ["eggs"]
    kitchen.view.toggle("eggs")
    assert kitchen.titles() == before


def test_filters_are_gone_when_the_session_ends(kitchen):
    kitchen.view.look("next")
    kitchen.view.onlyHalal(True)
    kitchen.view.toggle("milk")
    kitchen.view.reset()
    assert (kitchen.view.shown, kitchen.view.halal, kitchen.view.filtered) == ("now", False, False)
    assert not any(chip.chosen for chip in kitchen.view.allergens.rows)


def test_all_dishes_can_be_asked_back_when_none_fits(kitchen):
    for chip in list(kitchen.view.allergens.rows):
        kitchen.view.toggle(chip.key)
    kitchen.view.onlyHalal(True)
    kitchen.view.showAll()
    assert kitchen.view.count == kitchen.view.all


def test_the_rate_tells_its_date(kitchen):
    told = kitchen.view.rate.translate({0xA0: " ", 0x2068: None, 0x2069: None})
    assert told == "1 yuan is about 72.4 ₸. Rate of 2 November 2026"


def test_without_a_rate_no_tenge_are_named(kitchen):
    kitchen.view.use(DISHES, MENUS, [])
    assert (kitchen.view.rate, kitchen.row("dish-polo").about) == ("", "")


def test_a_slip_in_the_content_costs_its_own_row_alone(kitchen, caplog):
    lunch = next(menu for menu in MENUS if menu.id == "menu-lunch")
    odd = msgspec.structs.replace(lunch, id="menu-odd", hours=Hours(opens="noon", closes="14:30"))
    undated = msgspec.structs.replace(RATES[0], id="rate-odd", as_of="yesterday")
    with caplog.at_level(logging.WARNING):
        kitchen.view.use(DISHES, [*MENUS, odd], [*RATES, undated])
    assert "menu-odd" in caplog.text
    assert "rate-odd" in caplog.text
    assert kitchen.view.now == "Lunch"
    assert kitchen.view.rate != ""


def test_the_tile_tells_what_is_on_the_table_or_what_comes(kitchen):
    (tile,) = kitchen.view.tiles()
    assert (tile.line, tile.live, tile.target) == ("62 dishes today", "Lunch until 14:30", "meals")
    kitchen.at("2026-03-02T15:00")
    assert kitchen.view.tiles()[0].live == "Dinner from 18:00"


def test_a_house_without_a_kitchen_has_no_tile_and_an_empty_page(kitchen):
    kitchen.view.use([], [], [])
    assert kitchen.view.tiles() == []
    assert (kitchen.view.now, kitchen.view.next, kitchen.view.count) == ("", "", 0)


def test_another_language_is_spoken_at_once(kitchen):
    kitchen.language.use("zh_CN")
    assert kitchen.row("dish-polo").title == "羊肉抓饭"
