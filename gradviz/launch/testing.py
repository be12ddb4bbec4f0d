"""`python3 -m gradviz test`: the project's own tests, in the prepared environment."""

import sys
from collections.abc import Sequence

from gradviz.launch import system
from gradviz.launch.checkout import Checkout
from gradviz.launch.failure import LaunchFailed
from gradviz.launch.process import hand_over

# Stops short of the tests and prints the Python that would run them, for scripts.
PREPARE_ONLY = "--prepare-only"


class NoTests(LaunchFailed):
    """There are no tests to run."""


def run(arguments: Sequence[str]) -> int:
    """Run pytest from the root of the checkout; all other arguments are pytest's.

    Returns pytest's exit code, except on POSIX, where pytest takes this process over.
    """
    checkout = Checkout.here()
    if checkout is None or not checkout.tests.is_dir():
        raise NoTests(
            "the tests are not part of an installed package; get the source and run "
            "python3 -m gradviz test in its folder."
        )
    system.require_qt(window=False, install=system.NO_SYSTEM not in arguments)
    if PREPARE_ONLY in arguments:
        print(sys.executable)
        return 0
    rest = [word for word in arguments if word != system.NO_SYSTEM]
    command = [sys.executable, "-m", "pytest", *rest]
    return hand_over(command, checkout.root)
