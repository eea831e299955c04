"""Languages and pages take turns, and nobody's turn is left out."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.tv import turns

SOME = st.integers(1, 12)


@given(languages=SOME, messages=SOME)
def test_every_message_comes_in_every_language(languages, messages):
    rounds = range(languages * messages)
    seen = {(turn % languages, turns.message(turn, languages, messages)) for turn in rounds}
    assert len(seen) == languages * messages


@given(rows=st.lists(st.integers(), max_size=50), size=st.integers(1, 7))
def test_every_row_stands_on_one_page(rows, size):
    count = turns.pages(len(rows), size)
    shown = [turns.page(rows, size, turn) for turn in range(count)]
    assert [row for page in shown for row in page] == rows
    assert all(len(page) <= size for page in shown)
    assert turns.page(rows, size, count) == shown[0]


@given(st.floats(0, 10**7))
def test_languages_and_pages_never_turn_within_the_same_four_seconds(seconds):
    later = seconds + 4
    language = turns.language_turn(seconds) != turns.language_turn(later)
    page = turns.page_turn(seconds) != turns.page_turn(later)
    assert not (language and page)


def test_each_language_stands_for_ten_seconds():
    assert [turns.language_turn(at) for at in (0, 9.9, 10, 59.9, 60)] == [0, 0, 1, 5, 6]
