"""Small counts: the rule under every table, and the method with every decision on it."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard import words
from dashboard.core.ledger import TOGETHER
from dashboard.core.metric import About, Metric
from dashboard.core.privacy import disclosure
from dashboard.core.quarter import Quarter
from dashboard.core.record import PublicRecord
from dashboard.story.blocks import Block, Cell, Note, Table
from dashboard.voice import say, voice


def rule(record: PublicRecord, metrics: Iterable[Metric], program_id: str, quarter: Quarter | None = None) -> str:
    """Which of these measures have small counts withheld, and why: what stands under every table of them. Each quarter
    keeps the policy it was first published under."""
    chosen = list(metrics)
    rows = [r for r in record.rows if r.program_id == program_id and quarter in (None, r.quarter)]
    sizes = sorted({row.smallest for row in rows}) or [record.policy.smallest]
    smallest = say("privacy-by_quarter", sizes=voice().one_of(map(str, sizes))) if len(sizes) > 1 else sizes[0]
    found = []
    for about in About:
        names = [words.name(m) for m in chosen if m.about is about]
        if names:
            measures = ", ".join(dict.fromkeys(names))
            found.append(say(f"privacy-{about}", measures=measures, smallest=smallest, reason=words.why_shown(about)))
    return " ".join(found)


def together(record: PublicRecord, program_id: str, quarter: Quarter) -> tuple[Block, ...]:
    """Which call types of a quarter are shown as one; nothing where none are."""
    row = record.row(program_id, quarter, TOGETHER)
    if row is None:
        return ()
    text = say("privacy-together", names="; ".join(words.call_type(record.catalogue, kind) for kind in row.holds))
    return (Note(name="together", title=say("privacy-together_title"), text=text),)


def method(record: PublicRecord) -> tuple[Block, ...]:
    """How small counts are withheld, in one paragraph; whose they are; and what was decided about it."""
    policy = record.policy
    totals = say("privacy-exact", exact=policy.exact_from) if policy.exact_from else say("privacy-never_exact")
    text = say("privacy-method", smallest=policy.smallest, most=policy.smallest - 1, totals=totals)
    columns = [say("methods-column_metric"), say("privacy-about_whose"), say("privacy-about_reason")]
    rows = [[words.name(m), words.of(m.about), words.why_shown(m.about)] for m in record.catalogue.metrics.values()]
    return (
        Note(name="privacy", title=say("privacy-title"), text=text),
        Table.of("about", say("privacy-about_title"), columns, rows),
        _policies(record),
    )


def _policies(record: PublicRecord) -> Table:
    rows: list[list[Cell]] = [["–", say("privacy-policy_default", words=words.of(disclosure.DEFAULT)), "–"]]
    for one in record.policies:
        rows.insert(0, [str(one.on or "–"), words.of(one.policy), one.reason])
    columns = [say(f"privacy-policy_{name}") for name in ("on", "what", "why")]
    return Table.of("policies", say("privacy-policy_title"), columns, rows)
