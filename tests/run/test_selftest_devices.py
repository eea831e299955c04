"""What `kiosk check` says of printer, scanner and speaker; the devices are simulated ones."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kiosk.devices import checking
from kiosk.devices.printer_sim import PrinterSim
from kiosk.devices.scanner_sim import ScannerSim
from kiosk.home import ensure_sample
from kiosk.selftest import check
from kiosk.store import FolderLock


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    ensure_sample(tmp_path)
    return tmp_path


@pytest.fixture
def printer() -> Iterator[PrinterSim]:
    sim = PrinterSim().start()
    yield sim
    sim.stop()


@pytest.fixture
def scanner() -> Iterator[ScannerSim]:
    sim = ScannerSim()
    yield sim
    try:
        sim.unplug()
    except OSError:
        return  # the test did


def set_up(folder: Path, *lines: str) -> None:
    with (folder / "kiosk.toml").open("a") as file:
        file.write("\n".join(("", *lines, "")))


def devices(folder: Path) -> list[tuple[str, str]]:
    """(state, sentence) of printer, scanner and speaker."""
    told = CliRunner().invoke(check, ["--json", "--data", str(folder)])
    report: dict[str, Any] = json.loads(told.stdout)
    assert report["ok"], told.stdout
    parts = [each for each in report["parts"] if each["part"] == "devices"]
    assert len(parts) == 3
    return [(each["state"], each["says"]) for each in parts]


def at_network(sim: PrinterSim, *more: str) -> tuple[str, ...]:
    return ("[printer]", 'kind = "network"', 'host = "127.0.0.1"', f"port = {sim.port}", *more)


def test_what_is_not_set_up_is_no_trouble(folder: Path) -> None:
    assert devices(folder) == [
        ("ok", "No printer is set up."),
        ("ok", "No scanner is set up."),
        ("ok", "No speaker is set up."),
    ]
    told = CliRunner().invoke(check, ["--data", str(folder)])
    assert "ok      devices    No printer is set up." in told.stdout


PAPER = {
    "ready": ({}, "ok", "ready"),
    "paper-low": ({"near_end": True}, "warning", "runs low"),
    "paper-out": ({"paper": 0}, "warning", "no paper"),
    "cover": ({"cover": True}, "warning", "cover is open"),
    "offline": ({"mute": True}, "warning", "can't be reached"),
}


@pytest.mark.parametrize("condition", PAPER)
def test_a_printer_says_how_its_paper_is(condition: str, folder: Path, printer: PrinterSim) -> None:
    is_so, state, word = PAPER[condition]
    for name, value in is_so.items():
        setattr(printer, name, value)
    set_up(folder, *at_network(printer))
    found, says = devices(folder)[0]
    assert found == state
    assert word in says


def test_a_printer_that_is_off_is_a_warning(folder: Path, printer: PrinterSim) -> None:
    printer.stop()
    set_up(folder, *at_network(printer))
    assert devices(folder)[0] == (
        "warning", "The printer can't be reached; is it on and connected?"
    )  # fmt: skip


def test_one_that_does_not_answer_is_only_reached(folder: Path, printer: PrinterSim) -> None:
    printer.mute = True
    set_up(folder, *at_network(printer, "answers = false"))
    assert devices(folder)[0] == ("ok", "The printer is reached; it can't be asked how it is.")


def test_a_device_that_is_not_plugged_in_is_a_warning(folder: Path) -> None:
    set_up(
        folder,
        "[printer]", 'kind = "serial"', 'device = "/dev/no-printer"',
        "[scanner]", 'kind = "serial"', 'device = "/dev/no-scanner"',
    )  # fmt: skip
    printer, scanner, _ = devices(folder)
    assert printer == ("warning", "The printer's /dev/no-printer is not there; is it connected?")
    assert scanner == ("warning", "The scanner's /dev/no-scanner is not there; is it connected?")


def test_a_scanner_that_is_there_is_well_and_a_running_kiosk_keeps_it(
    folder: Path, scanner: ScannerSim
) -> None:
    set_up(folder, "[scanner]", 'kind = "serial"', f'device = "{scanner.device}"')
    assert devices(folder)[1] == ("ok", "The scanner is connected.")
    with FolderLock(folder):
        assert devices(folder)[1] == ("ok", "The scanner is connected; the running kiosk holds it.")


def test_a_scanner_that_another_program_holds_is_a_warning(
    folder: Path, scanner: ScannerSim
) -> None:
    import serial

    set_up(folder, "[scanner]", 'kind = "serial"', f'device = "{scanner.device}"')
    with serial.Serial(scanner.device, exclusive=True):
        state, says = devices(folder)[1]
    assert state == "warning"
    assert "can't be opened" in says


def test_a_running_kiosk_keeps_its_cable_but_a_network_is_asked(
    folder: Path, printer: PrinterSim
) -> None:
    set_up(folder, *at_network(printer))
    with FolderLock(folder):
        assert devices(folder)[0] == ("ok", "The printer is ready.")
    (folder / "kiosk.toml").write_text(
        f'home = "horgos-jinyi"\n[printer]\nkind = "file"\ndevice = "{os.devnull}"\n', "utf-8"
    )
    with FolderLock(folder):
        assert "running kiosk holds" in devices(folder)[0][1]
    assert devices(folder)[0] == ("ok", "The printer is reached; it can't be asked how it is.")


def test_a_scanner_that_types_is_set_up(folder: Path) -> None:
    set_up(folder, "[scanner]", 'kind = "wedge"')
    assert devices(folder)[1][0] == "ok"


@pytest.mark.parametrize("simulated", ["true", "false"])
def test_the_speaker_is_tried(
    simulated: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_card(*_: object) -> None:
        raise checking.SpeakerTrouble("There is no sound card that plays (none).")

    monkeypatch.setattr(checking.SoundCard, "play", no_card)
    set_up(folder, "[speaker]", f"simulated = {simulated}")
    state, says = devices(folder)[2]
    assert (state, "no sound card" in says) == (
        ("ok", False) if simulated == "true" else ("warning", True)
    )
