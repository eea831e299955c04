"""`kiosk queue say`: hear a call, for who installs the speaker or records the parts."""

from pathlib import Path

import click

from kiosk.assets import assets_folder
from kiosk.config import read_settings
from kiosk.devices.settings import SpeakerSettings
from kiosk.devices.speaker import BrokenSound, SpeakerTrouble, make_speaker, write_sound
from kiosk.errors import BadInput, Failure
from kiosk.home import data_folder
from kiosk.queue.announcement import Announcement
from kiosk.queue.plates import UNKNOWN_COUNTRY, UnknownPlate, normalise, read_plate
from kiosk.queue.spoken import LANGUAGES, spoken
from kiosk.queue.spoken_parts import Parts


@click.command("say")
@click.argument("plate")
@click.option("--locale", default="zh_CN", show_default=True, type=click.Choice(list(LANGUAGES)))
@click.option("--gate", default="", help="The gate row; without it, to the gate.")
@click.option("--ahead", default=0, type=click.IntRange(0, 9999), help="So many stand before it.")
@click.option("--again", is_flag=True, help="As it is told to who has not come.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.wav")
@click.option("--data", type=click.Path(path_type=Path), help="The device's folder.")
def say_command(
    *,
    plate: str,
    locale: str,
    gate: str,
    ahead: int,
    again: bool,
    out: Path | None,
    data: Path | None,
) -> None:
    """Say that PLATE is called: aloud at once, whatever the hour, or into a WAV file."""
    folder = data_folder(data)
    announcement = Announcement(*_read(plate), locale, gate, ahead, again)
    if not spoken(announcement):
        raise BadInput(f"{plate} can't be said: a character of it has no name here.")
    parts = Parts([folder / "sounds", assets_folder() / "sounds"]).files(announcement)
    try:
        if out is not None:
            write_sound(out, parts)
        else:
            settings = read_settings(folder).speaker or SpeakerSettings()
            make_speaker(settings, folder).play(parts, settings.volume)
    except BrokenSound as broken:
        raise Failure(f"{broken} Record it again, or remove it.") from broken
    except SpeakerTrouble as trouble:
        hint = "" if out else " With --out FILE.wav it is written there."
        raise Failure(f"{trouble}{hint}") from trouble


def _read(text: str) -> tuple[str, str]:
    """The plate and its country."""
    try:
        plate = read_plate(text)
    except UnknownPlate:
        return normalise(text), UNKNOWN_COUNTRY
    return plate.plate, plate.country
