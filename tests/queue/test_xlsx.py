"""Excel workbooks in the drop folder: read like tables of text, whatever is odd in them."""

import io
import os
import re
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import Workbook
from openpyxl.styles import numbers

from kiosk.queue.commands import feed
from kiosk.queue.feeds.batch import FeedTrouble
from kiosk.queue.feeds.cells import text_of
from kiosk.queue.feeds.folder import DropFolder
from kiosk.queue.feeds.preview import vehicle_lines
from kiosk.queue.feeds.runner import step
from kiosk.queue.feeds.settings import FolderFeed
from kiosk.store import Store
from sync.records import Vehicle
from tests.queue.reading import only, read

SAMPLES = Path(__file__).parent / "samples"
HEAD = ["车牌号", "国别", "车道", "状态", "登记时间", "叫号时间", "出境时间"]
REGISTERED = datetime.fromisoformat("2026-03-02 14:10")
LORRY = ["新F12345", "中国", "普通", "排队中", REGISTERED, None, None]


def packed(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(*rows: list[Any], head: list[str] = HEAD) -> bytes:
    book = Workbook()
    for row in (head, *rows):
        book.active.append(row)
    return packed(book)


def changed(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """A workbook with something replaced in one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as parts, zipfile.ZipFile(out, "w", 8) as written:
        for each in parts.namelist():
            content = parts.read(each)
            if each == name:
                assert old in content
                content = content.replace(old, new)
            written.writestr(each, content)
    return out.getvalue()


def test_a_real_moment_is_read_as_it_is_shown() -> None:
    vehicle = only(read(workbook(LORRY), name="queue.xlsx"))
    assert (vehicle.plate, vehicle.country, vehicle.state) == ("新F12345", "CN", "waiting")
    assert vehicle.registered_at == "2026-03-02T14:10:00+08:00"


@pytest.mark.parametrize("sample", ["horgos-out-20260301.csv", "nur-zholy-2026-03-01.csv"])
def test_a_workbook_says_what_its_text_says(sample: str) -> None:
    text = (SAMPLES / sample).read_bytes()
    told = read(text, name=sample)
    from kiosk.queue.feeds.decode import decode, records

    book = Workbook()
    decoded = decode(text)
    for _, cells in records(decoded.text, told.mapping.delimiter):
        book.active.append(cells)
    again = read(packed(book), name=sample.replace("csv", "xlsx"))
    assert list(vehicle_lines(again)) == list(vehicle_lines(told))
    assert len(again.refused) == len(told.refused)


def test_days_and_clocks_in_columns_of_their_own() -> None:
    head = ["车牌号", "状态", "日期", "登记时间"]
    row = ["新F12345", "排队中", date(2026, 3, 2), time(14, 10)]
    vehicle = only(read(workbook(row, head=head), name="queue.xlsx"))
    assert vehicle.registered_at == "2026-03-02T14:10:00+08:00"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (12345, "12345"),
        (12345.0, "12345"),
        (46083.5903, "46083.5903"),
        (True, "yes"),
        (datetime.fromisoformat("2026-03-02 14:09:59.999997"), "2026-03-02 14:10:00"),
        (datetime(2026, 3, 2, 6, 10, tzinfo=UTC), "2026-03-02 06:10:00+00:00"),
        (timedelta(hours=14, minutes=10), "14:10:00"),
        (time(14, 10), "14:10:00"),
        (" 新F12345 ", "新F12345"),
    ],
)
def test_a_cell_as_a_text_table_would_have_it(value: object, text: str) -> None:
    assert text_of(value) == text


def test_a_plate_that_is_a_number_is_kept() -> None:
    rows = read(workbook(LORRY, [12345, *LORRY[1:]]), name="q.xlsx").rows
    assert [(each.plate, each.country) for _, each in rows][1] == ("12345", "ZZ")


def test_a_moment_that_is_shown_as_a_number() -> None:
    vehicle = only(read(workbook([*LORRY[:4], 46083.590277777781]), name="q.xlsx"))
    assert vehicle.registered_at == "2026-03-02T14:10:00+08:00"


def test_titles_in_merged_cells_above_the_header() -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["霍尔果斯口岸出境车辆排队表"])
    sheet.merge_cells("A1:G1")
    sheet.append(["打印时间：2026-03-02"])
    sheet.append([])
    sheet.append(HEAD)
    sheet.append(LORRY)
    reading = read(packed(book), name="queue.xlsx")
    assert only(reading).plate == "新F12345"
    assert reading.rows[0][0] == 5, "the row's number is the workbook's"


def test_the_sheet_with_the_vehicles_is_read_and_the_others_named() -> None:
    book = Workbook()
    book.active.title = "汇总"
    book.active.append(["车道", "数量"])
    book.active.append(["普通", 12])
    listed = book.create_sheet("明细")
    listed.append(HEAD)
    listed.append(LORRY)
    empty = book.create_sheet("模板")
    empty.append(HEAD)
    reading = read(packed(book), name="queue.xlsx")
    assert only(reading).plate == "新F12345"
    assert any("“明细”" in each and "“汇总”" in each for each in reading.assumed)


def test_a_hidden_sheet_is_not_read_a_hidden_row_is() -> None:
    book = Workbook()
    old = book.create_sheet("old")
    old.sheet_state = "hidden"
    for sheet in book.worksheets:
        sheet.append(HEAD)
    for n in range(9):
        old.append([f"新F1000{n}", *LORRY[1:]])
    book.active.append(LORRY)
    book.active.row_dimensions[2].hidden = True  # by a filter that was left on
    assert only(read(packed(book), name="queue.xlsx")).plate == "新F12345"


def test_formulas_count_with_the_value_kept_for_them() -> None:
    data = workbook(["=A9", *LORRY[1:]], LORRY)
    cell = b"<f>A9</f><v />"
    kept = changed(
        changed(data, "xl/worksheets/sheet1.xml", b"<c r=\"A2\">", b"<c r=\"A2\" t=\"str\">"),
        "xl/worksheets/sheet1.xml", cell, "<f>A9</f><v>新F54321</v>".encode(),
    )  # fmt: skip
    assert {v.plate for _, v in read(kept, name="q.xlsx").rows} == {"新F54321", "新F12345"}


def test_formulas_that_were_never_calculated_say_so() -> None:
    with pytest.raises(FeedTrouble, match="never calculated"):
        read(workbook(["=A9", *LORRY[1:]]), name="q.xlsx")
    reading = read(workbook(LORRY, ["=A9", *LORRY[1:]]), name="q.xlsx")
    assert only_plate(reading) == "新F12345"
    assert any("formulas" in each for each in reading.assumed)


def only_plate(reading) -> str:
    ((_, vehicle),) = reading.rows
    return vehicle.plate


def test_an_error_in_a_cell_is_nothing() -> None:
    assert only(read(workbook([*LORRY[:5], "#N/A", "#VALUE!"]), name="q.xlsx")).called_at == ""


def test_a_day_that_is_shown_without_a_clock_has_none() -> None:
    book = Workbook()
    book.active.append(HEAD)
    book.active.append([*LORRY[:4], datetime.fromisoformat("2026-03-02")])
    book.active["E2"].number_format = numbers.FORMAT_DATE_YYYYMMDD2
    assert read(packed(book), name="q.xlsx").mapping.forms["registered_at"] == ["yyyy-M-d"]


def _bomb() -> bytes:
    return changed(
        workbook(LORRY), "xl/worksheets/sheet1.xml", b"</sheetData>",
        b"</sheetData>" + b" " * (60 << 20),
    )  # fmt: skip


def _wide() -> bytes:
    """Rows that say their last cell stands in column 16,384."""
    row = b'<row r="%d"><c r="XFD%d" t="inlineStr"><is><t>x</t></is></c></row>'
    rows = b"".join(row % (n, n) for n in range(10, 30_000))
    return changed(
        workbook(LORRY), "xl/worksheets/sheet1.xml", b"</sheetData>", rows + b"</sheetData>"
    )


def _long() -> bytes:
    row = b'<row r="%d"><c r="A%d"><v>1</v></c></row>'
    rows = b"".join(row % (n, n) for n in range(10, 60_000))
    return changed(
        workbook(LORRY), "xl/worksheets/sheet1.xml", b"</sheetData>", rows + b"</sheetData>"
    )


def _zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as written:
        for name, content in parts.items():
            written.writestr(name, content)
    return out.getvalue()


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (n + 1, b"&%c;" % n * 10) for n in range(97, 110)
)  # fmt: skip
BAD = {
    "a bomb": (_bomb, "too-large", "50 MB"),
    "too many rows": (_long, "too-large", "50000 rows"),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 5000, "not-a-table", "save it as"),
    "another ZIP": (lambda: _zip(a=b"x"), "not-a-table", "no Excel workbook"),
    "half of it": (lambda: workbook(LORRY)[:3000], "cut-off", "not whole"),
    "parts that are broken": (
        lambda: changed(workbook(LORRY), "xl/worksheets/sheet1.xml", b"</row>", b"</rwo>"),
        "not-a-table",
        "save it again",
    ),
    "laughter": (
        lambda: changed(
            workbook(LORRY), "xl/worksheets/sheet1.xml", b"<worksheet", LAUGHS + b"]>&n;<worksheet"
        ),
        "not-a-table",
        "save it again",
    ),
    "no table": (lambda: packed(Workbook()), "not-a-table", "no columns"),
}


@pytest.mark.parametrize("bad", BAD)
def test_what_can_not_be_read_is_one_sentence_that_says_what_to_do(bad: str) -> None:
    make, code, words = BAD[bad]
    with pytest.raises(FeedTrouble, match=re.escape(words)) as told:
        read(make(), name="queue.xlsx")
    assert told.value.code == code
    assert str(told.value).count(".") <= 3
    assert "\n" not in str(told.value)


def test_a_row_of_sixteen_thousand_columns_costs_no_memory() -> None:
    assert len(read(_wide(), name="queue.xlsx").rows) == 1


def test_the_drop_folder_takes_workbooks_and_the_preview_reads_them(tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "queue.xlsx").write_bytes(workbook(LORRY, ["347BTA19", "哈", *LORRY[2:]]))
    (drop / "~$queue.xlsx").write_bytes(b"open in Excel")
    now = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
    os.utime(drop / "queue.xlsx", (now.timestamp() - 300,) * 2)
    folder = DropFolder(FolderFeed(name="drop", path=str(drop)), "home")
    with Store.open(tmp_path / "data") as store:
        taken = step(folder, store, tmp_path / "data", "home", now)
        assert taken.state.trouble == ""
        assert {each.plate for each in store.find(Vehicle)} == {"新F12345", "347BTA19"}
    shown = CliRunner().invoke(feed, ["preview", str(drop / "queue.xlsx")])
    assert shown.exit_code == 0
    assert 'pattern = "*.xlsx"' in shown.stdout
    assert "delimiter" not in shown.stdout
    assert "# 2 vehicles read" in shown.stdout
