"""gradviz: a visual debugger for backpropagation.

A program written for micrograd runs with only its import changed::

    from gradviz import Value, Neuron, Layer, MLP

Importing this package needs only the standard library; the window's packages are
imported by the commands that open one.
"""

from typing import TypeVar

from gradviz.model.nn import MLP, Layer, Module, Neuron
from gradviz.model.value import Value

__version__ = "0.1.0"
__all__ = ["MLP", "Layer", "Module", "Neuron", "Value", "show"]


_Any = TypeVar("_Any")


def show(thing: _Any) -> _Any:
    """Ask the window to show the graph under this value, rather than the one under the last
    value that `backward()` was called on. Outside of the window it does nothing."""
    return thing
