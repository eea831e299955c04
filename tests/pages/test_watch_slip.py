"""The slip of a watch: printed once, and what is said where it can't be."""

from types import SimpleNamespace

import pytest

from kiosk.devices.printer import PrinterState, PrinterTrouble
from kiosk.i18n.text import Tongue
from kiosk.paper import slip as paper
from kiosk.queue.watch_code import code
from kiosk.queue.watch_words import PAPER, takes, wish
from kiosk.services import qr
from kiosk.states import NOON, STATES
from sync.records import Watch
from tests.pages.watched import texts, tr

pytestmark = pytest.mark.usefixtures("nobody_waits")


class Printer:
    """A printer as the page sees it."""

    width = 576

    def __init__(self):
        self.printed = []
        self.condition = "ready"
        self.waiting = 0
        self.full = False

    def submit(self, picture):
        if self.full:
            raise PrinterTrouble("not-kept")
        self.printed.append(picture)
        self.waiting += 1

    def state(self):
        return PrinterState(self.condition, self.waiting)


@pytest.fixture
def printer(kiosk):
    slips = Printer()
    kiosk.app.watch.use_slips(slips)
    yield slips
    kiosk.app.watch.use_slips(None)


def test_the_slip_is_printed_once_and_says_when(kiosk, printer):
    slips = []

    def draw(slip, width):
        slips.append(slip)
        return paper.draw(slip, width)

    noting = SimpleNamespace(Slip=paper.Slip, Line=paper.Line, draw=draw)
    kiosk.app.watch.use_drawing(qr.picture, noting)
    STATES["queue-watch-taken"](kiosk.app)
    kiosk.settle()
    (watch,) = kiosk.app.store.find(Watch)
    assert tr(kiosk, "Your slip is being printed.") in texts(kiosk)
    kiosk.app.watch.take(10)
    assert len(printer.printed) == 1
    house, line = kiosk.app.house.name, paper.Line
    assert watch.locale == kiosk.app.language.code == "zh_CN"
    tongue = Tongue("zh_CN")
    expected = paper.Slip(
        locale="zh_CN",
        home=line(own=house, chinese=house),
        plate=watch.plate,
        lines=(
            line(own=wish(tongue, 10), chinese=wish(tongue, 10), large=True),
            line(own=takes(tongue), chinese=takes(tongue)),
        ),
        code=code(watch),
        at=NOON,
    )
    assert slips == [expected]
    kiosk.app.watch.use_drawing(qr.picture, paper)
    printer.waiting = 0
    kiosk.app.watch.printerTold.emit(printer.state())
    kiosk.settle()
    assert tr(kiosk, "Your slip is printed. Take it along.") in texts(kiosk)


@pytest.mark.parametrize("condition", ["paper-out", "cover", "offline", "unknown"])
@pytest.mark.parametrize("locale", ["kk_KZ", "ug_CN"])
def test_a_printer_in_trouble_says_so_and_the_code_is_the_way_out(
    kiosk, printer, condition, locale
):
    kiosk.app.language.use(locale)
    STATES["queue-watch-taken"](kiosk.app)
    printer.condition = condition
    kiosk.app.watch.printerTold.emit(printer.state())
    kiosk.settle()
    assert tr(kiosk, PAPER[condition]) in texts(kiosk)
    photograph = "Photograph this code. Held to the scanner, it opens your truck in your language."
    assert tr(kiosk, photograph) in texts(kiosk)
    assert kiosk.app.watch.code
    printer.condition, printer.waiting = "ready", 0
    kiosk.app.watch.printerTold.emit(printer.state())
    kiosk.settle()
    assert tr(kiosk, "Your slip is printed. Take it along.") in texts(kiosk)


def test_a_slip_that_can_not_even_wait_is_no_reason_not_to_be_told(kiosk, printer):
    printer.full = True
    STATES["queue-watch-taken"](kiosk.app)
    kiosk.settle()
    assert tr(kiosk, PAPER["not-kept"]) in texts(kiosk)
    assert len(kiosk.app.store.find(Watch)) == 1
