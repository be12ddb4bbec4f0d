"""What the tests of running programs share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.children import Programs


@pytest.fixture
def programs(tmp_path: Path) -> Programs:
    return Programs(tmp_path)
