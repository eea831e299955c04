"""`hq enroll`, `hq devices`, `hq check` and `hq export`."""

import time

import click

from sync.hq.database import db, opened
from sync.server.bulk import insert
from sync.server.enrolment import make_code
from sync.server.tables import SCOPE


@click.command()
@db
@click.option("--home", required=True, help="The home's id; an unknown one is made.")
@click.option("--device", required=True, help="What the device is called there.")
def enroll(db: str | None, home: str, device: str) -> None:
    """Print a one-time code by which one device joins, within 10 minutes."""
    engine = opened(db)
    code = make_code(engine, home, device, time.time_ns() // 1000)
    with engine.begin() as connection:
        insert(connection, SCOPE, ("home", "seq"), [(home, 0)], skip=True)
    print(code)
