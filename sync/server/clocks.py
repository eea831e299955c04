"""When an op was made, by a clock that may be wrong: for comparing and showing, never a reason to
refuse. Pure; all moments are microseconds since 1970."""

from collections.abc import Mapping

import msgspec

from sync.outbox import Moment, Op

SKEWED = 120_000_000
"""A clock further off than this is corrected by guess, where nothing better is known, and shown."""


class Clock(msgspec.Struct, frozen=True):
    """What is known of a sender's clock: its moment, when it was our `now`, and when each of its
    boots began, by our clock."""

    sender: str
    moment: Moment
    now: int
    began: Mapping[str, int]

    @property
    def skew(self) -> int:
        """How far the sender's clock is ahead of ours."""
        return self.moment.wall - self.now

    def corrected(self, op: Op) -> int:
        """When `op` was made, by our clock; never later than now."""
        if op.boot == self.moment.boot:
            made = self.now - self.moment.offset + op.offset
        elif op.boot in self.began:
            made = self.began[op.boot] + op.offset
        elif op.device == self.sender and abs(self.skew) > SKEWED:
            made = op.wall - self.skew
        else:
            made = op.wall
        return max(0, min(made, self.now))
