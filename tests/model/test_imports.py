"""Importing gradviz needs only the standard library."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("PySide6", "shiboken6", "numpy", "networkx", "pygraphviz", "numba")


def loaded_by(statement: str) -> set[str]:
    """The heavy packages a fresh interpreter has loaded after the statement."""
    code = f"{statement}\nimport sys\nprint(*(m for m in {HEAVY!r} if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_gradviz_loads_nothing_heavy() -> None:
    assert loaded_by("from gradviz import Value, Neuron, Layer, MLP") == set()


def test_building_and_running_backward_loads_nothing_heavy() -> None:
    assert (
        loaded_by("from gradviz import Value, MLP; MLP(2, [2, 1])([1.0, 2.0]).backward()") == set()
    )


@pytest.mark.parametrize("module", ["model.recording", "model.explain", "sources.program"])
def test_the_pure_layers_load_no_window_and_no_graph_library(module: str) -> None:
    assert loaded_by(f"import gradviz.{module}") == {"numpy"}


def test_numba_waits_until_it_is_asked_for() -> None:
    assert "numba" not in loaded_by("import gradviz.app.window")
