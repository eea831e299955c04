"""A kiosk that has lived a day and joined nobody yet, and a server nobody has joined."""

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


@pytest.fixture
def server(url) -> Iterator[Server]:
    with Server(url) as serving:
        yield serving


@pytest.fixture
def sqlite_server(empty_sqlite, tmp_path) -> Iterator[Server]:
    file = tmp_path / "hq.db"
    file.write_bytes(empty_sqlite.read_bytes())
    with Server(f"sqlite:///{file}") as serving:
        yield serving


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
