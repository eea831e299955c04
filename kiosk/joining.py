"""How a kiosk joins its server: with a one-time code, a new key, and a line in kiosk.toml."""

import re
import time
import tomllib
from pathlib import Path

import msgspec

from kiosk.config import FILE, Settings, SyncSettings, read_settings
from kiosk.errors import BadInput, Failure
from kiosk.home import SAMPLE
from kiosk.store import Store
from kiosk.store.backup import to_disk
from kiosk.store.syncing import StoreLocal
from sync import identity
from sync.client import HttpTransport, NotAllowed
from sync.codes import read_code
from sync.counter import Counter, DeviceSigner
from sync.engine import Engine
from sync.identity import Identity
from sync.outbox import now
from sync.protocol import ENROL, Enrol, Enrolled, Problem, Trouble
from sync.records import new_id
from sync.rotating import exchange, unfinished
from sync.signing import sign
from sync.talk import NotDone, Unreachable

NOT_JOINED = (
    "This kiosk has not joined a server; get a code there with `hq enroll`, then run "
    "`kiosk enroll CODE --server URL`."
)


def settings_of(folder: Path) -> Settings:
    """The settings of a folder that may have none yet: then those of the sample home."""
    return read_settings(folder) if (folder / FILE).exists() else Settings(home=SAMPLE)


def join(folder: Path, code: str, url: str) -> Enrolled:
    """Make this device known to the server at `url`. What it has not told yet it tells there.
    Raises BadInput for a code that can't be right or is not taken, Failure."""
    settings = settings_of(folder)
    code = read_code(code)
    with Store.open(folder) as store, StoreLocal(store) as local:
        known = identity.load(folder)
        # asked again after a lost answer, it is the same request
        waiting = identity.waiting(folder)
        if waiting is None or unfinished(folder):
            device = local.line().written.device if known is None else new_id()
            waiting = Identity.new(device)
            identity.prepare(folder, waiting)
        was = [*local.former(), local.line().written.device, *([known.device] if known else [])]

        def ask(one: Identity) -> Enrolled | Problem:
            former = [each for each in dict.fromkeys(was) if each != one.device]
            home = "" if settings.home == SAMPLE else settings.home
            enrol = Enrol(code=code, device=one.device, key=one.public, former=former, home=home)
            return _ask(local, settings.sync, url, enrol, one)

        enrolled = ask(waiting)
        if isinstance(enrolled, Problem) and enrolled.trouble is Trouble.NAME:
            # a backup was put back on another disk: it has the name, and the key is gone
            waiting = Identity.new(new_id())
            identity.prepare(folder, waiting)
            enrolled = ask(waiting)
        if isinstance(enrolled, Problem):
            if enrolled.trouble is not Trouble.ENROL:
                raise Failure(enrolled.sentence)
            identity.forget_waiting(folder)
            raise BadInput(enrolled.sentence)
        local.enrolled(waiting.device)
        identity.adopt(folder)
    write_server(folder, url, enrolled.home)
    return enrolled


def exchange_key(folder: Path, settings: Settings) -> Enrolled:
    """Give this device a new key, which the server takes because the old one vouches for it. Raises
    BadInput, Failure; cut anywhere, one of the two keys is good, and `kiosk sync` finds which."""
    known = identity.load(folder)
    if known is None or not settings.server:
        raise Failure(NOT_JOINED)
    line = transport(settings.server, settings.sync)
    try:
        with Store.open(folder) as store, StoreLocal(store) as local:
            counter = Counter(local.file)

            def as_this(one: Identity) -> Engine:
                signer = DeviceSigner(lambda: one, counter)
                return Engine(local, line, signer, now, time.monotonic)

            return exchange(folder, as_this)
    except (Unreachable, NotDone) as failed:
        raise Failure(str(failed)) from failed
    finally:
        line.close()


def transport(url: str, settings: SyncSettings) -> HttpTransport:
    """The line to the server at `url`. Raises BadInput for an address that can't be used."""
    try:
        return HttpTransport(
            url, plain_http=settings.plain_http_is_not_secure_and_allowed, pin=settings.pin
        )
    except NotAllowed as wrong:
        raise BadInput(str(wrong)) from wrong


def _ask(
    local: StoreLocal, settings: SyncSettings, url: str, enrol: Enrol, waiting: Identity
) -> Enrolled | Problem:
    line = transport(url, settings)
    body = msgspec.json.encode(enrol)
    try:
        headers = sign(
            "POST",
            ENROL,
            body,
            device=enrol.device,
            epoch=local.line().written.epoch,
            counter=Counter(local.file).next(),
            key=waiting.key,
        )
        reply = line.post(ENROL, body, {**headers, "Content-Type": "application/json"})
    except Unreachable as away:
        raise Failure(f"{away} Check the address, and try again with the same code.") from away
    finally:
        line.close()
    try:
        if reply.status in (200, 201):
            return msgspec.json.decode(reply.body, type=Enrolled)
        return msgspec.json.decode(reply.body, type=Problem)
    except msgspec.MsgspecError:
        raise Failure(f"What answers at {url} is no server of driver homes.") from None


def write_server(folder: Path, url: str, home: str) -> None:
    """Put `server` and `home` into DIR/kiosk.toml; all else there stays as somebody wrote it.
    Raises Failure."""
    path = folder / FILE
    try:
        text = path.read_text("utf-8") if path.exists() else ""
        for name, value in (("server", url), ("home", home)):
            text = _with(text, name, value)
        told = tomllib.loads(text)
        if (told.get("server"), told.get("home")) != (url, home):
            raise Failure(f'{path} could not be changed; write the line server = "{url}" there.')
        part = path.with_name(f"{FILE}.part")
        part.write_text(text, "utf-8")
        to_disk(part)
        part.replace(path)
        to_disk(folder)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise Failure(f"{path} can't be written: {error}.") from error


def _with(text: str, name: str, value: str) -> str:
    """A TOML text with `name = "value"` among its first lines, before any table."""
    line = f"{name} = {msgspec.json.encode(value).decode()}"
    head, table, rest = _split(text)
    changed, count = re.subn(rf"(?m)^\s*{name}\s*=.*$", lambda _: line, head, count=1)
    if not count:
        changed = f"{line}\n{head}"
    return changed + table + rest


def _split(text: str) -> tuple[str, str, str]:
    found = re.search(r"(?m)^\s*\[", text)
    return (text[: found.start()], text[found.start() :], "") if found else (text, "", "")
