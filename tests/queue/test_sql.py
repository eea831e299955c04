"""The view in a database: a real PostgreSQL and a real SQLite, only ever read."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from kiosk.queue.feeds.keeping import read_state
from kiosk.queue.feeds.mapping import Mapping
from kiosk.queue.feeds.runner import FeedRunner, make_feed, step
from kiosk.queue.feeds.settings import FeedSettings, SqlFeed
from kiosk.queue.feeds.telling import Teller
from kiosk.store import Store
from sync.records import Vehicle
from tests.queue.postgres import postgres

pytestmark = pytest.mark.logs("kiosk.queue.feeds")

NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture(autouse=True)
def _now() -> None:
    """The real time: PostgreSQL tells its own."""
    global NOW
    NOW = datetime.now(UTC).replace(microsecond=0)


TABLE = (
    "CREATE TABLE lorries (plate_no text, vehicle_state text, country text, "
    "registered_at {time}, called_at {time}, position int, change_no bigint)"
)
VIEW = "CREATE VIEW outbound AS SELECT * FROM lorries"


class Database:
    """A database with lorries and a view of them. `url` is the home's, `engine` the port's."""

    def __init__(self, url: str, engine: sa.Engine) -> None:
        self.url = url
        self.engine = engine

    def do(self, statement: str, **values: Any) -> None:
        with self.engine.begin() as connection:
            connection.execute(sa.text(statement), values)

    def lorry(self, plate: str, change: int, state: str = "排队中", minutes_ago: int = 10) -> None:
        self.do("DELETE FROM lorries WHERE plate_no = :plate", plate=plate)
        at: Any = NOW - timedelta(minutes=minutes_ago)
        if self.engine.dialect.name == "sqlite":
            at = at.isoformat(" ")
        self.do(
            "INSERT INTO lorries VALUES (:plate, :state, 'KZ', :at, NULL, 0, :change)",
            plate=plate, state=state, at=at, change=change,
        )  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture(params=["postgresql", "sqlite"])
def database(request, server: str, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/port's own.db"
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        time_type = "text"
    else:
        url = server
        engine = sa.create_engine(sa.make_url(url).set(drivername="postgresql+psycopg"))
        time_type = "timestamptz"
    told = Database(url, engine)
    told.do(TABLE.format(time=time_type))
    told.do(VIEW)
    yield told
    told.do("DROP VIEW IF EXISTS outbound")
    told.do("DROP TABLE IF EXISTS lorries")
    engine.dispose()


class Home:
    def __init__(self, folder: Path, **settings: Any) -> None:
        self.folder = folder / "home"
        self.feed = make_feed(SqlFeed(name="view", **settings), "home")
        self.store = Store.open(self.folder)

    def ask(self, now: datetime | None = None) -> str:
        return step(self.feed, self.store, self.folder, "home", now or NOW).state.trouble

    @property
    def plates(self) -> list[str]:
        return sorted(vehicle.plate for vehicle in self.store.find(Vehicle))

    @property
    def state(self):
        return read_state(self.folder, "view")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Callable[..., Home]]:
    made = []

    def make(**settings: Any) -> Home:
        made.append(Home(tmp_path, **settings))
        return made[-1]

    yield make
    for each in made:
        each.feed.close()
        each.store.close()


def test_a_view_is_read_as_the_full_list(database: Database, home) -> None:
    database.lorry("347BTA19", 1)
    database.lorry("348BTA19", 2, "已叫号")
    told = home(url=database.url, view="outbound")
    assert told.ask() == ""
    assert told.plates == ["347BTA19", "348BTA19"]
    assert told.store.get(Vehicle, "KZ-348BTA19").state == "called"
    registered = told.store.get(Vehicle, "KZ-347BTA19").registered_at
    assert datetime.fromisoformat(registered) == NOW - timedelta(minutes=10)
    database.do("DELETE FROM lorries WHERE plate_no = '347BTA19'")
    assert told.ask() == ""
    assert told.plates == ["348BTA19"]


def test_a_select_takes_its_parameters_as_values_never_as_text(database: Database, home) -> None:
    database.lorry("347BTA19", 1)
    database.lorry("348BTA19", 2)
    sly = "x' OR '1'='1"
    select = "SELECT * FROM lorries WHERE country = :land AND plate_no <> :other"
    told = home(url=database.url, select=select, parameters={"land": "KZ", "other": "348BTA19"})
    assert told.ask() == ""
    assert told.plates == ["347BTA19"]
    other = home(url=database.url, select=select, parameters={"land": sly, "other": ""})
    other.ask()
    assert other.state.vehicles == 1, "an empty answer keeps the last list"


def test_a_mapping_says_what_the_columns_are(database: Database, home) -> None:
    database.lorry("347BTA19", 1, "S7")
    mapping = Mapping(
        columns={"plate": "plate_no", "state": "vehicle_state", "registered_at": "registered_at"},
        forms={"registered_at": ["yyyy-M-d H:mm:ss"]},
        states={"S7": "held"},
    )
    told = home(url=database.url, view="outbound", table=mapping)
    assert told.ask() == ""
    assert told.store.get(Vehicle, "KZ-347BTA19").state == "held"


WRITES = {
    "a change": "DELETE FROM lorries",
    "a change after a select": "SELECT 1; DELETE FROM lorries",
    "a table": "CREATE TABLE mine (x int)",
}


@pytest.mark.parametrize("write", WRITES)
def test_nothing_is_ever_written(write: str, database: Database, home) -> None:
    database.lorry("347BTA19", 1)
    told = home(url=database.url, select=WRITES[write])
    assert told.ask() == "missing"
    with database.engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM lorries")) == 1
    assert "mine" not in sa.inspect(database.engine).get_table_names()


def test_a_function_that_writes_is_stopped_too(server: str, home, request) -> None:
    engine = sa.create_engine(sa.make_url(server).set(drivername="postgresql+psycopg"))
    database = Database(server, engine)
    database.do("CREATE TABLE told (at timestamptz)")
    database.do(
        "CREATE FUNCTION sly() RETURNS int LANGUAGE sql AS "
        "$$ INSERT INTO told VALUES (now()); SELECT 1 $$"
    )
    try:
        assert home(url=server, select="SELECT sly() AS plate").ask() == "missing"
        with engine.connect() as connection:
            assert connection.scalar(sa.text("SELECT count(*) FROM told")) == 0
    finally:
        database.do("DROP FUNCTION sly; DROP TABLE told")
        engine.dispose()


def test_a_column_that_grows_brings_changes_only(database: Database, home) -> None:
    for n in range(300):
        database.lorry(f"{n:03}BTA19", n + 1)
    told = home(url=database.url, view="outbound", since="change_no")
    assert told.ask() == ""
    assert told.state.sequence == 300
    database.do("DELETE FROM lorries WHERE plate_no = '005BTA19'")
    database.lorry("347BTA19", 301)
    database.lorry("250BTA19", 302, "已叫号")
    assert told.ask(NOW + timedelta(seconds=10)) == ""
    assert told.store.get(Vehicle, "KZ-250BTA19").state == "called"
    assert len(told.plates) == 301, "changes remove no one"
    assert told.ask(NOW + timedelta(hours=2)) == ""
    assert len(told.plates) == 300, "the full list does"


def test_a_number_that_came_late_is_still_seen(database: Database, home) -> None:
    """Two transactions: the one with the lower number ends after the other was read."""
    for n in range(5):
        database.lorry(f"{n:03}BTA19", n + 1)
    database.lorry("008BTA19", 9)
    told = home(url=database.url, view="outbound", since="change_no")
    told.ask()
    database.lorry("007BTA19", 8)
    told.ask(NOW + timedelta(seconds=10))
    assert "007BTA19" in told.plates


@pytest.mark.parametrize("left", [0, 1])
def test_a_view_that_counts_anew_is_read_whole_and_counted(
    left: int, database: Database, home
) -> None:
    for n in range(3):
        database.lorry(f"{n:03}BTA19", 1000 + n)
    told = home(url=database.url, view="outbound", since="change_no")
    told.ask()
    database.do("DELETE FROM lorries")
    database.lorry("347BTA19", 1)
    if left:
        database.lorry("348BTA19", 950)
    assert told.ask(NOW + timedelta(seconds=10)) == ""
    assert told.plates == ["347BTA19", "348BTA19"][: left + 1]
    assert told.state.rewinds == 1


def test_it_is_as_young_as_the_port_says_or_as_its_newest_moment(database: Database, home) -> None:
    database.lorry("347BTA19", 1, minutes_ago=200)
    told = home(url=database.url, view="outbound")
    told.ask()
    assert told.state.as_of == NOW - timedelta(minutes=200)
    filled = (NOW - timedelta(minutes=3)).isoformat()
    word = "CAST('{}' AS timestamptz)" if "postgres" in database.url else "'{}'"
    other = home(url=database.url, view="outbound", as_of=f"SELECT {word.format(filled)}")
    other.ask()
    assert other.state.as_of == NOW - timedelta(minutes=3)


WRONG = {
    "no such view": ({"view": "nowhere"}, "missing"),
    "a sly name": ({"view": 'outbound"; DROP TABLE lorries; --'}, "missing"),
    "a parameter that is not there": ({"select": "SELECT :x AS plate"}, "missing"),
    "no such column": ({"view": "outbound", "since": "nothing"}, "missing"),
    "a column of words": ({"view": "outbound", "since": "plate_no"}, "missing"),
    "no plates": ({"select": "SELECT 1 AS one, 2 AS two"}, "not-a-table"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_has_a_name_and_keeps_the_page(wrong: str, database: Database, home) -> None:
    database.lorry("347BTA19", 1)
    home(url=database.url, view="outbound").ask()
    settings, code = WRONG[wrong]
    told = home(url=database.url, **settings)
    assert told.ask() == code
    assert told.plates == ["347BTA19"]


ENDLESS = {
    "postgresql": "SELECT pg_sleep(30)::text AS plate",
    "sqlite": "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n) SELECT max(x) FROM n",
}


def test_a_question_without_an_answer_is_given_up(database: Database, home) -> None:
    told = home(url=database.url, select=ENDLESS[database.engine.dialect.name], timeout=0.3)
    assert told.ask() == "timeout"


def test_a_runner_stops_in_the_middle_of_a_question(database: Database, tmp_path: Path) -> None:
    select = ENDLESS[database.engine.dialect.name]
    feed = make_feed(SqlFeed(name="v", url=database.url, select=select, timeout=60), "home")
    runner = FeedRunner(feed, tmp_path, "home", Teller(tmp_path, lambda _: None))
    runner.start()
    ends = time.monotonic() + 20
    while feed._asked is None and time.monotonic() < ends:
        time.sleep(0.001)
    runner.stop()
    assert not any(each.name == "feed-v" for each in threading.enumerate())


def test_a_database_that_is_away_is_found_again(server: str, tmp_path: Path, home) -> None:
    told = home(url="sqlite:////nowhere/at/all.db", view="outbound")
    assert told.ask() == "unreachable"
    assert home(url="postgresql://u:p@127.0.0.1:9/port", view="outbound").ask() == "unreachable"
    path = tmp_path / "port.db"
    told = home(url=f"sqlite:///{path}", view="outbound")
    assert told.ask() == "unreachable"
    assert not path.exists(), "reading makes no database"
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE outbound (plate text, status text, registered text)")
        made.execute("INSERT INTO outbound VALUES ('347BTA19', 'waiting', '2026-03-01 10:00:00')")
    made.close()
    assert told.ask() == ""


def test_a_connection_that_was_cut_is_made_anew(server: str, home) -> None:
    engine = sa.create_engine(sa.make_url(server).set(drivername="postgresql+psycopg"))
    told = home(
        url=server, select="SELECT '347BTA19' AS plate, 'waiting' AS state, now() AS registered"
    )
    assert told.ask() == ""
    with engine.connect() as connection:
        connection.execute(
            sa.text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
        )
    engine.dispose()
    assert told.ask(NOW + timedelta(seconds=10)) == ""


@pytest.mark.parametrize(
    "entry",
    [
        {"url": "mysql://port/db", "view": "v"},
        {"url": "sqlite:////x.db"},
        {"url": "sqlite:////x.db", "view": "v", "select": "SELECT 1"},
    ],
)
def test_an_entry_of_kiosk_toml_that_can_not_be_is_refused(entry: dict[str, str]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"kind": "sql", "name": "v", **entry}, FeedSettings)
