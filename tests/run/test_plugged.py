"""What is plugged in works with the kiosk: its printer prints slips, its scanner opens them, its
speaker says what is called."""

import os
import signal
import socket
import subprocess
import sys
from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk import plugged
from kiosk.devices.printer_sim import PrinterSim
from kiosk.devices.scanner_sim import ScannerSim
from kiosk.devices.settings import (
    NetworkPrinter,
    SerialScanner,
    SpeakerSettings,
    WedgeScanner,
)
from kiosk.devices.spool import Spool
from kiosk.home import ensure_sample
from kiosk.queue.watch_code import code
from kiosk.states import NOON, STATES, stage
from sync.records import Watch


@pytest.fixture
def kiosk(tmp_path, qtbot):
    """Starts a kiosk with devices: `kiosk(printer=…)`."""
    running = []

    def start(**devices):
        app = stage(tmp_path)
        settings = msgspec.structs.replace(app.settings, **devices)
        behind = plugged.Plugged(app, settings, tmp_path)
        app.window.window.show()
        behind.start()
        running.append((app, behind))
        return app

    yield start
    for app, behind in running:
        behind.stop()
        app.close()


@pytest.fixture
def printer():
    sim = PrinterSim().start()
    yield sim
    sim.stop()


def settings_of(sim):
    return NetworkPrinter(host="127.0.0.1", port=sim.port)


def test_a_slip_comes_out_of_the_printer(kiosk, printer, qtbot):
    app = kiosk(printer=settings_of(printer))
    app.session.begin()
    STATES["queue-watch-taken"](app)
    printer.wait_for(1)
    qtbot.waitUntil(lambda: app.watch.printer == "printed", timeout=10_000)


def test_a_slip_is_dropped_when_its_driver_has_gone(kiosk, printer, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(plugged, "SLIP_WAITS", timedelta(seconds=0.2))
    printer.paper = 0
    app = kiosk(printer=settings_of(printer))
    app.session.begin()
    STATES["queue-watch-taken"](app)
    qtbot.waitUntil(lambda: app.watch.printer == "paper-out", timeout=10_000)
    assert app.watch.code
    app.session.done()
    qtbot.waitUntil(lambda: not Spool(tmp_path).slips(), timeout=10_000)
    assert len(app.store.find(Watch)) == 1
    assert not printer.slips


def test_a_scanner_at_a_serial_line_opens_a_slip(kiosk, qtbot):
    line = ScannerSim()
    app = kiosk(scanner=SerialScanner(device=line.device))
    watch = app.told.watches.take(app.queue.line.called[0], 0, "kk_KZ", NOON)

    def held_to_it():
        line.scan(code(watch))
        qtbot.wait(100)  # the line may not be open yet
        return app.navigator.here == "queue-vehicle"

    qtbot.waitUntil(held_to_it, timeout=10_000)
    assert app.language.code == "kk_KZ"
    line.unplug()


def test_a_scanner_that_types_opens_a_slip_and_wakes_nothing_else(kiosk, qtbot):
    app = kiosk(scanner=WedgeScanner(prefix="F9"))
    watch = app.told.watches.take(app.queue.line.called[0], 0, "ru_RU", NOON)
    seen = []
    app.navigator.turned.connect(lambda: seen.append(app.navigator.here))

    def type_code(text):
        keys = (Qt.Key.Key_F9, *text, Qt.Key.Key_Return)
        for key in keys:
            QTest.keyClick(app.window.window, key)

    type_code("6901234567892")  # a bottle of water's
    assert not seen
    assert app.told.shown
    type_code(code(watch))
    assert (app.navigator.here, app.language.code) == ("queue-vehicle", "ru_RU")


def test_what_is_told_is_said_once(kiosk, qtbot, tmp_path):
    app = kiosk(speaker=SpeakerSettings(simulated=True, quiet=()))
    app.told.watches.take(app.queue.line.called[0], 0, "kk_KZ", NOON)
    for _ in range(5):
        app.told.look()
    said = tmp_path / "said"
    qtbot.waitUntil(lambda: list(said.glob("*.wav")) != [], timeout=20_000)
    qtbot.wait(300)
    assert len(list(said.glob("*.wav"))) == 1


def test_a_running_kiosk_uses_what_its_settings_name(tmp_path):
    ensure_sample(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as printer:
        printer.settimeout(60)
        host, port = printer.getsockname()
        with (tmp_path / "kiosk.toml").open("a") as settings:
            settings.write(f'[printer]\nkind = "network"\nhost = "{host}"\nport = {port}\n')
        running = subprocess.Popen(
            [sys.executable, "-m", "kiosk", "run", "--data", tmp_path],
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            printer.accept()[0].close()
            running.send_signal(signal.SIGTERM)
            assert running.wait(60) == 0
        finally:
            running.kill()
            assert running.communicate()[1] == ""
