"""Tables in Excel workbooks (.xlsx): the sheet that reads best, as rows of text.

Rows and columns that are hidden are read like the others: a filter that was left on must not lose
a lorry. Formulas count with the value that was kept for them.
"""

import re
import warnings
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple

from openpyxl import load_workbook

from kiosk.queue.feeds.batch import FeedTrouble
from kiosk.queue.feeds.cells import text_of
from kiosk.queue.feeds.decode import LARGEST
from kiosk.queue.feeds.layout import Parted, Table, best_of, parted
from kiosk.queue.feeds.table import Laid
from kiosk.queue.feeds.validate import plate_in

UNPACKED = 50 * 1024 * 1024
"""The largest workbook that is read, in bytes, unpacked; a zip of a few kB may hold gigabytes."""
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 50_000, 100, 30

_NO_VALUE = re.compile(rb"</f>\s*(?:<v\s*/>|<v>\s*</v>|</c>)|<f[^>]*/>\s*(?:<v\s*/>|</c>)")
_CLOCK = re.compile("[hsAP]|m+:|:m", re.I)


class _Sheet(NamedTuple):
    name: str
    hidden: bool
    found: Parted


def read_workbook(data: bytes) -> Laid:
    """The table of a workbook: that of the sheet with most plates. Raises FeedTrouble: too-large,
    cut-off, not-a-table."""
    if len(data) > LARGEST:
        raise FeedTrouble("too-large", f"The file has more than {LARGEST >> 20} MB.")
    unvalued = _look_inside(data)
    try:
        with warnings.catch_warnings():  # of parts that it leaves out: none holds cells
            warnings.simplefilter("ignore")
            sheets = list(_sheets(data))
    except FeedTrouble:
        raise
    except Exception as error:  # openpyxl has no error of its own for most of what is broken
        sentence = "The workbook is broken; open it in Excel and save it again as .xlsx."
        raise FeedTrouble("not-a-table", sentence) from error
    seen = [each for each in sheets if not each.hidden] or sheets
    read = max(seen, key=lambda each: (_plates(each.found.table), each.found.score))
    table = best_of([read.found])
    if unvalued and not _plates(table):
        sentence = "The workbook's cells were never calculated; open it in Excel and save it."
        raise FeedTrouble("not-a-table", sentence)
    notes = []
    if len(sheets) > 1:
        others = ", ".join(f"“{each.name[:30]}”" for each in sheets if each is not read)
        notes.append(f"The sheet “{read.name[:30]}” is read, not {others}.")
    if unvalued:
        notes.append("Some formulas have no value: they count as empty.")
    return Laid(table, notes=tuple(notes))


def _plates(table: Table) -> int:
    """How many of a table's first rows have a plate."""
    return sum(any(plate_in(cell) for cell in cells) for _, cells in table.rows[:500])


def _look_inside(data: bytes) -> bool:
    """Whether a workbook has formulas without values. Raises FeedTrouble for what is none, or too
    large."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            names = parts.namelist()
            # a part never gives more bytes than it announces
            if sum(each.file_size for each in parts.infolist()) > UNPACKED:
                raise FeedTrouble("too-large", f"The workbook unpacks to over {UNPACKED >> 20} MB.")
            if "xl/workbook.xml" not in names:
                sentence = "The file is a ZIP, but no Excel workbook; save it as .xlsx or CSV."
                raise FeedTrouble("not-a-table", sentence)
            return any(
                _NO_VALUE.search(parts.read(name))
                for name in names
                if name.startswith("xl/worksheets/") and name.endswith(".xml")
            )
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        raise FeedTrouble("cut-off", "The workbook is not whole.") from error
    except (NotImplementedError, RuntimeError, ValueError) as error:
        # packed in an unknown way, or with a password
        raise FeedTrouble("not-a-table", "The workbook can't be unpacked; save it anew.") from error


def _sheets(data: bytes) -> Iterator[_Sheet]:
    book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in book.worksheets[:MOST_SHEETS]:
            sheet.reset_dimensions()  # what the file says of its size may be wrong
            lines = []
            rows = sheet.iter_rows(max_col=MOST_COLUMNS)
            for number, row in enumerate(rows, 1):
                cells = [_text(cell) for cell in row]
                while cells and not cells[-1]:
                    cells.pop()
                if not cells:
                    continue
                lines.append((number, cells))
                if len(lines) > MOST_ROWS:
                    raise FeedTrouble("too-large", f"A sheet has more than {MOST_ROWS} rows.")
            yield _Sheet(sheet.title, sheet.sheet_state != "visible", parted(lines))
    finally:
        book.close()


def _text(cell: Any) -> str:
    if cell.value is None or cell.data_type == "e":  # "#N/A" is nothing
        return ""
    return text_of(cell.value, day_only=not _CLOCK.search(str(cell.number_format or "")))
