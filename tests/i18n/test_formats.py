"""Formats read as a driver writes, and every trap of CLDR and Babel stays shut."""

import json
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.i18n import formats
from kiosk.i18n.formats import NBSP
from kiosk.i18n.locales import LOCALES
from kiosk.i18n.spelling import troubles
from kiosk.zones import BEIJING, KAZAKHSTAN
from tests.i18n.formatted import everything

CODES = list(LOCALES)


def plain(text):
    return text.replace(NBSP, " ").replace("\u202f", " ")


def in_order(*codes):
    """What a fresh process says for these locales, asked in this order."""
    script = Path(__file__).with_name("formatted.py")
    root = Path(formats.__file__).parents[2]
    done = subprocess.run(
        [sys.executable, str(script), *codes],
        capture_output=True,
        check=True,
        cwd=root,
        env={"PYTHONPATH": str(root)},
    )
    return json.loads(done.stdout)


def test_no_locale_leaks_into_another_whatever_comes_first():
    uyghur_first = in_order("ug_CN", "ru_RU", "kk_Arab_CN", "zh_CN", "kk_KZ", "en")
    chinese_first = in_order("zh_CN", "en", "kk_KZ", "kk_Arab_CN", "ru_RU", "ug_CN")
    assert uyghur_first == chinese_first


@pytest.mark.parametrize("code", CODES)
def test_no_format_prints_a_raw_key_or_another_script(code):
    for text in everything(code):
        assert "duration-" not in text
        assert "length-" not in text
        words = plain(text)
        assert troubles(code, re.sub(r"[₸%]", "", words).strip(), words) == [], text


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("zh_CN", "2025年3月7日"),
        ("kk_KZ", "2025 ж. 7 наурыз"),
        ("kk_Arab_CN", "7-ناۋرىز، 2025"),
        ("ru_RU", "7 марта 2025 г."),
        ("ug_CN", "7-مارت، 2025"),
        ("en", "7 March 2025"),
    ],
)
def test_long_dates(code, said):
    assert plain(formats.date_long(code, date(2025, 3, 7))) == said


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("zh_CN", "5 分钟前"),
        ("kk_KZ", "5 минут бұрын"),
        ("kk_Arab_CN", "5 مينۋت بۇرىن"),
        ("ru_RU", "5 минут назад"),
        ("ug_CN", "5 مىنۇت ئىلگىرى"),
        ("en", "5 minutes ago"),
    ],
)
def test_five_minutes_ago(code, said):
    assert plain(formats.ago(code, 329)) == said


def test_ago_takes_the_largest_whole_unit():
    said = [plain(formats.ago("en", s)) for s in (0, 59, 60, 3599, 3600, 86399, 86400, 200_000)]
    assert said == [
        "1 second ago",
        "59 seconds ago",
        "1 minute ago",
        "59 minutes ago",
        "1 hour ago",
        "23 hours ago",
        "1 day ago",
        "2 days ago",
    ]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("zh_CN", "1 小时 30 分钟后"),
        ("kk_KZ", "1 сағат 30 минуттан кейін"),
        ("kk_Arab_CN", "1 ساعات 30 مينۋتتان كەيىن"),
        ("ru_RU", "через 1 час 30 минут"),
        ("ug_CN", "1 سائەت 30 مىنۇتتىن كېيىن"),
        ("en", "in 1 hour 30 minutes"),
    ],
)
def test_in_an_hour_and_a_half(code, said):
    assert plain(formats.in_minutes(code, 90)) == said


def test_a_day_ahead_is_told_in_hours():
    assert plain(formats.in_minutes("ru_RU", 24 * 60)) == "через 24 часа"
    assert plain(formats.in_minutes("ru_RU", 48 * 60)) == "через 2 дня"


def test_durations():
    assert [plain(formats.duration("ru_RU", m)) for m in (0, 1, 21, 60, 90, 1500)] == [
        "0 минут",
        "1 минута",
        "21 минута",
        "1 час",
        "1 ч 30 мин",
        "1 дн. 1 ч",
    ]
    assert plain(formats.duration("ug_CN", 40)) == "40 مىنۇت"


@pytest.mark.parametrize("code", CODES)
def test_the_tenge_has_its_sign_everywhere(code):
    said = formats.money(code, 220_000, "KZT")
    assert re.fullmatch(r"2[,\s]200\s₸", said)


@pytest.mark.parametrize(
    ("code", "said"),
    [("zh_CN", "30 元"), ("ru_RU", "30 юаней"), ("kk_KZ", "30 юань"), ("ug_CN", "30 يۈەن")],
)
def test_yuan_as_one_says_it(code, said):
    assert plain(formats.money(code, 3000)) == said


def test_fen_are_shown_where_there_are_some():
    assert [plain(formats.money("ru_RU", fen)) for fen in (90, 100, 200, 1050)] == [
        "0,9 юаня",
        "1 юань",
        "2 юаня",
        "10,5 юаня",
    ]


def test_slips_of_cldr_are_mended():
    assert formats.country("kk_Arab_CN", "RU") == "رەسەي"
    assert plain(formats.distance("kk_Arab_CN", 120)) == "120 مەتىر"
    assert formats.list_and("ug_CN", ["1", "2", "3"]) == "1، 2 ۋە 3"
    assert formats.list_or("ug_CN", ["1", "2"]) == "1 ياكى 2"
    assert formats.country("ru_RU", "ZZ") == "ZZ"
    assert formats.country("ru_RU", "nonsense") == "nonsense"


def test_time_is_of_the_zone_asked_for_and_refuses_a_naive_one():
    moment = datetime(2025, 3, 7, 22, 30, tzinfo=UTC)
    assert formats.time(moment, BEIJING) == "06:30"
    assert formats.time(moment, KAZAKHSTAN) == "03:30"
    with pytest.raises(ValueError, match="aware"):
        formats.time(moment.replace(tzinfo=None), BEIJING)


def test_a_plate_keeps_its_order_and_its_line():
    assert formats.isolate("347 BTA 19") == f"\u2068347{NBSP}BTA{NBSP}19\u2069"


@given(st.sampled_from(CODES), st.integers(0, 100_000), st.floats(0, 1e7), st.integers(0, 10**9))
def test_a_figure_and_its_unit_never_part(code, minutes, span, fen):
    for text in (
        formats.ago(code, span),
        formats.in_minutes(code, minutes),
        formats.duration(code, minutes),
        formats.distance(code, span),
        formats.money(code, fen),
        formats.money(code, fen, "KZT"),
    ):
        assert text
        assert not re.search(r"\d \w", text), text
        assert "duration-" not in text
        assert "length-" not in text
