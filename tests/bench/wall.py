"""From what happens at a port to the changed pixel on the wall, by server-sent events on loopback;
beside it, when a plain client has read the event."""

import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

import requests

from tests.bench.figure import Figure, percentile
from tests.bench.ports import ask, serving
from tests.bench.processes import module, running
from tests.bench.pulse_port import FIRST

COUNT = 60


def figures() -> list[Figure]:
    read: list[int] = []
    with (
        tempfile.TemporaryDirectory() as place,
        serving("pulse_port", str(COUNT)) as (address, port),
    ):
        folder = Path(place, "wall")
        ask(folder, address)
        with running(module("watched_wall", str(folder))) as wall:
            threading.Thread(target=_read, args=(address, read), daemon=True).start()
            assert port.stdout is not None
            assert wall.stdout is not None
            happened = [int(port.stdout.readline()) for _ in range(COUNT)]
            shown: list[tuple[int, int]] = []
            for line in wall.stdout:
                words = line.split()
                if len(words) == 2 and words[1].isdecimal():
                    shown.append((int(words[0]), int(words[1])))
                if shown and shown[-1][1] >= FIRST + COUNT:
                    break
    took = [
        (next(at for at, count in shown if count > FIRST + number) - moment) / 1e6
        for number, moment in enumerate(happened)
    ]
    floor = [(next(at for at in read if at >= moment) - moment) / 1e6 for moment in happened]
    own, peer = percentile(took, 95), percentile(floor, 95)
    return [
        Figure(what="port event to changed pixel on the wall, p95", measured=own, most=1000,
               peer="to a plain client that reads it, p95", beside=peer, ratio=own / peer)
    ]  # fmt: skip


def _read(address: str, read: list[int]) -> None:
    with (
        suppress(requests.RequestException),  # the port is ended in the middle
        requests.get(address, stream=True, timeout=60) as answer,
    ):
        lines = answer.iter_lines(chunk_size=1)
        read.extend(time.monotonic_ns() for line in lines if line.startswith(b"data:"))
