"""Reading a dropped table by its mapping: its vehicles, and what was set aside with the reason."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from kiosk.queue.feeds.batch import FeedTrouble, Refused
from kiosk.queue.feeds.decode import ZIP, Decoded, decode
from kiosk.queue.feeds.headers import zone_in
from kiosk.queue.feeds.instants import Moment, read_moment
from kiosk.queue.feeds.layout import Table, column_names, headers, part, roles_of
from kiosk.queue.feeds.mapping import ROLES, TIMES, Mapping, offset
from kiosk.queue.feeds.propose import propose
from kiosk.queue.feeds.validate import AHEAD, Said, Words, in_future, judge, once_each
from kiosk.queue.feeds.words import COUNTRIES, folded, is_blank, is_total, known_word
from kiosk.queue.plates import UNKNOWN_COUNTRY
from kiosk.zones import BEIJING
from sync.records import Vehicle

FRESH = timedelta(minutes=30)


class Reading(NamedTuple):
    """What a table says. `rows` are its vehicles with their line's number, `refused` the rows set
    aside, both by number; `as_of` is when the port knew it, `assumed` what was assumed, `cut_off`
    that the file ends in the middle of a row: then vehicles that it lacks are not gone."""

    mapping: Mapping
    rows: list[tuple[int, Vehicle]]
    refused: list[Refused]
    as_of: datetime
    assumed: list[str]
    cut_off: bool


class Origin(NamedTuple):
    """The file a table came in: its name, and when it was last written (aware)."""

    name: str
    written: datetime


class Laid(NamedTuple):
    """A table laid out in cells: what it was decoded from, and what was assumed on the way."""

    table: Table
    decoded: Decoded = Decoded("\n", "", 0)
    notes: tuple[str, ...] = ()


def read_table(
    data: bytes, origin: Origin, now: datetime, mapping: Mapping | None = None, *,
    feed: str = "", home: str = "",
) -> Reading:  # fmt: skip
    """Read a table, a text or a workbook, by `mapping`, or by one proposed for it. Raises
    FeedTrouble with one sentence for what is no table of vehicles at all, and for a mapping whose
    plates' column is missing."""
    if data[:4] == ZIP:
        from kiosk.queue.feeds.workbook import read_workbook  # noqa: PLC0415 - see architecture.py

        laid = read_workbook(data)
    else:
        decoded = decode(data, mapping.encoding if mapping else "")
        laid = Laid(part(decoded.text, mapping.delimiter if mapping else ""), decoded)
    return read_laid(laid, origin, now, mapping, feed=feed, home=home)


def read_laid(
    laid: Laid, origin: Origin, now: datetime, mapping: Mapping | None = None, *,
    feed: str = "", home: str = "",
) -> Reading:  # fmt: skip
    """The same, of a table that is laid out already."""
    table, decoded, told = laid
    day = _day_of(table.titles, origin)
    assumed: list[str] = []
    if mapping is None:
        mapping, assumed = propose(table, decoded, day)
    assumed = [*told, *assumed]
    places = _places(mapping, table)
    said, refused, notes = _rows(table, places, mapping, day)
    as_of = _as_of(said, origin.written)
    words = Words(
        states={folded(word): state for word, state in mapping.states.items()},
        lanes={folded(word): lane for word, lane in mapping.lanes.items()},
        countries={folded(word): country for word, country in mapping.countries.items()},
    )
    judged = [(each.number, judge(each, words, as_of, feed, home)) for each in said]
    refused += [each for _, each in judged if isinstance(each, Refused)]
    vehicles, twice = once_each((number, v) for number, v in judged if isinstance(v, Vehicle))
    numbers = {id(v): number for number, v in judged if isinstance(v, Vehicle)}
    rows = [(numbers[id(vehicle)], vehicle) for vehicle in vehicles]
    named = {each.number: known_word(COUNTRIES, each.country) for each in said}
    other = sum(
        named[number] not in (None, vehicle.country) and vehicle.country != UNKNOWN_COUNTRY
        for number, vehicle in rows
    )
    if other:
        notes.append(f"{other} plates have another country's form than the file says: it counts.")
    unread = sum(vehicle.country == UNKNOWN_COUNTRY for vehicle in vehicles)
    if unread:
        notes.append(f"{unread} plates are of no known form: they are kept with country ZZ.")
    ahead = sum(in_future(vehicle, now) for vehicle in vehicles)
    if ahead:
        notes.append(f"{ahead} vehicles have times in the future; is the offset right?")
    last = table.rows[-1][0] if table.rows else 0
    cut_off = not decoded.text.endswith("\n") and any(number == last for number, _ in refused)
    rows.sort(key=lambda row: row[0])
    return Reading(mapping, rows, sorted(refused + twice), as_of, assumed + notes, cut_off)


def _places(mapping: Mapping, table: Table) -> dict[str, int]:
    """Where each role's column stands. Headers are compared folded; the plates' column must be
    there, another that is missing counts as empty."""
    names = [folded(name) if name[0] != "#" else name for name in column_names(table)]
    places = {}
    for role, name in mapping.columns.items():
        sought = name if name[0:1] == "#" else folded(name)
        if sought in names:
            places[role] = names.index(sought)
        elif re.fullmatch(r"#\d{1,3}", sought) and 0 < int(sought[1:]) <= len(names):
            places[role] = int(sought[1:]) - 1
    if "plate" not in places:
        wanted = mapping.columns.get("plate", "plate")
        raise FeedTrouble("not-a-table", f"The file has no column “{wanted}” for the plates.")
    return places


def _places_below(cells: list[str], mapping: Mapping) -> dict[str, int]:
    """Where the columns stand below a header in the middle of the file: a second table may have
    others than the first."""
    names = [folded(each) for each in cells]
    places = {
        role: names.index(folded(name))
        for role, name in mapping.columns.items()
        if folded(name) in names
    }
    for index, role in enumerate(roles_of(cells)):
        if role in ROLES and index not in places.values():
            places.setdefault(role, index)
    return places


def _rows(
    table: Table, places: dict[str, int], mapping: Mapping, day: date
) -> tuple[list[Said], list[Refused], list[str]]:
    said: list[Said] = []
    refused: list[Refused] = []
    notes: list[str] = []
    told_total = 0
    for number, cells in table.rows:
        if not cells:
            refused.append(Refused(number, "Its line is too long to be a vehicle's."))
            continue
        if any(cells) and is_total(next(filter(None, cells))):
            counts = [int(each) for each in re.findall(r"\d+", " ".join(cells)) if len(each) < 9]
            told_total = max(counts, default=0)
            continue
        if cells == table.header:
            continue  # again, on the next page of an export
        if headers(cells) >= 3 and "plate" in roles_of(cells):
            places = _places_below(cells, mapping)
            continue
        if len([cell for cell in cells if cell]) == 1 and number != table.rows[-1][0]:
            refused.append(Refused(number, "It has one cell only."))
            continue
        row = _said(number, cells, places, mapping, day)
        if isinstance(row, Refused):
            refused.append(row)
        else:
            said.append(row)
    if told_total and told_total != len(said) + len(refused):
        read = len(said) + len(refused)
        notes.append(f"The file's own total says {told_total}, it has {read} rows.")
    return said, refused, notes


def _said(
    number: int, cells: Sequence[str], places: dict[str, int], mapping: Mapping, day: date
) -> Said | Refused:
    def cell(role: str) -> str:
        place = places.get(role, len(cells))
        return cells[place] if place < len(cells) else ""

    times: dict[str, datetime | None] = dict.fromkeys(TIMES)
    before: datetime | None = None
    own = zone_in(cell("zone"), header=True)
    if not own and not is_blank(cell("zone")):
        return Refused(number, f"Its zone “{cell('zone')[:40]}” is not known.")
    for role in TIMES:
        text = cell(role)
        if is_blank(text):
            continue
        # a column that was empty when the mapping was made is in the others' form
        forms = mapping.forms.get(role) or [
            form for each in mapping.forms.values() for form in each
        ]
        moment = _moment(text, forms, day)
        date_role = f"{role.removesuffix('_at')}_date"
        on = _moment(cell(date_role), mapping.forms.get(date_role), day)
        if moment is None:
            header = mapping.columns.get(role, role)
            return Refused(number, f"Its time “{text[:40]}” in {header} can't be read.")
        at = _instant(moment, on, day, offset(own or mapping.zones.get(role, mapping.zone)))
        if moment.day is None and before is not None and at < before - timedelta(hours=12):
            at += timedelta(days=1)  # called before midnight, gone after it
        times[role] = before = at
    position = cell("position")
    state = cell("state") if "state" in places else _state_by(times)
    return Said(
        number=number,
        state=state,
        position=int(position) if re.fullmatch(r"[0-9]{1,5}", position) else 0,
        plate=cell("plate"),
        country=cell("country"),
        lane=cell("lane"),
        reason=cell("reason"),
        gate=cell("gate"),
        registered_at=times["registered_at"],
        called_at=times["called_at"],
        departed_at=times["departed_at"],
    )


def _moment(text: str, forms: Sequence[str] | None, near: date) -> Moment | None:
    for form in forms or ():
        if moment := read_moment(text, form, near):
            return moment
    return None


def _instant(moment: Moment, on: Moment | None, day: date, zone: tzinfo) -> datetime:
    if moment.day is not None:
        day = moment.day
    elif on is not None and on.day is not None:
        day = on.day
    own = moment.zone or zone
    at = datetime.combine(day, moment.clock or time(0))
    return at.replace(tzinfo=own)


def _state_by(times: dict[str, datetime | None]) -> str:
    if times["departed_at"]:
        return "departed"
    return "called" if times["called_at"] else "waiting"


def _as_of(said: Sequence[Said], written: datetime) -> datetime:
    """When the port knew a table: when the file was written, if the newest time in it is at most
    30 minutes older; else that newest time, since the file then is a late copy. Times ahead of the
    file don't count: a wrong one must not make the whole table look fresh."""
    told = [
        at
        for each in said
        for at in (each.registered_at, each.called_at, each.departed_at)
        if at is not None and at <= written + AHEAD
    ]
    newest = max(told, default=written)
    return written if written - newest <= FRESH else newest


_DAY = re.compile(
    r"(?<!\d)(20\d\d)[-_./年 ]?(0?[1-9]|1[0-2])[-_./月 ]?(0[1-9]|[12]\d|3[01]|[1-9])(?!\d)"
    r"|(?<!\d)(0?[1-9]|[12]\d|3[01])[-_./](0?[1-9]|1[0-2])[-_./](20\d\d)(?!\d)"
)


def _day_of(titles: Sequence[str], origin: Origin) -> date:
    """The day a table is of: the one its title or its name gives, else the one it was written."""
    for text in (*titles, origin.name):
        if found := _DAY.search(text):
            year, month, day = (
                (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
            )
            try:
                return date(int(year), int(month), int(day))
            except ValueError:
                continue
    return origin.written.astimezone(BEIJING).date()
