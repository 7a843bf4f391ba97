"""A block's figures as tidy CSV: one row a figure, each with its base, bound, interval, tier and sources."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from dashboard.core.figure import Figure
from dashboard.story import words
from dashboard.story.blocks import Number

COLUMNS = (
    "figure_id",
    "program_id",
    "period",
    "period_start",
    "period_end",
    "call_type",
    "metric",
    "family",
    "definition",
    "definition_version",
    "eligibility_rule",
    "numerator_words",
    "denominator_words",
    "numerator",
    "denominator",
    "value",
    "value_high",
    "unit",
    "bound",
    "interval_low",
    "interval_high",
    "interval_method",
    "tier",
    "who_checked",
    "computed_here",
    "status",
    "source_ids",
    "source_links",
    "revision",
    "caveat",
)


def csv_text(figures: Sequence[Number]) -> str:
    """The figures as CSV text. A cell that a spreadsheet would run as a formula is prefixed with an apostrophe."""
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    table.writeheader()
    for figure in dict.fromkeys(figures):
        table.writerow({name: safe(text) for name, text in cells(figure).items()})
    return out.getvalue()


def cells(figure: Number) -> dict[str, object]:
    definition, period = figure.definition, figure.period
    known = figure if isinstance(figure, Figure) else None
    interval = known.interval if known else None
    ratio = known.ratio if known else None
    return {
        "figure_id": figure.figure_id,
        "program_id": figure.program_id,
        "period": period.label or period.words,
        "period_start": period.start or "",
        "period_end": period.end or "",
        "call_type": figure.call_type,
        "metric": definition.key,
        "family": definition.family,
        "definition": definition.statement,
        "definition_version": definition.version,
        "eligibility_rule": figure.rule_version,
        "numerator_words": definition.numerator,
        "denominator_words": definition.denominator,
        "numerator": ratio.numerator if ratio else "",
        "denominator": ratio.denominator if ratio else "",
        "value": round(known.value, 6) if known else "",
        "value_high": known.amount.high if known and known.amount.high is not None else "",
        "unit": definition.unit.key,
        "bound": known.amount.bound.value if known else "",
        "interval_low": round(interval.low, 6) if interval else "",
        "interval_high": round(interval.high, 6) if interval else "",
        "interval_method": interval.method if interval else "",
        "tier": figure.tier.key,
        "who_checked": words.tier_sentence(figure),
        "computed_here": "yes" if figure.computed_here else "no",
        "status": "published" if known else figure.words,
        "source_ids": " ".join(s.source_id for s in figure.sources),
        "source_links": " ".join(s.url for s in figure.sources if s.url),
        "revision": figure.revision,
        "caveat": figure.caveat,
    }


def safe(value: object) -> object:
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value
