"""Clocks of kiosks behind a home's server: headquarters never sees them, and is told the right
time all the same."""

import pytest
import sqlalchemy as sa

from sync.outbox import Head, Moment, Op, behind, content_hash, now
from sync.records import FeedStatus
from sync.server.clocks import Clock
from sync.server.core import Headquarters
from sync.server.tables import FORWARD
from sync.server.upstream import HomeLocal
from tests.sync.server.device import HOUR, Device, notice

YEARS = 10 * 365 * 24 * HOUR
MINUTE = 60_000_000


def waiting(core: Headquarters, folder) -> list[Op]:
    return HomeLocal(core.engine, folder, "h", now=core.now).waiting(10)


@pytest.mark.parametrize("ahead", [YEARS, -YEARS, 0])
def test_a_mad_clock_behind_a_home_server_is_set_right(engine, clock, tmp_path, ahead):
    core = Headquarters(engine, "home", now=clock)
    kiosk = Device(core, "k", ahead=ahead)
    made = clock.at
    written = kiosk.write(notice("edited"))
    clock.at += 3 * HOUR  # the kiosk had no line
    kiosk.tell()
    (op,) = waiting(core, tmp_path)
    assert content_hash(op) == content_hash(written)
    here = now()
    later = clock.at + HOUR  # and the home's server had none
    moment = Moment(wall=0, boot=here.boot, offset=here.offset + HOUR)
    corrected = Clock("home", moment, later, {}).corrected(op)
    assert abs(corrected - made) < MINUTE
    with engine.connect() as connection:
        assert connection.scalar(sa.select(FORWARD.c.device)) == "k"


@pytest.mark.parametrize("ahead", [YEARS, 0])
def test_what_is_latest_goes_into_a_new_line_as_what_it_is(engine, clock, tmp_path, ahead):
    core = Headquarters(engine, "home", now=clock)
    kiosk = Device(core, "k", ahead=ahead)
    kiosk.write(FeedStatus(id="port", home="h", heard_at="2026-11-23T10:00:00+08:00", vehicles=3))
    kiosk.tell()
    local = HomeLocal(core.engine, tmp_path, "h", now=core.now)
    before = local.line()
    local.acknowledge(before.written.seq, before.written.chain)
    line = local.begin_epoch()
    taken = Head(device=line.written.device, epoch=line.written.epoch, seq=0, chain=line.chain)
    (op,) = local.waiting(10)
    assert behind(taken, [op]) == local.line().written
    here = now()
    moment = Moment(wall=0, boot=here.boot, offset=here.offset)
    assert abs(Clock("home", moment, clock.at, {}).corrected(op) - clock.at) < MINUTE
