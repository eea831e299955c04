"""Whether what a feed says follows what it said before: the port numbers its changes.

What is missing is not guessed: the whole list is asked for. What was said before is not taken
twice, since it may put back what has changed since.
"""

from datetime import datetime, timedelta
from enum import Enum

import msgspec

from kiosk.queue.feeds.batch import Batch, FeedState
from kiosk.queue.feeds.taking import PATIENCE
from kiosk.queue.feeds.validate import AHEAD

WHOLE_AGAIN = timedelta(hours=1)
"""How often the full list is asked for even if all went well, so that no lost change stays lost."""


class Place(Enum):
    FOLLOWS = "follows"
    SEEN = "seen"
    GAP = "gap"
    REWIND = "rewind"


def whole_due(state: FeedState, now: datetime) -> bool:
    """Whether a feed is to be asked for its full list."""
    return state.full_at is None or not timedelta() <= now - state.full_at < WHOLE_AGAIN


def place(batch: Batch, state: FeedState, now: datetime) -> Place:
    """Where a batch stands to what was last taken. A lower number at a later time of the port is
    a rewind: it was restarted, or restored. At an earlier time it is an old word come late, which
    after an hour of nothing else is believed too."""
    if not batch.sequence or not state.sequence:
        return Place.FOLLOWS  # a feed that doesn't count
    told_at = batch.heard.told_at if batch.heard else None
    known_at = state.told_at
    patient = state.accepted_at is not None and now - state.accepted_at < PATIENCE
    if batch.sequence < state.sequence:
        late = told_at is not None and known_at is not None and told_at <= known_at
        return Place.SEEN if late and patient else Place.REWIND
    if batch.sequence == state.sequence and patient and told_at and known_at:
        # further back is more than a delay, which taking judges
        return Place.SEEN if timedelta() < known_at - told_at <= AHEAD else Place.FOLLOWS
    since = batch.heard.since if batch.heard else 0
    return Place.GAP if not batch.full and since > state.sequence else Place.FOLLOWS


def counted(state: FeedState, at: Place) -> FeedState:
    """A state that remembers one more gap or rewind."""
    return msgspec.structs.replace(
        state,
        gaps=state.gaps + (at is Place.GAP),
        rewinds=state.rewinds + (at is Place.REWIND),
    )


def forgotten(state: FeedState) -> FeedState:
    """A state with which a feed is asked for everything."""
    return msgspec.structs.replace(state, sequence=0, etag="", full_at=None)


def joined(first: Batch, second: Batch) -> Batch | None:
    """Two batches that came together, as one; None if the second doesn't follow the first."""
    since = second.heard.since if second.heard else 0
    if second.full or not since <= first.sequence <= second.sequence:
        return None
    later = {vehicle.id: vehicle for vehicle in second.vehicles}
    return msgspec.structs.replace(
        second,
        vehicles=(*(each for each in first.vehicles if each.id not in later), *later.values()),
        gate=second.gate or first.gate,
        as_of=max(filter(None, (first.as_of, second.as_of)), default=None),
        full=first.full,
        refused=first.refused + second.refused,
        odd=tuple(dict.fromkeys(first.odd + second.odd)),
        heard=msgspec.structs.replace(
            second.heard, since=first.heard.since if first.heard else 0
        ) if second.heard else None,
    )  # fmt: skip
