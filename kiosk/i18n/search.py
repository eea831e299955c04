"""What a person types and what is written, brought to one form for searching. No Qt, no pinyin
(kiosk.i18n.pinyin has that).

>>> fold("ءتىل") == fold("تىل"), fold("Ёлка") == fold("елка"), fold("ＡＢ")
(True, True, 'ab')
"""

import re
import unicodedata

# Letters that keyboards of other languages send for those of Uyghur and Kazakh, and hamzas:
# U+0674, the high hamza, stands for U+0621 as CLDR writes it.
_ALIKE = str.maketrans(
    {
        "\u0674": "\u0621",
        "\u06a9": "\u0643",
        "\u06cc": "\u064a",
        "\u0647": "\u06be",
        "\u06c1": "\u06be",
        "\u0629": "\u06d5",
        "ё": "е",
        "\u0640": "",
    }
)
_UNSEEN = re.compile(r"[\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
# The hamza before a Kazakh word and the seat before a Uyghur vowel are often left out.
_LEADING = re.compile(r"\b[\u0621\u0626]+(?=\w)")


def fold(text: str) -> str:
    """Lower case, half width, without what people leave out or type otherwise."""
    # NFKC takes apart U+0675 to U+0678 into a letter and a high hamza behind it
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub(r"(\w)\u0674", "\u0674\\1", text)
    text = _UNSEEN.sub("", text.translate(_ALIKE))
    return " ".join(_LEADING.sub("", text).split())
