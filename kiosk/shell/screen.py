"""How many pixels of this screen make a millimetre, from its real size."""

import math

MM_PER_INCH = 25.4


def pixels_per_mm(
    width: int,
    height: int,
    diagonal_inches: float | None,
    physical_mm: tuple[float, float] = (0, 0),
) -> float:
    """Pixels in a millimetre of a screen (or of a window that stands for one) of these pixels.

    `diagonal_inches` comes from the config, where the display lies about its size;
    `physical_mm` is what the display says. A display that says nothing, or something
    impossible (under 10 or over 90 inches), is taken for a 32-inch one.

    >>> round(pixels_per_mm(1080, 1920, 32), 2), round(pixels_per_mm(1920, 1080, 24), 2)
    (2.71, 3.61)
    """
    inches = diagonal_inches or math.hypot(*physical_mm) / MM_PER_INCH
    if not 10 <= inches <= 90:
        inches = 32
    return math.hypot(width, height) / (inches * MM_PER_INCH)
