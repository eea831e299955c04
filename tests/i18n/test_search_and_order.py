"""What a person types finds what is written, and lists stand in his alphabet's order."""

import pytest

from kiosk.i18n.collation import in_order
from kiosk.i18n.pinyin import pinyin_keys
from kiosk.i18n.search import fold


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("تىل", "ءتىل"),
        ("\u0674تىل", "\u0621تىل"),
        ("ۇرۇمچى", "ئۇرۇمچى"),
        ("كەزەك", "کەزەک"),
        ("елка", "Ёлка"),
        ("ABC 12", "ＡＢＣ　１２"),
        ("347 BTA", "\u2068347\u00a0BTA\u2069"),
        ("ҚАЗАҚ", "қазақ"),
    ],
)
def test_alike_texts_fold_alike(typed, written):
    assert fold(typed) == fold(written)


def test_different_letters_stay_different():
    assert fold("ى") != fold("ي")
    assert fold("ұ") != fold("ү")


def test_chinese_is_found_by_pinyin_and_initials():
    assert {"huoerguosikouan", "hegska"} <= pinyin_keys("霍尔果斯口岸")
    assert {"chongqing", "zq", "cq"} <= pinyin_keys("重庆")
    assert pinyin_keys("Pilaf 3") == set()


@pytest.mark.parametrize(
    ("code", "sorted_names"),
    [
        ("zh_CN", ["安", "北京", "霍尔果斯", "中国"]),
        ("kk_KZ", ["Алматы", "Әулие", "Бейжің", "Көктал", "Қорғас", "Ұзынағаш", "Іле"]),
        ("ug_CN", ["ئاتۇش", "ئەمەت", "باي", "پولۇ", "ئۇيغۇر", "ئۈرۈمچى", "ئېلى"]),
        ("kk_Arab_CN", ["الماتى", "بەيجىڭ", "ءتىل", "قورعاس"]),
        ("en", ["Bay 2", "Bay 12"]),
    ],
)
def test_names_stand_in_their_alphabets_order(code, sorted_names):
    assert in_order(code, reversed(sorted_names), str) == sorted_names
