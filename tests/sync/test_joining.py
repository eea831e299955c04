"""A kiosk and a real server become known to each other over a wire that loses answers."""

import json
import select
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from kiosk.errors import BadInput, Failure
from kiosk.joining import exchange_key, join, settings_of
from kiosk.syncing import sync_once
from sync import identity
from sync.server.enrolment import revoke
from sync.server.tables import DEVICE
from tests.sync.proxy import Proxy

HOME = "horgos-jinyi"


class Server:
    """`hq serve` in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'hq.db'}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sync.hq", "serve", "--db", self.url, "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert select.select([self.process.stdout], [], [], 60)[0]
        self.port = int(self.process.stdout.readline().rsplit(":", 1)[1])

    def code(self, home: str = HOME) -> str:
        command = [sys.executable, "-m", "sync.hq", "enroll", "--db", self.url]
        command += ["--home", home, "--device", "hall"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def devices(self) -> list[sa.Row]:
        engine = sa.create_engine(self.url)
        with engine.connect() as connection:
            found = connection.execute(sa.select(DEVICE).order_by(DEVICE.c.enrolled_at)).all()
        engine.dispose()
        return list(found)

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(60)
        self.process.stdout.close()


@pytest.fixture(scope="module")
def serving(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("hq"))
    yield server
    server.end()


@pytest.fixture
def server(serving):
    """With nobody known to it."""
    engine = sa.create_engine(serving.url)
    with engine.begin() as connection:
        connection.execute(sa.delete(DEVICE))
    engine.dispose()
    return serving


@pytest.fixture
def wire(server):
    with Proxy(server.port) as wire:
        yield wire


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "kiosk"
    made.mkdir()
    return made


def sync(folder: Path):
    return sync_once(folder, settings_of(folder))


def test_a_kiosk_joins_with_a_code_that_was_read_out(server, wire, folder):
    told = join(folder, server.code().replace(" ", " - "), wire.address)
    assert (told.home, told.name) == (HOME, "hall")
    assert settings_of(folder).server == wire.address
    assert sync(folder).requests == 1
    (device,) = server.devices()
    assert device.id == identity.load(folder).device
    assert identity.waiting(folder) is None


def test_whose_answer_was_lost_joins_with_the_same_code(server, wire, folder):
    code = server.code()
    wire.cut(down=0)
    with pytest.raises(Failure, match="same code"):
        join(folder, code, wire.address)
    assert identity.load(folder) is None
    join(folder, code, wire.address)
    sync(folder)
    assert len(server.devices()) == 1


def test_whose_answer_was_lost_joins_with_another_code_too(server, wire, folder):
    wire.cut(down=0)
    with pytest.raises(Failure):
        join(folder, server.code(), wire.address)
    join(folder, server.code(), wire.address)
    sync(folder)
    assert len(server.devices()) == 1


def test_a_code_that_is_none_is_one_sentence(server, wire, folder):
    with pytest.raises(BadInput, match="8 digits"):
        join(folder, "1234", wire.address)
    assert wire.requests == 0


def test_a_new_key_is_taken_into_use(server, wire, folder):
    join(folder, server.code(), wire.address)
    old = identity.load(folder)
    exchange_key(folder, settings_of(folder))
    assert identity.load(folder).public == server.devices()[0].key != old.public
    sync(folder)


@pytest.mark.parametrize("tried", [1, 2])
def test_however_often_the_answer_is_lost_no_key_is(server, wire, folder, tried):
    join(folder, server.code(), wire.address)
    old = identity.load(folder)
    for _ in range(tried):
        wire.cut(down=0)
        with pytest.raises(Failure):
            exchange_key(folder, settings_of(folder))
    assert server.devices()[0].key != old.public
    sync(folder)
    assert identity.load(folder).public == server.devices()[0].key
    exchange_key(folder, settings_of(folder))
    sync(folder)


def test_a_counter_that_was_put_back_goes_on(server, wire, folder):
    join(folder, server.code(), wire.address)
    for _ in range(2):
        sync(folder)
        file = folder / "line.json"
        file.write_text(json.dumps(json.loads(file.read_text()) | {"counter": 0}))
    assert sync(folder).requests == 3  # refused, shaken hands, done
    assert sync(folder).requests == 1
    assert server.devices()[0].hellos == 2


def test_a_copied_folder_without_its_key_is_no_second_device(server, wire, folder, tmp_path):
    join(folder, server.code(), wire.address)
    copy = shutil.copytree(
        folder, tmp_path / "copy", ignore=shutil.ignore_patterns("identity.*", "line.json")
    )
    with pytest.raises(Failure, match="has not joined"):
        sync(copy)
    join(copy, server.code(), wire.address)
    sync(copy)
    sync(folder)
    first, second = server.devices()
    assert first.id == identity.load(folder).device != second.id == identity.load(copy).device
    assert json.loads(second.former) == [first.id]


def test_who_was_revoked_comes_back_under_a_new_name(server, wire, folder):
    join(folder, server.code(), wire.address)
    sync(folder)
    engine = sa.create_engine(server.url)
    revoke(engine, identity.load(folder).device)
    engine.dispose()
    with pytest.raises(Failure, match="revoked") as told:
        sync(folder)
    assert "hq enroll" in str(told.value)
    join(folder, server.code(), wire.address)
    sync(folder)
    old, new = server.devices()
    assert (old.state, new.state, json.loads(new.former)) == ("revoked", "active", [old.id])


def test_a_key_that_others_read_signs_nothing(server, wire, folder):
    join(folder, server.code(), wire.address)
    wire.forget()
    (folder / identity.KEY).chmod(0o644)
    with pytest.raises(Failure, match="chmod 600"):
        sync(folder)
    assert wire.requests == 0
