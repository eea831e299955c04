"""A new kiosk fetches its house's pages from a real server: the door shows how far it is, also over
a cut, and then the house is there without a restart."""

import threading
import time
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from kiosk.app import App, Surroundings
from kiosk.assets import assets_folder
from kiosk.errors import Failure
from kiosk.home import sample_content
from kiosk.joining import join, settings_of
from kiosk.shell.fetching import Fetching
from kiosk.states import NOON
from kiosk.store import Store
from kiosk.store.sync_state import sync_state
from kiosk.syncing import Syncing, sync_once
from sync.engine import Done, Progress, Stage
from sync.records import Notice
from sync.server.writing import remove, write
from tests.sync.proxy import Proxy
from tests.sync.test_joining import HOME, Server

PATIENCE = 60_000  # milliseconds


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = Server(tmp_path_factory.mktemp("hq"))
    engine = sa.create_engine(made.url)
    notices = [Notice(id=f"n{n}", home=HOME, text={"en": f"Notice {n}"}) for n in range(1500)]
    with engine.begin() as connection:
        write(connection, "headquarters", [*notices, *sample_content()], time.time_ns() // 1000)
    engine.dispose()
    yield made
    made.end()


@pytest.fixture
def wire(server):
    with Proxy(server.port) as wire:
        yield wire


@pytest.fixture
def app(kiosks, server, wire, tmp_path):
    kiosks.close()  # the language belongs to the whole program
    join(tmp_path, server.code(), wire.address)
    around = Surroundings(
        lambda: NOON, assets_folder(), moving=False, ticking=False, diagonal_inches=32
    )
    made = App(settings_of(tmp_path), Store.open(tmp_path), around)
    yield made
    made.close()


class Run(threading.Thread):
    """A sync on a thread, which tells the app. `each` is called with every progress."""

    def __init__(self, app, each=lambda _progress: None):
        super().__init__()
        self.app, self.each, self.trouble = app, each, ""

    def run(self):
        def hear(progress):
            self.app.progress.emit(progress)
            self.each(progress)

        try:
            sync_once(
                self.app.store.path.parent,
                self.app.settings,
                changed=self.app.content_changed.emit,
                on_progress=hear,
            )
        except Failure as failure:
            self.trouble = str(failure)

    def through(self, qtbot):
        self.start()
        qtbot.waitUntil(lambda: not self.is_alive(), timeout=PATIENCE)
        qtbot.wait(1)  # what it told stands in the loop
        return self


def test_the_door_shows_how_far_it_is_also_over_a_cut(app, wire, qtbot):
    shown = []
    app.sync.changed.connect(lambda: shown.append(app.sync.fetched))
    assert app.sync.fetched == 0
    assert app.house._tiles.rows == []
    cut = Run(app, lambda _progress: wire.unplug()).through(qtbot)
    assert cut.trouble
    (first,) = shown
    assert 0 < first < 100
    app.clock.tick()
    app.sync.look()
    assert app.sync.fetched == first  # it stays where it was

    wire.mend()
    assert not Run(app).through(qtbot).trouble
    assert shown == [*sorted(shown[:-1]), -1]
    assert len(app.house._tiles.rows) > 3
    assert app.house.name
    assert app.services._rows.rows
    assert app.store.count(Notice) >= 1500
    app.navigator.goHome()


def test_what_another_program_has_fetched_is_there_within_a_minute(app, qtbot):
    folder = app.store.path.parent
    sync_once(folder, app.settings)  # as a timer does it: nobody tells the app
    assert app.house._tiles.rows == []
    app.sync.look()  # each minute
    assert app.sync.fetched == -1
    assert len(app.house._tiles.rows) > 3


def test_a_removal_at_headquarters_reaches_the_open_list(app, server, qtbot):
    Run(app).through(qtbot)
    app.session.begin()
    app.navigator.goHome()
    app.navigator.go("services", "")
    first = app.services._rows.rows[0]
    engine = sa.create_engine(server.url)
    kind = type(next(each for each in sample_content() if each.id == first.id))
    with engine.begin() as connection:
        remove(connection, "headquarters", HOME, kind, [first.id], time.time_ns() // 1000)
    Run(app).through(qtbot)
    assert app.services._rows.rows[0].gone
    app.navigator.goHome()
    app.navigator.go("services", "")
    assert app.services._rows.rows[0].id != first.id
    with engine.begin() as connection:
        write(connection, "headquarters", sample_content(), time.time_ns() // 1000)
    engine.dispose()


def test_a_kiosk_that_has_joined_nobody_shows_no_bar(kiosks, tmp_path):
    kiosks.close()
    around = Surroundings(
        lambda: NOON, assets_folder(), moving=False, ticking=False, diagonal_inches=32
    )
    made = App(settings_of(tmp_path), Store.open(tmp_path), around)
    assert made.sync.fetched == -1
    made.close()


def test_the_bar_never_goes_back():
    bar = Fetching(0)
    told = []
    for done, of in ((1000, 4000), (2000, 4000), (500, 2000), (2000, 2000)):
        bar.hear(done, of)
        told.append(bar.percent)
    assert told == [25, 50, 62, 100]
    assert bar.over


def test_the_bar_of_a_program_that_was_started_again_counts_what_is_there():
    bar = Fetching(3000)
    bar.hear(500, 1000)
    assert (bar.percent, bar.over) == (87, False)


def test_a_house_without_content_is_fetched_at_once():
    bar = Fetching(0)
    bar.hear(0, 0)
    assert bar.over


def test_the_syncing_thread_tells_how_far_it_is(app, qtbot):
    heard = []
    told = Progress(Stage.HEARING, 1, 2)

    def sync(*_args, on_progress, **_more):
        on_progress(told)
        return Done()

    folder = app.store.path.parent
    syncing = Syncing(
        folder, app.settings, print, on_progress=heard.append, sync=sync, chance=lambda: 0.0
    )
    syncing.start()
    qtbot.waitUntil(lambda: bool(heard), timeout=PATIENCE)
    syncing.stop()
    assert heard == [told]
    assert sync_state(app.store, f"{datetime.now(UTC):%Y-%m-%d}").synced_at is None
