"""What is asked about a quarter beside the program's life and its other quarters: one rule, one function, one name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from dashboard import words
from dashboard.core.control import limits
from dashboard.core.cover import Extent
from dashboard.core.finding import Finding, Severity, key_of
from dashboard.core.happening import BEGINNINGS
from dashboard.core.ledger import ALL, Count, add
from dashboard.core.quarter import Quarter
from dashboard.core.repeats import Repeat, repeat
from dashboard.core.slips import scaled, shifted
from dashboard.intake.context import LOOKS_BACK, Context, Stated
from dashboard.intake.typed import Quarterly, critical

NEAREST = 4  # quarters that the lines of a quarter are set beside: with those come its season and its neighbours
ABSURD = 80  # quarters back that no program without a known launch reports: twenty years
FIRST_WITHIN = 3  # quarters back that a first publication may lie: with a year that was not moved on it lies further
_WATCHED = ("eligible", "reached_clinician", "resolved_by_phone", "mobile_team_sent", "police_sent")
_PRIVATE = "Correct it, or say in a sentence why it is right: whoever certifies reads it."


def outside_its_life(q: Quarterly, context: Context) -> Iterator[Finding]:
    """No quarter lies before the launch; one in a pause or after the end is asked about."""
    cover = context.program.life.runs_in(q.quarter)
    if cover.extent is not Extent.NONE:
        return
    first, happened = next(iter(q.counts), ""), cover.by[0]
    found, expected = f"{words.of(q.quarter)}; the program {words.of(happened)}", "a quarter in which the program ran"
    if happened.what in BEGINNINGS:
        todo = "Correct the quarter. If the launch is wrong, have it corrected in program_events.csv first."
        consequence = "This would publish calls of a program that did not exist."
        yield critical("outside_its_life", q.place(first, "eligible"), found, expected, todo, consequence)
    else:
        consequence = "The public reads counts of a time in which the program did not run."
        yield ask("outside_its_life", q, ALL, "eligible", found, expected, consequence)


def jump(q: Quarterly, context: Context) -> Iterator[Finding]:
    """A count beyond the control limits of the last eight quarters of the same eligibility rule."""
    asked, gone = False, missing(q, context)
    for call_type in (ALL, *q.counts):
        if asked and call_type != ALL:
            return  # the total asks the question already; each call type asking it again would drown it
        for key in _WATCHED if call_type == ALL else ("eligible",):
            now: Count = add(c[key] for c in q.counts.values()) if call_type == ALL else q.counts[call_type][key]
            before = context.before(q.quarter, call_type, key)
            causes = [key_of("nothing_eligible", q.quarter, "", "eligible")]
            ordinary = limits(before)
            if ordinary and isinstance(now, int) and not ordinary[0] <= now <= ordinary[1]:
                name = context.shown[call_type]
                asked = call_type == ALL
                if asked:
                    lost = sum(had for row in gone.values() if isinstance(had := row[key], int))
                    causes += [vanished(q, kind) for kind in gone if ordinary[0] <= now + lost <= ordinary[1]]
                yield ask(
                    "jump",
                    q,
                    call_type,
                    key,
                    f"{now:,} {words.count(key)} ({name}), where {len(before)} of the {LOOKS_BACK} quarters before had "
                    f"{min(before):,} to {max(before):,}.",
                    f"{ordinary[0]:,.0f} to {ordinary[1]:,.0f}, the control limits of those quarters",
                    "The public sees this jump.",
                    *(causes if asked or now == 0 else ()),
                )


def vanished(q: Quarterly, call_type: str) -> str:
    """The key of the finding that a call type has no row."""
    return key_of("vanished_call_type", q.quarter, call_type)


def against(q: Quarterly, context: Context) -> Quarter | None:
    """What a quarter is held against: what is published of it, for a correction, or the newest one before it."""
    return q.quarter if q.quarter in context.past else context.last(q.quarter)


def missing(q: Quarterly, context: Context) -> dict[str, Mapping[str, Count]]:
    """The counts of what this quarter is held against, of each call type that it had and that has no row here."""
    last = against(q, context)
    rows = context.published(last) if last else {}
    return {
        kind: row.counts
        for kind, row in rows.items()
        if kind not in q.counts and isinstance(had := row.counts["eligible"], int) and had
    }


def vanished_call_type(q: Quarterly, context: Context) -> Iterator[Finding]:
    """A call type that the newest quarter published before had, or what is published of this one, and the file not."""
    last = against(q, context)
    if last is None:
        return
    for call_type, counts in missing(q, context).items():
        yield ask(
            "vanished_call_type",
            q,
            call_type,
            "",
            f"No row for {context.shown[call_type]}, which had {counts['eligible']:,} eligible calls in "
            f"{words.of(last)}.",
            f"a row for every call type of {words.of(last)}"
            + (", as it is published" if last == q.quarter else f", {words.before(last, q.quarter)}"),
            "The totals then leave this call type out.",
            key_of("unknown_call_type", q.quarter),
        )


def definition_change(q: Quarterly, context: Context) -> Iterator[Finding]:
    """A new version of the eligibility rule breaks every series."""
    before, last = context.rule_of(q.quarter), context.last(q.quarter)
    if before is not None and last is not None and before != context.declared.rule_version:
        yield ask(
            "definition_change",
            q,
            "",
            "",
            f"Eligibility rule version {context.declared.rule_version}, where {words.of(last)}, "
            f"{words.before(last, q.quarter)}, had version {before}.",
            "the same rule, or a word on what changed",
            "Growth is not shown across this change, and the charts break here.",
        )


def not_the_next(q: Quarterly, context: Context) -> Iterator[Finding]:
    """A quarter that is neither published nor the next one: a year that was not moved on, a gap, a slip."""
    published = sorted(context.past)
    over = Quarter.containing(context.today) - 1
    life = context.program.life
    if q.quarter in published or q.quarter > over or life.runs_in(q.quarter).extent is Extent.NONE:
        return
    came = {*context.file, *context.counted}
    newest = published[-1] if published else None
    if newest is None:
        expected, told = over, f"nothing is published yet, and the newest quarter that is over is {words.of(over)}"
        between = [q.quarter + step for step in range(1, over.since(q.quarter) - FIRST_WITHIN + 1)]
        later = over
    else:
        owed = (quarter for step in range(1, 9) if life.is_due(quarter := newest + step))
        expected, told = next(owed, newest + 1), f"the newest published quarter is {words.of(newest)}"
        between = [newest + step for step in range(1, q.quarter.since(newest))]
        later = newest
    follows = newest is None or q.quarter > newest
    if follows and all(quarter in came or not life.is_due(quarter) for quarter in between):
        return
    apart = words.before(later, q.quarter) if q.quarter > later else f"{words.distance(q.quarter, later)} later"
    found = f"not the next quarter: {told}, {apart}"
    first, wanted = next(iter(q.counts), ""), f"{words.of(expected)}, or a correction of a published quarter"
    if life.launched is None and over.since(q.quarter) > ABSURD:
        todo = (
            "Correct the quarter. If it is right, have the launch of the program entered in program_events.csv first."
        )
        consequence = f"The charts would span {(over.since(q.quarter) + 1) // 4} years."
        yield critical("not_the_next", q.place(first, "eligible"), found, wanted, todo, consequence)
    else:
        yield ask("not_the_next", q, "", "", found, wanted, "The public reads this quarter where it lies in time.")


def same_counts(q: Quarterly, context: Context) -> Iterator[Finding]:
    """Counts that are those of another quarter: whole, by call type or by column. The public is not told, for that two
    quarters are equal would tell something of counts that are withheld."""
    found: dict[Quarter, Repeat] = {}
    for other, stated in context.others(q.quarter):
        if made := repeat(q.counts, stated):
            found[other] = made
    if whole := max((o for o, made in found.items() if made.whole), key=lambda o: found[o].same, default=None):
        found = {whole: found[whole]}
    seen: set[str] = set()
    for other, made in found.items():
        columns = [key for key in made.columns if key not in seen]
        kinds = [kind for kind in made.kinds if kind not in seen]
        if not (made.whole or columns or kinds):
            continue
        seen |= {*columns, *kinds}
        kind, column = next(iter(kinds), next(iter(q.counts))), next(iter(columns), "eligible")
        asked = ask(
            "same_counts",
            q,
            kind,
            column,
            f"{_repeated(made, columns, [context.shown[k] for k in kinds])} equal those of {_named(q, other)}.",
            "counts of this quarter alone",
            "Counts of two quarters that are equal are most often one quarter, copied.",
        )
        yield replace(asked, call_type="", count="", todo=_PRIVATE, beside=str(other), told=False)


def one_line_off(q: Quarterly, context: Context) -> Iterator[Finding]:
    """Call types with the counts of their neighbours in the nearest quarters of the same rule."""
    near = _alike(q, context)[:NEAREST]
    if made := shifted(q.counts, [stated for _, stated in near]):
        whose = f"the call type {'above' if made.by > 0 else 'below'} it"
        what = _listed([words.count(key) for key in made.columns]) if made.columns else "counts"
        when = (
            words.of(near[made.copied or 0][0]) if made.copied is not None or len(near) == 1 else "the quarters around"
        )
        found = f"the {what} of each call type are like those of {whose} in {when}, and unlike its own."
        expected = "in each row, the counts of its own call type"
        consequence = "Columns that are pasted one row off give each call type the counts of another one."
        asked = ask("one_line_off", q, next(iter(q.counts)), next(iter(made.columns), ""), found, expected, consequence)
        yield replace(asked, call_type="", count="", todo=_PRIVATE, told=False)


def ten_times(q: Quarterly, context: Context) -> Iterator[Finding]:
    """A quarter, or a column of it, that is about ten times what the quarters around it have, or a tenth."""
    around = [(other, stated) for other, stated in _alike(q, context) if abs(q.quarter.since(other)) <= LOOKS_BACK]
    if made := scaled(q.counts, [stated for _, stated in around]):
        what = "all counts" if made.whole else f"the {_listed([words.count(key) for key in made.columns])}"
        near = words.of(around[0][0]) if len(around) == 1 else f"each of {len(around)} quarters around"
        times = "ten times" if made.up else "a tenth of"
        found = f"{what}: in all about {times} those of {near}."
        consequence = f"A nought too {'many' if made.up else 'few'} in each cell, or another unit, looks like this."
        asked = ask(
            "ten_times", q, next(iter(q.counts)), made.columns[0], found, "counts of calls, one by one", consequence
        )
        yield replace(asked, call_type="", count="", todo=_PRIVATE, told=False)


def _alike(q: Quarterly, context: Context) -> list[tuple[Quarter, Stated]]:
    """Other quarters of the same rule that the program ran all of, nearest first; none for one that it did not."""
    whole = partial(_ran_all_of, context)
    others = context.others(q.quarter) if whole(q.quarter) else ()
    rule = context.declared.rule_version
    return [(o, stated) for o, stated in others if whole(o) and context.rule_versions.get(o, rule) == rule]


def _ran_all_of(context: Context, quarter: Quarter) -> bool:
    return context.program.life.runs_in(quarter).extent is Extent.WHOLE


def _repeated(made: Repeat, columns: Sequence[str], kinds: Sequence[str]) -> str:
    if made.whole:
        return "all counts" if made.same == made.of else f"{made.same:,} of {made.of:,} counts"
    parts = (("all counts of", kinds), ("in every call type, the", [words.count(key) for key in columns]))
    said = [f"{begins} {_listed(names)}" for begins, names in parts if names]
    return "; ".join(said)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= 2 else f"{names[0]} and {len(names) - 1} more"


def _named(q: Quarterly, other: Quarter) -> str:
    where = words.before(other, q.quarter) if other < q.quarter else f"{words.distance(q.quarter, other)} later"
    return f"{words.of(other)}, {where}"


def ask(
    rule: str, q: Quarterly, call_type: str, count: str, found: str, expected: str, consequence: str, *because: str
) -> Finding:
    """A finding that is answered with a reason, which the public reads."""
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
        because=because,
    )
