"""One list model for all lists: rows are Structs or dataclasses, roles their fields.

`assign` finds what changed by `id`, so that a list that is being read does not jump. A row's
fields are plain (str, int, float, bool): datetimes and enums reach QML as opaque wrappers, and
None becomes 0.
"""

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
)

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
# Qt.ItemDataRole by number: the name `Qt` alone makes all of its enums, a tenth of the start
_DISPLAY_ROLE = 0
_FIRST_ROLE = 0x0100 + 1  # after UserRole


class RowModel(QAbstractListModel):
    """A list of rows of one type, each with a unique `id`."""

    def __init__(self, row_type: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        names = (
            [field.name for field in fields(row_type)]
            if is_dataclass(row_type)
            else list(row_type.__struct_fields__)
        )
        self._names = {_FIRST_ROLE + i: name for i, name in enumerate(names)}
        self.rows: list[Any] = []

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def roleNames(self) -> dict[int, QByteArray]:
        return {role: QByteArray(name.encode()) for role, name in self._names.items()}

    def data(self, index: _Index, role: int = _DISPLAY_ROLE) -> Any:
        name = self._names.get(role)
        if name is None or not 0 <= index.row() < len(self.rows):
            return None
        return getattr(self.rows[index.row()], name)

    def assign(self, rows: Sequence[Any]) -> None:
        """Make the list these rows, telling the view only what differs."""
        new = list(rows)
        if not self.rows or not new or self._mostly_new(new):
            if self.rows != new:
                self.beginResetModel()
                self.rows = new
                self.endResetModel()
            return
        self._drop_missing({row.id for row in new})
        self._place(new)

    def _mostly_new(self, new: list[Any]) -> bool:
        old = {row.id for row in self.rows}
        return sum(row.id in old for row in new) * 2 < max(len(new), len(old))

    def _drop_missing(self, wanted: set[str]) -> None:
        end = len(self.rows)
        while end > 0:
            if self.rows[end - 1].id in wanted:
                end -= 1
                continue
            start = end
            while start > 0 and self.rows[start - 1].id not in wanted:
                start -= 1
            self.beginRemoveRows(_ROOT, start, end - 1)
            del self.rows[start:end]
            self.endRemoveRows()
            end = start

    def _place(self, new: list[Any]) -> None:
        present = {row.id for row in self.rows}
        for i, row in enumerate(new):
            if i < len(self.rows) and self.rows[i].id == row.id:
                if self.rows[i] != row:
                    self.rows[i] = row
                    self.dataChanged.emit(self.index(i), self.index(i))
                continue
            if row.id not in present:
                self.beginInsertRows(_ROOT, i, i)
                self.rows.insert(i, row)
                self.endInsertRows()
                continue
            j = next(j for j in range(i + 1, len(self.rows)) if self.rows[j].id == row.id)
            self.beginMoveRows(_ROOT, j, j, _ROOT, i)
            del self.rows[j]
            self.rows.insert(i, row)
            self.endMoveRows()
            self.dataChanged.emit(self.index(i), self.index(i))
