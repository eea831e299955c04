"""`kiosk enroll` and `kiosk sync`."""

import signal
import sys
import threading
from pathlib import Path

import click

from kiosk.errors import BadInput, Failure
from kiosk.home import data_folder
from kiosk.joining import exchange_key, join, settings_of
from kiosk.process import log_to_stderr
from kiosk.syncing import Syncing, sync_once
from sync.engine import Done, Progress, Stage

_WORDS = {Stage.TELLING: "Telling", Stage.HEARING: "Hearing", Stage.COMPARING: "Comparing"}
_PATIENCE = 60.0
"""Seconds to wait for another program that syncs the same folder just now."""


@click.command()
@click.argument("code", required=False)
@click.option("--server", help="Its address, as https://name; kept in kiosk.toml.")
@click.option("--rotate", is_flag=True, help="Exchange the key of a kiosk that has joined.")
@click.option("--data", type=click.Path(path_type=Path), help="The device's folder.")
def enroll(code: str | None, server: str | None, rotate: bool, data: Path | None) -> None:
    """Join a server with the one-time CODE that `hq enroll` prints there."""
    folder = data_folder(data)
    if rotate:
        if code or server:
            raise BadInput("A new key needs no code and no other server; give --rotate alone.")
        enrolled = exchange_key(folder, settings_of(folder))
        click.echo(f"{enrolled.name} of {enrolled.home} has a new key.", err=True)
        return
    if not code:
        raise BadInput("Which code? Get one with `hq enroll`, then run `kiosk enroll CODE`.")
    url = server or settings_of(folder).server
    if not url:
        raise BadInput("Which server? Add --server https://name.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Failure(f"The folder {folder} can't be made: {error.strerror}.") from error
    enrolled = join(folder, code, url)
    click.echo(f"{folder} is {enrolled.name} of {enrolled.home} now.", err=True)


@click.command()
@click.option("--once", is_flag=True, help="Sync now, and end.")
@click.option("--server", help="Its address, for this run, instead of the one in kiosk.toml.")
@click.option("--verify", is_flag=True, help="Compare all that both hold, too.")
@click.option("--allow-removals", is_flag=True, help="Do the removals that wait for a person.")
@click.option("--data", type=click.Path(path_type=Path), help="The device's folder.")
def sync(
    once: bool, server: str | None, verify: bool, allow_removals: bool, data: Path | None
) -> None:
    """Tell the server what is new here, and hear what is new there."""
    folder = data_folder(data)
    if not folder.is_dir():
        raise BadInput(f"There is no folder {folder}; name the data folder of a kiosk.")
    settings = settings_of(folder)
    if not once:
        if server or verify or allow_removals:
            raise BadInput("These options are for one sync; add --once.")
        _keep_syncing(folder)
        return
    done = sync_once(
        folder,
        settings,
        server=server or "",
        comparing=verify,
        allowed=allow_removals,
        wait=_PATIENCE,
        on_progress=_show if sys.stderr.isatty() else lambda _progress: None,
    )
    _say(done)
    if done.held_back:
        raise Failure("Today's budget is used up: only what is urgent went out; see [sync].")


def _keep_syncing(folder: Path) -> None:
    """By the schedule, until a signal ends it: for a home where no screen runs on this folder."""
    log_to_stderr()
    end = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: end.set())
    syncing = Syncing(folder, settings_of(folder), lambda _changes: None)
    syncing.start()
    end.wait()
    syncing.stop()


def _say(done: Done) -> None:
    parts = [f"told {done.told}, heard {done.heard}", f"{done.up} bytes up, {done.down} down"]
    if done.mended or done.offered:
        parts.append(f"mended {done.mended} here and {done.offered} there")
    if done.refused:
        parts.append(f"{len(done.refused)} set aside at the server")
    click.echo(f"Synced: {'; '.join(parts)}.", err=True)
    for kind, count in done.waiting.items():
        click.echo(
            f"The server removes {count} of kind {kind}; add --allow-removals if that is right.",
            err=True,
        )


def _show(progress: Progress) -> None:
    """A bar on the terminal, drawn over itself."""
    share = progress.done / progress.of if progress.of else 1.0
    bar = "#" * int(share * 30)
    words = f"\r{_WORDS[progress.stage]:<10} [{bar:<30}] {progress.done}/{progress.of} "
    click.echo(words, err=True, nl=progress.done >= progress.of)
