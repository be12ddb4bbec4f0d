"""Runs a program: following its output line by line, or in this one's place."""

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from gradviz.launch.failure import LaunchFailed

_TICK_SECONDS = 0.2


class ProcessFailed(LaunchFailed):
    """A program ended with an error; `output` has its last lines."""

    def __init__(self, command: Sequence[str], code: int, output: Sequence[str]) -> None:
        self.command = list(command)
        self.code = code
        self.output = list(output)
        super().__init__(f"`{' '.join(command)}` failed ({code}).\n{self.last_words()}")

    def last_words(self, lines: int = 8) -> str:
        """The end of what the program said, indented; where its reason usually stands."""
        said = [line for line in self.output if line.strip()]
        return "\n".join(f"    {line}" for line in said[-lines:])


def follow(
    command: Sequence[str],
    on_line: Callable[[str], None],
    on_tick: Callable[[], None],
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> None:
    """Run to the end, handing on each line, and a tick several times a second in silence.

    Raises ProcessFailed if the program can't be started or exits with anything but 0.
    """
    try:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            env=environ,
            cwd=folder,
        )
    except OSError as problem:
        raise ProcessFailed(command, 127, [str(problem)]) from problem
    assert child.stdout is not None
    # A thread reads, since no wait-with-timeout for a pipe works on Windows too.
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    pipe = child.stdout

    def read() -> None:
        for line in pipe:
            lines.put(line.rstrip())
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    output: list[str] = []
    try:
        while True:
            try:
                line = lines.get(timeout=_TICK_SECONDS)
            except queue.Empty:
                on_tick()
                continue
            if line is None:
                break
            output.append(line)
            on_line(line)
        code = child.wait()
    except BaseException:
        child.terminate()
        child.wait()
        raise
    finally:
        pipe.close()
    if code != 0:
        raise ProcessFailed(command, code, output)


def hand_over(command: Sequence[str], folder: Path) -> int:
    """Run another program in the place of this one, in that folder.

    Returns its exit code, except on POSIX, where it takes this process over.
    """
    sys.stdout.flush()
    os.chdir(folder)
    if sys.platform != "win32":
        os.execv(command[0], list(command))
    # execv there returns to the shell at once and leaves the new process behind.
    return subprocess.call(command)
