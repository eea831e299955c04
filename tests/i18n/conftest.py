"""What the language tests share: Qt off-screen, and a small project to plant mistakes in."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtGui import QGuiApplication

from kiosk.i18n import catalogue_files as files


@pytest.fixture(scope="session")
def qapp_cls():
    return QGuiApplication


CFG = (Path(files.__file__).parents[2] / "translations" / "babel.cfg").read_text("utf-8")

QML = """
import QtQuick
Item {
    //: Heading of the page
    property string title: qsTr("Queue")
    //: On a button
    property string button: qsTr("Open", "verb")
    //: %n lorries wait
    property string line: qsTr("%n truck(s)", "", count)
    property int count: 3
}
"""
PYTHON = """
def line(tongue, n):
    #: A person, in the list of jobs. %n is how many
    #: are wanted
    return tongue.ntr("%n man|%n men", n)
"""
RIGHT = {
    "zh_CN": ["排队", "打开", ["%n 辆车"], ["%n 个人"]],
    "kk_KZ": ["Кезек", "Ашу", ["%n көлік"] * 2, ["%n адам"] * 2],
    "kk_Arab_CN": ["كەزەك", "اشۋ", ["%n كولىك"] * 2, ["%n ادام"] * 2],
    "ru_RU": [
        "Очередь",
        "Открыть",
        ["%n машина", "%n машины", "%n машин"],
        ["%n человек", "%n человека", "%n человек"],
    ],
    "ug_CN": ["ئۆچىرەت", "ئېچىش", ["%n ماشىنا"] * 2, ["%n ئادەم"] * 2],
}


@pytest.fixture
def project(tmp_path):
    """The `translations` folder of a small project whose catalogues are whole and right."""
    folder = tmp_path / "translations"
    folder.mkdir()
    (folder / "babel.cfg").write_text(CFG, "utf-8")
    (tmp_path / "kiosk").mkdir()
    (tmp_path / "kiosk" / "Page.qml").write_text(QML, "utf-8")
    (tmp_path / "kiosk" / "words.py").write_text(PYTHON, "utf-8")
    keys = [("Queue", None), ("Open", "verb"), ("%n truck", None), ("%n man", None)]
    for code, words in RIGHT.items():
        catalogue = files.updated(code, files.extract(folder), folder)
        for (key, context), word in zip(keys, words, strict=True):
            message = catalogue.get(key, context)
            message.string = word if isinstance(word, str) else tuple(word)
        files.write(catalogue, files.po_path(code, folder))
    files.compile_all(folder)
    return folder
