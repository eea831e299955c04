"""Reading a table in a test, at the moment at which all of them are read."""

from datetime import UTC, datetime

from kiosk.queue.feeds.table import Origin, Reading, read_table
from sync.records import Vehicle

WRITTEN = datetime(2026, 3, 3, 0, 20, tzinfo=UTC)


def read(text: str | bytes, encoding: str = "utf-8", name: str = "queue.csv") -> Reading:
    data = text if isinstance(text, bytes) else text.encode(encoding)
    return read_table(data, Origin(name, WRITTEN), WRITTEN)


def only(reading: Reading) -> Vehicle:
    assert reading.refused == []
    assert len(reading.rows) == 1
    return reading.rows[0][1]
