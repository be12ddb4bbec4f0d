"""System libraries: what is missing, who installs it, and what a person is told."""

import os
from pathlib import Path

import pytest

from gradviz.launch import libraries, system
from gradviz.launch.apt import SystemPackagesMissing

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the wheels bring everything there")


class Machine:
    """A Debian whose apt-get is a script that notes what it was asked for."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder = folder
        self._monkeypatch = monkeypatch
        self.asked = folder / "asked"
        self.absent = {"libegl1"}
        self.write_apt("echo Setting up libegl1:amd64; rm -f absent")
        (folder / "absent").touch()
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
        monkeypatch.setattr("gradviz.launch.libraries.sys.platform", "linux")
        monkeypatch.setattr(libraries, "_loads", self.loads)
        self.become(0)

    def write_apt(self, script: str) -> None:
        apt = self._folder / "apt-get"
        apt.write_text(f'#!/bin/sh\ncd "{self._folder}"\necho "$@" >> asked\n{script}\n', "utf-8")
        apt.chmod(0o755)

    def loads(self, name: str) -> bool:
        return not (name == "libEGL.so.1" and (self._folder / "absent").exists())

    def become(self, user: int) -> None:
        self._monkeypatch.setattr(os, "geteuid", lambda: user)

    def calls(self) -> list[str]:
        return self.asked.read_text("utf-8").splitlines() if self.asked.exists() else []


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


def test_nothing_is_asked_for_where_nothing_is_missing(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "absent").unlink()
    system.require_qt(window=False, install=True)
    assert machine.calls() == []


def test_root_says_so_and_installs(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    system.require_qt(window=False, install=True)
    assert len(machine.calls()) == 1
    assert machine.calls()[0].startswith("install")
    assert machine.calls()[0].endswith("libegl1")
    assert "as root: apt-get install libegl1" in capsys.readouterr().err
    assert system.missing_libraries([]) == {}


def test_lists_are_updated_when_a_package_is_not_found(machine: Machine) -> None:
    machine.write_apt(
        'case "$1" in update) touch updated;; install) [ -e updated ] && rm -f absent;; esac'
    )
    system.require_qt(window=False, install=True)
    assert [call.split()[0] for call in machine.calls()] == ["install", "update", "install"]


def test_root_may_forbid_it(machine: Machine) -> None:
    with pytest.raises(SystemPackagesMissing, match=r"\n    apt-get install libegl1\n"):
        system.require_qt(window=False, install=False)
    assert machine.calls() == []


def test_others_get_the_command_to_type(machine: Machine) -> None:
    machine.become(1000)
    with pytest.raises(SystemPackagesMissing, match=r"\n    sudo apt-get install libegl1\n"):
        system.require_qt(window=False, install=True)
    assert machine.calls() == []


def test_other_systems_get_the_names_of_the_libraries(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SystemPackagesMissing, match=r"libEGL\.so\.1.*package manager"):
        system.require_qt(window=False, install=True)


def test_a_failing_apt_is_a_sentence_with_its_reason(machine: Machine) -> None:
    machine.write_apt("echo E: Unable to fetch some archives; exit 100")
    with pytest.raises(SystemPackagesMissing, match="E: Unable to fetch some archives"):
        system.require_qt(window=False, install=True)


def test_a_package_that_does_not_help_is_not_believed(machine: Machine) -> None:
    machine.write_apt("true")
    with pytest.raises(SystemPackagesMissing, match=r"still.*libEGL\.so\.1"):
        system.require_qt(window=False, install=True)


def test_the_set_up_asks_for_python_and_qt_in_one_go(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system, "_can_make_environments", lambda: False)
    with pytest.raises(SystemPackagesMissing, match=r"install python3\.\d+-venv libegl1\n"):
        system.require_for_setup(["--screenshot", "x.png", "--no-system"])


def test_commands_without_qt_need_no_libraries(machine: Machine) -> None:
    for arguments in (["--help"], ["--version"], ["check", "net.py"]):
        system.require_for_setup(arguments)
    assert machine.calls() == []


@pytest.mark.parametrize(
    ("arguments", "window"),
    [
        ([], True),
        (["net.py"], True),
        (["--example", "neuron"], True),
        (["--screenshot", "x.png"], False),
        (["--theme", "dark", "--screenshot=x.png"], False),
        (["test", "-k", "window"], False),
        (["--help"], None),
        (["check", "net.py"], None),
    ],
)
def test_what_a_command_will_open_is_guessed(arguments: list[str], window: bool | None) -> None:
    assert system.opens_window(arguments) is window


def test_a_window_on_x11_needs_more_than_a_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gradviz.launch.libraries.sys.platform", "linux")
    monkeypatch.setattr(libraries, "_loads", lambda name: False)
    assert libraries.missing(None) == libraries.ALWAYS
    assert libraries.missing("x11") == {**libraries.ALWAYS, **libraries.X11}
    assert "libwayland-cursor0" in libraries.missing("wayland")


def test_one_complete_window_system_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gradviz.launch.libraries.sys.platform", "linux")
    monkeypatch.setattr(libraries, "_loads", lambda name: "wayland" not in name)
    assert system.missing_libraries(["wayland", "x11"]) == {}
    assert set(system.missing_libraries(["wayland"])) == set(libraries.WAYLAND)


def test_macos_and_windows_need_no_system_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gradviz.launch.libraries.sys.platform", "darwin")
    monkeypatch.setattr(libraries, "_loads", lambda name: False)
    assert libraries.missing("x11") == {}
