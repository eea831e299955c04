"""The list model: whatever is assigned, a view that believes its signals shows just that."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex

from kiosk.shell.models import RowModel


@dataclass(frozen=True)
class Row:
    id: str
    text: str


class Reader:
    """A view that reads a row when it comes and when it is told that it differs, and then never
    again."""

    def __init__(self, model: RowModel) -> None:
        self._model = model
        self._roles = {bytes(name).decode(): role for role, name in model.roleNames().items()}
        self.shown: list[dict[str, object]] = []
        model.modelReset.connect(self._reset)
        model.rowsInserted.connect(self._inserted)
        model.rowsRemoved.connect(self._removed)
        model.rowsMoved.connect(self._moved)
        model.dataChanged.connect(self._changed)
        self._reset()

    def _row(self, at: int) -> dict[str, object]:
        index = self._model.index(at)
        return {name: self._model.data(index, role) for name, role in self._roles.items()}

    def _reset(self) -> None:
        self.shown = [self._row(at) for at in range(self._model.rowCount())]

    def _inserted(self, _: QModelIndex, first: int, last: int) -> None:
        self.shown[first:first] = [self._row(at) for at in range(first, last + 1)]

    def _removed(self, _: QModelIndex, first: int, last: int) -> None:
        del self.shown[first : last + 1]

    def _moved(self, _: QModelIndex, first: int, last: int, __: QModelIndex, to: int) -> None:
        moved = self.shown[first : last + 1]
        del self.shown[first : last + 1]
        self.shown[to:to] = moved

    def _changed(self, first: QModelIndex, last: QModelIndex, roles: list[int]) -> None:
        names = {role: name for name, role in self._roles.items()}
        for at in range(first.row(), last.row() + 1):
            for role in roles or names:
                self.shown[at][names[role]] = self._model.data(self._model.index(at), role)


ROWS = st.lists(
    st.builds(Row, st.integers(0, 300).map(str), st.sampled_from("abc")),
    max_size=12,
    unique_by=lambda row: row.id,
)


def shown(rows: list[Row]) -> list[dict[str, object]]:
    return [{"id": row.id, "text": row.text} for row in rows]


@given(st.lists(ROWS, max_size=6))
def test_rows_are_shown_as_they_are_assigned(assigned):
    model = RowModel(Row)
    reader = Reader(model)
    for rows in assigned:
        model.assign(rows)
        assert reader.shown == shown(rows)
        assert model.rows == rows


@given(st.lists(st.tuples(ROWS, st.sampled_from("xyz")), max_size=6))
def test_rows_made_of_items_follow_what_they_are_made_with(assigned):
    said = [""]
    model = RowModel(Row, None, lambda item: Row(item.id, item.text + said[0]))
    reader = Reader(model)
    for rows, word in assigned:
        said[0] = word
        model.assign(rows)
        assert reader.shown == shown([Row(row.id, row.text + word) for row in rows])


def test_a_row_is_made_when_it_is_read_and_of_it_only_what_differs_is_told():
    made: list[str] = []
    said = ["a"]

    def make(item: Row) -> Row:
        made.append(item.id)
        return Row(item.id, said[0])

    model = RowModel(Row, None, make)
    items = [Row(str(number), "") for number in range(5000)]
    model.assign(items)
    assert made == []
    role = next(role for role, name in model.roleNames().items() if bytes(name) == b"text")
    assert [model.data(model.index(at), role) for at in range(3)] == ["a"] * 3
    told: list[tuple[int, list[int]]] = []
    model.dataChanged.connect(lambda first, _, roles: told.append((first.row(), list(roles))))
    made.clear()
    model.assign(items)
    assert told == []
    said[0] = "b"
    model.assign(items[1:])
    assert made == ["0", "1", "2", "1", "2"]
    assert told == [(0, [role]), (1, [role])]


def test_a_reader_of_everything_is_told_of_everything():
    said = ["a"]
    model = RowModel(Row, None, lambda item: Row(item.id, said[0]))
    items = [Row(str(number), "") for number in range(600)]
    model.assign(items)
    reader = Reader(model)
    said[0] = "b"
    model.assign(items[3:])
    assert reader.shown == shown([Row(item.id, "b") for item in items[3:]])
