"""What a driver takes along on his telephone: a QR code of plain text, read without a network.

This module imports qrcode (25 ms): the app imports it in its thread after the first frame and
gives `picture` to the view.
"""

from collections.abc import Sequence

import qrcode
from qrcode.constants import ERROR_CORRECT_M

QUIET = 4  # modules of white around the code (ISO/IEC 18004, section 6.3.8)


def picture(text: str) -> str:
    """The code as an SVG picture, black on white, with its quiet zone: one path, drawn in runs.

    Error correction M: a finger's grease on the glass and a scratched lens may cost 15 %.
    Raises qrcode's DataOverflowError beyond 2,331 bytes.
    """
    # Weighing all eight masks takes four fifths of the time; every one of them is read.
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=2)
    code.add_data(text.encode("utf-8"))
    code.make(fit=True)
    return svg(code.get_matrix())


def svg(modules: Sequence[Sequence[bool]]) -> str:
    """A matrix of dark (True) and light modules as SVG, one unit a module."""
    side = len(modules) + 2 * QUIET
    runs = "".join(
        f"M{start + QUIET} {y + QUIET}h{length}v1h-{length}z"
        for y, row in enumerate(modules)
        for start, length in _runs(row)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<rect width="{side}" height="{side}" fill="#fff"/><path d="{runs}" fill="#000"/></svg>'
    )


def _runs(row: Sequence[bool]) -> list[tuple[int, int]]:
    """Where dark modules begin, and how many follow each other."""
    found: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if not dark:
            continue
        if found and sum(found[-1]) == x:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((x, 1))
    return found
