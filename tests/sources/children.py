"""Programs for the child process to run, and a look at the processes they leave."""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass, field
from pathlib import Path

from gradviz.sources.child import Child
from gradviz.sources.report import Report
from gradviz.sources.request import Limits, Request

VALUE = """\
class Value:
    def __init__(self, data, _children=(), _op=''):
        self.data = data
        self.grad = 0.0
        self._prev = set(_children)
        self._op = _op
        self._backward = lambda: None
    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other), '+')
        def _backward():
            self.grad += out.grad
            other.grad += out.grad
        out._backward = _backward
        return out
    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other), '*')
        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out
    def backward(self):
        topo, visited = [], set()
        def build(v):
            if v not in visited:
                visited.add(v)
                for child in v._prev:
                    build(child)
                topo.append(v)
        build(self)
        self.grad = 1.0
        for v in reversed(topo):
            v._backward()
"""
PASS = VALUE + "a, b = Value(2.0), Value(3.0)\no = a * b + a\no.backward()\n"
PASS_LINES = PASS.count("\n")
"""A program that begins with PASS has its next line at PASS_LINES + 1."""


@dataclass
class Programs:
    """A folder of programs, and what came of running one."""

    folder: Path
    output: str = ""
    seconds: float = 0.0
    progress: list[str] = field(default_factory=list)

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def notebook(self, name: str, *cells: str) -> Path:
        data = {
            "nbformat": 4,
            "cells": [{"cell_type": "code", "source": cell} for cell in cells],
        }
        return self.write(name, json.dumps(data))

    def run(self, text: str | bytes, name: str = "mine.py", limits: Limits | None = None) -> Report:
        """Write a program and run it."""
        return self.run_file(self.write(name, text), limits)

    def run_cells(self, *cells: str) -> Report:
        return self.run_file(self.notebook("mine.ipynb", *cells))

    def run_file(self, path: Path, limits: Limits | None = None, **asked: object) -> Report:
        request = Request(str(path), limits=limits or Limits(seconds=10), **asked)  # type: ignore[arg-type]
        child = Child(request, on_progress=self.progress.append)
        start = time.monotonic()
        report = child.run()
        self.seconds = time.monotonic() - start
        self.output = child.output
        return report


def runs(process: int) -> bool:
    """False for a zombie, which only waits for its parent."""
    try:
        os.kill(process, 0)
        stat = Path(f"/proc/{process}/stat").read_text()
    except ProcessLookupError:
        return False
    except FileNotFoundError:
        return not Path("/proc/self").exists()
    return stat.rpartition(")")[2].split()[0] != "Z"


def end_within(processes: list[int], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while any(map(runs, processes)):
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True
