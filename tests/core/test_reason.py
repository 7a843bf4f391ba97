"""A reason is a value: it says nothing itself."""

from __future__ import annotations

from datetime import date

from dashboard.core.reason import Reason, reason


def test_two_reasons_that_say_the_same_are_equal_whatever_their_order() -> None:
    assert reason("a", x=1, y=date(2026, 1, 2)) == Reason("a", (("x", 1), ("y", date(2026, 1, 2))))
    assert reason("a", y=1, x=2) == reason("a", x=2, y=1) != reason("a", x=1, y=1)
    assert reason("a", x=1).get("x") == 1
    assert reason("a").get("x") is None
