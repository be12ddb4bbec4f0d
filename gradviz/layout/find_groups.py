"""Placeholder of the lead's until helper G's find_groups is here: overwrite this file."""

from __future__ import annotations

from gradviz.layout.groups import Groups
from gradviz.model.graph import Graph


def find_groups(graph: Graph) -> Groups:
    return Groups.none(len(graph))
