"""`kiosk queue backtest`: the contract of design.md, on files of a simulated port."""

import csv
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.errors import BadInput
from kiosk.queue.backtest import backtest as walked
from kiosk.queue.backtest_command import PREDICTIONS
from kiosk.queue.forecast.events import Event, What
from kiosk.queue.history_file import read_history
from kiosk.queue.queue_commands import queue
from kiosk.zones import BEIJING
from tests.queue.simulated_port import HEADER, Closure, Port, write

PORT = Port(
    4,
    daily=300,
    load=0.95,
    days=12,
    lanes=(1,) * 6 + (3,) * 12 + (2,) * 6,
    closures=(Closure(1.5, 40, 0.5),),
)


def backtest(events: Path, predictions: Path) -> Result:
    return CliRunner().invoke(
        queue, ["backtest", str(events), "--predictions", str(predictions)], catch_exceptions=False
    )


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With a history, and what the backtest made of it."""
    folder = tmp_path_factory.mktemp("backtest")
    write(PORT, folder / "events.csv")
    ended = backtest(folder / "events.csv", folder / "out.csv")
    assert ended.exit_code == 0
    (folder / "said.txt").write_text(ended.output, "utf-8")
    return folder


def test_the_table_is_as_promised(folder: Path) -> None:
    found = rows(folder / "out.csv")
    assert len(found) > 1000
    assert tuple(found[0]) == PREDICTIONS
    begin = datetime.fromisoformat((folder / "events.csv").read_text("utf-8").split("\n")[1][:25])
    called = {}
    registered = {}
    for told in read_history(folder / "events.csv"):
        if told.event.what == "called":
            called[told.plate] = told.event.at
        elif told.event.what == "registered":
            registered[told.plate] = told.event.at
    for row in found:
        at = datetime.fromisoformat(row["asked_at"])
        assert at >= begin + timedelta(days=7)
        assert (at - registered[row["plate"]]) % timedelta(minutes=30) == timedelta(0)
        assert float(row["actual"]) * 60 == pytest.approx(
            (called[row["plate"]] - at).total_seconds(), abs=0.5
        )
        assert float(row["low"]) <= float(row["median"]) <= float(row["high"])


def test_every_vehicle_is_asked_about_until_it_is_called(folder: Path) -> None:
    found = rows(folder / "out.csv")
    by_plate: dict[str, int] = {}
    for row in found:
        by_plate[row["plate"]] = by_plate.get(row["plate"], 0) + 1
    begin = None
    expected: dict[str, int] = {}
    since: dict[str, datetime] = {}
    odd = set()
    for event, plate in read_history(folder / "events.csv"):
        begin = begin or event.at
        if event.what in ("held", "released"):
            odd.add(plate)
        elif event.what == "registered" and event.at >= begin + timedelta(days=7):
            since[plate] = event.at
        elif event.what == "called" and plate in since:
            waited = event.at - since[plate]
            # an ask at the very moment of the call comes too late
            expected[plate] = max(1, -(-waited // timedelta(minutes=30)))
    assert len(expected) > 500
    for plate, number in expected.items():
        if plate not in odd:
            assert by_plate[plate] == number, plate


def test_the_forecast_beats_both_baselines_and_its_range_holds(folder: Path) -> None:
    """A short file, and so only roughly.""" ""
    found = rows(folder / "out.csv")

    def error(column: str) -> float:
        known = [row for row in found if row[column]]
        return sum(abs(float(row[column]) - float(row["actual"])) for row in known) / len(known)

    assert error("median") < 0.75 * min(error("last_hour"), error("last_day"))
    within = [float(row["low"]) <= float(row["actual"]) <= float(row["high"]) for row in found]
    assert 0.68 < sum(within) / len(within) < 0.92


def test_it_prints_errors_and_coverage(folder: Path) -> None:
    said = (folder / "said.txt").read_text("utf-8")
    for each in ("forecast:", "last_hour:", "last_day:", "overall:", "gate closed", "two hours:"):
        assert each in said


def test_it_is_deterministic(folder: Path) -> None:
    backtest(folder / "events.csv", folder / "again.csv")
    assert (folder / "again.csv").read_bytes() == (folder / "out.csv").read_bytes()


@pytest.mark.parametrize("part", [0.7, 0.83, 0.97])
def test_a_file_cut_anywhere_gives_the_same_rows_up_to_there(folder: Path, part: float) -> None:
    lines = (folder / "events.csv").read_text("utf-8").splitlines(keepends=True)
    cut = folder / "cut.csv"
    cut.write_text("".join(lines[: int(len(lines) * part)]), "utf-8")
    backtest(cut, folder / "cut-out.csv")
    whole = (folder / "out.csv").read_text("utf-8")
    short = (folder / "cut-out.csv").read_text("utf-8")
    assert short.count("\n") > 100
    assert whole.startswith(short)


def test_who_comes_a_second_time_is_asked_about_from_then_on() -> None:
    begin = datetime(2026, 3, 2, tzinfo=BEIJING)
    day = begin + timedelta(days=8)
    told = [
        Event(begin, What.REGISTERED, "KZ-1"),
        Event(day, What.REGISTERED, "KZ-2"),
        Event(day + timedelta(minutes=10), What.CANCELLED, "KZ-2"),
        Event(day + timedelta(minutes=20), What.REGISTERED, "KZ-2"),
        Event(day + timedelta(minutes=120), What.CALLED, "KZ-2"),
    ]
    asked = [(each.asked.at - day) // timedelta(minutes=1) for each in walked(told)]
    assert asked == [20, 50, 80, 110]


ROW = "2026-03-02T08:00:00+08:00,registered,123ABC02,KZ,general,"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        (HEADER + "\n", "has no event"),
        ("at,event,plate,country,reason\n", "Line 1 of .* has no column lane"),
        (f"{HEADER}\n{ROW}\n{ROW.replace('registered', 'arrived')}\n", "Line 3 .*'arrived'"),
        (f"{HEADER}\n{ROW}\n{ROW.replace('08:00:00', '07:59:59')}\n", "Line 3 .* is earlier"),
        (f"{HEADER}\n{ROW.replace('+08:00', '')}\n", "Line 2 .* without offset"),
        (f"{HEADER}\n{ROW.replace('2026-03', 'March')}\n", "Line 2 .* no ISO time"),
        (f"{HEADER}\n{ROW}\n{ROW.replace('2026-03', '2206-03')}\n", "Line 3 .* over a year after"),
        (f"{HEADER}\n{ROW.replace('2026-03', '9999-12')}\n", "Line 2 .* can't be right"),
        (f"{HEADER}\n{ROW.replace('general', 'fast')}\n", "Line 2 .*unknown lane 'fast'"),
        (f"{HEADER}\n{ROW.replace('123ABC02', '')}\n", "Line 2 .* has no plate"),
        (f"{HEADER}\n2026-03-02T08:00:00+08:00,registered\n", "Line 2 .* has 2 columns"),
    ],
)
def test_a_bad_file_is_told_by_its_line(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "events.csv"
    file.write_text(text, "utf-8")
    with pytest.raises(BadInput, match=said):
        backtest(file, tmp_path / "out.csv")


def test_other_letters_than_utf_8_are_told_by_their_line(tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    file.write_bytes(f"{HEADER}\n{ROW}大雾\n".encode("gb18030"))
    with pytest.raises(BadInput, match=r"Line 2 of .* is not UTF-8"):
        backtest(file, tmp_path / "out.csv")


def test_no_file_and_its_own_file_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    with pytest.raises(BadInput, match="can't be read"):
        backtest(file, tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()
    file.write_text(f"{HEADER}\n{ROW}\n", "utf-8")
    with pytest.raises(BadInput, match="overwrite"):
        backtest(file, file)
    assert ROW in file.read_text("utf-8")


def test_columns_in_any_order_and_other_offsets_are_read(tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    file.write_text(
        "\ufeffplate,note,at,event,country,lane,reason\n"
        "123ABC02,x,2026-03-02T05:00:00+05:00,registered,KZ,priority,\n"
        ",,2026-03-02T00:00:30Z,closed,,,wind\n",
        "utf-8",
    )
    first, second = read_history(file)
    assert first.plate == "123ABC02"
    assert first.event.lane == "priority"
    assert (second.event.at - first.event.at).total_seconds() == 30
    assert (second.event.vehicle, second.event.reason) == ("", "wind")
