"""A streaming replica of PostgreSQL: what headquarters reads for people may be read from it, and a
pull, which passes over nothing there either, may not: it would seem to be a server put back."""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from sync.protocol import Cursor
from sync.server.database import connect, reading
from sync.server.pull import is_ahead, page
from tests.queue.postgres import postgres
from tests.sync.server.device import Device, notice, use
from tests.sync.server.processes import hq as command


@pytest.fixture
def url() -> Iterator[str]:
    """Of a server of its own: a replica copies all of it."""
    with postgres() as url:
        yield url


@pytest.fixture
def replica(engine, hq) -> Iterator[str]:
    """The URL of a copy that follows."""
    with engine.connect() as connection:
        asked = "SELECT setting FROM pg_config WHERE name = 'BINDIR'"
        programs = Path(connection.exec_driver_sql(asked).scalar_one())
        data = Path(connection.exec_driver_sql("SHOW data_directory").scalar_one())
    owner = data.stat().st_uid
    place = sa.make_url(engine.url).set(drivername="postgresql")
    source = place.query.get("host") or place.host

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [programs / program, *arguments],
            user=owner if os.geteuid() == 0 else None,
            check=True,
            stdout=subprocess.DEVNULL,
            timeout=60,
        )

    with tempfile.TemporaryDirectory(prefix="driver-home-pg-") as folder:
        os.chown(folder, owner, -1)
        copy = f"{folder}/copy"
        run("pg_basebackup", "-h", str(source), "-U", str(place.username), "-D", copy, "-R",
            "-X", "stream", "-c", "fast")  # fmt: skip
        options = f"-h '' -k {folder}"
        run("pg_ctl", "-w", "-D", copy, "-l", f"{folder}/log", "-o", options, "start")
        try:
            yield place.update_query_dict({"host": folder}).render_as_string(hide_password=False)
        finally:
            run("pg_ctl", "-D", copy, "-m", "immediate", "stop")


def followed(engine: sa.Engine, replica: sa.Engine) -> None:
    """Wait until the replica has what the primary has."""
    with engine.connect() as connection:
        end = connection.exec_driver_sql("SELECT pg_current_wal_lsn()::text").scalar_one()
    asked = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"
    until = time.monotonic() + 30
    while True:
        with reading(replica) as connection:
            if connection.exec_driver_sql(asked, (end,)).scalar_one():
                return
        assert time.monotonic() < until, "the replica does not follow"
        time.sleep(0.01)


def test_what_people_read_is_read_from_a_replica(hq, engine, replica):
    device = Device(hq, "d")
    for number in range(3):
        device.write(use(f"u{number}"))
    device.forge(device.write(use("x")), kind="unheard-of")
    device.tell()
    there = connect(replica)
    followed(engine, there)
    there.dispose()
    assert command(replica, "export", "page-use").count("\n") == 3
    assert '"page-use","flow":"up","count":3' in command(replica, "export")
    assert "1 ops in quarantine" in command(replica, "devices")
    assert "1 ops could not be applied" in command(replica, "check")
    assert "unheard-of" in command(replica, "quarantine")
    assert command(replica, "losing").count("\n") <= 1


def test_a_cursor_that_reads_a_replica_is_late_and_passes_over_nothing(hq, engine, replica):
    there = connect(replica)
    followed(engine, there)
    with there.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("SELECT pg_wal_replay_pause()")
        hq.write([notice("late", "a")])
        with reading(there) as connected:
            before = page(connected, "h", Cursor(), 1000)
            # whoever had read that one would take it for a server that was put back
            assert is_ahead(connected, "h", Cursor(home=1))
        connection.exec_driver_sql("SELECT pg_wal_replay_resume()")
    hq.write([notice("later", "b")])
    followed(engine, there)
    with reading(there) as connected:
        after = page(connected, "h", before.cursor, 1000)
    there.dispose()
    assert [row.record for row in [*before.home, *after.home]] == ["a", "b"]
    assert before.home == []
