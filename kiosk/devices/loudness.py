"""How loud the speaker is at a time of day.

>>> loudness(SpeakerSettings(hours={"07:00": 40, "09:00": 80}), datetime(2026, 1, 1, 1, tzinfo=UTC))
80
"""

from datetime import UTC, datetime  # noqa: F401 - UTC stands in the example

from kiosk.devices.settings import SpeakerSettings
from kiosk.hours import minute_of_day
from kiosk.zones import BEIJING


def loudness(settings: SpeakerSettings, now: datetime) -> int:
    """0 to 100; 0 in the hours of silence. `now` is aware."""
    local = now.astimezone(BEIJING)
    minute = local.hour * 60 + local.minute
    if any(_within(minute, span) for span in settings.quiet):
        return 0
    steps = sorted((minute_of_day(clock), volume) for clock, volume in settings.hours.items())
    if not steps:
        return settings.volume
    # before the day's first step, the last of the day before still holds
    return next((volume for begins, volume in reversed(steps) if begins <= minute), steps[-1][1])


def _within(minute: int, span: str) -> bool:
    """Whether a minute of the day lies in HH:MM-HH:MM; one that ends before it begins goes over
    midnight, one that ends as it begins is the whole day."""
    begins, ends = map(minute_of_day, span.split("-"))
    if begins < ends:
        return begins <= minute < ends
    return minute >= begins or minute < ends
