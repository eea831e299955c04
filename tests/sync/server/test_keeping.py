"""What waits at the server for a person, for a parent, or for its time."""

from typing import ClassVar

import msgspec
import pytest

from sync.errors import BadInput
from sync.outbox import canonical
from sync.records import KINDS, Audience, Flow, Info, Merge, Notice, Record
from sync.server import checks, exporting, losing, quarantine
from sync.server.core import Headquarters
from sync.server.devices import spent
from sync.server.tables import BOOT, FORWARD, HELD, QUARANTINE, USAGE
from tests.sync.server.device import HOUR, NOW, Device, notice, rows, said, use

DAY = 24 * HOUR


class Case(Record, frozen=True, kw_only=True):
    info: ClassVar[Info] = Info(
        kind="case", flow=Flow.UP, merge=Merge.APPEND, audience=Audience.STAFF
    )

    text: str = ""


class Reply(Record, frozen=True, kw_only=True):
    info: ClassVar[Info] = Info(
        kind="reply",
        flow=Flow.UP,
        merge=Merge.APPEND,
        audience=Audience.STAFF,
        parents=(("case", "case"), ("about", "notice")),
    )

    case: str
    about: str = ""


@pytest.fixture
def threads(monkeypatch) -> None:
    """Kinds that hang on one another."""
    monkeypatch.setitem(KINDS, "case", Case)
    monkeypatch.setitem(KINDS, "reply", Reply)


# parents


def test_what_comes_before_its_parent_waits_for_it(hq, threads):
    one, two = Device(hq, "d"), Device(hq, "e")
    one.write(Reply(id="r1", home="h", case="c", about="n"))
    one.write(Reply(id="r2", home="h", case="c"))
    one.write(use("u"))
    answer = one.tell()
    assert (answer.acknowledged, answer.refused) == (3, [])
    assert rows(hq, "id") == [("u",)]
    # told again in a new epoch, it waits once
    one.begin_epoch()
    one.write(Reply(id="r2", home="h", case="c"))
    one.tell()
    two.write(Case(id="c", home="h"))
    two.tell()
    assert rows(hq, "id") == [("c",), ("r2",), ("u",)]
    hq.write([notice("for all", home="")])
    assert rows(hq, "id") == [("c",), ("n",), ("r1",), ("r2",), ("u",)]
    assert rows(hq, "number", table=HELD) == []


def test_parent_and_child_in_one_batch_in_either_order(hq, threads):
    device = Device(hq, "d")
    device.write(Reply(id="r1", home="h", case="c"))
    device.write(Case(id="c", home="h"))
    device.write(Reply(id="r2", home="h", case="c"))
    device.tell()
    assert rows(hq, "id") == [("c",), ("r1",), ("r2",)]


def test_after_five_days_it_stands_without_its_parent(hq, clock, threads):
    device = Device(hq, "d")
    device.write(Reply(id="r", home="h", case="c"))
    device.tell()
    clock.at += 5 * DAY
    assert hq.escalate() == 0
    clock.at += HOUR
    assert hq.escalate() == 1
    assert hq.escalate() == 0
    assert rows(hq, "id") == [("r",)]
    assert rows(hq, "record", "escalated_at", table=HELD) == [("r", clock.at)]
    device.write(Case(id="c", home="h"))
    assert device.tell().refused == []
    assert rows(hq, "record", table=HELD) == []
    assert rows(hq, "number", table=QUARANTINE) == []


# set aside


def test_what_a_newer_server_knows_is_tried_again(hq, monkeypatch):
    device = Device(hq, "d")
    monkeypatch.setitem(KINDS, "case", Case)
    device.write(Case(id="c", home="h", text="x"))
    device.forge(device.write(notice("of two versions on")), schema=3)
    monkeypatch.delitem(KINDS, "case")
    assert len(device.tell().refused) == 2
    assert hq.replay_quarantine() == 0
    monkeypatch.setitem(KINDS, "case", Case)
    assert hq.replay_quarantine() == 1
    assert rows(hq, "id") == [("c",)]
    assert hq.replay_quarantine() == 0
    # told again, it is known
    device.begin_epoch()
    device.write(Case(id="c", home="h", text="x"))
    assert device.tell().refused == []


def aside(hq: Headquarters, **more) -> list[quarantine.Aside]:
    with hq.engine.connect() as connection:
        return quarantine.listed(connection, **more)


def test_a_person_repairs_what_was_set_aside(hq):
    device = Device(hq, "d")
    wrong = device.write(use("u"))
    fields = msgspec.msgpack.decode(wrong.fields)
    wrong = device.forge(wrong, fields=msgspec.msgpack.encode(fields | {"seconds": "three"}))
    device.tell()
    (one,) = aside(hq)
    assert (one.kind, one.record, one.code, one.device) == ("page-use", "u", "fields", "d")
    assert one.fields == fields | {"seconds": "three"}
    with hq.engine.begin() as connection:
        with pytest.raises(BadInput, match="can't be applied"):
            quarantine.replay(connection, hq.role, one.number, hq.now())
        with pytest.raises(BadInput, match="don't fit"):
            quarantine.repair(connection, hq.role, one.number, {"seconds": 3}, hq.now())
        quarantine.repair(connection, hq.role, one.number, fields, hq.now())
    assert rows(hq, "id", "fields") == [("u", canonical(use("u")))]
    assert aside(hq) == []
    # the device tells the wrong one again: it was seen to
    device.begin_epoch()
    device.forge(device.write(use("u")), fields=wrong.fields, wall=wrong.wall)
    device.tell()
    assert aside(hq) == []
    assert len(aside(hq, everything=True)) == 1


def test_a_person_gives_up_what_was_set_aside(hq):
    device = Device(hq, "d")
    device.forge(device.write(use("u")), kind="unheard-of")
    device.tell()
    with hq.engine.begin() as connection:
        quarantine.give_up(connection, 1)
        with pytest.raises(BadInput, match="Nothing waits"):
            quarantine.give_up(connection, 1)
    assert [each.state for each in aside(hq, everything=True)] == ["dropped"]
    assert hq.replay_quarantine() == 0


def test_an_older_schema_is_read_through_what_upgrades_it(hq, monkeypatch):
    info = msgspec.structs.replace(Notice.info, schema=3)
    monkeypatch.setattr(Notice, "info", info)
    monkeypatch.setitem(
        checks.UPGRADES, "notice", {2: lambda fields: {**fields, "icon": fields.pop("sign")}}
    )
    device = Device(hq, "d")
    op = device.write(notice("a"))
    fields = msgspec.msgpack.decode(op.fields) | {"sign": "snow"}
    device.forge(op, schema=2, fields=msgspec.msgpack.encode(fields))
    assert device.tell().refused == []
    (line,) = exporting.records(hq.engine, Notice)
    assert msgspec.json.decode(line)["icon"] == "snow"


# losing edits


def test_a_losing_edit_is_shown_and_taken_back(hq, clock):
    one, two = Device(hq, "d"), Device(hq, "e")
    hq.write([notice("first")])
    one.tell()
    two.tell()
    base = one.rows["notice", "n"].version
    one.write(notice("of one"), base=base)
    clock.at += HOUR
    two.write(notice("of two"), base=base)
    two.tell()
    one.tell()
    with hq.engine.begin() as connection:
        (lost,) = losing.listed(connection)
        assert (lost.device, lost.winner, lost.fields["text"]) == ("d", "e", {"en": "of one"})
        assert lost.wall == NOW
        losing.take_back(connection, hq.role, lost.number, hq.now())
        assert losing.listed(connection) == []
        with pytest.raises(BadInput, match="no losing edit"):
            losing.take_back(connection, hq.role, lost.number, hq.now())
    assert said(hq) == {"n": "of one"}
    two.tell()
    assert msgspec.msgpack.decode(two.rows["notice", "n"].fields)["text"] == {"en": "of one"}


def test_a_removal_that_lost_is_taken_back(hq, clock):
    one, two = Device(hq, "d"), Device(hq, "e")
    hq.write([notice("first")])
    one.tell()
    base = one.rows["notice", "n"].version
    one.remove(Notice, "n", base=base)
    clock.at += HOUR
    two.write(notice("of two"), base=base)
    two.tell()
    one.tell()
    assert said(hq) == {"n": "of two"}
    with hq.engine.begin() as connection:
        losing.take_back(connection, hq.role, 1, hq.now())
    assert said(hq) == {}


# time


def test_what_is_past_its_retention_goes(hq, clock):
    device = Device(hq, "d")
    for id, at in (("old", "2026-08-26T10:00:00+08:00"), ("odd", "whenever"), ("zoneless", "")):
        device.write(use(id, at=at))
    device.write(notice("stays"))
    device.tell()
    hq.remove("h", Notice, ["n"])
    clock.at += 3 * DAY
    # of one that was written lately its own time alone doesn't count: a clock may be wrong
    assert hq.keep_house() == 0
    clock.at += 90 * DAY
    assert hq.keep_house() == 3
    assert rows(hq, "id") == [("n",)]
    clock.at += 400 * DAY
    assert hq.keep_house() == 1
    assert rows(hq) == []


def test_what_is_known_of_devices_goes_with_the_years(hq, clock):
    device = Device(hq, "d")
    device.tell()
    for days in (0, 300):
        clock.at = NOW + days * DAY
        with hq.engine.begin() as connection:
            spent(connection, "d", hq.now(), 10, 20, 0.1)
    clock.at = NOW + 399 * DAY
    hq.keep_house()
    assert len(rows(hq, "boot", table=BOOT)) == 1
    assert len(rows(hq, "day", table=USAGE)) == 2
    clock.at = NOW + 402 * DAY
    hq.keep_house()
    assert rows(hq, "boot", table=BOOT) == []
    assert rows(hq, "day", table=USAGE) == [("2027-09-20",)]


def test_what_is_past_its_retention_when_told_is_not_kept(hq, clock):
    device = Device(hq, "d")
    device.write(use("u"))
    clock.at += 91 * DAY
    answer = device.tell()
    assert (answer.acknowledged, answer.refused, rows(hq)) == (1, [], [])


# what is written here, and what goes out


def test_content_that_does_not_fit_is_refused_whole(hq):
    with pytest.raises(BadInput, match="page-use x can't be written"):
        hq.write([notice("a"), use("x")])
    assert rows(hq) == []


def test_an_export_is_as_the_kiosk_s(hq):
    device = Device(hq, "d")
    device.write(use("b"))
    device.write(use("a"))
    device.forge(device.write(use("c")), schema=2, fields=b"\x81\xa4home\xa1h")
    device.tell()
    lines = list(exporting.records(hq.engine, KINDS["page-use"]))
    assert lines[:2] == [msgspec.json.encode(use(id)) + b"\n" for id in "ab"]
    assert msgspec.json.decode(lines[2]) == {"id": "c", "home": "h"}
    counts = [msgspec.json.decode(line) for line in exporting.counts(hq.engine)]
    assert [each["kind"] for each in counts] == sorted(KINDS)
    assert {"kind": "page-use", "flow": "up", "count": 3} in counts


def test_a_home_server_keeps_what_goes_on_upstream(engine, clock):
    server = Headquarters(engine, "home", now=clock)
    device = Device(server, "d")
    for each in (use("u1"), notice("a"), use("u1")):
        device.write(each)
    device.forge(device.write(use("x")), kind="unheard-of")
    device.tell()
    assert rows(server, "number", "device", "record", table=FORWARD) == [
        (1, "d", "u1"),
        (2, "d", "n"),
    ]
