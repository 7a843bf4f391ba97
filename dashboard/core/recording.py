"""What somebody outside a program says of its figures, or against them, and when it can go on record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.core.evidence import is_name
from dashboard.core.figure import Number
from dashboard.core.people import Refused
from dashboard.core.plain import hidden
from dashboard.core.reason import reason
from dashboard.core.standing import quoted
from dashboard.core.verification import Relation, Verification

_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a verifier says of some figures, all of one program."""

    program_id: str
    figures: Sequence[tuple[str, int]]  # id and revision
    method: str
    relation: Relation
    scope: str
    agrees: bool
    found: str
    title: str
    link: str
    document_sha256: str
    dated: date


def check_said(checked: Checked, today: date) -> None:
    """Refused unless a verification names figures, a document of a day that has come, how it was checked and what was
    found."""
    if not checked.figures:
        raise Refused(reason("refused-no_figure"))
    if checked.dated > today:
        raise Refused(reason("refused-dated", day=str(checked.dated)))
    if len(checked.method.strip()) < 5 or len(checked.scope.strip()) < 10 or len(checked.title.strip()) < 5:
        raise Refused(reason("refused-said"))
    if not checked.agrees and not checked.found.strip():
        raise Refused(reason("refused-differs"))
    if checked.agrees and checked.found.strip():
        raise Refused(reason("refused-agrees", found=repr(checked.found)))
    if not _SHA256.match(checked.document_sha256):
        raise Refused(reason("refused-sha256"))
    check_link(checked.link)


def check_challenge(statement: str, *, title: str, publisher: str, link: str) -> None:
    """Refused for a challenge without a statement, or without the document that it stands in."""
    check_link(link)
    if len(statement.strip()) < 20 or not is_name(title) or not is_name(publisher):
        raise Refused(reason("refused-challenge"))


def check_link(link: str) -> None:
    """Refused for a link that no browser would follow, or that holds a character that cannot be seen."""
    if found := hidden(link):
        raise Refused(reason("refused-hidden_link", found=found))
    if not link.startswith(("http://", "https://")):
        raise Refused(reason("refused-no_link", found=repr(link[:40])))


def check_stands(stands: Number | None, checked: Checked, figure_id: str, revision: int) -> None:
    """Refused unless this very revision of a figure of this program is what the public sees, with a number, and another
    document says it than the one that is to check it."""
    if stands is None or not stands.is_known or stands.program_id != checked.program_id:
        raise Refused(reason("refused-figure", figure=repr(figure_id), program=checked.program_id))
    if stands.revision != revision:
        revisions = {"stands": str(stands.revision), "revision": str(revision)}
        raise Refused(reason("refused-figure_revision", figure=figure_id, **revisions))
    if stands.period.end and checked.dated < stands.period.end:
        raise Refused(reason("refused-too_early", day=str(checked.dated), period=stands.period, figure=figure_id))
    if why := quoted(stands.standing.basis, sha256=checked.document_sha256, url=checked.link):
        raise Refused(reason("refused-quoted", figure=figure_id, why=why))


def check_new(held: Iterable[Verification], organization: str, checked: Checked) -> None:
    """Refused if the same organization has recorded this very finding of these very revisions before."""
    own = {(v.figure_id, v.revision, v.agrees, v.found) for v in held if v.verifier == organization}
    if all((name, revision, checked.agrees, checked.found) in own for name, revision in checked.figures):
        raise Refused(reason("refused-again"))
