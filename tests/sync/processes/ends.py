"""Both ends as they run in a home and at headquarters: `hq serve` and `kiosk` as processes."""

import itertools
import json
import os
import select
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from kiosk.joining import join, settings_of
from kiosk.store import Store
from kiosk.store.commands import export
from kiosk.syncing import sync_once
from sync.records import KINDS, Flow, PageUse, Rate, new_id
from sync.server.core import Headquarters
from sync.server.database import connect
from sync.server.exporting import records
from sync.server.rules import HEADQUARTERS
from sync.server.tables import HELD, METADATA, QUARANTINE, SERVER

HOME = "horgos-jinyi"
UP = [name for name, kind in sorted(KINDS.items()) if kind.info.flow is Flow.UP]
TOP = Path(__file__).parents[3]
MOSTLY_SQLITE = pytest.mark.parametrize(
    "url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.soak)], indirect=True
)
"""For what has little to do with the server's database."""
_NUMBERS = itertools.count()


class Server:
    """`hq serve`. `before` stands before the command (`nsenter …`), `more` is its environment. A
    second start listens on the same port."""

    def __init__(
        self, url: str, *, before: Iterable[str] = (), more: dict[str, str] | None = None
    ) -> None:
        self.url = url
        self._before = [*before]
        self._more = more or {}
        self.port = 0
        self._errors = Path(os.environ["HOME"]) / f"hq-{next(_NUMBERS)}.log"
        self.start()

    def start(self) -> None:
        command = [*self._before, sys.executable, "-m", "sync.hq", "serve", "--db", self.url]
        with self._errors.open("ab") as errors:
            self.process = subprocess.Popen(
                [*command, "--port", str(self.port)],
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                cwd=TOP,
                env=os.environ | self._more,
            )
        out = self.process.stdout
        assert out is not None
        said = out.readline() if select.select([out], [], [], 60)[0] else ""
        assert said, self._errors.read_text("utf-8")
        self.port = int(said.rsplit(":", 1)[1])
        self.address = f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        """As the power does it."""
        self.process.kill()
        self._gone()

    def end(self) -> None:
        self.process.terminate()
        self._gone()

    def _gone(self) -> None:
        self.process.communicate(timeout=60)

    def code(self, device: str = "hall", home: str = HOME) -> str:
        return self.hq("enroll", "--home", home, "--device", device).strip()

    def hq(self, *command: str) -> str:
        """A command beside it, in a process of its own."""
        return subprocess.run(
            [sys.executable, "-m", "sync.hq", *command, "--db", self.url],
            check=True,
            capture_output=True,
            text=True,
            cwd=TOP,
        ).stdout

    def lines(self, kind: str) -> list[bytes]:
        """What `hq export` prints."""
        with self.core() as core:
            return [line.rstrip() for line in records(core.engine, KINDS[kind])]

    @contextmanager
    def core(self) -> Iterator[Headquarters]:
        """Headquarters beside it, on the same database."""
        engine = connect(self.url)
        try:
            yield Headquarters(engine, HEADQUARTERS)
        finally:
            engine.dispose()

    def write_rates(self, count: int) -> None:
        """Content for all homes."""
        with self.core() as core:
            core.write(
                Rate(id=new_id(), currency="KZT", per_yuan=70 + n, as_of="2026-11-23T09:00:00Z")
                for n in range(count)
            )

    def aside(self) -> list[str]:
        """Why ops wait at the server: none should."""
        with self.core() as core, core.engine.connect() as connection:
            why = list(connection.scalars(sa.select(QUARANTINE.c.why)))
            held = connection.scalar(sa.select(sa.func.count()).select_from(HELD))
        return why + ["held"] * (held or 0)

    def begin_again(self) -> None:
        """As if it were new: it keeps nothing in its process."""
        if self.process.poll() is not None:
            self.start()
        with self.core() as core, core.engine.begin() as connection:
            for table in reversed(METADATA.sorted_tables):
                if table is not SERVER:
                    connection.execute(sa.delete(table))

    def said_nothing_bad(self) -> None:
        """Nothing that was not foreseen has happened in it since this was last asked."""
        said = self._errors.read_text("utf-8")
        self._errors.write_text("", "utf-8")
        assert "unforeseen" not in said, said[-6000:]

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
        self.said_nothing_bad()


class Kiosk:
    """A data folder; `before` and `more` as with the server."""

    def __init__(
        self, folder: Path, *, before: Iterable[str] = (), more: dict[str, str] | None = None
    ) -> None:
        self.folder = folder
        self._before = [*before]
        self._more = more or {}
        self._uses = 0

    def start(self, *command: str, more: dict[str, str] | None = None) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*self._before, sys.executable, "-m", "kiosk", *command, "--data", str(self.folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=TOP,
            env=os.environ | self._more | (more or {}),
        )

    def run(self, *command: str, **more: Any) -> subprocess.CompletedProcess[str]:
        process = self.start(*command, **more)
        out, err = process.communicate(timeout=120)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def join(self, server: Server, address: str = "", device: str = "hall") -> None:
        """Without a process of its own: it is not what is tried."""
        self.folder.mkdir(exist_ok=True)
        join(self.folder, server.code(device), address or server.address)

    def sync(self, **more: Any) -> Any:
        return sync_once(self.folder, settings_of(self.folder), **more)

    def live(self, count: int, size: int = 0) -> None:
        """So many pages were looked at; `size` letters in each that no codec can shrink."""
        with Store.open(self.folder) as store:
            store.put(
                *(
                    PageUse(
                        id=new_id(),
                        home=HOME,
                        at="2026-11-23T10:00:00+08:00",
                        page=os.urandom(size // 2).hex() or "meals",
                        locale="ug_CN",
                        seconds=n % 60,
                    )
                    for n in range(count)
                )
            )

    def lines(self, kind: str) -> list[bytes]:
        """What `kiosk export` prints."""
        done = CliRunner().invoke(
            export, [kind, "--data", str(self.folder)], catch_exceptions=False
        )
        assert done.exit_code == 0, done.output
        return done.stdout_bytes.splitlines()

    def waiting(self) -> int:
        with Store.open(self.folder) as store:
            assert store.mended is None
            return len(store.outbox())


def alike(server: Server, *kiosks: Kiosk, own: Iterable[str] = UP) -> None:
    """Headquarters holds what the kiosks have, each once, and nothing else; and nothing waits."""
    for kind in own:
        here = sorted((line for each in kiosks for line in each.lines(kind)), key=_id)
        there = server.lines(kind)
        assert sorted(there, key=_id) == here, _unlike(kind, here, there)
    there = server.lines("rate")
    for each in kiosks:
        here = each.lines("rate")  # and those that the program brought
        assert set(there) <= set(here), _unlike("rate", here, there)
        assert len({_id(line)[0] for line in here}) == len(here)
        assert each.waiting() == 0
    assert server.aside() == []


def one_sentence(said: str) -> bool:
    """Whether a command failed as one should."""
    return "Traceback" not in said and len(said.strip().splitlines()) <= 1


def copy_of(lived: Path, folder: Path) -> Kiosk:
    shutil.copytree(lived, folder)
    return Kiosk(folder)


def _id(line: bytes) -> tuple[str, bytes]:
    return json.loads(line)["id"], line


def _unlike(kind: str, here: list[bytes], there: list[bytes]) -> str:
    lost, strange = set(here) - set(there), set(there) - set(here)
    return (
        f"{kind}: {len(here)} here, {len(there)} there; not there {sorted(lost)[:3]}, "
        f"not here {sorted(strange)[:3]}"
    )
