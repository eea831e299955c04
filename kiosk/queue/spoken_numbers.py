"""Numbers as parts of speech, in the house's five spoken languages.

Russian, Kazakh and Uyghur speakers read a plate's figures as numbers, as they do telephone numbers:
"сто двадцать три", four and more by pairs and a closing three ("двенадцать триста сорок пять"),
leading zeros one by one ("ноль два"). Chinese and English speakers read them one by one, and on a
plate or a telephone Chinese says 幺 (yāo) for 1, which can't be heard as 七 (qī).

>>> figures("123", "kk"), figures("02", "ru"), figures("123", "zh")
(['kk/100', 'kk/20', 'kk/3'], ['ru/0', 'ru/2'], ['zh/yao', 'zh/2', 'zh/3'])
"""

from itertools import takewhile

_AS_NUMBERS = frozenset({"ru", "kk", "ug"})
_PIECES = {4: (2, 2), 5: (2, 3), 6: (2, 2, 2)}
"""How many figures are read together, by how many there are."""


def figures(text: str, language: str) -> list[str]:
    """The figures of a plate's group (0-9) as that language reads them."""
    if language not in _AS_NUMBERS or len(text) > max(_PIECES):
        return singly(text, language)
    parts = []
    at = 0
    for length in _PIECES.get(len(text), (len(text),)):
        parts += number(text[at : at + length], language)
        at += length
    return parts


def singly(text: str, language: str) -> list[str]:
    """Figures of a plate one by one."""
    if language == "zh":
        return ["zh/yao" if each == "1" else f"zh/{each}" for each in text]
    return [f"{language}/{each}" for each in text]


def number(text: str, language: str) -> list[str]:
    """Up to three figures as a number, leading zeros one by one; more of them one by one."""
    if len(text) > 3:
        return singly(text, language)
    zeros = [f"{language}/0" for _ in takewhile("0".__eq__, text)]
    rest = text[len(zeros) :]
    return zeros + (_below_1000(int(rest), language) if rest else [])


def count(vehicles: int, language: str) -> list[str]:
    """So many vehicles, 1 or more. Russian counts машина, a feminine; Chinese says 两 for two
    things, and puts no 两 behind a ten (Lü Shuxiang, 现代汉语八百词, 二 and 两)."""
    if vehicles > 999:
        return singly(str(vehicles), language)
    if language == "zh" and vehicles == 2:
        return ["zh/liang"]
    parts = _below_1000(vehicles, language)
    if language == "ru" and parts[-1] in ("ru/1", "ru/2"):
        parts[-1] += "f"
    return parts


def _below_1000(value: int, language: str) -> list[str]:
    """1 to 999 in words."""
    if language == "zh":
        return _chinese(value)
    hundreds, rest = divmod(value, 100)
    words: list[int] = []
    if hundreds and language == "ru":
        words.append(hundreds * 100)  # сто, двести, … are one word each
    elif hundreds:
        # жүз, يۈز are a hundred as they stand; English wants its "one"
        words += [hundreds, 100] if hundreds > 1 or language == "en" else [100]
    if rest >= (20 if language in ("ru", "en") else 10):
        words.append(rest // 10 * 10)
        rest %= 10
    if rest:
        words.append(rest)
    return [f"{language}/{word}" for word in words]


def _chinese(value: int) -> list[str]:
    """一百零五, 一百一十, 十二, 二十: a ten that leads has no 一 before it, a gap is said 零."""
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    words: list[int] = []
    if hundreds:
        words += [hundreds, 100]
        if rest and not tens:
            words.append(0)
    if tens:
        words += [10] if tens == 1 and not hundreds else [tens, 10]
    if ones:
        words.append(ones)
    return [f"zh/{word}" for word in words]
