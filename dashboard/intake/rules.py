"""What must hold within a quarter, and what is asked about it: one rule, one function, one name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product

from dashboard.core.amount import UNITS, rounded
from dashboard.core.control import limits
from dashboard.core.cover import Extent
from dashboard.core.disclosure import told
from dashboard.core.finding import Finding, Severity
from dashboard.core.happening import BEGINNINGS
from dashboard.core.ledger import ALL, COUNTS, OUTCOMES, PARTS, Count, Counts, add, broken_rules, most_reached
from dashboard.core.under_other import merged_again
from dashboard.core.withholding import release
from dashboard.intake.context import LOOKS_BACK, Context
from dashboard.intake.typed import Quarterly, critical

MOST_UNACCOUNTED = 0.05
_WATCHED = ("eligible", "reached_clinician", "resolved_by_phone", "mobile_team_sent", "police_sent")


def outside_its_life(q: Quarterly, context: Context) -> Iterator[Finding]:
    """No quarter lies before the launch; one in a pause or after the end is asked about."""
    cover = context.program.life.runs_in(q.quarter)
    if cover.extent is not Extent.NONE:
        return
    first, happened = next(iter(q.counts), ""), cover.by[0]
    found, expected = f"{q.quarter.words}; the program {happened.words}", "a quarter in which the program ran"
    if happened.what in BEGINNINGS:
        todo = "Correct the quarter. If the launch is wrong, have it corrected in program_events.csv first."
        consequence = "This would publish calls of a program that did not exist."
        yield critical("outside_its_life", q.place(first, "eligible"), found, expected, todo, consequence)
    else:
        consequence = "The public reads counts of a time in which the program did not run."
        yield _ask("outside_its_life", q, ALL, "eligible", found, expected, consequence)


def part_above_whole(q: Quarterly, context: Context) -> Iterator[Finding]:
    """No part is larger than what it is part of."""
    for call_type, counts in q.counts.items():
        for part, whole in PARTS:
            p, w = counts[part], counts[whole]
            if isinstance(p, int) and isinstance(w, int) and p > w:
                rate = (
                    f"This would publish {rounded(100 * p / w, UNITS['percent'], 0)}."
                    if w
                    else "This would publish a share of nothing."
                )
                yield critical(
                    "part_above_whole",
                    q.place(call_type, part),
                    f"{COUNTS[part].name} {p:,} for {context.shown[call_type]}",
                    f"no more than the {w:,} {COUNTS[whole].name}",
                    "Correct whichever of the two is wrong.",
                    rate,
                )


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


def total_disagrees(q: Quarterly, _context: Context) -> Iterator[Finding]:
    """Where a totals row is given, it is the sum of the rows above it."""
    for (row, totals), key in product(q.totals, COUNTS):
        given, summed = totals[key], add(counts[key] for counts in q.counts.values())
        if isinstance(given, int) and isinstance(summed, int) and given != summed:
            yield critical(
                "total_disagrees",
                row.counts[key],
                f"a total of {given:,} {COUNTS[key].name}",
                f"{summed:,}, the sum of the call types",
                "A row is missing, or a count is wrong. The total itself is computed here.",
            )


def nothing_eligible(q: Quarterly, _context: Context) -> Iterator[Finding]:
    """A quarter in which nobody counted a single eligible call has no rate at all."""
    eligible = add(counts["eligible"] for counts in q.counts.values())
    if isinstance(eligible, int) and eligible == 0:
        first = next(iter(q.counts), "")
        yield critical(
            "nothing_eligible",
            q.place(first, "eligible"),
            "0 eligible calls in the whole quarter",
            "the calls that met the eligibility rule",
            "Count them, or write not_collected.",
            "This would publish no rate at all.",
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
            yield _ask(
                "too_many_unaccounted",
                q,
                call_type,
                "reached_clinician",
                f"{reached - outcomes:,} of {reached:,} calls of {context.shown[call_type]} without a recorded ending.",
                f"no more than {100 * MOST_UNACCOUNTED:.0f}%",
                f"This publishes {_rate(reached - outcomes, reached)} as unaccounted for.",
            )


def jump(q: Quarterly, context: Context) -> Iterator[Finding]:
    """A count beyond the control limits of the last eight quarters of the same eligibility rule."""
    asked = False
    for call_type in (ALL, *q.counts):
        if asked and call_type != ALL:
            return  # the total asks the question already; each call type asking it again would drown it
        for key in _WATCHED if call_type == ALL else ("eligible",):
            now: Count = add(c[key] for c in q.counts.values()) if call_type == ALL else q.counts[call_type][key]
            before = context.before(q.quarter, call_type, key)
            ordinary = limits(before)
            if ordinary and isinstance(now, int) and not ordinary[0] <= now <= ordinary[1]:
                name = context.shown[call_type]
                asked = call_type == ALL
                yield _ask(
                    "jump",
                    q,
                    call_type,
                    key,
                    f"{now:,} {COUNTS[key].name} ({name}), where {len(before)} of the {LOOKS_BACK} quarters before had "
                    f"{min(before):,} to {max(before):,}.",
                    f"{ordinary[0]:,.0f} to {ordinary[1]:,.0f}, the control limits of those quarters",
                    "The public sees this jump.",
                )


def vanished_call_type(q: Quarterly, context: Context) -> Iterator[Finding]:
    """A call type that the newest quarter published before had, and this one does not."""
    last = context.last(q.quarter)
    if last is None:
        return
    for call_type, row in context.published(last).items():
        had = row.counts["eligible"]
        if call_type not in q.counts and isinstance(had, int) and had > 0:
            yield _ask(
                "vanished_call_type",
                q,
                call_type,
                "",
                f"No row for {context.shown[call_type]}, which had {had:,} eligible calls in {last.words}.",
                f"a row for every call type of {last.words}, {last.before(q.quarter)}",
                "The totals then leave this call type out.",
            )


def definition_change(q: Quarterly, context: Context) -> Iterator[Finding]:
    """A new version of the eligibility rule breaks every series."""
    before, last = context.rule_of(q.quarter), context.last(q.quarter)
    if before is not None and last is not None and before != context.declared.rule_version:
        yield _ask(
            "definition_change",
            q,
            "",
            "",
            f"Eligibility rule version {context.declared.rule_version}, where {last.words}, "
            f"{last.before(q.quarter)}, had version {before}.",
            "the same rule, or a word on what changed",
            "Growth is not shown across this change, and the charts break here.",
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
            "; ".join(dict.fromkeys(told(w, lambda kind: context.shown.get(kind, kind)) for w in made.reveals)),
            f"0, or {earlier.smallest} and more, where the published revision tells of it; a row for each call type",
            "Check it, and that no call type is left out. If it is right, withdraw the quarter and say why.",
            "Whoever compares this revision with the one before would find the small count.",
        )


RULES: tuple[Callable[[Quarterly, Context], Iterator[Finding]], ...] = (
    outside_its_life,
    part_above_whole,
    reached_is_offered_less_lost,
    reached_and_lost_above_eligible,
    outcomes_above_reached,
    total_disagrees,
    nothing_eligible,
    too_many_unaccounted,
    jump,
    vanished_call_type,
    definition_change,
    gives_away,
)


def apply(quarters: Sequence[Quarterly], context: Context) -> list[Finding]:
    """Everything that every rule finds, all at once."""
    return [f for q in quarters for rule in RULES for f in rule(q, context)]


def _ask(rule: str, q: Quarterly, call_type: str, count: str, found: str, expected: str, consequence: str) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.CONFIRM,
        place=q.place(call_type, count),
        found=found,
        expected=expected,
        todo="Correct it, or say in a sentence why it is right: the public reads it beside the figure, if shown.",
        consequence=consequence,
        quarter=str(q.quarter),
        call_type="" if call_type == ALL else call_type,
        count=count,
    )


def _rate(part: Count, whole: Count) -> str:
    if isinstance(part, int) and isinstance(whole, int) and whole:
        return rounded(100 * part / whole, UNITS["percent"], 0)
    return "nothing"
