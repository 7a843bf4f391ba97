"""Why there is another revision of a quarter, and what became of an entry about a life."""

from __future__ import annotations

from enum import StrEnum


class RevisionKind(StrEnum):
    """What a revision is: the first, one that was planned, one that mends an error or counts otherwise, or the last."""

    FIRST = "first"
    PLANNED = "planned"
    ERROR = "error"
    DEFINITION = "definition"
    WITHDRAWAL = "withdrawal"


class How(StrEnum):
    """What became of an entry about the life of a program or a source."""

    ENTERED = "entered"
    CORRECTED = "corrected"
    TAKEN_BACK = "taken_back"
