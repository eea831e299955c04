"""The content of the sample home and the glossary are written in the right letters, in all six
languages."""

import re

from kiosk.i18n.catalogue import TRANSLATIONS
from kiosk.i18n.locales import LOCALES
from kiosk.i18n.spelling import troubles
from tests.i18n.shaping import content_texts


def test_content_is_spelled_with_the_letters_of_its_language():
    found = [
        f"{name}: {code}: {text!r}: {trouble}"
        for name, code, text in content_texts()
        for trouble in troubles(code, text)
    ]
    assert found == []


def test_the_glossary_has_every_term_in_six_languages():
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in (TRANSLATIONS / "GLOSSARY.md").read_text("utf-8").splitlines()
        if line.startswith("|") and not re.match(r"\|-|\| en ", line)
    ]
    assert len(rows) >= 120
    for row in rows:
        assert len(row) == 7, row
        assert all(row), row
        for code, text in zip(
            ("en", "zh_CN", "kk_KZ", "kk_Arab_CN", "ru_RU", "ug_CN"), row[:6], strict=True
        ):
            assert troubles(code, text, row[0]) == [], (code, text)
    assert len({row[0] for row in rows}) == len(rows)
    assert set(LOCALES) == {"en", "zh_CN", "kk_KZ", "kk_Arab_CN", "ru_RU", "ug_CN"}
