"""Reasons: a driver reads in his own language why his truck is held, in whatever words it came."""

from datetime import datetime

import pytest

from kiosk.i18n.locales import LOCALES, SOURCE
from kiosk.i18n.text import Tongue
from kiosk.i18n.translator import Translator
from kiosk.queue import port_sim
from kiosk.queue.feeds.words import folded
from kiosk.queue.news import News
from kiosk.queue.times import stamp
from kiosk.queue.vehicle_view import VehicleView
from kiosk.queue.view import QueueView
from kiosk.queue.words import REASON_WORDS, reason_text
from kiosk.shell.clock import Clock
from kiosk.shell.language import Language
from kiosk.shell.navigator import Navigator, PageEntry
from kiosk.zones import BEIJING
from sync.records import Gate, Vehicle, VehicleState

NOW = datetime(2026, 3, 2, 14, 32, tzinfo=BEIJING)
OTHERS = [code for code in LOCALES if code != SOURCE]
ISOLATED = "\u2068{}\u2069"


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("reason", [*port_sim._HOLDS, *port_sim._CLOSURES, "单证"])
def test_what_the_port_writes_is_read_in_the_drivers_language(code, reason):
    said = reason_text(Tongue(code), reason)
    assert said
    assert "\u2068" not in said
    assert not any("a" <= letter <= "z" for letter in said)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("单证", "документы"),
        ("Досмотр", "таможенный досмотр"),
        ("  Weather.", "погода"),
        ("customs_inspection", "таможенный досмотр"),
        ("СБОЙ СИСТЕМЫ", "сбой системы"),
    ],
)
def test_a_reason_is_known_in_every_language_and_spelling(written, read):
    assert reason_text(Tongue("ru_RU"), written) == read


def test_no_spelling_means_two_things():
    spellings = [folded(each) for line in REASON_WORDS.values() for each in line.split("|")]
    assert len(spellings) == len(set(spellings))
    assert all(spellings)


def test_what_nobody_foresaw_stays_as_the_port_wrote_it():
    said = reason_text(Tongue("ug_CN"), "Ось 3, 12,5 т")
    assert said == ISOLATED.format("Ось 3, 12,5 т")
    assert reason_text(Tongue("ug_CN"), " ") == ""


def test_the_pages_speak_of_reasons_in_the_drivers_language(qapp):
    language = Language(Translator("en"), "en")
    pages = dict.fromkeys(("attract", "home", "queue-vehicle"), PageEntry(None, qapp))
    clock, navigator = Clock(lambda: NOW, ticking=False), Navigator(pages)
    view = QueueView(language, clock, navigator)
    truck = VehicleView(view, language, clock, navigator)
    at = stamp(NOW)
    held = Vehicle(
        id="KZ-1",
        plate="001AAA01",
        country="KZ",
        state=VehicleState.HELD,
        as_of=at,
        reason="weighing",
    )
    view.take(News((held,), Gate(id="port", open=False, as_of=at, reason="下雪啦"), NOW))
    view.openVehicle("KZ-1")
    language.use("zh_CN")
    assert truck.vehicle["reason"] == "过磅"
    assert view.gateReason == ISOLATED.format("下雪啦")
    language.use("ru_RU")
    assert truck.vehicle["reason"] == "взвешивание"
