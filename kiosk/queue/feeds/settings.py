"""The feeds that kiosk.toml names: `[[feeds]]`, each of kind http, events, folder or sql."""

from typing import Annotated

import msgspec

from kiosk.queue.feeds.mapping import Mapping

_Name = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$")]
_Seconds = Annotated[float, msgspec.Meta(ge=1, le=3600)]


class HttpFeed(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="http",
    tag_field="kind",
):  # fmt: skip
    """A port's HTTP interface (see `kiosk port-sim`). `url` is its vehicles' address, `every` the
    pause between two questions in seconds; `headers` are sent along (a key the port wants)."""

    name: _Name
    url: Annotated[str, msgspec.Meta(pattern="^https?://")]
    every: _Seconds = 10
    headers: dict[str, str] = {}


class EventFeed(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="events",
    tag_field="kind",
):  # fmt: skip
    """A port that pushes: server-sent events (see `kiosk port-sim`). A stream that is silent for
    `quiet` seconds is taken for dead; `retry` is the wait before a new connection, in seconds,
    until the port names one; `headers` are sent along."""

    name: _Name
    url: Annotated[str, msgspec.Meta(pattern="^https?://")]
    quiet: Annotated[float, msgspec.Meta(ge=2, le=600)] = 30
    retry: _Seconds = 3
    headers: dict[str, str] = {}


class FolderFeed(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="folder",
    tag_field="kind",
):  # fmt: skip
    """A folder into which the port drops tables, as text or as Excel workbooks. The newest file
    that fits `pattern` (or one of several, parted by "|") counts. Without `table` each file's
    mapping is proposed anew."""

    name: _Name
    path: Annotated[str, msgspec.Meta(min_length=1)]
    pattern: str = "*.csv|*.xlsx|*.xlsm"
    every: _Seconds = 10
    table: Mapping | None = None


class SqlFeed(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="sql",
    tag_field="kind",
):  # fmt: skip
    """A view in a database that the port fills and the home only reads. `url` is SQLAlchemy's:
    postgresql://user:password@host/database or sqlite:////path. Either `view` ("schema.name") or
    `select`, whose `:names` are in `parameters`. `since` is a column with a whole number that grows
    by every change: then only what changed is asked for. `as_of` is a select that gives the moment
    at which the port last filled it. `timeout` bounds a question, in seconds. Without `table` the
    mapping is proposed anew each time."""

    name: _Name
    url: Annotated[str, msgspec.Meta(pattern=r"^(postgresql(\+psycopg)?|sqlite)://")]
    view: str = ""
    select: str = ""
    parameters: dict[str, str | int | float] = {}
    since: str = ""
    as_of: str = ""
    every: _Seconds = 10
    timeout: Annotated[float, msgspec.Meta(ge=0.1, le=60)] = 4
    table: Mapping | None = None

    def __post_init__(self) -> None:
        if bool(self.view) == bool(self.select):
            raise ValueError("a feed of kind sql has either a view or a select")


FeedSettings = HttpFeed | EventFeed | FolderFeed | SqlFeed
