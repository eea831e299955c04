"""What is found in a world in the end."""

from collections import Counter
from datetime import timedelta

import msgspec

from sync.records import KINDS, Flow, Merge, Record
from tests.sync.simulation.nodes import Kiosk, Server
from tests.sync.simulation.world import PLATE, World

Held = dict[str, dict[str, Record]]
Stored = dict[tuple[str, str], dict[str, Record]]


class Findings:
    """Each check raises AssertionError."""

    def __init__(self, world: World) -> None:
        self._world = world

    def check(self) -> None:
        top = self._stored(self._world.server)
        for desk in self._world.desks.values():
            mine = self._stored(desk.server)
            for name in KINDS:
                here, there = mine.get((desk.home, name), {}), top.get((desk.home, name), {})
                if KINDS[name].info.flow is not Flow.HOME:
                    assert here == there, f"{name} differs between {desk.home} and headquarters"
        names = Counter(kiosk.device() for kiosk in self._world.kiosks)
        for kiosk in self._world.kiosks:
            desk_of = self._world.desks.get(kiosk.home)
            server = self._stored(desk_of.server) if desk_of else top
            held = kiosk.held()
            assert not kiosk.waiting(), "something was not told"
            self._check_scope(kiosk, held)
            for name, kind in KINDS.items():
                there = server.get((kiosk.home, name), {}) | server.get(("", name), {})
                if kind.info.flow in (Flow.DOWN, Flow.BOTH):
                    assert held[name] == there, f"{name} differs at {kiosk.home} {kiosk.name}"
                elif kind.info.flow is Flow.UP and kind.info.merge is Merge.APPEND:
                    missing = [r for i, r in held[name].items() if there.get(i) != r]
                    assert not missing, f"{name} was lost on the way up"
                # twins that had nothing more to tell are not told apart yet
                elif kind.info.flow is Flow.UP and names[kiosk.device()] == 1:
                    mine = {f"{id} {kiosk.device()}": r for id, r in held[name].items()}
                    assert mine.items() <= there.items(), f"the latest {name} is not there"
            if desk_of:
                self._check_shared(kiosk, held, server)
        self._check_written(top)
        self._check_at_home()
        self._check_lines()

    def _check_shared(
        self,
        kiosk: Kiosk,
        held: Held,
        server: Stored,
    ) -> None:
        """What the kiosks of a home share through its server, as long as it is kept."""
        since = (kiosk.wall() - timedelta(days=1)).isoformat()
        mine = {id for id, each in held["watch"].items() if each.at >= since}  # type: ignore[attr-defined]
        theirs = server.get((kiosk.home, "watch"), {})
        assert mine == {id for id, each in theirs.items() if each.at >= since}, "watches differ"  # type: ignore[attr-defined]

    def _check_scope(self, kiosk: Kiosk, held: Held) -> None:
        for name, records in held.items():
            strangers = [r for r in records.values() if r.home not in ("", kiosk.home)]
            assert not strangers, f"{kiosk.home} holds {name} of another home"

    def _check_written(self, server: Stored) -> None:
        for id, (kiosk, record) in self._world.written.items():
            kind = type(record).info
            if kind.merge is not Merge.APPEND:
                continue
            there = server.get((kiosk.home, kind.kind), {}).get(id)
            if there is None and (kiosk.folder.name in self._world.put_back):
                continue  # it was put back before it had told this
            assert there == record, f"{kind.kind} {id} of {kiosk.name} was lost"

    def _check_at_home(self) -> None:
        self._world.server.stop()
        for file in self._world.server.file.parent.iterdir():
            assert PLATE.encode() not in file.read_bytes(), "a plate has left its home"
        self._world.server.start()

    def _check_lines(self) -> None:
        """A line is given up where a disk was put back, and nowhere else."""
        with self._world.server.engine.connect() as connection:
            given_up = connection.exec_driver_sql("SELECT count(*) FROM epoch").scalar_one()
        assert not given_up or self._world.puts_back != "nothing", "a line was given up"

    def _stored(self, server: Server) -> Stored:
        found: Stored = {}
        with server.engine.connect() as connection:
            for home, kind, id, owner, fields in connection.exec_driver_sql(
                "SELECT home, kind, id, owner, fields FROM record WHERE NOT removed"
            ):
                told = {**msgspec.msgpack.decode(fields), "id": id}
                # of what each device has its own latest, each counts
                name = f"{id} {owner}" if owner else id
                found.setdefault((home, kind), {})[name] = msgspec.convert(told, KINDS[kind])
        return found
