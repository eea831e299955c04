"""One kiosk for all tests of the pages, as one kiosk serves one driver after another."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from kiosk.i18n.locales import LOCALES
from kiosk.states import STATES
from tests.pages.looks import Look, look
from tests.ui import SCREENS, UPRIGHT, Kiosk


class Kiosks:
    """Opens a kiosk behind a screen of so many inches; only one is open at a time, since the
    language belongs to the whole program."""

    def __init__(self, factory: pytest.TempPathFactory) -> None:
        self._factory = factory
        self.finger = QTest.createTouchDevice()
        self._open: Kiosk | None = None

    def behind(self, inches: float) -> Kiosk:
        if self._open is None or self._open.inches != inches:
            self.close()
            self._open = Kiosk(self._folder(), inches, self.finger)
        return self._open

    def _folder(self) -> Path:
        return self._factory.mktemp("kiosk")

    def close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


@pytest.fixture(scope="session")
def kiosks(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kiosks]:
    made = Kiosks(tmp_path_factory)
    yield made
    made.close()


@pytest.fixture
def kiosk(kiosks: Kiosks) -> Kiosk:
    """The kiosk behind a 32-inch screen, upright, at its home page in Chinese."""
    opened = kiosks.behind(UPRIGHT.inches)
    opened.show("home", screen=UPRIGHT)
    return opened


@pytest.fixture
def nobody_waits(kiosks: Kiosks) -> Iterator[None]:
    """The test leaves no watch behind."""
    yield
    if kiosks._open is not None:
        kiosks._open.fresh()


PLACES = [(locale, screen) for screen in SCREENS for locale in LOCALES]


@pytest.fixture(scope="session", params=PLACES, ids=lambda place: f"{place[0]}-{place[1]}")
def looks(request: pytest.FixtureRequest, kiosks: Kiosks) -> list[Look]:
    """Every state of every page in one language on one screen, at the plain and the largest text;
    some at the middle size, in high contrast, and with what can lie above a page."""
    locale, screen = request.param
    kiosk = kiosks.behind(screen.inches)
    taken = []

    for state in STATES:
        kiosk.show(state, locale, screen)
        taken.append(look(kiosk, state))
        if state.startswith("attract"):
            continue  # text size belongs to a session, and the door has none
        changes = [(1.4, False)]
        if state in ("home", "queue", "services"):
            changes += [(1.2, False), (1, True)]
        for text_scale, contrast in changes:  # as a driver does it, on the page itself
            kiosk.app.session.show(text_scale, contrast)
            kiosk.settle()
            taken.append(look(kiosk, state))
    for text_scale in (1, 1.4):
        kiosk.show("home", locale, screen, text_scale)
        kiosk.tap(kiosk.app.language.tongue.tr("Text size"))
        taken.append(look(kiosk, "home with its sheet"))
        kiosk.show("services", locale, screen, text_scale)
        kiosk.wait(kiosk.app.settings.session.idle_seconds + 1)
        taken.append(look(kiosk, "services with the warning"))
    kiosk.fresh()
    return taken
