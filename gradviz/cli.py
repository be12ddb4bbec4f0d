"""The commands. Qt is imported only by those that open a window or paint one."""

from __future__ import annotations

import argparse
import os
import re
import sys
from pathlib import Path

import gradviz
from gradviz.canvas.heat import Colouring
from gradviz.launch import benching, testing
from gradviz.launch.failure import LaunchFailed
from gradviz.launch.system import NO_SYSTEM, require_qt
from gradviz.model.rule import COMPUTED_RULES, Rule
from gradviz.sources.check import add_check_command
from gradviz.sources.examples import NoSuchExample, examples, find_example
from gradviz.sources.program import NoGraphFound, ScriptFailed

DEFAULT_EXAMPLE = "neuron"


def main(argv: list[str] | None = None) -> int:
    """Run the command and return its exit code; 2 when it could not start."""
    words = sys.argv[1:] if argv is None else argv
    if words[:1] == ["test"]:
        return testing.run(words[1:])
    if words[:1] == ["bench"]:
        return _bench(words[1:])
    if words[:1] == ["check"]:
        return _check(words)
    arguments = _parser().parse_args(words)
    offscreen = arguments.screenshot is not None
    try:
        example = find_example(arguments.example)
        _require_program(arguments.program)
        if offscreen:
            _require_folder(arguments.screenshot)
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        require_qt(window=not offscreen, install=not arguments.no_system)

        from gradviz.app.application import NoSuchPlace, Options, run
    except (LaunchFailed, NoSuchExample) as problem:
        return _refuse(problem)
    try:
        return run(
            Options(
                example=example,
                program=arguments.program,
                rule=Rule(arguments.rule) if arguments.rule is not None else None,
                position=arguments.position,
                select=arguments.select,
                groups=arguments.groups,
                colouring=Colouring(arguments.colour) if arguments.colour is not None else None,
                theme=arguments.theme,
                size=arguments.size,
                screenshot=arguments.screenshot,
            )
        )
    except (NoSuchPlace, ScriptFailed, NoGraphFound) as problem:
        return _refuse(problem)


def _level(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no level: give 0, 1, 2, …")
    return int(text)


def _refuse(problem: Exception) -> int:
    print(f"gradviz: {problem}", file=sys.stderr)
    return 2


def _bench(words: list[str]) -> int:
    """`gradviz bench`: no window, no Qt."""
    try:
        return benching.run(words)
    except LaunchFailed as problem:
        print(f"gradviz: {problem}", file=sys.stderr)
        return 2


def _check(words: list[str]) -> int:
    """`gradviz check FILE...`: no window, no Qt."""
    parser = argparse.ArgumentParser(prog="gradviz")
    add_check_command(parser.add_subparsers(dest="command"))
    arguments = parser.parse_args(words)
    code: int = arguments.run(arguments)
    return code


def _parser() -> argparse.ArgumentParser:
    names = ", ".join(example.name for example in examples())
    parser = argparse.ArgumentParser(
        prog="gradviz",
        description="A visual debugger for backpropagation. Without options it opens the "
        "lecture's neuron. `gradviz check FILE...` tells without a window whether programs' "
        "gradients are right. In a checkout, `python3 -m gradviz test` runs the tests and "
        "`python3 -m gradviz bench` measures how fast it is.",
    )
    parser.add_argument(
        "program", metavar="FILE", nargs="?", type=Path,
        help="a program (.py) or notebook (.ipynb) to run and look at",
    )  # fmt: skip
    parser.add_argument("--version", action="version", version=f"gradviz {gradviz.__version__}")
    parser.add_argument(
        "--example", metavar="NAME", default=DEFAULT_EXAMPLE, help=f"one of: {names}"
    )
    parser.add_argument(
        "--rule", choices=[rule.value for rule in COMPUTED_RULES],
        help="what a contribution does to a gradient: += (right) or = (the classic bug); "
        "a program with an engine of its own is shown as written unless this is given",
    )  # fmt: skip
    parser.add_argument(
        "--position", metavar="N|end", type=_position,
        help="where to stand: 0 is before the first value (default: backward is about to start)",
    )  # fmt: skip
    parser.add_argument("--select", metavar="LABEL", help="select the value with this label")
    parser.add_argument(
        "--colour", choices=[colouring.value for colouring in Colouring],
        help="what colours tell: each node's state, or how large its gradient or value is",
    )  # fmt: skip
    parser.add_argument(
        "--groups", metavar="LEVEL", type=_level,
        help="open the groups of values down to this level; 0 closes all of them",
    )  # fmt: skip
    parser.add_argument("--theme", choices=["dark", "light"], help="default: as last time")
    parser.add_argument(
        "--size", metavar="WxH", type=_size, help="of the window, such as 1600x1000"
    )
    parser.add_argument(
        "--screenshot", metavar="OUT.png", type=Path,
        help="paint the window without a screen, save it, and exit",
    )  # fmt: skip
    parser.add_argument(
        NO_SYSTEM, action="store_true", help="never install system libraries, only say which"
    )
    return parser


def _position(text: str) -> int:
    """-1 for the end."""
    if text == "end":
        return -1
    if not text.isdigit():
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a position: give a number from 0, or end"
        )
    return int(text)


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d+)[x×](\d+)", text)
    if match is None or not all(200 <= int(side) <= 8000 for side in match.groups()):
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a size: give width x height in pixels, such as 1600x1000"
        )
    return int(match[1]), int(match[2])


def _require_program(path: Path | None) -> None:
    if path is not None and not path.is_file():
        raise LaunchFailed(f"there is no file {path}. Give a program (.py) or a notebook (.ipynb).")


def _require_folder(path: Path) -> None:
    if not path.resolve().parent.is_dir():
        raise LaunchFailed(f"there is no folder {path.resolve().parent} to save the picture in.")
