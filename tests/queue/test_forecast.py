"""The forecaster: what it answers, what it learns, and that it goes on after a restart."""

import itertools
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.queue.forecast.closures import Closures
from kiosk.queue.forecast.events import Event, What
from kiosk.queue.forecast.forecaster import Forecast, Forecaster, State
from kiosk.queue.forecast.waiting import Order
from kiosk.zones import BEIJING
from sync.records import Lane
from tests.queue.simulated_port import Port, events

START = datetime(2026, 3, 2, tzinfo=BEIJING)
BUSY = Port(5, daily=240, load=0.95, days=4, lanes=(3,) * 24)


@cache
def history(port: Port) -> tuple[Event, ...]:
    return tuple(
        Event(at, What(what), plate and f"KZ-{plate}", Lane(lane or "general"), reason)
        for at, what, plate, _, lane, reason in events(port)
    )


def after(port: Port) -> tuple[Forecaster, datetime, list[str]]:
    """A forecaster that has seen all of it, the moment, and who waits."""
    told = history(port)
    forecaster = Forecaster()
    for each in told:
        forecaster.take(each)
    names = {each.vehicle for each in told}
    return forecaster, told[-1].at, sorted(v for v in names if forecaster.position(v))


def asked(forecaster: Forecaster, vehicles: list[str], at: datetime) -> list[Forecast | None]:
    return [forecaster.ask(each, at) for each in vehicles]


def minute(number: float) -> datetime:
    return START + timedelta(minutes=number)


def test_it_says_nothing_before_it_can_stand_behind_it() -> None:
    forecaster = Forecaster()
    forecaster.take(Event(START, What.REGISTERED, "KZ-1"))
    assert forecaster.ask("KZ-1", START) is None
    assert forecaster.position("KZ-1") == 1


def test_a_range_holds_its_median_and_grows_with_the_place() -> None:
    forecaster, at, waiting = after(BUSY)
    general = sorted((forecaster.position(each) or 0, each) for each in waiting)
    found = [forecaster.ask(each, at) for _, each in general]
    assert len(found) > 10
    medians = []
    for each in found:
        assert each is not None
        assert 0 <= each.low <= each.median <= each.high
        medians.append(each.median)
    # where one length of forecasts ends and the next begins, there is a small step
    assert all(later > 0.95 * before for before, later in itertools.pairwise(medians))
    assert medians[-1] > medians[0]


def test_a_held_a_called_and_an_unknown_vehicle_have_no_forecast() -> None:
    forecaster, at, waiting = after(BUSY)
    forecaster.take(Event(at, What.HELD, waiting[0]))
    forecaster.take(Event(at, What.CALLED, waiting[1]))
    assert asked(forecaster, [*waiting[:2], "KZ-nobody"], at) == [None] * 3
    forecaster.take(Event(at, What.RELEASED, waiting[0]))
    assert forecaster.ask(waiting[0], at) is not None


def test_a_closed_gate_is_waited_for() -> None:
    forecaster, at, waiting = after(BUSY)
    before = forecaster.ask(waiting[0], at)
    forecaster.take(Event(at, What.CLOSED, reason="weather"))
    closed = forecaster.ask(waiting[0], at)
    assert before is not None
    assert closed is not None
    assert closed.median > before.median + 5


def steady(forecaster: Forecaster, days: int, slow: range) -> datetime:
    """A full line, a call every two minutes, every eight in the slow hours."""
    at, number = START, 0
    for number in range(30):
        forecaster.take(Event(at, What.REGISTERED, f"V{number:05}"))
    called = 0
    for step in range(0, days * 1440, 2):
        at = minute(step)
        if at.hour not in slow or step % 8 == 0:
            number += 1
            forecaster.take(Event(at, What.CALLED, f"V{called:05}"))
            forecaster.take(Event(at, What.REGISTERED, f"V{number:05}"))
            called += 1
    return at


def test_it_learns_the_slow_hours() -> None:
    forecaster = Forecaster()
    at = steady(forecaster, 8, slow=range(0, 6))
    last = max(forecaster.state().waiting.standing)
    now = forecaster.ask(last, at)  # just before midnight, 30 places: four hours
    assert now is not None
    assert now.median == pytest.approx(240, rel=0.15)


def test_it_counts_on_the_recent_speed() -> None:
    forecaster = Forecaster()
    at = steady(forecaster, 8, slow=range(0))
    last = max(forecaster.state().waiting.standing)
    usual = forecaster.ask(last, at)
    queue = sorted(forecaster.state().waiting.standing)
    for number, vehicle in enumerate(queue):  # half the usual speed
        at += timedelta(minutes=4)
        forecaster.take(Event(at, What.CALLED, vehicle))
        forecaster.take(Event(at, What.REGISTERED, f"W{number:05}"))
    slower = forecaster.ask("W00029", at)
    assert usual is not None
    assert slower is not None
    assert slower.median > 1.15 * usual.median


def quiet_nights(forecaster: Forecaster, days: int) -> None:
    """Until noon vehicles come in twos and are called at once; then a line of forty stands, and
    every four minutes one is called. At midnight the last twenty of it are called together."""
    number = 0
    for at in (minute(each) for each in range(0, days * 1440, 10)):
        if at.hour < 12:
            arrived = [f"N{number + each:05}" for each in range(2)]
        elif (at.hour, at.minute) == (12, 0):
            arrived = line = [f"N{number + each:05}" for each in range(200)]
        number += len(arrived)
        for each in arrived:
            forecaster.take(Event(at, What.REGISTERED, each))
        called = arrived if at.hour < 12 else [line.pop(0) for _ in range(2 + at.minute // 10 % 2)]
        for place, each in enumerate(called):
            forecaster.take(Event(at + timedelta(minutes=place), What.CALLED, each))
        arrived = []
        if (at.hour, at.minute) == (23, 50):
            for each in line:
                forecaster.take(Event(at + timedelta(minutes=5), What.CANCELLED, each))


def night(forecaster: Forecaster, day: int, every: int) -> datetime:
    """A line of a hundred and fifty from midnight to noon, for the first time."""
    for each in range(150):
        forecaster.take(Event(minute(day * 1440), What.REGISTERED, f"X{each:05}"))
    for each in range(720 // every):
        at = minute(day * 1440 + each * every)
        forecaster.take(Event(at, What.CALLED, f"X{each:05}"))
    return at


def test_only_a_line_tells_what_the_port_can_do() -> None:
    forecaster = Forecaster()
    quiet_nights(forecaster, 6)
    at = minute(6 * 1440)
    for number in range(20):
        forecaster.take(Event(at, What.REGISTERED, f"X{number:05}"))
    last = forecaster.ask("X00019", at)
    assert last is not None
    assert last.median > 50  # not as fast as the pairs were called, but as the line by day


def test_a_first_slow_night_does_not_make_the_day_slow() -> None:
    forecaster = Forecaster()
    quiet_nights(forecaster, 6)
    at = night(forecaster, 6, every=16)
    thirtieth = forecaster.ask("X00074", at)  # 45 were called
    assert thirtieth is not None
    assert thirtieth.median == pytest.approx(30 * 4, rel=0.25)


@pytest.mark.parametrize(
    ("order", "learned"),
    [("strict", Order.PRIORITY), ("3", Order.SHARE), ("fifo", Order.REGISTRATION)],
)
def test_it_learns_how_the_lanes_take_turns(order: str, learned: Order) -> None:
    port = Port(3, daily=300, load=1.1, days=5, lanes=(3,) * 24, priority=0.35, order=order)
    forecaster, _, _ = after(port)
    assert forecaster.state().waiting.order()[0] is learned


def test_the_rest_of_a_closure_follows_those_before() -> None:
    closures = Closures()
    for minutes in (20, 30, 40) * 5:
        closures.ended(minutes, "weather")
    for minutes in (200, 300, 400) * 5:
        closures.ended(minutes, "border")
    assert closures.remaining(0, "weather") == pytest.approx(30, abs=10)
    assert closures.remaining(0, "border") == pytest.approx(300, abs=100)
    assert closures.remaining(35, "weather") < 30
    # longer than all before: it knows no better than that it may last as long again
    assert 400 < closures.remaining(1000, "border") < 2000


def test_what_does_not_fit_changes_nothing() -> None:
    forecaster, at, waiting = after(BUSY)
    before = asked(forecaster, waiting, at)
    encoded = msgspec.msgpack.encode(forecaster.state())
    odd = [
        Event(at, What.REGISTERED, waiting[0]),
        Event(at, What.RELEASED, waiting[0]),
        Event(at, What.OPENED),
        Event(at, What.CANCELLED, "KZ-nobody"),
        Event(at, What.DEPARTED, "KZ-nobody"),
        Event(at, What.HELD, "KZ-nobody"),
    ]
    for each in odd:
        forecaster.take(each)
    assert asked(forecaster, waiting, at) == before
    assert msgspec.msgpack.encode(forecaster.state()) == encoded
    forecaster.take(Event(at, What.CALLED, waiting[0]))
    assert not forecaster.take(Event(at, What.CALLED, waiting[0]))


@settings(max_examples=12, deadline=None)
@given(st.floats(0.05, 0.95), st.booleans())
def test_a_restart_anywhere_changes_no_answer(part: float, asking: bool) -> None:
    told = history(Port(8, daily=240, load=0.97, days=3, lanes=(3,) * 24))
    cut = int(len(told) * part)
    straight, restarted = Forecaster(), Forecaster()
    for place, each in enumerate(told):
        if place == cut:
            kept = msgspec.msgpack.encode(restarted.state())
            restarted = Forecaster(msgspec.msgpack.decode(kept, type=State))
        taken = straight.take(each)
        assert restarted.take(each) == taken
        if each.what is What.REGISTERED and taken:
            answer = restarted.ask(each.vehicle, each.at)
            # what is asked in between changes nothing either
            if asking or place > cut:
                assert straight.ask(each.vehicle, each.at) == answer
    assert msgspec.msgpack.encode(straight.state()) == msgspec.msgpack.encode(restarted.state())


def coming_and_going(waiting: int) -> Iterator[Event]:
    rng = random.Random(1)
    line: list[str] = []
    for number in itertools.count():
        at = START + timedelta(minutes=number * 2)
        line.append(f"V{number}")
        lane = Lane.PRIORITY if rng.random() < 0.12 else Lane.GENERAL
        yield Event(at, What.REGISTERED, line[-1], lane)
        if len(line) > waiting:
            yield Event(at, What.CALLED, line.pop(0))


def test_what_it_keeps_is_bounded() -> None:
    """Twelve weeks of a line of two hundred are no larger than six."""
    forecaster, sizes = Forecaster(), []
    for number, each in enumerate(itertools.islice(coming_and_going(200), 60_000)):
        forecaster.take(each)
        if number in (30_000, 59_999):
            sizes.append(len(msgspec.msgpack.encode(forecaster.state())))
    assert sizes[1] < 1.05 * sizes[0] < 2_000_000
