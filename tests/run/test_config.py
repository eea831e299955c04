"""kiosk.toml: whatever stands there, the kiosk runs on it or says in one sentence why not."""

import pytest

from kiosk.config import read_settings
from kiosk.errors import BadInput

HOME = 'home = "horgos-jinyi"\n'
FOLDER = '[[feeds]]\nkind = "folder"\nname = "{}"\npath = "{}"\n'
HTTP = '[[feeds]]\nkind = "http"\nname = "port"\nurl = "{}"\n'


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", "home"),
        ("home = ", "TOML"),
        ("home = 3", "home"),
        ('home = ""', "home"),
        ('home = "../elsewhere"', "home"),
        (HOME + "colour = 1", "colour"),
        (HOME + 'language = "xx"', "zh_CN"),
        (HOME + "[screen]\ndiagonal_inches = -1", "diagonal_inches"),
        (HOME + "[screen]\ndiagonal_inches = 1000", "diagonal_inches"),
        (HOME + "[screen]\ndiagonal_inches = nan", "diagonal_inches"),
        (HOME + "[session]\nidle_seconds = 0", "idle_seconds"),
        (HOME + "[session]\nidle_seconds = inf", "idle_seconds"),
        (HOME + "[session]\nwarning_seconds = 19", "20"),
        (HOME + "[session]\nwarning_seconds = nan", "20"),
        (HOME + FOLDER.format("a/b", "/drop"), "name"),
        (HOME + FOLDER.format("drop", "drop"), "begin with /"),
        (HOME + FOLDER.format("drop", "/a") + FOLDER.format("drop", "/b"), "two feeds"),
        (HOME + HTTP.format("ftp://port/"), "url"),
        (HOME + HTTP.format("http://"), "names no server"),
        (HOME + HTTP.format("http://port:99999/"), "names no server"),
        (HOME + HTTP.format("http://[::1/"), "names no server"),
    ],
)
def test_a_wrong_entry_is_named_in_one_sentence(tmp_path, text, names):
    (tmp_path / "kiosk.toml").write_text(text, "utf-8")
    with pytest.raises(BadInput) as said:
        read_settings(tmp_path)
    assert names in str(said.value)
    assert str(tmp_path / "kiosk.toml") in str(said.value)


def test_what_is_no_readable_file_is_said(tmp_path):
    (tmp_path / "kiosk.toml").write_bytes(b'home = "\xff"')
    with pytest.raises(BadInput, match="UTF-8"):
        read_settings(tmp_path)
    with pytest.raises(BadInput, match="can't be read"):
        read_settings(tmp_path, tmp_path)


def test_the_readme_s_settings_are_taken(tmp_path):
    text = (
        HOME + 'language = "ug_CN"\n[screen]\ndiagonal_inches = 32\n'
        "[session]\nidle_seconds = 60\nwarning_seconds = 20\n"
        + HTTP.format("http://port.example/api/port/v1/vehicles")
        + FOLDER.format("drop", "/var/lib/driver-home/drop")
    )
    (tmp_path / "kiosk.toml").write_text(text, "utf-8")
    settings = read_settings(tmp_path)
    assert settings.session.warning_seconds == 20
    assert [feed.name for feed in settings.feeds] == ["port", "drop"]
