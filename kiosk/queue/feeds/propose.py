"""Proposing how a table is read, and saying aloud whatever was assumed on the way."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import NamedTuple

from kiosk.queue.feeds.batch import FeedTrouble
from kiosk.queue.feeds.decode import Decoded
from kiosk.queue.feeds.headers import role_of, zone_in
from kiosk.queue.feeds.instants import Moment, day_first, forms_of, read_moment
from kiosk.queue.feeds.layout import Table, column_names, headers, roles_of
from kiosk.queue.feeds.mapping import ROLES, TIMES, Mapping
from kiosk.queue.feeds.validate import plate_in
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
from sync.records import Lane, VehicleState


class _Columns(NamedTuple):
    """The columns of a table as they are looked at: their names, their roles by header (None where
    there is none), their cells without the empty ones, the day near their times, and whether
    their days stand before their months."""

    names: list[str]
    roles: list[str | None]
    cells: list[list[str]]
    day: date
    days_first: bool

    def of(self, name: str) -> list[str]:
        return self.cells[self.names.index(name)]

    def forms(self, index: int) -> list[str]:
        return forms_of(self.cells[index], self.day, days_first=self.days_first)


class Proposal(NamedTuple):
    """A mapping and the sentences that say what was assumed to make it."""

    mapping: Mapping
    assumed: list[str]


def propose(table: Table, decoded: Decoded, day: date) -> Proposal:
    """The mapping that fits a table. `day` is near the table's times (the file's own day).
    Raises FeedTrouble if no column holds plates."""
    assumed: list[str] = []
    names = column_names(table)
    cells = _cells(table, len(names))
    roles = [*roles_of(table.header), *[None] * len(names)][: len(names)]
    timed = [i for i, role in enumerate(roles) if role is None or role in (*TIMES, "day", "clock")]
    days_first, sure = day_first((cell for i in timed for cell in cells[i]), day)
    seen = _Columns(names, roles, cells, day, days_first)
    columns, forms = _by_header(table, seen, assumed)
    _by_content(seen, columns, forms, assumed)
    _by_order(table, seen, columns, forms, assumed)
    if "plate" not in columns:
        raise FeedTrouble("not-a-table", "No column of the file holds plates.")
    if "state" not in columns:
        assumed.append("There is no column of states: they are taken from the times.")
    if "lane" not in columns:
        assumed.append("There is no column of lanes: every vehicle is in the general lane.")
    if "country" not in columns:
        assumed.append("There is no column of countries: they are taken from the plates.")
    for role, kept in forms.items():
        assumed += _tell_forms(role, kept, columns, seen, sure=sure)
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


def _order(item: tuple[str, str]) -> int:
    known = list(ROLES)
    return known.index(item[0]) if item[0] in known else len(known)


def _cells(table: Table, width: int) -> list[list[str]]:
    rows = [
        cells
        for _, cells in table.rows[:3000]
        if any(cells) and not is_total(next(filter(None, cells))) and headers(cells) < 3
    ]
    return [
        [cells[i] for cells in rows if i < len(cells) and not is_blank(cells[i])]
        for i in range(width)
    ]


def _share(cells: Sequence[str], fits: Callable[[str], object]) -> float:
    some = cells[:300]
    return sum(1 for cell in some if fits(cell)) / len(some) if some else 0.0


_FITS: dict[str, Callable[[str], object]] = {
    "plate": plate_in,
    "state": lambda cell: known_word(STATES, cell),
    "lane": lambda cell: known_word(LANES, cell),
    "country": lambda cell: known_word(COUNTRIES, cell),
}


_ASKS = re.compile("优先|приоритет|льгот|вне очереди|басым|жеңілд|priority|urgent|vip", re.I)


def _by_header(
    table: Table, seen: _Columns, assumed: list[str]
) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The columns whose headers say what they are and whose cells don't deny it."""
    names, roles, cells, day, _ = seen
    columns: dict[str, str] = {}
    forms: dict[str, list[str]] = {}
    days: dict[str, int] = {}
    for index, header in enumerate(table.header):
        role = roles[index]
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
            found = seen.forms(index)
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
            forms[time] = seen.forms(index)
        elif time in columns and not _has(cells[names.index(columns[time])], forms[time], day).day:
            date_role = f"{time.removesuffix('_at')}_date"
            columns[date_role] = names[index]
            forms[date_role] = seen.forms(index)
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
    names, roles, cells, day, _ = seen
    for role, fits in _FITS.items():
        if role in columns:
            continue
        free = [i for i, name in enumerate(names) if name not in columns.values()]
        best = max(free, key=lambda index: _share(cells[index], fits), default=-1)
        # few states known are enough: the others are then refused aloud, not guessed from times
        if best >= 0 and _share(cells[best], fits) >= (0.25 if role == "state" else 0.6):
            columns[role] = names[best]
            assumed.append(f"The column {names[best]} is taken as {role}, by what stands in it.")
    if any(time in columns for time in TIMES):
        return
    free = [i for i, name in enumerate(names) if name not in columns.values() and not roles[i]]
    times = [(index, seen.forms(index)) for index in free if cells[index]]
    dated = [(i, found) for i, found in times if found and _has(cells[i], found, day).clock]
    for role, (index, found) in zip(TIMES, dated, strict=False):
        columns[role], forms[role] = names[index], found
        assumed.append(f"The column {names[index]} is taken as {role}, by its place among times.")


def _by_order(
    table: Table, seen: _Columns, columns: dict[str, str], forms: dict[str, list[str]],
    assumed: list[str],
) -> None:  # fmt: skip
    """A registration that no header told: the only other column of times, if nearly every row has
    one and none is later than the row's other times."""
    others = [columns[time] for time in TIMES if time in columns]
    if "registered_at" in columns or not others:
        return
    free = [i for i, name in enumerate(seen.names)
            if name not in columns.values() and not seen.roles[i] and seen.forms(i)]  # fmt: skip
    if len(free) != 1 or len(seen.cells[free[0]]) < 0.9 * len(seen.of(columns["plate"])):
        return
    found = seen.forms(free[0])
    for other in others:
        index = seen.names.index(other)
        for _, cells in table.rows[:3000]:
            if max(index, free[0]) < len(cells):
                early = _first(cells[free[0]], found, seen.day)
                late = _first(cells[index], seen.forms(index), seen.day)
                if early and late and early[:2] > late[:2]:
                    return
    columns["registered_at"], forms["registered_at"] = seen.names[free[0]], found
    assumed.append(f"The column {seen.names[free[0]]} is taken as registered_at: it is first.")


def _first(cell: str, forms: Sequence[str], day: date) -> Moment | None:
    read = (read_moment(cell, form, day) for form in forms)
    return next((each for each in read if each and each.day and each.clock), None)


def _tell_forms(
    role: str, forms: list[str], columns: dict[str, str], seen: _Columns, *, sure: bool
) -> list[str]:
    """What was assumed in reading a column's times."""
    name, day = columns[role], seen.day
    column = seen.of(name)
    assumed = []
    if not sure and forms[0][:3] in ("d/M", "M/d"):
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
        if folded(word) in ("放行", "已放行", "выпущен", "выпущена", "выпуск")
    ]
    return states, lanes, countries


def _meant(words: list[str], table: dict[str, Known]) -> dict[str, Known]:
    return {word: means for word in words if (means := known_word(table, word))}
