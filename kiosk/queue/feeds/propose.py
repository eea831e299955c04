"""Proposing how a table is read, and saying aloud whatever was assumed on the way."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import NamedTuple

from kiosk.queue.feeds.batch import FeedTrouble
from kiosk.queue.feeds.decode import DELIMITERS, Decoded, records
from kiosk.queue.feeds.headers import ROLES, TIMES, role_of, zone_in
from kiosk.queue.feeds.instants import forms_of, read_moment
from kiosk.queue.feeds.mapping import Mapping
from kiosk.queue.feeds.words import (
    COUNTRIES,
    LANES,
    PRIORITY,
    STATES,
    Known,
    folded,
    is_blank,
    is_total,
    known_word,
)
from kiosk.queue.plates import is_plate
from sync.records import Lane, VehicleState


class Table(NamedTuple):
    """A table's lines, parted: `titles` above the header, the `header` (empty if it has none), and
    the `rows` below, each with the number of its line."""

    delimiter: str
    titles: list[str]
    header: list[str]
    rows: list[tuple[int, list[str]]]


class _Columns(NamedTuple):
    """The columns of a table as they are looked at: their names, their cells without the empty
    ones, and the day near their times."""

    names: list[str]
    cells: list[list[str]]
    day: date

    def of(self, name: str) -> list[str]:
        return self.cells[self.names.index(name)]


class Proposal(NamedTuple):
    """A mapping and the sentences that say what was assumed to make it."""

    mapping: Mapping
    assumed: list[str]


def part(text: str, delimiter: str = "") -> Table:
    """Find the delimiter and the header of a table: the line, among the first thirty, in which
    most cells are headers that are known. Raises FeedTrouble if it has no columns at all."""
    best: tuple[int, int, Table] | None = None
    for each in [delimiter] if delimiter else DELIMITERS:
        lines = list(records(text, each))
        score, at = max(
            ((_headers(cells), -index) for index, (_, cells) in enumerate(lines[:30])),
            default=(0, 0),
        )
        widest = max((len(cells) for _, cells in lines[:200]), default=0)
        if score >= 2:
            titles = [" ".join(filter(None, cells)) for _, cells in lines[:-at]]
            header, below = lines[-at][1], lines[1 - at :]
            if below and _headers(below[0][1]) >= 2:
                header, below = _joined(header, below[0][1]), below[1:]
            table = Table(each, titles, header, below)
        else:
            table = Table(each, [], [], lines)
        if widest > 1 and (best is None or (score, widest) > best[:2]):
            best = (score, widest, table)
    if best is None:
        raise FeedTrouble("not-a-table", "The file has no columns; is it a table of vehicles?")
    return best[2]


def propose(table: Table, decoded: Decoded, day: date) -> Proposal:
    """The mapping that fits a table. `day` is near the table's times (the file's own day).
    Raises FeedTrouble if no column holds plates."""
    assumed: list[str] = []
    names = column_names(table)
    seen = _Columns(names, _cells(table, len(names)), day)
    columns, forms = _by_header(table, seen, assumed)
    _by_content(seen, columns, forms, assumed)
    if "plate" not in columns:
        raise FeedTrouble("not-a-table", "No column of the file holds plates.")
    if "state" not in columns:
        assumed.append("There is no column of states: they are taken from the times.")
    if "lane" not in columns:
        assumed.append("There is no column of lanes: every vehicle is in the general lane.")
    if "country" not in columns:
        assumed.append("There is no column of countries: they are taken from the plates.")
    for role, kept in forms.items():
        assumed += _tell_forms(role, kept, columns, seen)
    zone, zones = _zones(table, names, columns, assumed)
    words = {role: _values(role, columns, seen) for role in ("state", "lane", "country")}
    states, lanes, countries = _words(words, assumed)
    mapping = Mapping(
        encoding=decoded.encoding,
        delimiter=table.delimiter,
        zone=zone,
        columns=dict(sorted(columns.items(), key=_order)),
        forms=forms,
        zones=zones,
        states=states,
        lanes=lanes,
        countries=countries,
    )
    if decoded.broken:
        assumed.append(f"{decoded.broken} letters are broken in {decoded.encoding}.")
    return Proposal(mapping, assumed)


def column_names(table: Table) -> list[str]:
    """What each column is called in a mapping: its header, or "#3" where that is empty or taken."""
    width = max([len(table.header), *(len(cells) for _, cells in table.rows[:200])])
    names: list[str] = []
    for index in range(width):
        header = table.header[index] if index < len(table.header) else ""
        header = " ".join(header.split())
        names.append(header if header and header not in names else f"#{index + 1}")
    return names


def _order(item: tuple[str, str]) -> int:
    known = list(ROLES)
    return known.index(item[0]) if item[0] in known else len(known)


def _headers(cells: Sequence[str]) -> int:
    """How many of a line's cells are headers that are known; none if a plate or a date is in it.
    (Words of states don't tell: "Called" and "Departed" are headers too.)"""
    if any(re.search(r"\d{3}", cell) and (is_plate(cell) or len(cell) < 25) for cell in cells):
        return 0
    return len({role_of(cell) for cell in cells} - {None})


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    """A header of two lines: "时间" over "登记", "叫号", "出境" (its cell was merged)."""
    names, above = [], ""
    for index in range(max(len(upper), len(lower))):
        top = upper[index] if index < len(upper) else ""
        bottom = lower[index] if index < len(lower) else ""
        above = top or (above if bottom else "")
        names.append(f"{above} {bottom}".strip() if bottom != top else top)
    return names


def _cells(table: Table, width: int) -> list[list[str]]:
    rows = [
        cells
        for _, cells in table.rows[:3000]
        if any(cells) and not is_total(next(filter(None, cells)))
    ]
    return [
        [cells[i] for cells in rows if i < len(cells) and not is_blank(cells[i])]
        for i in range(width)
    ]


def _share(cells: Sequence[str], fits: Callable[[str], object]) -> float:
    some = cells[:300]
    return sum(1 for cell in some if fits(cell)) / len(some) if some else 0.0


_FITS: dict[str, Callable[[str], object]] = {
    "plate": is_plate,
    "state": lambda cell: known_word(STATES, cell),
    "lane": lambda cell: known_word(LANES, cell),
    "country": lambda cell: known_word(COUNTRIES, cell),
}


_ASKS = re.compile("优先|приоритет|льгот|вне очереди|басым|жеңілд|priority|urgent|vip", re.I)


def _by_header(
    table: Table, seen: _Columns, assumed: list[str]
) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The columns whose headers say what they are and whose cells don't deny it."""
    names, cells, day = seen
    columns: dict[str, str] = {}
    forms: dict[str, list[str]] = {}
    days: dict[str, int] = {}
    for index, header in enumerate(table.header):
        role = role_of(header)
        if role is None or (role in columns and role not in TIMES):
            continue
        if role == "lane" and cells[index] and not _share(cells[index], _FITS["lane"]):
            asks = _ASKS.search(header) and _share(
                cells[index], lambda cell: folded(cell) in PRIORITY
            )
            role = "lane" if asks else "gate" if "gate" not in columns else ""
        if role in ("plate", "country") and cells[index] and not _share(cells[index], _FITS[role]):
            continue
        if role in ROLES and role not in TIMES:
            columns[role] = names[index]
        elif role in TIMES or role in ("day", "clock"):
            found, _ = forms_of(cells[index], day)
            only_days = bool(found) and not _has(cells[index], found, day).clock
            if role == "day" or (only_days and _other(table, role, index)):
                days.setdefault(role, index)
            elif role in TIMES and role not in columns and (found or not cells[index]):
                columns[role] = names[index]
                forms[role] = found
            elif role in TIMES and role not in columns:
                assumed.append(f"{names[index]} is left out: its times are in no form known here.")
            elif role == "clock" and "registered_at" not in columns and found:
                columns["registered_at"], forms["registered_at"] = names[index], found
    for time in TIMES:
        index = days.get(time, days.get("day", -1))
        if index < 0:
            continue
        if time not in columns and time in days:
            columns[time] = names[index]
            forms[time] = forms_of(cells[index], day)[0]
        elif time in columns and not _has(cells[names.index(columns[time])], forms[time], day).day:
            date_role = f"{time.removesuffix('_at')}_date"
            columns[date_role] = names[index]
            forms[date_role] = forms_of(cells[index], day)[0]
    return columns, {role: found for role, found in forms.items() if found}


class _Has(NamedTuple):
    day: bool
    clock: bool


def _has(cells: Sequence[str], forms: Sequence[str], day: date) -> _Has:
    """Whether the first cell that can be read has a day, and whether it has a clock time."""
    for cell in cells[:20]:
        for form in forms:
            if moment := read_moment(cell, form, day):
                return _Has(moment.day is not None, moment.clock is not None)
    return _Has(day=True, clock=True)


def _other(table: Table, role: str, index: int) -> bool:
    """Whether another column's header speaks of the same time: then one is its day."""
    return any(i != index and role_of(h) in (role, "clock") for i, h in enumerate(table.header))


def _by_content(
    seen: _Columns, columns: dict[str, str], forms: dict[str, list[str]], assumed: list[str]
) -> None:
    """What no header told: columns whose cells are plates, states, … or times."""
    names, cells, day = seen
    for role, fits in _FITS.items():
        if role in columns:
            continue
        free = [i for i, name in enumerate(names) if name not in columns.values()]
        best = max(free, key=lambda index: _share(cells[index], fits), default=-1)
        if best >= 0 and _share(cells[best], fits) >= 0.6:
            columns[role] = names[best]
            assumed.append(f"The column {names[best]} is taken as {role}, by what stands in it.")
    if any(time in columns for time in TIMES):
        return
    free = [i for i, name in enumerate(names) if name not in columns.values()]
    times = [(index, forms_of(cells[index], day)[0]) for index in free if cells[index]]
    dated = [(i, found) for i, found in times if found and _has(cells[i], found, day).clock]
    for role, (index, found) in zip(TIMES, dated, strict=False):
        columns[role], forms[role] = names[index], found
        assumed.append(f"The column {names[index]} is taken as {role}, by its place among times.")


def _tell_forms(role: str, forms: list[str], columns: dict[str, str], seen: _Columns) -> list[str]:
    """What was assumed in reading a column's times."""
    name, day = columns[role], seen.day
    column = seen.of(name)
    assumed = []
    if not forms_of(column, day)[1]:
        assumed.append(f"Day and month can't be told apart in {name}: read as {forms[0]}.")
    dateless = not _has(column, forms, day).day
    if dateless and f"{role.removesuffix('_at')}_date" not in columns:
        assumed.append(f"{name} has no day: the file's own, {day.isoformat()}, is taken.")
    elif not dateless and not any("yy" in form or form[0] == "e" for form in forms):
        assumed.append(f"{name} has no year: the one nearest to {day.year} is taken.")
    return assumed


def _zones(
    table: Table, names: list[str], columns: dict[str, str], assumed: list[str]
) -> tuple[str, dict[str, str]]:
    """The table's offset and those of single columns. One column's mark holds for those without:
    a clock hangs in an office, not in a column."""
    marked = {
        role: zone
        for role, name in columns.items()
        if role in TIMES and (zone := zone_in(name, header=True))
    }
    others = [
        zone for h in table.header if (zone := zone_in(h, header=True) if _timed(h) else None)
    ]
    titled = [zone for title in table.titles if (zone := zone_in(title, header=False))]
    if marked:
        zone = next(iter(marked.values()))
        if len(marked) < sum(role in TIMES for role in columns):
            assumed.append(f"The offset {zone} that one header names holds for all times.")
        return zone, {role: other for role, other in marked.items() if other != zone}
    if titled or others:
        return (titled or others)[0], {}
    words = "".join(names) + "".join(table.titles)
    if re.search("[\u4e00-\u9fff]", words):
        zone, why = "+08:00", "the headers are Chinese"
    elif re.search("[а-яәғқңөұүһі]", words, re.I):
        zone, why = "+05:00", "the headers are in Cyrillic (Kazakhstan time)"
    else:
        zone, why = "+08:00", "the port is in China"
    assumed.append(f"No offset is named: times are read at {zone}, because {why}.")
    return zone, {}


def _timed(header: str) -> bool:
    return role_of(header) in (*TIMES, "clock", "day") or bool(
        re.search(r"(?i)utc|gmt|мск", header)
    )


def _values(role: str, columns: dict[str, str], seen: _Columns) -> list[str]:
    if role not in columns:
        return []
    counted = Counter(" ".join(cell.split()) for cell in seen.of(columns[role]))
    return [word for word, _ in counted.most_common(30)]


def _words(
    words: dict[str, list[str]], assumed: list[str]
) -> tuple[dict[str, VehicleState], dict[str, Lane], dict[str, str]]:
    states = _meant(words["state"], STATES)
    lanes = _meant(words["lane"], PRIORITY | LANES)
    countries = _meant(words["country"], COUNTRIES)
    known: dict[str, Collection[str]] = {"state": states, "lane": lanes, "country": countries}
    for role, all_of in words.items():
        for word in [each for each in all_of if each not in known[role]][:8]:
            then = "its country is taken from the plate" if role == "country" else "its rows fail"
            assumed.append(f"The {role} “{word[:40]}” is not known: {then} until it is named.")
    assumed += [
        f"“{word}” is read as departed where it has that time, else as released."
        for word in states
        if folded(word) in ("放行", "已放行")
    ]
    return states, lanes, countries


def _meant(words: list[str], table: dict[str, Known]) -> dict[str, Known]:
    return {word: means for word in words if (means := known_word(table, word))}
