"""`kiosk tv` as a program of its own, without a display and with a port on loopback."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from kiosk.home import ensure_sample
from tests.pages.test_programs import (
    KIOSK,
    _without_display,
    kiosk_command,
    shoot,
    vehicles,
    wait_until,
)


def start(*words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [*KIOSK, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=_without_display(),
    )


@pytest.fixture
def port() -> Iterator[str]:
    """The address of a simulated port."""
    process = start("port-sim", "--port", "0")
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        yield next(word for word in line.split() if word.startswith("http://"))
    finally:
        process.terminate()
        process.communicate(timeout=30)


def test_a_wall_asks_the_port_itself_and_shows_it(tmp_path: Path, port: str):
    ensure_sample(tmp_path)
    with (tmp_path / "kiosk.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'[[feeds]]\nkind = "http"\nname = "port"\nurl = "{port}"\nevery = 5\n')
    wall = start("tv", "--data", str(tmp_path))
    try:
        assert wall.stdout is not None
        picture = tmp_path / "wall.png"
        assert str(picture) in wall.stdout.readline()
        wait_until(picture.exists)
        first = picture.read_bytes()
        assert (QImage.fromData(first).width(), QImage.fromData(first).height()) == (1920, 1080)
        wait_until(lambda: vehicles(tmp_path) > 0)
        wait_until(lambda: picture.read_bytes() != first)
        second = kiosk_command("tv", "--data", str(tmp_path))
        assert second.returncode == 1
        assert second.stderr.count("\n") == 1
        assert "A wall is running" in second.stderr
    finally:
        wall.send_signal(signal.SIGTERM)
        _, errors = wall.communicate(timeout=60)
    assert (wall.returncode, errors) == (0, "")


def test_a_folder_without_settings_is_refused_in_one_sentence(tmp_path: Path):
    done = kiosk_command("tv", "--data", str(tmp_path / "none"))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("size", ["1920x1080", "3840x2160"])
def test_a_picture_of_the_wall_is_the_same_each_time(tmp_path: Path, size: str):
    first = shoot(tmp_path / "one", "wall", "kk_Arab_CN", size)
    assert f"{QImage.fromData(first).width()}x{QImage.fromData(first).height()}" == size
    assert shoot(tmp_path / "two", "wall", "kk_Arab_CN", size) == first


LAN = "192.168.77.1"
ALONE = f"ip link set lo up && ip address add {LAN}/24 dev lo && exec "


def test_the_homes_own_network_is_enough(tmp_path: Path):
    apart = ["unshare", "--map-root-user", "--net", "sh", "-c"]
    try:
        subprocess.run([*apart, f"{ALONE} true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this machine makes no network namespaces")
    script = f"{ALONE} {sys.executable} -m tests.tv.lonely_wall {LAN} '{tmp_path}'"
    done = subprocess.run(
        [*apart, script], capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.stdout, done.stderr) == ("ok\n", "")
