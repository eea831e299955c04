"""A keyboard's data: its pages of keys, and the masks that say what a slot can take.

In a file a row is a string of keys with spaces between: `a` types itself, `А=A` shows А and types
A, `新*2` is two keys wide, `_` is a gap, `{shift}` and `{space}` are what they say and
`{digits|123}` turns to the page "digits" and shows 123. A mask is a string of slots: the name of
a class or the very characters, `digit*3` three times, `digit*2-3` twice or three times.

>>> load("plate-ru").pages["letters"][10]
Key(kind='letter', label='А', text='A', row=1, at=2.0, width=1.0)
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

import msgspec

FOLDER = Path(__file__).parent / "layouts"

FOR_PLATE = {"CN": "plate-cn", "KZ": "plate-kz", "RU": "plate-ru"}
"""The layout for a plate by the lorry's country (ISO 3166); every other country has plate-any."""

FOR_LOCALE = {
    "en": "latin",
    "zh_CN": "latin",
    "kk_KZ": "cyrillic",
    "ru_RU": "cyrillic",
    "kk_Arab_CN": "kazakh-arabic",
    "ug_CN": "uyghur",
}
"""The layout of letters by the session's locale."""

NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.json")))

_WIDE = re.compile(r"(.+)\*([0-9.]+)")
_SPECIAL = re.compile(r"\{([a-z]+)(?:\|(.+))?\}")
_REPEAT = re.compile(r"(.+)\*([0-9]+)(?:-([0-9]+))?")


class _File(msgspec.Struct, forbid_unknown_fields=True):
    pages: dict[str, list[str]]
    classes: dict[str, str] = {}
    masks: list[str] = []
    capitals: str = ""
    most: int = 0
    rtl: bool = False
    widest: float = 28


@dataclass(frozen=True)
class Key:
    """One key. `kind` is letter (types `text`), space, shift, or page (turns to the page `text`).
    `at` is where it begins in its row and `width` how wide it is, both in keys."""

    kind: str
    label: str
    text: str
    row: int
    at: float
    width: float


@dataclass(frozen=True)
class Layout:
    """A keyboard. `columns` and `rows` are those of its largest page, so that it doesn't jump
    when a page is turned; `page_columns` those of each page. `masks` are alternatives, each a
    class of characters for every slot; without masks anything may be typed, up to `most`
    characters. `capitals` is "" (the script has none, or only capitals), words or sentences:
    where a capital comes by itself. `rtl` is the direction of what is typed, `widest` how wide a
    key may grow, in mm."""

    name: str
    pages: dict[str, tuple[Key, ...]]
    page_columns: dict[str, float]
    columns: float
    rows: int
    masks: tuple[tuple[frozenset[str], ...], ...]
    capitals: str
    most: int
    rtl: bool
    widest: float


@cache
def load(name: str) -> Layout:
    """The layout by its name. Raises KeyError for a name that no file has."""
    if name not in NAMES:
        raise KeyError(name)
    file = msgspec.json.decode((FOLDER / f"{name}.json").read_bytes(), type=_File)
    rows = {page: [_row(row, i) for i, row in enumerate(rows)] for page, rows in file.pages.items()}
    columns = {page: max(width for _, width in rows) for page, rows in rows.items()}
    # Letters keep their width when a page of digits with fewer keys is turned to; the large keys
    # of the provinces fill the width instead.
    stretched = bool(file.masks)
    widest = max(columns.values())
    high = max(len(page) for page in rows.values())
    page_columns = columns if stretched else dict.fromkeys(columns, widest)
    masks = tuple(dict.fromkeys(each for mask in file.masks for each in _mask(mask, file.classes)))
    return Layout(
        name=name,
        pages={
            page: _placed(rows[page], page_columns[page], high - len(rows[page])) for page in rows
        },
        page_columns=page_columns,
        columns=widest,
        rows=high,
        masks=masks,
        capitals=file.capitals,
        most=file.most or max(len(mask) for mask in masks),
        rtl=file.rtl,
        widest=file.widest,
    )


def _row(row: str, number: int) -> tuple[list[Key], float]:
    """The keys of a row from its left end, and how wide it is with its gaps."""
    keys = []
    at = 0.0
    for word in row.split():
        name, width = word, 1.0
        if wide := _WIDE.fullmatch(word):
            name, width = wide[1], float(wide[2])
        kind, label, text = _key(name)
        if kind:
            keys.append(Key(kind, label, text, number, at, width))
        at += width
    return keys, at


def _key(word: str) -> tuple[str, str, str]:
    if word == "_":
        return "", "", ""
    if special := _SPECIAL.fullmatch(word):
        what, label = special[1], special[2] or ""
        if what == "space":
            return "space", "", " "
        return ("shift", "", "") if what == "shift" else ("page", label, what)
    label, _, text = word.partition("=")
    return ("letter", label, text) if label and text else ("letter", word, word)


def _placed(rows: list[tuple[list[Key], float]], columns: float, lower: int) -> tuple[Key, ...]:
    """Every row centred, and the page `lower` rows down: its last row is the layout's last, so
    that space and the way back stay where they are."""
    keys = []
    for row, width in rows:
        indent = (columns - width) / 2
        keys += [
            Key(key.kind, key.label, key.text, key.row + lower, key.at + indent, key.width)
            for key in row
        ]
    return tuple(keys)


def _mask(mask: str, classes: dict[str, str]) -> list[tuple[frozenset[str], ...]]:
    choices = []
    for slot in mask.split():
        repeat = _REPEAT.fullmatch(slot)
        name, low, high = (repeat[1], repeat[2], repeat[3]) if repeat else (slot, "1", None)
        taken = frozenset(classes.get(name, name))
        choices.append([(taken,) * times for times in range(int(low), int(high or low) + 1)])
    return [sum(choice, ()) for choice in product(*choices)]
