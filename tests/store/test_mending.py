"""A damaged store is set aside, the newest good backup takes its place, and staff are told."""

import random
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.errors import Failure
from kiosk.store import Store
from kiosk.store.backup import back_up_now, backups
from kiosk.store.examine import State, examine
from sync.records import Audit, PageUse

pytestmark = pytest.mark.logs("kiosk.store")

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def garbage(path):
    path.write_bytes(random.Random(1).randbytes(20_000))


def empty(path):
    path.write_bytes(b"")


def no_header(path):
    path.write_bytes(bytes(100) + path.read_bytes()[100:])


def half(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def last_page_cut(path):
    path.write_bytes(path.read_bytes()[:-1000])


def flipped_page(path):
    data = bytearray(path.read_bytes())
    data[8192:12288] = data[8192:12288][::-1]
    path.write_bytes(data)


def damaged_record_page(path):
    """A page of records that nobody looks at when the store opens."""
    data = bytearray(path.read_bytes())
    page = data.rindex(b"use-00050") // 4096 * 4096
    data[page : page + 4096] = random.Random(1).randbytes(4096)
    path.write_bytes(data)


def unknown_write_version(path):
    data = bytearray(path.read_bytes())
    data[18] = 9
    path.write_bytes(data)


def table(name):
    def dropped(path):
        db = sqlite3.connect(path)
        db.execute(f'DROP TABLE "{name}"')
        db.commit()
        db.close()

    dropped.__name__ = f"without_{name.replace('-', '_')}"
    return dropped


DAMAGES = [
    garbage,
    empty,
    no_header,
    half,
    last_page_cut,
    flipped_page,
    damaged_record_page,
    unknown_write_version,
    *map(table, ["outbox", "device", "tables", "_sqlite_migrations", "page-use"]),
]


@pytest.fixture
def home(folder, page_use):
    """A folder with 200 records, of which the first 100 are in the newest of two backups."""
    with Store.open(folder) as store:
        back_up_now(folder, NOW - timedelta(hours=1))
        store.put(*(page_use(n) for n in range(100)))
        back_up_now(folder, NOW)
        store.put(*(page_use(n) for n in range(100, 200)))
    return folder


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_the_newest_backup_takes_the_damaged_files_place(home, page_use, damage):
    damage(home / "kiosk.db")
    broken = (home / "kiosk.db").read_bytes()

    with Store.open(home) as store:
        assert store.mended
        assert store.mended.backup == NOW
        assert store.mended.kept_as.read_bytes() == broken
        assert store.mended.kept_as.parent == home / "damaged"
        assert store.mended.kept_as.name.startswith("kiosk.db.")
        assert store.find(PageUse) == [page_use(n) for n in range(100)]
        (audit,) = store.find(Audit)
        assert (audit.what, NOW.isoformat() in audit.detail) == ("store-mended", True)
        store.add(page_use(500))

    with Store.open(home) as store:
        assert store.mended is None
        assert store.get(PageUse, "use-00500")


def test_numbers_of_the_lost_file_are_not_given_again(home, page_use):
    with Store.open(home) as store:
        before = store.head()
    garbage(home / "kiosk.db")
    with Store.open(home) as store:
        first = store.head()
    garbage(home / "kiosk.db")
    with Store.open(home) as store:
        second, ops = store.head(), store.outbox()
    assert before.device == first.device == second.device
    assert len({before.epoch, first.epoch, second.epoch}) == 3
    # all that upstream does not have yet, and the audit entry, in one line
    assert [op.seq for op in ops] == list(range(1, second.seq + 1))
    assert ops[-1].kind == "audit"
    assert {op.epoch for op in ops} == {second.epoch}


def test_a_damaged_backup_is_passed_over_for_an_older_one(home):
    newest, older = backups(home)
    garbage(newest.path)
    garbage(home / "kiosk.db")
    with Store.open(home) as store:
        assert store.mended.backup == older.at
    assert newest.path.exists()


OPENER = """
import sys
from pathlib import Path
from kiosk.store import Store
from sync.records import PageUse

with Store.open(Path(sys.argv[1])) as store:
    store.add(PageUse(id=sys.argv[2], at="2026-11-23T10:00Z", page="p", locale="en", seconds=1))
    print("mended" if store.mended else "good")
"""


@pytest.mark.parametrize("damaged", [True, False])
def test_of_many_who_open_at_once_one_mends_and_none_loses(home, tmp_path, damaged):
    folder = home if damaged else tmp_path / "new"
    if damaged:
        garbage(home / "kiosk.db")
    openers = [
        subprocess.Popen(
            [sys.executable, "-c", OPENER, str(folder), f"new-{number}"],
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(6)
    ]
    said = sorted(opener.communicate()[0].strip() for opener in openers)
    assert said == ["good"] * 5 + (["mended"] if damaged else ["good"])
    with Store.open(folder) as store:
        assert sum(use.id.startswith("new-") for use in store.find(PageUse)) == 6
        assert store.count(Audit) == damaged


def test_without_a_backup_a_fresh_store_is_made(home, page_use):
    for backup in backups(home):
        backup.path.unlink()
    garbage(home / "kiosk.db")
    with Store.open(home) as store:
        assert store.mended.backup is None
        assert store.mended.kept_as.exists()
        assert store.count(PageUse) == 0
        store.add(page_use(1))


def test_a_store_that_is_gone_comes_back_from_its_backup(home):
    (home / "kiosk.db").unlink()
    with Store.open(home) as store:
        assert (store.mended.kept_as, store.mended.backup) == (None, NOW)
        assert store.count(PageUse) == 100


def test_what_lies_beside_the_damaged_file_is_kept_with_it(home):
    garbage(home / "kiosk.db")
    (home / "kiosk.db-wal").write_bytes(b"what was not yet written back")
    with Store.open(home) as store:
        kept = store.mended.kept_as
        assert kept.with_name(kept.name + "-wal").read_bytes() == b"what was not yet written back"
        assert store.count(PageUse) == 100


def test_a_new_folder_is_not_said_to_be_mended(folder):
    with Store.open(folder) as store:
        assert store.mended is None
        assert store.outbox() == []


def test_a_damaged_store_that_others_use_is_not_taken_from_under_them(home, monkeypatch):
    with Store.open(home):
        broken = random.Random(1).randbytes(4096)
        with (home / "kiosk.db").open("r+b") as file:
            file.write(broken)
        monkeypatch.setattr("kiosk.store.opening.TRIES", 2)
        with pytest.raises(Failure, match="another program uses it"):
            Store.open(home)
        assert (home / "kiosk.db").read_bytes()[:4096] == broken


def test_a_store_of_a_newer_program_is_left_alone(home):
    db = sqlite3.connect(home / "kiosk.db")
    db.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
        "VALUES ('kiosk', 'm999_of_next_year', '')"
    )
    db.commit()
    db.close()
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}

    with pytest.raises(Failure, match="newer version"):
        Store.open(home)

    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


def test_looking_at_a_backup_leaves_nothing_beside_it(home):
    newest, older = backups(home)
    assert examine(newest.path) is State.GOOD
    assert sorted((home / "backups").iterdir()) == [older.path, newest.path]


def test_a_folder_that_cannot_be_made_is_said_in_one_sentence(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(Failure, match="can't be made"):
        Store.open(tmp_path / "file" / "home")


def test_a_store_that_is_opened_again_is_not_looked_through_again(tmp_path, page_use, monkeypatch):
    with Store.open(tmp_path / "new", again=True) as store:
        store.put(page_use(1))
    monkeypatch.setattr("kiosk.store.opening.examine", None)
    with Store.open(tmp_path / "new", again=True) as store:
        assert store.count(PageUse) == 1
