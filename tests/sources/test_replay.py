"""Recordings made from reports of a child process."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from gradviz.model.compare import Comparison
from gradviz.sources.child import Child
from gradviz.sources.listing import Listing
from gradviz.sources.replay import recording_of
from gradviz.sources.request import Request

_CORPUS = Path(__file__).parents[1] / "corpus"
_ODD = _CORPUS / "odd"


def test_a_program_that_never_calls_backward_gives_a_graph_of_zeros() -> None:
    file = _ODD / "no_backward_call.py"
    report = Child(Request(str(file))).run()
    recording = recording_of(report, Listing.of(str(file), file.read_text(encoding="utf-8")))
    assert recording is not None
    n = len(recording.graph)
    assert n > 1
    assert recording.length == n  # forward, and nothing behind it
    assert recording.tape.step_start.tolist() == [0, 0]
    assert recording.final_grads.tolist() == [0.0] * n
    assert recording.wrong_nodes.tolist() == []


def test_what_an_earlier_pass_left_is_told_apart_from_wrong_gradients() -> None:
    file = _CORPUS / "wrong" / "stale_second_pass.py"
    report = Child(Request(str(file))).run()
    recording = recording_of(report, Listing.of(str(file), file.read_text(encoding="utf-8")))
    assert recording is not None
    assert recording.wrong_nodes.tolist() == []
    stale = recording.stale_nodes.tolist()
    assert stale
    end = recording.length
    assert [node for node in range(len(recording.graph)) if recording.is_stale(node, end)] == stale
    assert not any(recording.is_wrong(node, end) for node in stale)
    left = len(recording.graph) - len(stale)
    assert report.message == (
        f"{left} of {len(recording.graph)} gradients verified; "
        f"{len(stale)} add to what an earlier pass left."
    )
    assert Comparison(recording).first is not None  # the two runs part all the same


def test_an_engine_that_follows_every_path_hands_each_share_along_its_edge() -> None:
    file = _CORPUS / "right" / "every_path.py"
    report = Child(Request(str(file), exercise=False)).run()
    recording = recording_of(report, Listing.of(str(file), file.read_text(encoding="utf-8")))
    assert recording is not None
    tape, graph = recording.tape, recording.graph
    assert tape.step_node[:2].tolist() == [graph.root, graph.root]  # the seed, then its first
    through = tape.edge[1:]
    assert (through >= 0).all()
    assert (graph.operands[through] == tape.target[1:]).all()
    amounts = tape.after - tape.before
    np.testing.assert_allclose((tape.local * tape.adjoint)[1:], amounts[1:], rtol=1e-9)
    # What came through an edge in all is its factor times the whole gradient of its user.
    total = np.bincount(through, amounts[1:], graph.edge_count)
    slopes = recording.accumulated.slopes
    np.testing.assert_allclose(total, slopes * recording.final_grads[graph.edge_user])


def test_of_several_results_on_a_tape_the_last_is_shown() -> None:
    file = _CORPUS / "right" / "tape_of_several_results.py"
    report = Child(Request(str(file), exercise=False)).run()
    assert report.root is not None
    assert report.root.data == np.sin(0.5)
    assert (report.values, report.edges) == (2, 1)
