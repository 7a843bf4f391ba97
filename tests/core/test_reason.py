"""A reason is a value: it says nothing itself, is kept as JSON and comes back the same."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.quarter import Quarter
from dashboard.core.reason import Reason, from_json, reason, to_json

LEAVES = st.text() | st.integers() | st.dates()
NAMES = st.sampled_from(["found", "expected", "count"])
REASONS = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(lambda k, v: reason(k, **v), st.text(), st.dictionaries(NAMES, inner)) | st.lists(inner).map(tuple)
    ),
    max_leaves=8,
)


@given(st.dictionaries(NAMES, REASONS))
def test_a_reason_comes_back_from_json_as_it_was(values: dict[str, object]) -> None:
    said = reason("rule-found", **values)
    assert from_json(json.loads(json.dumps(to_json(said)))) == said


def test_two_reasons_that_say_the_same_are_equal_whatever_their_order() -> None:
    assert reason("a", x=1, y=date(2026, 1, 2)) == Reason("a", (("x", 1), ("y", date(2026, 1, 2))))
    assert reason("a", y=1, x=2) == reason("a", x=2, y=1) != reason("a", x=1, y=1)
    assert reason("a", x=1).get("x") == 1
    assert reason("a").get("x") is None


def test_what_cannot_be_kept_is_refused() -> None:
    with pytest.raises(TypeError, match="cannot be kept"):
        to_json(reason("a", x=Quarter.parse("2026Q3")))
