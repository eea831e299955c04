"""Made-up days: the same from the same seed, by the rules of the screens, and all told upstream."""

import json
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.config import read_settings
from kiosk.home import SAMPLE, ensure_sample
from kiosk.simulate.days import Plan, held_until, simulate
from kiosk.store import Store
from kiosk.zones import BEIJING
from sync.outbox import Action, record_of, tells
from sync.records import (
    KINDS,
    Audit,
    DeviceStatus,
    Dish,
    Feedback,
    FeedStatus,
    ForecastScore,
    Merge,
    PageUse,
    PortEvent,
    Record,
    Vehicle,
    VehicleSummary,
    Watch,
)

MONDAY = datetime(2026, 3, 2, tzinfo=BEIJING)
REPOSITORY = Path(__file__).parents[2]
UP = (PageUse, Feedback, ForecastScore, VehicleSummary, FeedStatus, DeviceStatus, Audit)


def live(folder: Path, seed: int = 7, drivers: int = 40, days: int = 1) -> Path:
    if not (folder / "kiosk.toml").exists():
        ensure_sample(folder)
    with Store.open(folder) as store:
        simulate(store, read_settings(folder), Plan(drivers, days, seed, MONDAY))
    return folder


def kept(folder: Path) -> dict[str, list[Record]]:
    with Store.open(folder) as store:
        return {name: store.find(kind) for name, kind in KINDS.items()}


def comparable(folder: Path) -> str:
    """Everything, with one name for the device, and for what its key veils."""
    with Store.open(folder) as store:
        device = store.head().device
    told = {
        name: [each for each in records if not isinstance(each, VehicleSummary)]
        for name, records in kept(folder).items()
    }
    text = repr(told).replace(device, "device")
    return re.sub(r"'#[0-9a-f]{30}'", "'#veiled'", text)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return live(tmp_path_factory.mktemp("simulated"), days=3)


def test_the_same_seed_makes_the_same_days(tmp_path):
    one, again, other = (
        live(tmp_path / name, seed) for name, seed in (("one", 7), ("again", 7), ("other", 8))
    )
    assert comparable(one) == comparable(again)
    assert [each.vehicles for each in kept(one)["vehicle-summary"]] == [
        each.vehicles for each in kept(again)["vehicle-summary"]
    ]
    ids = [{each.id for each in kept(each)["page-use"]} for each in (one, other)]
    assert not ids[0] & ids[1]


def test_every_kind_that_goes_up_has_something_in_it(folder):
    for kind in UP:
        assert kept(folder)[kind.info.kind], kind.info.kind
    (audit,) = kept(folder)["audit"]
    assert audit.what == "simulated"
    assert "3 days of 40 drivers" in audit.detail
    assert len(kept(folder)["vehicle-summary"]) == 3


def test_the_outbox_tells_of_each_and_of_nothing_else(folder):
    with Store.open(folder) as store:
        ops = store.outbox()
        last = {(op.kind, op.record): op for op in ops}
        told = {
            (name, each.id): each
            for name, kind in KINDS.items()
            if tells(kind) and kind is not Dish
            for each in store.find(kind)
        }
    content = {key for key in told if key not in last}
    assert {name for name, _ in content}.isdisjoint({kind.info.kind for kind in UP})
    for (name, record), op in last.items():
        assert op.action is Action.PUT
        assert record_of(op, KINDS[name]) == told[name, record]
    append = [op for op in ops if KINDS[op.kind].info.merge is Merge.APPEND]
    assert len(append) == len({(op.kind, op.record) for op in append})


def test_no_plate_goes_up(folder):
    with Store.open(folder) as store:
        said = b"".join(op.fields + op.record.encode() for op in store.outbox()).decode(
            "utf-8", "replace"
        )
        plates = {each.plate for each in store.find(Vehicle)}
        plates |= {
            each.vehicle.partition("-")[2]
            for each in store.find(PortEvent)
            if each.vehicle[:1] not in ("", "#")
        }
    assert len(plates) > 500
    assert [each for each in plates if each in said] == []


def test_drivers_do_what_the_screens_let_them_do(folder):
    there = kept(folder)
    pages = set(re.findall(r'pages\["([\w-]+)"\]', (REPOSITORY / "kiosk/app.py").read_text()))
    assert {each.page for each in there["page-use"]} <= pages - {"attract"}
    assert {"queue-vehicle", "queue-watch", "meals", "service"} <= {
        each.page for each in there["page-use"]
    }
    assert len([each for each in there["page-use"] if each.page == "language"]) == 3 * 40
    watches: list[Watch] = there["watch"]
    assert any(each.told for each in watches)
    assert any(each.answered_at for each in watches)
    about = {each.about for each in there["feedback"]}
    assert about <= pages | {each.id for each in there["service"]}
    assert {each.home for name in there for each in there[name] if each.home} == {SAMPLE}


def test_what_is_past_its_retention_is_not_there_and_old_plates_are_veiled(folder):
    there = kept(folder)
    veiled = [each for each in there["port-event"] if each.vehicle.startswith("#")]
    assert veiled
    assert max(each.at for each in veiled) < "2026-03-03T00:00:00+08:00"
    assert min(each.at for each in there["watch"]) >= "2026-03-03T00:00:00+08:00"


def kiosk(*arguments: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "kiosk", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_counts_what_is_there_then_and_writes_on(tmp_path):
    few = ("--drivers", 3, "--days", 1, "--seed", 1, "--data", tmp_path / "new")
    counts = []
    for _ in range(2):
        done = kiosk("simulate", *few)
        assert (done.returncode, done.stderr) == (0, "")
        counts.append(
            {name: int(count) for name, count in map(str.split, done.stdout.splitlines())}
        )
    assert counts[0]["dish"] == counts[1]["dish"] > 40  # the sample's content
    assert [each["vehicle-summary"] for each in counts] == [1, 2]
    assert counts[1]["page-use"] > counts[0]["page-use"] > 6
    listed = [
        json.loads(line) for line in kiosk("export", "--data", tmp_path / "new").stdout.splitlines()
    ]
    assert {each["kind"]: each["count"] for each in listed if each["count"]} == counts[1]
    early = kiosk("simulate", *few, "--start", "2026-03-02")
    assert early.returncode == 2
    assert "start at" in early.stderr


def test_an_enrolled_kiosk_keeps_its_home_and_content_and_has_ids_of_its_own(tmp_path):
    enrolled = tmp_path / "enrolled"
    enrolled.mkdir()
    (enrolled / "kiosk.toml").write_text(f'home = "{SAMPLE}"\nserver = "https://hq.example"\n')
    dish = Dish(id="dish-only", name={"en": "Only"}, course="soup", price=100)
    with Store.open(enrolled) as store:
        store.adopt([dish])
    live(enrolled)
    alone = live(tmp_path / "alone")
    assert kept(enrolled)["dish"] == [dish]
    ids = [{each.id for each in kept(each)["page-use"]} for each in (enrolled, alone)]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_two_homes_share_no_id(tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "kiosk.toml").write_text('home = "nur-zholy"\n')
    one, two = kept(live(tmp_path / "one")), kept(live(other))
    assert {each.home for each in two["page-use"]} == {"nur-zholy"}
    for kind in UP:
        if kind is not FeedStatus:  # named after the feed
            name = kind.info.kind
            assert not {each.id for each in one[name]} & {each.id for each in two[name]}


def test_it_says_how_far_a_folder_has_come(folder, tmp_path):
    with Store.open(folder) as store:
        until = held_until(store)
    assert until is not None
    assert until.astimezone(BEIJING).date().isoformat() == "2026-03-04"
    with Store.open(tmp_path) as store:
        assert held_until(store) is None


GOOD = {"--drivers": "5", "--days": "1", "--seed": "1"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"--drivers": "-1"},
        {"--drivers": "1000000"},
        {"--days": "0"},
        {"--days": "-3"},
        {"--days": "100000"},
        {"--seed": "lucky"},
        {"--start": "yesterday"},
        {"--start": "9999-12-31"},
        {"--seed": None},
    ],
)
def test_bad_input_is_one_sentence_and_writes_no_day(tmp_path, wrong):
    given = {name: value for name, value in {**GOOD, **wrong}.items() if value is not None}
    done = kiosk("simulate", *(part for pair in given.items() for part in pair), "--data", tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    with Store.open(tmp_path) as store:
        assert store.count(PageUse) == store.count(Audit) == 0


def test_no_screen_is_needed(tmp_path):
    program = (
        "import sys\n"
        "from kiosk.cli import main\n"
        "try:\n"
        "    main(sys.argv[1:])\n"
        "finally:\n"
        "    print([name for name in sys.modules if name.startswith(('PySide6', 'shiboken6'))])\n"
    )
    arguments = [
        "simulate",
        "--drivers",
        "2",
        "--days",
        "1",
        "--seed",
        "1",
        "--data",
        str(tmp_path),
    ]
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_running_kiosk_is_left_alone(tmp_path):
    from kiosk.store import FolderLock

    ensure_sample(tmp_path)
    with FolderLock(tmp_path):
        done = kiosk("simulate", "--drivers", 1, "--days", 1, "--seed", 1, "--data", tmp_path)
    assert done.returncode == 1
    assert "stop it" in done.stderr
