"""What a loudspeaker is to the rest of the kiosk, the real one and the simulated one."""

import threading
import wave
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from kiosk.devices.settings import SpeakerSettings

KEPT = 20
"""How many of the latest sentences the simulated speaker keeps."""


class SpeakerTrouble(Exception):  # noqa: N818 - the field's word; nothing of ours went wrong
    """Nothing, or not all, was heard; the message is one sentence."""


class BrokenSound(SpeakerTrouble):
    """Nothing was heard, since `file` is no sound."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} is no sound that can be played.")
        self.file = file


class Speaker(Protocol):
    """Waits until all is said, so it belongs on a thread."""

    def play(self, parts: Sequence[Path], volume: float) -> None:
        """Say audio files one after the other without a gap, at `volume` 0 to 100. Raises
        SpeakerTrouble."""

    def stop(self) -> None:
        """Say nothing more, and not to the end what is being said; from another thread."""


class SoundCard:
    """The sound card that the system uses (PulseAudio, PipeWire or ALSA)."""

    def __init__(self) -> None:
        self._stopped = threading.Event()

    def play(self, parts: Sequence[Path], volume: float) -> None:
        from kiosk.devices.sound import joined, play  # noqa: PLC0415 - takes 60 ms

        play(joined(parts, volume), self._stopped)

    def stop(self) -> None:
        self._stopped.set()


class SpeakerSim:
    """Writes each thing said into a WAV file in `folder`, 000001.wav and so on; the newest stay."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def play(self, parts: Sequence[Path], volume: float) -> None:
        with suppress(OSError):  # then it can't be written either, which is told
            self._folder.mkdir(parents=True, exist_ok=True)
        said = sorted(self._folder.glob("[0-9]*.wav"))
        latest = int(said[-1].stem) if said else 0
        write_sound(self._folder / f"{latest + 1:06}.wav", parts, volume)
        for old in said[: max(len(said) + 1 - KEPT, 0)]:
            old.unlink(missing_ok=True)

    def stop(self) -> None:
        """It says everything at once."""


def make_speaker(settings: SpeakerSettings, folder: Path) -> Speaker:
    """The speaker that the settings name; `folder` is the device's."""
    return SpeakerSim(folder / "said") if settings.simulated else SoundCard()


def write_sound(file: Path, parts: Sequence[Path], volume: float = 100) -> None:
    """Write what would be heard into a WAV file, whole or not at all. Raises SpeakerTrouble."""
    from kiosk.devices.sound import RATE, joined  # noqa: PLC0415 - takes 60 ms

    samples = joined(parts, volume)
    part = file.with_name(f"{file.name}.part")
    try:
        with part.open("wb") as whole, wave.open(whole, "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(RATE)
            out.writeframes(samples)
        part.replace(file)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise SpeakerTrouble(f"{file} can't be written: {error.strerror or error}.") from error
