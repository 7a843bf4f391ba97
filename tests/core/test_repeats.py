"""Counts of two quarters that are one quarter, copied; and equal counts that are not."""

from __future__ import annotations

from math import log10, pi, sqrt

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.core.ledger import COUNTS, Count, Missing
from dashboard.core.repeats import RARE, beside, repeat, same_lines

KINDS = ["mental_health_crisis", "welfare_check", "trespass", "other"]
Table = dict[str, dict[str, Count]]

amounts = st.one_of(st.integers(0, 2000), st.sampled_from([Missing.NOT_COLLECTED, Missing.LATE]))
quarters = st.fixed_dictionaries({kind: st.fixed_dictionaries(dict.fromkeys(COUNTS, amounts)) for kind in KINDS})


def table(start: int = 300, step: int = 7) -> Table:
    """Counts that are all different."""
    keys = list(COUNTS)
    return {kind: {key: start + step * (17 * n + keys.index(key)) for key in keys} for n, kind in enumerate(KINDS)}


def changed(of: Table, by: int = 1, *, but_column: str = "", but_kind: str = "") -> Table:
    """The same with every count changed, but those of a column or a call type."""
    return {
        kind: {key: c + by * (key != but_column and kind != but_kind) for key, c in row.items() if isinstance(c, int)}
        for kind, row in of.items()
    }


def test_only_counts_that_both_quarters_state_are_beside_each_other() -> None:
    now: Table = {"trespass": {"offered": 5, "police_sent": 2}, "other": {"offered": 7, "police_sent": Missing.LATE}}
    then: Table = {"other": {"offered": 0, "police_sent": 1}, "trespass": {"offered": Missing.LATE, "police_sent": 3}}
    keys = ("offered", "police_sent")
    assert same_lines(now, then) == [("trespass", "trespass"), ("other", "other")]
    found = beside(now, then, lines=same_lines(now, then), keys=keys)
    assert found == [("trespass", "police_sent", 2, 3), ("other", "offered", 7, 0)]
    below = beside(now, then, lines=[("trespass", "other")], keys=keys)
    assert below == [("trespass", "offered", 5, 0), ("trespass", "police_sent", 2, 1)]
    assert same_lines(now, {"welfare_check": {}}) == []


def test_a_whole_quarter_a_column_and_a_call_type_are_found() -> None:
    whole = repeat(table(), table())
    assert whole is not None and whole.whole and whole.same == whole.of == len(KINDS) * len(COUNTS)
    column = repeat(changed(table(), but_column="police_sent"), table())
    assert column is not None and (column.columns, column.kinds) == (("police_sent",), ())
    kind = repeat(changed(table(), but_kind="trespass"), table())
    assert kind is not None and (kind.columns, kind.kinds) == ((), ("trespass",))
    assert repeat(changed(table()), table()) is None


def test_a_copy_with_some_cells_typed_over_is_a_copy() -> None:
    over = table()
    for key in ("eligible", "offered", "felt_safe"):
        over["trespass"][key] = 1
    found = repeat(over, table())
    assert found is not None and found.whole and found.of - found.same == 3


def test_zeros_small_counts_and_reasons_are_no_copy() -> None:
    """A column of zeros, or of a few calls each, is equal by itself in many quarters."""
    for same in (0, 1, 3, Missing.NOT_COLLECTED):
        now, then = changed(table()), table()
        for kind in KINDS:
            now[kind]["responder_injuries"] = then[kind]["responder_injuries"] = same
        assert repeat(now, then) is None
    zeros: Table = {kind: dict.fromkeys(COUNTS, 0) for kind in KINDS}
    assert repeat(zeros, zeros) is None


def test_what_follows_from_other_counts_of_a_row_is_not_weighed_twice() -> None:
    """Four counts of 30 that are equal, and the two that follow from them, are not six."""
    now, then = changed(table()), table()
    for key in ("lost_in_transfer", "resolved_by_phone", "offered", "reached_clinician"):
        now["other"][key] = then["other"][key] = 30
    for key in COUNTS:
        if key not in ("lost_in_transfer", "resolved_by_phone", "offered", "reached_clinician"):
            now["other"][key] = then["other"][key] = Missing.NOT_COLLECTED
    assert repeat(now, then) is None


@settings(deadline=None, max_examples=150)
@given(quarters, quarters)
def test_what_is_called_a_copy_is_equal_and_rare(now: Table, then: Table) -> None:
    """Whatever is named is equal wherever both state it, and would be so by chance less than once in a million."""
    for other in (then, now):
        found = repeat(now, other)
        if found is None:
            continue
        cells = [(k, c) for k in KINDS for c in COUNTS if isinstance(now[k][c], int) and isinstance(other[k][c], int)]
        assert found.of == len(cells)
        assert found.same == sum(now[k][c] == other[k][c] for k, c in cells)
        for names, at in ((found.columns, 1), (found.kinds, 0)):
            for name in names:
                mine = [now[cell[0]][cell[1]] for cell in cells if cell[at] == name]
                assert mine == [other[cell[0]][cell[1]] for cell in cells if cell[at] == name]
                assert sum(log10(1 / (2 * sqrt(pi * c))) for c in mine if isinstance(c, int) and c) < RARE


@settings(deadline=None, max_examples=100)
@given(quarters)
def test_a_copy_is_never_missed(now: Table) -> None:
    weighed = [c for row in now.values() for key, c in row.items() if key not in ("offered", "reached_clinician")]
    if sum(log10(1 / (2 * sqrt(pi * c))) for c in weighed if isinstance(c, int) and c) < RARE:
        found = repeat(now, now)
        assert found is not None and found.whole and found.same == found.of
