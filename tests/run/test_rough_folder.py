"""A data folder in a state that nobody wished for: the kiosk runs on it, or says why not."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime

import pytest

from kiosk.app import App
from kiosk.background import keep_house
from kiosk.config import Settings
from kiosk.errors import Failure
from kiosk.home import SAMPLE, ensure_content, ensure_sample
from kiosk.queue.feeds.keeping import read_state
from kiosk.shell.mirror import Mirror
from kiosk.states import stage
from kiosk.store import Store, backups
from kiosk.store.backup import back_up_now
from sync.records import Dish, Home, PageUse

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)


def kiosk(*arguments) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kiosk", *map(str, arguments)],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home"
    ensure_sample(folder)
    return folder


@pytest.mark.logs("kiosk.store")
def test_junk_among_the_backups_is_passed_over(home):
    good = back_up_now(home, NOW)
    place = home / "backups"
    (place / "kiosk-000002-99999999T999999Z.db").touch()
    (place / "kiosk-000003-20260303T120000Z.db").mkdir()
    (place / "kiosk-000004-20260303T120000Z.db").symlink_to("/nowhere")
    (place / "kiosk-000005-20260303T120000Z.db.part").mkdir()
    assert [each.path for each in backups(home)] == [good.path]
    (home / "kiosk.db").write_text("no store")
    with Store.open(home) as store:
        assert store.mended is not None
        assert store.mended.backup == good.at
    assert back_up_now(home, NOW).number == 2


@pytest.mark.logs("kiosk.store")
def test_a_folder_in_the_store_s_place_is_set_aside(home):
    back_up_now(home, NOW)
    (home / "kiosk.db").unlink()
    (home / "kiosk.db").mkdir()
    (home / "kiosk.db" / "letter").write_text("mine")
    with Store.open(home) as store:
        assert store.count(Home) == 1
        kept = store.mended.kept_as
    assert (kept / "letter").read_text() == "mine"


@pytest.mark.logs("kiosk.background")
def test_a_folder_that_was_taken_away_is_not_made_anew(home, tmp_path):
    home.rename(tmp_path / "elsewhere")
    with pytest.raises(Failure, match="can't be written"):
        back_up_now(home, NOW)
    assert not home.exists()


def test_settings_cut_by_a_power_loss_are_written_again(home):
    (home / "kiosk.toml").write_bytes(b"")
    ensure_sample(home)
    assert (home / "kiosk.toml").read_text() == f'home = "{SAMPLE}"\n'


def test_an_installed_home_gets_the_content_that_lies_ready_for_it(tmp_path):
    with Store.open(tmp_path) as store:
        ensure_content(store, SAMPLE)
        assert store.get(Home, SAMPLE) is not None
        assert store.count(Dish) >= 40


def test_a_home_without_content_is_said_in_the_log(tmp_path, caplog):
    with Store.open(tmp_path) as store:
        ensure_content(store, "elsewhere")
        assert store.count(Home) == 0
    assert "elsewhere" in caplog.text


@pytest.mark.parametrize("name", ["kiosk.db-wal", "kiosk.lock", "kiosk.toml"])
def test_a_backup_replaces_nothing_of_the_kiosk_s_own(home, name):
    (home / name).touch()
    before = (home / name).read_bytes()
    done = kiosk("backup", home / name, "--data", home)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert (home / name).read_bytes() == before


def test_a_pipe_is_neither_replaced_nor_waited_for(home, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert kiosk("backup", pipe, "--data", home).returncode == 2
    assert pipe.is_fifo()
    assert kiosk("restore", pipe, "--data", home).returncode == 2


def test_a_backup_through_a_link_leaves_the_link(home, tmp_path):
    link, disk = tmp_path / "latest.db", tmp_path / "disk.db"
    link.symlink_to(disk)
    assert kiosk("backup", link, "--data", home).returncode == 0
    assert link.is_symlink()
    assert disk.stat().st_size > 100_000


def test_another_home_s_backup_is_refused(home, tmp_path):
    copy = tmp_path / "copy.db"
    assert kiosk("backup", copy, "--data", home).returncode == 0
    (home / "kiosk.toml").write_text('home = "alashankou"\n')
    done = kiosk("restore", copy, "--data", home)
    assert done.returncode == 2
    assert SAMPLE in done.stderr
    assert "alashankou" in done.stderr
    assert not (home / "replaced").exists()


def test_an_older_program_s_backup_that_knew_no_homes_is_taken(home, tmp_path):
    copy = tmp_path / "copy.db"
    assert kiosk("backup", copy, "--data", home).returncode == 0
    with closing(sqlite3.connect(copy)) as older:
        older.execute("DROP TABLE home")
        older.execute("DELETE FROM tables WHERE name = 'home'")
        older.execute("ALTER TABLE dish DROP COLUMN halal")
        older.commit()
    done = kiosk("restore", copy, "--data", home)
    assert done.returncode == 0, done.stderr
    with Store.open(home) as store:
        assert store.mended is None
        assert store.count(Home) == 0
        assert store.count(Dish) >= 40


@pytest.mark.parametrize("with_backup", [True, False])
def test_a_kill_in_the_middle_of_restoring_brings_what_was_restored(home, tmp_path, with_backup):
    copy = tmp_path / "copy.db"
    with Store.open(home) as store:
        store.put(PageUse(id="here", at=NOW.isoformat(), page="home", locale="en", seconds=1))
    assert kiosk("backup", copy, "--data", home).returncode == 0
    with Store.open(home) as store:
        store.remove(PageUse, "here")
    if with_backup:
        back_up_now(home, NOW)
    killed = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "was = Path.rename\n"
        "def rename(old, new):\n"
        "    if Path(new).name == 'kiosk.db': os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return was(old, new)\n"
        "Path.rename = rename\n"
        "from kiosk.cli import main\n"
        "main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", killed, "restore", str(copy), "--data", str(home)], check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert not (home / "kiosk.db").exists()
    with Store.open(home) as store:
        assert store.mended is None
        assert store.get(PageUse, "here") is not None


def test_a_feed_state_that_can_t_be_used_begins_anew(tmp_path):
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / "port.json").write_text('{"name":"port","as_of":"2026-03-03T12:00:00"}')
    assert read_state(tmp_path, "port").as_of is None


@pytest.fixture
def app(qapp, tmp_path):
    made = stage(tmp_path / "staged")
    yield made
    made.close()


def visit(app: App) -> None:
    app.session.begin()
    app.navigator.goHome()
    app.session.done()


def test_a_full_disk_ends_no_session_and_loses_no_page_use(app, caplog, monkeypatch):
    def full(*_):
        raise Failure("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(app.store, "put", full)
        for _ in range(3):
            visit(app)
    assert caplog.text.count("The disk is full.") == 1
    assert app.store.count(PageUse) == 0
    visit(app)
    assert app.store.count(PageUse) == 8  # language and home, of four sessions


def test_a_picture_that_can_t_be_written_is_said_once(app, caplog, capfd, tmp_path):
    mirror = Mirror(app.window.window, tmp_path / "nowhere" / "screen.png")
    mirror._write()
    mirror._write()
    assert caplog.text.count("can't be written down") == 1
    assert capfd.readouterr().err == ""
    mirror._path = tmp_path / "screen.png"
    mirror._write()
    assert mirror._path.read_bytes().startswith(b"\x89PNG")


def test_keeping_house_says_what_is_wrong_and_goes_on(tmp_path):
    (tmp_path / "kiosk.db").mkdir()
    (tmp_path / "damaged").write_text("in the way")
    assert "can't be used" in keep_house(tmp_path, NOW, Settings(home="horgos"))
