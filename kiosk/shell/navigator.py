"""Where the driver is: a stack of pages, each with the thing it shows."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Property, QObject, QUrl, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

QML_IMPORT_NAME = "kiosk.shell"
QML_IMPORT_MAJOR_VERSION = 1

DOOR = "attract"
HOME = "home"


@dataclass(frozen=True)
class PageEntry:
    """A page by its QML file and the view it binds to."""

    file: Path
    view: QObject


@dataclass
class _Visit:
    page: str
    subject: str
    scroll: float = 0.0


@QmlElement
@QmlUncreatable("The app makes the navigator.")
class Navigator(QObject):
    """Turns pages. `subject` is the id of what the page shows, empty for most pages."""

    leaving = Signal()  # the page shown, for one that one can come back from
    turned = Signal(bool)  # forwards

    def __init__(self, pages: dict[str, PageEntry]) -> None:
        super().__init__()
        self.pages = pages
        self._stack = [_Visit(DOOR, "")]

    @property
    def here(self) -> str:
        return self._stack[-1].page

    def subject_of(self, page: str) -> str:
        """What `page` shows, where it is the page shown or lies on the way back; else empty."""
        return next((v.subject for v in reversed(self._stack) if v.page == page), "")

    @Slot(str, str)
    def go(self, page: str, subject: str) -> None:
        """Turn to a page; nothing happens when it is the one shown."""
        top = self._stack[-1]
        if (top.page, top.subject) == (page, subject):
            return
        if page not in self.pages:
            raise KeyError(page)
        self.leaving.emit()
        self._stack.append(_Visit(page, subject))
        self.turned.emit(True)

    @Slot()
    def back(self) -> None:
        """To the page before; from the first page of a session to the door."""
        if len(self._stack) > 1:
            self._stack.pop()
            self.turned.emit(False)

    @Slot()
    def goHome(self) -> None:
        """To the home page; the way back then begins there."""
        forwards = self.here in (DOOR, "language")
        if self.here != HOME:
            self._stack = [_Visit(DOOR, ""), _Visit(HOME, "")]
            self.turned.emit(forwards)

    @Slot()
    def leave(self) -> None:
        """To the door, with nothing to come back to."""
        if len(self._stack) > 1 or self.here != DOOR:
            self._stack = [_Visit(DOOR, "")]
            self.turned.emit(False)

    @Slot(float)
    def keepScroll(self, position: float) -> None:
        """Remember how far down the page was, for when the driver comes back to it."""
        self._stack[-1].scroll = position

    @Slot(str, result=bool)
    def cameFrom(self, page: str) -> bool:
        return len(self._stack) > 1 and self._stack[-2].page == page

    def _get_page(self) -> str:
        return self.here

    def _get_subject(self) -> str:
        return self._stack[-1].subject

    def _get_scroll(self) -> float:
        return self._stack[-1].scroll

    def _get_source(self) -> QUrl:
        return QUrl.fromLocalFile(str(self.pages[self.here].file))

    def _get_view(self) -> QObject:
        return self.pages[self.here].view

    page = Property(str, _get_page, notify=turned)
    subject = Property(str, _get_subject, notify=turned)
    scroll = Property(float, _get_scroll, notify=turned)
    source = Property(QUrl, _get_source, notify=turned)
    view = Property(QObject, _get_view, notify=turned)
