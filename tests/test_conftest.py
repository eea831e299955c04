"""What conftest.py promises of every test holds: seen in a run of a few tests that break it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]

TESTS = """
import logging, os, warnings
from pathlib import Path
import pytest

def warn():
    logging.getLogger("kiosk.store.opening").warning("damaged")

def test_an_unexpected_line():
    warn()

def test_a_line_that_is_looked_for(caplog):
    warn()
    assert "damaged" in caplog.text

@pytest.mark.logs("kiosk.store")
def test_a_line_of_a_logger_that_is_named():
    warn()

@pytest.mark.logs("kiosk.store.open")
def test_a_line_of_a_logger_of_a_longer_name():
    warn()

def test_a_warning_of_python():
    warnings.warn("old", stacklevel=1)

def test_the_folders_of_the_user_are_out_of_reach():
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        assert not os.environ[name].startswith(os.environ["USERS_HOME"])
    assert not Path.home().is_relative_to(os.environ["USERS_HOME"])
    assert "KIOSK_DATA" not in os.environ

def test_qt_is_off_screen(qapp):
    assert qapp.platformName() == "offscreen"
"""
BROKEN = {
    "test_an_unexpected_line",
    "test_a_line_of_a_logger_of_a_longer_name",
    "test_a_warning_of_python",
}


def test_a_test_fails_on_what_it_did_not_expect_and_on_nothing_else(tmp_path):
    for name in ("pyproject.toml", "tests/conftest.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(REPOSITORY / name, tmp_path / name)
    (tmp_path / "tests" / "test_few.py").write_text(TESTS, "utf-8")
    users = tmp_path / "user"
    users.mkdir()
    environment = {
        **os.environ,
        "HOME": str(users),
        "USERS_HOME": str(users),
        "KIOSK_DATA": str(users / "data"),
        "QT_QPA_PLATFORM": "none-such",
    }
    told = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    bad = {line.split("::")[1].split()[0] for line in told.splitlines() if "::" in line}
    assert bad == BROKEN, told
    assert not list(users.iterdir())
