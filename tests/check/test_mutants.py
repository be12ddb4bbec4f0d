"""Mutants of right engines: the line of the change is named, and nothing else is.

The normal run takes a fixed sample; GRADVIZ_MUTANTS=all takes every one and prints the
figures (`pytest tests/check/test_mutants.py -s`).
"""

from __future__ import annotations

import os
from itertools import islice

import pytest

from tests.check.effect import Effect
from tests.check.forked import check_forked
from tests.check.mutants import Mutant
from tests.check.score import Judged, Scores, judge, mutants

EVERY = os.environ.get("GRADVIZ_MUTANTS") == "all"


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> Scores:
    chosen = list(mutants()) if EVERY else [*_first(32, "gradients"), *_first(8, "none")]
    return judge(chosen, check_forked, tmp_path_factory.mktemp("mutants"))


def test_the_line_of_the_change_is_named_first(scores: Scores) -> None:
    print(f"\n{scores.table()}")
    assert scores.hit_rate >= 0.95, _list(scores.misses)


def test_a_change_without_effect_raises_no_alarm(scores: Scores) -> None:
    assert not scores.alarms, _list(scores.alarms)


def test_the_checker_never_fails_itself(scores: Scores) -> None:
    failed = [each for each in scores.judged if each.verdict is None]
    assert not failed, _list(failed)


def test_there_are_mutants_enough_of_every_kind() -> None:
    changing = _first(200, "gradients")
    assert len(changing) == 200
    kinds = {mutant.kind for mutant, _ in changing}
    assert {"accumulate", "swapped", "dropped factor", "sign", "order", "deleted"} <= kinds


def _first(count: int, what: Effect) -> list[tuple[Mutant, Effect]]:
    return list(islice((each for each in mutants() if each[1] == what), count))


def _list(some: list[Judged]) -> str:
    return "\n" + "\n".join(map(str, some))
