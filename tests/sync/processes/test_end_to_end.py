"""As a person does it: a code from `hq enroll`, `kiosk enroll`, a day of the home, a sync; then
both sides print the same, line by line."""

from collections.abc import Iterable

import pytest

from tests.sync.processes.ends import HOME, MOSTLY_SQLITE, UP, Kiosk, Server, alike


def both_print_the_same(server: Server, kiosk: Kiosk, kinds: Iterable[str]) -> dict[str, int]:
    """By `kiosk export` and `hq export` as processes; how many lines of each kind."""
    counts = {}
    for kind in kinds:
        here, there = kiosk.run("export", kind).stdout, server.hq("export", kind)
        assert here == there
        ids = [line.split('"id":"')[1].split('"')[0] for line in here.splitlines()]
        assert len(set(ids)) == len(ids)
        counts[kind] = len(ids)
    return counts


@pytest.mark.parametrize(
    ("url", "sample"),
    [
        pytest.param("sqlite", False, id="fresh"),
        pytest.param("postgresql", True, id="sample"),
        pytest.param("sqlite", True, id="sample-sqlite", marks=pytest.mark.soak),
        pytest.param("postgresql", False, id="fresh-postgresql", marks=pytest.mark.soak),
    ],
    indirect=["url"],
)
def test_a_day_is_at_headquarters(sample, server, tmp_path):
    kiosk = Kiosk(tmp_path / "kiosk")
    if sample:  # the sample home lives a day before it joins
        assert kiosk.run("simulate", "--drivers", "2", "--days", "1", "--seed", "3").returncode == 0
    code = server.hq("enroll", "--home", HOME, "--device", "hall").strip()
    joined = kiosk.run("enroll", code, "--server", server.address)
    assert joined.returncode == 0, joined.stderr
    lived = kiosk.run("simulate", "--drivers", "8", "--days", "1", "--seed", "7")
    assert lived.returncode == 0, lived.stderr
    told = kiosk.run("sync", "--once")
    assert told.returncode == 0, told.stderr
    some = ("audit", "page-use", "vehicle-summary")
    counts = both_print_the_same(server, kiosk, some if sample else UP)
    assert all(counts[kind] for kind in some)
    assert "told 0, heard 0" in kiosk.run("sync", "--once").stderr
    again = kiosk.run("enroll", code, "--server", server.address)
    assert again.returncode == 2
    assert again.stderr.count("\n") == 1
    alike(server, kiosk)


@MOSTLY_SQLITE
def test_two_kiosks_of_a_home_and_one_of_another(server, lived, tmp_path):
    kiosks = []
    for name, home in (("hall", HOME), ("door", HOME), ("far", "alashankou-boao")):
        kiosk = Kiosk(tmp_path / name)
        kiosk.folder.mkdir()
        code = server.hq("enroll", "--home", home, "--device", name).strip()
        assert kiosk.run("enroll", code, "--server", server.address).returncode == 0
        kiosk.live(20)
        kiosks.append(kiosk)
    running = [kiosk.start("sync", "--once") for kiosk in kiosks]
    for process in running:
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said
    alike(server, *kiosks)
