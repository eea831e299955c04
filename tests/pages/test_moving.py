"""Pages that move: they slide, lists are flicked, and a driver does not wait for either."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kiosk.states import STATES
from tests.ui import LYING, UPRIGHT, Kiosk, place

LISTS = ("queue", "queue-found", "services", "meals")
SLIDE = 150


@pytest.fixture
def moving(kiosk: Kiosk) -> Iterator[Kiosk]:
    kiosk.window.setProperty("moving", True)
    yield kiosk
    QTest.qWait(2 * SLIDE)
    kiosk.window.setProperty("moving", False)


def flick(kiosk: Kiosk) -> None:
    """A finger throws the list upwards and lets go: it runs on."""
    area = place(kiosk.list_shown)
    at = area.center().toPoint()
    QTest.touchEvent(kiosk.window, kiosk._finger).press(0, at, kiosk.window).commit()
    for step in range(1, 9):
        to = at - QPoint(0, step * 30)
        QTest.touchEvent(kiosk.window, kiosk._finger).move(0, to, kiosk.window).commit()
        QTest.qWait(4)
    QTest.touchEvent(kiosk.window, kiosk._finger).release(0, to, kiosk.window).commit()


@pytest.mark.parametrize("state", LISTS)
def test_a_list_that_still_runs_can_be_left(moving, state):
    for screen in (UPRIGHT, LYING):
        for other in ("home", "services", "queue"):
            moving.show(state, screen=screen)
            flick(moving)
            QTest.qWait(8)
            STATES[other](moving.app)
            QTest.qWait(12)  # in the middle of the slide
            STATES["home"](moving.app)
            QTest.qWait(SLIDE + 50)
            assert moving.page == "home"


@pytest.mark.parametrize("state", LISTS)
def test_paging_and_leaving_at_once(moving, state):
    moving.show(state)
    down = moving.app.language.tongue.tr("Further down")
    paged = 0
    for _ in range(3):
        for name in [each for each in moving.names() if each.endswith(down)]:
            moving.tap(name)
            paged += 1
        moving.app.navigator.back()
        QTest.qWait(5)
        STATES[state](moving.app)
        QTest.qWait(5)
    assert paged or state == "queue-found"
    moving.app.session.done()
    QTest.qWait(SLIDE + 50)
    assert moving.page == "attract"


def test_pages_are_turned_faster_than_they_slide(moving):
    moving.show("home")
    for _ in range(3):
        for show in STATES.values():
            show(moving.app)
            QTest.qWait(10)
    moving.app.session.begin()  # some states lie at the door
    moving.app.session.done()
    QTest.qWait(SLIDE + 50)
    assert moving.page == "attract"


def test_a_mouse_button_held_since_before_the_warning_presses_nothing(kiosk):
    kiosk.show("home")
    tile = kiosk.centre(kiosk.find(kiosk.app.language.tongue.tr("Find my truck")))
    QTest.mousePress(kiosk.window, Qt.MouseButton.LeftButton, pos=tile)
    kiosk.wait(kiosk.app.settings.session.idle_seconds)
    assert kiosk.app.session.state == "warning"
    QTest.mouseRelease(kiosk.window, Qt.MouseButton.LeftButton, pos=tile)
    kiosk.settle()
    assert kiosk.page == "home"
