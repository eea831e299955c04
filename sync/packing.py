"""Ops and rows as bytes: of each kind its ids, then its fields by their names, in columns."""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from sync.columns import LARGEST, Wrong, pack, unpack
from sync.outbox import Action, Op
from sync.protocol import PULL_MOST, PUSH_MOST, Row


def pack_ops(ops: Sequence[Op]) -> bytes:
    """A batch of ops. Their epoch and seq are not in it: the Ask says them once."""
    return pack(
        [
            *_table([op.kind for op in ops], [op.record for op in ops], [op.fields for op in ops]),
            [op.schema for op in ops],
            [op.action.value for op in ops],
            [op.device for op in ops],
            [op.boot for op in ops],
            [op.wall for op in ops],
            # both clocks run alike: what is left is small
            [op.offset - op.wall for op in ops],
            [op.base for op in ops],
        ]
    )


def unpack_ops(data: bytes, epoch: str, first: int, most: int = PUSH_MOST) -> list[Op]:
    """The ops again, numbered from `first` in `epoch`. Raises Wrong."""
    columns = _Columns(unpack(data, most))
    things = columns.table()
    rest = columns.rest(7, len(things))
    for column, kind in zip(rest, (int, str, str, str, int, int, int), strict=True):
        if not set(map(type, column)) <= {kind}:
            raise Wrong(f"a column of ops holds other than {kind.__name__}")
    try:
        return [
            Op(
                device=device,
                epoch=epoch,
                seq=seq,
                kind=kind,
                record=record,
                schema=schema,
                action=_ACTIONS[action],
                fields=fields,
                wall=wall,
                boot=boot,
                offset=offset + wall,
                base=base,
            )
            for seq, (
                kind,
                record,
                fields,
            ), schema, action, device, boot, wall, offset, base in zip(
                itertools.count(first), things, *rest, strict=False
            )
        ]
    except KeyError as wrong:
        raise Wrong(f"there is no action {wrong}") from wrong


_ACTIONS = {each.value: each for each in Action}


def pack_rows(rows: Sequence[Row]) -> bytes:
    """A page of rows, or an offer of them."""
    return pack(
        [
            *_table([r.kind for r in rows], [r.record for r in rows], [r.fields for r in rows]),
            [r.schema for r in rows],
            [r.action.value for r in rows],
            [r.version for r in rows],
        ]
    )


def unpack_rows(data: bytes, most: int = PULL_MOST) -> list[Row]:
    """The rows again. Raises Wrong."""
    if not data:
        return []
    columns = _Columns(unpack(data, most))
    things = list(columns.table())
    schema, action, version = columns.rest(3, len(things))
    try:
        return msgspec.convert(
            [
                Row(
                    kind=thing.kind,
                    record=thing.record,
                    schema=schema[at],
                    action=Action(action[at]),
                    fields=thing.fields,
                    version=version[at],
                )
                for at, thing in enumerate(things)
            ],
            list[Row],
            from_attributes=True,
        )
    except (ValueError, TypeError, msgspec.ValidationError) as wrong:
        raise Wrong(f"these are no rows: {wrong}") from wrong


_sorted = msgspec.msgpack.Encoder(order="sorted").encode


class _Thing(NamedTuple):
    kind: str
    record: str
    fields: bytes


def _table(kinds: list[str], records: list[str], fields: list[bytes]) -> Iterator[list[Any]]:
    """Of each kind its ids, then its fields by their names; a record whose bytes would not come
    out again as they are goes whole."""
    yield kinds
    for kind in dict.fromkeys(kinds):
        mine = [at for at, each in enumerate(kinds) if each == kind]
        yield [records[at] for at in mine]
        maps = [_taken_apart(fields[at]) for at in mine]
        shapes = [None if each is None else tuple(each) for each in maps]
        known = list(dict.fromkeys(shapes))
        yield [None if each is None else list(each) for each in known]
        places = {each: at for at, each in enumerate(known)}
        yield [places[each] for each in shapes]
        for shape in known:
            if shape is None:
                yield [fields[at] for at, each in zip(mine, maps, strict=True) if each is None]
                continue
            same = (
                maps
                if len(known) == 1
                else [each for each, its in zip(maps, shapes, strict=True) if its == shape]
            )
            for name in shape:
                yield [each[name] for each in same if each is not None]


def _taken_apart(fields: bytes) -> dict[str, Any] | None:
    try:
        taken = msgspec.msgpack.decode(fields, type=dict[str, Any])
        exact = _sorted(taken) == fields
    except (ValueError, TypeError, RecursionError, msgspec.MsgspecError):
        return None
    return taken if exact else None


def _texts(column: list[Any]) -> list[str]:
    if not set(map(type, column)) <= {str}:
        raise Wrong("a column of names holds other than texts")
    return column


class _Columns:
    """Unpacked columns, read one after the other."""

    def __init__(self, columns: list[list[Any]]) -> None:
        self._columns = iter(columns)
        self._bytes = 0

    def table(self) -> list[_Thing]:
        try:
            kinds = _texts(self._next())
            found = {kind: self._records(kind) for kind in dict.fromkeys(kinds)}
            things = [next(found[kind]) for kind in kinds]
        except (StopIteration, RuntimeError, TypeError, KeyError, IndexError, ValueError) as wrong:
            raise Wrong(f"the columns of a table don't fit: {wrong}") from wrong
        if any(next(each, None) is not None for each in found.values()):
            raise Wrong("a table has more records than kinds")
        return things

    def _records(self, kind: str) -> Iterator[_Thing]:
        records, shapes, places = _texts(self._next()), self._next(), self._next()
        bodies = [self._bodies(shape, places.count(at)) for at, shape in enumerate(shapes)]
        return iter(
            [
                _Thing(kind, record, self._counted(next(bodies[at])))
                for record, at in zip(records, places, strict=True)
            ]
        )

    def rest(self, count: int, length: int) -> list[list[Any]]:
        columns = list(self._columns)
        if len(columns) != count or any(len(each) != length for each in columns):
            raise Wrong("the columns are not of one length")
        return columns

    def _next(self) -> list[Any]:
        return next(self._columns)

    def _bodies(self, shape: list[str] | None, count: int) -> Iterator[bytes]:
        if shape is None:
            bodies = self._next()
            if not set(map(type, bodies)) <= {bytes}:
                raise Wrong("a column of bodies holds other than bytes")
            return iter(bodies)
        columns = [self._next() for _ in shape]
        if any(len(column) != count for column in columns):
            raise Wrong("the columns of a kind are not of one length")
        if not columns:
            return itertools.repeat(_sorted({}), count)
        return (
            _sorted(dict(zip(shape, values, strict=True))) for values in zip(*columns, strict=True)
        )

    def _counted(self, fields: bytes) -> bytes:
        # what is said once for many is many again here
        self._bytes += len(fields)
        if self._bytes > LARGEST:
            raise Wrong(f"a message holds at most {LARGEST} bytes")
        return fields
