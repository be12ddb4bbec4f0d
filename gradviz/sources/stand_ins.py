"""What a replaced module has to do in earnest, or the program's numbers would be gone:
micrograd's engine and tqdm's loops; scikit-learn's data is in `toy_data`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import gradviz
from gradviz.model import nn
from gradviz.sources.cell_running import display
from gradviz.sources.toy_data import SKLEARN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def contents(module: str) -> dict[str, object]:
    """The names that a stub module really has."""
    if module == "micrograd.engine":
        return {"Value": gradviz.Value, "__all__": ("Value",)}
    if module == "micrograd.nn":
        names = ("Module", "Neuron", "Layer", "MLP")
        return {"__all__": names, **{name: getattr(nn, name) for name in names}}
    return {}


INSTEAD = {
    "micrograd": "gradviz's own Value, which has the same interface, stands in for it: what "
    "is checked is your program, not micrograd",
    "sklearn": "gradviz's own make_moons and the like stand in for it; its data sets (load_digits "
    "and so on) are made-up numbers of the same shape, and its models do nothing",
    "tqdm": "its loops run without a bar",
}
"""What is said of these; of others, that a stand-in does nothing."""


def find(module: str, name: str) -> object | None:
    """The stand-in for one name of a stub module, or None."""
    if module == "IPython.display" and name == "display":
        return display
    top = module.partition(".")[0]
    if top == "tqdm":
        return {"tqdm": Bar, "trange": trange, "tqdm_notebook": Bar}.get(name)
    if top == "sklearn":
        return SKLEARN.get(name)
    return None


class Bar:
    """tqdm without the bar: the loop itself."""

    def __init__(self, iterable: Any = (), *_: object, **__: object) -> None:
        self._iterable = iterable

    def __iter__(self) -> Iterator[Any]:
        return iter(self._iterable)

    def __len__(self) -> int:
        return len(self._iterable)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *_, **__: None

    @staticmethod
    def write(text: str, *_: object, **__: object) -> None:
        print(text)


def trange(*arguments: int, **_: object) -> Bar:
    return Bar(range(*arguments))
