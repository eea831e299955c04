"""What came out of a scanner, whole or not at all. Pure.

>>> readable("DH1:7Q2K"), readable("Ð\\u009fÑ\\u0083Ñ\\u0082Ñ\\u008c"), readable("a\\x00b")
('DH1:7Q2K', 'Путь', None)
"""

import unicodedata
from contextlib import suppress

LONGEST = 1000
"""Characters of a code. Ours hold some 30; a stranger's may hold a page, and is let go."""

GAP = 0.2
"""Seconds. A scanner types a character every 1 to 30 ms, also over a slow radio; after a longer
silence what it had begun is given up."""

SENT = {"STX": "\x02", "ETX": "\x03", "CR": "\r", "LF": "\n", "TAB": "\t"}
"""The control characters of kiosk.toml."""


def readable(text: str) -> str | None:
    """The text of a code; None for garbage: nothing, too much, or what no text holds.

    A scanner that types the bytes of UTF-8 one by one is understood."""
    with suppress(UnicodeError):  # it is text already
        text = text.encode("latin-1").decode("utf-8")
    if not text.strip() or len(text) > LONGEST:
        return None
    if any(unicodedata.category(each) in ("Cc", "Cs", "Cn", "Co") for each in text):
        return None
    return None if "\ufffd" in text else text


class Frames:
    """Cuts the bytes of a serial line into codes. `suffix` ends a code."""

    def __init__(self, suffix: str) -> None:
        self._suffix = SENT[suffix].encode()
        self._begun = b""
        self._last = float("-inf")

    def feed(self, data: bytes, at: float) -> list[str]:
        """The codes that are whole now. `at` in seconds, on a clock that never goes back; what is
        not UTF-8 is dropped."""
        if at - self._last > GAP:
            self._begun = b""
        self._last = at
        *whole, self._begun = (self._begun + data).split(self._suffix)
        # enough to know that it is too long
        self._begun = self._begun[: 4 * LONGEST + 4]
        return [text for each in whole if (text := _decoded(each)) is not None]


def _decoded(data: bytes) -> str | None:
    # a line's other end, and a prefix that the scanner sends to keyboards
    data = data.removeprefix(b"\n").removeprefix(b"\x02").removesuffix(b"\r")
    try:
        return readable(data.decode("utf-8"))
    except UnicodeDecodeError:
        return None
