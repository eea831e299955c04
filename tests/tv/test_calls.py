"""Every call has the screen for fifteen seconds, three at most together, and none is dropped."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.tv.calls import SECONDS, TOGETHER, Call, Calls


def call(number: int, at: str = "09:00", gate: str = "1") -> Call:
    return Call(f"v{number}", at, gate)


def seconds_shown(arrivals: dict[int, list[Call]], until: int = 2000) -> dict[Call, int]:
    """How many whole seconds each call has the screen; the calls arrive at these seconds."""
    calls, known, seen = Calls(), [], {}
    calls.take([], (), 0)
    for second in range(1, until):
        if second in arrivals:
            known = [*known, *arrivals[second]]
            calls.take(known, (), second)
        shown = calls.shown(second)
        assert len(shown) <= TOGETHER
        for each in shown:
            seen[each] = seen.get(each, 0) + 1
    assert calls.waiting == 0
    return seen


def test_a_burst_of_forty_calls_is_shown_whole():
    burst = [call(number) for number in range(40)]
    seen = seconds_shown({1: burst})
    assert list(seen) == burst
    assert set(seen.values()) == {int(SECONDS)}


def test_a_feed_that_calls_ten_thousand_at_once_is_borne():
    calls, many = Calls(), [call(number) for number in range(10_000)]
    calls.take([], (), 0)
    calls.take(many, (), 1)  # one by one against all others it would take seconds
    calls.take([*many, call(5000, gate="2")], {each.id for each in many[:5000]}, 2)
    assert calls.waiting == 5000
    assert calls.shown(17)[0] == call(5000, gate="2")


@given(
    st.dictionaries(st.integers(1, 200), st.integers(1, 9), max_size=12),
)
def test_whenever_calls_come_each_has_its_time(counts):
    numbers = iter(range(1000))
    arrivals = {at: [call(next(numbers)) for _ in range(n)] for at, n in counts.items()}
    seen = seconds_shown(arrivals)
    assert set(seen) == {each for some in arrivals.values() for each in some}
    assert all(SECONDS <= time <= SECONDS * TOGETHER for time in seen.values())


def test_a_call_is_on_the_screen_at_once():
    calls = Calls()
    calls.take([call(1)], (), 0)
    calls.take([call(1), call(2)], (), 7)
    assert calls.shown(7) == (call(2),)


def test_who_comes_while_there_is_room_joins_and_the_screen_stays_for_him():
    calls = Calls()
    calls.take([], (), 0)
    calls.take([call(1)], (), 1)
    calls.take([call(1), call(2)], (), 10)
    assert calls.shown(24) == (call(1), call(2))
    assert calls.shown(25) == ()


def test_what_was_called_before_the_wall_began_is_no_news():
    calls = Calls()
    calls.take([call(1), call(2)], (), 0)
    assert calls.shown(0) == ()


def test_called_again_or_to_another_row_is_news():
    calls = Calls()
    calls.take([call(1)], (), 0)
    calls.take([call(1, at="09:30")], (), 100)
    assert calls.shown(100) == (call(1, at="09:30"),)
    calls.take([call(1, at="09:30", gate="4")], (), 110)
    assert calls.shown(124) == (call(1, at="09:30", gate="4"),)
    assert calls.shown(125) == ()


def test_a_waiting_call_is_mended_in_its_place():
    calls, first = Calls(), [call(number) for number in range(4)]
    calls.take([], (), 0)
    calls.take(first, (), 0)
    calls.take([*first[:3], call(3, gate="6")], (), 5)
    assert calls.waiting == 1
    assert calls.shown(15) == (call(3, gate="6"),)


def test_a_call_taken_back_before_its_turn_is_not_shown():
    calls, first = Calls(), [call(number) for number in range(5)]
    calls.take([], (), 0)
    calls.take(first, (), 0)
    calls.take([*first[:3], first[4]], {"v3"}, 5)
    assert calls.shown(15) == (call(4),)


def test_who_has_left_since_is_still_shown():
    calls, first = Calls(), [call(number) for number in range(4)]
    calls.take([], (), 0)
    calls.take(first, (), 0)
    calls.take(first[:3], (), 5)  # departed: no longer called, but not taken back
    assert calls.shown(15) == (call(3),)


def told(number: int, at: str = "09:01") -> Call:
    return Call(f"v{number}", at, "1", locale="kk_KZ")


def test_whoever_is_told_has_the_screen_once_for_each_telling():
    calls = Calls()
    calls.tell([told(1)], 0)
    assert calls.shown(14) == (told(1),)
    calls.tell([told(1)], 15)  # it still stands, and has had its time
    assert calls.shown(15) == ()
    calls.tell([], 60)
    calls.tell([told(1, at="09:04")], 180)
    assert calls.shown(180) == (told(1, at="09:04"),)


def test_whoever_is_called_and_told_stands_there_once():
    calls = Calls()
    calls.take([], (), 0)
    calls.take([call(1)], (), 1)
    calls.tell([told(1)], 2)
    assert calls.shown(2) == (told(1),)
    calls.take([call(1)], (), 5)
    assert calls.shown(16) == (told(1),)
    assert calls.shown(17) == ()


def test_of_many_who_are_told_at_once_each_has_his_time():
    calls, many = Calls(), [told(number) for number in range(7)]
    seen = set()
    for second in range(60):
        calls.tell(many, second)
        seen |= set(calls.shown(second))
    assert seen == set(many)
