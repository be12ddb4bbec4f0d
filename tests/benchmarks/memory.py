"""How much memory an open demo loss takes, in a process of its own: `-m tests.benchmarks.memory`.

Prints three numbers of bytes: all of it over an empty canvas, the canvas's part of it, and how
many values there are.
"""

from __future__ import annotations

import gc
import os
import sys

from PySide6.QtWidgets import QApplication

from gradviz.canvas.canvas import Canvas
from gradviz.canvas.geometry import BOX_SIZES
from gradviz.layout.layouter import Layouter
from gradviz.look.theme import load_theme
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule
from gradviz.sources.examples import DEMO_LOSS, find_example
from gradviz.sources.program import record_program
from tests.benchmarks.screen import application

SIZE = 1600, 1000


def main(points: str) -> None:
    with application():
        small = record_program(find_example("neuron").path)
        canvas = Canvas(load_theme("dark"))
        canvas.resize(*SIZE)
        _show(canvas, small)
        empty = resident()
        recording = record_program(DEMO_LOSS, Rule.ACCUMULATE, (points,))
        _ = recording.graph.lists, recording.final_grads
        recorded = resident()
        _show(canvas, recording)
        opened = resident()
    print(opened - empty, opened - recorded, len(recording.graph))


def _show(canvas: Canvas, recording: Recording) -> None:
    laid = Layouter().lay_out_graph(recording.graph, BOX_SIZES, None)
    canvas.show_graph(recording)
    canvas.show_position(recording.length, animate=False)
    canvas.show_layout(laid.drawing, laid.layout)
    canvas.show()
    for _ in range(5):
        QApplication.processEvents()
    canvas.repaint()


def resident() -> int:
    """Bytes of this process in memory, where the system tells them as Linux does."""
    gc.collect()
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main(sys.argv[1])
