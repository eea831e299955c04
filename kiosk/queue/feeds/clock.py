"""How far a port's clock is from ours, learned from its answers.

An offset is believed only of a clock that ticks: a document that froze 20 minutes ago must look 20
minutes old, not like the work of a clock that is 20 minutes behind.
"""

from datetime import datetime, timedelta
from statistics import median
from typing import Annotated

import msgspec

KEPT = 9
"""Answers of which the median is taken."""
FELT = 15.0
"""Seconds of change in the offset from which it is followed: corrected times must not jitter."""
STRAY = 5.0
"""Seconds a ticking clock may stray from ours between two looks (it is sent in whole seconds)."""
PROOF = 10.0
"""Seconds over which a clock must be seen ticking."""
AGAIN = 600.0

_Aware = Annotated[datetime, msgspec.Meta(tz=True)]


class PortClock(msgspec.Struct, frozen=True, kw_only=True):
    """`skew` is by how many seconds the port is taken to be ahead of us; `samples` are the last
    offsets seen; `anchor` is a moment by its clock and by ours, from which it has ticked since."""

    skew: int = 0
    samples: tuple[float, ...] = ()
    anchor: tuple[_Aware, _Aware] | None = None

    def heard(self, port_at: datetime, our_at: datetime) -> "PortClock":
        """What is known after an answer that said `port_at`; `our_at` lies half a round trip
        before it arrived. A clock ahead of ours is believed at the first word, since nothing is
        told before it happens."""
        ahead = (port_at - our_at).total_seconds()
        if self.anchor is None:
            return PortClock(skew=round(ahead) if ahead > FELT else 0, anchor=(port_at, our_at))
        passed = (our_at - self.anchor[1]).total_seconds()
        strayed = abs((port_at - self.anchor[0]).total_seconds() - passed)
        if passed < 0 or strayed > STRAY + passed / 1000:
            # it was set, it stands still, or this is an old answer: it must prove itself anew
            return PortClock(skew=self.skew, anchor=(port_at, our_at))
        if passed < PROOF:
            return self
        samples = (*self.samples, ahead)[-KEPT:]
        middle = median(samples)
        skew = self.skew
        if abs(middle - skew) > FELT:
            skew = round(middle) if abs(middle) > FELT else 0
        anchor = (port_at, our_at) if passed > AGAIN else self.anchor
        return PortClock(skew=skew, samples=samples, anchor=anchor)

    def corrected(self, at: datetime) -> datetime:
        """A moment of the port's clock by ours."""
        return at - timedelta(seconds=self.skew)
