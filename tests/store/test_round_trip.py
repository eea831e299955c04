"""What goes in comes out, for every kind and any value its types allow."""

import json
import typing
from enum import Enum
from typing import get_args, get_origin

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.store import Store
from kiosk.store.columns import columns_of
from sync.outbox import record_of
from sync.records import KINDS, Dish, Record, Service, VehicleState

PLAIN = {
    str: st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    int: st.integers(-(2**63), 2**63 - 1),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
}


def values(kind: typing.Any) -> st.SearchStrategy:
    if kind in PLAIN:
        return PLAIN[kind]
    if get_origin(kind) is list:
        return st.lists(values(get_args(kind)[0]), max_size=3)
    if get_origin(kind) is dict:
        return st.dictionaries(*map(values, get_args(kind)), max_size=3)
    if issubclass(kind, Enum):
        return st.sampled_from(kind)
    return records_of(kind)


def records_of(kind: type[msgspec.Struct]) -> st.SearchStrategy:
    fields = msgspec.structs.fields(kind)
    return st.builds(kind, **{field.name: values(field.type) for field in fields})


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store.open(tmp_path_factory.mktemp("home")) as store:
        yield store


@pytest.mark.parametrize("name", sorted(KINDS))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
@given(data=st.data())
def test_every_record_comes_back_as_it_was(store: Store, name: str, data: st.DataObject):
    kind = KINDS[name]
    record: Record = data.draw(records_of(kind))
    store.remove(kind, record.id)
    before = store.outbox()

    (change,) = store.put(record)

    assert (change.kind, change.id, change.after) == (kind, record.id, record)
    assert store.get(kind, record.id) == record
    assert record in store.find(kind, **{f: getattr(record, f) for f in ("id", "home")})
    assert store.put(record) == []
    told = store.outbox()[len(before) :]
    expected = [record] if kind.info.flow in ("up", "both") else []
    assert [record_of(op, kind) for op in told] == expected


def test_a_dish_lies_in_its_table_as_a_person_would_read_it(folder):
    dish = msgspec.convert(
        {
            "id": "dish-polo",
            "name": {"en": "Pilau", "ug_CN": "پولو"},
            "course": "rice",
            "price": 2500,
            "halal": True,
            "allergens": ["nuts"],
        },
        Dish,
    )
    with Store.open(folder) as store:
        store.adopt([dish])
        columns = columns_of(Dish)
        row = store._db.execute(f"{columns.select} WHERE id = 'dish-polo'").fetchone()
    fields = dict(zip(columns.names, row, strict=True))
    assert fields["course"] == "rice"
    assert fields["halal"] == 1
    assert json.loads(fields["allergens"]) == ["nuts"]
    assert "پولو" in fields["name"]


def test_every_field_can_be_asked_for(store: Store):
    for kind in KINDS.values():
        for field in kind.__struct_fields__:
            store.find(kind, order=field)
    store.find(Service, kind="wash")
    with pytest.raises(ValueError, match="has no field colour"):
        store.find(Service, colour="red")
    with pytest.raises(ValueError, match="has no field colour"):
        store.find(Service, order="colour")


@pytest.mark.parametrize(
    "wrong", [{"plate": None}, {"position": 2**70}, {"position": "1"}, {"plate": "\ud800"}]
)
def test_what_could_not_be_read_again_does_not_get_in(folder, vehicle, wrong):
    with Store.open(folder) as store:
        store.put(vehicle(1))
        with pytest.raises(ValueError, match="does not allow"):
            store.put(vehicle(2), vehicle(3, **wrong))
        assert store.find(type(vehicle())) == [vehicle(1)]


def test_a_row_that_fits_no_more_hides_no_other(folder, vehicle, caplog):
    with Store.open(folder) as store:
        store.put(vehicle(1), vehicle(2))
        store._db.execute("UPDATE vehicle SET state = 'flown' WHERE id = 'KZ-00001'")
        assert store.find(type(vehicle())) == [vehicle(2)]
        assert "KZ-00001" not in caplog.text
        assert "vehicle" in caplog.text
        # and it is not lost: the next word from the port heals it
        store.put(vehicle(1, state=VehicleState.CALLED))
        assert len(store.find(type(vehicle()))) == 2


@pytest.mark.logs("kiosk.store.store")
def test_a_text_broken_on_the_disk_closes_no_page(folder, vehicle):
    with Store.open(folder) as store:
        store.put(vehicle(1), vehicle(2))
        store._db.execute("UPDATE vehicle SET plate = CAST(X'41FF42' AS TEXT) WHERE position = 0")
        assert [v.plate for v in store.find(type(vehicle()))] == ["A\ufffdB"] * 2
        assert len(store.put(vehicle(1), vehicle(2))) == 2
        assert store.find(type(vehicle())) == [vehicle(1), vehicle(2)]
