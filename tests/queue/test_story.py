"""A place explains itself."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.queue.log import Log
from kiosk.queue.story import Closure, LiveStory, _Walk, story
from kiosk.queue.times import stamp
from kiosk.zones import BEIJING
from sync.records import Lane, PortChange, PortEvent

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=BEIJING)
C = PortChange


def event(minute: int, change: PortChange, vehicle: str = "", **fields: object) -> PortEvent:
    at = stamp(NOON + timedelta(minutes=minute))
    return PortEvent(
        id=f"{minute:05}-{change}-{vehicle}",
        change=change,
        at=at,
        heard_at=at,
        vehicle=vehicle,
        **fields,
    )


def registered(minute: int, vehicle: str, lane: Lane = Lane.GENERAL) -> PortEvent:
    return event(minute, C.REGISTERED, vehicle, lane=lane)


def test_two_of_the_priority_lane_went_first():
    told = story(
        [
            registered(0, "a"),
            registered(1, "b"),
            registered(2, "mine"),
            registered(3, "p", Lane.PRIORITY),
            registered(4, "later"),
            registered(5, "q", Lane.PRIORITY),
            event(9, C.CALLED, "a"),
        ],
        "mine",
    )
    assert told is not None
    assert (told.then, told.now) == (3, 4)
    assert (told.called, told.cut_in, told.left, told.returned) == (1, 2, 0, 0)
    assert told.since == NOON + timedelta(minutes=2)


def test_who_is_held_leaves_and_who_is_released_has_his_old_place():
    events = [
        registered(0, "a"),
        registered(1, "mine"),
        event(5, C.HELD, "a", reason="weighing"),
        event(6, C.CANCELLED, "nobody"),
    ]
    told = story(events, "mine")
    assert told is not None
    assert (told.then, told.now, told.left) == (2, 1, 1)
    told = story([*events, event(9, C.RELEASED, "a")], "mine")
    assert told is not None
    assert (told.now, told.left, told.returned) == (2, 1, 1)


def test_a_queue_jump_is_there_for_anyone_who_looks():
    told = story(
        [
            registered(0, "mine"),
            registered(1, "friend"),
            registered(2, "p", Lane.PRIORITY),
            event(5, C.CALLED, "p"),
            event(6, C.CALLED, "friend"),
        ],
        "mine",
    )
    assert told is not None
    assert [each.vehicle for each in told.overtaken] == ["friend"]
    assert (told.then, told.now, told.cut_in, told.called) == (1, 1, 1, 1)


def test_closures_while_it_waited():
    events = [
        event(-90, C.CLOSED, reason="fog"),
        event(-60, C.OPENED),
        registered(0, "mine"),
        event(125, C.CLOSED, reason="strong wind"),
        event(130, C.CLOSED, reason="snow"),
        event(170, C.OPENED),
        event(200, C.CLOSED, reason="inspection"),
    ]
    told = story(events, "mine")
    assert told is not None
    hour = timedelta(minutes=1)
    assert told.closures == (
        Closure(NOON + 125 * hour, NOON + 130 * hour, "strong wind"),
        Closure(NOON + 130 * hour, NOON + 170 * hour, "snow"),
        Closure(NOON + 200 * hour, None, "inspection"),
    )


def test_a_held_vehicle_has_no_place_and_begins_anew():
    events = [registered(0, "a"), registered(1, "mine"), event(5, C.HELD, "mine")]
    told = story(events, "mine")
    assert told is not None
    assert told.now == 0
    told = story([*events, event(9, C.CALLED, "a"), event(30, C.RELEASED, "mine")], "mine")
    assert told is not None
    assert (told.then, told.now, told.since) == (1, 1, NOON + timedelta(minutes=30))
    assert story([], "mine") is None


NAMES = [*"abcdef", "mine"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(NAMES),
            st.sampled_from([each for each in C if each not in (C.OPENED, C.CLOSED)]),
            st.sampled_from(Lane),
        ),
        max_size=60,
    )
)
def test_the_sum_is_always_right(moves):
    lanes: dict[str, Lane] = {}
    events = [
        event(minute, change, name, lane=lanes.setdefault(name, lane))
        for minute, (name, change, lane) in enumerate(moves)
    ]
    told = story(events, "mine")
    if told is not None and told.now:
        assert told.now == told.then - told.called - told.left + told.cut_in + told.returned
        assert told.now >= 1


@given(
    st.lists(
        st.lists(
            st.tuples(
                st.integers(-6, 2),
                st.sampled_from(NAMES),
                st.sampled_from(C),
                st.sampled_from(Lane),
            ),
            max_size=6,
        ),
        max_size=12,
    ),
    st.lists(st.sampled_from(NAMES), min_size=12, max_size=12),
)
def test_a_story_that_is_read_on_is_the_one_told_from_the_beginning(batches, asked):
    log = Log()
    live = LiveStory(log)
    for number, (batch, name) in enumerate(zip(batches, asked, strict=False)):
        log.add(
            [
                event(
                    2 * number + late,
                    change,
                    "" if change in (C.OPENED, C.CLOSED) else other,
                    lane=lane,
                )
                for late, other, change, lane in batch
            ],
            NOON,
        )
        assert live.told(name) == story(log.events, name)
        assert live.told("mine") == story(log.events, "mine")


def test_a_long_log_is_gone_through_once(monkeypatch):
    taken: list[PortEvent] = []
    take = _Walk.take
    monkeypatch.setattr(_Walk, "take", lambda walk, each: (taken.append(each), take(walk, each)))
    log = Log()
    live = LiveStory(log)
    log.add([registered(minute, f"v{minute}") for minute in range(500)], NOON)
    live.told("v3")
    taken.clear()
    log.add([event(501, C.CALLED, "v0")], NOON)
    told = live.told("v3")
    assert told is not None
    assert told.called == 1
    assert len(taken) < 5
