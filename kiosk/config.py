"""kiosk.toml -> Settings. A missing file or key means the default; an unknown key is refused."""

import tomllib
from pathlib import Path

import msgspec

from kiosk.errors import BadInput
from kiosk.queue.feeds.settings import FeedSettings

FILE = "kiosk.toml"


class Screen(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`diagonal_inches` where the display lies about its size; 0 believes the display."""

    diagonal_inches: float = 0


class SessionSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Seconds without a touch before the warning, and how long that stands (at least 20)."""

    idle_seconds: float = 60
    warning_seconds: float = 20


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a home sets for one kiosk. `language` is the one the door begins with; `server` is
    written by enrolling, and used from then on."""

    home: str
    language: str = "zh_CN"
    server: str = ""
    screen: Screen = Screen()
    session: SessionSettings = SessionSettings()
    feeds: list[FeedSettings] = []


def read_settings(folder: Path, file: Path | None = None) -> Settings:
    """The settings of a data folder. Raises BadInput with one sentence."""
    path = file or folder / FILE
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Settings)
    except FileNotFoundError as missing:
        raise BadInput(f'{path} is missing; write at least the line home = "…" there.') from missing
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise BadInput(f"{path} is no TOML: {broken}.") from broken
    except msgspec.ValidationError as wrong:
        raise BadInput(f"{path} has a wrong entry: {wrong}.") from wrong
