"""What went wrong in a program, in a sentence with its place."""

from __future__ import annotations

import builtins
import linecache
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gradviz.sources.newer_syntax import NEWER, needs_newer_python
from gradviz.sources.place import in_words, split_cell
from gradviz.sources.protocol import Ended
from gradviz.sources.report import Trouble
from gradviz.sources.user_code import Place, raised_at

if TYPE_CHECKING:
    from gradviz.sources.request import Limits

_LONGEST = 400  # characters of an error's own text

_EXPLAINED: dict[type[BaseException], str] = {
    EOFError: "gradviz runs a program without a keyboard, so there is nothing to read: "
    "write the value into the program",
    RecursionError: "a function called itself too deeply",
}


def error_trouble(error: BaseException, program: str, limits: Limits) -> Trouble:
    """An error that the program didn't catch."""
    if (
        isinstance(error, SyntaxError)
        and error.filename
        and not isinstance(error.__cause__, ImportError)
    ):
        place = Place(error.filename, error.lineno or 0)
        return trouble("failed", f"{_name(error)}: {error.msg}{_for_newer(place)}", place)
    places = raised_at(error.__traceback__)
    place = places[-1] if places else Place(program, 0)
    what = _name(error)
    text = _text(error)
    if text:
        what += f": {text}"
    if isinstance(error, ModuleNotFoundError) and error.name:
        top = error.name.partition(".")[0]
        what += f" (is {top} installed for the Python that runs gradviz, or beside the program?)"
    elif isinstance(error, MemoryError):
        what += f" (it used up the {limits.memory_mb} MB that gradviz gives a program)"
    else:
        for kind, words in _EXPLAINED.items():
            if isinstance(error, kind):
                what += f" ({words})"
    outer = next((p for p in reversed(places) if p.file != place.file), None)
    if outer is not None:
        what += f", called from {outer}"
    return trouble("failed", what, place)


def exit_trouble(code: object, place: Place | None, how: str = "sys.exit") -> Trouble | None:
    """The program ended itself; None if it said that all is well."""
    if how == "sys.exit" and (code is None or code == 0):
        return None
    said = f"{how}({code!r})" if not isinstance(code, str) else f"{how} with the message {code!r}"
    return trouble("ended", f"the program ended itself with {said}", place)


def stopped_trouble(seconds: float | None, place: Place | None) -> Trouble:
    """`seconds` None: a person stopped it."""
    why = "" if seconds is None else f" after {_seconds(seconds)}, the time that it is given"
    return trouble("ended", f"the program was stopped here{why}", place)


def ended_trouble(ended: Ended, program: str, limits: Limits) -> Trouble:
    """The program's process is gone without a word of its own."""
    place = crash_place(ended.crash) or Place(program, 0)
    if ended.reason == "memory":
        what = (
            f"the program was ended because it used more than the {limits.memory_mb} MB of "
            "memory that gradviz gives it"
        )
    elif ended.reason == "processes":
        what = f"the program was ended because it started more than {limits.processes} processes"
    elif ended.crash.startswith("Timeout"):
        what = (
            f"the program was stopped here after {_seconds(limits.seconds)}, the time that it "
            "is given; it was busy within a function that isn't written in Python"
        )
    elif ended.signal:
        what = f"Python crashed here ({_signal(ended.signal)})"
        if ended.signal == signal.SIGKILL and not ended.crash:
            what = "the program's process was killed from outside, perhaps for want of memory"
    else:
        what = f"the program's process ended at once with the code {ended.code}"
    return trouble("ended", what, place)


def trial_trouble(ended: Ended) -> Trouble:
    """The process is gone while the program's engine was examined."""
    place = crash_place(ended.crash)
    how = f"Python crashed{'' if place is None else ' here'} ({_signal(ended.signal)})"
    if not ended.signal:
        how = f"the process ended with the code {ended.code}"
    what = f"{how} while gradviz tried the engine on expressions of its own, so nothing is verified"
    return trouble("ended", what, place)


def _seconds(seconds: float) -> str:
    return "1 second" if seconds == 1 else f"{seconds:g} seconds"


def trouble(kind: str, what: str, place: Place | None) -> Trouble:
    """The sentence begins with the place; the rest of it with a lower-case word or a name."""
    place = place or Place("", 0)
    file, cell = split_cell(place.file)
    where = in_words(Path(file).name, place.line, cell)
    message = f"{where}: {what}." if where else f"{what[:1].upper()}{what[1:]}."
    text = linecache.getline(place.file, place.line).strip() if place.line else ""
    return Trouble(kind, message, place.file, place.line, None, text)  # type: ignore[arg-type]


def crash_place(crash: str) -> Place | None:
    """The person's innermost line in what faulthandler wrote: the thread that crashed, or
    where it doesn't say which, the one that runs the program."""
    from gradviz.sources.user_code import is_own

    for line in crash.splitlines():
        # '  File "demo.py", line 3 in f'
        head, quote, rest = line.strip().partition('File "')
        file, _, tail = rest.rpartition('", line ')
        number = tail.partition(" ")[0]
        if not head and quote and number.isdigit() and is_own(file):
            return Place(file, int(number))
    return None


def _for_newer(place: Place) -> str:
    text = "".join(linecache.getlines(place.file))
    if not text or not needs_newer_python(text, place.line):
        return ""
    newer, here = (".".join(map(str, v[:2])) for v in (NEWER, sys.version_info))
    return (
        f" (this is syntax of Python {newer} and newer, and gradviz runs on Python {here}: "
        "install gradviz for the newer one, or write this line as the older one reads it)"
    )


def _name(error: BaseException) -> str:
    return type(error).__name__


def _text(error: BaseException) -> str:
    try:
        text = str(error)
    except builtins.Exception as inner:  # noqa: BLE001  their __str__ is theirs
        text = f"its text can't be had, {type(inner).__name__}"
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _signal(number: int) -> str:
    names = {
        signal.SIGSEGV: "segmentation fault",
        signal.SIGABRT: "abort",
        signal.SIGFPE: "arithmetic fault in C",
        signal.SIGILL: "illegal instruction",
    }
    try:
        return names.get(signal.Signals(number), signal.Signals(number).name)
    except ValueError:
        return f"signal {number}"
