"""A story in words: nothing is said of nothing, each line is whole in every language."""

from datetime import datetime, timedelta

import pytest

from kiosk.i18n.locales import LOCALES
from kiosk.i18n.text import Tongue
from kiosk.queue.story import Closure, Story
from kiosk.queue.story_words import say
from kiosk.zones import BEIJING
from sync.records import PortChange, PortEvent

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=BEIJING)
JUMP = PortEvent(id="1", change=PortChange.CALLED, at="", heard_at="", vehicle="KZ-2")
WHOLE = Story(
    since=NOON,
    then=12,
    now=15,
    called=7,
    left=1,
    cut_in=9,
    returned=2,
    overtaken=(JUMP,),
    closures=(
        Closure(NOON + timedelta(minutes=125), NOON + timedelta(minutes=170), "大风"),
        Closure(NOON + timedelta(minutes=200), None, ""),
    ),
)


def moment(at: datetime) -> str:
    return f"{at:%H:%M}"


def test_all_of_it_in_english():
    assert [line.text for line in say(Tongue("en"), WHOLE, moment)] == [
        "At 12:00 place 12, now place 15",
        "Called ahead of you: 7",
        "Joined ahead of you, priority lane: 9",
        "Held or taken off ahead of you: 1",
        "Back in line ahead of you: 2",
        "Registered after you, called before you: 1",
        "Gate was closed 14:05 to 14:50 · strong wind",
        "Gate closed since 15:20",
    ]
    assert say(Tongue("en"), WHOLE, moment)[0].icon == "arrow-down-bold"


@pytest.mark.parametrize("code", LOCALES)
def test_in_every_language_each_line_has_its_figures(code):
    lines = [line.text for line in say(Tongue(code), WHOLE, moment)]
    assert len(lines) == 8
    assert not any("%" in line for line in lines)
    for line, figures in zip(
        lines, ("12:00 12 15", "7", "9", "1", "2", "1", "14:05 14:50", "15:20"), strict=True
    ):
        assert all(figure in line for figure in figures.split())


def test_a_wait_in_which_nothing_happened_is_not_spoken_of():
    assert say(Tongue("en"), Story(since=NOON, then=3, now=3), moment) == []


def test_who_is_called_is_not_told_of_a_place():
    told = say(Tongue("en"), Story(since=NOON, then=3, now=0, called=2), moment)
    assert [line.text for line in told] == ["Called ahead of you: 2"]
