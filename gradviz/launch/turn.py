"""One at a time: two starts must not build the same environment together."""

import os
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from gradviz.launch.failure import LaunchFailed

_SECONDS_BETWEEN_TRIES = 0.2


class Turn:
    """Held while the environment is changed. The system lets go of it when a process dies, so
    a killed start never blocks the next one."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._handle = -1

    def __enter__(self) -> Self:
        try:
            self._handle = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as problem:
            raise LaunchFailed(
                f"{self._file} could not be written: {problem.strerror}. gradviz makes its "
                f"environment in {self._file.parent}; make that folder writable, or install "
                "gradviz (pip install .) and start it with gradviz."
            ) from problem
        if not self._try():
            from gradviz.launch.console import say

            say("gradviz: another start is preparing the environment; waiting for it.")
            while not self._try():
                time.sleep(_SECONDS_BETWEEN_TRIES)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # The file stays: removing it would let a third start lock a new file of that name
        # while the second still waits for this one.
        os.close(self._handle)

    def _try(self) -> bool:
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(self._handle, msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
