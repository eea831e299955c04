"""Hundreds of runs of a world in which everything goes wrong, and all is the same in the end."""

import shutil

import pytest

from tests.sync.simulation.findings import Findings
from tests.sync.simulation.world import World, scratch

SEEDS = 200
EACH = 10  # seeds in one test: they are shared out to the workers


def walk(seed: int) -> None:
    place = scratch(seed)
    world = World(seed, place)
    try:
        world.run()
        world.heal()
        Findings(world).check()
    except BaseException:
        print(f"seed {seed}; run it again: World({seed}, …)")
        print("\n".join(world.trace[-60:]))
        raise
    finally:
        world.close()
        shutil.rmtree(place, ignore_errors=True)


@pytest.mark.logs("kiosk", "sync")
@pytest.mark.parametrize("first", range(0, SEEDS, EACH))
def test_all_is_the_same_in_the_end(first):
    for seed in range(first, first + EACH):
        walk(seed)


@pytest.mark.soak
@pytest.mark.logs("kiosk", "sync")
@pytest.mark.parametrize("first", range(SEEDS, 10_000, 100))
def test_ten_thousand_times(first):
    for seed in range(first, first + 100):
        walk(seed)
