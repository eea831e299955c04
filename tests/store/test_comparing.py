"""Both ends count the same records and get the same bytes of each: from what is on the disk now."""

from enum import Enum
from typing import ClassVar

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.store import Store
from kiosk.store.columns import columns_of
from kiosk.store.comparing import BROKEN, bare_of
from kiosk.store.syncing import StoreLocal
from sync.digest import SPLIT, compared, digest, one, part, root, since
from sync.outbox import canonical
from sync.protocol import Span
from sync.records import KINDS, Audit, PageUse, Rate, Service, Vehicle
from sync.records.base import Audience, Flow, Info, Merge, Record
from tests.store.test_round_trip import records_of
from tests.store.upstream import DAY, at, rate, row, take_all


class Odd(Record, frozen=True, kw_only=True):
    """What no kind has yet, and one may have."""

    class Size(Enum):
        S = 1
        L = 2

    info: ClassVar[Info] = Info(
        kind="odd", flow=Flow.BOTH, merge=Merge.VERSION, audience=Audience.STAFF
    )

    size: Size
    sealed: bytes
    maybe: str | None
    absent: float | None = None
    given: str | None = "given"
    share: float = 0.5
    yes: bool = True
    no: bool = False
    key: bytes = b"\x00'"
    quoted: str = "it's"
    tables: dict[str, list[int]] = msgspec.field(default_factory=lambda: {"b": [1], "a": []})


ODD = st.builds(
    Odd,
    id=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=3),
    size=st.sampled_from(Odd.Size),
    sealed=st.binary(max_size=3),
    maybe=st.none() | st.sampled_from(["", "given"]),
    absent=st.none() | st.sampled_from([0.0, -0.0, 1, 0.1]),
    given=st.none() | st.sampled_from(["", "given"]),
    share=st.sampled_from([0.5, 0, 1, -0.0, 1e300]),
    yes=st.booleans(),
    no=st.booleans(),
    key=st.sampled_from([b"\x00'", b""]),
    quoted=st.sampled_from(["it's", "", "ئۇيغۇر"]),
    tables=st.sampled_from([{"a": [], "b": [1]}, {}, {"b": [2]}]),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(KINDS, "odd", Odd)
        with Store.open(tmp_path_factory.mktemp("home")) as store:
            yield store


@pytest.fixture
def end(folder):
    with Store.open(folder) as store, StoreLocal(store) as local:
        yield store, local


def fields_of(store, kind, id):
    found = bare_of(kind).fields(
        store.connection.execute(f"{bare_of(kind).select} WHERE id = ?", (id,)).fetchall()
    )
    return found[0][1]


@pytest.mark.parametrize("name", [*sorted(KINDS), "odd"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
@given(data=st.data())
def test_the_bytes_of_a_row_are_those_of_its_op(store: Store, name: str, data: st.DataObject):
    kind = KINDS[name]
    record: Record = data.draw(ODD if kind is Odd else records_of(kind))
    store.remove(kind, record.id)
    store.put(record)
    assert fields_of(store, kind, record.id) == canonical(record)
    unknown = data.draw(
        st.dictionaries(
            st.sampled_from(["aa", "zz", "at_all"]),
            st.none() | st.booleans() | st.integers(-9, 2**40) | st.binary(max_size=3),
        )
    )
    if kind.info.flow in (Flow.DOWN, Flow.BOTH):
        store.connection.execute("DELETE FROM outbox WHERE kind = ?", (name,))
        local = StoreLocal(store)
        try:
            local.take([row(record, 5, **unknown)], [], at(5))
        finally:
            local.close()
        assert fields_of(store, kind, record.id) == canonical(record, unknown)


def test_a_row_that_holds_only_defaults_is_an_empty_map(store):
    columns = columns_of(Audit)
    store.put(Audit(id="a", at="", what=""))
    assert msgspec.msgpack.decode(fields_of(store, Audit, "a")) == {"at": "", "what": ""}
    assert columns.table == "audit"


def test_kinds_are_what_a_server_would_count(end, page_use, vehicle):
    store, local = end
    uses = [page_use(n, seconds=n) for n in range(700)]
    store.put(*uses, vehicle(1), rate())
    told = [(use.id, canonical(use)) for use in uses]
    kinds = local.kinds(DAY)
    assert kinds["page-use"] == digest(told)
    assert kinds["rate"] == digest([("KZT", canonical(rate()))])
    assert kinds.keys() == {name for name, kind in KINDS.items() if compared(kind)}
    assert local.root(DAY) == root(kinds)
    spans = part(told, "", "")
    assert len(spans) == SPLIT
    assert local.spans("page-use", DAY, spans) == spans
    first, end_ = spans[3].first, spans[5].first
    listed = local.listed("page-use", DAY, first, end_)
    within = [(id, fields) for id, fields in told if first <= id < end_]
    assert [(each.record, each.digest) for each in listed] == [(id, one(f)) for id, f in within]


def test_ids_are_ordered_as_bytes_and_ranges_end_before_their_end(end):
    store, local = end
    names = ["", "a", "B", "é", "界", "\U0001f69a", "ﬀ"]
    store.adopt([rate(name, currency="X") for name in names])
    in_order = sorted(names, key=str.encode)
    assert [each.record for each in local.listed("rate", DAY, "", "")] == in_order
    assert [each.record for each in local.listed("rate", DAY, "a", "界")] == ["a", "é"]
    span = Span(first="界", end="", count=0, digest=b"")
    assert local.spans("rate", DAY, [span])[0].count == 3


def test_what_is_past_its_retention_is_counted_at_no_end(end, page_use):
    store, local = end
    edge = since(PageUse, DAY)
    assert edge == (DAY + 2 - 90) * 86_400
    times = {
        "just": "2026-08-28T00:00:00+00:00",
        "before": "2026-08-27T23:59:59+00:00",
        "beijing": "2026-08-28T08:00:00+08:00",
        "early": "2026-08-28T07:59:59+08:00",
        "utc": "2026-08-28T00:00:00Z",
        "zoneless": "2026-11-24T10:00:00",
        "never": "",
    }
    store.adopt([page_use(0, id=id, at=at) for id, at in times.items()])
    assert [each.record for each in local.listed("page-use", DAY, "", "")] == [
        "beijing",
        "just",
        "utc",
    ]


@pytest.mark.logs("kiosk.store")
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("seconds", "8"),
        ("page", "'servicex'"),
        ("locale", "CAST(x'ff6b' AS TEXT)"),
        ("at", "'2026-11-23T10:00:01+08:00'"),
        ("seconds", "NULL"),
    ],
)
def test_what_was_changed_on_the_disk_differs(end, page_use, column, value):
    store, local = end
    store.put(*(page_use(n) for n in range(5)))
    before, listed = local.root(DAY), local.listed("page-use", DAY, "", "")
    store.connection.execute(f"UPDATE \"page-use\" SET {column} = {value} WHERE id = 'use-00003'")
    assert local.root(DAY) != before
    differing = [
        a.record
        for a, b in zip(local.listed("page-use", DAY, "", ""), listed, strict=True)
        if a != b
    ]
    assert differing == ["use-00003"]
    take_all(local)
    local.mend([row(page_use(3))])
    assert local.root(DAY) == before


@pytest.mark.logs("kiosk.store")
def test_what_can_not_be_read_is_not_offered(end):
    store, local = end
    service = Service(
        id="s", kind="wash", name={"en": "x"}, about={}, how={}, place="p", icon="i", hours=[]
    )
    store.adopt([service, rate()])
    store.connection.execute("UPDATE service SET name = '{\"en\"'")
    (listed,) = local.listed("service", DAY, "", "")
    assert listed.digest == one(BROKEN)
    assert local.rows("service", ["s"]) == []
    store.connection.execute("UPDATE service SET hours = '{}', name = '{}'")
    assert local.rows("service", ["s"]) == []
    assert local.rows("unheard-of", ["s"]) == []


def test_rows_come_as_asked_with_upstreams_numbers(end):
    store, local = end
    local.take([row(rate("USD"), 7)], [row(rate("KZT"), 9)], at(9))
    store.adopt([rate("EUR")])
    rows = local.rows("rate", ["KZT", "none", "EUR", "USD", "KZT"])
    assert rows == [row(rate("KZT"), 9), row(rate("EUR"), 0), row(rate("USD"), 7)]


def test_many_rows_are_asked_for_at_once(end, page_use):
    store, local = end
    store.put(*(page_use(n) for n in range(1200)))
    ids = [f"use-{n:05}" for n in range(1200)]
    assert [each.record for each in local.rows("page-use", ids)] == ids


def test_what_is_not_compared_is_not_counted(end, vehicle):
    store, local = end
    before = local.root(DAY)
    store.put(vehicle(1))
    assert local.root(DAY) == before
    assert Vehicle.info.kind not in local.kinds(DAY)
    assert compared(Rate)
