"""From the bytes of a dropped file to its lines and cells, however they were written."""

import csv
import re
from collections.abc import Iterator
from typing import NamedTuple

from kiosk.queue.feeds.batch import FeedTrouble
from kiosk.queue.feeds.headers import role_of
from kiosk.queue.feeds.words import COUNTRIES, LANES, STATES, folded
from kiosk.queue.plates import is_plate

LARGEST = 8 * 1024 * 1024
"""The largest table that is read, in bytes: a month of a port is a third of it."""
LONGEST = 20_000
"""The longest line, in characters. A longer one is no row of vehicles."""

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
"""How workbooks begin: new ones, and old or encrypted ones."""

DELIMITERS = (",", ";", "\t", "|", "，")
_CONTROLS = bytes(each for each in range(32) if each not in b"\t\n\x0b\f\r\x1a\x1b")
_ENCODINGS = ("utf-8", "gb18030", "windows-1251", "kz1048", "cp866", "koi8-r")


class Decoded(NamedTuple):
    """A file's text, the encoding it was found in, and how many bytes made no sense in it."""

    text: str
    encoding: str
    broken: int


def decode(data: bytes, encoding: str = "") -> Decoded:
    """The text of a table. A byte order mark decides; else UTF-8 if it is valid; else the encoding
    in which most words are ones that tables of vehicles have. `encoding`, where the mapping names
    one, wins if the file fits it. Raises FeedTrouble for what is no text table."""
    if not data.strip():
        raise FeedTrouble("not-a-table", "The file is empty.")
    if len(data) > LARGEST:
        raise FeedTrouble("too-large", f"The file has more than {LARGEST >> 20} MB.")
    if data[:4] == OLE:
        sentence = "The file is an old or locked Excel workbook (.xls); save it as .xlsx or CSV."
        raise FeedTrouble("not-a-table", sentence)
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16-le"),
                       (b"\xfe\xff", "utf-16-be")):  # fmt: skip
        if data.startswith(mark):
            return _checked(_decoded(data[len(mark) :], name.removesuffix("-sig"), name))
    odd, even = data[1:4000:2].count(0), data[:4000:2].count(0)
    # where both are many they are no halves of letters but a hole in the file
    if max(odd, even) > len(data[:4000]) // 5 and min(odd, even) < len(data[:4000]) // 20:
        wide = "utf-16-le" if odd > even else "utf-16-be"
        return _checked(_decoded(data, wide, wide))
    data = data.replace(b"\0", b"")  # they come from a full disk or a broken copy
    if len(data.translate(None, _CONTROLS)) < len(data) * 0.98:
        raise FeedTrouble("not-a-table", "The file is not a text file.")
    found = [_decoded(data, name, name) for name in _ENCODINGS]
    named = next((each for each in found if each.encoding == encoding and not each.broken), None)
    if named is not None:
        return _checked(named)
    if found[0].broken == 0:
        return _checked(found[0])
    return _checked(max(found, key=_likely))


def _decoded(data: bytes, codec: str, name: str) -> Decoded:
    text = data.decode(codec, "replace")
    broken = text.count("\ufffd")
    if broken and text.endswith("\ufffd"):  # a file cut off within a letter is still that encoding
        broken -= 1
    return Decoded(text.replace("\r\n", "\n").replace("\r", "\n"), name, broken)


def _likely(decoded: Decoded) -> tuple[float, float]:
    """How much a decoding looks like a table of vehicles: known words and plates, few breaks."""
    cells = {cell.strip(' "') for cell in re.split(r"[,;\t|\n，]", decoded.text[:60_000])}
    known = sum(
        1
        for cell in cells
        if cell
        and not cell.isascii()
        and len(cell) <= 60
        and (
            (word := folded(cell)) in STATES
            or word in LANES
            or word in COUNTRIES
            or role_of(cell)
            or is_plate(cell)
        )
    )
    letters = sum(1 for each in decoded.text[:60_000] if not each.isascii()) or 1
    return (known - 10 * decoded.broken / letters, -decoded.broken)


def _checked(decoded: Decoded) -> Decoded:
    start = decoded.text[:2000].lstrip().lower()
    if start.startswith("<") and re.search(r"<(!doctype|html|head|body|\?xml|table|meta)", start):
        raise FeedTrouble("not-a-table", "The file is a web page, not a table.")
    if start[:1] in ("{", "["):
        raise FeedTrouble("not-a-table", "The file is JSON, not a table.")
    return decoded


def records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table: (number of the line each begins on, its cells). A row with quoted cells
    may go on over five lines, one of many short cells (a header) over forty; a quote that never
    closes costs its own line only. A line that is too
    long comes as no cells at all. Blank lines are left out."""
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        first, line = at, lines[at]
        at += 1
        if not line.strip(" \t\ufeff" + delimiter):
            continue
        if len(line) > LONGEST:
            yield first + 1, []
            continue
        whole = True
        if line.count('"') % 2:
            end = next(
                (i for i in range(at, min(at + 39, len(lines))) if lines[i].count('"') % 2), at + 39
            )
            joined = "\n".join(lines[first : end + 1])
            if end < min(at + 4, len(lines)) or (end < at + 39 and _close(joined, delimiter)):
                line, at = joined, end + 1
            else:
                whole = False
        try:
            read = csv.reader([line], delimiter=delimiter) if whole else [line.split(delimiter)]
            cells = next(iter(read), [])
        except csv.Error:
            cells = line.split(delimiter)
        yield first + 1, [_plain(each) for each in cells]


def _close(joined: str, delimiter: str) -> bool:
    """Whether no quoted cell of these lines holds both a break and a delimiter: else two stray
    quotes would swallow the rows between them."""
    cells = re.findall(r'"((?:[^"]|"")*)"', joined)
    return not any("\n" in cell and delimiter in cell for cell in cells)


def _plain(cell: str) -> str:
    """A cell without what Excel's users put around it to keep it a text: ="347BTA19"."""
    cell = cell.strip().removeprefix("\ufeff")
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell
