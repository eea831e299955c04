"""The parts in assets/sounds: all there, all sound, as loud as one another, and small."""

import math
import tomllib
from pathlib import Path

import miniaudio
import pytest

SOUNDS = Path(__file__).parents[2] / "assets" / "sounds"
TEXTS = tomllib.loads((SOUNDS / "texts.toml").read_text("utf-8"))
LETTERS = set("abcdefghijklmnopqrstuvwxyz")


@pytest.mark.parametrize("language", TEXTS)
def test_each_text_has_its_audio_and_each_audio_its_text(language):
    spoken = {file.stem for file in (SOUNDS / language).iterdir()}
    assert spoken == TEXTS[language]["parts"].keys()
    assert spoken > LETTERS | {"plate", "to-row", "to-gate", "ahead", "ahead-end", "again", "come"}


@pytest.mark.parametrize("language", TEXTS)
def test_a_placeholder_says_what_made_it(language):
    notice = (SOUNDS / "NOTICE.txt").read_text("utf-8")
    assert {"kokoro": "Kokoro-82M", "espeak-ng": "eSpeak NG"}[TEXTS[language]["engine"]] in notice
    assert TEXTS[language]["voice"] in notice


@pytest.mark.parametrize("language", TEXTS)
def test_parts_are_short_and_equally_loud(language):
    for file in (SOUNDS / language).iterdir():
        sound = miniaudio.decode_file(str(file), nchannels=1)
        seconds = len(sound.samples) / sound.sample_rate
        assert 0.15 < seconds < 4, file
        assert max(map(abs, sound.samples)) < 32700, file
        heard = [each for each in sound.samples if abs(each) > 500]
        loud = math.sqrt(sum(each**2 for each in heard) / len(heard)) / 32768
        assert -21.5 < 20 * math.log10(loud) < -18, file
        silent = next(at for at, each in enumerate(sound.samples) if abs(each) > 300)
        assert silent / sound.sample_rate < 0.1, file


def test_all_of_it_is_small():
    assert sum(file.stat().st_size for file in SOUNDS.rglob("*.mp3")) < 3_000_000
