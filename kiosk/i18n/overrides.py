"""Where CLDR (Babel 2.18) slips, or says what no driver says. Each line has its reason."""

# CLDR writes ¥, ￥, CN¥ or "китайских юаней" for the same note, and "KZT" for the tenge in four
# of six locales. Prices here are read aloud, as in 30 元 and 30 юаней; forms are CLDR's plurals.
YUAN: dict[str, dict[str, str]] = {
    "en": {"other": "yuan"},
    "zh_CN": {"other": "元"},
    "kk_KZ": {"other": "юань"},
    "kk_Arab_CN": {"other": "يۋان"},
    "ru_RU": {"one": "юань", "few": "юаня", "many": "юаней", "other": "юаня"},
    "ug_CN": {"other": "يۈەن"},
}
TENGE = "₸"

# CLDR has "120/مەتىر" for metres in kk_Arab, with a stroke.
METRES = {"kk_Arab_CN": "{0} مەتىر"}

# The words between the items of a list. CLDR has none for ug and falls back to English.
AND = {"ug_CN": "ۋە"}
OR = {"ug_CN": "ياكى", "kk_KZ": "немесе", "kk_Arab_CN": "نەمەسە"}
COMMA = {"ug_CN": "، ", "kk_Arab_CN": "، ", "kk_KZ": ", "}

COUNTRIES: dict[str, dict[str, str]] = {
    "kk_Arab_CN": {
        "CN": "جۇڭگو",  # CLDR: قىتاي; Kazakhs in China call it as its Uyghurs do
        "RU": "رەسەي",  # CLDR: حەسەي, a slip of the first letter
        "KZ": "قازاقستان",  # CLDR: قازاق ەلى, "land of the Kazakhs"; papers say قازاقستان
    },
    "ru_RU": {"KG": "Кыргызстан"},  # as the papers of the Eurasian Economic Union say
}
