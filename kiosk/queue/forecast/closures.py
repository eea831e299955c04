"""How long the gate stays closed, by the closures before and by how long this one has lasted."""

from itertools import accumulate

from msgspec import Struct

KEPT = 200


class Closures(Struct):
    """`past` are (minutes, reason), the newest last, at most KEPT."""

    past: list[tuple[float, str]] = []

    def ended(self, minutes: float, reason: str) -> None:
        self.past.append((minutes, reason))
        del self.past[:-KEPT]

    def remaining(self, elapsed: float, reason: str, share: float = 0.5) -> float:
        """The minutes until it opens again: the median, or what holds in another `share` of cases
        (0 to 1). Past closures that were longer than this
        one is now tell it, those of the same reason most; two more are made up, for what has not
        been seen yet: the longer it has lasted, the longer it will (a scale-free prior)."""
        known = sum(each == reason for _, each in self.past)
        other = 1 / (1 + known)
        longer = [
            (minutes - elapsed, 1.0 if each == reason else other)
            for minutes, each in self.past
            if minutes > elapsed
        ]
        made_up = max(elapsed, 5.0)
        longer += [(made_up * 0.5, 0.3), (made_up * 1.5, 0.3)]
        longer.sort()
        total = sum(weight for _, weight in longer)
        for (minutes, _), sofar in zip(
            longer, accumulate(weight for _, weight in longer), strict=True
        ):
            if sofar >= total * share:
                return minutes
        return longer[-1][0]
