"""A child at the screen: taps everywhere, slips held to the scanner, while the queue goes on."""

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint

from kiosk.i18n.locales import LOCALES
from kiosk.queue.news import News
from kiosk.queue.port_sim import PortSimulation
from kiosk.queue.watch_code import code
from kiosk.states import NOON, PORT_SEED
from sync.records import Lane, Watch, new_id
from tests.pages.looks import look
from tests.ui import LYING, UPRIGHT, Kiosk, Screen

TAPS = 400
STRANGE = Watch(
    id=new_id(0),
    home="",
    vehicle="KZ-001AB19",
    plate="001AB19",
    country="KZ",
    locale="ru_RU",
    at="",
)


class House:
    """A kiosk of the test's own: its clock runs by hand and its port by the simulation."""

    def __init__(self, kiosk: Kiosk, seed: int) -> None:
        self.kiosk = kiosk
        self.chance = random.Random(seed)
        self._passed = timedelta(0)
        self._port = PortSimulation(PORT_SEED, NOON - timedelta(hours=14))
        kiosk.app.clock.read = lambda: NOON + self._passed
        for place, locale in enumerate(LOCALES):  # drivers who wait to be told
            vehicle = kiosk.app.queue.line.lanes[Lane.GENERAL][5 * place]
            kiosk.app.told.watches.take(vehicle, self.chance.choice([0, 5]), locale, NOON)

    def go_on(self) -> None:
        """Some minutes pass, and the port tells what has changed."""
        self._passed += timedelta(seconds=self.chance.choice([20, 90, 300]))
        heard = NOON + self._passed
        vehicles, gate = self._port.snapshot(heard)
        self.kiosk.app.clock.tick()
        self.kiosk.app.queue.take(News(tuple(vehicles), gate, heard))
        self.kiosk.settle()

    def scan(self) -> None:
        """One of the slips taken here, one too old to be opened, or another code altogether."""
        slips = [code(each) for each in self.kiosk.app.store.find(Watch)]
        others = [code(STRANGE), "https://example.org", "DHW1:", "4601234567890"]
        self.kiosk.app.scanned.emit(self.chance.choice([*slips, *others]))
        self.kiosk.settle()

    def tap(self) -> None:
        """Mostly on something that can be pressed, though seldom on what ends the session."""
        kiosk, chance = self.kiosk, self.chance
        point = QPoint(chance.randrange(kiosk.screen.width), chance.randrange(kiosk.screen.height))
        named = kiosk.pressables()
        if named and chance.random() < 0.6:
            point = kiosk.centre(chance.choice(named))
        kiosk.touch(point)

    def play(self, taps: int) -> set[str]:
        """The pages that were seen."""
        seen = set()
        for _ in range(taps):
            self.tap()
            seen.add(self.kiosk.page)
            done = self.chance.random()
            if done < 0.03:
                self.scan()
            elif done < 0.09:
                self.go_on()
            elif done < 0.12:
                self.kiosk.wait(self.chance.choice([15, 61, 90]))
        return seen


@pytest.fixture
def kiosk(kiosks, tmp_path, screen: Screen) -> Iterator[Kiosk]:
    kiosks.close()  # one language, one kiosk
    opened = Kiosk(tmp_path, screen.inches, kiosks.finger)
    yield opened
    opened.close()


def check_wiped(kiosk: Kiosk) -> None:
    app = kiosk.app
    app.session.done()
    kiosk.settle()
    assert kiosk.page == "attract"
    assert (app.queue.typed, app.watch.code, app.navigator.subject) == ("", "", "")
    assert (app.session.textScale, app.session.contrast) == (1, False)
    assert app.language.code == app.settings.language
    app.session.begin()
    app.navigator.goHome()
    kiosk.settle()
    home = look(kiosk, "home")
    assert not home.of("MyTruck", "MyTruckTall", "MyTruckBroad", "DisplaySheet", "IdleWarning")


def play(kiosk: Kiosk, locale: str, screen: Screen, seed: int, taps: int) -> None:
    kiosk.show("home", locale, screen)
    seen = House(kiosk, seed).play(taps)
    assert len(seen) > 6, seen
    check_wiped(kiosk)


@pytest.mark.parametrize(("locale", "screen", "seed"), [("ug_CN", UPRIGHT, 1), ("ru_RU", LYING, 2)])
def test_a_child_taps_everywhere(kiosk, locale, screen, seed):
    """No warning of Qt, no exception, and the next driver finds the kiosk as new."""
    play(kiosk, locale, screen, seed, TAPS)


@pytest.mark.soak
@pytest.mark.parametrize(
    ("locale", "screen", "seed"),
    [("kk_Arab_CN", UPRIGHT, 3), ("zh_CN", LYING, 4)],
)
def test_children_tap_all_day(kiosk, locale, screen, seed):
    play(kiosk, locale, screen, seed, 5_000)
