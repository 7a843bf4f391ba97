"""From text to counts: one rule a function, each naming the cell, what was found and what to do."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace

from dashboard.core.finding import CellAddress, Finding, key_of
from dashboard.core.ledger import COUNTS, Count, Missing
from dashboard.core.quarter import Quarter
from dashboard.intake.context import Context
from dashboard.intake.findings import SHOWN, finding, valued
from dashboard.intake.table import Cell, RawTable, Row, plain

MOST_DIGITS = 7
MOST_FINDINGS = 20_000  # after so many, a file is not looked at any further
_WHOLE = re.compile(rf"[0-9]{{1,{MOST_DIGITS}}}\Z")
_GROUPED = re.compile(
    r"[1-9][0-9]{0,2}(?:([ ,'’])[0-9]{3}(?:\1[0-9]{3})*|\.[0-9]{3}(?:\.[0-9]{3})+)\Z"
)  # 1.234 could be a fraction
_REASONS = {plain(m.value): m for m in Missing}
GIVEN = (Missing.NOT_COLLECTED, Missing.NOT_REPORTED, Missing.LATE, Missing.NOT_APPLICABLE)


@dataclass(slots=True)
class Quarterly:
    """The counts of one quarter by call type, the totals that were given, and where each cell stands."""

    quarter: Quarter
    counts: dict[str, dict[str, Count]] = field(default_factory=dict)
    totals: list[tuple[Row, dict[str, Count]]] = field(default_factory=list)
    places: dict[tuple[str, str], CellAddress] = field(default_factory=dict)

    def place(self, call_type: str, count: str = "") -> CellAddress:
        """Where a count stands, or the first cell of its row."""
        found = self.places.get((call_type, count))
        return found or next((p for (t, _), p in self.places.items() if t == call_type), CellAddress())


def short(text: str) -> str:
    """What a cell holds, cut short: a file never speaks at length on a page."""
    return text if len(text) <= 20 else text[:19] + "…"


def typed(table: RawTable, context: Context) -> tuple[list[Quarterly], list[Finding]]:
    """The quarters of a table and everything that is wrong with its cells."""
    findings: list[Finding] = []
    made: dict[Quarter, Quarterly] = {}
    named = {row.quarter.text for row in table.rows if row.quarter.text}
    rows = [_with_quarter(row, named) for row in table.rows]
    for number, row in enumerate(rows):
        if len(findings) > MOST_FINDINGS:
            findings.append(_not_looked_at(row, len(rows) - number))
            break
        quarter = quarter_of(row, context)
        found = [f for rule in ROW_RULES for f in rule(row, context)]
        call_type = context.labels.get(plain(row.call_type.text), "")
        if quarter is not None and (call_type or row.is_total):
            here = made.setdefault(quarter, Quarterly(quarter))
            counts = _counts(row, found, context)
            if row.is_total:
                here.totals.append((row, counts))
            elif call_type in here.counts:
                found.append(_duplicate(row, here, call_type))
            else:
                here.counts[call_type] = counts
                here.places |= {(call_type, k): c.place for k, c in row.counts.items()}
        about = str(quarter or "")
        asked = (replace(f, quarter=about) for f in found)
        findings.extend(_with_nearest(f, row, context) if len(findings) < SHOWN else f for f in asked)
    return [made[q] for q in sorted(made)], _once(findings)


def _not_looked_at(row: Row, rows: int) -> Finding:
    return finding("not_looked_at", row.call_type.place, rows=rows, times=rows)


def _with_nearest(found: Finding, row: Row, context: Context) -> Finding:
    """For a call type that is not known, the nearest that is: slow, so looked for only where it will be read."""
    if found.rule != "unknown_call_type":
        return found
    near = difflib.get_close_matches(plain(row.call_type.text), context.labels, 1, 0.6)
    return valued(found, {"what": "near", "nearest": context.shown[context.labels[near[0]]]}) if near else found


_OF_ALL_ROWS = ("other_program", "unknown_quarter", "future_quarter", "unknown_measure", "missing_measure")


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """A fault that all rows share is said once, with how many rows more have it, and of their quarter if it is one."""
    same: dict[tuple[str, object], list[Finding]] = {}
    for number, one in enumerate(findings):
        same.setdefault((one.rule, one.values if one.rule in _OF_ALL_ROWS else number), []).append(one)
    return [
        replace(
            valued(group[0], {"more": len(group) - 1}),
            quarter=group[0].quarter if len({f.quarter for f in group}) == 1 else "",
        )
        if len(group) > 1
        else group[0]
        for group in same.values()
    ]


def _with_quarter(row: Row, named: Set[str]) -> Row:
    """A totals row without a quarter is about the one quarter of the file, if there is only one."""
    if not row.is_total or row.quarter.text or len(named) != 1:
        return row
    return replace(row, quarter=Cell(next(iter(named)), row.quarter.place))


def _duplicate(row: Row, here: Quarterly, call_type: str) -> Finding:
    first = here.place(call_type)
    return finding("duplicate_row", row.call_type.place, text=short(row.call_type.text), first=str(first.row))


def other_program(row: Row, context: Context) -> Iterator[Finding]:
    """A file is for one program, the one it is uploaded for."""
    program = context.program
    if row.program.text and plain(row.program.text) not in (
        plain(program.program_id),
        plain(program.name),
        plain(context.title),
    ):
        yield finding("other_program", row.program.place, text=short(row.program.text), program=program.program_id)


def unknown_quarter(row: Row, context: Context) -> Iterator[Finding]:
    """A quarter is written so that nobody can read it as another one."""
    text = row.quarter.text
    if quarter_of(row, context) is None:
        month = context.program.fiscal_first_month
        yield finding("unknown_quarter", row.quarter.place, text=short(text), month=month)


def future_quarter(row: Row, context: Context) -> Iterator[Finding]:
    """A quarter is over before it is counted."""
    quarter = quarter_of(row, context)
    if quarter is not None and quarter >= Quarter.containing(context.today):
        today = str(context.today)
        yield finding("future_quarter", row.quarter.place, text=short(row.quarter.text), today=today)


def unknown_call_type(row: Row, context: Context) -> Iterator[Finding]:
    """Files name registered call types only: no text of a file reaches the public."""
    name = plain(row.call_type.text)
    if row.is_total or name in context.labels:
        return
    yield finding("unknown_call_type", row.call_type.place, text=short(row.call_type.text), what="far")


def unknown_measure(row: Row, _context: Context) -> Iterator[Finding]:
    """In a long table every measure is one of the ledger's counts, given once."""
    for key, cell in row.counts.items():
        if key.startswith("?"):
            yield finding("unknown_measure", cell.place, text=short(key[1:]))
        elif key.startswith("="):
            yield finding("measure_twice", cell.place, measure=key[1:])


def missing_measure(row: Row, context: Context) -> Iterator[Finding]:
    """A long table has a line for every count; a line that was left out is not a reason. Of a call type that is not
    known nothing is taken, so nothing is missing."""
    absent = tuple(key for key in COUNTS if key not in row.counts) if row.long else ()
    if absent and not row.is_total and plain(row.call_type.text) in context.labels:
        quarter = str(quarter_of(row, context) or "")
        causes = [key_of(rule, quarter) for rule in ("unknown_measure", "unknown_call_type")]
        yield finding("missing_measure", row.call_type.place, because=causes, columns=absent)


ROW_RULES: tuple[Callable[[Row, Context], Iterator[Finding]], ...] = (
    other_program,
    unknown_quarter,
    future_quarter,
    unknown_call_type,
    unknown_measure,
    missing_measure,
)


def quarter_of(row: Row, context: Context) -> Quarter | None:
    """The quarter that a row says it is of; None where nobody can tell."""
    text = row.quarter.text.upper()
    try:
        return Quarter.parse(text)
    except ValueError:
        pass
    if context.program.fiscal_first_month == 1:
        return None
    try:
        return Quarter.from_fiscal(text, first_month=context.program.fiscal_first_month)
    except ValueError:
        return None


def _counts(row: Row, findings: list[Finding], context: Context) -> dict[str, Count]:
    counts: dict[str, Count] = {}
    for key in COUNTS:
        cell = row.counts.get(key)
        if cell is None:
            counts[key] = Missing.NOT_COLLECTED
            continue
        value = count(cell, context)
        if isinstance(value, Finding):
            if not (row.is_total and not cell.text):
                findings.append(value)
            counts[key] = Missing.NOT_STATED
        else:
            counts[key] = value
    return counts


def count(cell: Cell, context: Context) -> Count | Finding:
    """A whole number of 0 or more, with or without thousands separators, or the reason why there is none."""
    text = cell.text
    said = plain(text)
    reason = _REASONS.get(said) or context.reasons.get(said)
    if reason in GIVEN:
        return reason
    if _WHOLE.match(text):
        return int(text)
    if _GROUPED.match(text) and len(digits := re.sub(r"[^0-9]", "", text)) <= MOST_DIGITS:
        return int(digits)
    if re.match(r"[0-9]{1,7}\.0{1,2}\Z", text):
        return int(text.split(".")[0])
    return _not_a_count(cell, reason)


def _not_a_count(cell: Cell, reason: Missing | None) -> Finding:
    """Why a text is no count; the first reason that fits."""
    text, rule = cell.text, "not_a_count"
    if not text:
        rule = "blank_count"
    elif reason is not None:
        rule = "reason_not_yours"
    elif re.match(r"[-−–(]\s*[0-9]", text):
        rule = "negative_count"
    elif re.match(r"[<≤>≥~≈]", text) or text in ("*", "**", "s", "S"):
        rule = "hidden_count"
    elif "%" in text:
        rule = "percentage"
    elif re.match(r"[0-9]+[.,][0-9]+\Z", text):
        rule = "fraction"
    elif re.match(r"[0-9]+\Z", text) or _GROUPED.match(text):
        return finding("too_high", cell.place, text=short(text), most=10**MOST_DIGITS)
    elif re.match(r"[=+@]", text):
        rule = "formula_as_text"
    return finding(rule, cell.place, text=short(text), reasons=tuple(m.value for m in GIVEN))
