"""The driver's own truck: the one he looked up last in his session, and what is told of it."""

from datetime import datetime, timedelta

import msgspec
import pytest

from kiosk.i18n.text import Tongue
from kiosk.i18n.translator import Translator
from kiosk.queue.fits import TO_THE_TRUCK
from kiosk.queue.forecast.forecaster import Forecast
from kiosk.queue.my_truck_view import MyTruckView
from kiosk.queue.news import News
from kiosk.queue.outlook import Outlook
from kiosk.queue.vehicle_view import VehicleView
from kiosk.queue.view import QueueView
from kiosk.queue.words import STATE_WORDS
from kiosk.shell.clock import Clock
from kiosk.shell.language import Language
from kiosk.shell.navigator import Navigator, PageEntry
from kiosk.zones import BEIJING
from sync.records import Vehicle, VehicleState

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=BEIJING)
FIRST, SECOND, GONE = "KZ-123ABC02", "KZ-124ABC02", "KZ-125ABC02"


def vehicle(key: str, minute: int, state: VehicleState = VehicleState.WAITING, **more) -> Vehicle:
    return Vehicle(
        id=key,
        home="horgos-jinyi",
        plate=key.removeprefix("KZ-"),
        country="KZ",
        state=state,
        registered_at=(NOW - timedelta(hours=2, minutes=-minute)).isoformat(),
        as_of=NOW.isoformat(),
        **more,
    )


class Port:
    """The queue's views with a port behind them that a test speaks for."""

    def __init__(self, qapp) -> None:
        self.now = NOW
        self.clock = Clock(lambda: self.now, ticking=False)
        self.language = Language(Translator("en"), "en")
        entry = PageEntry(None, qapp)
        names = ("attract", "home", "queue", "queue-find", "queue-vehicle")
        self.navigator = Navigator(dict.fromkeys(names, entry))
        self.queue = QueueView(self.language, self.clock, self.navigator)
        self.vehicle = VehicleView(self.queue, self.language, self.clock, self.navigator)
        self.mine = MyTruckView(self.queue, self.vehicle, self.navigator)
        self.told = 0
        self.mine.changed.connect(self._count)
        self.vehicles = {
            each.id: each
            for each in (
                vehicle(FIRST, 0),
                vehicle(SECOND, 1),
                vehicle(GONE, 2, VehicleState.DEPARTED),
            )
        }
        self.tell()
        self.navigator.goHome()

    def _count(self) -> None:
        self.told += 1

    def tell(self, as_of: datetime = NOW) -> None:
        self.queue.take(News(tuple(self.vehicles.values()), None, as_of))

    def change(self, key: str, **fields) -> None:
        self.vehicles[key] = msgspec.structs.replace(self.vehicles[key], **fields)
        self.tell()

    def expect(self, key: str, low: float, median: float, high: float) -> None:
        self.vehicle.foresee(Outlook(NOW, {key: Forecast(low, median, high)}))

    @property
    def truck(self) -> dict:
        return self.mine.truck


@pytest.fixture
def port(qapp) -> Port:
    return Port(qapp)


def test_nobody_has_a_truck_before_he_looks_one_up(port):
    assert port.truck == {"known": False}
    assert port.mine.fits(20) == ("", 0)
    port.queue.openQueue()
    port.queue.find()
    assert not port.mine.looked_up


def test_the_truck_whose_page_was_turned_to_last_is_his(port):
    port.queue.openVehicle(FIRST)
    assert (port.truck["status"], port.truck["place"]) == ("waiting", 1)
    port.navigator.goHome()
    port.queue.openVehicle(SECOND)
    port.navigator.goHome()
    assert port.truck["place"] == 2


def test_going_back_to_a_truck_counts_too(port):
    port.queue.openVehicle(FIRST)
    port.queue.find()
    port.queue.openVehicle(SECOND)
    port.navigator.back()
    assert port.truck["place"] == 2, "the page where a plate is typed says nothing of a truck"
    port.navigator.back()
    assert port.truck["place"] == 1


def test_a_truck_that_the_port_does_not_list_is_nobodys(port):
    port.queue.openVehicle(FIRST)
    port.queue.openVehicle("KZ-999ZZZ02")
    assert port.truck["place"] == 1


def test_one_that_the_port_drops_stays_his_and_says_so(port):
    port.queue.openVehicle(FIRST)
    del port.vehicles[FIRST]
    port.tell()
    assert port.truck == {"known": True, "listed": False}
    assert port.mine.fits(20) == ("", 0)


@pytest.mark.parametrize("how", ["door", "reset"])
def test_it_is_forgotten(port, how):
    port.queue.openVehicle(FIRST)
    port.navigator.leave() if how == "door" else port.mine.reset()
    assert port.truck == {"known": False}
    port.tell()
    assert port.truck == {"known": False}


def test_his_page_is_opened_from_anywhere(port):
    port.queue.openVehicle(SECOND)
    port.navigator.goHome()
    port.mine.open()
    assert (port.navigator.here, port.navigator.subject) == ("queue-vehicle", SECOND)


def test_the_screen_is_told_only_when_something_changed(port):
    port.queue.openVehicle(SECOND)
    port.expect(SECOND, 26, 41, 66)
    before = port.told
    port.tell(NOW + timedelta(seconds=5))
    port.change(GONE, state=VehicleState.CANCELLED)
    port.expect(SECOND, 26.5, 41.5, 66.5)
    port.navigator.goHome()
    assert port.told == before
    port.change(FIRST, state=VehicleState.CALLED, called_at=NOW.isoformat())
    assert port.told == before + 1
    assert port.truck["place"] == 1


def test_its_time_is_counted_on_each_minute(port):
    port.queue.openVehicle(SECOND)
    port.expect(SECOND, 26, 41, 66)
    assert port.truck["expected"]["about"] == 40
    port.now += timedelta(minutes=12)
    port.clock.tick()
    assert port.truck["expected"]["about"] == 30


def test_its_words_follow_the_language(port):
    port.queue.openVehicle(FIRST)
    port.language.use("ru_RU")
    assert port.truck["statusText"] == Tongue("ru_RU").tr(*STATE_WORDS[VehicleState.WAITING])
    port.language.use("en")
    assert port.truck["statusText"] == "Waiting"


def test_grey_data_says_since_when(port):
    port.queue.openVehicle(FIRST)
    assert port.truck["greySince"] == 0
    old = NOW - timedelta(minutes=47)
    port.tell(old)
    assert port.truck["greySince"] == old.timestamp() * 1000


def test_rooms_hear_what_fits_before_the_call(port):
    port.queue.openVehicle(SECOND)
    assert port.mine.fits(20) == ("unknown", 0)
    port.expect(SECOND, 26, 41, 66)
    assert port.mine.fits(25 - TO_THE_TRUCK) == ("yes", 40)
    assert port.mine.fits(40 - TO_THE_TRUCK) == ("tight", 40)
    assert port.mine.fits(60) == ("no", 40)


def test_a_held_truck_has_no_call_to_count_to(port):
    port.queue.openVehicle(SECOND)
    port.change(SECOND, state=VehicleState.HELD)
    port.vehicle.foresee(Outlook(NOW, {}))
    assert port.mine.fits(5) == ("unknown", 0)


@pytest.mark.parametrize("state", [VehicleState.CALLED, VehicleState.AT_GATE])
def test_who_is_called_has_time_for_nothing_else(port, state):
    port.queue.openVehicle(SECOND)
    port.change(SECOND, state=state, called_at=NOW.isoformat())
    assert port.mine.fits(5) == ("no", 0)


@pytest.mark.parametrize("state", [VehicleState.DEPARTED, VehicleState.CANCELLED])
def test_where_no_call_comes_any_more_nothing_is_said(port, state):
    port.queue.openVehicle(SECOND)
    port.change(SECOND, state=state)
    assert port.mine.fits(5) == ("", 0)
