"""The parts of the services' pages on a real window: the plan and the list."""

from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QRectF
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickItem

from kiosk.i18n.fonts import load_fonts
from kiosk.shell.svg_picture import NAME, SvgPictures
from tests.parts import show_part
from tests.services.test_services_view import House
from tests.ui import kinds

SCENE = """
import QtQuick
import QtQuick.Window
import kiosk.shell
import kiosk.services

Window {
    id: window

    required property ServicesView view
    property bool rtl: false
    property real scale: 1
    property string lit: "place-massage"

    visible: true
    width: 1080
    height: 1400
    color: Theme.groundEnd
    LayoutMirroring.enabled: rtl
    LayoutMirroring.childrenInherit: true

    Binding { target: Theme; property: "moving"; value: false }
    Binding { target: Theme; property: "textScale"; value: window.scale }

    FloorPlan {
        width: 800
        view: window.view
        lit: window.lit
    }
    ServiceList {
        y: 640
        width: parent.width
        height: 700
        view: window.view
        lighting: true
        onPicked: key => window.view.select(key)
    }
}
"""


class Scene:
    """A window with plan and list. `items` walks what is visible, by the name of its QML type."""

    def __init__(self, qtbot, house: House, folder: Path) -> None:
        load_fonts()
        self.qtbot = qtbot
        self.view = house.view
        self.engine = QQmlApplicationEngine()
        self.engine.addImageProvider(NAME, SvgPictures())
        self.window = show_part(self.engine, folder, SCENE, view=house.view)
        self.settle()

    def set(self, **values: object) -> None:
        for name, value in values.items():
            self.window.setProperty(name, value)
        self.settle()

    def settle(self) -> None:
        self.qtbot.wait(1)
        self.window.grabWindow()

    def items(self, kind: str, item: QQuickItem | None = None) -> list[QQuickItem]:
        found = []
        for child in (item or self.window.contentItem()).childItems():
            if child.isVisible():
                if kind in kinds(child):
                    found.append(child)
                found += self.items(kind, child)
        return found

    def plan(self) -> QQuickItem:
        return self.items("FloorPlan")[0]

    def signs(self) -> dict[str, QRectF]:
        """Where each room's icon stands on the window."""
        return {
            icon.property("name"): icon.mapRectToScene(icon.boundingRect())
            for icon in self.items("Icon", self.plan())
        }

    def colour(self, x: float, y: float) -> str:
        return self.window.grabWindow().pixelColor(round(x), round(y)).name().upper()


@pytest.fixture
def scene(qtbot, qapp, tmp_path):
    made = Scene(qtbot, House(qapp), tmp_path)
    yield made
    made.window.close()
    shiboken6.delete(made.engine)


def test_the_lit_room_is_painted_where_its_icon_stands(scene):
    place = scene.signs()["spa"]
    assert scene.colour(place.center().x(), place.top() - 20) == "#0F7F7B"
    scene.set(lit="place-shop")
    assert scene.colour(place.center().x(), place.top() - 20) == "#FCF7EA"


def test_the_house_stands_as_it_is_built_in_a_right_to_left_page(scene):
    before = scene.signs()
    scene.set(rtl=True)
    assert scene.signs() == before


@pytest.mark.parametrize("locale", ["zh_CN", "kk_KZ", "kk_Arab_CN", "ru_RU", "ug_CN", "en"])
@pytest.mark.parametrize("scale", [1, 1.4])
def test_a_room_s_name_fits_its_room_or_is_not_there(scene, locale, scale):
    scene.view._language.use(locale)
    scene.set(scale=scale)
    named = scene.items("Label", scene.plan())
    for label in named:
        room = label.parentItem()
        assert label.property("contentWidth") <= room.width(), label.property("text")
        assert label.y() >= 0
        assert label.y() + label.height() <= room.height(), label.property("text")
    assert named, "no room at all is named"
    scene.view._language.use("en")


def test_every_service_can_be_reached_by_the_two_buttons(scene):
    seen = set()
    (paging,) = scene.items("PagingButtons")
    down = scene.items("SecondButton", paging)[1]
    for _ in range(12):
        area = scene.items("ServiceList")[0]
        for row in scene.items("ServiceRow"):
            rect = row.mapRectToItem(area, row.boundingRect())
            if rect.top() >= -1 and rect.bottom() <= area.height() + 1:
                seen.add(row.property("key"))
        if not down.isEnabled():
            break
        down.tapped.emit()
        scene.settle()
    assert seen == {row.key for row in scene.view.rows.rows}


def test_the_row_that_is_chosen_is_lit(scene):
    scene.view.select("svc-massage")
    scene.settle()
    assert [row.property("key") for row in scene.items("ServiceRow") if row.property("chosen")] == [
        "svc-massage"
    ]
