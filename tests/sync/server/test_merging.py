"""Two versions of a record meet, by whatever clocks they were made."""

import msgspec
import pytest

from sync.outbox import Action, Moment
from sync.records import FeedStatus, Notice
from sync.server.tables import LOSING
from tests.sync.server.device import HOUR, NOW, Device, notice, rows, said, use


def test_the_later_edit_wins_and_the_other_is_kept(hq, clock):
    one, two = Device(hq, "d"), Device(hq, "e")
    hq.write([notice("first")])
    one.tell()
    two.tell()
    base = one.rows["notice", "n"].version
    one.write(notice("of one"), base=base)
    clock.at += HOUR
    two.write(notice("of two"), base=base)
    two.tell()
    one.tell()  # told later, but made before
    assert said(hq) == {"n": "of two"}
    assert msgspec.msgpack.decode(one.rows["notice", "n"].fields)["text"] == {"en": "of two"}
    assert rows(hq, "device", "winner", table=LOSING) == [("d", "e")]


def test_an_edit_that_comes_late_and_is_later_overtakes(hq, clock):
    one, two = Device(hq, "d"), Device(hq, "e")
    hq.write([notice("first")])
    one.tell()
    two.tell()
    base = one.rows["notice", "n"].version
    one.write(notice("of one"), base=base)
    one.tell()
    clock.at += HOUR
    two.remove(Notice, "n", base=base)
    two.tell()
    assert said(hq) == {}
    assert rows(hq, "device", "winner", table=LOSING) == [("d", "e")]
    one.tell()
    assert one.rows["notice", "n"].action is Action.REMOVE


@pytest.mark.parametrize("text", ["of one", "of two"])
def test_who_passed_the_winner_over_reads_it_when_its_own_edit_was_told(hq, clock, text):
    """A device leaves a row alone while it has an edit of it to tell."""
    one, two = Device(hq, "d"), Device(hq, "e")
    hq.write([notice("first")])
    one.tell()
    two.tell()
    base = one.rows["notice", "n"].version
    one.write(notice(text), base=base)
    clock.at += HOUR
    two.write(notice("of two"), base=base)
    two.tell()
    one.tell(ops=False)
    one.rows.clear()
    one.tell()
    assert msgspec.msgpack.decode(one.rows["notice", "n"].fields)["text"] == {"en": "of two"}
    assert len(rows(hq, "number", table=LOSING)) == (text == "of one")


def test_edits_one_upon_the_other_lose_nothing(hq):
    one, two = Device(hq, "d"), Device(hq, "e")
    one.write(notice("a"))
    one.write(notice("b"))
    one.tell()
    two.tell()
    two.write(notice("c"), base=two.rows["notice", "n"].version)
    two.tell()
    assert said(hq) == {"n": "c"}
    assert rows(hq, "number", table=LOSING) == []


def test_a_clock_that_is_mad_does_not_win(hq, clock):
    mad, sane = Device(hq, "d", ahead=10 * 365 * 24 * HOUR), Device(hq, "e")
    hq.write([notice("first")])
    mad.tell()
    sane.tell()
    base = sane.rows["notice", "n"].version
    mad.write(notice("of the mad"), base=base)
    clock.at += HOUR
    sane.write(notice("of the sane"), base=base)
    clock.at += HOUR
    sane.tell()
    mad.tell()
    assert said(hq) == {"n": "of the sane"}
    # and its page uses are not past their retention, whatever it believes
    slow = Device(hq, "f", ahead=-10 * 365 * 24 * HOUR)
    slow.write(use("u1", at="2016-11-23T10:00:00+08:00"))
    slow.tell()
    assert ("page-use", "u1") in rows(hq)


@pytest.mark.parametrize("wall", [-(10**15), 0, 4 * 10**18])
def test_no_clock_is_a_reason_to_refuse(hq, wall):
    device = Device(hq, "d", ahead=wall - NOW)
    device.write(notice("a"))
    assert device.tell().acknowledged == 1
    assert rows(hq, "wall") == [(NOW,)]


def test_a_boot_that_was_seen_tells_the_time_of_its_ops(hq, clock):
    device, other = Device(hq, "d"), Device(hq, "e")
    device.tell()
    old = device.moment()
    wrong = Moment(wall=5, boot=old.boot, offset=old.offset + HOUR)
    device.write(notice("of d"), moment=wrong)
    clock.at += 2 * HOUR
    moment = device.moment()
    device.moment = lambda: msgspec.structs.replace(moment, boot="boot-2", offset=3)
    device.tell()
    assert rows(hq, "id", "wall") == [("n", NOW + HOUR)]
    assert other.tell().left == 0


@pytest.mark.parametrize(
    ("ahead", "wall", "corrected"),
    [
        (-24 * HOUR, NOW - 24 * HOUR, NOW),  # it is a day slow, and was
        (0, NOW - 24 * HOUR, NOW - 24 * HOUR),
        (0, NOW + 24 * HOUR, NOW + HOUR),  # nothing is from after it was told
        (24 * HOUR, 5, 0),
    ],
)
def test_a_boot_that_was_never_seen(hq, clock, ahead, wall, corrected):
    device = Device(hq, "d", ahead=ahead)
    device.write(notice("a"), moment=Moment(wall=wall, boot="unseen", offset=5))
    clock.at += HOUR
    device.tell()
    assert rows(hq, "wall") == [(corrected,)]


def test_fields_that_are_not_known_here_stay(hq, clock):
    new, old = Device(hq, "d"), Device(hq, "e")
    new.write(notice("a"), colour="red")
    new.tell()
    old.tell()
    clock.at += HOUR
    # an older program, which had not read the newer one's: what it doesn't know stays
    old.write(notice("b"), base=0)
    old.tell()
    fields = msgspec.msgpack.decode(rows(hq, "fields")[0][0])
    assert (fields["text"], fields["colour"]) == ({"en": "b"}, "red")
    # upon it, and without the field: it was meant
    version = rows(hq, "seq")[0][0]
    new.write(notice("c"), base=version)
    new.tell()
    assert "colour" not in msgspec.msgpack.decode(rows(hq, "fields")[0][0])


@pytest.mark.parametrize(("schema", "taken"), [(1, True), (2, True), (3, False)])
def test_the_version_of_a_kind(hq, schema, taken):
    device = Device(hq, "d")
    device.forge(device.write(use("u1")), schema=schema)
    assert (device.tell().refused == []) is taken


def test_of_what_devices_report_each_ones_latest_stands(hq, clock):
    one, two = Device(hq, "d"), Device(hq, "e")
    for device in (one, two):
        device.write(FeedStatus(id="port", home="h", sequence=1))
        device.write(FeedStatus(id="port", home="h", sequence=2))
        device.tell()
    assert rows(hq, "id", "owner") == [("port", "d"), ("port", "e")]
    values = [msgspec.msgpack.decode(fields) for (fields,) in rows(hq, "fields")]
    assert {each["sequence"] for each in values} == {2}
