"""Things stand where design.md has them, and what stands below knows nothing of what is above."""

from pathlib import Path

import pytest

from tests.architecture import BESIDE, GROUND, HIDDEN, ROOMS, TOP, troubles

REPOSITORY = Path(__file__).parents[1]


def test_every_import_goes_the_right_way():
    assert troubles(REPOSITORY) == []


def test_every_folder_of_the_kiosk_has_its_place():
    folders = {each.parent.name for each in (REPOSITORY / "kiosk").glob("*/__init__.py")}
    assert folders <= GROUND.keys() | ROOMS | BESIDE | TOP


def test_every_hidden_import_that_is_allowed_is_there():
    for module, imported in HIDDEN:
        text = REPOSITORY.joinpath(*module.split(".")).with_suffix(".py").read_text("utf-8")
        assert f"    from {imported} import" in text


HOUSE = {
    "kiosk/__init__.py": "",
    "kiosk/errors.py": "import click\n",
    "kiosk/app.py": "import PySide6\nimport kiosk.queue.view\nimport kiosk.meals.rules\n",
    "kiosk/home.py": "from kiosk.store import Store\n",
    "kiosk/store/__init__.py": "import sqlite_utils\nfrom sync.records import Dish\nStore = 1\n",
    "kiosk/i18n/text.py": "from kiosk import errors\n",
    "kiosk/i18n/fonts.py": "from PySide6.QtGui import QFont\n",
    "kiosk/shell/clock.py": "import PySide6\nfrom kiosk.i18n.text import mark\n",
    "kiosk/shell/keys.py": "from kiosk.i18n.text import mark\n",
    "kiosk/shell/Page.qml": "import QtQuick\nItem {}\n",
    "kiosk/shell/qmldir": "module kiosk.shell\n",
    "kiosk/queue/__init__.py": "",
    "kiosk/queue/line.py": "from sync.records import Dish\n",
    "kiosk/queue/view.py": "from kiosk.queue.line import x\nfrom kiosk.shell.clock import Clock\n",
    "kiosk/queue/commands.py": "from kiosk.home import data_folder\n",
    "kiosk/queue/feeds/http.py": "import requests\nfrom kiosk.store import Store\n",
    "kiosk/queue/QueuePage.qml": "import QtQuick\nimport kiosk.shell\nPage {}\n",
    "kiosk/queue/qmldir": "module kiosk.queue\ndepends kiosk.shell\n",
    "kiosk/meals/rules.py": "from datetime import datetime\n",
    "kiosk/desk/page.py": "from kiosk.queue.line import x\n",
    "sync/records.py": "import msgspec\n",
    "sync/client.py": "import requests\nfrom sync.records import Dish\n",
}


def troubles_of(root: Path, changes: dict[str, str]) -> list[str]:
    for path, text in {**HOUSE, **changes}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return troubles(root)


def test_a_house_in_order_has_no_trouble(tmp_path):
    assert troubles_of(tmp_path, {}) == []


@pytest.mark.parametrize(
    ("path", "text", "trouble"),
    [
        ("kiosk/queue/line.py", "import kiosk.meals.rules", "wrong way"),
        ("kiosk/queue/view.py", "from kiosk.meals import rules", "wrong way"),
        ("kiosk/queue/line.py", "from kiosk import app", "wrong way"),
        ("kiosk/queue/line.py", "from kiosk.home import data_folder", "wrong way"),
        ("kiosk/queue/line.py", "import kiosk.desk.page", "wrong way"),
        ("kiosk/queue/line.py", "from ..meals import rules", "whole name"),
        ("kiosk/shell/clock.py", "from kiosk.queue.line import x", "wrong way"),
        ("kiosk/store/__init__.py", "import kiosk.shell.keys", "wrong way"),
        ("kiosk/i18n/text.py", "import kiosk.store", "wrong way"),
        ("kiosk/errors.py", "import kiosk.store", "wrong way"),
        ("kiosk/parking/rules.py", "import kiosk.store", "wrong way"),
        ("sync/client.py", "from kiosk.errors import Failure", "sync never imports kiosk"),
        ("kiosk/queue/line.py", "from PySide6.QtCore import QObject", "imports PySide6"),
        ("kiosk/i18n/text.py", "import PySide6", "imports PySide6"),
        (
            "kiosk/queue/line.py",
            "import kiosk.shell.clock",
            "needs Qt, by way of kiosk.shell.clock",
        ),
        ("kiosk/i18n/text.py", "from kiosk.i18n.fonts import f", "by way of kiosk.i18n.fonts"),
        ("kiosk/queue/__init__.py", "import kiosk.queue.view", "by way of kiosk.shell.clock"),
        ("kiosk/home.py", "import kiosk.shell.clock", "by way of kiosk.shell.clock"),
        ("kiosk/queue/line.py", "import requests", "imports requests"),
        ("kiosk/queue/line.py", "import sqlite_utils", "imports sqlite_utils"),
        ("kiosk/queue/line.py", "from sqlalchemy import select", "imports sqlalchemy"),
        ("sync/client.py", "import uvicorn", "imports uvicorn"),
        ("kiosk/queue/line.py", "def f():\n    import json", "hides its import of json"),
        ("kiosk/queue/line.py", "import importlib\nimportlib.import_module('x')", "at run time"),
        ("kiosk/queue/QueuePage.qml", "import kiosk.meals\nItem {}", "wrong way"),
        ("kiosk/queue/QueuePage.qml", 'import "../meals"\nItem {}', "module's name"),
        ("kiosk/shell/Page.qml", "import kiosk.queue\nItem {}", "wrong way"),
        ("kiosk/shell/Page.qml", "import QtQuick.Effects\nItem {}", "renderer drops"),
        ("kiosk/shell/qmldir", "module kiosk.shell\ndepends kiosk.queue\n", "wrong way"),
        ("kiosk/queue/line.py", "x = 1\n" * 401, "second idea"),
        ("kiosk/shell/Page.qml", "// \n" * 401, "second idea"),
    ],
)
def test_each_rule_bites(tmp_path, path, text, trouble):
    found = troubles_of(tmp_path, {path: text})
    assert any(trouble in each for each in found), found
