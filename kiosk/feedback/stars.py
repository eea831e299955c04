"""A tap on the stars, as it is kept."""

from datetime import datetime

from kiosk.zones import BEIJING
from sync.records import Feedback, new_id

STARS = range(1, 6)


def feedback(home: str, about: str, stars: int, locale: str, now: datetime) -> Feedback:
    """What a driver who reads `locale` thinks `now` (aware) of a page or a service, by its name or
    id. Of the time only the hour is kept: one visit can't be told from another's. Raises ValueError
    for other than 1 to 5 stars."""
    if stars not in STARS:
        raise ValueError(f"there are 1 to 5 stars, not {stars}")
    hour = now.astimezone(BEIJING).replace(minute=0, second=0, microsecond=0)
    return Feedback(
        id=new_id(), home=home, at=hour.isoformat(), about=about, stars=stars, locale=locale
    )
