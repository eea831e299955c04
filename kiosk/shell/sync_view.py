"""How the sync stands, as the door shows it: to staff when it needs them, and to everybody while a
new kiosk fetches its first pages."""

import logging
from datetime import datetime

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.errors import Failure
from kiosk.shell.clock import Clock
from kiosk.shell.fetching import Fetching
from kiosk.store import Store
from kiosk.store.sync_needs import Need, joined_at, need
from kiosk.store.sync_state import sync_state

QML_IMPORT_NAME = "kiosk.shell"
QML_IMPORT_MAJOR_VERSION = 1

log = logging.getLogger(__name__)

HEARING = "hearing"


@QmlElement
@QmlUncreatable("The app makes the sync's view.")
class SyncView(QObject):
    """`need` is what a person is needed for (kiosk/store/sync_needs.py), with `removals` and
    `since` (milliseconds since 1970); `fetched` the per cent of a new kiosk's first pages, -1 when
    all is there. `ended` tells that a sync has ended well, whichever program made it."""

    changed = Signal()
    ended = Signal()

    def __init__(self, store: Store, clock: Clock) -> None:
        super().__init__()
        self._store = store
        self._clock = clock
        self._need = Need()
        self._synced_at: datetime | None = None
        self._fetching: Fetching | None = None
        self._fetched = -1
        self._trouble = ""
        clock.turned.connect(self.look)
        self.look()

    def expect(self, have: int) -> None:
        """The house's own pages are not here yet, only `have` records: if the kiosk has joined and
        no sync has ended well, say how far the first one is."""
        if self._synced_at is None and joined_at(self._store.path.parent) is not None:
            self._fetching = Fetching(have)
            self.show(self._need, 0)

    @Slot(object)
    def hear(self, progress: tuple[str, int, int]) -> None:
        """A sync's thread tells how far it is: its stage, so many of so many."""
        stage, done, of = progress
        if self._fetching is None or stage != HEARING:
            return
        self._fetching.hear(done, of)
        if self._fetching.over:
            self._fetching = None
        self.show(self._need, self._fetching.percent if self._fetching else -1)

    @Slot()
    def look(self) -> None:
        """See how it stands; every minute."""
        folder = self._store.path.parent
        try:
            state = sync_state(self._store, "")
        except Failure as failure:
            if str(failure) != self._trouble:
                log.error("How the sync stands can't be read: %s", failure)
            self._trouble = str(failure)
            return
        self._trouble = ""
        if state.synced_at != self._synced_at:
            self._synced_at, self._fetching, self._fetched = state.synced_at, None, -1
            self.ended.emit()
        self.show(need(state, joined_at(folder), self._clock.moment), self._fetched)

    def show(self, needed: Need, fetched: int = -1) -> None:
        """Show what a person is needed for, and how much is fetched."""
        if (needed, fetched) != (self._need, self._fetched):
            self._need, self._fetched = needed, fetched
            self.changed.emit()

    def _get_since(self) -> float:
        return self._need.since.timestamp() * 1000 if self._need.since else 0.0

    need = Property(str, lambda self: self._need.what, notify=changed)
    removals = Property(int, lambda self: self._need.removals, notify=changed)
    since = Property(float, _get_since, notify=changed)
    fetched = Property(int, lambda self: self._fetched, notify=changed)
