"""What a change of the store says."""

from typing import Generic, TypeVar

import msgspec

from sync.records import Record

R = TypeVar("R", bound=Record)


class Change(msgspec.Struct, Generic[R], frozen=True, kw_only=True):
    """What happened to one record: `before` is None for a new one, `after` for a removed one.
    `kind` is the record's class."""

    kind: type[R]
    id: str
    before: R | None
    after: R | None
