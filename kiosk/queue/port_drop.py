"""The simulated port's tables, dropped into a folder: written whole beside, then renamed."""

import io
import os
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

from kiosk.errors import BadInput
from kiosk.queue.port_document import PortDocument
from kiosk.queue.port_tables import Cell, TableMischief, as_csv, rows


class TableDrop:
    """Writes each document as the day's table, `kind` csv or xlsx."""

    def __init__(self, folder: Path, kind: str, mischief: TableMischief) -> None:
        self._folder = folder
        self._kind = kind
        self._mischief = mischief

    def fill(self, document: PortDocument) -> Path:
        """The file that was written. Raises BadInput if the folder takes none."""
        told = self._mischief.told(document)
        table = self._mischief.rows(rows(told))
        data = as_csv(table, self._mischief.encoding) if self._kind == "csv" else _workbook(table)
        day = datetime.fromisoformat(told.server_time)
        path = self._folder / f"horgos-out-{day:%Y%m%d}.{self._kind}"
        part = path.with_name(f".{path.name}.part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(self._mischief.data(data))
            os.replace(part, path)
        except OSError as error:
            sentence = f"{self._folder} takes no tables: {error.strerror or error}."
            raise BadInput(sentence) from error
        return path


def _workbook(table: list[list[Cell]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("出境车辆")
    for row in table:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
