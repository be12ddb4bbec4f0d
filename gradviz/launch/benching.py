"""`python3 -m gradviz bench`: gradviz and its peers measured, from a checkout."""

import sys
from collections.abc import Sequence
from importlib.util import find_spec

from gradviz.launch.checkout import Checkout
from gradviz.launch.failure import LaunchFailed
from gradviz.launch.process import hand_over

PEERS = ("igraph", "micrograd")


class NoBenchmark(LaunchFailed):
    """There is nothing to measure, or nothing to measure against."""


def run(arguments: Sequence[str]) -> int:
    """Run tests/benchmarks in this environment, which must have the peers."""
    checkout = Checkout.here()
    if checkout is None or not checkout.tests.is_dir():
        raise NoBenchmark(
            "the benchmark is not part of an installed package; get the source and run "
            "python3 -m gradviz bench in its folder."
        )
    missing = [name for name in PEERS if find_spec(name) is None]
    if missing:
        raise NoBenchmark(
            f"the benchmark needs {' and '.join(missing)} to measure against. Install what it "
            f"compares with:\n    {sys.executable} -m pip install {' '.join(PEERS)} numba"
        )
    return hand_over([sys.executable, "-m", "tests.benchmarks", *arguments], checkout.root)
