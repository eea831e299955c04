"""Lines that don't fit what the server holds, and what overtakes its line."""

import msgspec
import sqlalchemy as sa

from sync.packing import pack_ops
from sync.protocol import Trouble
from sync.records import Audit
from sync.server.tables import DEVICE, LOSING, QUARANTINE
from tests.sync.server.device import Device, notice, refused, rows, said, use


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
