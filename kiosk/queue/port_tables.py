"""What a simulated port writes where it has no interface: tables for a drop folder, and rows for a
database; and what it does wrong there when it is told to.

Pure: a document goes in, rows and bytes come out. Headings and words are those of the Chinese
side's own export (its sample: 序号, 车牌号, …).
"""

import csv
import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from kiosk.queue.port_document import PortDocument, PortVehicle
from kiosk.queue.port_misbehave import Lot, moved
from kiosk.zones import BEIJING
from sync.records import Lane, VehicleState

Cell = str | int | datetime | None

HEADINGS = (
    "序号", "车牌号", "国别", "车道", "状态", "登记时间", "叫号时间", "出境时间", "备注", "闸口",
)  # fmt: skip

_STATES = {
    VehicleState.RESERVED: "已预约",
    VehicleState.ARRIVED: "已到达",
    VehicleState.WAITING: "排队中",
    VehicleState.CALLED: "已叫号",
    VehicleState.AT_GATE: "在闸口",
    VehicleState.DEPARTED: "已出境",
    VehicleState.HELD: "暂停",
    VehicleState.RELEASED: "恢复排队",
    VehicleState.CANCELLED: "已取消",
}
_LANES = {Lane.GENERAL: "普通", Lane.PRIORITY: "优先"}
_COUNTRIES = {
    "CN": "中国", "KZ": "哈萨克斯坦", "RU": "俄罗斯", "UZ": "乌兹别克斯坦", "KG": "吉尔吉斯斯坦",
}  # fmt: skip
_REASONS = {
    "documents": "单证", "customs inspection": "查验", "weighing": "过磅", "seal check": "验封",
}  # fmt: skip


def cells(vehicle: PortVehicle) -> list[Cell]:
    """A vehicle's cells from the plate on; times are Beijing's and don't say so, as in exports."""
    return [
        vehicle.plate,
        _COUNTRIES.get(vehicle.country, vehicle.country),
        _LANES[vehicle.lane],
        _STATES[vehicle.state],
        _local(vehicle.registered_at),
        _local(vehicle.called_at),
        _local(vehicle.departed_at),
        _REASONS.get(vehicle.reason, vehicle.reason) or None,
        vehicle.gate or None,
    ]


def rows(document: PortDocument) -> list[list[Cell]]:
    """A table of all vehicles of a document, its headings first."""
    vehicles = sorted(document.vehicles, key=lambda each: each.registered_at)
    return [list(HEADINGS), *([n, *cells(each)] for n, each in enumerate(vehicles, 1))]


def as_csv(table: Sequence[Sequence[Cell]], encoding: str) -> bytes:
    """A table as a Chinese Excel writes one: "2026/3/1 0:11"."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_shown(cell) for cell in row] for row in table)
    return out.getvalue().encode(encoding, "replace")


class TableMischief:
    """Tables that go wrong in the ways of `kinds`: one for each folder. `skew` is by how much the
    clock of the port's office is ahead."""

    def __init__(
        self, kinds: frozenset[str] = frozenset(), skew: timedelta = timedelta(), seed: int = 1
    ) -> None:
        self._lot = Lot(kinds, seed)
        self._skew = skew
        self._old: PortDocument | None = None

    def told(self, document: PortDocument) -> PortDocument:
        """What is written instead: by the port's own clock, or the first of all again."""
        document = moved(document, self._skew) if self._skew else document
        if self._old is None:
            self._old = document
        return self._old if self._lot.now("stale") else document

    def rows(self, table: list[list[Cell]]) -> list[list[Cell]]:
        """What rows it has instead."""
        if self._lot.now("column"):
            out = self._lot.rng.randrange(1, len(HEADINGS))
            table = [[*row[:out], *row[out + 1 :]] for row in table]
        if self._lot.now("half"):
            head, *below = table
            table = [head, *(row[:4] if self._lot.rng.random() < 0.2 else row for row in below)]
        return table

    @property
    def encoding(self) -> str:
        """What text is written in: UTF-8 with a mark, as Excel's "CSV UTF-8"."""
        return "gbk" if self._lot.now("gbk") else "utf-8-sig"

    def data(self, table: bytes) -> bytes:
        """What bytes the file has instead."""
        if self._lot.now("html"):
            return b"<!doctype html><title>Log in</title><form><input name=user></form>"
        return table[: len(table) * 2 // 3] if self._lot.now("cut") else table


class Numbers:
    """The numbers that a database gives to changes: they grow, with gaps where a transaction was
    rolled back, and begin anew where it was restored."""

    def __init__(self, kinds: frozenset[str] = frozenset(), seed: int = 1) -> None:
        self._lot = Lot(kinds, seed)
        self._begun_at = 0
        self._jumps: list[tuple[int, int]] = []  # (after which sequence, by how much)

    def fill(self, document: PortDocument) -> bool:
        """Whether this document is written at all; False is a transaction that is rolled back."""
        if self._lot.now("rewind"):
            self._begun_at, self._jumps = max(document.sequence - 1, 0), []
        if self._lot.now("gap"):
            self._jumps.append((document.sequence, self._lot.rng.randint(2, 2000)))
            return False
        return True

    def locked(self) -> bool:
        """Whether the transaction locks its table and stays open."""
        return self._lot.now("long")

    def of(self, sequence: int) -> int:
        """A change's number, from 1."""
        jumped = sum(by for after, by in self._jumps if sequence > after)
        return max(sequence - self._begun_at, 1) + jumped


def _local(text: str) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(BEIJING).replace(tzinfo=None) if text else None


def _shown(cell: Cell) -> Any:
    if isinstance(cell, datetime):
        return f"{cell.year}/{cell.month}/{cell.day} {cell.hour}:{cell.minute:02}"
    return cell
