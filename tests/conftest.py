"""What holds for every test: Qt off-screen, a home folder of its own, and no unexpected word in
the log.

A test fails on a warning in the log, unless it takes the fixture `caplog` and looks for itself, or
is marked with the loggers that will speak: `@pytest.mark.logs("kiosk.store")`, or `pytestmark` for
a file about damage. (qutebrowser's tests hold the same.)
"""

import gc
import logging
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

# Qt reads these when it is first imported. A person's own settings don't count here.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"
os.environ["QT_QUICK_CONTROLS_STYLE"] = "Basic"
for _name in ("QT_SCALE_FACTOR", "QT_FONT_DPI", "QT_LOGGING_RULES", "KIOSK_DATA", "LANGUAGE"):
    os.environ.pop(_name, None)

import pytest
from hypothesis import settings

from kiosk.shell.rubbish import search_if_due

# No test asserts a time. "ci" (make test) tries the same examples on every machine.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("here")


@pytest.fixture(scope="session")
def qapp_cls() -> type:
    from PySide6.QtGui import QGuiApplication  # only tests of the screen wait for Qt

    return QGuiApplication


@pytest.fixture(scope="session", autouse=True)
def _home_of_the_tests() -> Iterator[None]:
    """Nothing is read from the user's folders, and nothing is written there; child processes
    inherit it."""
    with (
        tempfile.TemporaryDirectory(prefix="driver-home-tests-") as place,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("HOME", place)
        for name in ("CONFIG", "CACHE", "STATE"):
            patch.setenv(f"XDG_{name}_HOME", f"{place}/{name.lower()}")
        yield


@pytest.fixture(autouse=True)
def _data_of_the_test(tmp_path_factory, monkeypatch) -> None:
    """A sample home made "at first use" is made for one test alone. The folder is named here, and
    made by who needs it."""
    base = Path(tmp_path_factory.getbasetemp())
    monkeypatch.setenv("XDG_DATA_HOME", str(base / f"data-{next(_NUMBERS)}"))
    monkeypatch.delenv("KIOSK_DATA", raising=False)


_NUMBERS = iter(range(10**9))


@pytest.fixture(scope="session", autouse=True)
def _no_search_for_rubbish_elsewhere() -> Iterator[None]:
    """As in the programs: a QObject of a test that is over must not die on another thread."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def _search_for_rubbish() -> Iterator[None]:
    yield
    search_if_due()


class _Heard(logging.Handler):
    """Keeps what is logged at WARNING or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def _no_unexpected_log(request: pytest.FixtureRequest) -> Iterator[None]:
    heard = _Heard()
    logging.getLogger().addHandler(heard)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(heard)
    if "caplog" in request.fixturenames:
        return
    expected = {name for mark in request.node.iter_markers("logs") for name in mark.args}
    lines = [
        f"{record.levelname} {record.name}: {record.getMessage()}"
        for record in heard.records
        if not any(f"{record.name}.".startswith(f"{name}.") for name in expected)
    ]
    if lines:
        pytest.fail("in the log, and not expected:\n" + "\n".join(lines), pytrace=False)
