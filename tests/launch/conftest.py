"""Gives tests of the launcher a person with a fresh checkout."""

import sys
from pathlib import Path

import pytest

from tests.launch.person import Person


@pytest.fixture
def person(tmp_path: Path) -> Person:
    if sys.platform == "win32":
        pytest.skip("the fake environment is laid out as on POSIX")
    return Person(tmp_path)
