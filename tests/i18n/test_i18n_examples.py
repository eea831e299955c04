"""The examples in the docstrings of kiosk.i18n are true."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

import kiosk.i18n

MODULES = sorted(path.stem for path in Path(kiosk.i18n.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    assert doctest.testmod(import_module(f"kiosk.i18n.{name}")).failed == 0
