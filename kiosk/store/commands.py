"""`kiosk export`, `kiosk backup` and `kiosk restore`."""

import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import click
import msgspec

from kiosk.config import FILE as SETTINGS
from kiosk.config import read_settings
from kiosk.errors import BadInput, Failure
from kiosk.home import data_folder
from kiosk.store.backup import FILE, copy_store
from kiosk.store.examine import State, examine, look_at
from kiosk.store.full import FILE as BALLAST
from kiosk.store.key import KEY
from kiosk.store.lock import FolderLock, StoreLock
from kiosk.store.opening import take
from kiosk.store.schema import table_names
from kiosk.store.store import Store
from kiosk.store.trouble import told
from sync.line_file import FILE as LINE
from sync.records import KINDS

_OWN = {SETTINGS, KEY, LINE, BALLAST, "identity.key", "identity.next"}
"""Files of a data folder that a backup must not take the place of, nor hold."""

F = TypeVar("F", bound=Callable[..., object])


def _data(command: F) -> F:
    """The option `--data`, which every command of the store takes."""
    return click.option(
        "--data", type=click.Path(path_type=Path), help="The device's folder; else $KIOSK_DATA."
    )(command)


@click.command()
@click.argument("kind", required=False)
@_data
def export(kind: str | None, data: Path | None) -> None:
    """Print the records of KIND as JSON lines, or a line about every kind."""
    if kind is not None and kind not in KINDS:
        raise BadInput(f"There is no kind {kind}; `kiosk export` lists the kinds.")
    out = sys.stdout.buffer  # UTF-8, whatever the locale says
    with Store.open(_existing(data)) as store:
        if kind is not None:
            for record in store.find(KINDS[kind]):
                out.write(msgspec.json.encode(record) + b"\n")
            return
        for name, each in sorted(KINDS.items()):
            line = {"kind": name, "flow": each.info.flow, "count": store.count(each)}
            out.write(msgspec.json.encode(line) + b"\n")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@_data
def backup(file: Path, data: Path | None) -> None:
    """Copy the store into FILE, while the kiosk runs or while it stands."""
    folder = _existing(data)
    # a pipe or a device would be replaced by the copy
    if not file.parent.is_dir() or (file.exists() and not file.is_file()):
        raise BadInput(f"{file} can't be written: name a file in a folder that is there.")
    path = folder / FILE
    if not path.exists():
        raise BadInput(f"There is no store in {folder}; name the data folder of a kiosk.")
    if _same(file, path):
        raise BadInput(f"{file} is the store itself; name another file for its backup.")
    target = file.resolve()  # a link stays, and what it points to is the backup
    if target.parent == folder.resolve() and _is_own(target.name):
        raise BadInput(f"{file} belongs to the kiosk; name another file for its backup.")
    copy_store(path, target, live=True)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@_data
def restore(file: Path, data: Path | None) -> None:
    """Put the backup FILE in the store's place; the present store is set aside, not deleted."""
    folder = data_folder(data)
    _good_backup(file)
    _of_this_home(file, folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Failure(f"The folder {folder} can't be made: {error.strerror}.") from error
    with FolderLock(folder):
        lock = StoreLock(folder)
        try:
            if not lock.alone(seconds=2):
                raise Failure(f"Another program uses the store in {folder}; end it, then repeat.")
            with told(folder / FILE):
                aside = take(folder, file, "store-restored", datetime.now(UTC))
        finally:
            lock.release()
    if aside:
        click.echo(f"The store before it is kept as {aside}", err=True)


def _existing(data: Path | None) -> Path:
    folder = data_folder(data)
    if not folder.is_dir():
        raise BadInput(f"There is no folder {folder}; name the data folder of a kiosk.")
    return folder


def _good_backup(file: Path) -> None:
    """Raises BadInput if `file` is no store that this program can use."""
    try:
        state = examine(file) if file.is_file() else State.MISSING
    except (sqlite3.Error, OSError) as error:
        raise BadInput(f"{file} can't be read; check who owns it.") from error
    if state is State.MISSING:
        raise BadInput(f"There is no file {file}; name a backup.")
    if state is State.DAMAGED:
        raise BadInput(f"{file} is no good backup of a kiosk; choose another one.")
    if state is State.NEWER:
        raise BadInput(f"A newer version of this program made {file}; install that version first.")


def _of_this_home(file: Path, folder: Path) -> None:
    """Raises BadInput if `file` holds the content of other homes, and not of the one that
    kiosk.toml names: the door would stand there without a name, and its tiles be empty."""
    if not (folder / SETTINGS).exists():
        return
    home = read_settings(folder).home
    with closing(look_at(file)) as db:
        there = "home" in table_names(db)  # an older program may not have known the kind
        homes = {id for (id,) in db.execute('SELECT id FROM "home"')} if there else set()
    if homes and home not in homes:
        raise BadInput(
            f"{file} is a backup of {', '.join(sorted(homes))}, and {folder / SETTINGS} names "
            f"{home}; take one of this home, or change that line first."
        )


def _is_own(name: str) -> bool:
    return name.startswith(f"{FILE}-") or name.endswith(".lock") or name in _OWN


def _same(one: Path, other: Path) -> bool:
    return one.exists() and one.samefile(other)
