"""Group faces: what a closed group's card, or an open one's frame, says at a position."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gradviz.layout.group_facts import group_facts
from gradviz.layout.groups import Groups
from gradviz.model.graph import Floats, Ints
from gradviz.model.kept import Weakly, kept
from gradviz.model.moment import Moment
from gradviz.model.numbers import short_text
from gradviz.model.positions import NodeState
from gradviz.model.recording import Recording

MOST_BARS = 24
"""A group of more values shows the largest of each part of them."""


@dataclass(frozen=True)
class GroupFace:
    """`summary` is what it computes ("16 × relu(w·x + b)"). `bars` are |grad| of the members
    in creation order, `largest` the greatest of them and `magnitudes` their range; `data` is the
    range of their values ("-0.4 … 1.2"). Texts are '' before there is anything to tell."""

    group: int
    name: str
    summary: str
    count: str
    state: NodeState
    is_backward: bool
    is_wrong: bool
    data: str
    grad: str
    magnitudes: str
    largest: float
    bars: tuple[float, ...]

    @property
    def description(self) -> str:
        said = [f"{self.name}, {self.summary}, group of {self.count}, {self.state.value}"]
        said += [f"values {self.data}"] if self.data else []
        said += [f"gradients of magnitude {self.magnitudes}"] if self.magnitudes else []
        return "; ".join(said) + "."


class GroupFaces:
    """The faces of one recording's groups; a step costs only the groups it writes in."""

    _recording = Weakly[Recording]()

    def __init__(self, recording: Recording, groups: Groups) -> None:
        self._recording, self._groups = recording, groups
        self._facts = group_facts(recording.graph, groups)
        self._moment = Moment(recording)
        self._gradients: dict[int, tuple[str, float, tuple[float, ...]]] = {}
        self._data: dict[int, str] = {}

    def prepare(self) -> None:
        """Work out what any face asks for."""
        _ = self._last_steps, self._wrong

    def at(self, position: int, group: int) -> GroupFace:
        self._seek(position)
        recording = self._recording
        turn = len(recording.graph)
        state = self._state(position, group)
        has_values = position > self._groups.last_node[group]
        magnitudes, largest, bars = self._magnitudes(group) if position > turn else ("", 0.0, ())
        return GroupFace(
            group=group,
            name=self._groups.names[group],
            summary=self._facts.summaries[group],
            count=f"{self._groups.sizes[group]:,} values",
            state=state,
            is_backward=position > turn,
            is_wrong=state is NodeState.DONE and position > turn and bool(self._wrong[group]),
            data=self._range(group) if has_values else "",
            grad=short_text(largest) if position > turn else "",
            magnitudes=magnitudes,
            largest=largest,
            bars=bars,
        )

    def _seek(self, position: int) -> None:
        if position == self._moment.position:
            return
        changed = self._moment.seek(position)
        if changed is None:
            self._gradients.clear()
            return
        for node in changed.tolist():
            for group in self._groups.chain(int(self._groups.of_node[node])):
                self._gradients.pop(group, None)

    def _state(self, position: int, group: int) -> NodeState:
        current = self._recording.step(position).node
        if current >= 0 and group in self._groups.chain(int(self._groups.of_node[current])):
            return NodeState.CURRENT
        turn = len(self._recording.graph)
        over = self._groups.last_node[group] + 1 if position <= turn else self._last_steps[group]
        return NodeState.DONE if over < position else NodeState.PENDING

    def _magnitudes(self, group: int) -> tuple[str, float, tuple[float, ...]]:
        if group not in self._gradients:
            sizes = np.abs(self._moment.grads[self._groups.members(group)])
            low, high = float(sizes.min()), float(sizes.max())
            self._gradients[group] = _span(low, high), high, tuple(_bars(sizes).tolist())
        return self._gradients[group]

    def _range(self, group: int) -> str:
        if group not in self._data:
            values = self._recording.values[self._groups.members(group)]
            self._data[group] = _span(float(values.min()), float(values.max()))
        return self._data[group]

    @cached_property
    def _last_steps(self) -> Ints:
        """(g,) where the last of each group's members has passed its gradient on."""
        return self._groups.over_members(np.maximum, self._recording.backward_positions)

    @cached_property
    def _wrong(self) -> Ints:
        """(g,) how many members end with a wrong gradient."""
        out = np.zeros(len(self._groups), np.int32)
        for node in self._recording.wrong_nodes.tolist():
            out[self._groups.chain(int(self._groups.of_node[node]))] += 1
        return out


def _span(low: float, high: float) -> str:
    """Three digits each: the two together must fit the card."""
    is_one = low == high or low != low
    return f"{low:.3g}" if is_one else f"{low:.3g} … {high:.3g}"


def _bars(sizes: Floats) -> Floats:
    """At most `MOST_BARS`, the largest of each part."""
    if len(sizes) <= MOST_BARS:
        return sizes
    starts = np.linspace(0, len(sizes), MOST_BARS, endpoint=False).astype(np.int64)
    out: Floats = np.maximum.reduceat(sizes, starts)
    return out


@kept(2)
def group_faces(recording: Recording, groups: Groups) -> GroupFaces:
    """The same object as long as the recording is in use."""
    return GroupFaces(recording, groups)
