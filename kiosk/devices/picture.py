"""A picture of black and white dots, as a slip printer takes it, and its file.

>>> Picture(width=8, bits=bytes([0b10000001])).height
1
"""

import re

import msgspec

_HEADER = re.compile(rb"P4\n(\d{1,5}) (\d{1,6})\n")


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """`width` in dots, a multiple of 8; `bits` row by row from the top, a set bit black, the
    highest bit of a byte at the left."""

    width: int
    bits: bytes

    def __post_init__(self) -> None:
        if self.width <= 0 or self.width % 8 or not self.bits:
            raise ValueError(f"a picture of {self.width} dots can't be printed")
        if len(self.bits) % (self.width // 8):
            raise ValueError("the picture's last row is cut off")

    @property
    def height(self) -> int:
        return len(self.bits) // (self.width // 8)


def to_pbm(picture: Picture) -> bytes:
    """As a file that any viewer of pictures opens: Netpbm's bitmap, raw."""
    return b"P4\n%d %d\n" % (picture.width, picture.height) + picture.bits


def from_pbm(data: bytes) -> Picture:
    """The picture that `to_pbm` wrote. Raises ValueError for any other file, or a part of one."""
    header = _HEADER.match(data)
    if not header:
        raise ValueError("no picture of dots")
    picture = Picture(width=int(header[1]), bits=data[header.end() :])
    if picture.height != int(header[2]):
        raise ValueError("the picture is cut off")
    return picture
