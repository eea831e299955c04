"""Whatever the simulated port does wrong, by answers or by events: the feed says so or bears it,
and nothing is lost in the end."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import uvicorn

from kiosk.queue import port_misbehave, port_server
from kiosk.queue.feeds import events, http
from kiosk.queue.feeds.batch import FeedState
from kiosk.queue.feeds.events import EventPort
from kiosk.queue.feeds.http import HttpPort
from kiosk.queue.feeds.runner import step
from kiosk.queue.feeds.settings import EventFeed, HttpFeed
from kiosk.queue.port_document import EVENTS_PATH, PATH, PortVehicle
from kiosk.queue.port_misbehave import read_kinds
from kiosk.queue.port_server import Port, make_app
from kiosk.store import Store
from sync.records import Vehicle

pytestmark = pytest.mark.logs("kiosk.queue.feeds")

START = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
FEW, MANY = 6, 20  # turns of a minute: all of them before the list is due by the hour


def facts(vehicles: Iterable[PortVehicle | Vehicle]) -> set[tuple[str, ...]]:
    return {(v.country, v.plate, v.lane, v.state, v.gate) for v in vehicles}


class Talk:
    """A simulated port served in this process, and a home with one feed; `now` is both one's."""

    def __init__(self, way: str, wrong: str, folder: Path) -> None:
        self.way = way
        self.now = START
        self.port = Port(5, lambda: self.now)
        self.folder = folder
        kinds, skew = read_kinds(wrong)
        listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        config = uvicorn.Config(
            make_app(self.port, kinds, skew), log_level="critical", access_log=False,
            timeout_graceful_shutdown=1,
        )  # fmt: skip
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(
            target=lambda: asyncio.run(self.server.serve(sockets=[listener]))
        )
        self.thread.start()
        self.feed = self._feed()
        self.store = Store.open(folder)

    def _feed(self) -> HttpPort | EventPort:
        if self.way == "http":
            return HttpPort(HttpFeed(name="p", url=self.address + PATH), "home")
        url = self.address + EVENTS_PATH
        return EventPort(EventFeed(name="p", url=url, quiet=http.TIMEOUTS[1]), "home")

    def again(self) -> None:
        """As after a restart of the home."""
        self.feed.close()
        self.feed = self._feed()

    def turn(self) -> FeedState:
        """A minute goes by, then the feed is asked."""
        self.now += timedelta(minutes=1)
        return step(self.feed, self.store, self.folder, "home", self.now).state

    @property
    def whole(self) -> bool:
        """Whether the home knows all that the port does."""
        return facts(self.store.find(Vehicle)) >= facts(self.port.document(0).vehicles)

    def until_whole(self) -> None:
        """Go on until all is well, and all known."""
        for _ in range(MANY):
            if not self.turn().trouble and self.whole:
                return
        raise AssertionError("something stays lost")

    def end(self) -> None:
        self.feed.close()
        self.store.close()
        self.server.should_exit = True
        self.thread.join(20)


@pytest.fixture
def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], Talk]]:
    monkeypatch.setattr(port_server, "STALL", 2.0)
    monkeypatch.setattr(port_server, "BEAT", 0.2)
    monkeypatch.setattr(events, "WAIT", 0.4)
    made: list[Talk] = []

    def make(way: str, wrong: str) -> Talk:
        made.append(Talk(way, wrong, tmp_path))
        return made[-1]

    yield make
    for each in made:
        each.end()


# what the feed says while all goes wrong in one way
SAYS = {
    ("http", "gap"): "",
    ("http", "rewind"): "",
    ("http", "duplicate"): "",
    ("http", "reorder"): "",
    ("http", "late"): "",
    ("http", "skew=+7m"): "",
    ("http", "skew=-90s"): "",
    ("http", "cut"): "cut-off",
    ("http", "slow"): "",
    ("http", "html"): "not-json",
    ("http", "500"): "status",
    ("http", "stall"): "timeout",
    ("events", "gap"): "",
    ("events", "rewind"): "",
    ("events", "duplicate"): "",
    ("events", "reorder"): "",
    ("events", "late"): "",
    ("events", "skew=+7m"): "",
    ("events", "skew=-90s"): "",
    ("events", "cut"): "cut-off",
    ("events", "slow"): "",
    ("events", "html"): "not-events",
    ("events", "500"): "status",
    ("events", "stall"): "timeout",
}


@pytest.mark.parametrize(("way", "wrong"), SAYS)
def test_a_port_that_goes_wrong_is_got_over(
    way: str, wrong: str, talk: Callable[[str, str], Talk], monkeypatch: pytest.MonkeyPatch
) -> None:
    if wrong == "stall":
        monkeypatch.setattr(http, "TIMEOUTS", (5.0, 0.8))
    port = talk(way, wrong)
    monkeypatch.setattr(port_misbehave, "OFTEN", 0.0)
    port.until_whole()
    before = {each.plate for each in port.store.find(Vehicle)}
    monkeypatch.setattr(port_misbehave, "OFTEN", 1.0)
    said: list[str] = []
    while len(said) < FEW or (SAYS[way, wrong] not in said and len(said) < MANY):
        if way == "events" and wrong in ("html", "500"):
            port.again()  # what is said to who opens a stream
        said.append(port.turn().trouble)
        assert before <= {each.plate for each in port.store.find(Vehicle)}
    assert SAYS[way, wrong] in said
    assert set(said) <= {"", SAYS[way, wrong]}
    monkeypatch.setattr(port_misbehave, "OFTEN", 0.0)
    port.until_whole()
