"""The audio files that say an announcement."""

import logging
from collections.abc import Sequence
from pathlib import Path

from kiosk.queue.announcement import Announcement
from kiosk.queue.spoken import CHIME, OPTIONAL, spoken

log = logging.getLogger(__name__)

ENDINGS = (".wav", ".flac", ".ogg", ".mp3")


class Parts:
    """The parts in `folders`: the first folder that has one has it, so a home's recordings stand
    before what came with the program. What is lacking or broken is told once."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._broken: set[Path] = set()
        self._told: set[str] = set()

    def files(self, announcement: Announcement) -> list[Path]:
        """What to play, in order. A sentence that lacks a part it can't do without is left out, and
        Chinese says it alone; empty where that can't be said either."""
        files: list[Path] = []
        for sentence in spoken(announcement):
            found = [(part, self._find(part)) for part in sentence]
            if all(file or part.split("/")[-1] in OPTIONAL for part, file in found):
                files += [file for _, file in found if file]
        if not files:
            self._tell(f"The voice can't say {announcement.plate}.")
            return []
        chime = self._find(CHIME)
        return [chime, *files] if chime else files

    def leave_out(self, file: Path) -> None:
        """It is no sound: do without it from now on."""
        self._broken.add(file)
        self._tell(f"{file} is no sound that can be played.")

    def _find(self, part: str) -> Path | None:
        for folder in self._folders:
            for ending in ENDINGS:
                file = folder / f"{part}{ending}"
                if file not in self._broken and file.is_file():
                    return file
        self._tell(f"The voice lacks the part {part}.")
        return None

    def _tell(self, sentence: str) -> None:
        if sentence not in self._told:
            self._told.add(sentence)
            log.warning("%s", sentence)
