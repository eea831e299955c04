"""`hq serve` in processes of its own, and kiosks that sync with it: all real but the screen."""

import json
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil
import sqlalchemy as sa
from click.testing import CliRunner

from kiosk.joining import join, settings_of
from kiosk.store import Store
from kiosk.syncing import sync_once
from sync.engine import Done
from sync.errors import BadInput, Failure
from sync.hq.__main__ import hq as program
from sync.hq.database import now_here
from sync.records import KINDS, PageUse, Record, new_id
from sync.server.database import connect
from sync.server.enrolment import make_code
from sync.server.exporting import records

HOME = "horgos-jinyi"
AT = "2026-11-23T10:00:00+08:00"


class Server:
    """`hq serve` on a database; `options` go with it. Ends with its block, however it got there."""

    def __init__(self, url: str, *options: str, port: int = 0) -> None:
        self.url = url
        self.options = options
        self.port = port
        self.said: list[dict[str, Any]] = []
        self.start()

    def start(self) -> None:
        """Again, on the same port."""
        self._log = tempfile.TemporaryFile("w+")  # noqa: SIM115 - a pipe that nobody reads would fill
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "sync.hq", "serve", "--db", self.url),
                *("--port", str(self.port), *self.options),
            ],
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        if not select.select([self.process.stdout], [], [], 60)[0]:
            raise AssertionError("hq serve says nothing")
        line = self.process.stdout.readline()
        assert line, self._log.seek(0) or self._log.read()
        self.port = int(line.rsplit(":", 1)[1])
        self.address = f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        self.process.kill()
        self._gone()

    def end(self) -> int:
        """Its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self._gone()

    def memory(self) -> int:
        """Bytes that it holds."""
        return int(psutil.Process(self.process.pid).memory_info().rss)

    def hq(self, *arguments: str, fails: int = 0) -> str:
        """What a command says that runs beside it; `fails`: the code with which it ends."""
        return hq(self.url, *arguments, fails=fails)

    def code(self, device: str = "hall", home: str = HOME) -> str:
        with self._engine() as engine:
            return make_code(engine, home, device, now_here())

    def export(self, kind: str) -> list[dict[str, Any]]:
        with self._engine() as engine:
            return [json.loads(line) for line in records(engine, KINDS[kind])]

    @contextmanager
    def _engine(self) -> Iterator[sa.Engine]:
        engine = connect(self.url)
        try:
            yield engine
        finally:
            engine.dispose()

    def _gone(self) -> int:
        self.process.communicate(timeout=60)
        self._log.seek(0)
        self.said += [json.loads(line) for line in self._log.read().splitlines()]
        self._log.close()
        return int(self.process.returncode)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.kill()


def hq(url: str, *arguments: str, fails: int = 0) -> str:
    """What a command says, run here: on stdout, or where it `fails` its sentence."""
    done = CliRunner().invoke(program, arguments, env={"HQ_DB": url})
    error = done.exception
    if not fails:
        if error is not None:
            raise error
        return done.output
    assert isinstance(error, {1: Failure, 2: BadInput}[fails]), (error, done.output)
    return str(error)


class Kiosk:
    """A data folder without a screen."""

    def __init__(self, folder: Path, server: Server, address: str = "") -> None:
        self.folder = folder
        folder.mkdir()
        (folder / "kiosk.toml").write_text(f'home = "{HOME}"\n')
        self.address = address or server.address
        join(folder, server.code(folder.name), self.address)

    def sync(self, **more: Any) -> Done:
        return sync_once(self.folder, settings_of(self.folder), server=self.address, **more)

    def add(self, *records: Record) -> None:
        with Store.open(self.folder) as store:
            for record in records:
                store.add(record)

    def put(self, *records: Record) -> None:
        with Store.open(self.folder) as store:
            store.put(*records)

    def find(self, kind: type[Record]) -> list[Any]:
        with Store.open(self.folder) as store:
            return store.find(kind)

    def waiting(self) -> int:
        with Store.open(self.folder) as store:
            return int(store.connection.execute("SELECT count(*) FROM outbox").fetchone()[0])


def uses(count: int) -> list[PageUse]:
    return [
        PageUse(id=new_id(), home=HOME, at=AT, page="meals", locale="ug_CN", seconds=each)
        for each in range(count)
    ]
