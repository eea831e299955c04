"""A feed at work: asked again and again on a thread of its own, whatever it answers."""

import logging
import random
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from kiosk.errors import Failure
from kiosk.queue.feeds.batch import Batch, Feed, FeedState, FeedTrouble, Heard, Refused
from kiosk.queue.feeds.events import EventPort
from kiosk.queue.feeds.folder import DropFolder
from kiosk.queue.feeds.http import HttpPort
from kiosk.queue.feeds.keeping import keep_state, read_state, set_aside, written
from kiosk.queue.feeds.sequence import Place, counted, forgotten, place
from kiosk.queue.feeds.settings import EventFeed, FeedSettings, FolderFeed, HttpFeed, SqlFeed
from kiosk.queue.feeds.taking import Taken, take, tell
from kiosk.queue.feeds.telling import Teller
from kiosk.store import Following, Store
from sync.records import Vehicle

log = logging.getLogger(__name__)

LONGEST_PAUSE = 300.0
"""Seconds between two tries, at most, while a feed is in trouble."""


def make_feed(settings: FeedSettings, home: str) -> Feed:
    """The feed that an entry of kiosk.toml describes."""
    match settings:
        case HttpFeed():
            return HttpPort(settings, home)
        case EventFeed():
            return EventPort(settings, home)
        case SqlFeed():
            from kiosk.queue.feeds.sql import SqlView  # noqa: PLC0415 - see tests/architecture.py

            return SqlView(settings, home)
        case FolderFeed():
            return DropFolder(settings, home)


def step(feed: Feed, store: Store, folder: Path, home: str, now: datetime) -> Taken:
    """Ask a feed once and keep what it says; if that doesn't follow what it said before, ask it for
    everything. Never raises for what a feed does; raises Failure when the store can't be
    written."""
    state = read_state(folder, feed.name)
    try:
        batch = feed.fetch(state, now)
        at = place(batch, state, now)
        if at in (Place.GAP, Place.REWIND):
            log.info("Feed %s: %s after sequence %d.", feed.name, at.value, state.sequence)
            state = counted(state, at)
            if not batch.full:
                state = forgotten(state)
                batch = feed.fetch(state, now)
        elif at is Place.SEEN:
            batch = Batch(as_of=state.as_of)
    except FeedTrouble as trouble:
        if trouble.code != state.trouble:
            log.warning("Feed %s: %s", feed.name, trouble)
        taken = Taken(msgspec.structs.replace(state, trouble=trouble.code), [])
    except Exception:  # noqa: BLE001 - whatever a feed sends, the page goes on
        if state.trouble != "failed":
            log.error("Feed %s sent what can't be handled.", feed.name)
        taken = Taken(msgspec.structs.replace(state, trouble="failed"), [])
    else:
        heard = batch.heard or Heard()
        now = heard.at or now
        state = msgspec.structs.replace(
            state, told_at=heard.told_at or state.told_at, clock=heard.clock or state.clock
        )
        taken = take(store, msgspec.structs.replace(batch, heard=None), state, now)
        if batch.refused:
            _keep_aside(folder, feed.name, batch.refused, now)
    try:
        keep_state(folder, taken.state)
    except OSError as error:
        raise Failure(f"The feed's state can't be kept: {error.strerror}.") from error
    tell(store, taken.state, home, now)
    return taken


def pause(every: float, failures: int, jitter: float) -> float:
    """Seconds to wait after so many failures in a row: doubled each time up to five minutes, and
    spread by `jitter` (0 to 1) so that 22 homes don't ask a port that comes back all at once."""
    if failures == 0:
        return every * (0.95 + 0.1 * jitter)
    return min(every * 2.0 ** min(failures, 16), LONGEST_PAUSE) * (0.5 + 0.5 * jitter)


class FeedRunner:
    """Runs one feed on a thread, with a Store of its own. Tells of everything at the start, and
    after every answer of what it changed."""

    def __init__(self, feed: Feed, folder: Path, home: str, teller: Teller) -> None:
        self._feed = feed
        self._folder = folder
        self._home = home
        self._teller = teller
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"feed-{feed.name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, seconds: float = 5.0) -> None:
        """Ask the thread to end and wait for it; one that hangs in the network is left to die
        with the process."""
        self._stop.set()
        self._feed.close()
        self._thread.join(seconds)

    def _run(self) -> None:
        failures = 0
        said = ""
        while not self._stop.is_set():
            try:
                with Store.open(self._folder, again=not failures) as store:
                    # after trouble, what was stored may not have been told
                    self._teller.tell(store, None if failures else ())
                    while not self._stop.is_set():
                        taken = step(self._feed, store, self._folder, self._home, datetime.now(UTC))
                        failures = failures + 1 if _failed(taken.state) else 0
                        said = ""
                        told = {each.id for each in taken.changes if each.kind is Vehicle}
                        self._teller.tell(store, told)
                        self._wait(failures)
            except Failure as failure:
                if str(failure) != said:  # a disk may be full for days
                    log.error("Feed %s: %s", self._feed.name, failure)
                said = str(failure)
                failures += 1
                self._wait(failures)

    def _wait(self, failures: int) -> None:
        # a folder is looked into as often as ever: the next table may be whole
        tries = 0 if isinstance(self._feed, DropFolder) else failures
        self._stop.wait(pause(self._feed.every, tries, random.random()))  # noqa: S311


def start_feeds(
    settings: Iterable[FeedSettings], folder: Path, home: str, teller: Teller
) -> list[FeedRunner]:
    """Start a runner for every feed of kiosk.toml; each wants its `stop()` at the end."""
    runners = [FeedRunner(make_feed(each, home), folder, home, teller) for each in settings]
    for runner in runners:
        runner.start()
    return runners


def follow(folder: Path, teller: Teller) -> Following:
    """Start to tell what other programs' feeds store in a data folder, on a thread. Wants its
    `stop()` at the end."""
    following = Following(folder, "following", teller.tell, lambda: written(folder))
    following.start()
    return following


_BORNE = frozenset({"", "backwards", "empty", "many-refused", "future", "duplicate"})


def _failed(state: FeedState) -> bool:
    """Whether a feed gave no answer that could be read: then it is asked less often."""
    return state.trouble not in _BORNE


def _keep_aside(folder: Path, name: str, rows: Iterable[Refused], now: datetime) -> None:
    try:
        set_aside(folder, name, rows, now)
    except OSError as error:
        log.warning("Rows of feed %s can't be set aside: %s", name, error.strerror)
