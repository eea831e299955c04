"""What the voice says of a vehicle: its plate and what to do, in its driver's language and then in
Chinese, as a sequence of parts. A part is an audio file under assets/sounds, without its ending.

>>> spoken(Announcement("123ABC02", "KZ", "ru_RU", gate="3"))[0][:5]
('ru/plate', 'ru/100', 'ru/20', 'ru/3', 'ru/a')
"""

import re
from collections.abc import Iterator

from kiosk.queue.announcement import Announcement
from kiosk.queue.plate_drawing import drawing
from kiosk.queue.plates import LOOKALIKES, normalise
from kiosk.queue.spoken_numbers import count, figures, number, singly

LANGUAGES = {
    "zh_CN": "zh", "kk_KZ": "kk", "kk_Arab_CN": "kk", "ru_RU": "ru", "ug_CN": "ug", "en": "en",
}  # fmt: skip
"""Kazakh is one language to the ear, in whichever script it is read."""
CHINESE = "zh"
"""Said last of every vehicle: the house speaks it, and so do the recordings that must be there."""
_ROW_BEHIND = frozenset({CHINESE, "kk", "ug"})
"""They say the row's name first, and end the sentence behind it."""

CHIME = "chime"
"""Before the first sentence: it makes people listen."""
OPTIONAL = frozenset({CHIME, "pause", "again", "come"})
"""Parts (without their language) that can be left out."""

_PROVINCES = {
    "京": "bj", "津": "tj", "沪": "sh", "渝": "cq", "冀": "he", "豫": "ha", "云": "yn", "辽": "ln",
    "黑": "hl", "湘": "hn", "皖": "ah", "鲁": "sd", "新": "xj", "苏": "js", "浙": "zj", "赣": "jx",
    "鄂": "hb", "桂": "gx", "甘": "gs", "晋": "sx", "蒙": "nm", "陕": "sn", "吉": "jl", "闽": "fj",
    "贵": "gz", "粤": "gd", "青": "qh", "藏": "xz", "川": "sc", "宁": "nx", "琼": "hi",
}  # fmt: skip
"""A plate's first character, and its province as ISO 3166-2:CN names it."""
_SUFFIXES = {"挂": "trailer", "学": "learner", "警": "police", "港": "hong-kong", "澳": "macau"}

# Plates whose letters are Cyrillic ones: GOST R 50577 (Russia), STB 914 (Belarus), and those of
# Tajikistan and Mongolia. Kazakhstan's are Latin (ST RK 986), as are the other neighbours'.
_CYRILLIC_PLATES = {"RU", "BY", "TJ", "MN"}
_BACK = {chr(latin): chr(cyrillic) for cyrillic, latin in LOOKALIKES.items()}
_CYRILLIC = {
    "А": "a", "Б": "b", "В": "v", "Г": "g", "Д": "d", "Е": "e", "Ж": "zh", "З": "z", "И": "i",
    "І": "i", "К": "k", "Л": "l", "М": "m", "Н": "n", "О": "o", "Ө": "o", "П": "p", "Р": "r",
    "С": "s", "Т": "t", "У": "u", "Ү": "u", "Ф": "f", "Х": "kh", "Ц": "ts", "Ч": "ch", "Ш": "sh",
    "Щ": "shch", "Ы": "y", "Э": "e", "Ю": "iu", "Я": "ia",
}  # fmt: skip
"""Cyrillic capitals by ICAO Doc 9303-3, section 6 B: by these they are spelled in a language that
has none. Mongolia's Ө and Ү as Russians say them, о and у."""


class _Unsayable(ValueError):  # noqa: N818 - what can't be said is a character
    """A character that no part names."""


def spoken(announcement: Announcement) -> tuple[tuple[str, ...], ...]:
    """The sentences, each a tuple of parts: in the driver's language, and in Chinese unless that is
    it. None where the plate has a character that can't be said: a plate in part is another's."""
    language = LANGUAGES.get(announcement.locale, CHINESE)
    try:
        return tuple(
            tuple(_sentence(announcement, each)) for each in dict.fromkeys((language, CHINESE))
        )
    except _Unsayable:
        return ()


def _sentence(announcement: Announcement, language: str) -> Iterator[str]:
    if announcement.again:
        yield f"{language}/again"
    yield f"{language}/plate"
    yield from _plate(announcement.plate, announcement.country, language)
    yield "pause"
    if announcement.ahead:
        yield f"{language}/ahead"
        yield from count(announcement.ahead, language)
        yield f"{language}/ahead-end"
    else:
        yield from _called(announcement.gate, language)
    if announcement.again:
        yield f"{language}/come"
    yield "pause"


def _called(gate: str, language: str) -> Iterator[str]:
    """To the gate row of that name, or to the gate: where none is named, or the name can't be said
    whole (the screens show it)."""
    try:
        row = tuple(_row(gate, language))
    except _Unsayable:
        row = ()
    if not row:
        yield f"{language}/to-gate"
        return
    yield f"{language}/to-row"
    yield from row
    if language in _ROW_BEHIND:
        yield f"{language}/row"


def _row(gate: str, language: str) -> Iterator[str]:
    """A gate row's name: figures of a number, letters by name."""
    for piece in re.findall(r"[0-9]+|[^\W_0-9]", normalise(gate)):
        if piece.isdecimal():
            yield from number(piece, language)
        else:
            yield from _letter(piece, language, cyrillic=False)


def _plate(plate: str, country: str, language: str) -> Iterator[str]:
    """A plate's parts, group by group as it is written.

    Figures are read as numbers where people read them so (`spoken_numbers`), but on a Chinese
    plate one by one in any language: its serial mixes letters and figures, and is no number. So is
    a plate of no known form, character by character.
    """
    plate = normalise(plate)
    if not plate:
        raise _Unsayable(plate)
    drawn = drawing(plate, country)
    numbers = country != "CN" and len(drawn.groups) > 1
    cyrillic = drawn.country in _CYRILLIC_PLATES or any(each in _CYRILLIC for each in plate)
    for group in drawn.groups:
        if group.role == "dot":
            continue
        for piece in re.findall("[0-9]+|.", group.text):
            if piece.isdecimal():
                yield from (figures if numbers else singly)(piece, language)
            else:
                yield from _letter(piece, language, cyrillic=cyrillic)


def _letter(letter: str, language: str, *, cyrillic: bool) -> Iterator[str]:
    """The part that names a letter. A Chinese character has one reading for everybody: to who
    can't read it, it is a picture, and its Chinese name is what he has heard of it. `cyrillic`: a
    letter of both shapes is the Cyrillic one to those who read it (В "вэ"), and Latin to others."""
    if letter in _PROVINCES:
        yield f"{CHINESE}/cn-{_PROVINCES[letter]}"
        return
    if letter in _SUFFIXES:
        yield f"{CHINESE}/{_SUFFIXES[letter]}"
        return
    reads = language in ("ru", "kk")
    if not reads:
        letter = letter.translate(LOOKALIKES)
    elif cyrillic:
        letter = _BACK.get(letter, letter)
    if letter in _CYRILLIC:
        if reads:
            yield f"{language}/cy-{'eh' if letter == 'Э' else _CYRILLIC[letter]}"
        else:
            yield from (f"{language}/{each}" for each in _CYRILLIC[letter])
    elif re.fullmatch("[A-Z]", letter):
        yield f"{language}/{letter.lower()}"
    else:
        raise _Unsayable(letter)
