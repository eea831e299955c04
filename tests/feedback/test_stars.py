"""A tap on the stars."""

from datetime import datetime

import pytest

from kiosk.feedback.stars import feedback
from kiosk.zones import BEIJING
from sync.records import Audience, Feedback, Flow

NOW = datetime(2026, 3, 2, 12, 47, 9, tzinfo=BEIJING)


def test_a_tap_is_kept_with_the_hour_and_without_anybody():
    given = feedback("horgos", "svc-shower", 4, "kk_KZ", NOW)
    assert (given.home, given.about, given.stars, given.locale) == (
        "horgos", "svc-shower", 4, "kk_KZ"
    )  # fmt: skip
    assert given.at == "2026-03-02T12:00:00+08:00"
    assert set(Feedback.__struct_fields__) == {"id", "home", "at", "about", "stars", "locale"}
    assert (Feedback.info.flow, Feedback.info.audience) == (Flow.UP, Audience.STAFF)


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_there_are_one_to_five(stars):
    with pytest.raises(ValueError, match="1 to 5 stars"):
        feedback("horgos", "meals", stars, "ug_CN", NOW)
