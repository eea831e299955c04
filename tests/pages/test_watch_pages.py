"""A driver asks to be told, is told over whatever the screen shows, and comes."""

from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import QPoint

from kiosk.errors import Failure
from kiosk.i18n.text import Tongue
from kiosk.queue.news import News
from kiosk.queue.watch_code import code
from kiosk.queue.watch_words import REFUSED, wish
from kiosk.services import qr
from kiosk.states import NOON, STATES
from sync.records import Gate, Lane, VehicleState, Watch
from tests.pages.looks import look
from tests.pages.watched import far_back, slip_of, strip, texts, tr, watched
from tests.ui import LYING, SCREENS, UPRIGHT

pytestmark = pytest.mark.usefixtures("nobody_waits")
GATE = Gate(id="port-sim", open=True, as_of=NOON.isoformat())


@pytest.fixture
def now(kiosk):
    """The kiosk's clock, moved by hand: `now(minutes=3)`."""
    read = kiosk.app.clock.read
    at = [NOON]
    kiosk.app.clock.read = lambda: at[0]

    def move(**passed):
        at[0] += timedelta(**passed)
        kiosk.app.clock.tick()
        kiosk.settle()

    yield move
    kiosk.app.clock.read = read
    kiosk.app.clock.tick()


@pytest.fixture
def port(kiosk):
    """Changes how a vehicle stands at the port; all is as before afterwards."""
    queue = kiosk.app.queue
    before = {}

    def tell(*vehicles):
        queue.take(News(vehicles, GATE, NOON, whole=False))
        kiosk.settle()

    def change(id, **fields):
        known = queue.vehicle(id)
        before.setdefault(id, known)
        tell(msgspec.structs.replace(known, **fields))

    yield change
    tell(*before.values())


CALLED = {"state": VehicleState.CALLED, "gate": "3", "called_at": NOON.isoformat()}


@pytest.mark.parametrize("screen", [UPRIGHT, LYING], ids=str)
def test_a_driver_asks_to_be_told_and_takes_the_code_along(kiosks, screen):
    kiosk = kiosks.behind(screen.inches)
    kiosk.show("home", "ru_RU", screen)
    vehicle = far_back(kiosk)
    kiosk.app.queue.openVehicle(vehicle.id)
    kiosk.settle()
    kiosk.tap(tr(kiosk, "Tell me"))
    assert kiosk.page == "queue-watch"
    tongue = kiosk.app.language.tongue
    wishes = [wish(tongue, ahead) for ahead in (20, 10, 5, 0)]
    assert [name for name in kiosk.names() if name in wishes] == wishes
    kiosk.tap(wishes[1])
    (kept,) = kiosk.app.store.find(Watch)
    assert (kept.vehicle, kept.ahead, kept.locale) == (vehicle.id, 10, "ru_RU")
    assert kiosk.app.watch.code == qr.picture(code(kept))
    assert tr(kiosk, "You will be told.") in texts(kiosk)
    kiosk.tap(wishes[1])
    assert len(kiosk.app.store.find(Watch)) == 1
    kiosk.tap(tr(kiosk, "I'm done"))
    assert kiosk.app.watch.code == ""
    assert len(kiosk.app.store.find(Watch)) == 1


def test_only_what_is_still_to_come_is_offered(kiosk):
    near = kiosk.app.queue.line.lanes[Lane.GENERAL][0]
    kiosk.app.queue.openVehicle(near.id)
    kiosk.app.watch.open()
    kiosk.settle()
    offered = [each["ahead"] for each in kiosk.app.watch.wishes]
    ahead = kiosk.app.queue.line.positions[near.id] - 1
    assert offered == [each for each in (20, 10, 5) if each < ahead] + [0]
    called = kiosk.app.queue.line.called[0]
    kiosk.app.queue.openVehicle(called.id)
    kiosk.settle()
    assert tr(kiosk, "Tell me") not in kiosk.names()


@pytest.mark.parametrize("screen", SCREENS, ids=str)
@pytest.mark.parametrize("state", ["attract", "home", "services", "queue-find"])
def test_he_is_told_in_his_language_and_chinese_whatever_is_shown(kiosks, screen, state):
    kiosk = kiosks.behind(screen.inches)
    kiosk.show(state, "ru_RU", screen)
    names = kiosk.names()
    vehicle, _ = watched(kiosk)
    kiosk.app.queue.take(
        News((msgspec.structs.replace(vehicle, **CALLED),), GATE, NOON, whole=False)
    )
    kiosk.settle()
    kazakh, chinese = (
        Tongue(code).tr("Called: please drive to gate row %1").replace("%1", "3")
        for code in ("kk_KZ", "zh_CN")
    )
    assert strip(kiosk) == [kazakh, chinese]
    (shown,) = look(kiosk, "now").of("ToldStrip")
    plates = [node for node in look(kiosk, "now").of("Plate") if node.stands_in("ToldStrip")]
    assert [node.box.height > 15 * screen.mm for node in plates] == [True]
    # nothing that can be tapped has moved, come or gone, or lies beneath
    assert kiosk.names() == names
    for node in look(kiosk, "now").pressables:
        assert node.box.apart(shown.box) >= 0 or kiosk.page == "attract"
    kiosk.app.queue.take(News((vehicle,), GATE, NOON, whole=False))


def test_the_strip_takes_no_touch(kiosk, port):
    vehicle, _ = watched(kiosk)
    kiosk.app.session.done()
    port(vehicle.id, **CALLED)
    assert strip(kiosk)
    kiosk.touch(QPoint(540, 110))  # on the strip, at the door
    assert kiosk.page == "language"
    assert strip(kiosk)
    kiosk.app.navigator.goHome()
    kiosk.settle()
    kiosk.touch(QPoint(540, 110))
    assert (kiosk.page, bool(strip(kiosk))) == ("home", True)


def test_a_telling_stands_a_minute_and_comes_again(kiosk, now, port):
    said = []
    kiosk.app.told.told.connect(lambda telling: said.append(telling.announcement.again))
    vehicle, watch = watched(kiosk)
    port(vehicle.id, **CALLED)
    now(seconds=59)
    assert strip(kiosk)
    now(seconds=1)
    assert not strip(kiosk)
    now(minutes=2)
    assert strip(kiosk)[0] == Tongue("kk_KZ").tr(
        "Called again: please drive to gate row %1"
    ).replace("%1", "3")
    now(minutes=5)
    now(minutes=30)
    assert said == [False, True, True]
    assert kiosk.app.told.watches.get(watch.id).told == 3


def test_two_at_once_take_turns_and_the_newest_begins(kiosk, now, port):
    first = far_back(kiosk)
    second = kiosk.app.queue.line.lanes[Lane.GENERAL][31]
    said = {
        locale: Tongue(locale).tr("Called: please drive to gate row %1").replace("%1", "3")
        for locale in ("ru_RU", "ug_CN")
    }
    for each, locale in ((first, "ru_RU"), (second, "ug_CN")):
        kiosk.app.told.watches.take(each, 0, locale, NOON)
        now(seconds=2)
        port(each.id, **CALLED)
        assert strip(kiosk)[0] == said[locale]
    seen = []
    for _ in range(12):
        now(seconds=1)
        seen.append(strip(kiosk)[0])
    assert [seen.count(said[locale]) for locale in ("ru_RU", "ug_CN")] == [6, 6]


def test_he_says_that_he_is_coming(kiosk, now, port):
    vehicle, _ = watched(kiosk)
    port(vehicle.id, **CALLED)
    kiosk.app.queue.openVehicle(vehicle.id)
    kiosk.settle()
    kiosk.tap(tr(kiosk, "I'm coming"))
    assert not strip(kiosk)
    assert tr(kiosk, "I'm coming") not in kiosk.names()
    now(minutes=10)
    assert not strip(kiosk)


def test_a_slip_wakes_the_house_in_its_language_and_opens_its_truck(kiosk, port):
    kiosk.show("attract")
    vehicle, watch = watched(kiosk, "ug_CN")
    port(vehicle.id, **CALLED)
    assert strip(kiosk)
    kiosk.app.scanned.emit("another code first")
    kiosk.app.scanned.emit(code(watch))
    kiosk.settle()
    assert (kiosk.page, kiosk.app.navigator.subject) == ("queue-vehicle", vehicle.id)
    assert (kiosk.app.language.code, kiosk.app.session.state) == ("ug_CN", "active")
    assert not strip(kiosk)
    kiosk.tap(tr(kiosk, "I'm done"))
    assert (kiosk.page, kiosk.app.language.code) == ("attract", "zh_CN")
    kiosk.touch(QPoint(500, 500))  # and sleeps as it did before
    assert kiosk.page == "language"


def test_a_slip_ends_the_session_of_whoever_stood_there_before(kiosk):
    kiosk.show("queue-found", "ru_RU", text_scale=1.4)
    _, watch = watched(kiosk, "kk_Arab_CN")
    kiosk.app.scanned.emit(code(watch))
    kiosk.settle()
    assert (kiosk.page, kiosk.app.queue.typed) == ("queue-vehicle", "")
    assert kiosk.app.language.code == "kk_Arab_CN"
    assert kiosk.app.session.textScale == 1


def test_his_own_slip_does_not_end_his_session(kiosk):
    kiosk.show("home", "kk_KZ", text_scale=1.4)
    vehicle, watch = watched(kiosk, "kk_KZ")
    kiosk.app.queue.openVehicle(vehicle.id)
    kiosk.app.watch.open()
    kiosk.app.scanned.emit(code(watch))
    kiosk.settle()
    assert kiosk.page == "queue-vehicle"
    assert kiosk.app.session.textScale == 1.4


def test_a_slip_that_another_screen_printed_opens_its_truck_and_is_told_here_from_then_on(
    kiosk, port, now
):
    kiosk.show("attract")
    vehicle = next(e for e in kiosk.app.queue.line.lanes[Lane.GENERAL] if e.country == "KZ")
    kiosk.app.scanned.emit(code(slip_of(vehicle.plate, hours=3)))
    kiosk.settle()
    assert (kiosk.page, kiosk.app.navigator.subject) == ("queue-vehicle", vehicle.id)
    assert kiosk.app.language.code == "ug_CN"
    kiosk.app.session.done()
    port(vehicle.id, **CALLED)
    now(seconds=2)
    assert strip(kiosk)


@pytest.mark.parametrize("page", ["attract", "services"])
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("https://example.org", "foreign"),
        (code(slip_of("001AB19", days=3)), "old"),
        (code(slip_of("001AB19", hours=3)), "unlisted"),
    ],
    ids=["foreign", "old", "unlisted"],
)
def test_a_code_that_opens_nothing_is_told_in_one_sentence(kiosk, now, page, text, why):
    kiosk.show(page, "ru_RU")
    kiosk.app.scanned.emit(text)
    kiosk.settle()
    assert strip(kiosk) == [kiosk.app.language.tongue.tr(REFUSED[why])]
    assert kiosk.page == page
    now(seconds=11)
    assert not strip(kiosk)


def test_a_watch_that_can_not_be_kept_is_not_promised(kiosk, monkeypatch):
    def full(*_):
        raise Failure("The disk is full.")

    STATES["queue-watch"](kiosk.app)
    with monkeypatch.context() as broken:
        broken.setattr(kiosk.app.store, "put", full)
        kiosk.app.watch.take(10)
    kiosk.settle()
    sentence = "We can't keep this just now. Please ask at the desk."
    assert tr(kiosk, sentence) in texts(kiosk)
    assert kiosk.app.watch.code == ""
