"""What of a quarter becomes public, decided in the transaction that publishes it, and kept with its revision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, select
from sqlmodel import col
from sqlmodel import select as typed_select

from dashboard import words
from dashboard.core.keys import QuarterKey
from dashboard.core.ledger import Counts, Missing
from dashboard.core.people import Refused
from dashboard.core.privacy.disclosure import DEFAULT, Partition, Policy, Release, since
from dashboard.core.privacy.disclosure_audit import leaks
from dashboard.core.privacy.under_other import INTO
from dashboard.core.privacy.withholding import release
from dashboard.core.quarter import Quarter
from dashboard.core.reason import Reason
from dashboard.core.reason import reason as why
from dashboard.store import counts_json, received
from dashboard.store import tables as t
from dashboard.store.append import append, revise
from dashboard.store.single_rows import first


def policy(connection: Connection) -> Policy:
    """The policy in force."""
    found = first(connection, typed_select(t.PolicyRow).order_by(col(t.PolicyRow.revision).desc()))
    return Policy(smallest=found.smallest, exact_from=found.exact_from) if found else DEFAULT


def set_policy(connection: Connection, event_id: int, new: Policy, reason: str) -> None:
    """Decide from now on by another policy; quarters that are public stay as they are."""
    values = {"smallest": new.smallest, "exact_from": new.exact_from, "reason": reason}
    revise(connection, event_id, t.PolicyRow, "policy", **values)


def publish(
    connection: Connection,
    event_id: int,
    program_id: str,
    quarter: Quarter,
    revision: int,
    counts: Mapping[str, Counts],
    merged: tuple[str, ...] = (),
    *,
    attacked: bool = True,
) -> None:
    """Keep what is public of a revision. Refused if it would give away what an earlier one withheld, if it takes apart
    what an earlier one counts under `other`, or if an attack on what would be public finds a small count."""
    key, order = QuarterKey(program_id, quarter), _order(connection)
    earlier = _newest(connection, key)
    public = counts_json.load_rows(earlier.rows) if earlier else {}
    _, held = public.get(INTO, (None, ()))
    if apart := [kind for kind in held if kind in counts]:
        raise Refused(why("refused-apart", quarter=str(quarter), kinds=tuple(apart), into=INTO))
    try:
        blocks = since(counts_json.load_blocks(earlier.blocks), public, order) if earlier else None
        made = release(counts, order, policy(connection), blocks)
    except ValueError as wrong:
        raise Refused(why("refused-counts", quarter=str(quarter), wrong=str(wrong))) from None
    if made.reveals:
        raise Refused(refusal(made, quarter))
    if attacked:
        attack(counts, made, quarter)
    holds = tuple(kind for kind in order if kind in (merged or held))  # the order of choosing tells of their sizes
    _keep(connection, event_id, program_id, quarter, revision, counts_json.dump_release(made, holds))


def attack(counts: Mapping[str, Counts], released: Release, quarter: Quarter) -> None:
    """Refused if an attack on what would be public finds a small count."""
    if found := leaks(counts, released):
        cells = ", ".join(f"{leak.call_type} {leak.node}" for leak in found)
        raise Refused(why("refused-leaks", quarter=str(quarter), cells=cells))


def blank(
    connection: Connection,
    event_id: int,
    program_id: str,
    quarter: Quarter,
    revision: int,
    why: Missing,
    kinds: Iterable[str] = (),
) -> None:
    """Keep that nothing of a revision is public, and why; the blocks stay, for the revisions that are history stay.
    `kinds` are the rows of a first revision."""
    key = QuarterKey(program_id, quarter)
    newest = _newest(connection, key)
    smallest = policy(connection).smallest
    none = Partition(smallest=smallest, exact=False, shown={}, totals=frozenset(), known={})
    rows_of = [kind for kind in _order(connection) if kind in set(kinds)]
    empty = counts_json.dump_release(Release(rows=dict.fromkeys(rows_of, Counts({})), together=(), blocks=none))
    rows, blocks = (newest.rows, newest.blocks) if newest else (empty["rows"], empty["blocks"])
    told = {"rows": counts_json.blanked(rows, why), "blocks": blocks}
    _keep(connection, event_id, program_id, quarter, revision, told)


class Undecided(NamedTuple):
    """A revision of a quarter of which nothing was decided yet, and the counts received for it."""

    program_id: str
    quarter: Quarter
    revision: int
    withdrawn: bool
    counts: Mapping[str, Counts]
    wrong: str = ""  # why the counts cannot be, where an older version of this site took them


def decide_all(connection: Connection, event_id: int) -> list[tuple[Undecided, Refused]]:
    """Decide what is public of every revision of which nothing was decided yet; the answer is what had to be refused.
    The data files are not attacked here: there are many, and tests do."""
    refused = []
    for one in undecided(connection):
        where = (one.program_id, one.quarter, one.revision)
        try:
            if one.wrong:
                raise Refused(why("refused-wrong", wrong=one.wrong))
            if one.withdrawn:
                blank(connection, event_id, *where, Missing.RETRACTED)
            else:
                publish(connection, event_id, *where, one.counts, attacked=False)
        except Refused as wrong:
            refused.append((one, wrong))
    return refused


def undecided(connection: Connection) -> list[Undecided]:
    """The revisions whose counts were received, or that were withdrawn, and of which nothing was decided yet: those of
    the data files."""
    names = ("program_id", "quarter", "revision", "withdrawn")
    query = select(*(col(getattr(t.SubmissionRow, name)) for name in names))
    decided = {tuple(row) for row in connection.execute(select(col(t.ReleaseRow.key), col(t.ReleaseRow.revision)))}
    waiting = [
        row
        for row in connection.execute(query.order_by(*names[:3]))
        if (QuarterKey(row.program_id, row.quarter), row.revision) not in decided
    ]
    if not waiting:
        return []
    received_ = received.entries(connection, {QuarterKey(row.program_id, row.quarter) for row in waiting})
    found = []
    for program_id, quarter, revision, withdrawn in waiting:
        stated = received_.get((QuarterKey(program_id, quarter), revision), {})
        counts, wrong = dict.fromkeys(stated, Counts({})), ""
        try:
            counts = {kind: counts_json.load(text) for kind, text in stated.items()}
        except ValueError as error:
            wrong = str(error)
        if counts or withdrawn:
            found.append(Undecided(program_id, Quarter.parse(quarter), revision, bool(withdrawn), counts, wrong))
    return found


def refusal(released: Release, quarter: Quarter) -> Reason:
    """Why a correction cannot be published, and what can be done."""
    small = "; ".join(dict.fromkeys(words.too_small(one) for one in released.reveals))
    return why("refused-gives_away", quarter=str(quarter), small=small)


def _keep(
    connection: Connection, event_id: int, program_id: str, quarter: Quarter, revision: int, values: Mapping[str, str]
) -> None:
    key, about = QuarterKey(program_id, quarter), {"program_id": program_id, "quarter": str(quarter)}
    append(connection, event_id, t.ReleaseRow, key, revision, **about, **values)


def _newest(connection: Connection, key: str) -> t.ReleaseRow | None:
    """What the newest revision of a quarter shows, and how it was taken apart; None before the first."""
    query = typed_select(t.ReleaseRow).where(col(t.ReleaseRow.key) == key)
    return first(connection, query.order_by(col(t.ReleaseRow.revision).desc()))


def _order(connection: Connection) -> list[str]:
    """Every call type in the declared order, as the newest revision of each states it."""
    columns = (col(t.CallTypeRow.call_type), col(t.CallTypeRow.order))
    stated = connection.execute(select(*columns).order_by(col(t.CallTypeRow.revision)))
    newest = {row.call_type: row.order for row in stated}
    return sorted(newest, key=lambda kind: (newest[kind], kind))
