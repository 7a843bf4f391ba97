"""What is asked about a quarter beside the program's life and its other quarters: one rule, one function, one name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from dashboard.core.cover import Extent
from dashboard.core.finding import Finding, key_of
from dashboard.core.happening import BEGINNINGS
from dashboard.core.ledger import ALL, OUTCOMES, PARTS, Count, add
from dashboard.core.privacy.under_other import INTO
from dashboard.core.process_limits import limits
from dashboard.core.quarter import Quarter
from dashboard.core.repeats import Repeat, repeat, together_under
from dashboard.core.slips import scaled, shifted
from dashboard.intake.cells import Quarterly
from dashboard.intake.context import LOOKS_BACK, Context, Stated
from dashboard.intake.findings import finding, valued

ABSURD = 80  # quarters back that no program without a known launch reports: twenty years
FIRST_WITHIN = 3  # quarters back that a first publication may lie: with a year that was not moved on it lies further
NEAREST = 4  # quarters that the lines of a quarter are set beside: with those come its season and its neighbours
_WATCHED = ("eligible", "reached_clinician", "resolved_by_phone", "mobile_team_sent", "police_sent")


def outside_its_life(q: Quarterly, context: Context) -> Iterator[Finding]:
    """No quarter lies before the launch; one in a pause or after the end is asked about."""
    cover = context.program.life.runs_in(q.quarter)
    if cover.extent is not Extent.NONE:
        return
    first, happened = next(iter(q.counts), ""), cover.by[0]
    dates = (str(happened.first), str(happened.last), happened.on.label)
    event = {"happened": happened.what.value, "event_text": happened.text, "event_other": happened.other}
    if happened.what in BEGINNINGS:
        yield valued(finding("before_its_launch", q.place(first, "eligible"), dates=dates), event)
    else:
        yield valued(finding("outside_its_life", q.place(ALL, "eligible"), count="eligible", dates=dates), event)


def jump(q: Quarterly, context: Context) -> Iterator[Finding]:
    """A count beyond the control limits of the last eight quarters of the same eligibility rule."""
    asked, gone = False, missing(q, context)
    for call_type in (ALL, *q.counts):
        if asked and call_type != ALL:
            return  # the total asks the question already; each call type asking it again would drown it
        for key in _WATCHED if call_type == ALL else ("eligible",):
            now: Count = add(c[key] for c in q.counts.values()) if call_type == ALL else q.counts[call_type][key]
            before = context.before(q.quarter, call_type, key)
            causes = [key_of("nothing_eligible", q.quarter, "", "eligible"), key_of("duplicate_row", q.quarter)]
            causes += [vanished(q, next(iter(gone)))] if len(gone) > len(q.counts) else []
            causes += [key_of("total_disagrees", q.quarter, "", key)] if call_type == ALL else []
            causes += wrong(q, q.counts if call_type == ALL else (call_type,), (key,))
            ordinary = limits(before)
            if ordinary and isinstance(now, int) and not ordinary[0] <= now <= ordinary[1]:
                asked = call_type == ALL
                if asked:
                    lost = sum(had for row in gone.values() if isinstance(had := row[key], int))
                    causes += [vanished(q, kind) for kind in gone if ordinary[0] <= now + lost <= ordinary[1]]
                yield finding(
                    "jump",
                    q.place(call_type, key),
                    call_type="" if call_type == ALL else call_type,
                    count=key,
                    because=causes,
                    part=key,
                    kind=context.shown[call_type],
                    now=now,
                    among=len(before),
                    back=LOOKS_BACK,
                    least=min(before),
                    most=max(before),
                    low=round(ordinary[0]),
                    high=round(ordinary[1]),
                )


def wrong(q: Quarterly, kinds: Iterable[str], keys: Sequence[str]) -> list[str]:
    """The keys of findings that a count cannot be, for these counts of some call types: what is made of it is wrong
    too."""
    within = product(("part_above_whole", "reached_is_offered_less_lost"), kinds, keys)
    found = [key_of(rule, q.quarter, kind, key) for rule, kind, key in within]
    parts = [part for part, whole in PARTS if whole in keys]
    found += [key_of("part_above_whole", q.quarter, kind, part) for kind, part in product(kinds, parts)]
    outcomes = [key_of("outcomes_above_reached", q.quarter, kind) for kind in kinds]
    return [*found, *(outcomes if {*keys} & {*OUTCOMES, "reached_clinician"} else [])]


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
    gone = missing(q, context)
    mistyped = [key_of(rule, q.quarter) for rule in ("unknown_call_type", "duplicate_row", "future_quarter")]
    mistyped += [key_of("unknown_quarter", ""), *(key_of("future_quarter", other) for other in context.file)]
    whole = [vanished(q, next(iter(gone)))] if len(gone) > len(q.counts) else []  # of most call types there is nothing
    for call_type, counts in gone.items():
        had = counts["eligible"]
        yield finding(
            "vanished_call_type",
            q.place(call_type),
            call_type=call_type,
            because=[*mistyped, *whole],
            what="published" if last == q.quarter else "before",
            kind=context.shown[call_type],
            had=had if isinstance(had, int) else 0,
            last=str(last),
        )


def definition_change(q: Quarterly, context: Context) -> Iterator[Finding]:
    """A new version of the eligibility rule breaks every series."""
    before, last = context.rule_of(q.quarter), context.last(q.quarter)
    if before is not None and last is not None and before != context.declared.rule_version:
        version = str(context.declared.rule_version)
        yield finding("definition_change", q.place(""), version=version, before=str(before), last=str(last))


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
        expected = over
        between = [q.quarter + step for step in range(1, over.since(q.quarter) - FIRST_WITHIN + 1)]
        later = over
    else:
        owed = (quarter for step in range(1, 9) if life.is_due(quarter := newest + step))
        expected = next(owed, newest + 1)
        between = [newest + step for step in range(1, q.quarter.since(newest))]
        later = newest
    follows = newest is None or q.quarter > newest
    if follows and all(quarter in came or not life.is_due(quarter) for quarter in between):
        return
    said = {"what": "first" if newest is None else "newest", "newest": str(later), "due": str(expected)}
    first = next(iter(q.counts), "")
    if life.launched is None and over.since(q.quarter) > ABSURD:
        years = str((over.since(q.quarter) + 1) // 4)
        yield valued(finding("too_long_ago", q.place(first, "eligible"), years=years), said)
    else:
        yield valued(finding("not_the_next", q.place("")), said)


def same_counts(q: Quarterly, context: Context) -> Iterator[Finding]:
    """Counts that are those of another quarter: whole, by call type or by column. The public is not told, for that two
    quarters are equal would tell something of counts that are withheld."""
    found: dict[Quarter, Repeat] = {}
    for other, stated in context.others(q.quarter):
        here, there = together_under(INTO, q.counts, stated), together_under(INTO, stated, q.counts)
        made = repeat(q.counts, stated)
        if (here is not q.counts or there is not stated) and not (made and made.whole):
            made = repeat(here, there) or made
        if made:
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
        yield finding(
            "same_counts",
            q.place(kind, column),
            beside=str(other),
            what=_repeated(made, columns, kinds),
            same=made.same,
            of=made.of,
            parts=tuple(columns),
            kinds=tuple(context.shown[k] for k in kinds),
            other=str(other),
        )


def _repeated(made: Repeat, columns: Sequence[str], kinds: Sequence[str]) -> str:
    """Which of the wordings says what is equal."""
    if made.whole:
        return "all" if made.same == made.of else "most"
    return "both" if columns and kinds else "columns" if columns else "kinds"


def one_line_off(q: Quarterly, context: Context) -> Iterator[Finding]:
    """Call types with the counts of their neighbours in the nearest quarters of the same rule."""
    near = _alike(q, context)[:NEAREST]
    if made := shifted(q.counts, [stated for _, stated in near]):
        one = made.copied is not None or len(near) == 1
        yield finding(
            "one_line_off",
            q.place(next(iter(q.counts)), next(iter(made.columns), "")),
            side="above" if made.by > 0 else "below",
            what="columns" if made.columns else "all",
            parts=tuple(made.columns),
            where="one" if one else "around",
            other=str(near[made.copied or 0][0]),
        )


def ten_times(q: Quarterly, context: Context) -> Iterator[Finding]:
    """A quarter, or a column of it, that is about ten times what the quarters around it have, or a tenth."""
    around = [(other, stated) for other, stated in _alike(q, context) if abs(q.quarter.since(other)) <= LOOKS_BACK]
    if made := scaled(q.counts, [stated for _, stated in around]):
        yield finding(
            "ten_times",
            q.place(next(iter(q.counts)), made.columns[0]),
            what="all" if made.whole else "columns",
            parts=tuple(made.columns),
            way="up" if made.up else "down",
            around=len(around),
            other=str(around[0][0]),
        )


def _alike(q: Quarterly, context: Context) -> list[tuple[Quarter, Stated]]:
    """Other quarters of the same rule and the same service, which the program ran all of, nearest first; none for one
    that it did not. Without `other` where one of them may count call types there that this quarter names."""
    life = context.program.life
    mine = life.runs_in(q.quarter)
    others = context.others(q.quarter) if mine.extent is Extent.WHOLE else ()
    rule = context.declared.rule_version
    alike = (
        (o, stated)
        for o, stated in others
        if not mine.unlike(life.runs_in(o)) and context.rule_versions.get(o, rule) == rule
    )
    return [(o, stated if q.counts.keys() <= stated.keys() else _without(stated, INTO)) for o, stated in alike]


def _without(stated: Stated, kind: str) -> Stated:
    return {key: counts for key, counts in stated.items() if key != kind}
