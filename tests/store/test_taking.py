"""What comes from upstream: a page and its cursor together, nothing over what waits to be told, no
house emptied by a fault, and nothing lost that this program can't read yet."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import ClassVar

import msgspec
import pytest

from kiosk.store import Store
from kiosk.store.columns import columns_of
from kiosk.store.syncing import StoreLocal
from sync.outbox import Action, record_of
from sync.protocol import Cursor, Row
from sync.records import KINDS, Audit, Flow, Home, Notice, PageUse, Rate, Service, Vehicle, Watch
from sync.records.base import Audience, Info, Merge, Record
from tests.store.upstream import DAY, at, gone, rate, row, sound, take_all

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)


class Booking(Record, frozen=True, kw_only=True):
    """A kind that both ends write."""

    info: ClassVar[Info] = Info(
        kind="booking", flow=Flow.BOTH, merge=Merge.VERSION, audience=Audience.STAFF
    )

    what: str
    seats: int = 1


class LaterRate(Record, frozen=True, kw_only=True):
    info: ClassVar[Info] = Rate.info

    currency: str
    per_yuan: float
    as_of: str
    source: str = ""
    tags: list[str] = msgspec.field(default_factory=list)


@pytest.fixture
def kinds(monkeypatch):
    """This program's kinds, to be changed as a later version changes them."""

    class Kinds:
        def know(self, kind):
            monkeypatch.setitem(KINDS, kind.info.kind, kind)

        def forget(self, kind):
            monkeypatch.delitem(KINDS, kind.info.kind)

    yield Kinds()
    columns_of.cache_clear()


@pytest.fixture
def bookings(kinds):
    kinds.know(Booking)


@pytest.fixture
def end(folder, bookings):
    """A store, this end of its sync, and the changes it has told of."""
    with Store.open(folder) as store:
        told = []
        with StoreLocal(store, changed=told.extend, clock=lambda: NOW) as local:
            local.told = told
            yield store, local


def test_a_page_and_its_cursor_are_kept_together(end):
    store, local = end
    assert local.cursor() == Cursor()
    took = local.take([row(rate("KZT"), 3)], [row(rate("USD"), 8)], at(8))
    assert sorted(took.changed) == [("rate", "KZT"), ("rate", "USD")]
    assert store.find(Rate) == [rate("KZT"), rate("USD")]
    assert local.cursor() == at(8)
    assert local.total() == 2
    assert store.outbox() == []
    assert [(c.before, c.after) for c in local.told] == [(None, rate("USD")), (None, rate("KZT"))]


def test_neither_is_kept_when_writing_breaks_off(end, monkeypatch):
    store, local = end
    local.take([row(rate("KZT"), 3)], [], at(3))
    local.told.clear()

    def broken(_cursor):
        raise RuntimeError

    monkeypatch.setattr(local, "_stand_at", broken)
    with pytest.raises(RuntimeError):
        local.take([row(rate("KZT", per_yuan=75), 4), gone(Rate, "USD", 5)], [], at(5))
    assert store.find(Rate) == [rate("KZT")]
    assert (local.cursor(), local.told) == (at(3), [])


def test_the_same_page_again_changes_nothing(end):
    store, local = end
    page = [row(rate("KZT"), 3), row(rate("USD"), 4)]
    local.take(page, [], at(4))
    before = store.version()
    assert local.take(page, [], at(4)).changed == []
    assert local.take([], [], at(4)).changed == []
    assert store.version() == before
    assert len(local.told) == 2


def test_a_row_for_which_an_op_waits_is_left_alone(end):
    store, local = end
    local.take([row(Booking(id="b", what="table"), 5)], [], at(5))
    store.put(Booking(id="b", what="sauna"))
    local.take([row(Booking(id="b", what="bed"), 6)], [], at(6))
    local.take([gone(Booking, "b", 7)], [], at(7))
    assert local.settle() == {}
    assert store.get(Booking, "b").what == "sauna"
    (op,) = take_all(local)
    assert op.base == 5
    local.take([row(Booking(id="b", what="bed"), 8)], [], at(8))
    assert store.get(Booking, "b").what == "bed"


def test_a_removal_that_was_noted_gives_way_to_an_edit(end):
    store, local = end
    local.take([row(Booking(id="b", what="table"), 5)], [], at(5))
    local.take([gone(Booking, "b", 6)], [], at(6))
    store.put(Booking(id="b", what="sauna"))
    assert local.settle() == {}
    assert store.get(Booking, "b").what == "sauna"
    take_all(local)
    assert local.settle() == {}
    assert store.get(Booking, "b").what == "sauna"


def test_ops_say_which_version_they_were_made_upon(end):
    store, local = end
    store.put(Booking(id="new", what="table"))
    local.take([row(Booking(id="b", what="table"), 41)], [], at(41))
    store.put(Booking(id="b", what="sauna"), rate())
    store.remove(Booking, "b")
    assert [(op.record, op.base) for op in store.outbox()] == [("new", 0), ("b", 41), ("b", 41)]
    take_all(local)
    local.take([gone(Booking, "b", 44)], [], at(44))
    store.put(Booking(id="b", what="made anew"))
    assert store.outbox()[0].base == 41  # it was gone here before: its removal says nothing new
    sound(store, local)


def test_what_is_made_anew_under_a_removed_id_is_made_upon_the_removal(end):
    store, local = end
    local.take([row(Booking(id="b", what="table"), 5)], [], at(5))
    local.take([gone(Booking, "b", 6)], [], at(6))
    assert local.settle() == {}
    assert local.told[-1].after is None
    store.put(Booking(id="b", what="again"))
    assert store.outbox()[0].base == 6


def test_fields_that_only_upstream_knows_come_back_to_it(end):
    store, local = end
    local.take([row(Booking(id="b", what="table"), 5, by="desk", sealed=b"\xff")], [], at(5))
    assert store.get(Booking, "b") == Booking(id="b", what="table")
    store.put(Booking(id="b", what="sauna"))
    fields = msgspec.msgpack.decode(store.outbox()[0].fields)
    assert fields == {"what": "sauna", "by": "desk", "sealed": b"\xff"}
    take_all(local)
    assert local.rows("booking", ["b"])[0].fields == msgspec.msgpack.encode(fields, order="sorted")
    local.take([row(Booking(id="b", what="sauna"), 6)], [], at(6))
    store.put(Booking(id="b", what="bed"))
    assert msgspec.msgpack.decode(store.outbox()[0].fields) == {"what": "bed"}


def test_what_stands_further_in_and_is_not_known_stays_as_well(end):
    store, local = end
    notice = Notice(id="n", text={"en": "Snow"})
    told = row(notice, 5)
    home = Service(id="s", kind="wash", name={}, about={}, how={}, place="p", icon="i", hours=[])
    fields = msgspec.msgpack.decode(row(home).fields)
    fields["hours"] = [{"opens": "08:00", "closes": "20:00", "weekdays": [1], "season": "winter"}]
    service = msgspec.structs.replace(
        row(home, 6), fields=msgspec.msgpack.encode(fields, order="sorted")
    )
    local.take([told, service], [], at(6))
    assert store.get(Service, "s").hours[0].weekdays == [1]
    assert local.rows("service", ["s"])[0].fields == service.fields
    assert local.rows("notice", ["n"])[0].fields == told.fields


def test_a_field_that_a_later_version_knows_moves_to_its_place(folder, kinds):
    with Store.open(folder) as store, StoreLocal(store) as local:
        local.take(
            [
                row(rate("KZT"), 3, source="bank", tags=["spot"], later="kept"),
                row(rate("USD"), 4, source=["not", "a", "text"]),
                row(rate("EUR"), 5),
            ],
            [],
            at(5),
        )
        before = local.listed("rate", DAY, "", "")
    kinds.know(LaterRate)
    with Store.open(folder) as store, StoreLocal(store) as local:
        assert store.mended is None
        found = {each.id: each for each in store.find(LaterRate)}
        assert (found["KZT"].source, found["KZT"].tags) == ("bank", ["spot"])
        assert (found["USD"].source, found["EUR"].source) == ("", "")
        assert local.listed("rate", DAY, "", "") == before
        told = msgspec.msgpack.decode(local.rows("rate", ["KZT"])[0].fields)
        assert (told["source"], told["later"]) == ("bank", "kept")
    kinds.know(Rate)  # back to the older program, where it is told of again
    with Store.open(folder) as store, StoreLocal(store) as local:
        assert store.get(Rate, "KZT") == rate("KZT")
        local.take([row(rate("EUR"), 6, source="street")], [], at(6))
    kinds.know(LaterRate)
    with Store.open(folder) as store:
        assert store.get(LaterRate, "EUR").source == "street"
        assert store.get(LaterRate, "KZT").source == "bank"


@pytest.mark.logs("kiosk.store.taking")
def test_rows_that_cannot_be_read_are_kept_until_they_can(folder, kinds):
    class Money(StrEnum):
        KZT = "KZT"

    class OlderRate(Record, frozen=True, kw_only=True):
        info: ClassVar[Info] = Rate.info
        currency: Money
        per_yuan: float
        as_of: str

    kinds.know(OlderRate)
    with Store.open(folder) as store, StoreLocal(store) as local:
        local.take([row(rate("KZT"), 3)], [], at(3))
        newer = row(rate("KZT", currency="KZTN"), 7)
        junk = msgspec.structs.replace(row(rate("USD"), 8), fields=b"\xc1\x00")
        took = local.take([newer, junk], [], at(8))
        assert (took.changed, took.unreadable) == ([], {"rate": 2})
        assert store.get(OlderRate, "KZT").currency is Money.KZT
        assert local.cursor() == at(8)
        # it is compared by what upstream has said last
        listed = local.listed("rate", DAY, "", "")
        assert [each.record for each in listed] == ["KZT", "USD"]
    with Store.open(folder) as store:
        assert store.get(OlderRate, "KZT").currency is Money.KZT
    kinds.know(Rate)
    with Store.open(folder) as store, StoreLocal(store) as local:
        assert store.find(Rate) == [rate("KZT", currency="KZTN")]
        assert local.listed("rate", DAY, "", "") == listed
        local.take([row(rate("USD"), 9)], [], at(9))
        assert local.listed("rate", DAY, "", "")[0] == listed[0]
        assert [each.record for each in local.listed("rate", DAY, "", "")] == ["KZT", "USD"]
        assert store.count(Rate) == 2


def test_a_kind_that_this_program_does_not_know_is_read_by_a_later_one(folder, kinds):
    with Store.open(folder) as store, StoreLocal(store) as local:
        took = local.take(
            [row(Booking(id=each, what="bed"), 4) for each in "abc"] + [gone(Booking, "z")],
            [],
            at(4),
        )
        assert took.changed == []
        local.take([gone(Booking, "b", 5)], [], at(5))
        count, digest = local.kinds(DAY)["booking"]
        assert count == 2
    kinds.know(Booking)
    with Store.open(folder) as store, StoreLocal(store) as local:
        assert store.mended is None
        assert [each.id for each in store.find(Booking)] == ["a", "c"]
        assert local.kinds(DAY)["booking"] == (count, digest)
        store.put(Booking(id="a", what="table"))
        assert store.outbox()[0].base == 4
    kinds.forget(Booking)
    with Store.open(folder) as store, StoreLocal(store) as local:
        local.take([row(Booking(id="d", what="bed"), 6)], [], at(6))
    kinds.know(Booking)
    with Store.open(folder) as store:
        assert [each.id for each in store.find(Booking)] == ["a", "c", "d"]


@pytest.mark.logs("kiosk.store.taking")
def test_kinds_that_never_come_down_are_not_taken(end, vehicle, page_use):
    store, local = end
    store.put(vehicle(1))
    took = local.take(
        [row(vehicle(1, position=9)), row(page_use(3)), gone(Vehicle, "x")], [], at(3)
    )
    assert took.unreadable == {"vehicle": 2, "page-use": 1}
    assert store.find(Vehicle) == [vehicle(1)]
    assert (store.count(PageUse), local.cursor()) == (0, at(3))


def test_what_is_past_its_retention_is_passed_over(end):
    store, local = end

    def watch(id, at):
        return Watch(id=id, vehicle="v", plate="p", country="KZ", locale="kk_KZ", at=at.isoformat())

    old, young = watch("old", NOW - timedelta(days=3)), watch("young", NOW - timedelta(days=1))
    local.take([row(old, 1), row(young, 2), row(watch("gone", NOW), 3)], [], at(3))
    assert [each.id for each in store.find(Watch)] == ["gone", "young"]
    # what only travels in the home is taken away at once
    took = local.take([gone(Watch, "gone", 4)], [], at(4))
    assert took.changed == [("watch", "gone")]
    assert local.told[-1].after is None


def test_numbers_go_with_the_records_whose_time_is_over(end):
    store, local = end
    watch = Watch(
        id="w", vehicle="v", plate="p", country="KZ", locale="kk_KZ", at="2026-11-24T09:00:00+08:00"
    )
    local.take([row(watch, 1), row(rate(), 2)], [], at(2))
    store.expire(NOW + timedelta(days=9))
    local.drop("rate", ["KZT"])
    local.settle()
    local.verified(NOW)
    left = store.connection.execute("SELECT kind, record FROM version").fetchall()
    assert left == [("rate", "KZT")]


def test_what_a_home_has_of_its_own_stands_before_what_all_have(end):
    store, local = end
    own, of_all = rate(home="horgos", per_yuan=70), rate(per_yuan=60)
    local.take([row(own, 5)], [row(of_all, 9)], at(9))
    assert store.find(Rate) == [own]
    local.take([], [row(rate(per_yuan=61), 10), row(rate("USD"), 11)], at(11))
    local.take([], [gone(Rate, "KZT", 12)], at(12))
    assert local.settle() == {}
    assert store.find(Rate) == [own, rate("USD")]
    local.take([row(rate(home="horgos", per_yuan=71), 12)], [], at(12))
    assert store.get(Rate, "KZT").per_yuan == 71
    # what the program brought is nobody's own
    store.adopt([rate("EUR", home="horgos")])
    local.take([], [row(rate("EUR", per_yuan=8), 13)], at(13))
    assert store.get(Rate, "EUR") == rate("EUR", per_yuan=8)


def rates(count):
    return [row(rate(f"R{n:02}"), n + 1) for n in range(count)]


def without(count):
    return [gone(Rate, f"R{n:02}", 100 + n) for n in range(count)]


def test_removals_are_done_at_the_end(end):
    store, local = end
    local.take(rates(10), [], at(10))
    assert local.take(without(2), [], at(102)).changed == []
    assert store.count(Rate) == 10
    local.told.clear()
    assert local.settle() == {}
    assert store.count(Rate) == 8
    assert [change.id for change in local.told] == ["R00", "R01"]
    assert local.settle() == {}


@pytest.mark.parametrize(
    ("there", "going", "waits"), [(10, 2, 0), (10, 3, 3), (15, 3, 0), (2, 2, 0), (3, 3, 3)]
)
def test_more_than_a_fifth_and_at_least_three_wait_for_a_person(end, there, going, waits):
    store, local = end
    local.take(
        rates(there), [row(Home(id="h", name={}, short_name={}, port={}, address={}))], at(9)
    )
    local.take(without(going), [], at(300))
    assert local.settle() == ({"rate": waits} if waits else {})
    assert local.settle() == ({"rate": waits} if waits else {})
    assert store.count(Rate) == (there if waits else there - going)
    assert local.settle(allowed=True) == {}
    assert store.count(Rate) == there - going
    assert store.count(Home) == 1


def test_the_brake_looks_at_a_whole_pull_and_not_at_its_pages(end):
    store, local = end
    local.take(rates(20), [], at(20))
    for n, each in enumerate(without(8)):
        local.take([each], [], at(30 + n))
    assert local.settle() == {"rate": 8}
    assert store.count(Rate) == 20


def test_what_comes_again_is_not_removed(end):
    store, local = end
    local.take(rates(10), [], at(10))
    local.take(without(5), [], at(104))
    assert local.settle() == {"rate": 5}
    local.take([row(rate("R00"), 200)], [], at(200))
    assert local.settle() == {"rate": 4}
    local.take([row(rate(f"R0{n}"), 200 + n) for n in range(1, 4)], [], at(203))
    assert local.settle() == {}
    assert [each.id for each in store.find(Rate)][:4] == ["R00", "R01", "R02", "R03"]
    assert store.count(Rate) == 9


def test_a_server_that_was_restored_is_read_anew_and_removes_nothing(end):
    store, local = end
    local.take(rates(10), [], at(10))
    local.take([row(Booking(id="b", what="bed"), 11)], [], at(11))
    local.take(without(5), [], at(104))
    local.take([], [], Cursor(generation="g2", home=0, all=0))
    assert local.settle(allowed=True) == {}
    assert store.count(Rate) == 10
    store.put(Booking(id="b", what="sauna"))
    assert store.outbox()[0].base == 0  # its old number may be another's now


def test_starting_over_reads_all_again(end):
    store, local = end
    local.take(rates(10), [], at(10))
    local.take(without(5), [], at(104))
    local.start_over()
    assert local.cursor() == Cursor()
    assert local.settle(allowed=True) == {}
    assert store.count(Rate) == 10


def test_mending_takes_what_is_right_whatever_stands_here(end, page_use):
    store, local = end
    store.put(page_use(1), page_use(2))
    take_all(local)
    took = local.mend([row(page_use(1, seconds=99)), row(page_use(3))])
    assert took.changed == [("page-use", "use-00001"), ("page-use", "use-00003")]
    assert store.get(PageUse, "use-00001").seconds == 99
    assert store.outbox() == []
    store.put(page_use(4))
    local.mend([row(page_use(4, seconds=99))])
    assert store.get(PageUse, "use-00004").seconds == 7  # its op waits, and is told


def test_dropping_content_is_a_removal_with_its_brake(end):
    store, local = end
    local.take(rates(10), [], at(10))
    local.drop("rate", ["R00"])
    assert store.count(Rate) == 10
    assert local.settle() == {}
    assert store.count(Rate) == 9
    local.drop("rate", [f"R0{n}" for n in range(1, 6)])
    assert local.settle() == {"rate": 5}
    local.drop("no-such-kind", ["x"])


def test_edits_of_older_stores_are_told_as_they_are(end):
    store, local = end
    audit = Audit(id="a", at="2026-11-24T10:00:00+08:00", what="x")
    store.add(audit)
    (op,) = store.outbox()
    assert (op.action, op.base, record_of(op, Audit)) == (Action.PUT, 0, audit)
    assert isinstance(local.waiting(1)[0], type(op))
    assert isinstance(row(audit), Row)
