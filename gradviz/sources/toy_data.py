"""Data in place of scikit-learn's, where that isn't installed.

A lecture's notebook trains its net on a toy set, and without numbers there would be no graph.
`make_moons`, `make_circles` and `make_blobs` follow scikit-learn's own recipes: the same
numbers for the same seed. Its real data sets can't be had without it: those of `load_digits`
and its kin are made-up, a cloud for each class, in the shape and range of the real ones.
"""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Any, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np


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


# --- more that programs are fed with, made up -----------------------------------------------


def make_classification(
    n_samples: int = 100, n_features: int = 20, *, n_classes: int = 2, random_state: Any = None,
    **_: Any,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    return make_blobs(
        n_samples, n_features, centers=n_classes, center_box=(-2.0, 2.0), random_state=random_state
    )


def make_regression(
    n_samples: int = 100, n_features: int = 100, *, noise: float = 0.0, random_state: Any = None,
    **_: Any,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    random = _random(random_state)
    x = random.normal(size=(n_samples, n_features))
    slope = 100 * random.uniform(size=n_features)
    return x, x @ slope + random.normal(scale=noise or 1e-9, size=n_samples)


class _Set(NamedTuple):
    """The shape of one of scikit-learn's data sets."""

    samples: int
    features: int
    classes: int
    """0 where a number is to be told."""
    highest: float
    whole: bool = False


_SETS = {
    "load_iris": _Set(150, 4, 3, 8.0),
    "load_digits": _Set(1797, 64, 10, 16.0, whole=True),
    "load_wine": _Set(178, 13, 3, 15.0),
    "load_breast_cancer": _Set(569, 30, 2, 30.0),
    "load_diabetes": _Set(442, 10, 0, 0.2),
    "fetch_california_housing": _Set(20640, 8, 0, 40.0),
}


def _loader(name: str, shape: _Set) -> Callable[..., Any]:
    def load(*, return_X_y: bool = False, **_: Any) -> Any:
        import numpy as np

        random = np.random.RandomState(0)
        y: np.ndarray = np.arange(shape.samples) % max(shape.classes, 1)
        centres = random.uniform(0.2, 0.8, size=(max(shape.classes, 1), shape.features))
        spread = random.normal(scale=0.1, size=(shape.samples, shape.features))
        x = shape.highest * np.clip(centres[y] + spread, 0, 1)
        if shape.whole:
            x = np.round(x)
        if not shape.classes:
            y = x @ random.uniform(size=shape.features)
        if return_X_y:
            return x, y
        return Bunch(
            data=x,
            target=y,
            feature_names=[f"feature {i}" for i in range(shape.features)],
            target_names=np.array([f"class {i}" for i in range(shape.classes)]),
            images=x.reshape(len(x), 8, -1) if shape.whole else None,
        )

    load.__name__ = name
    return load


class Bunch(types.SimpleNamespace):
    """What a loader of scikit-learn gives: its parts by attribute or by key."""

    def __getitem__(self, key: str) -> Any:
        return getattr(self, key)

    def keys(self) -> list[str]:
        return list(vars(self))


class _Scaler:
    """Each column x becomes (x - shift) / width."""

    def __init__(self, *_: Any, **__: Any) -> None:
        self._shift: Any = 0.0
        self._width: Any = 1.0

    def _measured(self, x: np.ndarray) -> tuple[Any, Any]:
        raise NotImplementedError

    def fit(self, x: Any, *_: Any) -> Self:
        import numpy as np

        self._shift, width = self._measured(np.asarray(x, float))
        self._width = np.where(width == 0, 1.0, width)
        return self

    def transform(self, x: Any) -> Any:
        import numpy as np

        return (np.asarray(x, float) - self._shift) / self._width

    def fit_transform(self, x: Any, *_: Any) -> Any:
        return self.fit(x).transform(x)

    def inverse_transform(self, x: Any) -> Any:
        return x * self._width + self._shift


class StandardScaler(_Scaler):
    def _measured(self, x: np.ndarray) -> tuple[Any, Any]:
        return x.mean(axis=0), x.std(axis=0)


class MinMaxScaler(_Scaler):
    def _measured(self, x: np.ndarray) -> tuple[Any, Any]:
        return x.min(axis=0), x.max(axis=0) - x.min(axis=0)


SKLEARN: dict[str, object] = {
    "make_moons": make_moons,
    "make_circles": make_circles,
    "make_blobs": make_blobs,
    "make_classification": make_classification,
    "make_regression": make_regression,
    "train_test_split": train_test_split,
    "StandardScaler": StandardScaler,
    "MinMaxScaler": MinMaxScaler,
    **{name: _loader(name, shape) for name, shape in _SETS.items()},
}
"""By the name that a program imports, from whichever part of scikit-learn."""
