"""The line upstream: numbered without a gap, acknowledged once, and begun anew where the store was
put back."""

import json
import shutil
import signal
import sqlite3
import subprocess
import sys

import msgspec
import pytest

from kiosk.errors import Failure
from kiosk.store import Store, Taken
from kiosk.store.backup import copy_store
from kiosk.store.line import begin_line
from kiosk.store.schema import MIGRATIONS, connect, transaction
from kiosk.store.syncing import StoreLocal
from sync.outbox import Action, content_hash
from sync.records import KINDS, PageUse, Priority, Watch
from tests.store.upstream import DAY, behind, rate, sound, take_all


@pytest.fixture
def store(folder):
    with Store.open(folder) as store:
        yield store


@pytest.fixture
def watch():
    def make(number=1, **fields):
        given = {"vehicle": "KZ-1", "plate": "1", "country": "KZ", "locale": "kk_KZ", "at": "x"}
        return Watch(id=f"watch-{number}", **{**given, **fields})

    return make


def put_back(folder, copy):
    """A copy of the database comes back, behind everybody's back."""
    for end in ("-wal", "-shm"):
        (folder / f"kiosk.db{end}").unlink(missing_ok=True)
    shutil.copy(copy, folder / "kiosk.db")


def test_what_was_acknowledged_is_let_go_of_and_the_rest_waits(store, page_use):
    store.put(*(page_use(n) for n in range(5)))
    with StoreLocal(store) as local:
        first = local.waiting(2)
        assert [op.record for op in first] == ["use-00000", "use-00001"]
        head = behind(local.line(), first)
        local.acknowledge(2, head.chain)
        assert (local.line().acknowledged, local.line().chain) == (2, head.chain)
        assert [op.seq for op in local.waiting(9)] == [3, 4, 5]
        sound(store, local)
        store.put(page_use(9))
        sound(store, local)
    with StoreLocal(store) as local:
        sound(store, local)
        assert not local.unverified()


def test_an_acknowledgement_never_goes_back_and_is_not_of_what_was_never_written(store, page_use):
    store.put(*(page_use(n) for n in range(3)))
    with StoreLocal(store) as local:
        take_all(local)
        line = local.line()
        local.acknowledge(1, b"x")
        local.acknowledge(3, b"x")
        assert local.line() == line
        with pytest.raises(ValueError, match="4 ops can't be acknowledged of 3"):
            local.acknowledge(4, b"x")


def test_a_new_epoch_holds_what_waits_in_its_order(store, page_use):
    store.put(*(page_use(n) for n in range(6)))
    with StoreLocal(store) as local:
        head = behind(local.line(), local.waiting(2))
        local.acknowledge(2, head.chain)
        before = local.waiting(9)
        line = local.begin_epoch()
        after = local.waiting(9)
        assert line.written.epoch != head.epoch
        assert [op.seq for op in after] == [1, 2, 3, 4]
        assert list(map(content_hash, after)) == list(map(content_hash, before))
        sound(store, local)
        assert local.unverified()
    with StoreLocal(store) as local:
        assert local.line() == line
        sound(store, local)


def test_who_only_syncs_writes_the_file_when_something_was_acknowledged(folder, store, page_use):
    with StoreLocal(store) as local:
        written = (folder / "line.json").stat().st_mtime_ns
    with StoreLocal(store) as local:
        assert (folder / "line.json").stat().st_mtime_ns == written
        store.add(page_use(1))
        take_all(local)
    told = json.loads((folder / "line.json").read_text())
    assert (told["acknowledged"], told["chain"]) == (1, store.head().chain.hex())
    assert (folder / "line.json").stat().st_mode & 0o777 == 0o600
    assert not list(folder.glob("*.part"))


def test_the_counter_is_kept_beside_the_line(store, page_use):
    with StoreLocal(store) as local:
        assert local.file.counter() == 0
        local.file.reserve(100)
        store.add(page_use(1))
        take_all(local)
        local.begin_epoch()
    with StoreLocal(store) as local:
        assert local.file.counter() == 100


def test_one_sync_at_a_time(folder, store):
    with (
        StoreLocal(store),
        Store.open(folder) as other,
        pytest.raises(Taken, match="being synced already; repeat"),
    ):
        StoreLocal(other)
    with StoreLocal(store):
        pass


def rewinds(folder, page_use):
    """A store that has come to seq 6, of which 5 are acknowledged; a copy from when 2 were."""
    copy = folder.parent / "copy.db"
    with Store.open(folder) as store, StoreLocal(store) as local:
        store.put(*(page_use(n) for n in range(4)))
        head = behind(local.line(), local.waiting(2))
        local.acknowledge(2, head.chain)
        copy_store(store.path, copy, live=True)
        take_all(local)
        store.add(page_use(4))
        take_all(local)
        store.add(page_use(5))
        epoch = store.head().epoch
    return copy, epoch


def test_a_rewound_database_begins_a_new_epoch_and_tells_again(folder, page_use):
    copy, epoch = rewinds(folder, page_use)
    put_back(folder, copy)
    with Store.open(folder) as store, StoreLocal(store) as local:
        assert store.head().epoch != epoch
        assert [op.record for op in local.waiting(9)] == ["use-00002", "use-00003"]
        assert local.unverified()
        sound(store, local)
        again = store.head().epoch
    with Store.open(folder) as store, StoreLocal(store):
        assert store.head().epoch == again


def test_a_restored_backup_does_as_well(folder, page_use):
    from kiosk.store.commands import restore

    copy, epoch = rewinds(folder, page_use)
    restore.callback(copy, folder)
    with Store.open(folder) as store, StoreLocal(store) as local:
        assert store.head().epoch != epoch
        assert [op.kind for op in local.waiting(9)] == ["page-use", "page-use", "audit"]
        sound(store, local)


def test_a_fork_at_the_same_number_begins_a_new_epoch(folder, page_use):
    with Store.open(folder) as store, StoreLocal(store) as local:
        copy_store(store.path, folder.parent / "copy.db", live=True)
        store.add(page_use(1))
        take_all(local)
        epoch = store.head().epoch
        mark = local.file.read()
    put_back(folder, folder.parent / "copy.db")
    with Store.open(folder) as store:
        with transaction(store.connection):
            store.connection.execute(
                "UPDATE device SET seq = 1, acknowledged = 1, chain = x'01', reached = x'01'"
            )
        assert store.head().epoch == epoch == mark.epoch
        with StoreLocal(store) as local:
            assert store.head().epoch != epoch


def test_a_database_that_is_ahead_of_the_file_is_no_rewind(folder, page_use):
    with Store.open(folder) as store, StoreLocal(store) as local:
        store.put(*(page_use(n) for n in range(3)))
        local._mark = lambda: None  # a kill between the two
        take_all(local)
        line = local.line()
    with Store.open(folder) as store, StoreLocal(store) as local:
        assert local.line() == line
        assert local.file.read().acknowledged == 3


@pytest.mark.parametrize("content", [None, b"", b"{", b'{"device": 5}'])
def test_a_file_that_is_lost_or_torn_costs_an_epoch_and_no_op(folder, page_use, content):
    with Store.open(folder) as store, StoreLocal(store) as local:
        store.put(*(page_use(n) for n in range(3)))
        head = behind(local.line(), local.waiting(1))
        local.acknowledge(1, head.chain)
        epoch = store.head().epoch
    (folder / "line.json").unlink()
    if content is not None:
        (folder / "line.json").write_bytes(content)
    with Store.open(folder) as store, StoreLocal(store) as local:
        assert store.head().epoch != epoch
        assert [op.record for op in local.waiting(9)] == ["use-00001", "use-00002"]
        sound(store, local)


def test_a_copied_folder_tells_on_as_the_same_device(folder, page_use):
    """Nothing here can tell a copy of all of it: upstream does."""
    with Store.open(folder) as store, StoreLocal(store) as local:
        store.add(page_use(1))
        take_all(local)
        line = local.line()
    shutil.copytree(folder, folder.parent / "clone")
    with Store.open(folder.parent / "clone") as store, StoreLocal(store) as local:
        assert local.line() == line


def test_another_kiosks_database_takes_this_folders_name(folder, page_use):
    copy, _ = rewinds(folder, page_use)
    with Store.open(folder) as store:
        other = store.head().device
    mine = folder.parent / "mine"
    with Store.open(mine) as store, StoreLocal(store):
        device = store.head().device
    put_back(mine, copy)
    with Store.open(mine) as store:
        assert store.head().device == other
        with StoreLocal(store) as local:
            assert store.head().device == device
            ops = local.waiting(9)
            assert {op.device for op in ops} == {other}  # who made them, made them
            sound(store, local)


def test_a_device_that_is_enrolled_anew_tells_on_under_its_new_name(folder, page_use):
    with Store.open(folder) as store, StoreLocal(store) as local:
        store.put(*(page_use(n) for n in range(3)))
        head = behind(local.line(), local.waiting(1))
        local.acknowledge(1, head.chain)
        local.take([], [], at_seven := msgspec.structs.replace(local.cursor(), home=7))
        assert local.cursor() == at_seven
        local.file.reserve(200)
        old = store.head().device
        local.enrolled("new-name")
        assert local.line().written.device == "new-name"
        assert local.former() == [old]
        assert [(op.device, op.seq) for op in local.waiting(9)] == [(old, 1), (old, 2)]
        assert (local.unverified(), local.file.counter(), local.cursor().home) == (True, 200, 0)
        store.add(page_use(7))
        assert local.waiting(9)[-1].device == "new-name"
        sound(store, local)
        line = local.line()
        local.enrolled("new-name")
        assert local.line() == line
        local.enrolled("newer-name")
        assert local.former() == [old, "new-name"]


def test_what_stays_in_the_home_is_told_to_its_own_server_alone(store, watch, page_use):
    store.put(watch(1), page_use(1))
    with StoreLocal(store) as local:
        assert [op.kind for op in local.waiting(9)] == ["page-use"]
        local.at_home(True)
        local.at_home(True)
        assert [op.record for op in local.waiting(9)] == ["use-00001", "watch-1"]
        store.put(watch(2))
        store.remove(Watch, "watch-1")
        told = [(op.record, op.action) for op in local.waiting(9)[2:]]
        assert told == [("watch-2", Action.PUT), ("watch-1", Action.REMOVE)]
        sound(store, local)

        store.put(page_use(2))
        local.at_home(False)
        assert [op.record for op in local.waiting(9)] == ["use-00001", "use-00002"]
        sound(store, local)
        store.put(watch(3))
        assert len(local.waiting(9)) == 2
        local.at_home(True)
        assert [op.record for op in local.waiting(9)[2:]] == ["watch-2", "watch-3"]


def test_urgent_ops_are_sent_ahead_once(store, page_use, monkeypatch):
    from kiosk.store import syncing

    monkeypatch.setattr(syncing, "_URGENT", ["page-use"])
    store.put(rate())
    store.put(*(page_use(n) for n in range(3)))
    with StoreLocal(store) as local:
        assert [op.record for op in local.urgent(2)] == ["use-00000", "use-00001"]
        local.sent_ahead(local.urgent(2))
        assert [op.record for op in local.urgent(9)] == ["use-00002"]
        assert len(local.waiting(9)) == 3
        sound(store, local)
        # the server of a new epoch may have lost them, and numbers are others' then
        head = behind(local.line(), local.waiting(1))
        local.acknowledge(1, head.chain)
        stale = local.waiting(1)
        local.begin_epoch()
        assert len(local.urgent(9)) == 2
        local.sent_ahead(stale)
        assert len(local.urgent(9)) == 2


def test_kinds_that_are_urgent_are_found_by_what_they_say():
    from kiosk.store import syncing

    urgent = [n for n, kind in KINDS.items() if kind.info.priority is Priority.URGENT]
    assert urgent == syncing._URGENT


def test_ops_of_an_older_store_become_one_line(folder, page_use, monkeypatch):
    """Before there was a line, each restore left the ops of its epoch as they were numbered."""
    from kiosk.store import schema

    folder.mkdir()
    monkeypatch.setattr(schema, "MIGRATIONS", MIGRATIONS[:2])
    monkeypatch.setattr(schema, "is_shaped", lambda _db: True)
    db = connect(folder / "kiosk.db")
    schema.bring_up_to_date(db)
    (device, epoch) = db.execute("SELECT id, epoch FROM device").fetchone()
    for at_epoch, seq, record in (("e1", 1, "a"), ("e1", 2, "b"), (epoch, 1, "c")):
        db.execute(
            "INSERT INTO outbox VALUES (?, ?, ?, 'page-use', ?, 1, 'put', x'80', 5, 'b', 5, 0)",
            (device, at_epoch, seq, record),
        )
    db.close()
    monkeypatch.undo()
    with Store.open(folder) as store, StoreLocal(store) as local:
        assert store.mended is None
        assert [(op.record, op.seq) for op in store.outbox()] == [("a", 1), ("b", 2), ("c", 3)]
        assert store.head().device == device
        assert not local.unverified()
        sound(store, local)


KILLED = """
import os, signal, sys
from pathlib import Path
from kiosk.store import Store
from kiosk.store.syncing import StoreLocal
from sync.line_file import LineFile
from sync.records import PageUse
from tests.store.upstream import behind

folder, steps = Path(sys.argv[1]), int(sys.argv[2])
with Store.open(folder) as store:
    left = [steps]
    def step(*_):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    store.connection.set_progress_handler(step, 20)
    for name in ("write", "read"):
        real = getattr(LineFile, name)
        def watched(self, *args, real=real):
            step(); got = real(self, *args); step(); return got
        setattr(LineFile, name, watched)
    with StoreLocal(store) as local:
        for n in range(4):
            store.add(PageUse(id=f"new-{n}", at="2026-11-23T10:00:00+08:00", page="meals",
                              locale="ug_CN", seconds=n))
            ops = local.waiting(2)
            head = behind(local.line(), ops)
            print("told", *(op.record for op in ops), flush=True)
            local.acknowledge(head.seq, head.chain)
            if n == 2:
                local.begin_epoch()
print("done", flush=True)
"""


def test_a_kill_at_any_step_loses_no_op_and_keeps_one_line(folder, page_use):
    steps, done = 3, False
    with Store.open(folder) as store:
        store.put(*(page_use(n) for n in range(3)))
    while not done:
        copy = folder.parent / f"killed-{steps}"
        shutil.copytree(folder, copy)
        ran = subprocess.run(
            [sys.executable, "-c", KILLED, str(copy), str(steps)],
            capture_output=True,
            text=True,
            check=False,
            cwd=".",
        )
        done = ran.stdout.endswith("done\n")
        assert done or ran.returncode == -signal.SIGKILL, ran.stderr
        told = {name for line in ran.stdout.splitlines() for name in line.split()[1:]}
        with Store.open(copy) as store:
            waits = {op.record for op in store.outbox()}
            kept = {use.id for use in store.find(PageUse)}
            assert kept <= waits | told
            with StoreLocal(store) as local:
                sound(store, local)
                mark, line = local.file.read(), local.line()
                assert (mark.epoch, mark.acknowledged) == (line.written.epoch, line.acknowledged)
        shutil.rmtree(copy)
        steps = steps * 3 // 2 + 1
    assert steps > 50


def test_a_write_that_fails_at_any_step_leaves_all_as_it_was(store, page_use):
    """The nth step of the database is broken off, for n = 1, 2, 3 … until one passes."""
    store.put(*(page_use(n) for n in range(3)))
    with StoreLocal(store) as local:
        head = behind(local.line(), local.waiting(2))
        before = (local.line(), store.outbox())
        for nth in range(1, 10_000):
            left = [nth]

            def broken_off(left=left):
                # only within: what is broken off after a commit has happened all the same
                left[0] -= store.connection.in_transaction
                return left[0] == 0

            local._db.set_progress_handler(broken_off, 1)
            try:
                local._surely(lambda connection: begin_line(connection, head.device))
                failed = False
            except (Failure, sqlite3.OperationalError) as error:
                failed = "interrupted" in str(error)
            local._db.set_progress_handler(None, 0)
            if not failed:
                break
            assert (local.line(), store.outbox()) == before
        assert nth > 20
        sound(store, local)


def test_a_file_that_cannot_be_written_stops_no_sync(folder, store, page_use):
    store.put(*(page_use(n) for n in range(2)))
    with StoreLocal(store) as local:
        (folder / "line.json").unlink()
        (folder / "line.json").mkdir()
        take_all(local)
        assert local.line().acknowledged == 2
        (folder / "line.json").rmdir()
    with StoreLocal(store) as local:
        sound(store, local)


def test_neither_key_nor_line_is_in_a_backup(folder, store, page_use):
    from kiosk.errors import BadInput
    from kiosk.store.commands import backup
    from sync import identity

    store.add(page_use(1))
    with StoreLocal(store) as local:
        take_all(local)
        local.file.reserve(4242)
    secret = b"a key that nobody else may know."
    (folder / identity.KEY).write_bytes(secret)
    target = folder.parent / "copy.db"
    backup.callback(target, folder)
    assert secret not in target.read_bytes()
    assert b"4242" not in target.read_bytes()
    for name in ("line.json", identity.KEY, identity.NEXT, "ballast", "veil.key"):
        with pytest.raises(BadInput, match="belongs to the kiosk"):
            backup.callback(folder / name, folder)


def test_days_of_usage_add_up_and_go(store):
    with StoreLocal(store) as local:
        assert local.spent_on("2026-11-24") == (0, 0, 0, 0.0)
        local.spent("2025-01-01", 1, 1, 1, 1.0)
        local.spent("2026-11-24", 100, 20, 1, 0.5)
        local.spent("2026-11-24", 1, 2, 3, 0.25)
        assert local.spent_on("2026-11-24") == (101, 22, 4, 0.75)
        assert local.spent_on("2025-01-01") == (0, 0, 0, 0.0)


def test_how_the_last_sync_went_is_seen(store):
    from datetime import UTC, datetime, timedelta

    from kiosk.store.sync_state import sync_state

    now = datetime(2026, 11, 24, 2, tzinfo=UTC)
    with StoreLocal(store) as local:
        local.synced(now)
        local.verified(now)
        local.synced(now + timedelta(hours=1), "The server can't be reached.")
        state = sync_state(store, "2026-11-24")
        assert (state.synced_at, state.verified_at) == (now, now)
        assert state.trouble == "The server can't be reached."
        local.synced(now + timedelta(hours=2))
        assert sync_state(store, "2026-11-24").trouble == ""


def test_a_comparison_is_of_one_moment_and_nobody_waits_for_it(folder, store, page_use):
    store.add(page_use(1))
    with StoreLocal(store) as local, Store.open(folder) as other:
        with local._reading(DAY) as comparing:
            before = comparing.kinds()
            other.add(page_use(2))
            assert comparing.kinds() == before
        assert local.kinds(DAY) != before
