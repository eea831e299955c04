"""`kiosk tv`: the wall on its screen.

A wall is a device of its own, with a data folder of its own: it asks the port itself, and goes on
when no kiosk runs.
"""

import time
from datetime import UTC, datetime
from pathlib import Path

import click
from PySide6.QtCore import Qt

from kiosk.app import make_application
from kiosk.assets import assets_folder
from kiosk.background import Background, Loaded
from kiosk.config import Settings, read_settings
from kiosk.errors import Failure
from kiosk.home import data_folder, ensure_content
from kiosk.process import leave_at_once, log_to_stderr
from kiosk.run import keep_showing, show_as_picture, without_display
from kiosk.store import FolderLock, Store
from kiosk.tv.wall import LYING, Wall
from sync.records import Service


@click.command()
@click.option("--data", type=click.Path(path_type=Path), help="The wall's own folder.")
@click.option(
    "--config", type=click.Path(path_type=Path), help="Settings instead of DIR/kiosk.toml."
)
def tv(data: Path | None, config: Path | None) -> None:
    """Open the wall, full screen."""
    leave_at_once()
    log_to_stderr()
    folder = data_folder(data)
    settings = read_settings(folder, config)
    folder.mkdir(parents=True, exist_ok=True)
    with _own(folder):
        _show(settings, folder)


def _own(folder: Path) -> FolderLock:
    try:
        return FolderLock(folder)
    except Failure as taken:
        if not (folder / "kiosk.lock").exists():
            raise
        raise Failure(
            f"Another screen runs on {folder}; give the wall a folder of its own with --data."
        ) from taken


def _show(settings: Settings, folder: Path) -> None:
    displayless = without_display()
    application = make_application("offscreen" if displayless else "")
    with Store.open(folder) as store:
        ensure_content(store, settings.home)
        services = store.find(Service)
    wall = Wall(
        settings.language, services, assets_folder(), lambda: datetime.now(UTC), time.monotonic
    )
    window = wall.window
    if displayless or application.platformName() == "offscreen":
        show_as_picture(window, LYING, folder)
    else:
        window.setCursor(Qt.CursorShape.BlankCursor)  # nobody points at a wall
        window.showFullScreen()

    def loaded(modules: Loaded) -> None:
        wall.warmed.emit(modules.formats)

    background = Background(settings, folder, loaded, wall.heard.emit, wall.view.foreseen.emit)
    try:
        keep_showing(application, window, background)
    finally:
        wall.close()
