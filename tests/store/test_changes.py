"""A mutation says what changed, and tells upstream what has to be told."""

import itertools
import sqlite3
import threading

import pytest

from kiosk.store import Change, Store
from sync.outbox import Action, advance, first_head
from sync.records import FeedStatus, Gate, PageUse, Rate, Vehicle, VehicleState


def test_only_what_is_new_or_different_is_a_change(folder, vehicle):
    with Store.open(folder) as store:
        store.put(*(vehicle(n) for n in range(100)))
        called = vehicle(7, state=VehicleState.CALLED)

        changes = store.put(*(called if n == 7 else vehicle(n) for n in range(101)))

        assert changes == [
            Change(kind=Vehicle, id="KZ-00007", before=vehicle(7), after=called),
            Change(kind=Vehicle, id="KZ-00100", before=None, after=vehicle(100)),
        ]
        assert store.count(Vehicle) == 101
        assert store.find(Vehicle, state=VehicleState.CALLED) == [called]


def test_of_two_versions_in_one_put_the_later_counts(folder, vehicle):
    with Store.open(folder) as store:
        (change,) = store.put(vehicle(1, position=4), vehicle(1, position=3))
        assert (change.before, change.after.position) == (None, 3)


def test_removing_says_what_is_gone_and_nothing_of_what_never_was(folder, vehicle):
    with Store.open(folder) as store:
        store.put(vehicle(1), vehicle(2))
        changes = store.remove(Vehicle, "KZ-00001", "KZ-99999")
        assert changes == [Change(kind=Vehicle, id="KZ-00001", before=vehicle(1), after=None)]
        assert store.get(Vehicle, "KZ-00001") is None


def test_records_come_by_id_or_in_the_order_asked_for(folder, vehicle):
    with Store.open(folder) as store:
        store.put(vehicle(3, position=1), vehicle(1, position=2), vehicle(2, position=2))
        assert [v.id[-1] for v in store.find(Vehicle)] == ["1", "2", "3"]
        assert [v.id[-1] for v in store.find(Vehicle, order="position")] == ["3", "1", "2"]


def test_an_append_only_record_is_not_written_over(folder, page_use):
    with Store.open(folder) as store:
        store.add(page_use(1))
        assert store.add(page_use(1)) == []
        with pytest.raises(ValueError, match="says otherwise"):
            store.add(page_use(1, seconds=8))
        with pytest.raises(ValueError, match="says otherwise"):
            store.put(page_use(1, seconds=8))
        assert store.find(PageUse) == [page_use(1)]
        assert len(store.outbox()) == 1


def test_what_goes_up_is_told_and_what_stays_or_came_down_is_not(folder, vehicle, page_use):
    rate = Rate(id="KZT", currency="KZT", per_yuan=74.2, as_of="2026-11-23T10:00:00+08:00")
    gate = Gate(id="horgos", open=True, as_of="2026-11-23T10:00:00+08:00")
    status = FeedStatus(id="port", sequence=9)
    with Store.open(folder) as store:
        store.adopt([rate, page_use(9)])
        store.put(vehicle(1), gate, rate)
        store.remove(Vehicle, "KZ-00001")
        assert store.outbox() == []

        store.put(page_use(1), status)
        store.remove(FeedStatus, "port")

        told = [(op.kind, op.record, op.action) for op in store.outbox()]
        assert told == [
            ("page-use", "use-00001", Action.PUT),
            ("feed-status", "port", Action.PUT),
            ("feed-status", "port", Action.REMOVE),
        ]


def test_an_unchanged_record_is_not_told_again(folder):
    with Store.open(folder) as store:
        for _ in range(3):
            store.put(FeedStatus(id="port", sequence=9))
        assert len(store.outbox()) == 1


def test_ops_of_many_threads_stand_in_one_line_without_a_gap(folder, page_use):
    with Store.open(folder) as store:
        start = store.head()

    def write(first: int) -> None:
        with Store.open(folder) as store:
            for n in range(first, first + 25):
                store.add(page_use(n))

    threads = [threading.Thread(target=write, args=(n * 100,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with Store.open(folder) as store:
        ops = store.outbox()
        assert [op.seq for op in ops] == list(range(1, 101))
        *_, head = itertools.accumulate(ops, advance, initial=start)
        assert head == store.head()
        assert {op.record for op in ops} == {use.id for use in store.find(PageUse)}


def test_a_device_keeps_its_name_and_epoch_over_openings(folder):
    with Store.open(folder) as store:
        first = store.head()
    with Store.open(folder) as store:
        assert store.head() == first
    assert first_head(first.device).epoch != first.epoch


def test_a_store_is_used_by_the_thread_that_opened_it(folder):
    caught = []

    def elsewhere() -> None:
        try:
            store.count(PageUse)
        except sqlite3.ProgrammingError as error:
            caught.append(type(error).__name__)

    with Store.open(folder) as store:
        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()
    assert caught == ["ProgrammingError"]


def test_what_belongs_together_is_kept_or_lost_together(folder, vehicle):
    with Store.open(folder) as store, Store.open(folder) as other:

        def half() -> None:
            with store.together():
                store.put(vehicle(1))
                raise RuntimeError

        with pytest.raises(RuntimeError):
            half()
        assert (store.count(Vehicle), store.outbox()) == (0, [])

        with store.together():
            store.put(vehicle(1))
            with store.together():
                store.put(vehicle(2))
            assert other.count(Vehicle) == 0
        assert other.count(Vehicle) == 2


def test_nobody_writes_between_what_belongs_together(folder, vehicle):
    with Store.open(folder) as store:

        def raise_position() -> None:
            with Store.open(folder) as other:
                for _ in range(50):
                    with other.together():
                        old = other.get(Vehicle, "KZ-00001")
                        other.put(vehicle(1, position=old.position + 1))

        store.put(vehicle(1, position=1))
        raisers = [threading.Thread(target=raise_position) for _ in range(4)]
        for each in raisers:
            each.start()
        for each in raisers:
            each.join()
        assert store.get(Vehicle, "KZ-00001").position == 201
