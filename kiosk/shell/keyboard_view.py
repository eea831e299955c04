"""The keyboard as QML draws it: the keys of the page shown, and what each does to the text.

The text belongs to the room that asks for it, so that it outlives a change of language and is
wiped with the session: `typed` is handed in, and every key only says what it should become.
"""

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.shell.keyboards import allowed, capital_next, complete, load, page_for, usable
from kiosk.shell.keyboards.layouts import Key, Layout

QML_IMPORT_NAME = "kiosk.shell"
QML_IMPORT_MAJOR_VERSION = 1


def _row(key: Key) -> dict[str, object]:
    return {
        "kind": key.kind,
        "label": key.label,
        "text": key.text,
        "row": key.row,
        "at": key.at,
        "span": key.width,
    }


@QmlElement
class KeyboardView(QObject):
    """`layout` is the name of a keyboard (see kiosk/shell/keyboards), "" for none yet. `keys` are
    those of `page`, `usable` says of each whether it does something now, `capital` whether letters
    are typed large. `complete` says whether `typed` can be handed on."""

    turned = Signal()
    changed = Signal()
    wrote = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._layout: Layout | None = None
        self._typed = ""
        self._page = ""
        self._capital = False
        self._keys: list[dict[str, object]] = []

    @Slot(str, str)
    def press(self, kind: str, text: str) -> None:
        """A key was pressed: `wrote` tells what the text should become."""
        if self._layout is None:
            return
        if kind == "shift":
            self._capital = not self._capital
            self.changed.emit()
        elif kind == "page":
            self._turn(text)
        elif kind == "erase":
            self.wrote.emit(self._typed[:-1])
        else:
            self.wrote.emit(self._typed + (text.upper() if self._capital else text))

    def _turn(self, page: str) -> None:
        if self._layout is not None and page != self._page:
            self._page = page
            self._lay_keys()

    def _lay_keys(self) -> None:
        if self._layout is not None:
            self._keys = [_row(key) for key in self._layout.pages[self._page]]
            self.turned.emit()
            self.changed.emit()

    def _follow(self) -> None:
        if self._layout is None:
            return
        self._capital = capital_next(self._layout, self._typed)
        self._turn(page_for(self._layout, self._typed, self._page))
        self.changed.emit()

    def _get_layout(self) -> str:
        return "" if self._layout is None else self._layout.name

    def _set_layout(self, name: str) -> None:
        if name == self._get_layout():
            return
        self._layout = load(name) if name else None
        self._page, self._keys = "", []
        if self._layout is None:
            self.turned.emit()
            self.changed.emit()
        else:
            self._page = next(iter(self._layout.pages))
            self._lay_keys()
            self._follow()

    def _get_typed(self) -> str:
        return self._typed

    def _set_typed(self, typed: str) -> None:
        if typed != self._typed:
            self._typed = typed
            self._follow()

    def _get_page(self) -> str:
        return self._page

    def _get_keys(self) -> list[dict[str, object]]:
        return self._keys

    def _get_usable(self) -> list[bool]:
        if self._layout is None:
            return []
        if not self._layout.masks:  # one question for the whole page
            free = allowed(self._layout, self._typed)
            return [
                key.kind in ("shift", "page") or key.text in free
                for key in self._layout.pages[self._page]
            ]
        return [usable(self._layout, self._typed, key) for key in self._layout.pages[self._page]]

    def _get_complete(self) -> bool:
        return self._layout is not None and complete(self._layout, self._typed)

    def _get_capital(self) -> bool:
        return self._capital

    def _get_rtl(self) -> bool:
        return self._layout is not None and self._layout.rtl

    def _get_rows(self) -> int:
        return 4 if self._layout is None else self._layout.rows

    def _get_columns(self) -> float:
        return 10.0 if self._layout is None else self._layout.columns

    def _get_page_columns(self) -> float:
        return 10.0 if self._layout is None else self._layout.page_columns[self._page]

    def _get_widest(self) -> float:
        return 28.0 if self._layout is None else self._layout.widest

    layout = Property(str, _get_layout, _set_layout, notify=turned)
    typed = Property(str, _get_typed, _set_typed, notify=changed)
    page = Property(str, _get_page, notify=turned)
    keys = Property(list, _get_keys, notify=turned)
    rtl = Property(bool, _get_rtl, notify=turned)
    rows = Property(int, _get_rows, notify=turned)
    columns = Property(float, _get_columns, notify=turned)
    pageColumns = Property(float, _get_page_columns, notify=turned)
    widest = Property(float, _get_widest, notify=turned)
    usable = Property(list, _get_usable, notify=changed)
    complete = Property(bool, _get_complete, notify=changed)
    capital = Property(bool, _get_capital, notify=changed)
