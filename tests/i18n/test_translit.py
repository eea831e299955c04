"""Kazakh in Arabic script agrees with CLDR, which has both."""

import re

import pytest
from babel import Locale
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from kiosk.cli import main
from kiosk.i18n.commands import translit
from kiosk.i18n.spelling import troubles
from kiosk.i18n.translit import kk_arab

PAIRS = [
    ("тіл", "ءتىل"),
    ("неміс", "نەمىس"),
    ("түрік", "تۇرىك"),
    ("Өзбекстан", "وزبەكستان"),
    ("және", "جانە"),
    ("қазақ", "قازاق"),
    ("қытай", "قىتاي"),
    ("наурыз", "ناۋرىز"),
    ("жұма", "جۇما"),
    ("минут", "مينۋت"),
    ("сағат", "ساعات"),
    ("қазір", "قازىر"),
    ("мұғалім", "مۇعالىم"),
    ("сәуір", "ءساۋىر"),
    ("Әзірбайжан", "ءازىربايجان"),
    ("километр", "كيلومەتىر"),
    ("метрлік", "مەتىرلىك"),
    ("метро", "مەترو"),
    ("Франция", "فرانتسيا"),
    ("Грузия", "گرۋزيا"),
    ("ющенко", "يۋششەنكو"),
]


@pytest.mark.parametrize(("cyrillic", "arabic"), PAIRS)
def test_words_that_are_known(cyrillic, arabic):
    assert kk_arab(cyrillic) == arabic


def cldr_pairs():
    """Words of CLDR in both scripts; abbreviations are left out, as they are not spelled alike."""
    cyrillic, arabic = Locale.parse("kk_KZ"), Locale.parse("kk_Arab_CN")
    pairs = {}

    def walk(one, other, path):
        if isinstance(one, str) and isinstance(other, str):
            ours = re.findall(r"[\u0400-\u052f]+", one.lower())
            theirs = re.findall(r"[\u0620-\u06ff]+", other)
            if len(ours) == len(theirs):
                for word, written in zip(ours, theirs, strict=True):
                    pairs.setdefault(word, set()).add(written)
        elif hasattr(one, "items") and hasattr(other, "items"):
            for key in list(one.keys()):
                if key in other and key not in {"abbreviated", "narrow", "short"}:
                    walk(one[key], other[key], [*path, key])

    for part in ("months", "days", "territories", "languages", "scripts"):
        walk(cyrillic._data[part], arabic._data[part], [part])
    return pairs


def test_native_words_of_cldr():
    """Native are words with a letter of Kazakh's own and none that only loans have."""
    native = {
        word: written
        for word, written in cldr_pairs().items()
        if set(word) & set("әғқңөұүі") and not set(word) & set("вфцщъьэюяёхч") and len(word) > 2
    }
    right = [word for word, written in native.items() if kk_arab(word) in written]
    assert len(native) > 80
    assert len(right) >= 0.96 * len(native), set(native) - set(right)


def test_figures_and_latin_stay_and_punctuation_turns():
    assert kk_arab("TIR: 3,5 тонна, дұрыс па? Иә; 12:30") == "TIR: 3,5 توننا، دۇرىس پا؟ ءيا؛ 12:30"
    assert kk_arab("Wi-Fi %1 {name}") == "Wi-Fi %1 {name}"


@given(st.text(alphabet="абвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюяәӘҒҚҢӨҰҮІ -", min_size=1))
def test_whatever_is_written_only_kazakh_letters_come_out(text):
    assert troubles("kk_Arab_CN", " ".join(kk_arab(text).split())) == []


def test_the_command_prints_the_text():
    done = CliRunner().invoke(translit, ["--to", "kk_Arab", "Қазақ", "тілі"])
    assert done.output == "قازاق ءتىلى\n"


def test_an_unknown_script_is_bad_input(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["translit", "--to", "klingon", "тіл"])
    assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1
