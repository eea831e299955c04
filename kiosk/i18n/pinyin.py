"""Chinese found by its pinyin: in full and by initials, all readings.

Imports pypinyin, which takes 0.15 s: import this module in a thread.

>>> sorted(pinyin_keys("长安A3"))
['caa3', 'changana3', 'zaa3', 'zhangana3']
"""

import re
from itertools import islice, product

from pypinyin import Style, pinyin

READINGS = 64  # combinations of readings kept for one text

_PIECES = re.compile(r"[\u3400-\u9fff]|[^\u3400-\u9fff\s]+")


def pinyin_keys(text: str) -> set[str]:
    """The pinyin of a text without tones, and its initials, both with what is not Chinese as it
    stands, in lower case and without spaces. Empty for a text without Chinese."""
    pieces: list[list[tuple[str, str]]] = []
    chinese = False
    for piece in _PIECES.findall(text.lower()):
        if len(piece) == 1 and piece >= "\u3400":
            chinese = True
            readings = sorted(set(pinyin(piece, style=Style.NORMAL, heteronym=True)[0]))
            pieces.append([(reading, reading[0]) for reading in readings])
        else:
            pieces.append([(piece, piece)])
    if not chinese:
        return set()
    keys = set()
    for choice in islice(product(*pieces), READINGS):
        keys.add("".join(full for full, _ in choice))
        keys.add("".join(initial for _, initial in choice))
    return keys
