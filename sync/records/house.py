"""What the house notes of itself. No person is in it."""

from datetime import timedelta
from typing import ClassVar

from sync.records.base import Audience, Flow, Info, Merge, Record


class PageUse(Record, frozen=True, kw_only=True):
    """That a page was open for some seconds, in a language. `at` is the hour it began in
    (ISO 8601 with offset, to the hour: no one's visit can be told from another's)."""

    info: ClassVar[Info] = Info(
        kind="page-use",
        flow=Flow.UP,
        merge=Merge.APPEND,
        audience=Audience.HEADQUARTERS,
        retention=timedelta(days=90),
    )

    at: str
    page: str
    locale: str
    seconds: int


class Audit(Record, frozen=True, kw_only=True):
    """Something staff and headquarters must be able to look up later: a store mended, a
    backup taken back. `what` is a code, `detail` one sentence without personal data, `backup` the
    time of the backup that was taken, if one was. Times are ISO 8601 with offset."""

    info: ClassVar[Info] = Info(
        kind="audit",
        flow=Flow.UP,
        merge=Merge.APPEND,
        audience=Audience.STAFF,
        retention=timedelta(days=1096),
    )

    at: str
    what: str
    detail: str = ""
    backup: str = ""
