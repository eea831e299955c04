"""The store: everything the kiosk keeps, in one SQLite file.

with Store.open(folder) as store:
    store.add(record)
    store.find(Service, kind="wash")
"""

from kiosk.store.backup import Backup, back_up_if_due, backups
from kiosk.store.change import Change
from kiosk.store.following import Following
from kiosk.store.lock import FEEDS, KIOSK, WALL, FolderLock, Taken, is_held
from kiosk.store.opening import Mended
from kiosk.store.store import Store

__all__ = [
    "FEEDS",
    "KIOSK",
    "WALL",
    "Backup",
    "Change",
    "FolderLock",
    "Following",
    "Mended",
    "Store",
    "Taken",
    "back_up_if_due",
    "backups",
    "is_held",
]
