"""What staff see of a quarter on its way: findings, differences, drafts; and the public board of due dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from dashboard import words
from dashboard.analysis import measures
from dashboard.core.catalogue import Program
from dashboard.core.due import quarters_due
from dashboard.core.evidence import Register
from dashboard.core.finding import Finding
from dashboard.core.ledger import ALL, COUNTS, Count, Missing, Submission, add
from dashboard.core.people import Action
from dashboard.core.quarter import Quarter
from dashboard.core.record import PublicRecord
from dashboard.core.workflow import Draft
from dashboard.story import timing
from dashboard.story.blocks import Block, Cell, Note, Story, Table
from dashboard.story.page import Page
from dashboard.voice import say
from dashboard.words import findings as found


def findings_table(findings: Sequence[Finding], reasons: Mapping[str, str] | None = None) -> Table:
    """Every finding with its place, what to do, and what the public would have read."""
    given = reasons or {}
    columns = [say(f"staff-finding_{name}") for name in ("severity", "place", "found", "expected", "todo")]
    rows: list[list[Cell]] = [
        [
            f"{f.severity.icon} {words.of(f.severity)}",
            found.where(f),
            found.found(f),
            found.expected(f),
            " ".join(filter(None, (*_after(f), _answer(given.get(f.key, ""))))),
        ]
        for f in findings
    ]
    return Table.of("findings", findings_sentence(findings), columns, rows, stacked=True)


def _after(finding: Finding) -> tuple[str, ...]:
    return found.todo(finding), found.consequence(finding), found.follows(finding)


def _answer(reason: str) -> str:
    return say("staff-reason_given", reason=reason) if reason else ""


def findings_sentence(findings: Sequence[Finding]) -> str:
    """How many findings block, and how many ask."""
    return found.counted(findings) or say("staff-no_findings")


def findings_csv(findings: Sequence[Finding]) -> list[dict[str, str]]:
    """The findings as rows of a file."""
    return [
        {
            "severity": words.of(f.severity),
            "rule": f.rule,
            "quarter": f.quarter,
            "sheet": f.place.sheet,
            "row": str(f.place.row or ""),
            "column": f.place.column,
            "found": found.found(f),
            "expected": found.expected(f),
            "what_to_do": found.todo(f),
            "public_consequence": found.consequence(f),
            "what_follows": "; ".join(map(found.found, f.also)),
        }
        for f in findings
    ]


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
    return Table.of("differences", say("staff-differences"), columns, rows, note=say("staff-differences_note"))


def _said(count: Count | None) -> str:
    if count is None:
        return "–"
    return words.of(count) if isinstance(count, Missing) else f"{count:,}"


def _beside(old: Count | None, new: Count) -> str:
    if isinstance(old, int) and isinstance(new, int):
        return f"{old:,} ({new - old:+,})" if new != old else say("staff-unchanged", count=f"{old:,}")
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
                f"{draft.file_name}, SHA-256 {draft.file_sha256[:12]}…",
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


def due_dates(record: PublicRecord, today: date) -> Story:
    """When each program's quarters were due, when they came, who certified them, and what was corrected; and after
    them the public log: what changed on the record, when, and by which office."""
    blocks: list[Block] = []
    ours = f"{words.label(Register.REGISTER)}."  # days and revisions are this site's own count
    programs = [p for p in record.programs_in_order() if record.quarters(p.program_id)]
    if not any(not p.is_example for p in programs):
        blocks.append(Note(name="nobody", text=say("due-nobody")))
    for program in programs:
        rows = [_due_row(record, program, quarter, today) for quarter in _due(record, program, today)]
        columns = [
            say(f"due-{name}") for name in ("quarter", "due_on", "published_on", "since", "certified_by", "revision")
        ]
        title = say("due-title_of", program=words.title(program), days=program.due_days)
        blocks.append(
            Table.of(
                f"due-{program.program_id}",
                title,
                columns,
                rows,
                note=" ".join(filter(None, (_ended(program), _due_note(program, ours)))),
            )
        )
    log = [[str(c.on), c.what, c.by or "–"] for c in reversed(record.changes)]
    columns = [say(f"due-log_{name}") for name in ("on", "what", "by")]
    blocks.append(
        Table.of("log", say("due-log"), columns, log[:_MOST], note=f"{say('due-log_note', most=_MOST)} {ours}")
    )
    return Story(title=say("due-title"), blocks=tuple(blocks), intro=say("due-intro"))


def _due_note(program: Program, ours: str) -> str:
    return say("site-example_mark") if program.is_example else f"{say('due-note')} {ours}"


def _ended(program: Program) -> str:
    """That nothing is due any more, or for the time being; nothing for a program that runs."""
    stopped = program.life.stopped
    return say("due-stopped", what=words.of(stopped), tier=words.label(stopped.tier)) if stopped else ""


_MOST = 200  # lines of the public log that a page shows


def _due(record: PublicRecord, program: Program, today: date) -> list[Quarter]:
    """The quarters of a program, newest first: those published, and those it owes."""
    return quarters_due(record.quarters(program.program_id), today, owes=program.life.is_due)[::-1]


def _due_row(record: PublicRecord, program: Program, quarter: Quarter, today: date) -> list[Cell]:
    submission = record.submission(program.program_id, quarter)
    due = timing.due(submission) if submission else str(program.due_on(quarter))
    if submission is None or not (submission.first_revision or submission.withdrawn):
        newest = record.quarters(program.program_id)[-1]
        late = (today - program.due_on(quarter)).days if submission is None or submission.due_on else 0
        return [words.of(quarter), due, _owed(submission, late, quarter < newest), "–", "–", "–"]
    about = f"{submission.revision}"
    if submission.change and submission.revision > 1:
        about += f": {words.of(submission.change)}. {submission.note}"
    return [
        words.of(quarter),
        due,
        timing.first_published(submission),
        timing.since(submission) or "–",
        submission.certified_by or say("due-data_files"),
        about,
    ]


def _owed(submission: Submission | None, late: int, passed: bool) -> str:
    """What is said of a quarter of which no count was ever published; `passed` if a newer one was."""
    came = say("due-never") if passed else say("due-not_yet")
    if submission is not None:
        came = say("due-no_count", on=submission.published_on or "–")
    return say("due-overdue", came=came, days=late) if late > 0 else came


def recomputed(
    record: PublicRecord, program_id: str, quarter: Quarter, metrics: Iterable[str], call_type: str = ALL
) -> Table:
    """The inputs of figures and the arithmetic that makes them, for a verifier with a calculator."""
    rows: list[list[Cell]] = []
    for key in metrics:
        figure = measures.figure(record, record.catalogue.metrics[key], program_id, quarter, call_type)
        if figure is None:
            continue
        inputs = getattr(figure, "inputs", ())
        told = "; ".join(f"{i.symbol} = {i.value:,}" for i in inputs) or "–"
        rows.append([words.name(figure.definition), told, words.formula(record.catalogue.metrics[key]), figure])
    columns = [say(f"verify-{name}") for name in ("measure", "inputs", "formula", "result")]
    return Table.of("recompute", say("verify-recompute"), columns, rows)


PAGE = Page(name="due", tell=lambda record, asked: due_dates(record, asked.as_of or record.as_of), dated=True)
