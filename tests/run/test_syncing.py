"""The thread that syncs: by the schedule, and at once for what is urgent or when the line is back.

The sync itself is left out here (tests/sync has it); store, thread and waiting are real."""

import threading
import time
from datetime import timedelta
from typing import ClassVar

import pytest

from kiosk import syncing
from kiosk.config import Settings
from kiosk.errors import Failure
from kiosk.store import Store, Taken
from kiosk.syncing import Syncing
from sync.engine import Done
from sync.identity import KEY
from sync.records import KINDS, Audience, Flow, Info, Merge, PageUse, Priority, Record, new_id

AT = "2026-11-24T08:00:00+08:00"


class Alarm(Record, frozen=True, kw_only=True):
    """Somebody must come."""

    info: ClassVar[Info] = Info(
        kind="alarm",
        flow=Flow.UP,
        merge=Merge.APPEND,
        audience=Audience.STAFF,
        retention=timedelta(days=90),
        priority=Priority.URGENT,
    )

    at: str


class Runs:
    """Stands for the sync: counts, and goes as it is told to."""

    def __init__(self) -> None:
        self.count = 0
        self.comparing: list[bool] = []
        self.trouble: Exception | None = None
        self._ran = threading.Condition()

    def __call__(self, _folder, _settings, *, comparing, **_others) -> Done:
        with self._ran:
            self.count += 1
            self.comparing.append(comparing)
            self._ran.notify_all()
        if self.trouble:
            raise self.trouble
        return Done()

    def wait(self, count: int) -> None:
        with self._ran:
            assert self._ran.wait_for(lambda: self.count >= count, 20)


@pytest.fixture
def runs():
    return Runs()


@pytest.fixture
def link(monkeypatch):
    """Whether a network is up, as the thread sees it."""
    state = {"up": True}
    monkeypatch.setattr(syncing, "_linked", lambda: state["up"])
    return state


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setitem(KINDS, "alarm", Alarm)
    monkeypatch.setattr(syncing, "LOOK", 0.01)
    # the schedule alone would try again too late for these tests (tests/sync has its rules)
    monkeypatch.setattr(syncing, "after_failure", lambda _failures, _chance: 600.0)
    with Store.open(tmp_path):
        pass
    (tmp_path / KEY).write_text("a key, that nobody reads here")
    return tmp_path


@pytest.fixture
def thread(folder, runs, link):
    settings = Settings(home="h", server="http://127.0.0.1:1")
    thread = Syncing(folder, settings, lambda _changes: None, sync=runs, chance=lambda: 0.5)
    thread.start()
    yield thread
    thread.stop()
    assert not thread._thread.is_alive()


def put(folder, *records) -> None:
    with Store.open(folder) as store:
        store.put(*records)


def use() -> PageUse:
    return PageUse(id=new_id(), at=AT, page="meals", locale="ug_CN", seconds=1)


def alarm() -> Alarm:
    return Alarm(id=new_id(), at=AT)


def quiet(runs: Runs, count: int) -> None:
    """Nothing more runs, however often it looks."""
    time.sleep(0.3)
    assert runs.count == count


def test_it_syncs_when_it_begins_and_then_by_the_schedule(thread, runs, folder):
    runs.wait(1)
    put(folder, use())
    quiet(runs, 1)  # every five minutes


def test_what_is_urgent_wakes_it(thread, runs, folder):
    runs.wait(1)
    put(folder, use())
    put(folder, alarm())
    runs.wait(2)


def test_while_the_line_is_down_what_is_urgent_is_tried_once_and_then_by_the_schedule(
    thread, runs, folder
):
    runs.wait(1)
    runs.trouble = Failure("The server can't be reached.")
    put(folder, alarm())
    runs.wait(2)
    put(folder, use())  # a write that is not urgent wakes nobody for the one that was
    quiet(runs, 2)
    put(folder, alarm())
    runs.wait(3)


def test_the_line_s_coming_back_wakes_it(thread, runs, folder, link):
    runs.wait(1)
    runs.trouble = Failure("The server can't be reached.")
    link["up"] = False
    put(folder, alarm())
    runs.wait(2)
    quiet(runs, 2)
    link["up"] = True
    runs.wait(3)


def test_another_program_s_turn_is_no_failure(thread, runs, folder, monkeypatch):
    runs.trouble = Taken("Another program syncs.")
    runs.wait(3)


def test_the_first_sync_compares_since_none_ever_did(thread, runs):
    runs.wait(1)
    assert runs.comparing == [True]


def test_a_kiosk_that_has_joined_no_server_waits_until_it_does(folder, runs, link):
    (folder / KEY).unlink()
    thread = Syncing(folder, Settings(home="h"), lambda _changes: None, sync=runs)
    thread.start()
    try:
        quiet(runs, 0)
        (folder / "kiosk.toml").write_text('home = "h"\nserver = "http://127.0.0.1:1"\n')
        (folder / KEY).write_text("a key")
        runs.wait(1)
    finally:
        thread.stop()
