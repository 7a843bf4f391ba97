"""Why there is another revision of a quarter."""

from __future__ import annotations

from enum import StrEnum


class Change(StrEnum):
    """What a revision is: the first, one that was planned, one that mends an error or counts otherwise, or the last."""

    FIRST = "first"
    PLANNED = "planned"
    ERROR = "error"
    DEFINITION = "definition"
    WITHDRAWAL = "withdrawal"
