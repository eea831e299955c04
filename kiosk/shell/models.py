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
        if not self._items or not new or self._mostly_new(new):
            if self._items or new:
                self.beginResetModel()
                self._items = new
                self._read.clear()
                self.endResetModel()
            return
        self._drop_missing({item.id for item in new})
        self._place(new)
        self._tell_changed()

    def _mostly_new(self, new: list[Any]) -> bool:
        old = {item.id for item in self._items}
        return sum(item.id in old for item in new) * 2 < max(len(new), len(old))

    def _drop_missing(self, wanted: set[str]) -> None:
        end = len(self._items)
        while end > 0:
            if self._items[end - 1].id in wanted:
                end -= 1
                continue
            start = end
            while start > 0 and self._items[start - 1].id not in wanted:
                start -= 1
            self.beginRemoveRows(_ROOT, start, end - 1)
            del self._items[start:end]
            self.endRemoveRows()
            end = start

    def _place(self, new: list[Any]) -> None:
        present = {item.id for item in self._items}
        for i, item in enumerate(new):
            if i < len(self._items) and self._items[i].id == item.id:
                self._items[i] = item
            elif item.id not in present:
                self.beginInsertRows(_ROOT, i, i)
                self._items.insert(i, item)
                self.endInsertRows()
            else:
                places = range(i + 1, len(self._items))
                j = next(j for j in places if self._items[j].id == item.id)
                self.beginMoveRows(_ROOT, j, j, _ROOT, i)
                del self._items[j]
                self._items.insert(i, item)
                self.endMoveRows()

    def _tell_changed(self) -> None:
        """Tell which fields differ of the rows that the view has read."""
        read, self._read = self._read, {}
        if len(read) > _READ:
            self.dataChanged.emit(self.index(0), self.index(len(self._items) - 1))
            return
        for i, item in enumerate(self._items):
            before = read.get(item.id)
            if before is None:
                continue
            row = self._read[item.id] = self._make(item)
            roles = [
                role
                for role, name in self._names.items()
                if getattr(row, name) != getattr(before, name)
            ]
            if roles:
                self.dataChanged.emit(self.index(i), self.index(i), roles)
