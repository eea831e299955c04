"""Slips that wait for the printer: DIR/spool/, a picture each.

A slip's file is named `<UTC time>-<number>.<stage>.pbm`; nothing about a person stands in it but
what the slip shows. The stages make a slip come out once, as far as can be known:

    wait --begin--> send --printed--> gone
    again --begin-> last --printed--> gone

A slip that was known not to come out goes back a step. One that may have come out or not (the
power or the connection was cut after all of it had been sent) goes from `send` to `again`, and is
printed once more: a driver with two equal slips is better off than one without. From `last` it is
gone. So the one doubt that remains may cost a second copy, never a third.
"""

import os
import re
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from kiosk.devices.picture import Picture, from_pbm, to_pbm

MOST = 50
OLDEST = timedelta(hours=24)

_NAME = re.compile(r"(\d{8}T\d{12})Z-([0-9a-f]{8})\.(wait|send|again|last)\.pbm")
_BEGUN = {"wait": "send", "again": "last"}
_BACK = {"send": "wait", "last": "again"}


class Kept(NamedTuple):
    """A slip in the spool; `stage` is wait, send, again or last."""

    at: str
    number: str
    stage: str

    @property
    def file(self) -> str:
        return f"{self.at}-{self.number}.{self.stage}.pbm"


class Spool:
    """The slips of one data folder. One thread takes them out, any may keep one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "spool"

    def keep(self, picture: Picture, now: datetime) -> None:
        """Keep a slip, whole or not at all. Raises OSError without room for it."""
        if len(self.slips()) >= MOST:
            raise OSError(f"{MOST} slips wait already")
        self._folder.mkdir(exist_ok=True)
        slip = Kept(f"{now.astimezone(UTC):%Y%m%dT%H%M%S%f}Z", uuid.uuid4().hex[:8], "wait")
        part = self._folder / f"{slip.number}.{os.getpid()}.part"
        try:
            part.write_bytes(to_pbm(picture))
            os.replace(part, self._folder / slip.file)
        except OSError:
            part.unlink(missing_ok=True)
            raise

    def slips(self) -> list[Kept]:
        """All that wait, the oldest first."""
        try:
            names = sorted(os.listdir(self._folder))
        except OSError:
            return []
        return [Kept(f"{m[1]}Z", m[2], m[3]) for name in names if (m := _NAME.fullmatch(name))]

    def read(self, slip: Kept) -> Picture:
        """Raises OSError or, for a damaged file, ValueError."""
        return from_pbm((self._folder / slip.file).read_bytes())

    def begin(self, slip: Kept) -> Kept:
        """It is about to be sent."""
        return self._to(slip, _BEGUN[slip.stage])

    def back(self, slip: Kept) -> None:
        """It did not come out."""
        self._to(slip, _BACK[slip.stage])

    def doubt(self, slip: Kept) -> None:
        """Nobody knows whether it came out."""
        if slip.stage == "send":
            self._to(slip, "again")
        else:
            self.done(slip)

    def done(self, slip: Kept) -> None:
        """It came out, or nobody wants it any more."""
        (self._folder / slip.file).unlink(missing_ok=True)

    def tidy(self, now: datetime) -> None:
        """Throw away what is older than a day."""
        for slip in self._before(now - OLDEST):
            self.done(slip)

    def withdraw(self, before: datetime) -> None:
        """Throw away what was kept `before` then, but for what is being sent."""
        for slip in self._before(before):
            if slip.stage in _BEGUN:
                self.done(slip)

    def take_up(self) -> None:
        """At the start: what was being sent when the power went is in doubt; what another process
        was writing then is nothing."""
        for part in self._folder.glob("*.part"):
            if not part.name.endswith(f".{os.getpid()}.part"):
                part.unlink(missing_ok=True)
        for slip in self.slips():
            if slip.stage in _BACK:
                self.doubt(slip)

    def _before(self, at: datetime) -> list[Kept]:
        first = f"{at.astimezone(UTC):%Y%m%dT%H%M%S%f}Z"
        return [slip for slip in self.slips() if slip.at < first]

    def _to(self, slip: Kept, stage: str) -> Kept:
        moved = slip._replace(stage=stage)
        os.replace(self._folder / slip.file, self._folder / moved.file)
        return moved
