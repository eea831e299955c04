"""The feeds that kiosk.toml names: `[[feeds]]`, each of kind http or folder."""

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


class FolderFeed(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="folder",
    tag_field="kind",
):  # fmt: skip
    """A folder into which the port drops tables. The newest file that fits `pattern` counts.
    Without `table` each file's mapping is proposed anew."""

    name: _Name
    path: Annotated[str, msgspec.Meta(min_length=1)]
    pattern: str = "*.csv"
    every: _Seconds = 10
    table: Mapping | None = None


FeedSettings = HttpFeed | FolderFeed
