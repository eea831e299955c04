"""What the server makes of a device's line, on both databases."""

import msgspec

from sync.outbox import Action, canonical
from sync.records import Notice, Watch
from sync.server.core import Headquarters
from sync.server.database import connect
from sync.server.tables import QUARANTINE
from tests.sync.server.device import Device, notice, rows, use


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
