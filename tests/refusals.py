"""What is refused is refused in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from dashboard.core.people import Refused
from dashboard.words import of


@contextmanager
def refuses(match: str = r"\w", kind: type[Refused] = Refused) -> Iterator[pytest.ExceptionInfo[Refused]]:
    """What is done here is refused, and why, as it is said, holds this."""
    with pytest.raises(kind) as refused:
        yield refused
    said = of(refused.value)
    assert re.search(match, said), said
