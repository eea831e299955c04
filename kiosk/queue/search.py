"""Finding a vehicle by what a driver typed, in whatever script his keyboard had."""

from bisect import bisect_left, insort
from collections.abc import Iterable

from kiosk.queue.plates import normalise
from sync.records import Vehicle


class PlateIndex:
    """An index over vehicles, kept up with every change and asked at every key press."""

    def __init__(self, vehicles: Iterable[Vehicle] = ()) -> None:
        self._vehicles: dict[str, Vehicle] = {}
        self._names: list[tuple[str, str, str]] = []  # what may be typed, country, id
        # One text to search through: a substring search in it is one C loop, not 5,000 in Python.
        self._text = ""
        self._starts: list[int] = []
        self._stale = False
        for each in vehicles:
            self.put(each)

    def put(self, vehicle: Vehicle) -> None:
        """Find this vehicle from now on, instead of the one with its id."""
        before = self._vehicles.get(vehicle.id)
        if before is None or (before.plate, before.country) != (vehicle.plate, vehicle.country):
            self.drop(vehicle.id)
            for each in _entries(vehicle):
                insort(self._names, each)
            self._stale = True
        self._vehicles[vehicle.id] = vehicle

    def drop(self, key: str) -> None:
        """Find the vehicle with this id no more."""
        vehicle = self._vehicles.pop(key, None)
        if vehicle is not None:
            for each in _entries(vehicle):
                del self._names[bisect_left(self._names, each)]
            self._stale = True

    def find(self, typed: str, limit: int = 20) -> list[Vehicle]:
        """At most `limit` vehicles: whose plate is what was typed, then those that begin with it,
        then those that contain it; by plate within each. Nothing typed finds nothing."""
        sought = normalise(typed)
        if not sought or "\n" in sought:
            return []
        self._join()
        found: dict[str, None] = {}
        first = bisect_left(self._names, (sought, "", ""))
        for name, _, key in self._names[first : first + 2 * limit]:
            # the exact ones sort before the longer ones that begin with them
            if len(found) >= limit or not name.startswith(sought):
                break
            found.setdefault(key)
        at = self._text.find(sought)
        while at >= 0 and len(found) < limit:
            line = bisect_left(self._starts, at + 1) - 1
            found.setdefault(self._names[line][2])
            after = line + 1
            if after == len(self._starts):
                break
            at = self._text.find(sought, self._starts[after])
        return [self._vehicles[key] for key in found]

    def _join(self) -> None:
        if not self._stale:
            return
        self._text = "\n".join(name for name, _, _ in self._names)
        self._starts = []
        start = 0
        for name, _, _ in self._names:
            self._starts.append(start)
            start += len(name) + 1
        self._stale = False


def _entries(vehicle: Vehicle) -> list[tuple[str, str, str]]:
    return [(name, vehicle.country, vehicle.id) for name in _names(vehicle)]


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
