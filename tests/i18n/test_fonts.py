"""Every text of the house is drawn by the house's own fonts, whole and on one line's height."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout

from kiosk.errors import Failure
from kiosk.i18n import fonts
from kiosk.i18n.locales import LOCALES
from kiosk.i18n.spelling import ALPHABETS
from tests.i18n.shaping import holes, house_texts, runs

ROOT = fonts.ASSETS.parent


@pytest.fixture(autouse=True)
def loaded(qapp):
    fonts.load_fonts()


def test_every_text_of_the_house_is_drawn_by_our_fonts():
    assert holes(house_texts()) == []


def test_the_same_where_the_system_has_no_font_at_all(tmp_path):
    nothing = tmp_path / "fonts.conf"
    nothing.write_text("<?xml version='1.0'?><fontconfig></fontconfig>")
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("shaping.py"))],
        env=os.environ
        | {
            "FONTCONFIG_FILE": str(nothing),
            "FONTCONFIG_PATH": str(tmp_path),
            "PYTHONPATH": str(ROOT),
            "QT_QPA_PLATFORM": "offscreen",
        },
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout) == []


def test_a_hole_is_seen():
    assert holes({"ru_RU": {"ꙮ ᚠ 𒀀"}}) != []


@pytest.mark.parametrize("code", LOCALES)
def test_names_and_plates_of_every_script_are_drawn_on_every_page(code):
    texts = {
        "新F·A3185 晋 琼 使 港 澳",
        "喆堃玥镕珺垚翀赟芃祎",
        "№ 5 — ≈ 2 200 ₸ · 36,6 °C ± × … “”«»",
        "\u2068347\u00a0BTA\u00a019\u2069",
        "ÄÖÜäöüßÇçĞğİıŞş Ňň Ýý Žž ʻʼ Əə",
        "Ўў Ғғ Ққ Ҳҳ Ӣӣ Ӯӯ Ҷҷ",
    }
    for _, alphabet, _ in ALPHABETS.values():
        texts.add(" ".join(sorted(alphabet)))
        texts.add(" ".join(sorted(alphabet)).upper())
    assert holes({code: texts}) == []


@pytest.mark.parametrize("code", LOCALES)
@pytest.mark.parametrize("bold", [False, True])
def test_figures_are_always_the_same_and_of_equal_width(code, bold):
    figures = runs("0123456789:.%", LOCALES[code].family, bold)
    assert {family for _, family, _ in figures} == {"Home Sans"}
    font = QFont("Home Sans")
    font.setBold(bold)
    font.setPixelSize(100)
    metrics = QFontMetricsF(font)
    assert len({metrics.horizontalAdvance(figure) for figure in "0123456789"}) == 1


def test_a_line_is_as_high_in_every_script():
    heights = set()
    for family in fonts.SUBSTITUTES:
        for bold in (False, True):
            font = fonts.font(family, 100)
            font.setBold(bold)
            metrics = QFontMetricsF(font)
            heights.add((metrics.ascent(), metrics.descent(), metrics.leading()))
    assert len(heights) == 1


@pytest.mark.parametrize("path", [path for path in fonts.FONTS if path.parent.name == "fonts"])
def test_metrics_agree_in_all_three_tables(path):
    with TTFont(path, lazy=True) as font:
        hhea, os2 = font["hhea"], font["OS/2"]
        assert (hhea.ascent, hhea.descent, hhea.lineGap) == (1069, -293, 0)
        assert (os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap) == (1069, -293, 0)
        assert (os2.usWinAscent, os2.usWinDescent) == (1069, 293)
        assert font["head"].unitsPerEm == 1000


@pytest.mark.parametrize("word", ["ئۇيغۇرچە", "قازاقشا", "ڭگكقھ"])
def test_arabic_letters_join(word):
    """In a word a letter is another glyph than standing alone."""
    alone = [glyph for letter in word for glyph in glyphs(letter)]
    assert sorted(glyphs(word)) != sorted(alone)


def glyphs(text):
    layout = QTextLayout(text, fonts.font("Home Sans Arabic"))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return [glyph for run in layout.glyphRuns() for glyph in run.glyphIndexes()]


def test_a_missing_font_is_a_failure_in_one_sentence(monkeypatch):
    monkeypatch.setattr(fonts, "FONTS", (Path("no/such/HomeSans.ttf"),))
    with pytest.raises(Failure, match="install the kiosk again"):
        fonts.load_fonts()


def test_every_icon_has_a_glyph():
    table = json.loads((ROOT / "kiosk" / "shell" / "icons.json").read_text())
    with TTFont(fonts.FONTS[-1], lazy=True) as font:
        drawn = font.getBestCmap()
    assert {name for name, sign in table.items() if ord(sign) not in drawn} == set()
