"""The line kept up change by change is the line made anew, and so is the search."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.queue.line import LiveLine, line
from kiosk.queue.news import News
from kiosk.queue.search import PlateIndex
from kiosk.queue.times import stamp
from kiosk.zones import BEIJING
from sync.records import Lane, Vehicle, VehicleState

NOW = datetime(2026, 3, 2, 0, 32, tzinfo=BEIJING)
TIMES = st.none() | st.integers(-5, 3000)
VEHICLES = st.builds(
    lambda number, registered, called, departed, **fields: Vehicle(
        id=f"KG-{number}",
        plate=f"01{number}ABC",
        country="KG",
        registered_at=ago(registered),
        called_at=ago(called),
        departed_at=ago(departed),
        as_of=stamp(NOW),
        **fields,
    ),
    number=st.integers(100, 112),
    registered=TIMES,
    called=TIMES,
    departed=TIMES,
    lane=st.sampled_from(Lane),
    state=st.sampled_from(VehicleState),
    position=st.integers(0, 4),
)
KEYS = st.integers(100, 112).map("KG-{}".format)
NEWS = st.builds(
    lambda told, gone, whole: News(
        tuple({each.id: each for each in told}.values()),
        None,
        NOW,
        gone=() if whole else tuple(gone),
        whole=whole,
    ),
    st.lists(VEHICLES, max_size=8),
    st.sets(KEYS, max_size=3),
    st.booleans(),
)


def ago(minutes: int | None) -> str:
    return "" if minutes is None else stamp(NOW - timedelta(minutes=minutes))


def known_after(before: dict[str, Vehicle], news: News) -> dict[str, Vehicle]:
    kept = {} if news.whole else {k: v for k, v in before.items() if k not in news.gone}
    return kept | {each.id: each for each in news.vehicles}


@given(st.lists(NEWS, max_size=8), st.sampled_from([0, 5, 2000]))
def test_what_is_kept_up_is_what_is_made_anew(told, age):
    live, known = LiveLine(), {}
    index = PlateIndex()
    as_of = NOW - timedelta(minutes=age)
    for news in told:
        before, known = known, known_after(known, news)
        changed, gone = live.take(news)
        for key in gone:
            index.drop(key)
        for each in changed:
            index.put(each)
        assert live.vehicles == known
        assert live.line(None, as_of, NOW) == line(known.values(), None, as_of, NOW)
        for typed in ("01KG1", "0110", "11ABC"):
            assert index.find(typed) == PlateIndex(known.values()).find(typed)
        assert {k for k in known if before.get(k) != known[k]} <= {each.id for each in changed}
        assert before.keys() - known.keys() <= set(gone)


@given(st.lists(VEHICLES, max_size=20, unique_by=lambda each: each.id))
def test_counts_are_those_of_a_plain_loop(vehicles):
    counts = line(vehicles, None, NOW, NOW).counts
    hour = NOW - timedelta(hours=1)
    called = [datetime.fromisoformat(v.called_at) for v in vehicles if v.called_at]
    assert counts.called_last_hour == sum(hour < at <= NOW for at in called)
    left = [
        datetime.fromisoformat(v.departed_at)
        for v in vehicles
        if v.departed_at and v.state is VehicleState.DEPARTED
    ]
    assert counts.departed_today == sum(at.date() == NOW.date() for at in left)
