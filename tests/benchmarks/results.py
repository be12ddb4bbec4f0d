"""RESULTS.md: every figure beside its goal."""

from __future__ import annotations

import os
import platform
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from gradviz.model import warming

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmarks.measuring import Row

RESULTS = Path(__file__).parent / "RESULTS.md"


def text(rows: Sequence[Row]) -> str:
    missed = [row for row in rows if not row.is_met]
    lines = [
        "# Benchmarks",
        "",
        "Written by `python3 -m gradviz bench`: gradviz and its peers in turns in one run,",
        "medians. The figures are of one machine; the ratios say more.",
        "",
        _machine(),
        "",
        "| what | goal | reached | |",
        "|---|---|---|---|",
        *(f"| {row.what} | {row.goal} | {row.figure} | {row.remark} |" for row in rows),
        "",
        f"Goals met: {len(rows) - len(missed)} of {len(rows)}.",
    ]
    return "\n".join(lines) + "\n"


def _machine() -> str:
    peers = ["numpy", "micrograd", "igraph", "pygraphviz"] + (
        ["numba"] if warming.can_warm() else []
    )
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in peers)
    return f"Python {platform.python_version()}, {versions}; {os.cpu_count()} processors."
