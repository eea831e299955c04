"""Every page, and every state of one that a person should look at: for pictures and for tests.

A state is reached as a driver reaches it, through the views; `stage` makes the app for it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.app import App, Surroundings
from kiosk.assets import assets_folder
from kiosk.background import Loaded
from kiosk.config import Settings, read_settings
from kiosk.home import ensure_sample
from kiosk.i18n import formats
from kiosk.queue.port_sim import PortSimulation
from kiosk.services import qr
from kiosk.store import Store
from kiosk.zones import BEIJING
from sync.records import Lane

NOON = datetime(2026, 11, 3, 12, 32, tzinfo=BEIJING)
"""The moment of all pictures."""
PORT_SEED = 9


def _door(app: App) -> None:
    app.session.done()


def _languages(app: App) -> None:
    app.session.begin()


def _go(page: str, subject: str = "") -> Callable[[App], None]:
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


def _vehicle(state: str) -> Callable[[App], None]:
    def open_one(app: App) -> None:
        line = app.queue.line
        waiting = line.lanes[Lane.GENERAL][2:]
        chosen = {"called": line.called, "held": line.held}.get(state, waiting)
        app.navigator.goHome()
        app.queue.openVehicle(chosen[0].id if chosen else "")

    return open_one


STATES: dict[str, Callable[[App], None]] = {
    "attract": _door,
    "language": _languages,
    "home": _go("home"),
    "queue": _go("queue"),
    "queue-find": _go("queue-find"),
    "queue-found": _typed,
    "queue-vehicle": _vehicle("waiting"),
    "queue-called": _vehicle("called"),
    "queue-held": _vehicle("held"),
    "queue-gone": _go("queue-vehicle", "ZZ-GONE"),
    "services": _go("services"),
    "service": _go("service", "svc-massage"),
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
    app.queue.take((vehicles, gate, heard))
    formats.warm()
    app.warmed.emit(Loaded(formats, qr))
    return app
