"""Which pages were open, and for how long: a count for headquarters, with no person in it."""

from datetime import datetime

from PySide6.QtCore import QObject

from kiosk.shell.clock import Clock
from kiosk.shell.language import Language
from kiosk.shell.navigator import DOOR, Navigator
from kiosk.shell.page_use import page_use
from sync.records import PageUse


class PageUses(QObject):
    """Notes every page that is left; `taken` hands over what was noted, once."""

    def __init__(self, home: str, clock: Clock, language: Language, navigator: Navigator) -> None:
        super().__init__()
        self._home = home
        self._clock = clock
        self._language = language
        self._navigator = navigator
        self._noted: list[PageUse] = []
        self._page = navigator.here
        self._since = clock.moment
        navigator.turned.connect(self._turned)

    def _turned(self) -> None:
        now = self._clock.moment
        if self._page != DOOR:
            self._note(now)
        self._page, self._since = self._navigator.here, now

    def _note(self, now: datetime) -> None:
        self._noted.append(page_use(self._home, self._page, self._language.code, self._since, now))

    def taken(self) -> list[PageUse]:
        noted, self._noted = self._noted, []
        return noted
