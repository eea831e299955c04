"""Find the messages in QML and Python, as Babel extraction methods (translations/babel.cfg).

QML: `qsTr(text)`, `qsTr(text, context)`, `qsTr("%n truck(s)", context, n)`, with the comment for
the translator, `//: …`, on the line above. Python: `tr(text, context)`, `ntr(text, n, context)`,
`mark(text, context)`, with `#: …` on the line above or at the line's end.
"""

import ast
import io
import tokenize
from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any

from babel.messages.extract import extract_javascript

from kiosk.i18n.plurals import split

Found = tuple[int, str, tuple[str, ...], list[str]]
"""Line, gettext function, its arguments, comments: what Babel wants of a method."""

COMMENT = ":"


def _found(line: int, text: str, context: str | None, comments: list[str]) -> Found:
    forms = split(text)
    if forms is None:
        if context:
            return line, "pgettext", (context, text), comments
        return line, "gettext", (text,), comments
    if context:
        return line, "npgettext", (context, *forms), comments
    return line, "ngettext", forms, comments


def qml(
    fileobj: IO[bytes],
    keywords: Mapping[str, Any],
    comment_tags: Collection[str],
    options: dict[str, Any],
) -> Iterator[Found]:
    """Messages of a QML file."""
    source = fileobj.read()
    notes = _qml_comments(source.decode("utf-8").splitlines())
    calls = extract_javascript(
        io.BytesIO(source), {"qsTr": None}, [], {"parse_template_string": True}
    )
    for line, _, arguments, _ in calls:
        given = [arguments] if isinstance(arguments, str) else list(arguments or ())
        if not given or not given[0]:
            continue
        context = given[1] if len(given) > 1 else None
        yield _found(line, given[0], context, _above(notes, line))


def _qml_comments(lines: list[str]) -> dict[int, str]:
    notes = {}
    for number, line in enumerate(lines, 1):
        words = line.strip()
        if words.startswith("//:"):
            notes[number] = words[3:].strip()
    return notes


def _above(notes: Mapping[int, str], line: int) -> list[str]:
    """The comment lines that end right above a line, or stand in it."""
    if line in notes:
        return [notes[line]]
    found: list[str] = []
    line -= 1
    while line in notes:
        found.insert(0, notes[line])
        line -= 1
    return found


_PYTHON = {"tr": 1, "mark": 1, "ntr": 2}  # name: where the context stands among the arguments


def python(
    fileobj: IO[bytes],
    keywords: Mapping[str, Any],
    comment_tags: Collection[str],
    options: dict[str, Any],
) -> Iterator[Found]:
    """Messages of a Python file."""
    source = fileobj.read()
    notes = {
        token.start[0]: token.string[2:].strip()
        for token in tokenize.tokenize(io.BytesIO(source).readline)
        if token.type == tokenize.COMMENT and token.string.startswith("#:")
    }
    found = []
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call):
            continue
        name = call.func
        word = name.attr if isinstance(name, ast.Attribute) else getattr(name, "id", "")
        if word not in _PYTHON or not call.args:
            continue
        text = _literal(call.args[0])
        if text is None:
            continue
        context = next((_literal(k.value) for k in call.keywords if k.arg == "context"), None)
        if context is None and len(call.args) > _PYTHON[word]:
            context = _literal(call.args[_PYTHON[word]])
        line = call.args[0].lineno
        comments = _above(notes, line) or _above(notes, call.lineno)
        found.append(_found(line, text, context, comments))
    yield from sorted(found, key=lambda one: one[0])


def _literal(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None
