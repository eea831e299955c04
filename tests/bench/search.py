"""Finding a plate among 5,000 vehicles, key by key. Run as a module, it prints milliseconds as
JSON: the kiosk's search with the rows it shows, and the floor, a plain walk over all plates."""

import random
import sys
import time
from datetime import datetime
from itertools import cycle

import msgspec

from kiosk.app import make_application
from kiosk.i18n.translator import Translator
from kiosk.queue.news import News
from kiosk.queue.plates import normalise
from kiosk.queue.port_sim import PortSimulation
from kiosk.queue.view import QueueView
from kiosk.shell.clock import Clock
from kiosk.shell.language import Language
from kiosk.shell.navigator import Navigator
from kiosk.zones import BEIJING
from sync.records import Vehicle
from tests.bench.results import Keys

NOW = datetime(2026, 3, 3, 12, 32, tzinfo=BEIJING)
VEHICLES = 5000
DRIVERS = 300
CYRILLIC = str.maketrans("ABCEHKMOPTXY", "АВСЕНКМОРТХУ")
FULL_WIDTH = {code: code + 0xFEE0 for code in range(ord("0"), ord("Z") + 1)}


def measure() -> Keys:
    make_application("offscreen")
    vehicles = _vehicles()
    language = Language(Translator("zh_CN"), "zh_CN")
    view = QueueView(language, Clock(lambda: NOW, ticking=False), Navigator({}))
    view.take(News(tuple(vehicles), None, NOW))
    plates = [normalise(vehicle.plate) for vehicle in vehicles]
    taken = Keys([], [])
    for text in _typed(vehicles):
        begin = time.perf_counter()
        view.type(text)
        taken.typed.append((time.perf_counter() - begin) * 1000)
        begin = time.perf_counter()
        sought = normalise(text)
        [plate for plate in plates if sought in plate]
        taken.walked.append((time.perf_counter() - begin) * 1000)
    return taken


def _typed(vehicles: list[Vehicle]) -> list[str]:
    """What drivers have typed after each key: their plate in Latin, Cyrillic or full width, from
    its beginning or from its figures on."""
    chance = random.Random(5)
    texts = []
    for vehicle, letters in zip(
        chance.sample(vehicles, DRIVERS), cycle(({}, CYRILLIC, FULL_WIDTH)), strict=False
    ):
        plate = vehicle.plate.translate(letters)
        start = chance.choice((0, 0, 2))
        texts += [plate[start:end] for end in range(start + 1, len(plate) + 1)]
    return texts


def _vehicles() -> list[Vehicle]:
    found: dict[str, Vehicle] = {}
    seed = 0
    while len(found) < VEHICLES:
        seed += 1
        for vehicle in PortSimulation(seed, NOW).snapshot(NOW)[0]:
            found[vehicle.id] = vehicle
    return list(found.values())[:VEHICLES]


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(measure()))
