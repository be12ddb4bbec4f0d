"""Reading requirements without `packaging`."""

import pytest

from gradviz.launch.installed import lacking
from tests.launch.test_locks import CHECKOUT


def test_this_environment_lacks_nothing() -> None:
    assert lacking(CHECKOUT, "run") == []
    assert lacking(CHECKOUT, "test") == []


@pytest.mark.parametrize(
    ("version", "met"),
    [
        ("6.9.3", False),
        ("6.10", True),
        ("6.10.0", True),
        ("6.11.0", False),
        ("6.11.1", False),
        ("6.11.3", True),
        ("6.12", False),
        ("6.12.1", True),
        ("7.0.0rc1", True),
    ],
)
def test_a_version_is_held_against_every_clause(
    monkeypatch: pytest.MonkeyPatch, version: str, met: bool
) -> None:
    monkeypatch.setattr("gradviz.launch.installed.metadata.version", lambda name: version)
    wanted = [r for r in lacking(CHECKOUT, "run") if r.startswith("PySide6")]
    assert (wanted == []) is met
