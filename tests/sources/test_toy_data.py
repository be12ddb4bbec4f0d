"""Numbers in place of scikit-learn's."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

from gradviz.sources import toy_data
from tests.sources.children import VALUE, Programs


def test_moons_are_two_half_circles_the_same_for_a_seed() -> None:
    x, y = toy_data.make_moons(100, noise=0.1, random_state=1)
    assert x.shape == (100, 2)
    assert set(y.tolist()) == {0, 1}
    again, _ = toy_data.make_moons(100, noise=0.1, random_state=1)
    assert (x == again).all()
    clean, side = toy_data.make_moons(10, shuffle=False)
    assert np.allclose(np.hypot(*clean[side == 0].T), 1.0)
    assert np.allclose(np.hypot(*(clean[side == 1] - (1.0, 0.5)).T), 1.0)


def test_blobs_and_splits_have_their_sizes() -> None:
    x, y = toy_data.make_blobs(10, centers=3, random_state=0)
    assert x.shape == (10, 2)
    assert sorted(np.bincount(y).tolist()) == [3, 3, 4]
    train, test, *_ = toy_data.train_test_split(x, y, test_size=0.2, random_state=0)
    assert (len(train), len(test)) == (8, 2)


@pytest.mark.parametrize(
    ("name", "shape", "classes"),
    [("load_iris", (150, 4), 3), ("load_digits", (1797, 64), 10), ("load_wine", (178, 13), 3)],
)
def test_a_made_up_set_has_the_real_ones_shape(
    name: str, shape: tuple[int, int], classes: int
) -> None:
    load: Any = toy_data.SKLEARN[name]
    x, y = load(return_X_y=True)
    assert (x.shape, len(y)) == (shape, shape[0])
    assert set(y.tolist()) == set(range(classes))
    bunch = load()
    assert (bunch.data == x).all()
    assert (bunch["target"] == y).all()
    assert len(bunch.target_names) == classes
    near = [np.linalg.norm(x[y == k].mean(axis=0) - x[0]) for k in range(classes)]
    assert np.argmin(near) == y[0]  # there is something to learn


def test_a_scaler_has_a_column_at_mean_0_and_spread_1_and_back() -> None:
    x = np.array([[1.0, 5.0], [3.0, 5.0]])
    scaler = toy_data.StandardScaler()
    assert scaler.fit_transform(x).tolist() == [[-1, 0], [1, 0]]
    assert scaler.inverse_transform(scaler.transform(x)).tolist() == x.tolist()
    assert toy_data.MinMaxScaler().fit_transform(x).tolist() == [[0, 0], [1, 0]]


@pytest.mark.skipif(find_spec("sklearn") is not None, reason="the real one is taken")
def test_a_program_that_loads_a_set_has_its_graph(programs: Programs) -> None:
    report = programs.run(
        VALUE
        + "from sklearn.datasets import load_digits\n"
        + "x, y = load_digits(return_X_y=True)\n"
        + "w = [Value(0.1) for _ in x[0]]\n"
        + "loss = sum((a * b for a, b in zip(w, map(float, x[0]))), Value(0.0))\n"
        + "loss.backward()\n"
    )
    assert report.status == "correct", report
    assert report.edges == 4 * 64
    assert any("made-up numbers" in t.message for t in report.troubles)
