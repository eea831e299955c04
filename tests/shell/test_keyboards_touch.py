"""The keyboards under a finger: touched on a real window, found by accessible names."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")
os.environ.setdefault("QT_QUICK_CONTROLS_STYLE", "Basic")

import pytest
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QAccessible, QFont, QGuiApplication, QRawFont
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtTest import QTest

import kiosk.shell.clock
import kiosk.shell.keyboard_view
import kiosk.shell.language  # noqa: F401 - registers the type
from kiosk.i18n.fonts import load_fonts
from kiosk.i18n.translator import Translator
from kiosk.shell.keyboards import NAMES, load
from tests.parts import show_part

SCENE = """
import QtQuick
import QtQuick.Window
import kiosk.shell

Window {
    id: window

    property string keys: "plate-cn"
    property string typed
    property int ended: 0
    property bool rtl: false
    property bool shown: true
    property real mm: 2.71
    property real high: 0
    property string end: "Done"

    visible: true
    width: 1080
    height: 1920
    color: Theme.groundEnd
    LayoutMirroring.enabled: rtl
    LayoutMirroring.childrenInherit: true

    Binding { target: Theme; property: "pixelsPerMm"; value: window.mm }
    property real scale: 1

    Binding { target: Theme; property: "moving"; value: false }
    Binding { target: Theme; property: "textScale"; value: window.scale }

    Loader {
        anchors.fill: parent
        anchors.margins: Theme.margin
        active: window.shown
        sourceComponent: Column {
            spacing: Theme.mm(8)

            KeyScripts {
                width: parent.width
                layout: window.keys
                onPicked: layout => window.keys = layout
            }
            KeyField {
                width: parent.width
                label: "Name"
                hint: "As in your passport"
                text: window.typed
                rtl: keyboard.rtl
            }
            Keyboard {
                id: keyboard

                objectName: "keyboard"
                width: parent.width
                height: window.high > 0 ? window.high : implicitHeight
                layout: window.keys
                text: window.typed
                room: "queue"
                doneLabel: window.end
                onTyped: text => window.typed = text
                onDone: window.ended += 1
            }
        }
    }
}
"""

PORTRAIT = (1080, 1920, 2.71)
LANDSCAPE_24 = (1920, 1080, 3.61)


@pytest.fixture(scope="session")
def qapp_cls():
    return QGuiApplication


@pytest.fixture(scope="module")
def finger():
    return QTest.createTouchDevice()


class Scene:
    """A window with a keyboard, and a finger for it."""

    def __init__(self, qtbot, finger, folder):
        self.qtbot = qtbot
        self.finger = finger
        self.engine = QQmlApplicationEngine()
        self.window = show_part(self.engine, folder, SCENE)

    def show(self, layout, typed="", *, rtl=False, screen=PORTRAIT, high=0):
        width, height, mm = screen
        self.window.resize(width, height)
        for name, value in (("mm", mm), ("high", high), ("rtl", rtl)):
            self.window.setProperty(name, value)
        self.window.setProperty("keys", layout)
        self.window.setProperty("typed", typed)
        self.settle()

    def settle(self):
        self.qtbot.wait(1)
        self.window.grabWindow()

    def items(self, item=None):
        for child in (item or self.window.contentItem()).childItems():
            if child.isVisible():
                yield child
                yield from self.items(child)

    def named(self, name):
        found = [item for item in self.buttons() if self.name_of(item) == name]
        assert len(found) == 1, f"{len(found)} keys named {name}"
        return found[0]

    def name_of(self, item):
        face = QAccessible.queryAccessibleInterface(item)
        return face.text(QAccessible.Text.Name) if face and face.isValid() else ""

    def buttons(self):
        roles = (QAccessible.Role.Button, QAccessible.Role.CheckBox)
        for item in self.items():
            face = QAccessible.queryAccessibleInterface(item)
            if face and face.isValid() and face.role() in roles:
                yield item

    def place(self, item):
        return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))

    def tap(self, name):
        centre = self.place(self.named(name)).center().toPoint()
        self.touch(centre)

    def touch(self, point: QPoint):
        QTest.touchEvent(self.window, self.finger).press(0, point, self.window).commit()
        QTest.touchEvent(self.window, self.finger).release(0, point, self.window).commit()
        self.settle()

    def type(self, names):
        for name in names:
            self.tap(name)

    @property
    def typed(self):
        return self.window.property("typed")

    def keyboard(self):
        return next(item for item in self.items() if item.objectName() == "keyboard")


@pytest.fixture
def scene(qtbot, finger, tmp_path):
    QAccessible.setActive(True)
    load_fonts()
    english = Translator("en")  # a kiosk of other tests may be open, in its own language
    QGuiApplication.installTranslator(english)
    made = Scene(qtbot, finger, tmp_path)
    yield made
    made.window.close()
    QGuiApplication.removeTranslator(english)
    made.engine.deleteLater()
    qtbot.wait(1)


def test_a_chinese_plate_is_typed_by_finger_from_the_province_on(scene):
    scene.show("plate-cn")
    scene.type("新FA12345")
    assert scene.typed == "新FA12345"
    scene.tap("Done")
    assert scene.window.property("ended") == 1


def test_a_russian_plate_is_typed_in_cyrillic_and_kept_in_latin(scene):
    scene.show("plate-ru")
    scene.type("А585СК77")
    assert scene.typed == "A585CK77"
    assert scene.typed.isascii()


def test_what_the_next_slot_cannot_take_does_nothing(scene):
    scene.show("plate-kz", "347BTA")
    scene.tap("9")
    scene.tap("Q")
    assert scene.typed == "347BTA"
    assert not scene.named("9").isEnabled()
    assert scene.named("1").isEnabled()


def test_done_waits_for_a_whole_plate(scene):
    scene.show("plate-kz", "347BTA1")
    scene.tap("Done")
    assert scene.window.property("ended") == 0
    scene.type("9")
    scene.tap("Done")
    assert scene.window.property("ended") == 1


def test_erase_goes_back_letter_by_letter_to_the_provinces(scene):
    scene.show("plate-cn", "新F")
    scene.tap("Erase")
    scene.tap("Erase")
    assert scene.typed == ""
    assert scene.named("新").isEnabled()
    assert not scene.named("Erase").isEnabled()


def test_a_name_gets_its_capitals_and_shift_undoes_them(scene):
    scene.show("latin")
    scene.type(["B", "e", "k", "Space", "A"])
    assert scene.typed == "Bek A"
    scene.tap("Capital letter")
    scene.type(["H"])
    scene.type(["m"])
    assert scene.typed == "Bek AHm"


def test_digits_are_a_page_away_and_letters_too(scene):
    scene.show("cyrillic", "Кабинет ")
    scene.tap("123")
    scene.type("12")
    scene.tap("АБВ")
    scene.tap("а")
    assert scene.typed == "Кабинет 12а"


def test_uyghur_is_typed_in_a_page_that_runs_from_right_to_left(scene):
    scene.show("uyghur", rtl=True)
    scene.type("ئەلى")
    scene.tap("Space")
    scene.tap("م")
    assert scene.typed == "ئەلى م"


def test_a_prefix_comes_by_one_tap_and_leaves_letter_by_letter(scene):
    scene.show("phone")
    scene.tap("+86")
    assert scene.typed == "+86"
    scene.tap("Erase")
    assert scene.typed == "+8"


def test_other_letters_are_one_tap_away_and_the_text_stays(scene):
    scene.show("latin", "Bek")
    scene.tap("Uyghur letters")
    assert scene.keyboard().property("layout") == "uyghur"
    assert scene.typed == "Bek"


def test_a_wiped_text_brings_the_keyboard_back_to_its_beginning(scene):
    scene.show("plate-cn", "新FA1")
    scene.window.setProperty("typed", "")
    scene.settle()
    assert scene.named("新").isEnabled()
    scene.show("latin", "Bek")
    scene.tap("123")
    scene.window.setProperty("typed", "")
    scene.settle()
    assert scene.named("Q").isEnabled()


def test_a_keyboard_that_goes_away_says_nothing(scene):
    for name in NAMES:  # a warning from Qt would fail this test
        scene.show(name)
        scene.window.setProperty("shown", False)
        scene.settle()
        scene.window.setProperty("shown", True)
        scene.settle()


@pytest.mark.parametrize("screen", [PORTRAIT, LANDSCAPE_24], ids=["portrait-32", "landscape-24"])
@pytest.mark.parametrize("rtl", [False, True], ids=["ltr", "rtl"])
@pytest.mark.parametrize("name", NAMES)
def test_every_key_is_20_mm_apart_from_the_others_and_on_the_screen(scene, name, rtl, screen):
    _, _, mm = screen
    # in landscape there are about 150 mm between what is typed and the dock
    scene.show(name, rtl=rtl, screen=screen, high=150 * mm if screen is LANDSCAPE_24 else 0)
    keyboard = scene.keyboard()
    around = scene.place(keyboard)
    for page in load(name).pages:
        leads = [each.label for each in load(name).pages[_page(scene)] if each.text == page]
        if page != _page(scene) and leads:
            scene.tap(leads[0])
        keys = [item for item in scene.buttons() if keyboard.isAncestorOf(item)]
        places = [scene.place(item) for item in keys]
        for item, place in zip(keys, places, strict=True):
            label = scene.name_of(item)
            assert min(place.width(), place.height()) / mm >= 19.9, label
            assert around.adjusted(-1, -1, 1, 1).contains(place), label
        for i, place in enumerate(places):
            for other in places[i + 1 :]:
                apart = place.adjusted(-0.9 * mm, -0.9 * mm, 0.9 * mm, 0.9 * mm)
                assert not apart.intersects(other)


@pytest.mark.parametrize("name", NAMES)
def test_where_room_is_short_keys_shrink_to_20_mm_and_no_further(scene, name):
    scene.show(name, high=60 * 2.71)
    heights = {scene.place(item).height() for item in scene.buttons()}
    assert min(heights) == round(20 * 2.71)


def _page(scene):
    return scene.keyboard().property("page")


@pytest.mark.parametrize("name", ["plate-kz", "phone", "uyghur"])
@pytest.mark.parametrize("rtl", [False, True], ids=["ltr", "rtl"])
def test_keys_run_left_to_right_and_erase_and_done_stand_at_the_trailing_end(scene, name, rtl):
    scene.show(name, "1" if name == "phone" else "", rtl=rtl)
    first, second = [key.label for key in load(name).pages[_page(scene)]][:2]
    left, right = scene.place(scene.named(first)), scene.place(scene.named(second))
    assert left.x() < right.x()
    for end in ("Erase", "Done"):
        place = scene.place(scene.named(end))
        assert (place.right() < left.x()) if rtl else (place.x() > right.right())


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_fits_its_key(scene, name):
    scene.show(name)
    for item in scene.buttons():
        for child in scene.items(item):
            text = child.property("contentWidth")
            if text is not None:
                assert text <= item.width(), scene.name_of(item)
                assert child.property("contentHeight") <= item.height(), scene.name_of(item)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("words", ["Показать мою машину", "ماشىنامنى كۆرسىتىڭ", "查我的车"])
def test_a_long_word_fits_the_key_that_ends_typing_at_the_largest_text(scene, name, words):
    scene.window.setProperty("scale", 1.4)
    scene.window.setProperty("end", words)
    scene.show(name)
    key = scene.place(scene.named(words))
    drawn = [item for item in scene.items(scene.named(words)) if item.property("text")]
    for item in drawn:
        width, height = item.property("contentWidth"), item.property("contentHeight")
        assert width <= item.width() + 1
        assert key.contains(scene.place(item))
        assert height <= item.height() + 1


@pytest.mark.parametrize(("layout", "rtl"), [("phone", True), ("latin", False), ("uyghur", True)])
def test_the_mark_of_the_next_letter_follows_the_text(scene, layout, rtl):
    sample = {"phone": "+8613912345678", "latin": "Bekzat", "uyghur": "ئەلى"}[layout]
    scene.show(layout, rtl=rtl)
    words = next(i for i in scene.items() if i.inherits("QQuickTextEdit"))
    mark = words.childItems()[-1]
    places = []
    for end in (1, len(sample)):
        scene.window.setProperty("typed", sample[:end])
        scene.settle()
        places.append((mark.x(), words.property("contentWidth")))
    # what runs from right to left grows to the left; a telephone number never does
    grown = places[1][1] - places[0][1]
    if layout == "latin":
        assert places[1][0] - places[0][0] == pytest.approx(grown, abs=2)
    elif layout == "uyghur":
        assert places[0][0] - places[1][0] == pytest.approx(grown, abs=2)
    else:
        assert places[0][0] == pytest.approx(places[1][0], abs=2)
        assert mark.x() == pytest.approx(words.width(), abs=4)


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_is_in_our_own_fonts(name, qapp):
    load_fonts()
    families = ("Home Sans", "Home Sans Arabic", "Home Sans SC")
    ours = [QRawFont.fromFont(QFont([family], 16)) for family in families]
    layout = load(name)
    keys = [key for page in layout.pages.values() for key in page]
    shown = {character for key in keys for character in key.label + key.label.upper() + key.text}
    for character in shown - {" "}:
        assert any(font.supportsCharacter(ord(character)) for font in ours), character
