"""From a bare Python to the command, as a person sees it at the terminal."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.launch.person import Person


def test_the_first_start_makes_the_environment_and_runs_the_command_there(person: Person) -> None:
    started = person.start("--screenshot", "x.png")
    assert started.code == 0
    assert started.said == {"prefix": str(person.venv), "arguments": ["--screenshot", "x.png"]}


def test_the_first_start_says_what_it_does(person: Person) -> None:
    said = person.start("--version").err
    assert str(person.venv) in said
    for stage in ("Making the environment", "Installing packages", "Installing gradviz itself"):
        assert stage in said


def test_only_pinned_files_are_installed_and_the_project_without_a_network(
    person: Person,
) -> None:
    person.start("--version")
    packages, project = person.pip_runs()
    assert "--require-hashes" in packages
    assert packages.endswith("resources/requirements.lock")
    for option in ("--no-deps", "--no-build-isolation", "--no-index", f"-e {person.root}"):
        assert option in project


def test_a_later_start_installs_nothing_and_says_nothing(person: Person) -> None:
    person.start("--version")
    runs = person.pip_runs()
    later = person.start("--version")
    assert later.said["prefix"] == str(person.venv)
    assert later.err == ""
    assert person.pip_runs() == runs


def test_the_exit_code_is_the_commands(person: Person) -> None:
    assert person.start("--version", "--exit").code == 0
    assert person.start("--exit", "7", "--screenshot").code == 7


def test_a_changed_lock_is_installed_into_the_same_environment(person: Person) -> None:
    person.start("--version")
    own = person.venv / "put-here-by-the-person"
    own.touch()
    person.write_lock("run", "numpy==2.4.7 \\\n")
    assert person.start("--version").code == 0
    assert own.exists()
    assert len(person.pip_runs()) == 4
    person.start("--version")
    assert len(person.pip_runs()) == 4


def test_a_half_made_environment_is_made_anew(person: Person) -> None:
    person.start("--version")
    person.stamp.write_text("", "utf-8")
    broken = person.venv / "left-over"
    broken.touch()
    assert person.start("--version").code == 0
    assert not broken.exists()


def test_an_environment_whose_python_is_gone_is_made_anew(person: Person) -> None:
    person.start("--version")
    python = person.venv / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3.11")
    assert person.start("--version").said["prefix"] == str(person.venv)


def test_a_moved_checkout_gets_an_environment_of_its_own(person: Person) -> None:
    person.start("--version")
    moved = person.root.with_name("moved")
    person.root.rename(moved)
    person.root = moved
    assert person.start("--version").said["prefix"] == str(moved / ".venv")
    assert str(moved) in person.pip_runs()[-1]


def test_a_start_that_was_killed_half_way_does_no_harm(person: Person) -> None:
    killed = person.begin("--version", FAKE_PIP="hangs")
    deadline = time.monotonic() + 10
    while not person.pip_runs():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.communicate()
    assert person.start("--version").said["prefix"] == str(person.venv)


def test_two_starts_at_the_same_time_make_one_environment(person: Person) -> None:
    both = [person.begin("--version"), person.begin("--version")]
    for process in both:
        out, err = process.communicate(timeout=30)
        assert process.returncode == 0, err
        assert str(person.venv) in out
    assert len(person.pip_runs()) == 2


def test_no_network_is_a_sentence_and_the_next_start_tries_again(person: Person) -> None:
    failed = person.start("--version", FAKE_PIP="offline")
    assert failed.code == 2
    assert "could not be installed" in failed.err
    assert "ERROR: Could not find a version" in failed.err
    assert "Check the network" in failed.err
    assert "Traceback" not in failed.err
    assert person.start("--version").code == 0


def test_a_full_disk_is_named(person: Person) -> None:
    failed = person.start("--version", FAKE_PIP="full")
    assert failed.code == 2
    assert "free some space" in failed.err


def test_no_network_for_the_tests_leaves_the_app_working(person: Person) -> None:
    person.start("--version")
    assert person.start("test", FAKE_PIP="offline").code == 2
    later = person.start("--version", FAKE_PIP="offline")
    assert later.code == 0, later.err


def test_the_environments_own_python_may_be_used_directly(person: Person) -> None:
    person.start("--version")
    runs = person.pip_runs()
    started = person.start("--version", python=person.venv / "bin" / "python")
    assert started.said["prefix"] == str(person.venv)
    assert person.pip_runs() == runs


def make_foreign(person: Person, version: str) -> None:
    """A `.venv` that someone else made, with a numpy of that version."""
    fakes = person.environ["PYTHONPATH"]
    subprocess.run([sys.executable, f"{fakes}/venv.py", str(person.venv)], check=True)
    info = next(person.venv.glob("lib/python*/site-packages")) / f"numpy-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Name: numpy\nVersion: {version}\n", "utf-8")


def test_a_complete_environment_of_someone_elses_is_used_as_it_is(person: Person) -> None:
    make_foreign(person, "2.3.0")
    assert person.start("--version").said["prefix"] == str(person.venv)
    assert person.pip_runs() == []
    assert not person.stamp.exists()


@pytest.mark.parametrize("version", ["1.26.4", "2.1.0"])
def test_a_wrong_version_in_someone_elses_environment_is_put_right_in_place(
    person: Person, version: str
) -> None:
    make_foreign(person, version)
    own = person.venv / "put-here-by-the-person"
    own.touch()
    assert person.start("--version").code == 0
    assert len(person.pip_runs()) == 2
    assert own.exists()


def test_someone_elses_environment_without_pip_is_left_alone(person: Person) -> None:
    make_foreign(person, "1.26.4")
    shutil.rmtree(next(person.venv.glob("lib/python*/site-packages/pip")))
    failed = person.start("--version")
    assert failed.code == 2
    assert "numpy>=2.0,!=2.1" in failed.err
    assert "uv sync" in failed.err
    assert person.venv.exists()


def test_no_display_is_said_before_anything_is_installed(person: Person) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux has screens to be named")
    failed = person.start()
    assert failed.code == 2
    assert "no display" in failed.err
    assert "--screenshot" in failed.err
    assert failed.err.count("\n") == 1
    assert not person.venv.exists()


def test_an_old_python_gets_a_sentence(person: Person) -> None:
    pretend = (
        "import runpy, sys; sys.version_info = (3, 9, 2, 'final', 0);"
        "runpy.run_module('gradviz', run_name='__main__')"
    )
    failed = subprocess.run(
        [sys.executable, "-c", pretend],
        cwd=person.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert failed.returncode == 2
    assert "needs Python 3.11 or newer; this is 3.9" in failed.stderr
    assert failed.stderr.count("\n") == 1


def test_real_old_pythons_can_read_that_far(person: Person) -> None:
    found = [p for p in map(shutil.which, ("python3.8", "python3.9", "python3.10")) if p]
    ran = 0
    for python in found:
        # A version manager leaves commands for Pythons that aren't chosen, which only complain.
        if subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0:
            failed = person.start(python=Path(python))
            assert (failed.code, failed.err.count("\n")) == (2, 1), failed.err
            assert "needs Python 3.11 or newer" in failed.err
            ran += 1
    if not ran:
        pytest.skip("no older Python here")
