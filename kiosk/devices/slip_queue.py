"""Slips on their way to the printer, on a thread of their own: whoever prints never waits.

A slip lies in DIR/spool until it is printed; a printer that is out of paper, open, switched off or
hanging only delays it.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from kiosk.devices.picture import Picture
from kiosk.devices.printer import Condition, Printer, PrinterState, PrinterTrouble
from kiosk.devices.spool import Kept, Spool

_T = TypeVar("_T")

log = logging.getLogger(__name__)

RETRY = 5.0
"""Seconds between two tries while slips wait."""
LOOK = 30.0
"""Seconds between two looks at an idle printer, so that a page knows of it before a slip is due."""
OVERDUE = 60.0
"""Seconds after which a printer that neither prints nor fails is called offline."""


class SlipQueue:
    """Prints slips one after the other. `on_state` is called on the queue's thread whenever the
    printer's condition or the number of waiting slips has changed."""

    def __init__(
        self,
        printer: Printer,
        folder: Path,
        on_state: Callable[[PrinterState], None] = lambda state: None,
        *,
        retry: float = RETRY,
        look: float = LOOK,
        overdue: float = OVERDUE,
    ) -> None:
        self.width = printer.width
        self._printer = printer
        self._spool = Spool(folder)
        self._on_state = on_state
        self._retry = retry
        self._look = look
        self._overdue = overdue
        self._condition: Condition = "unknown"
        self._busy_since: float | None = None
        self._left = datetime.fromtimestamp(0, UTC)
        self._told: PrinterState | None = None
        self._tells = threading.Lock()
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="slips", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, seconds: float = 5.0) -> None:
        """Ask the thread to end and wait for it; one that hangs in the printer is left to die with
        the process, and its slip is in doubt."""
        self._stop.set()
        self._wake.set()
        self._thread.join(seconds)

    def submit(self, picture: Picture) -> None:
        """Keep a slip and return at once; it is printed as soon as the printer can. Raises
        PrinterTrouble("not-kept") when there is no room: show the code on the screen then."""
        if picture.width != self.width:
            raise ValueError(f"a picture of {picture.width} dots for a printer of {self.width}")
        try:
            self._spool.keep(picture, datetime.now(UTC))
        except OSError as error:
            raise PrinterTrouble("not-kept") from error
        self._wake.set()

    def withdraw(self, before: datetime) -> None:
        """Let go of the slips submitted `before` then (aware) that still wait: whoever wanted them
        has left. One that is being printed comes out."""
        self._left = before
        self._wake.set()

    def state(self) -> PrinterState:
        """How things stand, without asking the printer."""
        condition = self._condition
        since = self._busy_since
        if since is not None and time.monotonic() - since >= self._overdue:
            condition = "offline"
        return PrinterState(condition, len(self._spool.slips()))

    def _run(self) -> None:
        taken_up = False
        said = ""
        while not self._stop.is_set():
            self._wake.clear()
            try:
                if not taken_up:
                    self._spool.take_up()
                    taken_up = True
                waits = self._work()
                said = ""
            except OSError as error:
                if str(error) != said:  # a disk may be full for days
                    log.error("The folder of slips can't be used: %s.", error.strerror)
                said = str(error)
                waits = True
            self._tell()
            self._wake.wait(self._retry if waits else self._look)
        self._printer.close()

    def _work(self) -> bool:
        """Print what waits, then look how the printer is. True if slips still wait."""
        self._spool.tidy(datetime.now(UTC))
        while slips := self._wanted():
            if self._stop.is_set() or not self._one(slips[0]):
                return True
            self._tell()
        if not self._stop.is_set():
            self._condition = self._watched(self._printer.status)
        return False

    def _wanted(self) -> list[Kept]:
        self._spool.withdraw(self._left)
        return self._spool.slips()

    def _one(self, slip: Kept) -> bool:
        """Print one slip; False if the printer can't just now."""
        try:
            picture = self._spool.read(slip)
        except ValueError:
            log.warning("A slip that waited is damaged and can't be printed.")
            self._spool.done(slip)
            return True
        if picture.width != self.width:
            log.warning("A slip that waited is drawn for another printer and can't be printed.")
            self._spool.done(slip)
            return True
        sending = self._spool.begin(slip)
        try:
            self._watched(lambda: self._printer.print(picture))
        except PrinterTrouble as trouble:
            (self._spool.doubt if trouble.doubt else self._spool.back)(sending)
            self._condition = "unknown" if trouble.code == "not-kept" else trouble.code
            return False
        except Exception:  # whatever a driver does, the next slip has its turn
            log.exception("The printer's driver failed.")
            self._spool.doubt(sending)
            self._condition = "unknown"
            return False
        self._spool.done(sending)
        return True

    def _watched(self, work: Callable[[], _T]) -> _T:
        """Let the printer work, and tell that it hangs if it is overdue."""
        self._busy_since = time.monotonic()
        watch = threading.Timer(self._overdue, self._tell)
        watch.daemon = True
        watch.start()
        try:
            return work()
        finally:
            watch.cancel()
            self._busy_since = None

    def _tell(self) -> None:
        with self._tells:
            state = self.state()
            if state != self._told:
                self._told = state
                self._on_state(state)
