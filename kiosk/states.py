"""Every page, and every state of one that a person should look at: for pictures and for tests.

A state is reached as a driver reaches it, through the views; `stage` makes the app for it.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from kiosk.app import App, Surroundings
from kiosk.assets import assets_folder
from kiosk.background import Loaded
from kiosk.config import Settings, read_settings
from kiosk.devices.picture import Picture
from kiosk.devices.printer import PrinterState
from kiosk.home import ensure_sample
from kiosk.i18n import formats
from kiosk.paper import slip
from kiosk.queue.forecast.forecaster import Forecast, State
from kiosk.queue.forecasting import Kept, LiveForecast
from kiosk.queue.history import happened, in_order
from kiosk.queue.line import WAITING
from kiosk.queue.news import News
from kiosk.queue.outlook import Outlook, Score
from kiosk.queue.port_sim import PortSimulation
from kiosk.queue.times import stamp
from kiosk.services import qr
from kiosk.shell.sync_view import SyncView
from kiosk.store import Store
from kiosk.store.sync_needs import Need
from kiosk.tv.house import House, read_house
from kiosk.tv.wall import Wall
from kiosk.zones import BEIJING
from sync.records import Gate, Lane, PortEvent, Vehicle, VehicleState, Watch

NOON = datetime(2026, 11, 3, 12, 32, tzinfo=BEIJING)
"""The moment of all pictures."""
PORT_SEED = 9


Reach = Callable[[App], None]


def _door(app: App) -> None:
    app.session.done()


def _languages(app: App) -> None:
    app.session.begin()


def _go(page: str, subject: str = "") -> Reach:
    def go(app: App) -> None:
        app.navigator.goHome()
        if page != "home":
            app.navigator.go(page, subject)

    return go


def _typed(app: App) -> None:
    app.navigator.goHome()
    app.queue.find()
    chinese = next(each for each in app.queue.line.lanes[Lane.GENERAL] if each.country == "CN")
    app.queue.chooseLayout("plate-cn")
    app.queue.type(chinese.plate[:3])


def _vehicle(state: str) -> Reach:
    def open_one(app: App) -> None:
        line = app.queue.line
        waiting = line.lanes[Lane.GENERAL][2:]
        chosen = {"called": line.called, "held": line.held}.get(state, waiting)
        app.navigator.goHome()
        app.queue.openVehicle(chosen[0].id if chosen else "")

    return open_one


def _mine(page: str, subject: str = "", state: str = "waiting") -> Reach:
    """A page as a driver finds it who has looked his truck up before; one that waits longer."""

    def go(app: App) -> None:
        line = app.queue.line
        waiting = line.lanes[Lane.GENERAL]
        chosen = {"called": line.called, "held": line.held}.get(state, waiting[len(waiting) // 2 :])
        app.navigator.goHome()
        app.queue.openVehicle(chosen[0].id)
        _go(page, subject)(app)

    return go


def _watch(app: App) -> None:
    """The page on which a driver asks to be told; one far back in the line has every choice."""
    app.navigator.goHome()
    app.queue.openVehicle(app.queue.line.lanes[Lane.GENERAL][30].id)
    app.watch.open()


def _watch_taken(app: App) -> None:
    _watch(app)
    app.watch.take(10)


class _NoPaper:
    """A printer that waits for paper."""

    width = 576

    def submit(self, picture: Picture) -> None:
        """It waits."""

    def state(self) -> PrinterState:
        return PrinterState("paper-out", 1)


def _watch_waiting(app: App) -> None:
    app.watch.use_slips(_NoPaper())
    _watch_taken(app)


def _watch_over(app: App) -> None:
    _vehicle("called")(app)
    app.watch.open()


def _told(page: Reach, locale: str, *, called: bool = True) -> Reach:
    """A page while a driver is told that he is called, or that few stand before him."""

    def tell(app: App) -> None:
        line = app.queue.line
        chosen, ahead = (line.called[0], 0) if called else (line.lanes[Lane.GENERAL][8], 20)
        app.told.watches.take(chosen, ahead, locale, NOON)
        app.told.look()
        page(app)

    return tell


def _refused(app: App) -> None:
    app.navigator.goHome()
    app.scanned.emit("https://example.org")


def _own_call(app: App) -> None:
    """The truck's page of a driver who is called now."""
    app.told.watches.take(app.queue.line.called[0], 0, "ug_CN", NOON)
    app.told.look()
    _vehicle("called")(app)


def fresh(app: App) -> None:
    """As the next driver finds it: the door, and nobody is told anything."""
    app.session.done()
    app.navigator.leave()
    app.told.reset()
    app.sync.show(Need())
    app.watch.use_slips(None)
    if app.told.watches.all:
        with Store.open(app.store.path.parent) as store:
            store.remove(Watch, *(each.id for each in app.told.watches.all))
    app.told.look()


def _door_says(sync: Callable[[SyncView], None]) -> Reach:
    """The door, while the sync needs staff or a new kiosk fetches its first pages."""

    def show(app: App) -> None:
        _door(app)
        sync(app.sync)

    return show


STATES: dict[str, Reach] = {
    "attract": _door,
    "attract-removals": _door_says(lambda sync: sync.show(Need("removals", 132))),
    "attract-enrol": _door_says(lambda sync: sync.show(Need("enrol"))),
    "attract-silence": _door_says(
        lambda sync: sync.show(Need("silence", since=NOON - timedelta(days=3, hours=2)))
    ),
    "attract-fetching": _door_says(lambda sync: sync.show(Need(), 40)),
    "language": _languages,
    "home": _go("home"),
    "home-my-truck": _mine("home"),
    "home-my-called": _mine("home", state="called"),
    "queue": _go("queue"),
    "queue-find": _go("queue-find"),
    "queue-found": _typed,
    "queue-vehicle": _vehicle("waiting"),
    "queue-called": _vehicle("called"),
    "queue-held": _vehicle("held"),
    "queue-gone": _go("queue-vehicle", "ZZ-GONE"),
    "queue-watch": _watch,
    "queue-watch-taken": _watch_taken,
    "queue-watch-waiting": _watch_waiting,
    "queue-watch-over": _watch_over,
    "queue-told": _own_call,
    "attract-told": _told(_door, "kk_KZ"),
    "services-told": _told(_go("services"), "ug_CN", called=False),
    "home-refused": _refused,
    "services": _go("services"),
    "services-my-truck": _mine("services"),
    "service": _go("service", "svc-massage"),
    "service-my-truck": _mine("service", "svc-massage"),
    "service-my-held": _mine("service", "svc-massage", "held"),
    "meals": _go("meals"),
}


def stage(
    folder: Path,
    *,
    now: datetime = NOON,
    diagonal_inches: float = 32,
    monotonic: Callable[[], float] = lambda: 0.0,
) -> App:
    """A sample home in `folder` at a fixed moment, with the simulated port's vehicles; nothing
    moves or ticks, the session's clock excepted where one is given. Needs a QGuiApplication."""
    ensure_sample(folder)
    settings: Settings = read_settings(folder)
    surroundings = Surroundings(
        now=lambda: now,
        assets=assets_folder(),
        moving=False,
        ticking=False,
        diagonal_inches=diagonal_inches,
        monotonic=monotonic,
    )
    app = App(settings, Store.open(folder), surroundings)
    heard = now - timedelta(seconds=40)
    vehicles, gate = PortSimulation(PORT_SEED, now - timedelta(hours=14)).snapshot(heard)
    events = [event for each in vehicles for event in happened(None, each, heard)]
    app.queue.take(News(tuple(vehicles), gate, heard, tuple(events)))
    app.vehicle.foresee(_foreseen(vehicles, events, heard))
    formats.warm()
    app.warmed.emit(Loaded(formats, qr, slip))
    return app


def _foreseen(vehicles: Iterable[Vehicle], events: Iterable[PortEvent], heard: datetime) -> Outlook:
    """What the forecast makes of the simulated port's events; they are of a day and a half, and how
    good forecasts were is known after more than that."""
    live = LiveForecast(Kept(device="", mark=0, state=State(), first={}, outcomes=[]), str)
    live.take(in_order(events))
    outlook = live.outlook([each.id for each in vehicles if each.state in WAITING], heard)
    return outlook._replace(score=Score(200, 9, 160))


def _news(
    wall: Wall, *, closed: bool = False, old: timedelta = timedelta(seconds=40), calls: int = 0
) -> None:
    """What the simulated port knew so long ago, and then, if asked for, so many calls at once."""
    heard = NOON - old
    vehicles, gate = PortSimulation(PORT_SEED, NOON - timedelta(hours=14)).snapshot(heard)
    if closed:
        since = (NOON - timedelta(minutes=50)).isoformat()
        gate = Gate(
            id=gate.id, home=gate.home, open=False, reason="大风", since=since, as_of=gate.as_of
        )
    wall.view.take(News(tuple(vehicles), gate, heard))
    waiting = [each for each in vehicles if each.state is VehicleState.WAITING][:calls]
    called = {
        each.id: msgspec.structs.replace(
            each, state=VehicleState.CALLED, called_at=heard.isoformat(), gate=str(row)
        )
        for row, each in enumerate(waiting, 1)
    }
    if called:
        wall.view.take(News(tuple(called.get(each.id, each) for each in vehicles), gate, heard))


def _expected(wall: Wall) -> None:
    _news(wall, closed=True)
    following = enumerate(wall.view.following())
    forecasts = {each.id: Forecast(60, 70 + 9 * n, 120 + 9 * n) for n, each in following}
    reopening = (NOON + timedelta(minutes=25), NOON + timedelta(minutes=70))
    wall.view.foresee(Outlook(NOON, forecasts, reopening=reopening))


def _said(turn: int) -> Callable[[Wall], None]:
    """The house's own words: what the strip says at a turn of the languages."""

    def say(wall: Wall) -> None:
        _news(wall)
        wall.view.tick(10 * turn)

    return say


def _wall_told(ahead: int) -> Callable[[Wall], None]:
    """A Kazakh driver is told that so many are ahead of him; at 0, that he is called."""

    def tell(wall: Wall) -> None:
        _news(wall)
        line = wall.view.line
        vehicle = line.called[1] if ahead == 0 else wall.view.following()[ahead]
        at = stamp(NOON)
        watch = Watch(
            id="watch",
            vehicle=vehicle.id,
            plate=vehicle.plate,
            country=vehicle.country,
            locale="kk_KZ",
            ahead=ahead,
            at=at,
            due_at=at,
            told=1,
            told_at=at,
        )
        wall.view.use(House(watches=(watch,)))

    return tell


WALL_STATES: dict[str, Callable[[Wall], None]] = {
    "wall": _news,
    "wall-clinic": _said(1),
    "wall-notice": _said(2),
    "wall-event": _said(5),
    "wall-told": _wall_told(0),
    "wall-ahead": _wall_told(10),
    "wall-called": lambda wall: _news(wall, calls=1),
    "wall-burst": lambda wall: _news(wall, calls=8),
    "wall-closed": lambda wall: _news(wall, closed=True),
    "wall-forecast": _expected,
    "wall-amber": lambda wall: _news(wall, old=timedelta(minutes=4)),
    "wall-grey": lambda wall: _news(wall, old=timedelta(minutes=47)),
    "wall-never": lambda wall: wall.view.take(News((), None, None)),
}


def stage_wall(folder: Path, seconds: Callable[[], float] = lambda: 0.0) -> Wall:
    """The sample home's wall at the moment of all pictures; nothing ticks. Needs a
    QGuiApplication."""
    ensure_sample(folder)
    with Store.open(folder) as store:
        house = read_house(store)
    language = read_settings(folder).language
    wall = Wall(language, house, assets_folder(), lambda: NOON, seconds, ticking=False)
    formats.warm()
    wall.warmed.emit(formats)
    return wall
