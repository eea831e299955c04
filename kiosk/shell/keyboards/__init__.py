"""On-screen keyboards as data: `layouts/*.json`, and the rules that read them. No Qt here.

plate-cn, plate-kz, plate-ru, plate-any, phone, latin, cyrillic, uyghur, kazakh-arabic.

Where the keys stand comes from the keyboards drivers know: the Cyrillic one is xkb's `kz` (its
Kazakh letters in the row of digits, RST KazSSR 903-90), the Uyghur one xkb's `cn(ug)`, with the
letters that it keeps under Shift laid out at the end of each row, since a glass has room for 33
keys; Kazakh in Arabic letters, for which xkb has none, stands on the places of the Uyghur keys.

Chinese by pinyin is left out. pypinyin goes the other way (characters to pinyin); on PyPI
Pinyin2Hanzi stopped in 2016, pinyinime is a sketch of 2026 with one author, pyrime needs the C
library librime and its dictionaries installed beside it. A Chinese driver types his plate and his
telephone here and needs no characters for either; his name he can write in Latin letters, as it
stands in his passport.
"""

from kiosk.shell.keyboards.layouts import FOR_LOCALE, FOR_PLATE, NAMES, Key, Layout, load
from kiosk.shell.keyboards.slots import allowed, capital_next, complete, page_for, usable

__all__ = [
    "FOR_LOCALE",
    "FOR_PLATE",
    "NAMES",
    "Key",
    "Layout",
    "allowed",
    "capital_next",
    "complete",
    "load",
    "page_for",
    "usable",
]
