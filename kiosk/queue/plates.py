"""Plates of the lorries at the port: how they are written, and whose they are.

>>> read_plate("123 АВС 02")
Plate(plate='123ABC02', country='KZ', kind='standard')
>>> normalise("新f·a1b23")
'新FA1B23'
"""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

LOOKALIKES = str.maketrans("АВЕКМНОРСТУХІ", "ABEKMHOPCTYXI")
"""Cyrillic capitals that look like Latin ones: the letters of Russian plates, and І."""

_SEPARATORS = frozenset("−·•・‧∙⋅●.,/'`’‘ʼ*|:;\"“”")
UNKNOWN_COUNTRY = "ZZ"
"""The country of a plate whose form is not known (ISO 3166 keeps ZZ for its users)."""


class Plate(NamedTuple):
    """`plate` is normalised, `country` ISO 3166 alpha-2. `kind` is one of: standard, new-energy,
    trailer, learner, police, hong-kong, macau, legal (of a company), old (an earlier series)."""

    plate: str
    country: str
    kind: str


class UnknownPlate(ValueError):  # noqa: N818 - what is unknown is the plate
    """The text is in no form that is known; the message is one sentence."""


def normalise(text: str) -> str:
    """The text as it is kept and compared: NFKC, upper case, look-alikes folded to Latin, digits of
    any script as 0-9, separators and invisible marks gone. A letter never becomes a digit.
    Idempotent; never fails."""
    before = ""
    while text != before:  # upper case can undo NFKC ("ŉ"), so go on until nothing moves
        before = text
        text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).upper())
        text = "".join(_kept(each) for each in text.translate(LOOKALIKES))
    return text


def _kept(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    # spaces, control and format marks (bidi isolates among them), dashes, underscores
    if category[0] in "ZC" or category in ("Pd", "Pc") or character in _SEPARATORS:
        return ""
    return character


_P = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_L = "A-HJ-NP-Z"  # Chinese serials use no I and no O
_C = "ABEKMHOPCTYX"
_KZ_REGION = "(?:0[1-9]|1[0-9]|20)"
# Region letters of Mongolia, in Cyrillic (Wikipedia, "Vehicle registration plates of Mongolia",
# in English, German and Polish: the lists differ, this is their union).
_MN_REGIONS = (
    "АР БН БХ БР БӨ БУ ГА ГО ГС ДА ДГ ДО ДН ДУ ЗА НА ОР ӨВ ӨМ СБ СҮ СУ СЭ ТӨ УБ УН УА УЕ УК УВ "
    "ХО ХӨ ХЭ ЧО ЭТ"
)
_MN = "(?:" + "|".join(_MN_REGIONS.translate(LOOKALIKES).split()) + ")"
_MN_LETTER = "[" + "АБВГДЕЖЗИКЛМНОӨПРСТУҮФХЦЧЭЯ".translate(LOOKALIKES) + "]"

# Forms in order of precedence: the first that fits a bare text has it. No two of the first nine
# countries overlap but where said. Those of CN to KG are the project's facts, the rest:
#   TJ  Wikipedia, "Vehicle registration plates of Tajikistan": since 2010 1234 AB 01, 01 to 08,
#       letters common to Latin and Cyrillic.
#   TM  Wikipedia, "… of Turkmenistan": AB 1234 AG, the last two letters one of six provinces.
#   BY  STB 914-99: lorries AB 1234-7, cars 1234 AB-7, trailers A 1234 B-7; regions 0-8.
#   MN  see above: four digits, two region letters, one serial letter, all Cyrillic.
#   GE  law of 2014: AB-123-CD; before that ABC-123.
#   AZ  10-AB-123, region first. Turkish plates can look the same (two letters, three digits):
#       a bare text is read as Azerbaijan's, which has no other form; Turkish lorries mostly have
#       two letters with four digits, or three letters.
#   TR  Highway Traffic Regulation, appendix 4: 01-81, then A1234 A12345 AB123 AB1234 ABC12 ABC123;
#       letters without Q, W and X.
_FORMS: tuple[tuple[str, str, str], ...] = (
    ("CN", "new-energy", f"[{_P}][{_L}](?:[A-HJK][{_L}0-9][0-9]{{4}}|[0-9]{{5}}[A-HJK])"),
    ("CN", "standard", f"[{_P}][{_L}][{_L}0-9]{{5}}"),
    ("CN", "trailer", f"[{_P}][{_L}][{_L}0-9]{{4}}挂"),
    ("CN", "learner", f"[{_P}][{_L}][{_L}0-9]{{4}}学"),
    ("CN", "police", f"[{_P}][{_L}][{_L}0-9]{{4}}警"),
    ("CN", "hong-kong", f"[{_P}][{_L}][{_L}0-9]{{4}}港"),
    ("CN", "macau", f"[{_P}][{_L}][{_L}0-9]{{4}}澳"),
    ("KZ", "standard", f"[0-9]{{3}}[A-Z]{{2,3}}{_KZ_REGION}"),
    ("KZ", "old", "[A-Z][0-9]{3}[A-Z]{2,3}"),
    ("RU", "standard", f"[{_C}][0-9]{{3}}[{_C}]{{2}}[0-9]{{2,3}}"),
    ("RU", "trailer", f"[{_C}]{{2}}[0-9]{{4}}[0-9]{{2,3}}"),
    ("UZ", "standard", "[0-9]{2}[A-Z][0-9]{3}[A-Z]{2}"),
    ("UZ", "legal", "[0-9]{5}[A-Z]{3}"),
    ("UZ", "trailer", "[0-9]{6}[A-Z]{2}"),
    ("KG", "standard", "[0-9]{2}KG[0-9]{3}[A-Z]{2,3}"),
    ("KG", "old", "[A-Z][0-9]{4}[A-Z]{1,2}"),
    ("TJ", "standard", f"[0-9]{{4}}[{_C}]{{2}}0[1-8]"),
    ("TM", "standard", "[A-Z]{2}[0-9]{4}(?:AG|AH|BN|DZ|LB|MR)"),
    ("BY", "standard", "[ABEIKMHOPCTX]{2}[0-9]{4}[0-8]|[0-9]{4}[ABEIKMHOPCTX]{2}[0-8]"),
    ("BY", "trailer", "[ABEIKMHOPCTX][0-9]{4}[ABEIKMHOPCTX][0-8]"),
    ("MN", "standard", f"[0-9]{{4}}{_MN}{_MN_LETTER}"),
    ("GE", "standard", "[A-Z]{2}[0-9]{3}[A-Z]{2}"),
    ("GE", "old", "[A-Z]{3}[0-9]{3}"),
    ("AZ", "standard", "[0-9]{2}[A-Z]{2}[0-9]{3}"),
    (
        "TR",
        "standard",
        "(?:0[1-9]|[1-7][0-9]|8[01])"
        "(?:[A-PR-VYZ][0-9]{4,5}|[A-PR-VYZ]{2}[0-9]{3,4}|[A-PR-VYZ]{3}[0-9]{2,3})",
    ),
)

# Forms that belong to another country unless the feed or the driver names this one:
#   KG  its plate with the "KG" dropped equals Uzbekistan's for companies.
#   KZ  trailers 12 ABC 02 (ST RK 986) equal Turkey's.
#   TJ  lorries of the state, three digits (Wikipedia, as above), equal Kazakhstan's.
_ONLY_WHEN_NAMED: tuple[tuple[str, str, str], ...] = (
    ("KG", "standard", "[0-9]{5}[A-Z]{2,3}"),
    ("KZ", "trailer", f"[0-9]{{2}}[A-Z]{{3}}{_KZ_REGION}"),
    ("TJ", "standard", f"[0-9]{{3}}[{_C}]{{2}}0[1-8]"),
)

COUNTRIES = tuple(dict.fromkeys(country for country, _, _ in _FORMS))
"""The countries whose plates are known, in order of precedence."""


_Forms = list[tuple[str, str, re.Pattern[str]]]


@cache
def _bare() -> _Forms:
    # compiled when the first plate is read, and not while the kiosk starts
    return [(country, kind, re.compile(form)) for country, kind, form in _FORMS]


@cache
def _named() -> dict[str, _Forms]:
    forms: dict[str, _Forms] = {}
    for country, kind, form in _FORMS + _ONLY_WHEN_NAMED:
        forms.setdefault(country, []).append((country, kind, re.compile(form)))
    return forms


def read_plate(text: str, country: str | None = None) -> Plate:
    """The plate that `text` writes. `country` (ISO 3166 alpha-2) is whose it is said to be: its
    forms are tried first; a plate that fits none of them is still read by the others, since the
    form is on the lorry and the word was typed. Raises UnknownPlate with one sentence."""
    plate = normalise(text)
    for owner, kind, form in (*_named().get(country or "", ()), *_bare()):
        if form.fullmatch(plate):
            return Plate(plate, owner, kind)
    raise UnknownPlate(_why(plate))


def is_plate(text: str) -> bool:
    """Whether `text` is a plate of a form that is known."""
    plate = normalise(text) if len(text) <= 40 else ""
    return any(form.fullmatch(plate) for _, _, form in _bare())


def _why(plate: str) -> str:
    shown = plate if len(plate) <= 20 else plate[:20] + "…"
    if not plate:
        return "There is no letter or digit in this plate."
    if plate[0] in _P and ("I" in plate or "O" in plate):
        return f"{shown} is no plate: Chinese plates have no letter I and no letter O."
    if re.fullmatch("[0-9]{3}[A-Z]{2,3}[0-9]{2}", plate):
        return f"{shown} is no plate: Kazakhstan has the regions 01 to 20."
    return f"{shown} is in no form known here; compare it with the lorry letter by letter."


def vehicle_id(country: str, plate: str) -> str:
    """The id of a vehicle's record: country and normalised plate. One text can be the plate of
    two lorries from two countries."""
    return f"{country}-{plate}"
