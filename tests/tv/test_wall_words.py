"""What the wall says in sentences."""

from datetime import datetime, timedelta

import pytest

from kiosk.i18n import formats
from kiosk.i18n.locales import LOCALES
from kiosk.i18n.text import Tongue
from kiosk.tv import words
from kiosk.zones import BEIJING
from sync.records import Gate, Hours, Service, ServiceKind

NOW = datetime(2026, 11, 3, 12, 32, tzinfo=BEIJING)
ENGLISH = Tongue("en")


def gate(*, is_open: bool = False, reason: str = "", minutes: int = 50) -> Gate:
    since = (NOW - timedelta(minutes=minutes)).isoformat() if minutes else ""
    return Gate(id="g", home="h", open=is_open, reason=reason, since=since, as_of=NOW.isoformat())


def clinic(*hours: Hours, service: str = "svc-doctor") -> Service:
    return Service(
        id=service,
        home="h",
        kind=ServiceKind.CARE,
        name={"en": "Doctor"},
        about={},
        how={},
        place="p",
        icon="spa",
        hours=list(hours),
    )


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "").replace("\u00a0", " ")


def since(given: Gate) -> str:
    return plain(words.gate_since(ENGLISH, formats, given, NOW))


def test_since_when_the_gate_is_as_it_is():
    assert since(gate()) == "closed at 11:42"
    assert since(gate(is_open=True)) == "opened at 11:42"
    assert since(gate(minutes=0)) == ""
    assert since(gate(is_open=True, minutes=60 * 24 * 3)) == "opened at 31 October"


def test_why_it_is_closed_in_every_language():
    said = {
        words.gate_closed(Tongue(code), formats, gate(reason="大风"), None, NOW).first
        for code in LOCALES
    }
    assert len(said) == len(LOCALES)
    assert "The gate is closed: strong wind" in said
    bare = words.gate_closed(ENGLISH, formats, gate(), None, NOW)
    assert bare[:2] == ("The gate is closed", "The port has not said when it opens.")


def test_the_reopening_is_told_as_a_range_that_keeps_its_order():
    expected = (NOW + timedelta(minutes=25), NOW + timedelta(hours=13))
    said = words.gate_closed(ENGLISH, formats, gate(), expected, NOW).second
    assert plain(said) == "Expected to open: 12:57–4 November 01:32"
    uyghur = words.gate_closed(Tongue("ug_CN"), formats, gate(), (NOW, NOW), NOW).second
    assert "\u206812:32–12:32\u2069" in uyghur


@pytest.mark.parametrize(
    ("services", "found"),
    [
        ([clinic(Hours(opens="08:00", closes="22:00"))], True),
        ([clinic()], False),
        ([clinic(Hours(opens="late", closes="22:00"))], False),
        ([clinic(Hours(opens="08:00", closes="22:00"), service="svc-bed")], False),
        ([], False),
    ],
)
def test_the_clinic_is_the_one_behind_the_health_tile(services, found):
    assert (words.clinic(services) is not None) == found


def test_the_clinics_hours_say_how_it_stands_now():
    service = clinic(Hours(opens="08:00", closes="22:00"))
    said = words.clinic_hours(ENGLISH, formats, service, NOW)
    assert (said.first, plain(said.second)) == (
        "Doctor: Open until 22:00",
        "Every day: 08:00–22:00",
    )
    night = words.clinic_hours(ENGLISH, None, service, NOW.replace(hour=3))
    assert night[:2] == ("Doctor: Closed opens at 08:00", "")
