"""`kiosk shots`: a picture of every page, in every language, upright and lying."""

import re
import tempfile
from pathlib import Path

import click
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication

from kiosk.app import App, make_application
from kiosk.errors import BadInput, Failure
from kiosk.i18n.locales import LOCALES
from kiosk.states import STATES, stage

SIZES = ("1080x1920", "1920x1080")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--locale", "locales", multiple=True, type=click.Choice(list(LOCALES)))
@click.option("--page", "pages", multiple=True, type=click.Choice(list(STATES)))
@click.option("--size", "sizes", multiple=True, help="WIDTHxHEIGHT in pixels of a 32-inch screen.")
def shots(
    folder: Path, locales: tuple[str, ...], pages: tuple[str, ...], sizes: tuple[str, ...]
) -> None:
    """Write a PNG of every page to FOLDER/<locale>/<page>-<size>.png."""
    measures = [_size(size) for size in sizes or SIZES]
    application = make_application("offscreen")
    with tempfile.TemporaryDirectory() as home:
        app = stage(Path(home))
        try:
            for code in locales or LOCALES:
                (folder / code).mkdir(parents=True, exist_ok=True)
                for page in pages or STATES:
                    for width, height in measures:
                        picture(app, page, code, width, height)
                        target = folder / code / f"{page}-{width}x{height}.png"
                        if not app.window.window.grabWindow().save(str(target)):
                            raise Failure(f"{target} can't be written.")
        finally:
            app.close()
    application.processEvents()


def picture(app: App, page: str, code: str, width: int, height: int) -> None:
    """Bring the window to a state, in a language and a size, and let it settle."""
    window = app.window.window
    window.setGeometry(0, 0, width, height)
    window.show()
    app.session.done()
    app.navigator.leave()
    app.language.use(code)
    STATES[page](app)
    settle()


def settle() -> None:
    """Let layouts, bindings and deletions come to rest."""
    for _ in range(5):
        QGuiApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{3,4})x(\d{3,4})", text)
    if found is None:
        raise BadInput(f"{text} is no size; write it as 1080x1920.")
    return int(found[1]), int(found[2])
