"""Drafts beside what is public, their steps, and the arithmetic of a figure for a verifier."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard import words
from dashboard.analysis import measures
from dashboard.core.ledger import ALL, COUNTS, Count, Missing, add
from dashboard.core.life import NOTHING_KNOWN
from dashboard.core.people import Action
from dashboard.core.quarter import Quarter
from dashboard.core.record import PublicRecord
from dashboard.core.workflow import Draft
from dashboard.story.blocks import Cell, Table
from dashboard.voice import say, written


def differences(record: PublicRecord, draft: Draft) -> Table:
    """The totals of a draft beside the newest quarter published before it, however long before, and beside what stands
    for the quarter now."""
    last = max((q for q in record.quarters(draft.program_id) if q < draft.quarter), default=None)
    before = record.row(draft.program_id, last) if last else None
    stands = record.row(draft.program_id, draft.quarter)
    submission = record.submission(draft.program_id, draft.quarter)
    rows: list[list[Cell]] = []
    for key in COUNTS:
        new = add(c[key] for c in draft.counts.values())
        rows.append(
            [
                words.count(key),
                _said(new),
                _beside(before.counts[key] if before else None, new),
                _beside(stands.counts[key] if stands else None, new),
            ]
        )
    columns = [
        say("staff-count"),
        str(draft.quarter),
        say("staff-before", quarter=words.of(last), distance=words.before(last, draft.quarter))
        if last
        else say("staff-no_before"),
        say("staff-stands", revision=submission.revision) if submission else say("staff-no_stands"),
    ]
    note = say("staff-differences_note")
    program = record.program(draft.program_id)
    life = program.life if program else NOTHING_KNOWN
    if last and (unlike := life.runs_in(draft.quarter).unlike(life.runs_in(last))):
        note += " " + say("staff-differences_unlike", why=words.joined(unlike))
    return Table.of("differences", say("staff-differences"), columns, rows, note=note)


def _said(count: Count | None) -> str:
    if count is None:
        return "–"
    return words.of(count) if isinstance(count, Missing) else written(count)


def _beside(old: Count | None, new: Count) -> str:
    if isinstance(old, int) and isinstance(new, int):
        if new == old:
            return say("staff-unchanged", count=written(old))
        return f"{written(old)} ({written(f'{new - old:+}')})"
    return _said(old)


def by_type(record: PublicRecord, draft: Draft) -> Table:
    """Every count of a draft, as it was read."""
    columns = [say("pick-call_type"), *map(words.count, COUNTS)]
    rows = [
        [words.call_type(record.catalogue, key), *(_said(counts[k]) for k in COUNTS)]
        for key, counts in draft.counts.items()
    ]
    return Table.of("as-read", say("staff-as_read"), columns, rows)


def drafts_table(record: PublicRecord, drafts: Sequence[Draft]) -> Table:
    """The drafts of a program with every step taken."""
    columns = [say(f"staff-draft_{name}") for name in ("number", "what", "stage", "history", "file")]
    rows: list[list[Cell]] = []
    for draft in drafts:
        program = record.program(draft.program_id)
        title = words.title(program) if program else draft.program_id
        rows.append(
            [
                str(draft.draft_id),
                f"{title}, {words.of(draft.quarter)}: {words.of(draft.change)}",
                words.of(draft.stage),
                _history(draft),
                say("staff-draft_file_said", name=draft.file_name, digest=draft.file_sha256[:12]),
            ]
        )
    return Table.of("drafts", say("staff-drafts"), columns, rows, stacked=True)


def _history(draft: Draft) -> str:
    told = [f"{draft.at[:16].replace('T', ' ')} {words.of(Action.UPLOAD)}: {draft.uploaded_by}"]
    told += [
        f"{s.at[:16].replace('T', ' ')} {words.of(s.action)}: {s.by}{f' ({s.detail})' if s.detail else ''}"
        for s in draft.steps
    ]
    return "; ".join(told)


def recomputed(
    record: PublicRecord, program_id: str, quarter: Quarter, metrics: Iterable[str], call_type: str = ALL
) -> Table:
    """The inputs of figures and the arithmetic that makes them, for a verifier with a calculator."""
    rows: list[list[Cell]] = []
    for key in metrics:
        figure = measures.figure(record, record.catalogue.metrics[key], program_id, quarter, call_type)
        if figure is None:
            continue
        told = "; ".join(f"{i.symbol} = {written(i.value)}" for i in figure.inputs) or "–"
        rows.append([words.name(figure.definition), told, words.formula(record.catalogue.metrics[key]), figure])
    columns = [say(f"verify-{name}") for name in ("measure", "inputs", "formula", "result")]
    return Table.of("recompute", say("verify-recompute"), columns, rows)
