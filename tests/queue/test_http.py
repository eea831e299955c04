"""The HTTP feed over a real connection: what a port may answer, and what comes of it."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from kiosk.queue.feeds.http import LARGEST, HttpPort
from kiosk.queue.feeds.keeping import read_set_aside, read_state
from kiosk.queue.feeds.runner import step
from kiosk.queue.feeds.settings import HttpFeed
from kiosk.queue.times import stamp
from kiosk.store import Store
from sync.records import FeedStatus, Gate, Vehicle

pytestmark = pytest.mark.logs("kiosk.queue.feeds")

NOW = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)


class Port:
    """`answer` is called with the handler of each request; `asked` holds the requests' paths and
    If-None-Match headers."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[tuple[str, str | None]] = []
        self.answer: Callable[[BaseHTTPRequestHandler], None] = says({})

    def handle(self, request: BaseHTTPRequestHandler) -> None:
        self.asked.append((request.path, request.headers.get("If-None-Match")))
        self.answer(request)


def says(
    body: Any, status: int = 200, kind: str = "application/json", **headers: str
) -> Callable[[BaseHTTPRequestHandler], None]:
    """An answer with this body (bytes, or what becomes JSON)."""
    data = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Type", kind)
        for name, value in {"Content-Length": str(len(data)), **headers}.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(data)

    return answer


@contextmanager
def port() -> Iterator[Port]:
    told = Port()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with suppress(BrokenPipeError, ConnectionResetError):
                told.handle(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    told.url = f"http://127.0.0.1:{server.server_address[1]}/vehicles"
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def row(plate: str, **fields: Any) -> dict[str, Any]:
    return {
        "plate": plate,
        "country": "KZ",
        "state": "waiting",
        "registered_at": stamp(NOW - timedelta(hours=2)),
        **fields,
    }


def document(*rows: Any, at: datetime = NOW, sequence: int = 1, **fields: Any) -> dict[str, Any]:
    return {
        "server_time": stamp(at),
        "sequence": sequence,
        "full": True,
        "gate": {"open": True, "reason": "", "since": ""},
        "vehicles": list(rows),
        **fields,
    }


class Home:
    """A home's store with one HTTP feed."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.feed = HttpPort(HttpFeed(name="port", url=url), "home")
        self.store = Store.open(folder)

    def ask(self, now: datetime = NOW) -> str:
        return step(self.feed, self.store, self.folder, "home", now).state.trouble

    @property
    def plates(self) -> list[str]:
        return sorted(vehicle.plate for vehicle in self.store.find(Vehicle))


@pytest.fixture
def told() -> Iterator[Port]:
    with port() as started:
        yield started


@pytest.fixture
def home(tmp_path: Path, told: Port) -> Iterator[Home]:
    home = Home(tmp_path, told.url)
    told.answer = says(document(row("347BTA19"), row("348BTA19")), ETag='"1"')
    assert home.ask() == ""
    assert home.plates == ["347BTA19", "348BTA19"]
    yield home
    home.store.close()


def later(seconds: int) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_it_asks_on_by_sequence_and_etag_and_a_304_makes_the_list_younger(
    told: Port, home: Home
) -> None:
    assert told.asked == [("/vehicles", None)]
    told.answer = says(b"", 304, **{"Port-Time": stamp(later(10))})
    assert home.ask(later(10)) == ""
    assert told.asked[-1] == ("/vehicles?since=1", '"1"')
    assert read_state(home.folder, "port").as_of == later(10)
    assert home.plates == ["347BTA19", "348BTA19"]


def test_changes_add_and_move_vehicles_and_remove_none(told: Port, home: Home) -> None:
    called = row("348 ВТА 19", state="called", called_at=stamp(later(5)), gate="3")
    told.answer = says(document(called, row("349BTA19"), at=later(10), sequence=3, full=False))
    assert home.ask(later(10)) == ""
    assert home.plates == ["347BTA19", "348BTA19", "349BTA19"]
    vehicle = home.store.get(Vehicle, "KZ-348BTA19")
    assert vehicle is not None
    assert (vehicle.state, vehicle.gate) == ("called", "3")


def test_the_full_list_removes_who_is_gone_and_is_asked_for_every_hour(
    told: Port, home: Home
) -> None:
    told.answer = says(document(row("348BTA19"), at=later(3600)))
    assert home.ask(later(3600)) == ""
    assert told.asked[-1][0] == "/vehicles"
    assert home.plates == ["348BTA19"]


def test_the_sequence_is_kept_over_a_restart(told: Port, home: Home) -> None:
    again = HttpPort(HttpFeed(name="port", url=told.url), "home")
    step(again, home.store, home.folder, "home", later(10))
    assert told.asked[-1] == ("/vehicles?since=1", '"1"')


def _slam(request: BaseHTTPRequestHandler) -> None:
    request.connection.close()


def _cut(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Type", "application/json")
    request.send_header("Content-Length", "100000")
    request.end_headers()
    request.wfile.write(b'{"vehicles": [{"plate": "347')


def _endless(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Type", "application/json")
    request.end_headers()
    for _ in range(60):
        request.wfile.write(b"1" * (1 << 20))


LIES: dict[str, tuple[Callable[[BaseHTTPRequestHandler], None], str]] = {
    "html": (says(b"<html>log in</html>", kind="text/html"), "not-json"),
    "html-as-json": (says(b"<html>log in</html>"), "not-json"),
    "portal": (says(b"", 302, Location="http://127.0.0.1:9/"), "redirect"),
    "error": (says(b"{}", 500), "status"),
    "truncated": (
        says(b'{"server_time": "2026-03-02T14:30:00+08:00", "vehicles": [{"pl'),
        "not-json",
    ),
    "cut": (_cut, "cut-off"),
    "slammed": (_slam, "unreachable"),
    "50 MB line": (_endless, "too-large"),
    "announced as huge": (says(b"{}", **{"Content-Length": str(LARGEST + 1)}), "too-large"),
    "wrong encoding": (says('{"vehicles": [{"plate": "新F12345"}]}'.encode("gb18030")), "not-json"),
    "a list": (says([]), "not-json"),
    "nothing": (says(b""), "not-json"),
    "deep": (says(b'{"vehicles": ' + b"[" * 100_000), "not-json"),
    "no vehicles at all": (says(document(at=later(10))), "empty"),
    "only rubbish": (says(document(*[{"plate": "?"}] * 5, 7, None, at=later(10))), "empty"),
    "time runs backwards": (says(document(row("999BTA19"), at=later(-3600))), "backwards"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_feed_that_lies_never_stops_or_empties_the_page(lie: str, told: Port, home: Home) -> None:
    before = read_state(home.folder, "port").as_of
    told.answer, code = LIES[lie]
    assert home.ask(later(10)) == code
    assert home.plates == ["347BTA19", "348BTA19"]
    assert read_state(home.folder, "port").as_of == before, "what lies makes nothing look fresh"
    told.answer = says(document(row("350BTA19"), at=later(3700), sequence=9))
    assert home.ask(later(3700)) == ""
    assert home.plates == ["350BTA19"]


def test_rows_that_are_wrong_are_set_aside_and_counted_and_the_others_shown(
    told: Port, home: Home
) -> None:
    told.answer = says(
        document(
            row("351BTA19"),
            row("352BTA19", state="teleported"),
            row("353BTA19", registered_at="2026-03-02T10:00:00"),
            row("354BTA19", called_at=stamp(NOW - timedelta(hours=9))),
            {"plate": ["355"]},
            row("351 ВТА 19", registered_at=stamp(NOW - timedelta(hours=1))),
            row("356BTA19", state="ожидает", lane=None, position="x", country=None),
            row("Mystery 7", country="??"),
            *[row(f"36{n}BTA19") for n in range(5)],
            at=later(3600),
        )
    )
    home.ask(later(3600))
    assert home.plates[:2] == ["351BTA19", "356BTA19"]
    assert len(home.plates) == 8
    assert home.store.get(Vehicle, "ZZ-MYSTERY7") is not None
    aside = read_set_aside(home.folder, "port")
    assert [each["row"] for each in aside] == [1, 2, 3, 4, 5]
    assert read_state(home.folder, "port").set_aside == 5


def test_a_clock_that_runs_ahead_makes_nothing_younger_than_now(told: Port, home: Home) -> None:
    told.answer = says(document(row("347BTA19"), at=later(90_000)))
    assert home.ask(later(3600)) == "future"
    assert read_state(home.folder, "port").as_of == later(3600)


def _dripping_body(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Type", "application/json")
    request.send_header("Content-Length", "100000")
    request.end_headers()
    _drip(request, b" ")


def _dripping_chunks(request: BaseHTTPRequestHandler) -> None:
    request.protocol_version = "HTTP/1.1"
    request.send_response(200)
    request.send_header("Content-Type", "application/json")
    request.send_header("Transfer-Encoding", "chunked")
    request.end_headers()
    _drip(request, b"1\r\n \r\n")


def _dripping_headers(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    _drip(request, b"X")


def _drip(request: BaseHTTPRequestHandler, piece: bytes) -> None:
    while True:  # until the feed hangs up
        request.wfile.write(piece)
        time.sleep(0.02)


@pytest.mark.parametrize("drip", [_dripping_body, _dripping_chunks, _dripping_headers])
def test_a_port_that_drips_without_end_is_hung_up_on(
    drip: Callable[[BaseHTTPRequestHandler], None],
    told: Port,
    home: Home,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("kiosk.queue.feeds.http.LONGEST", 0.2)
    monkeypatch.setattr("kiosk.queue.feeds.hanging.LONGEST", 0.2)
    told.answer = drip
    assert home.ask(later(10)) == "timeout"
    assert home.plates == ["347BTA19", "348BTA19"]
    told.answer = says(document(row("350BTA19"), at=later(20), sequence=3, full=True))
    assert home.ask(later(20)) == ""
    assert home.plates == ["350BTA19"]


def test_changes_that_do_not_say_whether_they_are_all_remove_no_one(told: Port, home: Home) -> None:
    changes = document(row("349BTA19"), at=later(10), sequence=2)
    del changes["full"]
    told.answer = says(changes)
    assert home.ask(later(10)) == ""
    assert home.plates == ["347BTA19", "348BTA19", "349BTA19"]


def test_what_the_port_itself_calls_changes_removes_no_one(told: Port, home: Home) -> None:
    told.answer = says(document(row("349BTA19"), at=later(3600), sequence=2, full=False))
    assert home.ask(later(3600)) == ""
    assert told.asked[-1][0] == "/vehicles"
    assert home.plates == ["347BTA19", "348BTA19", "349BTA19"]


def test_a_port_that_begins_to_count_anew_is_asked_for_all(told: Port, home: Home) -> None:
    told.answer = says(document(row("348BTA19"), at=later(10), sequence=500, full=False))
    home.ask(later(10))
    asked = len(told.asked)

    def restarted(request: BaseHTTPRequestHandler) -> None:
        all_of = "since" not in request.path
        rows = [row("360BTA19"), row("361BTA19")] if all_of else []
        says(document(*rows, at=later(20), sequence=2, full=all_of))(request)

    told.answer = restarted
    assert home.ask(later(20)) == ""
    assert [path for path, _ in told.asked[asked:]] == ["/vehicles?since=500", "/vehicles"]
    assert home.plates == ["360BTA19", "361BTA19"]


def test_not_modified_without_the_ports_time_is_as_young_as_its_date(
    told: Port, home: Home
) -> None:
    def unchanged(request: BaseHTTPRequestHandler) -> None:
        request.send_response_only(304)
        request.send_header("Date", format_datetime(later(10), usegmt=True))
        request.end_headers()

    told.answer = unchanged
    assert home.ask(later(12)) == ""
    assert read_state(home.folder, "port").as_of == later(10)


def test_a_sequence_that_nothing_can_hold_is_none(told: Port, home: Home) -> None:
    told.answer = says(document(row("350BTA19"), at=later(3600), sequence=2**63 + 5))
    assert home.ask(later(3600)) == ""
    assert read_state(home.folder, "port").sequence == 0
    (status,) = home.store.find(FeedStatus)
    assert status.sequence == 0


@pytest.mark.parametrize("length", ["abc", "-5", "9" * 5000])
def test_an_announced_length_that_is_no_number_is_trouble_with_a_name(
    length: str, told: Port, home: Home
) -> None:
    told.answer = says(b"{}", **{"Content-Length": length})
    assert home.ask(later(10)) in ("not-json", "too-large", "cut-off")


def test_the_gate_is_kept_with_when_it_was_known(told: Port, home: Home) -> None:
    closed = {"open": False, "reason": "weather", "since": stamp(NOW)}
    told.answer = says(document(at=later(10), sequence=2, full=False, gate=closed))
    home.ask(later(10))
    (gate,) = home.store.find(Gate)
    assert (gate.open, gate.reason, gate.as_of) == (False, "weather", stamp(later(10)))


def test_a_quiet_feed_tells_headquarters_once_an_hour_and_a_troubled_one_at_once(
    told: Port, home: Home
) -> None:
    first = len(home.store.outbox())
    for seconds in range(10, 1000, 10):
        told.answer = says(document(at=later(seconds), sequence=2, full=False))
        home.ask(later(seconds))
    assert len(home.store.outbox()) == first
    told.answer = says(b"", 500)
    home.ask(later(1000))
    assert len(home.store.outbox()) == first + 1
    (status,) = home.store.find(FeedStatus)
    assert status.trouble == "status"
    told.answer = says(document(at=later(4700), sequence=2, full=False))
    home.ask(later(4700))
    assert len(home.store.outbox()) == first + 2


def test_a_port_that_is_not_there_is_trouble_and_no_more(tmp_path: Path) -> None:
    home = Home(tmp_path, "http://127.0.0.1:9/vehicles")
    assert home.ask() == "unreachable"
    home.store.close()
