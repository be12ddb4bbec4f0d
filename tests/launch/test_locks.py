"""The locks in resources/: everything pinned and hashed, and no word about where from."""

import re
import tomllib
from pathlib import Path

import pytest

from gradviz.launch.checkout import LOCKS, Checkout
from gradviz.launch.pip import normalized, pins

ROOT = Path(__file__).resolve().parents[2]
CHECKOUT = Checkout(ROOT)


def read(group: str) -> dict[str, str]:
    """Each pin with its marker, such as `numpy==2.4.6 ; python_full_version < '3.12'`: hashes."""
    entries = re.split(r"(?m)^(?=\w)", CHECKOUT.lock(group).read_text("utf-8"))
    split = (entry.partition("\\") for entry in entries if entry.strip())
    return {pin.strip(): hashes for pin, _, hashes in split}


@pytest.mark.parametrize("group", LOCKS)
def test_a_lock_names_no_address(group: str) -> None:
    text = CHECKOUT.lock(group).read_text("utf-8")
    assert "://" not in text
    assert "index" not in text


@pytest.mark.parametrize("group", LOCKS)
def test_every_pin_has_a_version_and_hashes(group: str) -> None:
    lock = read(group)
    assert len(lock) == pins(CHECKOUT.lock(group).read_text("utf-8")) > 5
    for pin, hashes in lock.items():
        assert re.match(r"[\w.-]+==[\w.]+( ; .+)?$", pin), pin
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", hashes), pin


def test_the_tests_lock_holds_the_apps_lock() -> None:
    assert read("run").items() <= read("test").items()


def test_all_that_the_project_names_is_locked() -> None:
    project = tomllib.loads(CHECKOUT.pyproject.read_text("utf-8"))
    groups = project["dependency-groups"]
    for group, wanted in (
        ("run", [*project["project"]["dependencies"], *groups["launch"]]),
        ("test", [entry for entry in groups["dev"] if isinstance(entry, str)]),
    ):
        locked = {normalized(pin.split("==")[0]) for pin in read(group)}
        names = {normalized(re.split(r"[<>=!~ ]", requirement)[0]) for requirement in wanted}
        assert names <= locked


def test_the_broken_releases_of_pyside_are_not_locked() -> None:
    (version,) = {pin.split("==")[1] for pin in read("run") if pin.startswith("pyside6-")}
    assert version.split(" ")[0] not in ("6.11.0", "6.11.1", "6.12.0")
