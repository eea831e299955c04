"""Whom sync is measured beside: each one's own server and own client, installed from npm and PyPI
into a place that ends with the bench."""

import base64
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import msgspec

from tests.bench.processes import Program, module, running
from tests.bench.sync.records import readings, sealed
from tests.sync.proxy import Proxy

HERE = Path(__file__).parent


class Push(msgspec.Struct, frozen=True):
    """What one push of all records took. The bytes and requests are None where it went straight
    to the server, and not by the wire that counts them."""

    seconds: float
    up: int | None = None
    down: int | None = None
    requests: int | None = None


class Engine(Protocol):
    """`name` stands in the table. A push of the records of a JSON file takes a folder, the
    server's port, and the address to push to."""

    name: str

    def install(self, place: Path) -> str:
        """Empty once it is there; else a sentence that says why it is not."""
        ...

    def server(self, folder: Path, port: int) -> Sequence[str]: ...
    def client(self, file: Path, folder: Path, port: int, address: str) -> Sequence[str]: ...


class Pouch:
    name = "PouchDB 9.0 + express-pouchdb 4.2"

    def install(self, place: Path) -> str:
        self._modules = place / "pouch" / "node_modules"
        if not shutil.which("npm"):
            return "Node.js and npm bring PouchDB"
        (place / "pouch").mkdir(exist_ok=True)
        packages = ("pouchdb@9.0.0", "express-pouchdb@4.2.0", "express@4")
        return _installed(
            ["npm", "install", "--no-audit", "--no-fund", "--no-save", "--prefix",
             str(place / "pouch"), *packages],
            self.name,
        )  # fmt: skip

    def server(self, folder: Path, port: int) -> Sequence[str]:
        return self._node("pouch_serve.js", str(folder), str(port))

    def client(self, file: Path, folder: Path, port: int, address: str) -> Sequence[str]:
        return self._node("pouch_push.js", str(file), str(folder), address)

    def _node(self, script: str, *arguments: str) -> list[str]:
        return ["env", f"NODE_PATH={self._modules}", "node", str(HERE / script), *arguments]


class Morango:
    name = "morango 0.8.15, Django's runserver"

    def install(self, place: Path) -> str:
        self._python = place / "morango" / "bin" / "python"
        return _python_with(place / "morango", "morango==0.8.15", self.name)

    def server(self, folder: Path, port: int) -> Sequence[str]:
        return self._django("server", folder, str(folder), str(port))

    def client(self, file: Path, folder: Path, port: int, address: str) -> Sequence[str]:
        return self._django("push", folder, str(file), str(folder), f"{address}/")

    def _django(self, script: str, folder: Path, *arguments: str) -> list[str]:
        return [
            "env",
            f"PYTHONPATH={HERE}",
            "DJANGO_SETTINGS_MODULE=morango_home.settings",
            f"BENCH_DATABASE={folder / script}.db",
            str(self._python), "-B", "-m", f"morango_home.{script}", *arguments,
        ]  # fmt: skip


class Anki:
    name = "Anki 26.9.3 and its sync server"

    def install(self, place: Path) -> str:
        self._python = place / "anki" / "bin" / "python"
        return _python_with(place / "anki", "anki==26.9.3", self.name)

    def server(self, folder: Path, port: int) -> Sequence[str]:
        return [
            "env",
            "SYNC_USER1=kiosk:kiosk",
            f"SYNC_BASE={folder / 'server'}",
            "SYNC_HOST=127.0.0.1",
            f"SYNC_PORT={port}",
            str(self._python), "-m", "anki.syncserver",
        ]  # fmt: skip

    def client(self, file: Path, folder: Path, port: int, address: str) -> Sequence[str]:
        before = f"http://127.0.0.1:{port}/"
        script = str(HERE / "anki_push.py")
        return [str(self._python), script, str(file), str(folder), f"{address}/", before]


class Ours:
    name = "ours"

    def install(self, place: Path) -> str:
        return ""

    def server(self, folder: Path, port: int) -> Sequence[str]:
        return module("sync.hq_process", "serve", "--db", f"sqlite:///{folder}/hq.db",
                      "--port", str(port))  # fmt: skip

    def client(self, file: Path, folder: Path, port: int, address: str) -> Sequence[str]:
        before = f"http://127.0.0.1:{port}"
        return module("sync.ours_push", str(file), str(folder), address, before)


class Floor:
    name = "one zstd POST and one executemany"

    def install(self, place: Path) -> str:
        return ""

    def server(self, folder: Path, port: int) -> Sequence[str]:
        return [sys.executable, str(HERE / "floor_server.py"), str(folder), str(port)]

    def client(self, file: Path, folder: Path, port: int, address: str) -> Sequence[str]:
        return [sys.executable, str(HERE / "floor_push.py"), str(file), str(folder), address]


def files(place: Path) -> tuple[Path, Path]:
    """The readings and the sealed records as JSON files."""
    plain, noise = place / "readings.json", place / "sealed.json"
    plain.write_text(json.dumps(readings()), "utf-8")
    told = [{"id": id_, "sealed": base64.b64encode(body).decode()} for id_, body in sealed()]
    noise.write_text(json.dumps(told), "utf-8")
    return plain, noise


def push(engine: Engine, file: Path, counted: bool = False) -> Push:
    """One push of the file's records to a server that has none. `counted`: by the wire that
    counts, which takes time of its own."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="driver-home-bench-")))
        port = _free_port()
        server = stack.enter_context(running(engine.server(folder, port)))
        _wait_for(server, port)
        wire = stack.enter_context(Proxy(port)) if counted else None
        address = wire.address if wire else f"http://127.0.0.1:{port}"
        client = stack.enter_context(running(engine.client(file, folder, port, address)))
        for line in client.stdout or ():
            if line.startswith("{"):
                seconds = json.loads(line)["seconds"]
                if wire is None:
                    return Push(seconds)
                return Push(seconds, wire.up, wire.down, wire.requests)
    raise RuntimeError(f"{engine.name}: the client ended before its push did")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


def _wait_for(server: Program, port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        with closing(socket.socket()) as plug:
            if plug.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("a server of the bench did not start")


def _python_with(place: Path, package: str, name: str) -> str:
    python = str(place / "bin" / "python")
    return _installed([sys.executable, "-m", "venv", str(place)], name) or _installed(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package], name
    )


def _installed(command: Sequence[str], name: str) -> str:
    done = subprocess.run(command, capture_output=True, env=dict(os.environ), check=False)
    return f"{name} could not be installed" if done.returncode else ""
