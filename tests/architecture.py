"""The directions of design.md, read from the sources: what imports what, in Python and in QML.

`troubles(root)` has a line for each import that goes the wrong way, each file that has become two
ideas, each import hidden in a function. tests/test_architecture.py holds it, and plants mistakes to
see that it bites.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

# What rooms stand in. Each may import those named with it, and what stands beside app.py but knows
# no room (PLAIN).
GROUND = {
    "store": set(),
    "i18n": set(),
    "devices": {"i18n"},
    "shell": {"i18n", "store", "devices"},
    # what it draws is the picture that the printer takes
    "paper": {"i18n", "devices"},
}
PLAIN = {"errors", "assets", "hours", "zones"}
ROOMS = {
    "queue", "health", "services", "meals", "jobs", "events", "guidance", "waybill", "help",
    "feedback", "phrases",
}  # fmt: skip
# staff's desk and the wall: beside app.py, they may import rooms' rules and the ground
BESIDE = {"desk", "tv"}
# their commands, which compose a screen as run.py does, from its parts
COMPOSING = {"kiosk.tv.command": {"app", "background", "config", "home", "process", "run"}}
# knows every room
TOP = {
    "__main__", "app", "background", "cli", "config", "home", "joining", "plugged", "process",
    "run", "sample", "selftest", "shots", "simulate", "states", "status", "sync_commands",
    "syncing",
}  # fmt: skip
# of these, the ones that open a screen; the other commands run without Qt
SCREENS = {"app", "plugged", "run", "selftest", "shots", "states"}
# a room's commands are called by cli.py alone; these tell them where the device's data lie
FOR_COMMANDS = {"home", "config"}

# Packages that may be imported in these places only (a regular expression on the module's name).
_QT = (
    r"kiosk\.(\w+\.(\w+_)?view|shell\..+|shell|tv\..+|desk\..+|paper\..+|app|plugged|run|shots"
    r"|i18n\.(translator|collation|fonts))"
)
ONLY_IN = {
    "PySide6": _QT,
    "shiboken6": _QT,
    "requests": r"kiosk\.\w+\.feeds\..+|sync\.client",
    "sqlite_utils": r"kiosk\.store(\..+)?",
    "sqlalchemy": r"sync\.(server|hq)\..+|kiosk\.queue\.(feeds\.sql|port_sql)",
    "escpos": r"kiosk\.devices\.escpos_wire",
    "serial": r"kiosk\.devices\..+",
    "miniaudio": r"kiosk\.devices\.sound",
    "openpyxl": r"sync\.hq\..+|kiosk\.queue\.(feeds\.workbook|port_drop)",
    "alembic": r"sync\.server\..+",
    "litestar": r"kiosk\.queue\.port_server|sync\.(server|hq)\..+",
    "uvicorn": r"kiosk\.queue\.port_server|sync\.(server|hq)\..+",
}
# The screens and their tools; nothing else may need Qt, not even by way of another module.
QT = re.compile(_QT)

# Imports within functions, each with its reason.
HIDDEN = {
    # the other commands needn't wait for the server's libraries
    ("kiosk.queue.commands", "kiosk.queue.port_server"),
    ("kiosk.queue.commands", "kiosk.queue.port_drop"),
    ("kiosk.queue.commands", "kiosk.queue.port_sql"),
    # a home that has no workbooks or no database doesn't pay for openpyxl or SQLAlchemy
    ("kiosk.queue.feeds.table", "kiosk.queue.feeds.workbook"),
    ("kiosk.queue.feeds.runner", "kiosk.queue.feeds.sql"),
    # only a new store or an older one needs migrations: they take longer to import than it to open
    ("kiosk.store.schema", "sqlite_utils"),
    # what is plugged in needs all of Qt's enums, the first frame none
    ("kiosk.run", "kiosk.plugged"),
    # few homes have a scanner at a serial line
    ("kiosk.plugged", "kiosk.devices.scanner"),
    # a driver, which takes 0.2 s to import: the printer's own thread does
    ("kiosk.devices.escpos_printer", "kiosk.devices.escpos_wire"),
    # likewise 60 ms, which the voice's own thread takes
    ("kiosk.devices.speaker", "kiosk.devices.sound"),
}
# Imports by a name that is made at run time.
BY_NAME = {
    "kiosk.background",  # what the first frame does not need, in a thread after it
    "sync.console",  # the one command that was asked for
    "kiosk.shell.qmltypes",  # a tool of `make check`
}

LONGEST = 400  # lines; past it a file holds a second idea

# The software renderer draws none of these, without a word (facts of Qt 6.11).
NOT_DRAWN = re.compile(r"\b(MultiEffect|RectangularShadow|ShaderEffect|QtQuick\.Effects)\b")


class Import(NamedTuple):
    module: str
    imported: str
    hidden: bool
    types_only: bool


def troubles(root: Path) -> list[str]:
    sources = _sources(root)
    imports = [each for name, tree in sources.items() for each in _imports(name, tree, sources)]
    found = [
        *(trouble for each in imports for trouble in _of_import(each)),
        *_reaching_qt(imports, sources),
        *(trouble for name, tree in sources.items() for trouble in _by_name(name, tree)),
        *_of_qml(root),
        *_too_long(root),
    ]
    return list(dict.fromkeys(found))


def _sources(root: Path) -> dict[str, ast.Module]:
    found = {}
    for top in ("kiosk", "sync"):
        for file in sorted((root / top).rglob("*.py")):
            name = ".".join(file.relative_to(root).with_suffix("").parts)
            found[name.removesuffix(".__init__")] = ast.parse(file.read_text("utf-8"))
    return found


def _imports(module: str, tree: ast.Module, sources: dict[str, ast.Module]) -> Iterator[Import]:
    hidden = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for node in ast.walk(function)
    }
    typing = {
        id(node)
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If) and ast.unparse(branch.test).endswith("TYPE_CHECKING")
        for node in ast.walk(branch)
    }
    for node in ast.walk(tree):
        for name in _names(node, sources):
            yield Import(module, name, id(node) in hidden, id(node) in typing)


def _names(node: ast.AST, sources: dict[str, ast.Module]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        if node.level:
            yield "." * node.level  # a trouble of its own: no module is named so
        for alias in node.names:
            inner = f"{node.module}.{alias.name}"
            yield inner if inner in sources else str(node.module)


def _of_import(each: Import) -> Iterator[str]:
    module, imported, hidden, _ = each
    package = imported.split(".")[0]
    allowed = ONLY_IN.get(package)
    if allowed and not re.fullmatch(allowed, module):
        yield f"{module} imports {package}, which only {allowed} may"
    if imported.startswith("."):
        yield f"{module} has a relative import: say the whole name"
    if module.startswith("sync.") and package == "kiosk":
        yield f"{module} imports {imported}: sync never imports kiosk"
    if module.startswith("kiosk.") and package == "kiosk" and not _may(module, imported):
        yield f"{module} imports {imported}: that is the wrong way"
    if hidden and (module, imported) not in HIDDEN:
        yield f"{module} hides its import of {imported} in a function"


def _may(module: str, imported: str) -> bool:
    """Whether one part of kiosk may import another."""
    here, there = _part(module), _part(imported)
    if here == there or there in PLAIN or there == "":
        return True
    if here in TOP:
        return True
    if re.search(r"[._]commands$", module) and there in FOR_COMMANDS:
        return True
    if there in COMPOSING.get(module, ()):
        return True
    if here in GROUND:
        return there in GROUND[here]
    if here in ROOMS:
        return there in GROUND
    return here in BESIDE and there in GROUND.keys() | ROOMS


def _part(module: str) -> str:
    """The second name: kiosk.queue.view -> queue; "" for kiosk itself."""
    return f"{module}.".split(".")[1]


def _reaching_qt(imports: list[Import], sources: dict[str, ast.Module]) -> Iterator[str]:
    """Rules that import Qt by way of another module."""
    straight: dict[str, set[str]] = {}
    for each in imports:
        if not each.hidden and not each.types_only:
            straight.setdefault(each.module, set()).add(each.imported)
    for module in sources:
        if QT.fullmatch(module):
            continue
        # a package is imported with each of its modules
        seen, ahead = {module}, [module]
        while ahead:
            here = ahead.pop()
            for name in straight.get(here, ()):
                for one in _with_packages(name):
                    if one in sources and one not in seen:
                        seen.add(one)
                        ahead.append(one)
        through = sorted(one for one in seen - {module} if _takes_qt(straight.get(one, set())))
        if through and _part(module) not in SCREENS | BESIDE:
            yield f"{module} needs Qt, by way of {through[0]}"


def _with_packages(name: str) -> Iterator[str]:
    parts = name.split(".")
    return (".".join(parts[: end + 1]) for end in range(len(parts)))


def _takes_qt(imported: set[str]) -> bool:
    return any(name.split(".")[0] == "PySide6" for name in imported)


def _by_name(module: str, tree: ast.Module) -> Iterator[str]:
    if module not in BY_NAME:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and re.search(
                r"\b(import_module|__import__)$", ast.unparse(node.func)
            ):
                yield f"{module} imports by a name made at run time"


def _of_qml(root: Path) -> Iterator[str]:
    for file in sorted((root / "kiosk").rglob("*.qml")):
        text = file.read_text("utf-8")
        here = ".".join(file.parent.relative_to(root).parts)
        for imported in re.findall(r'^import "?([\w./]+)', text, re.M):
            inside = imported.startswith("kiosk.")
            # a page may take what its Python may; of the kiosk's ground only the shell has QML
            if inside and not _may(f"{here}.page", imported):
                yield f"{file.relative_to(root)} imports {imported}: that is the wrong way"
            if imported.startswith("."):
                yield f"{file.relative_to(root)} imports a folder: say the module's name"
        if missing := NOT_DRAWN.search(text):
            yield f"{file.relative_to(root)} uses {missing[0]}, which the software renderer drops"
    for file in sorted((root / "kiosk").rglob("qmldir")):
        here = ".".join(file.parent.relative_to(root).parts)
        for needed in re.findall(
            r"^(?:depends|import) (kiosk\.\S+)", file.read_text("utf-8"), re.M
        ):
            if not _may(f"{here}.page", needed):
                yield f"{file.relative_to(root)} depends on {needed}: that is the wrong way"


def _too_long(root: Path) -> Iterator[str]:
    for top in ("kiosk", "sync"):
        for file in sorted((root / top).rglob("*")):
            if file.suffix in (".py", ".qml"):
                lines = len(file.read_text("utf-8").splitlines())
                if lines > LONGEST:
                    yield f"{file.relative_to(root)} has {lines} lines: what is the second idea?"
