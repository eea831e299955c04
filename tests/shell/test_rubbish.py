"""A QObject that nobody holds any more dies on the screen's thread, whoever makes objects."""

import gc
import subprocess
import sys

PROGRAM = """
import gc, sys, threading
from PySide6.QtCore import QCoreApplication, QObject, QTimer
from kiosk.shell.rubbish import search_here

application = QCoreApplication([])
died_on = []

class Old(QObject):
    def __init__(self):
        super().__init__()
        self.me = self  # a ring: only a search finds it
        self.timer = QTimer(self)
        self.timer.start(1)

    def __del__(self):
        died_on.append(threading.current_thread() is threading.main_thread())

def work():
    while not over.is_set():
        kept = [[] for _ in range(20_000)]

over = threading.Event()
search_here(application)
threading.Thread(target=work, daemon=True).start()
QTimer.singleShot(100, Old)
watch = QTimer()
watch.timeout.connect(lambda: died_on and application.quit())
watch.start(20)
QTimer.singleShot(30_000, application.quit)
application.exec()
over.set()
sys.exit(0 if died_on == [True] else 1)
"""


def test_what_nobody_holds_dies_on_the_screens_thread():
    done = subprocess.run([sys.executable, "-c", PROGRAM], timeout=60, check=False)
    assert done.returncode == 0


def test_tests_search_on_their_own_thread_too():
    assert not gc.isenabled()
