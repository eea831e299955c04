"""How a plate is drawn: plain data for the control that draws it.

Proportions are those of the standards: China GA 36-2018 (440 x 140 mm, new energy 480 x 140),
the others 520 x 112 mm.
"""

import re
from functools import lru_cache
from typing import Any, NamedTuple

from kiosk.queue.plates import LOOKALIKES, UnknownPlate, read_plate


class Group(NamedTuple):
    """Letters that stand together. `role` says how: `main` full height; `small` letters lower than
    the figures (Russia); `region` in a box of its own, after (or, for Uzbekistan, before) a rule;
    `raised` a region above the country's name and flag (Russia); `province` one Chinese character;
    `dot` the round mark after China's first two; `suffix` a Chinese character at the end."""

    text: str
    role: str


class PlateDrawing(NamedTuple):
    """`style` names colours: yellow (China's lorries), green (new energy), white (police, learner:
    yellow), black (Hong Kong, Macau), white for all others. `ratio` is width by height. `flag` is
    the country whose flag it bears (ISO 3166 alpha-2) or empty, `mark` the letters beside the flag,
    `squeeze` the width of a figure's cell against its natural one (look.md)."""

    country: str
    style: str
    ratio: float
    groups: tuple[Group, ...]
    flag: str = ""
    mark: str = ""
    squeeze: float = 0.86


_MARKS = {"KZ": "KZ", "RU": "RUS", "UZ": "UZ", "KG": "KG", "TJ": "TJ", "BY": "BY", "MN": "MNG",
          "TR": "TR", "GE": "GE", "AZ": "AZ", "TM": "TM"}  # fmt: skip
_CYRILLIC = {ord(latin): chr(cyrillic) for cyrillic, latin in
             ((key, chr(value)) for key, value in LOOKALIKES.items())}  # fmt: skip
_CHINESE_STYLE = {
    "new-energy": "green",
    "police": "white",
    "hong-kong": "black",
    "macau": "black",
}

# Where a plate's text parts, by country and kind. A name in the pattern is the role (a figure
# after it only keeps names apart).
_PARTS: dict[tuple[str, str], str] = {
    ("KZ", "standard"): r"(?P<main1>\d{3})(?P<main2>[A-Z]{2,3})(?P<region>\d{2})",
    ("KZ", "old"): r"(?P<main1>[A-Z])(?P<main2>\d{3})(?P<main3>[A-Z]{2,3})",
    ("KZ", "trailer"): r"(?P<main1>\d{2})(?P<main2>[A-Z]{3})(?P<region>\d{2})",
    ("RU", "standard"): r"(?P<small1>.)(?P<main>\d{3})(?P<small2>..)(?P<raised>\d{2,3})",
    ("RU", "trailer"): r"(?P<small>..)(?P<main>\d{4})(?P<raised>\d{2,3})",
    ("UZ", "standard"): r"(?P<region>\d\d)(?P<main1>[A-Z])(?P<main2>\d{3})(?P<main3>[A-Z]{2})",
    ("UZ", "legal"): r"(?P<region>\d\d)(?P<main1>\d{3})(?P<main2>[A-Z]{3})",
    ("UZ", "trailer"): r"(?P<region>\d\d)(?P<main1>\d{4})(?P<main2>[A-Z]{2})",
    # the letters KG stand under the flag, not among the figures
    ("KG", "standard"): r"(?P<region>\d\d)(?:KG)?(?P<main1>\d{3})(?P<main2>[A-Z]{2,3})",
    ("KG", "old"): r"(?P<main1>[A-Z])(?P<main2>\d{4})(?P<main3>[A-Z]{1,2})",
    ("TJ", "standard"): r"(?P<main1>\d{3,4})(?P<main2>[A-Z]{2})(?P<region>\d\d)",
    ("TM", "standard"): r"(?P<main1>[A-Z]{2})(?P<main2>\d{4})(?P<main3>[A-Z]{2})",
    ("MN", "standard"): r"(?P<main1>\d{4})(?P<main2>.{3})",
    ("GE", "standard"): r"(?P<main1>[A-Z]{2})(?P<main2>\d{3})(?P<main3>[A-Z]{2})",
    ("GE", "old"): r"(?P<main1>[A-Z]{3})(?P<main2>\d{3})",
    ("AZ", "standard"): r"(?P<main1>\d\d)(?P<main2>[A-Z]{2})(?P<main3>\d{3})",
    ("TR", "standard"): r"(?P<main1>\d\d)(?P<main2>[A-Z]{1,3})(?P<main3>\d{2,5})",
    ("BY", "trailer"): r"(?P<main1>[A-Z])(?P<main2>\d{4})(?P<main3>[A-Z]-?\d)",
}
_BY = re.compile(r"(?P<main1>[A-Z]{2}|\d{4})(?P<main2>\d{4}|[A-Z]{2})(?P<main3>\d)")


def drawing(plate: str, country: str) -> PlateDrawing:
    """How `plate` (as a Vehicle holds it) is drawn. A plate of no known form is drawn plain,
    white, in one group. A Mongolian plate gets its Cyrillic letters back: it has no others."""
    try:
        known = read_plate(plate, country)
    except UnknownPlate:
        return PlateDrawing("ZZ", "white", 520 / 112, (Group(plate, "main"),))
    if known.country != country:
        return PlateDrawing(country, "white", 520 / 112, (Group(plate, "main"),))
    if country == "CN":
        return _chinese(known.plate, known.kind)
    pattern = _PARTS.get((country, known.kind))
    parts = re.fullmatch(pattern, known.plate) if pattern else _BY.fullmatch(known.plate)
    groups = (
        tuple(Group(text, role.rstrip("0123456789")) for role, text in parts.groupdict().items())
        if parts
        else (Group(known.plate, "main"),)
    )
    if country == "MN":
        groups = tuple(Group(text.translate(_CYRILLIC), role) for text, role in groups)
    flag = "" if country == "MN" else country  # Mongolia's bear the Soyombo, no flag
    return PlateDrawing(country, "white", 520 / 112, groups, flag, _MARKS[country])


_TYPING = {
    "KZ": re.compile(r"(?P<main1>\d*)(?P<main2>[A-Z]*)(?P<region>\d*)(?P<main3>.*)"),
    "RU": re.compile(r"(?P<small1>\D?)(?P<main>\d{0,3})(?P<small2>\D*)(?P<raised>.*)"),
}


def partial(typed: str, country: str) -> PlateDrawing:
    """How a plate is drawn while it is typed on the keyboard of `country` ("" for any other):
    the country's own plate from the first key on."""
    try:
        known = read_plate(typed, country or None)
        return drawing(known.plate, known.country)
    except UnknownPlate:
        pass
    if country == "CN":
        groups = [Group(typed[:1], "province"), Group(typed[1:2], "main")]
        if typed[1:]:
            groups.append(Group("·", "dot"))
        groups.append(Group(typed[2:], "main"))
        return PlateDrawing("CN", "yellow", 440 / 140, tuple(groups), squeeze=0.78)
    found = _TYPING[country].fullmatch(typed) if country in _TYPING else None
    if found is None:
        return PlateDrawing("ZZ", "white", 520 / 112, (Group(typed, "main"),))
    groups = [
        Group(text, role.rstrip("0123456789")) for role, text in found.groupdict().items() if text
    ]
    return PlateDrawing(country, "white", 520 / 112, tuple(groups), country, _MARKS[country])


def _chinese(plate: str, kind: str) -> PlateDrawing:
    groups = [Group(plate[0], "province"), Group(plate[1], "main"), Group("·", "dot")]
    if kind in ("standard", "new-energy"):
        groups.append(Group(plate[2:], "main"))
    else:
        groups += [Group(plate[2:-1], "main"), Group(plate[-1], "suffix")]
    ratio = 480 / 140 if kind == "new-energy" else 440 / 140
    style = _CHINESE_STYLE.get(kind, "yellow")  # heavy lorries, their trailers, learners
    return PlateDrawing("CN", style, ratio, tuple(groups), squeeze=0.78)


def parts(plate: str, country: str) -> list[tuple[str, str]]:
    """The plate's groups as (text, role), in reading order."""
    return [(group.text, group.role) for group in drawing(plate, country).groups]


@lru_cache(8192)  # the day's vehicles: every row is made again at a change of language
def drawn(plate: str, country: str) -> dict[str, Any]:
    """The drawing of a whole plate as its control takes it."""
    return to_map(drawing(plate, country))


def to_map(picture: PlateDrawing) -> dict[str, Any]:
    """A drawing as its control takes it."""
    return picture._asdict() | {"groups": [group._asdict() for group in picture.groups]}
