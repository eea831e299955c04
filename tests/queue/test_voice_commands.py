"""`kiosk queue say`, as an installer calls it."""

import subprocess
import sys
import wave
from pathlib import Path

import pytest


@pytest.fixture
def home(tmp_path) -> Path:
    (tmp_path / "kiosk.toml").write_text('home = "horgos-jinyi"\n[speaker]\nsimulated = true\n')
    return tmp_path


def say(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kiosk", "queue", "say", *arguments, "--data", str(home)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def seconds(file: Path) -> float:
    with wave.open(str(file)) as sound:
        return sound.getnframes() / sound.getframerate()


def test_a_call_goes_into_a_file(home):
    out = home / "call.wav"
    ended = say(home, "123 АВС 02", "--locale", "ru_RU", "--gate", "3", "--out", str(out))
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    assert 10 < seconds(out) < 30


def test_it_is_said_by_the_speaker_of_the_folder_also_at_night(home):
    (home / "kiosk.toml").write_text(
        'home = "horgos-jinyi"\n[speaker]\nsimulated = true\nquiet = ["00:00-00:00"]\n'
    )
    assert say(home, "新F12345").returncode == 0
    assert seconds(home / "said" / "000001.wav") > 5


def test_a_recording_in_the_folder_is_heard(home):
    (home / "sounds" / "zh").mkdir(parents=True)
    before, after = home / "before.wav", home / "after.wav"
    assert say(home, "新F12345", "--out", str(before)).returncode == 0
    with wave.open(str(home / "sounds" / "zh" / "to-gate.wav"), "wb") as recorded:
        recorded.setnchannels(1)
        recorded.setsampwidth(2)
        recorded.setframerate(8000)
        recorded.writeframes(bytes(2 * 8000 * 20))
    assert say(home, "新F12345", "--out", str(after)).returncode == 0
    assert seconds(after) - seconds(before) > 15


def test_what_can_t_be_said_is_one_sentence(home):
    ended = say(home, "使12345")
    assert ended.returncode == 2
    assert ended.stderr == "使12345 can't be said: a character of it has no name here.\n"


def test_a_broken_recording_is_one_sentence(home):
    (home / "sounds" / "zh").mkdir(parents=True)
    broken = home / "sounds" / "zh" / "f.wav"
    broken.write_bytes(b"none")
    ended = say(home, "新F12345", "--out", str(home / "call.wav"))
    assert ended.returncode == 1
    assert ended.stderr == (
        f"{broken} is no sound that can be played. Record it again, or remove it.\n"
    )
    assert not (home / "call.wav").exists()


def test_a_file_that_can_t_be_written_is_one_sentence(home):
    ended = say(home, "新F12345", "--out", str(home / "none" / "call.wav"))
    assert ended.returncode == 1
    assert ended.stderr.endswith("can't be written: No such file or directory.\n")
