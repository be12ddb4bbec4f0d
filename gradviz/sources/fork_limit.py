"""Keeps a program from forking without end, which would stop the whole machine.

Between two looks of the supervisor a loop of forks doubles its processes many times. So
`os.fork` counts, in memory that all of them share, and refuses as the system does when it
has no more; the supervisor sets the count to what is really there.
"""

from __future__ import annotations

import errno
import mmap
import os
import struct
import warnings

real_fork = getattr(os, "fork", None)
_COUNT = struct.Struct("=q")


class ForkLimit:
    def __init__(self, most: int) -> None:
        self._most = most
        self._count = mmap.mmap(-1, _COUNT.size)  # shared with every fork

    def set(self, count: int) -> None:
        _COUNT.pack_into(self._count, 0, count)

    def install(self) -> None:
        """In the program's process, in place of `os.fork`."""
        if real_fork is None:
            return

        def fork() -> int:
            (count,) = _COUNT.unpack_from(self._count, 0)
            if count >= self._most:
                raise BlockingIOError(
                    errno.EAGAIN, f"gradviz gives a program at most {self._most} processes"
                )
            self.set(count + 1)
            with warnings.catch_warnings():
                # Newer Pythons warn of the threads that this process has on gradviz's account.
                warnings.simplefilter("ignore", DeprecationWarning)
                return int(real_fork())

        os.fork = fork
