"""Finding a vehicle by what a driver typed, in whatever script his keyboard had."""

from bisect import bisect_left
from collections.abc import Iterable

from kiosk.queue.plates import normalise
from sync.records import Vehicle


class PlateIndex:
    """An index over vehicles, built once per change and then asked at every key press."""

    def __init__(self, vehicles: Iterable[Vehicle]) -> None:
        self._vehicles = sorted(vehicles, key=lambda vehicle: (vehicle.plate, vehicle.country))
        self._names = sorted(
            (name, place)
            for place, vehicle in enumerate(self._vehicles)
            for name in _names(vehicle)
        )
        # One text to search through: a substring search in it is one C loop, not 5,000 in Python.
        self._text = "\n".join(name for name, _ in self._names)
        self._starts: list[int] = []
        start = 0
        for name, _ in self._names:
            self._starts.append(start)
            start += len(name) + 1

    def find(self, typed: str, limit: int = 20) -> list[Vehicle]:
        """At most `limit` vehicles: whose plate is what was typed, then those that begin with it,
        then those that contain it; by plate within each. Nothing typed finds nothing."""
        sought = normalise(typed)
        if not sought or "\n" in sought:
            return []
        found: dict[int, None] = {}
        first = bisect_left(self._names, (sought, -1))
        for name, place in self._names[first:]:
            # the exact ones sort before the longer ones that begin with them
            if len(found) >= limit or not name.startswith(sought):
                break
            found.setdefault(place)
        at = self._text.find(sought)
        while at >= 0 and len(found) < limit:
            line = bisect_left(self._starts, at + 1) - 1
            found.setdefault(self._names[line][1])
            after = line + 1
            if after == len(self._starts):
                break
            at = self._text.find(sought, self._starts[after])
        return [self._vehicles[place] for place in found]


def _names(vehicle: Vehicle) -> set[str]:
    """What a vehicle may be typed as: Kyrgyz plates are often written without their KG."""
    plate = normalise(vehicle.plate)
    names = {plate}
    if vehicle.country == "KG":
        if plate[2:4] == "KG":
            names.add(plate[:2] + plate[4:])
        elif plate[:5].isdigit():
            names.add(f"{plate[:2]}KG{plate[2:]}")
    return names
