"""The gaps page: programs by questions, the one figure chosen for each cell, and where this site found nothing."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard import words
from dashboard.analysis import measures
from dashboard.analysis.published import checked_quarters
from dashboard.analysis.questions import Chosen, choose
from dashboard.core.catalogue import Family, Program, ProgramKind
from dashboard.core.evidence import EvidenceTier
from dashboard.core.figure import Number
from dashboard.core.metric import Metric
from dashboard.core.record import PublicRecord
from dashboard.story import program_facts, register
from dashboard.story.blocks import Cell, Chart, Panel, Story, Table
from dashboard.story.charts import published
from dashboard.story.page import Page
from dashboard.voice import say


def gap_map(record: PublicRecord) -> Story:
    """Programs by families, one figure a cell: who checked it in one sentence and one picture."""
    programs = [p for p in record.programs_in_order() if p.kind in (ProgramKind.PROGRAM, ProgramKind.STATEWIDE)]
    families = [f for f in record.catalogue.families if f.headline]
    cells = [[choose(record, p, f) for f in families] for p in programs]
    flat = tuple(c.figure for row in cells for c in row)
    found = {f.key: sum(_number(row[i]) for row in cells) for i, f in enumerate(families)}
    counted = _counted(record, programs)
    sure = {(f.program_id, f.definition.family) for f in checked_quarters(record)}
    checked = {
        f.key: sum(_checked(row[i]) or (p.program_id, f.key) in sure for p, row in zip(programs, cells, strict=True))
        for i, f in enumerate(families)
    }
    sentence = _sentence(families, checked, _many(programs))
    aside = say("gaps-aside", cells=sum(found.values()), of=len(flat), programs=_many(programs), families=len(families))
    names = _names(programs)
    rows: list[list[Cell]] = [
        [name, *(_cell(c, counted, sure) for c in row), program_facts.searched(p)]
        for name, row, p in zip(names, cells, programs, strict=True)
    ]
    table = Table.of(
        "gaps",
        sentence,
        [say("pick-program"), *map(words.family, families), say("gaps-column_searched")],
        rows,
        note=_searched(programs),
        dated=record.as_of,
    )
    told = "; ".join(
        say("gaps-told", family=words.family(f), found=found[f.key], checked=checked[f.key]) for f in families
    )
    tiers = ", ".join(words.of(t) for t in sorted({c.tier for c in flat if c.is_known}, reverse=True))
    spec = published.gap_map(
        flat,
        [p.program_id for p in programs for _ in families],
        [f.key for _ in programs for f in families],
        names={p.program_id: _short(p, programs) for p in programs},
        questions={f.key: words.family(f) for f in families},
    )
    panel = Panel(label=say("gaps-title"), alt=f"{sentence} {told}. {tiers}.", spec=spec)
    chart = Chart(name="gaps", title=sentence, panels=(panel,), table=table, figures=flat, note=aside)
    return Story(title=say("gaps-title"), intro=say("gaps-intro"), blocks=(chart,))


def _sentence(families: list[Family], checked: dict[str, int], programs: str) -> str:
    """How many of the questions nobody outside has checked for any program."""
    none = [f for f in families if not checked[f.key]]
    if not none:
        return say("gaps-sentence_each", programs=programs)
    if len(none) == len(families):
        return say("gaps-sentence_none", programs=programs)
    some = ", ".join(words.lower_first(words.family(f)) for f in families if checked[f.key])
    return say("gaps-sentence", none=len(none), of=len(families), some=some)


def _many(programs: list[Program]) -> str:
    systems = sum(p.kind is ProgramKind.STATEWIDE for p in programs)
    return register.entities(len(programs) - systems, systems)


def _number(cell: Chosen) -> bool:
    return cell.figure.is_known


def _checked(cell: Chosen) -> bool:
    return _number(cell) and cell.figure.tier is EvidenceTier.INDEPENDENTLY_VERIFIED


def _counted(record: PublicRecord, programs: list[Program]) -> set[tuple[str, str]]:
    """Programs and families of which the quarters sent in give a number."""
    metrics = record.catalogue.metrics.values()
    return {
        (p.program_id, m.definition.family)
        for p in programs
        for m in metrics
        if any(figure and figure.is_known for figure in _by_quarter(record, m, p.program_id))
    }


def _by_quarter(record: PublicRecord, metric: Metric, program_id: str) -> Iterator[Number | None]:
    return (measures.figure(record, metric, program_id, quarter) for quarter in record.quarters(program_id))


def _cell(cell: Chosen, counted: set[tuple[str, str]], checked: set[tuple[str, str]]) -> Cell:
    """The figure; or in words that nothing was found, or only what is near, or that only the opposite is counted, or
    that the program's quarters count it."""
    if cell.published is not None:
        return cell.figure
    about = (cell.figure.program_id, cell.figure.definition.family)
    if about in counted:
        return say("gaps-counted_checked" if about in checked else "gaps-counted")
    if cell.opposite is not None:
        return say("gaps-opposite", statement=words.named(cell.opposite.figure))
    return words.sentence_case(words.of(cell.figure))


def _searched(programs: list[Program]) -> str:
    """What an empty place says, and from when to when this site has searched."""
    days = [p.searched_on for p in programs if p.searched_on]
    first, last = (words.day(end) for end in (min(days), max(days))) if days else (say("gaps-never"),) * 2
    return say("gaps-note", first=first, last=last)


def _names(programs: list[Program]) -> list[str]:
    alone = [p.place for p in programs]
    statewide = ProgramKind.STATEWIDE
    return [
        words.standing(p) if p.kind is statewide and alone.count(p.place) == 1 else words.title(p) for p in programs
    ]


def _short(program: Program, programs: list[Program]) -> str:
    """The place, with the name of the program where the place has more than one: short if that tells them apart."""
    mine = [p.name for p in programs if p.place == program.place]
    if len(mine) == 1:
        return words.standing(program)
    plain = [name.split(" (")[0] for name in mine]
    name = program.name.split(" (")[0] if len(set(plain)) == len(plain) else program.name
    return ", ".join(filter(None, (f"{program.place}: {name}", words.life(program.life))))


PAGE = Page(name="gaps", story=lambda record, _asked: gap_map(record))
