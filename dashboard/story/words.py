"""Sentences about figures: the same words for a card, a table, a tooltip and a screen reader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from dashboard.core.amount import COUNTED, UNITS, digits
from dashboard.core.evidence import EvidenceTier, Register, Source
from dashboard.core.figure import Figure
from dashboard.core.intervals import Interval, poisson_rate
from dashboard.core.metric import Method, Metric, Wording
from dashboard.core.quarter import Quarter
from dashboard.core.verification import Verification
from dashboard.story.blocks import Number
from dashboard.voice import say
from dashboard.words import of

_VOLUMES = ("volume", "context", "call_source")  # how many calls: not a count of what happened on them
_CALLS = ("reach", "crisis_line")  # where calls themselves are counted, served or not, beside what happened on them
NO_BASE = "base not stated"
COMPUTED = "Computed here from other figures."


def parts(figure: Number) -> str:
    """Numerator and denominator in words, with their counts where they are known."""
    words = figure.definition
    if not isinstance(figure, Figure) and words.method is Method.STATED:
        return ""  # of nothing: there is no number here
    if not isinstance(figure, Figure) or figure.ratio is None:
        said = f"{words.of_words} (our words)" if words.denominator_by is Wording.OURS else words.of_words
        return said or _no_base(figure)
    n, d = figure.ratio.numerator, figure.ratio.denominator
    if words.unit.key == "percent_change" and words.method is Method.STATED:
        return f"{n:,} against {d:,} {words.denominator}"
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
        return _none_seen(found)
    method, unit = figure.definition.method, figure.definition.unit
    decimals = 2 if method is Method.RATE else 1
    low, high = digits([found.low, found.high], unit, decimals, sign=method is Method.CHANGE)
    return f"95% interval {low} to {high}"


def _none_seen(found: Interval) -> str:
    """How high a rate per 1,000 could be of which nothing was seen."""
    most = digits([found.high], UNITS["per_1000"], 2)[0]
    return f"none seen, but the true rate could be up to {most} per 1,000 (95%)"


def steadiness(figure: Number) -> str:
    found = figure.steadiness if isinstance(figure, Figure) else None
    return of(found) if found else ""


def denominator(figure: Number) -> str:
    """The denominator in words, marked where the words are this site's and not the source's."""
    said = figure.definition.denominator
    said = f"{said} (our words)" if said and figure.definition.denominator_by is Wording.OURS else said
    return said or _no_base(figure)


def counts_events(figure: Number) -> bool:
    """Whether it is a printed count of what happened on calls or to people: injuries, arrests, incidents, people taken
    somewhere. How many calls there were is none, and neither is what this site counted itself."""
    words = figure.definition
    if not isinstance(figure, Figure) or words.method is not Method.STATED or isinstance(figure.tier, Register):
        return False
    calls = words.family in _VOLUMES or (words.unit.key == "calls" and words.family in _CALLS)
    return words.unit.key in COUNTED and not calls


def _no_base(figure: Number) -> str:
    """That nobody says out of how many: told beside a count of events, for which a reader looks for it."""
    return NO_BASE if counts_events(figure) and not figure.definition.denominator else ""


def context(metric: Metric, figure: Number) -> str:
    """What to say beside a figure of a metric; what is only true of a zero stands only beside one."""
    none = isinstance(figure, Figure) and figure.ratio is not None and figure.ratio.numerator == 0
    return " ".join(filter(None, (metric.note, metric.zero if none else "")))


def zero(figure: Number) -> str:
    """What a zero can and cannot say: how high the true rate could be, or that nobody says out of how many. Nothing for
    a plain volume, and for what this site counted itself."""
    if not isinstance(figure, Figure) or figure.value or figure.definition.method is not Method.STATED:
        return ""
    if isinstance(figure.tier, Register) or figure.definition.family in _VOLUMES:
        return ""
    if figure.ratio is None:
        return "a zero out of how many is not stated, so nobody can say how high the true rate could be"
    return _none_seen(poisson_rate(0, figure.ratio.denominator).scaled(1000))


def age(figure: Number, today: date) -> str:
    """How old a figure is, where its period ended two years ago or more."""
    end = figure.period.end
    years = (today.year - end.year - ((today.month, today.day) < (end.month, end.day))) if end else 0
    return f"{years} years old" if years >= 2 else ""


def when(figure: Number, today: date) -> str:
    """The period of a figure and, if it is an old one, its age."""
    return ", ".join(filter(None, (figure.period.words, age(figure, today))))


def day(one: date) -> str:
    """A day as a reader says it: `May 23, 2025`."""
    return f"{one:%B} {one.day}, {one.year}"


def not_the_same(fields: Iterable[str]) -> str:
    """The fields in which figures differ, in a reader's words."""
    return ", ".join(say(f"differs-{field.replace(' ', '_')}") for field in fields)


def caveat(figure: Number) -> str:
    """The note beside a figure. What a semicolon holds together is told as two sentences, so that none gets long."""
    first, *others = figure.caveat.split("; ")
    return ". ".join((first, *(sentence_case(one) for one in others)))


def read_on(source: Source) -> str:
    """Whether this site has read a document itself, and when; nothing for what has no address, because it was sent in
    here and never lay anywhere else."""
    if source.accessed:
        return say("source-read", on=day(date.fromisoformat(source.accessed)))
    return say("source-unread") if source.url else ""


def traced(figure: Number) -> str:
    """The number as its source prints it and where it stands there, or that it was not traced."""
    if figure.trace is None:
        return COMPUTED if figure.computed_here else "Not traced to the words of its source."
    trace = figure.trace
    where = ", ".join(filter(None, (trace.place, trace.seen_at)))
    return f"Printed as “{trace.printed}” ({where}), read on {trace.read_on}."


def lost(figure: Number) -> str:
    """That a source of a figure was withdrawn or is gone; nothing while all of them stand."""
    return " ".join(f"Its source, by {s.publisher}, {s.life.words}." for s in figure.sources if s.life.lost)


def who(figure: Number) -> str:
    """Who stands behind a figure, short enough for a table: the tier, or who checked it and what was read."""
    raised = figure.standing.raised_by
    if not raised:
        return figure.tier.label
    return f"{figure.tier.label}. " + " ".join(f"{of(v.kind)}: {v.verifier}, {v.dated}." for v in raised)


def tier_sentence(figure: Number) -> str:
    """Who checked this very figure, in a few sentences: who found something else, and which records are no check."""
    standing = figure.standing
    differ = " ".join(
        f"{v.verifier} checked it ({v.method}, {v.dated}) and found something else: {v.found}."
        for v in standing.disagreeing
    )
    return " ".join(filter(None, (_who_checked(figure), differ, short(figure))))


def short(figure: Number) -> str:
    """Records of this revision that do not count as a check of it, each with the reason. A study is named as one."""
    return " ".join(_no_check(v, why) for v, why in figure.standing.short)


def _no_check(v: Verification, why: str) -> str:
    if v.kind.is_study:
        return f"{of(v.kind)}: {v.verifier}, {v.method}, {v.dated}. Not counted as a check, because {why}."
    return f"Not counted as a check: {v.verifier} ({v.method}, {v.dated}), because {why}."


def _who_checked(figure: Number) -> str:
    standing = figure.standing
    if standing.raised_by:
        return " ".join(_check(v) for v in standing.raised_by)
    if standing.lapsed:
        names = ", ".join(dict.fromkeys(v.verifier for v in standing.lapsed))
        return f"{figure.tier.meaning} A check by {names} is out of date, because the figure was revised since."
    if figure.tier is EvidenceTier.INDEPENDENTLY_VERIFIED:
        return "Computed here from figures that were each independently verified."
    return figure.tier.meaning


def _check(v: Verification) -> str:
    """`An auditor recounted this: City Comptroller, records audit, 2025-05-23. ...`"""
    return (
        f"{of(v.kind)}: {v.verifier}, {v.method}, {v.dated}. Read here: {v.read.words}. "
        f"It can support {v.claim.words}. {v.scope}"
    ).rstrip()


def full(figure: Number) -> str:
    """The whole figure in one line: value, base, tier."""
    base = parts(figure)
    computed = ", computed here" if figure.computed_here else ""
    return f"{figure.words}{f', {base}' if base else ''} ({figure.tier.words}{computed})"


def lower_first(text: str) -> str:
    """The same words inside a sentence; a short name such as EMS stays as it is."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def computed(figure: Number) -> str:
    """That this site worked out a published number from others; nothing for what is printed, and for rates of a ledger,
    whose page says how each is computed."""
    mine = figure.computed_here and isinstance(figure, Figure) and not figure.formula
    return say("program-computed_here") if mine and not isinstance(figure.tier, Register) else ""


def sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def quarter_of(figure: Number) -> Quarter | None:
    """The calendar quarter that a figure is of; None for any other period."""
    try:
        return Quarter.parse(figure.period.label)
    except ValueError:
        return None


def missing_sentence(figures: Sequence[Number]) -> str:
    """How many of these have no number, and why; nothing if all have one."""
    reasons: dict[str, int] = {}
    for figure in figures:
        if not isinstance(figure, Figure):
            reasons[figure.words] = reasons.get(figure.words, 0) + 1
    return "; ".join(f"{n} {words}" for words, n in reasons.items())
