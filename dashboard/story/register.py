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


def _ours() -> Source:
    return Source(
        source_id="this_site",
        title=say("register-title"),
        publisher=say("register-publisher"),
        publisher_kind="register",
    )


def entries(record: PublicRecord, of: str, count: int) -> Figure:
    """A count of entries of the register; `of` says which."""
    name, period = f"register.{of}", Period(start=None, end=record.as_of)
    definition = Definition(
        key="register_entries",
        family="context",
        name=of,
        statement=say("register-entries", of=of),
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
        standing=earned(stated(Register.REGISTER, (_ours(),)), subject),
        computed_here=True,
    )


def counts(record: PublicRecord, tallied: Tally) -> tuple[Figure, ...]:
    """What a sentence about the register rests on."""
    of = {
        say("register-of_printed"): tallied.printed,
        say("register-of_computed"): tallied.computed,
        say("register-of_computed_checked"): tallied.computed_checked,
        say("register-of_unnumbered"): tallied.unnumbered,
        say("register-of_points"): tallied.points,
        say("register-of_context"): tallied.context,
        say("register-of_everything"): tallied.everything,
    }
    of |= {say("register-of_tier", tier=words.of(tier).lower()): n for tier, n in tallied.by_tier.items()}
    return tuple(entries(record, what, n) for what, n in of.items())


def held(tallied: Tally) -> str:
    """What the register holds, each kind of entry by itself and all together: the one place in which pages, feed and
    commands say so."""
    return say(
        "register-held",
        everything=tallied.everything,
        traced=tallied.printed - tallied.untraced,
        untraced=tallied.untraced,
        computed=tallied.computed,
        unnumbered=tallied.unnumbered,
        points=tallied.points,
        context=tallied.context,
        programs=programs(tallied),
    )


def programs(tallied: Tally) -> str:
    """How many programs and statewide systems have a figure on record."""
    return entities(tallied.programs, tallied.systems)


def entities(programs: int, systems: int) -> str:
    """So many programs and statewide systems, in words."""
    if not systems:
        return say("register-programs", programs=programs)
    return say("register-programs_and_systems", programs=programs, systems=systems)
