"""Tell qmllint of the classes that Python gives to QML: `python -m kiosk.shell.qmltypes [--check]`.

For each QML module with classes of its own, <folder>/<its last name>.qmltypes is written from the
classes' meta-objects; the folder's qmldir names the file (`typeinfo queue.qmltypes`). With --check
nothing is written, and what is missing or old ends the command with 1. This is a tool of `make
check`, not of the kiosk.

Qt's own way (pyside6-metaobjectdump, qmltyperegistrar) loses `constant`, argument names and base
classes. The form is that of the .qmltypes files which Qt ships.
"""

import ast
import inspect
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QMetaEnum, QMetaMethod, QMetaObject, QMetaProperty, QObject

REPOSITORY = Path(__file__).parents[2]
_HEAD = """\
import QtQuick.tooling 1.2

// Made by `make qmltypes` from the classes' meta-objects; change those.

Module {
"""
# what Qt calls a Python object that has no type of Qt's own
_TYPES = {"PyObject": "QVariant"}


class Element(msgspec.Struct, frozen=True, kw_only=True):
    """A class under one of PySide6's QML decorators. `module` is Python's, `uri` QML's; `name` is
    its name in QML, "" if it has none there."""

    module: str
    cls: str
    uri: str
    version: str
    name: str
    creatable: bool
    singleton: bool


def elements(root: Path = REPOSITORY) -> list[Element]:
    """All classes under kiosk/ that are given to QML, read from the sources: a decorator leaves no
    trace in the meta-object."""
    found: list[Element] = []
    for file in sorted((root / "kiosk").rglob("*.py")):
        text = file.read_text("utf-8")
        if "QML_IMPORT_NAME" in text:
            module = ".".join(file.relative_to(root).with_suffix("").parts)
            found.extend(_elements_of(module, ast.parse(text)))
    return found


def _elements_of(module: str, tree: ast.Module) -> Iterator[Element]:
    constants = {
        statement.targets[0].id: statement.value.value
        for statement in tree.body
        if isinstance(statement, ast.Assign)
        and isinstance(statement.targets[0], ast.Name)
        and isinstance(statement.value, ast.Constant)
    }
    for statement in tree.body:
        if not isinstance(statement, ast.ClassDef):
            continue
        marks = dict(map(_mark, statement.decorator_list))
        names = {"QmlElement": statement.name, "QmlAnonymous": ""}
        names["QmlNamedElement"] = marks.get("QmlNamedElement", "")
        name = next((names[each] for each in names if each in marks), None)
        if name is not None:
            yield Element(
                module=module,
                cls=statement.name,
                uri=str(constants["QML_IMPORT_NAME"]),
                version=f"{constants['QML_IMPORT_MAJOR_VERSION']!r}.0",
                name=name,
                creatable=not marks.keys() & {"QmlUncreatable", "QmlSingleton"},
                singleton="QmlSingleton" in marks,
            )


def _mark(decorator: ast.expr) -> tuple[str, str]:
    call = decorator if isinstance(decorator, ast.Call) else None
    given = call.args[0] if call and call.args else None
    text = given.value if isinstance(given, ast.Constant) else ""
    return ast.unparse(call.func if call else decorator).rpartition(".")[2], str(text)


def type_files(root: Path = REPOSITORY) -> dict[Path, str]:
    """What each .qmltypes file should say."""
    modules: dict[str, list[Element]] = {}
    for element in elements(root):
        modules.setdefault(element.uri, []).append(element)
    files = {}
    for uri, members in modules.items():
        folder = root.joinpath(*uri.split("."))
        body = "".join(_component(*each) for each in _with_bases(members))
        files[folder / f"{folder.name}.qmltypes"] = f"{_HEAD}{body}}}\n"
    return files


def _with_bases(members: list[Element]) -> Iterator[tuple[type[QObject], Element | None]]:
    """The classes, each followed by those of its bases that are ours and not given to QML."""
    classes = {getattr(import_module(each.module), each.cls): each for each in members}
    everywhere = {(each.module, each.cls) for each in elements()}
    seen = set()
    for cls, element in classes.items():
        yield cls, element
        for base in cls.__mro__[1:]:
            ours = base.__module__.startswith("kiosk.") and issubclass(base, QObject)
            if ours and base not in seen and (base.__module__, base.__name__) not in everywhere:
                seen.add(base)
                yield base, None


def _component(cls: type[QObject], element: Element | None) -> str:
    meta: QMetaObject = cls.staticMetaObject  # type: ignore[attr-defined]  # the stubs lack it
    above = meta.superClass()
    lines = [
        f'file: "{cls.__module__.replace(".", "/")}.py"',
        f'name: "{meta.className()}"',
        'accessSemantics: "reference"',
    ]
    if above is not None:
        lines.append(f'prototype: "{above.className()}"')
    if element is not None and element.name:
        lines.append(f'exports: ["{element.uri}/{element.name} {element.version}"]')
        if not element.creatable:
            lines.append("isCreatable: false")
        if element.singleton:
            lines.append("isSingleton: true")
        lines.append(f"exportMetaObjectRevisions: [{int(element.version.partition('.')[0]) * 256}]")
    enums = range(meta.enumeratorOffset(), meta.enumeratorCount())
    properties = range(meta.propertyOffset(), meta.propertyCount())
    methods = range(meta.methodOffset(), meta.methodCount())
    lines.extend(_enumeration(meta.enumerator(index)) for index in enums)
    lines.extend(_property(meta.property(index)) for index in properties)
    lines.extend(_method(meta.method(index), cls) for index in methods)
    return "    Component {\n" + "".join(f"        {line}\n" for line in lines) + "    }\n"


def _enumeration(enum: QMetaEnum) -> str:
    values = ", ".join(f'"{_text(enum.key(index))}"' for index in range(enum.keyCount()))
    scoped = "isScoped: true; " if enum.isScoped() else ""
    return f'Enum {{ name: "{_text(enum.name())}"; {scoped}values: [{values}] }}'


def _property(given: QMetaProperty) -> str:
    parts = [f'name: "{_text(given.name())}"', _type(_text(given.typeName()))]
    if not given.isWritable():
        parts.append("isReadonly: true")
    if given.isConstant():
        parts.append("isPropertyConstant: true")
    if given.hasNotifySignal():
        parts.append(f'notify: "{_text(given.notifySignal().name())}"')
    return f"Property {{ {'; '.join(parts)} }}"


def _method(method: QMetaMethod, cls: type[QObject]) -> str:
    name = _text(method.name())
    types = [_text(each) for each in method.parameterTypes()]
    names = [_text(each) for each in method.parameterNames()]
    if not any(names):
        names = _python_names(getattr(cls, name, None), len(types))
    parts = [f'name: "{name}"']
    result = _text(method.typeName())
    if result not in ("", "void"):
        parts.append(_type(result))
    # a Parameter ends the line it is on for Qt's reader: `;` may not follow it
    arguments = "".join(
        f" Parameter {{ {_named(each)}{_type(kind)} }}"
        for each, kind in zip(names, types, strict=True)
    )
    word = "Signal" if method.methodType() == QMetaMethod.MethodType.Signal else "Method"
    return f"{word} {{ {'; '.join(parts)}{';' if arguments else ''}{arguments} }}"


def _named(name: str) -> str:
    return f'name: "{name}"; ' if name else ""


def _python_names(method: object, count: int) -> list[str]:
    """The arguments' names as the Python method has them; a signal has none."""
    if not inspect.isfunction(method):
        return [""] * count
    named = list(inspect.signature(method).parameters)[1 : count + 1]
    return named + [""] * (count - len(named))


def _type(name: str) -> str:
    plain = name.removesuffix("*").strip()
    return f'type: "{_TYPES.get(plain, plain)}"' + ("; isPointer: true" if "*" in name else "")


def _text(given: Any) -> str:
    # names come as str, bytes or QByteArray, as it happens
    return given if isinstance(given, str) else bytes(given).decode()


def main(arguments: list[str]) -> int:
    """Write the files, or with --check say which are not as they should be; the exit code."""
    old = 0
    for path, text in type_files().items():
        if path.exists() and path.read_text("utf-8") == text:
            continue
        if arguments == ["--check"]:
            print(f"{path.relative_to(REPOSITORY)} is old; run `make qmltypes`.", file=sys.stderr)
            old = 1
        else:
            path.write_text(text, "utf-8")
    return old


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
