"""A port that pushes what the test says, and that knows who listens."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psutil

from kiosk.queue.times import stamp

BEAT = 0.5
"""Seconds between two comments on a silent stream."""


class PushingPort:
    """Ten vehicles with Kazakh plates, which wait at first; `url` is where it pushes."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self._changed = threading.Condition()
        self._sequence = 1
        self._over = False
        began = datetime.now(UTC) - timedelta(hours=2)
        self._rows = {
            f"{100 + n}ABC02": {
                "plate": f"{100 + n}ABC02",
                "country": "KZ",
                "state": "waiting",
                "registered_at": stamp(began + timedelta(minutes=n)),
            }
            for n in range(10)
        }
        self._server = ThreadingHTTPServer((host, 0), self._handler())
        self._server.daemon_threads = True
        self.number = self._server.server_address[1]
        self.url = f"http://{host}:{self.number}/api/port/v1/events"

    def call(self, plate: str, gate: str = "3") -> None:
        with self._changed:
            self._rows[plate] |= {
                "state": "called",
                "called_at": stamp(datetime.now(UTC)),
                "gate": gate,
            }
            self._sequence += 1
            self._changed.notify_all()

    def listeners(self) -> set[int]:
        """The processes (ids) that listen now."""
        there = psutil.net_connections("tcp")
        return {
            each.pid
            for each in there
            if each.raddr and each.raddr.port == self.number and each.status == "ESTABLISHED"
            if each.pid is not None
        }

    def _document(self) -> dict[str, object]:
        return {
            "server_time": stamp(datetime.now(UTC)),
            "sequence": self._sequence,
            "full": True,
            "gate": {"open": True, "reason": "", "since": ""},
            "vehicles": list(self._rows.values()),
        }

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        port = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.end_headers()
                said = 0
                try:
                    while not port._over:
                        with port._changed:
                            if port._sequence == said:
                                port._changed.wait(BEAT)
                            news = port._sequence != said
                            said, document = port._sequence, port._document()
                        piece = (
                            f"id: {said}\ndata: {json.dumps(document)}\n\n" if news else ": \n\n"
                        )
                        self.wfile.write(piece.encode())
                        self.wfile.flush()
                except OSError:
                    self.close_connection = True  # who listened has gone

            def log_message(self, *_: object) -> None:
                pass

        return Handler

    @contextmanager
    def running(self) -> Iterator[None]:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        try:
            yield
        finally:
            self._over = True
            self._server.shutdown()
            self._server.server_close()
