"""The methods page, made from the registry, the ledger and the tiers themselves: it cannot drift from the code."""

from __future__ import annotations

from dashboard import words
from dashboard.analysis.bases import base
from dashboard.analysis.questions import one_question
from dashboard.core.catalogue import Topic
from dashboard.core.evidence import EvidenceTier, Register
from dashboard.core.ledger import COUNTS
from dashboard.core.metric import Polarity
from dashboard.core.record import PublicRecord
from dashboard.intake.findings import RULES
from dashboard.story import small_counts
from dashboard.story.blocks import Block, Cell, Note, Story, Table
from dashboard.story.corrections import by_program
from dashboard.story.export import TYPES
from dashboard.story.page import Page
from dashboard.story.remarks import said
from dashboard.voice import say
from dashboard.words import findings as found


def methods(record: PublicRecord) -> Story:
    """How every figure is defined, computed and labeled."""
    blocks: tuple[Block, ...] = (
        _tiers(),
        _metrics(record),
        *_others(record),
        _counts(),
        *said(record, Topic.STANDARD),
        *small_counts.method(record),
        Note(name="intervals", title=say("methods-intervals_title"), text=say("methods-intervals")),
        _sources(record),
        _call_types(record),
        _columns_of_the_file(),
        _rules(),
        by_program(record),
        _changes(record),
    )
    return Story(title=say("methods-title"), intro=say("methods-intro"), blocks=blocks)


def _columns(*names: str) -> list[str]:
    return [say(f"methods-column_{name}") for name in names]


def _tiers() -> Table:
    rows = [[words.label(mark), words.meaning(mark)] for mark in (*sorted(EvidenceTier, reverse=True), *Register)]
    title = say("methods-tiers_title")
    return Table.of("tiers", title, _columns("tier", "meaning"), rows, note=say("methods-tiers_note"))


def _metrics(record: PublicRecord) -> Table:
    columns = _columns("metric", "formula", "numerator", "denominator", "direction", "includes", "excludes", "note")
    rows = [
        [
            words.name(m),
            words.formula(m),
            words.numerator(m.definition),
            words.base(m.definition),
            words.of(m.definition.direction),
            words.includes(m),
            words.excludes(m),
            words.note(m),
        ]
        for m in record.catalogue.metrics.values()
    ]
    return Table.of("metrics", say("methods-metrics_title"), columns, rows)


def _others(record: PublicRecord) -> tuple[Table, ...]:
    """Published figures that go by the name of a measure: those of the same kind of calls, and apart from them those of
    other calls. None that was found to answer another question. Each with its time, and marked if it is challenged."""
    published = {p.figure_id: p.figure for p in record.published}
    found = [
        (m, f)
        for m in record.catalogue.metrics.values()
        for f in (published[figure_id] for figure_id in m.others if figure_id in published)
        if not f.computed_here
        and f.definition.polarity is Polarity.THING
        and one_question(m.definition.family, f.definition.family)
    ]
    columns = [*_columns("metric", "others"), say("program-column_value"), say("methods-column_denominator")]
    columns.append(say("program-column_source"))
    tables = []
    for name, alike in (("others", True), ("others-near", False)):
        rows: list[list[Cell]] = [
            [words.name(m), words.named(f), f, words.denominator(f) or "–", f.sources]
            for m, f in found
            if (base(m.definition) is base(f.definition)) is alike
        ]
        title, note = say("methods-others_title"), ""
        if not alike:
            title, note = say("methods-others_near_title"), say("methods-others_near_note")
        tables += [Table.of(name, title, columns, rows, note=note, dated=record.as_of)] if rows else []
    return tuple(tables)


def _counts() -> Table:
    rows = [[c.symbol, words.count(c.key), words.count_meaning(c.key)] for c in COUNTS.values()]
    title = say("methods-counts_title")
    return Table.of("counts", title, _columns("symbol", "count", "meaning"), rows, note=say("methods-ledger_note"))


def _sources(record: PublicRecord) -> Note:
    """How many sources have no day on which they were read here, and of how many the bytes can be told again."""
    sources = [s for s in record.sources if s.publisher_kind != "example" and s.url]
    held = sum(bool(s.sha256) for s in sources)
    text = say("methods-sources", all=len(sources), unread=sum(s.read_on is None for s in sources))
    text += " " + (say("methods-sources_digest", held=held) if held else say("methods-sources_no_digest"))
    text += f" {words.counted_here()}"
    return Note(name="sources", title=say("methods-sources_title"), text=text)


def _call_types(record: PublicRecord) -> Table:
    rows = [[words.of(c), words.kind_meaning(c)] for c in record.catalogue.call_types]
    columns = [say("call_types-column_type"), say("methods-column_meaning")]
    return Table.of("call-types", say("methods-call_types_title"), columns, rows)


def _columns_of_the_file() -> Table:
    rows = [[name, kind, say(f"column-{name}")] for name, kind in TYPES.items()]
    return Table.of("dictionary", say("methods-dictionary_title"), _columns("column", "kind", "meaning"), rows)


def _rules() -> Table:
    """What a file of counts is checked for before anything of it is kept, from the list that the check itself reads."""
    rows = [[words.of(rule.severity), found.rule(rule.name)] for rule in RULES.values()]
    title = say("methods-rules_title")
    return Table.of("rules", title, _columns("does", "rule"), rows, note=say("methods-rules_note"))


def _changes(record: PublicRecord) -> Table:
    rows = [[str(c.on), str(c.version), words.of(c.what)] for c in reversed(record.changes)]
    note = words.counted_here()  # days and revisions are this site's own count
    return Table.of("changes", say("methods-changes_title"), _columns("on", "version", "what"), rows, note=note)


PAGE = Page(name="methods", story=lambda record, _asked: methods(record))
