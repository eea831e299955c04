"""Translators take away what is missing and bring it back; a wrong line changes nothing."""

import json

import pytest

from kiosk.errors import BadInput
from kiosk.i18n import catalogue_files as files
from kiosk.i18n.check import check
from kiosk.i18n.exchange import fill, gaps


def blank(project, code, *keys):
    catalogue = files.read(code, project)
    for key in keys:
        message = catalogue.get(key)
        message.string = ("",) * catalogue.num_plurals if message.pluralizable else ""
    files.write(catalogue, files.po_path(code, project))


def test_what_is_missing_goes_out_and_comes_back(project):
    blank(project, "ru_RU", "Queue", "%n truck")
    out = list(gaps(project))
    assert [(row["id"], row["missing"]) for row in out] == [
        ("Queue", ["ru_RU"]),
        ("%n truck", ["ru_RU"]),
    ]
    assert out[0]["comment"] == "Heading of the page"
    back = [
        json.dumps({"id": "Queue", "ru_RU": "Очередь"}),
        json.dumps({"id": "%n truck", "ru_RU": ["%n машина", "%n машины", "%n машин"]}),
    ]
    assert fill(back, project) == 2
    assert check(project) == []


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "[]",
        '{"id": "No such text", "ru_RU": "x"}',
        '{"id": "%n truck", "ru_RU": ["%n машина"]}',
        '{"id": "Queue", "ru_RU": ["a", "b"]}',
        '{"id": "Open", "ru_RU": "context is missing"}',
    ],
)
def test_a_wrong_line_changes_nothing(project, line):
    path = files.po_path("ru_RU", project)
    before = path.read_bytes()
    with pytest.raises(BadInput, match=r"^Line 2"):
        fill([json.dumps({"id": "Queue", "ru_RU": "Другая"}), line], project)
    assert path.read_bytes() == before
