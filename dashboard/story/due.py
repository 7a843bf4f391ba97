"""The public board of due dates: when quarters were due, when they came, and the public log."""

from __future__ import annotations

from datetime import date

from dashboard import words
from dashboard.core.catalogue import Program
from dashboard.core.due import quarters_due
from dashboard.core.ledger import Submission
from dashboard.core.quarter import Quarter
from dashboard.core.record import PublicRecord
from dashboard.story import timing
from dashboard.story.blocks import Block, Cell, Note, Story, Table
from dashboard.story.page import Page
from dashboard.voice import say


def due_dates(record: PublicRecord, today: date) -> Story:
    """When each program's quarters were due, when they came, who certified them, and what was corrected; and after
    them the public log: what changed on the record, when, and by which office."""
    blocks: list[Block] = []
    ours = words.counted_here()  # days and revisions are this site's own count
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
    log = [[str(c.on), words.of(c.what), words.of(c.by) or "–"] for c in reversed(record.changes)]
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
        words.of(submission.certified_by) or say("due-data_files"),
        about,
    ]


def _owed(submission: Submission | None, late: int, passed: bool) -> str:
    """What is said of a quarter of which no count was ever published; `passed` if a newer one was."""
    came = say("due-never") if passed else say("due-not_yet")
    if submission is not None:
        came = say("due-no_count", on=submission.published_on or "–")
    return say("due-overdue", came=came, days=late) if late > 0 else came


PAGE = Page(name="due", story=lambda record, asked: due_dates(record, asked.as_of or record.as_of), dated=True)
