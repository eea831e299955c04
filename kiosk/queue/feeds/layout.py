"""Where in a table's lines its header stands: what is title, header and row."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from kiosk.queue.feeds.batch import FeedTrouble
from kiosk.queue.feeds.decode import DELIMITERS, records
from kiosk.queue.feeds.headers import role_of
from kiosk.queue.plates import is_plate


class Table(NamedTuple):
    """A table's lines, parted: `titles` above the header, the `header` (empty if it has none), and
    the `rows` below, each with the number of its line."""

    delimiter: str
    titles: list[str]
    header: list[str]
    rows: list[tuple[int, list[str]]]


def part(text: str, delimiter: str = "") -> Table:
    """Find the delimiter and the header of a table. Raises FeedTrouble if it has no columns at
    all."""
    delimiters = [delimiter] if delimiter else DELIMITERS
    return best_of([parted(list(records(text, each)), each) for each in delimiters])


class Parted(NamedTuple):
    """A table, how many known headers it has, and how many columns."""

    score: int
    width: int
    table: Table


def parted(lines: list[tuple[int, list[str]]], delimiter: str = "") -> Parted:
    """Find the header of a table's lines (each with its number): the line, among the first thirty,
    that is the first with three known headers, one of plates; else the one with most."""
    scores = [(headers(cells), -index) for index, (_, cells) in enumerate(lines[:30])]
    begins = (each for each in scores if each[0] >= 3 and "plate" in roles_of(lines[-each[1]][1]))
    score, at = next(begins, max(scores, default=(0, 0)))
    width = max((len(cells) for _, cells in lines[:200]), default=0)
    if score < 2:
        return Parted(score, width, Table(delimiter, [], [], lines))
    titles = [" ".join(filter(None, cells)) for _, cells in lines[:-at]]
    header, below = lines[-at][1], lines[1 - at :]
    if below and headers(below[0][1]) >= 2:
        header, below = _joined(header, below[0][1]), below[1:]
    return Parted(score, width, Table(delimiter, titles, header, below))


def best_of(found: Sequence[Parted]) -> Table:
    """The one that has most known headers, and then most columns. Raises FeedTrouble if none has
    columns."""
    wide = [each for each in found if each.width > 1]
    if not wide:
        raise FeedTrouble("not-a-table", "The file has no columns; is it a table of vehicles?")
    return max(wide, key=lambda each: (each.score, each.width)).table


def column_names(table: Table) -> list[str]:
    """What each column is called in a mapping: its header, or "#3" where that is empty or taken."""
    width = max([len(table.header), *(len(cells) for _, cells in table.rows[:200])])
    names: list[str] = []
    for index in range(width):
        header = table.header[index] if index < len(table.header) else ""
        header = " ".join(header.split())
        names.append(header if header and header not in names else f"#{index + 1}")
    return names


def headers(cells: Sequence[str]) -> int:
    """How many of a line's cells are headers that are known; none if a plate or a date is in it.
    (Words of states don't tell: "Called" and "Departed" are headers too.)"""
    if any(re.search(r"\d{3}", cell) and (is_plate(cell) or len(cell) < 25) for cell in cells):
        return 0
    return len({role_of(cell) for cell in cells} - {None})


_WEAK = re.compile("放行|通关|выпуск|завершени|зон|терминал|площадк|стоянк|накопител|парк", re.I)


def roles_of(header: Sequence[str]) -> list[str | None]:
    """The role of each column. Of two that speak of leaving, release or the end of papers
    ("放行时间" beside "出境时间") is not the departure: it is the call, if nothing else is."""
    roles = [role_of(each) for each in header]
    weak = [i for i, role in enumerate(roles) if role == "departed_at" and _WEAK.search(header[i])]
    if len(weak) < roles.count("departed_at"):
        for index in weak:
            roles[index] = None if "called_at" in roles else "called_at"
    return roles


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    """A header of two lines: "时间" over "登记", "叫号", "出境" (its cell was merged)."""
    names, above = [], ""
    for index in range(max(len(upper), len(lower))):
        top = upper[index] if index < len(upper) else ""
        bottom = lower[index] if index < len(lower) else ""
        above = top or (above if bottom else "")
        names.append(f"{above} {bottom}".strip() if bottom != top else top)
    return names
