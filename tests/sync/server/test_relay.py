"""A home's server between kiosks and headquarters: everything passes, once, and what may not leave
the home stays."""

import contextlib
import json
import random
import time
from pathlib import Path

import pytest

from kiosk.errors import Failure
from sync import identity
from sync.client import HttpTransport
from sync.comparing import compare
from sync.counter import Counter, DeviceSigner
from sync.engine import Engine, NotDone, Unreachable
from sync.errors import BadInput
from sync.hq import joining
from sync.outbox import now
from sync.records import Notice, PageUse, Place, Watch
from sync.server.core import Headquarters
from sync.server.database import connect
from sync.server.upstream import HomeLocal
from sync.server.upstream_state import Joined, kept
from tests.sync.proxy import Proxy
from tests.sync.server.processes import AT, HOME, Kiosk, Server, uses

CONTENT = Path(__file__).resolve().parents[3] / "assets" / "content" / HOME


@pytest.fixture
def headquarters(tmp_path):
    with Server(f"sqlite:///{tmp_path / 'hq.db'}") as server:
        server.hq("content", str(CONTENT))
        yield server


@pytest.fixture
def wire(headquarters):
    with Proxy(headquarters.port) as wire:
        yield wire


class Home:
    """A home's server on `url`, that syncs upstream when it is told to."""

    def __init__(self, url: str, folder: Path, headquarters: Server, wire: Proxy) -> None:
        folder.mkdir()
        self.folder = folder
        self.wire = wire
        self.engine = connect(url)
        self.core = Headquarters(self.engine, "home")
        line = HttpTransport(wire.address)
        joining.join_with(self.core, folder, line, headquarters.code("desk"))
        line.close()
        # without an identity: it is this test that syncs
        idle = folder / "idle"
        idle.mkdir()
        self.server = Server(url, "--upstream", "http://127.0.0.1:1", "--identity", str(idle))

    def local(self) -> HomeLocal:
        return HomeLocal(self.engine, self.folder, HOME, now=self.core.now)

    def sync(self, *, comparing: bool = False, allowed: bool = False):
        local, line = self.local(), HttpTransport(self.wire.address)
        known = identity.load(self.folder)
        signer = DeviceSigner(lambda: known, Counter(local.file))
        engine = Engine(local, line, signer, now, time.monotonic)
        try:
            done = engine.run(allowed=allowed)
            return compare(local, engine, done) if comparing else done
        finally:
            line.close()

    def close(self) -> None:
        self.server.kill()
        self.engine.dispose()


@pytest.fixture
def home(url, tmp_path, headquarters, wire):
    home = Home(url, tmp_path / "desk", headquarters, wire)
    yield home
    home.close()


def ids(records) -> list[str]:
    return sorted(each["id"] if isinstance(each, dict) else each.id for each in records)


def notice(id: str, icon: str = "bullhorn") -> Notice:
    return Notice(id=id, home=HOME, text={"en": id}, icon=icon)


def watch(id: str) -> Watch:
    return Watch(id=id, home=HOME, vehicle="CN-A1", plate="A1", country="CN", locale="en", at=AT)


def test_what_kiosks_tell_goes_up_in_order_with_its_origin(home, headquarters, tmp_path):
    one, two = Kiosk(tmp_path / "one", home.server), Kiosk(tmp_path / "two", home.server)
    told = uses(40)
    for at in range(0, 40, 4):
        one.add(*told[at : at + 2])
        one.sync()
        two.add(*told[at + 2 : at + 4])
        two.sync()
    forwarded = home.local().waiting(100)
    assert [op.record for op in forwarded] == [each.id for each in told]
    assert len({op.device for op in forwarded}) == 2
    assert home.sync().told == 40
    assert ids(headquarters.export("page-use")) == ids(told)
    assert home.local().waiting(10) == []
    done = home.sync(comparing=True)
    assert (done.told, done.mended, done.offered) == (0, 0, 0)


def test_content_comes_down_and_the_desks_edits_go_up(home, headquarters, tmp_path):
    home.sync()
    one, two = Kiosk(tmp_path / "one", home.server), Kiosk(tmp_path / "two", home.server)
    one.sync()
    two.sync()
    assert ids(one.find(Place)) == ids(headquarters.export("place"))
    first = one.find(Notice)[0]
    edited = Notice(id=first.id, home=HOME, text=first.text, icon="star")
    one.put(edited, notice("new"))
    one.sync()
    two.sync()
    assert {each.icon for each in two.find(Notice) if each.id == first.id} == {"star"}
    home.sync()
    held = {each["id"]: each for each in headquarters.export("notice")}
    assert held[first.id]["icon"] == "star"
    assert "new" in held
    # made upon what headquarters had: nothing was overtaken
    assert headquarters.hq("losing") == ""
    headquarters.hq("content", "--remove", "notice", "new", "--home", HOME)
    home.sync()
    two.sync()
    assert "new" not in ids(two.find(Notice))
    assert home.sync(comparing=True).mended == 0
    assert two.sync(comparing=True).mended == 0


def test_an_edit_made_meanwhile_at_headquarters_meets_the_houses(home, headquarters, tmp_path):
    home.sync()
    kiosk = Kiosk(tmp_path / "one", home.server)
    kiosk.sync()
    first = kiosk.find(Notice)[0]
    file = tmp_path / "one.json"
    mine = Notice(id=first.id, home=HOME, text=first.text, icon="house")
    theirs = {"id": first.id, "home": HOME, "text": first.text, "icon": "headquarters"}
    file.write_text(json.dumps({"kind": "notice", "records": [theirs]}), "utf-8")
    kiosk.put(mine)
    headquarters.hq("content", str(file))
    kiosk.sync()
    home.sync()
    kiosk.sync()
    icons = {
        each["icon"]
        for held in (headquarters.export("notice"), home.server.export("notice"))
        for each in held
        if each["id"] == first.id
    }
    assert {each.icon for each in kiosk.find(Notice) if each.id == first.id} == icons
    (lost,) = [json.loads(line) for line in headquarters.hq("losing").splitlines()]
    shown = json.loads(headquarters.hq("losing", "show", str(lost["number"])))
    assert {shown["fields"]["icon"], *icons} == {"house", "headquarters"}


def test_watches_reach_the_homes_other_kiosks_and_nobody_else(home, headquarters, tmp_path):
    one, two = Kiosk(tmp_path / "one", home.server), Kiosk(tmp_path / "two", home.server)
    one.put(watch("w1"))
    one.sync()
    one.sync()  # it has heard that this is the home's own server
    two.sync()
    assert ids(two.find(Watch)) == ["w1"]
    home.sync(comparing=True)
    assert headquarters.export("watch") == []
    assert headquarters.hq("quarantine", "list", "--all") == ""


def test_headquarters_keeps_nothing_of_a_watch_that_is_told_to_it(headquarters, tmp_path):
    kiosk = Kiosk(tmp_path / "one", headquarters)
    kiosk.put(watch("w-a1"))
    kiosk.sync()
    kiosk.sync()
    assert headquarters.export("watch") == []
    assert "w-a1" not in headquarters.hq("quarantine", "list", "--all")


def test_cut_and_killed_anywhere_nothing_is_lost_or_doubled(home, headquarters, wire, tmp_path):
    chance = random.Random(7)
    with Proxy(home.server.port) as inner:
        kiosk = Kiosk(tmp_path / "one", home.server, inner.address)
        told = []
        for at in range(12):
            more = uses(40)
            kiosk.add(*more)
            told += more
            inner.cut(**{chance.choice(["up", "down"]): chance.randrange(3000)})
            wire.cut(**{chance.choice(["up", "down"]): chance.randrange(3000)})
            if at % 4 == 1:
                home.server.kill()
                home.server.start()
            if at % 4 == 3:
                headquarters.kill()
                headquarters.start()
            with contextlib.suppress(Failure):
                kiosk.sync()
            with contextlib.suppress(Unreachable, NotDone):
                home.sync()
        inner.mend()
        wire.mend()
        kiosk.sync(comparing=True)
        assert home.sync(comparing=True).offered == 0
    for held in (kiosk.find(PageUse), home.server.export("page-use")):
        assert ids(held) == ids(told)
    assert ids(headquarters.export("page-use")) == ids(told)


@pytest.mark.logs("hq")
def test_a_home_server_that_was_put_back_lets_its_kiosks_tell_again(
    headquarters, wire, tmp_path, empty_sqlite
):
    file = tmp_path / "home.db"
    home = Home(f"sqlite:///{file}", tmp_path / "desk", headquarters, wire)
    try:
        kiosk = Kiosk(tmp_path / "one", home.server)
        told = uses(5)
        kiosk.add(*told)
        kiosk.sync()
        home.sync()
        home.server.end()
        home.engine.dispose()
        yesterday = file.read_bytes()
        home.server.start()
        more = uses(5)
        kiosk.add(*more)
        kiosk.sync()
        home.sync()
        home.server.end()
        home.engine.dispose()
        file.write_bytes(yesterday)
        home.server.start()
        last = uses(1)
        kiosk.add(*last)
        kiosk.sync()
        assert home.local().unverified()
        home.sync(comparing=True)
        every = ids([*told, *more, *last])
        assert ids(headquarters.export("page-use")) == every
        assert ids(home.server.export("page-use")) == every
    finally:
        home.close()


@pytest.mark.logs("hq")
def test_what_a_home_server_fetched_back_is_its_kiosks_again(
    headquarters, wire, tmp_path, empty_sqlite
):
    file = tmp_path / "home.db"
    home = Home(f"sqlite:///{file}", tmp_path / "desk", headquarters, wire)
    try:
        kiosk = Kiosk(tmp_path / "one", home.server)
        kiosk.sync()
        home.sync()
        home.server.end()
        home.engine.dispose()
        yesterday = file.read_bytes()
        home.server.start()
        kiosk.add(*uses(5))
        kiosk.sync()
        home.sync()
        home.server.end()
        home.engine.dispose()
        file.write_bytes(yesterday)
        home.server.start()
        home.sync(comparing=True)
        assert len(home.server.export("page-use")) == 5
        kiosk.sync(comparing=True)
        # or it would offer them every night
        assert kiosk.sync(comparing=True).offered == 0
    finally:
        home.close()


def test_removing_much_of_a_kind_waits_for_a_person(home, headquarters, tmp_path):
    home.sync()
    kiosk = Kiosk(tmp_path / "one", home.server)
    kiosk.sync()
    places = ids(kiosk.find(Place))
    for id in places[:5]:
        headquarters.hq("content", "--remove", "place", id, "--home", HOME)
    assert home.sync().waiting == {"place": 5}
    kiosk.sync()
    assert ids(kiosk.find(Place)) == places
    assert "`hq removals --allow`" in home.server.hq("check")
    assert json.loads(home.server.hq("removals")) == {"kind": "place", "count": 5}
    assert home.server.hq("removals", "--allow") == ""
    kiosk.sync(allowed=True)
    assert ids(kiosk.find(Place)) == places[5:]
    assert home.sync(comparing=True).mended == 0


def test_a_home_server_knows_its_own_home_alone(home):
    assert kept(home.engine, Joined).home == HOME
    assert f"This is the server of {HOME}" in home.server.hq(
        "enroll", "--home", "other", "--device", "d", fails=2
    )


def test_a_home_server_syncs_by_itself(headquarters, tmp_path):
    url = f"sqlite:///{tmp_path / 'home.db'}"
    with pytest.raises(BadInput, match="of the code is wrong"):
        joining.read_code("1234 5678")
    code = headquarters.code("desk")
    with Server(url, "--upstream", headquarters.address, "--home", HOME) as server:
        # it joins while it runs
        assert HOME in server.hq("join", code, "--server", headquarters.address)
        kiosk = Kiosk(tmp_path / "one", server)
        told = uses(3)
        kiosk.add(*told)
        kiosk.sync()
        for _ in range(300):
            if headquarters.export("page-use"):
                break
            time.sleep(0.1)
        assert ids(headquarters.export("page-use")) == ids(told)
        assert server.end() == 0
