"""When a watch is due, and when its driver is told."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.queue import watch as rules
from kiosk.queue.times import instant, stamp
from kiosk.zones import BEIJING
from sync.records import Vehicle, VehicleState, Watch

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=BEIJING)
WAITING, CALLED, AT_GATE = VehicleState.WAITING, VehicleState.CALLED, VehicleState.AT_GATE
HELD, DEPARTED, CANCELLED = VehicleState.HELD, VehicleState.DEPARTED, VehicleState.CANCELLED


def a_watch(ahead=0, id="w", locale="kk_KZ"):
    return Watch(id=id, vehicle="KZ 123ABC02", plate="123ABC02", country="KZ", locale=locale,
                 ahead=ahead, at=stamp(NOON))  # fmt: skip


class Port:
    """One vehicle and its watches, as the kiosk looks at them."""

    def __init__(self, *watches, place=30):
        self.watches = {each.id: each for each in watches}
        self.place = place
        self.state = WAITING
        self.now = NOON

    @property
    def seen(self):
        vehicle = Vehicle(id="KZ 123ABC02", plate="123ABC02", country="KZ", gate="3",
                          state=self.state, as_of=stamp(self.now))  # fmt: skip
        places = {vehicle.id: self.place} if self.state is WAITING else {}
        return {vehicle.id: vehicle}, places, self.now

    def look(self, **passed):
        self.now += timedelta(**passed)
        self.keep(rules.noticed(self.watches.values(), *self.seen))
        return self.shown()

    def shown(self):
        return rules.tellings(self.watches.values(), *self.seen)

    def keep(self, changed):
        self.watches |= {each.id: each for each in changed}

    def over(self, seconds, step=1):
        """The tellings (by when they began) of so many seconds, looked at every `step`."""
        return {each.since for _ in range(0, seconds, step) for each in self.look(seconds=step)}

    @property
    def watch(self):
        return next(iter(self.watches.values()))


def test_the_called_are_told_at_once_and_after_three_and_eight_minutes():
    port = Port(a_watch())
    assert port.look() == []
    port.state = CALLED
    (telling,) = port.look(seconds=10)
    assert telling.announcement == ("123ABC02", "KZ", "kk_KZ", "3", 0, False)
    began = port.over(3600)
    assert [at - telling.since for at in sorted(began)] == [
        timedelta(0), timedelta(minutes=3), timedelta(minutes=8)
    ]  # fmt: skip
    assert port.watch.told == 3


def test_a_telling_stands_a_minute_and_later_ones_say_again():
    port = Port(a_watch())
    port.state = CALLED
    assert [each.announcement.again for each in port.look()] == [False]
    assert port.look(seconds=59) != []
    assert port.look(seconds=1) == []
    assert [each.announcement.again for each in port.look(seconds=120)] == [True]


@pytest.mark.parametrize("ahead", rules.AHEAD)
def test_so_many_ahead_is_told_when_so_many_are_ahead(ahead):
    port = Port(a_watch(ahead), place=ahead + 2)
    assert port.look() == []
    port.place = ahead + 1
    (telling,) = port.look(seconds=1)
    assert (telling.announcement.ahead, telling.announcement.gate) == (ahead, "")
    port.place = 1
    assert port.look(seconds=1)[0].announcement.ahead == 1


def test_called_out_of_turn_fulfils_so_many_ahead():
    port = Port(a_watch(5))
    port.state = CALLED
    assert port.look()[0].announcement.ahead == 0


def test_called_is_told_once_though_he_asked_for_more():
    port = Port(a_watch(10, "ten"), a_watch(5, "five"), a_watch(0, "called"), place=11)
    assert [each.watch for each in port.look()] == ["ten"]
    port.place = 6
    assert [each.watch for each in port.look(seconds=20)] == ["five"]
    port.state = CALLED
    assert [each.watch for each in port.look(seconds=20)] == ["called"]
    assert len(port.over(3600)) == 3
    assert port.watches["ten"].told == port.watches["five"].told == 1


def test_who_answers_is_not_told_again_until_staff_does():
    port = Port(a_watch())
    port.state = CALLED
    port.look()
    port.keep(rules.answered(port.watches.values(), "KZ 123ABC02", port.now))
    assert port.shown() == []
    assert port.over(3600) == set()
    port.keep(rules.repeated(port.watches.values(), "123ABC02", port.now))
    assert port.shown()[0].announcement.again
    port.keep(rules.answered(port.watches.values(), "KZ 123ABC02", port.now))
    assert port.shown() == []


def test_what_is_not_due_is_neither_answered_nor_repeated():
    watches = [a_watch()]
    assert rules.answered(watches, "KZ 123ABC02", NOON) == []
    assert rules.repeated(watches, "123ABC02", NOON) == []


@pytest.mark.parametrize("state", [AT_GATE, DEPARTED, CANCELLED])
def test_at_the_gate_or_gone_he_is_not_told(state):
    port = Port(a_watch(), a_watch(10, "ten"))
    port.state = state
    assert port.over(600) == set()
    port = Port(a_watch())
    port.state = CALLED
    assert port.look() != []
    port.state = state
    assert port.look(seconds=1) == []
    assert port.over(3600) == set()


def test_a_call_that_is_taken_back_and_comes_again_is_news():
    port = Port(a_watch())
    port.state = CALLED
    port.look()
    port.keep(rules.answered(port.watches.values(), "KZ 123ABC02", port.now))
    port.state = HELD
    assert port.look(minutes=1) == []
    port.state = CALLED
    assert [each.announcement.again for each in port.look(hours=1)] == [False]


def test_pushed_back_he_is_not_told_what_is_not_so():
    port = Port(a_watch(10), place=11)
    assert port.look() != []
    port.place = 14
    assert port.look(seconds=1) == []
    assert port.over(600) == set()


def test_what_fell_into_a_power_cut_is_told_late():
    port = Port(a_watch())
    port.state = CALLED
    port.look()
    assert port.look(hours=2) != []
    assert len(port.over(3600)) == 2  # that one, and the last five minutes later


def test_a_clock_that_is_set_back_silences_nobody():
    port = Port(a_watch())
    port.state = CALLED
    port.look()
    port.now -= timedelta(hours=5)
    assert port.over(400, 5) != set()


def test_a_vehicle_that_is_not_listed_keeps_its_watch():
    watch = replace(a_watch(), due_at=stamp(NOON), told=1, told_at=stamp(NOON))
    assert rules.noticed([watch], {}, {}, NOON) == [] == rules.tellings([watch], {}, {}, NOON)


def test_the_same_wish_is_the_same_watch_in_the_language_of_now():
    first = a_watch(10)
    again = rules.taken([first], a_watch(10, "new", "ru_RU"))
    assert (again.id, again.locale) == (first.id, "ru_RU")
    assert rules.taken([first], a_watch(5, "new")).id == "new"
    old = replace(first, due_at=stamp(NOON), told=3, answered_at=stamp(NOON))
    assert rules.taken([old], a_watch(10, "new")) == a_watch(10)


def test_only_what_is_still_to_come_can_be_chosen():
    assert rules.choices(0) == ()
    assert rules.choices(6) == ()
    assert rules.choices(7) == (5,)
    assert rules.choices(11) == (5,)
    assert rules.choices(300) == (20, 10, 5)


steps = st.lists(
    st.tuples(
        st.sampled_from([WAITING, WAITING, CALLED, CALLED, HELD, AT_GATE]),
        st.integers(1, 40),
        st.integers(1, 400),
        st.booleans(),
    ),
    max_size=40,
)


@given(steps, st.sampled_from([0, *rules.AHEAD]))
def test_whatever_happens_no_more_than_three_tellings_of_one_call(steps, ahead):
    port, began, calls = Port(a_watch(ahead)), set(), 1
    for state, place, seconds, answers in steps:
        if ahead == 0 and port.watch.due_at and state in (WAITING, HELD):
            calls += 1
        port.state, port.place = state, place
        shown = port.look(seconds=seconds)
        began |= {each.since for each in shown}
        for each in shown:
            assert timedelta(0) <= port.now - each.since < rules.STANDS
            assert (each.announcement.ahead == 0) == (state in (CALLED, AT_GATE))
        if answers:
            port.keep(rules.answered(port.watches.values(), "KZ 123ABC02", port.now))
            assert port.shown() == []
    assert len(began) <= 3 * calls


@given(st.lists(st.integers(1, 900), min_size=1, max_size=30))
def test_however_seldom_one_looks_he_is_told_three_times(pauses):
    """A screen that was off in between tells later, not less."""
    port, began = Port(a_watch()), set()
    port.state = CALLED
    for seconds in [*pauses, 900, 900, 900]:
        began |= {each.since for each in port.look(seconds=seconds)}
    assert len(began) == port.watch.told == 3
    apart = [b - a for a, b in zip(sorted(began), sorted(began)[1:], strict=False)]
    assert all(gap >= least for gap, least in zip(apart, rules.AFTER[1:], strict=True))
    assert instant(port.watch.due_at) == min(began)
