"""What stands at the top of the tree keeps its promises: the lock, the Makefile, the setup, the
README, and no word of the machine it was written on."""

import fnmatch
import os
import re
import shutil
import stat
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from kiosk.cli import COMMANDS

REPOSITORY = Path(__file__).parents[1]
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
LOCK = (REPOSITORY / "requirements.lock").read_text("utf-8")
MAKEFILE = (REPOSITORY / "Makefile").read_text("utf-8")
TARGETS = set(re.findall(r"^([a-z]+):", MAKEFILE, re.M))


def pins() -> dict[str, str]:
    """What the lock holds: a package's name -> its entry, from the name to its last hash."""
    entries = re.split(r"^(?=[a-z0-9])", LOCK, flags=re.M)[1:]
    return {canonicalize_name(re.match(r"[\w.-]+", entry)[0]): entry for entry in entries}


def wanted() -> list[Requirement]:
    extras = PROJECT["project"]["optional-dependencies"].values()
    texts = [*PROJECT["project"]["dependencies"], *(text for extra in extras for text in extra)]
    return [Requirement(text) for text in texts]


def test_every_line_of_the_lock_is_pinned_and_hashed():
    assert len(pins()) > 40
    for name, entry in pins().items():
        assert re.match(r"[\w.-]+==[\w.]+( ;.*)? \\\n", entry), name
        assert re.search(r"--hash=sha256:[0-9a-f]{64}$", entry, re.M), name


def test_the_lock_names_no_address():
    assert not re.search(r"://|index|find-links|trusted-host|@", LOCK)


def test_the_lock_holds_what_the_project_asks_for():
    for requirement in wanted():
        entry = pins().get(canonicalize_name(requirement.name))
        assert entry is not None, f"{requirement.name} is not in the lock; run `make lock`"
        version = re.match(r"[\w.-]+==([\w.]+)", entry)[1]
        assert requirement.specifier.contains(version), f"{requirement}: the lock has {version}"


def test_pyside_stays_below_6_12_as_long_as_the_soak_of_signals_guards_it():
    """6.12.0 on Python 3.11 aborts after some 500 emitted signals."""
    pyside = next(each for each in wanted() if each.name == "PySide6-Essentials")
    assert not pyside.specifier.contains("6.12.0")
    assert not pyside.specifier.contains("6.13.1")
    assert Version(re.search(r"^pyside6-essentials==(\S+)", LOCK, re.M)[1]) < Version("6.12")
    assert "range(5000)" in (REPOSITORY / "tests/shell/test_emit_soak.py").read_text("utf-8")


def test_the_makefile_has_what_was_promised():
    assert {"setup", "run", "test", "check", "bench", "shots"} <= TARGETS
    gate = REPOSITORY / ".ci" / "run"
    assert "make test" in gate.read_text("utf-8")
    for script in (gate, REPOSITORY / "setup.sh"):
        assert script.stat().st_mode & stat.S_IXUSR, script


def test_the_readme_names_only_commands_that_exist():
    text = (REPOSITORY / "README.md").read_text("utf-8")
    named = set(re.findall(r"\bmake ([a-z]+)\b", "\n".join(code_in(text))))
    assert {"run", "test"} <= named <= TARGETS
    commands = set(re.findall(r"\bkiosk ([a-z][a-z-]+)\b", "\n".join(code_in(text))))
    assert commands <= COMMANDS.keys()


def code_in(markdown: str) -> list[str]:
    """Code blocks and code in a line, without their comments."""
    fenced = re.findall(r"^```.*?^```", markdown, re.M | re.S)
    indented = re.findall(r"^    .*$", markdown, re.M)
    code = [*fenced, *indented, *re.findall(r"`([^`\n]+)`", markdown)]
    return [re.sub(r"#.*", "", each) for each in code]


def test_the_licence_is_apache_2():
    text = (REPOSITORY / "LICENSE").read_text("utf-8")
    assert "Apache License\n                           Version 2.0, January 2004" in text
    assert PROJECT["project"]["license"] == "Apache-2.0"


def test_every_file_of_the_packages_is_installed_with_them():
    patterns = PROJECT["tool"]["setuptools"]["package-data"]["*"]
    for top in ("kiosk", "sync"):
        for path in tree(REPOSITORY / top):
            if path.suffix != ".py":
                known = any(fnmatch.fnmatch(path.name, pattern) for pattern in patterns)
                assert known, f"{path} is no package-data of pyproject.toml"


# put together here, so that this file has none of them
STRANGERS = [
    "/" + "work/", "/" + "root/", "/" + "opt/wheels", "pypi" + ".org", "python" + "hosted",
    "npmjs" + ".org", "--index" + "-url", "--extra-index" + "-url", "find" + "-links =",
]  # fmt: skip


def test_no_file_tells_of_the_machine_it_was_written_on():
    for path in tree(REPOSITORY):
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found = [each for each in STRANGERS if each in text]
        assert not found, f"{path.relative_to(REPOSITORY)} has {found}"


def tree(root: Path) -> Iterator[Path]:
    """The files that are kept: not those of .gitignore."""
    ignored = [
        line.strip("/") for line in (REPOSITORY / ".gitignore").read_text("utf-8").split() if line
    ]
    for folder, folders, files in os.walk(root):
        kept = [name for name in folders if name != ".git" and not _is_ignored(name, ignored)]
        folders[:] = kept
        for name in files:
            if name != ".git" and not _is_ignored(name, ignored):
                yield Path(folder) / name


def _is_ignored(name: str, ignored: list[str]) -> bool:
    return any(fnmatch.fnmatch(name, pattern) for pattern in ignored)


@pytest.fixture
def bare_system(tmp_path):
    """Runs setup.sh on a system that has all libraries but two, and whose apt-get only takes notes
    of what it is asked."""
    place = tmp_path / "home"
    place.mkdir()
    shutil.copy(REPOSITORY / "setup.sh", place)
    script = (REPOSITORY / "setup.sh").read_text("utf-8")
    libraries = re.findall(r"^(lib\S+\.so\S*) ", script, re.M)
    missing = {"libEGL.so.1", "libxcb-cursor.so.0"}
    known = "".join(
        f"\t{each} (libc6) => /lib/{each}\n" for each in libraries if each not in missing
    )
    (tmp_path / "known").write_text(known)
    programs = tmp_path / "bin"
    programs.mkdir()

    def put(name: str, body: str) -> None:
        (programs / name).write_text(f"#!/bin/sh\n{body}\n")
        (programs / name).chmod(0o755)

    def run(user: int) -> subprocess.CompletedProcess[str]:
        put("id", f"echo {user}")
        put("ldconfig", f"cat {tmp_path}/known")
        put("apt-get", f'echo "$@" >> {tmp_path}/asked; [ "$1" = update ]')
        path = f"{programs}:{os.environ['PATH']}"
        return subprocess.run(
            [place / "setup.sh"],
            env={"PATH": path, "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_without_root_the_setup_prints_one_command_and_stops(bare_system, tmp_path):
    done = bare_system(user=1000)
    assert done.returncode == 1
    command = done.stderr.splitlines()[-1]
    assert command.startswith("sudo apt-get install ")
    assert {"libegl1", "libxcb-cursor0"} <= set(command.split())
    assert "libgl1" not in command.split()
    assert not (tmp_path / "asked").exists()


def test_as_root_the_setup_names_and_installs_what_is_missing(bare_system, tmp_path):
    done = bare_system(user=0)
    assert done.returncode != 0  # this apt-get installs nothing
    assert "missing: libegl1 libxcb-cursor0" in done.stderr
    update, install = (tmp_path / "asked").read_text().splitlines()
    assert update.split()[0] == "update"
    assert {"install", "libegl1", "libxcb-cursor0"} <= set(install.split())
