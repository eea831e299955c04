"""The checker finds each kind of mistake, and the tool loses nothing."""

import pytest

from kiosk.i18n import catalogue_files as files
from kiosk.i18n.check import check


def plant(project, code, before, after):
    path = files.po_path(code, project)
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")


def test_a_whole_project_has_no_troubles(project):
    assert check(project) == []


@pytest.mark.parametrize(
    ("code", "before", "after", "trouble"),
    [
        ("ru_RU", 'msgstr "Очередь"', 'msgstr ""', "not translated: 'Queue'"),
        ("ru_RU", 'msgid "Queue"', '#, fuzzy\nmsgid "Queue"', "fuzzy: 'Queue'"),
        ("ru_RU", 'msgid "Queue"', 'msgid "Line"', "missing: 'Queue'"),
        ("ru_RU", 'msgid "Queue"', 'msgid "Line"', "obsolete: 'Line'"),
        ("ru_RU", "%n машины", "машины", "placeholders none, %n wanted"),
        ("ru_RU", 'msgstr[2] "%n машин"', 'msgstr[2] ""', "not translated: '%n truck"),
        ("ru_RU", "Очередь", "Oчередь", "Latin letters in a Cyrillic word: 'Oчередь'"),
        ("ru_RU", "Очередь", "Queue", "English left over: 'Queue'"),
        ("ru_RU", "Очередь", "Кезек әр", "letters that Russian doesn't have: ә U+04D9"),
        ("kk_KZ", "%n көлік", "%n көлiк", "Latin letters in a Cyrillic word: 'көлiк'"),
        ("ug_CN", "ئۆچىرەت", "ئۆچیرەت", "letters that Uyghur doesn't have: ی U+06CC"),
        ("ug_CN", "ئېچىش", "ئېچىش?", "Latin , ; or ? where ، ؛ or ؟ belongs"),
        ("kk_Arab_CN", "كەزەك", "کەزەك", "ک U+06A9"),
        ("kk_Arab_CN", "كەزەك", "Кезек", "letters of another script: Кезк"),
        ("zh_CN", "排队", "排队, 等", "narrow punctuation"),
        ("zh_CN", "排队", " 排队", "a space too many"),
    ],
)
def test_a_planted_mistake_is_found(project, code, before, after, trouble):
    plant(project, code, before, after)
    found = check(project)
    assert any(line.startswith(f"{code}: ") and trouble in line for line in found), found


def test_a_message_without_a_comment_is_found(project):
    page = project.parent / "kiosk" / "Page.qml"
    page.write_text(page.read_text("utf-8").replace("//: Heading of the page", ""), "utf-8")
    assert check(project) == [
        "kiosk/Page.qml: no comment for the translator above 'Queue'",
    ]


def test_a_missing_catalogue_is_found(project):
    files.po_path("ug_CN", project).unlink()
    assert [line.split(";")[0] for line in check(project)] == ["ug_CN: no catalogue"]


def test_comments_context_and_plurals_reach_the_translator(project):
    template = files.extract(project)
    assert template.get("Open", "verb").auto_comments == ["On a button"]
    assert template.get("%n truck").id == ("%n truck", "%n trucks")
    men = template.get("%n man")
    assert men.id == ("%n man", "%n men")
    assert men.auto_comments == ["A person, in the list of jobs. %n is how many", "are wanted"]


def test_updating_twice_changes_no_byte(project):
    path = files.po_path("ru_RU", project)
    before = path.read_bytes()
    files.write(files.updated("ru_RU", files.extract(project), project), path)
    assert path.read_bytes() == before


def test_a_translation_whose_text_is_gone_is_kept_until_pruned(project):
    page = project.parent / "kiosk" / "Page.qml"
    page.write_text(page.read_text("utf-8").replace('qsTr("Queue")', '"Queue"'), "utf-8")
    fresh = files.updated("ru_RU", files.extract(project), project)
    files.write(fresh, files.po_path("ru_RU", project))
    assert '#~ msgstr "Очередь"' in files.po_path("ru_RU", project).read_text("utf-8")
    assert any(line.startswith("ru_RU: obsolete: 'Queue'") for line in check(project))
    page.write_text(page.read_text("utf-8").replace('title: "Queue"', 'title: qsTr("Queue")'))
    back = files.updated("ru_RU", files.extract(project), project)
    assert back.get("Queue").string == "Очередь"


def test_nested_qml_expressions_are_read(project):
    page = project.parent / "kiosk" / "Nested.qml"
    page.write_text(
        """Item {
    //: Two in one line
    property string a: open ? qsTr("Yes") : qsTr("No")
    //: Inside a template and a call
    property string b: `${qsTr("Wait %1").arg(Say.number(list.count(2)))} / x`
    //: Counted in an expression
    property string c: qsTr("%n day(s)", "", days.filter(d => d > 1).length)
    //: Escaped \\"quotes\\" and a regex before
    property string d: name.replace(/"/g, "") + qsTr("Said \\"hello\\"")
}
""",
        "utf-8",
    )
    template = files.extract(project)
    for text in ("Yes", "No", "Wait %1", "%n day", 'Said "hello"'):
        assert template.get(text) is not None, text
        assert template.get(text).auto_comments, text
