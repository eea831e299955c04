"""The feed that pushes, over real connections: what comes at once, what breaks, and what is asked
for again."""

import json
import queue
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from kiosk.queue.feeds.events import EventPort
from kiosk.queue.feeds.keeping import read_state
from kiosk.queue.feeds.runner import FeedRunner, step
from kiosk.queue.feeds.settings import EventFeed
from kiosk.queue.feeds.telling import Teller
from kiosk.queue.line import LiveLine
from kiosk.queue.news import News
from kiosk.store import Store
from sync.records import Vehicle
from tests.queue.test_http import NOW, Port, document, later, port, row, says

pytestmark = pytest.mark.logs("kiosk.queue.feeds")

END, CUT = b"end", b"cut"


class Events:
    """A stream that sends what it is given. `ids` are the Last-Event-IDs it was asked with; what
    was given before a connection waits for it."""

    def __init__(self, told: Port) -> None:
        self.given: queue.Queue[bytes] = queue.Queue()
        self.ids: list[str | None] = []
        self.too_old: set[str] = set()
        self._turn = threading.Lock()
        told.answer = self.answer

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        last = request.headers.get("Last-Event-ID")
        self.ids.append(last)
        if last in self.too_old:
            says(b"", 410)(request)
            return
        request.protocol_version = "HTTP/1.1"
        request.send_response(200)
        request.send_header("Content-Type", "text/event-stream; charset=utf-8")
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        with self._turn:  # what was given to a connection is not for the next one
            while (piece := self.given.get()) not in (END, CUT):
                request.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        if piece == END:
            request.wfile.write(b"0\r\n\r\n")
        request.close_connection = True

    def send(self, **told: Any) -> None:
        """One event: the fields of a document; its id is the sequence."""
        rows = told.pop("rows", [])
        said = document(*rows, **told)
        data = json.dumps(said, ensure_ascii=False).encode()
        self.given.put(b"id: %d\ndata: %s\n\n" % (said["sequence"], data))


@pytest.fixture
def told() -> Iterator[Port]:
    with port() as started:
        yield started


@pytest.fixture
def events(told: Port) -> Iterator[Events]:
    events = Events(told)
    yield events
    for _ in range(20):  # no connection waits for more
        events.given.put(CUT)


class Home:
    def __init__(self, folder: Path, url: str, **settings: Any) -> None:
        self.folder = folder
        self.feed = EventPort(EventFeed(name="port", url=url, **settings), "home")
        self.store = Store.open(folder)

    def hear(self, now: datetime = NOW) -> str:
        return step(self.feed, self.store, self.folder, "home", now).state.trouble

    @property
    def state(self):
        return read_state(self.folder, "port")

    @property
    def plates(self) -> list[str]:
        return sorted(vehicle.plate for vehicle in self.store.find(Vehicle))


@pytest.fixture
def home(tmp_path: Path, told: Port, events: Events) -> Iterator[Home]:
    home = Home(tmp_path, told.url, quiet=20)
    events.send(rows=[row("347BTA19"), row("348BTA19")], sequence=5)
    assert home.hear() == ""
    assert home.plates == ["347BTA19", "348BTA19"]
    yield home
    home.feed.close()
    home.store.close()


def test_changes_come_over_the_same_connection(events: Events, home: Home) -> None:
    called = row("348BTA19", state="called", called_at="2026-03-02T14:30:05+08:00")
    events.send(rows=[called, row("349BTA19")], sequence=7, since=5, full=False, at=later(6))
    assert home.hear(later(6)) == ""
    assert home.plates == ["347BTA19", "348BTA19", "349BTA19"]
    assert home.store.get(Vehicle, "KZ-348BTA19").state == "called"
    assert events.ids == [None]
    assert later(5) < home.state.as_of <= later(6)


def test_an_event_without_vehicles_says_how_late_it_is(events: Events, home: Home) -> None:
    events.send(sequence=5, since=5, full=False, at=later(10))
    assert home.hear(later(10)) == ""
    assert later(9) < home.state.as_of <= later(10)
    assert home.plates == ["347BTA19", "348BTA19"]


def test_what_comes_in_a_rush_is_taken_together(events: Events, home: Home) -> None:
    for n in range(6, 30):
        events.send(rows=[row(f"{n:03}BTA19")], sequence=n, since=n - 1, full=False, at=later(n))
    while home.feed._stream._arrived.qsize() < 24:
        time.sleep(0.01)
    home.hear(later(30))
    assert len(home.plates) == 26
    assert home.state.sequence == 29


@pytest.mark.parametrize(("ending", "trouble"), [(END, ""), (CUT, "cut-off")])
def test_a_new_connection_goes_on_where_the_last_one_ended(
    ending: bytes, trouble: str, events: Events, home: Home
) -> None:
    events.given.put(ending)
    assert home.hear(later(5)) == trouble
    events.send(rows=[row("349BTA19")], sequence=6, since=5, full=False, at=later(10))
    assert home.hear(later(10)) == ""
    assert events.ids == [None, "5"]
    assert home.plates == ["347BTA19", "348BTA19", "349BTA19"]


def test_it_goes_on_over_a_restart_too(told: Port, events: Events, home: Home) -> None:
    home.feed.close()
    home.feed = EventPort(EventFeed(name="port", url=told.url), "home")
    events.given.put(CUT)
    events.send(sequence=5, since=5, full=False, at=later(10))
    home.hear(later(10))
    assert events.ids == [None, "5"]


def test_an_id_that_is_too_old_gets_the_full_list(events: Events, home: Home) -> None:
    events.too_old = {"5"}
    events.given.put(END)
    home.hear(later(5))
    events.send(rows=[row("360BTA19")], sequence=90, at=later(10))
    assert home.hear(later(10)) == ""
    assert events.ids == [None, "5", None]
    assert home.plates == ["360BTA19"]


def test_a_gap_is_seen_counted_and_filled_by_the_full_list(events: Events, home: Home) -> None:
    events.send(rows=[row("351BTA19")], sequence=9, since=8, full=False, at=later(9))
    events.given.put(CUT)
    events.send(rows=[row(f"{n}BTA19") for n in (348, 350, 351)], sequence=9, at=later(9))
    assert home.hear(later(9)) == ""
    assert events.ids == [None, None]
    assert home.plates == ["348BTA19", "350BTA19", "351BTA19"]
    assert (home.state.gaps, home.state.rewinds) == (1, 0)


def test_a_gap_that_can_not_be_filled_now_is_filled_later(events: Events, home: Home) -> None:
    events.send(rows=[row("351BTA19")], sequence=9, since=8, full=False, at=later(9))
    events.given.put(CUT)
    events.given.put(CUT)
    assert home.hear(later(9)) == "cut-off"
    assert home.plates == ["347BTA19", "348BTA19"]
    events.send(rows=[row("351BTA19")], sequence=9, at=later(9))
    assert home.hear(later(12)) == ""
    assert home.plates == ["351BTA19"]
    assert home.state.gaps == 1


def test_a_port_that_begins_to_count_anew_is_asked_for_all(events: Events, home: Home) -> None:
    events.send(rows=[row("360BTA19")], sequence=1, since=0, full=False, at=later(9))
    events.given.put(CUT)
    events.send(rows=[row("360BTA19"), row("361BTA19")], sequence=2, at=later(9))
    assert home.hear(later(9)) == ""
    assert home.plates == ["360BTA19", "361BTA19"]
    assert (home.state.gaps, home.state.rewinds) == (0, 1)


def test_an_old_event_come_late_puts_nothing_back(events: Events, home: Home) -> None:
    old = {"rows": [row("348BTA19")], "sequence": 6, "since": 5, "full": False, "at": later(1)}
    events.send(**old)
    home.hear(later(1))
    gone = row("348BTA19", state="departed", departed_at="2026-03-02T14:30:05+08:00")
    events.send(rows=[gone], sequence=7, since=6, full=False, at=later(5))
    home.hear(later(5))
    events.send(**old)
    assert home.hear(later(6)) == ""
    assert home.store.get(Vehicle, "KZ-348BTA19").state == "departed"
    assert events.ids == [None]
    assert (home.state.gaps, home.state.rewinds, home.state.sequence) == (0, 0, 7)


def test_the_full_list_is_asked_for_every_hour(events: Events, home: Home) -> None:
    events.given.put(CUT)
    events.send(rows=[row("348BTA19")], sequence=5, at=later(3700))
    assert home.hear(later(3700)) == ""
    assert events.ids == [None, None]
    assert home.plates == ["348BTA19"]


def test_an_event_that_is_no_document_costs_itself_only(events: Events, home: Home) -> None:
    events.given.put(b"data: {broken\n\n")
    assert home.hear(later(5)) == "not-json"
    events.send(rows=[row("349BTA19")], sequence=6, since=5, full=False, at=later(9))
    assert home.hear(later(9)) == ""
    assert home.plates == ["347BTA19", "348BTA19", "349BTA19"]
    assert events.ids == [None]


def test_a_silent_stream_is_left_and_opened_again(
    told: Port, events: Events, tmp_path: Path
) -> None:
    home = Home(tmp_path, told.url, quiet=0.3)
    events.send(rows=[row("347BTA19")], sequence=5)
    assert home.hear() == ""
    assert home.hear(later(1)) == "timeout"
    events.given.put(CUT)
    events.send(sequence=5, since=5, full=False, at=later(2))
    assert home.hear(later(2)) == ""
    assert events.ids == [None, "5"]
    home.feed.close()
    home.store.close()


def test_a_comment_keeps_a_stream_open_but_makes_nothing_look_fresh(
    told: Port, events: Events, tmp_path: Path
) -> None:
    home = Home(tmp_path, told.url, quiet=0.5)
    events.send(rows=[row("347BTA19")], sequence=5)
    home.hear()

    def comment() -> None:
        for _ in range(8):
            events.given.put(b": alive\n\n")
            time.sleep(0.1)
        events.given.put(END)

    threading.Thread(target=comment).start()
    assert home.hear(later(600)) == ""  # it ended in order, after more than `quiet`
    assert home.state.as_of <= later(1)
    home.feed.close()
    home.store.close()


WRONG = {
    "a login page": (says(b"<html>Log in</html>", kind="text/html"), "not-events"),
    "JSON": (says(document(row("347BTA19"))), "not-events"),
    "500": (says(b"", 500), "status"),
    "elsewhere": (says(b"", 302, Location="/login"), "redirect"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_no_stream_is_trouble_with_a_name(wrong: str, told: Port, tmp_path: Path) -> None:
    home = Home(tmp_path, told.url)
    told.answer, code = WRONG[wrong]
    assert home.hear() == code
    home.store.close()


def test_a_stream_that_does_not_begin_with_the_full_list_is_refused(
    told: Port, events: Events, tmp_path: Path
) -> None:
    home = Home(tmp_path, told.url)
    events.send(rows=[row("347BTA19")], sequence=5, since=4, full=False)
    assert home.hear() == "not-whole"
    home.store.close()


def test_the_port_says_when_to_come_back(events: Events, home: Home) -> None:
    events.given.put(b"retry: 20000\n\n")
    events.given.put(END)
    home.hear(later(5))
    waits = [home.feed.every for _ in range(50)]
    assert all(10 <= wait <= 30 for wait in waits)
    assert len(set(waits)) > 40, "22 homes don't come back all at once"


def test_a_runner_tells_at_once_and_stops_though_it_waits(
    told: Port, events: Events, tmp_path: Path
) -> None:
    heard: queue.Queue[News] = queue.Queue()
    feed = EventPort(EventFeed(name="port", url=told.url), "home")
    runner = FeedRunner(feed, tmp_path, "home", Teller(tmp_path, heard.put))
    known = LiveLine()
    now = datetime.now(UTC)
    runner.start()
    events.send(rows=[row("347BTA19")], sequence=1, at=now)
    while len(known.vehicles) < 1:
        known.take(heard.get(timeout=10))
    events.send(rows=[row("348BTA19")], sequence=2, since=1, full=False, at=now)
    news = heard.get(timeout=10)
    assert [each.plate for each in news.vehicles] == ["348BTA19"], "only what changed"
    known.take(news)
    assert len(known.vehicles) == 2
    runner.stop()
    assert not runner._thread.is_alive()
    assert read_state(tmp_path, "port").trouble == ""


def test_closed_while_it_opens_a_stream_it_keeps_none(
    told: Port, events: Events, tmp_path: Path
) -> None:
    feed = EventPort(EventFeed(name="port", url=told.url, quiet=60), "home")
    before = set(threading.enumerate())

    def answer(request: BaseHTTPRequestHandler) -> None:
        feed.close()
        events.answer(request)

    def hear() -> None:
        with Store.open(tmp_path) as store:
            step(feed, store, tmp_path, "home", NOW)

    told.answer = answer
    hearing = threading.Thread(target=hear, daemon=True)
    hearing.start()
    hearing.join(10)
    listening = [each for each in threading.enumerate() if each.name == "feed-events"]
    for thread in (hearing, *(each for each in listening if each not in before)):
        thread.join(10)
        assert not thread.is_alive(), "it still listens"
