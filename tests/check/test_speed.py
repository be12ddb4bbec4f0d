"""How long `gradviz check` takes, from the command to its answer."""

from __future__ import annotations

import time

import pytest

from tests.check.corpus import CORPUS
from tests.check.verdict import check_command


@pytest.mark.benchmark
@pytest.mark.parametrize(
    ("name", "seconds"), [("lecture/right_neuron.py", 1.0), ("projects/moons/demo.py", 20.0)]
)
def test_a_check_is_quick(name: str, seconds: float) -> None:
    started = time.perf_counter()
    (verdict,) = check_command(CORPUS / name)
    took = time.perf_counter() - started
    print(f"\n{name}: {took:.2f} s, {verdict.message}")
    assert verdict.status == "correct"
    assert took <= seconds
