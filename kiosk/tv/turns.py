"""What takes turns on the wall, and when. Seconds are those since the wall began.

Languages take turns every ten seconds, while plates and figures stand still; the lists' pages turn
as often, midway between them, so that never both change at once.
"""

from collections.abc import Sequence
from math import lcm
from typing import TypeVar

LANGUAGE_SECONDS = 10.0
PAGE_SECONDS = 10.0
TELLING_SECONDS = 5.0
"""A telling stands for a minute: twelve find their turn in it."""

_Row = TypeVar("_Row")


def language_turn(seconds: float) -> int:
    """How many turns of the languages have gone by."""
    return int(seconds // LANGUAGE_SECONDS)


def page_turn(seconds: float) -> int:
    """How many turns of the pages have gone by.

    >>> [page_turn(at) for at in (0, 4.9, 5, 14.9, 15)]
    [0, 0, 1, 1, 2]
    """
    return int((seconds + PAGE_SECONDS / 2) // PAGE_SECONDS)


def telling_turn(seconds: float) -> int:
    """How many turns of what drivers are told have gone by."""
    return int(seconds // TELLING_SECONDS)


def message(turn: int, languages: int, messages: int) -> int:
    """Which of the messages stands in the strip at a turn of the languages. In time each comes
    in each language: where both counts have a common divisor, it skips one a round.

    >>> sorted({(turn % 2, message(turn, 2, 2)) for turn in range(4)})
    [(0, 0), (0, 1), (1, 0), (1, 1)]
    """
    return (turn + turn // lcm(languages, messages)) % messages


def pages(count: int, size: int) -> int:
    """How many pages so many rows fill; an empty list has one."""
    return max(1, -(-count // size))


def page(rows: Sequence[_Row], size: int, turn: int) -> Sequence[_Row]:
    """The rows of the page whose turn it is."""
    first = turn % pages(len(rows), size) * size
    return rows[first : first + size]
