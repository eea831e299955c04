"""What is wrong with a Look: each check names the faults it finds, in words for a person."""

from collections.abc import Iterator
from itertools import combinations, pairwise

from kiosk.i18n.locales import LOCALES
from tests.pages.looks import Look, Node

APART_MM = 1.0
TARGET_MM = 20.0
MAIN_MM = 30.0
SMALLEST_MM = 8.0
SHEETS = ("DisplaySheet", "IdleWarning", "ToldStrip")
"""What stands above a page."""


def cut_texts(look: Look) -> Iterator[str]:
    """Texts larger than their own room, or than a surface or a clip that they stand in."""
    for text in look.texts:
        if text.over:
            yield f"{text}: {text.over}"
        if text.broken:
            yield f"{text}: the word {text.broken!r} is broken in two"
        for above in text.line_up():
            if "QQuickFlickable" in above.kinds:
                break  # what scrolls is judged by what can be reached
            if (above.surface or above.clips) and not text.ink.within(above.box):
                yield f"{text}: its letters {text.ink} leave {above}"
                break


def unreachable(look: Look) -> Iterator[str]:
    """What stands outside the window, or outside what can be scrolled to."""
    for node in _leaves(look):
        room = node.reach or look.window
        if not _ink(node).within(room):
            yield f"{node} lies outside {room}"


def beneath_frame(look: Look) -> Iterator[str]:
    """What can be seen of the page beneath the head or the dock."""
    frames = look.of("Head", "Dock")
    for node in _leaves(look):
        if node.stands_in("Head", "Dock", *SHEETS):
            continue
        for frame in frames:
            seen = _ink(node).cut(node.seen)
            if not seen.empty and seen.apart(frame.box) < -1:
                yield f"{node} lies beneath the {frame.kind} {frame.box}"


def overlapping(look: Look) -> Iterator[str]:
    """Two things on top of each other, of which neither stands in the other."""
    for layer in _layers(look):
        leaves = [(node, _ink(node).cut(node.seen)) for node in layer]
        leaves = [(node, ink) for node, ink in leaves if not ink.empty]
        for (one, ink), (other, its) in combinations(leaves, 2):
            if ink.apart(its) >= -1.5:
                continue
            if one in other.line_up() or other in one.line_up() or _laid_over(one, other):
                continue
            yield f"{one} and {other} overlap: {ink} {its}"


def small_targets(look: Look) -> Iterator[str]:
    """Pressables under 20 mm, or nearer than 1 mm to each other; main actions under 30 mm."""
    mm = look.screen.mm
    for node in look.pressables:
        least = MAIN_MM if "MainButton" in node.kinds else TARGET_MM
        wide, high = node.box.width / mm, node.box.height / mm
        # half a pixel is lost by rounding to whole ones
        if wide < TARGET_MM - 0.5 / mm or high < least - 0.5 / mm:
            yield f"{node} is {wide:.1f} x {high:.1f} mm"
    for layer in _layers(look):
        pressed = [node for node in layer if node.pressed and not node.seen.empty]
        for one, other in combinations(pressed, 2):
            if one in other.line_up() or other in one.line_up() or _laid_over(one, other):
                continue
            apart = one.seen.apart(other.seen) / mm
            if apart < APART_MM - 0.5 / mm:
                yield f"{one} and {other} are {apart:.1f} mm apart"


def small_types(look: Look) -> Iterator[str]:
    """Texts under look.md's smallest size, grown with the driver's text size where it may grow."""
    for text in look.texts:
        if text.size < SMALLEST_MM * look.screen.mm - 0.6:
            yield f"{text} is {text.size / look.screen.mm:.1f} mm"


def unnamed(look: Look) -> Iterator[str]:
    """Pressables without a name, and names that stand twice (but for the rows of a list)."""
    for layer in _layers(look):
        names: dict[str, Node] = {}
        for node in layer:
            if not node.pressed:
                continue
            if not node.name.strip():
                yield f"{node} has no name"
            elif node.name in names and not node.kind.endswith("Row"):
                yield f"{node} and {names[node.name]} have one name"
            names[node.name] = node


def out_of_order(look: Look) -> Iterator[str]:
    """What is heard after something that stands beneath it, or further on in its line: head, page,
    dock and what lies above them, and within each from the top down and as one reads. What stands
    in another column comes before or after; rows of a list are made as they come into sight; the
    door and keys do not mirror."""
    heard = [node for node in _leaves(look) if node.name and not node.seen.empty]
    heard = [node for node in heard if not node.stands_in("AttractPage", "Key")]
    heard = [node for node in heard if not any(up.pressed for up in node.line_up())]
    for one, other in pairwise(heard):
        if _part(other) < _part(one):
            yield f"{other} is heard after {one}, of a later part of the frame"
        if _part(one) != _part(other) or one in other.line_up() or _in_one_list(one, other):
            continue
        first, second = one.seen, other.seen
        if LOCALES[look.locale].rtl:
            wide = look.screen.width
            first, second = first.mirrored(wide), second.mirrored(wide)
        above = second.bottom <= first.top + 1 and second.left < first.right - 1
        before = abs(second.top - first.top) < 2 and second.right <= first.left + 1
        if above or before:
            yield f"{other} is heard after {one}"


def _part(node: Node) -> int:
    """Which part of the frame it stands in: head 0, page 1, chip 2, dock 3, what lies above 4."""
    above = {4: ("DisplaySheet", "IdleWarning", "ToldStrip"), 3: ("Dock",), 2: ("MyTruck",)}
    found = next((part for part, kinds in above.items() if node.stands_in(*kinds)), 1)
    return 0 if found == 1 and node.stands_in("Head") else found


def _in_one_list(one: Node, other: Node) -> bool:
    return any("QQuickListView" in up.kinds and up in other.line_up() for up in one.line_up())


def _ink(node: Node):
    return node.ink if node.ink is not None and node.text else node.box


def _leaves(look: Look) -> list[Node]:
    return [
        node
        for node in look.nodes
        if (node.kind in ("Plate", "Icon") and (node.glyph or node.kind == "Plate"))
        or (node.ink is not None and node.text)
        or node.pressed
    ]


def _layers(look: Look) -> list[list[Node]]:
    """The page with its frame, and what stands above it."""
    leaves = _leaves(look)
    layers = [[node for node in leaves if not node.stands_in(*SHEETS)]]
    layers += [[node for node in leaves if node.stands_in(sheet)] for sheet in SHEETS]
    return layers


def _laid_over(one: Node, other: Node) -> bool:
    """The queue's card on the home page can be pressed as a whole; what it shows and its own
    button are laid over it."""
    return any(
        node.pressed
        and node.above is not None
        and node.above.kind == "Hero"
        and node.above in rest.line_up()
        and "MainButton" not in node.kinds
        for node, rest in ((one, other), (other, one))
    )
