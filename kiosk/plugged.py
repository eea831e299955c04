"""What is plugged into a kiosk, as kiosk.toml names it: printer, scanner and speaker. They start
after the first frame."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QTimer

from kiosk.app import App
from kiosk.assets import assets_folder
from kiosk.config import Settings
from kiosk.devices.escpos_printer import EscposPrinter
from kiosk.devices.settings import SerialScanner, WedgeScanner
from kiosk.devices.slip_queue import SlipQueue
from kiosk.queue.voice import Voice, make_voice
from kiosk.queue.watch import Telling
from kiosk.shell.scan_filter import ScanFilter

SLIP_WAITS = timedelta(minutes=1)
"""A slip is dropped so long after its driver's session: he has gone without it, and it must not
surprise another. His watch stays; its code was on the screen while the printer was in trouble."""


class _Device(Protocol):
    def start(self) -> None: ...

    def stop(self) -> None: ...


class Plugged:
    """The devices of a running kiosk. What kiosk.toml doesn't name, or what is not there, is done
    without: the screen has the code, and tells what is called."""

    def __init__(self, app: App, settings: Settings, folder: Path) -> None:
        self._app = app
        self._devices: list[_Device] = []
        if settings.printer is not None:
            self._plug_printer(SlipQueue(
                EscposPrinter(settings.printer), folder, app.watch.printerTold.emit
            ))  # fmt: skip
        if isinstance(settings.scanner, WedgeScanner):
            # the last filter is asked first: what a scanner types must not wake the door
            keys = ScanFilter(settings.scanner, app)
            keys.scanned.connect(app.scanned)
            app.window.window.installEventFilter(keys)
        elif isinstance(settings.scanner, SerialScanner):
            from kiosk.devices.scanner import LineScanner  # noqa: PLC0415 - few homes have one

            self._devices.append(LineScanner(settings.scanner, app.scanned.emit))
        if settings.speaker is not None:
            self._plug_speaker(make_voice(settings.speaker, folder, assets_folder()))

    def start(self) -> None:
        for device in self._devices:
            device.start()

    def stop(self) -> None:
        for device in self._devices:
            device.stop()

    def _plug_printer(self, slips: SlipQueue) -> None:
        # of sessions that the power ended
        slips.withdraw(datetime.now(UTC) - SLIP_WAITS)
        self._app.watch.use_slips(slips)
        self._app.session.ended.connect(lambda: self._forget_slips(slips))
        self._devices.append(slips)

    def _forget_slips(self, slips: SlipQueue) -> None:
        ended = datetime.now(UTC)
        wait = int(SLIP_WAITS.total_seconds() * 1000)
        QTimer.singleShot(wait, self._app, lambda: slips.withdraw(ended))

    def _plug_speaker(self, voice: Voice) -> None:
        def say(telling: Telling) -> None:
            voice.say(telling.announcement)

        self._app.told.told.connect(say)
        self._devices.append(voice)
