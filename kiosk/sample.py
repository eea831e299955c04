"""What stands behind the sample home: a simulated port, and its headquarters on SQLite."""

import logging
import os
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path
from typing import IO, Self
from urllib.parse import urlsplit

from kiosk.assets import assets_folder
from kiosk.config import Settings
from kiosk.errors import Failure
from kiosk.process import die_with
from kiosk.queue.feeds.settings import HttpFeed

log = logging.getLogger(__name__)

_HQ = (sys.executable, "-m", "sync.hq")


class Sample:
    """Both run in processes of their own until it is closed. The kiosk in `folder` joins its
    headquarters by itself, on a thread, while its screen opens: Syncing takes it from there."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder = folder
        self._home = settings.home
        place = folder / "headquarters"
        place.mkdir(parents=True, exist_ok=True)
        # one that was lost knows nobody any more
        self._new = not (place / "hq.db").exists() or not (folder / "identity.key").exists()
        self._db = f"sqlite:///{place / 'hq.db'}"
        # where it joined once, it looks again
        known = urlsplit(settings.server)
        port = str(known.port or 0) if known.hostname == "127.0.0.1" and not self._new else "0"
        self._port = _started(sys.executable, "-m", "kiosk", "port-sim", "--port", "0")
        with (place / "hq.log").open("w") as told:
            self._hq = _started(*_HQ, "serve", "--db", self._db, "--port", port, stderr=told)
        self._joining = threading.Thread(target=self._join, name="sample", daemon=True)

    def feed(self) -> HttpFeed:
        """The port's, when it answers. Raises Failure."""
        address = _address(self._port)
        if not address:
            raise Failure("The port simulator did not start; `kiosk port-sim` says why.")
        return HttpFeed(name="port-sim", url=address, every=5)

    def _join(self) -> None:
        address = _address(self._hq)
        if not address:
            log.warning("The sample's headquarters did not start; `hq serve` says why.")
            return
        try:
            _done(*_HQ, "content", "--db", self._db, str(assets_folder() / "content" / self._home))
            if self._new:
                code = _done(*_HQ, "enroll", "--db", self._db, "--home", self._home,
                             "--device", "sample")  # fmt: skip
                _done(sys.executable, "-m", "kiosk", "enroll", code.strip(), "--server", address,
                      "--data", str(self._folder))  # fmt: skip
        except subprocess.CalledProcessError as failed:
            log.warning("The sample has no headquarters: %s", failed.stderr.strip())
            return
        print(f"Headquarters: {address}, --db {self._db}", flush=True)

    def __enter__(self) -> Self:
        self._joining.start()
        return self

    def __exit__(self, *_: object) -> None:
        for process in (self._port, self._hq):
            process.terminate()
        for process in (self._port, self._hq):
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _started(*command: str, stderr: IO[str] | None = None) -> "subprocess.Popen[str]":
    # no thread runs yet, so that something may be done between fork and exec
    return subprocess.Popen(  # noqa: S603 - our own programs
        command,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        preexec_fn=partial(die_with, os.getpid()),  # noqa: PLW1509
    )


def _address(process: "subprocess.Popen[str]") -> str:
    """What it prints when it is ready; empty if it ended before."""
    line = process.stdout.readline() if process.stdout else ""
    return next((word for word in line.split() if word.startswith("http://")), "")


def _done(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
