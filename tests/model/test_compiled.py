"""The kernels compiled: the same bits as plain ones, and nothing else that depends on it."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gradviz.model import evaluation, ops, trial, warming
from gradviz.model.graph import Graph
from gradviz.model.recording import Recording
from gradviz.model.rule import COMPUTED_RULES, Rule
from gradviz.model.value import Value
from tests.benchmarks.demo_loss import demo_loss
from tests.model.bits import all_bits
from tests.model.graphs import Program, constant_of, programs
from tests.model.loops import in_batches, running
from tests.model.tapes import tape_bits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gradviz.model.warming import Loops

needs_numba = pytest.mark.skipif(not warming.can_warm(), reason="numba is not installed")

numbers = st.floats(-3.0, 3.0) | st.sampled_from(
    [0.0, -0.0, float("inf"), float("-inf"), float("nan"), 1e300, -1e300, 5e-324, 709.9, -746.0]
)


@pytest.fixture(scope="module")
def loops(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loops]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("caches")))
        from gradviz.model.compiled import compile_loops

        yield compile_loops()


# --- the same bits ----------------------------------------------------------------------


@needs_numba
@settings(max_examples=300)
@given(programs(), numbers, st.sampled_from(COMPUTED_RULES), st.data())
def test_every_way_to_compute_gives_the_same_recording(
    loops: Loops, program: Program, number: float, rule: Rule, data: st.DataObject
) -> None:
    root = program.root()
    leaf = data.draw(st.sampled_from(Graph.from_root(root)[0].leaves.tolist()))
    found = []
    for way in (in_batches(always=False), in_batches(always=True), running(loops)):
        graph, values, _ = Graph.from_root(root)
        with way:
            recording = Recording.from_graph(graph, values, rule)
            edit = recording.edit(leaf, number)
        found.append((tape_bits(recording), tape_bits(edit.recording), edit.changed.tolist()))
    assert found[0] == found[1] == found[2]


@needs_numba
@given(numbers, numbers)
@example(709.782712893384, 0.0)
@example(709.7827128933841, 0.0)
def test_every_op_gives_the_same_bits_at_any_number(loops: Loops, x: float, y: float) -> None:
    lines = Value(0.0)
    for op in ops.OPS:
        if op.arity:
            a, b = Value(x), Value(y)
            made = Value(
                0.0, (a, b)[: op.arity], op.name if op is not ops.POWER_CONST else f"**{y}"
            )
            lines = lines + made
    graph, values, _ = Graph.from_root(lines)
    with running(None):
        plain = Recording.from_graph(graph, values, Rule.ACCUMULATE)
    with running(loops):
        compiled = Recording.from_graph(graph, values, Rule.ACCUMULATE)
    assert tape_bits(plain) == tape_bits(compiled)


@needs_numba
@pytest.mark.parametrize("op", ["**2", "**-1", "**0.5", "tanh"])
def test_a_million_powers_are_pythons_own(loops: Loops, op: str) -> None:
    """LLVM would make z * z of a square, which differs once in a thousand times."""
    n = 1_000_000 if op == "**2" else 100_000
    random = Random(op)
    made = Value(0.5, (Value(0.5),), op)
    graph = Graph(
        opcode=np.repeat(np.array([0, ops.CODE[made._operation.name]], np.int32), n),
        operand_start=np.concatenate([np.zeros(n, np.int32), np.arange(n + 1, dtype=np.int32)]),
        operands=np.arange(n, dtype=np.int32),
        constant=np.repeat([0.0, constant_of(made)], n),
        labels=(),
        root=2 * n - 1,
    )
    values = np.array([random.uniform(0.0, 2.0) for _ in range(n)] + [0.0] * n)
    with running(loops):
        compiled = evaluation.forward(graph, values)
        writes = evaluation.backward(graph, compiled, True)
    with running(None):
        plain = evaluation.forward(graph, values)
        assert np.array_equal(plain, compiled)
        assert np.array_equal(evaluation.backward(graph, plain, True).slope, writes.slope)


@needs_numba
def test_the_demo_loss_is_the_same_on_every_engine(loops: Loops) -> None:
    demo = demo_loss(Value, 10)
    graph, values, nodes = Graph.from_root(demo.loss)
    demo.loss.backward()
    for these in (None, loops):
        with running(these):
            recording = Recording.from_graph(graph, values, Rule.ACCUMULATE)
        assert all_bits(recording.values) == all_bits(node.data for node in nodes)
        assert all_bits(recording.final_grads) == all_bits(node.grad for node in nodes)


@needs_numba
def test_loops_with_another_bit_are_not_used(loops: Loops) -> None:
    assert trial.agrees(loops)

    def squares_are_products(*arguments: object) -> None:
        loops.backward(*arguments)
        slope = arguments[9]
        assert isinstance(slope, np.ndarray)
        slope[0] = np.nextafter(slope[0], 9.0)

    assert not trial.agrees(loops._replace(backward=squares_are_products))


# --- warming ----------------------------------------------------------------------------


@pytest.fixture
def cold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming._Warming, "loops", None)
    monkeypatch.setattr(warming._Warming, "thread", None)


@needs_numba
@pytest.mark.usefixtures("cold", "loops")
def test_warming_happens_once_and_then_the_loops_are_there() -> None:
    thread = warming.warm()
    assert thread is not None
    assert warming.warm() is thread
    thread.join()
    assert warming.compiled_loops() is not None


@pytest.mark.usefixtures("cold")
def test_without_numba_the_plain_loops_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "can_warm", lambda: False)
    assert warming.warm() is None
    assert Recording.of(Value(2.0) * 3.0).final_grads.tolist() == [3.0, 2.0, 1.0]


@needs_numba
@pytest.mark.usefixtures("cold", "loops")
def test_a_numba_that_does_not_work_here_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> Loops:
        raise RuntimeError("no LLVM today")

    monkeypatch.setattr("gradviz.model.compiled.compile_loops", fails)
    thread = warming.warm()
    assert thread is not None
    thread.join()
    assert warming.compiled_loops() is None


@needs_numba
def test_what_was_compiled_from_another_op_table_is_not_taken(
    loops: Loops, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from gradviz.model import compiled

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    before = compiled._cache_folder()
    other = tmp_path / "ops.py"
    other.write_text(Path(ops.__file__).read_text("utf-8") + "# another row\n", "utf-8")
    monkeypatch.setattr(ops, "__file__", str(other))
    assert compiled._cache_folder() != before


@needs_numba
def test_a_folder_that_cannot_be_made_is_no_obstacle(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from gradviz.model import compiled

    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert compiled._cache_folder() is None
