"""`kiosk shots` and `kiosk run` as programs of their own, without a display."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from kiosk.home import ensure_sample
from kiosk.store import Store
from sync.records import Vehicle
from tests.pages.looks import look
from tests.ui import Kiosk

KIOSK = [sys.executable, "-m", "kiosk"]


def kiosk_command(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*KIOSK, *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
        env=_without_display() | environment,
    )


def _without_display() -> dict[str, str]:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return {name: value for name, value in os.environ.items() if name not in hidden}


def shoot(folder: Path, page: str, locale: str, size: str, **environment: str) -> bytes:
    done = kiosk_command(
        "shots", str(folder), "--locale", locale, "--page", page, "--size", size, **environment
    )
    assert (done.returncode, done.stderr) == (0, "")
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert files == [folder / locale / f"{page}-{size}.png"]
    return files[0].read_bytes()


def test_a_shot_has_its_name_and_size_and_is_the_same_each_time(tmp_path):
    first = shoot(tmp_path / "one", "queue", "ug_CN", "1920x1080")
    picture = QImage.fromData(first)
    assert (picture.width(), picture.height()) == (1920, 1080)
    assert shoot(tmp_path / "two", "queue", "ug_CN", "1920x1080") == first


def test_no_font_of_the_system_is_in_a_shot(tmp_path):
    empty = tmp_path / "fonts.conf"
    empty.write_text("<?xml version='1.0'?><fontconfig></fontconfig>", "utf-8")
    ours = shoot(tmp_path / "one", "language", "zh_CN", "1080x1920")
    assert (
        shoot(tmp_path / "two", "language", "zh_CN", "1080x1920", FONTCONFIG_FILE=str(empty))
        == ours
    )


@pytest.mark.parametrize(
    "words",
    [["--size", "big"], ["--size", "1x1"], ["--page", "cellar"], ["--locale", "xx"]],
    ids=" ".join,
)
def test_a_shot_of_nothing_is_refused_in_one_sentence(tmp_path, words):
    done = kiosk_command("shots", str(tmp_path), *words)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.rglob("*.png"))


class Running:
    """A kiosk that runs without a display; `line` is the first that it prints."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.process = subprocess.Popen(
            [*KIOSK, "run", "--data", str(folder), *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=_without_display(),
        )
        self.line = self.process.stdout.readline() if self.process.stdout else ""

    def end(self) -> tuple[int, str]:
        self.process.send_signal(signal.SIGTERM)
        _, errors = self.process.communicate(timeout=60)
        return self.process.returncode, errors


def wait_until(holds, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


def vehicles(folder: Path) -> int:
    with Store.open(folder) as store:
        return store.count(Vehicle)


def test_without_a_display_the_screen_is_a_picture_that_follows_it(tmp_path):
    ensure_sample(tmp_path)
    running = Running(tmp_path, "--sample")
    try:
        assert running.line.startswith("No display:")
        picture = tmp_path / "screen.png"
        assert str(picture) in running.line
        wait_until(picture.exists)
        first = picture.stat().st_mtime_ns
        wait_until(lambda: vehicles(tmp_path) > 0)  # they came over HTTP
        wait_until(lambda: picture.stat().st_mtime_ns > first)
        assert not QImage(str(picture)).isNull()
        second = kiosk_command("run", "--data", str(tmp_path))
        assert second.returncode in (1, 2)
        assert second.stderr.count("\n") == 1
        told = json.loads(kiosk_command("check", "--json", "--data", str(tmp_path)).stdout)
        parts = {part["part"] for part in told["parts"]}
        assert {"store", "fonts", "catalogues", "feed", "sync", "disk", "clock"} <= parts
    finally:
        code, errors = running.end()
    assert (code, errors) == (0, "")


@pytest.mark.logs("kiosk.store")
def test_a_damaged_store_is_told_to_staff_at_the_door(kiosks, tmp_path, monkeypatch):
    ensure_sample(tmp_path)
    with sqlite3.connect(tmp_path / "kiosk.db") as database:
        database.execute("pragma wal_checkpoint(truncate)")
    whole = (tmp_path / "kiosk.db").read_bytes()
    (tmp_path / "kiosk.db").write_bytes(whole[:4096] + b"\x55" * 8192 + whole[12288:])
    # the sample is made already; a second opening would find the store mended
    monkeypatch.setattr("kiosk.states.ensure_sample", lambda folder: None)
    kiosks.close()
    mended = Kiosk(tmp_path, 32, kiosks.finger)
    try:
        mended.show("attract", "ru_RU")
        assert mended.app.store.mended is not None
        notice = look(mended, "attract").of("StaffNotice")
        assert len(notice) == 1
    finally:
        mended.close()
