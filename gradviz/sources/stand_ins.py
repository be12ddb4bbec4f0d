"""What a replaced module has to do in earnest, or the program's numbers would be gone:
scikit-learn's toy data, tqdm's loops, and micrograd's engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import gradviz
from gradviz.model import nn
from gradviz.sources.cell_running import display

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np


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
    "sklearn": "gradviz's make_moons, make_circles, make_blobs and train_test_split stand in "
    "for its own, and all else of it does nothing",
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
        return _SKLEARN.get(name)
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


# --- scikit-learn's toy data sets, by its own recipes: the same numbers for the same seed ---


def make_moons(
    n_samples: int = 100, *, shuffle: bool = True, noise: float | None = None,
    random_state: Any = None,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    import numpy as np

    outer = n_samples // 2
    inner = n_samples - outer
    a, b = np.linspace(0, np.pi, outer), np.linspace(0, np.pi, inner)
    x = np.vstack(
        [
            np.append(np.cos(a), 1 - np.cos(b)),
            np.append(np.sin(a), 1 - np.sin(b) - 0.5),
        ]
    ).T
    return _finished(x, outer, inner, shuffle, noise, random_state)


def make_circles(
    n_samples: int = 100, *, shuffle: bool = True, noise: float | None = None,
    random_state: Any = None, factor: float = 0.8,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    import numpy as np

    outer = n_samples // 2
    inner = n_samples - outer
    a = np.linspace(0, 2 * np.pi, outer, endpoint=False)
    b = np.linspace(0, 2 * np.pi, inner, endpoint=False)
    x = np.vstack(
        [
            np.append(np.cos(a), np.cos(b) * factor),
            np.append(np.sin(a), np.sin(b) * factor),
        ]
    ).T
    return _finished(x, outer, inner, shuffle, noise, random_state)


def _finished(
    x: np.ndarray, outer: int, inner: int, shuffle: bool, noise: float | None, random_state: Any
) -> tuple[np.ndarray, np.ndarray]:
    import numpy as np

    random = _random(random_state)
    y = np.hstack([np.zeros(outer, dtype=np.intp), np.ones(inner, dtype=np.intp)])
    if shuffle:
        order = np.arange(len(x))
        random.shuffle(order)
        x, y = x[order], y[order]
    if noise is not None:
        x = x + random.normal(scale=noise, size=x.shape)
    return x, y


def make_blobs(
    n_samples: int = 100, n_features: int = 2, *, centers: Any = None, cluster_std: float = 1.0,
    center_box: tuple[float, float] = (-10.0, 10.0), shuffle: bool = True,
    random_state: Any = None,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    import numpy as np

    random = _random(random_state)
    if centers is None:
        centers = 3
    if isinstance(centers, int):
        centers = random.uniform(*center_box, size=(centers, n_features))
    centers = np.asarray(centers, float)
    n = len(centers)
    sizes = [n_samples // n + (i < n_samples % n) for i in range(n)]
    x = np.concatenate(
        [
            random.normal(loc=centre, scale=cluster_std, size=(size, centers.shape[1]))
            for size, centre in zip(sizes, centers, strict=True)
        ]
    )
    y = np.repeat(np.arange(n), sizes)
    if shuffle:
        order = np.arange(n_samples)
        random.shuffle(order)
        x, y = x[order], y[order]
    return x, y


def train_test_split(
    *arrays: Any, test_size: float = 0.25, random_state: Any = None, **_: Any
) -> list[Any]:
    import numpy as np

    n = len(arrays[0])
    test = int(np.ceil(n * test_size)) if isinstance(test_size, float) else int(test_size)
    order = _random(random_state).permutation(n)
    split: list[Any] = []
    for each in arrays:
        each = np.asarray(each)
        split += [each[order[test:]], each[order[:test]]]
    return split


def _random(state: Any) -> Any:
    import numpy as np

    if state is None:
        return np.random.mtrand._rand
    return np.random.RandomState(state) if isinstance(state, int) else state


_SKLEARN: dict[str, object] = {
    "make_moons": make_moons,
    "make_circles": make_circles,
    "make_blobs": make_blobs,
    "train_test_split": train_test_split,
}
