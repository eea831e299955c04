"""How this device is doing, for headquarters: looked at, and told when it says something new."""

import shutil
from datetime import UTC, datetime, timedelta
from importlib.metadata import version

import psutil

from kiosk.store import Store, backups
from sync.records import DeviceStatus

SIZES = 0.2
"""A size that is by so much another is worth telling."""
CHARGE = 20
"""Points of the battery's charge that are."""
STARTED = timedelta(minutes=10)
"""By so much a clock may be set right, and the machine was still switched on when it was."""
BACKUPS = timedelta(days=1)
"""Between two backups of which headquarters hears: one an hour says nothing that one a day does
not, and so a device that is well is heard of once a day."""


def measured(store: Store, home: str, locale: str, now: datetime) -> DeviceStatus:
    """The device of this store's folder at `now` (aware). `locale` is what its door begins with.
    Raises OSError."""
    folder = store.path.parent
    kept = backups(folder)
    battery = psutil.sensors_battery()
    return DeviceStatus(
        id=store.head().device,
        home=home,
        as_of=_text(now),
        version=version("driver-home"),
        started_at=_text(datetime.fromtimestamp(psutil.boot_time(), UTC)),
        locale=locale,
        disk_free=shutil.disk_usage(folder).free,
        store_size=store.path.stat().st_size,
        battery=-1 if battery is None else round(battery.percent),
        backup_at=_text(kept[0].at) if kept else "",
    )


def tell_status(store: Store, status: DeviceStatus) -> bool:
    """Keep a device's status, if it says something new; whether it did. Raises Failure."""
    return says_more(store.get(DeviceStatus, status.id), status) and bool(store.put(status))


def says_more(told: DeviceStatus | None, status: DeviceStatus) -> bool:
    """Whether a status is worth telling after the one that was told last."""
    if told is None:
        return True
    return (
        (told.home, told.version, told.locale) != (status.home, status.version, status.locale)
        or _apart(told.started_at, status.started_at) > STARTED
        or _apart(told.backup_at, status.backup_at) >= BACKUPS
        or _another(told.disk_free, status.disk_free)
        or _another(told.store_size, status.store_size)
        or (told.battery < 0) != (status.battery < 0)
        or abs(told.battery - status.battery) >= CHARGE
    )


def _apart(one: str, other: str) -> timedelta:
    """How far two times are apart; for ever, where there is only one."""
    if not one or not other:
        return timedelta() if one == other else timedelta.max
    return abs(datetime.fromisoformat(one) - datetime.fromisoformat(other))


def _another(told: int, now: int) -> bool:
    return abs(now - told) > SIZES * max(1, min(told, now))


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
