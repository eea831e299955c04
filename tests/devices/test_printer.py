"""A slip on the wire: the printer gets dots, and says by itself how it is."""

import os
import socket
import threading
import tty

import pytest

from kiosk.devices import escpos_printer
from kiosk.devices.escpos_codes import CLEAR, harmless
from kiosk.devices.escpos_printer import EscposPrinter
from kiosk.devices.picture import Picture, from_pbm, to_pbm
from kiosk.devices.printer import PrinterTrouble
from kiosk.devices.printer_sim import PrinterSim
from kiosk.devices.settings import FilePrinter, NetworkPrinter, SerialPrinter, UsbPrinter
from tests.devices.conftest import a_slip, printer_at


def test_each_dot_comes_out_and_no_letter_is_sent(sim):
    printer = printer_at(sim.port)
    for seed in (1, 2):
        printer.print(a_slip(seed))
    assert sim.slips == [a_slip(1), a_slip(2)]
    assert sim.text == b""
    assert sim.torn == []


def test_narrow_paper(sim):
    narrow = PrinterSim(width=384).start()
    try:
        settings = NetworkPrinter(host="127.0.0.1", port=narrow.port, paper=58)
        EscposPrinter(settings).print(a_slip(width=384))
        assert narrow.slips == [a_slip(width=384)]
        assert narrow.text == b""
    finally:
        narrow.stop()


def test_a_picture_of_another_width_is_refused(sim):
    with pytest.raises(ValueError, match="384"):
        printer_at(sim.port).print(a_slip(width=384))


@pytest.mark.parametrize("command", [b"\x10\x04\x01", b"\x10\x05\x02", CLEAR])
def test_a_picture_holds_nothing_that_a_printer_obeys(sim, command):
    """DLE … acts at once, inside a picture too; this one clears the printer's buffer."""
    row = (command * 72)[:72]
    picture = Picture(width=576, bits=row * 100)
    printer_at(sim.port).print(picture)
    (came,) = sim.slips
    assert sim.torn == []
    assert came.bits == harmless(picture.bits)
    added = int.from_bytes(came.bits, "big") ^ int.from_bytes(picture.bits, "big")
    assert added & int.from_bytes(picture.bits, "big") == 0  # no dot is taken away
    assert b"\x10" + command[1:2] not in came.bits


@pytest.mark.parametrize(
    ("is_so", "condition"),
    [
        ({}, "ready"),
        ({"near_end": True}, "paper-low"),
        ({"paper": 0}, "paper-out"),
        ({"cover": True}, "cover"),
        ({"cover": True, "paper": 0}, "cover"),
        ({"hangs": True}, "offline"),
        ({"mute": True}, "offline"),
    ],
)
def test_the_printer_says_how_it_is(sim, is_so, condition):
    for name, value in is_so.items():
        setattr(sim, name, value)
    assert printer_at(sim.port).status() == condition


def test_a_printer_that_is_switched_off_is_offline(sim):
    printer = printer_at(sim.port)
    sim.stop()
    assert printer.status() == "offline"
    with pytest.raises(PrinterTrouble) as trouble:
        printer.print(a_slip())
    assert (trouble.value.code, trouble.value.doubt) == ("offline", False)
    sim.__init__()
    sim.start()


@pytest.mark.parametrize(
    ("is_so", "code", "doubt"),
    [
        ({"paper": 0}, "paper-out", False),
        ({"cover": True}, "cover", False),
        ({"mute": True}, "offline", False),
        ({"paper": 200}, "paper-out", False),  # in the middle of the slip
        # all of it may lie in the system's buffers when the connection breaks
        ({"breaks_after": 20_000}, "offline", True),
    ],
)
def test_what_keeps_a_slip_from_printing_is_said(sim, is_so, code, doubt):
    printer = printer_at(sim.port)
    printer.print(a_slip(1))
    for name, value in is_so.items():
        setattr(sim, name, value)
    with pytest.raises(PrinterTrouble) as trouble:
        printer.print(a_slip(2))
    assert (trouble.value.code, trouble.value.doubt) == (code, doubt)
    assert sim.slips == [a_slip(1)]


@pytest.mark.parametrize("ends", [{"paper": 200}, {"breaks_after": 20_000}, {"breaks_after": 60}])
def test_the_rest_of_a_broken_slip_never_comes_out(sim, ends):
    """The printer keeps what it has not printed; the next slip must be whole and alone."""
    printer = printer_at(sim.port)
    printer.print(a_slip(1))
    for name, value in ends.items():
        setattr(sim, name, value)
    with pytest.raises(PrinterTrouble):
        printer.print(a_slip(2))
    sim.paper = sim.breaks_after = None
    printer.print(a_slip(2))
    assert sim.slips == [a_slip(1), a_slip(2)]


def test_the_rest_of_a_slip_is_thrown_away_before_new_paper_is_in(sim):
    printer = printer_at(sim.port)
    sim.paper = 200
    with pytest.raises(PrinterTrouble, match="paper-out"):
        printer.print(a_slip())
    assert len(sim.torn) == 1


def test_a_printer_that_falls_silent_when_all_is_sent_leaves_a_doubt(sim):
    printer = printer_at(sim.port)
    printer._wait = lambda wire: (setattr(sim, "mute", True), EscposPrinter._wait(printer, wire))
    with pytest.raises(PrinterTrouble) as trouble:
        printer.print(a_slip())
    assert (trouble.value.code, trouble.value.doubt) == ("offline", True)


def test_a_printer_that_does_not_know_the_last_question_has_printed(sim, monkeypatch):
    monkeypatch.setattr(escpos_printer.codes, "WHEN_DONE", b"")
    printer_at(sim.port).print(a_slip())
    assert sim.slips == [a_slip()]


def test_a_printer_that_never_answers_is_not_asked(sim):
    sim.mute = True
    settings = NetworkPrinter(host="127.0.0.1", port=sim.port, answers=False)
    printer = EscposPrinter(settings)
    assert printer.status() == "unknown"
    printer.print(a_slip())
    sim.wait_for(1)
    assert sim.slips == [a_slip()]


def test_a_printer_as_a_file(tmp_path, sim):
    file = tmp_path / "lp0"
    file.touch()
    printer = EscposPrinter(FilePrinter(device=str(file)))
    printer.print(a_slip())
    printer.close()
    with socket.create_connection(("127.0.0.1", sim.port)) as cable:
        cable.sendall(file.read_bytes())
        sim.wait_for(1)
    assert sim.slips == [a_slip()]
    gone = EscposPrinter(FilePrinter(device=str(tmp_path / "not" / "there")))
    with pytest.raises(PrinterTrouble, match="offline"):
        gone.print(a_slip())


def test_a_usb_printer_that_is_not_plugged_in_is_offline():
    printer = EscposPrinter(UsbPrinter(vendor=0xFFFE, product=0xFFFE))
    assert printer.status() == "offline"
    with pytest.raises(PrinterTrouble, match="offline"):
        printer.print(a_slip())


def test_a_printer_at_a_serial_cable(sim):
    """A pseudo-terminal, whose other end leads to the simulated printer."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    cable = socket.create_connection(("127.0.0.1", sim.port))

    def pump(read, write):
        try:
            while data := read():
                write(data)
        except OSError:
            pass  # the cable is pulled

    threads = [
        threading.Thread(target=pump, args=(lambda: os.read(ours, 4096), cable.sendall)),
        threading.Thread(target=pump, args=(lambda: cable.recv(64), lambda b: os.write(ours, b))),
    ]
    for each in threads:
        each.start()
    printer = EscposPrinter(SerialPrinter(device=os.ttyname(theirs), baud=115200))
    try:
        assert printer.status() == "ready"
        printer.print(a_slip(rows=100))
        assert sim.slips == [a_slip(rows=100)]
        sim.cover = True
        assert printer.status() == "cover"
    finally:
        printer.close()
        os.close(theirs)
        cable.shutdown(socket.SHUT_RDWR)
        for each in threads:
            each.join(5)
        cable.close()
        os.close(ours)


def test_the_simulated_printer_writes_what_it_prints_as_pictures(tmp_path):
    from PIL import Image

    sim = PrinterSim(folder=tmp_path).start()
    try:
        printer_at(sim.port).print(Picture(width=576, bits=b"\xff" + bytes(71) + bytes(72)))
    finally:
        sim.stop()
    with Image.open(tmp_path / "slip-001.png") as image:
        assert image.size == (576, 2)
        assert [image.getpixel((x, 0)) for x in (0, 7, 8)] == [0, 0, 255]


def test_a_picture_and_its_file():
    assert from_pbm(to_pbm(a_slip())) == a_slip()
    for broken in (b"", b"P4\n576 2\n", to_pbm(a_slip())[:-1], to_pbm(a_slip()) + bytes(72)):
        with pytest.raises(ValueError, match="picture"):
            from_pbm(broken)
    with pytest.raises(ValueError, match="dots"):
        Picture(width=575, bits=bytes(72))


def test_looking_at_the_printer_twice_a_minute_fills_no_log(sim, caplog):
    caplog.set_level("INFO")
    printer = printer_at(sim.port)
    for _ in range(3):
        assert printer.status() == "ready"
        printer.close()
    assert not caplog.records
