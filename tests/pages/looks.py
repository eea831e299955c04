"""What stands on the window, as plain figures: taken once, judged by many tests.

Lengths are pixels. A `Look` is one state of one page in one language on one screen.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtQml import QQmlEngine, qmlEngine
from PySide6.QtQuick import QQuickItem

from tests.ui import PRESSED, Kiosk, Screen, description_of, kinds, name_of, place, role_of

WHOLE = {"Plate", "Icon", "Band"}
"""Drawn things: what is inside is theirs."""
_CHINESE = re.compile("[\u2e80-\u9fff\uff00-\uffef]")
_BREAKS = re.compile(r"[\s\u200b\-\u2013\u2014/]+")
_READ_TEXT = """(text => [text.contentWidth, text.contentHeight, text.effectiveHorizontalAlignment,
    text.verticalAlignment, text.fontInfo.pixelSize, text.lineCount, text.lineHeight])"""
_TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Box:
    """A rectangle on the window."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def cut(self, other: "Box") -> "Box":
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    @property
    def empty(self) -> bool:
        return self.width <= 0 or self.height <= 0

    def within(self, other: "Box", slack: float = 1) -> bool:
        return (
            self.left >= other.left - slack
            and self.top >= other.top - slack
            and self.right <= other.right + slack
            and self.bottom <= other.bottom + slack
        )

    def apart(self, other: "Box") -> float:
        """How far two boxes are apart, along the axis where they are further; negative where
        they overlap."""
        return max(
            self.left - other.right,
            other.left - self.right,
            self.top - other.bottom,
            other.top - self.bottom,
        )

    def mirrored(self, width: float) -> "Box":
        return Box(width - self.right, self.top, width - self.left, self.bottom)

    def __str__(self) -> str:
        return f"[{self.left:.0f},{self.top:.0f} {self.width:.0f}x{self.height:.0f}]"


def box(rect: QRectF) -> Box:
    return Box(rect.left(), rect.top(), rect.right(), rect.bottom())


@dataclass(eq=False, repr=False)
class Node:
    """A visible item. `seen` is its box cut by what clips it; `reach` where it may be scrolled to
    (None: it does not scroll). `ink` is where a text's letters stand, `size` their em, `broken` a
    word of it that is wider than its room."""

    kinds: tuple[str, ...]
    box: Box
    seen: Box
    above: "Node | None"
    role: object = None
    name: str = ""
    description: str = ""
    text: str = ""
    ink: Box | None = None
    size: float = 0
    broken: str = ""
    over: str = ""
    reach: Box | None = None
    clips: bool = False
    surface: bool = False
    enabled: bool = True
    turned: bool = False
    glyph: str = ""
    state: tuple[object, ...] = ()

    @property
    def kind(self) -> str:
        return self.kinds[0]

    @property
    def pressed(self) -> bool:
        return self.role in PRESSED

    def line_up(self) -> Iterator["Node"]:
        """What it stands in, the nearest first."""
        node = self.above
        while node is not None:
            yield node
            node = node.above

    def stands_in(self, *names: str) -> bool:
        return any(set(names) & set(node.kinds) for node in (self, *self.line_up()))

    def __str__(self) -> str:
        said = self.text or self.name or self.glyph
        return f"{self.kind} {said!r} {self.box}"

    __repr__ = __str__


@dataclass(repr=False)
class Look:
    """`nodes` in the order in which they are drawn and heard."""

    state: str
    locale: str
    screen: Screen
    text_scale: float
    contrast: bool
    nodes: list[Node]

    @property
    def window(self) -> Box:
        return Box(0, 0, self.screen.width, self.screen.height)

    @property
    def texts(self) -> list[Node]:
        """Texts that are read, without the figures of plates and the glyphs of icons."""
        return [node for node in self.nodes if node.ink is not None and node.text]

    @property
    def pressables(self) -> list[Node]:
        return [node for node in self.nodes if node.pressed]

    def of(self, *names: str) -> list[Node]:
        return [node for node in self.nodes if set(names) & set(node.kinds)]

    def __str__(self) -> str:
        contrast = " contrast" if self.contrast else ""
        return f"{self.state} {self.locale} {self.screen} x{self.text_scale:g}{contrast}"

    __repr__ = __str__


def look(kiosk: Kiosk, state: str, *, whole: bool = False) -> Look:
    """What the window shows now. With `whole`, what is inside plates and bands too."""
    nodes: list[Node] = []
    root = kiosk.window.contentItem()
    window = Box(0, 0, kiosk.screen.width, kiosk.screen.height)
    _walk(root, None, (window, None), nodes, () if whole else WHOLE)
    session = kiosk.app.session
    return Look(
        state, kiosk.app.language.code, kiosk.screen, session.textScale, session.contrast, nodes
    )


def _walk(
    parent: QQuickItem,
    above: Node | None,
    limits: tuple[Box, Box | None],
    nodes: list[Node],
    whole: set[str] | tuple[()],
) -> None:
    cut, reach = limits
    for item in parent.childItems():
        if not item.isVisible():
            continue
        own = box(place(item))
        node = Node(kinds(item), own, own.cut(cut), above, reach=reach)
        _describe(node, item)
        nodes.append(node)
        if node.kind in whole:
            continue
        inner_cut = node.seen if node.clips else cut
        inner_reach = reach
        if "QQuickFlickable" in node.kinds:
            inner_reach = _reach(item, own)
        _walk(item, node, (inner_cut, inner_reach), nodes, whole)


def _reach(flick: QQuickItem, own: Box) -> Box:
    """Where the content of a Flickable lies that a finger can bring into sight."""
    top = own.top - flick.property("contentY") + flick.property("originY")
    bottom = top + max(flick.property("contentHeight"), own.height)
    return Box(own.left, min(top, own.top), own.right, bottom)


def _describe(node: Node, item: QQuickItem) -> None:
    node.role = role_of(item)
    if node.role:
        node.name, node.description = name_of(item), description_of(item)
    node.clips = item.clip()
    node.enabled = item.isEnabled()
    node.surface = "QQuickRectangle" in node.kinds or "Pressable" in node.kinds
    if "Icon" in node.kinds:
        node.glyph, node.turned = item.property("name"), bool(item.property("turned"))
    elif "QQuickText" in node.kinds:
        _describe_text(node, item)
    node.state = tuple(
        item.property(name) for name in ("chosen", "checked", "contentY", "source", "usable")
    )


def _describe_text(node: Node, item: QQuickItem) -> None:
    node.text = item.property("text")
    if not node.text:
        return
    # Python has no converter for Text's enums; JavaScript reads them as numbers.
    engine = qmlEngine(item)
    QQmlEngine.setObjectOwnership(item, QQmlEngine.ObjectOwnership.CppOwnership)
    found = engine.evaluate(_READ_TEXT).call([engine.newQObject(item)]).toVariant()
    wide, high, side, level, node.size, lines, spacing = found
    left, top = node.box.left, node.box.top
    if side == Qt.AlignmentFlag.AlignRight.value:
        left = node.box.right - wide
    elif side == Qt.AlignmentFlag.AlignHCenter.value:
        left += (node.box.width - wide) / 2
    if level == Qt.AlignmentFlag.AlignBottom.value:
        top = node.box.bottom - high
    elif level == Qt.AlignmentFlag.AlignVCenter.value:
        top += (node.box.height - high) / 2
    node.ink = Box(left, top, left + wide, top + high)
    if wide > node.box.width + 2 or high > node.box.height + 2:
        node.over = f"{wide:.0f}x{high:.0f} of text in {node.box.width:.0f}x{node.box.height:.0f}"
    font: QFont = item.property("font")
    if lines == 1 and spacing == 1 and not _TAGS.search(node.text):
        # The line is higher than its letters: what counts is what is painted.
        metrics = QFontMetricsF(font)
        letters = metrics.tightBoundingRect(node.text)
        base = top + metrics.ascent()
        node.ink = Box(left, base + letters.top(), left + wide, base + letters.bottom())
    _find_broken(node, font)


def _find_broken(node: Node, font: QFont) -> None:
    plain = _TAGS.sub(" ", node.text)
    if _CHINESE.search(plain):
        return
    metrics = QFontMetricsF(font)
    words = [word for word in _BREAKS.split(plain) if len(word) > 1]
    wide = [word for word in words if metrics.horizontalAdvance(word) > node.box.width + 2]
    node.broken = wide[0] if wide else ""
