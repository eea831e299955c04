"""What a slip printer is to the rest of the kiosk."""

from typing import Literal, NamedTuple, Protocol

from kiosk.devices.picture import Picture

Condition = Literal["ready", "paper-low", "paper-out", "cover", "offline", "unknown"]
"""How a printer is. `paper-low` still prints; `offline`: it can't be reached or does not answer;
`unknown`: it is in an error of its own, or can't be asked."""

Trouble = Literal["paper-out", "cover", "offline", "unknown", "not-kept"]


class PrinterTrouble(Exception):  # noqa: N818 - the field's word; nothing of ours went wrong
    """A slip was not printed, for the reason `code`. `doubt`: all of it was sent, and nobody can
    know whether it came out. `not-kept` is the queue's own: no room for one more slip."""

    def __init__(self, code: Trouble, doubt: bool = False) -> None:
        super().__init__(code)
        self.code: Trouble = code
        self.doubt = doubt


class Printer(Protocol):
    """`width` is in dots. The calls wait for the printer, some tens of seconds at most: they
    belong on the thread of a SlipQueue."""

    width: int

    def print(self, picture: Picture) -> None:
        """Print one slip and cut it. Raises PrinterTrouble."""

    def status(self) -> Condition:
        """How it is now. Never raises for what a printer does."""

    def close(self) -> None:
        """Let go of the connection; the next call makes a new one."""


class PrinterState(NamedTuple):
    """The printer's condition, and how many slips wait for it."""

    condition: Condition
    waiting: int
