"""kiosk.toml -> Settings. A missing file or key means the default; an unknown key is refused."""

import tomllib
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import msgspec

from kiosk.devices.settings import PrinterSettings, ScannerSettings, SpeakerSettings
from kiosk.errors import BadInput
from kiosk.i18n.locales import LOCALES
from kiosk.queue.feeds.settings import FeedSettings, FolderFeed, SqlFeed

FILE = "kiosk.toml"


class Screen(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`diagonal_inches` where the display lies about its size; 0 believes the display."""

    diagonal_inches: float = 0


class SessionSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Seconds without a touch before the warning, and how long that stands: at least 20, which
    WCAG 2.2.1 asks for to extend by a simple action."""

    idle_seconds: Annotated[float, msgspec.Meta(ge=5, le=3600)] = 60
    warning_seconds: Annotated[float, msgspec.Meta(ge=20, le=600)] = 20


class SyncSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How this kiosk syncs: every so many minutes; and at most so many megabytes a day (10**6
    bytes, both ways; 0: as many as it takes), beyond which only what is urgent goes out. `pin` is
    the SHA-256 fingerprint of the one certificate that is believed, for a server that no authority
    vouches for. Plain HTTP goes to this machine itself only, unless the last one is true."""

    every_minutes: Annotated[float, msgspec.Meta(ge=0.1, le=1440)] = 5
    daily_budget_mb: Annotated[float, msgspec.Meta(ge=0)] = 0
    pin: Annotated[str, msgspec.Meta(pattern=r"^([0-9A-Fa-f]{2}(:?[0-9A-Fa-f]{2}){31})?$")] = ""
    plain_http_is_not_secure_and_allowed: bool = False


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a home sets for one kiosk. `language` is the one the door begins with; `server` is
    written by enrolling, and used from then on."""

    home: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
    language: str = "zh_CN"
    server: str = ""
    screen: Screen = Screen()
    session: SessionSettings = SessionSettings()
    sync: SyncSettings = SyncSettings()
    feeds: list[FeedSettings] = []
    printer: PrinterSettings | None = None
    scanner: ScannerSettings | None = None
    speaker: SpeakerSettings | None = None


def read_settings(folder: Path, file: Path | None = None) -> Settings:
    """The settings of a data folder. Raises BadInput with one sentence."""
    path = file or folder / FILE
    try:
        settings = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Settings)
    except FileNotFoundError as missing:
        raise BadInput(f'{path} is missing; write at least the line home = "…" there.') from missing
    except OSError as error:
        raise BadInput(f"{path} can't be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as broken:
        raise BadInput(f"{path} is not in UTF-8; save it so.") from broken
    except tomllib.TOMLDecodeError as broken:
        raise BadInput(f"{path} is no TOML: {broken}.") from broken
    except msgspec.ValidationError as wrong:
        raise BadInput(f"{path} has a wrong entry: {wrong}.") from wrong
    if trouble := _trouble(settings):
        raise BadInput(f"{path} has a wrong entry: {trouble}.")
    return settings


def _trouble(settings: Settings) -> str:
    """What no type says of an entry; empty if all is well."""
    if settings.language not in LOCALES:
        return f'language = "{settings.language}"; there are {", ".join(LOCALES)}'
    diagonal = settings.screen.diagonal_inches
    # the bounds within which kiosk.shell.screen believes a display
    if diagonal != 0 and not 10 <= diagonal <= 90:
        return f"diagonal_inches = {diagonal:g}; write 10 to 90, or 0 to believe the display"
    names = [feed.name for feed in settings.feeds]
    if twice := next((name for name in names if names.count(name) > 1), None):
        return f'two feeds have the name "{twice}"; give each its own'
    return next(filter(None, map(_trouble_of_feed, settings.feeds)), "")


def _trouble_of_feed(feed: FeedSettings) -> str:
    if isinstance(feed, SqlFeed):
        return ""
    if isinstance(feed, FolderFeed):
        if Path(feed.path).is_absolute():
            return ""
        return f'the path "{feed.path}" of feed "{feed.name}" does not begin with /'
    try:
        url = urlsplit(feed.url)
        named = bool(url.hostname) and url.port != 0
    except ValueError:  # a port that is no number, a bracket left open
        named = False
    return "" if named else f'the url of feed "{feed.name}" names no server'
