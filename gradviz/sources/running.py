"""Runs a program as `python FILE` would, or a notebook as "Run all" would, in this process.

Only for the child process, which nothing else shares: it changes the folder, `sys.argv`,
`sys.path`, `sys.modules` and the recursion limit.
"""

from __future__ import annotations

import ast
import atexit
import builtins
import contextlib
import gc
import linecache
import os
import sys
import threading
import types
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradviz
from gradviz.sources.cell_running import CellRunner, display
from gradviz.sources.magics import Cell, parses, python_of
from gradviz.sources.nearby import NearbyFinder
from gradviz.sources.newer_names import provide
from gradviz.sources.notebook import CodeCell, read_notebook
from gradviz.sources.place import cell_file
from gradviz.sources.program_text import Unreadable, read_program
from gradviz.sources.shown import NoteDrawing, Shown
from gradviz.sources.stand_ins import INSTEAD
from gradviz.sources.stubs import Stub, StubFinder
from gradviz.sources.troubles import error_trouble, exit_trouble, trouble
from gradviz.sources.user_code import Place, innermost, raised_at
from gradviz.sources.written import WrittenFinder

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradviz.sources.report import Trouble
    from gradviz.sources.request import Request

RECURSION_LIMIT = 100_000
COLLECTING = (100_000, 5, 5)
"""How many objects are made before the collector looks for cycles among them, and how often it
then looks among the older ones. Each value of an engine is a few objects, with its closure a
cycle, and what is observed of it stays: at Python's own (700, 10, 10) a long training loop
takes twice as long, all of it in the collector. That it looks at the older ones sooner than
Python does keeps the garbage of such a loop small."""


class Running:
    """One run of one program: `run` it once, then read what came of it."""

    def __init__(self, request: Request, on_progress: Callable[[str], None]) -> None:
        self._request = request
        self._on_progress = on_progress
        self.file = os.path.abspath(request.file)  # noqa: PTH100  links stay, as for Python
        self.is_notebook = self.file.lower().endswith(".ipynb")
        self.shown = Shown()
        self.troubles: list[Trouble] = []
        self.failed = False
        """Whether the program as such came to no good end; a notebook's cells may fail."""
        self._module = types.ModuleType("__main__")
        self._written = WrittenFinder()
        self.on_cell: Callable[[], None] = lambda: None

    @property
    def namespace(self) -> dict[str, Any]:
        return self._module.__dict__

    def run(self) -> None:
        """Never raises for what the program does."""
        try:
            text = self._request.text
            if text is None:
                text = read_program(self.file)
            cells = read_notebook(text, self.file) if self.is_notebook else []
            self._prepare()
        except Unreadable as error:
            self._fail(error.trouble)
        except OSError as error:
            self._fail(trouble("failed", f"its folder can't be used: {error}", None))
        else:
            if self.is_notebook:
                self._run_cells(cells)
            else:
                self._run_script(text)
            self._end()

    # --- as python does -----------------------------------------------------------------

    def _prepare(self) -> None:
        folder = Path(self.file).parent
        os.chdir(self._request.cwd or folder)
        sys.argv = [self._request.file, *self._request.arguments]
        own = str(Path(gradviz.__file__).parent.parent)
        # gradviz itself stays to be found, behind whatever the program has of that name.
        sys.path[:] = [str(folder), *(path for path in sys.path if path not in ("", own)), own]
        sys.meta_path += [
            self._written,
            NearbyFinder(folder, self._note_nearby),
            StubFinder(self._note_stub),
        ]
        sys.modules["__main__"] = self._module
        self.namespace.update(__builtins__=builtins, __spec__=None, __loader__=None)
        if self.is_notebook:
            self.namespace.update(display=display, get_ipython=_get_ipython)
        else:
            self.namespace.update(__file__=self.file, __cached__=None)
        self.shown.install()
        gradviz.show = self.shown
        provide()
        sys.dont_write_bytecode = True  # the person's folders stay as they are
        sys.setrecursionlimit(RECURSION_LIMIT)
        gc.set_threshold(*COLLECTING)

    def _run_script(self, text: str) -> None:
        self._on_progress("Running the program")
        _remember(self.file, text)
        try:
            tree = ast.parse(self._without_magics(text), self.file)
            self._enter_package(tree)
            code = compile(NoteDrawing().visit(tree), self.file, "exec", dont_inherit=True)
            exec(code, self.namespace)
        except SystemExit as error:
            self._exited(error)
        except BaseException as error:  # noqa: BLE001  whatever it was, it is told
            self._fail(error_trouble(error, self.file, self._request.limits))

    def _without_magics(self, text: str) -> str:
        """A notebook saved as a .py may still hold what only IPython understands."""
        if "get_ipython" in text:
            self.namespace["get_ipython"] = _get_ipython
        cell = python_of(text)
        if cell.skipped and not cell.written and parses(cell.python):
            self._note_skipped(cell, self.file)
            return cell.python
        return text

    def _enter_package(self, tree: ast.Module) -> None:
        """A module of a package that imports its neighbours by `from .engine import Value`
        works as `python -m package.module` would run it."""
        relative = any(isinstance(node, ast.ImportFrom) and node.level for node in ast.walk(tree))
        folder = Path(self.file).parent
        if not relative or not (folder / "__init__.py").is_file():
            return
        parts = [folder.name]
        while (folder.parent / "__init__.py").is_file():
            folder = folder.parent
            parts.insert(0, folder.name)
        sys.path.insert(0, str(folder.parent))
        self.namespace["__package__"] = ".".join(parts)
        __import__(self.namespace["__package__"])

    def _end(self) -> None:
        """What Python does at its end: wait for threads, then call what asked to be called."""
        others = {threading.main_thread(), threading.current_thread()}
        for thread in threading.enumerate():
            if thread not in others and not thread.daemon:
                thread.join()
        with contextlib.suppress(Exception):
            atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):
                stream.flush()

    # --- as Jupyter does ----------------------------------------------------------------

    def _run_cells(self, cells: list[CodeCell]) -> None:
        runner = CellRunner(self.namespace, self._note_failed)
        for code_cell in cells:
            self._on_progress(f"Running cell {code_cell.number} of {len(cells)}")
            file = cell_file(self.file, code_cell.number)
            _remember(file, code_cell.text)
            cell = code_cell.cell
            self._note_skipped(cell, file)
            if cell.written.endswith(".py"):
                self._written.add(cell.written, cell.python, file)
            elif not cell.written:
                try:
                    runner.run(cell.python, file)
                except BaseException as error:  # noqa: BLE001  the next cell may work
                    self._note_failed(error, file)
            self.on_cell()

    # --- what is told -------------------------------------------------------------------

    def _fail(self, what: Trouble) -> None:
        self.failed = True
        self.troubles.append(what)

    def _exited(self, error: SystemExit) -> None:
        places = raised_at(error.__traceback__)
        what = exit_trouble(error.code, places[-1] if places else Place(self.file, 0))
        if what is not None:
            self._fail(what)

    def _note_failed(self, error: BaseException, file: str) -> None:
        """A cell doesn't end the notebook, not even by `sys.exit()`."""
        self.troubles.append(error_trouble(error, file, self._request.limits))

    def _note_skipped(self, cell: Cell, file: str) -> None:
        for line, text in cell.skipped:
            if cell.written:
                what = f"{text} was not written to the disk"
                if cell.written.endswith(".py"):
                    what += "; an import of it gets this cell"
            else:
                what = f"skipped, since it isn't Python: {text}"
            self.troubles.append(trouble("skipped", what, Place(file, line)))

    def _note_stub(self, name: str) -> None:
        instead = INSTEAD.get(name, "a stand-in that does nothing takes its place")
        self._note("replaced", f"{name} isn't installed, so {instead}")

    def _note_nearby(self, name: str, folder: Path) -> None:
        where = os.path.relpath(folder, Path(self.file).parent)
        self._note("replaced", f"{name} was found in {where}, where Python by itself does not look")

    def _note(self, kind: str, what: str) -> None:
        """With the line that is running now."""
        self.troubles.append(trouble(kind, what, innermost(sys._getframe())))


def _remember(file: str, text: str) -> None:
    """So that tracebacks and `inspect` have the lines of what isn't, or not yet, on the disk."""
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)


def _get_ipython() -> Stub:
    return Stub("get_ipython()")
