"""A scanner's keys in a real window: its codes are told, and a field sees a person's keys only."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtTest import QTest

from kiosk.devices.settings import WedgeScanner
from kiosk.shell.scan_filter import ScanFilter
from kiosk.shell.waking import Waking

CODE = "DH1:7q2k"
KEYS = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier


class Field(QWindow):
    """Stands for the page: what reaches it would be typed."""

    def __init__(self) -> None:
        super().__init__()
        self.typed = ""
        self.let_go = 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.typed += event.text() or "?"

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self.let_go += 1


class Desk:
    """The window with its filter, and someone who presses keys."""

    def __init__(self, settings: WedgeScanner, field: Field | None = None) -> None:
        self.at = 0.0
        self.field = field or Field()
        self.filter = ScanFilter(settings, self.field, now=lambda: self.at)
        self.field.installEventFilter(self.filter)
        self.scans: list[str] = []
        self.filter.scanned.connect(self.scans.append)

    def key(self, key: int, text: str = "", modifiers=PLAIN, after: float = 0.005) -> None:
        self.at += after
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QGuiApplication.sendEvent(self.field, QKeyEvent(kind, key, modifiers, text))

    def type(self, text: str, after: float = 0.005) -> None:
        for each in text:
            self.key(ord(each.upper()), each, after=after)

    def scan(self, text: str, stx_text: str = "\x02") -> None:
        self.key(KEYS.Key_Control, "", CTRL)
        self.key(KEYS.Key_B, stx_text, CTRL)
        self.type(text)
        self.key(KEYS.Key_Return, "\r")


@pytest.fixture
def desk(qapp):
    return Desk(WedgeScanner())


@pytest.mark.parametrize("stx_text", ["\x02", "", "b"])
def test_a_code_is_told_and_no_key_of_it_reaches_the_field(desk, stx_text):
    desk.type("ab", after=0.3)
    desk.scan(CODE, stx_text)
    desk.scan("second")
    desk.type("c", after=0.3)
    assert desk.scans == [CODE, "second"]
    assert desk.field.typed.replace("?", "") == "abc"  # "?" is Ctrl alone, which types nothing
    assert desk.field.let_go == desk.field.typed.count("?") + 3


def test_a_code_cut_off_is_not_told(desk):
    desk.key(KEYS.Key_B, "\x02", CTRL)
    desk.type("DH1")
    desk.type("x", after=1)
    desk.key(KEYS.Key_Return, "\r", after=1)
    assert (desk.scans, desk.field.typed) == ([], "x\r")


def test_a_function_key_begins_a_code(qapp):
    desk = Desk(WedgeScanner(prefix="F9", suffix="TAB"))
    desk.key(KEYS.Key_F9)
    desk.type(CODE)
    desk.key(KEYS.Key_Tab, "\t")
    desk.key(KEYS.Key_F8)
    assert (desk.scans, desk.field.typed) == ([CODE], "?")


def test_capitals_and_cyrillic(desk):
    desk.key(KEYS.Key_B, "\x02", CTRL)
    desk.key(KEYS.Key_Shift, "", Qt.KeyboardModifier.ShiftModifier)
    desk.key(KEYS.Key_A, "A", Qt.KeyboardModifier.ShiftModifier)
    desk.key(0x416, "Ж")
    desk.key(KEYS.Key_Enter, "\r", Qt.KeyboardModifier.KeypadModifier)
    assert (desk.scans, desk.field.typed) == (["AЖ"], "")


def test_an_arrow_within_makes_garbage(desk):
    desk.key(KEYS.Key_B, "\x02", CTRL)
    desk.type("ab")
    desk.key(KEYS.Key_Left)
    desk.key(KEYS.Key_Return, "\r")
    assert (desk.scans, desk.field.typed) == ([], "")


def test_the_door_hears_a_person_s_key_and_leaves_a_code_to_the_filter(qapp):
    field = Field()
    waking = Waking(field)
    field.installEventFilter(waking)
    desk = Desk(WedgeScanner(), field)
    woken = []
    waking.woken.connect(lambda: woken.append(1))
    desk.key(KEYS.Key_B, "\x02", CTRL)
    desk.type(CODE)
    desk.key(KEYS.Key_Return, "\r")
    assert (desk.scans, woken) == ([CODE], [])
    desk.type("x", after=0.3)
    assert woken == [1]


def test_keys_as_the_system_sends_them(desk):
    """Through Qt's own queue of window system events."""
    desk.field.show()
    QTest.keyClick(desk.field, KEYS.Key_B, CTRL)
    for each in "7Q":
        QTest.keyClick(desk.field, each)
    QTest.keyClick(desk.field, KEYS.Key_Return)
    assert [each.upper() for each in desk.scans] == ["7Q"]
    desk.field.close()
