"""What Python hands to QML has its class's meta-object, for as long as the program runs.

A method that is no `Slot` and is connected to a signal gives its object a meta-object of its own,
which goes with it. QML knows properties by the address of such a thing, for all engines: the next
object whose meta-object lies there has other properties in QML than it has (PySide6 6.11).
"""

import gc
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from shiboken6 import Shiboken, isValid

from kiosk.states import STATES, WALL_STATES, stage, stage_wall


def shown() -> list[QObject]:
    """What now lives of the classes that modules of the kiosk show to QML."""
    return [
        each
        for each in gc.get_objects()
        if isinstance(each, QObject)
        and isValid(each)
        and hasattr(sys.modules[type(each).__module__], "QML_IMPORT_NAME")
    ]


def own(objects: list[QObject]) -> list[str]:
    """The methods that an object's own meta-object has beyond its class's."""
    found = set()
    for each in objects:
        first, info = type(each).staticMetaObject.methodCount(), each.metaObject()
        for number in range(first, info.methodCount()):
            found.add(f"{type(each).__name__}.{info.method(number).name().data().decode()}")
        Shiboken.invalidate(info)  # as in tests/ui.py
    return sorted(found)


@pytest.fixture
def program(request, qapp, tmp_path: Path):
    made = request.param(tmp_path)
    yield made
    if request.param is stage_wall:
        made.language.use("zh_CN")
    made.close()


@pytest.mark.parametrize("program", [stage], indirect=True)
def test_of_the_kiosk(program):
    for state in ("home", "queue-vehicle", "queue-watch", "services", "meals"):
        STATES[state](program)
    objects = shown()
    assert {"Clock", "Language", "QueueView", "WatchView"} <= {
        type(each).__name__ for each in objects
    }
    assert own(objects) == []


@pytest.mark.parametrize("program", [stage_wall], indirect=True)
def test_of_the_wall(program):
    WALL_STATES["wall"](program)
    objects = shown()
    assert {"Clock", "Language", "WallView", "StripView"} <= {
        type(each).__name__ for each in objects
    }
    assert own(objects) == []
