"""What is told of a vehicle: on the wall, at a kiosk, by voice."""

from typing import NamedTuple


class Announcement(NamedTuple):
    """`locale` is its driver's. With `ahead` 0 it is called, to the gate row `gate` ("" where the
    port names none); else that many stand before it. `again`: it was told before, and he has not
    come."""

    plate: str
    country: str
    locale: str
    gate: str = ""
    ahead: int = 0
    again: bool = False
