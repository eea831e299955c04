"""What goes over the wire comes out byte for byte, and nonsense comes out as one clear refusal."""

import contextlib
import os
import random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.columns import LARGEST, Wrong, pack, unpack, unzip, zip_
from sync.outbox import Action, Op
from sync.packing import pack_ops, pack_rows, unpack_ops, unpack_rows
from sync.protocol import Row
from sync.records import new_id

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(1 << 63), (1 << 64) - 1)
    | st.floats()
    | st.text(max_size=12)
    | st.binary(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)
alike = st.one_of(
    st.lists(st.integers(-(1 << 63), (1 << 64) - 1)),
    st.lists(st.integers(0, 300)),
    st.lists(st.binary(max_size=80)),
    st.lists(st.sampled_from([0.0, -0.0, 1, True, 1.0, "1", None, b"1"])),
    st.lists(st.uuids(version=4).map(lambda each: str(each)[:14] + "7" + str(each)[15:])),
    st.lists(
        st.datetimes().map(lambda at: at.replace(microsecond=0).isoformat() + "+08:00"),
    ),
    st.lists(st.sampled_from(["2026-02-30T10:00:00+08:00", "2026-02-03T24:00:00+08:00"])),
)


@given(st.lists(st.one_of(st.lists(values, max_size=8), alike), max_size=4))
def test_columns_come_out_as_they_went_in(columns):
    back = unpack(pack(columns), 1000)
    # by their bytes: -0.0 is no 0.0, and a nan equals none
    assert msgspec.msgpack.encode(back) == msgspec.msgpack.encode(columns)


fields = st.dictionaries(st.text(max_size=6), values, max_size=5).map(
    lambda told: msgspec.msgpack.encode(told, order="sorted")
) | st.binary(max_size=20)


@given(
    st.lists(
        st.builds(
            Op,
            device=st.sampled_from(["d", "e"]),
            epoch=st.just("x"),
            seq=st.just(0),
            kind=st.sampled_from(["audit", "page-use", "новый"]),
            record=st.text(max_size=5) | st.builds(new_id),
            schema=st.integers(1, 4),
            action=st.sampled_from(list(Action)),
            fields=fields,
            wall=st.integers(-(1 << 62), 1 << 62),
            boot=st.sampled_from(["a", "b"]),
            offset=st.integers(0, 1 << 61),
            base=st.integers(0, 1 << 62),
        ),
        max_size=12,
    )
)
def test_ops_come_out_as_they_went_in(ops):
    ops = [msgspec.structs.replace(op, seq=7 + at) for at, op in enumerate(ops)]
    assert unpack_ops(pack_ops(ops), "x", 7) == ops


@given(
    st.lists(
        st.builds(
            Row,
            kind=st.sampled_from(["dish", "menu"]),
            record=st.text(max_size=5),
            schema=st.integers(1, 4),
            action=st.sampled_from(list(Action)),
            fields=fields,
            version=st.integers(1, 1 << 62),
        ),
        max_size=12,
    )
)
def test_rows_come_out_as_they_went_in(rows):
    assert unpack_rows(pack_rows(rows)) == rows


def readings(count: int) -> list[Op]:
    chance = random.Random(1)
    wall, ops = 1_795_450_681_637_704, []
    for at in range(count):
        wall += chance.randrange(60_000_000, 900_000_000)
        told = {
            "home": "horgos-jinyi",
            "at": f"2026-11-{1 + at % 28:02}T{chance.randrange(24):02}:00:{at % 60:02}+08:00",
            "systolic": chance.randrange(100, 180),
            "diastolic": chance.randrange(60, 100),
            "position": "sitting",
        }
        ops.append(
            Op(
                device="d",
                epoch="x",
                seq=at + 1,
                kind="reading",
                record=new_id(wall // 1000),
                schema=1,
                action=Action.PUT,
                fields=msgspec.msgpack.encode(told, order="sorted"),
                wall=wall,
                boot="b",
                offset=wall - 1_795_000_000_000_000,
            )
        )
    return ops


def test_what_many_have_in_common_is_said_once():
    ops = readings(500)
    alone = sum(len(op.fields) + len(op.record) for op in ops)
    assert len(pack_ops(ops)) < alone / 4


def test_noise_costs_hardly_more_than_itself():
    sealed = [
        msgspec.structs.replace(op, fields=msgspec.msgpack.encode({"sealed": os.urandom(300)}))
        for op in readings(500)
    ]
    assert len(pack_ops(sealed)) < 500 * 300 * 1.1


@given(st.binary(max_size=200))
def test_nonsense_is_refused(data):
    for read in (
        lambda: unpack(data, 10),
        lambda: unpack_ops(data, "x", 1),
        lambda: unpack_rows(data or b"?"),
    ):
        with pytest.raises(Wrong):
            read()


PACKED = pack_ops(readings(20))


@given(st.data())
def test_a_flipped_byte_is_refused_or_harmless(data):
    packed = bytearray(PACKED)
    packed[data.draw(st.integers(0, len(packed) - 1))] ^= data.draw(st.integers(1, 255))
    with contextlib.suppress(Wrong):
        assert len(unpack_ops(bytes(packed), "x", 1)) <= 500


def test_a_bomb_is_not_unpacked():
    with pytest.raises(Wrong, match="at most"):
        unzip(zip_(bytes(LARGEST + 1)))
    # small on the wire, small when unzipped, and huge when each record says it again
    long = msgspec.msgpack.encode({"a": "x" * 1_000_000})
    ops = [msgspec.structs.replace(op, fields=long) for op in readings(20)]
    with pytest.raises(Wrong, match="at most"):
        unpack_ops(pack_ops(ops), "x", 1)
    with pytest.raises(Wrong, match="at most"):
        unpack(pack([[1] * 1000]), 999)
