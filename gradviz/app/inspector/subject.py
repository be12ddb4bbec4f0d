"""Subject: one node of one recording at one position, with what is worked out from it once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from gradviz.model.explain import Explanation, explain
from gradviz.model.graph import Graph
from gradviz.model.recording import Recording
from gradviz.model.rule import Rule


@dataclass(frozen=True)
class Subject:
    """What the inspector is about."""

    recording: Recording
    node: int
    position: int

    @property
    def graph(self) -> Graph:
        return self.recording.graph

    @property
    def name(self) -> str:
        return self.graph.name(self.node)

    @property
    def root_name(self) -> str:
        return self.graph.name(self.graph.root)

    @property
    def is_leaf(self) -> bool:
        return self.graph.is_leaf(self.node)

    @property
    def is_root(self) -> bool:
        return self.node == self.graph.root

    @property
    def value(self) -> float:
        return float(self.recording.values[self.node])

    @property
    def has_value(self) -> bool:
        return self.recording.has_value(self.node, self.position)

    @property
    def overwrites(self) -> bool:
        """Whether what is stored isn't the sum of the contributions: one of them was replaced."""
        writes = self.recording.tape.writes_to(self.node)
        return self.recording.rule is Rule.OVERWRITE or bool(self.recording.replaces[writes].any())

    @property
    def line(self) -> int:
        """The source line that made the node; 0 where none is known."""
        source = self.recording.source
        return 0 if source is None else int(source.lines[self.node])

    @cached_property
    def explanation(self) -> Explanation:
        return explain(self.recording, self.node, self.position)
