"""What the file beside the database tells of it: in doubt it was put back."""

import pytest

from kiosk.store.beside import Finding, finding
from sync.line_file import Mark
from sync.local import Line
from sync.outbox import Head


def line(acknowledged=5, chain=b"\x05", epoch="e", device="d"):
    head = Head(device=device, epoch=epoch, seq=9, chain=b"\x09")
    return Line(written=head, acknowledged=acknowledged, chain=chain)


def mark(acknowledged=5, chain="05", epoch="e", device="d"):
    return Mark(device=device, epoch=epoch, acknowledged=acknowledged, chain=chain)


@pytest.mark.parametrize(
    ("line", "mark", "found"),
    [
        (line(), mark(), Finding.SAME),
        (line(acknowledged=6, chain=b"\x06"), mark(), Finding.SAME),  # killed in between
        (line(acknowledged=4, chain=b"\x04"), mark(), Finding.PUT_BACK),
        (line(chain=b"\x55"), mark(), Finding.PUT_BACK),  # a fork
        (line(acknowledged=0), mark(epoch="f"), Finding.PUT_BACK),
        (line(), mark(epoch="f"), Finding.PUT_BACK),
        (line(), None, Finding.PUT_BACK),
        (line(acknowledged=0), None, Finding.SAME),
        (line(), Mark(counter=100), Finding.PUT_BACK),
        (line(acknowledged=0), Mark(counter=100), Finding.SAME),
        (line(device="e"), mark(), Finding.ANOTHER),
        (line(acknowledged=0, device="e"), Mark(device="d"), Finding.ANOTHER),
    ],
)
def test_what_became_of_the_database(line, mark, found):
    assert finding(line, mark) is found
