"""Files that hold records: a home's content, as in assets/content, a file a kind."""

from pathlib import Path
from typing import Any

import msgspec

from sync.errors import Failure
from sync.records import KINDS, Record


class Content(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file of assets/content: records of one kind. `sample` marks what was made up, `about`
    says what is in the file and where it comes from."""

    kind: str
    records: list[dict[str, Any]]
    sample: bool = False
    about: str = ""


def read_content(file: Path) -> list[Record]:
    """The records of one content file. Raises Failure with the file's name where it does not
    fit its kind."""
    try:
        content = msgspec.json.decode(file.read_bytes(), type=Content)
        kind = KINDS.get(content.kind)
        if kind is None:
            raise msgspec.ValidationError(f"there is no kind `{content.kind}`")
        _no_strangers(kind, content.records)
        return [msgspec.convert(record, kind) for record in content.records]
    except msgspec.DecodeError as wrong:
        raise Failure(f"The content file {file} can't be used: {wrong}.") from wrong


def _no_strangers(kind: type[Record], records: list[dict[str, Any]]) -> None:
    # Structs let unknown fields pass, for versions to come; in our own files they are slips
    for record in records:
        if unknown := set(record) - set(kind.__struct_fields__):
            raise msgspec.ValidationError(f"{kind.info.kind} has no field {sorted(unknown)[0]}")
