"""`hq check`: how headquarters is, and what a person should look at."""

import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import msgspec
import sqlalchemy as sa

from sync.hq.commands import known_devices, role_of
from sync.hq.database import db, existing
from sync.server.database import reading
from sync.server.figures import figures
from sync.server.rules import HOME_SERVER
from sync.server.tables import HELD
from sync.server.upstream_state import Heard, load

LEAST_FREE = 1_000_000_000
"""Bytes on the disk below which someone should make room."""
LONG_UNSEEN = timedelta(days=3)
"""A link may be down for days; then somebody should look."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """`part` is database, disk, devices, quarantine, held, losing or upstream; `state` ok, warning
    or failed; `says` one sentence."""

    part: str
    state: str
    says: str


@click.command()
@db
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
def check(db: str | None, *, as_json: bool) -> None:
    """Tell how the server is, and what waits for a person."""
    engine = existing(db)
    found = list(findings(engine, datetime.now(UTC)))
    failed = any(each.state == "failed" for each in found)
    if as_json:
        print(msgspec.json.encode({"ok": not failed, "parts": found}).decode())
    else:
        for each in found:
            print(f"{each.state:8}{each.part:11}{each.says}")
    if failed:
        sys.exit(1)


def findings(engine: sa.Engine, now: datetime) -> Iterator[Finding]:
    """All parts' findings. `now` is aware."""
    yield _database(engine)
    if engine.dialect.name == "sqlite":
        free = shutil.disk_usage(Path(str(engine.url.database)).resolve().parent).free
        says = f"{free / 1e9:.1f} GB free"
        little = free < LEAST_FREE
        yield _finding("disk", little, f"Only {says}; make room." if little else f"{says}.")
    yield _devices(engine, now)
    count = figures(engine)
    aside, held, lost = (int(count[name]) for name in ("quarantined", "held", "losing"))
    yield _finding(
        "quarantine",
        aside > 0,
        f"{aside} ops could not be applied; `hq quarantine` lists them." if aside else "Empty.",
    )
    with reading(engine) as connection:
        late = connection.scalar(
            sa.select(sa.func.count()).select_from(HELD).where(HELD.c.escalated_at.is_not(None))
        )
        role, heard = role_of(connection), load(connection, Heard)
    waits = f"{held - (late or 0)} ops wait for another record"
    yield _finding("held", bool(late), f"{waits}; {late} never saw it." if late else f"{waits}.")
    yield _finding("losing", False, f"{lost} edits were overtaken; `hq losing` lists them.")
    if role == HOME_SERVER:
        yield _upstream(heard, int(count["to_forward"]))


def _database(engine: sa.Engine) -> Finding:
    if engine.dialect.name != "sqlite":
        return _finding("database", False, "It answers.")
    with reading(engine) as connection:
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if found == "ok":
        return _finding("database", False, "It is whole.")
    return Finding(part="database", state="failed", says=f"It is damaged ({found}); restore it.")


def _devices(engine: sa.Engine, now: datetime) -> Finding:
    devices = known_devices(engine, now)
    clones = [each for each in devices if each.state == "clone"]
    if clones:
        names = ", ".join(f"{each.name} of {each.home}" for each in clones)
        return _finding("devices", True, f"Two use the identity of {names}; enrol both anew.")
    active = [each for each in devices if each.state == "active"]
    unseen = [
        f"{each.name} of {each.home}"
        for each in active
        if not each.seen or datetime.fromisoformat(each.seen) < now - LONG_UNSEEN
    ]
    if unseen:
        return _finding("devices", True, f"Not seen for days: {', '.join(unseen)}.")
    return _finding("devices", False, f"{len(active)} are active, all seen lately.")


def _upstream(heard: Heard, waiting: int) -> Finding:
    if heard.waiting:
        kinds = ", ".join(f"{count} of {kind}" for kind, count in sorted(heard.waiting.items()))
        return _finding(
            "upstream", True, f"Headquarters removed {kinds}; `hq removals --allow` does it here."
        )
    if heard.trouble or not heard.synced_at:
        trouble = heard.trouble or "It has not synced yet."
        return _finding("upstream", True, f"{trouble} {waiting} ops wait.")
    return _finding("upstream", False, f"Synced at {heard.synced_at}; {waiting} ops wait.")


def _finding(part: str, look: bool, says: str) -> Finding:
    return Finding(part=part, state="warning" if look else "ok", says=says)
