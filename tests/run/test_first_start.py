"""The first start of a machine: Qt has nothing in its cache, and reads every page from its file
in a thread of its own, while Python's translator may be asked from there."""

import os
import subprocess
import sys

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
    assert ended.stdout == "13 shown\n", ended.stderr
    assert len(list((tmp_path / "cache").rglob("*.qmlc"))) > 60
