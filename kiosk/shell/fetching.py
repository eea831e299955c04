"""How far a new kiosk has come with its first sync."""


class Fetching:
    """`percent` never goes back: a sync that was cut goes on where it was, and counts what is left.
    `have` records are here already."""

    def __init__(self, have: int) -> None:
        self._have = have
        self._left = self._most = 0
        self.percent = 0

    def hear(self, done: int, of: int) -> None:
        """A sync has heard so many of so many."""
        self._left = of - done
        if not self._most:
            self._most = self._have + of
        self._most = max(self._most, self._left)
        if self._most:
            share = (self._most - self._left) * 100 // self._most
            self.percent = max(self.percent, share)

    @property
    def over(self) -> bool:
        return self._left <= 0
