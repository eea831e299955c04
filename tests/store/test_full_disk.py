"""A full disk is said in one sentence; what was there stays, what follows works again."""

import resource
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from kiosk.errors import Failure
from kiosk.store import Store
from kiosk.store.backup import back_up_now, backups
from sync.records import PageUse

pytestmark = pytest.mark.logs("kiosk.store")

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
def room():
    """Sets how long a file may grow, in bytes; None takes the limit away."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def limit(size):
        soft = before[0] if size is None else size
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, before[1]))

    yield limit
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def until_refused(store, records):
    """Adds records until one is refused: the sentence, and what the store held before it."""
    for record in records:
        kept, head = store.count(PageUse), store.head()
        try:
            store.add(record)
        except Failure as failed:
            return str(failed), kept, head
    raise AssertionError("nothing was refused")


def test_a_full_database_refuses_and_loses_nothing(folder, page_use):
    with Store.open(folder) as store:
        store.add(page_use(0))
        (pages,) = store._db.execute("PRAGMA page_count").fetchone()
        store._db.execute(f"PRAGMA max_page_count = {pages + 10}").fetchone()
        big = (page_use(n, page="x" * 2000) for n in range(1, 1000))
        failed, kept, head = until_refused(store, big)
        assert "is full" in failed
        assert store.count(PageUse) == kept
        assert store.head() == head

        store._db.execute("PRAGMA max_page_count = 1000000").fetchone()
        store.add(page_use(5000))
        assert len(store.outbox()) == store.count(PageUse) == kept + 1


def test_a_disk_that_takes_no_more_refuses_and_loses_nothing(folder, page_use, room):
    with Store.open(folder) as store:
        store.put(*(page_use(n) for n in range(10)))
        room((folder / "kiosk.db-wal").stat().st_size + 20_000)
        big = (page_use(n, page="x" * 2000) for n in range(10, 1000))
        failed, kept, head = until_refused(store, big)
        assert "not kept" in failed
        assert (store.count(PageUse), store.head()) == (kept, head)
        room(None)
        assert store.count(PageUse) == len(store.outbox()) == kept
        store.add(page_use(5000))
    with Store.open(folder) as store:
        assert store.mended is None
        assert store.count(PageUse) == kept + 1


def test_a_backup_without_room_leaves_the_older_ones(folder, page_use, room):
    with Store.open(folder) as store:
        good = back_up_now(folder, NOW)
        store.put(*(page_use(n, page="x" * 1000) for n in range(100)))
        room(20_000)
        with pytest.raises(Failure):
            back_up_now(folder, NOW)
        room(None)
        assert backups(folder) == [good]
        assert list((folder / "backups").iterdir()) == [good.path]


def test_a_first_start_without_room_is_one_sentence(folder, room):
    start = (
        "import resource, sys; from pathlib import Path; from kiosk.errors import Failure\n"
        "from kiosk.store import Store\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))\n"
        "try: Store.open(Path(sys.argv[1]))\n"
        "except Failure as failed: print(failed)"
    )
    done = subprocess.run(
        [sys.executable, "-c", start, str(folder)], capture_output=True, text=True, check=True
    )
    assert len(done.stdout.splitlines()) == 1
    assert "not kept" in done.stdout
    with Store.open(folder) as store:
        assert store.mended is None
