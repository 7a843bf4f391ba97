"""What several tests of the store use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store import staff
from tests.store.staff import Desk


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[Desk]:
    """A desk with all that ships, and not with a few programs alone."""
    with staff.desk(tmp_path, whole=True) as made:
        yield made
