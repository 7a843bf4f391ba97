"""What must hold within a quarter, and what is asked about it: one rule, one function, one name. The rules that set it
beside other times are listed here too, in the order in which all are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import product

from dashboard import words
from dashboard.core.amount import UNITS
from dashboard.core.finding import Finding, key_of
from dashboard.core.ledger import ALL, COUNTS, OUTCOMES, PARTS, Count, Counts, Missing, add, broken_rules, most_reached
from dashboard.core.publication import delivers
from dashboard.core.under_other import merged_again
from dashboard.core.withholding import release
from dashboard.intake import past
from dashboard.intake.context import Context
from dashboard.intake.typed import Quarterly, critical

MOST_UNACCOUNTED = 0.05


def part_above_whole(q: Quarterly, context: Context) -> Iterator[Finding]:
    """No part is larger than what it is part of."""
    for call_type, counts in q.counts.items():
        above: dict[str, str] = {}  # the first part that is above a whole tells of the others too: the whole is wrong
        for part, whole in PARTS:
            p, w = counts[part], counts[whole]
            if isinstance(p, int) and isinstance(w, int) and p > w:
                rate = (
                    f"This would publish {words.rounded(100 * p / w, UNITS['percent'], 0)}."
                    if w
                    else "This would publish a share of nothing."
                )
                found = critical(
                    "part_above_whole",
                    q.place(call_type, part),
                    f"{words.count(part)} {p:,} for {context.shown[call_type]}",
                    f"no more than the {w:,} {words.count(whole)}",
                    "Correct whichever of the two is wrong.",
                    rate,
                )
                causes = (above[whole],) if whole in above else ()
                yield replace(found, call_type=call_type, count=part, because=causes)
                above.setdefault(whole, key_of("part_above_whole", q.quarter, call_type, part))


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
            wrong = f" This would publish a capture rate of {_rate(reached, counts['eligible'])}."
            yield critical(
                "reached_is_offered_less_lost",
                q.place(call_type, "reached_clinician"),
                f"{reached:,} calls that reached a clinician for {context.shown[call_type]}",
                f"{offered:,} offered less {lost:,} lost in transfer: {offered - lost:,}",
                "Correct whichever of the three is wrong.",
                wrong.strip(),
            )


def reached_and_lost_above_eligible(q: Quarterly, context: Context) -> Iterator[Finding]:
    """C + L is not more than E, also where O was not counted."""
    for call_type, counts in q.counts.items():
        eligible, left = counts["eligible"], add(counts[k] for k in ("reached_clinician", "lost_in_transfer"))
        if isinstance(counts["offered"], int) or not isinstance(eligible, int) or not isinstance(left, int):
            continue
        if left > eligible:
            yield critical(
                "reached_and_lost_above_eligible",
                q.place(call_type, "eligible"),
                f"{left:,} calls of {context.shown[call_type]} that reached a clinician or were lost in transfer",
                f"no more than the {eligible:,} eligible calls",
                "Correct whichever of the three is wrong.",
                f"This would say that {_rate(left, eligible)} of eligible calls were offered.",
            )


def outcomes_above_reached(q: Quarterly, context: Context) -> Iterator[Finding]:
    """The outcomes of the calls that reached a clinician are not more than those calls."""
    for call_type, counts in q.counts.items():
        reached, outcomes = most_reached(counts), sum(c for k in OUTCOMES if isinstance(c := counts[k], int))
        if reached is not None and outcomes > reached:
            yield critical(
                "outcomes_above_reached",
                q.place(call_type, "reached_clinician"),
                f"outcomes that add up to {outcomes:,} for {context.shown[call_type]}",
                f"no more than the {reached:,} calls that reached a clinician",
                "Count each call once, by precedence police, EMS, mobile team, phone.",
                f"This would publish outcomes of {_rate(outcomes, reached)} of calls.",
            )


def total_disagrees(q: Quarterly, context: Context) -> Iterator[Finding]:
    """Where a totals row is given, it is the sum of the rows above it."""
    for (row, totals), key in product(q.totals, COUNTS):
        given, summed = totals[key], add(counts[key] for counts in q.counts.values())
        if isinstance(given, int) and isinstance(summed, int) and given != summed:
            found = critical(
                "total_disagrees",
                row.counts[key],
                f"a total of {given:,} {words.count(key)}",
                f"{summed:,}, the sum of the call types",
                "A row is missing, or a count is wrong. The total itself is computed here.",
            )
            left_out = [past.vanished(q, kind) for kind in past.missing(q, context)]
            causes = (*left_out, *(key_of(rule, q.quarter) for rule in ("unknown_call_type", "duplicate_row")))
            yield replace(found, because=causes if given > summed else ())


def no_count(q: Quarterly, _context: Context) -> Iterator[Finding]:
    """A report without a number in it delivers nothing: whoever owes a quarter still owes it."""
    said = [count for counts in q.counts.values() for count in counts.values()]
    if delivers(q.counts.values()) or Missing.NOT_STATED in said:
        return
    zeros = [f"{said.count(0)} times 0"] if 0 in said else []
    missing = {words.of(count) for count in said if isinstance(count, Missing)}
    reasons = ", ".join([*zeros, *sorted(missing)]) or "no row of a call type"
    yield critical(
        "no_count",
        q.place(next(iter(q.counts), ""), next(iter(COUNTS))),
        f"no count above 0 in the whole quarter: {reasons}",
        "counts of calls, or 0 eligible calls for every call type",
        "Upload the quarter when it has been counted. To take back a published one, withdraw it.",
        "A report without a count is no delivery: the quarter stays due.",
    )


def nothing_eligible(q: Quarterly, _context: Context) -> Iterator[Finding]:
    """A quarter without a single call can be true, and then somebody says why."""
    if q.counts and all(counts["eligible"] == 0 for counts in q.counts.values()):
        yield past.ask(
            "nothing_eligible",
            q,
            ALL,
            "eligible",
            "0 eligible calls in the whole quarter",
            "the calls that met the eligibility rule, or a word on why there were none",
            "This publishes 0 eligible calls. Each rate says that there were none, or that its counts are missing.",
            key_of("outside_its_life", q.quarter, "", "eligible"),
        )


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
            yield past.ask(
                "too_many_unaccounted",
                q,
                call_type,
                "reached_clinician",
                f"{reached - outcomes:,} of {reached:,} calls of {context.shown[call_type]} without a recorded ending.",
                f"no more than {100 * MOST_UNACCOUNTED:.0f}%",
                f"This publishes {_rate(reached - outcomes, reached)} as unaccounted for.",
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
        yield critical(
            "gives_away",
            q.place(why.call_type if why.call_type in q.counts else next(iter(q.counts)), count),
            "; ".join(
                dict.fromkeys(words.too_small(w, lambda kind: context.shown.get(kind, kind)) for w in made.reveals)
            ),
            f"0, or {earlier.smallest} and more, where the published revision tells of it; a row for each call type",
            "Check it, and that no call type is left out. If it is right, withdraw the quarter and say why.",
            "Whoever compares this revision with the one before would find the small count.",
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


def _rate(part: Count, whole: Count) -> str:
    if isinstance(part, int) and isinstance(whole, int) and whole:
        return words.rounded(100 * part / whole, UNITS["percent"], 0)
    return "nothing"
