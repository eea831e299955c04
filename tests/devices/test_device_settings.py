"""kiosk.toml: [printer] and [scanner]; and the examples in the devices' docstrings."""

import doctest
import re
from importlib import import_module
from pathlib import Path

import pytest

from kiosk.config import read_settings
from kiosk.devices.settings import (
    FilePrinter,
    NetworkPrinter,
    SerialPrinter,
    SerialScanner,
    UsbPrinter,
    WedgeScanner,
)
from kiosk.errors import BadInput

HOME = 'home = "horgos-jinyi"\n'


def read(folder, text):
    (folder / "kiosk.toml").write_text(HOME + text, "utf-8")
    return read_settings(folder)


@pytest.mark.parametrize(
    ("text", "printer"),
    [
        ("", None),
        ('kind = "network"\nhost = "10.0.0.9"', NetworkPrinter(host="10.0.0.9")),
        (
            'kind = "network"\nhost = "printer.lan"\nport = 9101\npaper = 58\nanswers = false',
            NetworkPrinter(host="printer.lan", port=9101, paper=58, answers=False),
        ),
        (
            'kind = "usb"\nvendor = 0x04b8\nproduct = 0x0e15',
            UsbPrinter(vendor=0x04B8, product=0x0E15),
        ),
        ('kind = "serial"\ndevice = "/dev/ttyS0"', SerialPrinter(device="/dev/ttyS0")),
        ('kind = "file"\ndevice = "/dev/usb/lp0"', FilePrinter(device="/dev/usb/lp0")),
    ],
)
def test_printers(tmp_path, text, printer):
    assert read(tmp_path, f"[printer]\n{text}" if text else "").printer == printer


@pytest.mark.parametrize(
    ("text", "scanner"),
    [
        ('kind = "serial"\ndevice = "/dev/ttyACM0"', SerialScanner(device="/dev/ttyACM0")),
        ('kind = "wedge"', WedgeScanner()),
        ('kind = "wedge"\nprefix = "F9"\nsuffix = "TAB"', WedgeScanner(prefix="F9", suffix="TAB")),
    ],
)
def test_scanners(tmp_path, text, scanner):
    assert read(tmp_path, f"[scanner]\n{text}").scanner == scanner


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('[printer]\nkind = "laser"', "laser"),
        ('[printer]\nkind = "network"', "host"),
        ('[printer]\nkind = "network"\nhost = "a b"', "host"),
        ('[printer]\nkind = "network"\nhost = "p"\ncolour = 1', "colour"),
        ('[printer]\nkind = "network"\nhost = "p"\npaper = 70', "paper"),
        ('[printer]\nkind = "usb"\nvendor = 0\nproduct = 1', "vendor"),
        ('[printer]\nkind = "file"\ndevice = "lp0"', "device"),
        ('[printer]\nkind = "file"\ndevice = "/dev/usb/lp0"\nanswers = true', "answers"),
        ('[scanner]\nkind = "wedge"\nprefix = "A"', "prefix"),
        ('[scanner]\nkind = "wedge"\nprefix = "CR"', "prefix"),
        ('[scanner]\nkind = "wedge"\nsuffix = "A"', "suffix"),
        ('[scanner]\nkind = "serial"', "device"),
    ],
)
def test_a_wrong_entry_is_named_in_one_sentence(tmp_path, text, names):
    with pytest.raises(BadInput, match=names):
        read(tmp_path, text)


def test_the_readme_s_devices_are_taken(tmp_path):
    text = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    tables = re.findall(r"^\[(?:printer|scanner)\]\n(?:[^\n`]+\n)+", text, re.M)
    kinds = [read(tmp_path, each) for each in tables]
    assert [type(each.printer or each.scanner) for each in kinds] == [
        NetworkPrinter, UsbPrinter, SerialPrinter, FilePrinter, WedgeScanner, SerialScanner,
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["picture", "escpos_codes", "scan", "wedge"])
def test_the_examples_hold(name):
    assert doctest.testmod(import_module(f"kiosk.devices.{name}")).failed == 0
