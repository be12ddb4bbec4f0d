"""The child process: Graphviz's dot, one graph after another. See `dot.DotLayouter`.

Run as a file and not with -m, so that it imports nothing of gradviz and starts in 40 ms.
Its one argument is the folder that has pygraphviz. A request is one line of JSON,
{"dot": source, "seconds": s}; the answer is one line, {"y": {name: y}} in points, or
{"error": text}.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import sys
import warnings
from collections.abc import Iterator
from typing import IO, Any


def main() -> None:
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # Anything Graphviz prints must not get between the answers.
    os.dup2(2, 1)
    # Behind the standard library, which nothing in that folder shall hide.
    sys.path.append(sys.argv[1])
    import pygraphviz

    for line in requests:
        request = json.loads(line)
        with watched(requests, request["seconds"]):
            answer = place(pygraphviz, request["dot"])
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()


def place(pygraphviz: Any, dot: str) -> dict[str, object]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            graph = pygraphviz.AGraph(string=dot)
            graph.layout("dot")
            return {"y": {str(n): float(n.attr["pos"].split(",")[1]) for n in graph.nodes()}}
    except Exception as error:  # noqa: BLE001  whatever it was, the app goes on without us
        return {"error": f"{type(error).__name__}: {error}"}


@contextlib.contextmanager
def watched(requests: IO[bytes], seconds: float) -> Iterator[None]:
    """Dies with its parent, even within Graphviz, which no Python thread can interrupt
    (pygraphviz holds the GIL there). The parent writes nothing while we work, so on Linux
    any signal from the pipe means that its other end has closed, and SIGIO's default is to
    end the process. Everywhere, faulthandler's C thread ends us a little after the time
    that the parent would wait."""
    faulthandler.dump_traceback_later(seconds + 1.0, exit=True)
    _die_when_closed(requests.fileno(), True)
    try:
        yield
    finally:
        _die_when_closed(requests.fileno(), False)
        faulthandler.cancel_dump_traceback_later()


def _die_when_closed(fd: int, on: bool) -> None:
    if sys.platform != "linux":
        return
    import fcntl
    import select

    flags = fcntl.fcntl(fd, fcntl.F_GETFL)
    fcntl.fcntl(fd, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(fd, fcntl.F_SETFL, flags | os.O_ASYNC if on else flags & ~os.O_ASYNC)
    if on:
        # It may have closed before we asked to be told.
        poll = select.poll()
        poll.register(fd, 0)
        if poll.poll(0):
            sys.exit()


if __name__ == "__main__":
    main()
