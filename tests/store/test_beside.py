"""Programs that come and go beside one that has the store open."""

import os
import subprocess
import sys

from kiosk.store import Store

COUNT = """
import sys
from pathlib import Path
from kiosk.store import Store
from sync.records import PageUse
with Store.open(Path(sys.argv[1])) as store:
    print(store.count(PageUse))
"""


def counted_by_another(folder):
    ended = subprocess.run(
        [sys.executable, "-c", COUNT, str(folder)], capture_output=True, text=True, check=True
    )
    return int(ended.stdout)


def test_no_program_that_leaves_takes_the_log_from_one_that_stays(folder, page_use):
    with Store.open(folder) as store:
        store.add(page_use(1))
        # as its threads do: each opens the store for itself, and looks at the file first
        Store.open(folder).close()
        assert counted_by_another(folder) == 1
        assert (folder / "kiosk.db-wal").exists()
        store.add(page_use(2))
        assert counted_by_another(folder) == 2
        assert len(store.find(type(page_use()))) == 2


def test_a_store_that_is_opened_often_costs_no_descriptors(folder):
    Store.open(folder).close()
    before = len(os.listdir("/proc/self/fd"))
    with Store.open(folder):
        Store.open(folder).close()  # SQLite keeps one for the next
        once = len(os.listdir("/proc/self/fd"))
        for _ in range(20):
            Store.open(folder).close()
        assert len(os.listdir("/proc/self/fd")) == once
    assert len(os.listdir("/proc/self/fd")) == before
