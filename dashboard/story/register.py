"""What this site counted in its own register, as figures with words of their own: none of the evidence tiers."""

from __future__ import annotations

from dashboard import words
from dashboard.analysis.published import Tally
from dashboard.core.amount import UNITS, Amount
from dashboard.core.evidence import Register, Source
from dashboard.core.figure import Figure
from dashboard.core.ledger import ALL
from dashboard.core.metric import Definition
from dashboard.core.quarter import Period
from dashboard.core.record import PublicRecord
from dashboard.core.standing import Subject, earned, stated
from dashboard.voice import say

_OURS = Source(
    source_id="this_site",
    title="The register of published figures",
    publisher="This site",
    publisher_kind="register",
)


def entries(record: PublicRecord, of: str, count: int) -> Figure:
    """A count of entries of the register; `of` says which."""
    name, period = f"register.{of}", Period(start=None, end=record.as_of)
    definition = Definition(
        key="register_entries",
        family="context",
        name=of,
        statement=f"Entries of this site's register: {of}",
        numerator=of,
        denominator="",
        unit=UNITS["entries"],
    )
    amount = Amount(count)
    subject = Subject(ALL, name, 1, definition, period, ALL, amount)
    return Figure(
        figure_id=name,
        program_id=ALL,
        definition=definition,
        period=period,
        call_type=ALL,
        amount=amount,
        standing=earned(stated(Register.REGISTER, (_OURS,)), subject),
        computed_here=True,
    )


def counts(record: PublicRecord, found: Tally) -> tuple[Figure, ...]:
    """What a sentence about the register rests on."""
    of = {
        "figures with a number that a source prints": found.printed,
        "figures computed here": found.computed,
        "figures computed here, independently verified": found.computed_checked,
        "statements without a number": found.unnumbered,
        "points of series": found.points,
        "numbers about no program": found.context,
        "numbers and statements in all": found.everything,
    }
    of |= {f"printed figures, {words.of(tier).lower()}": n for tier, n in found.by_tier.items()}
    return tuple(entries(record, what, n) for what, n in of.items())


def held(found: Tally) -> str:
    """What the register holds, each kind of entry by itself and all together: the one place in which pages, feed and
    commands say so."""
    return say(
        "register-held",
        everything=found.everything,
        printed=found.printed,
        computed=found.computed,
        unnumbered=found.unnumbered,
        points=found.points,
        context=found.context,
        programs=programs(found),
    )


def programs(found: Tally) -> str:
    """How many programs and statewide systems have a figure on record."""
    return entities(found.programs, found.systems)


def entities(programs: int, systems: int) -> str:
    """So many programs and statewide systems, in words."""
    if not systems:
        return say("register-programs", programs=programs)
    return say("register-programs_and_systems", programs=programs, systems=systems)
