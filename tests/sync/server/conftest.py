"""Headquarters on its database: a test that takes `engine` runs on each kind."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from sync.server.core import Headquarters
from sync.server.database import connect
from tests.sync.server.device import Hand


@pytest.fixture
def engine(url) -> Iterator[sa.Engine]:
    made = connect(url)
    yield made
    made.dispose()


@pytest.fixture
def clock() -> Hand:
    return Hand()


@pytest.fixture
def hq(engine, clock) -> Headquarters:
    return Headquarters(engine, now=clock)
