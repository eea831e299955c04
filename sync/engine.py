"""One sync: tell what waits, hear what is new, and now and then compare all of it.

Everything is told before anything is heard. Each answer is made good in one transaction here before
the next question goes out, so a run that is cut anywhere goes on where it was. Clocks, network and
disk come in from outside: this walks the same way in a kiosk, a home server and a simulation.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from typing import NamedTuple, TypeVar

import msgspec

from sync.batch import Batch, fitting, stays_home, taken
from sync.columns import Wrong
from sync.local import Line, Local
from sync.outbox import Head, Moment, behind
from sync.packing import pack_ops, unpack_rows
from sync.protocol import (
    HELLO,
    PULL_MOST,
    PUSH_LEAST,
    PUSH_LONG,
    PUSH_MOST,
    SYNC,
    Answer,
    Ask,
    Known,
    Refused,
    Trouble,
)
from sync.talk import NotDone, Reply, Signer, Transport, Unreachable, problem_of, read

T = TypeVar("T")

EXPRESS_MOST = 50
CUTS = 4
"""How often in a run a broken line is tried again at once; later is the schedule's."""
ANEW = 3
"""How often in a run it may begin a new epoch, or shake hands: more is a fault."""


class Stage(StrEnum):
    TELLING = "telling"
    HEARING = "hearing"
    COMPARING = "comparing"


class Progress(NamedTuple):
    """How far a run has come: so many of so many, ops or rows."""

    stage: Stage
    done: int
    of: int


class Done(msgspec.Struct, kw_only=True):
    """What a run did. `changed` are (kind, id) that are otherwise now. `waiting` are removals by
    kind that wait for a person. `held_back`: the day's budget let only urgent ops through. `now`
    is upstream's clock, `skew` how far ahead of it this device's is (microseconds both)."""

    told: int = 0
    heard: int = 0
    refused: list[Refused] = []
    changed: list[tuple[str, str]] = []
    waiting: dict[str, int] = {}
    held_back: bool = False
    new_epoch: bool = False
    mended: int = 0
    offered: int = 0
    now: int = 0
    skew: int = 0
    role: str = ""
    up: int = 0
    down: int = 0
    requests: int = 0


class Engine:
    """Syncs one end with its upstream. Used by one thread; remembers between runs how large a
    batch the line carries. `seconds` counts time passed (monotonic), `now` is the device's moment.

    >>> engine = Engine(local, transport, signer, now, time.monotonic)  # doctest: +SKIP
    >>> engine.run().told  # doctest: +SKIP
    12
    """

    def __init__(
        self,
        local: Local,
        transport: Transport,
        signer: Signer,
        now: Callable[[], Moment],
        seconds: Callable[[], float],
        *,
        on_progress: Callable[[Progress], None] = lambda _progress: None,
    ) -> None:
        self._local = local
        self._transport = transport
        self._signer = signer
        self._now = now
        self._seconds = seconds
        self._on_progress = on_progress
        self._size = PUSH_MOST
        self._sent: Head | None = None
        self._ahead: Batch | None = None
        self._done = Done()
        self._anew = 0
        self._epoch = ""
        self._stopped: Callable[[], bool] = lambda: False

    def run(
        self,
        *,
        urgent_only: bool = False,
        allowed: bool = False,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Done:
        """Tell all, hear all. `urgent_only`: nothing but what may not wait goes out. `allowed`: a
        person has agreed to the removals that waited. Raises Unreachable or NotDone; what was done
        until then is kept, and `so_far` says what it was."""
        self._done, self._anew, self._stopped = Done(held_back=urgent_only), 0, stopped
        if urgent_only:
            self._tell_urgent()
            return self._done
        self._walk()
        self._done.waiting = self._local.settle(allowed=allowed)
        return self._done

    @property
    def so_far(self) -> Done:
        """What the present or last run did."""
        return self._done

    def ask(self, path: str, message: msgspec.Struct, kind: type[T]) -> T:
        """One signed question, asked again after a handshake or a broken line. Raises Unreachable,
        NotDone."""
        body = msgspec.msgpack.encode(message)
        if not self._epoch:
            self._line()
        for _ in range(ANEW):
            reply = self._post(path, body)
            if reply.status == 200:
                return read(reply, kind)
            problem = problem_of(reply)
            if problem.trouble is not Trouble.COUNTER:
                raise NotDone(problem.trouble, problem.sentence)
            self._shake_hands(problem.nonce)
        raise NotDone(Trouble.COUNTER, "Upstream refuses the request counter again and again.")

    def _walk(self) -> None:
        """Tell and hear, until nothing is left of either."""
        cuts = heard = 0
        probe = False
        total = 0
        while True:
            if self._stopped():
                raise Unreachable("It was asked to stop.")
            line = self._line()
            left = line.written.seq - line.acknowledged
            # of a long line less at a time: a cut costs half a batch
            most = self._size if left <= 2 * PUSH_MOST else min(self._size, PUSH_LONG)
            batch = self._batch(line, 0 if probe else most)
            # what stays in the home is told to its own server alone: who answers is heard first
            stranger = not self._done.role and any(map(stays_home, batch.ops))
            if stranger:
                batch = self._batch(line, 0)
            ops = batch.ops
            last = len(ops) == left
            hearing = last and self._local.room()
            began = self._seconds()
            try:
                answer = self._tell(
                    line,
                    batch,
                    then=0 if last or stranger else most,
                    rows=PULL_MOST if hearing else 0,
                )
            except Unreachable:
                cuts += 1
                if cuts > CUTS:
                    raise
                # a line that breaks carries less; what it did carry is asked for, not told again
                self._size = max(PUSH_LEAST, self._size // 2) if ops else self._size
                probe = left > 0
                continue
            except NotDone as refused:
                if refused.trouble is Trouble.EPOCH:
                    self._begin_epoch()
                    probe = False
                    continue
                if refused.trouble is Trouble.MESSAGE and len(ops) > 1:
                    self._size = max(1, len(ops) // 2)
                    continue
                raise
            probe = False
            if ops and answer.acknowledged <= line.acknowledged:
                raise NotDone(Trouble.MESSAGE, "Upstream takes nothing of what it is told.")
            if ops and self._seconds() - began < 2:
                self._size = min(PUSH_MOST, max(PUSH_LEAST, self._size * 2))
            if not self._acknowledge(answer):
                self._begin_epoch()
                continue
            if not last or answer.acknowledged < line.written.seq:
                self._on_progress(Progress(Stage.TELLING, answer.acknowledged, line.written.seq))
                continue
            if not hearing:
                return
            count = self._take(answer)
            heard += count
            total = max(total, heard + answer.left)
            self._on_progress(Progress(Stage.HEARING, heard, total))
            # an op may have been written meanwhile: the next run tells it
            if not answer.left:
                return
            if not count:
                raise NotDone(
                    Trouble.MESSAGE, "Upstream says that more is to come, and sends none."
                )

    def _tell_urgent(self) -> None:
        while ops := self._local.urgent(EXPRESS_MOST):
            line = self._line()
            if not self._done.role and any(map(stays_home, ops)):
                ops = []  # as in _walk
            answer = self._ask(
                Ask(
                    now=self._moment(),
                    acknowledged=line.acknowledged,
                    chain=line.chain,
                    cursor=self._local.cursor(),
                    express=pack_ops(ops) if ops else b"",
                    rows=0,
                )
            )
            self._local.sent_ahead(ops)
            if not self._acknowledge(answer):
                self._begin_epoch()
                return

    def _batch(self, line: Line, most: int) -> Batch:
        """The next ops to tell, at most so many."""
        ahead, self._ahead = self._ahead, None
        head = taken(line)
        if ahead is not None and ahead.behind == head and 0 < len(ahead.ops) <= most:
            return ahead
        return Batch.of(head, fitting(self._local.waiting(most)) if most else [])

    def _tell(self, line: Line, batch: Batch, *, then: int, rows: int) -> Answer:
        """Tell a batch. `then`: so many come next; they are made ready while upstream is at work,
        and what is urgent among them goes ahead."""
        self._sent = batch.head
        # those that go now anyway need not overtake anybody
        express = self._local.urgent(EXPRESS_MOST) if then else []
        known = bool(self._done.role)
        express = [
            op for op in express if op.seq > batch.head.seq and (known or not stays_home(op))
        ]
        ask = Ask(
            now=self._moment(),
            acknowledged=line.acknowledged,
            chain=line.chain,
            cursor=self._local.cursor(),
            ops=batch.packed,
            head=batch.head.chain if batch.ops else b"",
            express=pack_ops(express) if express else b"",
            rows=rows,
        )
        if then and batch.ops:
            with ThreadPoolExecutor(1, thread_name_prefix="tell") as beside:
                asked = beside.submit(self.ask, SYNC, ask, Answer)
                waiting = self._local.waiting(len(batch.ops) + then)[len(batch.ops) :]
                ahead = Batch.of(batch.head, fitting(waiting))
                answer = self._heard(ask, asked.result())
            self._ahead = ahead
        else:
            answer = self._ask(ask)
        if express:
            self._local.sent_ahead(express)
        return answer

    def _ask(self, ask: Ask) -> Answer:
        return self._heard(ask, self.ask(SYNC, ask, Answer))

    def _heard(self, ask: Ask, answer: Answer) -> Answer:
        if answer.role != self._done.role:
            self._done.role = answer.role
            self._local.at_home(answer.role == "home")
        self._done.now = answer.now
        self._done.skew = ask.now[0] - answer.now
        self._done.refused = [*self._done.refused, *answer.refused]
        return answer

    def _acknowledge(self, answer: Answer) -> bool:
        """Let go of what upstream has taken. False if it is not what this line holds."""
        line = self._line()
        if answer.acknowledged < line.acknowledged:
            return False
        sent = self._sent
        if sent is not None and (sent.epoch, sent.seq) == (line.written.epoch, answer.acknowledged):
            # all of what was just told, as mostly: no need to read it once more
            if sent.chain != answer.chain:
                return False
            if sent.seq > line.acknowledged:
                self._local.acknowledge(sent.seq, sent.chain)
                self._done.told += sent.seq - line.acknowledged
            return True
        head = taken(line)
        count = answer.acknowledged - line.acknowledged
        if count:
            ops = self._local.waiting(count)
            if len(ops) < count:
                return False
            head = behind(head, ops)
        if head.chain != answer.chain:
            return False
        if count:
            self._local.acknowledge(head.seq, head.chain)
            self._done.told += count
        return True

    def _take(self, answer: Answer) -> int:
        before = self._local.cursor()
        if before.generation and before.generation != answer.cursor.generation:
            self._local.start_over()
        try:
            home, everywhere = unpack_rows(answer.home), unpack_rows(answer.all)
        except Wrong as wrong:
            raise NotDone(Trouble.MESSAGE, f"Upstream's rows can't be read: {wrong}.") from wrong
        took = self._local.take(home, everywhere, answer.cursor)
        self._done.changed = [*self._done.changed, *took.changed]
        self._done.heard += len(home) + len(everywhere)
        return len(home) + len(everywhere)

    def _begin_epoch(self) -> None:
        self._again("Upstream refuses every new line of this device.")
        self._epoch = self._local.begin_epoch().written.epoch
        self._done.new_epoch = True

    def _shake_hands(self, nonce: str) -> None:
        self._again("Upstream asks for a handshake again and again.")
        hello = self._signer.hello(nonce)
        reply = self._post(HELLO, msgspec.msgpack.encode(hello))
        if reply.status != 200:
            problem = problem_of(reply)
            raise NotDone(problem.trouble, problem.sentence)
        self._signer.resume(read(reply, Known).counter)

    def _again(self, sentence: str) -> None:
        self._anew += 1
        if self._anew > ANEW:
            raise NotDone(Trouble.EPOCH, sentence)

    def _post(self, path: str, body: bytes) -> Reply:
        headers = self._signer.sign(path, body, self._epoch)
        self._done.requests += 1
        reply = self._transport.post(path, body, headers)
        self._done.up += reply.up
        self._done.down += reply.down
        return reply

    def _line(self) -> Line:
        line = self._local.line()
        # kept: what is asked beside the comparison's reading is signed without the store
        self._epoch = line.written.epoch
        return line

    def _moment(self) -> tuple[int, str, int]:
        now = self._now()
        return now.wall, now.boot, now.offset
