"""What may not stand in a translation: letters of the wrong script or alphabet, English left over,
punctuation of another script. Pure functions; each gives sentences, none if all is well.

>>> troubles("ru_RU", "Мойкa")
["Latin letters in a Cyrillic word: 'Мойкa'"]
>>> troubles("ug_CN", "یول")
["letters that Uyghur doesn't have: ی U+06CC"]
"""

import re
from collections.abc import Iterator

_UYGHUR = set("ابپتجچخدرزژسشفڭلمھوۇۆۈۋېىيئقكگنغە")
_KAZAKH_ARABIC = set("ابۆگعدەجزيكقلمنڭوپرستۋۇفحھچشىء")
_ARABIC_MARKS = set("،؛؟")
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")

_RUSSIAN = set("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
_KAZAKH = _RUSSIAN | set("әғқңөұүһі")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")

ALPHABETS = {
    "ug_CN": (_ARABIC, _UYGHUR | _ARABIC_MARKS, "Uyghur"),
    "kk_Arab_CN": (_ARABIC, _KAZAKH_ARABIC | _ARABIC_MARKS, "Kazakh in Arabic script"),
    "ru_RU": (_CYRILLIC, _RUSSIAN, "Russian"),
    "kk_KZ": (_CYRILLIC, _KAZAKH, "Kazakh"),
}
# Scripts that a locale's text has no use for.
_FOREIGN = {
    "zh_CN": r"[\u0400-\u052f\u0600-\u06ff]",
    "kk_KZ": r"[\u0600-\u06ff\u2e80-\u9fff]",
    "ru_RU": r"[\u0600-\u06ff\u2e80-\u9fff]",
    "kk_Arab_CN": r"[\u0400-\u052f\u2e80-\u9fff]",
    "ug_CN": r"[\u0400-\u052f\u2e80-\u9fff]",
    "en": r"[\u0400-\u052f\u0600-\u06ff\u2e80-\u9fff]",
}

# Latin words that are the same in every language of the house.
SHARED = {
    "QR",
    "USB",
    "TIR",
    "CMR",
    "PDF",
    "SMS",
    "SIM",
    "GPS",
    "ID",
    "WC",
    "UTC",
    "AC",
    "DC",
    "VIN",
}
SHARED |= {"kW", "kWh", "km", "kg", "mmHg", "KZT", "CNY", "Wi-Fi", "WeChat", "Alipay", "Type-C"}

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_LATIN = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
_PLACEHOLDER = re.compile(r"%L?\d+|%n|\{\w*\}")


def placeholders(text: str) -> list[str]:
    """`%1`, `%n` and `{name}` of a text, sorted."""
    return sorted(_PLACEHOLDER.findall(text))


def troubles(code: str, text: str, source: str = "") -> list[str]:
    """What is wrong with the letters of a text in a locale; `source` is its English text."""
    return list(_troubles(code, _PLACEHOLDER.sub("0", text), source))


def _troubles(code: str, text: str, source: str) -> Iterator[str]:
    for word in _WORD.findall(text):
        if _LATIN.search(word) and _CYRILLIC.search(word):
            yield f"Latin letters in a Cyrillic word: {word!r}"
            text = text.replace(word, "")
    for word in _LATIN.findall(text) if code != "en" else ():
        if len(word) > 1 and word not in SHARED and not (word.isupper() and word in source):
            yield f"English left over: {word!r}"
    if code in ALPHABETS:
        script, alphabet, name = ALPHABETS[code]
        strange = sorted({c for c in script.findall(text) if c.lower() not in alphabet})
        if strange:
            named = ", ".join(f"{c} U+{ord(c):04X}" for c in strange)
            yield f"letters that {name} doesn't have: {named}"
    foreign = "".join(sorted(set(re.findall(_FOREIGN[code], text))))
    if foreign:
        yield f"letters of another script: {foreign}"
    if code in {"ug_CN", "kk_Arab_CN"} and re.search(r"[,;?](?!\d)", text):
        yield "Latin , ; or ? where ، ؛ or ؟ belongs"
    if code == "zh_CN" and re.search(r"[\u4e00-\u9fff][,;:?!](?!\d)", text):
        yield "narrow punctuation after a Chinese character"
    if text != text.strip() and source == source.strip():
        yield "a space too many at an end"
    if "  " in text.strip() and not _PLACEHOLDER.search(source):
        yield "two spaces"
    if re.search(r"[\u202a-\u202e]", text):
        yield "an embedding mark: use U+2068 and U+2069 instead"
