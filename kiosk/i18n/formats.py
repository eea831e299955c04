"""Dates, times, figures, money and lists as a locale writes them: Babel, with overrides.py.

Functions take our locale code first. This module imports Babel: the app imports it in a thread
after the first frame and calls `warm` there.

>>> money("zh_CN", 3000), duration("kk_KZ", 40), date_short("ug_CN", date(2025, 3, 7))
('30\\xa0元', '40\\xa0минут', '7-مارت')
"""

import copy
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import lru_cache

from babel import Locale, localedata
from babel.dates import format_date, format_skeleton, format_timedelta
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from kiosk.i18n import overrides
from kiosk.i18n.locales import LOCALES

NBSP = "\u00a0"
FSI, PDI = "\u2068", "\u2069"

_HOUR = 60
_DAY = 24 * _HOUR


@lru_cache(maxsize=1)
def warm() -> dict[str, Locale]:
    """Load the data of all locales (some 90 ms) and cure Babel's cache.

    Babel's locales share nested data with their parents and write what they look up back into
    it, so that a Uyghur month can turn up in a Chinese date (Babel issue 1234). Once each locale
    has a copy of its own, nothing is shared.
    """
    cache = localedata._cache
    cache.clear()  # what was used before may have leaked already
    for locale in LOCALES.values():
        localedata.load(locale.babel)
    for name in list(cache):
        cache[name] = copy.deepcopy(cache[name])
    return {code: Locale.parse(locale.babel) for code, locale in LOCALES.items()}


def _unbroken(text: str) -> str:
    """Keep a figure and its unit on one line; in Chinese, a gap between the two, as the house
    writes it."""
    text = re.sub(r"(?<=\d)(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=\d)", NBSP, text)
    return re.sub(r"(?<=\d) (?=\w)", NBSP, text)


def isolate(text: str) -> str:
    """A plate, figure or phone number that keeps its order and its line in any text around it."""
    return f"{FSI}{text.replace(' ', NBSP)}{PDI}"


def date_long(code: str, day: date) -> str:
    """With month in words and year: 2025年3月7日."""
    return format_date(day, "long", locale=warm()[code])


def date_short(code: str, day: date) -> str:
    """Day, and month in words: 7 марта."""
    return str(format_skeleton("MMMMd", day, locale=warm()[code]))


def weekday(code: str, day: date) -> str:
    """The weekday's full name."""
    return format_date(day, "EEEE", locale=warm()[code])


def time(moment: datetime, zone: tzinfo) -> str:
    """HH:MM on the wall of `zone`, alike in all locales. `moment` must be aware."""
    if moment.tzinfo is None:
        raise ValueError("time needs an aware datetime")
    return f"{moment.astimezone(zone):%H:%M}"


def ago(code: str, seconds: float) -> str:
    """How long ago, in the largest whole unit: 5 минут назад."""
    return _unbroken(_relative(code, -max(1, int(seconds))))


def in_minutes(code: str, minutes: int) -> str:
    """How soon: через 1 час 30 минут. From two days on in days."""
    hours, rest = divmod(max(0, minutes), _HOUR)
    if not 0 < hours < 48 or not rest:
        return _unbroken(_relative(code, max(1, minutes) * 60))
    # Kazakh and Uyghur decline the last unit, Russian puts the word before the first: so the
    # hours go before the figure of the minutes' phrase.
    phrase = _relative(code, rest * 60)
    gap = "" if code == "zh_CN" else " "
    return _unbroken(phrase.replace(str(rest), f"{_unit(code, hours, 'hour')}{gap}{rest}", 1))


def _relative(code: str, seconds: int) -> str:
    size = abs(seconds)
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1)):
        # in days only from two days on ahead: "in 1 day" says too little
        if size >= length * (2 if unit == "day" and seconds > 0 else 1):
            whole = timedelta(seconds=size // length * length)
            return format_timedelta(
                whole if seconds > 0 else -whole,
                granularity=unit,  # type: ignore[arg-type]
                threshold=2 if unit == "hour" and size >= 86400 else 1,
                add_direction=True,
                locale=warm()[code],
            )
    return ""


def duration(code: str, minutes: int) -> str:
    """How long: 40 минут; 1 сағ 30 мин; 2 дн. 3 ч."""
    minutes = max(0, minutes)
    if minutes < _HOUR:
        return _unbroken(_unit(code, minutes, "minute"))
    if minutes < _DAY:
        large, small = ("hour", minutes // _HOUR), ("minute", minutes % _HOUR)
    else:
        large, small = ("day", minutes // _DAY), ("hour", minutes % _DAY // _HOUR)
    if not small[1]:
        return _unbroken(_unit(code, large[1], large[0]))
    words = [_unit(code, count, unit, "short") for unit, count in (large, small)]
    return _unbroken(" ".join(words)) if code != "zh_CN" else _unbroken("".join(words))


def _unit(code: str, count: float, unit: str, length: str = "long") -> str:
    """A count of a unit; where CLDR lacks the long form Babel prints a raw key: then short."""
    kind = "length" if unit in {"meter", "kilometer"} else "duration"
    locale = warm()[code]
    said = format_unit(count, f"{kind}-{unit}", length=length, locale=locale)  # type: ignore[arg-type]
    if f"{kind}-" in said:
        said = format_unit(count, f"{kind}-{unit}", length="short", locale=locale)
    return said


def distance(code: str, metres: float) -> str:
    """Below a kilometre in tens of metres (in ones below a hundred), then in kilometres with
    one decimal below ten."""
    if metres < 995:
        whole = round(metres, -1) if metres >= 100 else round(metres)
        if code in overrides.METRES:
            return _unbroken(overrides.METRES[code].format(number(code, whole)))
        return _unbroken(_unit(code, whole, "meter", "short"))
    kilometres = metres / 1000
    shown = round(kilometres, 1) if kilometres < 10 else round(kilometres)
    return _unbroken(_unit(code, shown, "kilometer", "short"))


def number(code: str, value: float | Decimal) -> str:
    """A figure with its thousands parted and at most three decimals."""
    return format_decimal(value, locale=warm()[code])


def percent(code: str, share: float) -> str:
    """A share of 1 in whole per cent."""
    return format_percent(share, locale=warm()[code])


@lru_cache(4096)  # a page of dishes is written again at every change of language
def money(code: str, hundredths: int, currency: str = "CNY") -> str:
    """An amount in fen (CNY) or in hundredths of a tenge (KZT), as one says it: 30 юаней, 2 200 ₸.

    Tenge are whole; fen are shown where there are some.
    """
    amount = Decimal(hundredths) / 100
    if currency == "KZT":
        return f"{format_decimal(round(amount), locale=warm()[code])}{NBSP}{overrides.TENGE}"
    if currency != "CNY":
        raise ValueError(f"no way to write {currency}")
    words = overrides.YUAN[code]
    word = words.get(plural(code, amount), words["other"])
    return f"{format_decimal(amount, format='#,##0.##', locale=warm()[code])}{NBSP}{word}"


def plural(code: str, count: float | Decimal) -> str:
    """CLDR's plural category of a count: one, few, many, other."""
    return warm()[code].plural_form(count)


def list_and(code: str, items: Sequence[str]) -> str:
    """A, B and C."""
    if code in overrides.AND:
        return _list(items, overrides.COMMA[code], overrides.AND[code])
    return format_list(list(items), style="standard", locale=warm()[code]) if items else ""


def list_or(code: str, items: Sequence[str]) -> str:
    """A, B or C."""
    if code in overrides.OR:
        return _list(items, overrides.COMMA[code], overrides.OR[code])
    return format_list(list(items), style="or", locale=warm()[code]) if items else ""


def _list(items: Sequence[str], comma: str, word: str) -> str:
    if len(items) < 2:
        return "".join(items)
    return f"{comma.join(items[:-1])} {word} {items[-1]}"


def country(code: str, territory: str) -> str:
    """A country's name by its ISO 3166 code; the code itself where there is none (ZZ)."""
    own = overrides.COUNTRIES.get(code, {}).get(territory)
    known = warm()[code].territories
    return own or (str(known[territory]) if territory in known and territory != "ZZ" else territory)
