"""Whether something that takes a while fits before a driver's call."""

from enum import StrEnum

from kiosk.queue.outlook import Expected

TO_THE_TRUCK = 10
"""Minutes kept for the way back: some hundred metres across the yard, and a lorry's brakes want
their air before it rolls. Whoever is late at the gate row may lose his place."""


class Fit(StrEnum):
    YES = "yes"
    TIGHT = "tight"
    NO = "no"
    UNKNOWN = "unknown"


def fits(minutes: int, call: Expected | None) -> Fit:
    """How something of so many minutes, begun now, stands to the call. The range holds 8 calls of
    10, so 9 of 10 come after its low end: what is over by then fits. Up to the median it is tight;
    beyond it, the call more likely comes first. Without a forecast nobody can say."""
    if call is None:
        return Fit.UNKNOWN
    over = minutes + TO_THE_TRUCK
    if over <= call.low:
        return Fit.YES
    return Fit.TIGHT if over <= call.about else Fit.NO
