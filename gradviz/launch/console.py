"""Says what the launcher is doing, on stderr: stdout belongs to the command."""

import shutil
import sys
import time
from types import TracebackType
from typing import Self

_SECONDS_BETWEEN_PLAIN_LINES = 5.0


def say(line: str) -> None:
    """Print one line."""
    print(line, file=sys.stderr, flush=True)


class Stage:
    """One step of the set-up, with a line that follows its progress.

    On a terminal the line is rewritten in place. In a log, where that would be noise, a line
    with the progress is added every five seconds, enough to see that it is alive.
    """

    def __init__(self, title: str) -> None:
        self._title = title
        self._live = sys.stderr.isatty()
        self._started = time.monotonic()
        self._last_plain = self._started
        self._width = 0

    def __enter__(self) -> Self:
        if self._live:
            self._rewrite(f"  {self._title} …")
        else:
            say(f"  {self._title} …")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._live:
            end = f"{self.seconds:.1f} s" if kind is None else "failed"
            self._rewrite(f"  {self._title}: {end}")
            say("")

    @property
    def seconds(self) -> float:
        """How long the stage has been going."""
        return time.monotonic() - self._started

    def show(self, detail: str) -> None:
        """Tell how far it has come. May be called as often as one likes."""
        if self._live:
            self._rewrite(f"  {self._title}: {detail} ({self.seconds:.0f} s)")
        elif time.monotonic() - self._last_plain >= _SECONDS_BETWEEN_PLAIN_LINES:
            self._last_plain = time.monotonic()
            say(f"    {detail}")

    def _rewrite(self, text: str) -> None:
        # Padding with spaces and not an escape sequence: old Windows consoles print those.
        columns = shutil.get_terminal_size().columns - 1
        text = text[:columns]
        print("\r" + text.ljust(self._width), end="", file=sys.stderr, flush=True)
        self._width = len(text)
