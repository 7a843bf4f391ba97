"""Every figure of the quarterly ledger as CSV, without making each one: what rows and metrics share is written once.

The text is that of `export.csv_text` over the same figures, which a test compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from dashboard import words
from dashboard.analysis import measures
from dashboard.core.amount import Ratio
from dashboard.core.figure import interval_of, value_of
from dashboard.core.ledger import LedgerRow
from dashboard.core.measure import Reading, caveat_of, figure_id, figure_revisions, measure, read, rests_on
from dashboard.core.metric import Method, Metric
from dashboard.core.publication import YEAR
from dashboard.core.record import PublicRecord
from dashboard.story.export import (
    NO_NUMBER,
    PUBLISHED,
    about_evidence,
    about_lives,
    about_metric,
    about_quarter,
    about_revision,
    about_wording,
    cells,
    safe,
)
from dashboard.voice import say

_SPECIAL = re.compile('[,"\r\n]')


def ledger_csv_lines(record: PublicRecord) -> Iterator[str]:
    """The lines of each row of the ledger as one text, in order of program, quarter, call type and metric."""
    numbers = {method: _Numbers(method) for method in Method}
    shared = {
        kind: [
            (
                metric,
                line(about_metric(metric.definition)),
                numbers[metric.definition.method],
                line({"traced": say("number-computed")} | about_wording(metric.definition)),
            )
            for metric in measures.computed_from(record, kind)
        ]
        for kind in measures.kinds(record)
    }
    for program in record.programs_in_order():
        for quarter in record.quarters(program.program_id):
            for kind in measures.kinds_of(record, program.program_id, quarter):
                row = record.row(program.program_id, quarter, kind)
                if row is not None:
                    yield _row(row, record.row(program.program_id, quarter - YEAR, kind), shared[kind])
                else:
                    left_out = measures.computed(record, program.program_id, quarter, kind)
                    yield "".join(line(cells(figure)) + "\r\n" for figure in left_out)


@dataclass(slots=True)
class _Numbers:
    """The cells of a number by its parts: many rows share small ones."""

    method: Method
    made: dict[tuple[int, int], str] = field(default_factory=dict)

    def __getitem__(self, found: Reading) -> str:
        if found.why is not None:
            return _nothing(found)
        key = found[:2]
        text = self.made.get(key)
        if text is None:
            text = self.made[key] = _number(Ratio(*key), self.method)
        return text


def _number(ratio: Ratio, method: Method) -> str:
    low, high, how = "", "", ""
    interval = interval_of(ratio, method)
    if interval:
        low, high, how = (
            str(round(interval.low, 6)),
            str(round(interval.high, 6)),
            _cell(words.interval_method(interval)),
        )
    value = round(value_of(ratio, method), 6)
    return f"{ratio.numerator},{ratio.denominator},{value},,exact,{low},{high},{how},{PUBLISHED}"


def _nothing(found: Reading) -> str:
    assert found.why is not None
    return line({**NO_NUMBER, "status": words.because(found.why, found.note)})


def _row(row: LedgerRow, before: LedgerRow | None, metrics: Iterable[tuple[Metric, str, _Numbers, str]]) -> str:
    checked = {v.figure_id for v in row.verifications}
    start, quarter = f"{row.program_id}.{row.quarter}.{row.call_type}.", line(about_quarter(row))
    plain = line(about_evidence(row, row.tier, row.sources, words.meaning(row.tier)))
    lives = line(about_lives(row.cover, row.sources))
    lines = []
    for metric, definition, numbers, wording in metrics:
        if checked and figure_id(row, metric) in checked:
            lines.append(line(cells(measure(metric, row, year_before=before))) + "\r\n")
            continue
        evidence, ends = plain, lives
        if numbers.method is Method.CHANGE:
            basis = rests_on(metric, row, before)
            evidence = line(about_evidence(row, basis.mark, basis.sources, words.meaning(basis.mark)))
            ends = line(about_lives(row.cover, basis.sources))
        began = figure_revisions(metric, row, before)[-1]
        revision = _revision(began.revision, began.on)
        caveat = _cell(words.of(caveat_of(metric, row))) if row.caveats else ""
        number = numbers[read(metric, row, before)]
        told = (evidence, revision, caveat, wording, ends)
        lines.append(f"{start}{metric.key},{quarter},{definition},{number},{','.join(told)}\r\n")
    return "".join(lines)


@lru_cache(maxsize=4096)
def _revision(revision: int, on: date | None) -> str:
    return line(about_revision(revision, on))


def line(row: Mapping[str, object]) -> str:
    """One row of CSV without its end."""
    return ",".join([_cell(v) if isinstance(v, str) else str(v) for v in row.values()])


@lru_cache(maxsize=4096)
def _cell(text: str) -> str:
    shown = str(safe(text))
    return '"' + shown.replace('"', '""') + '"' if _SPECIAL.search(shown) else shown
