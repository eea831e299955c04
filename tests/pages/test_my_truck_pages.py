"""Who has looked his truck up reads his time on every page, and nothing makes way for it but the
page's own lower edge; the next driver finds nothing of it."""

from datetime import timedelta

import pytest

from kiosk.i18n.locales import LOCALES
from kiosk.queue.forecast.forecaster import Forecast
from kiosk.queue.news import News
from kiosk.queue.outlook import Outlook
from kiosk.queue.port_sim import PortSimulation
from kiosk.states import NOON, PORT_SEED
from sync.records import Lane
from tests.pages import checks
from tests.pages.looks import Look, look
from tests.ui import LYING, LYING_24, UPRIGHT, Kiosk

OWN = {"attract", "home", "queue-vehicle"}
"""The door knows no driver; the other two tell of his truck themselves."""
SUBJECTS = {"service": "svc-massage"}
CHECKS = (
    checks.cut_texts,
    checks.unreachable,
    checks.beneath_frame,
    checks.overlapping,
    checks.small_targets,
    checks.small_types,
    checks.unnamed,
)


def hear(kiosk: Kiosk, ago: timedelta) -> None:
    """What the simulated port knew so long ago: the same vehicles, older."""
    heard = NOON - timedelta(seconds=40)
    vehicles, gate = PortSimulation(PORT_SEED, NOON - timedelta(hours=14)).snapshot(heard)
    kiosk.app.queue.take(News(tuple(vehicles), gate, NOON - ago))


def own(kiosk: Kiosk, state: str) -> None:
    """The driver looks his truck up, and goes home."""
    line = kiosk.app.queue.line
    waiting = line.lanes[Lane.GENERAL]
    trucks = {"called": line.called, "held": line.held}.get(state, waiting[len(waiting) // 2 :])
    kiosk.app.navigator.goHome()
    kiosk.app.queue.openVehicle(trucks[0].id)
    kiosk.app.navigator.goHome()


def pages(kiosk: Kiosk) -> list[str]:
    return [page for page in kiosk.app.navigator.pages if page not in OWN]


def turn(kiosk: Kiosk, page: str) -> Look:
    kiosk.app.navigator.goHome()
    kiosk.app.navigator.go(page, SUBJECTS.get(page, ""))
    kiosk.settle()
    return look(kiosk, page)


def chips(seen: Look) -> list[str]:
    return [node.description for node in seen.of("MyTruck")]


def tr(kiosk: Kiosk, text: str) -> str:
    return kiosk.app.language.tongue.tr(text)


@pytest.mark.parametrize("screen", [UPRIGHT, LYING], ids=str)
def test_every_page_tells_his_time_and_leads_to_his_truck(kiosks, screen):
    kiosk = kiosks.behind(screen.inches)
    kiosk.show("home", "en", screen)
    assert all(not chips(turn(kiosk, page)) for page in pages(kiosk))
    own(kiosk, "waiting")
    his = kiosk.app.my_truck.truck["expected"]["about"]
    said = f"In about {kiosk.app.language.minutes(his)}"
    for page in pages(kiosk):
        assert chips(turn(kiosk, page)) == [said], page
        kiosk.tap(tr(kiosk, "Your truck"))
        assert kiosk.page == "queue-vehicle", page
        assert not chips(look(kiosk, "his page"))
    kiosk.app.navigator.goHome()
    kiosk.settle()
    home = look(kiosk, "home")
    assert not chips(home)
    assert said in [text.text for text in home.texts]
    kiosk.tap(tr(kiosk, "Your truck"))
    assert kiosk.page == "queue-vehicle"


@pytest.mark.parametrize(
    ("state", "said"),
    [("called", "Called · Gate row\N{NO-BREAK SPACE}3"), ("held", "Held")],
    ids=str,
)
def test_it_says_how_his_truck_stands(kiosk, state, said):
    kiosk.show("home", "en")
    own(kiosk, state)
    assert chips(turn(kiosk, "meals")) == [said]


def strip(kiosk: Kiosk) -> list[str]:
    """What a service's page says of his call."""
    seen = turn(kiosk, "service")
    return [
        text.text.replace("\N{NO-BREAK SPACE}", " ")
        for text in seen.texts
        if text.stands_in("BeforeCall")
    ]


def test_a_service_says_whether_it_fits_before_his_call(kiosk):
    kiosk.show("home", "en")
    assert strip(kiosk) == []
    own(kiosk, "called")
    assert strip(kiosk) == ["Your truck comes first now."]
    own(kiosk, "held")
    assert strip(kiosk) == ["When you are called is not known yet. Ask at the desk."]
    app, outlook = kiosk.app, kiosk.app.vehicle._outlook
    app.queue.openVehicle(app.queue.line.lanes[Lane.GENERAL][-1].id)
    his = app.navigator.subject
    try:  # the massage takes 30 minutes, the way to the truck 10
        for low, median, said in (
            (40, 50, "Fits before your call. That is in about 50 minutes."),
            (35, 40, "Tight: about 40 minutes until your call."),
            (20, 30, "Your call may come first, in about 30 minutes."),
            (0, 0, "Your truck comes first now."),
        ):
            app.vehicle.foresee(Outlook(NOON, {his: Forecast(low, median, 90)}))
            assert strip(kiosk) == [said]
        app.navigator.go("service", "svc-help")
        kiosk.settle()
        assert not look(kiosk, "help").of("BeforeCall")
    finally:
        app.vehicle.foresee(outlook)


def test_without_a_forecast_it_says_his_place(kiosk):
    kiosk.show("home", "en")
    own(kiosk, "waiting")
    outlook = kiosk.app.vehicle._outlook
    kiosk.app.vehicle.foresee(outlook._replace(forecasts={}))
    place = kiosk.app.my_truck.truck["place"]
    try:
        assert chips(turn(kiosk, "meals")) == [f"Place {place}"]
    finally:
        kiosk.app.vehicle.foresee(outlook)


def test_a_session_ends_and_no_page_knows_of_it(kiosk):
    kiosk.show("home", "en")
    own(kiosk, "waiting")
    assert chips(turn(kiosk, "services"))
    kiosk.tap(tr(kiosk, "I'm done"))
    kiosk.show("home", "en")
    plate = [node.name for node in look(kiosk, "home").of("MyTruckBroad")]
    assert not plate
    assert all(not chips(turn(kiosk, page)) for page in pages(kiosk))


@pytest.mark.parametrize("screen", [UPRIGHT, LYING, LYING_24], ids=str)
def test_the_head_stands_as_it_stood(kiosks, screen):
    kiosk = kiosks.behind(screen.inches)
    for locale in ("ru_RU", "ug_CN"):
        kiosk.show("home", locale, screen)
        before = {page: heads(turn(kiosk, page)) for page in pages(kiosk)}
        own(kiosk, "called")
        for page, head in before.items():
            assert heads(turn(kiosk, page)) == head, page


@pytest.mark.parametrize("screen", [UPRIGHT, LYING, LYING_24], ids=str)
def test_the_home_page_still_fits_the_screen(kiosks, screen):
    kiosk = kiosks.behind(screen.inches)
    for locale in LOCALES:
        kiosk.show("home", locale, screen)
        longer = bool(look(kiosk, "home").of("PagingButtons"))
        own(kiosk, "waiting")
        kiosk.settle()
        assert longer or not look(kiosk, "home").of("PagingButtons"), locale


def heads(seen: Look) -> list[str]:
    return [f"{node} {node.size}" for node in seen.nodes if node.stands_in("Head")]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("screen", [UPRIGHT, LYING, LYING_24], ids=str)
def test_it_fits_on_every_page_at_every_size(kiosks, screen, locale):
    """With the longest that it says: by old data."""
    kiosk = kiosks.behind(screen.inches)
    kiosk.show("home", locale, screen)
    hear(kiosk, timedelta(minutes=47))
    faults = []
    try:
        for state, text_scale in (("waiting", 1), ("called", 1.4), ("waiting", 1.4)):
            own(kiosk, state)
            kiosk.app.session.show(text_scale, False)
            for page in pages(kiosk):
                seen = turn(kiosk, page)
                assert len(chips(seen)) == 1, page
                faults += [f"{seen}: {fault}" for check in CHECKS for fault in check(seen)]
            kiosk.app.navigator.goHome()
            kiosk.settle()
            seen = look(kiosk, "home")
            faults += [f"{seen}: {fault}" for check in CHECKS for fault in check(seen)]
    finally:
        hear(kiosk, timedelta(seconds=40))
    if faults:
        pytest.fail(f"{len(faults)} faults:\n" + "\n".join(faults[:20]), pytrace=False)
