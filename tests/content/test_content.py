"""The sample home is whole: every record fits its kind, every text is there in six languages and
in the right letters, and what a record points at exists."""

import json
import re
from collections import Counter
from itertools import combinations

import msgspec
import pytest

from kiosk.assets import assets_folder
from kiosk.home import SAMPLE, sample_content
from kiosk.i18n.locales import LOCALES
from kiosk.i18n.spelling import troubles
from sync.records import (
    KINDS,
    Dish,
    Event,
    Facility,
    Home,
    Hours,
    Menu,
    Notice,
    Place,
    Rate,
    Service,
    ServiceKind,
    Text,
)

FILES = sorted((assets_folder() / "content" / SAMPLE).glob("*.json"))
RECORDS = sample_content()
KINDS_SHOWN = (Home, Rate, Place, Service, Facility, Dish, Menu, Notice, Event)


def every(kind):
    return [record for record in RECORDS if isinstance(record, kind)]


def texts() -> list[tuple[str, Text]]:
    """Every text of every record, with the record and the field it stands in."""
    return [
        (f"{record.id} {field.name}", value)
        for record in RECORDS
        for field in msgspec.structs.fields(record)
        if field.type == Text and (value := getattr(record, field.name))
    ]


def hours() -> list[tuple[str, Hours]]:
    return [(service.id, span) for service in every(Service) for span in service.hours] + [
        (record.id, record.hours) for record in [*every(Menu), *every(Event)]
    ]


def figures(text: str) -> list[int]:
    return sorted(int(figure) for figure in re.findall(r"\d+", text))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_holds_one_kind_and_says_that_it_is_a_sample(file):
    content = json.loads(file.read_text("utf-8"))
    assert content["kind"] == file.stem
    assert content["sample"] is True
    assert content["about"].startswith("Invented sample content")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nothing_written_in_a_file_is_lost_in_reading(file):
    content = json.loads(file.read_text("utf-8"))
    for written in content["records"]:
        record = msgspec.convert(written, KINDS[content["kind"]])
        read = msgspec.to_builtins(record)
        assert {field: read[field] for field in written} == written


def test_each_kind_of_content_is_there():
    assert all(every(kind) for kind in KINDS_SHOWN)
    assert [home.id for home in every(Home)] == [SAMPLE]
    assert every(Home)[0].sample
    assert {"KZT", "RUB"} == {rate.currency for rate in every(Rate)}


def test_ids_are_unique_and_belong_to_the_home():
    counted = Counter(record.id for record in RECORDS)
    assert [id for id, count in counted.items() if count > 1] == []
    assert {record.home for record in RECORDS} == {SAMPLE}


def test_every_text_is_there_in_all_six_languages():
    assert len(LOCALES) == 6
    assert len(texts()) > 100
    for where, text in texts():
        assert set(text) == set(LOCALES), where
        assert all(words.strip() for words in text.values()), where


def test_every_text_keeps_to_the_letters_of_its_language():
    wrong = [
        f"{where} {code}: {trouble}"
        for where, text in texts()
        for code, words in text.items()
        for trouble in troubles(code, words, text["en"])
    ]
    assert wrong == []


def test_the_figures_in_a_text_are_the_same_in_all_languages():
    for where, text in texts():
        said = {code: figures(words) for code, words in text.items()}
        assert len({tuple(found) for found in said.values()}) == 1, f"{where}: {said}"


def test_the_hamza_stands_at_the_beginning_of_a_kazakh_word():
    for where, text in texts():
        assert not re.search(r"[^\s\-(«]ء|ء(?!\w)", text["kk_Arab_CN"]), where


@pytest.mark.parametrize(
    "kind", [Place, Service, Facility, Dish, Event], ids=lambda kind: kind.__name__
)
def test_a_name_fits_a_row_of_the_touchscreen(kind):
    for record in every(kind):
        for code, name in record.name.items():
            assert len(name) <= (14 if code == "zh_CN" else 28), f"{record.id} {code}: {name}"


def test_a_short_name_of_the_home_fits_the_head_of_a_page():
    assert max(map(len, every(Home)[0].short_name.values())) <= 28


def test_what_a_record_points_at_exists():
    places = {place.id for place in every(Place)}
    services = {service.id for service in every(Service)}
    dishes = {dish.id for dish in every(Dish)}
    assert {service.place for service in every(Service)} <= places
    assert {facility.service for facility in every(Facility)} <= services
    for menu in every(Menu):
        assert set(menu.dishes) <= dishes


def test_hours_are_times_of_the_day_on_weekdays():
    for where, span in hours():
        assert re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", span.opens), where
        assert re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d|24:00", span.closes), where
        assert span.opens != span.closes, where
        assert span.weekdays, where
        assert span.weekdays == sorted(set(span.weekdays) & set(range(1, 8))), where


def test_the_house_offers_sixteen_services_of_every_kind():
    services = every(Service)
    assert len(services) == 16
    assert {service.kind for service in services} == set(ServiceKind)
    assert all(service.hours for service in services)


def test_who_pays_is_told_what_for():
    for service in every(Service):
        assert bool(service.per) == (service.price > 0), service.id
        assert service.minutes >= 0, service.id


def test_a_service_counts_what_really_stands_in_the_house():
    for service in every(Service):
        counts = [fac.count for fac in every(Facility) if fac.service == service.id]
        known = {*counts, *map(sum, combinations(counts, 2))}
        said = figures(service.about["en"])
        assert set(said) <= known, f"{service.id} says {said}, there are {counts}"


@pytest.mark.parametrize("kind", [Service, Facility, Dish], ids=lambda kind: kind.__name__)
def test_the_order_of_rows_is_told(kind):
    orders = [record.order for record in every(kind)]
    assert orders == sorted(set(orders))
    assert orders[0] > 0


def test_every_icon_is_in_the_icon_font():
    names = set((assets_folder() / "icons" / "names.txt").read_text("utf-8").split())
    shown = {
        record.icon for record in [*every(Place), *every(Service), *every(Notice), *every(Event)]
    }
    assert shown - names == set()
