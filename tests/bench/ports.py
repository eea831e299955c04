"""Ports that measured kiosks ask: each a process of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.home import ensure_sample
from tests.bench.processes import Program, module, running


@contextmanager
def serving(name: str, *arguments: str) -> Iterator[tuple[str, Program]]:
    """A port of the bench: the address of its events, and the program, whose next lines are its
    own."""
    with running(module(name, *arguments)) as process:
        assert process.stdout is not None
        line = next(each for each in process.stdout if each.startswith("http://"))
        yield line.strip(), process


def ask(folder: Path, address: str) -> None:
    """The sample home in a folder, before that port."""
    ensure_sample(folder)
    (folder / "kiosk.toml").write_text(
        'home = "horgos-jinyi"\nlanguage = "zh_CN"\n[session]\nidle_seconds = 3600\n'
        f'[[feeds]]\nkind = "events"\nname = "port"\nurl = "{address}"\n',
        "utf-8",
    )
