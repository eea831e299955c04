"""A slip is kept until it is printed, and printed once; nobody waits for the printer."""

import errno
import os
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.devices.picture import to_pbm
from kiosk.devices.printer import PrinterTrouble
from kiosk.devices.slip_queue import SlipQueue
from kiosk.devices.spool import MOST, Spool
from tests.devices.conftest import a_slip, printer_at

NOW = datetime(2026, 3, 7, 12, tzinfo=UTC)


@pytest.fixture
def queues(tmp_path):
    """Starts queues on the test's folder, and stops them."""
    started = []

    def start(printer, **options):
        heard = []
        queue = SlipQueue(printer, tmp_path, heard.append, retry=0.05, **options)
        queue.heard = heard
        queue.start()
        started.append(queue)
        return queue

    yield start
    for each in started:
        each.stop()


def until(holds, seconds=10.0):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came about"
        time.sleep(0.01)


def stages(folder: Path) -> list[str]:
    return [slip.stage for slip in Spool(folder).slips()]


def test_slips_come_out_in_their_order_and_nothing_stays(sim, queues, tmp_path):
    queue = queues(printer_at(sim.port))
    for seed in range(5):
        queue.submit(a_slip(seed, rows=100))
    sim.wait_for(5)
    assert sim.slips == [a_slip(seed, rows=100) for seed in range(5)]
    until(lambda: queue.heard and queue.heard[-1] == ("ready", 0))
    assert os.listdir(tmp_path / "spool") == []


@pytest.mark.parametrize(
    ("before", "after", "condition"),
    [
        ({"paper": 0}, {"paper": None}, "paper-out"),
        ({"paper": 200}, {"paper": None}, "paper-out"),
        ({"cover": True}, {"cover": False}, "cover"),
        ({"mute": True}, {"mute": False}, "offline"),
        ({"hangs": True}, {"hangs": False}, "offline"),
    ],
)
def test_a_slip_waits_for_the_printer_and_comes_out_once(sim, queues, before, after, condition):
    for name, value in before.items():
        setattr(sim, name, value)
    queue = queues(printer_at(sim.port))
    queue.submit(a_slip(1))
    queue.submit(a_slip(2))
    until(lambda: (condition, 2) in queue.heard)
    assert sim.slips == []
    for name, value in after.items():
        setattr(sim, name, value)
    until(lambda: queue.state() == ("ready", 0))
    assert sim.slips == [a_slip(1), a_slip(2)]


def test_a_connection_cut_in_the_middle_of_a_picture(sim, queues):
    sim.breaks_after = 20_000
    queue = queues(printer_at(sim.port))
    queue.submit(a_slip())
    sim.wait_for(1)
    until(lambda: queue.state() == ("ready", 0))
    assert sim.slips == [a_slip()]


def test_a_printer_switched_on_later(sim, queues):
    port = sim.port
    sim.stop()
    queue = queues(printer_at(port))
    queue.submit(a_slip())
    until(lambda: ("offline", 1) in queue.heard)
    sim.__init__(port=port)
    sim.start()
    sim.wait_for(1)
    assert sim.slips == [a_slip()]


class Hanging:
    """A driver that does not come back before it is let go."""

    width = 576

    def __init__(self):
        self.free = threading.Event()
        self.printed = []

    def print(self, picture):
        self.free.wait(10)
        self.printed.append(picture)

    def status(self):
        return "ready"

    def close(self):
        pass


def test_nobody_waits_for_a_printer_that_hangs_and_it_is_told(queues):
    printer = Hanging()
    queue = queues(printer, overdue=0.1)
    queue.submit(a_slip(1))
    queue.submit(a_slip(2))
    until(lambda: ("offline", 2) in queue.heard)
    assert queue.state() == ("offline", 2)
    printer.free.set()
    until(lambda: queue.state() == ("ready", 0))
    assert printer.printed == [a_slip(1), a_slip(2)]


class Doubtful(Hanging):
    """Sends all of a slip and never hears whether it came out."""

    def print(self, picture):
        self.printed.append(picture)
        raise PrinterTrouble("offline", doubt=True)


def test_a_doubt_costs_one_copy_more_and_never_a_third(queues, tmp_path):
    printer = Doubtful()
    queue = queues(printer)
    queue.submit(a_slip())
    until(lambda: queue.state().waiting == 0)
    assert printer.printed == [a_slip(), a_slip()]


class Failing(Hanging):
    def print(self, picture):
        self.printed.append(picture)
        raise RuntimeError("a driver's mistake")


@pytest.mark.logs("kiosk.devices.slip_queue")
def test_a_driver_s_mistake_does_not_end_the_queue(queues):
    printer = Failing()
    queue = queues(printer)
    queue.submit(a_slip(1))
    until(lambda: queue.state().waiting == 0)
    queue.submit(a_slip(2))
    until(lambda: a_slip(2) in printer.printed)


def test_what_waited_when_the_power_went_is_printed_after_the_start(sim, queues, tmp_path):
    """One waits, one was being sent: that one is in doubt, and comes once. One was in doubt
    before and was being sent again: it counts as printed."""
    spool = Spool(tmp_path)
    for seed in (1, 2, 3):
        spool.keep(a_slip(seed, rows=50), datetime.now(UTC))
    first, second, _ = spool.slips()
    spool.begin(first)
    spool.doubt(spool.begin(second))
    spool.begin(next(slip for slip in spool.slips() if slip.stage == "again"))
    assert sorted(stages(tmp_path)) == ["last", "send", "wait"]
    queue = queues(printer_at(sim.port))
    until(lambda: queue.state() == ("ready", 0))
    assert sim.slips == [a_slip(1, rows=50), a_slip(3, rows=50)]


PROGRAM = """
import sys, threading
from pathlib import Path
from kiosk.devices.slip_queue import SlipQueue
from tests.devices.conftest import a_slip, printer_at
queue = SlipQueue(printer_at(int(sys.argv[1])), Path(sys.argv[2]), lambda s: print(s.waiting))
queue.start()
queue.submit(a_slip(1))
queue.submit(a_slip(2))
threading.Event().wait()
"""


def test_a_process_killed_while_slips_wait_loses_none(sim, queues, tmp_path):
    sim.paper = 0
    with subprocess.Popen([sys.executable, "-c", PROGRAM, str(sim.port), str(tmp_path)]) as killed:
        until(lambda: len(stages(tmp_path)) == 2)
        killed.kill()
    sim.paper = None
    queue = queues(printer_at(sim.port))
    until(lambda: queue.state() == ("ready", 0))
    assert sim.slips == [a_slip(1), a_slip(2)]


def test_a_slip_that_did_not_come_out_goes_back_where_it_was(tmp_path):
    spool = Spool(tmp_path)
    spool.keep(a_slip(), NOW)
    spool.back(spool.begin(spool.slips()[0]))
    assert stages(tmp_path) == ["wait"]
    spool.doubt(spool.begin(spool.slips()[0]))
    spool.back(spool.begin(spool.slips()[0]))
    assert stages(tmp_path) == ["again"]


def test_slips_are_kept_a_day(tmp_path):
    spool = Spool(tmp_path)
    spool.keep(a_slip(1), NOW)
    spool.keep(a_slip(2), NOW + timedelta(hours=1))
    spool.tidy(NOW + timedelta(hours=24))
    assert len(spool.slips()) == 2
    spool.tidy(NOW + timedelta(hours=24, seconds=1))
    assert [spool.read(slip) for slip in spool.slips()] == [a_slip(2)]


def test_an_old_slip_is_not_printed(sim, queues, tmp_path):
    Spool(tmp_path).keep(a_slip(1), datetime.now(UTC) - timedelta(hours=25))
    queue = queues(printer_at(sim.port))
    queue.submit(a_slip(2))
    until(lambda: queue.state() == ("ready", 0))
    assert sim.slips == [a_slip(2)]


def test_no_room_is_said_at_once_and_the_kept_ones_stay(tmp_path):
    queue = SlipQueue(Hanging(), tmp_path)
    for seed in range(MOST):
        queue.submit(a_slip(seed, rows=1))
    with pytest.raises(PrinterTrouble, match="not-kept"):
        queue.submit(a_slip(99))
    assert queue.state().waiting == MOST


def test_a_folder_that_is_no_folder_is_said_at_once(tmp_path):
    (tmp_path / "spool").write_text("a file")
    with pytest.raises(PrinterTrouble, match="not-kept"):
        SlipQueue(Hanging(), tmp_path).submit(a_slip())


def test_a_full_disk_is_said_once_and_the_queue_goes_on(sim, queues, tmp_path, monkeypatch, caplog):
    tries = []

    def full(self):
        tries.append(1)
        if len(tries) < 5:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Spool, "take_up", full)
    queue = queues(printer_at(sim.port))
    queue.submit(a_slip())
    until(lambda: queue.state() == ("ready", 0))
    assert sim.slips == [a_slip()]
    assert [each.getMessage() for each in caplog.records if each.levelname == "ERROR"] == [
        "The folder of slips can't be used: No space left on device."
    ]


@pytest.mark.logs("kiosk.devices.slip_queue")
@pytest.mark.parametrize("data", [b"", b"P4\n576 500\n", to_pbm(a_slip(width=384))])
def test_a_file_that_is_no_slip_of_this_printer_holds_nobody_up(sim, queues, tmp_path, data):
    (tmp_path / "spool").mkdir()
    now = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}Z"
    (tmp_path / "spool" / f"{now}-00000000.wait.pbm").write_bytes(data)
    queue = queues(printer_at(sim.port))
    queue.submit(a_slip())
    until(lambda: queue.state() == ("ready", 0))
    assert sim.slips == [a_slip()]


def test_half_a_file_goes_at_the_start_but_not_one_being_written(tmp_path):
    (tmp_path / "spool").mkdir()
    ours, another = (tmp_path / "spool" / f"0.{pid}.part" for pid in (os.getpid(), 1))
    ours.touch()
    another.touch()
    Spool(tmp_path).take_up()
    assert list((tmp_path / "spool").iterdir()) == [ours]


def test_a_slip_s_file_tells_the_time_and_nothing_else(tmp_path):
    Spool(tmp_path).keep(a_slip(), NOW)
    (file,) = (tmp_path / "spool").iterdir()
    assert file.name.startswith("20260307T120000000000Z-")
    assert file.read_bytes() == to_pbm(a_slip())


def test_a_slip_whose_driver_has_left_is_not_printed_when_the_paper_is_back(sim, queues, tmp_path):
    sim.paper = 0
    queue = queues(printer_at(sim.port))
    queue.submit(a_slip(1, rows=100))
    until(lambda: queue.heard and queue.heard[-1] == ("paper-out", 1))
    left = datetime.now(UTC)
    queue.submit(a_slip(2, rows=100))
    queue.withdraw(left)
    until(lambda: len(stages(tmp_path)) == 1)
    sim.paper = None
    until(lambda: not stages(tmp_path))
    assert sim.slips == [a_slip(2, rows=100)]


def test_what_waited_since_before_the_start_can_be_withdrawn(sim, queues, tmp_path):
    Spool(tmp_path).keep(a_slip(1, rows=100), datetime.now(UTC) - timedelta(minutes=5))
    queue = SlipQueue(printer_at(sim.port), tmp_path)
    queue.withdraw(datetime.now(UTC) - timedelta(minutes=1))
    queue.start()
    until(lambda: not stages(tmp_path))
    queue.stop()
    assert sim.slips == []
