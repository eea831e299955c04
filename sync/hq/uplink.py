"""A home server's own line to headquarters, on a thread: by the same schedule as a kiosk's."""

import fcntl
import logging
import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import click
import msgspec
from sqlalchemy.exc import SQLAlchemyError

from sync import identity
from sync.client import HttpTransport
from sync.comparing import compare
from sync.counter import Counter, DeviceSigner
from sync.engine import Done, Engine
from sync.errors import Failure
from sync.hq.database import db, existing, now_here
from sync.outbox import now
from sync.schedule import BEIJING, after_failure, after_success, comparison_due
from sync.server.core import Headquarters
from sync.server.upstream import HomeLocal, something_waits
from sync.server.upstream_rows import settle
from sync.server.upstream_state import Heard, Joined, kept, load, store
from sync.talk import NotDone, Unreachable

log = logging.getLogger("hq")

EVERY = 300.0
"""Seconds between two syncs where nothing is to be told, as at a kiosk."""
TOGETHER = 4.0
"""Seconds after a sync until the next one tells what kiosks have told meanwhile: it does not wait
twice, and what they tell at the same time goes together."""
LOOK = 1.0
_LOCK = "uplink.lock"


class Uplink:
    """Runs within its block. Of several servers on one database and identity one does; the others
    stand by. `home` is the home it joined as."""

    def __init__(
        self,
        core: Headquarters,
        url: str,
        folder: Path,
        home: str,
        *,
        plain_http: bool = False,
        pin: str = "",
        every: float = EVERY,
    ) -> None:
        self._core = core
        self._folder = folder
        self._home = home
        self._every = every
        self._line: Callable[[], HttpTransport] = lambda: HttpTransport(
            url, plain_http=plain_http, pin=pin
        )
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="uplink")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        failures, said, wait = 0, "", random.random() * LOOK  # noqa: S311 - so as not to be in step
        while not self._wait(wait, failures):
            if identity.load(self._folder) is None:  # it may join while it runs
                wait = LOOK
                continue
            try:
                with alone(self._folder):
                    done = self._sync()
            except Busy:
                wait = LOOK * 10
                continue
            except (Failure, Unreachable, NotDone, SQLAlchemyError, OSError) as failed:
                failures += 1
                wait = after_failure(failures, random.random())  # noqa: S311
                told = "the database" if isinstance(failed, SQLAlchemyError) else str(failed)
                if told != said:
                    said = told
                    log.info("upstream: %s", said)
                continue
            failures, said = 0, ""
            wait = after_success(self._every, random.random())  # noqa: S311
            if done.told or done.heard:
                log.info("upstream: told %d, heard %d", done.told, done.heard)

    def _sync(self) -> Done:
        local = HomeLocal(self._core.engine, self._folder, self._home, now=self._core.now)
        device = local.line().written.device
        state = kept(self._core.engine, Heard)
        last = datetime.fromisoformat(state.verified_at) if state.verified_at else None
        comparing = comparison_due(self._home, device, last, datetime.now(UTC))
        return sync_once(
            local, self._line(), self._folder, comparing=comparing, stopped=self._ended.is_set
        )

    def _wait(self, seconds: float, failures: int) -> bool:
        """Wait, and less where a kiosk told something. Whether to end."""
        began = time.monotonic()
        while (passed := time.monotonic() - began) < seconds:
            if self._ended.wait(min(seconds - passed, LOOK)):
                return True
            try:
                if not failures and passed > TOGETHER and something_waits(self._core.engine):
                    break
            except SQLAlchemyError:
                continue
        return self._ended.is_set()


def sync_once(
    local: HomeLocal,
    line: HttpTransport,
    folder: Path,
    *,
    comparing: bool = False,
    allowed: bool = False,
    stopped: Callable[[], bool] = lambda: False,
) -> Done:
    """One sync with upstream. Raises Unreachable, NotDone, Failure."""
    known = identity.load(folder)
    if known is None:
        raise Failure("This server has not joined; get a code there and run `hq join CODE`.")
    began, trouble = time.monotonic(), ""
    engine = Engine(
        local, line, DeviceSigner(lambda: known, Counter(local.file)), now, time.monotonic
    )
    try:
        done = engine.run(allowed=allowed, stopped=stopped)
        if comparing or local.unverified():
            compare(local, engine, done)
            local.verified(datetime.now(UTC))
        return done
    except (Unreachable, NotDone) as failed:
        trouble = str(failed)
        raise
    finally:
        line.close()
        done, at = engine.so_far, datetime.now(UTC)
        day = at.astimezone(BEIJING).date().isoformat()
        local.spent(day, done.up, done.down, done.requests, time.monotonic() - began)
        local.synced(at, trouble)


@click.command()
@db
@click.option("--allow", is_flag=True, help="Do them.")
def removals(db: str | None, *, allow: bool) -> None:
    """Of a home's server: what headquarters removed at once, and more of it than a fifth."""
    engine = existing(db)
    with engine.begin() as connection:
        home = load(connection, Joined).home
        waits = settle(connection, home, now_here(), allowed=allow)
        store(connection, msgspec.structs.replace(load(connection, Heard), waiting=waits))
    for kind, count in sorted(waits.items()):
        print(msgspec.json.encode({"kind": kind, "count": count}).decode())


class Busy(Exception):  # noqa: N818 - the other one does the work
    """Another process uses this identity just now."""


@contextmanager
def alone(folder: Path, *, seconds: float = 0) -> Iterator[None]:
    """Nobody else uses the identity of this folder meanwhile; `seconds` to wait for it. Raises
    Busy, OSError."""
    until = time.monotonic() + seconds
    opened = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        while True:
            try:
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as taken:
                if time.monotonic() > until:
                    raise Busy from taken
            time.sleep(0.05)
        yield
    finally:
        os.close(opened)
