"""Every rule that a file can break and what it does then: the one list of them, and the one way to make a finding. What
each looks for, in words, stands beside its sentences in the message files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.core.finding import CellAddress, Finding, Severity, Value

SHOWN = 200  # findings that a person is shown at once; the rest is a number


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by its name: whether it stops publication or asks, and whether the public reads what is answered."""

    name: str
    severity: Severity
    public: bool = True


_STOPS = (
    # a file that cannot be read
    "empty_file too_large too_slow too_heavy not_checked broken_file old_or_locked_workbook not_a_table "
    "unknown_encoding too_many_rows too_many_columns too_many_sheets cell_too_long hidden_character broken_workbook "
    "unpacks_too_large macros links_outside formula excel_error far_cell "
    # its shape
    "wrong_template two_tables nameless_column unknown_column same_column_twice wide_and_long no_quarter no_call_type "
    "missing_column blank_template too_many_quarters not_looked_at more_findings "
    # its rows
    "other_program unknown_quarter future_quarter unknown_call_type unknown_measure measure_twice missing_measure "
    "duplicate_row "
    # its cells
    "blank_count reason_not_yours negative_count hidden_count percentage fraction too_high formula_as_text not_a_count "
    # what must hold within a quarter, and beside others
    "part_above_whole reached_is_offered_less_lost reached_and_lost_above_eligible outcomes_above_reached "
    "total_disagrees no_count gives_away before_its_launch too_long_ago"
).split()
_ASKS = (
    "outside_its_life not_the_next nothing_eligible too_many_unaccounted jump vanished_call_type definition_change"
).split()
_ASKS_ALONE = (  # read by whoever certifies, not in public
    "same_counts one_line_off ten_times hidden_rows hidden_columns hidden_text hidden_under "
    "shown_otherwise hidden_sheet"
).split()

RULES: Mapping[str, Rule] = {
    rule.name: rule
    for rule in (
        *(Rule(name, Severity.CRITICAL) for name in _STOPS),
        *(Rule(name, Severity.CONFIRM) for name in _ASKS),
        *(Rule(name, Severity.CONFIRM, public=False) for name in _ASKS_ALONE),
    )
}


def finding(
    rule: str,
    place: CellAddress | None = None,
    *,
    quarter: object = "",
    call_type: str = "",
    count: str = "",
    beside: str = "",
    times: int = 1,
    because: Sequence[str] = (),
    **values: Value,
) -> Finding:
    """What a rule found, with the values that its sentences need. KeyError for a rule that is not in the list."""
    made = RULES[rule]
    return Finding(
        rule=rule,
        severity=made.severity,
        public=made.public,
        place=place or CellAddress(),
        values=tuple(values.items()),
        quarter=str(quarter),
        call_type=call_type,
        count=count,
        beside=beside,
        times=times,
        because=tuple(because),
    )


def valued(found: Finding, values: Mapping[str, Value]) -> Finding:
    """The same finding with these values besides, or in the place of its own."""
    return replace(found, values=tuple({**dict(found.values), **values}.items()))


def shown(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings that are shown, kept and printed: all of them, or the first with a last one that counts the rest. It
    is critical, for nobody can answer for what they are not shown."""
    if len(findings) <= SHOWN:
        return tuple(findings)
    rest = sum(f.times for f in findings[SHOWN:])
    return (*findings[:SHOWN], finding("more_findings", rest=rest, most=SHOWN, times=rest))
