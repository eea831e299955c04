"""The nightly comparison: whether both ends hold the same, and the mending of what differs.

From one digest over everything down to single records, asking only where it differs. Who is right:
the server's row, if it still is what the server once took; else the device's. What only one end
holds goes to the other, but nothing of the home's content is dropped that upstream never had.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Protocol, TypeVar

import msgspec

from sync.columns import Wrong
from sync.digest import root
from sync.engine import Done, Progress, Stage
from sync.local import Local
from sync.outbox import Action
from sync.packing import pack_rows, unpack_rows
from sync.protocol import ALL_KINDS, VERIFY, Compared, Listed, Row, Span, Trouble, Verify
from sync.records import KINDS, Flow
from sync.talk import NotDone

T = TypeVar("T")

_DAY = 86_400_000_000  # microseconds
_AT_ONCE = 500  # rows asked for, or offered


class Asking(Protocol):
    def ask(self, path: str, message: msgspec.Struct, kind: type[T]) -> T: ...


class Differences(msgspec.Struct, kw_only=True):
    """Of one kind: ids whose rows upstream has right, those that are right here, and those that
    only stand here."""

    theirs: list[str] = []
    ours: list[str] = []
    only_here: list[str] = []


def compare(
    local: Local,
    upstream: Asking,
    done: Done,
    on_progress: Callable[[Progress], None] = lambda _progress: None,
) -> Done:
    """Find and mend what differs. `done` is what the sync before it did: it says what day it is by
    upstream's clock. Raises Unreachable, NotDone."""
    day = done.now // _DAY
    # both ends read all they have at the same time
    with ThreadPoolExecutor(1, thread_name_prefix="compare") as beside:
        asked = beside.submit(upstream.ask, VERIFY, Verify(day=day), Compared)
        kinds = local.kinds(day)
        theirs = asked.result()
    if theirs.root == root(kinds):
        return done
    told = upstream.ask(VERIFY, Verify(day=day, kind=ALL_KINDS), Compared).kinds
    differing = [
        kind
        for kind in sorted(kinds.keys() | told.keys())
        if kinds.get(kind) != told.get(kind) and _is_compared(kind, told)
    ]
    for at, kind in enumerate(differing):
        on_progress(Progress(Stage.COMPARING, at, len(differing)))
        found = _differences(local, upstream, kind, day)
        _mend(local, upstream, found, done, kind=kind, day=day)
    done.waiting = local.settle()
    return done


def _is_compared(kind: str, told: dict[str, tuple[int, bytes]]) -> bool:
    """What only comes down, and of which upstream has nothing at all, the program brought with
    it; what may be changed here too is offered to it."""
    known = KINDS.get(kind)
    return known is not None and (kind in told or known.info.flow is not Flow.DOWN)


def _differences(local: Local, upstream: Asking, kind: str, day: int) -> Differences:
    found = Differences()
    ranges = [("", "")]
    while ranges:
        first, end = ranges.pop()
        ask = Verify(day=day, kind=kind, first=first, end=end)
        told = upstream.ask(VERIFY, ask, Compared)
        if told.spans:
            _check(first, end, told.spans)
            mine = local.spans(kind, day, told.spans)
            ranges += [
                (span.first, span.end)
                for span, here in zip(told.spans, mine, strict=True)
                if (span.count, span.digest) != (here.count, here.digest)
            ]
        else:
            _sort_out(told.listed, local.listed(kind, day, first, end), found)
    return found


def _check(first: str, end: str, spans: list[Span]) -> None:
    """Spans that don't part the range would be asked for for ever."""
    edges = [(span.first, span.end) for span in spans]
    whole = edges[0][0] == first and edges[-1][1] == end
    joined = all(a[1] == b[0] for a, b in pairwise(edges))
    if not whole or not joined or (len(spans) == 1 and (first, end) == edges[0]):
        raise NotDone(Trouble.MESSAGE, "Upstream's spans don't part the range that was asked for.")


def _sort_out(theirs: list[Listed], ours: list[Listed], found: Differences) -> None:
    here = {each.record: each for each in ours}
    for each in theirs:
        mine = here.pop(each.record, None)
        if mine is not None and mine.digest == each.digest and each.sound:
            continue
        if each.sound:
            found.theirs.append(each.record)
        elif mine is not None:
            found.ours.append(each.record)
    found.only_here += here


def _mend(
    local: Local, upstream: Asking, found: Differences, done: Done, *, kind: str, day: int
) -> None:
    for ids in _pieces(found.theirs):
        ask = Verify(day=day, kind=kind, want=ids)
        rows = _rows(upstream.ask(VERIFY, ask, Compared))
        took = local.mend(rows)
        done.changed = [*done.changed, *took.changed]
        done.mended += len(took.changed)
    flow = KINDS[kind].info.flow
    to_offer = found.ours if flow is Flow.DOWN else [*found.ours, *found.only_here]
    for ids in _pieces(to_offer):
        offered = local.rows(kind, ids)
        if not offered:
            continue
        told = upstream.ask(VERIFY, Verify(day=day, kind=kind, offer=pack_rows(offered)), Compared)
        # they have no place there, so they go here too
        gone = {row.record for row in _rows(told) if row.action is Action.REMOVE}
        places = {at for at, row in enumerate(offered) if row.record in gone}
        done.refused += [each for each in told.refused if each.seq not in places]
        done.offered += len(offered) - len(told.refused)
        if flow is Flow.BOTH:
            local.drop(kind, [id for id in found.only_here if id in gone])
    if flow is Flow.DOWN and found.only_here:
        took = local.drop(kind, found.only_here)
        done.changed = [*done.changed, *took.changed]


def _rows(told: Compared) -> list[Row]:
    try:
        return unpack_rows(told.rows)
    except Wrong as wrong:
        raise NotDone(Trouble.MESSAGE, f"Upstream's rows can't be read: {wrong}.") from wrong


def _pieces(ids: list[str]) -> list[list[str]]:
    return [ids[at : at + _AT_ONCE] for at in range(0, len(ids), _AT_ONCE)]
