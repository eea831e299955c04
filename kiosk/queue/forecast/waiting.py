"""Who waits, in the order of each lane, and how the port takes the lanes in turn."""

import math
from bisect import bisect_left, insort
from enum import StrEnum

from msgspec import Struct

from sync.records import Lane


class Order(StrEnum):
    """How the port takes two lanes that both wait: the priority lane first, every so many calls one
    of it, or by registration alone."""

    PRIORITY = "priority"
    SHARE = "share"
    REGISTRATION = "registration"


class Standing(Struct, array_like=True):
    """A vehicle that has registered and is not yet called. `since` is its registration."""

    lane: Lane
    since: float
    held: bool = False


class Waiting(Struct):
    """`standing` by vehicle, held ones too; `lanes` only who waits, by registration. The four
    counts are of calls while both lanes waited, by whose first vehicle had registered earlier, and
    which lane was taken."""

    standing: dict[str, Standing] = {}
    general: list[tuple[float, str]] = []
    priority: list[tuple[float, str]] = []
    later_taken: float = 0.0
    later_left: float = 0.0
    earlier_taken: float = 0.0
    earlier_left: float = 0.0

    def lane(self, lane: Lane) -> list[tuple[float, str]]:
        return self.priority if lane is Lane.PRIORITY else self.general

    def __len__(self) -> int:
        return len(self.general) + len(self.priority)

    def head(self) -> float:
        """When the one that waits longest registered; infinite if nobody waits."""
        return min(lane[0][0] if lane else math.inf for lane in (self.general, self.priority))

    def register(self, vehicle: str, lane: Lane, at: float) -> None:
        self.standing[vehicle] = Standing(lane, at)
        insort(self.lane(lane), (at, vehicle))

    def hold(self, vehicle: str) -> None:
        standing = self.standing[vehicle]
        if not standing.held:
            standing.held = True
            self._leave(vehicle, standing)

    def release(self, vehicle: str) -> None:
        """It takes its old place again."""
        standing = self.standing[vehicle]
        if standing.held:
            standing.held = False
            insort(self.lane(standing.lane), (standing.since, vehicle))

    def remove(self, vehicle: str) -> None:
        standing = self.standing.pop(vehicle)
        if not standing.held:
            self._leave(vehicle, standing)

    def call(self, vehicle: str) -> None:
        """Called: before it leaves, what that tells about the order of the lanes."""
        if self.general and self.priority and not self.standing[vehicle].held:
            taken = self.standing[vehicle].lane is Lane.PRIORITY
            if self.priority[0] > self.general[0]:
                self.later_taken, self.later_left = _counted(
                    self.later_taken, self.later_left, taken
                )
            else:
                self.earlier_taken, self.earlier_left = _counted(
                    self.earlier_taken, self.earlier_left, taken
                )
        self.remove(vehicle)

    def order(self) -> tuple[Order, float]:
        """The order so far, and which part of the calls the priority lane gets while both wait.
        Until it is learned: the design's rule, the priority lane first."""
        later = self.later_taken + self.later_left
        earlier = self.earlier_taken + self.earlier_left
        if later >= 10 and self.later_taken < 0.1 * later and self.earlier_taken >= 0.8 * earlier:
            return Order.REGISTRATION, 0.0
        share = (self.later_taken + self.earlier_taken + 9) / (later + earlier + 10)
        return (Order.PRIORITY, 1.0) if share > 0.85 else (Order.SHARE, max(0.05, share))

    def position(self, vehicle: str) -> int:
        """How many waiting are called before it by the design's rule, plus one."""
        standing = self.standing[vehicle]
        before = self.before(vehicle, standing, standing.lane)
        return before + 1 + (len(self.priority) if standing.lane is Lane.GENERAL else 0)

    def before(self, vehicle: str, standing: Standing, lane: Lane) -> int:
        """How many wait in `lane` that registered before it."""
        return bisect_left(self.lane(lane), (standing.since, vehicle))

    def _leave(self, vehicle: str, standing: Standing) -> None:
        lane = self.lane(standing.lane)
        del lane[bisect_left(lane, (standing.since, vehicle))]


def _counted(taken: float, left: float, now: bool) -> tuple[float, float]:
    """One call more; the oldest fade, some two hundred count."""
    return taken * 0.995 + now, left * 0.995 + (not now)
