"""What headquarters changes reaches an open page without a reload, and nothing moves under a
finger: rows come, go and change their order when the page is left."""

import msgspec
import pytest

from kiosk.i18n.locales import LOCALES
from kiosk.store import Store
from sync.records import Dish, Menu, Notice, Service
from tests.pages.looks import look
from tests.ui import LYING, UPRIGHT, Kiosk, description_of, kinds, name_of, place

LONG = "A name that is so very long that it fills two lines of any list, and a third one of most"


@pytest.fixture
def content(kiosks):
    """Puts the sample's content back."""
    kept = {}

    def keep(kiosk: Kiosk) -> None:
        if not kept:
            kept[kiosk] = {kind: kiosk.app.store.find(kind) for kind in (Service, Dish, Menu)}

    yield keep
    for kiosk, records in kept.items():
        kiosk.fresh()
        for kind, before in records.items():
            here = {each.id for each in kiosk.app.store.find(kind)}
            with Store.open(kiosk.app.store.path.parent) as store:
                store.remove(kind, *(here - {each.id for each in before}))
                hear(kiosk, store.put(*before))


def hear(kiosk, changes):
    kiosk.app.content_changed.emit(changes)
    kiosk.settle()


def put(kiosk, *records):
    """As a sync writes it: by another connection."""
    with Store.open(kiosk.app.store.path.parent) as store:
        changes = store.put(*records)
    hear(kiosk, changes)


def remove(kiosk, kind, *ids):
    with Store.open(kiosk.app.store.path.parent) as store:
        changes = store.remove(kind, *ids)
    hear(kiosk, changes)


def changed(kiosk, record, id, /, **fields):
    put(kiosk, msgspec.structs.replace(kiosk.app.store.get(record, id), **fields))


def said(text):
    return dict.fromkeys(LOCALES, text)


def stand(kiosk):
    """Everything that can be pressed, and where; by the item, so that a new one counts as new."""
    return {id(item): (place(item), item) for item in kiosk.pressables()}


def row(kiosk, name):
    return next(item for item in kiosk.pressables() if name_of(item) == name)


def beyond(kiosk, item):
    """What reaches out of an item: what has no room in it should have shrunk."""
    room = place(item).adjusted(-1, -1, 1, 1)
    texts = [each for each in kiosk.items(item) if each.inherits("QQuickText")]
    assert texts
    return [
        each.property("text")
        for each in texts
        if not room.contains(place(each))
        or each.property("contentHeight") > each.height() + 1
        or each.property("truncated")
    ]


def tr(kiosk, text):
    return kiosk.app.language.tongue.tr(text)


def names(kiosk):
    return [each.name for each in look(kiosk, "now").pressables]


def dishes(kiosk):
    """The rows of the list of dishes, and where each stands."""
    rows = [item for item in kiosk.items() if "DishRow" in kinds(item)]
    return {id(item): (place(item), item) for item in rows}


@pytest.mark.parametrize("screen", [UPRIGHT, LYING], ids=str)
def test_a_row_of_the_open_list_is_changed_where_it_stands(kiosks, content, screen):
    kiosk = kiosks.behind(screen.inches)
    content(kiosk)
    kiosk.show("services", "en", screen)
    before, shown = stand(kiosk), kiosk.app.services.rows
    third = kiosk.app.services._rows.rows[2]
    assert third.price != "¥77"
    changed(kiosk, Service, third.id, price=7700, name=said(LONG), order=999)
    after = stand(kiosk)
    assert after == before
    assert kiosk.app.services.rows is shown
    found = row(kiosk, LONG)
    assert "77" in description_of(found)
    assert not beyond(kiosk, found)
    # when he comes again it stands where it belongs
    kiosk.app.navigator.goHome()
    kiosk.app.navigator.go("services", "")
    assert kiosk.app.services._rows.rows[-1].id == third.id


def test_a_service_that_is_gone_says_so_in_its_place_and_opens_nothing(kiosk, content):
    content(kiosk)
    kiosk.show("services", "en")
    first, second = kiosk.app.services._rows.rows[:2]
    before = stand(kiosk)
    remove(kiosk, Service, first.id)
    new = msgspec.structs.replace(
        kiosk.app.store.get(Service, second.id), id="svc-new", name=said("New"), order=-1
    )
    put(kiosk, new)
    assert stand(kiosk) == before
    assert "New" not in names(kiosk)
    gone = row(kiosk, first.title)
    assert description_of(gone) == "No longer offered"
    kiosk.touch(kiosk.centre(gone))
    assert kiosk.page == "services"
    kiosk.tap(second.title)
    assert (kiosk.page, kiosk.app.navigator.subject) == ("service", second.id)
    kiosk.app.navigator.back()
    kiosk.settle()
    ids = [each.id for each in kiosk.app.services._rows.rows]
    assert ids[:2] == ["svc-new", second.id]


@pytest.mark.parametrize("locale", LOCALES)
def test_it_says_so_in_every_language(kiosk, content, locale):
    content(kiosk)
    kiosk.show("services", locale)
    first = kiosk.app.services._rows.rows[0]
    remove(kiosk, Service, first.id)
    said = tr(kiosk, "No longer offered")
    assert description_of(row(kiosk, first.title)) == said
    assert locale == "en" or said != "No longer offered"


def test_a_tap_in_flight_opens_what_stood_under_the_finger(kiosk, content):
    content(kiosk)
    kiosk.show("services", "en")
    rows = kiosk.app.services._rows.rows
    point = kiosk.centre(row(kiosk, rows[2].title))
    kiosk.press(point)
    remove(kiosk, Service, rows[0].id)
    changed(kiosk, Service, rows[1].id, name=said(LONG))
    changed(kiosk, Service, rows[2].id, order=999, kind=next(
        each.kind for each in kiosk.app.store.find(Service) if each.id == rows[5].id
    ))  # fmt: skip
    kiosk.release(point)
    assert (kiosk.page, kiosk.app.navigator.subject) == ("service", rows[2].id)


def test_a_tap_on_what_goes_meanwhile_opens_nothing(kiosk, content):
    content(kiosk)
    kiosk.show("services", "en")
    rows = kiosk.app.services._rows.rows
    point = kiosk.centre(row(kiosk, rows[2].title))
    kiosk.press(point)
    remove(kiosk, Service, rows[2].id)
    kiosk.release(point)
    assert kiosk.page == "services"


def test_a_long_list_stays_where_it_was_scrolled_to(kiosk, content):
    content(kiosk)
    kiosk.show("services", "en", text_scale=1.4)
    kiosk.tap("Services: Further down")
    scrolled = kiosk.list_shown.property("contentY")
    assert scrolled > 0
    seen = stand(kiosk)
    rows = kiosk.app.services._rows.rows
    remove(kiosk, Service, rows[0].id)
    changed(kiosk, Service, rows[-1].id, order=-1)
    changed(kiosk, Service, rows[-2].id, name=said(LONG))
    assert kiosk.list_shown.property("contentY") == scrolled
    assert stand(kiosk) == seen


def test_kinds_stand_still_under_the_finger(kiosk, content):
    content(kiosk)
    kiosk.show("services", "en")
    before = [(each.id, each.kind) for each in kiosk.app.services._kinds.rows]
    kind = before[1][1]
    lost = [each.id for each in kiosk.app.store.find(Service) if each.kind.value == kind]
    remove(kiosk, Service, *lost)
    assert [(each.id, each.kind) for each in kiosk.app.services._kinds.rows] == before
    kiosk.app.services.choose(kind)
    kiosk.settle()
    assert {each.id for each in kiosk.app.services._rows.rows} == set(lost)
    assert all(each.gone for each in kiosk.app.services._rows.rows)
    kiosk.app.navigator.goHome()
    kiosk.app.navigator.go("services", "")
    assert kind not in [each.kind for each in kiosk.app.services._kinds.rows]


def test_the_open_page_of_a_service_shows_the_new_facts_and_that_it_is_gone(kiosk, content):
    content(kiosk)
    kiosk.show("service", "en")
    page = kiosk.app.navigator.subject
    changed(kiosk, Service, page, name=said("Hands that heal"), price=12300)
    texts = " ".join(text.text for text in look(kiosk, "now").texts)
    assert "Hands that heal" in texts
    assert "123" in texts
    remove(kiosk, Service, page)
    assert "This service is no longer offered" in [t.text for t in look(kiosk, "now").texts]
    kiosk.tap("All services")
    assert kiosk.page == "services"
    assert page not in [each.id for each in kiosk.app.services._rows.rows]


@pytest.mark.parametrize("screen", [UPRIGHT, LYING], ids=str)
@pytest.mark.parametrize("locale", ["en", "ru_RU"])
def test_tiles_stand_still(kiosks, content, locale, screen):
    kiosk = kiosks.behind(screen.inches)
    content(kiosk)
    kiosk.show("home", locale, screen)
    before = stand(kiosk)
    remove(kiosk, Service, "svc-jobs")
    changed(kiosk, Service, "svc-waybill", name=said(LONG))
    assert stand(kiosk) == before
    work = kiosk.app.language.tongue.tr("Work", "tile")
    assert description_of(row(kiosk, work)).endswith(tr(kiosk, "No longer offered"))
    kiosk.tap(work)
    assert kiosk.page == "home"
    papers = row(kiosk, kiosk.app.language.tongue.tr("Papers", "tile"))
    assert LONG in description_of(papers)
    assert not beyond(kiosk, papers)
    kiosk.app.navigator.go("meals", "")
    kiosk.app.navigator.back()
    kiosk.settle()
    assert work not in kiosk.names()


def test_a_dish_that_is_gone_says_so_in_its_place(kiosk, content):
    content(kiosk)
    kiosk.show("meals", "en")
    rows = kiosk.app.meals._rows.rows
    before, chips = dishes(kiosk), stand(kiosk)
    remove(kiosk, Dish, rows[0].id)
    changed(kiosk, Dish, rows[1].id, price=9900, name=said(LONG))
    for menu in kiosk.app.store.find(Menu):
        put(kiosk, msgspec.structs.replace(menu, dishes=list(reversed(menu.dishes))))
    now = kiosk.app.meals._rows.rows
    assert [each.id for each in now] == [each.id for each in rows]
    assert (now[0].gone, now[0].contains, now[0].price) == (True, "No longer offered", "")
    assert "99" in now[1].price
    assert dishes(kiosk) == before
    assert stand(kiosk) == chips
    kiosk.app.navigator.goHome()
    kiosk.app.navigator.go("meals", "")
    assert rows[0].id not in [each.id for each in kiosk.app.meals._rows.rows]


def test_no_filter_lets_a_dish_through_that_now_contains_it(kiosk, content):
    content(kiosk)
    kiosk.show("meals", "en")
    shown = {each.id for each in kiosk.app.meals._rows.rows}
    free = next(d for d in kiosk.app.store.find(Dish) if not d.allergens and d.id in shown)
    kiosk.app.meals.toggle("milk")
    assert free.id in [each.id for each in kiosk.app.meals._rows.rows]
    changed(kiosk, Dish, free.id, allergens=["milk"])
    assert free.id not in [each.id for each in kiosk.app.meals._rows.rows]
    kiosk.app.meals.toggle("milk")


def test_at_the_door_everything_is_read_anew(kiosk, content):
    content(kiosk)
    kiosk.show("attract", "en")
    first = kiosk.app.services._rows.rows[0]
    remove(kiosk, Service, first.id, "svc-jobs")
    assert first.id not in [each.id for each in kiosk.app.services._rows.rows]
    assert "services-jobs" not in [each.id for each in kiosk.app.house._tiles.rows]


def test_a_language_and_the_end_of_the_session_work_as_before(kiosk, content):
    content(kiosk)
    kiosk.show("services", "en")
    first = kiosk.app.services._rows.rows[0]
    remove(kiosk, Service, first.id)
    kiosk.app.navigator.go("language", "")
    kiosk.settle()
    kiosk.app.house.choose("ru_RU")
    kiosk.settle()
    assert kiosk.page == "services"
    assert first.id not in [each.id for each in kiosk.app.services._rows.rows]
    second = kiosk.app.services._rows.rows[0]
    remove(kiosk, Service, second.id)
    kiosk.app.session.done()
    kiosk.settle()
    assert kiosk.page == "attract"
    assert second.id not in [each.id for each in kiosk.app.services._rows.rows]


def test_what_stands_on_no_page_is_not_read(kiosk, content, monkeypatch):
    content(kiosk)
    kiosk.show("services", "en")
    monkeypatch.setattr(kiosk.app, "_find_content", lambda: pytest.fail("read"))
    put(kiosk, Notice(id="n", home="horgos-jinyi", text=said("A notice")))
    remove(kiosk, Notice, "n")
