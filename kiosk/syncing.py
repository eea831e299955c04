"""The kiosk's sync: one at a time for a folder, on a thread of its own, by the schedule."""

import logging
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import psutil

from kiosk.config import Settings, SyncSettings
from kiosk.errors import BadInput, Failure
from kiosk.joining import NOT_JOINED, settings_of, transport
from kiosk.store import Change, Store, Taken
from kiosk.store.sync_needs import ENROL_AGAIN
from kiosk.store.sync_state import last_urgent, sync_state
from kiosk.store.syncing import StoreLocal
from sync import identity
from sync.comparing import compare
from sync.counter import Counter, DeviceSigner
from sync.engine import Done, Engine, Progress
from sync.identity import Identity
from sync.outbox import Moment, now
from sync.protocol import Trouble
from sync.schedule import BEIJING, after_failure, after_success, comparison_due
from sync.talk import NotDone, Transport, Unreachable

log = logging.getLogger(__name__)

LOOK = 1.0
"""Seconds between two looks for what can't wait, and for the line's coming back."""
_MEGABYTE = 1_000_000


class Means(NamedTuple):
    """By what a sync is made: this machine's clocks and the network."""

    moment: Callable[[], Moment] = now
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    seconds: Callable[[], float] = time.monotonic
    line: Callable[[str, SyncSettings], Transport] = transport


HERE = Means()


def sync_once(
    folder: Path,
    settings: Settings,
    *,
    means: Means = HERE,
    server: str = "",
    comparing: bool = False,
    allowed: bool = False,
    wait: float = 0.1,
    stopped: Callable[[], bool] = lambda: False,
    changed: Callable[[list[Change[Any]]], None] = lambda _changes: None,
    on_progress: Callable[[Progress], None] = lambda _progress: None,
) -> Done:
    """One sync of a folder, with a comparison where one is asked for or a new line makes one due.
    `allowed`: a person has agreed to the removals that waited. `changed` is told what is otherwise
    in the store for it, `wait` is how long another who syncs is waited for. Raises Failure in one
    sentence; what was done until then is kept."""
    url = server or settings.server
    known = identity.load(folder)
    if known is None or not url:
        raise Failure(NOT_JOINED)
    line = means.line(url, settings.sync)
    keys = Keys(folder, known)
    try:
        with (
            Store.open(folder) as store,
            StoreLocal(store, changed=changed, clock=means.clock, wait=wait) as local,
        ):
            signer = DeviceSigner(keys.present, Counter(local.file))
            engine = Engine(
                local, line, signer, means.moment, means.seconds, on_progress=on_progress
            )
            day = means.clock().astimezone(BEIJING).date().isoformat()
            budget = settings.sync.daily_budget_mb * _MEGABYTE
            urgent_only = 0 < budget <= sum(local.spent_on(day)[:2])
            began, trouble = means.seconds(), ""
            try:
                try:
                    done = engine.run(urgent_only=urgent_only, allowed=allowed, stopped=stopped)
                except NotDone as refused:
                    if refused.trouble is not Trouble.SIGNATURE or not keys.take_next():
                        raise
                    done = engine.run(urgent_only=urgent_only, allowed=allowed, stopped=stopped)
                    keys.keep()
                if not urgent_only and (comparing or local.unverified()):
                    compare(local, engine, done, on_progress)
                    local.verified(means.clock())
                return done
            except Unreachable as away:
                trouble = str(away)
                raise Failure(trouble) from away
            except NotDone as refused:
                trouble = _sentence(refused)
                raise Failure(trouble) from refused
            finally:
                done = engine.so_far
                seconds = means.seconds() - began
                local.spent(day, done.up, done.down, done.requests, seconds)
                local.synced(means.clock(), trouble)
    finally:
        line.close()


class Keys:
    """The keys of a device that may have been cut while it exchanged them: then the server takes
    the new one and not the old."""

    def __init__(self, folder: Path, known: Identity) -> None:
        self._folder = folder
        self._present = known

    def present(self) -> Identity:
        return self._present

    def take_next(self) -> bool:
        """Try the key that was made and never confirmed; False where there is none."""
        waiting = identity.waiting(self._folder)
        if waiting is None or waiting.device != self._present.device:
            return False
        self._present = waiting
        return True

    def keep(self) -> None:
        """It was the right one."""
        identity.adopt(self._folder)


def _sentence(refused: NotDone) -> str:
    if refused.trouble is Trouble.ENROL:
        return f"{refused} {ENROL_AGAIN}"
    return str(refused)


class Syncing:
    """Syncs a folder by the schedule, on a thread of its own: every few minutes, at once for what
    is urgent and when the line comes back, and compares all of it once a night. `changed` and
    `on_progress` are called on it."""

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        changed: Callable[[list[Change[Any]]], None],
        *,
        on_progress: Callable[[Progress], None] = lambda _progress: None,
        sync: Callable[..., Done] = sync_once,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._folder = folder
        self._settings = settings
        self._changed = changed
        self._on_progress = on_progress
        self._sync = sync
        self._chance = chance
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ask it to end, and wait a few seconds at most: an answer may be on its way."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join(5)

    def _run(self) -> None:
        failures, said = 0, ""
        wait = self._chance() * LOOK
        while not self._wait(wait, failures):
            if not self._joined():
                wait = LOOK
                continue
            try:
                done = self._sync(
                    self._folder,
                    self._settings,
                    comparing=self._comparison_due(),
                    stopped=self._stop.is_set,
                    changed=self._changed,
                    on_progress=self._on_progress,
                )
            except Taken:
                wait = LOOK * 5  # another program syncs it just now
                continue
            except (Failure, BadInput) as failure:
                failures += 1
                wait = after_failure(failures, self._chance())
                if str(failure) != said:
                    said = str(failure)
                    log.info("sync: %s", said)
                continue
            failures, said = 0, ""
            wait = after_success(self._settings.sync.every_minutes * 60, self._chance())
            if done.waiting:
                log.info("removals wait for a person: %s", done.waiting)

    def _wait(self, seconds: float, failures: int) -> bool:
        """Wait, and less where something urgent was written or the line came back. Whether to
        end. After a failure what is urgent and waited already wakes nobody: it would be tried
        every second while the line is down."""
        until = time.monotonic() + seconds
        linked = _linked() if failures else True
        with self._watching() as urgent:
            waited = urgent() if failures else 0
            while (left := until - time.monotonic()) > 0:
                if self._stop.wait(min(left, LOOK)):
                    return True
                if urgent() > waited:
                    break
                if failures:
                    before, linked = linked, _linked()
                    if linked and not before:
                        break
        return self._stop.is_set()

    @contextmanager
    def _watching(self) -> Iterator[Callable[[], int]]:
        """Looks for the last urgent op that waits, where the store was written to."""
        try:
            store = Store.open(self._folder, again=True)
        except Failure:
            yield lambda: 0
            return
        with store:
            seen, last = -1, 0

            def urgent() -> int:
                nonlocal seen, last
                try:
                    version = store.version()
                    if version != seen:
                        last = last_urgent(store)
                        seen = version
                except Failure:  # the sync itself will say so
                    pass
                return last

            yield urgent

    def _joined(self) -> bool:
        """Whether it has joined a server; it may do so while the screen runs."""
        if not (self._folder / identity.KEY).exists():
            return False
        if not self._settings.server:
            try:
                self._settings = settings_of(self._folder)
            except BadInput:
                return False
        return bool(self._settings.server)

    def _comparison_due(self) -> bool:
        try:
            with Store.open(self._folder, again=True) as store:
                return comparison_due(
                    self._settings.home,
                    store.head().device,
                    sync_state(store, "").verified_at,
                    datetime.now(UTC),
                )
        except Failure:
            return False


def _linked() -> bool:
    """Whether a network but this machine's own is up."""
    return any(
        each.isup for name, each in psutil.net_if_stats().items() if not name.startswith("lo")
    )
