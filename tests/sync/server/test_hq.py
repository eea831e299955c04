"""`hq serve` and the commands beside it, on SQLite and PostgreSQL: real processes, real kiosks."""

import contextlib
import json
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import requests

from kiosk.errors import Failure
from sync.hq.serving import trouble
from sync.records import Notice, PageUse
from sync.server.database import connect
from tests.sync.proxy import Proxy
from tests.sync.server.processes import HOME, Kiosk, Server, hq, uses

CONTENT = Path(__file__).resolve().parents[3] / "assets" / "content" / HOME


@pytest.fixture
def server(url):
    with Server(url) as server:
        yield server


def ids(records) -> list[str]:
    return sorted(each["id"] if isinstance(each, dict) else each.id for each in records)


def test_what_a_kiosk_told_is_exported_and_what_headquarters_wrote_is_there(server, tmp_path):
    server.hq("content", str(CONTENT))
    kiosk = Kiosk(tmp_path / "hall", server)
    told = uses(3)
    kiosk.add(*told)
    kiosk.sync()
    assert ids(server.export("page-use")) == ids(told)
    notices = json.loads((CONTENT / "notice.json").read_text("utf-8"))["records"]
    assert ids(kiosk.find(Notice)) == ids(notices)
    assert [each["id"] for each in server.export("notice")] == ids(notices)
    lines = [json.loads(line) for line in server.hq("export").splitlines()]
    assert {"kind": "page-use", "flow": "up", "count": 3} in lines
    assert "There is no kind nix" in server.hq("export", "nix", fails=2)


def test_content_that_is_so_already_is_not_sent_again(server, tmp_path):
    kiosk = Kiosk(tmp_path / "hall", server)
    assert "129 of 129" in server.hq("content", str(CONTENT))
    kiosk.sync()
    assert "0 of 129" in server.hq("content", str(CONTENT))
    assert kiosk.sync().heard == 0
    one = json.loads((CONTENT / "notice.json").read_text("utf-8"))
    one["records"] = one["records"][:1]
    one["records"][0]["icon"] = "star"
    (tmp_path / "one.json").write_text(json.dumps(one), "utf-8")
    assert "1 of 1" in server.hq("content", str(tmp_path / "one.json"))
    assert kiosk.sync().heard == 1
    id = one["records"][0]["id"]
    server.hq("content", "--remove", "notice", id, "--home", HOME)
    kiosk.sync()
    assert id not in ids(kiosk.find(Notice))
    assert "can't be read" in server.hq("content", str(tmp_path / "none.json"), fails=2)
    (tmp_path / "bad.json").write_text('{"kind": "nix", "records": []}')
    assert "no kind `nix`" in server.hq("content", str(tmp_path / "bad.json"), fails=2)


def test_two_edits_meet_and_the_one_that_lost_is_shown_and_taken_back(server, tmp_path):
    server.hq("content", str(CONTENT / "notice.json"))
    one, two = Kiosk(tmp_path / "one", server), Kiosk(tmp_path / "two", server)
    one.sync()
    two.sync()
    notice = one.find(Notice)[0]

    def with_icon(icon: str) -> Notice:
        return Notice(id=notice.id, home=HOME, text=notice.text, icon=icon)

    one.put(with_icon("first"))
    two.put(with_icon("second"))
    one.sync()
    two.sync()
    one.sync()
    (won,) = {each.find(Notice)[0].icon for each in (one, two)}
    (lost,) = [json.loads(line) for line in server.hq("losing").splitlines()]
    shown = json.loads(server.hq("losing", "show", str(lost["number"])))
    assert shown["record"] == notice.id
    assert {won, shown["fields"]["icon"]} == {"first", "second"}
    server.hq("losing", "take-back", str(lost["number"]))
    one.sync()
    two.sync()
    assert {each.find(Notice)[0].icon for each in (one, two)} == {shown["fields"]["icon"]}
    assert "no losing edit" in server.hq("losing", "take-back", str(lost["number"]), fails=2)


def test_a_revoked_device_is_refused_and_devices_tell(server, tmp_path):
    kiosk = Kiosk(tmp_path / "hall", server)
    kiosk.sync()
    (device,) = [json.loads(line) for line in server.hq("devices", "--json").splitlines()]
    assert (device["home"], device["name"], device["state"]) == (HOME, "hall", "active")
    assert HOME in server.hq("devices")
    server.hq("devices", "--revoke", device["id"])
    with pytest.raises(Failure, match="enrol"):
        kiosk.sync()
    assert "There is no device" in server.hq("devices", "--revoke", "nobody", fails=2)


def test_a_stop_writes_what_each_device_cost(server, tmp_path):
    kiosk = Kiosk(tmp_path / "hall", server)
    done = kiosk.sync()
    assert server.end() == 0
    (device,) = [json.loads(line) for line in server.hq("devices", "--json").splitlines()]
    assert device["requests"] == done.requests
    assert abs(device["up"] + device["down"] - done.up - done.down) < 40


def test_a_sync_with_nothing_to_do_is_one_small_exchange(server, tmp_path):
    with Proxy(server.port) as wire:
        kiosk = Kiosk(tmp_path / "hall", server, wire.address)
        kiosk.sync(comparing=True)
        kiosk.sync()
        wire.forget()
        done = kiosk.sync()
        assert (wire.requests, done.requests) == (1, 1)
        assert wire.up + wire.down <= 900
        # what the client counts is what went over the wire
        assert (done.up, done.down) == (wire.up, wire.down)


def test_check_says_what_waits_for_a_person(server, tmp_path):
    Kiosk(tmp_path / "hall", server).sync()
    found = json.loads(server.hq("check", "--json"))
    assert found["ok"]
    assert {each["state"] for each in found["parts"]} == {"ok"}
    assert "all seen lately" in server.hq("check")


def test_two_workers_on_one_database_are_as_one(url, tmp_path):
    with Server(url) as first, Server(url) as second:
        kiosks = [Kiosk(tmp_path / f"k{at}", (first, second)[at % 2]) for at in range(4)]
        told = {each: uses(60) for each in kiosks}
        failed = []

        def work(kiosk: Kiosk) -> None:
            try:
                for at in range(0, 60, 10):
                    kiosk.add(*told[kiosk][at : at + 10])
                    kiosk.address = (first, second)[at // 10 % 2].address
                    kiosk.sync()
            except Failure as error:  # shown below
                failed.append(str(error))

        threads = [threading.Thread(target=work, args=(each,)) for each in kiosks]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert not failed
        assert ids(first.export("page-use")) == ids(each for some in told.values() for each in some)
        for each in kiosks:
            assert each.sync(comparing=True).offered == 0


def test_a_server_killed_again_and_again_loses_and_doubles_nothing(url, tmp_path):
    with Server(url) as server, Proxy(server.port) as wire:
        kiosk = Kiosk(tmp_path / "hall", server, wire.address)
        told = uses(1500)
        kiosk.add(*told)
        for at in range(5):
            # its process ends while it works, or an answer is lost before
            wire.cut(up=400 + at * 1500) if at % 2 else wire.cut(down=at * 60)
            timer = threading.Timer(0.02 * at, server.process.kill)
            timer.start()
            with contextlib.suppress(Failure):
                kiosk.sync()
            timer.join()
            server.kill()
            server.start()
            wire.mend()
            more = uses(5)
            kiosk.add(*more)
            told += more
        kiosk.sync(comparing=True)
        assert kiosk.waiting() == 0
        assert ids(server.export("page-use")) == ids(told) == ids(kiosk.find(PageUse))


def test_bad_options_are_one_sentence(tmp_path):
    file = f"sqlite:///{tmp_path / 'hq.db'}"
    assert "no database's URL" in hq("nonsense", "devices", fails=2)
    assert "SQLite or PostgreSQL" in hq("mysql://x/y", "devices", fails=2)
    assert "There is no database" in hq(f"sqlite:///{tmp_path / 'no.db'}", "devices", fails=2)
    assert "can't name a home" in hq(file, "enroll", "--home", "a b", "--device", "d", fails=2)
    (tmp_path / "text.db").write_text("no database " * 500)
    text = f"sqlite:///{tmp_path / 'text.db'}"
    assert "can't be used" in hq(text, "devices", fails=1)


@pytest.mark.parametrize(
    ("options", "code", "sentence"),
    [
        (["--host", "no such host"], 2, "no address of this machine"),
        (["--upstream", "ftp://x"], 2, "no address of a server"),
        (["--upstream", "http://far.example"], 2, "not encrypted"),
        (["--upstream", "http://127.0.0.1:1"], 2, "has not joined"),
        (["--port", "PORT"], 1, "try --port 0"),
    ],
)
def test_a_server_that_can_not_start_says_why_in_one_sentence(tmp_path, options, code, sentence):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [
                *(sys.executable, "-m", "sync.hq", "serve"),
                *("--db", f"sqlite:///{tmp_path / 'hq.db'}"),
                *(each.replace("PORT", port) for each in options),
            ],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr.count("\n")) == (code, 1)
    assert sentence in done.stderr


def test_healthz_tells_when_the_database_is_away(tmp_path):
    with Server(f"sqlite:///{tmp_path / 'hq.db'}") as server:
        answer = requests.get(f"{server.address}/healthz", timeout=10)
        assert (answer.status_code, answer.text) == (200, "ok")
    away = connect("postgresql://nobody@127.0.0.1:1/none")
    assert trouble(away) == "The database can't be used."
