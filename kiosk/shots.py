"""`kiosk shots`: a picture of every page, in every language, upright and lying; and of the wall."""

import re
import tempfile
from collections.abc import Iterable
from itertools import product
from pathlib import Path

import click
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickWindow

from kiosk.app import App, make_application
from kiosk.errors import BadInput, Failure
from kiosk.i18n.locales import LOCALES
from kiosk.states import STATES, WALL_STATES, fresh, stage, stage_wall

SIZES = ("1080x1920", "1920x1080")
WALL_SIZES = ("1920x1080", "3840x2160")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--locale", "locales", multiple=True, type=click.Choice(list(LOCALES)))
@click.option("--page", "pages", multiple=True, type=click.Choice([*STATES, *WALL_STATES]))
@click.option("--size", "sizes", multiple=True, help="WIDTHxHEIGHT in pixels of a 32-inch screen.")
def shots(
    folder: Path, locales: tuple[str, ...], pages: tuple[str, ...], sizes: tuple[str, ...]
) -> None:
    """Write a PNG of every page to FOLDER/<locale>/<page>-<size>.png."""
    codes, chosen = locales or tuple(LOCALES), pages or (*STATES, *WALL_STATES)
    measures, wall_measures = _measures(sizes or SIZES), _measures(sizes or WALL_SIZES)
    application = make_application("offscreen")
    for code in codes:
        (folder / code).mkdir(parents=True, exist_ok=True)
    _kiosk_shots(folder, codes, [page for page in chosen if page in STATES], measures)
    _wall_shots(folder, codes, [page for page in chosen if page in WALL_STATES], wall_measures)
    application.processEvents()


def _kiosk_shots(
    folder: Path, codes: Iterable[str], pages: list[str], measures: list[tuple[int, int]]
) -> None:
    if not pages:
        return
    with tempfile.TemporaryDirectory() as home:
        app = stage(Path(home))
        try:
            for code, page, (width, height) in product(codes, pages, measures):
                picture(app, page, code, width, height)
                _save(app.window.window, folder / code / f"{page}-{width}x{height}.png")
        finally:
            app.close()


def _wall_shots(
    folder: Path, codes: Iterable[str], pages: list[str], measures: list[tuple[int, int]]
) -> None:
    for page in pages:
        with tempfile.TemporaryDirectory() as home:
            wall = stage_wall(Path(home))
            try:
                WALL_STATES[page](wall)
                for code, (width, height) in product(codes, measures):
                    wall.window.setGeometry(0, 0, width, height)
                    wall.window.show()
                    wall.language.use(code)
                    settle()
                    _save(wall.window, folder / code / f"{page}-{width}x{height}.png")
            finally:
                wall.close()


def _save(window: QQuickWindow, target: Path) -> None:
    if not window.grabWindow().save(str(target)):
        raise Failure(f"{target} can't be written.")


def picture(app: App, page: str, code: str, width: int, height: int) -> None:
    """Bring the window to a state, in a language and a size, and let it settle."""
    window = app.window.window
    window.setGeometry(0, 0, width, height)
    window.show()
    fresh(app)
    app.language.use(code)
    STATES[page](app)
    settle()


def settle() -> None:
    """Let layouts, bindings and deletions come to rest."""
    for _ in range(5):
        QGuiApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _measures(sizes: Iterable[str]) -> list[tuple[int, int]]:
    return [_size(size) for size in sizes]


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{3,4})x(\d{3,4})", text)
    if found is None:
        raise BadInput(f"{text} is no size; write it as 1080x1920.")
    return int(found[1]), int(found[2])
