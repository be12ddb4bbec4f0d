"""The parts of sums and products, read together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gradviz.canvas.pieces import plain, product_pieces, strip_pieces
from gradviz.model.rule import Rule
from tests.canvas.stage import A, B, two_paths


@pytest.mark.parametrize(
    ("rule", "node", "sums"),
    [
        (Rule.ACCUMULATE, B, ["0 + (-6) = -6", "-6 + (-2) = -8"]),
        (Rule.OVERWRITE, A, ["0 → -6", "-6 → 3"]),
    ],
)
def test_sums_and_replacements(rule: Rule, node: int, sums: list[str]) -> None:
    assert [plain(strip_pieces([w])) for w in two_paths(rule).writes_to(node)] == sums


def test_products() -> None:
    writes = two_paths().writes_to(A)
    assert [plain(product_pieces(w)) for w in writes] == ["1 × -6 = -6", "3 × 1 = +3"]


def test_a_wrong_amount_comes_before_what_is_due() -> None:
    write = replace(two_paths().writes_to(A)[0], after=-0.5)
    assert plain(product_pieces(write)) == "-0.5 due 1 × -6 = -6"


def test_without_factors_there_is_only_the_amount() -> None:
    nan = float("nan")
    writes = [replace(w, local=nan, adjoint=nan) for w in two_paths().writes_to(A)]
    assert [plain(product_pieces(w)) for w in writes] == ["-6", "+3"]
