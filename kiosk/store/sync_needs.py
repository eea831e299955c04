"""When the sync of a kiosk needs a person."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from kiosk.store.sync_state import SyncState

ENROL_AGAIN = "Get a new code with `hq enroll`, and run `kiosk enroll` with it."
"""Ends what a sync says that was refused until the device is enrolled anew."""
LONG = timedelta(days=1)
"""Without a sync for longer than this, someone should look at the line."""
_KEY = "identity.key"  # sync.identity.KEY, without the cryptography that this imports


class Need(NamedTuple):
    """`what` a person is needed for: "enrol" (the device must be enrolled again), "removals"
    (`removals` of them wait), "silence" (no sync `since`), or "" (nothing)."""

    what: str = ""
    removals: int = 0
    since: datetime | None = None


def joined_at(folder: Path) -> datetime | None:
    """When the device of a folder joined its server, or changed its key there; None: it has not."""
    try:
        return datetime.fromtimestamp((folder / _KEY).stat().st_mtime, UTC)
    except OSError:
        return None


def need(state: SyncState, joined: datetime | None, now: datetime) -> Need:
    """What a person is needed for at `now` (aware); `joined` as `joined_at` has it. Removals are
    counted when a sync has ended well: before that they only wait for its end."""
    if joined is None:
        return Need()
    if state.trouble.endswith(ENROL_AGAIN):
        return Need("enrol")
    if state.removals and not state.trouble:
        return Need("removals", state.removals)
    last = max(state.synced_at or joined, joined)
    return Need("silence", since=last) if now - last > LONG else Need()
