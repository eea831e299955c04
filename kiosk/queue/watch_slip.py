"""The slip of a watch: what stands on it, and how it is doing at the printer."""

from datetime import datetime
from types import ModuleType
from typing import Any, Protocol

from kiosk.devices.picture import Picture
from kiosk.devices.printer import PrinterState, PrinterTrouble
from kiosk.i18n.text import Tongue
from kiosk.queue.watch_code import code
from kiosk.queue.watch_words import PAPER, takes, wish
from sync.records import Home, Watch

CHINESE = "zh_CN"


class Slips(Protocol):
    """The slip printer's queue (kiosk.devices.slip_queue)."""

    width: int

    def submit(self, picture: Picture) -> None: ...

    def state(self) -> PrinterState: ...


class WatchSlips:
    """The slips of one session. `slips` prints and `paper` (kiosk.paper.slip) draws them; without
    either there are none. `state` is that of the last one: "", printing, printed, or a key of
    watch_words.PAPER."""

    def __init__(self) -> None:
        self.slips: Slips | None = None
        self.paper: ModuleType | None = None
        self.home: Home | None = None
        self.state = ""
        self._printed: set[str] = set()

    def reset(self) -> None:
        """Another driver comes."""
        self.state = ""
        self._printed.clear()

    def print(self, watch: Watch) -> None:
        """Print a watch's slip, once in a session."""
        if self.slips is None or self.paper is None or watch.id in self._printed:
            return
        try:
            self.slips.submit(self.paper.draw(self._slip(watch, self.paper), self.slips.width))
        except PrinterTrouble as trouble:
            self.state = trouble.code
        else:
            self._printed.add(watch.id)
            self.state = "printing"
            self.look()

    def look(self) -> None:
        """See how the printer is. It is asked, not believed what it told: that may be of before
        the slip was handed over."""
        if self.slips is None or self.state in ("", "printed", "not-kept"):
            return
        condition, waiting = self.slips.state()
        trouble = condition if condition in PAPER else "printing"
        self.state = trouble if waiting else "printed"

    def _slip(self, watch: Watch, paper: ModuleType) -> Any:
        own, chinese = Tongue(watch.locale), Tongue(CHINESE)
        name = self.home.name if self.home else {}
        return paper.Slip(
            locale=watch.locale,
            home=paper.Line(own=own.pick(name), chinese=chinese.pick(name)),
            plate=watch.plate,
            lines=(
                paper.Line(
                    own=wish(own, watch.ahead), chinese=wish(chinese, watch.ahead), large=True
                ),
                paper.Line(own=takes(own), chinese=takes(chinese)),
            ),
            code=code(watch),
            at=datetime.fromisoformat(watch.at),
        )
