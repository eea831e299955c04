"""Every page in six languages, upright and lying, at plain and large text: all of it can be read,
reached and pressed."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.pages import checks
from tests.pages.looks import Look

QML = sorted(Path(__file__).parents[2].glob("kiosk/*/*.qml"))


def faults(looks: list[Look], check: Callable[[Look], Iterator[str]]) -> list[str]:
    return [f"{look}: {fault}" for look in looks for fault in check(look)]


def none_of(faults: list[str]) -> None:
    if faults:
        pytest.fail(f"{len(faults)} faults:\n" + "\n".join(faults[:20]), pytrace=False)


def test_no_text_is_cut_and_no_word_is_broken(looks):
    none_of(faults(looks, checks.cut_texts))


def test_everything_is_on_the_window_or_can_be_scrolled_to(looks):
    none_of(faults(looks, checks.unreachable))


def test_nothing_lies_beneath_the_head_or_the_dock(looks):
    none_of(faults(looks, checks.beneath_frame))


def test_nothing_overlaps(looks):
    none_of(faults(looks, checks.overlapping))


def test_a_finger_hits_every_target(looks):
    none_of(faults(looks, checks.small_targets))


def test_no_type_is_smaller_than_the_smallest(looks):
    none_of(faults(looks, checks.small_types))


def test_everything_pressed_has_a_name_of_its_own(looks):
    none_of(faults(looks, checks.unnamed))


def test_everything_is_heard_in_the_order_in_which_one_reads(looks):
    none_of(faults(looks, checks.out_of_order))


def test_every_page_was_looked_at(looks):
    seen = {look.state for look in looks}
    assert {"home", "queue", "queue-find", "services", "meals", "attract"} <= seen
    bare = [str(look) for look in looks if len(look.texts) < 4 or not look.pressables]
    assert not bare


@pytest.mark.parametrize("file", QML, ids=lambda file: file.name)
def test_nothing_is_elided(file):
    found = re.findall(r"\b(?:elide|maximumLineCount)\b", file.read_text("utf-8"))
    assert not found, f"{file.name} cuts text off: boxes grow instead"
