"""Calls that take the screen: every call stands there for at least fifteen seconds, three at most
together, and those that find no room wait for theirs. None is lost.

>>> calls, first, second = Calls(), Call("a", "09:00", "1"), Call("b", "09:01", "2")
>>> calls.take([first], (), 0.0)  # what was called before the wall began is no news
>>> calls.take([first, second], (), 1.0)
>>> [call.id for call in calls.shown(2.0)], calls.shown(16.0)
(['b'], ())
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

SECONDS = 15.0
TOGETHER = 3


class Call(NamedTuple):
    """A vehicle's call as the port wrote it. Called again, or to another gate row, it is news.
    `locale` is its driver's where he is told of it (`called_at` is then when that began)."""

    id: str
    called_at: str
    gate: str
    plate: str = ""
    country: str = ""
    locale: str = ""


class Calls:
    """The calls of a wall. Seconds are of a clock that never jumps or goes back."""

    def __init__(self) -> None:
        self._known: frozenset[Call] | None = None
        self._told: frozenset[Call] = frozenset()
        self._waiting: dict[str, Call] = {}  # by vehicle
        self._shown: list[Call] = []
        self._until = 0.0

    def take(self, called: Iterable[Call], back: Collection[str], seconds: float) -> None:
        """All that are called now, in the order of their calls. Those that were not before will
        be shown, but for the vehicles (ids) whose call the port took `back` before their turn."""
        self._settle(seconds)
        now = tuple(called)
        known, self._known = self._known, frozenset(now)
        for id in back:
            self._waiting.pop(id, None)
        if known is not None:
            for call in now:
                if call not in known:
                    self._announce(call, seconds)
        self._settle(seconds)

    def tell(self, told: Iterable[Call], seconds: float) -> None:
        """All whose drivers are told now that they are called. Those that were not told before
        will be shown as calls are; one that is on the screen stays there, told."""
        self._settle(seconds)
        now = tuple(told)
        before, self._told = self._told, frozenset(now)
        for call in now:
            if call not in before:
                self._announce(call, seconds)
        self._settle(seconds)

    def shown(self, seconds: float) -> tuple[Call, ...]:
        """What has the screen at this moment; nothing, most of the time."""
        self._settle(seconds)
        return tuple(self._shown)

    @property
    def waiting(self) -> int:
        """How many have not had their turn."""
        return len(self._waiting)

    def _announce(self, call: Call, seconds: float) -> None:
        for place, former in enumerate(self._shown):
            if former.id == call.id:  # another gate row: it stands where it stood
                self._shown[place] = call
                self._until = seconds + SECONDS
                return
        self._waiting[call.id] = call  # called anew, it keeps its turn

    def _settle(self, seconds: float) -> None:
        if self._shown and seconds >= self._until:
            self._shown = []
        while self._waiting and len(self._shown) < TOGETHER:
            # who joins has his whole time; who was there before stays with him
            self._shown.append(self._waiting.pop(next(iter(self._waiting))))
            self._until = seconds + SECONDS
