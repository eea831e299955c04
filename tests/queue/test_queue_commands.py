"""`kiosk plate` and `kiosk feed preview`, as they are called from outside."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parent / "samples"


def kiosk(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kiosk", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_plates_are_a_json_line_each() -> None:
    ended = kiosk("plate", "123 АВС 02", "新f·a1b23", "  01KG123ABC")
    assert ended.returncode == 0
    assert [json.loads(line) for line in ended.stdout.splitlines()] == [
        {"input": "123 АВС 02", "plate": "123ABC02", "country": "KZ", "kind": "standard"},
        {"input": "新f·a1b23", "plate": "新FA1B23", "country": "CN", "kind": "standard"},
        {"input": "  01KG123ABC", "plate": "01KG123ABC", "country": "KG", "kind": "standard"},
    ]


def test_what_is_no_plate_is_an_error_line_and_the_end_is_2() -> None:
    ended = kiosk("plate", "-5", "--help-me", "", "123ABC02", "新FI2345")
    assert ended.returncode == 2
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [sorted(line) for line in lines] == [
        ["error", "input"],
        ["error", "input"],
        ["error", "input"],
        ["country", "input", "kind", "plate"],
        ["error", "input"],
    ]
    assert lines[0]["input"] == "-5"
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("name", "count"), [("horgos-out-20260301.csv", 1102), ("nur-zholy-2026-03-01.csv", 698)]
)
def test_preview_shows_every_vehicle_of_the_samples(name: str, count: int) -> None:
    ended = kiosk("feed", "preview", str(SAMPLES / name), "--json")
    assert ended.returncode == 0
    assert ended.stderr == ""
    rows = [json.loads(line) for line in ended.stdout.splitlines()]
    assert len(rows) == count
    assert list(rows[0]) == [
        "plate",
        "country",
        "lane",
        "state",
        "registered_at",
        "called_at",
        "departed_at",
    ]
    assert rows[-1]["called_at"] is None


def test_preview_for_a_person_says_the_mapping_and_what_was_assumed(tmp_path: Path) -> None:
    file = tmp_path / "queue.csv"
    file.write_text("Plate;State;Registered\n347BTA19;waiting;2026-03-02 10:05\nx;lost;\n")
    ended = kiosk("feed", "preview", str(file))
    assert ended.returncode == 0
    assert "[feeds.table.columns]" in ended.stdout
    assert "No offset is named" in ended.stdout
    assert ended.stderr.startswith("Row 3: ")


@pytest.mark.parametrize("data", [None, b"", b"<html></html>", b"PK\x03\x04", b"a,b\n1,2\n"])
def test_a_file_that_is_no_table_is_one_sentence_and_2(tmp_path: Path, data: bytes | None) -> None:
    file = tmp_path / "queue.csv"
    if data is not None:
        file.write_bytes(data)
    ended = kiosk("feed", "preview", str(file), "--json")
    assert ended.returncode == 2
    assert len(ended.stderr.strip().splitlines()) == 1
    assert ended.stdout == ""


def test_a_file_without_end_is_refused(tmp_path: Path) -> None:
    endless = tmp_path / "endless.csv"
    endless.symlink_to("/dev/zero")
    ended = kiosk("feed", "preview", str(endless))
    assert ended.returncode == 2
    assert "MB" in ended.stderr
