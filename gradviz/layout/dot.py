"""Layout by Graphviz's dot, in a child process that can be killed at any moment.

pygraphviz holds the GIL while dot works and offers no way to stop it, and dot's time grows
without warning (0.5 s for 1,600 nodes, minutes for 3,000), so it runs in a process of its
own. Dot gets numbers for names, no labels (it would mangle some) and no sizes of text.

From dot comes what is hard and what it is best at: who stands above whom, with few
crossings. Places and curves are ours (`spacing`, `routes`), since dot neither sets an op in
the middle of its operands nor keeps `a + a`'s two arrows apart.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO

import numpy as np

from gradviz.layout import dot_child
from gradviz.layout.columns import Columns
from gradviz.layout.items import Items
from gradviz.layout.layout import Layout, LayoutCancelled, LayoutUnavailable
from gradviz.layout.order import best_order, written_order
from gradviz.layout.place import placed
from gradviz.layout.spacing import settle
from gradviz.model.graph import Floats

POINTS = 72.0
"""An inch, in which dot wants sizes. One of our px is one of dot's points."""


class DotLayouter:
    """Owns one child process, started when first needed (or by `start`) and used again.

    All methods may be called from any thread; layouts are made one at a time.
    """

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()
        self._lock = threading.Lock()  # guards all below
        self._child: _Child | None = None
        self._cancels = 0
        self._closed = False

    def start(self) -> None:
        """Start the child now, so that it is ready when the first graph comes. Doesn't wait
        and doesn't fail: a child that can't start is reported by `lay_out`."""
        with self._lock, contextlib.suppress(LayoutUnavailable):
            if not self._closed:
                self._running_child()

    def lay_out(self, items: Items, *, timeout: float = 20.0) -> Layout:
        """Blocks for at most about `timeout` seconds; call it in a thread.

        Raises LayoutUnavailable when Graphviz is missing, fails or takes longer, and
        LayoutCancelled when `cancel` or `close` is called meanwhile.
        """
        with self._lock:
            cancels = self._cancels
        columns = Columns.of(items)
        with self._one_at_a_time:
            order = self._ask(dot_source(items, columns), columns, timeout, cancels)
        order = best_order(items, columns, order)
        return placed(items, columns, settle(columns, order))

    def cancel(self) -> None:
        """Kill the child; a `lay_out` that is running raises LayoutCancelled at once."""
        with self._lock:
            self._cancels += 1
            self._drop_child()

    def close(self) -> None:
        """Like `cancel`, and for good."""
        with self._lock:
            self._closed = True
            self._cancels += 1
            self._drop_child()

    def _running_child(self) -> _Child:
        """Needs the lock."""
        if self._child is None or not self._child.is_alive():
            self._drop_child()
            self._child = _Child()
        return self._child

    def _drop_child(self) -> None:
        """Needs the lock."""
        if self._child is not None:
            self._child.kill()
            self._child = None

    def _ask(self, source: str, columns: Columns, timeout: float, cancels: int) -> Floats:
        with self._lock:
            if self._closed or self._cancels != cancels:
                raise LayoutCancelled
            child = self._running_child()
        try:
            reply = child.ask(source, timeout)
        except LayoutUnavailable:
            with self._lock:
                if self._child is child:
                    self._drop_child()
                if self._cancels != cancels:
                    raise LayoutCancelled from None
            raise
        # dot's y points up.
        return np.array([-reply[str(i)] for i in range(columns.item_count)])


def dot_source(items: Items, columns: Columns) -> str:
    """The items and links in dot's language, in the order in which one reads them: where
    dot has no reason to prefer another order, it keeps this one."""
    order = written_order(items, columns)
    lines = [
        "digraph{rankdir=LR;nodesep=0.02;ranksep=0.5;splines=none;outputorder=nodesfirst;",
        'node[shape=box,fixedsize=true,label="",width=1];',
    ]
    height = (columns.above + columns.below) / POINTS
    lines += [f"{i}[height={height[i]:.4f}];" for i in np.lexsort((order, columns.column)).tolist()]
    ranked = np.lexsort((order[columns.tail], order[columns.head], columns.column[columns.tail]))
    lines += [
        f"{columns.tail[k]}->{columns.head[k]}[weight={columns.weight[k]}];"
        for k in ranked.tolist()
    ]
    for left, right in [] if items.ties is None else items.ties.tolist():
        apart = columns.column[right] - columns.column[left]
        lines.append(f"{left}->{right}[style=invis,weight=0,minlen={apart}];")
    return "".join(lines) + "}"


class _Child:
    """One child process and the pipes to it."""

    def __init__(self) -> None:
        packages = importlib.util.find_spec("pygraphviz")
        if packages is None or packages.origin is None:
            raise LayoutUnavailable(
                "Graphviz is missing: Python finds no package pygraphviz. Install it, or "
                "gradviz itself again."
            )
        self._stderr: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  closed by kill
        try:
            self._process = subprocess.Popen(
                [
                    # -I -S: no search for site-packages, nothing from the environment or the
                    # current folder; it is told the one folder that it needs.
                    *(sys.executable, "-I", "-S", "-X", "utf8", dot_child.__file__),
                    str(Path(packages.origin).parent.parent),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._stderr,
                start_new_session=True,
            )
        except OSError as error:
            self._stderr.close()
            raise LayoutUnavailable(
                f"Graphviz could not be started ({error.strerror or error}). Close some other "
                "programs and try again."
            ) from error
        self._lock = threading.Lock()
        self._dead = False
        self._last_words = ""  # what it wrote to stderr last, once it is dead

    def is_alive(self) -> bool:
        with self._lock:
            return not self._dead and self._process.poll() is None

    def kill(self) -> None:
        """End its whole process group, and leave no zombie."""
        with self._lock:
            if self._dead:
                return
            self._dead = True
            # Only while it isn't waited for is the pid sure to be its own and not 0.
            if self._process.poll() is None and self._process.pid > 0:
                if os.name == "posix":
                    with contextlib.suppress(ProcessLookupError, PermissionError):
                        os.killpg(self._process.pid, signal.SIGKILL)
                self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                with contextlib.suppress(OSError):  # a request that could not be flushed
                    if pipe is not None:
                        pipe.close()
            self._last_words = _last_line(self._stderr)
            self._stderr.close()

    def ask(self, source: str, timeout: float) -> dict[str, float]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        late = threading.Event()

        def give_up() -> None:
            late.set()
            self.kill()

        timer = threading.Timer(timeout, give_up)
        timer.daemon = True
        timer.start()
        try:
            request = json.dumps({"dot": source, "seconds": timeout}) + "\n"
            self._process.stdin.write(request.encode())
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except (OSError, ValueError):  # it is dead; ValueError: and its pipes are closed
            line = b""
        finally:
            timer.cancel()
            timer.join()
        if late.is_set():
            raise LayoutUnavailable(
                f"Graphviz did not finish within {timeout:g} seconds. Try a smaller graph."
            )
        if not line.endswith(b"\n"):
            self.kill()
            words = f" ({self._last_words})" if self._last_words else ""
            raise LayoutUnavailable(
                f"Graphviz ended without an answer{words}. Install gradviz's "
                "packages again if this goes on: pygraphviz must be among them."
            )
        reply = json.loads(line)
        if "error" in reply:
            raise LayoutUnavailable(f"Graphviz reported an error: {reply['error']}.")
        y: dict[str, float] = reply["y"]
        return y


def _last_line(file: IO[bytes]) -> str:
    file.seek(0)
    lines = file.read().decode(errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "")
