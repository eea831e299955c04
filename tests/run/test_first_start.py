"""The first start of a machine: Qt has nothing in its cache, and reads every page from its file
in a thread of its own, while Python's translator may be asked from there."""

import os
import subprocess
import sys

from kiosk.home import ensure_sample
from kiosk.states import STATES
from kiosk.store import Store

VISITED = """
import os, sys
from pathlib import Path
from PySide6.QtTest import QTest
from kiosk.app import make_application
from kiosk.states import STATES, stage

make_application("offscreen")
app = stage(Path(sys.argv[1]))
app.window.window.show()
for show in STATES.values():
    show(app)
    QTest.qWait(20)
print(len(STATES), "shown", flush=True)
os._exit(0)
"""


def test_with_nothing_cached_every_page_comes(tmp_path):
    surroundings = os.environ | {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    ended = subprocess.run(
        [sys.executable, "-c", VISITED, tmp_path / "home"],
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.stdout == f"{len(STATES)} shown\n", ended.stderr
    assert len(list((tmp_path / "cache").rglob("*.qmlc"))) > 60


OPENED = """
import sys
from pathlib import Path
import kiosk.run
from PySide6.QtCore import QCoreApplication, QTimer
from tests.ui import kinds

after_first_frame = kiosk.run.after_first_frame

def offers(item):
    for child in item.childItems():
        if child.isVisible():
            yield from [child] if "Offers" in kinds(child) else offers(child)

def watch(window, start):
    after_first_frame(window, start)
    def look():
        found = list(offers(window.contentItem()))
        if found and found[0].height() > 0 and Path(sys.argv[-1], "screen.png").exists():
            print("offers", flush=True)
            QCoreApplication.quit()
    timer = QTimer(window, interval=50)
    timer.timeout.connect(look)
    timer.start()

kiosk.run.after_first_frame = watch
from kiosk.__main__ import main
main(["run", "--sample", "--data", sys.argv[1]])
"""


def test_the_door_is_whole_soon_after_its_first_frame(tmp_path):
    """Its offers are made a frame later."""
    ended = subprocess.run(
        [sys.executable, "-c", OPENED, tmp_path / "home"],
        env={name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    lines = ended.stdout.splitlines()
    assert lines[-1] == "offers", ended.stderr
    assert lines[0].startswith("No display: the screen is written to ")
    assert (tmp_path / "home" / "screen.png").read_bytes().startswith(b"\x89PNG")
    assert ended.returncode == 0


LEFT_OUT = """
import sys
import kiosk.run
from PySide6 import QtCore

after_first_frame = kiosk.run.after_first_frame

def watch(window, start):
    def look():
        slow = {"sqlite_utils", "babel", "requests", "PIL", "cryptography", "kiosk.plugged"}
        print("loaded:", *sorted(slow & sys.modules.keys()))
        # PySide makes a class when its name is first asked for: `Qt` with 93 enums, and all others
        # at once to find out what a plain QObject from QML is
        print("made:", *sorted({"Qt", "QSharedMemory"} & vars(QtCore).keys()))
        QtCore.QTimer.singleShot(0, QtCore.QCoreApplication.quit)
    window.frameSwapped.connect(look)
    after_first_frame(window, start)

kiosk.run.after_first_frame = watch
from kiosk.__main__ import main
main(["run", "--data", sys.argv[1]])
"""


def test_the_first_frame_waits_for_nothing_that_it_does_not_show(tmp_path):
    ensure_sample(tmp_path)
    Store.open(tmp_path).close()  # only a new store needs migrations
    ended = subprocess.run(
        [sys.executable, "-c", LEFT_OUT, tmp_path],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.stdout.splitlines()[1:3] == ["loaded:", "made:"], ended
