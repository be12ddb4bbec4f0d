"""The Nodes tab: every value of a graph in one table, found and put in order."""

from gradviz.app.nodes.nodes_panel import NodesPanel

__all__ = ["NodesPanel"]
