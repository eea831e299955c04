"""Print all that kiosk.i18n.formats makes, as JSON, for the locales named, in that order.

Run as a program by test_formats, since Babel's cache lives as long as the process.
"""

import json
import sys
from datetime import date, datetime, timedelta

from kiosk.i18n import formats
from kiosk.zones import BEIJING


def names(code: str) -> list[str]:
    """The calendar's names in all forms: the stand-alone ones are those that leak."""
    locale = formats.warm()[code]
    return [
        str(dict(words[context][width].items()))
        for words in (locale.months, locale.days, locale.quarters)
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated", "narrow")
    ]


def everything(code: str) -> list[str]:
    first = date(2025, 1, 3)
    months = [date(2025, month, 7) for month in range(1, 13)]
    week = [first + timedelta(days=n) for n in range(7)]
    return [
        *(formats.date_long(code, day) for day in months),
        *(formats.date_short(code, day) for day in months),
        *(formats.weekday(code, day) for day in week),
        formats.time(datetime(2025, 3, 7, 14, 5, tzinfo=BEIJING), BEIJING),
        *(formats.ago(code, seconds) for seconds in (5, 60, 300, 3600, 7200, 200_000)),
        *(formats.in_minutes(code, minutes) for minutes in (1, 5, 60, 95, 1440, 1500, 5000)),
        *(formats.duration(code, minutes) for minutes in (0, 1, 21, 60, 95, 1440, 5000)),
        *(formats.distance(code, metres) for metres in (1, 35, 120, 1000, 3400, 52_000)),
        *(formats.money(code, fen) for fen in (0, 100, 200, 500, 2100, 90, 120_050)),
        formats.money(code, 220_000, "KZT"),
        formats.number(code, 1234567.5),
        formats.percent(code, 0.8),
        *(formats.list_and(code, ["1", "2", "3"][:n]) for n in range(4)),
        *(formats.list_or(code, ["1", "2", "3"][:n]) for n in range(4)),
        *(
            formats.country(code, territory)
            for territory in (
                "CN",
                "KZ",
                "RU",
                "UZ",
                "KG",
                "TJ",
                "TM",
                "MN",
                "BY",
                "TR",
                "GE",
                "AZ",
            )
        ),
    ]


if __name__ == "__main__":
    json.dump({code: everything(code) + names(code) for code in sys.argv[1:]}, sys.stdout)
