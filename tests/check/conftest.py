"""The corpus is checked beside the tests that come before it, where there are many of them."""

from __future__ import annotations

import os

import pytest

from tests.check.corpus import quick_cases
from tests.check.forked import ForkedCheck, check_forked
from tests.check.verdict import Verdict

_MANY = 500

_under_way = pytest.StashKey[ForkedCheck]()


def pytest_collection_finish(session: pytest.Session) -> None:
    """One processor is left to the other tests."""
    wanted = [item for item in session.items if "corpus_verdicts" in _fixtures(item)]
    if wanted and len(session.items) - len(wanted) > _MANY:
        paths = [case.path for case in quick_cases()]
        processes = max(1, (os.cpu_count() or 1) - 1)
        session.stash[_under_way] = ForkedCheck(paths, processes)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if _under_way in session.stash:
        session.stash[_under_way].end()


@pytest.fixture(scope="session")
def corpus_verdicts(request: pytest.FixtureRequest) -> dict[str, Verdict | str]:
    """By the name of its program."""
    cases = quick_cases()
    check = request.session.stash.get(_under_way, None)
    said = check_forked([case.path for case in cases]) if check is None else check.answers()
    return {case.name: verdict for case, verdict in zip(cases, said, strict=True)}


def _fixtures(item: pytest.Item) -> list[str]:
    return getattr(item, "fixturenames", [])
