"""The catalogues speak: in Python, in Qt, and never in the wrong script."""

import pytest
from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtQml import QQmlComponent, QQmlEngine

from kiosk.i18n import catalogue, translator
from kiosk.i18n import catalogue_files as files
from kiosk.i18n.check import check
from kiosk.i18n.locales import LOCALES, reading_order
from kiosk.i18n.text import Tongue


@pytest.fixture
def spoken(project, monkeypatch):
    """The small project's catalogues in the place of the kiosk's."""
    monkeypatch.setattr(catalogue, "get", lambda code: catalogue.read(code, project))
    return project


def test_the_kiosks_own_catalogues_are_whole():
    assert check() == []


@pytest.mark.logs("kiosk.i18n")
def test_a_reader_in_xinjiang_never_gets_cyrillic_from_a_kk_folder(project):
    mo = files.po_path("kk_KZ", project).with_suffix(".mo")
    files.po_path("kk_Arab_CN", project).with_suffix(".mo").unlink()
    folder = project / "kk" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "kiosk.mo").write_bytes(mo.read_bytes())
    assert catalogue.read("kk_Arab_CN", project).message(None, "Queue") is None


def test_no_catalogue_of_a_bare_language_is_shipped():
    assert {path.name for path in catalogue.TRANSLATIONS.iterdir() if path.is_dir()} == set(
        files.TARGETS
    )


def test_missing_is_none_and_empty_stays_empty(project):
    russian = catalogue.read("ru_RU", project)
    assert russian.message(None, "No such text") is None
    assert russian.message("verb", "Queue") is None
    assert russian.message(None, "") is None
    assert russian.message("verb", "Open") == "Открыть"


def test_a_damaged_catalogue_leaves_english(project, caplog):
    files.po_path("ru_RU", project).with_suffix(".mo").write_bytes(b"not a catalogue")
    assert catalogue.read("ru_RU", project).plural(None, "%n truck(s)", 2) == "%n trucks"
    assert "no catalogue for ru_RU" in caplog.text


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("ru_RU", ["0 машин", "1 машина", "2 машины", "5 машин", "21 машина", "22 машины"]),
        ("zh_CN", ["0 辆车", "1 辆车", "2 辆车", "5 辆车", "21 辆车", "22 辆车"]),
        ("en", ["0 trucks", "1 truck", "2 trucks", "5 trucks", "21 trucks", "22 trucks"]),
        ("kk_KZ", [f"{n} көлік" for n in (0, 1, 2, 5, 21, 22)]),
    ],
)
def test_counted_texts_have_the_right_form(spoken, code, said):
    tongue = Tongue(code)
    assert [tongue.ntr("%n truck(s)", n) for n in (0, 1, 2, 5, 21, 22)] == said


def test_irregular_plurals_have_both_words(spoken):
    assert [Tongue("en").ntr("%n man|%n men", n) for n in (1, 3)] == ["1 man", "3 men"]
    assert Tongue("ru_RU").ntr("%n man|%n men", 3) == "3 человека"


def test_untranslated_text_is_said_in_english(spoken):
    assert Tongue("ug_CN").tr("Brand new") == "Brand new"
    assert Tongue("ug_CN").ntr("%n new thing(s)", 2) == "2 new things"


def test_a_records_text_falls_back_to_what_its_reader_knows():
    text = {"en": "Pilaf", "zh_CN": "手抓饭", "ru_RU": "Плов", "kk_KZ": "Палау"}
    assert Tongue("kk_Arab_CN").pick(text) == "手抓饭"
    assert Tongue("ug_CN").pick(text) == "手抓饭"
    assert Tongue("kk_KZ").pick(text | {"kk_KZ": ""}) == "Плов"
    assert Tongue("ru_RU").pick({"en": "Pilaf", "zh_CN": "手抓饭"}) == "Pilaf"
    assert Tongue("ru_RU").pick({"ug_CN": "پولۇ"}) == "پولۇ"
    assert Tongue("ru_RU").pick({}) == ""


def test_the_other_kazakh_comes_last_before_english_for_a_reader_in_xinjiang():
    assert reading_order("kk_Arab_CN")[:5] == ("kk_Arab_CN", "zh_CN", "ug_CN", "kk_KZ", "en")


def test_direction_comes_from_the_script():
    assert {code for code, locale in LOCALES.items() if locale.rtl} == {"ug_CN", "kk_Arab_CN"}


PAGE = b"""
import QtQml
QtObject {
    property int count: 2
    property string title: qsTr("Queue")
    property string button: qsTr("Open", "verb")
    property string line: qsTr("%n truck(s)", "", count)
    property string men: qsTr("%n man|%n men", "", count)
    property string unknown: qsTr("Not in any catalogue")
}
"""


@pytest.fixture
def page(spoken, qapp):
    speaker = translator.Translator("en")
    QCoreApplication.installTranslator(speaker)
    engine = QQmlEngine()
    component = QQmlComponent(engine)
    component.setData(PAGE, QUrl("file:///Page.qml"))
    item = component.create()
    yield engine, speaker, item
    QCoreApplication.removeTranslator(speaker)
    item.deleteLater()


def said(item):
    return [item.property(name) for name in ("title", "button", "line", "men", "unknown")]


def test_a_page_changes_its_language_while_it_stands(page):
    engine, speaker, item = page
    assert said(item) == ["Queue", "Open", "2 trucks", "2 men", "Not in any catalogue"]
    speaker.use("ru_RU")
    engine.retranslate()
    russian = ["Очередь", "Открыть", "2 машины", "2 человека", "Not in any catalogue"]
    assert said(item) == russian
    item.setProperty("count", 5)
    assert item.property("line") == "5 машин"
    speaker.use("en")
    engine.retranslate()
    assert said(item)[:2] == ["Queue", "Open"]


def test_two_thousand_changes_of_language_leave_the_page_right(page):
    engine, speaker, item = page
    wanted = {"ug_CN": "ئۆچىرەت", "zh_CN": "排队", "kk_Arab_CN": "كەزەك", "en": "Queue"}
    for turn in range(2000):
        code = list(wanted)[turn % len(wanted)]
        speaker.use(code)
        engine.retranslate()
        assert item.property("title") == wanted[code]
