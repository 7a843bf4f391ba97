"""Recording that somebody outside a program checked figures of one revision, and critiques of figures."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, Engine
from sqlmodel import col, select

from dashboard.core import recording
from dashboard.core.evidence import Claim
from dashboard.core.figure import Number
from dashboard.core.keys import FigureId
from dashboard.core.measure import measure
from dashboard.core.people import Action, Refused, check_outside
from dashboard.core.plain import plain
from dashboard.core.publication import YEAR
from dashboard.core.reason import Reason, reason
from dashboard.core.record import PublicRecord
from dashboard.core.recording import Checked
from dashboard.core.verification import Check, Read
from dashboard.store import append, log_lines, public_record, references
from dashboard.store import tables as t
from dashboard.store.clock import now
from dashboard.store.single_rows import first
from dashboard.store.staff.makers import makers
from dashboard.store.staff.people import Acting, Caller, People
from dashboard.words import plainly


class Verifying:
    """Verifications and challenges of one database."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = now) -> None:
        self._engine, self._clock = engine, clock
        self._people = People(engine, clock)

    def record(self, who: Caller, checked: Checked, *insiders: str) -> int:
        """Record a verification of each figure; how many. Refused from inside the program, without a document, or for a
        figure that does not stand. `insiders` are further names by which the program's own organizations go."""
        with self._people.acting(who) as act:
            act.account.check(Action.VERIFY)
            checked = _plain(checked)
            checked = replace(checked, method=_marked(act, checked.method))
            public = public_record.check(act.connection, self._clock())
            check_outside(act.account, *insiders, *_inside(public, checked.program_id))
            recording.check_said(checked, self._clock().date())
            for figure_id, revision in checked.figures:
                recording.check_stands(_stands(public, figure_id), checked, figure_id, revision)
            held = (*public.verifications, *(v for p in public.published for v in p.figure.verifications))
            recording.check_new(held, act.account.organization, checked)
            verdict = reason("audit-agrees") if checked.agrees else reason("audit-differs", found=checked.found)
            many = len(checked.figures)
            subject = plainly(reason("audit-figures", program=checked.program_id, figures=many))
            verifier = _marked(act, act.account.organization)
            said = {"verifier": verifier, "program": checked.program_id, "figures": many}
            line = (
                reason("log-verify", **said) if checked.agrees else reason("log-differs", **said, found=checked.found)
            )
            event_id = self._event(act, "verify", checked.program_id, line)
            source_id = self._document(act.connection, event_id, act.account.organization, checked)
            for figure_id, revision in checked.figures:
                append.revise(
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
            public_record.check(act.connection, self._clock())
            act.audit(Action.VERIFY, subject, after=plainly(verdict), reason=f"{checked.title} ({told})")
            return len(checked.figures)

    def challenge(self, who: Caller, figure_id: str, statement: str, *, title: str, publisher: str, link: str) -> None:
        """Attach a published critique to a figure, with its link."""
        with self._people.acting(who) as act:
            act.account.check(Action.CHALLENGE)
            statement, title, publisher = (
                plain(text, what)
                for text, what in ((statement, "statement"), (title, "title"), (publisher, "publisher"))
            )
            recording.check_challenge(statement, title=title, publisher=publisher, link=link)
            event_id = self._event(act, "challenge", figure_id, reason("log-challenge", figure=figure_id))
            source_id = f"challenge_{hashlib.sha256(link.encode()).hexdigest()[:12]}"
            _source(act.connection, event_id, source_id, title=title, publisher=publisher, kind="critique", url=link)
            key, about = f"{figure_id}|{source_id}", {"figure_id": figure_id, "statement": statement.strip()[:600]}
            append.revise(act.connection, event_id, t.ChallengeRow, key, source_id=source_id, **about)
            public_record.check(act.connection, self._clock())
            act.audit(Action.CHALLENGE, figure_id, after=statement.strip(), reason=link)

    def _event(self, act: Acting, action: Literal["verify", "challenge"], subject: str, line: Reason) -> int:
        about = {"actor": act.account.public, "action": action, "subject": subject}
        return append.event(act.connection, at=self._clock(), line=line, **about)

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
        method=plain(checked.method, "method"),
        scope=plain(checked.scope, "scope"),
        found=plain(checked.found, "found"),
        title=plain(checked.title, "title"),
    )


def _marked(act: Acting, text: str) -> str:
    """A method or an organization as the public reads it: with the mark where an administrator could be whoever records
    a check."""
    return log_lines.of_one_maker(text, "outside") if makers(act.connection, act.account.account_id) else text


def _inside(public: PublicRecord, program_id: str) -> tuple[str, ...]:
    """The names by which a program's own organizations go. Refused where there is no such program."""
    program = public.program(program_id)
    if program is None:
        raise Refused(reason("refused-no_program", program=repr(program_id)))
    return references.own_names(program)


def _stands(public: PublicRecord, figure_id: str) -> Number | None:
    """A figure as it is public: published, or computed from the ledger."""
    if published := next((p.figure for p in public.published if p.figure_id == figure_id), None):
        return published
    named = FigureId.of(figure_id)
    if named is None:
        return None
    metric = public.catalogue.metrics.get(named.metric)
    row = public.row(named.program_id, named.quarter, named.call_type)
    before = public.row(named.program_id, named.quarter - YEAR, named.call_type)
    return measure(metric, row, year_before=before) if metric and row else None


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
    append.append(connection, event_id, t.SourceRow, source_id, 1, **about, **more)
