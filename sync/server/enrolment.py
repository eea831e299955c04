"""How a device becomes known: by a one-time code, with a key that it made itself.

A code is good for ten minutes and one device. It is kept as a slow hash (scrypt), so that a copy of
the database gives no codes away while they hold. Ten million codes are few, so wrong ones are
counted in the database, from wherever they came, to whichever worker: five in an hour are slips,
after them one a minute is heard. More than that would let a stranger who guesses all day keep
people from enrolling.
"""

import hashlib
import re
import secrets

import msgspec
import sqlalchemy as sa
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sync.codes import new_code, read_code, spoken
from sync.errors import BadInput
from sync.protocol import Enrol, Enrolled, Rotate, Trouble
from sync.refusal import Refusal
from sync.server.tables import ATTEMPT, DEVICE, ENROLMENT, SERVER, STATE
from sync.signing import Signed, rotation

GOOD_FOR = 600_000_000
"""How long a code is good (microseconds)."""

_SLIPS = 5
_HOUR, _MINUTE, _DAY = 3_600_000_000, 60_000_000, 86_400_000_000
_FORMER_MOST = 50
_LOCK = 0x656E_726F  # PostgreSQL's advisory lock of enrolments: any number of our own
_SALT = "enrolment-salt"
_NAME = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z._-]{0,62}[0-9A-Za-z])?")


def make_code(engine: sa.Engine, home: str, name: str, now: int) -> str:
    """A code by which one device becomes `name` in `home`, as it is read out: "5724 1064". `now`
    in microseconds. Raises BadInput."""
    for given, what in ((home, "home"), (name, "device")):
        if not _NAME.fullmatch(given):
            raise BadInput(
                f"{given or '(nothing)'} can't name a {what}; use letters a to z, digits and -, "
                "such as horgos-jinyi."
            )
    with engine.begin() as connection:
        salt = _salt(connection)
        connection.execute(sa.delete(ENROLMENT).where(ENROLMENT.c.expires_at < now - _DAY))
        while True:
            code = new_code()
            hashed = _hashed(salt, code)
            if connection.scalar(
                sa.select(sa.func.count())
                .select_from(ENROLMENT)
                .where(ENROLMENT.c.code_hash == hashed)
            ):
                continue
            connection.execute(
                sa.insert(ENROLMENT).values(
                    code_hash=hashed,
                    home=home,
                    name=name,
                    made_at=now,
                    expires_at=now + GOOD_FOR,
                )
            )
            return spoken(code)


def enrol(engine: sa.Engine, ask: Enrol, signed: Signed, now: int) -> Enrolled:
    """Make a device known. `signed` is the request's signature by the very key that is enrolled.
    The same device may ask again with the same code, where the answer was lost. Raises Refusal."""
    if signed.device != ask.device:
        raise Refusal(Trouble.SIGNATURE, "The request is signed by another device.")
    try:
        code = read_code(ask.code)  # a slip that shows is no guess
    except BadInput as wrong:
        raise Refusal(Trouble.MESSAGE, str(wrong)) from wrong
    with engine.begin() as connection:
        outcome = _spend(connection, ask, code, signed.counter, now)
    if isinstance(outcome, Refusal):  # now that the attempt is noted
        raise outcome
    return outcome


def rotate(engine: sa.Engine, ask: Rotate, signed: Signed) -> Enrolled:
    """Exchange a device's key for a new one. The request was signed with the present key, or, where
    an answer was lost, with the new one already. Raises Refusal."""
    try:
        Ed25519PublicKey.from_public_bytes(ask.key).verify(
            ask.proof, rotation(signed.device, ask.key)
        )
    except (InvalidSignature, ValueError, TypeError) as wrong:
        raise Refusal(Trouble.MESSAGE, "The new key did not sign that it is one.") from wrong
    with engine.begin() as connection:
        connection.execute(
            sa.update(DEVICE)
            .where(DEVICE.c.id == signed.device, DEVICE.c.state == "active")
            .values(key=ask.key)
        )
        return _enrolled(connection, signed.device)


def revoke(engine: sa.Engine, device: str) -> None:
    """Nothing of this device is taken any more. Raises BadInput where there is none such."""
    with engine.begin() as connection:
        found = connection.execute(
            sa.update(DEVICE).where(DEVICE.c.id == device).values(state="revoked", nonce="")
        )
    if found.rowcount == 0:
        raise BadInput(f"There is no device {device}; `hq devices` lists them.")


def _spend(
    connection: sa.Connection, ask: Enrol, code: str, counter: int, now: int
) -> Enrolled | Refusal:
    if connection.dialect.name == "postgresql":  # SQLite has one writer anyway
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    if wait := _wait(connection, now):
        return Refusal(
            Trouble.BUSY,
            f"Too many wrong codes were tried; try again in {wait} seconds.",
        )
    hashed = _hashed(_salt(connection), code)
    found = connection.execute(sa.select(ENROLMENT).where(ENROLMENT.c.code_hash == hashed)).first()
    if found is not None and found.device == ask.device and _is_known(connection, ask):
        return _enrolled(connection, ask.device)
    good = found is not None and found.used_at is None and found.made_at <= now < found.expires_at
    if found is None or not good:
        connection.execute(sa.insert(ATTEMPT).values(at=now))
        return Refusal(
            Trouble.ENROL,
            "This code is not known, was used, or is older than 10 minutes; ask headquarters for a "
            "new one.",
        )
    if ask.home not in ("", found.home):
        return Refusal(
            Trouble.ENROL,
            f"The code is for the home {found.home}, and this device holds what belongs to "
            f"{ask.home}; ask for a code of that home, or begin with an empty folder.",
        )
    known = connection.execute(sa.select(DEVICE).where(DEVICE.c.id == ask.device)).first()
    # it may have lost the answer to another code
    same = known is not None and _is_known(connection, ask) and known.home == found.home
    if known is not None and not same:
        return Refusal(
            Trouble.NAME,
            "The server knows a device of this name otherwise; enrol it with a new name and key.",
        )
    # one statement, so that a code is spent once whoever else is here
    spent = connection.execute(
        sa.update(ENROLMENT)
        .where(ENROLMENT.c.code_hash == hashed, ENROLMENT.c.used_at.is_(None))
        .values(used_at=now, device=ask.device)
    )
    if spent.rowcount != 1:
        return Refusal(Trouble.ENROL, "This code was used just now; ask for a new one.")
    if same:
        return _enrolled(connection, ask.device)
    connection.execute(
        sa.insert(DEVICE).values(
            id=ask.device,
            home=found.home,
            name=found.name,
            key=ask.key,
            counter=counter,
            chain=b"",
            former=msgspec.json.encode(_former(connection, ask, found.home)).decode("utf-8"),
            enrolled_at=now,
            seen_at=now,
        )
    )
    return _enrolled(connection, ask.device)


def _former(connection: sa.Connection, ask: Enrol, home: str) -> list[str]:
    """The names it had in this home, or in a server that has forgotten them since; those of another
    home's devices are not its own here."""
    names = [name for name in dict.fromkeys(ask.former) if _NAME.fullmatch(name)][:_FORMER_MOST]
    elsewhere = connection.scalars(
        sa.select(DEVICE.c.id).where(DEVICE.c.id.in_(names), DEVICE.c.home != home)
    )
    others = {*elsewhere, ask.device}
    return [name for name in names if name not in others]


def _is_known(connection: sa.Connection, ask: Enrol) -> bool:
    return bool(
        connection.scalar(
            sa.select(sa.func.count())
            .select_from(DEVICE)
            .where(DEVICE.c.id == ask.device, DEVICE.c.key == ask.key, DEVICE.c.state == "active")
        )
    )


def _enrolled(connection: sa.Connection, device: str) -> Enrolled:
    found = connection.execute(
        sa.select(DEVICE.c.home, DEVICE.c.name).where(DEVICE.c.id == device)
    ).one()
    role = connection.scalar(sa.select(SERVER.c.role)) or "headquarters"
    return Enrolled(home=found.home, name=found.name, role=role)


def _wait(connection: sa.Connection, now: int) -> int:
    """Seconds until a code is heard again; 0: now. Attempts of a future that a clock which was set
    back has left behind don't count."""
    connection.execute(
        sa.delete(ATTEMPT).where((ATTEMPT.c.at <= now - _HOUR) | (ATTEMPT.c.at > now))
    )
    count, last = connection.execute(
        sa.select(sa.func.count(), sa.func.max(ATTEMPT.c.at)).select_from(ATTEMPT)
    ).one()
    if count < _SLIPS:
        return 0
    left: int = last + _MINUTE - now
    return max(0, -(-left // 1_000_000))


def _salt(connection: sa.Connection) -> bytes:
    """This database's own, made at the first code."""
    for _ in range(2):
        found: bytes | None = connection.scalar(
            sa.select(STATE.c.value).where(STATE.c.name == _SALT)
        )
        if found is not None:
            return bytes(found)
        connection.execute(
            sa.text(
                "INSERT INTO state (name, value) VALUES (:name, :value) ON CONFLICT DO NOTHING"
            ),
            {"name": _SALT, "value": secrets.token_bytes(16)},
        )
    raise RuntimeError("the salt of codes can't be stored")


def _hashed(salt: bytes, code: str) -> bytes:
    """Some 30 ms: all ten million would take days."""
    return hashlib.scrypt(code.encode("ascii"), salt=salt, n=1 << 13, r=8, p=1, dklen=32)
