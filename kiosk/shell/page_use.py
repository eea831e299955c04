"""How long a page was open, as it is kept."""

from datetime import datetime

from kiosk.zones import BEIJING
from sync.records import PageUse, new_id


def page_use(home: str, page: str, locale: str, since: datetime, until: datetime) -> PageUse:
    """That a page stood open in a language, from then until then (both aware). Of the time only the
    hour in which it began is kept."""
    hour = since.astimezone(BEIJING).replace(minute=0, second=0, microsecond=0)
    return PageUse(
        id=new_id(),
        home=home,
        at=hour.isoformat(),
        page=page,
        locale=locale,
        seconds=max(0, round((until - since).total_seconds())),
    )
