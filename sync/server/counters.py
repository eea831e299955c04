"""Replays: a request's counter is above all that its device used before, or it is refused.

Looking and storing are one statement, so that of two workers with the same request one refuses it.
A device whose counter was rewound (its disk was restored) repeats a nonce of ours, signed, and goes
on from where we are: the counter kept here never goes back, so what was once refused stays so.
"""

import secrets

import sqlalchemy as sa

from sync.protocol import Hello, Known, Trouble
from sync.refusal import Refusal
from sync.server.database import loosely
from sync.server.tables import DEVICE, SERVER
from sync.signing import LAST_COUNTER, Signed

D = DEVICE.c


def count(engine: sa.Engine, signed: Signed, now: int) -> None:
    """Use up the counter of a request, before its work is begun. `now` in microseconds. Raises
    Refusal: with a nonce, where it was used before. A server whose power goes may forget the last
    few; what was asked with them and kept was told after them, and telling it again is harmless."""
    with loosely(engine) as connection:
        used = connection.execute(
            sa.update(DEVICE)
            .where(D.id == signed.device, D.state == "active", D.counter < signed.counter)
            .values(counter=signed.counter, seen_at=now)
        )
        if used.rowcount == 1:
            return
    with engine.begin() as connection:
        nonce = _nonce(connection, signed.device)
    raise Refusal(
        Trouble.COUNTER,
        "This counter of requests was used before; shake hands anew.",
        nonce=nonce,
    )


def shake_hands(engine: sa.Engine, signed: Signed, hello: Hello, now: int) -> Known:
    """A device repeats our nonce: it is he who speaks now, and no recording of him. A nonce holds
    until it was repeated, and once. Raises Refusal: with a nonce, where it is not the one."""
    if not 0 <= hello.counter <= LAST_COUNTER:
        raise Refusal(Trouble.MESSAGE, "There is no such counter of requests.")
    highest = max(hello.counter, signed.counter)
    with engine.begin() as connection:
        done = connection.execute(
            sa.update(DEVICE)
            .where(
                D.id == signed.device,
                D.state == "active",
                D.nonce == hello.nonce,
                D.nonce != "",
            )
            .values(
                counter=sa.case((D.counter < highest, highest), else_=D.counter),
                nonce="",
                seen_at=now,
                hellos=D.hellos + 1,
                hello_at=now,
            )
        )
        if done.rowcount == 1:
            known = connection.execute(
                sa.select(D.epoch, D.seq, D.chain, D.counter, D.home).where(D.id == signed.device)
            ).one()
            role = connection.scalar(sa.select(SERVER.c.role)) or "headquarters"
            return Known(
                epoch=known.epoch,
                acknowledged=known.seq,
                chain=known.chain,
                counter=known.counter,
                role=role,
                home=known.home,
            )
        nonce = _nonce(connection, signed.device)
    raise Refusal(
        Trouble.COUNTER, "The handshake repeats an older nonce; use this one.", nonce=nonce
    )


def refuse_if_inactive(state: str | None) -> None:
    """Raises Refusal for a device that may not sync. None: it is not known."""
    if state != "active":
        raise _not_active(state)


def _nonce(connection: sa.Connection, device: str) -> str:
    """The nonce that its handshake must repeat. One that was given before is given again: whoever
    plays old requests back can't keep the device from shaking hands."""
    connection.execute(
        sa.update(DEVICE)
        .where(D.id == device, D.state == "active", D.nonce == "")
        .values(nonce=secrets.token_urlsafe(16))
    )
    found = connection.execute(sa.select(D.state, D.nonce).where(D.id == device)).first()
    if found is None or found.state != "active":
        raise _not_active(None if found is None else found.state)
    nonce: str = found.nonce
    return nonce


def _not_active(state: str | None) -> Refusal:
    sentence = {
        "revoked": "Headquarters has revoked this device; enrol it with a new code.",
        "clone": "Two devices used this one's identity; enrol each with a new code.",
    }.get(state or "", "The server doesn't know this device; enrol it with a new code.")
    return Refusal(Trouble.ENROL, sentence)
