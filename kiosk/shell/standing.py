"""What a page that is being read goes on showing while records come, go or change their order:
nothing moves under a finger."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from kiosk.i18n.text import Tongue


class Named(Protocol):
    @property
    def id(self) -> str: ...


N = TypeVar("N", bound=Named)


def standing(shown: Sequence[N], known: Iterable[N]) -> tuple[list[N], set[str]]:
    """What is shown, in its order, each as it is known now; and the ids of those that are not known
    any more, which stay as they were. Those that have come wait."""
    now = {each.id: each for each in known}
    return [now.get(each.id, each) for each in shown], {
        each.id for each in shown if each.id not in now
    }


def gone(tongue: Tongue) -> str:
    """What stands where something was that the house no longer has."""
    #: Where a service, a dish or a room stood that the house has just taken away. Very short
    return tongue.tr("No longer offered")
