"""A pull that is killed or broken off anywhere: the cursor stands behind exactly what is here."""

import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.errors import Failure
from kiosk.store import Store
from kiosk.store.syncing import StoreLocal
from sync.records import Rate
from tests.store.upstream import at, gone, rate, row

PAGES = 6
EACH = 5

PULLING = """
import os, signal, sys
from pathlib import Path
from kiosk.store import Store
from kiosk.store.syncing import StoreLocal
from tests.store.test_taking_killed import PAGES, page
from tests.store.upstream import at

with Store.open(Path(sys.argv[1])) as store, StoreLocal(store) as local:
    left = [int(sys.argv[2])]
    def step():
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    store.connection.set_progress_handler(step, 20)
    for number in range(1, PAGES + 1):
        local.take(page(number), [], at(number))
        print(number, flush=True)
    local.settle()
print("done", flush=True)
"""


def page(number):
    """A page of new rows, and of one that goes again: `settle` removes a fifth in the end."""
    new = [row(rate(f"R{number}{n}"), number * 100 + n) for n in range(EACH)]
    return [*new, gone(Rate, f"R{number - 1}0", number * 100 + 50)]


def expected(number, *, settled):
    ids = {f"R{p}{n}" for p in range(1, number + 1) for n in range(EACH)}
    return ids - {f"R{p}0" for p in range(1, number)} if settled else ids


def test_a_pull_that_is_killed_goes_on_where_it_was(folder):
    with Store.open(folder):
        pass
    steps, done = 2, False
    while not done:
        copy = folder.parent / f"killed-{steps}"
        shutil.copytree(folder, copy)
        ran = subprocess.run(
            [sys.executable, "-c", PULLING, str(copy), str(steps)],
            capture_output=True,
            text=True,
            check=False,
            cwd=Path(__file__).parents[2],
        )
        done = ran.stdout.endswith("done\n")
        assert done or ran.returncode == -signal.SIGKILL, ran.stderr
        said = int(ran.stdout.split()[-1]) if ran.stdout and not done else 0
        with Store.open(copy) as store, StoreLocal(store) as local:
            number = local.cursor().home
            assert number >= said
            here = {each.id for each in store.find(Rate)}
            assert here in (expected(number, settled=False), expected(number, settled=True))
            assert store.outbox() == []
            for next_ in range(number + 1, PAGES + 1):
                local.take(page(next_), [], at(next_))
            assert local.settle() == {}
            assert {each.id for each in store.find(Rate)} == expected(PAGES, settled=True)
        shutil.rmtree(copy)
        steps = steps * 3 // 2 + 1
    assert steps > 100


@pytest.mark.parametrize("what", ["take", "settle", "mend", "start_over"])
def test_what_breaks_off_at_any_step_has_not_happened(folder, what):
    with Store.open(folder) as store, StoreLocal(store) as local:
        local.take(page(1), [], at(1))
        if what == "settle":
            local.take([gone(Rate, "R10", 150)], [], at(2))
        todo = {
            "take": lambda: local.take(page(2), [], at(2)),
            "settle": local.settle,
            "mend": lambda: local.mend([row(rate("R11", per_yuan=9), 160)]),
            "start_over": local.start_over,
        }[what]

        def all_of_it():
            tables = ("rate", "version", "removal", "unread", "sync", "outbox", "device")
            return [store.connection.execute(f"SELECT * FROM {t}").fetchall() for t in tables]

        before, broken = all_of_it(), 0
        while True:
            left = [broken + 1]

            def break_off(left=left):
                # only within: what is broken off after a commit has happened all the same
                left[0] -= store.connection.in_transaction
                return left[0] == 0

            store.connection.set_progress_handler(break_off, 3)
            try:
                todo()
            except (Failure, sqlite3.OperationalError) as error:
                assert "interrupted" in str(error)  # noqa: PT017
            else:
                break
            finally:
                store.connection.set_progress_handler(None, 0)
            assert all_of_it() == before
            broken += 1
        assert broken > 2
        assert all_of_it() != before
