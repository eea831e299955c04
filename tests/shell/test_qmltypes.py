"""qmllint, told by the .qmltypes files, passes what is right and finds what is wrong."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.shell import qmltypes

LINT = Path(sys.executable).with_name("pyside6-qmllint")


def lint(folder: Path, body: str) -> subprocess.CompletedProcess[str]:
    """qmllint's word on a page that has the queue's view and a keyboard."""
    for path, text in qmltypes.type_files().items():
        module = folder / path.parent.relative_to(qmltypes.REPOSITORY)
        module.mkdir(parents=True)
        uri = ".".join(module.relative_to(folder).parts)
        told = f"module {uri}\ntypeinfo {path.name}\ndepends QtQml.Models\n"
        (module / path.name).write_text(text, "utf-8")
        (module / "qmldir").write_text(told, "utf-8")
    page = folder / "Page.qml"
    page.write_text(
        "import QtQuick\nimport kiosk.queue\nimport kiosk.shell\n"
        "Item {\n    id: page\n    required property QueueView view\n"
        f"    KeyboardView {{ id: keys }}\n    {body}\n}}\n",
        "utf-8",
    )
    command = [LINT, "-I", folder, "--max-warnings", "0", page]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)


@pytest.mark.parametrize(
    "body",
    [
        "property string typed: page.view.typed + keys.typed",
        'Component.onCompleted: page.view.choose("held")',
        "ListView { model: page.view.called; property int n: page.view.called.rowCount() }",
        'Connections { target: page.view; function onTypedChanged() { keys.typed = "" } }',
        "Connections { target: keys; function onWrote(text) { page.view.type(text) } }",
    ],
)
def test_what_is_right_passes(tmp_path, body):
    told = lint(tmp_path, body)
    assert told.returncode == 0, told.stderr


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("property string typed: page.view.typped", '"typped" not found'),
        ('Component.onCompleted: page.view.chose("held")', '"chose" not found'),
        ("property var row: page.view.called.nothing", '"nothing" not found'),
        ("QueueView {}", "not creatable"),
        ("KeyboardView { onWrite: page.view.find() }", "onWrite"),
        ('Component.onCompleted: page.view.waiting = "many"', "read-only"),
    ],
)
def test_what_is_wrong_is_found(tmp_path, body, complaint):
    told = lint(tmp_path, body)
    assert told.returncode != 0
    assert complaint in told.stderr


def test_classes_without_a_name_in_qml_are_told_as_bases_only():
    for text in qmltypes.type_files().values():
        assert text.count("Component {") == text.count("prototype: ")
