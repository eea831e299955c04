"""A kiosk that has lived a day and joined nobody yet, and a server nobody has joined."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sync.processes.ends import HOME, Kiosk, Server, copy_of
from tests.sync.proxy import Proxy


@pytest.fixture(scope="session")
def lived(tmp_path_factory) -> Path:
    """A data folder: a day of the home, as `kiosk simulate` makes it up."""
    folder = tmp_path_factory.mktemp("lived") / "kiosk"
    folder.mkdir()
    (folder / "kiosk.toml").write_text(f'home = "{HOME}"\n', "utf-8")
    done = Kiosk(folder).run("simulate", "--drivers", "20", "--days", "1", "--seed", "4")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def servers() -> Iterator[dict[str, Server]]:
    """One on each kind of database: to start one takes longer than most tests."""
    made: dict[str, Server] = {}
    yield made
    for each in made.values():
        each.end()


@pytest.fixture
def server(url, servers) -> Iterator[Server]:
    yield from _as_new(url, servers)


@pytest.fixture
def sqlite_server(empty_sqlite, tmp_path, servers) -> Iterator[Server]:
    yield from _as_new(_copy(empty_sqlite, tmp_path), servers)


@pytest.fixture
def own_server(empty_sqlite, tmp_path) -> Iterator[Server]:
    """For a test that does something to its file."""
    with Server(_copy(empty_sqlite, tmp_path)) as serving:
        yield serving


def _as_new(url: str, servers: dict[str, Server]) -> Iterator[Server]:
    kind = url.partition(":")[0]
    if kind in servers:
        servers[kind].begin_again()
    else:
        servers[kind] = Server(url)
    yield servers[kind]
    servers[kind].said_nothing_bad()


def _copy(empty: Path, folder: Path) -> str:
    shutil.copy(empty, folder / "hq.db")
    return f"sqlite:///{folder / 'hq.db'}"


@pytest.fixture
def kiosk(lived, tmp_path) -> Kiosk:
    return copy_of(lived, tmp_path / "kiosk")


@pytest.fixture
def bare(tmp_path) -> Kiosk:
    """A kiosk that knows nothing yet."""
    folder = tmp_path / "bare"
    folder.mkdir()
    return Kiosk(folder)


@pytest.fixture
def wire(request) -> Iterator[Proxy]:
    name = "server" if "server" in request.fixturenames else "sqlite_server"
    with Proxy(request.getfixturevalue(name).port) as wire:
        yield wire
