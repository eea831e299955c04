"""One list model for all lists: rows are Structs or dataclasses, roles their fields.

`assign` finds what changed by `id`, so that a list that is being read does not jump. A row's
fields are plain (str, int, float, bool): datetimes and enums reach QML as opaque wrappers, and
None becomes 0.
"""

from collections.abc import Callable, Sequence
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


_READ = 200
"""Rows that were handed out are remembered, to tell what of them differs; many more than stand on
a screen."""


class RowModel(QAbstractListModel):
    """A list of rows of one type, each with a unique `id`. With `make`, what is assigned are items
    with an `id`, and a row is made of one only when it is read: a list of 5,000 shows ten."""

    def __init__(
        self,
        row_type: Any,
        parent: QObject | None = None,
        make: Callable[[Any], Any] = lambda row: row,
    ) -> None:
        super().__init__(parent)
        names = (
            [field.name for field in fields(row_type)]
            if is_dataclass(row_type)
            else list(row_type.__struct_fields__)
        )
        self._names = {_FIRST_ROLE + i: name for i, name in enumerate(names)}
        self._make = make
        self._items: list[Any] = []
        self._ids: list[str] = []
        self._read: dict[str, Any] = {}

    @property
    def rows(self) -> list[Any]:
        return [self._make(item) for item in self._items]

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._items)

    def roleNames(self) -> dict[int, QByteArray]:
        return {role: QByteArray(name.encode()) for role, name in self._names.items()}

    def data(self, index: _Index, role: int = _DISPLAY_ROLE) -> Any:
        name = self._names.get(role)
        if name is None or not 0 <= index.row() < len(self._items):
            return None
        item = self._items[index.row()]
        row = self._read.get(item.id)
        if row is None:
            row = self._read[item.id] = self._make(item)
        return getattr(row, name)

    def assign(self, items: Sequence[Any]) -> None:
        """Make the list these, telling the view only what differs."""
        new = list(items)
        ids = [item.id for item in new]
        old, wanted = set(self._ids), set(ids)
        if len(old & wanted) * 2 < max(len(old), len(wanted)):
            self.beginResetModel()
            self._items, self._ids = new, ids
            self._read.clear()
            self.endResetModel()
            return
        for start, end in reversed(_runs(self._ids, wanted)):
            self.beginRemoveRows(_ROOT, start, end - 1)
            del self._items[start:end], self._ids[start:end]
            self.endRemoveRows()
        if [id for id in ids if id in old] != self._ids:
            self._move([id for id in ids if id in old])
        for start, end in _runs(ids, old):
            self.beginInsertRows(_ROOT, start, end - 1)
            self._items[start:start], self._ids[start:start] = new[start:end], ids[start:end]
            self.endInsertRows()
        self._items = new
        self._tell_changed()

    def _move(self, ids: list[str]) -> None:
        """Put the rows into the order of `ids`, the same ones."""
        for i, id in enumerate(ids):
            if self._ids[i] != id:
                j = self._ids.index(id, i)
                self.beginMoveRows(_ROOT, j, j, _ROOT, i)
                self._items.insert(i, self._items.pop(j))
                self._ids.insert(i, self._ids.pop(j))
                self.endMoveRows()

    def _tell_changed(self) -> None:
        """Tell which fields differ of the rows that the view has read."""
        read, self._read = self._read, {}
        if len(read) > _READ:
            self.dataChanged.emit(self.index(0), self.index(len(self._items) - 1))
            return
        places = {id: i for i, id in enumerate(self._ids) if id in read}
        for id, i in places.items():
            row, before = self._make(self._items[i]), read[id]
            self._read[id] = row
            roles = [
                role
                for role, name in self._names.items()
                if getattr(row, name) != getattr(before, name)
            ]
            if roles:
                self.dataChanged.emit(self.index(i), self.index(i), roles)


def _runs(ids: list[str], known: set[str]) -> list[tuple[int, int]]:
    """Where those stand together that are not known: (first, after the last)."""
    found: list[tuple[int, int]] = []
    for i in [i for i, id in enumerate(ids) if id not in known]:
        if found and found[-1][1] == i:
            found[-1] = (found[-1][0], i + 1)
        else:
            found.append((i, i + 1))
    return found
