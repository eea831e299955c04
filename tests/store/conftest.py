"""A data folder, and records to put into it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sync.records import PageUse, Vehicle, VehicleState


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def vehicle() -> Callable[..., Vehicle]:
    def make(number: int = 1, **fields: object) -> Vehicle:
        given = {
            "id": f"KZ-{number:05}",
            "plate": f"{number:05}",
            "country": "KZ",
            "state": VehicleState.WAITING,
            "registered_at": "2026-11-23T10:00:00+08:00",
            "as_of": "2026-11-23T16:00:00+08:00",
        }
        return Vehicle(**{**given, **fields})

    return make


@pytest.fixture
def page_use() -> Callable[..., PageUse]:
    def make(number: int = 1, **fields: object) -> PageUse:
        given = {
            "id": f"use-{number:05}",
            "at": "2026-11-23T10:00:00+08:00",
            "page": "services",
            "locale": "kk_KZ",
            "seconds": 7,
        }
        return PageUse(**{**given, **fields})

    return make
