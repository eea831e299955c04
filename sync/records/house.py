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


class Feedback(Record, frozen=True, kw_only=True):
    """What a driver thinks of something, in a tap: 1 to 5 `stars` for what it is `about`, a page's
    name or a service's id. `at` is the hour of it (ISO 8601 with offset, to the hour). Neither a
    word nor a name goes with it: nobody can be told by it."""

    info: ClassVar[Info] = Info(
        kind="feedback",
        flow=Flow.UP,
        merge=Merge.APPEND,
        audience=Audience.STAFF,
        retention=timedelta(days=1096),
    )

    at: str
    about: str
    stars: int
    locale: str


class DeviceStatus(Record, frozen=True, kw_only=True):
    """How a device was doing at `as_of`: its id is the device's. `version` is the program's,
    `started_at` when the machine was last switched on, `locale` the language its door begins with,
    `backup_at` when the last backup was made (empty: none yet). Sizes are in bytes; `battery` is
    the charge of the uninterruptible power supply in per cent, -1 where none is seen. Written when
    something in it has changed enough to be worth a word over a metered line, and it tells nothing
    of syncing: else each sync would have something to send. Times are ISO 8601 with offset."""

    info: ClassVar[Info] = Info(
        kind="device-status", flow=Flow.UP, merge=Merge.LATEST, audience=Audience.STAFF
    )

    as_of: str
    version: str
    started_at: str
    locale: str
    disk_free: int
    store_size: int
    battery: int = -1
    backup_at: str = ""
