"""How a dropped table is read: the part of kiosk.toml that an integrator checks and keeps."""

import json
import re
from datetime import UTC, timedelta, timezone, tzinfo

import msgspec

from kiosk.queue.feeds.instants import check_form
from sync.records import Lane, VehicleState

ROLES = (
    "plate",
    "country",
    "lane",
    "state",
    "registered_at",
    "called_at",
    "departed_at",
    "reason",
    "gate",
    "position",
    "zone",
)
TIMES = ("registered_at", "called_at", "departed_at")
DATES = tuple(f"{time.removesuffix('_at')}_date" for time in TIMES)
"""Columns that hold the day of a time whose own column holds only the clock."""


class Mapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`encoding` and `delimiter` of the file (empty: found anew in each). `zone` is the offset of
    times that name none, `zones` that of single columns. `columns` gives each role its header
    ("#3" is the third column), `forms` each time its date forms. `states`, `lanes`, `countries`
    are this port's words; those known everywhere need not stand here."""

    encoding: str = ""
    delimiter: str = ""
    zone: str = "+08:00"
    columns: dict[str, str] = {}
    forms: dict[str, list[str]] = {}
    zones: dict[str, str] = {}
    states: dict[str, VehicleState] = {}
    lanes: dict[str, Lane] = {}
    countries: dict[str, str] = {}

    def __post_init__(self) -> None:
        for role in self.columns:
            if role not in ROLES + DATES:
                raise ValueError(f"“{role}” is no column of the queue")
        for zone in (self.zone, *self.zones.values()):
            offset(zone)
        for forms in self.forms.values():
            for form in forms:
                check_form(form)


def offset(text: str) -> tzinfo:
    """The zone of an offset such as "+08:00". Raises ValueError with one sentence."""
    part = re.fullmatch(r"([+-])(\d\d):(\d\d)", text)
    if part is None or int(part[2]) > 14 or int(part[3]) > 59:
        raise ValueError(f"“{text}” is no offset; write it as +08:00")
    distance = timedelta(hours=int(part[2]), minutes=int(part[3]))
    return timezone(-distance if part[1] == "-" else distance) if distance else UTC


def to_toml(mapping: Mapping, name: str, folder: str, pattern: str) -> str:
    """The feed as it is pasted into kiosk.toml."""
    lines = [
        "[[feeds]]",
        'kind = "folder"',
        f"name = {_text(name)}",
        f"path = {_text(folder)}",
        f"pattern = {_text(pattern)}",
        "",
        "[feeds.table]",
    ]
    fields: dict[str, object] = msgspec.to_builtins(mapping)
    tables = {}
    for key, value in fields.items():
        if isinstance(value, dict):
            tables[key] = value
        elif value:
            lines.append(f"{key} = {_text(str(value))}")
    for key, table in tables.items():
        if table:
            lines += ["", f"[feeds.table.{key}]"]
            lines += [f"{_key(name)} = {_value(value)}" for name, value in table.items()]
    return "\n".join(lines) + "\n"


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _text(name)


def _value(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_text(str(each)) for each in value) + "]"
    return _text(str(value))


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
