"""The composition root: the only file that knows every room.

A room stands here in three lines: its view, its pages, its tiles.
"""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtQuick import QQuickWindow

from kiosk.background import Loaded
from kiosk.config import Settings
from kiosk.errors import Failure
from kiosk.i18n.fonts import load_fonts
from kiosk.i18n.translator import Translator
from kiosk.meals.view import MealsView
from kiosk.queue.my_truck_view import MyTruckView
from kiosk.queue.told_view import ToldView
from kiosk.queue.vehicle_view import VehicleView
from kiosk.queue.view import QueueView
from kiosk.queue.watch_view import WatchView
from kiosk.queue.watches import Watches
from kiosk.services.view import ServicesView
from kiosk.shell.clock import Clock
from kiosk.shell.house import HouseView, Tile
from kiosk.shell.language import Language
from kiosk.shell.navigator import Navigator, PageEntry
from kiosk.shell.page_uses import PageUses
from kiosk.shell.screen import pixels_per_mm
from kiosk.shell.session import Session
from kiosk.shell.session_view import SessionView
from kiosk.shell.sync_view import SyncView
from kiosk.shell.window import KioskWindow, Parts
from kiosk.store import Change, Store
from sync.records import Audit, Dish, Facility, Home, Menu, PageUse, Place, Rate, Record, Service

log = logging.getLogger(__name__)

MOST_UNKEPT = 2000
"""Page uses that are held while the store can't be written: some days of them."""

HERE = Path(__file__).parent
SHELL, QUEUE, SERVICES, MEALS = (HERE / room for room in ("shell", "queue", "services", "meals"))


SHOWN: tuple[type[Record], ...] = (Home, Place, Service, Facility, Dish, Menu, Rate)
"""Kinds of content that stand on pages."""

NOTICE_STANDS = timedelta(days=3)


class Content(NamedTuple):
    """What of the content stands on pages."""

    home: Home | None
    places: list[Place]
    services: list[Service]
    facilities: list[Facility]
    dishes: list[Dish]
    menus: list[Menu]
    rates: list[Rate]


@dataclass(frozen=True)
class Surroundings:
    """What the app is given: where the time comes from, where drawn parts lie, whether things
    move, and a diagonal in inches that overrules the display's (None: ask settings and display)."""

    now: Callable[[], datetime]
    assets: Path
    moving: bool = True
    ticking: bool = True
    diagonal_inches: float | None = None
    monotonic: Callable[[], float] = time.monotonic


class App(QObject):
    """The kiosk: store, views and window. `warmed` carries the modules that a thread has loaded
    after the first frame, `scanned` each code that was held to the scanner, `content_changed` what
    a sync has changed in the store, `progress` how far a sync is."""

    warmed = Signal(object)
    content_changed = Signal(object)
    progress = Signal(object)
    scanned = Signal(str)

    def __init__(self, settings: Settings, store: Store, surroundings: Surroundings) -> None:
        super().__init__()
        self.settings = settings
        self.store = store
        self._diagonal = surroundings.diagonal_inches or settings.screen.diagonal_inches or None
        self.translator = Translator(settings.language, self)
        QGuiApplication.installTranslator(self.translator)
        self.clock = Clock(surroundings.now, surroundings.ticking)
        self.language = Language(self.translator, settings.language)
        pages: dict[str, PageEntry] = {}
        self.navigator = Navigator(pages)
        idle = settings.session
        self.session = SessionView(
            Session(idle=idle.idle_seconds, warning=idle.warning_seconds), surroundings.monotonic
        )
        self.sync = SyncView(store, self.clock)
        self.house = HouseView(
            self.language, self.navigator, self.session, self._pixels_per_mm, self.sync
        )
        self.queue = QueueView(self.language, self.clock, self.navigator)
        self.vehicle = VehicleView(self.queue, self.language, self.clock, self.navigator)
        watches = Watches(store, settings.home)
        self.told = ToldView(watches, self.queue, self.language, self.clock)
        self.watch = WatchView(watches, self.queue, self.language, self.clock, self.navigator)
        self.vehicle.use_watch(self.watch)
        self.my_truck = MyTruckView(self.queue, self.vehicle, self.navigator)
        self.services = ServicesView(self.language, self.clock, self.navigator)
        self.services.use_call(self.my_truck.fits)
        self.meals = MealsView(self.language, self.clock, self.navigator)
        pages["attract"] = PageEntry(SHELL / "AttractPage.qml", self.house)
        pages["language"] = PageEntry(SHELL / "LanguagePage.qml", self.house)
        pages["home"] = PageEntry(SHELL / "HomePage.qml", self.house)
        pages["queue"] = PageEntry(QUEUE / "QueuePage.qml", self.queue)
        pages["queue-find"] = PageEntry(QUEUE / "FindPage.qml", self.queue)
        pages["queue-vehicle"] = PageEntry(QUEUE / "VehiclePage.qml", self.vehicle)
        pages["queue-watch"] = PageEntry(QUEUE / "WatchPage.qml", self.watch)
        pages["services"] = PageEntry(SERVICES / "ServicesPage.qml", self.services)
        pages["service"] = PageEntry(SERVICES / "ServicePage.qml", self.services)
        pages["meals"] = PageEntry(MEALS / "MealsPage.qml", self.meals)
        self.house.use_hero(QUEUE / "Hero.qml", self.my_truck)
        self.house.use_glance(QUEUE / "Glance.qml", self.queue)
        self.house.use_chip(QUEUE / "MyTruck.qml", self.my_truck)
        self.house.use_strip(QUEUE / "ToldStrip.qml", self.told)
        self._unsettled = False
        self._content = self._find_content()
        self._use_content()
        if self._content.home is None:
            self.sync.expect(sum(len(each) for each in self._content[1:]))
        self.house.use_tiles([self._tiles])
        self._tell_staff()
        self._unkept: list[PageUse] = []
        self._connect()
        parts = Parts(self.language, self.clock, self.navigator, self.session, self.house)
        self.window = KioskWindow(parts, surroundings.assets, moving=surroundings.moving)
        # after the window's own: it leaves the last page, which then counts too
        self.session.ended.connect(self._keep_uses)

    def _find_content(self) -> Content:
        find = self.store.find
        return Content(
            self.store.get(Home, self.settings.home),
            find(Place),
            find(Service),
            find(Facility),
            find(Dish),
            find(Menu),
            find(Rate),
        )

    def _use_content(self) -> None:
        home, places, services, facilities, dishes, menus, rates = self._content
        if home is not None:
            self.house.use_home(home)
            self.watch.use_home(home)
        self.services.use(home, places, services, facilities)
        self.meals.use(dishes, menus, rates)

    @Slot(object)
    def _hear_changes(self, changes: Iterable[Change[Any]]) -> None:
        if any(each.kind in SHOWN for each in changes):
            self._look_at_content()

    @Slot()
    def _look_at_content(self) -> None:
        """What is open shows what is new in its place; what would move there waits for the next
        page."""
        try:
            content = self._find_content()
        except Failure as failure:
            log.error("What has changed can't be read: %s", failure)
            return
        if content != self._content:
            self._content = content
            self._use_content()
            self.house.hold()
            self._unsettled = True

    @Slot()
    def _settle(self) -> None:
        """Between two pages there is nothing that could move under a finger."""
        if self._unsettled:
            self._unsettled = False
            self.services.settle()
            self.meals.settle()
            self.house.settle()

    def _tiles(self) -> list[Tile]:
        """The home page's tiles. A room that is still to come is stood in for by the services
        that the house offers for it already."""
        return [
            *self.services.tiles("health", "services"),
            *self.meals.tiles(),
            *self.services.tiles("jobs", "road", "papers", "company", "phrases", "help"),
        ]

    def _connect(self) -> None:
        self.warmed.connect(self._use)
        self.content_changed.connect(self._hear_changes)
        self.progress.connect(self.sync.hear)
        self.sync.ended.connect(self._look_at_content)  # by another program, it may be
        self.navigator.turned.connect(self._settle)
        self.clock.turned.connect(self.house.make_tiles)
        self.queue.changed.connect(lambda: self.house.hear_port(self.queue.as_of))
        self.my_truck.changed.connect(lambda: self.house.show_chip(self.my_truck.looked_up))
        self.my_truck.changed.connect(self.services.hear_call)
        self.told.changed.connect(lambda: self.house.show_strip(self.told.shown))
        self.told.watchesChanged.connect(self.watch.changed)
        self.watch.came.connect(self.told.look)
        self.scanned.connect(self._open_scanned)
        self.session.ended.connect(self._wipe)
        self.uses = PageUses(self.settings.home, self.clock, self.language, self.navigator)

    def _keep_uses(self) -> None:
        """Keep what was noted of pages; where the disk is full, with what the next session
        brings. The screen goes on, and the log says it once."""
        uses = [*self._unkept, *self.uses.taken()][-MOST_UNKEPT:]
        try:
            self.store.put(*uses)
        except Failure as failure:
            if not self._unkept:
                log.error("Page uses wait: %s", failure)
            self._unkept = uses
        else:
            self._unkept = []

    def _wipe(self) -> None:
        self.queue.reset()
        self.my_truck.reset()
        self.watch.reset()
        self.told.reset()
        self.services.reset()
        self.meals.reset()

    def _use(self, loaded: Loaded) -> None:
        self.services.use_qr(loaded.qr.picture)
        self.watch.use_drawing(loaded.qr.picture, loaded.slip)
        self.language.use_formats(loaded.formats)

    def _open_scanned(self, text: str) -> None:
        """A driver's slip opens his truck's page in his language. Whoever used the screen before
        him has left it: his session ends, unless it shows this very truck."""
        found = self.watch.scanned(text)
        if isinstance(found, str):
            self.told.refuse(found)
            return
        self.told.reset()
        if self.navigator.subject_of("queue-vehicle") != found.vehicle:
            self.session.done()
        self.session.begin()
        self.session.touched()
        self.navigator.goHome()
        self.language.use(found.locale)
        self.queue.openVehicle(found.vehicle)

    def _tell_staff(self) -> None:
        """The door says that the store was mended, whichever program found it damaged, for as
        long as the next shift may not have seen it."""
        told = max(self.store.find(Audit, what="store-mended"), key=_when, default=None)
        if told is not None and self.clock.moment - _when(told) < NOTICE_STANDS:
            backup = datetime.fromisoformat(told.backup).timestamp() if told.backup else 0.0
            self.house.tell_staff(_when(told).timestamp() * 1000, backup * 1000)

    def _pixels_per_mm(self, width: int, height: int) -> float:
        physical = (0.0, 0.0)
        screen = QGuiApplication.primaryScreen()
        if self._diagonal is None and screen is not None:
            size = screen.physicalSize()
            physical = (size.width(), size.height())
        return pixels_per_mm(width, height, self._diagonal, physical)

    def close(self) -> None:
        # what is heard, or comes to its end, from now on finds no store any more
        self.queue.blockSignals(True)
        self.session.blockSignals(True)
        self.window.close()
        QGuiApplication.removeTranslator(self.translator)
        self.store.close()


def _when(audit: Audit) -> datetime:
    return datetime.fromisoformat(audit.at)


def make_application(platform: str = "") -> QGuiApplication:
    """Qt's application, drawn by the software renderer: it needs no graphics driver, and the
    pages are built for it. `platform` is a Qt platform plugin, empty for the display's own."""
    QQuickWindow.setSceneGraphBackend("software")
    application = QGuiApplication(["kiosk", *(["-platform", platform] if platform else [])])
    application.setApplicationName("Driver Home")
    use_fonts()
    return application


def use_fonts() -> None:
    """Load the house's fonts, and draw them unhinted: the system's taste in hinting (fontconfig)
    would make every machine's pages differ by a little."""
    load_fonts()
    font = QGuiApplication.font()
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    QGuiApplication.setFont(font)
