"""A code is told whole or not at all, and no key of a scanner ends in a field."""

import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.scan import GAP, LONGEST, Frames, readable
from kiosk.devices.scanner import LineScanner
from kiosk.devices.scanner_sim import ScannerSim
from kiosk.devices.settings import SerialScanner
from kiosk.devices.wedge import Wedge

CODE = "DH1:WATCH:7Q2K9XVB4M1T8R5C"
QUICK = 0.005


class Typed:
    """Keys that a wedge is given one after the other, and what became of them."""

    def __init__(self, prefix: str = "STX", suffix: str = "CR") -> None:
        self.wedge = Wedge(prefix, suffix)
        self.scans: list[str] = []
        self.passed = ""
        self.at = 0.0

    def keys(self, text: str, every: float = QUICK) -> "Typed":
        for each in text:
            self.one(each, every)
        return self

    def one(self, text: str = "", every: float = QUICK, name: str = "") -> "Typed":
        self.at += every
        told = self.wedge.key(text, self.at, name)
        if told.scan is not None:
            self.scans.append(told.scan)
        if not told.swallowed:
            self.passed += text or name
        return self


def test_a_code_between_a_person_s_keys():
    typed = Typed().keys("ab", 0.3).keys(f"\x02{CODE}\r").keys("cd\r", 0.3)
    assert typed.scans == [CODE]
    assert typed.passed == "abcd\r"


def test_two_codes_in_a_row():
    typed = Typed().keys(f"\x02{CODE}\r\x02another\r")
    assert typed.scans == [CODE, "another"]
    assert typed.passed == ""


def test_without_the_prefix_all_is_typing_however_fast():
    typed = Typed().keys(f"{CODE}\r", 0.001)
    assert (typed.scans, typed.passed) == ([], f"{CODE}\r")


def test_a_code_cut_off_is_not_told_and_holds_no_key_of_a_person():
    typed = Typed().keys("\x02DH1:WAT").keys("x", GAP + 0.01).keys("y\r", 0.3)
    assert (typed.scans, typed.passed) == ([], "xy\r")


def test_a_code_cut_off_by_another_is_not_told_with_it():
    typed = Typed().keys(f"\x02DH1:WAT\x02{CODE}\r")
    assert (typed.scans, typed.passed) == ([CODE], "")


def test_a_prefix_hit_by_accident_costs_nothing():
    typed = Typed(prefix="F9").one(name="F9").keys("123ABC", 0.25)
    assert (typed.scans, typed.passed) == ([], "123ABC")


def test_a_function_key_as_prefix_and_a_tab_as_suffix():
    typed = Typed(prefix="F9", suffix="TAB").one(name="F9").keys(f"{CODE}\t").one(name="F8")
    assert (typed.scans, typed.passed) == ([CODE], "F8")


def test_shift_is_no_part_of_a_code():
    typed = Typed().keys("\x02D").one().keys("H\r")
    assert typed.scans == ["DH"]


def test_a_key_that_types_nothing_makes_garbage():
    typed = Typed().keys("\x02DH").one(name="other").keys("1\r")
    assert (typed.scans, typed.passed) == ([], "")


@pytest.mark.parametrize(
    "garbage", ["", " ", "a\x00b", "a\x1db", "\ud800", "a\ufffdb", "x" * (LONGEST + 1)]
)
def test_garbage_is_swallowed_and_not_told(garbage):
    typed = Typed().keys(f"\x02{garbage}\r", 0.0001).keys("x", 0.3)
    assert (typed.scans, typed.passed) == ([], "x")


@pytest.mark.parametrize("text", ["Алматы 123", "قازاقشا", "新A·12345", "é", "naïve"])
def test_a_code_in_utf_8(text):
    """Typed as it is, or byte by byte as simpler scanners do."""
    bytewise = text.encode("utf-8").decode("latin-1")
    if not any(ord(each) < 0x20 or 0x7F <= ord(each) < 0xA0 for each in text):
        assert Typed().keys(f"\x02{text}\r").scans == [text]
    assert readable(bytewise) == text
    assert Frames("CR").feed(text.encode() + b"\r", 0.0) == [text]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["\x02", "\r", "a", "7", "Ж", "", "\x00"]),
            st.sampled_from([0.001, 0.1, 0.5]),
        )
    )
)
def test_whatever_is_typed_a_code_is_what_stood_between_prefix_and_suffix(keys):
    typed = Typed()
    stream, quick = "", ""
    for text, every in keys:
        typed.one(text, every)
        stream += text
        quick += ("|" if every > GAP else "") + text
    for scan in typed.scans:
        assert f"\x02{scan}\r" in quick
    begins = stream.find("\x02")
    assert typed.passed.startswith(stream if begins < 0 else stream[:begins])
    assert "\x02" not in typed.passed


def test_a_line_s_codes_come_in_pieces_or_together():
    frames = Frames("CR")
    assert frames.feed(b"DH1:", 0.0) == []
    assert frames.feed(b"AB\r\nDH1:CD\r\n", 0.1) == ["DH1:AB", "DH1:CD"]
    assert frames.feed(b"\x02DH1:EF\r", 0.2) == ["DH1:EF"]


def test_a_line_s_code_cut_off_is_not_told():
    frames = Frames("CR")
    assert frames.feed(b"DH1:A", 0.0) == []
    assert frames.feed(b"DH1:CD\r", GAP + 0.01) == ["DH1:CD"]


@pytest.mark.parametrize(
    "garbage", [b"\xff\xfe\r", b"\r", b"x" * 9000 + b"\r", b"a\x07b\r", b"\xc6\xee\xeb\r"]
)
def test_a_line_s_garbage_is_not_told(garbage):
    frames = Frames("CR")
    for start in range(0, len(garbage), 1000):
        assert frames.feed(garbage[start : start + 1000], 0.0) == []
    assert frames.feed(b"DH1:CD\r", 0.0) == ["DH1:CD"]


def until(holds, seconds=10.0):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came about"
        time.sleep(0.01)


def test_a_scanner_at_a_serial_line():
    sim = ScannerSim()
    heard, come = [], threading.Event()
    settings = SerialScanner(device=sim.device)
    scanner = LineScanner(settings, lambda text: (heard.append(text), come.set()), retry=0.05)
    scanner.start()
    try:
        until(lambda: scanner.connected)
        sim.scan(CODE)
        sim.send(b"\xff\xff\r")
        sim.scan("Алматы")
        until(lambda: len(heard) == 2)
        assert heard == [CODE, "Алматы"]
        sim.unplug()
        until(lambda: not scanner.connected)
    finally:
        scanner.stop()


def test_a_scanner_plugged_in_later(tmp_path):
    link = tmp_path / "scanner"
    heard = []
    scanner = LineScanner(SerialScanner(device=str(link)), heard.append, retry=0.05)
    scanner.start()
    sim = ScannerSim()
    try:
        assert not scanner.connected
        link.symlink_to(sim.device)
        until(lambda: scanner.connected)
        sim.scan(CODE)
        until(lambda: heard == [CODE])
    finally:
        scanner.stop()
        sim.unplug()
