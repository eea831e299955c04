"""Cells that come with a type (a workbook's, a database's) as a text table would have them."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal


def text_of(value: object, *, day_only: bool = False) -> str:
    """A cell as text: moments as "2026-03-01 14:10:00+08:00" (the offset if they have one), whole
    numbers without a point, nothing as an empty text. `day_only` is for a moment at midnight of
    which only the day is shown."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        # a workbook counts days: 14:10 may come as 14:09:59.999997
        value = (value + timedelta(milliseconds=500)).replace(microsecond=0)
        if day_only and value.time() == time(0):
            return value.date().isoformat()
        return value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("seconds")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | Decimal):
        number = float(value)
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else str(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace").strip()
    return str(value).strip()
