"""The store: everything the kiosk keeps, in one SQLite file.

with Store.open(folder) as store:
    store.add(record)
    store.find(Service, kind="wash")
"""

from kiosk.store.backup import Backup, back_up_if_due, backups
from kiosk.store.lock import FolderLock
from kiosk.store.opening import Mended
from kiosk.store.store import Change, Store

__all__ = ["Backup", "Change", "FolderLock", "Mended", "Store", "back_up_if_due", "backups"]
