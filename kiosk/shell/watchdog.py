"""Tells systemd that the screen is up and still answers (sd_notify(3), sd_watchdog_enabled(3))."""

import os
import socket

from PySide6.QtCore import QCoreApplication, QTimer


def start_watchdog(application: QCoreApplication) -> None:
    """READY=1 from the first turn of the event loop, then WATCHDOG=1 at a third of the allowed
    time, from the GUI thread: a frozen screen stops it. Does nothing without systemd."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    channel = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC)
    channel.connect(address.replace("@", "\0", 1) if address.startswith("@") else address)
    QTimer.singleShot(0, application, lambda: channel.send(b"READY=1"))
    allowed = int(os.environ.get("WATCHDOG_USEC", "0"))
    if allowed:
        timer = QTimer(application)
        timer.setInterval(max(100, allowed // 3000))
        timer.timeout.connect(lambda: channel.send(b"WATCHDOG=1"))
        timer.start()
