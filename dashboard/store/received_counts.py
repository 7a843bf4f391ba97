"""What was received of the quarters of a program, for a check of a further file. Small counts are among it: nothing of
it is public, and a check says no more of it than that counts are equal."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlmodel import col

from dashboard.core.keys import QuarterKey
from dashboard.core.ledger import Counts
from dashboard.core.quarter import Quarter
from dashboard.store import counts_json, received
from dashboard.store import tables as t
from dashboard.store.staff.draft_rows import read
from dashboard.store.staff.tables import DraftRow


def counted(connection: Connection, program_id: str) -> dict[Quarter, dict[str, Counts]]:
    """The counts that stand of each quarter, by call type, also of one that waits for its release, and where nothing
    stands those of the newest draft on its way. None of a quarter that was withdrawn. Counts that an older version of
    this site took and that cannot be are left out."""
    about = (col(t.SubmissionRow.quarter), col(t.SubmissionRow.revision), col(t.SubmissionRow.withdrawn))
    revisions = select(*about).where(col(t.SubmissionRow.program_id) == program_id)
    newest: dict[str, tuple[int, bool]] = {}
    for quarter, revision, gone in connection.execute(revisions.order_by(col(t.SubmissionRow.revision))):
        newest[quarter] = (revision, gone)
    stated = received.entries(connection, {QuarterKey(program_id, quarter) for quarter in newest})
    numbers = select(col(DraftRow.id)).where(col(DraftRow.program_id) == program_id).order_by(col(DraftRow.id))
    drafts = read(connection, list(connection.execute(numbers).scalars()))
    found = {
        draft.quarter: dict(draft.counts) for draft in drafts if draft.stage.open and str(draft.quarter) not in newest
    }
    for quarter, (number, gone) in newest.items():
        rows = {} if gone else stated.get((QuarterKey(program_id, quarter), number), {})
        found[Quarter.parse(quarter)] = {kind: made for kind, text in rows.items() if (made := _made(text)) is not None}
    return {quarter: counts for quarter, counts in found.items() if counts}


def _made(text: str) -> Counts | None:
    try:
        return counts_json.load(text)
    except ValueError:
        return None
