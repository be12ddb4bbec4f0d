"""The way from any Python to one that has everything."""

import os
import sys
from collections.abc import Sequence

from gradviz.launch.checkout import Checkout
from gradviz.launch.environment import (
    CHECKED,
    ENTERED,
    UNCHECKED,
    Environment,
    EnvironmentFailed,
)


def ready(arguments: Sequence[str]) -> None:
    """Return in a process that can import all the command needs.

    That may be another process: if the checkout's environment isn't the one running, this one
    ends and `python -m gradviz` starts again there with the same arguments.
    """
    checkout = Checkout.here()
    if checkout is None:
        return  # an installed package: whoever installed it installed what it needs
    group = "test" if arguments[:1] == ["test"] else "run"
    environment = Environment(checkout)
    entered = os.environ.pop(ENTERED, None)

    if environment.is_running():
        if entered != CHECKED:
            _make_running_one_current(environment, checkout, group, arguments)
        return
    if sys.prefix != sys.base_prefix and not _lacking(checkout, group):
        return  # a virtual environment of the person's own that has everything
    if entered:
        raise EnvironmentFailed(
            f"{environment.python} does not run in {environment.folder}. Remove that folder and "
            "start gradviz again, which makes it anew."
        )
    if environment.is_foreign():
        environment.enter(arguments, UNCHECKED)
    if not environment.is_current(group):
        _prepare(environment, group, arguments)
    environment.enter(arguments, CHECKED)


def _make_running_one_current(
    environment: Environment, checkout: Checkout, group: str, arguments: Sequence[str]
) -> None:
    """See to the environment from inside: someone started its Python, or `uv run` did."""
    if environment.is_foreign():
        lacking = _lacking(checkout, group)
        if lacking:
            with environment.turn():
                environment.fill(group, lacking)
    elif not environment.is_current(group):
        _prepare(environment, group, arguments)
        environment.enter(arguments, CHECKED)  # what this process has imported may be gone


def _prepare(environment: Environment, group: str, arguments: Sequence[str]) -> None:
    from gradviz.launch import system
    from gradviz.launch.console import say

    system.require_for_setup(arguments)
    with environment.turn():
        if environment.is_current(group):
            return  # the start that had its turn before did it
        say(
            f"gradviz: preparing its environment in {environment.folder}. This is done once and "
            "takes about half a minute."
        )
        environment.update(group)


def _lacking(checkout: Checkout, group: str) -> list[str]:
    # Imported here: reading metadata takes longer than all the rest of a usual start.
    from gradviz.launch.installed import lacking

    return lacking(checkout, group)
