"""Audio files decoded and played, by miniaudio (Irmen de Jong's binding of the C library): it reads
WAV, FLAC, Ogg Vorbis and MP3, and finds PulseAudio or ALSA by itself, so that a home installs
nothing. Imported on the voice's thread: it takes 60 ms."""

import ctypes
import threading
import time
from array import array
from collections.abc import Generator, Sequence
from functools import cache
from pathlib import Path

import miniaudio

from kiosk.devices.speaker import BrokenSound, SpeakerTrouble

RATE = 24000
"""Samples a second, one channel of 16 bits."""
BACKENDS = [miniaudio.Backend.PULSEAUDIO, miniaudio.Backend.ALSA]
"""PipeWire answers as PulseAudio. Unnamed, there would also be one that plays to nobody."""
LATE = 5.0
"""Seconds after which a card that has not played all is given up: it was unplugged, or hangs."""


def joined(parts: Sequence[Path], volume: float) -> bytes:
    """The files one after the other as 16-bit samples. Loudness goes by the square of `volume`
    (0 to 100): half of it is a quarter of the amplitude, about half as loud to the ear. Raises
    SpeakerTrouble."""
    gain = round((volume / 100) ** 2 * 65536)
    samples = array("h")
    for part in parts:
        samples.extend([each * gain >> 16 for each in _decoded(part)])
    return samples.tobytes()


def _decoded(part: Path) -> "array[int]":
    try:
        sound = miniaudio.decode_file(
            str(part), miniaudio.SampleFormat.SIGNED16, nchannels=1, sample_rate=RATE
        )
    except (miniaudio.MiniaudioError, OSError) as error:
        raise BrokenSound(part) from error
    samples: array[int] = sound.samples
    return samples


def play(samples: bytes, stopped: threading.Event) -> None:
    """Play them on the system's sound card, and return when they were heard (a card that is stopped
    plays what it has been given, by ma_device_stop), or a tenth of a second after `stopped`. Raises
    SpeakerTrouble."""
    _hush_alsa()
    done = threading.Event()
    stream = _stream(samples, done)
    next(stream)
    try:
        with miniaudio.PlaybackDevice(
            miniaudio.SampleFormat.SIGNED16,
            nchannels=1,
            sample_rate=RATE,
            backends=BACKENDS,
            app_name="Driver Home",
        ) as device:
            device.start(stream)
            late = time.monotonic() + len(samples) / 2 / RATE + LATE
            while not (done.wait(0.1) or stopped.is_set()):
                if time.monotonic() > late:
                    raise SpeakerTrouble("The sound card stopped while it was playing.")
    except miniaudio.MiniaudioError as error:
        raise SpeakerTrouble(f"There is no sound card that plays ({error.args[0]}).") from error


def _stream(samples: bytes, done: threading.Event) -> Generator[bytes, int, None]:
    """Hands over as many frames as the card asks for; `done` once it asks beyond the last."""
    at = 0
    frames = yield b""
    while True:
        chunk = samples[at : at + 2 * frames]
        at += len(chunk)
        if not chunk:
            done.set()
        frames = yield chunk.ljust(2 * frames, b"\0")


@cache
def _hush_alsa() -> object:
    """ALSA prints some twenty lines to stderr where there is no card, at each try; what went wrong
    is told by play(). The handler is kept from being collected by the cache."""
    handler = ctypes.CFUNCTYPE(
        None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p
    )(lambda *_: None)
    try:
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(handler)
    except (OSError, AttributeError):
        return None
    return handler
