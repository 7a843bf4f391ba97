"""Names of quarters and figures: what is put together comes apart again, and nothing else is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.keys import FigureId, QuarterKey
from dashboard.core.quarter import Quarter

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)
QUARTERS = st.builds(Quarter, st.integers(1900, 2200), st.integers(1, 4))


@given(NAMES, QUARTERS, NAMES, NAMES)
def test_what_is_put_together_comes_apart(program: str, quarter: Quarter, call_type: str, metric: str) -> None:
    key, name = QuarterKey(program, quarter), FigureId(program, quarter, call_type, metric)
    assert (key.program_id, key.quarter) == (program, quarter)
    assert QuarterKey.parse(str(key)) == key == f"{program}|{quarter}"
    assert FigureId.parse(str(name)) == name == f"{program}.{quarter}.{call_type}.{metric}"
    assert (name.program_id, name.quarter, name.call_type, name.metric) == (program, quarter, call_type, metric)
    assert name.quarter_key == key


@pytest.mark.parametrize("text", ["", "a", "a|", "|2026Q3", "a|2026", "a|2026Q5", "a.2026Q3"])
def test_what_is_no_quarter_of_a_program_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="quarter"):
        QuarterKey.parse(text)


@pytest.mark.parametrize(
    "text", ["", "abq_acs-01", "a.2026Q3.all", "a.2026Q3.all.", "a.2026Q7.all.growth", "a.b.c.d", "a.2026Q3.all.x.y"]
)
def test_what_is_no_figure_of_the_ledger_is_refused(text: str) -> None:
    assert FigureId.of(text) is None
    with pytest.raises(ValueError, match=r"2026Q3|quarter"):
        FigureId.parse(text)
