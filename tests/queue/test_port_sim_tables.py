"""The simulated port's tables and database: each feed reads them whole, and gets over what is wrong
with them."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from kiosk.errors import BadInput
from kiosk.queue import port_misbehave
from kiosk.queue.commands import port_sim
from kiosk.queue.feeds.keeping import read_state
from kiosk.queue.feeds.runner import make_feed, step
from kiosk.queue.feeds.settings import FolderFeed, SqlFeed
from kiosk.queue.port_document import PortDocument
from kiosk.queue.port_drop import TableDrop
from kiosk.queue.port_sim import PortSimulation
from kiosk.queue.port_sql import SqlPort
from kiosk.queue.port_tables import HEADINGS, Numbers, TableMischief, rows
from kiosk.queue.times import instant
from kiosk.store import Store
from sync.records import Vehicle
from tests.queue.postgres import postgres
from tests.queue.test_port_sim import simulator

pytestmark = pytest.mark.logs("kiosk.queue.feeds")

SKEW = timedelta(minutes=7)
SOON = timedelta(minutes=2)


def facts(document: PortDocument) -> set[tuple[str, ...]]:
    return {
        (v.country, v.plate, v.lane, v.state, v.registered_at, v.called_at, v.departed_at, v.gate)
        for v in document.vehicles
    }


class Home:
    """A home with one feed. `now` is moved by who tests."""

    def __init__(self, folder: Path, settings: FolderFeed | SqlFeed, now: datetime) -> None:
        self.folder = folder
        self.feed = make_feed(settings, "home")
        self.store = Store.open(folder)
        self.now = now

    def ask(self) -> str:
        return step(self.feed, self.store, self.folder, "home", self.now).state.trouble

    @property
    def state(self):
        return read_state(self.folder, self.feed.name)

    @property
    def plates(self) -> set[str]:
        return {each.plate for each in self.store.find(Vehicle)}

    @property
    def facts(self) -> set[tuple[str, ...]]:
        return {
            (v.country, v.plate, v.lane, v.state, v.registered_at, v.called_at, v.departed_at,
             v.gate)
            for v in self.store.find(Vehicle)
        }  # fmt: skip

    def close(self) -> None:
        self.feed.close()
        self.store.close()


class Dropping:
    """A simulated port that drops tables, and a home that reads them: at the same moments."""

    def __init__(self, folder: Path, kind: str, wrong: str = "") -> None:
        now = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
        self.simulation = PortSimulation(5, now)
        skew = SKEW if wrong == "skew" else timedelta()
        mischief = TableMischief(frozenset({wrong}), skew, 5)
        self.drop = TableDrop(folder / "drop", kind, mischief)
        self.home = Home(folder / "home", FolderFeed(name="f", path=str(folder / "drop")), now)

    def turn(self, gone_by: timedelta = SOON) -> str:
        """Some time goes by, a table is dropped, and is read when it is a minute old."""
        written = self.home.now + gone_by
        path = self.drop.fill(self.simulation.document(written))
        os.utime(path, (written.timestamp(), written.timestamp()))
        self.home.now = written + timedelta(minutes=1)
        return self.home.ask()

    @property
    def told(self) -> set[tuple[str, ...]]:
        return facts(self.simulation.document(self.home.now - timedelta(minutes=1)))


@pytest.fixture
def dropping(tmp_path: Path) -> Iterator[Callable[..., Dropping]]:
    made: list[Dropping] = []

    def make(kind: str, wrong: str = "") -> Dropping:
        made.append(Dropping(tmp_path, kind, wrong))
        return made[-1]

    yield make
    for each in made:
        each.home.close()


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Whether what may go wrong goes wrong each time, or never."""
    return lambda wrong: monkeypatch.setattr(port_misbehave, "OFTEN", 1.0 if wrong else 0.0)


def test_a_table_is_headed_as_the_chinese_sides_own() -> None:
    sample = (Path(__file__).parent / "samples/horgos-out-20260301.csv").read_text("gb18030")
    assert list(HEADINGS[:9]) == sample.splitlines()[0].split(",")
    now = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
    words = {row[4] for row in rows(PortSimulation(5, now).document(now))[1:]}
    assert {"已出境", "排队中", "暂停"} <= words


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_folder_tells_what_the_interface_tells(kind: str, dropping) -> None:
    port = dropping(kind)
    assert port.turn() == ""
    assert port.home.facts == port.told
    assert len(port.home.plates) > 300
    before = port.home.facts
    assert port.turn(timedelta(minutes=20)) == ""
    assert port.home.facts == port.told != before
    assert port.home.state.set_aside == 0


# what the feed says while each table is wrong in one way
OF_TABLES = {
    ("csv", "cut"): "cut-off",
    ("xlsx", "cut"): "cut-off",
    ("csv", "html"): "not-a-table",
    ("xlsx", "html"): "not-a-table",
    ("csv", "gbk"): "",
    ("csv", "column"): None,  # by which one it is
    ("xlsx", "column"): None,
    ("csv", "half"): "",
    ("xlsx", "half"): "",
    ("csv", "skew"): "future",
    ("xlsx", "skew"): "future",
}


@pytest.mark.parametrize(("kind", "wrong"), OF_TABLES)
def test_a_table_that_is_wrong_is_got_over(kind: str, wrong: str, dropping, always) -> None:
    port = dropping(kind, wrong)
    always(False)
    port.turn()
    before = port.home.plates
    always(True)
    said = {port.turn() for _ in range(3)}
    expected = OF_TABLES[kind, wrong]
    if wrong == "skew":  # some of its moments are not far enough ahead
        assert expected in said <= {"", expected}
    elif expected is not None:
        assert said == {expected}
    if expected in ("cut-off", "not-a-table"):
        assert before <= port.home.plates, "nobody is taken off the page"
    if wrong == "half":
        assert port.home.state.set_aside > 10
    always(False)
    if wrong == "skew":
        return  # its clock is still off
    assert port.turn() == ""
    assert port.home.facts == port.told


def test_an_old_copy_is_not_believed(dropping, always) -> None:
    port = dropping("csv", "stale")
    always(False)
    port.turn()
    port.turn(timedelta(minutes=50))
    before, known = port.home.facts, port.home.state.as_of
    always(True)
    assert port.turn() == "backwards"
    assert (port.home.facts, port.home.state.as_of) == (before, known)
    always(False)
    assert port.turn() == ""
    assert port.home.facts == port.told


def test_a_young_table_is_looked_at_again_soon(dropping) -> None:
    port = dropping("csv")
    port.drop.fill(port.simulation.document(port.home.now))
    port.home.now = datetime.now(UTC)
    assert (port.home.ask(), port.home.plates, port.home.feed.every) == ("", set(), 1.5)
    port.home.now += timedelta(seconds=1.5)
    port.home.ask()
    assert len(port.home.plates) > 300
    assert port.home.feed.every == 10


def test_a_table_that_is_written_anew_all_the_time_is_read_all_the_same(dropping) -> None:
    port = dropping("csv")
    for _ in range(13):
        port.home.now += timedelta(seconds=5)
        path = port.drop.fill(port.simulation.document(port.home.now))
        os.utime(path, (port.home.now.timestamp(),) * 2)
        assert port.home.ask() == ""
    assert len(port.home.plates) > 300


def test_a_folder_that_takes_nothing_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here")
    told = CliRunner().invoke(port_sim, ["--port", "0", "--drop", str(tmp_path / "file/drop")])
    assert isinstance(told.exception, BadInput)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture(params=["postgresql", "sqlite"])
def url(request: pytest.FixtureRequest, server: str, tmp_path: Path) -> Iterator[str]:
    """An empty database's."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/port.db"
        return
    yield server
    engine = sa.create_engine(sa.make_url(server).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP VIEW outbound; DROP TABLE port_lorries, port_runs")
    engine.dispose()


class Filling:
    """A simulated port that fills a database, and a home that reads the view. Times are real: the
    database tells its own."""

    def __init__(self, url: str, folder: Path, *wrong: str) -> None:
        now = datetime.now(UTC).replace(microsecond=0)
        self.at = now - timedelta(minutes=59)
        self.simulation = PortSimulation(5, self.at)
        self.asked: list[str] = []
        self.port = SqlPort(url, Numbers(frozenset(wrong), 5), lambda _: self.ask())
        settings = SqlFeed(
            name="v", url=url, view="outbound", since="change_no", timeout=0.3,
            as_of="SELECT max(filled_at) FROM port_runs",
        )  # fmt: skip
        self.home = Home(folder / "home", settings, now)

    def ask(self) -> None:
        self.asked.append(self.home.ask())

    def turn(self, gone_by: timedelta = SOON) -> str:
        self.at += gone_by
        self.port.fill(self.simulation.document(self.at))
        self.ask()
        return self.asked[-1]

    @property
    def told(self) -> set[tuple[str, ...]]:
        return facts(self.simulation.document(self.at))


@pytest.fixture
def filling(url: str, tmp_path: Path) -> Iterator[Callable[..., Filling]]:
    made: list[Filling] = []

    def make(*wrong: str) -> Filling:
        made.append(Filling(url, tmp_path, *wrong))
        return made[-1]

    yield make
    for each in made:
        each.home.close()


def test_a_view_tells_what_the_interface_tells(filling) -> None:
    port = filling()
    assert port.turn() == ""
    assert port.home.facts == port.told
    assert len(port.home.plates) > 300
    assert port.home.state.as_of == port.at
    known, before = port.home.state.sequence, port.home.facts
    assert port.turn(timedelta(minutes=6)) == ""
    assert port.home.facts >= port.told != before
    assert port.home.state.sequence > known
    assert port.home.state.set_aside == 0


def test_numbers_left_out_lose_nothing(filling, always) -> None:
    port = filling("gap")
    always(False)
    port.turn()
    for wrong in (True, False, True, False):
        always(wrong)
        assert port.turn() == ""
    assert port.home.facts >= port.told
    assert port.home.state.gaps == 0, "a database leaves numbers out by itself"


def test_numbers_that_begin_anew_lose_nothing(filling, always) -> None:
    port = filling("rewind")
    always(False)
    port.turn()
    always(True)
    assert port.turn() == ""
    assert port.home.state.rewinds == 1
    always(False)
    assert port.turn() == ""
    assert port.home.facts >= port.told


def test_a_long_transaction_is_waited_for_and_given_up(url: str, filling, always) -> None:
    port = filling("long")
    always(False)
    port.turn()
    before = port.home.facts
    always(True)
    port.at += SOON
    port.port.fill(port.simulation.document(port.at))
    assert port.asked[-1] == ("unreachable" if "sqlite" in url else "timeout")
    assert port.home.facts == before
    always(False)
    assert port.turn() == ""
    assert port.home.facts >= port.told


@pytest.mark.parametrize("wrong", ["mysql://port/db", "sqlite://", "sqlite:////no/where.db", "x"])
def test_a_database_that_can_not_be_filled_is_one_sentence(wrong: str) -> None:
    told = CliRunner().invoke(port_sim, ["--port", "0", "--sql", wrong])
    assert isinstance(told.exception, BadInput)
    assert "\n" not in str(told.exception)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_command_speaks_all_of_them(kind: str, url: str, tmp_path: Path) -> None:
    folder = str(tmp_path / "drop")
    with simulator("--drop", folder, "--as", kind, "--sql", url, "--every", "0.5"):
        now = datetime.now(UTC)
        for settings in (
            FolderFeed(name="f", path=folder),
            SqlFeed(name="v", url=url, view="outbound"),
        ):
            home = Home(tmp_path / settings.name, settings, now + timedelta(minutes=2))
            assert home.ask() == ""
            assert len(home.plates) > 300
            newest = max(instant(each.registered_at) for each in home.store.find(Vehicle))
            assert now - timedelta(hours=1) < newest <= now + timedelta(minutes=2)
            home.close()
