"""The wall on its window, at both sizes and in six languages."""

import gc
from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickItem

from kiosk.i18n.locales import LOCALES
from kiosk.queue.news import News
from kiosk.states import NOON, WALL_STATES
from kiosk.tv.calls import SECONDS
from sync.records import Vehicle, VehicleState
from tests.pages import checks
from tests.pages.looks import Box, Look
from tests.tv.conftest import HD, UHD, Stand, Standing

STILL = ("Plate", "Figures", "GateRow", "Icon", "Panel", "QQuickRectangle", "QQuickImage")
"""What does not move by a pixel when the language changes."""
BOTH = pytest.mark.parametrize("screen", [HD, UHD], ids=["1920x1080", "3840x2160"])


def vehicles(wall: Standing) -> list[Vehicle]:
    return list(wall.view._live.vehicles.values())


def call(wall: Standing, count: int, after: timedelta = timedelta(0)) -> list[str]:
    """The port calls the first so many that wait; their ids."""
    known = vehicles(wall)
    chosen = [each.id for each in known if each.state is VehicleState.WAITING][:count]
    at = (NOON + after).isoformat()
    news = [
        msgspec.structs.replace(each, state=VehicleState.CALLED, called_at=at, gate="5")
        if each.id in chosen
        else each
        for each in known
    ]
    wall.wall.heard.emit(News(tuple(news), wall.view._gate, NOON))
    wall.settle()
    return chosen


def crop(picture: QImage, box: Box) -> QImage:
    # half a pixel at the edge is its neighbour's
    return picture.copy(
        round(box.left) + 1, round(box.top) + 1, int(box.width) - 2, int(box.height) - 2
    )


@BOTH
@pytest.mark.parametrize("state", list(WALL_STATES))
def test_all_can_be_read_in_every_language(stand: Stand, state, screen):
    wall = stand(state)
    faults = []
    for locale in LOCALES:
        wall.show(screen, locale)
        seen = wall.look()
        assert len(seen.texts) > 2
        for check in (checks.cut_texts, checks.unreachable, checks.overlapping, checks.small_types):
            faults += [f"{locale}: {fault}" for fault in check(seen)]
    assert not faults, "\n".join(faults[:20])


@BOTH
def test_what_is_read_from_afar_is_large(stand: Stand, screen):
    wall = stand("wall")
    wall.show(screen, "ru_RU")
    seen = wall.look()
    called = [node for node in seen.of("Plate") if node.stands_in("CalledPanel")]
    assert len(called) == 3
    assert all(node.box.height >= screen.height / 8 for node in called)
    assert all(node.size >= screen.height / 28 - 1 for node in seen.texts)


@BOTH
@pytest.mark.parametrize("state", ["wall", "wall-closed", "wall-burst"])
def test_plates_and_figures_stand_still_when_the_language_changes(stand: Stand, state, screen):
    wall = stand(state)
    places, pictures = [], []
    for locale in LOCALES:
        wall.show(screen, locale)
        seen = wall.look()
        still = [node for node in seen.of(*STILL) if not node.stands_in("Strip")]
        places.append(
            [str(node.box) + (node.text if "Figures" in node.kinds else "") for node in still]
        )
        grab = wall.grab()
        pictures.append([crop(grab, node.box) for node in seen.of("Plate", "GateRow")])
    assert len(places[0]) > 10
    assert all(place == places[0] for place in places)
    assert all(picture == pictures[0] for picture in pictures)


@pytest.mark.parametrize("state", ["wall", "wall-closed", "wall-clinic"])
def test_words_begin_where_one_reads_and_their_rooms_stand(stand: Stand, state):
    wall = stand(state)

    def rooms(locale: str) -> list[tuple[Box, Box]]:
        wall.show(HD, locale)
        return [(node.box, node.ink) for node in wall.look().of("Words") if node.ink]

    left, right = rooms("ru_RU"), rooms("ug_CN")
    assert len(left) > 8
    assert [(box.left, box.right) for box, _ in left] == [(box.left, box.right) for box, _ in right]
    assert all(abs(ink.left - box.left) < 2 for box, ink in left)
    assert all(abs(ink.right - box.right) < 2 for box, ink in right)


def test_the_languages_take_turns_every_ten_seconds(stand: Stand):
    wall = stand("wall")
    seen = []
    for second in range(61):
        wall.turn(second)
        seen.append(wall.wall.language.code)
    codes = list(LOCALES)
    assert seen == [code for code in codes for _ in range(10)] + codes[:1]


def test_the_pages_turn_until_everyone_has_stood_there(stand: Stand):
    wall = stand("wall")
    called, following, marks = set(), set(), set()
    for second in range(0, 300, 5):
        wall.turn(second)
        called |= {row.id for row in wall.view.called.rows}
        following |= {row.place for row in wall.view.next.rows}
        marks.add(wall.view.nextPage)
    assert called == {each.id for each in wall.view._line.called}
    assert len(called) > 3
    assert following == set(range(1, 21))
    assert marks == {"1/4", "2/4", "3/4", "4/4"}


def test_a_call_is_in_the_pixels_and_leaves_them_after_its_time(stand: Stand):
    wall = stand("wall")
    quiet = wall.grab()
    chosen = call(wall, 1)
    loud = wall.grab()
    assert loud != quiet
    seen = wall.look()
    assert len(seen.of("Plate")) == 1
    plate = seen.of("Plate")[0]
    assert plate.box.height >= HD.height / 8
    assert crop(loud, plate.box) != crop(quiet, plate.box)
    assert [row.id for row in wall.view.calls.onScreen.rows] == chosen
    wall.tick(SECONDS - 0.1)
    assert wall.view.calls.shown == 1
    wall.tick(SECONDS)
    assert wall.view.calls.shown == 0
    assert not wall.look().of("CallPage")
    # it stands first among those called, and is lit
    assert [row.id for row in wall.view.called.rows][:1] == chosen
    assert wall.view.called.rows[0].lit


def test_of_a_burst_no_call_is_dropped(stand: Stand):
    wall = stand("wall")
    chosen = call(wall, 40)
    seen: dict[str, int] = {}
    for second in range(1, 260):
        wall.turn(second)
        for row in wall.view.calls.onScreen.rows:
            seen[row.id] = seen.get(row.id, 0) + 1
        assert wall.view.calls.shown <= 3
    assert len(chosen) == 40
    assert set(seen) == set(chosen)
    assert min(seen.values()) >= SECONDS - 1


def test_a_call_that_the_port_took_back_before_its_turn_is_not_shown(stand: Stand):
    wall = stand("wall")
    chosen = call(wall, 4)
    assert wall.view.calls.waiting == 1
    back = next(
        each for each in chosen if each not in {row.id for row in wall.view.calls.onScreen.rows}
    )
    news = tuple(
        msgspec.structs.replace(each, state=VehicleState.HELD) if each.id == back else each
        for each in vehicles(wall)
    )
    wall.wall.heard.emit(News(news, wall.view._gate, NOON))
    wall.tick(SECONDS)
    assert wall.view.calls.shown == 0


def test_a_call_stands_still_while_the_languages_turn(stand: Stand):
    wall = stand("wall")
    call(wall, 2)
    before = wall.grab()
    wall.tick(10)
    assert wall.wall.language.code != "zh_CN"
    assert wall.grab() == before


@pytest.mark.parametrize(
    ("state", "band"),
    [("wall", "live"), ("wall-amber", "amber"), ("wall-grey", "grey"), ("wall-never", "never")],
)
def test_the_wall_says_how_old_it_is_and_keeps_the_last_list(stand: Stand, state, band):
    wall = stand(state)
    wall.show(HD, "en")
    assert wall.view.band == band
    panels = wall.look().of("CalledPanel", "NextPanel", "Day", "Waiting")
    assert len(panels) == 4
    rows = len(wall.view.called.rows), len(wall.view.next.rows)
    assert rows == ((0, 0) if band == "never" else (3, 5))
    texts = {node.text for node in wall.look().texts}
    assert any("12:28" in text for text in texts) == (band == "amber")
    assert any("11:45" in text for text in texts) == (band == "grey")
    assert any("none yet" in text for text in texts) == (band == "never")
    # what is not known is not said to be nothing
    assert ("Nobody at this moment" in texts) is False
    assert ("–" in texts) == (band == "never")
    assert ("Nothing heard from the port yet" in texts) == (band == "never")


def test_the_day_is_told_in_figures(stand: Stand):
    wall = stand("wall")
    hours = wall.view.departedByHour
    told = {node.text for node in wall.look().of("Figures") if node.stands_in("Day")}
    assert {str(sum(hours)), str(max(hours)), str(hours[NOON.hour])} <= told
    assert hours[NOON.hour] > 0


def test_who_is_next_stands_beside_when_or_since_when(stand: Stand):
    wall = stand("wall")

    def beside() -> set[str]:
        seen = wall.look()
        return {
            node.text for node in seen.texts if node.stands_in("NextPanel") and ":" in node.text
        }

    assert beside() == {row.registered for row in wall.view.next.rows}
    wall = stand("wall-forecast")
    assert beside() == {f"≈{row.time}" for row in wall.view.next.rows}


def test_a_closed_gate_says_why_and_since_when_and_what_is_expected(stand: Stand):
    wall = stand("wall-forecast")
    wall.show(HD, "en")
    texts = [node.text for node in wall.look().texts]
    assert "Gate closed" in texts
    assert "The gate is closed: strong wind" in texts
    assert any("11:42" in text for text in texts)
    assert any("12:57–13:42" in text for text in texts)
    assert [text for text in texts if text.startswith("≈")] == [
        f"≈{row.time}" for row in wall.view.next.rows
    ]


def test_the_strip_welcomes_in_all_scripts_and_tells_the_clinics_hours(stand: Stand):
    wall = stand("wall")
    greetings = {row.welcome for row in wall.view.strip.greetings.rows}
    assert len(greetings) == len(LOCALES)
    assert greetings <= {node.text for node in wall.look().texts}
    spoken = set()
    for turn in range(len(LOCALES) * 7):
        wall.turn(turn * 10)
        if "08:00–22:00" in wall.view.strip.second:
            spoken.add(wall.wall.language.code)
    assert spoken == set(LOCALES)


def items(item: QQuickItem) -> Iterator[QQuickItem]:
    yield item
    for child in item.childItems():
        yield from items(child)


def test_nothing_piles_up_over_three_hundred_turns(stand: Stand):
    """Six thousand simulated seconds, each with news and now and then a call."""
    wall = stand("wall")
    first = vehicles(wall)

    def count() -> tuple[int, int]:
        wall.settle()
        return (
            sum(1 for _ in items(wall.window.contentItem())),
            len(wall.wall.engine.findChildren(QObject)) + len(wall.window.findChildren(QObject)),
        )

    def live(begin: int, end: int) -> None:
        for turn in range(begin, end):
            if turn % 30 == 0:
                call(wall, 1, timedelta(seconds=turn))
            wall.tick(turn * 10)
            wall.wall.heard.emit(News(tuple(vehicles(wall)), wall.view._gate, NOON))
            wall.tick(turn * 10 + 5)

    def most(begin: int) -> tuple[int, ...]:
        """The most there is at any turn, with the port as it was at first, after a call: the
        pages begin anew then."""
        wall.tick(begin * 10)
        call(wall, 1, timedelta(seconds=begin))
        wall.tick(begin * 10 + SECONDS)
        wall.wall.heard.emit(News(tuple(first), wall.view._gate, NOON))
        counts = []
        for turn in range(begin + 2, begin + 26):
            wall.tick(turn * 10)
            wall.tick(turn * 10 + 5)
            counts.append(count())
        gc.collect()
        return (*(max(each) for each in zip(*counts, strict=True)), len(gc.get_objects()))

    live(1, 60)
    before = most(60)
    live(88, 388)
    after = most(388)
    assert after[:2] == before[:2]
    assert after[2] < before[2] + 2000


def test_the_looks_differ_by_language(stand: Stand):
    wall = stand("wall")

    def words(seen: Look) -> set[str]:
        return {node.text for node in seen.of("Words")}

    said = []
    for locale in LOCALES:
        wall.show(HD, locale)
        said.append(words(wall.look()))
    english = said[-1]
    assert all(not (each & english) for each in said[:-1])
