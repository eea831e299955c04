"""Kazakh in Cyrillic to Kazakh in the Arabic script of Xinjiang (tote jazu).

The rules are those of the 1982 orthography as CLDR's kk_Arab writes it: vowels of the front row
share their letter with the back row, and a hamza before the word tells them apart, unless
another letter of the word (е, э, г, к, ғ, қ) tells already. Loanwords and words that Xinjiang
writes otherwise stand in kk_arab_exceptions.toml. The result is a draft: Xinjiang's vocabulary
differs, so a reader must go over it.

>>> kk_arab("Қазақ тілі, 7 наурыз?")
'قازاق ءتىلى، 7 ناۋرىز؟'
"""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

HAMZA = "\u0621"  # as CLDR; some keyboards write the high hamza U+0674, see collation.fold

_LETTERS = str.maketrans(
    {
        "а": "ا", "ә": "ا", "б": "ب", "в": "ۆ", "г": "گ", "ғ": "ع", "д": "د", "е": "ە", "э": "ە",
        "ё": "يو", "ж": "ج", "з": "ز", "и": "ي", "й": "ي", "к": "ك", "қ": "ق", "л": "ل", "м": "م",
        "н": "ن", "ң": "ڭ", "о": "و", "ө": "و", "п": "پ", "р": "ر", "с": "س", "т": "ت", "у": "ۋ",
        "ұ": "ۇ", "ү": "ۇ", "ф": "ف", "х": "ح", "һ": "ھ", "ц": "س", "ч": "چ", "ш": "ش", "щ": "شش",
        "ъ": "", "ы": "ى", "ь": "", "і": "ى", "ю": "يۋ", "я": "يا",
    }
)  # fmt: skip
_PAIRS = {"ия": "يا", "ию": "يۋ", "дж": "ج", "йя": "يا", "йю": "يۋ"}
_PUNCTUATION = str.maketrans({",": "،", ";": "؛", "?": "؟"})

_FRONT = set("әөүі")
_TELLING = set("еэгкғқ")

_WORD = re.compile(r"[\u0400-\u052f]+")
# A comma inside a figure (3,5) is no punctuation; one inside Latin text (a, b?) stays as it is.
_MARK = re.compile(r"(?<!\d)[,;?]|[,;?](?!\d)")


@lru_cache(maxsize=1)
def _exceptions() -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Whole words, and stems with the longest first, in Cyrillic and in Arabic script."""
    path = Path(__file__).with_name("kk_arab_exceptions.toml")
    table = tomllib.loads(path.read_text("utf-8"))
    stems = sorted(table["stems"].items(), key=lambda pair: -len(pair[0]))
    return table["words"], stems


def kk_arab(text: str) -> str:
    """Kazakh Cyrillic text in Arabic script; figures and Latin words stay as they are."""
    return _MARK.sub(
        lambda mark: mark[0].translate(_PUNCTUATION), _WORD.sub(lambda word: _word(word[0]), text)
    )


def _word(word: str) -> str:
    word = word.lower()
    words, stems = _exceptions()
    if word in words:
        return words[word]
    for stem, written in stems:
        if word.startswith(stem):
            return written + _letters(word[len(stem) :])
    return _hamza(word) + _letters(word)


def _hamza(word: str) -> str:
    letters = set(word)
    return HAMZA if letters & _FRONT and not letters & _TELLING else ""


def _letters(word: str) -> str:
    for pair, written in _PAIRS.items():
        word = word.replace(pair, written)
    return word.translate(_LETTERS)
