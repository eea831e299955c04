"""A driver's session, from his first touch until he is done or has walked away.

Rules only; `session_view` ticks them. Times are seconds of a monotonic clock.

>>> session = Session(idle=60, warning=20)
>>> session.begin(0.0)
>>> session.state(59.0), session.state(60.0), session.left(70.0), session.state(80.0)
('active', 'warning', 10, 'over')
>>> session.touch(70.0)
>>> session.state(80.0)
'active'
"""

import math
from dataclasses import dataclass


@dataclass
class Session:
    """`idle` is how long nobody may touch before the warning, `warning` how long that then
    stands (WCAG 2.2.1 asks for at least 20 seconds to extend by a simple action)."""

    idle: float = 60
    warning: float = 20
    touched: float | None = None

    def begin(self, now: float) -> None:
        self.touched = now

    def touch(self, now: float) -> None:
        """A touch keeps a session going; it does not begin one."""
        if self.touched is not None:
            self.touched = now

    def end(self) -> None:
        self.touched = None

    def state(self, now: float) -> str:
        """none, active, warning, or over (to be wiped now)."""
        if self.touched is None:
            return "none"
        silent = now - self.touched
        if silent < self.idle:
            return "active"
        return "warning" if silent < self.idle + self.warning else "over"

    def left(self, now: float) -> int:
        """Whole seconds until the session is wiped, rounded up."""
        if self.touched is None:
            return 0
        return max(0, math.ceil(self.touched + self.idle + self.warning - now))
