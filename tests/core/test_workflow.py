"""What may be done with a quarter in which state: the rules that everything asks, without a database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from dashboard.core import workflow
from dashboard.core.finding import CellAddress, Finding, Severity
from dashboard.core.ledger import Counts
from dashboard.core.quarter import Quarter
from dashboard.core.workflow import LONGEST, RevisionKind, Stage
from tests.make import COUNTS
from tests.refusals import refuses

NOW = datetime(2026, 11, 21, tzinfo=UTC)
MINE = Quarter(2026, 3)
WHY = "A storm closed the other line."
ASKS = Finding(rule="jump", severity=Severity.CONFIRM, place=CellAddress(), quarter="2026Q3", count="eligible")
STOPS = Finding(rule="percentage", severity=Severity.CRITICAL, place=CellAddress(), quarter="2026Q3")

change = partial(workflow.check_change, MINE, [Counts(COUNTS)])
REFUSED: dict[str, tuple[Callable[[], None], str]] = {
    "a file of nothing": (lambda: workflow.check_received([]), "critical findings"),
    "a file that stops": (lambda: workflow.check_received([(), (ASKS, STOPS)]), "critical findings"),
    "a quarter twice": (lambda: workflow.check_quarters([MINE, MINE - 1, MINE]), "names a quarter twice"),
    "no counts": (
        lambda: workflow.check_change(MINE, [], RevisionKind.FIRST, "", base=0, head=0),
        "2026Q3 has no counts",
    ),
    "an old base": (lambda: change(RevisionKind.ERROR, WHY, base=1, head=2), "stands at revision 2, not 1"),
    "a first correction": (lambda: change(RevisionKind.ERROR, WHY, base=0, head=0), "this is its first publication"),
    "a first publication again": (lambda: change(RevisionKind.FIRST, "", base=1, head=1), "is published. Say whether"),
    "a withdrawal by a file": (
        lambda: change(RevisionKind.WITHDRAWAL, WHY, base=1, head=1),
        "is published. Say whether",
    ),
    "a correction without a word": (
        lambda: change(RevisionKind.ERROR, " why ", base=1, head=1),
        "Say in a sentence why",
    ),
    "no answer": (lambda: workflow.check_answers([ASKS], {}), "1 finding still needs a written reason"),
    "no answers": (lambda: workflow.check_answers([ASKS, ASKS], {ASKS.key: "no"}), "2 findings still need a written"),
    "merging what was sent": (lambda: workflow.check_merge(Stage.SENT, 0), "before a quarter is sent"),
    "merging a correction": (lambda: workflow.check_merge(Stage.CHECKED, 1), "before a quarter is sent"),
    "a return without a word": (lambda: workflow.check_return(" "), "Say why it is returned"),
    "a release too far ahead": (
        lambda: workflow.check_release(NOW + LONGEST + timedelta(days=1), NOW),
        "at most 366 days ahead; 2027-11-23 is later",
    ),
    "a withdrawal without a word": (lambda: workflow.check_withdrawal("error"), "Say in a sentence why the quarter"),
    "one that waits": (
        lambda: workflow.check_base(MINE, base=1, head=2, waiting="2026-12-01"),
        "2026Q3 is already set to be released at 2026-12-01",
    ),
    "one that came between": (
        lambda: workflow.check_base(MINE, base=1, head=2, waiting=""),
        "Revision 2 of 2026Q3 was published after this file was checked against 1",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_may_not_be_is_refused_with_what_to_do(name: str) -> None:
    ask, said = REFUSED[name]
    with refuses(said):
        ask()


def test_what_may_be_is_not_refused() -> None:
    workflow.check_received([(ASKS,)])
    workflow.check_quarters([MINE, MINE - 1])
    change(RevisionKind.FIRST, "", base=0, head=0)
    change(RevisionKind.ERROR, WHY, base=2, head=2)
    workflow.check_answers([ASKS], {ASKS.key: WHY})
    workflow.check_merge(Stage.CHECKED, 0)
    workflow.check_return("The rows of July are missing.")
    workflow.check_release(None, NOW)
    workflow.check_release(NOW + LONGEST, NOW)
    workflow.check_withdrawal(WHY)
    workflow.check_base(MINE, base=2, head=2, waiting="")
