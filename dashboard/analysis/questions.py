"""The questions that the public debate asks, the families that answer each, and the one figure chosen for a program.

Every page that shows one figure for a program and a question asks `choose`, so that no two pages show different ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dashboard.core.amount import NO_UNIT
from dashboard.core.catalogue import Family, Program
from dashboard.core.evidence import EvidenceTier, Register
from dashboard.core.figure import Figure, Withheld
from dashboard.core.ledger import ALL, Missing
from dashboard.core.metric import Definition, Polarity
from dashboard.core.quarter import Period
from dashboard.core.reason import reason
from dashboard.core.record import PublicRecord, Published
from dashboard.core.standing import Subject, earned, stated

# families that the public debate puts under one word; what one of them says is not what another counts
QUESTIONS: dict[str, tuple[str, ...]] = {
    "without police": ("diversion", "police_free", "police_ems_free"),
    "ended by phone": ("phone_resolution",),
    "reached a clinician": ("capture", "reach"),
    "police backup": ("police_backup",),
    "injuries": ("responder_safety",),
    "felt safe": ("felt_safe",),
    "growth": ("growth",),
    "cost": ("cost",),
    "volume": ("volume",),
}


def one_question(family: str, other: str) -> bool:
    """Whether the public debate puts two families under one word."""
    return family == other or any(family in group and other in group for group in QUESTIONS.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Near:
    """What is near the question of a family without answering it: whole families, and single measures of others."""

    families: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()


# a count of calls that were diverted is no share of them, and backup by any agency is not backup by police; but where
# this site shows one of these, it has not found nothing
_NEAR: dict[str, _Near] = {
    "diversion": _Near(
        families=("load_share", "capture"), metrics=("calls_diverted", "calls_diverted_change", "share_of_police_calls")
    ),
    "police_free": _Near(
        families=("police_return", "co_response"),
        metrics=("police_response_share", "no_police_no_fire_calls", "police_free_resolution_rate"),
    ),
    "phone_resolution": _Near(
        metrics=("phone_resolution_rate", "phone_handled_rate", "phone_handled_calls", "deescalated_rate")
    ),
    "police_backup": _Near(
        families=("co_response", "police_return"), metrics=("police_backup_count", "police_backup_rate")
    ),
    "responder_safety": _Near(families=("serious_harm",)),
    "growth": _Near(
        metrics=(
            "calls_handled_change",
            "calls_transferred_change",
            "calls_diverted_change",
            "calls_in_month_change",
            "calls_in_year_change",
            "incidents_change",
            "line_calls_growth",
            "referral_growth",
        )
    ),
    "capture": _Near(families=("routed",), metrics=("calls_transferred", "calls_transferred_in_year")),
}


class Why(StrEnum):
    """Why this figure and no other stands for a program and a question."""

    CHECKED = "checked"
    NUMBER = "number"  # the others are without a number
    PRINTED = "printed"  # one that is as new, or newer, was computed here
    NEWEST = "newest"
    STANDING = "standing"  # of several with the same last day, or none, the one with the better source
    LATEST = "latest"  # the same, from sources alike: the one whose source has the latest date
    CAUTIOUS = "cautious"  # the same, from sources of one date: the lowest
    STANDING_UNDATED = "standing_undated"
    LATEST_UNDATED = "latest_undated"
    CAUTIOUS_UNDATED = "cautious_undated"
    ONLY = "only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The figure that stands for a program and a family, and why; or the place of one, with what is known instead.
    `opposite` is a figure that counts the absence of what the family asks about, where there is no other."""

    figure: Figure | Withheld
    why: Why | None = None
    published: Published | None = None
    opposite: Published | None = None


def choose(record: PublicRecord, program: Program, family: Family) -> Chosen:
    """The figure of a program on a family: one that was checked if there is one, else the newest.

    Only figures that count the thing itself are chosen from: about all call types where there are any, else about
    mental-health calls. A number comes before a direction, a stated period before none."""
    mine = [p for p in record.published_of(program.program_id) if p.figure.definition.family == family.key]
    able = [p for p in mine if p.figure.definition.polarity is Polarity.THING]
    whole = [p for p in able if p.figure.call_type == ALL]
    found = whole or [p for p in able if "mental" in p.figure.call_type.lower()] or able
    if not found:
        opposite = _newest(mine) if mine else None
        return Chosen(figure=_nothing(program, family, near(record, program, family)), opposite=opposite)
    checked = [p for p in found if p.figure.tier is EvidenceTier.INDEPENDENTLY_VERIFIED]
    best = _newest(checked or found)
    return Chosen(figure=best.figure, why=_why(best, found, checked), published=best)


def near(record: PublicRecord, program: Program, family: Family) -> tuple[Published, ...]:
    """What this site shows of a program that is near the question of a family and no answer to it."""
    like = _NEAR.get(family.key, _Near())
    return tuple(
        p
        for series in (False, True)
        for p in record.published_of(program.program_id, series=series)
        if (what := p.figure.definition).family != family.key
        and (what.family in like.families or what.key in like.metrics)
    )


def _why(best: Published, found: Sequence[Published], checked: Sequence[Published]) -> Why:
    """The first thing in the order of `_rank` that sets the chosen figure apart from those that come closest."""
    others = [p for p in found if p is not best]
    if not others or checked:
        return Why.CHECKED if checked else Why.ONLY
    numbers = [p for p in others if isinstance(p.figure, Figure)]
    if not numbers:
        return Why.NUMBER
    end = best.figure.period.end
    as_late = [p for p in numbers if (p.figure.period.end or date.min) >= (end or date.min)]
    if any(p.figure.computed_here for p in as_late) and not best.figure.computed_here:
        return Why.PRINTED
    if not as_late:
        return Why.NEWEST
    closest = max(_rank(p)[3:] for p in as_late)
    apart = next((i for i, (mine, other) in enumerate(zip(_rank(best)[3:], closest, strict=True)) if mine != other), 2)
    dated = (Why.STANDING, Why.LATEST, Why.CAUTIOUS)
    return dated[apart] if end else (Why.STANDING_UNDATED, Why.LATEST_UNDATED, Why.CAUTIOUS_UNDATED)[apart]


def _newest(published: Sequence[Published]) -> Published:
    """The one with a number, printed rather than computed here, whose period ends last; of those that end together the
    one of the better source, then of the newer one, and of those alike the lowest: no flattering number by the order of
    a file."""
    return max(published, key=_rank)


def _rank(one: Published) -> tuple[bool, bool, date, int, str, float]:
    """What makes one figure stand before another: a number, a printed one, how late its period ends, who says it, how
    new its source is, and how low it is."""
    return (
        isinstance(one.figure, Figure),
        not one.figure.computed_here,
        one.figure.period.end or date.min,
        _standing(one),
        max((s.published for s in one.figure.sources), default=""),
        -one.figure.value if isinstance(one.figure, Figure) else 0.0,
    )


def _standing(one: Published) -> int:
    """How good a source is: its tier, where an auditor's own word weighs no less than the program's."""
    audited = any(s.publisher_kind == "auditor" for s in one.figure.sources)
    return max(int(one.figure.tier), int(EvidenceTier.PROGRAM_REPORTED) if audited else 0)


def _nothing(program: Program, family: Family, nearby: Sequence[Published]) -> Withheld:
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
        note=(reason("missing-unlike"),) if nearby else (reason("missing-unread"),) if program.unread else (),
        standing=earned(stated(Register.REGISTER, ()), of),
        computed_here=True,
    )
