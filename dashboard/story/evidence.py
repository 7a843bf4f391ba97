"""The evidence page: what the register holds, who checked it, and every published figure, filtered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import words
from dashboard.analysis.published import checked_quarters, tally
from dashboard.core.amount import Bound
from dashboard.core.evidence import EvidenceTier
from dashboard.core.record import PublicRecord, Published
from dashboard.story import parts, register
from dashboard.story.blocks import Block, Cell, Note, Sentence, Story, Table
from dashboard.story.choice import Choice, a_filter, a_page
from dashboard.story.page import Page
from dashboard.story.question import Question
from dashboard.story.two_questions import two_questions
from dashboard.voice import say


@dataclass(frozen=True, slots=True)
class Filter:
    """What a reader asks to see; an empty field asks for everything."""

    program: str = ""
    family: str = ""
    tier: str = ""
    bound: str = ""
    year: str = ""
    publisher: str = ""
    search: str = ""

    def keeps(self, published: Published, program_title: str) -> bool:
        figure = published.figure
        bound = figure.amount.bound.value if figure.is_known else ""
        years = {str(d.year) for d in (figure.period.start, figure.period.end) if d}
        said = " ".join(
            (
                program_title,
                words.named(figure),
                words.of(figure.caveat),
                *(words.of(s) for s in figure.sources),
            )
        )
        return (
            (not self.program or figure.program_id == self.program)
            and (not self.family or figure.definition.family == self.family)
            and (not self.tier or figure.tier.key == self.tier)
            and (not self.bound or bound == self.bound)
            and (not self.year or self.year in years)
            and (not self.publisher or self.publisher in {s.publisher_kind for s in figure.sources})
            and all(word in said.lower() for word in self.search.lower().split())
        )


def choices(record: PublicRecord) -> dict[str, dict[str, str]]:
    """What each filter can be set to, with the words for it."""
    counted = list(record.counted())
    years = {d.year for p in counted for d in (p.figure.period.start, p.figure.period.end) if d}
    kinds = {s.publisher_kind for p in counted for s in p.figure.sources}
    used = {p.figure.definition.family for p in counted}
    mine = {p.figure.program_id for p in counted}
    return {
        "program": {p.program_id: words.title(p) for p in record.programs_in_order() if p.program_id in mine},
        "family": {f.key: words.family(f) for f in record.catalogue.families if f.key in used},
        "tier": {t.key: words.of(t) for t in sorted(EvidenceTier, reverse=True) if t is not EvidenceTier.ILLUSTRATIVE},
        "bound": {b.value: say(f"evidence-bound_{b.value}") for b in Bound},
        "year": {str(y): str(y) for y in sorted(years, reverse=True)},
        "publisher": {k: k.replace("_", " ").replace("-", " ") for k in sorted(kinds)},
    }


def matching(record: PublicRecord, asked: Filter) -> list[Published]:
    titles = {p.program_id: words.title(p) for p in record.programs}
    return [p for p in record.counted() if asked.keeps(p, titles[p.figure.program_id])]


def evidence(record: PublicRecord, asked: Filter, *, start: int = 0, length: int | None = None) -> Story:
    """Counts by tier and family on top, then the figures that match, from `start` for `length` rows."""
    found = matching(record, asked)
    shown = found[start : start + length if length else None]
    blocks: tuple[Block, ...] = (
        _held(record),
        _by_tier(record, found),
        _listed(record, shown, len(found), start),
        *two_questions(record),
    )
    return Story(title=say("evidence-title"), intro=say("evidence-intro"), blocks=blocks)


def _held(record: PublicRecord) -> Sentence:
    """What the register holds, each kind of entry by itself, and who did the checking."""
    held = tally(record)
    checkers = sorted(
        {
            v.verifier
            for p in record.counted()
            if p.figure.tier is EvidenceTier.INDEPENDENTLY_VERIFIED
            for v in p.figure.standing.raised_by
        }
        | {v.verifier for f in checked_quarters(record) for v in f.standing.raised_by}
    )
    who = say("evidence-checked_by", names="; ".join(checkers)) if checkers else say("evidence-checked_by_nobody")
    return Sentence(name="held", text=f"{register.held(held)} {who}", figures=register.counts(record, held))


def _by_tier(record: PublicRecord, found: Sequence[Published]) -> Table:
    tiers = sorted((t for t in EvidenceTier if t is not EvidenceTier.ILLUSTRATIVE), reverse=True)
    rows: list[list[Cell]] = []
    groups = [
        (words.family(f), [p for p in found if p.figure.definition.family == f.key]) for f in record.catalogue.families
    ]
    for name, mine in (*((n, m) for n, m in groups if m), (say("evidence-all"), list(found))):
        counts = [sum(p.figure.tier is t for p in mine) for t in tiers]
        rows.append([name, *(register.entries(record, name, n) for n in (*counts, len(mine)))])
    columns = [say("evidence-column_family"), *(words.label(t) for t in tiers), say("evidence-all")]
    return Table.of("by-tier", say("evidence-by_tier"), columns, rows)


def _listed(record: PublicRecord, shown: Sequence[Published], of: int, start: int) -> Block:
    if not shown:
        return Note(name="listed", text=say("evidence-nothing"))
    titles = {p.program_id: words.title(p) for p in record.programs}
    columns = [
        say("pick-program"),
        say("program-column_figure"),
        say("program-column_value"),
        say("evidence-column_checked"),
        say("program-column_period"),
        say("program-column_source"),
        say("program-column_caveat"),
    ]
    rows = [
        [
            titles[p.figure.program_id],
            words.named(p.figure),
            p.figure,
            words.who(p.figure),
            words.when(p.figure, record.as_of),
            p.figure.sources,
            parts.caveats(p.figure),
        ]
        for p in shown
    ]
    title = say("evidence-listed", first=start + 1, last=start + len(shown), of=of)
    return Table.of("listed", title, columns, rows)


ROWS = 40  # of the list on one screen; the light edition has the whole in one page
FILTERS = ("program", "family", "tier", "bound", "year", "publisher")


def _filter(name: str) -> Choice:
    return a_filter(name, lambda: say(f"evidence-filter_{name}"), lambda record: choices(record)[name])


def _asked_for(asked: Question) -> Filter:
    return Filter(**{name: asked.value(name) for name in (*FILTERS, "search")})


def _story(record: PublicRecord, asked: Question) -> Story:
    return evidence(record, _asked_for(asked), start=(asked.position - 1) * ROWS, length=ROWS)


PAGE = Page(
    name="evidence",
    story=_story,
    takes=(
        *(_filter(name) for name in FILTERS),
        Choice(name="search", label=lambda: say("evidence-filter_search"), typed=80),
        a_page(ROWS, lambda record, asked: len(matching(record, _asked_for(asked)))),
    ),
    alone=lambda record, asked: evidence(record, _asked_for(asked)),
)
