"""Does the running Python have what gradviz needs? For environments others made."""

import tomllib
from importlib import metadata
from typing import Any

from gradviz.launch.checkout import Checkout


def lacking(checkout: Checkout, group: str) -> list[str]:
    """The requirements of pyproject.toml that this Python doesn't meet, as written there."""
    with checkout.pyproject.open("rb") as file:
        project = tomllib.load(file)
    return [wanted for wanted in _requirements(project, group) if not _is_met(wanted)]


def _requirements(project: dict[str, Any], group: str) -> list[str]:
    found: list[str] = list(project["project"]["dependencies"])
    if group == "test":
        # Included groups are tables; the one there is serves only to make `.venv`.
        found += [entry for entry in project["dependency-groups"]["dev"] if isinstance(entry, str)]
    return found


def _is_met(requirement: str) -> bool:
    """Whether it is installed in a version it allows. Knows `>=` and `!=`, all that is used.

    `packaging`, which knows the rest, isn't in the standard library.
    """
    name, clauses = _split(requirement)
    try:
        version = _release(metadata.version(name))
    except metadata.PackageNotFoundError:
        return False
    return all(
        version >= _release(bound) if relation == ">=" else version != _release(bound)
        for relation, bound in clauses
    )


def _split(requirement: str) -> tuple[str, list[tuple[str, str]]]:
    """`"a>=2,!=2.1"` gives `("a", [(">=", "2"), ("!=", "2.1")])`."""
    end = next((i for i, char in enumerate(requirement) if char in "<>=!~ "), len(requirement))
    clauses = [clause.strip() for clause in requirement[end:].split(",") if clause.strip()]
    return requirement[:end], [(clause[:2], clause[2:].strip()) for clause in clauses]


def _release(version: str) -> tuple[int, ...]:
    """`"6.11.3rc1"` gives `(6, 11, 3)`; trailing zeros don't count: 6.10 is 6.10.0."""
    numbers: list[int] = []
    for part in version.split("."):
        digits = part[: next((i for i, c in enumerate(part) if not c.isdigit()), len(part))]
        if not digits:
            break
        numbers.append(int(digits))
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)
