"""What a running kiosk owes the machine it runs on: a readable log, a quick end when a signal
asks for it, and no child left behind."""

import ctypes
import logging
import os
import signal
import sys
import threading
import traceback
from types import TracebackType

log = logging.getLogger(__name__)

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


def log_to_stderr() -> None:
    """From now on the log goes to stderr, from INFO on. An error that nobody caught is a line
    there that says where, once for each place: what happens every second must not fill a disk,
    and an error's own text may hold what is personal. KIOSK_DEBUG=1 shows it whole."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    if os.environ.get("KIOSK_DEBUG"):
        return
    said: set[str] = set()

    def tell(kind: type[BaseException], trace: TracebackType | None) -> None:
        last = traceback.extract_tb(trace)[-1:]
        where = f"{kind.__name__} at {last[0].filename}:{last[0].lineno}" if last else kind.__name__
        if where not in said:
            said.add(where)
            log.error("Unforeseen: %s; KIOSK_DEBUG=1 shows it whole.", where)

    sys.excepthook = lambda kind, _, trace: tell(kind, trace)
    threading.excepthook = lambda args: tell(args.exc_type, args.exc_traceback)


def leave_at_once() -> None:
    """A signal ends the process where it stands, with 0: for the start, before there is an event
    loop to end. The store bears it; an exception amid Qt's own code would not be borne."""
    for number in SIGNALS:
        signal.signal(number, lambda *_: os._exit(0))


def die_with(parent: int) -> None:
    """To be called in a child before it runs its program: it is told to end (SIGTERM) when its
    parent has ended, however that came about (prctl(2), Linux alone)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(0)
