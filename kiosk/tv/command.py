"""`kiosk tv`: the wall on its screen.

A wall has a data folder of its own and asks the port itself; or it shares a kiosk's, and asks only
while that kiosk does not run.
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
from kiosk.home import data_folder, ensure_content
from kiosk.process import leave_at_once, log_to_stderr
from kiosk.queue.voice import Voice, make_voice
from kiosk.run import Both, keep_showing, show_as_picture, without_display
from kiosk.store import WALL, FolderLock, Store
from kiosk.tv.house import HouseReader, read_house
from kiosk.tv.shifts import Shifts
from kiosk.tv.wall import LYING, Wall


@click.command()
@click.option("--data", type=click.Path(path_type=Path), help="The wall's own folder or a kiosk's.")
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
    with FolderLock(folder, WALL):
        _show(settings, folder)


class _Shift:
    """The feeds, or what a kiosk's feeds store, and the house, on threads that tell the wall."""

    def __init__(
        self, settings: Settings, folder: Path, wall: Wall, house: HouseReader, following: bool
    ) -> None:
        self._wall = wall
        self._following = following
        self._background = Background(
            settings,
            folder,
            self._loaded,
            self._heard,
            wall.view.foreseen.emit,
            following=following,
        )
        self._house = house

    def start(self) -> None:
        self._wall.alone.emit(False)
        self._house.start()
        self._background.start()

    def stop(self) -> None:
        self._wall.alone.emit(False)
        self._background.stop()
        self._house.stop()

    def _loaded(self, modules: Loaded) -> None:
        self._wall.warmed.emit(modules.formats)

    def _heard(self, news: object) -> None:
        self._wall.heard.emit(news)
        if not self._following:  # from this news on it knows what the kiosk knew
            self._wall.alone.emit(True)


def behind(settings: Settings, folder: Path, wall: Wall) -> Shifts:
    """What tells a wall of its folder, in turn with a kiosk there."""
    house = HouseReader(folder, settings.home, wall.told.emit)
    wall.view.due.connect(house.notice)
    return Shifts(folder, lambda following: _Shift(settings, folder, wall, house, following))


def _show(settings: Settings, folder: Path) -> None:
    displayless = without_display()
    application = make_application("offscreen" if displayless else "")
    with Store.open(folder) as store:
        ensure_content(store, settings.home)
        house = read_house(store)
    wall = Wall(
        settings.language, house, assets_folder(), lambda: datetime.now(UTC), time.monotonic
    )
    window = wall.window
    if displayless or application.platformName() == "offscreen":
        show_as_picture(window, LYING, folder / "wall.png")
    else:
        window.setCursor(Qt.CursorShape.BlankCursor)  # nobody points at a wall
        window.showFullScreen()
    shifts = behind(settings, folder, wall)
    voice = wall_voice(settings, folder, wall)
    try:
        keep_showing(application, window, Both(shifts, voice) if voice else shifts)
    finally:
        wall.close()


def wall_voice(settings: Settings, folder: Path, wall: Wall) -> Voice | None:
    """The wall's loudspeaker, where kiosk.toml names one."""
    if settings.speaker is None:
        return None
    voice = make_voice(settings.speaker, folder, assets_folder())
    wall.view.telling.connect(voice.say)
    if settings.speaker.calls == "all":
        wall.view.calling.connect(voice.say)
    return voice
