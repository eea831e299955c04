"""Where fonts, icons, sounds and the sample home's content lie."""

import os
from pathlib import Path

from kiosk.errors import Failure


def assets_folder() -> Path:
    """`assets/` beside the packages (a checkout, or an editable install of one), or what
    $KIOSK_ASSETS names. Raises Failure if it isn't there."""
    named = os.environ.get("KIOSK_ASSETS")
    folder = Path(named) if named else Path(__file__).resolve().parents[1] / "assets"
    if not folder.is_dir():
        raise Failure(f"The folder {folder} with fonts and pictures is missing; install it again.")
    return folder
