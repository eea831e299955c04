"""Right-to-left is whole: every page in Uyghur and in Kazakh of Xinjiang is the mirror image of
the page laid out from left to right; what never mirrors is listed here."""

import pytest

from kiosk.i18n.locales import LOCALES, RIGHT_TO_LEFT
from kiosk.states import STATES
from tests.pages.looks import Box, Look, Node, look
from tests.ui import LYING, UPRIGHT, Kiosk

NEVER = {"Plate", "FloorPlan", "Band", "Icon", "DoorFrame"}
"""Drawn things: they stand mirrored, what is in them does not turn."""
POINT = ("arrow-left", "chevron-right", "truck", "truck-fast")
"""Icons that point along the page."""
PAGES = [state for state in STATES if not state.startswith(("attract", "language"))]


def shown(kiosk: Kiosk, state: str, locale: str, screen) -> Look:
    kiosk.show(state, locale, screen)
    return look(kiosk, state)


def read_left_to_right(kiosk: Kiosk, state: str, locale: str, screen, monkeypatch) -> Look:
    """The same page in the same language, were its script written from left to right: words take
    the same room, so that all else must be a mirror image."""
    with monkeypatch.context() as patch:
        patch.setattr("kiosk.i18n.locales.RIGHT_TO_LEFT", set())
        seen = shown(kiosk, state, locale, screen)
        kiosk.fresh()
    return seen


def judged(look: Look) -> list[Node]:
    """What must stand mirrored: all but what is inside drawn things, and keys, whose board
    is placed as a whole."""
    return [
        node
        for node in look.nodes
        if not any(NEVER & set(above.kinds) for above in node.line_up())
        and not (set(node.kinds) | {kind for up in node.line_up() for kind in up.kinds}) & {"Key"}
        and (node.text or node.pressed or node.surface or node.kind in (*NEVER, "QQuickImage"))
        and node.box.width > 0
    ]


def missing(nodes: list[Node], others: list[Box]) -> list[str]:
    """Nodes whose box is not among the others, by a pixel or two."""
    rest = list(others)
    lost = []
    for node in nodes:
        near = next((each for each in rest if _same(node.box, each)), None)
        if near is None:
            lost.append(str(node))
        else:
            rest.remove(near)
    return lost


def _same(one: Box, other: Box) -> bool:
    return one.within(other, 2) and other.within(one, 2)


@pytest.mark.parametrize("screen", [UPRIGHT, LYING], ids=str)
@pytest.mark.parametrize("locale", ["ug_CN", "kk_Arab_CN"])
def test_every_page_is_its_mirror_image(kiosk, locale, screen, monkeypatch):
    faults = []
    for state in PAGES:
        right = shown(kiosk, state, locale, screen)
        left = read_left_to_right(kiosk, state, locale, screen, monkeypatch)
        expected = [node.box.mirrored(screen.width) for node in judged(left)]
        faults += [f"{state}: {lost}" for lost in missing(judged(right), expected)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("locale", ["ug_CN", "kk_Arab_CN"])
def test_icons_that_point_turn_round_and_others_do_not(kiosk, locale):
    for state in PAGES:
        for icon in shown(kiosk, state, locale, UPRIGHT).of("Icon"):
            assert icon.turned == (icon.glyph in POINT), f"{state}: {icon}"
    for state in PAGES:
        for icon in shown(kiosk, state, "ru_RU", UPRIGHT).of("Icon"):
            assert not icon.turned, f"{state}: {icon}"


def test_keys_run_from_left_to_right_and_erase_stands_at_the_trailing_end(kiosk):
    def board(locale: str) -> tuple[list[str], bool]:
        seen = shown(kiosk, "queue-found", locale, UPRIGHT)
        keys = sorted(seen.of("Key"), key=lambda key: (key.box.top, key.box.left))
        keyboard = seen.of("Keyboard")[0]
        middle = (keyboard.box.left + keyboard.box.right) / 2
        erase = next(
            node
            for node in seen.pressables
            if node.above.stands_in("Keyboard") and "Key" not in node.kinds
        )
        return [key.name for key in keys], erase.box.left > middle

    chinese, chinese_end = board("zh_CN")
    uyghur, uyghur_end = board("ug_CN")
    assert chinese == uyghur
    assert (chinese_end, uyghur_end) == (True, False)


def test_plates_clocks_and_the_floor_plan_are_never_turned(kiosk, monkeypatch):
    def inside(seen: Look, *drawn: str) -> list[tuple[str, int, int]]:
        """Where texts and signs stand within the drawn things that they belong to."""
        found = []
        for node in seen.nodes:
            frame = next((up for up in node.line_up() if set(drawn) & set(up.kinds)), None)
            if frame is not None and (node.text or node.glyph):
                left, top = node.box.left - frame.box.left, node.box.top - frame.box.top
                found.append((node.text or node.glyph, round(left), round(top)))
        return sorted(found)

    for state, drawn in (("queue", "Plate"), ("services", "FloorPlan"), ("service", "FloorPlan")):
        kiosk.show(state, "ug_CN", LYING)
        right = look(kiosk, state, whole=True)
        with monkeypatch.context() as patch:
            patch.setattr("kiosk.i18n.locales.RIGHT_TO_LEFT", set())
            kiosk.show(state, "ug_CN", LYING)
            left = look(kiosk, state, whole=True)
            kiosk.fresh()
        assert inside(right, drawn), f"no {drawn} on {state}"
        assert inside(right, drawn) == inside(left, drawn)
    clocks = [node.text for node in right.texts if node.stands_in("TwoClocks")]
    assert {kiosk.app.clock.beijing, kiosk.app.clock.kazakhstan} <= set(clocks)


def test_the_door_stands_still_except_for_its_greeting(kiosk, monkeypatch):
    def door(locale: str) -> Look:
        kiosk.show("attract", locale, LYING)
        return look(kiosk, "attract")

    def still(seen: Look) -> list[tuple[str, str]]:
        kinds = ("Plate", "Band", "DoorFrame", "TwoClocks", "Glance")
        return [(node.kind, str(node.box)) for node in seen.of(*kinds) if node.kind != "TwoClocks"]

    right = door("ug_CN")
    with monkeypatch.context() as patch:
        patch.setattr("kiosk.i18n.locales.RIGHT_TO_LEFT", set())
        left = door("ug_CN")
        kiosk.fresh()
    assert still(right) == still(left)

    def bowl(seen: Look) -> float:
        return next(n.box.left for n in seen.of("QQuickImage") if n.above.above.kind == "Greetings")

    assert bowl(right) < bowl(left)


@pytest.mark.parametrize(("locale", "side"), [("ru_RU", 1), ("ug_CN", -1)])
def test_pages_turn_the_way_one_reads(kiosk, locale, side):
    kiosk.show("home", locale)
    kiosk.window.setProperty("moving", True)
    try:
        kiosk.app.queue.openQueue()
        arriving = kiosk.window.property("shown")
        assert arriving.x() * side > 0
    finally:
        kiosk.window.setProperty("moving", False)
        kiosk.settle()


def test_the_table_names_the_scripts_that_run_from_the_right():
    assert {"Arab"} == RIGHT_TO_LEFT
    assert [code for code, locale in LOCALES.items() if locale.rtl] == ["kk_Arab_CN", "ug_CN"]
