"""Instants as records hold them."""

from datetime import datetime

from kiosk.zones import BEIJING


def instant(text: str) -> datetime | None:
    """A record's time (ISO 8601 with offset) as an aware datetime; None for an empty text."""
    return datetime.fromisoformat(text) if text else None


def stamp(at: datetime) -> str:
    """An aware datetime as records hold it: ISO 8601 to the second, at Beijing's offset."""
    return at.astimezone(BEIJING).isoformat(timespec="seconds")
