"""The comparison, seen from the server: what differs is found, and who is right."""

import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from sync.digest import SPLIT, digest, one, part, root
from sync.outbox import Action, canonical
from sync.packing import pack_rows, unpack_rows
from sync.protocol import ALL_KINDS, Compared, Row, Trouble, Verify
from sync.records import ForecastScore, Record
from sync.server.tables import DEVICE, QUARANTINE, RECORD
from sync.server.verify import spans_of
from tests.sync.server.device import NOW, Device, enrol, notice, refused, rows, use

DAY = NOW // 86_400_000_000


def asked(device: Device, kind: str = "", **more) -> Compared:
    return device.headquarters.verify(device.id, Verify(day=DAY, kind=kind, **more))


def held(*records: Record) -> list[tuple[str, bytes]]:
    """What a device has, as it goes into digests."""
    return sorted((each.id, canonical(each)) for each in records)


def row(record: Record, **changes) -> Row:
    given = Row(
        kind=record.info.kind,
        record=record.id,
        schema=1,
        action=Action.PUT,
        fields=canonical(record),
        version=0,
    )
    return msgspec.structs.replace(given, **changes)


def test_a_device_and_the_server_in_step(hq):
    device, other = Device(hq, "d"), Device(hq, "e")
    uses = [use(f"u{n:03}") for n in range(100)]
    for each in uses:
        device.write(each)
    device.tell()
    other.write(use("of the other"))
    other.tell()
    hq.write([notice("here"), notice("all", "all", ""), notice("there", "t", "elsewhere")])
    kinds = {
        "page-use": digest(held(*uses)),
        "notice": digest(held(notice("here"), notice("all", "all", ""))),
    }
    assert asked(device, ALL_KINDS).kinds == kinds
    assert asked(device).root == root(kinds)
    assert asked(Device(hq, "new", "nowhere"), ALL_KINDS).kinds == {
        "notice": digest(held(notice("all", "all", "")))
    }


def test_one_root_takes_few_bytes(hq):
    device = Device(hq, "d")
    assert len(msgspec.msgpack.encode(asked(device))) < 100
    assert len(msgspec.msgpack.encode(Verify(day=DAY))) < 100


def test_what_differs_is_found_in_a_few_questions(hq):
    device = Device(hq, "d")
    uses = [use(f"u{n:04}") for n in range(3 * SPLIT + 5)]
    for each in uses:
        device.write(each)
    device.tell()
    # the device's disk flips a bit, and a row there is gone
    mine = dict(held(*uses))
    mine["u0100"] = canonical(use("u0100", 4))
    del mine["u0007"]
    ranges, found = [("", "")], []
    questions = 0
    while ranges:
        first, end = ranges.pop()
        told = asked(device, "page-use", first=first, end=end)
        questions += 1
        here = [(id, f) for id, f in sorted(mine.items()) if first <= id and (not end or id < end)]
        if told.spans:
            assert (told.spans[0].first, told.spans[-1].end) == (first, end)
            for span in told.spans:
                some = [(id, f) for id, f in here if (span.first <= id < (span.end or "~"))]
                if (span.count, span.digest) != digest(some):
                    ranges.append((span.first, span.end))
        else:
            here_ = {id: one(fields) for id, fields in here}
            found += [x.record for x in told.listed if here_.get(x.record) != x.digest]
            assert all(x.sound for x in told.listed)
    assert sorted(found) == ["u0007", "u0100"]
    assert questions <= 3
    wanted = unpack_rows(asked(device, "page-use", want=found).rows)
    assert {each.record: each.fields for each in wanted} == {id: canonical(use(id)) for id in found}


@given(st.integers(SPLIT + 1, 500))
def test_spans_part_a_range_as_the_device_would(count):
    records = [(f"{n:05}", b"x%d" % n) for n in range(count)]
    assert spans_of(iter(records), count, "", "") == part(records, "", "")


def test_nobody_elses_rows_are_given(hq):
    device, other, stranger = Device(hq, "d"), Device(hq, "e"), Device(hq, "s", "elsewhere")
    device.write(use("u"))
    device.write(notice("here"))
    device.tell()
    assert unpack_rows(asked(stranger, "page-use", want=["u"]).rows) == []
    assert unpack_rows(asked(stranger, "notice", want=["n"]).rows) == []
    assert unpack_rows(asked(other, "page-use", want=["u"]).rows) == []
    assert asked(stranger, "page-use").listed == []


def test_rows_of_former_names_and_of_those_who_are_passed_on_count(hq):
    device = Device(hq, "d")
    device.write(use("u1"))
    device.tell()
    again = Device(hq, "d2")
    with hq.engine.begin() as connection:
        connection.execute(sa.update(DEVICE).where(DEVICE.c.id == "d2").values(former='["d"]'))
    again.forge(again.write(use("u2")), device="behind")
    again.tell()
    assert [each.record for each in asked(again, "page-use").listed] == ["u1", "u2"]


def test_what_is_past_its_retention_is_not_compared(hq):
    device = Device(hq, "d")
    old = use("old", at="2026-08-26T10:00:00+08:00")  # 89 days before NOW
    device.write(old)
    device.write(use("new"))
    device.write(use("whenever", at="no time"))
    device.write(use("zoneless", at="2026-11-23T10:00:00"))
    device.tell()
    assert len(rows(hq)) == 4
    assert [each.record for each in asked(device, "page-use").listed] == ["new"]
    assert asked(device, ALL_KINDS).kinds["page-use"][0] == 1


def test_what_was_set_aside_counts_as_here(hq):
    device = Device(hq, "d")
    wrong = device.write(use("wrong"))
    wrong = device.forge(wrong, fields=wrong.fields.replace(b"\xa7seconds\x03", b"\xa7seconds\xc0"))
    device.write(use("right"))
    device.tell()
    assert len(rows(hq, "number", table=QUARANTINE)) == 1
    expected = sorted([("wrong", wrong.fields), *held(use("right"))])
    assert asked(device, ALL_KINDS).kinds == {"page-use": digest(expected)}
    assert [each.record for each in asked(device, "page-use").listed] == ["right", "wrong"]


def test_what_is_another_homes_goes_and_is_not_set_aside_night_after_night(hq, clock):
    device = Device(hq, "d")
    offer = [row(notice("x", "theirs", "elsewhere")), row(notice("y", "wild"), fields=b"\x80")]
    for _night in range(2):
        told = asked(device, "notice", offer=pack_rows(offer))
        assert [each.seq for each in told.refused] == [0, 1]
        gone = [(each.record, each.action) for each in unpack_rows(told.rows)]
        assert gone == [("theirs", Action.REMOVE)]
        assert rows(hq, "record", table=QUARANTINE) == [("wild",)]
        clock.at += 60_000_000


def test_what_a_newer_program_told_is_compared_by_its_time(hq):
    device = Device(hq, "d")
    newer = device.write(use("u"))
    device.forge(newer, schema=2)
    device.tell()
    assert [each.record for each in asked(device, "page-use").listed] == ["u"]


def damage(hq, kind: str, **values) -> None:
    with hq.engine.begin() as connection:
        connection.execute(sa.update(RECORD).where(RECORD.c.kind == kind).values(**values))


def test_a_row_that_was_damaged_here_is_mended_by_the_device(hq):
    device = Device(hq, "d")
    device.write(use("u"))
    hq.write([notice("right")])
    device.tell()
    damage(hq, "page-use", fields=canonical(use("u", 9)))
    damage(hq, "notice", fields=canonical(notice("wrong")))
    assert [each.sound for each in asked(device, "page-use").listed] == [False]
    assert unpack_rows(asked(device, "page-use", want=["u"]).rows) == []
    assert asked(device, "page-use", offer=pack_rows([row(use("u"))])).refused == []
    # content must be what it was
    forged = pack_rows([row(notice("forged"))])
    assert [each.seq for each in asked(device, "notice", offer=forged).refused] == [0]
    assert asked(device, "notice", offer=pack_rows([row(notice("right"))])).refused == []
    for kind in ("page-use", "notice"):
        assert [each.sound for each in asked(device, kind).listed] == [True]
    assert dict(rows(hq, "id", "fields")) == {
        "u": canonical(use("u")),
        "n": canonical(notice("right")),
    }


def test_what_stands_here_and_what_was_removed_here_is_right(hq):
    device = Device(hq, "d")
    device.write(use("u"))
    hq.write([notice("right"), notice("gone", "m")])
    hq.remove("h", type(notice("")), ["m"])
    device.tell()
    assert len(asked(device, "page-use", offer=pack_rows([row(use("u", 9))])).refused) == 1
    offer = pack_rows([row(notice("other")), row(notice("gone", "m")), row(notice("new", "k"))])
    assert [each.seq for each in asked(device, "notice", offer=offer).refused] == [0, 1]
    assert [id for id, removed in rows(hq, "id", "removed") if not removed] == ["k", "n", "u"]


def test_what_the_server_lost_is_told_again(hq):
    device = Device(hq, "d")
    score = ForecastScore(
        id="s", home="h", at="2026-11-23T10:00:00+08:00", forecasts=1, off=1.0, within=1
    )
    device.write(use("u"))
    device.write(score)
    device.tell()
    with hq.engine.begin() as connection:
        connection.execute(sa.delete(RECORD))
    assert asked(device, ALL_KINDS).kinds == {}
    assert asked(device, "page-use", offer=pack_rows([row(use("u"))])).refused == []
    assert asked(device, "forecast-score", offer=pack_rows([row(score)])).refused == []
    assert asked(device, ALL_KINDS).kinds == {
        "page-use": digest(held(use("u"))),
        "forecast-score": digest(held(score)),
    }


def test_a_home_s_own_version_is_the_one_that_counts(hq):
    device = Device(hq, "d")
    hq.write([notice("ours"), notice("theirs", home="")])
    assert asked(device, ALL_KINDS).kinds == {"notice": digest(held(notice("ours")))}


@pytest.mark.parametrize(
    "ask",
    [
        Verify(day=DAY + 3),
        Verify(day=-(2**60)),
        Verify(day=DAY, kind="unheard-of"),
        Verify(day=DAY, kind="feed-status"),
        Verify(day=DAY, kind="page-use", first="\0"),
        Verify(day=DAY, kind="page-use", want=["\0"]),
        Verify(day=DAY, kind="page-use", want=[str(n) for n in range(1001)]),
        Verify(day=DAY, kind="page-use", offer=b"nonsense"),
        Verify(day=DAY, kind="page-use", offer=pack_rows([row(notice(""))])),
        Verify(day=DAY, kind="page-use", offer=pack_rows([row(use("a\0"))])),
    ],
)
def test_questions_that_are_none(hq, ask):
    device = Device(hq, "d")
    assert refused(lambda: hq.verify(device.id, ask)) is Trouble.MESSAGE


def test_ids_in_the_order_of_their_bytes(hq):
    device = Device(hq, "d")
    ids = ["a", "B", "é", "中", "\U0001f600", "\uffee", "Z-", "Z", "_"]
    for id in ids:
        device.write(use(id))
    device.tell()
    expected = sorted(((id, canonical(use(id))) for id in ids), key=lambda each: each[0].encode())
    assert asked(device, ALL_KINDS).kinds["page-use"] == digest(expected)
    assert [each.record for each in asked(device, "page-use").listed] == [id for id, _ in expected]


def test_an_unknown_device(hq):
    enrol(hq, "d")
    assert refused(lambda: hq.verify("e", Verify(day=DAY))) is Trouble.ENROL
