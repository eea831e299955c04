"""A story in a driver's words: short lines, each with an icon."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from kiosk.i18n.text import Tongue
from kiosk.queue.story import Closure, Story
from kiosk.queue.words import reason_text

MOST_CLOSURES = 3


class Said(NamedTuple):
    """A line of a story. `icon` is one of the house's."""

    icon: str
    text: str


def say(tongue: Tongue, story: Story, moment: Callable[[datetime], str]) -> list[Said]:
    """What changed a place, the sum first. `moment` writes a time of day. Nothing is said of a
    wait in which nothing happened."""
    tr = tongue.tr
    lines = []
    if story.now and story.now != story.then:
        lines.append(
            Said(
                "arrow-up-bold" if story.now < story.then else "arrow-down-bold",
                #: How a place changed. %1: the place then, %2: time of day, %3: the place now
                tr("At %2 place %1, now place %3")
                .replace("%2", moment(story.since))
                .replace("%1", str(story.then))
                .replace("%3", str(story.now)),
            )
        )
    for count, icon, text in (
        #: Why a truck's place changed. %1: how many trucks
        (story.called, "bell", tr("Called ahead of you: %1")),
        #: Why a truck's place changed. %1: how many trucks
        (story.cut_in, "truck", tr("Joined ahead of you, priority lane: %1")),
        #: Why a truck's place changed. %1: how many trucks
        (story.left, "hand-back-right", tr("Held or taken off ahead of you: %1")),
        #: Why a truck's place changed: no longer held. %1: how many trucks
        (story.returned, "refresh", tr("Back in line ahead of you: %1")),
        #: Said so that anyone can see it, and accuses nobody. %1: how many trucks
        (len(story.overtaken), "eye", tr("Registered after you, called before you: %1")),
    ):
        if count:
            lines.append(Said(icon, text.replace("%1", str(count))))
    lines += [
        Said("boom-gate", _closed(tongue, each, moment)) for each in story.closures[-MOST_CLOSURES:]
    ]
    return lines


def _closed(tongue: Tongue, closure: Closure, moment: Callable[[datetime], str]) -> str:
    if closure.until is None:
        #: %1: time of day
        said = tongue.tr("Gate closed since %1")
    else:
        #: %1 and %2: times of day, from and to
        said = tongue.tr("Gate was closed %1 to %2").replace("%2", moment(closure.until))
    said = said.replace("%1", moment(closure.since))
    reason = reason_text(tongue, closure.reason)
    return f"{said} · {reason}" if reason else said
