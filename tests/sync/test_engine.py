"""What a sync says and hears, question by question, with a real store and a real server."""

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from typing import ClassVar

import msgspec
import pytest

import kiosk.store.syncing as store_syncing
from kiosk.errors import Failure
from kiosk.store.syncing import StoreLocal
from sync.columns import unpack
from sync.line_file import LineFile
from sync.packing import unpack_ops
from sync.protocol import HELLO, SYNC, VERIFY, Ask
from sync.records import (
    KINDS,
    Audience,
    Course,
    Flow,
    Info,
    Merge,
    PageUse,
    Priority,
    Record,
    Watch,
    new_id,
)
from sync.talk import Reply, Unreachable
from tests.sync.simulation.nodes import Clock, Kiosk, Network, Server
from tests.sync.simulation.world import START


class Alarm(Record, frozen=True, kw_only=True):
    """Somebody must come."""

    info: ClassVar[Info] = Info(
        kind="alarm",
        flow=Flow.UP,
        merge=Merge.APPEND,
        audience=Audience.STAFF,
        retention=timedelta(days=90),
        priority=Priority.URGENT,
    )

    at: str


@pytest.fixture(autouse=True)
def alarms(monkeypatch):
    monkeypatch.setitem(KINDS, "alarm", Alarm)
    monkeypatch.setattr(store_syncing, "_URGENT", ["alarm"])


class Watched(Network):
    """Keeps what was asked; `rules` say what becomes of the nth question."""

    def __init__(self, server: Server) -> None:
        super().__init__(server, lambda _what: False, random.Random(1))
        self.asked: list[tuple[str, bytes]] = []
        self.rules: dict[int, str] = {}
        self.meanwhile: Callable[[str], None] = lambda _path: None

    def post(self, path, body, headers):
        number = len(self.asked)
        self.asked.append((path, body))
        self.meanwhile(path)
        match self.rules.get(number):
            case "question lost":
                raise Unreachable("The network is down.")
            case "answer lost":
                super().post(path, body, headers)
                raise Unreachable("The answer was lost.")
            case "portal":
                return Reply(511, b"<html>Log in to the guests' network</html>")
            case "page":
                return Reply(200, b"<html>Welcome</html>")
            case _:
                return super().post(path, body, headers)

    def asks(self) -> list[Ask]:
        return [msgspec.msgpack.decode(b, type=Ask) for path, b in self.asked if path == SYNC]


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path / "hq", Clock(START))
    yield server
    server.stop()


@pytest.fixture
def network(server):
    return Watched(server)


@pytest.fixture
def kiosk(tmp_path, server, network):
    kiosk = Kiosk(tmp_path / "kiosk", "horgos-jinyi", "one", server._clock, network)
    kiosk.enrol()
    kiosk.sync()
    network.asked.clear()
    return kiosk


def uses(count: int) -> list[PageUse]:
    at = "2026-11-24T08:00:00+08:00"
    return [
        PageUse(id=new_id(), home="horgos-jinyi", at=at, page="meals", locale="ug_CN", seconds=n)
        for n in range(count)
    ]


def alarm() -> Alarm:
    return Alarm(id=new_id(), home="horgos-jinyi", at="2026-11-24T08:00:00+08:00")


def count(server: Server, kind: str) -> int:
    with server.engine.connect() as connection:
        return connection.exec_driver_sql(
            f"SELECT count(*) FROM record WHERE kind = '{kind}'"
        ).scalar_one()


def test_with_nothing_to_do_it_asks_once(kiosk, network):
    kiosk.sync()
    assert [path for path, _ in network.asked] == [SYNC]


def test_what_is_urgent_overtakes_the_line(kiosk, network, server):
    kiosk.write(*uses(1200), alarm())
    kiosk.sync()
    first, *others = network.asks()
    assert [op.kind for op in unpack_ops(first.express, "", 0)] == ["alarm"]
    # once ahead, and once in its place; the server knows it there
    assert all(not ask.express for ask in others)
    assert count(server, "alarm") == 1
    assert not kiosk.waiting()


def test_an_urgent_one_that_goes_anyway_is_not_said_twice(kiosk, network):
    kiosk.write(alarm())
    kiosk.sync()
    (ask,) = network.asks()
    assert ask.ops
    assert not ask.express


def test_a_spent_budget_lets_only_what_is_urgent_through(kiosk, network, server):
    kiosk.write(*uses(2000))
    kiosk.sync()
    kiosk.write(*uses(3), alarm())
    before = count(server, "page-use")
    done = kiosk.sync(budget=0.001)
    assert done.held_back
    assert (count(server, "alarm"), count(server, "page-use")) == (1, before)
    assert len(kiosk.waiting()) == 4
    network.asked.clear()
    # nothing urgent, nothing said at all
    kiosk.sync(budget=0.001)
    assert network.asked == []
    kiosk.sync()
    assert not kiosk.waiting()
    assert count(server, "alarm") == 1


def test_after_a_lost_answer_it_asks_before_it_tells_again(kiosk, network, server):
    kiosk.write(*uses(400))
    network.rules[0] = "answer lost"
    kiosk.sync()
    told = [ask for ask in network.asks() if ask.ops]
    assert len(told) == 1
    assert network.asks()[1].ops == b""
    assert count(server, "page-use") == 400


def test_a_line_that_breaks_carries_less(kiosk, network):
    kiosk.write(*uses(1000))
    network.rules = {0: "question lost", 2: "question lost"}
    kiosk.sync()
    sizes = [len(unpack(ask.ops, 500)[0]) for ask in network.asks() if ask.ops]
    assert sizes[:3] == [500, 250, 125]
    assert max(sizes[3:]) > 125  # and more again once it holds


def test_a_line_that_stays_broken_is_left_to_the_schedule(kiosk, network):
    kiosk.write(*uses(3))
    network.down = True
    with pytest.raises(Failure, match="down"):
        kiosk.sync()
    assert len(network.asked) < 10
    assert len(kiosk.waiting()) == 3


@pytest.mark.parametrize("rule", ["portal", "page"])
def test_a_guest_network_s_page_is_not_our_server(kiosk, network, rule):
    kiosk.write(*uses(3))
    network.rules = dict.fromkeys(range(20), rule)
    with pytest.raises(Failure, match=r"not our server|can't be read"):
        kiosk.sync()
    assert len(kiosk.waiting()) == 3


def test_a_rewound_counter_shakes_hands(kiosk, network, server):
    kiosk.sync()
    mark = LineFile(kiosk.folder)
    mark.reserve(0)
    kiosk.write(*uses(3))
    kiosk.sync()
    assert HELLO in [path for path, _ in network.asked]
    assert count(server, "page-use") == 3


def test_without_room_it_only_tells(kiosk, network, server, monkeypatch):
    other = Kiosk(kiosk.folder.parent / "other", "horgos-jinyi", "two", server._clock, network)
    other.enrol()
    other.write(dish("d1"))
    other.sync()
    monkeypatch.setattr(StoreLocal, "room", lambda _self: False)
    kiosk.write(*uses(3))
    kiosk.sync()
    assert not kiosk.waiting()
    assert not kiosk.find(KINDS["dish"])
    monkeypatch.undo()
    monkeypatch.setitem(KINDS, "alarm", Alarm)
    kiosk.sync()
    assert [each.id for each in kiosk.find(KINDS["dish"])] == ["d1"]


def test_pages_come_one_after_the_other_and_say_how_far(kiosk, network, server):
    other = Kiosk(kiosk.folder.parent / "other", "horgos-jinyi", "two", server._clock, network)
    other.enrol()
    other.write(*(dish(f"d{n:04}") for n in range(2500)))
    other.sync()
    network.asked.clear()
    progress = []
    done = kiosk.sync(on_progress=progress.append)
    assert done.heard == 2500
    assert len(kiosk.find(KINDS["dish"])) == 2500
    heard = [(each.done, each.of) for each in progress if each.stage == "hearing"]
    assert heard == [(1000, 2500), (2000, 2500), (2500, 2500)]


def test_a_cut_between_pages_loses_no_page_and_reads_none_twice(kiosk, network, server):
    other = Kiosk(kiosk.folder.parent / "other", "horgos-jinyi", "two", server._clock, network)
    other.enrol()
    other.write(*(dish(f"d{n:04}") for n in range(2500)))
    other.sync()
    network.asked.clear()
    network.rules = dict.fromkeys(range(1, 20), "question lost")
    with pytest.raises(Failure):
        kiosk.sync()
    assert len(kiosk.find(KINDS["dish"])) == 1000
    network.rules = {}
    assert kiosk.sync().heard == 1500
    assert len(kiosk.find(KINDS["dish"])) == 2500


def test_it_ends_when_it_is_asked_to(kiosk):
    kiosk.write(*uses(3))
    with pytest.raises(Failure, match="stop"):
        kiosk.sync(stopped=lambda: True)
    assert len(kiosk.waiting()) == 3


def dish(id: str) -> Record:
    return KINDS["dish"](id=id, home="horgos-jinyi", name={"en": id}, course=Course.MEAT, price=1)


def test_what_stays_in_the_home_waits_until_it_is_known_who_answers(kiosk, network, server):
    with kiosk._store() as store, StoreLocal(store) as local:
        local.at_home(True)  # as long as its server was the home's own
    kiosk.write(
        Watch(
            id="w", home="horgos-jinyi", vehicle="CN:A5R7K1", plate="A5R7K1", country="CN",
            locale="zh_CN", at="2026-11-24T08:00:00+08:00",
        ),
        *uses(2),
    )  # fmt: skip
    kiosk.sync()
    told = [op.kind for ask in network.asks() if ask.ops for op in unpack_ops(ask.ops, "", 1)]
    assert told == ["page-use", "page-use"]
    assert not kiosk.waiting()
    assert len(kiosk.find(Watch)) == 1


def test_while_it_waits_for_the_network_others_may_write(kiosk, network, server):
    """A write lock that is held over a slow line would hold up the screen."""
    other = Kiosk(kiosk.folder.parent / "other", "horgos-jinyi", "two", server._clock, network)
    other.enrol()
    other.write(*(dish(f"d{n}") for n in range(1200)))
    other.sync()
    kiosk.write(*uses(1200), alarm())
    network.asked.clear()
    wrote = []

    def write(path: str) -> None:
        with closing(sqlite3.connect(kiosk.folder / "kiosk.db", timeout=0)) as db:
            db.execute("BEGIN IMMEDIATE")
            db.rollback()
        wrote.append(path)

    network.meanwhile = write
    kiosk.sync(comparing=True)
    assert set(wrote) == {SYNC, VERIFY}
    assert len(wrote) == len(network.asked)
