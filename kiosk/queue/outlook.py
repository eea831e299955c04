"""A forecast as it is told to a driver: from now on, widened by what is not known, and rounded."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from kiosk.shell.age import AgeBand, age_band

if TYPE_CHECKING:  # the forecaster is loaded after the first frame, in its thread
    from kiosk.queue.forecast.forecaster import Forecast


class Score(NamedTuple):
    """How good the last forecasts were: how many, by how many minutes the middle one was off, and
    how many were within their range."""

    forecasts: int
    off: float
    within: int


class Outlook(NamedTuple):
    """What is expected of the waiting, by vehicle's id; made at `at` (aware). `reopening` is when
    the gate is expected to open, as a range; None while it is open, or where nobody can say."""

    at: datetime
    forecasts: "Mapping[str, Forecast]"
    score: Score | None = None
    reopening: tuple[datetime, datetime] | None = None


class Expected(NamedTuple):
    """Whole minutes from now until a vehicle is called: about `about`, between `low` and `high`."""

    low: int
    about: int
    high: int


def expected(
    outlook: Outlook | None, vehicle: str, as_of: datetime | None, now: datetime
) -> Expected | None:
    """When a vehicle is called, counted from `now`; None where no forecast can be stood behind.
    When the port's data is grey, its age goes on both ends: nobody knows what happened since."""
    if outlook is None or vehicle not in outlook.forecasts:
        return None
    forecast = outlook.forecasts[vehicle]
    gone = max(0.0, (now - outlook.at).total_seconds() / 60)
    unsure = 0.0
    if as_of is not None and age_band(as_of, now) is AgeBand.GREY:
        unsure = max(timedelta(), now - as_of).total_seconds() / 60
    low = _rounded(max(0.0, forecast.low - gone - unsure), up=False)
    about = _rounded(max(0.0, forecast.median - gone))
    high = _rounded(max(0.0, forecast.high - gone) + unsure, up=True)
    return Expected(min(low, about), about, max(high, about))


def _rounded(minutes: float, *, up: bool | None = None) -> int:
    """To what one can say: single minutes below ten, then fives, from two hours on tens, from six
    on half hours. The ends of a range are rounded outwards."""
    step = 1 if minutes < 10 else 5 if minutes < 120 else 10 if minutes < 360 else 30
    parts = minutes / step
    whole = round(parts) if up is None else -int(-parts // 1) if up else int(parts)
    return whole * step
