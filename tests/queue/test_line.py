"""The line: who waits, in which order, and how old that is."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.queue.line import line, stages
from kiosk.queue.search import PlateIndex
from kiosk.queue.times import stamp
from kiosk.shell.age import AgeBand, age_band
from kiosk.zones import BEIJING, KAZAKHSTAN
from sync.records import Lane, Vehicle, VehicleState

NOW = datetime(2026, 3, 2, 14, 32, tzinfo=BEIJING)


def vehicle(plate: str, minutes_ago: int = 60, **fields: object) -> Vehicle:
    fields = {
        "country": "KZ",
        "state": VehicleState.WAITING,
        "registered_at": stamp(NOW - timedelta(minutes=minutes_ago)),
        "as_of": stamp(NOW),
        **fields,
    }
    return Vehicle(id=f"{fields['country']}-{plate}", plate=plate, **fields)  # type: ignore[arg-type]


def test_a_position_counts_those_called_before_it() -> None:
    vehicles = [
        vehicle("001AAA01", 10),
        vehicle("002AAA01", 30),
        vehicle("003AAA01", 5, lane=Lane.PRIORITY),
        vehicle("004AAA01", 90, state=VehicleState.HELD),
        vehicle("005AAA01", 20, state=VehicleState.RELEASED),
    ]
    at = line(vehicles, None, NOW, NOW).positions
    assert at == {"KZ-003AAA01": 1, "KZ-002AAA01": 2, "KZ-005AAA01": 3, "KZ-001AAA01": 4}


def test_order_is_of_instants_not_of_their_spelling() -> None:
    early = NOW - timedelta(minutes=50)
    vehicles = [
        vehicle("001AAA01", 40),
        vehicle("002AAA01", registered_at=early.astimezone(KAZAKHSTAN).isoformat()),
    ]
    assert line(vehicles, None, NOW, NOW).positions["KZ-002AAA01"] == 1


def test_the_ports_own_position_wins_only_when_it_numbers_the_whole_lane() -> None:
    both = [vehicle("001AAA01", 10, position=7), vehicle("002AAA01", 30, position=9)]
    assert line(both, None, NOW, NOW).positions == {"KZ-001AAA01": 7, "KZ-002AAA01": 9}
    assert line(both, None, NOW, NOW).lanes[Lane.GENERAL][0].plate == "001AAA01"
    one = [vehicle("001AAA01", 10, position=7), vehicle("002AAA01", 30)]
    assert line(one, None, NOW, NOW).positions == {"KZ-002AAA01": 1, "KZ-001AAA01": 2}


def test_counts_are_of_the_last_hour_and_of_the_beijing_day() -> None:
    midnight = NOW.replace(hour=0, minute=0)
    vehicles = [
        vehicle(
            "001AAA01", state=VehicleState.CALLED, called_at=stamp(NOW - timedelta(minutes=59))
        ),
        vehicle(
            "002AAA01", state=VehicleState.CALLED, called_at=stamp(NOW - timedelta(minutes=60))
        ),
        vehicle("003AAA01", state=VehicleState.DEPARTED, departed_at=stamp(midnight)),
        vehicle(
            "004AAA01",
            state=VehicleState.DEPARTED,
            departed_at=stamp(midnight - timedelta(seconds=1)),
        ),
        vehicle("005AAA01", state=VehicleState.HELD),
    ]
    seen = line(vehicles, None, NOW, NOW)
    assert seen.counts.called_last_hour == 1
    assert seen.counts.departed_today == 1
    assert seen.counts.departed_by_hour[0] == 1
    assert seen.counts.held == 1
    assert seen.counts.waiting == 0
    assert [each.plate for each in seen.called] == ["001AAA01", "002AAA01"]


def test_grey_data_keeps_the_hour_it_was_of() -> None:
    called = vehicle("001AAA01", state=VehicleState.CALLED, called_at=stamp(NOW))
    later = NOW + timedelta(hours=5)
    assert line([called], None, NOW, later).counts.called_last_hour == 1
    assert line([called], None, later, later).counts.called_last_hour == 0


def test_the_three_bands_of_age() -> None:
    for seconds, band in ((0, "live"), (90, "live"), (91, "amber"), (600, "amber"), (601, "grey")):
        assert age_band(NOW - timedelta(seconds=seconds), NOW) == AgeBand(band)
    assert age_band(NOW + timedelta(hours=1), NOW) is AgeBand.LIVE
    assert age_band(None, NOW) is AgeBand.NEVER


def test_a_vehicles_times_so_far() -> None:
    assert stages(vehicle("001AAA01", 10)) == (
        ("registered", NOW - timedelta(minutes=10)),
        ("called", None),
        ("departed", None),
    )


@given(
    st.lists(
        st.tuples(
            st.integers(0, 90), st.sampled_from(list(Lane)), st.sampled_from(list(VehicleState))
        ),
        max_size=30,
    )
)
def test_positions_are_one_to_n_and_stable(drawn: list[tuple[int, Lane, VehicleState]]) -> None:
    vehicles = [
        vehicle(f"{number:03}AAA01", ago, lane=lane, state=state)
        for number, (ago, lane, state) in enumerate(drawn)
    ]
    seen = line(vehicles, None, NOW, NOW)
    assert sorted(seen.positions.values()) == list(range(1, seen.counts.waiting + 1))
    assert seen.positions == line(reversed(vehicles), None, NOW, NOW).positions


def test_search_finds_exact_then_prefix_then_contained_in_any_script() -> None:
    index = PlateIndex(
        [
            vehicle("123ABC02"),
            vehicle("123ABC021"),
            vehicle("0123ABC02"),
            vehicle("新F12345", country="CN"),
            vehicle("1234YБA", country="MN"),
            vehicle("01KG123ABC", country="KG"),
        ]
    )
    found = [each.plate for each in index.find("123 авс 02")]
    assert found == ["123ABC02", "123ABC021", "0123ABC02"]
    assert [each.plate for each in index.find("f123")] == ["新F12345"]
    assert [each.plate for each in index.find("新")] == ["新F12345"]
    assert [each.plate for each in index.find("1234 уб")] == ["1234YБA"]
    assert [each.plate for each in index.find("01 123 abc")] == ["01KG123ABC"]
    assert index.find("  ·") == []
    assert len(index.find("1", limit=2)) == 2


@given(
    st.lists(st.text("AB12新", min_size=1, max_size=6), max_size=20), st.text("AB12新Ж", max_size=3)
)
def test_search_finds_what_a_plain_loop_finds(plates: list[str], typed: str) -> None:
    vehicles = [vehicle(plate) for plate in dict.fromkeys(plates)]
    found = {each.plate for each in PlateIndex(vehicles).find(typed, limit=100)}
    assert found == ({each.plate for each in vehicles if typed in each.plate} if typed else set())
