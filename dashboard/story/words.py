"""Sentences about figures: the same words for a card, a table, a tooltip and a screen reader."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.core.amount import Bound
from dashboard.core.evidence import EvidenceTier
from dashboard.core.figure import Figure
from dashboard.core.intervals import Interval
from dashboard.core.ledger import Missing
from dashboard.core.metric import Method
from dashboard.core.quarter import Quarter
from dashboard.story.blocks import Number


def parts(figure: Number) -> str:
    """Numerator and denominator in words, with their counts where they are known."""
    words = figure.definition
    if not isinstance(figure, Figure):
        return words.of_words
    if figure.ratio is None:
        return words.of_words
    n, d = figure.ratio.numerator, figure.ratio.denominator
    match words.method:
        case Method.RATE:
            return f"{n:,} in {d:,} {words.denominator}"
        case Method.CHANGE:
            return f"{n:,} calls, after {d:,} a year before"
        case _:
            return f"{n:,} of {d:,} {words.denominator}"


def interval(figure: Number) -> str:
    """The interval in the figure's unit: `95% interval 52.9 to 56.0`, or nothing where there is none."""
    found = figure.interval if isinstance(figure, Figure) else None
    if not isinstance(figure, Figure) or found is None:
        return ""
    zero = figure.ratio is not None and figure.ratio.numerator == 0 and figure.definition.method is Method.RATE
    if zero:
        return f"none seen, but the true rate could be up to {found.high:.2f} per 1,000 (95%)"
    low, high = (
        f"{end:+.1f}" if figure.definition.method is Method.CHANGE else _end(figure, end) for end in _ends(found)
    )
    return f"95% interval {low} to {high}"


def _ends(found: Interval) -> tuple[float, float]:
    return found.low, found.high


def _end(figure: Figure, value: float) -> str:
    return f"{value:.2f}" if figure.definition.method is Method.RATE else f"{value:.1f}"


def steadiness(figure: Number) -> str:
    found = figure.steadiness if isinstance(figure, Figure) else None
    return found.value if found else ""


def tier_sentence(figure: Number) -> str:
    """Who checked this very figure, in one sentence, and who found something else."""
    differ = figure.standing.disagreeing if isinstance(figure, Figure) else ()
    said = " ".join(
        f"{v.verifier} checked it ({v.method}, {v.dated}) and found something else: {v.found}." for v in differ
    )
    return f"{_who_checked(figure)} {said}".rstrip()


def _who_checked(figure: Number) -> str:
    if figure.tier is not EvidenceTier.INDEPENDENTLY_VERIFIED:
        lapsed = figure.standing.lapsed if isinstance(figure, Figure) else ()
        if lapsed:
            return (
                f"{figure.tier.meaning} A verification by {lapsed[0].verifier} lapsed because the figure was revised."
            )
        return figure.tier.meaning
    raised = figure.standing.raised_by if isinstance(figure, Figure) else ()
    checks = raised or tuple(v for v in figure.verifications if v.agrees)
    if not checks:
        return "Computed here from figures that were each independently verified."
    return "Checked by " + "; ".join(
        f"{v.verifier} ({v.method}, {v.dated}; it can support {v.claim.words}). {v.scope}".strip() for v in checks
    )


def full(figure: Number) -> str:
    """The whole figure in one line: value, base, tier."""
    base = parts(figure)
    computed = ", computed here" if figure.computed_here else ""
    return f"{figure.words}{f', {base}' if base else ''} ({figure.tier.words}{computed})"


def trend(figures: Sequence[Number]) -> str:
    """What a series did, from its first to its last number, without claiming more than the intervals allow."""
    known = [f for f in figures if isinstance(f, Figure)]
    if not known:
        reasons = {f.why for f in figures if not isinstance(f, Figure)}
        why = ", ".join(sorted(r.words for r in reasons)) or Missing.NOT_REPORTED.words
        return f"No number: {why}"
    first, last = known[0], known[-1]
    if first is last:
        return f"{first.words} in {_when(first)}, the only number"
    if first.rule_version != last.rule_version:
        same = [f for f in known if f.rule_version == last.rule_version]
        if len(same) < 2:
            return f"{last.words} in {_when(last)}, after the definition changed"
        return f"Since the definition changed, {lower_first(trend(same))}"
    if any(f.amount.bound is not Bound.EXACT for f in (first, last)):  # bounds do not say which way it went
        return f"{sentence_case(first.words)} in {_when(first)}; {last.words} in {_when(last)}"
    a, b = first.interval, last.interval
    if first.value == last.value or (a and b and a.low <= b.high and b.low <= a.high):
        return f"About the same: {first.words} in {_when(first)}, {last.words} in {_when(last)}"
    moved = "Rose" if last.value > first.value else "Fell"
    return f"{moved} from {first.words} in {_when(first)} to {last.words} in {_when(last)}"


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def _when(figure: Number) -> str:
    try:
        return Quarter.parse(figure.period.label).words
    except ValueError:
        return figure.period.words


def missing_sentence(figures: Sequence[Number]) -> str:
    """How many of these have no number, and why; nothing if all have one."""
    reasons: dict[str, int] = {}
    for figure in figures:
        if not isinstance(figure, Figure):
            reasons[figure.words] = reasons.get(figure.words, 0) + 1
    return "; ".join(f"{n} {words}" for words, n in reasons.items())
