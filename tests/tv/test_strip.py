"""What the strip says: the house's own words in turn, the gate's while it is closed, and before all
that what drivers are told."""

from datetime import datetime, timedelta

import pytest

from kiosk.home import sample_content
from kiosk.i18n import formats
from kiosk.i18n.locales import LOCALES
from kiosk.i18n.text import Tongue
from kiosk.states import NOON
from kiosk.tv.house import House
from kiosk.tv.strip import Said, say, sayings
from kiosk.zones import BEIJING
from sync.records import Event, Hours, Notice, Place, Service
from tests.tv.conftest import HD, Stand
from tests.tv.test_wall import call

RECORDS = sample_content()


def every(kind):
    return tuple(record for record in RECORDS if isinstance(record, kind))


HOUSE = House(every(Service), every(Notice), every(Event), every(Place))


def said(now: datetime, code: str = "en", house: House = HOUSE) -> list[Said]:
    tongue = Tongue(code)
    return [say(tongue, formats, each, house, now) for each in sayings(house, now)]


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


def test_the_house_says_all_it_has_to_say():
    assert [plain(each.first) for each in said(NOON)] == [
        "",
        "Blood pressure, doctor: Open until 22:00",
        "No hot water today from 14:00 to 15:00",
        "Snow on your lorry? Clear it off before you leave",
        "Lost something? Ask at the desk",
        "Today 19:30–21:30: Chess and card evening",
        "Tomorrow 20:00–22:00: Billiards tournament",
    ]
    assert said(NOON)[5].second == "Games room"


def test_what_is_over_is_not_said():
    later = [plain(each.first) for each in said(NOON + timedelta(hours=8))]
    assert "No hot water today from 14:00 to 15:00" not in later
    assert "Now, until 21:30: Chess and card evening" in later
    night = [plain(each.first) for each in said(NOON.replace(hour=22))]
    assert not any("Chess" in each for each in night)


def test_it_is_said_in_every_language():
    for count in range(1, 7):
        assert len({said(NOON, code)[count].first for code in LOCALES}) == len(LOCALES)


def test_an_event_in_a_place_nobody_knows_is_told_without_it():
    event = Event(
        id="e",
        name={"en": "Chess"},
        place="cellar",
        icon="music",
        hours=Hours(opens="22:00", closes="24:00"),
    )
    now = datetime(2026, 11, 3, 12, tzinfo=BEIJING)
    told = said(now, house=House(events=(event,)))[1]
    assert (plain(told.first), told.second) == ("Today 22:00–24:00: Chess", "")


def test_everything_finds_its_turn_in_every_language(stand: Stand):
    wall = stand("wall")
    strip = wall.view.strip
    seen: set[tuple[str, str]] = set()
    for turn in range(len(LOCALES) * 7):
        wall.turn(turn * 10)
        seen.add((wall.wall.language.code, strip.icon))
    assert len(seen) == len(LOCALES) * 7


def test_a_notice_that_comes_is_shown_and_one_that_is_taken_back_is_not(stand: Stand):
    wall = stand("wall")
    wall.show(HD, "en")
    text = dict.fromkeys(LOCALES, "The road is blocked")
    notice = Notice(id="n", text=text)
    wall.wall.told.emit(House(notices=(notice,)))
    firsts = set()
    for turn in range(12):
        wall.tick(turn * 10)
        firsts |= {node.text for node in wall.look().texts if node.stands_in("Strip")}
    assert "The road is blocked" in firsts
    wall.wall.told.emit(House())
    assert wall.view.strip.first == ""


def test_a_long_notice_keeps_within_the_strip(stand: Stand):
    wall = stand("wall")
    words = "The road to Almaty is closed behind the second pass because of snow and wind. "
    text = dict.fromkeys(LOCALES, words)
    wall.wall.told.emit(House(notices=(Notice(id="n", text=text, more=text),)))
    wall.tick(10)
    seen = [node for node in wall.look().of("Words") if node.text == words]
    assert len(seen) == 1
    assert seen[0].ink is not None
    assert seen[0].ink.bottom <= HD.height


@pytest.mark.parametrize(("state", "called"), [("wall-ahead", False), ("wall-told", True)])
def test_a_driver_is_told_in_his_language_and_in_chinese(stand: Stand, state: str, called: bool):
    wall = stand(state)
    if called:  # first it has the screen
        assert {row.id for row in wall.view.calls.drives.rows} == {"kk_KZ", "zh_CN"}
        assert not wall.view.strip.telling
        wall.tick(15)
    rows = wall.view.strip.told.rows
    assert [row.called for row in rows] == [called]
    assert wall.view.calls.shown == 0
    texts = {node.text for node in wall.look().texts if node.stands_in("Strip")}
    assert {rows[0].first, rows[0].second} <= texts
    assert rows[0].first != rows[0].second
    plates = [node for node in wall.look().of("Plate") if node.stands_in("Strip")]
    assert len(plates) == 1


def test_what_is_told_stands_also_while_others_have_the_screen(stand: Stand):
    wall = stand("wall-ahead")
    call(wall, 1)
    seen = wall.look()
    assert seen.of("CallPage")
    plates = [node for node in seen.of("Plate") if node.stands_in("Strip")]
    assert len(plates) == 1
