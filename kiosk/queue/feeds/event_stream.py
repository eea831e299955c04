"""Reading an event stream as WHATWG's HTML standard has it (section 9.2, "Server-sent events")."""

import codecs
import re
from typing import NamedTuple

LONGEST = 8 * 1024 * 1024
"""Characters that one event may have; a stream with a longer one is none."""


class Event(NamedTuple):
    """One event: its kind, its data (lines joined by a line feed), and the last id the stream gave
    until here."""

    kind: str
    data: str
    id: str


class TooLong(Exception):  # noqa: N818 - it is the event that is too long
    """An event has no end."""


class EventStream:
    """Takes a stream's bytes as they come and gives its events. `retry` is the wait before a new
    connection that the server last asked for, in seconds; None if it never did."""

    def __init__(self, last_id: str = "") -> None:
        self.retry: float | None = None
        self._id = last_id
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._begun = False
        self._after_return = False  # a line feed that comes now belongs to the last line's end
        self._pieces: list[str] = []  # of the line that has not ended yet
        self._kind = ""
        self._data: list[str] = []
        self._size = 0  # of the event that has not ended yet

    def feed(self, data: bytes) -> list[Event]:
        """The events that end within `data`. Raises TooLong."""
        text = self._decoder.decode(data)
        if not text:
            return []
        if not self._begun:
            self._begun = True
            text = text.removeprefix("\ufeff")
        if self._after_return:
            text = text.removeprefix("\n")
        self._after_return = text.endswith("\r")
        *lines, last = re.split("\r\n|\n|\r", text)
        found = []
        for line in lines:
            self._pieces.append(line)
            event = self._line("".join(self._pieces))
            self._pieces.clear()
            if event is not None:
                found.append(event)
        self._pieces.append(last)
        self._size += len(last)
        if self._size > LONGEST:
            raise TooLong
        return found

    def _line(self, line: str) -> Event | None:
        if not line:
            return self._dispatch()
        self._size += len(line)
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            self._data.append(value)
        elif name == "event":
            self._kind = value
        elif name == "id" and "\0" not in value:
            self._id = value
        elif name == "retry" and re.fullmatch("[0-9]{1,9}", value):
            self.retry = int(value) / 1000
        return None

    def _dispatch(self) -> Event | None:
        kind, data = self._kind or "message", self._data
        self._kind, self._data, self._size = "", [], 0
        return Event(kind, "\n".join(data), self._id) if data else None
