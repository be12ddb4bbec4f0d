"""`python3 -m gradviz test`."""

import os
import shutil
import subprocess
import sys

import pytest

from gradviz.launch import system
from tests.launch.person import Person

pytestmark = pytest.mark.skipif(
    bool(system.missing_libraries([])), reason="Qt's system libraries are not here"
)


def test_pytest_runs_in_the_environment_from_the_root_of_the_checkout(person: Person) -> None:
    started = person.start("test", "-k", "neuron", "--no-system")
    assert started.said == {
        "pytest": ["-k", "neuron"],
        "folder": str(person.root),
        "prefix": str(person.venv),
    }


def test_the_exit_code_is_pytests(person: Person) -> None:
    assert person.start("test", "5").code == 5


def test_the_tests_packages_come_with_the_apps_in_one_go(person: Person) -> None:
    person.start("test")
    assert "requirements-dev.lock" in person.pip_runs()[0]
    person.start("--version")
    assert len(person.pip_runs()) == 2


def test_the_app_does_not_install_the_tests_packages(person: Person) -> None:
    person.start("--version")
    person.start("test")
    assert [run.split("/")[-1] for run in person.pip_runs()[::2]] == [
        "requirements.lock",
        "requirements-dev.lock",
    ]


def test_preparing_only_prints_the_python_and_nothing_else(person: Person) -> None:
    started = person.start("test", "--prepare-only")
    assert started.out == f"{person.venv}/bin/python\n"


def test_an_installed_package_says_that_it_has_no_tests(person: Person) -> None:
    site_packages = person.root.parent / "site-packages"
    shutil.copytree(person.root / "gradviz", site_packages / "gradviz")
    failed = subprocess.run(
        [sys.executable, "-m", "gradviz", "test"],
        env=os.environ | {"PYTHONPATH": str(site_packages)},
        cwd=person.root.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert failed.returncode == 2
    assert "not part of an installed package" in failed.stderr
