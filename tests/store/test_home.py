"""The data folder, and the sample home that stands where none was named."""

import json
import tomllib

import pytest

from kiosk.assets import assets_folder
from kiosk.errors import BadInput, Failure
from kiosk.home import SAMPLE, data_folder, ensure_sample, sample_content
from kiosk.store import Store
from sync.records import KINDS, Home, Rate
from sync.records.files import read_content

HOME = {
    "id": SAMPLE,
    **{name: {"en": name} for name in ("name", "short_name", "port", "address")},
    "sample": True,
}
RATE = {"id": "KZT", "currency": "KZT", "per_yuan": 74.2, "as_of": "2026-11-23T10:00:00+08:00"}


def content(place, kind, *records):
    place.mkdir(parents=True, exist_ok=True)
    file = place / f"{kind}.json"
    file.write_text(
        json.dumps({"sample": True, "about": "for a test", "kind": kind, "records": records})
    )
    return file


@pytest.fixture
def assets(tmp_path, monkeypatch):
    place = tmp_path / "assets" / "content" / SAMPLE
    content(place, "home", HOME)
    content(place, "rate", RATE)
    monkeypatch.setenv("KIOSK_ASSETS", str(tmp_path / "assets"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.delenv("KIOSK_DATA", raising=False)
    return place


def test_the_option_counts_before_the_environment(assets, tmp_path, monkeypatch):
    monkeypatch.setenv("KIOSK_DATA", str(tmp_path / "b"))
    assert data_folder(tmp_path / "a") == tmp_path / "a"
    assert data_folder(None) == tmp_path / "b"
    assert not (tmp_path / "a").exists()
    with pytest.raises(BadInput, match="is a file"):
        data_folder(assets / "home.json")


def test_without_a_name_a_sample_home_is_made_once(assets, tmp_path):
    folder = data_folder(None)
    assert folder == tmp_path / "share" / "driver-home" / "sample"
    assert tomllib.loads((folder / "kiosk.toml").read_text()) == {"home": SAMPLE}
    with Store.open(folder) as store:
        assert [home.id for home in store.find(Home)] == [SAMPLE]
        assert store.outbox() == []  # it came from above
        store.remove(Rate, "KZT")
    (folder / "kiosk.toml").write_text('home = "mine"\n')

    assert data_folder(None) == folder
    ensure_sample(folder)

    with Store.open(folder) as store:
        assert store.count(Rate) == 0
    assert (folder / "kiosk.toml").read_text() == 'home = "mine"\n'


def test_a_relative_data_home_counts_as_none(assets, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", "share")
    assert data_folder(None) == tmp_path / ".local" / "share" / "driver-home" / "sample"


@pytest.mark.parametrize(
    ("kind", "records"),
    [
        ("rate", [{**RATE, "per_yuan": "many"}]),
        ("rate", [{**RATE, "colour": "red"}]),
        ("spaceship", []),
    ],
)
def test_a_broken_content_file_is_named(tmp_path, kind, records):
    with pytest.raises(Failure, match=rf"{kind}\.json can't be used"):
        read_content(content(tmp_path, kind, *records))


def test_missing_assets_are_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("KIOSK_ASSETS", str(tmp_path / "nowhere"))
    with pytest.raises(Failure, match="install it again"):
        assets_folder()
    (tmp_path / "nowhere").mkdir()
    with pytest.raises(Failure, match="install it again"):
        sample_content()


def test_the_sample_that_ships_fills_a_store(folder, monkeypatch):
    monkeypatch.delenv("KIOSK_ASSETS", raising=False)
    ensure_sample(folder)
    with Store.open(folder) as store:
        kept = [record for kind in KINDS.values() for record in store.find(kind)]
        assert sorted(r.id for r in sample_content()) == sorted(r.id for r in kept)
        assert store.find(Home)[0].sample
