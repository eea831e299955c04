"""The forecast of a running queue: it reads on in the log, survives a restart, scores itself."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.queue.forecasting import (
    FILE,
    SCORED,
    Forecasting,
    LiveForecast,
    keep,
    read_kept,
    score_record,
)
from kiosk.queue.times import stamp
from kiosk.store import Store
from kiosk.zones import BEIJING
from sync.records import ForecastScore, PortChange, PortEvent, Vehicle, VehicleState

START = datetime(2026, 3, 2, 0, 0, tzinfo=BEIJING)
EVERY = 4  # minutes between two registrations, and between two calls
WAIT = 40  # minutes


def event(minute: float, change: PortChange, number: int) -> PortEvent:
    at = stamp(START + timedelta(minutes=minute))
    return PortEvent(
        id=f"{change}-{number:06}", change=change, at=at, heard_at=at, vehicle=f"KZ-{number:06}"
    )


def days(count: int) -> list[PortEvent]:
    """A port like a clock: everyone waits forty minutes."""
    vehicles = range(count * 1440 // EVERY)
    events = [event(n * EVERY, PortChange.REGISTERED, n) for n in vehicles]
    events += [event(n * EVERY + WAIT, PortChange.CALLED, n) for n in vehicles]
    return sorted(events, key=lambda each: each.at)


def fresh(folder) -> LiveForecast:
    with Store.open(folder) as store:
        return LiveForecast(read_kept(folder, store), store.veiled)


NINE = days(9)
LAST = 9 * 1440 // EVERY - 1
NOW = START + timedelta(minutes=9 * 1440 - 1)


def test_it_learns_from_the_log_and_scores_itself(tmp_path):
    live = fresh(tmp_path)
    waiting = [f"KZ-{number:06}" for number in range(LAST + 1)]
    assert live.outlook(waiting, START).forecasts == {}
    begun = [each for each in NINE if datetime.fromisoformat(each.at) <= NOW]
    half = len(begun) * 3 // 4
    live.take(begun[:half])
    assert live.score() is None
    for each in begun[half:]:
        live.take([each])
        if each.change is PortChange.REGISTERED:
            live.outlook([each.vehicle], datetime.fromisoformat(each.at))
    newest = f"KZ-{LAST:06}"
    forecast = live.outlook(waiting, NOW).forecasts[newest]
    assert abs(forecast.median - WAIT) < 5
    score = live.score()
    assert score is not None
    assert score.forecasts == SCORED
    assert score.off < 5
    record = score_record(score, "horgos-jinyi", NOW)
    assert (record.forecasts, record.within) == (SCORED, score.within)
    assert live.due_score() == score
    assert live.due_score() is None


def test_a_restart_in_the_middle_changes_nothing(tmp_path):
    whole, first = fresh(tmp_path), fresh(tmp_path)
    whole.take(NINE[:3000])
    first.take(NINE[:3000])
    whole.outlook(["KZ-001490"], START + timedelta(days=4, hours=4))
    first.outlook(["KZ-001490"], START + timedelta(days=4, hours=4))
    keep(tmp_path, first)
    again = fresh(tmp_path)
    whole.take(NINE[3000:])
    again.take(NINE[3000:])
    waiting = [f"KZ-{number:06}" for number in range(LAST - 20, LAST + 1)]
    assert again.outlook(waiting, NOW) == whole.outlook(waiting, NOW)


def test_a_closed_gate_has_a_range_for_its_reopening(tmp_path):
    live = fresh(tmp_path)
    gate = []
    for day, minutes in enumerate((20, 40, 60, 80)):
        gate += [event(day * 1440, PortChange.CLOSED, 0)]
        gate += [event(day * 1440 + minutes, PortChange.OPENED, 0)]
    live.take(gate[:4])
    live.take([event(2000, PortChange.CLOSED, 0)])
    assert live.outlook([], START + timedelta(minutes=2001)).reopening is None
    live = fresh(tmp_path)
    live.take(gate)
    assert live.outlook([], START + timedelta(days=5)).reopening is None
    live.take([event(5 * 1440, PortChange.CLOSED, 0)])
    at = START + timedelta(days=5, minutes=30)
    low, high = live.outlook([], at).reopening
    assert at + timedelta(minutes=9) < low + timedelta(minutes=1) < high
    assert high <= at + timedelta(minutes=60)


@pytest.mark.parametrize("torn", [b"", b"\x81", b"junk" * 100])
def test_a_torn_file_is_learned_again(tmp_path, torn):
    (tmp_path / FILE).write_bytes(torn)
    assert fresh(tmp_path).kept.mark == 0


def test_another_devices_or_a_rewound_log_is_not_read_on(tmp_path):
    live = fresh(tmp_path)
    live.kept.mark = 7  # further than this log goes
    keep(tmp_path, live)
    assert fresh(tmp_path).kept.mark == 0
    live.kept.mark, live.kept.device = 0, "another"
    keep(tmp_path, live)
    assert fresh(tmp_path).kept.device != "another"


def test_the_file_names_nobody_and_who_was_veiled_is_known_again(tmp_path):
    live = fresh(tmp_path)
    begun = [each for each in NINE if datetime.fromisoformat(each.at) <= NOW]
    live.take(begun)
    plain = live.outlook([f"KZ-{LAST:06}"], NOW).forecasts
    assert list(plain) == [f"KZ-{LAST:06}"]
    assert b"KZ-" not in live.encoded()
    with Store.open(tmp_path) as store:
        store.adopt(begun)
        store.expire(NOW + timedelta(days=3))
        veiled, _ = store.later(PortEvent)
    assert not any(each.vehicle.startswith("KZ-") for each in veiled)
    anew = fresh(tmp_path)  # as where the file was lost: the log is read again
    anew.take(veiled)
    assert anew.outlook([f"KZ-{LAST:06}"], NOW).forecasts == plain


def test_time_heard_late_does_not_run_backwards(tmp_path):
    live = fresh(tmp_path)
    live.take([NINE[500], NINE[10], NINE[501]])
    assert live.outlook([], NOW).at == NOW


def test_the_thread_reads_on_and_keeps_what_it_learned(tmp_path):
    now = datetime.now(UTC)
    shift = now - START - timedelta(days=9)
    told: list = []
    arrived = threading.Event()

    def hear(outlook) -> None:
        told.append(outlook)
        if outlook.forecasts:
            arrived.set()

    with Store.open(tmp_path) as store:
        moved = [_moved(each, shift) for each in NINE]
        store.adopt([each for each in moved if datetime.fromisoformat(each.at) <= now])
        waiting = f"KZ-{LAST:06}"
        store.put(
            Vehicle(
                id=waiting, plate="1", country="KZ", state=VehicleState.WAITING, as_of=stamp(now)
            )
        )
        thread = Forecasting(tmp_path, "horgos-jinyi", hear)
        thread.start()
        assert arrived.wait(60)
        assert list(told[-1].forecasts) == [waiting]
        thread.stop()
        assert read_kept(tmp_path, store).mark == store.last_mark(PortEvent) > 0
        assert store.count(ForecastScore) == 0


def _moved(each: PortEvent, shift: timedelta) -> PortEvent:
    import msgspec

    at = stamp(datetime.fromisoformat(each.at) + shift)
    return msgspec.structs.replace(each, at=at, heard_at=at)
