"""What the door, the language page and the home page show: the house itself, and its rooms."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
from PySide6.QtCore import Property, QAbstractItemModel, QObject, QUrl, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.i18n.locales import LOCALES
from kiosk.i18n.text import Tongue
from kiosk.shell.language import Language
from kiosk.shell.models import RowModel
from kiosk.shell.navigator import HOME, Navigator
from kiosk.shell.session_view import SessionView
from kiosk.shell.standing import gone, standing
from kiosk.shell.sync_view import SyncView
from sync.records import Home

QML_IMPORT_NAME = "kiosk.shell"
QML_IMPORT_MAJOR_VERSION = 1


class Tile(msgspec.Struct, frozen=True, kw_only=True):
    """A way into a room: its accent (`room`), icon, name, a plain line and a live line; the page
    it turns to, and the subject of that page; one without a `target` opens nothing."""

    id: str
    room: str
    icon: str
    title: str
    line: str = ""
    live: str = ""
    target: str
    subject: str = ""


class _Part(NamedTuple):
    file: QUrl
    view: QObject


class _Greeting(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    code: str
    name: str
    letter: str
    welcome: str
    invite: str
    family: str
    rtl: bool


Tiles = Callable[[], Iterable[Tile]]


@QmlElement
@QmlUncreatable("The app makes the house.")
class HouseView(QObject):
    """`name` is the home's in the session's language. `tiles` come from the rooms, in the app's
    order. A room's own parts stand in the shell by their QML file and the view they bind to: the
    hero on the home page, the glance at the door, the chip on every other page while `chipShown`,
    and the strip over every head while `stripShown`. `mended` and `backup` tell staff of a damaged
    store, `sync` (SyncView) of the sync. Tiles that come, go or move while they are on the screen
    wait until `settle`; `holding` says so before texts change."""

    changed = Signal()
    tilesChanged = Signal()
    holding = Signal()
    portHeard = Signal()
    chipChanged = Signal()
    stripChanged = Signal()
    noticed = Signal()

    def __init__(
        self,
        language: Language,
        navigator: Navigator,
        session: SessionView,
        pixels_per_mm: Callable[[int, int], float],
        sync: SyncView,
    ) -> None:
        super().__init__()
        self._language = language
        self._navigator = navigator
        self._session = session
        self._pixels_per_mm = pixels_per_mm
        self._sync = sync
        self._home: Home | None = None
        self._port_as_of = 0.0
        self._mended = self._backup = 0.0
        self._tile_makers: list[Tiles] = []
        self._hero = self._glance = self._chip = self._strip = _Part(QUrl(), QObject(self))
        self._chip_shown = self._strip_shown = False
        self._tiles = RowModel(Tile, self)
        self._others = RowModel(_Greeting, self)
        self._greetings = RowModel(_Greeting, self)
        self._greetings.assign([_greeting(code) for code in LOCALES])
        language.changed.connect(self._speak)
        self._speak()

    def use_home(self, home: Home) -> None:
        self._home = home
        self.changed.emit()

    def use_hero(self, file: Path, view: QObject) -> None:
        """Give a room its place on the home page."""
        self._hero = _Part(QUrl.fromLocalFile(str(file)), view)

    def use_glance(self, file: Path, view: QObject) -> None:
        """Give a room its place at the door."""
        self._glance = _Part(QUrl.fromLocalFile(str(file)), view)

    def use_chip(self, file: Path, view: QObject) -> None:
        """Give a room a line on every page but the home page and its own."""
        self._chip = _Part(QUrl.fromLocalFile(str(file)), view)

    def show_chip(self, shown: bool) -> None:
        """Whether the room has something to tell this driver."""
        if shown != self._chip_shown:
            self._chip_shown = shown
            self.chipChanged.emit()

    def use_strip(self, file: Path, view: QObject) -> None:
        """Give a room a strip over the head of every page and over the door."""
        self._strip = _Part(QUrl.fromLocalFile(str(file)), view)

    def show_strip(self, shown: bool) -> None:
        """Whether the room has something to tell everybody."""
        if shown != self._strip_shown:
            self._strip_shown = shown
            self.stripChanged.emit()

    def use_tiles(self, makers: Sequence[Tiles]) -> None:
        """The rooms' tiles, in the order in which they stand."""
        self._tile_makers = list(makers)
        self.make_tiles()

    @Slot()
    def make_tiles(self) -> None:
        """Ask the rooms for their tiles again: a language, a minute or a record has changed."""
        shown = self._tiles.rows
        if self._navigator.here == HOME and shown:
            self._tiles.assign(self._standing(shown, self._made()))
        else:
            self.settle()

    def settle(self) -> None:
        """Show the tiles as they are now: nobody reads them at this moment."""
        self._tiles.assign(self._made())

    def hold(self) -> None:
        """Records have changed: show it on the tiles, in the place where each stands."""
        if self._navigator.here == HOME:
            self.holding.emit()
        self.make_tiles()

    def _made(self) -> list[Tile]:
        return [tile for maker in self._tile_makers for tile in maker()]

    def _standing(self, shown: Sequence[Tile], made: Iterable[Tile]) -> list[Tile]:
        tiles, lost = standing(shown, made)
        words = gone(self._language.tongue)
        return [
            msgspec.structs.replace(each, live=words, target="") if each.id in lost else each
            for each in tiles
        ]

    def hear_port(self, as_of: float) -> None:
        """The port's data is of this moment (milliseconds since 1970)."""
        if as_of != self._port_as_of:
            self._port_as_of = as_of
            self.portHeard.emit()

    def tell_staff(self, mended: float, backup: float) -> None:
        """The store was found damaged at `mended`; what it holds now is the backup of `backup`
        (0: there was none). Milliseconds since 1970."""
        self._mended, self._backup = mended, backup
        self.noticed.emit()

    @Slot()
    def _speak(self) -> None:
        codes = [code for code in LOCALES if code not in (self._language.code, "en")][:4]
        # two columns: the scripts that begin at the left stand left, the others right
        first, second, third, fourth = sorted(codes, key=lambda code: LOCALES[code].rtl)
        self._others.assign([_greeting(code) for code in (first, third, second, fourth)])
        self.make_tiles()
        self.changed.emit()

    @Slot(int, int, result=float)
    def pixelsPerMm(self, width: int, height: int) -> float:
        return self._pixels_per_mm(max(1, width), max(1, height))

    @Slot()
    def wake(self) -> None:
        self._session.begin()

    @Slot()
    def greetNext(self) -> None:
        codes = list(LOCALES)
        self._language.use(codes[(codes.index(self._language.code) + 1) % len(codes)])

    @Slot(str)
    def choose(self, code: str) -> None:
        """Speak this language; go on to the home page, or back to the page it was asked from."""
        self._language.use(code)
        if self._navigator.cameFrom("attract"):
            self._navigator.goHome()
        else:
            self._navigator.back()

    @Slot(str, str)
    def open(self, target: str, subject: str) -> None:
        self._navigator.go(target, subject)

    def _get_name(self) -> str:
        return self._language.tongue.pick(self._home.name) if self._home else ""

    def _get_other_ways(self) -> str:
        said = (_choose(Tongue(code)) for code in LOCALES if code != self._language.code)
        # each on one line and in an isolate of its own (Unicode, UAX 9): directions do not mix
        said = (each.replace(" ", "\u00a0") for each in said)
        return "   ".join(f"\u2068{each}\u2069" for each in said)

    name = Property(str, _get_name, notify=changed)
    otherWays = Property(str, _get_other_ways, notify=changed)
    code = Property(str, lambda self: self._language.code, notify=changed)
    rtl = Property(bool, lambda self: self._language.tongue.locale.rtl, notify=changed)
    tiles = Property(QAbstractItemModel, lambda self: self._tiles, constant=True)
    greetings = Property(QAbstractItemModel, lambda self: self._greetings, constant=True)
    others = Property(QAbstractItemModel, lambda self: self._others, constant=True)
    heroSource = Property(QUrl, lambda self: self._hero.file, constant=True)
    heroView = Property(QObject, lambda self: self._hero.view, constant=True)
    glanceSource = Property(QUrl, lambda self: self._glance.file, constant=True)
    glanceView = Property(QObject, lambda self: self._glance.view, constant=True)
    chipSource = Property(QUrl, lambda self: self._chip.file, constant=True)
    chipView = Property(QObject, lambda self: self._chip.view, constant=True)
    chipShown = Property(bool, lambda self: self._chip_shown, notify=chipChanged)
    stripSource = Property(QUrl, lambda self: self._strip.file, constant=True)
    stripView = Property(QObject, lambda self: self._strip.view, constant=True)
    stripShown = Property(bool, lambda self: self._strip_shown, notify=stripChanged)
    portAsOf = Property(float, lambda self: self._port_as_of, notify=portHeard)
    mended = Property(float, lambda self: self._mended, notify=noticed)
    backup = Property(float, lambda self: self._backup, notify=noticed)
    sync = Property(QObject, lambda self: self._sync, constant=True)


def _greeting(code: str) -> _Greeting:
    tongue = Tongue(code)
    locale = tongue.locale
    return _Greeting(
        id=code,
        code=code,
        name=locale.name,
        letter=locale.letter,
        #: A short greeting at the door, beside those in other languages
        welcome=tongue.tr("Welcome!"),
        #: A host's word under a language's name
        invite=tongue.tr("Come in, tea is ready!"),
        family=locale.family,
        rtl=locale.rtl,
    )


def _choose(tongue: Tongue) -> str:
    #: Under the title of the language page, once in each other language
    return tongue.tr("Choose your language")
