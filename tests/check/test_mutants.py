"""Mutants of right engines: the line of the change is named, and nothing else is.

The normal run takes a fixed sample; GRADVIZ_MUTANTS=all takes every one and prints the
figures (`pytest tests/check/test_mutants.py -s`).
"""

from __future__ import annotations

import os
import random

import pytest

from tests.check.forked import check_forked
from tests.check.score import Judged, Scores, all_mutants, judge

EVERY = os.environ.get("GRADVIZ_MUTANTS") == "all"
SAMPLE = 40


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> Scores:
    mutants = all_mutants()
    if not EVERY:
        equivalent = [each for each in mutants if each[1] == "none"]
        changing = [each for each in mutants if each[1] == "gradients"]
        choice = random.Random(0)
        mutants = choice.sample(changing, SAMPLE - 8) + choice.sample(equivalent, 8)
    return judge(mutants, check_forked, tmp_path_factory.mktemp("mutants"))


def test_the_line_of_the_change_is_named_first(scores: Scores) -> None:
    print(f"\n{scores.table()}")
    assert scores.hit_rate >= 0.95, _list(scores.misses)


def test_a_change_without_effect_raises_no_alarm(scores: Scores) -> None:
    assert not scores.alarms, _list(scores.alarms)


def test_the_checker_never_fails_itself(scores: Scores) -> None:
    failed = [each for each in scores.judged if each.verdict is None]
    assert not failed, _list(failed)


def test_there_are_mutants_enough_of_every_kind() -> None:
    mutants = all_mutants()
    assert sum(effect == "gradients" for _, effect in mutants) >= 200
    kinds = {mutant.kind for mutant, effect in mutants if effect == "gradients"}
    assert {"accumulate", "swapped", "dropped factor", "sign", "order", "deleted"} <= kinds


def _list(some: list[Judged]) -> str:
    return "\n" + "\n".join(map(str, some))
