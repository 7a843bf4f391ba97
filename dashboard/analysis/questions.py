"""The questions that the public debate asks, the families that answer each, and the one figure chosen for a program.

Every page that shows one figure for a program and a question asks `choose`, so that no two pages show different ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dashboard.analysis.bases import Base, base
from dashboard.analysis.dates import assumed, printed
from dashboard.analysis.near import is_mentioned, near
from dashboard.core.amount import NO_UNIT
from dashboard.core.catalogue import Family, Program
from dashboard.core.evidence import EvidenceTier, Register
from dashboard.core.figure import Number, Withheld
from dashboard.core.ledger import ALL, Missing
from dashboard.core.metric import Definition, Polarity
from dashboard.core.quarter import Period
from dashboard.core.reason import Reason, reason
from dashboard.core.record import PublicRecord, Published
from dashboard.core.standing import Subject, earned, stated

# families that the public debate puts under one word; what one of them says is not what another counts
QUESTIONS: dict[str, tuple[str, ...]] = {
    "without_police": ("diversion", "police_free", "police_ems_free"),
    "ended_by_phone": ("phone_resolution",),
    "reached": ("capture", "reach"),
    "police_backup": ("police_backup",),
    "injuries": ("responder_safety",),
    "felt_safe": ("felt_safe",),
    "growth": ("growth",),
    "cost": ("cost",),
    "volume": ("volume",),
}


def one_question(family: str, other: str) -> bool:
    """Whether the public debate puts two families under one word."""
    return family == other or any(family in group and other in group for group in QUESTIONS.values())


class Why(StrEnum):
    """Why this figure and no other stands for a program and a question."""

    CHECKED = "checked"
    NUMBER = "number"  # the others are without a number
    PRINTED = "printed"  # one that is as new, or newer, was computed here
    NEWEST = "newest"
    DATED = "dated"  # the last of those of which it is printed when their time ends and begins; others say no such day
    DATED_ASSUMED = "dated_assumed"  # the same, or the newest of all, by a day that no source prints
    STANDING = "standing"  # of several for the same time, or for none, the one with the better source
    LATEST = "latest"  # the same, from sources alike: the one whose source has the latest date
    LATEST_WORD = "latest_word"  # the same, and a third party's source has a date as late
    CAUTIOUS = "cautious"  # the same, from sources of one date: the lowest
    CAUTIOUS_WORD = "cautious_word"  # the same, and a third party says a lower one
    CAUTIOUS_NEWEST = "cautious_newest"  # the same, and an older source on an equal word says a lower one
    KIND = "kind"  # it is of all calls, and the others are of fewer kinds
    KIND_NEWEST = "kind_newest"  # it is the newest of those of all calls, and one of fewer kinds is as new or newer
    MENTAL = "mental"  # it is of mental-health calls, and the others are of another kind
    MENTAL_NEWEST = "mental_newest"
    ONLY = "only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The figure that stands for a program and a family, and why; or the place of one, with what is known instead.
    `opposite` is a figure that counts the absence of what the family asks about, where there is no other."""

    figure: Number
    why: Why | None = None
    published: Published | None = None
    opposite: Published | None = None

    @property
    def dated(self) -> bool:
        """Whether the figure has a last day, so that those it was chosen from are of one time."""
        return self.figure.period.end is not None


def choose(record: PublicRecord, program: Program, family: Family) -> Chosen:
    """The figure of a program on a family: one that was checked if there is one, else the newest.

    Only figures that count the thing itself are chosen from: about all call types where there are any, else about
    mental-health calls. A number comes before a direction, a stated period before none."""
    mine = [p for p in record.published_of(program.program_id) if p.figure.definition.family == family.key]
    able = [p for p in mine if p.figure.definition.polarity is Polarity.THING]
    whole = [p for p in able if p.figure.call_type == ALL]
    found = whole or [p for p in able if "mental" in p.figure.call_type.lower()] or able
    if not found:
        contrary = [p for p in mine if is_opposite(p.figure)]
        opposite = _newest(contrary) if contrary else None
        note = _beside(record, program, family)
        return Chosen(figure=_nothing(program, family, note), opposite=opposite)
    checked = [p for p in found if p.figure.tier is EvidenceTier.INDEPENDENTLY_VERIFIED]
    best = _newest(checked or found)
    why = _why(record, best, found, checked)
    narrower = [p for p in able if p not in found and p.figure.is_known]
    newest = why in (Why.NEWEST, Why.DATED_ASSUMED)
    if (why is Why.ONLY and narrower) or (newest and not all(_is_earlier(p, best) for p in narrower)):
        why = _kind(best, first=why is Why.ONLY)
    return Chosen(figure=best.figure, why=why, published=best)


def is_opposite(figure: Number) -> bool:
    """Whether it counts the absence of what its family asks of calls. What people answered who were asked about
    something else, such as how a shift was set up, is near the question and not its opposite."""
    about = figure.definition
    return about.polarity is Polarity.ABSENCE and (about.ours or base(about) is not Base.ANSWERS)


def _kind(best: Published, *, first: bool) -> Why:
    """Why the kind of calls decided: one kind is said by its name, and only all calls are more kinds than others."""
    if best.figure.call_type == ALL:
        return Why.KIND if first else Why.KIND_NEWEST
    return Why.MENTAL if first else Why.MENTAL_NEWEST


def _why(record: PublicRecord, best: Published, found: Sequence[Published], checked: Sequence[Published]) -> Why:
    """The first thing in the order of `_rank` that sets the chosen figure apart from those that come closest."""
    others = [p for p in found if p is not best]
    if not others or checked:
        return Why.CHECKED if checked else Why.ONLY
    numbers = [p for p in others if p.figure.is_known]
    if not numbers:
        return Why.NUMBER
    time = _time(best)
    as_late = [p for p in numbers if _time(p) >= time]
    if any(p.figure.computed_here for p in as_late) and not best.figure.computed_here:
        return Why.PRINTED
    if not as_late:
        if all(_is_earlier(p, best) for p in numbers):
            return Why.DATED_ASSUMED if any(assumed(record, p.figure) for p in (best, *numbers)) else Why.NEWEST
        return Why.DATED if printed(record, best.figure) else Why.DATED_ASSUMED
    return _of_one_time(best, as_late)


def _of_one_time(best: Published, others: Sequence[Published]) -> Why:
    """What sets the chosen one apart from others of its time: each reason claims no more than holds among all of them,
    those on another word too."""
    alike = [p for p in others if _standing(p) == _standing(best)]
    if not alike:
        return Why.STANDING
    if all(_source_date(p) < _source_date(best) for p in alike):
        return Why.LATEST if all(_source_date(p) < _source_date(best) for p in others) else Why.LATEST_WORD
    if not any(_is_lower(p, best) for p in others):
        return Why.CAUTIOUS
    return Why.CAUTIOUS_NEWEST if any(_is_lower(p, best) for p in alike) else Why.CAUTIOUS_WORD


def _is_lower(one: Published, other: Published) -> bool:
    mine, theirs = one.figure, other.figure
    return mine.is_known and theirs.is_known and mine.value < theirs.value


def _source_date(one: Published) -> str:
    """How new its newest source is."""
    return max((s.published for s in one.figure.sources), default="")


def _time(one: Published) -> tuple[date, date]:
    """How new a figure is: how late its time ends, and of those that end together how late it begins. One time is the
    same first and the same last day."""
    end, start = one.figure.period.end, one.figure.period.start
    return (end, start or date.min) if end else (date.min, date.min)


def _is_earlier(one: Published, other: Published) -> bool:
    """Whether the printed days of a figure make it older than another: nobody knows how new one without an end is."""
    mine, theirs = one.figure.period, other.figure.period
    if not (mine.end and theirs.end):
        return False
    return mine.end < theirs.end or (mine.start is not None and _time(one) < _time(other))


def _newest(published: Sequence[Published]) -> Published:
    """The one with a number, printed rather than computed here, whose time is the latest; of those of one time the one
    of the better source, then of the newer one, and of those alike the lowest: no flattering number by the order of a
    file."""
    return max(published, key=_rank)


def _rank(one: Published) -> tuple[bool, bool, date, date, int, str, float]:
    """What makes one figure stand before another: a number, a printed one, how late its time ends and begins, who says
    it, how new its source is, and how low it is."""
    return (
        one.figure.is_known,
        not one.figure.computed_here,
        *_time(one),
        _standing(one),
        _source_date(one),
        -one.figure.value if one.figure.is_known else 0.0,
    )


def _standing(one: Published) -> int:
    """How good a source is: its tier, where an auditor's own word weighs no less than the program's if this site has
    read the auditor's document or its summary, and not only what others tell of it."""
    figure = one.figure
    auditors = {s.source_id for s in figure.sources if s.publisher_kind == "auditor"}
    read = any(v.source.source_id in auditors and v.read.enough for v in figure.verifications)
    return max(int(figure.tier), int(EvidenceTier.PROGRAM_REPORTED) if read else 0)


def _beside(record: PublicRecord, program: Program, family: Family) -> tuple[Reason, ...]:
    """What is near a question that nothing answers: a number on record, or what a document tells."""
    if near(record, program, family):
        return (reason("missing-unlike"),)
    return (reason("missing-told"),) if is_mentioned(record, program, family) else ()


def _nothing(program: Program, family: Family, nearby: tuple[Reason, ...]) -> Withheld:
    """The place of a figure: nothing was found, or only what is near the question, which is not nothing."""
    name, period = f"{program.program_id}.none.{family.key}", Period(start=None, end=None)
    definition = Definition(
        key=family.key,
        family=family.key,
        name=family.name,
        statement=family.question,
        numerator="",
        denominator="",
        unit=NO_UNIT,
    )
    of = Subject(program.program_id, name, 1, definition, period, ALL)
    return Withheld(
        figure_id=name,
        program_id=program.program_id,
        definition=definition,
        period=period,
        call_type=ALL,
        why=Missing.NOT_COMPARABLE if nearby else Missing.NOT_FOUND,
        note=nearby,
        standing=earned(stated(Register.REGISTER, ()), of),
        computed_here=True,
    )
