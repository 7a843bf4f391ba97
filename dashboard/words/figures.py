"""Sentences about figures: the same words for a card, a table, a tooltip and a screen reader."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from dashboard.core.amount import COUNTED, UNITS, digits
from dashboard.core.evidence import EvidenceTier, Register, Source
from dashboard.core.figure import Number
from dashboard.core.intervals import Interval, poisson_rate
from dashboard.core.metric import Definition, Method, Metric, Wording
from dashboard.core.quarter import Period, Quarter
from dashboard.core.reason import Reason
from dashboard.core.verification import Verification
from dashboard.voice import say, written
from dashboard.words import measures, times
from dashboard.words.evidence import label, meaning, source_life
from dashboard.words.said import of

_VOLUMES = ("volume", "context", "call_source")  # how many calls: not a count of what happened on them
_CALLS = ("reach", "crisis_line")  # where calls themselves are counted, served or not, beside what happened on them


def parts(figure: Number) -> str:
    """Numerator and denominator in words, with their counts where they are known."""
    words = figure.definition
    if not figure.is_known and words.method is Method.STATED:
        return ""  # of nothing: there is no number here
    if figure.ratio is None:
        return _whose_words(measures.of_base(words), words) or _no_base(figure)
    counts: dict[str, object] = {"part": figure.ratio.numerator, "all": figure.ratio.denominator}
    if words.method is Method.CHANGE:
        return say("number-parts_change", **counts)
    base = measures.base(words)
    if words.unit.key == "percent_change" and words.method is Method.STATED:
        return say("number-parts_against", **counts, base=base)
    if words.method is Method.RATE:
        return say("number-parts_rate", **counts, base=base)
    return say("number-parts", **counts, base=base)


def _whose_words(said: str, words: Definition) -> str:
    """A base, marked where its words are this site's and not the source's."""
    return say("number-our_words", said=said) if said and words.denominator_by is Wording.OURS else said


def interval(figure: Number) -> str:
    """The interval in the figure's unit: `95% interval 52.9 to 56.0`, or nothing where there is none."""
    found = figure.interval
    if found is None:
        return ""
    zero = figure.ratio is not None and figure.ratio.numerator == 0 and figure.definition.method is Method.RATE
    if zero:
        return _none_seen(found)
    method, unit = figure.definition.method, figure.definition.unit
    decimals = 2 if method is Method.RATE else 1
    low, high = map(written, digits([found.low, found.high], unit, decimals, sign=method is Method.CHANGE))
    return say("number-interval", low=low, high=high)


def interval_method(found: Interval) -> str:
    """How an interval was made."""
    return say(f"interval-{found.method}")


def _none_seen(found: Interval) -> str:
    """How high a rate per 1,000 could be of which nothing was seen."""
    most = written(digits([found.high], UNITS["per_1000"], 2)[0])
    return say("number-none_seen", most=most)


def steadiness(figure: Number) -> str:
    return of(figure.steadiness) if figure.steadiness else ""


def denominator(figure: Number) -> str:
    """The denominator in words, marked where the words are this site's and not the source's."""
    words = figure.definition
    return _whose_words(measures.base(words), words) or _no_base(figure)


def counts_events(figure: Number) -> bool:
    """Whether it is a printed count of what happened on calls or to people: injuries, arrests, incidents, people taken
    somewhere. How many calls there were is none, and neither is what this site counted itself."""
    words = figure.definition
    if not figure.is_known or words.method is not Method.STATED or isinstance(figure.tier, Register):
        return False
    calls = words.family in _VOLUMES or (words.unit.key == "calls" and words.family in _CALLS)
    return words.unit.key in COUNTED and not calls


def _no_base(figure: Number) -> str:
    """That nobody says out of how many: told beside a count of events, for which a reader looks for it."""
    return say("number-no_base") if counts_events(figure) and not figure.definition.denominator else ""


def context(metric: Metric, figure: Number) -> str:
    """What to say beside a figure of a metric; what is only true of a zero stands only beside one."""
    none = figure.ratio is not None and figure.ratio.numerator == 0
    return " ".join(filter(None, (measures.note(metric), measures.on_zero(metric) if none else "")))


def zero(figure: Number) -> str:
    """What a zero can and cannot say: how high the true rate could be, or that nobody says out of how many. Nothing for
    a plain volume, and for what this site counted itself."""
    if figure.value != 0 or figure.definition.method is not Method.STATED:
        return ""
    if isinstance(figure.tier, Register) or figure.definition.family in _VOLUMES:
        return ""
    if figure.ratio is None:
        return say("number-zero_of_unknown")
    return _none_seen(poisson_rate(0, figure.ratio.denominator).scaled(1000))


def age(figure: Number, today: date) -> str:
    """How old a figure is, where its period ended two years ago or more. Where no end is known, how long ago the source
    was printed that states the number, its first one, or in which year where no more is known of that. A source that
    only tells of a second number, or of another's claim, lends no age of its own to it."""
    end = figure.period.end
    if end is not None:
        return say("number-age", years=_years(end, today)) if _years(end, today) >= 2 else ""
    printed = figure.sources[0].published if figure.sources else ""
    if len(printed) == 4:
        return say("number-printed_in", year=printed) if today.year - int(printed) >= 2 else ""
    last = Period.dated(printed).end if printed else None
    years = _years(last, today) if last else 0
    return say("number-printed_ago", years=years) if years >= 2 else ""


def _years(day: date, today: date) -> int:
    """Whole years from a day to another."""
    return today.year - day.year - ((today.month, today.day) < (day.month, day.day))


def when(figure: Number, today: date) -> str:
    """The period of a figure and, if it is an old one, its age."""
    return ", ".join(filter(None, (times.period(figure.period), age(figure, today))))


def not_the_same(fields: Iterable[str]) -> str:
    """The fields in which figures differ, in a reader's words."""
    return ", ".join(say(f"differs-{field}") for field in fields)


def challenged(figure: Number) -> str:
    """A mark for a number that somebody outside disputes; nothing for any other."""
    return say("number-challenged") if figure.challenges else ""


def caveat(figure: Number) -> str:
    """The note beside a figure. What a semicolon holds together is told as two sentences, so that none gets long; what
    stands in brackets stays one."""
    first, *others = re.split(r"; (?![^(]*\))", of(figure.caveat))
    return ". ".join((first, *(sentence_case(one) for one in others)))


def read_on(source: Source) -> str:
    """Whether this site has read a document itself, and when; nothing for what has no address, because it was sent in
    here and never lay anywhere else."""
    if source.accessed:
        return say("source-read", on=times.day(date.fromisoformat(source.accessed)))
    return say("source-unread") if source.url else ""


def traced(figure: Number) -> str:
    """The number as its source prints it and where it stands there, or that it was not traced."""
    if figure.trace is None:
        beside = ", ".join(one.figure_id for one in figure.standing.basis.of)
        if beside and not figure.computed_here:
            return say("number-traced_at", figures=beside)
        return say("number-computed") if figure.computed_here else say("number-not_traced")
    trace = figure.trace
    where = ", ".join(filter(None, (trace.place, trace.seen_at)))
    return say("number-printed", printed=trace.printed, where=where, on=trace.read_on)


def lost(figure: Number) -> str:
    """That a source of a figure was withdrawn or is gone; nothing while all of them stand."""
    return " ".join(
        say("number-lost", publisher=s.publisher, what=source_life(s.life)) for s in figure.sources if s.life.lost
    )


def who(figure: Number) -> str:
    """Who stands behind a figure, short enough for a table: the tier, or who checked it and what was read."""
    raised = figure.standing.raised_by
    if not raised:
        return label(figure.tier)
    checks = (say("number-checked", kind=of(v.kind), verifier=v.verifier, dated=v.dated) for v in raised)
    return " ".join((f"{label(figure.tier)}.", *checks))


def tier_sentence(figure: Number) -> str:
    """Who checked this very figure, in a few sentences: who found something else, and which records are no check."""
    standing = figure.standing
    differ = " ".join(
        say("number-differs", verifier=v.verifier, method=v.method, dated=v.dated, found=v.found)
        for v in standing.disagreeing
    )
    return " ".join(filter(None, (_who_checked(figure), differ, short(figure))))


def short(figure: Number) -> str:
    """Records of this revision that do not count as a check of it, each with the reason. A study is named as one."""
    return " ".join(_no_check(v, why) for v, why in figure.standing.short)


def _no_check(v: Verification, why: Reason) -> str:
    key = "number-no_check_study" if v.kind.is_study else "number-no_check"
    kind = of(v.kind) if v.kind.is_study else ""
    return say(key, kind=kind, verifier=v.verifier, method=v.method, dated=v.dated, why=of(why))


def _who_checked(figure: Number) -> str:
    standing = figure.standing
    if standing.raised_by:
        return " ".join(_check(v) for v in standing.raised_by)
    if standing.lapsed:
        names = ", ".join(dict.fromkeys(v.verifier for v in standing.lapsed))
        return f"{meaning(figure.tier)} {say('number-lapsed', names=names)}"
    if figure.tier is EvidenceTier.INDEPENDENTLY_VERIFIED:
        return say("number-of_verified")
    return meaning(figure.tier)


def _check(v: Verification) -> str:
    """`An auditor recounted this: City Comptroller, records audit, 2025-05-23. ...`"""
    about = {"kind": of(v.kind), "verifier": v.verifier, "method": v.method, "dated": v.dated}
    line = say("number-check", **about, read=of(v.read), claim=of(v.claim))
    return f"{line} {v.scope}".rstrip()


def full(figure: Number) -> str:
    """The whole figure in one line: value, base, tier."""
    base = parts(figure)
    value = f"{of(figure)}, {base}" if base else of(figure)
    key = "number-full_computed" if figure.computed_here else "number-full"
    return say(key, value=value, tier=of(figure.tier))


def lower_first(text: str) -> str:
    """The same words inside a sentence; a short name such as EMS stays as it is."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def computed(figure: Number) -> str:
    """That this site worked out a published number from others; nothing for what is printed, and for rates of a ledger,
    whose page says how each is computed."""
    mine = figure.computed_here and figure.is_known and not figure.formula
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
    reasons = Counter(of(figure) for figure in figures if not figure.is_known)
    return "; ".join(f"{n} {words}" for words, n in reasons.items())
