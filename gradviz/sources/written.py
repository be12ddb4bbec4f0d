"""Modules that a notebook writes with `%%writefile engine.py`: importable, never on the disk."""

from __future__ import annotations

from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType


class WrittenFinder(MetaPathFinder, Loader):
    def __init__(self) -> None:
        self._sources: dict[str, tuple[str, str]] = {}

    def add(self, path: str, text: str, file: str) -> None:
        """`text` stands at `path`; its code says that it comes from `file`."""
        parts = [part for part in PurePosixPath(path).with_suffix("").parts if part not in ".."]
        if parts and parts[-1] == "__init__":
            parts.pop()
        for i in range(1, len(parts)):
            self._sources.setdefault(".".join(parts[:i]), ("", file))
        if parts:
            self._sources[".".join(parts)] = (text, file)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: object = None
    ) -> ModuleSpec | None:
        if fullname not in self._sources:
            return None
        below = any(name.startswith(f"{fullname}.") for name in self._sources)
        return ModuleSpec(fullname, self, origin=self._sources[fullname][1], is_package=below)

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        text, file = self._sources[module.__name__]
        exec(compile(text, file, "exec", dont_inherit=True), module.__dict__)
