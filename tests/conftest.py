"""What every test shares: no screen, no trace left behind, no Qt warning unnoticed."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


_COMPILING = "gradviz kernels"
"""Begun once in a process, by whichever test first shows a large graph. Nothing can call numba
off: it ends after some seconds of a processor, on a busy machine later."""


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test neither reads nor writes the person's settings."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture(autouse=True)
def _no_dangling_threads() -> Iterator[None]:
    """A thread that outlives its test fails it."""
    before = set(threading.enumerate())
    yield
    left = [t for t in threading.enumerate() if t not in before and t.is_alive() and not t.daemon]
    for thread in left:
        thread.join(timeout=60 if thread.name == _COMPILING else 2)
    assert not [t for t in left if t.is_alive()], f"left running: {left}"


def pytest_collection_finish() -> None:
    _spare_the_collector()


@pytest.fixture(autouse=True, scope="module")
def _modules_are_over_when_they_end() -> Iterator[None]:
    yield
    _spare_the_collector()


def _spare_the_collector() -> None:
    """What is alive by now stays to the end: the garbage collector needn't look through it at
    every turn, of which there are thousands."""
    gc.collect()
    gc.freeze()
