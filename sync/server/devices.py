"""What the server knows of each device: its line, its boots, its clock. In the caller's
transaction."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from sync.outbox import Moment, first_chain
from sync.protocol import Ask, Trouble
from sync.refusal import Refusal
from sync.server.aside import Told
from sync.server.bulk import find, insert, mark
from sync.server.clocks import Clock
from sync.server.tables import BOOT, DEVICE, EPOCH, ORIGIN

_BEIJING = timezone(timedelta(hours=8))
_STEADY = 1_000_000  # microseconds within which clocks are what they were
_RECENT = 60_000_000  # microseconds within which a device need not be noted as seen again


class Device(NamedTuple):
    """A row of `device`, as far as a sync needs it."""

    id: str
    home: str
    state: str
    epoch: str
    seq: int
    chain: bytes
    former: str
    skew: int
    generation: str
    seen_at: int


class Line(NamedTuple):
    """How far a device's line was taken."""

    epoch: str
    seq: int
    chain: bytes


class Rewound(Exception):  # noqa: N818
    """A device knows more of what we acknowledged than we do: this server was restored."""


def load(connection: sa.Connection, id: str, *, lock: bool = False) -> Device:
    """A device that may sync. Raises Refusal. `lock`: until the transaction ends nobody else takes
    its ops (SQLite has one writer anyway)."""
    names = ", ".join(Device._fields)
    suffix = " FOR UPDATE" if lock and connection.dialect.name == "postgresql" else ""
    row = connection.exec_driver_sql(
        f"SELECT {names} FROM device WHERE id = {mark(connection)}{suffix}",  # noqa: S608
        (id,),
    ).one_or_none()
    if row is None:
        raise Refusal(Trouble.ENROL, "This device is not known here; enrol it.")
    device = Device._make(row)
    if device.state == "clone":
        raise Refusal(Trouble.ENROL, "Two devices use this identity; enrol both of them anew.")
    if device.state != "active":
        raise Refusal(Trouble.ENROL, "This device was revoked; enrol it anew.")
    return device


def is_new_line(device: Device, epoch: str, ask: Ask) -> bool:
    """Whether the ask begins a line that was not known."""
    return (
        epoch != device.epoch
        and ask.acknowledged == 0
        and ask.chain == first_chain(device.id, epoch)
    )


def line_of(connection: sa.Connection, device: Device, epoch: str, ask: Ask, now: int) -> Line:
    """Where the ask goes on. Raises Refusal (another epoch is needed, or two use the identity) or
    Rewound. Writes where a new line begins."""
    if epoch == device.epoch:
        if ask.acknowledged > device.seq:
            raise Rewound
        if ask.acknowledged == device.seq and ask.chain != device.chain:
            raise Refusal(Trouble.EPOCH, "The line forked; begin a new epoch.")
        return Line(epoch, device.seq, device.chain)
    old = connection.execute(
        sa.select(EPOCH.c.seq, EPOCH.c.chain).where(
            EPOCH.c.device == device.id, EPOCH.c.epoch == epoch
        )
    ).one_or_none()
    if old is not None:
        stands = ask.acknowledged == old.seq and ask.chain == old.chain
        if device.seq and stands and ask.ops:
            raise Clone
        raise Refusal(Trouble.EPOCH, "The line was given up; begin a new epoch.")
    if not is_new_line(device, epoch, ask):
        if ask.acknowledged:
            raise Rewound
        raise Refusal(Trouble.EPOCH, "The line's beginning is none; begin a new epoch.")
    if device.epoch:
        insert(
            connection,
            EPOCH,
            ("device", "epoch", "seq", "chain", "superseded_at"),
            [(device.id, device.epoch, device.seq, device.chain, now)],
        )
    return Line(epoch, 0, ask.chain)


class Clone(Exception):  # noqa: N818
    """Two use one identity: an epoch that was given up goes on."""


def mark_clone(connection: sa.Connection, id: str) -> None:
    """Neither of two users of one identity goes on."""
    connection.execute(sa.update(DEVICE).where(DEVICE.c.id == id).values(state="clone"))


def keep(
    connection: sa.Connection, id: str, line: Line, *, skew: int, generation: str, now: int
) -> None:
    """How far the device has come, and when it was seen."""
    connection.execute(
        sa.update(DEVICE)
        .where(DEVICE.c.id == id)
        .values(
            epoch=line.epoch,
            seq=line.seq,
            chain=line.chain,
            skew=skew,
            generation=generation,
            seen_at=now,
        )
    )


def clock_of(
    connection: sa.Connection, sender: str, moment: Moment | None, now: int, ops: Sequence[Told]
) -> Clock:
    """The clock by which these ops were made; `moment` is the sender's, now."""
    present = moment or Moment(wall=now, boot="", offset=0)
    boots = {told.op.boot for told in ops} - {present.boot}
    found = find(connection, BOOT, ("boot", "began"), {"device": sender}, "boot", boots)
    return Clock(sender, present, now, dict(found))


def keep_boot(connection: sa.Connection, sender: str, moment: Moment, now: int) -> None:
    """Note when this boot began, for ops of it that come after the next one."""
    if not _is_steady(connection, sender, moment, now):
        row = (sender, moment.boot[:100], now - moment.offset)
        insert(connection, BOOT, ("device", "boot", "began"), [row], replace=True)


def is_noted(connection: sa.Connection, device: Device, moment: Moment, now: int) -> bool:
    """Whether what is noted of a device that tells nothing still holds."""
    steady = abs(moment.wall - now - device.skew) < _STEADY
    recent = now - device.seen_at < _RECENT
    return steady and recent and _is_steady(connection, device.id, moment, now)


def _is_steady(connection: sa.Connection, sender: str, moment: Moment, now: int) -> bool:
    noted = connection.exec_driver_sql(
        "SELECT began FROM boot "  # noqa: S608
        f"WHERE device = {mark(connection)} AND boot = {mark(connection)}",
        (sender, moment.boot[:100]),
    ).scalar_one_or_none()
    return noted is not None and abs(noted - (now - moment.offset)) < _STEADY


def keep_origins(connection: sa.Connection, sender: str, ops: Sequence[Told]) -> None:
    """Note whose ops this device tells besides its own."""
    others = {told.op.device for told in ops} - {sender}
    insert(
        connection,
        ORIGIN,
        ("sender", "device"),
        [(sender, each) for each in sorted(others)],
        skip=True,
    )


def own_ids(connection: sa.Connection, device: Device) -> list[str]:
    """Whose records count as the device's: its own, those it made under former names, and those it
    passes on."""
    passed_on = connection.execute(
        sa.select(ORIGIN.c.device).where(ORIGIN.c.sender == device.id)
    ).scalars()
    former = msgspec.json.decode(device.former, type=list[str])
    return sorted({device.id, *former, *passed_on})


def spent(  # noqa: PLR0917
    connection: sa.Connection, id: str, now: int, up: int, down: int, seconds: float
) -> None:
    """Note what a request cost."""
    place = mark(connection)
    connection.exec_driver_sql(
        "INSERT INTO usage (device, day, up, down, requests, seconds) "  # noqa: S608
        f"VALUES ({', '.join([place] * 4)}, 1, {place}) ON CONFLICT (device, day) DO UPDATE SET "
        "up = usage.up + excluded.up, down = usage.down + excluded.down, "
        "requests = usage.requests + 1, seconds = usage.seconds + excluded.seconds",
        (id, day_of(now), up, down, seconds),
    )


def day_of(now: int) -> str:
    """The day of a usage, in Beijing: YYYY-MM-DD."""
    return datetime.fromtimestamp(now / 1e6, UTC).astimezone(_BEIJING).date().isoformat()
