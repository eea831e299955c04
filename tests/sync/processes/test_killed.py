"""kill -9 of either end at a random moment of a sync, again and again: in the end both hold the
same, nothing twice and nothing lost."""

import random
import time

import pytest

from kiosk.errors import Failure
from tests.sync.processes.ends import alike, one_sentence


def walk(seed, server, kiosk, wire, *, most):
    """Kills until a sync passes; `most` times, then it is let through."""
    rng = random.Random(seed)
    kiosk.join(server, wire.address)
    kiosk.live(800, size=60)
    server.write_rates(1200)
    passed = False
    for number in range(most + 1):
        wire.forget()
        moment = rng.randrange(60_000) if number < most else 1 << 60
        jitter, whom = rng.random() ** 3 / 50, rng.choice(["kiosk", "server", "both"])
        process = kiosk.start("sync", "--once", *(["--verify"] if rng.random() < 0.2 else []))
        while process.poll() is None and wire.up + wire.down < moment:
            time.sleep(0.0005)
        killed = process.poll() is None
        if killed:
            time.sleep(jitter)
            if whom != "server":
                process.kill()
            if whom != "kiosk":
                server.kill()
        _, said = process.communicate(timeout=120)
        assert one_sentence(said), said
        if killed and whom != "kiosk":
            server.start()
        if process.returncode == 0 and not killed:
            passed = True
            break
        kiosk.live(400, size=60)
        server.write_rates(400)
    assert passed, said
    print(f"seed {seed}: {number} killed")
    try:
        kiosk.sync()  # what was written while one was killed after it had told all
        alike(server, kiosk)
        assert kiosk.sync(comparing=True).mended == 0
    except (AssertionError, Failure):
        print(f"seed {seed}")
        raise


@pytest.mark.parametrize("seed", [1])
def test_whoever_is_killed_both_hold_the_same(seed, server, kiosk, wire):
    walk(seed, server, kiosk, wire, most=4)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2, 150))
def test_however_often(seed, server, kiosk, wire):
    walk(seed, server, kiosk, wire, most=8)
