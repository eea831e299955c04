"""What the wall says aloud of what it shows.

What drivers asked to be told is said by the kiosk at which they asked; a wall that has its data
folder to itself says it, while no kiosk runs there. All other calls are the wall's to say.
"""

from collections.abc import Collection, Iterable

from kiosk.queue.announcement import Announcement
from kiosk.queue.watch import Telling
from kiosk.tv.calls import Call

TONGUES = {"CN": "zh_CN", "KZ": "kk_KZ"}
"""By a plate's country, where nobody knows its driver's language; all other countries that come
here share Russian."""


def call(
    shown: Iterable[Call], before: Collection[Call], watched: Collection[str]
) -> list[Announcement]:
    """The calls that have come to the screen, but for those of vehicles (ids) that are `watched`:
    their drivers are told."""
    return [
        Announcement(each.plate, each.country, TONGUES.get(each.country, "ru_RU"), each.gate)
        for each in shown
        if each not in before and each.id not in watched and not each.locale
    ]


def tell(standing: Iterable[Telling], before: Collection[Telling]) -> list[Announcement]:
    """What drivers are told now and were not told before."""
    told = {(each.watch, each.since) for each in before}
    return [each.announcement for each in standing if (each.watch, each.since) not in told]
