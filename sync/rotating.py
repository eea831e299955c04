"""The exchange of a device's key for a new one, which the old one signs for."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from sync import identity
from sync.errors import Failure
from sync.identity import Identity
from sync.protocol import ROTATE, Enrolled, Rotate, Trouble
from sync.signing import rotation
from sync.talk import NotDone

T = TypeVar("T")


class Asking(Protocol):
    def ask(self, path: str, message: msgspec.Struct, kind: type[T]) -> T: ...


def unfinished(folder: Path) -> bool:
    """Whether an exchange was begun whose answer never came: it is to be finished before anything
    else is asked, since upstream may know the new key alone. Raises Failure."""
    present, new = identity.load(folder), identity.waiting(folder)
    return present is not None and new is not None and new.device == present.device


def exchange(folder: Path, as_this: Callable[[Identity], Asking]) -> Enrolled:
    """Exchange the key, or finish an exchange that was begun. `as_this` asks upstream, signed as an
    identity signs. The new key is on the disk before upstream hears of it. Raises Failure,
    Unreachable or NotDone; the old key stays in use then, and this may be called again."""
    present = identity.load(folder)
    if present is None:
        raise Failure("This device has no key yet; enrol it with a code.")
    new = identity.waiting(folder)
    if new is None or new.device != present.device:
        new = Identity.new(present.device)
        identity.prepare(folder, new)
    proof = new.key.sign(rotation(new.device, new.public))
    ask = Rotate(key=new.public, proof=proof)
    try:
        enrolled = as_this(present).ask(ROTATE, ask, Enrolled)
    except NotDone as refused:
        if refused.trouble is not Trouble.SIGNATURE:
            raise
        # upstream has the new one already: its answer was lost
        enrolled = as_this(new).ask(ROTATE, ask, Enrolled)
    identity.adopt(folder)
    return enrolled
