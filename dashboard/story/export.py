"""A block's figures as tidy CSV: one row a figure, each with its base, bound, interval, tier and sources."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from dashboard.core.figure import Figure
from dashboard.story import words
from dashboard.story.blocks import Number

# what a column of figures.csv means; the names are frozen by a test
MEANING: dict[str, tuple[str, str]] = {
    "figure_id": ("string", "permanent name of the figure; does not change when others are added"),
    "program_id": ("string", "the program, as in programs.csv"),
    "period": ("string", "the period in words, or a quarter such as 2026Q3"),
    "period_start": ("date", "first day, where known"),
    "period_end": ("date", "last day, where known"),
    "call_type": ("string", "common call type, the source's own words, or all"),
    "metric": ("string", "key of the measure"),
    "family": ("string", "the question it answers; families never share an axis"),
    "definition": ("string", "what was counted"),
    "definition_version": ("integer", "version of the definition"),
    "eligibility_rule": ("integer", "version of the program's own eligibility rule"),
    "numerator_words": ("string", "numerator in words"),
    "denominator_words": ("string", "denominator in words"),
    "numerator": ("integer", "numerator, where published"),
    "denominator": ("integer", "denominator, where published"),
    "value": ("number", "the value; the low end of a range"),
    "value_high": ("number", "the high end of a range"),
    "unit": ("string", "unit of the value"),
    "bound": ("string", "exact, at_least, at_most, approx or range"),
    "interval_low": ("number", "low end of the 95% interval"),
    "interval_high": ("number", "high end of the 95% interval"),
    "interval_method": ("string", "how the interval was made"),
    "tier": ("string", "evidence tier"),
    "who_checked": ("string", "who checked it, in a sentence"),
    "computed_here": ("string", "yes if this site computed it"),
    "status": ("string", "published, or why there is no number"),
    "source_ids": ("string", "sources, as in sources.csv, separated by spaces"),
    "source_links": ("string", "addresses of the sources"),
    "revision": ("integer", "revision of the figure"),
    "caveat": ("string", "what a reader should know before using it"),
}
COLUMNS = tuple(MEANING)


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
