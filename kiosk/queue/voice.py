"""The voice: what is announced, said aloud one after the other on a thread of its own.

Whoever announces never waits, and a speaker that fails stops nothing: the screens tell it too.
"""

import fcntl
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from kiosk.devices.loudness import loudness
from kiosk.devices.settings import SpeakerSettings
from kiosk.devices.speaker import BrokenSound, Speaker, SpeakerTrouble, make_speaker
from kiosk.queue.announcement import Announcement
from kiosk.queue.spoken_parts import Parts

log = logging.getLogger(__name__)

WAITING = 5
"""How many may wait; beyond that, the oldest that tell a driver how many are ahead are left out."""
TURN = "voice.lock"
"""In the device's folder: who holds it speaks, when a kiosk and a wall share folder and speaker."""


class Voice:
    """Says announcements by the parts in `folders`, the first that has a part. `now` tells the
    time, aware; `turn` is a lock file among the processes that share a speaker."""

    def __init__(
        self,
        settings: SpeakerSettings,
        speaker: Speaker,
        folders: Sequence[Path],
        now: Callable[[], datetime],
        *,
        turn: Path | None = None,
    ) -> None:
        self._settings = settings
        self._speaker = speaker
        self._parts = Parts(folders)
        self._now = now
        self._turn = turn
        self._waiting: list[Announcement] = []
        self._trouble = ""
        self._changed = threading.Condition()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="voice", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, seconds: float = 1.0) -> None:
        """Say no more, nor to its end what is being said."""
        with self._changed:
            self._stopped = True
            self._changed.notify()
        self._speaker.stop()
        self._thread.join(seconds)

    def say(self, announcement: Announcement) -> None:
        """Have it said as soon as those before it are; at once back. In the hours of silence it is
        not said, and not later either."""
        with self._changed:
            if self._stopped:
                return
            self._waiting = within(latest(self._waiting, announcement))
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._stopped or self._waiting)
                if self._stopped:
                    return
                announcement = self._waiting.pop(0)
            volume = loudness(self._settings, self._now())
            if volume:
                self._say(announcement, volume)

    def _say(self, announcement: Announcement, volume: int) -> None:
        try:
            with _held(self._turn):
                while parts := self._parts.files(announcement):
                    try:
                        self._speaker.play(parts, volume)
                    except BrokenSound as broken:  # then without it
                        self._parts.leave_out(broken.file)
                    else:
                        break
        except SpeakerTrouble as trouble:
            if str(trouble) != self._trouble:  # a card may be away for weeks
                log.error("What is called is not heard: %s", trouble)
            self._trouble = str(trouble)
        except Exception:  # whatever a driver does, the next one has its turn
            log.exception("The speaker's driver failed.")
        else:
            if self._trouble:
                log.info("What is called is heard again.")
            self._trouble = ""


def make_voice(settings: SpeakerSettings, folder: Path, assets: Path) -> Voice:
    """The voice of the device whose data folder is `folder`: its own recordings, in `sounds` there,
    stand before those in `assets`."""
    return Voice(
        settings,
        make_speaker(settings, folder),
        [folder / "sounds", assets / "sounds"],
        lambda: datetime.now(UTC),
        turn=folder / TURN,
    )


def latest(waiting: Sequence[Announcement], news: Announcement) -> list[Announcement]:
    """Those that wait once `news` has come. What was to be said to the same driver is overtaken by
    it: to its place, and not as told `again` when he was not. In a rush an announcement takes
    twenty seconds, and his second comes before the first was said."""
    for place, each in enumerate(waiting):
        if (each.plate, each.country, each.locale) == (news.plate, news.country, news.locale):
            news = news._replace(again=news.again and each.again)
            return [*waiting[:place], news, *waiting[place + 1 :]]
    return [*waiting, news]


def within(waiting: Sequence[Announcement]) -> list[Announcement]:
    """Those that go on waiting: of more than WAITING, the oldest that tell how many are ahead are
    left out. A call never is."""
    over = len(waiting) - WAITING
    kept = []
    for each in waiting:
        if over > 0 and each.ahead:
            over -= 1
        else:
            kept.append(each)
    return kept


@contextmanager
def _held(lock: Path | None) -> Iterator[None]:
    """Alone in speaking, among the processes of one folder; a disk that is full silences nobody."""
    with ExitStack() as stack:
        with suppress(OSError):
            if lock is not None:
                fcntl.flock(stack.enter_context(lock.open("ab")), fcntl.LOCK_EX)
        yield
