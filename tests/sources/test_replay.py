"""Recordings made from reports of a child process."""

from __future__ import annotations

from pathlib import Path

from gradviz.sources.child import Child
from gradviz.sources.listing import Listing
from gradviz.sources.protocol import Request
from gradviz.sources.replay import recording_of

_ODD = Path(__file__).parents[1] / "corpus" / "odd"


def test_a_program_that_never_calls_backward_gives_a_graph_of_zeros() -> None:
    file = _ODD / "no_backward_call.py"
    report = Child(Request(str(file))).run()
    recording = recording_of(report, Listing.of(str(file), file.read_text(encoding="utf-8")))
    assert recording is not None
    n = len(recording.graph)
    assert n > 1
    assert recording.length == n + 1  # forward, and a seed that nothing was written by
    assert recording.tape.step_start.tolist() == [0, 0]
    assert recording.final_grads.tolist() == [0.0] * n
    assert recording.wrong_nodes.tolist() == []
