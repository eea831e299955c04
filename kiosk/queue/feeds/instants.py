"""Date forms as tables carry them: which forms a column is in, and reading a cell by its form.

A form is a date part and a time part, such as "yyyy/M/d H:mm". M, d, H take one or two digits;
minutes and seconds always two, so that a cell cut off in the middle is not read as another time.
"excel" is a serial day of Excel's 1900 calendar, "epoch" and "epoch-ms" count from 1970 in UTC.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from typing import NamedTuple

_Y, _YY, _M, _D = r"(?P<y>[12]\d{3})", r"(?P<yy>\d\d)", r"(?P<m>\d{1,2})", r"(?P<d>\d{1,2})"
_NAME = r"(?P<name>[^\W\d_]{3,})\.?"
_YEAR = r"(?: ?г(?:ода|\.)?)?"
_DATES = {
    "yyyy-M-d": f"{_Y}-{_M}-{_D}",
    "yyyy/M/d": f"{_Y}/{_M}/{_D}",
    "yyyy.M.d": rf"{_Y}\.{_M}\.{_D}\.?",
    "yyyy年M月d日": f"{_Y} ?年 ?{_M} ?月 ?{_D} ?[日号]",
    "yyyyMMdd": r"(?P<y>[12]\d{3})(?P<m>\d\d)(?P<d>\d\d)",
    "d.M.yyyy": rf"{_D}\.{_M}\.{_Y}{_YEAR}",
    "d/M/yyyy": f"{_D}/{_M}/{_Y}",
    "M/d/yyyy": f"{_M}/{_D}/{_Y}",
    "d-M-yyyy": f"{_D}-{_M}-{_Y}",
    "d MMM yyyy": rf"{_D}[ -]{_NAME}[ -]{_Y}{_YEAR}",
    "yyyy ж. d MMM": rf"{_Y} ?(?:ж\.?|жыл|жылғы|жылдың) {_D} {_NAME}",
    "MMM d yyyy": f"{_NAME} {_D},? {_Y}",
    "d.M.yy": rf"{_D}\.{_M}\.{_YY}",
    "d/M/yy": f"{_D}/{_M}/{_YY}",
    "M/d/yy": f"{_M}/{_D}/{_YY}",
    "yy/M/d": f"{_YY}/{_M}/{_D}",
    "yy-M-d": f"{_YY}-{_M}-{_D}",
    "M月d日": f"{_M} ?月 ?{_D} ?[日号]",
    "d.M": rf"{_D}\.{_M}\.?",
    "M-d": f"{_M}-{_D}",
    "M/d": f"{_M}/{_D}",
    "d/M": f"{_D}/{_M}",
    "": "",
}
_H, _MIN, _S = r"(?P<h>\d{1,2})", r"(?P<min>\d\d)", r"(?P<s>\d\d)(?:[.,]\d{1,9})?"
_HALF = r"(?P<half>[AaPp]\.?[Mm]\.?|上午|下午|凌晨|早上|中午|晚上)"
_TIMES = {
    "H:mm:ss": f"{_H}:{_MIN}:{_S}",
    "H:mm": f"{_H}:{_MIN}",
    "h:mm:ss a": f"{_H}:{_MIN}:{_S} ?{_HALF}",
    "h:mm a": f"{_H}:{_MIN} ?{_HALF}",
    "a h:mm:ss": f"{_HALF} ?{_H}:{_MIN}:{_S}",
    "a h:mm": f"{_HALF} ?{_H}:{_MIN}",
    "H时mm分ss秒": f"{_H} ?[时點点] ?{_MIN} ?分 ?{_S} ?秒",
    "H时mm分": f"{_H} ?[时點点] ?{_MIN} ?分",
    "H ч mm мин": rf"{_H} ?ч\.? ?{_MIN} ?м(?:ин)?\.?",
    "H.mm": rf"{_H}\.{_MIN}",
    "H-mm": f"{_H}-{_MIN}",
    "HHmmss": r"(?P<h>\d\d)(?P<min>\d\d)(?P<s>\d\d)",
    "HHmm": r"(?P<h>\d\d)(?P<min>\d\d)",
    "": "",
}
_ZONE = r"(?: ?(?P<zone>Z|UTC|GMT|MSK|МСК|(?:UTC|GMT)?[+-]\d\d?(?::?\d\d)?)(?:\[[A-Za-z_/+-]+\])?)?"
_WEEKDAY = (
    r"(?i)^[^\W\d_]{2,}\.?, (?=\d|[^\W\d_]{3,}\.? \d)"
    r"|^(?:mon|tue|wed|thu|fri|sat|sun|пн|вт|ср|чт|пт|сб|вс)[a-z]*\.? "
    r"| ?(?:星期|周)[一二三四五六日天]"
)
_CLOCK_FIRST = r"^(\d{1,2}:\d\d(?::\d\d)?),? (\d{1,4}[./年-].*)$"
_NUMBER = r"\d+(?:[.,]\d+)?"
_MONTHS = {
    name: month
    for names in (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "янв фев мар апр мая июн июл авг сен окт ноя дек",
        "янв фев мар апр май июн июл авг сен окт ноя дек",
        "қаң ақп нау сәу мам мау шіл там қыр қаз қар жел",
    )
    for month, name in enumerate(names.split(), start=1)
}
_EXCEL = datetime(1899, 12, 30)  # noqa: DTZ001 - a serial day has no zone of its own


class Moment(NamedTuple):
    """What a cell says: a day (None: only a clock time), a time (None: only a day), its own
    offset (None: the table's)."""

    day: date | None
    clock: time | None
    zone: tzinfo | None


def read_moment(cell: str, form: str, near: date) -> Moment | None:
    """What `cell` says in `form`; None if it isn't in that form. A day without a year gets the
    year that brings it nearest to `near`, two digits of a year mean 20yy."""
    cell = _ordered(cell)
    if form in ("excel", "epoch", "epoch-ms"):
        return _counted(cell, form)
    day_form, clock_form = _split(form)
    dated = _compiled(_DATES[day_form]).match(cell)
    if dated is None:
        return None
    rest = re.sub(r"^(?:,? |,|T(?=\d))", "", cell[dated.end() :])
    timed = _compiled(_TIMES[clock_form] + _ZONE).fullmatch(rest)
    if timed is None:
        return None
    try:
        day = _day(dated.groupdict(), near) if day_form else None
        zone = _zone(timed["zone"])
        clock = _clock(timed.groupdict()) if clock_form else None
        if clock is None and clock_form:  # 24:00 is the day's end
            return Moment(day + timedelta(days=1) if day else None, time(0), zone)
    except (ValueError, OverflowError):
        return None
    return Moment(day, clock, zone)


def day_first(cells: Iterable[str], near: date) -> tuple[bool, bool]:
    """Whether the day stands before the month in dates with slashes, and whether that is sure. All
    times of a table are looked at together, since one office wrote them. Where both orders fit,
    the one whose days lie closer together is taken, then the one that is at `near` (the file's
    own day), then month first with AM and PM, else day first."""
    some = [each for each in dict.fromkeys(map(str.strip, cells)) if "/" in each][:2000]
    orders = []
    for forms in (("d/M/yyyy", "d/M/yy", "d/M"), ("M/d/yyyy", "M/d/yy", "M/d")):
        days = [day for cell in some if (day := _first_day(cell, forms, near))]
        span = (max(days) - min(days)).days if days else 0
        off = max((abs((day - near).days) for day in days), default=0)
        orders.append((-len(days), span, min(off, 3)))
    sure = not some or orders[0][:2] != orders[1][:2]
    if orders[0] == orders[1]:
        return not any(re.search(r"(?i)\d ?[ap]\.?m\b", cell) for cell in some), sure
    return orders[0] < orders[1], sure


def _first_day(cell: str, forms: Iterable[str], near: date) -> date | None:
    cell = _ordered(cell)
    for form in forms:
        if (found := _compiled(_DATES[form]).match(cell)) and not cell[found.end() :][:1].isdigit():
            try:
                return _day(found.groupdict(), near)
            except ValueError:
                return None
    return None


def forms_of(cells: Iterable[str], near: date, *, days_first: bool = True) -> list[str]:
    """The forms that a column's cells are in, the commonest first; of forms with two digits of a
    year the one whose days lie closer together, and closer to `near`. A second form counts when at
    least two cells are in it, or its year is written out: another odd cell is an error."""
    left = [each for each in dict.fromkeys(map(str.strip, cells)) if each][:400]
    forms: list[str] = []
    while left and len(forms) < 5:
        fits = {
            form: read
            for form, read in _fits(left, near).items()
            if not form.startswith("M/d" if days_first else "d/M")
        }
        best = max(map(len, fits.values()), default=0)
        names = [name for name, read in fits.items() if len(read) == best]
        names.sort(key=lambda name: _span(fits[name].values(), near))  # stable: as in _DATES
        if forms and best < 2:
            names = [name for name in names if _kin(forms[0], name) or _plain(name)]
        if not names:
            break
        forms.append(names[0])
        left = [each for each in left if each not in fits[names[0]]]
    return forms


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # when the first table is read: compiling all takes longer than importing this package
    return re.compile(pattern)


def _ordered(cell: str) -> str:
    """A cell without its weekday ("Mon, 02 Mar 2026") and the word before its clock ("в 00:11"),
    with the day before the clock, in half-width digits."""
    cell = " ".join(unicodedata.normalize("NFKC", cell).split())
    cell = re.sub(r" (?:в|at|сағат) (?=\d)", " ", _compiled(_WEEKDAY).sub("", cell, count=1))
    return _compiled(_CLOCK_FIRST).sub(r"\2 \1", cell)


def _kin(form: str, other: str) -> bool:
    """Whether two forms differ only in showing seconds."""
    return form.replace(":ss", "") == other.replace(":ss", "")


def _plain(form: str) -> bool:
    """Whether a form can't be taken for another: its year written out first or its month named,
    and a clock, so that it is no longer date cut off."""
    return bool(re.match("yyyy[-/.年 ]|.*MMM.*yyyy", form)) and "mm" in form


def _fits(cells: list[str], near: date) -> dict[str, dict[str, Moment]]:
    fits: dict[str, dict[str, Moment]] = {}
    for form in _candidates(cells):
        read = {cell: at for cell in cells if (at := read_moment(cell, form, near))}
        if read:
            fits[form] = read
    return fits


def _candidates(cells: list[str]) -> list[str]:
    """Forms that at least one of some cells is in, in the order of the tables above."""
    some = cells[:: max(1, len(cells) // 12)]
    near = date(2000, 1, 1)
    counted = [name for name in ("excel", "epoch", "epoch-ms")
               if any(_counted(cell, name) for cell in some)]  # fmt: skip
    dates = [name for name, form in _DATES.items()
             if any(_compiled(form).match(_ordered(cell)) for cell in some)]  # fmt: skip
    found = [
        f"{day} {clock}".strip()
        for day in dates
        for clock in _TIMES
        if (day or clock)
        and any(read_moment(cell, f"{day} {clock}".strip(), near) for cell in some)
    ]
    return found + counted


def _span(moments: Iterable[Moment], near: date) -> tuple[int, int]:
    """How far apart days lie, and how far from `near` the nearest is."""
    days = [at.day.toordinal() for at in moments if at.day]
    nearest = min((abs(day - near.toordinal()) for day in days), default=0)
    return (max(days) - min(days) if days else 0, nearest)


def _split(form: str) -> tuple[str, str]:
    for day in sorted(_DATES, key=len, reverse=True):
        if (form == day or form.startswith(f"{day} ") or not day) and (
            clock := form[len(day) :].strip()
        ) in _TIMES:
            return day, clock
    raise ValueError(f"“{form}” is no form of date and time known here")


def check_form(form: str) -> str:
    """The form itself; ValueError with one sentence if there is no such form."""
    if form not in ("excel", "epoch", "epoch-ms"):
        _split(form)
    return form


def _counted(cell: str, form: str) -> Moment | None:
    if not _compiled(_NUMBER).fullmatch(cell):
        return None
    number = float(cell.replace(",", "."))
    if form == "excel" and 36526 <= number < 73051:  # 2000 to 2099
        at = _EXCEL + timedelta(seconds=round(number * 86400))
        return Moment(at.date(), at.time(), None)
    seconds = number / 1000 if form == "epoch-ms" else number
    if form != "excel" and 946_684_800 <= seconds < 4_102_444_800:  # likewise
        at = datetime.fromtimestamp(seconds, UTC)
        return Moment(at.date(), at.time().replace(microsecond=0), UTC)
    return None


def _day(part: dict[str, str | None], near: date) -> date:
    month = _month(part["name"] or "") if part.get("name") else int(part["m"] or 0)
    day = int(part["d"] or 0)
    if part.get("y"):
        return date(int(part["y"] or 0), month, day)
    if part.get("yy"):
        return date(2000 + int(part["yy"] or 0), month, day)
    years = []
    for year in (near.year - 1, near.year, near.year + 1):
        try:
            years.append(date(year, month, day))
        except ValueError:  # 29 February
            continue
    return min(years, key=lambda each: abs((each - near).days))


def _month(name: str) -> int:
    month = _MONTHS.get(name.casefold()[:3])
    if month is None:
        raise ValueError(name)
    return month


def _clock(part: dict[str, str | None]) -> time | None:
    hour, minute, second = int(part["h"] or 0), int(part["min"] or 0), int(part.get("s") or 0)
    half = (part.get("half") or "").replace(".", "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        late = half in ("pm", "下午", "晚上") or (half == "中午" and hour != 11)
        hour = hour % 12 + (12 if late else 0)
    if (hour, minute, second) == (24, 0, 0):
        return None
    return time(hour, minute, second)


def _zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text in ("MSK", "МСК"):
        return timezone(timedelta(hours=3))
    digits = re.sub("^(UTC|GMT)", "", text).replace(":", "")
    if digits in ("", "Z"):
        return UTC
    hours, minutes = (int(digits[1:-2]), int(digits[-2:])) if len(digits) > 3 else (
        int(digits[1:]), 0)  # fmt: skip
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if digits[0] == "-" else offset)
