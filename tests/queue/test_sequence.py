"""What follows what: gaps, rewinds, late words and duplicates; and the port's clock."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.queue.feeds.batch import Batch, FeedState
from kiosk.queue.feeds.clock import KEPT, PortClock
from kiosk.queue.feeds.document import Arrival, read_document
from kiosk.queue.feeds.keeping import keep_state, read_state
from kiosk.queue.feeds.runner import step
from kiosk.queue.feeds.sequence import joined, whole_due
from kiosk.queue.port_document import PortDocument
from kiosk.queue.port_misbehave import KINDS, Misbehaviour, read_kinds
from kiosk.queue.port_sim import PortSimulation
from kiosk.queue.times import instant
from kiosk.selftest import findings
from kiosk.store import Store
from sync.records import Gate, Vehicle

pytestmark = pytest.mark.logs("kiosk.queue.feeds")

START = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)


def later(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


class Told:
    """A feed that hears documents one after the other, and gets the last one's port whole when it
    asks for all."""

    name = "port"
    every = 1.0

    def __init__(self, port: PortSimulation) -> None:
        self.port = port
        self.next: PortDocument | None = None
        self.asked_whole = 0

    def fetch(self, state: FeedState, now: datetime) -> Batch:
        if whole_due(state, now):
            self.asked_whole += 1
            document = self.port.document(now)
        else:
            assert self.next is not None
            document = self.next
        arrival = Arrival(now, now, state.clock, since=0 if document.full else state.sequence)
        return read_document(msgspec.json.encode(document), "port", "home", arrival)

    def close(self) -> None:
        pass


def heard(port: PortSimulation, deliveries: list[PortDocument]) -> tuple[object, FeedState]:
    """The store and the state after these deliveries, all heard within a minute."""
    feed = Told(port)
    now = later(3000)
    with TemporaryDirectory() as name:
        folder = Path(name)
        with Store.open(folder / "data") as store:
            first = deliveries[0]
            state = FeedState(name="port")
            whole = Told(port)
            whole.port = _Always(first)
            step(whole, store, folder, "home", later(0))
            state = read_state(folder, "port")
            keep_state(folder, msgspec.structs.replace(state, full_at=now, accepted_at=now))
            for document in deliveries[1:]:
                feed.next = document
                step(feed, store, folder, "home", now)
            known = sorted(store.find(Vehicle), key=lambda each: each.id), store.find(Gate)
        return known, read_state(folder, "port")


class _Always:
    def __init__(self, document: PortDocument) -> None:
        self.document_ = document

    def document(self, _: datetime) -> PortDocument:
        return self.document_


def deltas(seed: int, minutes: list[int]) -> tuple[PortSimulation, list[PortDocument]]:
    port = PortSimulation(seed, START)
    told, now = [port.document(START)], START
    for each in minutes:
        now += timedelta(minutes=each)
        told.append(port.document(now, told[-1].sequence))
    return port, told


@settings(max_examples=15)
@given(
    st.integers(0, 99),
    st.lists(st.integers(1, 9), min_size=1, max_size=5),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=6),
)
def test_any_duplicates_lead_to_the_same_store(
    seed: int, minutes: list[int], again: list[tuple[int, int]]
) -> None:
    port, once = deltas(seed, minutes)
    twice = list(once)
    for which, after in again:  # a delivery comes again, at any place after its own
        one = once[1 + which % (len(once) - 1)]
        twice.insert(min(twice.index(one) + 1 + after, len(twice)), one)
    assert heard(port, twice)[0] == heard(port, once)[0]


def test_a_lost_delivery_is_fetched_whole_and_counted() -> None:
    port, once = deltas(3, [5, 5, 5])
    known, state = heard(port, [once[0], once[1], once[3]])
    assert (state.gaps, state.rewinds) == (1, 0)
    assert state.sequence >= once[3].sequence
    assert known[0] == sorted(known[0], key=lambda each: each.id)
    whole = {each.plate: each.state for each in port.document(later(3000)).vehicles}
    assert {each.plate: each.state for each in known[0]} == whole


def test_what_comes_together_is_one_only_if_it_follows() -> None:
    _, (_, first, second, third) = deltas(3, [5, 5, 5])

    def batch(document: PortDocument) -> Batch:
        arrival = Arrival(later(3000), later(3000), PortClock(), since=1)
        return read_document(msgspec.json.encode(document), "port", "home", arrival)

    both = joined(batch(first), batch(second))
    assert both is not None
    assert both.sequence == second.sequence
    assert len({each.id for each in both.vehicles}) == len(both.vehicles)
    assert joined(batch(first), batch(third)) is None
    assert joined(batch(second), batch(first)) is None


# -- the clock ---------------------------------------------------------------


def ticking(clock: PortClock, ahead: float, since: float, times: int = 12) -> PortClock:
    for n in range(times):
        at = later(since + 10 * n)
        clock = clock.heard(at + timedelta(seconds=ahead), at)
    return clock


@pytest.mark.parametrize("ahead", [420, -420, 86_400, -60])
def test_a_clock_that_is_off_is_learned(ahead: int) -> None:
    clock = ticking(PortClock(), ahead, 0)
    assert abs(clock.skew - ahead) <= 1
    assert clock.corrected(later(ahead)) == later(ahead - clock.skew)


def test_a_clock_that_is_ahead_is_known_at_the_first_word() -> None:
    assert PortClock().heard(later(420), later(0)).skew == 420
    assert PortClock().heard(later(-420), later(0)).skew == 0, "it may be an old word"


@given(st.lists(st.floats(-4, 4), min_size=1, max_size=40))
def test_small_delays_move_nothing(delays: list[float]) -> None:
    clock = PortClock()
    for n, delay in enumerate(delays):
        clock = clock.heard(later(10 * n + delay), later(10 * n))
    assert clock.skew == 0
    assert len(clock.samples) <= KEPT


@pytest.mark.parametrize("every", [1, 10, 30])
def test_a_clock_that_stands_still_is_not_believed(every: int) -> None:
    """A document that froze looks ever older; it is not taken for a clock that is behind."""
    clock = ticking(PortClock(), 0, 0)
    for n in range(400):
        clock = clock.heard(later(110), later(110 + every * n))
    assert clock.skew == 0


def test_an_old_answer_between_the_others_moves_nothing() -> None:
    clock = ticking(PortClock(), 420, 0)
    clock = clock.heard(later(0), later(130))
    assert ticking(clock, 420, 140).skew == 420


def test_a_clock_that_was_set_is_followed() -> None:
    clock = ticking(PortClock(), 420, 0)
    assert ticking(clock, 1, 200, 4).skew == 0


def test_a_port_seven_minutes_ahead_is_neither_in_the_future_nor_of_a_wrong_age(
    tmp_path: Path,
) -> None:
    port = PortSimulation(4, START)
    kinds, skew = read_kinds("skew=+7m")
    mischief = Misbehaviour(kinds, skew)
    feed = Told(_Always(mischief.answer(port.document(later(0)))))
    with Store.open(tmp_path / "data") as store:
        taken = step(feed, store, tmp_path, "home", later(2))
        honest = {each.plate: each for each in port.document(later(0)).vehicles}
        vehicles = store.find(Vehicle)
        (gate,) = store.find(Gate)
    assert taken.state.trouble == ""
    assert taken.state.as_of is not None
    assert abs(taken.state.as_of - later(0)) <= timedelta(seconds=2)
    off = timedelta(seconds=2)
    for each in vehicles:
        for name in ("registered_at", "called_at", "departed_at"):
            told = instant(getattr(each, name))
            true = instant(getattr(honest[each.plate], name))
            assert (told is None) == (true is None)
            assert told is None or abs(told - true) <= off
    assert abs(instant(gate.as_of) - later(0)) <= off


def test_the_self_test_tells_of_gaps_rewinds_and_the_clock(tmp_path: Path) -> None:
    (tmp_path / "kiosk.toml").write_text('home = "h"\n')
    state = FeedState(
        name="port", heard_at=START, as_of=START, gaps=3, rewinds=1, clock=PortClock(skew=420)
    )
    keep_state(tmp_path, state)
    (told,) = (each.says for each in findings(tmp_path, START) if each.part == "feed")
    assert "missing 3 times" in told
    assert "anew 1 times" in told
    assert "420 s ahead of ours" in told


# -- the simulator's mischief ------------------------------------------------


def test_kinds_of_misbehaviour_are_read() -> None:
    assert read_kinds("gap, skew=-90s") == (frozenset({"gap", "skew"}), timedelta(seconds=-90))
    assert read_kinds("") == (frozenset(), timedelta())
    for wrong in ("gaps", "skew", "skew=7", "gap=2"):
        with pytest.raises(ValueError, match="is no"):
            read_kinds(wrong)


@pytest.mark.parametrize("kind", sorted(set(KINDS) & {"gap", "rewind", "duplicate", "reorder"}))
def test_whatever_a_port_does_wrong_the_page_is_right_in_the_end(kind: str, tmp_path: Path) -> None:
    port = PortSimulation(9, START)
    mischief = Misbehaviour(frozenset({kind}), seed=2)

    class Answers(Told):
        def fetch(self, state: FeedState, now: datetime) -> Batch:
            since = 0 if whole_due(state, now) else state.sequence
            document = mischief.answer(port.document(now, mischief.asked(since)))
            arrival = Arrival(now, now, state.clock, since=since)
            return read_document(msgspec.json.encode(document), "port", "home", arrival)

    feed = Answers(port)
    with Store.open(tmp_path / "data") as store:
        for minute in range(50):
            state = step(feed, store, tmp_path, "home", later(60 * minute)).state
        state = step(feed, store, tmp_path, "home", later(3700)).state
        shown = {each.plate: each.state for each in store.find(Vehicle)}
    assert shown == {each.plate: each.state for each in port.document(later(3700)).vehicles}
    assert (state.gaps > 0) == (kind == "gap")
    assert (state.rewinds > 0) == (kind == "rewind")
