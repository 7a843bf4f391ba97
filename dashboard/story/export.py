"""A block's figures as tidy CSV: one row a figure, each with its base, bound, interval, tier and sources."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date

from dashboard import words
from dashboard.core.amount import Amount, Ratio
from dashboard.core.cover import Cover
from dashboard.core.evidence import Mark, Source
from dashboard.core.figure import Number, interval_of
from dashboard.core.ledger import LedgerRow
from dashboard.core.metric import Definition, Method

# the columns of figures.csv and their types; the names are frozen by a test, what each means is said under its name
TYPES: dict[str, str] = {
    "figure_id": "string",
    "program_id": "string",
    "period": "string",
    "period_start": "date",
    "period_end": "date",
    "call_type": "string",
    "call_type_own": "string",
    "eligibility_rule": "integer",
    "metric": "string",
    "family": "string",
    "definition": "string",
    "definition_version": "integer",
    "numerator_words": "string",
    "denominator_words": "string",
    "unit": "string",
    "numerator": "integer",
    "denominator": "integer",
    "value": "number",
    "value_high": "number",
    "bound": "string",
    "interval_low": "number",
    "interval_high": "number",
    "interval_method": "string",
    "status": "string",
    "tier": "string",
    "who_checked": "string",
    "computed_here": "string",
    "source_ids": "string",
    "source_links": "string",
    "revision": "integer",
    "published_at": "date",
    "caveat": "string",
    "traced": "string",
    "denominator_by": "string",
    "polarity": "string",
    "cover": "string",
    "sources_lost": "string",
}
COLUMNS = tuple(TYPES)
PUBLISHED = "published"


def csv_text(figures: Sequence[Number]) -> str:
    """The figures as CSV text. A cell that a spreadsheet would run as a formula is prefixed with an apostrophe."""
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    table.writeheader()
    for figure in dict.fromkeys(figures):
        table.writerow({name: safe(text) for name, text in cells(figure).items()})
    return out.getvalue()


def cells(figure: Number) -> dict[str, object]:
    """One figure as a row, by column. The groups are those a whole quarter or a whole metric has in common."""
    return {
        "figure_id": figure.figure_id,
        **about_quarter(figure),
        **about_metric(figure.definition),
        **(about_number(figure.ratio, figure.definition.method, figure.amount) if figure.is_known else NO_NUMBER),
        "status": PUBLISHED if figure.is_known else words.of(figure),
        **about_evidence(figure, figure.tier, figure.sources, words.tier_sentence(figure)),
        **about_revision(figure.revision, figure.published_on),
        "caveat": words.of(figure.caveat),
        "traced": words.traced(figure),
        **about_wording(figure.definition),
        **about_lives(figure.cover, figure.sources),
    }


def about_quarter(row: Number | LedgerRow) -> dict[str, object]:
    """What every figure of one program, period and call type has in common."""
    period = row.quarter.period if isinstance(row, LedgerRow) else row.period
    return {
        "program_id": row.program_id,
        "period": period.label or words.of(period),
        "period_start": period.start or "",
        "period_end": period.end or "",
        "call_type": row.call_type,
        "call_type_own": row.own_call_type,
        "eligibility_rule": row.rule_version,
    }


def about_metric(definition: Definition) -> dict[str, object]:
    """What every figure of one definition has in common."""
    return {
        "metric": definition.key,
        "family": definition.family,
        "definition": words.statement(definition),
        "definition_version": definition.version,
        "numerator_words": words.numerator(definition),
        "denominator_words": words.base(definition),
        "unit": definition.unit.key,
    }


def about_wording(definition: Definition) -> dict[str, object]:
    """Whose words the denominator is told in, and whether the thing itself is counted."""
    return {"denominator_by": definition.denominator_by.value, "polarity": definition.polarity.value}


def about_lives(cover: Cover, sources: Sequence[Source]) -> dict[str, object]:
    """How much of the period was covered, and what became of the sources."""
    lost = "; ".join(f"{s.source_id} {words.of(s.life)}" for s in sources if s.life.lost)
    return {"cover": words.of(cover), "sources_lost": lost}


def about_number(ratio: Ratio | None, method: Method, amount: Amount) -> dict[str, object]:
    """The number itself, its parts and its interval."""
    interval = interval_of(ratio, method) if ratio else None
    return {
        "numerator": ratio.numerator if ratio else "",
        "denominator": ratio.denominator if ratio else "",
        "value": round(amount.value, 6),
        "value_high": amount.high if amount.high is not None else "",
        "bound": amount.bound.value,
        "interval_low": round(interval.low, 6) if interval else "",
        "interval_high": round(interval.high, 6) if interval else "",
        "interval_method": words.interval_method(interval) if interval else "",
    }


NO_NUMBER = dict.fromkeys(about_number(None, Method.STATED, Amount(0.0)), "")


def about_evidence(
    row: Number | LedgerRow, tier: Mark, sources: Sequence[Source], who_checked: str
) -> dict[str, object]:
    """Who stands behind it, and where it comes from."""
    return {
        "tier": tier.key,
        "who_checked": who_checked,
        "computed_here": "yes" if isinstance(row, LedgerRow) or row.computed_here else "no",
        "source_ids": " ".join(s.source_id for s in sources),
        "source_links": " ".join(s.url for s in sources if s.url),
    }


def about_revision(revision: int, on: date | None) -> dict[str, object]:
    """Which revision of the figure it is, and when it became public."""
    return {"revision": revision, "published_at": on or ""}


def safe(value: object) -> object:
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value
