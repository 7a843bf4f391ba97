"""The evidence page: every published figure, filtered, with who checked it; what is missing; what disagrees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.analysis.disagreements import Disagreement, disagreements, strongest
from dashboard.core.amount import Bound
from dashboard.core.catalogue import ProgramKind
from dashboard.core.evidence import EvidenceTier
from dashboard.core.figure import Figure
from dashboard.core.record import PublicRecord, Published
from dashboard.story import parts, published_charts, words
from dashboard.story.blocks import Block, Cell, Chart, Note, Number, Panel, Story, Table
from dashboard.text import say


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
        bound = figure.amount.bound.value if isinstance(figure, Figure) else ""
        years = {str(d.year) for d in (figure.period.start, figure.period.end) if d}
        said = " ".join((program_title, figure.definition.statement, figure.caveat, *(s.words for s in figure.sources)))
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
        "program": {p.program_id: p.title for p in record.programs_in_order() if p.program_id in mine},
        "family": {f.key: f.name for f in record.catalogue.families if f.key in used},
        "tier": {t.key: t.words for t in sorted(EvidenceTier, reverse=True) if t is not EvidenceTier.ILLUSTRATIVE},
        "bound": {b.value: say(f"evidence.bound_{b.value}") for b in Bound},
        "year": {str(y): str(y) for y in sorted(years, reverse=True)},
        "publisher": {k: k.replace("_", " ").replace("-", " ") for k in sorted(kinds)},
    }


def matching(record: PublicRecord, asked: Filter) -> list[Published]:
    titles = {p.program_id: p.title for p in record.programs}
    return [p for p in record.counted() if asked.keeps(p, titles[p.figure.program_id])]


def evidence(record: PublicRecord, asked: Filter, *, start: int = 0, length: int | None = None) -> Story:
    """Counts by tier and family on top, then the figures that match, from `start` for `length` rows."""
    found = matching(record, asked)
    shown = found[start : start + length if length else None]
    blocks: tuple[Block, ...] = (_by_tier(record, found), _listed(record, shown, len(found), start))
    return Story(title=say("evidence.title"), intro=say("evidence.intro"), blocks=blocks)


def _by_tier(record: PublicRecord, found: Sequence[Published]) -> Table:
    tiers = sorted((t for t in EvidenceTier if t is not EvidenceTier.ILLUSTRATIVE), reverse=True)
    rows = []
    for family in record.catalogue.families:
        mine = [p for p in found if p.figure.definition.family == family.key]
        if mine:
            rows.append([family.name, *(str(sum(p.figure.tier is t for p in mine)) for t in tiers), str(len(mine))])
    rows.append([say("evidence.all"), *(str(sum(p.figure.tier is t for p in found)) for t in tiers), str(len(found))])
    columns = [say("evidence.column_family"), *(t.label for t in tiers), say("evidence.all")]
    return Table.of("by-tier", say("evidence.by_tier"), columns, rows, note=say("evidence.by_tier_note"))


def _listed(record: PublicRecord, shown: Sequence[Published], of: int, start: int) -> Block:
    if not shown:
        return Note(name="listed", text=say("evidence.nothing"))
    titles = {p.program_id: p.title for p in record.programs}
    columns = [
        say("pick.program"),
        say("program.column_figure"),
        say("program.column_value"),
        say("evidence.column_checked"),
        say("program.column_period"),
        say("program.column_source"),
        say("program.column_caveat"),
    ]
    rows = [
        [
            titles[p.figure.program_id],
            p.figure.definition.statement,
            p.figure,
            words.tier_sentence(p.figure) if _verified(p.figure) else p.figure.tier.label,
            p.figure.period.words,
            p.figure.sources,
            parts.caveats(p.figure),
        ]
        for p in shown
    ]
    title = say("evidence.listed", first=start + 1, last=start + len(shown), of=of)
    return Table.of("listed", title, columns, rows)


def gap_map(record: PublicRecord) -> Story:
    """Programs by families, the strongest tier found in each cell: the largest gaps in one sentence and one picture."""
    programs = [p for p in record.programs_in_order() if p.kind in (ProgramKind.PROGRAM, ProgramKind.STATEWIDE)]
    families = [f for f in record.catalogue.families if f.headline]
    cells = [[strongest(record, p, f) for f in families] for p in programs]
    flat = tuple(c for row in cells for c in row)
    published = {f.key: sum(isinstance(row[i], Figure) for row in cells) for i, f in enumerate(families)}
    verified = {f.key: sum(_verified(row[i]) for row in cells) for i, f in enumerate(families)}
    none = [f for f in families if not verified[f.key]]
    sentence = say(
        "evidence.gaps_sentence",
        families=", ".join(words.lower_first(f.name) for f in none),
        programs=len(programs),
    )
    least = min(families, key=lambda f: published[f.key])
    aside = say(
        "evidence.gaps_aside",
        family=least.name,
        count=published[least.key],
        programs=len(programs),
        cells=sum(published.values()),
        of=len(flat),
    )
    names = [p.place if p.kind is ProgramKind.STATEWIDE else f"{p.place}: {p.name}" for p in programs]
    places = [p.place for p in programs]
    short = [p.place if places.count(p.place) == 1 else f"{p.place}: {p.name.split(' ')[0]}" for p in programs]
    rows = [[names[i], *(_cell(c) for c in row)] for i, row in enumerate(cells)]
    table = Table.of("gaps", sentence, [say("pick.program"), *(f.name for f in families)], rows)
    told = "; ".join(
        f"{f.name}: published by {published[f.key]}, independently verified for {verified[f.key]}" for f in families
    )
    tiers = ", ".join(t.words for t in sorted({c.tier for c in flat if isinstance(c, Figure)}, reverse=True))
    panel = Panel(
        label=say("evidence.gaps_title"),
        alt=f"{sentence} {told}. {tiers}.",
        spec=published_charts.gap_map(
            flat, [name for name in short for _ in families], [f.name for _ in programs for f in families]
        ),
    )
    chart = Chart(name="gaps", title=sentence, panels=(panel,), table=table, figures=flat, note=aside)
    return Story(title=say("evidence.gaps_title"), intro=say("evidence.gaps_intro"), blocks=(chart,))


def _verified(figure: Number) -> bool:
    return isinstance(figure, Figure) and figure.tier is EvidenceTier.INDEPENDENTLY_VERIFIED


def _cell(figure: Number) -> Number | str:
    return figure if isinstance(figure, Figure) or figure.sources else say("evidence.nothing_published")


def differing(record: PublicRecord) -> Story:
    """Same program, different number: each disagreement, and which of its parts differ."""
    blocks = tuple(_disagreement(i, d) for i, d in enumerate(disagreements(record)))
    return Story(title=say("evidence.differ_title"), intro=say("evidence.differ_intro"), blocks=blocks)


def _disagreement(index: int, found: Disagreement) -> Block:
    values = sorted({f.words for f in found.figures})
    title = say(
        "evidence.differ_one",
        program=found.program.title,
        question=found.question,
        values=", ".join(values),
        parts=", ".join(found.differing),
    )
    columns = [
        say("program.column_figure"),
        say("program.column_value"),
        say("methods.column_numerator"),
        say("methods.column_denominator"),
        say("program.column_period"),
        say("program.column_source"),
    ]
    rows: list[list[Cell]] = [
        [
            f.definition.statement,
            f,
            f.definition.numerator or "–",
            f.definition.denominator or "–",
            f.period.words,
            f.sources,
        ]
        for f in found.figures
    ]
    return Table.of(f"differ-{index}", title, columns, rows)
