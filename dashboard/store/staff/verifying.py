"""Recording that somebody outside a program checked figures of one revision, and critiques of figures."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Connection, Engine
from sqlmodel import col, select

from dashboard import words
from dashboard.core.evidence import Claim
from dashboard.core.figure import Figure, Withheld
from dashboard.core.keys import FigureId
from dashboard.core.measure import measure
from dashboard.core.people import Action, Refused, check_outside
from dashboard.core.plain import hidden, plain
from dashboard.core.publication import YEAR
from dashboard.core.record import PublicRecord
from dashboard.core.verification import Check, Read, Relation
from dashboard.store import appending, reading, references
from dashboard.store import tables as t
from dashboard.store.clock import now
from dashboard.store.staff.people import Acting, People, Signed
from dashboard.store.staff.rows import first

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


class Verifying:
    """Verifications and challenges of one database."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = now) -> None:
        self._engine, self._clock = engine, clock
        self._people = People(engine, clock)

    def record(self, who: Signed, checked: Checked, *insiders: str) -> int:
        """Record a verification of each figure; how many. Refused from inside the program, without a document, or for a
        figure that does not stand. `insiders` are further names by which the program's own organizations go."""
        with self._people.acting(who) as act:
            act.account.check(Action.VERIFY)
            checked = _plain(checked)
            public = reading.check(act.connection, self._clock())
            check_outside(act.account, *insiders, *_inside(public, checked.program_id))
            _check(checked, self._clock().date())
            for figure_id, revision in checked.figures:
                _check_stands(public, checked, figure_id, revision)
            _check_new(public, act.account.organization, checked)
            verdict = "agrees" if checked.agrees else f"differs: {checked.found}"
            many = len(checked.figures)
            subject = f"{checked.program_id}: {many} {'figure' if many == 1 else 'figures'}"
            event_id = self._event(
                act, "verify", checked.program_id, f"{act.account.organization}, {subject}: {verdict}"
            )
            source_id = self._document(act.connection, event_id, act.account.organization, checked)
            for figure_id, revision in checked.figures:
                appending.revise(
                    act.connection,
                    event_id,
                    t.VerificationRow,
                    f"{figure_id}|{revision}|{act.account.organization}",
                    figure_id=figure_id,
                    figure_revision=revision,
                    verifier=act.account.organization,
                    method=checked.method,
                    claim=Claim.COUNT.value,
                    scope=checked.scope,
                    agrees=checked.agrees,
                    found=checked.found,
                    source_id=source_id,
                    dated=checked.dated.isoformat(),
                    document_sha256=checked.document_sha256,
                    kind=Check.RECOUNT.value,
                    read=Read.FULL.value,
                    relation=checked.relation.value,
                )
            told = ", ".join(f"{name} r{revision}" for name, revision in checked.figures)
            reading.check(act.connection, self._clock())
            act.audit(Action.VERIFY, subject, after=verdict, reason=f"{checked.title} ({told})")
            return len(checked.figures)

    def challenge(self, who: Signed, figure_id: str, statement: str, *, title: str, publisher: str, link: str) -> None:
        """Attach a published critique to a figure, with its link."""
        with self._people.acting(who) as act:
            act.account.check(Action.CHALLENGE)
            statement, title, publisher = (
                plain(text, what)
                for text, what in ((statement, "The statement"), (title, "The title"), (publisher, "The publisher"))
            )
            _check_link(link)
            if len(statement.strip()) < 20 or not title.strip() or not publisher.strip():
                raise Refused("A challenge needs its statement in a sentence, and title and publisher of the document.")
            event_id = self._event(act, "challenge", figure_id, figure_id)
            source_id = f"challenge_{hashlib.sha256(link.encode()).hexdigest()[:12]}"
            _source(act.connection, event_id, source_id, title=title, publisher=publisher, kind="critique", url=link)
            key, about = f"{figure_id}|{source_id}", {"figure_id": figure_id, "statement": statement.strip()[:600]}
            appending.revise(act.connection, event_id, t.ChallengeRow, key, source_id=source_id, **about)
            reading.check(act.connection, self._clock())
            act.audit(Action.CHALLENGE, figure_id, after=statement.strip(), reason=link)

    def _event(self, act: Acting, action: Literal["verify", "challenge"], subject: str, note: str) -> int:
        about = {"actor": act.account.public, "action": action, "subject": subject, "note": note}
        return appending.event(act.connection, at=self._clock(), **about)

    def _document(self, connection: Connection, event_id: int, organization: str, checked: Checked) -> str:
        source_id = f"document_{checked.document_sha256[:12]}"
        _source(
            connection,
            event_id,
            source_id,
            title=checked.title,
            publisher=organization,
            kind="verifier",
            url=checked.link,
            published=checked.dated.isoformat(),
            accessed=self._clock().date().isoformat(),
            sha256=checked.document_sha256,
        )
        return source_id


def _plain(checked: Checked) -> Checked:
    """The same, each text as it is kept; a link has no room for a break."""
    return replace(
        checked,
        method=plain(checked.method, "The method"),
        scope=plain(checked.scope, "The scope"),
        found=plain(checked.found, "The value found"),
        title=plain(checked.title, "The title"),
    )


def _inside(public: PublicRecord, program_id: str) -> tuple[str, ...]:
    """The names by which a program's own organizations go. Refused where there is no such program."""
    program = public.program(program_id)
    if program is None:
        raise Refused(f"There is no program {program_id!r} on record.")
    return references.own_names(program)


def _check_stands(public: PublicRecord, checked: Checked, figure_id: str, revision: int) -> None:
    """Refused unless this very revision of a figure of this program is what the public sees, with a number, and another
    document says it than the one that is to check it."""
    program_id, dated = checked.program_id, checked.dated
    stands = next((p.figure for p in public.published if p.figure_id == figure_id), None)
    stands = stands or _computed(public, figure_id)
    if not isinstance(stands, Figure) or stands.program_id != program_id:
        raise Refused(f"{figure_id!r} is not a published figure of {program_id}. Pick one that has a number.")
    if stands.revision != revision:
        raise Refused(f"{figure_id} stands at revision {stands.revision}, not {revision}. Check what is public now.")
    if stands.period.end and dated < stands.period.end:
        raise Refused(
            f"The document is dated {dated}, before the end of {words.of(stands.period)}. It cannot be a check of "
            f"{figure_id}; give the day of the document that checks it."
        )
    if any(s.sha256 == checked.document_sha256 or s.url == checked.link for s in stands.sources):
        raise Refused(f"{figure_id} is quoted from this very document. Name one of somebody else that checks it.")


def _check_new(public: PublicRecord, organization: str, checked: Checked) -> None:
    """Refused if the same organization has recorded this very finding of these very revisions before."""
    held = {
        (v.figure_id, v.revision, v.agrees, v.found)
        for v in (*public.verifications, *(v for p in public.published for v in p.figure.verifications))
        if v.verifier == organization
    }
    if all((name, revision, checked.agrees, checked.found) in held for name, revision in checked.figures):
        raise Refused("This is on record already, with the same finding of the same revisions. Nothing was changed.")


def _computed(public: PublicRecord, figure_id: str) -> Figure | Withheld | None:
    """A figure computed from the ledger, by its id."""
    named = FigureId.of(figure_id)
    if named is None:
        return None
    metric = public.catalogue.metrics.get(named.metric)
    row = public.row(named.program_id, named.quarter, named.call_type)
    before = public.row(named.program_id, named.quarter - YEAR, named.call_type)
    return measure(metric, row, year_before=before) if metric and row else None


def _check(checked: Checked, today: date) -> None:
    if not checked.figures:
        raise Refused("Pick at least one figure.")
    if checked.dated > today:
        raise Refused(f"The document is dated {checked.dated}, which is still to come. Give the day it was published.")
    if len(checked.method.strip()) < 5 or len(checked.scope.strip()) < 10 or len(checked.title.strip()) < 5:
        raise Refused("A verification says its method, its scope in a sentence, and the title of the public document.")
    if not checked.agrees and not checked.found.strip():
        raise Refused("A finding that differs gives the value that was found.")
    if not _SHA256.match(checked.document_sha256):
        raise Refused("Give the SHA-256 of the document: 64 hexadecimal digits (sha256sum FILE prints them).")
    _check_link(checked.link)


def _check_link(link: str) -> None:
    if found := hidden(link):
        raise Refused(f"The link holds a character that cannot be seen: {found}. Copy it again.")
    if not link.startswith(("http://", "https://")):
        raise Refused(f"A link starts with http:// or https://, found {link[:40]!r}.")


def _source(
    connection: Connection,
    event_id: int,
    source_id: str,
    *,
    title: str,
    publisher: str,
    kind: str,
    url: str,
    published: str = "",
    accessed: str = "",
    sha256: str = "",
) -> None:
    if first(connection, select(t.SourceRow).where(col(t.SourceRow.key) == source_id)):
        return
    about = {"title": title[:300], "publisher": publisher[:200], "publisher_kind": kind, "url": url[:500]}
    more = {"published": published, "notes": "", "accessed": accessed, "sha256": sha256, "source_id": source_id}
    appending.append(connection, event_id, t.SourceRow, source_id, 1, **about, **more)
