"""What the pages of services are told: states by the minute, filters of a session, true tiles."""

import logging
from datetime import datetime
from types import SimpleNamespace

import msgspec
import pytest

from kiosk.home import sample_content
from kiosk.i18n import formats
from kiosk.i18n.translator import Translator
from kiosk.services.qr import picture
from kiosk.services.tiles import WAYS
from kiosk.services.view import ServicesView
from kiosk.shell.clock import Clock
from kiosk.shell.language import Language
from kiosk.shell.navigator import Navigator, PageEntry
from kiosk.zones import BEIJING
from sync.records import Facility, Home, Hours, Place, Service

CONTENT = sample_content()
HOME = next(record for record in CONTENT if isinstance(record, Home))
PLACES = [record for record in CONTENT if isinstance(record, Place)]
SERVICES = [record for record in CONTENT if isinstance(record, Service)]
FACILITIES = [record for record in CONTENT if isinstance(record, Facility)]


class House:
    """A services view with all that it stands on. `at` moves the clock."""

    def __init__(self, qapp) -> None:
        self.now = datetime(2026, 3, 2, 14, 32, tzinfo=BEIJING)
        self.clock = Clock(lambda: self.now, ticking=False)
        self.language = Language(Translator("en"), "en")
        formats.warm()
        self.language.use_formats(formats)
        entry = PageEntry(None, qapp)
        pages = ("attract", "home", "services", "service")
        self.navigator = Navigator(dict.fromkeys(pages, entry))
        self.view = ServicesView(self.language, self.clock, self.navigator)
        self.view.use(HOME, PLACES, SERVICES, FACILITIES)

    def at(self, text: str) -> None:
        self.now = datetime.fromisoformat(text).replace(tzinfo=BEIJING)
        self.clock.tick()

    def row(self, key: str) -> SimpleNamespace:
        rows = [row for row in self.view.rows.rows if row.key == key]
        assert len(rows) == 1
        return rows[0]

    def tile(self, name: str):
        return self.view.tiles(name)[0]


@pytest.fixture
def house(qapp) -> House:
    return House(qapp)


def test_all_services_stand_in_the_house_s_order(house):
    assert [row.key for row in house.view.rows.rows] == [
        each.id for each in sorted(SERVICES, key=lambda each: each.order)
    ]


def test_a_row_says_how_the_service_stands_as_the_minutes_pass(house):
    told = []
    for clock in ("09:59", "10:00", "19:30", "20:00"):
        house.at(f"2026-03-02T{clock}")
        row = house.row("svc-massage")
        told.append((row.tone, row.said, row.more))
    assert told == [
        ("closed", "Closed", "opens at 10:00"),
        ("open", "Open", "until 20:00"),
        ("soon", "Closing soon", "until 20:00"),
        ("closed", "Closed", "opens tomorrow at 10:00"),
    ]


def test_a_service_that_rests_names_the_day_it_opens(house):
    house.at("2026-03-07T19:00")  # Saturday evening
    assert house.row("svc-jobs").more == "opens on Monday at 09:00"


def test_the_price_and_what_stands_ready_are_told(house):
    shower, bed = house.row("svc-shower"), house.row("svc-bed")
    assert (shower.price, shower.per, shower.count, shower.equipment) == (
        "Free", "", "6", "Shower cabins",
    )  # fmt: skip
    assert (bed.price.replace("\xa0", " "), bed.per) == ("20 yuan", "4 hours")


def test_without_formats_nothing_false_is_shown(qapp):
    house = House(qapp)
    house.language._formats = None
    house.view.use(HOME, PLACES, SERVICES, FACILITIES)
    assert house.row("svc-bed").price == ""
    assert house.row("svc-shower").price == "Free"


def test_a_kind_filters_and_all_brings_everything_back(house):
    house.view.choose("care")
    assert {row.key for row in house.view.rows.rows} == {
        "svc-massage",
        "svc-doctor",
        "svc-medicine",
    }
    house.view.choose("")
    assert len(house.view.rows.rows) == 16


def test_the_filters_are_the_kinds_that_the_house_has(house):
    alone = [each for each in SERVICES if each.kind == "wash"]
    house.view.use(HOME, PLACES, alone, [])
    assert [(kind.kind, kind.count) for kind in house.view.kinds.rows] == [("", 2), ("wash", 2)]


def test_turning_to_a_kind_shows_it_and_the_way_back_keeps_what_was_chosen_since(house):
    house.navigator.go("services", "kind:desk")
    assert house.view.kind == "desk"
    house.view.choose("care")
    house.view.openService("svc-doctor")
    house.navigator.back()
    assert house.view.kind == "care"


def test_the_tile_of_all_services_shows_all_after_a_kind_was_looked_at(house):
    house.navigator.go("services", "kind:desk")
    house.navigator.goHome()
    house.navigator.go("services", "")
    assert house.view.kind == ""


def test_after_a_session_nothing_is_chosen(house):
    house.view.use_qr(picture)
    house.view.choose("care")
    house.view.openService("svc-doctor")
    assert house.view.qr("svc-doctor", 0)
    house.view.reset()
    assert (house.view.kind, house.view.selected) == ("", "svc-shower")
    assert house.view._drawn == ("", "")


def test_what_is_selected_is_always_in_the_list(house):
    house.view.select("svc-bed")
    house.view.choose("care")
    assert house.view.selected == "svc-massage"
    house.view.use(HOME, PLACES, [], [])
    assert house.view.selected == ""


def test_a_service_s_page_tells_its_week_and_the_way(house):
    detail = house.view.detail("svc-jobs", 0)
    plain = detail["hours"].translate({0x2068: None, 0x2069: None})
    assert plain == "Monday – Saturday: 09:00–19:00\nSunday: Closed"
    assert detail["place"] == "place-office"
    assert detail["walk"].startswith("Right along the corridor")


def test_a_service_that_was_taken_away_says_so(house):
    house.view.use(HOME, PLACES, [], [])
    assert house.view.detail("svc-jobs", 0) == {"known": False}
    assert house.view.qr("svc-jobs", 0) == ""


def test_the_code_appears_once_it_can_be_drawn_and_follows_the_language(house):
    assert house.view.qr("svc-bed", 0) == ""
    house.view.use_qr(lambda text: f"<{text}>")
    assert house.view.qr("svc-bed", 0).startswith("<Beds\nKhorgos International Driver Home\n")
    house.language.use("ru_RU")
    assert house.view.qr("svc-bed", 0).startswith("<Спальные места\n")


def test_hours_that_can_not_be_read_empty_no_page(house, caplog):
    broken = msgspec.structs.replace(SERVICES[0], hours=[Hours(opens="8", closes="late")])
    with caplog.at_level(logging.WARNING):
        house.view.use(HOME, PLACES, [broken, *SERVICES[1:]], [])
    assert next(row.said for row in house.view.rows.rows) == "Ask at the desk"
    assert broken.id in caplog.text
    assert house.view.detail(broken.id, 0)["hours"] == ""


def test_a_service_in_a_place_that_is_not_on_the_plan_has_no_way(house):
    house.view.use(HOME, [], SERVICES, [])
    assert house.view.detail("svc-bed", 0)["place"] == ""
    colours = dict.fromkeys(("floor", "room", "wall", "outer", "lit"), "#000")
    assert house.view.plan("place-rest", colours, 0) == ""


def test_a_tile_tells_what_is_true_at_the_moment(house):
    house.at("2026-03-02T08:00")
    assert (house.tile("papers").line, house.tile("papers").live) == (
        "Waybill printing", "Closed opens at 08:30",
    )  # fmt: skip
    house.at("2026-03-02T08:30")
    assert house.tile("papers").live == "Open until 21:00"
    assert house.tile("help").live == "Open all day"


def test_the_tile_of_all_services_tells_the_showers_and_counts_what_is_open(house):
    house.at("2026-03-02T03:00")
    tile = house.tile("services")
    assert (tile.line, tile.live) == ("16 services", "6 of 16 open now")


@pytest.mark.parametrize("name", WAYS)
def test_every_tile_leads_to_a_page_that_shows_something(house, name):
    tile = house.tile(name)
    house.navigator.go(tile.target, tile.subject)
    if tile.target == "service":
        assert house.view.detail(tile.subject, 0)["known"]
    else:
        assert len(house.view.rows.rows) > 1


def test_a_house_without_a_service_has_no_tile_for_it(house):
    house.view.use(HOME, PLACES, [each for each in SERVICES if each.id != "svc-jobs"], [])
    assert house.view.tiles("jobs", "road") == house.view.tiles("road")


def test_another_language_is_spoken_at_once(house):
    house.language.use("zh_CN")
    assert house.row("svc-shower").title == "淋浴间"


def test_it_says_how_a_service_stands_to_the_call_of_who_has_one(house):
    assert house.view.beforeCall(30, 0) == {"fit": "", "call": 0}
    house.view.use_call(lambda minutes: ("yes" if minutes < 20 else "tight", 40))
    assert house.view.beforeCall(15, 0) == {"fit": "yes", "call": 40}
    assert house.view.beforeCall(30, 0) == {"fit": "tight", "call": 40}


def test_what_takes_as_long_as_one_likes_fits_no_better_or_worse(house):
    house.view.use_call(lambda minutes: ("yes", 40))
    assert house.view.beforeCall(0, 0) == {"fit": "", "call": 0}


def test_a_page_asks_again_when_the_call_has_moved(house):
    heard = []
    house.view.callHeard.connect(lambda: heard.append(house.view.callRevision))
    house.view.hear_call()
    house.view.hear_call()
    assert heard == [1, 2]
