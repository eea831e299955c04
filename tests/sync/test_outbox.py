"""What an op is, and that both ends see the same in it."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.outbox import (
    Action,
    Moment,
    advance,
    canonical,
    content_hash,
    first_head,
    next_op,
    now,
    record_of,
)
from sync.records import KINDS, PageUse

MOMENT = Moment(wall=1_795_450_681_637_704, boot="b", offset=5)
USE = PageUse(id="u1", at="2026-11-23T10:00:00+08:00", page="meals", locale="ug_CN", seconds=3)


def op_of(use: PageUse | None = USE, moment: Moment = MOMENT, device: str = "d"):
    return next_op(first_head(device), moment, PageUse, "u1", use)[0]


def test_what_an_op_is_outlives_its_epoch():
    assert content_hash(op_of()) == content_hash(op_of())
    assert op_of().epoch != op_of().epoch


@pytest.mark.parametrize(
    "other",
    [
        op_of(msgspec.structs.replace(USE, seconds=4)),
        op_of(None),
        op_of(moment=msgspec.structs.replace(MOMENT, wall=MOMENT.wall + 1)),
        op_of(device="e"),
        msgspec.structs.replace(op_of(), record="u2"),
        msgspec.structs.replace(op_of(), kind="audit"),
    ],
)
def test_another_change_is_another_op(other):
    assert content_hash(other) != content_hash(op_of())


def test_boot_seq_and_schema_are_not_what_an_op_is():
    op = op_of()
    same = msgspec.structs.replace(op, seq=9, boot="c", offset=1, schema=2, epoch="x")
    assert content_hash(same) == content_hash(op)


@given(st.text(max_size=3), st.text(max_size=3), st.text(max_size=3), st.text(max_size=3))
def test_no_part_of_the_hash_runs_into_the_next(a: str, b: str, c: str, d: str):
    one = msgspec.structs.replace(op_of(), kind=a, record=b)
    other = msgspec.structs.replace(op_of(), kind=c, record=d)
    assert (content_hash(one) == content_hash(other)) == ((a, b) == (c, d))


def test_the_chain_knows_the_ops_and_their_order():
    head = start = first_head("d")
    ops = []
    for seconds in range(4):
        op, head = next_op(
            head, MOMENT, PageUse, "u1", msgspec.structs.replace(USE, seconds=seconds)
        )
        ops.append(op)
    again = start
    for op in ops:
        again = advance(again, op)
    assert again == head
    assert (head.seq, len(head.chain)) == (4, 32)

    swapped = start
    for seq, op in enumerate([ops[1], ops[0], *ops[2:]], start=1):
        swapped = advance(swapped, msgspec.structs.replace(op, seq=seq))
    assert swapped.chain != head.chain


def test_the_chain_takes_no_gap_and_no_other_epoch():
    head = first_head("d")
    op, after = next_op(head, MOMENT, PageUse, "u1", USE)
    with pytest.raises(ValueError, match="does not follow"):
        advance(after, op)
    with pytest.raises(ValueError, match="does not follow"):
        advance(first_head("d"), op)


def test_a_record_comes_out_of_its_op_also_in_an_older_version():
    op = op_of()
    assert record_of(op, PageUse) == USE
    assert record_of(op_of(None), PageUse) is None
    assert op_of(None).action is Action.REMOVE
    later = msgspec.msgpack.encode({**msgspec.msgpack.decode(op.fields), "weather": "snow"})
    assert record_of(msgspec.structs.replace(op, fields=later), PageUse) == USE


def test_the_bytes_of_a_record_have_one_order():
    fields = list(msgspec.msgpack.decode(canonical(USE)))
    assert fields == sorted(fields)
    assert "id" not in fields


def test_every_kind_names_its_schema():
    assert all(kind.info.schema >= 1 for kind in KINDS.values())
    assert op_of().schema == PageUse.info.schema


def test_moments_of_one_boot_go_forward():
    first, second = now(), now()
    assert first.boot == second.boot
    assert first.offset <= second.offset
