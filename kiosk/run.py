"""`kiosk run`: the kiosk on its screen."""

import os
import signal
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, Protocol

# isort: off
# What has nothing to do with Qt comes before it: PySide6 reads the source of every module that is
# imported after it (its import hook), which is a twentieth of the start.
import click
import msgspec

from kiosk.assets import assets_folder
from kiosk.background import Background
from kiosk.config import Settings, read_settings
from kiosk.home import data_folder, ensure_content, ensure_sample
from kiosk.process import SIGNALS, leave_at_once, log_to_stderr
from kiosk.sample import Sample
from kiosk.store import FolderLock, Store

from PySide6.QtCore import QObject, QSocketNotifier, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickWindow

from kiosk.app import App, Surroundings, make_application
from kiosk.shell.mirror import Mirror
from kiosk.shell.rubbish import search_here
from kiosk.shell.watchdog import start_watchdog
from kiosk.shell.window import UPRIGHT
# isort: on


@click.command()
@click.option("--data", type=click.Path(path_type=Path), help="The device's folder.")
@click.option(
    "--config", type=click.Path(path_type=Path), help="Settings instead of DIR/kiosk.toml."
)
@click.option(
    "--sample", is_flag=True, help="In a window, with a simulated port and headquarters behind it."
)
def run(data: Path | None, config: Path | None, sample: bool) -> None:
    """Open the kiosk, full screen."""
    leave_at_once()
    log_to_stderr()
    folder = data_folder(data)
    if sample:
        ensure_sample(folder)
    settings = read_settings(folder, config)
    with FolderLock(folder):
        if not sample:
            _show(settings, folder, whole=True)
            return
        with Sample(folder, settings) as behind:
            settings = msgspec.structs.replace(settings, feeds=[behind.feed()])
            _show(settings, folder, whole=False)


def _show(settings: Settings, folder: Path, *, whole: bool) -> None:
    displayless = without_display()
    application = make_application("offscreen" if displayless else "")
    store = Store.open(folder)
    ensure_content(store, settings.home)
    app = App(
        settings,
        store,
        # A machine without a display stands for the sample's 32-inch screen.
        Surroundings(
            lambda: datetime.now(UTC),
            assets_folder(),
            diagonal_inches=32 if displayless or not whole else None,
        ),
    )
    window = app.window.window
    if displayless or os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        show_as_picture(window, UPRIGHT, folder / "screen.png")
    elif whole:
        window.showFullScreen()
    else:
        _fit(window)
        window.show()
    background = Background(
        settings,
        folder,
        app.warmed.emit,
        app.queue.heard.emit,
        app.vehicle.foreseen.emit,
        on_changed=app.content_changed.emit,
        on_progress=app.progress.emit,
    )
    try:
        keep_showing(application, window, Both(background, Devices(app, settings, folder)))
    finally:
        app.close()


def without_display() -> bool:
    """Whether there is nothing to show a window on: then it is drawn off-screen."""
    return sys.platform == "linux" and not (
        os.environ.get("DISPLAY")
        or os.environ.get("WAYLAND_DISPLAY")
        or os.environ.get("QT_QPA_PLATFORM")
    )


def show_as_picture(window: QQuickWindow, size: tuple[int, int], picture: Path) -> None:
    """Show a window of `size` (pixels) where there is no display: as a file that follows it."""
    window.resize(*size)
    Mirror(window, picture)
    window.show()
    print(f"No display: the screen is written to {picture} as it changes.", flush=True)


class Behind(Protocol):
    """What stands behind a screen."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


class Both(NamedTuple):
    """Started in this order, and stopped in the other."""

    first: Behind
    second: Behind

    def start(self) -> None:
        self.first.start()
        self.second.start()

    def stop(self) -> None:
        self.second.stop()
        self.first.stop()


class Devices(QObject):
    """What is plugged in, from when a thread has loaded what slips are drawn with. That needs
    most of what this does, all of Qt's enums above all: a twentieth of the start."""

    def __init__(self, app: App, settings: Settings, folder: Path) -> None:
        super().__init__()
        self._named = (app, settings, folder)
        self._plugged: Behind | None = None
        app.warmed.connect(self._plug)

    def start(self) -> None:
        """It starts by itself."""

    def stop(self) -> None:
        if self._plugged is not None:
            self._plugged.stop()

    def _plug(self) -> None:
        from kiosk.plugged import Plugged  # noqa: PLC0415 - not before the first frame

        self._plugged = Plugged(*self._named)
        self._plugged.start()


def keep_showing(application: QGuiApplication, window: QQuickWindow, behind: Behind) -> None:
    """Run the loop until a signal ends it; what stands behind the screen starts after its first
    frame and has ended when this returns."""
    after_first_frame(window, behind.start)
    start_watchdog(application)
    leave_on_signals(application)
    try:
        application.exec()
    finally:
        behind.stop()


def _fit(window: QQuickWindow) -> None:
    """As large as the desk's screen takes, in the proportions of an upright kiosk."""
    room = QGuiApplication.primaryScreen().availableSize()
    high = min(UPRIGHT[1], int(room.height() * 0.92))
    wide = int(high * UPRIGHT[0] / UPRIGHT[1])
    if wide > room.width() * 0.95:
        wide = int(room.width() * 0.95)
        high = int(wide * UPRIGHT[1] / UPRIGHT[0])
    window.resize(wide, high)


def after_first_frame(window: QQuickWindow, start: "object") -> None:
    """Start what the first frame does not wait for."""

    def once() -> None:
        window.frameSwapped.disconnect(once)
        search_here(window)
        # a thread at work lets the screen's in within so many seconds, not within 5 ms each time
        sys.setswitchinterval(0.001)
        start()  # type: ignore[operator]

    window.frameSwapped.connect(once)


def leave_on_signals(application: QGuiApplication) -> None:
    """From now on a signal ends the loop. Python runs its handlers only between bytecodes, so a
    socket wakes Qt when one has arrived."""
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    signal.set_wakeup_fd(writer.fileno())
    for number in SIGNALS:
        signal.signal(number, lambda *_: QTimer.singleShot(0, application.quit))
    notifier = QSocketNotifier(reader.fileno(), QSocketNotifier.Type.Read, application)
    notifier.activated.connect(lambda: reader.recv(64))
    notifier.setProperty("sockets", (reader, writer))
