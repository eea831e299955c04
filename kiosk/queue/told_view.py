"""What drivers are told now: the strip across the top of whatever the screen shows."""

from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.i18n.locales import LOCALES
from kiosk.i18n.text import Tongue
from kiosk.queue.plate_drawing import drawn
from kiosk.queue.view import QueueView
from kiosk.queue.watch import Telling, tellings
from kiosk.queue.watch_words import REFUSED, told
from kiosk.queue.watches import Watches
from kiosk.shell.clock import Clock
from kiosk.shell.language import Language
from sync.records import Vehicle

QML_IMPORT_NAME = "kiosk.queue"
QML_IMPORT_MAJOR_VERSION = 1

TURN = 6
"""Seconds that one of several tellings has the strip."""
REFUSAL = timedelta(seconds=10)
"""So long it says why a code opens nothing."""
CHINESE = "zh_CN"


@QmlElement
@QmlUncreatable("The app makes the view of what is told.")
class ToldView(QObject):
    """Every second, and whenever the queue has changed, the watches are looked through. `told`
    carries each Telling once, for the voice; `watchesChanged` tells that one has changed."""

    changed = Signal()
    told = Signal(object)
    watchesChanged = Signal()

    def __init__(
        self, watches: Watches, queue: QueueView, language: Language, clock: Clock
    ) -> None:
        super().__init__()
        self.watches = watches
        self._queue = queue
        self._language = language
        self._clock = clock
        self._since = self._turned = clock.moment
        self._tellings: list[Telling] = []
        self._shown: dict[str, Any] = {"shown": False}
        self._refused: tuple[str, datetime] | None = None
        clock.ticked.connect(self.look)
        queue.changed.connect(self.look)
        language.changed.connect(self._show)

    @Slot()
    def look(self) -> None:
        """See what became due, and what stands on the screens now."""
        now = self._clock.moment
        read = self.watches.read()
        vehicles = self._watched()
        positions = self._queue.line.positions
        if self.watches.notice(vehicles, positions, now) or read:
            self.watchesChanged.emit()
        before = {(each.watch, each.since) for each in self._tellings}
        self._tellings = tellings(self.watches.all, vehicles, positions, now)
        new = [each for each in self._tellings if (each.watch, each.since) not in before]
        if new:
            self._turned = now
        self._show()
        for each in new:
            # what stood when the kiosk started was said before it did
            if each.since >= self._since:
                self.told.emit(each)

    def refuse(self, why: str) -> None:
        """Say why a scanned code opens nothing (a key of REFUSED)."""
        self._refused = (why, self._clock.moment)
        self._show()

    def reset(self) -> None:
        """Forget what was said to who held a code to the scanner."""
        self._refused = None
        self._show()

    def _watched(self) -> dict[str, Vehicle]:
        found = (self._queue.vehicle(each.vehicle) for each in self.watches.all)
        return {each.id: each for each in found if each is not None}

    @Slot()
    def _show(self) -> None:
        shown = self._said()
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    def _said(self) -> dict[str, Any]:
        now = self._clock.moment
        if self._refused and now - self._refused[1] < REFUSAL:
            sentence = self._language.tongue.tr(REFUSED[self._refused[0]])
            return _strip(self._language.tongue, sentence, "")
        self._refused = None
        if not self._tellings:
            return {"shown": False}
        # the newest first, and at once
        turn = int((now - self._turned).total_seconds()) // TURN + 1
        announcement = self._tellings[-turn % len(self._tellings)].announcement
        tongue = Tongue(announcement.locale)
        own, chinese = told(tongue, announcement), told(Tongue(CHINESE), announcement)
        return _strip(tongue, own, "" if own == chinese else chinese) | {
            "drawn": drawn(announcement.plate, announcement.country),
            "called": announcement.ahead == 0,
        }

    @property
    def shown(self) -> bool:
        return bool(self._shown["shown"])

    telling = Property(dict, lambda self: self._shown, notify=changed)


def _strip(tongue: Tongue, own: str, chinese: str) -> dict[str, Any]:
    return {
        "shown": True,
        "drawn": None,
        "called": False,
        "own": own,
        "family": tongue.locale.family,
        "rtl": tongue.locale.rtl,
        "chinese": chinese,
        "chineseFamily": LOCALES[CHINESE].family,
    }
