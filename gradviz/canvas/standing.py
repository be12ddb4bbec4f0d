"""Standing: how a value stands at a position, all that its box tells without a word or number.

Hundreds of small boxes are told apart by it alone, so it costs a tenth of a whole face.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np

from gradviz.model.graph import Ints
from gradviz.model.numbers import short_text
from gradviz.model.positions import NodeState, Phase, Step
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule

NO_VALUE = "–"
"""In place of a number that doesn't exist yet."""
_NO_WRITES = np.zeros(0, np.int32)


class Stands(Protocol):
    """A standing, or a face that tells as much."""

    @property
    def state(self) -> NodeState: ...
    @property
    def is_backward(self) -> bool: ...
    @property
    def is_receiving(self) -> bool: ...
    @property
    def is_overwritten(self) -> bool: ...
    @property
    def is_wrong(self) -> bool: ...
    @property
    def is_first_nonfinite(self) -> bool: ...


class Standing(NamedTuple):
    """See `CardFace`, which tells the same and more."""

    state: NodeState
    is_backward: bool
    is_leaf: bool
    is_root: bool
    is_receiving: bool
    is_overwritten: bool
    is_wrong: bool
    is_first_nonfinite: bool

    @classmethod
    def of(cls, recording: Recording, position: int, node: int) -> Standing:
        step = recording.step(position)
        has_value = recording.has_value(node, position)
        return cls(
            recording.state(node, position),
            step.phase in (Phase.SEED, Phase.BACKWARD),
            recording.graph.is_leaf(node),
            node == recording.graph.root,
            len(writes_now(recording, step, node)) > 0,
            len(writes_gone(recording, position, node)) > 0,
            recording.is_wrong(node, position),
            has_value and node == recording.first_nonfinite,
        )


def standings_of(recording: Recording, position: int, nodes: Ints) -> list[Standing]:
    """`Standing.of` each of some nodes, from columns: hundreds come into sight at once, and
    most stand alike."""
    if recording.rule is not Rule.ACCUMULATE:  # what is lost or wrong is looked for in writes
        return [Standing.of(recording, position, node) for node in nodes.tolist()]
    graph, step = recording.graph, recording.step(position)
    first_nonfinite = recording.first_nonfinite
    is_receiving = np.zeros(len(nodes), bool)
    if step.phase is not Phase.SEED and len(step.writes):
        targets = recording.tape.target[step.writes.start : step.writes.stop]
        is_receiving = np.isin(nodes, targets)
    told = np.stack([
        recording.done_of(nodes, position),
        nodes == step.node,
        graph.opcode[nodes] == 0,
        nodes == graph.root,
        is_receiving,
        np.zeros(len(nodes), bool) if first_nonfinite is None
        else (nodes == first_nonfinite) & (nodes < position),
    ])  # fmt: skip
    codes = np.packbits(told, axis=0)[0].tolist()
    is_backward = step.phase in (Phase.SEED, Phase.BACKWARD)
    alike: dict[int, Standing] = {}
    for code, (is_done, is_current, is_leaf, is_root, receives, is_first) in zip(
        codes, told.T.tolist(), strict=True
    ):
        if code not in alike:
            state = NodeState.DONE if is_done else NodeState.PENDING
            alike[code] = Standing(
                NodeState.CURRENT if is_current else state, is_backward, is_leaf, is_root,
                receives, False, False, is_first,
            )  # fmt: skip
    return [alike[code] for code in codes]


class BriefFace(NamedTuple):
    """What a card says where there is room for its label and one number."""

    standing: Standing
    label: str
    number: str
    """Data in the forward phase, grad in the backward one."""
    has_value: bool
    is_finite: bool

    @classmethod
    def of(cls, recording: Recording, position: int, node: int, standing: Standing) -> BriefFace:
        has_value = recording.has_value(node, position)
        value = float(recording.values[node])
        if standing.is_backward:
            value = recording.grad(node, position)
        text = short_text(value) if has_value else NO_VALUE
        is_finite = bool(np.isfinite(value)) or (not has_value and not standing.is_backward)
        return cls(standing, recording.graph.name(node), text, has_value, is_finite)


def brief_faces(
    recording: Recording, position: int, nodes: Ints, standings: Sequence[Standing]
) -> list[BriefFace]:
    """`BriefFace.of` each of some nodes."""
    is_backward = recording.step(position).phase in (Phase.SEED, Phase.BACKWARD)
    numbers = recording.grads_of(nodes, position) if is_backward else recording.values[nodes]
    has_value = nodes < position
    is_finite = np.isfinite(numbers) | (~has_value & (not is_backward))
    name, out = recording.graph.name, []
    for node, standing, x, is_there, is_fine in zip(
        nodes.tolist(), standings, numbers.tolist(), has_value.tolist(), is_finite.tolist(),
        strict=True,
    ):  # fmt: skip
        text = short_text(x) if is_there else NO_VALUE
        out.append(BriefFace(standing, name(node), text, is_there, is_fine))
    return out


def writes_now(recording: Recording, step: Step, node: int) -> list[int]:
    """The tape indexes of what this step writes to a node's gradient."""
    if step.phase is Phase.SEED:
        return []
    first = step.writes.start
    targets = recording.tape.target[first : step.writes.stop].tolist()
    return [first + i for i, target in enumerate(targets) if target == node]


def writes_gone(recording: Recording, position: int, node: int) -> Ints:
    """The tape indexes of the writes to a node that a later one has replaced by now: all that
    came before the last that replaces. A leaf may have thousands."""
    if recording.rule is Rule.ACCUMULATE:
        return _NO_WRITES
    writes = recording.tape.writes_to(node)
    done = int(recording.tape.step_start[recording.steps_done(position)])
    replacing = np.flatnonzero((writes < done) & recording.replaces[writes])
    return writes[: int(replacing[-1])] if len(replacing) else writes[:0]
