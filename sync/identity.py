"""Who a device is: a name and an Ed25519 key, in a file beside the database that nobody else reads.

Neither the database nor a backup of it holds the key, so a copy of either is no second device. A
key that is yet to be made known (at enrolment, or when keys are exchanged) lies in a file of its
own until upstream has taken it: a lost answer is asked for again with the same key.
"""

import os
from pathlib import Path
from typing import Self

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.disk import to_disk
from sync.errors import Failure
from sync.signing import public_bytes

KEY = "identity.key"
NEXT = "identity.next"
"""Taken into use when upstream knows it."""


class Identity:
    """A device's name and key."""

    def __init__(self, device: str, key: Ed25519PrivateKey) -> None:
        self.device = device
        self.key = key

    @property
    def public(self) -> bytes:
        """The public key, 32 bytes."""
        return public_bytes(self.key)

    @classmethod
    def new(cls, device: str) -> Self:
        return cls(device, Ed25519PrivateKey.generate())


class _File(msgspec.Struct, frozen=True):
    """What a file holds, as JSON: the private key's 32 bytes in base64."""

    device: str
    key: bytes


def load(folder: Path) -> Identity | None:
    """The identity of a data folder; None where it was never enrolled. Raises Failure."""
    return _read(folder / KEY)


def waiting(folder: Path) -> Identity | None:
    """One that upstream may or may not have taken yet. Raises Failure."""
    return _read(folder / NEXT)


def prepare(folder: Path, identity: Identity) -> None:
    """Keep one that upstream is about to be told of. Raises Failure."""
    path = folder / NEXT
    part = path.with_name(f"{NEXT}.{os.getpid()}.{os.urandom(4).hex()}")
    body = msgspec.json.encode(_File(identity.device, identity.key.private_bytes_raw()))
    try:
        try:
            opened = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            with open(opened, "wb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            part.rename(path)
        finally:
            part.unlink(missing_ok=True)
        to_disk(folder)
    except OSError as error:
        raise Failure(_unusable(path, error)) from error


def adopt(folder: Path) -> Identity:
    """Upstream has taken the waiting one: it is this device's from now on. Raises Failure."""
    identity = waiting(folder)
    if identity is None:
        raise Failure(f"{folder / NEXT} is gone; enrol this device again.")
    try:
        (folder / NEXT).rename(folder / KEY)
        to_disk(folder)
    except OSError as error:
        raise Failure(_unusable(folder / KEY, error)) from error
    return identity


def forget_waiting(folder: Path) -> None:
    """Upstream will not take the waiting one. Raises Failure."""
    try:
        (folder / NEXT).unlink(missing_ok=True)
        to_disk(folder)
    except OSError as error:
        raise Failure(_unusable(folder / NEXT, error)) from error


def _read(path: Path) -> Identity | None:
    try:
        with path.open("rb") as file:
            # of the file that was opened, whatever lies there by now
            mode = os.fstat(file.fileno()).st_mode
            if mode & 0o077:
                raise Failure(
                    f"Others on this machine can read {path}; run `chmod 600 {path}`, and if one "
                    "of them may have, enrol this device with a new code."
                )
            body = file.read(4096)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Failure(_unusable(path, error)) from error
    try:
        held = msgspec.json.decode(body, type=_File)
        return Identity(held.device, Ed25519PrivateKey.from_private_bytes(held.key))
    except (ValueError, msgspec.MsgspecError) as wrong:
        raise Failure(
            f"{path} holds no key (it may be torn); remove it and enrol this device again."
        ) from wrong


def _unusable(path: Path, error: OSError) -> str:
    return f"{path} can't be used: {error.strerror or error}."
