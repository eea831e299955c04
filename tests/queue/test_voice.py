"""The voice: one after the other, nobody waits for it, and what fails is said once in the log."""

import logging
import threading
import time
import wave
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.settings import SpeakerSettings
from kiosk.devices.speaker import Speaker, SpeakerSim, SpeakerTrouble
from kiosk.queue.announcement import Announcement
from kiosk.queue.voice import WAITING, Voice, latest, within

SOUNDS = Path(__file__).parents[2] / "assets" / "sounds"
NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)  # in Beijing
CALLED = Announcement("123ABC02", "KZ", "ru_RU", gate="3")


class Listening:
    """A speaker that notes what it is given, and goes on when it may."""

    def __init__(self, trouble: Exception | None = None) -> None:
        self.heard: list[tuple[list[str], float]] = []
        self.trouble = trouble
        self.speaking = 0
        self.most = 0
        self.may = threading.Event()
        self.may.set()

    def play(self, parts: Sequence[Path], volume: float) -> None:
        self.speaking += 1
        self.most = max(self.most, self.speaking)
        self.heard.append((["/".join(part.parts[-2:]) for part in parts], volume))
        self.may.wait(10)
        self.speaking -= 1
        if self.trouble:
            raise self.trouble

    def stop(self) -> None:
        self.may.set()


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.005)


@pytest.fixture
def speak():
    """Makes voices, and stops them."""
    voices = []

    def make(
        speaker: Speaker,
        folders: Sequence[Path] = (SOUNDS,),
        settings: SpeakerSettings | None = None,
        now: Callable[[], datetime] = lambda: NOON,
        turn: Path | None = None,
    ) -> Voice:
        voice = Voice(settings or SpeakerSettings(), speaker, folders, now, turn=turn)
        voices.append(voice)
        voice.start()
        return voice

    yield make
    for voice in voices:
        voice.stop(10)


def row(gate: str) -> Announcement:
    return CALLED._replace(gate=gate, plate=f"{gate}23ABC02")


def test_nobody_waits_and_no_two_are_said_at_once(speak):
    speaker = Listening()
    speaker.may.clear()
    voice = speak(speaker)
    for gate in "12345678":  # calls are never left out, however many wait
        voice.say(row(gate))
    speaker.may.set()
    until(lambda: len(speaker.heard) == 8)
    assert speaker.most == 1
    assert [parts[12] for parts, _ in speaker.heard] == [f"ru/{gate}.mp3" for gate in "12345678"]


def test_what_is_waiting_is_not_said_twice(speak):
    speaker = Listening()
    speaker.may.clear()
    voice = speak(speaker)
    voice.say(row("1"))
    until(lambda: len(speaker.heard) == 1)
    for gate in ("2", "2", "3"):
        voice.say(row(gate))
    speaker.may.set()
    until(lambda: len(speaker.heard) == 3 and not speaker.speaking)
    assert [parts[12] for parts, _ in speaker.heard] == ["ru/1.mp3", "ru/2.mp3", "ru/3.mp3"]


def test_in_a_rush_a_driver_is_told_the_latest_once():
    """Thirty are called at once: the last waits ten minutes, and is told again after three."""
    rush = [row(str(number)) for number in range(30)]
    ahead, moved = rush[4]._replace(ahead=5), rush[9]._replace(gate="7")
    again = [each._replace(again=True) for each in rush]
    waiting: list[Announcement] = []
    for each in [*rush[:4], ahead, *rush[5:], *again, rush[4], moved]:
        waiting = latest(waiting, each)
    assert waiting == [*rush[:9], moved, *rush[10:]]
    assert latest([again[0]], again[0]) == [again[0]]
    assert len(latest(waiting, rush[0]._replace(country="CN"))) == 31


@given(st.lists(st.integers(0, 3).map(lambda ahead: CALLED._replace(ahead=ahead)), max_size=20))
def test_of_too_many_the_oldest_ahead_are_left_out_and_no_call(waiting):
    kept = within(waiting)
    calls = [each for each in waiting if not each.ahead]
    assert [each for each in kept if not each.ahead] == calls
    assert len(kept) == max(min(len(waiting), WAITING), len(calls))
    ahead = [each for each in kept if each.ahead]
    assert ahead == [each for each in waiting if each.ahead][len(waiting) - len(kept) :]


def test_news_does_not_wait_behind_more_than_five(speak):
    speaker = Listening()
    speaker.may.clear()
    voice = speak(speaker)
    voice.say(row("1"))
    until(lambda: len(speaker.heard) == 1)
    for ahead in range(1, 20):
        voice.say(CALLED._replace(ahead=ahead, plate=f"{ahead:03}ABC02"))
    voice.say(row("2"))
    speaker.may.set()
    until(lambda: len(speaker.heard) == 1 + WAITING and not speaker.speaking)
    assert speaker.heard[-1][0][12] == "ru/2.mp3"
    assert "ru/19.mp3" in speaker.heard[-2][0]


def test_at_night_nothing_is_said_and_not_in_the_morning_either(speak):
    speaker, clock = Listening(), [datetime(2026, 3, 1, 15, 30, tzinfo=UTC)]  # 23:30
    asked = []

    def now() -> datetime:
        asked.append(clock[0])
        return clock[0]

    voice = speak(speaker, now=now)
    voice.say(row("1"))
    until(lambda: bool(asked))
    clock[0] = datetime(2026, 3, 1, 23, 0, tzinfo=UTC)  # 07:00
    voice.say(row("2"))
    until(lambda: bool(speaker.heard))
    assert [parts[12] for parts, _ in speaker.heard] == ["ru/2.mp3"]


def test_it_is_as_loud_as_the_hour_allows(speak):
    speaker = Listening()
    settings = SpeakerSettings(hours={"07:00": 30, "12:00": 80})
    speak(speaker, settings=settings).say(CALLED)
    until(lambda: bool(speaker.heard))
    assert speaker.heard[0][1] == 80


def test_a_home_s_recording_is_taken_before_ours(speak, tmp_path):
    recorded = tmp_path / "ru" / "3.wav"
    recorded.parent.mkdir()
    recorded.write_bytes(b"")
    speaker = Listening()
    speak(speaker, [tmp_path, SOUNDS]).say(CALLED)
    until(lambda: bool(speaker.heard))
    parts = speaker.heard[0][0]
    assert parts[0] == "sounds/chime.mp3"
    assert parts[12] == parts[4] == "ru/3.wav"
    assert parts[2:4] == ["ru/100.mp3", "ru/20.mp3"]


def test_a_broken_recording_is_done_without_and_told_once(speak, tmp_path, caplog):
    recorded = tmp_path / "home" / "ru" / "3.wav"
    recorded.parent.mkdir(parents=True)
    recorded.write_bytes(b"RIFF but no sound")
    said = tmp_path / "said"
    voice = speak(SpeakerSim(said), [tmp_path / "home", SOUNDS])
    voice.say(CALLED)
    voice.say(row("4"))
    until(lambda: len(list(said.glob("*.wav"))) == 2)
    assert [each.getMessage() for each in caplog.records] == [
        f"{recorded} is no sound that can be played."
    ]
    with wave.open(str(said / "000001.wav")) as sound:
        assert sound.getnframes() / sound.getframerate() > 10


def test_where_a_part_lacks_chinese_says_it_alone_and_that_is_told_once(speak, tmp_path, caplog):
    for part in (
        "chime",
        "pause",
        *(f"zh/{each}" for each in ["to-row", "row", "plate", "3", "yao", "2", "0"]),
    ):
        (tmp_path / f"{part}.mp3").parent.mkdir(exist_ok=True)
        (tmp_path / f"{part}.mp3").touch()
    for letter in "abc":
        (tmp_path / "zh" / f"{letter}.mp3").touch()
    speaker = Listening()
    voice = speak(speaker, [tmp_path])
    voice.say(CALLED)
    until(lambda: len(speaker.heard) == 1)
    voice.say(CALLED._replace(again=True))  # "once more" lacks, and isn't needed
    until(lambda: len(speaker.heard) == 2)
    assert speaker.heard[0] == speaker.heard[1]
    assert {part.split("/")[0] for part in speaker.heard[0][0][1:]} == {"zh", tmp_path.name}
    lines = [each.getMessage() for each in caplog.records]
    assert "The voice lacks the part ru/to-row." in lines
    assert "The voice lacks the part zh/again." in lines
    assert len(lines) == len(set(lines))


@pytest.mark.logs("kiosk.queue.spoken_parts")
def test_a_plate_in_part_is_not_said(speak, tmp_path):
    (tmp_path / "zh").mkdir()
    (tmp_path / "chime.mp3").touch()
    speaker = Listening()
    speak(speaker, [tmp_path]).say(CALLED)
    voice = speak(speaker)
    voice.say(Announcement("使12345", "ZZ", "ru_RU"))
    voice.say(CALLED)
    until(lambda: len(speaker.heard) == 1 and not speaker.speaking)
    assert "ru/to-row.mp3" in speaker.heard[0][0]


def test_a_card_that_is_gone_is_told_once_and_tried_again(speak, caplog):
    caplog.set_level(logging.INFO)
    speaker = Listening(SpeakerTrouble("There is no sound card."))
    voice = speak(speaker)
    for gate in "123":
        voice.say(row(gate))
    until(lambda: len(speaker.heard) == 3 and not speaker.speaking)
    speaker.trouble = None
    voice.say(row("4"))
    until(lambda: len(caplog.records) == 2)
    assert [each.getMessage() for each in caplog.records] == [
        "What is called is not heard: There is no sound card.",
        "What is called is heard again.",
    ]


def test_a_driver_that_fails_in_its_own_way_stops_nothing(speak, caplog):
    speaker = Listening(ZeroDivisionError())
    voice = speak(speaker)
    voice.say(row("1"))
    voice.say(row("2"))
    until(lambda: len(speaker.heard) == 2 and len(caplog.records) == 2)


def test_stopped_it_says_no_more(speak):
    speaker = Listening()
    speaker.may.clear()
    voice = speak(speaker)
    for gate in "123":
        voice.say(row(gate))
    until(lambda: len(speaker.heard) == 1)
    voice.stop(10)
    assert not speaker.speaking
    voice.say(row("4"))
    assert len(speaker.heard) == 1


def test_kiosk_and_wall_of_one_folder_take_turns(speak, tmp_path):
    speaker = Listening()
    speaker.may.clear()
    for gate in "12":
        speak(speaker, turn=tmp_path / "voice.lock").say(row(gate))
    until(lambda: len(speaker.heard) == 1)
    time.sleep(0.05)  # the other one would begin now
    speaker.may.set()
    until(lambda: len(speaker.heard) == 2 and not speaker.speaking)
    assert speaker.most == 1


def test_a_folder_that_can_t_be_written_silences_nobody(speak, tmp_path):
    speaker = Listening()
    speak(speaker, turn=tmp_path / "gone" / "voice.lock").say(CALLED)
    until(lambda: len(speaker.heard) == 1)
