"""The loudspeaker: by ALSA into a file, simulated, and where there is none; how loud, and when."""

import doctest
import math
import re
import subprocess
import sys
import wave
from array import array
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kiosk.devices.loudness
from kiosk.config import read_settings
from kiosk.devices.loudness import loudness
from kiosk.devices.settings import SpeakerSettings
from kiosk.devices.sound import RATE, joined
from kiosk.devices.speaker import (
    KEPT,
    BrokenSound,
    SoundCard,
    SpeakerSim,
    SpeakerTrouble,
    make_speaker,
    write_sound,
)
from kiosk.errors import BadInput

SOUNDS = Path(__file__).parents[2] / "assets" / "sounds"
CHIME = SOUNDS / "chime.mp3"


def read(folder: Path, text: str) -> SpeakerSettings | None:
    (folder / "kiosk.toml").write_text(f'home = "horgos-jinyi"\n{text}', "utf-8")
    return read_settings(folder).speaker


def test_the_readme_s_speaker_is_taken(tmp_path):
    text = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    (table,) = re.findall(r"^\[speaker\]\n(?:[^\n`]+\n)+", text, re.M)
    assert read(tmp_path, table) == SpeakerSettings(hours={"07:00": 40, "09:00": 80, "21:00": 30})
    assert read(tmp_path, "") is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("volume = 101", "volume"),
        ('quiet = ["11pm-7am"]', "quiet"),
        ('quiet = ["24:00-07:00"]', "quiet"),
        ('hours = { "7" = 40 }', "hours"),
        ('hours = { "07:00" = -1 }', "hours"),
        ('calls = "none"', "calls"),
        ("loud = true", "loud"),
    ],
)
def test_a_wrong_entry_is_named_in_one_sentence(tmp_path, text, names):
    with pytest.raises(BadInput, match=names):
        read(tmp_path, f"[speaker]\n{text}")


def test_the_example_holds():
    assert doctest.testmod(kiosk.devices.loudness).failed == 0


def beijing(clock: str) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 3, 1, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def peak(samples: bytes) -> int:
    return max(map(abs, array("h", samples)))


@pytest.mark.parametrize(
    ("clock", "volume"),
    [("00:00", 0), ("06:59", 0), ("07:00", 40), ("08:59", 40), ("09:00", 80), ("12:59", 80),
     ("13:00", 0), ("13:59", 0), ("14:00", 80), ("20:00", 30), ("22:59", 30), ("23:00", 0)],
)  # fmt: skip
def test_each_hour_has_its_volume(clock, volume):
    settings = SpeakerSettings(
        quiet=("23:00-07:00", "13:00-14:00"), hours={"20:00": 30, "07:00": 40, "09:00": 80}
    )
    assert loudness(settings, beijing(clock)) == volume


@given(minute=st.integers(0, 1439))
def test_without_a_word_it_is_the_same_all_day_and_quiet_from_eleven_to_seven(minute):
    at = beijing("00:00") + timedelta(minutes=minute)
    assert loudness(SpeakerSettings(), at) == (70 if 7 * 60 <= minute < 23 * 60 else 0)


def test_before_the_day_s_first_step_the_last_one_holds():
    settings = SpeakerSettings(quiet=(), hours={"08:00": 60, "20:00": 30})
    assert loudness(settings, beijing("03:00")) == 30


def test_half_the_volume_is_a_quarter_of_the_amplitude():
    whole, half = (peak(joined([CHIME], volume)) for volume in (100, 50))
    assert whole > 10_000
    assert half / whole == pytest.approx(0.25, abs=0.001)
    assert peak(joined([CHIME], 0)) == 0


def test_parts_follow_one_another():
    parts = [CHIME, SOUNDS / "zh" / "yao.mp3"]
    assert joined(parts, 70) == joined(parts[:1], 70) + joined(parts[1:], 70)


def test_a_recording_of_any_rate_is_taken(tmp_path):
    file = tmp_path / "recorded.wav"
    with wave.open(str(file), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(44100)
        out.writeframes(bytes(44100 * 4))
    assert len(joined([file], 100)) / 2 == pytest.approx(RATE, abs=10)


@pytest.mark.parametrize("content", [b"", b"no sound", b"RIFF\x00\x00\x00\x00WAVE"])
def test_what_is_no_sound_is_named(tmp_path, content):
    file = tmp_path / "broken.wav"
    file.write_bytes(content)
    with pytest.raises(BrokenSound) as broken:
        joined([CHIME, file], 100)
    assert broken.value.file == file


def test_the_simulated_one_writes_what_is_said_and_keeps_the_newest(tmp_path):
    speaker = make_speaker(SpeakerSettings(simulated=True), tmp_path)
    assert isinstance(speaker, SpeakerSim)
    for _ in range(KEPT + 3):
        speaker.play([SOUNDS / "pause.mp3"], 70)
    kept = sorted(file.name for file in (tmp_path / "said").iterdir())
    assert kept == [f"{number:06}.wav" for number in range(4, KEPT + 4)]


def test_the_simulated_one_says_when_it_can_t_write(tmp_path):
    (tmp_path / "said").write_text("a file")
    with pytest.raises(SpeakerTrouble, match=r"can't be written: .*\.$"):
        SpeakerSim(tmp_path / "said").play([CHIME], 70)


def test_what_could_not_be_written_leaves_nothing_behind(tmp_path):
    (tmp_path / "call.wav").mkdir()
    with pytest.raises(SpeakerTrouble, match="can't be written"):
        write_sound(tmp_path / "call.wav", [CHIME])
    assert [each.name for each in tmp_path.iterdir()] == ["call.wav"]


PLAYS = """
import sys
from pathlib import Path
from kiosk.devices.speaker import SoundCard, SpeakerTrouble
try:
    SoundCard().play([Path(sys.argv[1])], 100)
except SpeakerTrouble as trouble:
    print(trouble)
"""


def in_a_process(
    home: Path, configuration: str, program: str, *arguments: Path
) -> subprocess.CompletedProcess[str]:
    """Run a program for which ALSA's default device is that of `configuration`. No PulseAudio is
    reached."""
    (home / ".asoundrc").write_text(configuration)
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        env={"HOME": str(home), "PULSE_SERVER": f"unix:{home}/none", "PATH": "/usr/bin:/bin"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )


def test_the_sound_card_hears_every_sample(tmp_path):
    heard = tmp_path / "heard.raw"
    into = f'type file; slave.pcm {{ type null }}; file "{heard}"; format "raw"'
    ended = in_a_process(tmp_path, f"pcm.!default {{ {into} }}", PLAYS, CHIME)
    assert ended.stdout == ended.stderr == ""
    samples = array("h", heard.read_bytes())
    expected = array("h", joined([CHIME], 100))
    assert math.isclose(max(samples), max(expected), rel_tol=0.01)
    begins = next(at for at, each in enumerate(samples) if abs(each) > 300)
    first = next(at for at, each in enumerate(expected) if abs(each) > 300)
    assert samples[begins : begins + len(expected) - first] == expected[first:]


STOPS = """
import sys, threading, time
from pathlib import Path
from kiosk.devices.speaker import SoundCard
heard, chime = Path(sys.argv[1]), Path(sys.argv[2])
card = SoundCard()
says = threading.Thread(target=card.play, args=([chime] * 60, 100))
says.start()
while not (heard.exists() and heard.stat().st_size):
    time.sleep(0.01)
card.stop()
says.join()
"""


def test_it_can_be_stopped_in_the_middle(tmp_path):
    heard = tmp_path / "heard.raw"
    # a card that takes its time: 4800 samples in a tenth of a second
    slow = tmp_path / "slow"
    slow.write_text(
        f"#!{sys.executable}\nimport sys, time\nout = open({str(heard)!r}, 'ab', buffering=0)\n"
        "while data := sys.stdin.buffer.raw.read(9600):\n    out.write(data)\n    time.sleep(0.1)\n"
    )
    slow.chmod(0o755)
    into = f'type file; slave.pcm {{ type null }}; file "|{slow}"; format "raw"'
    in_a_process(tmp_path, f"pcm.!default {{ {into} }}", STOPS, heard, CHIME)
    assert heard.stat().st_size < len(joined([CHIME] * 60, 100)) / 4


def test_where_there_is_no_card_one_sentence_says_so(tmp_path):
    ended = in_a_process(tmp_path, "pcm.!default { type hw; card 31 }", PLAYS, CHIME)
    assert ended.stdout == "There is no sound card that plays (failed to init device).\n"
    assert ended.stderr == ""


def test_without_a_word_the_speaker_is_the_sound_card(tmp_path):
    assert isinstance(make_speaker(SpeakerSettings(), tmp_path), SoundCard)
