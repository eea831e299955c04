"""`kiosk check`: the self-test. Each part is ok, a warning (the kiosk works, someone should look)
or failed (it does not); a sentence says what, and what to do."""

import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import msgspec

from kiosk.config import Settings, read_settings
from kiosk.devices.checking import check_printer, check_scanner, check_speaker
from kiosk.errors import BadInput, Failure
from kiosk.home import data_folder
from kiosk.i18n import catalogue
from kiosk.i18n.fonts import FONTS
from kiosk.i18n.locales import LOCALES, SOURCE
from kiosk.queue.feeds.batch import FeedState
from kiosk.queue.feeds.keeping import read_set_aside, read_state, read_states
from kiosk.shell.age import AMBER
from kiosk.store import KIOSK, WALL, Store, is_held
from kiosk.store.backup import backups
from kiosk.store.sync_needs import joined_at, need
from kiosk.store.sync_state import sync_state
from kiosk.zones import BEIJING
from sync.records import Home

LEAST_FREE = 500_000_000
"""Bytes on the disk below which someone should make room: a day of backups and content."""
OLDEST_BACKUP = timedelta(hours=3)
BUILT = datetime(2026, 1, 1, tzinfo=UTC)
"""No kiosk ran before: a clock that says so has lost its battery."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """`part` is store, fonts, catalogues, devices, feed, sync, disk or clock; `state` ok, warning
    or failed; `says` one sentence. `count` is a figure where the part has one."""

    part: str
    state: str
    says: str
    count: int = 0


@click.command()
@click.option("--data", type=click.Path(path_type=Path), help="The device's folder.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
def check(data: Path | None, as_json: bool) -> None:
    """Test this kiosk: store, fonts, catalogues, devices, feed, sync, disk, clock."""
    folder = data_folder(data)
    if not folder.is_dir():
        raise BadInput(f"{folder} is no folder; name the device's folder with --data.")
    found = findings(folder, datetime.now(UTC))
    failed = any(each.state == "failed" for each in found)
    if as_json:
        report = {"ok": not failed, "parts": found}
        print(msgspec.json.encode(report).decode())
    else:
        for each in found:
            print(f"{each.state:8}{each.part:11}{each.says}")
    if failed:
        sys.exit(1)


def findings(folder: Path, now: datetime) -> list[Finding]:
    """All parts' findings, in the order above. `now` is aware."""
    try:
        settings: Settings | None = read_settings(folder)
        trouble = ""
    except BadInput as wrong:
        settings, trouble = None, str(wrong)
    found = [_store(folder, settings, now), _fonts(), _catalogues()]
    if settings is None:
        found += [_failed(part, trouble) for part in ("devices", "feed")]
    else:
        found += _devices(folder, settings)
        found += _feeds(folder, settings, now)
    found.append(_sync(folder, settings, now))
    found += [_disk(folder), _clock(now)]
    return found


def _ok(part: str, says: str, count: int = 0) -> Finding:
    return Finding(part=part, state="ok", says=says, count=count)


def _warn(part: str, says: str, count: int = 0) -> Finding:
    return Finding(part=part, state="warning", says=says, count=count)


def _failed(part: str, says: str) -> Finding:
    return Finding(part=part, state="failed", says=says)


def _store(folder: Path, settings: Settings | None, now: datetime) -> Finding:
    try:
        with Store.open(folder) as store:
            mended = store.mended
            home = store.get(Home, settings.home) if settings else None
    except Failure as failure:
        return _failed("store", str(failure))
    if mended is not None:
        from_when = f"the backup of {mended.backup:%Y-%m-%d %H:%M}" if mended.backup else "nothing"
        return _warn("store", f"The store was damaged and is made anew from {from_when}.")
    if home is None:
        return _warn("store", "The store is good, but holds no content of this home yet.")
    kept = backups(folder)
    if not kept:
        return _warn("store", "The store is good; there is no backup yet.")
    if now - kept[0].at > OLDEST_BACKUP:
        return _warn(
            "store",
            f"The store is good; the newest backup is of {kept[0].at:%Y-%m-%d %H:%M}.",
            len(kept),
        )
    return _ok("store", f"The store is good; {len(kept)} backups are kept.", len(kept))


def _fonts() -> Finding:
    missing = [path.name for path in FONTS if not path.is_file()]
    if missing:
        return _failed("fonts", f"{missing[0]} is missing; install the kiosk again.")
    return _ok("fonts", f"All {len(FONTS)} fonts are there.", len(FONTS))


def _catalogues() -> Finding:
    missing = [
        code
        for code in LOCALES
        if code != SOURCE
        and not (catalogue.TRANSLATIONS / code / "LC_MESSAGES" / f"{catalogue.DOMAIN}.mo").is_file()
    ]
    if missing:
        return _failed("catalogues", f"{missing[0]} has no catalogue; run `make setup` again.")
    return _ok("catalogues", f"All {len(LOCALES)} languages are there.", len(LOCALES))


def _devices(folder: Path, settings: Settings) -> Iterator[Finding]:
    held = is_held(folder, KIOSK) or is_held(folder, WALL)
    for well, says in (
        check_printer(settings.printer, held),
        check_scanner(settings.scanner, held),
        check_speaker(settings.speaker),
    ):
        yield _ok("devices", says) if well else _warn("devices", says)


_TROUBLES = {
    "": "",
    "backwards": "its time runs backwards",
    "duplicate": "it names plates twice",
    "many-refused": "most of its rows can't be read",
    "empty": "it sent an empty list and the last one is kept",
    "future": "its clock is ahead of ours",
    "missing": "its folder, or the newest table there, can't be read",
    "unreachable": "its address can't be reached",
    "timeout": "it does not answer in time",
    "not-events": "its address gives something else than events",
    "not-whole": "its events don't begin with the full list",
}


def _feeds(folder: Path, settings: Settings, now: datetime) -> Iterator[Finding]:
    # those of kiosk.toml, and those that ran without it (the sample home's)
    names = dict.fromkeys(each.name for each in (*settings.feeds, *read_states(folder)))
    if not names:
        yield _warn("feed", "No feed from the port is set up; add one to kiosk.toml.")
    for each in names:
        state = read_state(folder, each)
        aside = len(read_set_aside(folder, each))
        more = f" {aside} rows are set aside (set-aside/{each}.jsonl)." if aside else ""
        more += _lost(state)
        name = f"Feed {each}"
        tell: Callable[[str, str, int], Finding] = _warn
        as_of = state.as_of.astimezone(UTC) if state.as_of else None
        why = _TROUBLES.get(state.trouble, f"it can't be read ({state.trouble})")
        if state.heard_at is None or as_of is None:
            says = f"{name} has not been heard yet{': ' if why else ''}{why}."
        elif state.trouble:
            says = f"{name}, {state.vehicles} vehicles as of {as_of:%Y-%m-%d %H:%M}Z: {why}."
        elif now - as_of > AMBER:
            says = f"{name} is old: {state.vehicles} vehicles as of {as_of:%Y-%m-%d %H:%M}Z."
        else:
            tell = _ok
            says = f"{name}: {state.vehicles} vehicles as of {as_of:%H:%M:%S}Z."
        yield tell("feed", says + more, aside)


def _lost(state: FeedState) -> str:
    """What was mended of a feed without a word; empty if nothing was."""
    said = []
    if state.gaps or state.rewinds:
        said.append(f"changes were missing {state.gaps} times")
        said.append(f"it began to count anew {state.rewinds} times (each time all was fetched)")
    if state.clock.skew:
        way = "ahead of" if state.clock.skew > 0 else "behind"
        said.append(f"its clock is {abs(state.clock.skew)} s {way} ours, which is allowed for")
    return f" So far: {', '.join(said)}." if said else ""


def _sync(folder: Path, settings: Settings | None, now: datetime) -> Finding:
    try:
        with Store.open(folder) as store:
            state = sync_state(store, f"{now.astimezone(BEIJING):%Y-%m-%d}")
    except Failure as failure:
        return _failed("sync", str(failure))
    joined = joined_at(folder)
    if joined is None or settings is None or not settings.server:
        waiting = f"{state.waiting} changes are kept for it."
        return _ok("sync", f"Not enrolled at a server; {waiting}", state.waiting)
    when = f"at {state.synced_at.astimezone(UTC):%Y-%m-%d %H:%M}Z" if state.synced_at else "never"
    budget = settings.sync.daily_budget_mb
    spent = (state.up + state.down) / 1e6
    says = [
        f"{state.waiting} changes wait for {settings.server}, last synced {when};",
        f"{spent:.2f} MB today{f' of {budget:g}' if budget else ''}.",
    ]
    if 0 < budget <= spent:
        says.append("Today's budget is used up: only what is urgent goes out.")
    if state.removals:
        says.append(
            f"{state.removals} removals wait for a person: `kiosk sync --once --allow-removals`."
        )
    if state.trouble:
        says.append(f"The last sync was not done: {state.trouble}")
    # a line that is down for an hour is what this kiosk is built for
    needed = need(state, joined, now).what or state.removals or 0 < budget <= spent
    return (_warn if needed else _ok)("sync", " ".join(says), state.waiting)


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    says = f"{free / 1e9:.1f} GB are free."
    return _ok("disk", says) if free > LEAST_FREE else _warn("disk", f"{says} Make room.")


def _clock(now: datetime) -> Finding:
    if now < BUILT:
        return _failed("clock", f"The clock says {now:%Y-%m-%d}; set it.")
    return _ok("clock", f"{now:%Y-%m-%d %H:%M:%S}Z.")
