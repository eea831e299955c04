"""A truck's page: how good forecasts have been, where to drive when called, all on one screen."""

import pytest

from kiosk.i18n.locales import LOCALES
from tests.pages.looks import look
from tests.ui import LYING, UPRIGHT, Kiosk

STATES = ("queue-vehicle", "queue-called", "queue-held")
BOTH = pytest.mark.parametrize("screen", [UPRIGHT, LYING], ids=str)


def card(kiosk: Kiosk) -> list[str]:
    """What the card with the plate says."""
    seen = look(kiosk, "the truck")
    return [
        text.text.replace("\N{NO-BREAK SPACE}", " ")
        for text in seen.texts
        if text.stands_in("PlaceCard") and not text.stands_in("Plate")
    ]


@BOTH
@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("zh_CN", "最近 200 次预计：一般相差 9 分钟，10 次中 8 次在预计范围内"),
        ("ru_RU", "Последние прогнозы (200): ошибка обычно 9 минут, сбывается 8 из 10"),
        ("en", "Our last 200 forecasts: usually off by 9 minutes, 8 of 10 within the range"),
    ],
    ids=["zh_CN", "ru_RU", "en"],
)
def test_a_forecast_says_how_good_the_last_ones_were(kiosks, screen, locale, said):
    kiosk = kiosks.behind(screen.inches)
    kiosk.show("queue-vehicle", locale, screen)
    assert said in card(kiosk)


def test_nothing_is_said_of_forecasts_where_none_stands_or_none_was_scored(kiosk):
    kiosk.show("queue-vehicle", "en")
    outlook = kiosk.app.vehicle._outlook
    try:
        for changed in ({"score": None}, {"forecasts": {}}):
            kiosk.app.vehicle.foresee(outlook._replace(**changed))
            kiosk.settle()
            assert not [text for text in card(kiosk) if "Our last" in text], changed
    finally:
        kiosk.app.vehicle.foresee(outlook)


def test_the_gate_row_is_the_largest_of_all_when_called(kiosk):
    kiosk.show("queue-called", "en")
    texts = [text for text in look(kiosk, "called").texts if text.stands_in("PlaceCard")]
    texts = [text for text in texts if not text.stands_in("Plate")]
    assert max(texts, key=lambda text: text.size).text == "3"
    assert {"Gate row", "You are called. Please drive to gate row 3."} <= set(card(kiosk))


@BOTH
@pytest.mark.parametrize("locale", LOCALES)
def test_the_whole_page_stands_on_the_screen(kiosks, screen, locale):
    kiosk = kiosks.behind(screen.inches)
    for state in STATES:
        kiosk.show(state, locale, screen)
        assert not look(kiosk, state).of("PagingButtons"), state
