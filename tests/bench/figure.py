"""A measured figure: what it is beside, its bar, and whether it holds."""

import statistics
from collections.abc import Iterable, Sequence

import msgspec


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """`measured` in `unit`; `beside` is the peer's or the floor's value in the same unit, measured
    in the same run (None: there is none). The bar is at most `most`, of the ratio to the peer
    (`relative`) or of the value itself, or at least `least`; both None where the issue sets none.
    `missing` says why nothing was measured."""

    what: str
    unit: str = "ms"
    measured: float | None = None
    peer: str = ""
    beside: float | None = None
    ratio: float | None = None
    most: float | None = None
    least: float | None = None
    relative: bool = False
    missing: str = ""

    @property
    def holds(self) -> bool | None:
        """None where there is no bar, or nothing was measured."""
        value = self.ratio if self.relative else self.measured
        if value is None:
            return None
        if self.least is not None:
            return value >= self.least
        return None if self.most is None else value <= self.most


def percentile(values: Sequence[float], per_cent: int) -> float:
    if len(values) == 1:
        return values[0]
    return statistics.quantiles(values, n=100, method="inclusive")[per_cent - 1]


def beside(mine: Sequence[float], theirs: Sequence[float]) -> tuple[float, float, float]:
    """The medians of two series that were measured by turns, and the ratio of the medians."""
    own, peer = statistics.median(mine), statistics.median(theirs)
    return own, peer, own / peer


def table(figures: Sequence[Figure]) -> str:
    """All figures as one table in Markdown."""
    head = ("what", "measured", "beside it, in the same run", "ratio", "bar", "holds")
    lines = [_line(head), _line(("---",) * len(head)), *(_line(_cells(each)) for each in figures)]
    return "\n".join(lines)


def _cells(each: Figure) -> tuple[str, ...]:
    if each.measured is None:
        measured = f"not measured: {each.missing}"
    else:
        measured = _value(each.measured, each.unit)
    peer = each.peer
    if each.beside is not None:
        peer = f"{peer}: {_value(each.beside, each.unit)}"
    bar = ""
    if each.most is not None:
        bar = f"≤ {each.most:g} times" if each.relative else f"≤ {each.most:g} {each.unit}"
    if each.least is not None:
        bar = f"≥ {each.least:,g} {each.unit}"
    ratio = "" if each.ratio is None else f"{each.ratio:.2f}"
    holds = {None: "", True: "yes", False: "**no**"}[each.holds]
    return each.what, measured, peer, ratio, bar, holds


def _value(value: float, unit: str) -> str:
    number = (
        f"{value:.2f}"
        if abs(value) < 10
        else f"{value:.1f}"
        if abs(value) < 100
        else f"{value:.0f}"
    )
    return f"{number} {unit}"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
