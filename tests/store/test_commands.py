"""`kiosk export`, `kiosk backup`, `kiosk restore`, as a person runs them."""

import json
import os
import sqlite3
import subprocess
import sys

import pytest

from kiosk.store import FolderLock, Store
from sync.records import KINDS, Audit, PageUse, Rate


def kiosk(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "kiosk", *map(str, arguments)],
        capture_output=True,
        check=False,
        env={**os.environ, "LC_ALL": "C", **environment},
    )


def said(done):
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 1, lines
    assert "Traceback" not in lines[0]
    return lines[0]


@pytest.fixture
def home(folder, page_use):
    with Store.open(folder) as store:
        store.put(page_use(2), page_use(1, page="食堂 ئاشخانا"))
    return folder


def test_export_prints_a_kind_sorted_by_id_as_utf_8(home, page_use):
    done = kiosk("export", "page-use", "--data", home)
    assert done.returncode == 0
    assert "食堂 ئاشخانا" in done.stdout.decode("utf-8")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["id"] for line in lines] == ["use-00001", "use-00002"]
    assert lines[1] == {
        "id": "use-00002",
        "home": "",
        "at": "2026-11-23T10:00:00+08:00",
        "page": "services",
        "locale": "kk_KZ",
        "seconds": 7,
    }


def test_export_without_a_kind_tells_of_every_kind(home):
    lines = [json.loads(line) for line in kiosk("export", "--data", home).stdout.splitlines()]
    assert [line["kind"] for line in lines] == sorted(KINDS)
    assert {"kind": "page-use", "flow": "up", "count": 2} in lines
    assert {"kind": "vehicle", "flow": "home", "count": 0} in lines


def test_the_folder_may_come_from_the_environment(home):
    done = kiosk("export", "page-use", KIOSK_DATA=str(home))
    assert len(done.stdout.splitlines()) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", "spaceship"],
        ["export", "--data", "/nowhere/at/all"],
        ["export", "--data", "{file}"],
        ["backup", "/nowhere/at/all/x.db"],
        ["backup", "{home}"],
        ["backup", "{home}/kiosk.db"],
        ["backup"],
        ["restore", "/nowhere/x.db"],
        ["restore", "{file}"],
        ["restore", "{other}"],
        ["restore", "{home}"],
        ["restore"],
    ],
)
def test_bad_input_is_one_sentence_and_exit_2(home, tmp_path, arguments):
    (tmp_path / "file").write_text("no database")

    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE phones (name TEXT)")
    other.commit()
    other.close()
    names = {"home": home, "file": tmp_path / "file", "other": tmp_path / "other.db"}
    before = (home / "kiosk.db").read_bytes()

    done = kiosk(*(a.format(**names) for a in arguments), KIOSK_DATA=str(home))

    assert done.returncode == 2
    assert said(done)
    assert (home / "kiosk.db").read_bytes() == before


def test_a_backup_of_a_running_kiosk_is_taken_back_when_it_stands(home, tmp_path, page_use):
    file = tmp_path / "stick.db"
    with FolderLock(home), Store.open(home) as running:
        running.add(page_use(3))
        assert kiosk("backup", file, "--data", home).returncode == 0
        running.add(page_use(4))
        epoch = running.head().epoch

        refused = kiosk("restore", file, "--data", home)
        assert refused.returncode == 1
        assert "running" in said(refused)
        assert running.count(PageUse) == 4

    done = kiosk("restore", file, "--data", home)
    assert done.returncode == 0, done.stderr

    with Store.open(home) as store:
        assert len(store.find(PageUse)) == 3
        assert [audit.what for audit in store.find(Audit)] == ["store-restored"]
        assert store.head().epoch != epoch
        assert store.mended is None
    (aside,) = (path for path in (home / "replaced").iterdir() if path.suffix != ".lock")
    again = tmp_path / "again"
    again.mkdir()
    aside.rename(again / "kiosk.db")
    with Store.open(again) as store:
        assert store.count(PageUse) == 4


def test_a_backup_founds_a_new_kiosk(home, tmp_path):
    assert kiosk("backup", tmp_path / "b.db", "--data", home).returncode == 0
    assert kiosk("restore", tmp_path / "b.db", "--data", tmp_path / "new").returncode == 0
    with Store.open(tmp_path / "new") as store:
        assert store.count(PageUse) == 2


def test_a_damaged_store_is_replaced_too(home, tmp_path):
    assert kiosk("backup", tmp_path / "b.db", "--data", home).returncode == 0
    (home / "kiosk.db").write_bytes(b"garbage" * 1000)
    assert kiosk("backup", tmp_path / "c.db", "--data", home).returncode == 1
    assert not (tmp_path / "c.db").exists()
    assert kiosk("restore", tmp_path / "b.db", "--data", home).returncode == 0
    assert len(list((home / "replaced").iterdir())) == 1
    with Store.open(home) as store:
        assert store.count(Rate) == 0
        assert store.count(PageUse) == 2
