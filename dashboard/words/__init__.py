"""What the values of the core are called and how they are said, in the language that is spoken now."""

from __future__ import annotations

from dashboard.words.kinds import change_named, recorded, why_shown
from dashboard.words.said import of

__all__ = ["change_named", "of", "recorded", "why_shown"]
