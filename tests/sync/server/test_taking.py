"""What the server makes of a device's line, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.outbox import Action, Moment, canonical
from sync.packing import pack_ops
from sync.protocol import Trouble
from sync.records import Audit, DeviceStatus, FeedStatus, Notice, PageUse, Watch
from sync.server.core import Headquarters
from sync.server.database import connect
from sync.server.tables import DEVICE, HELD, LOSING, METADATA, QUARANTINE
from tests.sync.server.device import HOUR, NOW, Device, Hand, notice, refused, rows, said, use


def test_what_is_told_stands_there_and_is_acknowledged(hq):
    device = Device(hq, "d")
    for number in range(7):
        device.write(use(f"u{number}"))
    assert device.tell(3).acknowledged == 3
    assert device.tell().acknowledged == 7
    assert len(rows(hq)) == 7
    assert device.tell().acknowledged == 7


def test_a_lost_answer_is_given_again_and_nothing_is_taken_twice(hq):
    device = Device(hq, "d")
    device.write(use("u1"))
    device.forge(device.write(use("u2")), fields=b"\xc1")
    device.write(use("u3"))
    ask = device.ask()
    first = device.send(ask)
    assert [each.seq for each in first.refused] == [2]
    again = device.send(ask)
    assert (again.acknowledged, again.chain) == (first.acknowledged, first.chain)
    assert again.refused == first.refused
    # a longer one than before: what is new of it is taken
    device.write(use("u4"))
    assert device.tell().acknowledged == 4
    assert rows(hq, "id") == [("u1",), ("u3",), ("u4",)]
    assert len(rows(hq, "number", table=QUARANTINE)) == 1


def test_what_an_empty_question_says_of_a_lost_answer(hq):
    device = Device(hq, "d")
    for number in range(4):
        device.write(use(f"u{number}"))
    device.send(device.ask())
    answer = device.tell(ops=False)
    assert answer.acknowledged == 4
    assert device.waiting == []


def test_a_server_that_is_started_again_goes_on(hq, url, clock):
    device = Device(hq, "d")
    device.write(use("u1"))
    device.tell()
    device.headquarters = Headquarters(connect(url), now=clock)
    device.write(use("u2"))
    assert device.tell().acknowledged == 2
    device.headquarters.engine.dispose()


def test_poison_in_the_middle_is_set_aside_and_the_line_moves_on(hq):
    device = Device(hq, "d")
    device.write(use("u1"))
    poison = [
        {"kind": "unheard-of"},
        {"schema": 9},
        {"fields": msgspec.msgpack.encode({"page": 5})},
        {"fields": msgspec.msgpack.encode([1])},
        {"kind": "notice", "fields": canonical(notice("x", home="elsewhere"))},
        {"kind": "notice", "fields": canonical(notice("x", home=""))},
        {"fields": bytes(70_000)},
        {"kind": "home-of-another"},
        {"record": ""},
        {"record": "a\0b"},
        {"wall": 2**63 + 5, "offset": 2**63},
        {"boot": "x" * 300},
        {"action": Action.REMOVE, "fields": b""},
    ]
    for number, changes in enumerate(poison):
        device.forge(device.write(use(f"p{number}")), **changes)
    device.write(use("u2"))
    answer = device.tell()
    assert answer.acknowledged == len(poison) + 2
    assert [each.seq for each in answer.refused] == list(range(2, len(poison) + 2))
    assert rows(hq, "id") == [("u1",), ("u2",)]
    assert len(rows(hq, "number", table=QUARANTINE)) == len(poison)


def test_what_only_goes_up_is_its_devices_home_s(hq):
    device = Device(hq, "d")
    device.write(use("u1", home="elsewhere"))
    device.write(use("u2", home=""))
    assert device.tell().refused == []
    assert rows(hq, "home", "id") == [("h", "u1"), ("h", "u2")]


def test_the_same_record_told_otherwise_is_set_aside(hq):
    device, other = Device(hq, "d"), Device(hq, "e")
    device.write(use("u1", 3))
    device.tell()
    other.write(use("u1", 3))
    assert other.tell().refused == []
    other.write(use("u1", 4))
    assert [each.seq for each in other.tell().refused] == [2]
    assert len(rows(hq)) == 1


def test_what_may_not_leave_the_home_is_neither_taken_nor_kept(hq):
    device = Device(hq, "d")
    watch = Watch(
        id="CN新A12345", home="h", vehicle="CN新A12345", plate="新A12345", country="CN",
        locale="zh_CN", at="2026-11-23T10:00:00+08:00",
    )  # fmt: skip
    device.write(watch)
    assert len(device.tell().refused) == 1
    assert rows(hq, "record", "fields", "hash", table=QUARANTINE) == [("", b"", b"")]


def test_nor_is_it_kept_where_its_id_is_none(hq):
    device = Device(hq, "d")
    at = "2026-11-23T10:00:00+08:00"
    device.write(
        Watch(id="w" * 300, home="h", vehicle="CN:A1", plate="A1", country="CN", locale="en", at=at)
    )
    device.tell()
    assert rows(hq, "record", "fields", "hash", table=QUARANTINE) == [("", b"", b"")]


def test_a_home_server_takes_what_the_home_shares(engine, clock):
    server = Headquarters(engine, "home", now=clock)
    device, other = Device(server, "d"), Device(server, "e")
    watch = Watch(
        id="w", home="h", vehicle="v", plate="p", country="CN", locale="zh_CN",
        at="2026-11-23T10:00:00+08:00",
    )  # fmt: skip
    device.write(watch)
    assert device.tell().refused == []
    other.tell()
    assert ("watch", "w") in other.rows


def test_a_device_sees_its_home_and_what_is_for_all(hq):
    hq.write([notice("here"), notice("for all", "all", ""), notice("there", "t", "elsewhere")])
    device, stranger = Device(hq, "d"), Device(hq, "s", "elsewhere")
    device.write(use("u1"))
    device.tell()
    stranger.tell()
    assert set(device.rows) == {("notice", "n"), ("notice", "all")}
    assert set(stranger.rows) == {("notice", "t"), ("notice", "all")}


def test_pages_end_and_go_on(hq):
    hq.write([notice(str(n), f"n{n:03}") for n in range(25)])
    hq.write([notice(str(n), f"a{n:03}", "") for n in range(10)])
    device = Device(hq, "d")
    left = []
    while not left or left[-1]:
        left.append(device.tell(rows=7).left)
    assert left == [28, 21, 14, 7, 0]
    assert len(device.rows) == 35
    assert hq.remove("h", Notice, ["n003", "never"]) == 1
    device.tell()
    assert device.rows["notice", "n003"].action is Action.REMOVE
    assert hq.write([notice("4", "n004")]) == 0
    assert device.tell().home == b""


def test_a_page_holds_so_many_bytes(hq):
    hq.write([notice("x" * 60_000, f"n{n:03}") for n in range(40)])
    device = Device(hq, "d")
    answer = device.tell()
    assert 0 < answer.left < 40
    while device.tell().left:
        pass
    assert len(device.rows) == 40


# versions


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


# urgent ops


def test_an_urgent_op_overtakes_and_comes_again_in_its_place(hq):
    device = Device(hq, "d")
    device.write(use("u1"))
    urgent = device.write(Audit(id="a", home="h", at="2026-11-23T10:00:00+08:00", what="x"))
    answer = device.tell(ops=False, express=[urgent])
    assert answer.acknowledged == 0
    assert rows(hq, "id") == [("a",)]
    assert device.tell().acknowledged == 2
    assert rows(hq, "id") == [("a",), ("u1",)]
    assert rows(hq, "number", table=QUARANTINE) == []


def test_an_urgent_edit_is_not_undone_by_an_earlier_one_that_comes_with_it(hq):
    device = Device(hq, "d")
    device.write(notice("first"))
    urgent = device.write(notice("then"))
    device.tell(1, express=[urgent])
    assert said(hq) == {"n": "then"}
    device.tell()
    assert said(hq) == {"n": "then"}


# lines that don't fit


def test_a_new_epoch_tells_again_and_nothing_is_doubled(hq):
    device = Device(hq, "d")
    device.write(use("u1"))
    device.write(notice("a"))
    device.send(device.ask())
    device.begin_epoch()
    device.write(use("u2"))
    assert device.tell().acknowledged == 3
    assert rows(hq, "id") == [("n",), ("u1",), ("u2",)]
    assert rows(hq, "number", table=LOSING) == []


def test_a_fork_asks_for_a_new_epoch_and_loses_nothing(hq):
    device = Device(hq, "d")
    device.write(use("u1"))
    device.tell()
    rewound = device.copy()
    device.write(use("u2"))
    device.tell()
    rewound.write(use("u3"))
    assert refused(rewound.tell) is Trouble.EPOCH
    rewound.begin_epoch()
    assert rewound.tell().acknowledged == 1
    assert rows(hq, "id") == [("u1",), ("u2",), ("u3",)]


def test_ops_that_are_not_the_chains_are_refused_whole(hq):
    device = Device(hq, "d")
    device.write(use("u1"))
    ask = msgspec.structs.replace(device.ask(), head=bytes(32))
    assert refused(lambda: device.send(ask)) is Trouble.MESSAGE
    ask = msgspec.structs.replace(device.ask(), ops=b"nonsense")
    assert refused(lambda: device.send(ask)) is Trouble.MESSAGE
    ask = msgspec.structs.replace(device.ask(), chain=bytes(32))
    assert refused(lambda: device.send(ask)) is Trouble.EPOCH
    assert rows(hq) == []


def test_two_users_of_one_identity_are_both_sent_to_enrol(hq):
    device = Device(hq, "d")
    device.write(use("u1"))
    device.tell()
    clone = device.copy()
    device.write(use("u2"))
    device.tell()
    clone.write(use("u3"))
    assert refused(clone.tell) is Trouble.EPOCH
    clone.begin_epoch()
    clone.tell()
    device.write(use("u4"))
    assert refused(device.tell) is Trouble.ENROL
    assert refused(clone.tell) is Trouble.ENROL
    assert rows(hq, "state", table=DEVICE) == [("clone",)]


def test_who_is_not_known_or_was_revoked(hq):
    device = Device(hq, "d")
    assert refused(lambda: hq.sync("nobody", "e", device.ask())) is Trouble.ENROL
    with hq.engine.begin() as connection:
        connection.execute(sa.update(DEVICE).values(state="revoked"))
    assert refused(device.tell) is Trouble.ENROL


def test_a_protocol_too_new(hq):
    device = Device(hq, "d")
    ask = msgspec.structs.replace(device.ask(), protocol=2)
    assert refused(lambda: device.send(ask)) is Trouble.PROTOCOL


def test_more_ops_than_a_batch_holds(hq):
    device = Device(hq, "d")
    ops = [device.write(use(f"u{n}")) for n in range(501)]
    ask = msgspec.structs.replace(device.ask(1), ops=pack_ops(ops))
    assert refused(lambda: device.send(ask)) is Trouble.MESSAGE


# any order


_EDITS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from("abc"), st.integers(0, 5)), max_size=12
)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(_EDITS, st.randoms(use_true_random=False))
def test_any_order_and_repetition_comes_to_the_same(engine, edits, random):
    """Edits by three devices that don't hear of each other, told in any order, in any pieces, some
    of them twice or in a new epoch."""
    results = []
    for _ in range(2):
        with engine.begin() as connection:
            for table in METADATA.sorted_tables:
                connection.execute(sa.delete(table))
        clock = Hand()
        hq = Headquarters(engine, now=clock)
        devices = [Device(hq, f"d{n}") for n in range(3)]
        for who, id, seconds in edits:
            clock.at += 1000
            device = devices[who]
            device.write(use(f"{id}{who}{seconds}", seconds))
            device.write(notice(f"{id}{seconds % 3}", id))
            device.write(
                DeviceStatus(
                    id=f"d{who}", home="h", as_of="", version=str(seconds), started_at="",
                    locale="", disk_free=1, store_size=1,
                )
            )  # fmt: skip
        clock.at += HOUR
        while any(device.waiting for device in devices):
            device = random.choice(devices)
            do = random.random()
            if do < 0.2:
                device.send(device.ask(random.randint(1, 5), rows=0))
            elif do < 0.3:
                device.begin_epoch()
            else:
                device.tell(random.randint(1, 5), rows=0)
        results.append(rows(hq, "kind", "id", "owner", "fields", "removed"))
    assert results[0] == results[1]


def test_one_question_at_several_workers_at_once_is_taken_once(hq, url):
    device = Device(hq, "d")
    for number in range(50):
        device.write(use(f"u{number}"))
        device.write(notice(str(number)))
    device.forge(device.write(use("poison")), fields=b"\xc1")
    ask = device.ask()
    workers = [Headquarters(connect(url), now=hq.now) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        sent = [pool.submit(each.sync, "d", device.head.epoch, ask) for each in workers]
        answers = [each.result() for each in sent]
    for each in workers:
        each.engine.dispose()
    assert {answer.acknowledged for answer in answers} == {101}
    assert {len(answer.refused) for answer in answers} == {1}
    assert len(rows(hq)) == 51
    assert said(hq) == {"n": "49"}
    assert len(rows(hq, "number", table=QUARANTINE)) == 1
    assert rows(hq, "number", table=LOSING) == []


def test_of_two_copies_of_a_line_at_once_one_goes_on(hq, url):
    """Otherwise the line would be the one's, and what the other told be lost to it."""
    workers = [Headquarters(connect(url), now=hq.now) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        for number in range(8):
            device = Device(hq, f"d{number}")
            copy = device.copy()
            sent = []
            for name, each in zip("ab", (device, copy), strict=True):
                for more in range(20):
                    each.write(use(f"{number}{name}{more}"))
            for worker, each in zip(workers, (device, copy), strict=True):
                sent.append(pool.submit(worker.sync, each.id, each.head.epoch, each.ask()))
            failed = [each.exception() for each in sent]
            assert sorted(type(each).__name__ for each in failed) == ["NoneType", "Refusal"]
    for worker in workers:
        worker.engine.dispose()
    assert len(rows(hq)) == 8 * 20


def test_nobody_is_locked_out_by_two_homes_at_once(hq, url):
    """Devices of two homes tell while headquarters writes for both and for all."""
    devices = [Device(hq, f"d{n}", f"h{n % 2}") for n in range(4)]

    def tell(device: Device) -> None:
        for number in range(10):
            device.write(use(f"{device.id}-{number}", home=device.home))
            device.write(notice(device.id, str(number), device.home))
            device.tell()

    def write() -> None:
        for number in range(10):
            text = f"{number} of headquarters"
            hq.write([notice(text, str(number), home) for home in ("h1", "", "h0")])

    with ThreadPoolExecutor(5) as pool:
        done = [*(pool.submit(tell, device) for device in devices), pool.submit(write)]
        for each in done:
            each.result()
    assert len(rows(hq)) == 40 + 30
    for device in devices:
        while device.tell().left:
            pass
        assert {id for kind, id in device.rows if kind == "notice"} == {str(n) for n in range(10)}


def test_nothing_is_held_without_parents(hq):
    device = Device(hq, "d")
    device.write(PageUse(id="u", home="h", at="", page="p", locale="", seconds=1))
    device.tell()
    assert rows(hq, "number", table=HELD) == []
