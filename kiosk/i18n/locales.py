"""The table of locales. English is the source of the catalogues and the last choice.

>>> LOCALES["ug_CN"].rtl, LOCALES["kk_Arab_CN"].rtl, LOCALES["kk_KZ"].rtl
(True, True, False)
>>> LOCALES["ru_RU"].babel
'ru_KZ'
"""

from dataclasses import dataclass

LATIN = "Home Sans"
ARABIC = "Home Sans Arabic"
CHINESE = "Home Sans SC"

RIGHT_TO_LEFT = {"Arab"}


@dataclass(frozen=True)
class Locale:
    """A language in a script, as one reader wants it.

    `code` names the catalogue and the keys of a `Text`; `babel` is the CLDR identifier for
    formats (ru_KZ, since ru_RU prints the tenge as "KZT"); `tag` the BCP 47 tag; `script` the
    ISO 15924 code; `name` what its readers call it, in its own script, and `letter` what stands
    for it on the language page; `families` its fonts, first the one of its script.
    """

    code: str
    babel: str
    tag: str
    script: str
    name: str
    letter: str
    families: tuple[str, ...]

    @property
    def rtl(self) -> bool:
        """From the script, never from the language: Kazakh is written both ways."""
        return self.script in RIGHT_TO_LEFT

    @property
    def family(self) -> str:
        """The font family to ask for; fonts.load_fonts says what stands in for it."""
        return self.families[0]


LOCALES: dict[str, Locale] = {
    locale.code: locale
    for locale in (
        Locale("zh_CN", "zh_Hans_CN", "zh-Hans-CN", "Hans", "中文", "中", (CHINESE, LATIN, ARABIC)),
        Locale("kk_KZ", "kk_KZ", "kk-Cyrl-KZ", "Cyrl", "Қазақша", "Қ", (LATIN, CHINESE, ARABIC)),
        Locale(
            "kk_Arab_CN",
            "kk_Arab_CN",
            "kk-Arab-CN",
            "Arab",
            "قازاقشا",
            "ق",
            (ARABIC, LATIN, CHINESE),
        ),
        Locale("ru_RU", "ru_KZ", "ru-RU", "Cyrl", "Русский", "Р", (LATIN, CHINESE, ARABIC)),
        Locale("ug_CN", "ug_CN", "ug-Arab-CN", "Arab", "ئۇيغۇرچە", "ئۇ", (ARABIC, LATIN, CHINESE)),
        Locale("en", "en_GB", "en", "Latn", "English", "E", (LATIN, CHINESE, ARABIC)),
    )
}

SOURCE = "en"

# What to read to someone when his own language is missing, before English. The two Kazakh
# readers can't read each other's script: the other Kazakh comes after the languages they share.
FALLBACK: dict[str, tuple[str, ...]] = {
    "zh_CN": (),
    "kk_KZ": ("ru_RU",),
    "kk_Arab_CN": ("zh_CN", "ug_CN", "kk_KZ"),
    "ru_RU": (),
    "ug_CN": ("zh_CN",),
    "en": (),
}


def reading_order(code: str) -> tuple[str, ...]:
    """The locales to try for a reader of `code`, his own first, English last, then any.

    >>> reading_order("kk_Arab_CN")
    ('kk_Arab_CN', 'zh_CN', 'ug_CN', 'kk_KZ', 'en', 'ru_RU')
    """
    return tuple(dict.fromkeys((code, *FALLBACK[code], SOURCE, *LOCALES)))
