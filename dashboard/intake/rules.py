"""What must hold within a quarter, and what is asked about it: one rule, one function, one name. The rules that set it
beside other times are listed here too, in the order in which all are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import product

from dashboard.core.finding import Finding, key_of
from dashboard.core.ledger import ALL, COUNTS, OUTCOMES, PARTS, Count, Counts, Missing, add, broken_rules, most_reached
from dashboard.core.privacy.under_other import merged_again
from dashboard.core.privacy.withholding import release
from dashboard.core.publication import delivers
from dashboard.intake import past
from dashboard.intake.cells import Quarterly
from dashboard.intake.context import Context
from dashboard.intake.findings import finding

MOST_UNACCOUNTED = 0.05


def part_above_whole(q: Quarterly, context: Context) -> Iterator[Finding]:
    """No part is larger than what it is part of."""
    for call_type, counts in q.counts.items():
        above: dict[str, str] = {}  # the first that a part or a whole is in tells of the others: that number is wrong
        for part, whole in PARTS:
            p, w = counts[part], counts[whole]
            if isinstance(p, int) and isinstance(w, int) and p > w:
                yield finding(
                    "part_above_whole",
                    q.place(call_type, part),
                    call_type=call_type,
                    count=part,
                    because=[above[one] for one in (whole, part) if one in above],
                    part=part,
                    whole=whole,
                    kind=context.shown[call_type],
                    numerator=p,
                    denominator=w,
                )
                for one in (whole, part):
                    above.setdefault(one, key_of("part_above_whole", q.quarter, call_type, part))


def reached_is_offered_less_lost(q: Quarterly, context: Context) -> Iterator[Finding]:
    """C = O − L."""
    for call_type, counts in q.counts.items():
        offered, lost, reached = (counts[k] for k in ("offered", "lost_in_transfer", "reached_clinician"))
        if (
            isinstance(offered, int)
            and isinstance(lost, int)
            and isinstance(reached, int)
            and reached != offered - lost
        ):
            yield finding(
                "reached_is_offered_less_lost",
                q.place(call_type, "reached_clinician"),
                call_type=call_type,
                count="reached_clinician",
                because=past.wrong(q, (call_type,), ("reached_clinician", "offered", "lost_in_transfer")),
                kind=context.shown[call_type],
                offered=offered,
                lost=lost,
                left=offered - lost,
                numerator=reached,
                denominator=_known(counts["eligible"]),
            )


def reached_and_lost_above_eligible(q: Quarterly, context: Context) -> Iterator[Finding]:
    """C + L is not more than E, also where O was not counted."""
    for call_type, counts in q.counts.items():
        eligible, left = counts["eligible"], add(counts[k] for k in ("reached_clinician", "lost_in_transfer"))
        if isinstance(counts["offered"], int) or not isinstance(eligible, int) or not isinstance(left, int):
            continue
        if left > eligible:
            where, kind = q.place(call_type, "eligible"), context.shown[call_type]
            rule = "reached_and_lost_above_eligible"
            yield finding(rule, where, kind=kind, numerator=left, denominator=eligible)


def outcomes_above_reached(q: Quarterly, context: Context) -> Iterator[Finding]:
    """The outcomes of the calls that reached a clinician are not more than those calls."""
    for call_type, counts in q.counts.items():
        reached, outcomes = most_reached(counts), sum(c for k in OUTCOMES if isinstance(c := counts[k], int))
        if reached is not None and outcomes > reached:
            where, kind = q.place(call_type, "reached_clinician"), context.shown[call_type]
            yield finding(
                "outcomes_above_reached",
                where,
                call_type=call_type,
                because=past.wrong(q, (call_type,), ("reached_clinician", *OUTCOMES)),
                kind=kind,
                numerator=outcomes,
                denominator=reached,
            )


def total_disagrees(q: Quarterly, context: Context) -> Iterator[Finding]:
    """Where a totals row is given, it is the sum of the rows above it."""
    for (row, totals), key in product(q.totals, COUNTS):
        given, summed = totals[key], add(counts[key] for counts in q.counts.values())
        if isinstance(given, int) and isinstance(summed, int) and given != summed:
            left_out = [past.vanished(q, kind) for kind in past.missing(q, context)]
            causes = [*left_out, *(key_of(rule, q.quarter) for rule in ("unknown_call_type", "duplicate_row"))]
            causes = causes if given > summed else []
            where, because = row.counts[key].place, [*causes, *past.wrong(q, q.counts, (key,))]
            yield finding("total_disagrees", where, count=key, because=because, part=key, given=given, summed=summed)


def no_count(q: Quarterly, _context: Context) -> Iterator[Finding]:
    """A report without a number in it delivers nothing: whoever owes a quarter still owes it."""
    said = [count for counts in q.counts.values() for count in counts.values()]
    if delivers(q.counts.values()) or Missing.NOT_STATED in said:
        return
    zeros, missing = said.count(0), tuple(sorted({count.value for count in said if isinstance(count, Missing)}))
    what = "both" if zeros and missing else "zeros" if zeros else "missing" if missing else "nothing"
    where = q.place(next(iter(q.counts), ""), next(iter(COUNTS)))
    yield finding("no_count", where, what=what, zeros=zeros, missing=missing)


def nothing_eligible(q: Quarterly, _context: Context) -> Iterator[Finding]:
    """A quarter without a single call can be true, and then somebody says why."""
    if q.counts and all(counts["eligible"] == 0 for counts in q.counts.values()):
        because = [key_of("outside_its_life", q.quarter, "", "eligible")]
        yield finding("nothing_eligible", q.place(ALL, "eligible"), count="eligible", because=because)


def too_many_unaccounted(q: Quarterly, context: Context) -> Iterator[Finding]:
    """More than a twentieth of the calls without a recorded ending needs a word of explanation."""
    for call_type, counts in q.counts.items():
        reached, outcomes = counts["reached_clinician"], add(counts[k] for k in OUTCOMES)
        if (
            isinstance(reached, int)
            and isinstance(outcomes, int)
            and reached
            and (reached - outcomes) / reached > MOST_UNACCOUNTED
        ):
            yield finding(
                "too_many_unaccounted",
                q.place(call_type, "reached_clinician"),
                call_type=call_type,
                count="reached_clinician",
                because=past.wrong(q, (call_type,), ("reached_clinician", *OUTCOMES)),
                kind=context.shown[call_type],
                numerator=reached - outcomes,
                denominator=reached,
                most=round(100 * MOST_UNACCOUNTED),
            )


def gives_away(q: Quarterly, context: Context) -> Iterator[Finding]:
    """A correction keeps the blocks in which its quarter was published, or a subtraction shows what is withheld."""
    earlier = context.blocks.get(q.quarter)
    if earlier is None or any(list(broken_rules(counts)) for counts in q.counts.values()):
        return
    counts = {call_type: Counts(counts) for call_type, counts in q.counts.items()}
    counts = merged_again(counts, context.merged(q.quarter))
    made = release(counts, [t.key for t in context.call_types], context.policy, earlier)
    if made.reveals:
        why = made.reveals[0]
        count = why.node if why.node in COUNTS else ""
        where = q.place(why.call_type if why.call_type in q.counts else next(iter(q.counts)), count)
        named = {kind: name for kind, name in context.shown.items() if kind != ALL}
        yield finding(
            "gives_away",
            where,
            smallest=earlier.smallest,
            nodes=tuple(w.node for w in made.reveals),
            whose=tuple(named.get(w.call_type, w.call_type) for w in made.reveals),
            after=tuple(named.get(w.after, w.after) for w in made.reveals),
            sizes=tuple(str(w.value) for w in made.reveals),
        )


RULES: tuple[Callable[[Quarterly, Context], Iterator[Finding]], ...] = (
    past.outside_its_life,
    past.not_the_next,
    part_above_whole,
    reached_is_offered_less_lost,
    reached_and_lost_above_eligible,
    outcomes_above_reached,
    total_disagrees,
    no_count,
    nothing_eligible,
    too_many_unaccounted,
    past.same_counts,
    past.one_line_off,
    past.ten_times,
    past.jump,
    past.vanished_call_type,
    past.definition_change,
    gives_away,
)


def apply(quarters: Sequence[Quarterly], context: Context) -> list[Finding]:
    """Everything that every rule finds, all at once, each with its quarter."""
    here = replace(context, file={q.quarter: q.counts for q in quarters})
    return [replace(f, quarter=str(q.quarter)) for q in quarters for rule in RULES for f in rule(q, here)]


def _known(count: Count) -> int:
    """A count that a rate is of; 0 where there is none, for then there is no rate either."""
    return count if isinstance(count, int) else 0
