"""kill -9 in the middle of writing: what was said to be kept is kept, and a record and its op
stand or fall together."""

import itertools
import signal
import subprocess
import sys

import pytest

from kiosk.store import Store
from sync.outbox import advance, record_of
from sync.records import PageUse

WRITER = """
import sys
from pathlib import Path
from kiosk.store import Store
from sync.records import PageUse

with Store.open(Path(sys.argv[1])) as store:
    number = store.count(PageUse)
    while True:
        uses = [
            PageUse(id=f"use-{number + n:08}", at="2026-11-23T10:00:00+08:00", page="x" * 500,
                    locale="ug_CN", seconds=n)
            for n in range(3)
        ]
        store.put(*uses)
        number += 3
        print(number, flush=True)
"""


@pytest.mark.parametrize("after", [1, 40, 150])
def test_a_killed_kiosk_loses_nothing_it_kept(folder, after):
    with Store.open(folder) as store:
        start = store.head()
    said = 0
    for _ in range(2):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True
        )
        for line in itertools.islice(writer.stdout, after):
            said = int(line)
        writer.send_signal(signal.SIGKILL)
        # what it still said before the kill reached it was kept, too
        for line in writer.stdout:
            if line.endswith("\n"):
                said = int(line)
        writer.stdout.close()
        writer.wait()

        with Store.open(folder) as store:
            assert store.mended is None
            uses, ops = store.find(PageUse), store.outbox()
            assert len(uses) >= said
            assert len(uses) % 3 == 0
            assert [record_of(op, PageUse) for op in ops] == uses
            assert [op.seq for op in ops] == list(range(1, len(ops) + 1))
            *_, head = itertools.accumulate(ops, advance, initial=start)
            assert head == store.head()


def test_a_kill_while_the_store_is_first_made_leaves_no_half_store(folder):
    made = "from kiosk.store import Store; from pathlib import Path; import sys, os, signal\n"
    killed = made + (
        "import kiosk.store.opening as o\n"
        "o._put_in_place = lambda *a: os.kill(os.getpid(), signal.SIGKILL)\n"
        "Store.open(Path(sys.argv[1]))"
    )
    done = subprocess.run([sys.executable, "-c", killed, str(folder)], check=False)
    assert done.returncode == -signal.SIGKILL
    with Store.open(folder) as store:
        assert store.mended is None
        assert store.count(PageUse) == 0
    assert not list(folder.glob("*.part*"))
