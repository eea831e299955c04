"""What runs beside the screen: loading what the first frame does not need, the feeds, the sync, and
keeping house (hourly backups, retention, what headquarters is told of the day and the device).
Started after the first frame, on threads of their own."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from kiosk.config import Settings
from kiosk.errors import Failure
from kiosk.store import FEEDS, FolderLock, Store, Taken
from kiosk.store.backup import back_up_if_due
from sync.records import Vehicle

log = logging.getLogger(__name__)

HOUSE_EVERY = 300.0
"""Seconds between two looks at what is due; each reads through the log's times once."""

PRESENT_FIRST = 1.5
"""Seconds that the forecast and the log of the last days leave to what the port says now."""


class Loaded(NamedTuple):
    """Modules that take longer to import than the first page to draw: Babel's formats, the
    drawing of QR codes, and that of slips."""

    formats: ModuleType
    qr: ModuleType
    slip: ModuleType


class Background:
    """Threads of a running kiosk. `on_loaded`, `on_news`, `on_outlook`, `on_changed` (what a
    sync has changed in the store) and `on_progress` (how far it is) are called on them.
    `following`: another program asks the port for this folder, syncs it and keeps house; what it
    stores is read. Else the feeds begin when no other program asks them any more."""

    def __init__(
        self,
        settings: Settings,
        folder: Path,
        on_loaded: Callable[[Loaded], None],
        on_news: Callable[[object], None],
        on_outlook: Callable[[object], None],
        *,
        on_changed: Callable[[object], None] = lambda _changes: None,
        on_progress: Callable[[object], None] = lambda _progress: None,
        following: bool = False,
    ) -> None:
        self._settings = settings
        self._on_changed = on_changed
        self._on_progress = on_progress
        self._folder = folder
        self._on_loaded = on_loaded
        self._tell_news = on_news
        self._on_outlook = on_outlook
        self._following = following
        self._asking: FolderLock | None = None
        self._forecasting: Any = None  # these two's modules load in the thread
        self._teller: Any = None
        self._syncing: Any = None
        self._stop = threading.Event()
        self._feeds: list[object] = []
        self._threads = [
            threading.Thread(target=self._warm, name="warm", daemon=True),
            threading.Thread(target=self._keep_house, name="house", daemon=True),
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Ask all threads to end and wait for them, a few seconds at most."""
        self._stop.set()
        if self._threads[0].ident is None:  # the end came before the first frame
            return
        self._threads[0].join(10)
        for feed in self._feeds:
            feed.stop()  # type: ignore[attr-defined]  # FeedRunner, whose module loads in the thread
        if self._forecasting is not None:
            self._forecasting.stop()
        if self._syncing is not None:
            self._syncing.stop()
        if self._asking is not None:
            self._asking.release()
        self._threads[1].join(10)

    def _warm(self) -> None:
        # Babel, requests and their like take longer to import than the first page to draw.
        formats = import_module("kiosk.i18n.formats")
        formats.warm()
        qr, slip = (import_module(name) for name in ("kiosk.services.qr", "kiosk.paper.slip"))
        self._on_loaded(Loaded(formats, qr, slip))
        if not self._following:
            self._asking = self._turn()
        if self._stop.is_set():
            return
        runner = import_module("kiosk.queue.feeds.runner")
        self._teller = teller = runner.Teller(self._folder, self._on_news)
        if self._following:
            self._feeds = [runner.follow(self._folder, teller)]
        else:
            self._feeds = runner.start_feeds(
                self._settings.feeds, self._folder, self._settings.home, teller
            )
        try:
            with Store.open(self._folder, again=True) as store:
                teller.tell(store, ())
                if not self._stop.wait(PRESENT_FIRST):
                    self._forecast()
                    teller.tell_past(store, datetime.now(UTC))
                    self._sync()
        except Failure as failure:
            log.error("The log of the last days can't be read: %s", failure)
            self._forecast()
            self._sync()

    def _forecast(self) -> None:
        forecasting = import_module("kiosk.queue.forecasting")
        thread = forecasting.Forecasting(
            self._folder, self._settings.home, self._on_outlook, keeping=not self._following
        )
        thread.start()
        self._forecasting = thread

    def _sync(self) -> None:
        """Whoever asks the port for a folder syncs it, too."""
        if self._following:
            return
        syncing = import_module("kiosk.syncing")
        self._syncing = syncing.Syncing(
            self._folder, self._settings, self._on_changed, on_progress=self._on_progress
        )
        self._syncing.start()

    def _turn(self) -> FolderLock | None:
        """Wait until nobody else asks the port for this folder; None at the end."""
        while not self._stop.is_set():
            try:
                return FolderLock(self._folder, FEEDS)
            except Taken:
                self._stop.wait(0.1)
            except Failure:
                break  # a folder that can't be written: every feed says so
        return None

    def _on_news(self, news: object) -> None:
        self._tell_news(news)
        if self._forecasting is not None:
            self._forecasting.wake()

    def _keep_house(self) -> None:
        trouble = ""
        while not self._following and not self._stop.wait(HOUSE_EVERY):
            before, trouble = trouble, self._keep_house_once()
            if trouble and trouble != before:  # not the same line every time
                log.error("Keeping house: %s", trouble)
            elif before and not trouble:
                log.info("Keeping house: all is well again.")

    def _keep_house_once(self) -> str:
        def tell(store: Store, gone: list[str]) -> None:
            if self._teller is not None and gone:
                self._teller.tell(store, gone)

        return keep_house(self._folder, datetime.now(UTC), self._settings, tell)


def keep_house(
    folder: Path,
    now: datetime,
    settings: Settings,
    tell: Callable[[Store, list[str]], None] = lambda _store, _gone: None,
) -> str:
    """Back up if it is due, sum up the port's day when it is over, let go of what is past its
    retention, and tell how the device is if that is news; `tell` is given the ids of vehicles that
    went. What went wrong, in a sentence; empty if all went well. Nothing that goes wrong in one of
    them stops the others."""
    troubles = []
    steps = (
        back_up_if_due,
        partial(_sum_up, settings),  # before plates are veiled: their countries go with them
        partial(_expire, tell),
        partial(_tell_status, settings),
    )
    for step in steps:
        try:
            step(folder, now)
        except Failure as failure:
            troubles.append(str(failure))
        except OSError as error:
            troubles.append(f"{folder} can't be used: {error.strerror or error}.")
    return " ".join(dict.fromkeys(troubles))


def _sum_up(settings: Settings, folder: Path, now: datetime) -> None:
    summaries = import_module("kiosk.queue.summaries")
    with Store.open(folder) as store:  # looked through here, once for all steps
        summaries.sum_up(store, settings.home, now)


def _expire(tell: Callable[[Store, list[str]], None], folder: Path, now: datetime) -> None:
    with Store.open(folder, again=True) as store:
        tell(store, [each.id for each in store.expire(now) if each.kind is Vehicle])


def _tell_status(settings: Settings, folder: Path, now: datetime) -> None:
    status = import_module("kiosk.status")
    with Store.open(folder, again=True) as store:
        status.tell_status(store, status.measured(store, settings.home, settings.language, now))
