"""What a command needs of the system, and seeing to it that it is there."""

import sys
from collections.abc import Sequence

from gradviz.launch import display, libraries

NO_SYSTEM = "--no-system"
_QT_NEEDS = "Qt needs system libraries"


def require_qt(window: bool, install: bool) -> None:
    """Return when Qt can be imported and, for a window, has a screen to open it on.

    To be called just before PySide6 is imported. Missing libraries are installed if that is
    possible without asking (as root, on Debian and its kin) and `install` allows it. Otherwise
    raises a LaunchFailed whose text is for the person.
    """
    systems = display.window_systems() if window else []
    lacking = missing_libraries(systems)
    if lacking:
        _provide(lacking, _QT_NEEDS, install)
        still = missing_libraries(systems)
        if still:
            from gradviz.launch.apt import SystemPackagesMissing

            raise SystemPackagesMissing(
                f"{', '.join(still)} was installed, and still Qt's {', '.join(still.values())} "
                "can't be loaded. Run ldd on it to see what it lacks."
            )
    display.require_answer(systems)


def require_for_setup(arguments: Sequence[str]) -> None:
    """The same, before there is an environment: with what Python needs to make one.

    In one go, so that a bare machine runs apt-get once, and a person who has to type the
    command types it once. Whether the screen answers is seen later; that it is named, now.
    """
    window = opens_window(arguments)
    systems = display.window_systems() if window else []
    lacking = {} if window is None else missing_libraries(systems)
    needs = [_QT_NEEDS] if lacking else []
    if not _can_make_environments():
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        lacking = {f"python{version}-venv": "Python's venv and ensurepip"} | lacking
        needs.insert(0, "Python needs its modules venv and ensurepip")
    if lacking:
        _provide(lacking, ", and ".join(needs), install=NO_SYSTEM not in arguments)


def opens_window(arguments: Sequence[str]) -> bool | None:
    """A guess at what a command will need: True a window, False Qt without a screen, None no Qt.

    A guess, since the parser of the commands may not be importable yet. If it is wrong, the
    command asks again with `require_qt`.
    """
    if arguments[:1] == ["check"] or not {"-h", "--help", "--version"}.isdisjoint(arguments):
        return None
    paints_picture = any(word.split("=")[0] == "--screenshot" for word in arguments)
    return not (paints_picture or arguments[:1] == ["test"])


def missing_libraries(systems: Sequence[str]) -> dict[str, str]:
    """Debian's packages, with the library in each, that Qt needs and that are not here.

    Of several window systems one is enough: nothing is missing if one has all it needs.
    """
    if not systems:
        return libraries.missing(None)
    found = [libraries.missing(system) for system in systems]
    return {} if {} in found else found[-1]


def _can_make_environments() -> bool:
    import importlib.util

    # Debian's python3 has venv but not ensurepip; some distributions lack both.
    importlib.invalidate_caches()
    return all(importlib.util.find_spec(name) is not None for name in ("venv", "ensurepip"))


def _provide(lacking: dict[str, str], needs: str, install: bool) -> None:
    from gradviz.launch import apt

    why = f"{needs} that are not on this machine"
    apt.provide(list(lacking), why, list(lacking.values()), install)
