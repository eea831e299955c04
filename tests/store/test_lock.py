"""One kiosk a folder; a dead one holds nothing."""

import signal
import subprocess
import sys

import pytest

from kiosk.errors import Failure
from kiosk.store import FolderLock
from kiosk.store.lock import StoreLock

HOLDER = """
import sys, time
from pathlib import Path
from kiosk.store import FolderLock
with FolderLock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_folder_has_one_kiosk_and_a_killed_one_holds_nothing(tmp_path):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(Failure, match="running"):
        FolderLock(tmp_path)
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    holder.stdout.close()
    with FolderLock(tmp_path), pytest.raises(Failure, match="running"):
        FolderLock(tmp_path)
    FolderLock(tmp_path).release()


def test_a_store_is_shared_by_all_or_held_by_one(tmp_path):
    one, other, third = StoreLock(tmp_path), StoreLock(tmp_path), StoreLock(tmp_path)
    assert one.share()
    assert other.share()
    assert not third.alone()
    one.release()
    other.release()
    assert third.alone()
    late = StoreLock(tmp_path)
    assert not late.share(seconds=0)
    third.release()
    assert late.share()
    late.release()


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(Failure, match="can't be written"):
        FolderLock(tmp_path / "nowhere")
