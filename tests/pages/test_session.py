"""A session ends, and nothing of the driver stays; the touch that wakes presses nothing."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtQuick import QQuickItem

from kiosk.states import STATES
from tests.pages.looks import look
from tests.ui import LYING, UPRIGHT, Kiosk, name_of

PAGES = [state for state in STATES if not state.startswith("attract")]


def tr(kiosk: Kiosk, text: str) -> str:
    return kiosk.app.language.tongue.tr(text)


def walk(kiosk: Kiosk) -> dict[str, list[str]]:
    """What a driver finds on every page: all texts, names and states of what can be pressed."""
    found = {}
    for state in ("language", "home", "queue", "queue-find", "services", "service", "meals"):
        STATES[state](kiosk.app)
        kiosk.settle()
        seen = look(kiosk, state)
        found[state] = [
            f"{node} {node.size} {node.description} {node.state}" for node in seen.nodes
        ]
    kiosk.app.session.done()
    kiosk.settle()
    found["attract"] = [str(node) for node in look(kiosk, "attract").nodes]
    return found


def begin(kiosk: Kiosk) -> None:
    """From the door, as a driver begins."""
    kiosk.fresh()
    kiosk.settle()
    kiosk.touch(QPoint(500, 500))
    assert kiosk.page == "language"


def press_everything(kiosk: Kiosk, state: str) -> int:
    """Press whatever stands on a page but what ends the session; how many were pressed."""
    STATES[state](kiosk.app)
    kiosk.settle()
    done = tr(kiosk, "I'm done")
    names = [name for name in kiosk.names() if name != done]
    for name in names:
        if kiosk.page != state.replace("found", "find"):
            STATES[state](kiosk.app)
            kiosk.settle()
        if any(name_of(item) == name for item in kiosk.pressables()):
            kiosk.tap(name)
    return len(names)


@pytest.mark.parametrize("screen", [UPRIGHT, LYING], ids=str)
def test_no_page_keeps_what_a_former_driver_did(kiosk, screen):
    kiosk.show("home", screen=screen)
    begin(kiosk)
    first = walk(kiosk)
    begin(kiosk)
    pressed = sum(
        press_everything(kiosk, state)
        for state in ("home", "queue", "queue-find", "services", "meals")
    )
    assert pressed > 60
    STATES["queue-found"](kiosk.app)
    kiosk.app.session.show(1.4, True)
    kiosk.app.language.use("ug_CN")
    kiosk.settle()
    kiosk.tap(tr(kiosk, "I'm done"))
    assert kiosk.page == "attract"
    begin(kiosk)
    second = walk(kiosk)
    for state, seen in first.items():
        assert second[state] == seen, f"{state} is not as the first driver found it"


def test_the_warning_counts_down_and_one_tap_goes_on(kiosk):
    kiosk.show("queue-found")
    typed = kiosk.app.queue.typed
    settings = kiosk.app.settings.session
    kiosk.wait(settings.idle_seconds - 1)
    assert kiosk.app.session.state == "active"
    kiosk.wait(1)
    assert (kiosk.app.session.state, kiosk.app.session.left) == ("warning", 20)
    kiosk.wait(7)
    assert "13" in [text.text for text in look(kiosk, "warning").texts]
    kiosk.tap(tr(kiosk, "I'm still here"))
    assert kiosk.app.session.state == "active"
    assert (kiosk.page, kiosk.app.queue.typed) == ("queue-find", typed)


def test_nobody_there_and_all_is_wiped(kiosk):
    kiosk.show("queue-found", "ug_CN", text_scale=1.4, contrast=True)
    assert kiosk.app.queue.typed
    settings = kiosk.app.settings.session
    kiosk.wait(settings.idle_seconds + settings.warning_seconds)
    assert (kiosk.page, kiosk.app.queue.typed) == ("attract", "")
    assert kiosk.app.language.code == kiosk.app.settings.language
    assert (kiosk.app.session.textScale, kiosk.app.session.contrast) == (1, False)


def under_the_warning(kiosk: Kiosk, state: str) -> list[QPoint]:
    """Where on a page a finger would press something, were there no warning."""
    kiosk.show(state)
    return [kiosk.centre(item) for item in kiosk.pressables()]


def what_was_done(kiosk: Kiosk) -> tuple[object, ...]:
    app = kiosk.app
    return (
        app.navigator.here,
        app.navigator.subject,
        app.queue.typed,
        app.queue.layout,
        app.queue.list,
        app.services.kind,
        app.services.selected,
        app.language.code,
        app.session.textScale,
        app.session.contrast,
    )


@pytest.mark.parametrize("state", ["language", "home", "queue", "queue-find", "services", "meals"])
@pytest.mark.parametrize("how", ["touch", "mouse"])
def test_the_touch_that_ends_the_warning_presses_nothing(kiosk, state, how):
    points = under_the_warning(kiosk, state)
    before = what_was_done(kiosk)
    own = {tr(kiosk, "I'm done"), tr(kiosk, "I'm still here")}
    for point in points:
        kiosk.wait(kiosk.app.settings.session.idle_seconds)
        assert kiosk.app.session.state == "warning"
        buttons = [item for item in kiosk.pressables() if _above(item, "IdleWarning")]
        assert {name_of(item) for item in buttons} == own
        if any(_holds(item, point) for item in buttons):
            kiosk.app.session.touched()
            continue
        (kiosk.touch if how == "touch" else kiosk.click)(point)
        assert kiosk.app.session.state == "active", f"no way on by a tap at {point}"
        assert what_was_done(kiosk) == before, f"{how} at {point} pressed something"


def _above(item: QQuickItem, kind: str) -> bool:
    from tests.ui import kinds

    while item is not None:
        if kind in kinds(item):
            return True
        item = item.parentItem()
    return False


def _holds(item: QQuickItem, point: QPoint) -> bool:
    from tests.ui import place

    return place(item).contains(point)


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_a_key_under_the_warning_presses_nothing(kiosk, key):
    kiosk.show("home")
    kiosk.find(kiosk.names()[0]).forceActiveFocus()
    before = what_was_done(kiosk)
    kiosk.wait(kiosk.app.settings.session.idle_seconds)
    kiosk.key(key)
    assert what_was_done(kiosk) == before
    assert kiosk.app.session.state == "active"


def test_the_waking_touch_presses_nothing_wherever_it_falls(kiosk):
    kiosk.show("language")
    places = [kiosk.centre(item) for item in kiosk.pressables()]
    kiosk.fresh()
    kiosk.settle()
    places += [kiosk.centre(item) for item in kiosk.pressables()]
    for how in (kiosk.touch, kiosk.click):
        for point in places:
            kiosk.fresh()
            kiosk.settle()
            how(point)
            assert (kiosk.page, kiosk.app.language.code) == ("language", "zh_CN"), point


def test_a_second_finger_at_the_door_presses_nothing_either(kiosk):
    kiosk.show("language")
    row = kiosk.centre(kiosk.find("Русский"))
    kiosk.fresh()
    kiosk.settle()
    kiosk.press(QPoint(400, 400), 0)
    assert kiosk.page == "language"
    kiosk.press(row, 1, (0, QPoint(400, 400)))
    kiosk.release(row, 1, (0, QPoint(400, 400)))
    kiosk.release(QPoint(400, 400), 0)
    assert (kiosk.page, kiosk.app.language.code) == ("language", "zh_CN")
    kiosk.touch(row)
    assert (kiosk.page, kiosk.app.language.code) == ("home", "ru_RU")


def test_a_finger_that_rested_since_before_the_warning_presses_nothing(kiosk):
    kiosk.show("home")
    tile = kiosk.centre(kiosk.find(tr(kiosk, "Find my truck")))
    kiosk.press(tile)
    kiosk.wait(kiosk.app.settings.session.idle_seconds)
    assert kiosk.app.session.state == "warning"
    kiosk.release(tile)
    assert kiosk.page == "home"


def test_page_turns_leave_nothing_behind(kiosk):
    def count() -> tuple[int, int]:
        from PySide6.QtCore import QObject

        kiosk.show("home")
        return len(list(kiosk.items())), len(kiosk.window.findChildren(QObject))

    def turn_round() -> None:
        for state in PAGES:
            STATES[state](kiosk.app)
            kiosk.settle()

    turn_round()
    first = count()
    for _ in range(12):
        turn_round()
    assert count() == first
