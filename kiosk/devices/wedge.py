"""A scanner that types like a keyboard: which keys are its, and which a person's. Pure.

>>> wedge = Wedge("STX", "CR")
>>> [wedge.key(text, 0.01 * n) for n, text in enumerate("\\x02A\\r")][-1]
Told(swallowed=True, scan='A')
>>> wedge.key("A", 1)
Told(swallowed=False, scan=None)
"""

from typing import NamedTuple

from kiosk.devices.scan import GAP, LONGEST, SENT, readable


class Told(NamedTuple):
    """What became of a key: `swallowed`, it is the scanner's and no field may see it. `scan` is the
    code that it ended."""

    swallowed: bool
    scan: str | None = None


class Wedge:
    """Takes every key there is. From `prefix` on all keys are swallowed until `suffix`, or until
    one comes later than GAP after the last: that one is a person's again, and of the code that
    was cut off nothing is told."""

    def __init__(self, prefix: str, suffix: str) -> None:
        self._prefix = SENT.get(prefix, prefix)
        self._suffix = SENT.get(suffix, suffix)
        self._begun: list[str] | None = None
        self._last = 0.0

    def key(self, text: str, at: float, name: str = "") -> Told:
        """A key goes down. `text` is what it types; `name` says which it is when it types nothing
        (F9). `at` in seconds, on a clock that never goes back."""
        if self._begun is not None and at - self._last > GAP:
            self._begun = None
        if self._prefix in (text, name):
            self._begun = []
            self._last = at
            return Told(swallowed=True)
        if self._begun is None:
            return Told(swallowed=False)
        self._last = at
        if self._suffix in (text, name):
            scan = readable("".join(self._begun))
            self._begun = None
            return Told(swallowed=True, scan=scan)
        if len(self._begun) <= LONGEST:
            # a key that has no place in a code makes garbage of it; Shift and its like have no name
            self._begun.append("\x00" if name and not text else text)
        return Told(swallowed=True)
