"""What a service's QR code says: plain text in the driver's language, nothing of the driver."""

from collections.abc import Sequence


def text_to_take(
    *, name: str, house: str, walk: str, hours: Sequence[str], price: str, per: str
) -> str:
    """A line each; what is not known is left out. Isolates (UAX 9) are for our screen alone:
    many a telephone shows them as boxes.

    >>> told = {"name": "Beds", "house": "Home", "walk": "", "hours": ["Every day: 24 hours"]}
    >>> print(text_to_take(**told, price="20 yuan", per="4 hours"))
    Beds
    Home
    Every day: 24 hours
    20 yuan / 4 hours
    """
    cost = f"{price} / {per}" if per else price
    lines = [name, house, walk, *hours, cost]
    told = "\n".join(line for line in lines if line)
    return told.translate({0x2068: None, 0x2069: None, 0xA0: " "})
