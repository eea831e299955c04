"""The units by which a timer syncs: systemd can read them, and each command is one of ours."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.assets import assets_folder
from kiosk.cli import kiosk

UNITS = sorted((assets_folder() / "units").glob("driver-home-sync*"))
COMMAND = "/opt/driver-home/.venv/bin/kiosk"


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_its_command_is_one_of_ours(unit):
    started = re.findall(rf"^ExecStart=.*{COMMAND} (.*)$", unit.read_text("utf-8"), re.MULTILINE)
    assert len(started) == (unit.suffix == ".service")
    for arguments in started:
        told = CliRunner().invoke(kiosk, [*arguments.split(), "--help"])
        assert told.exit_code == 0, told.output
        named = {each for each in arguments.split() if each.startswith("--")}
        assert named <= set(re.findall(r"--[\w-]+", told.output))


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_timer_starts_a_service_of_its_own(unit):
    if unit.suffix == ".timer":
        assert unit.with_suffix(".service") in UNITS


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd")
def test_systemd_can_read_them(tmp_path: Path):
    copies = []
    for unit in UNITS:
        copies.append(tmp_path / unit.name)
        text = unit.read_text("utf-8").replace(COMMAND, sys.executable)
        copies[-1].write_text(text, "utf-8")
    told = subprocess.run(
        ["systemd-analyze", "verify", *map(str, copies)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert len(copies) == 4
    assert (told.returncode, told.stderr) == (0, "")
