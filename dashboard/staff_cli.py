"""What the staff commands do: the same checks and operations as the pages, through the same code."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import typer

from dashboard import words
from dashboard.core.catalogue import Program
from dashboard.core.change import RevisionKind
from dashboard.core.finding import to_confirm
from dashboard.core.people import Account, Role
from dashboard.core.privacy.disclosure import Policy
from dashboard.core.quarter import Quarter
from dashboard.core.workflow import Draft, Stage
from dashboard.intake import template as templates
from dashboard.intake.check import Report, drafts_of
from dashboard.intake.check import check as check_file
from dashboard.intake.context import Context, Declared, context
from dashboard.settings import WrongCommand, settings
from dashboard.store import current
from dashboard.store.clock import now
from dashboard.store.staff.audit import Broken
from dashboard.store.staff.draft_rows import NewDraft
from dashboard.store.staff.people import Caller
from dashboard.story.staff.findings import findings_csv, findings_sentence
from dashboard.voice import say
from dashboard.words import findings as spoken

CLEAN, CRITICAL, CONFIRM = 0, 1, 2
MOST_FINDINGS = 200


def _program(program_id: str) -> Program:
    found = current.record().program(program_id)
    if found is None:
        known = ", ".join(p.program_id for p in current.record().programs_in_order())
        raise WrongCommand(f"There is no program {program_id!r}. Use --program with one of {known}.")
    return found


def _context(program_id: str, rule_version: int = 1) -> Context:
    declared = Declared(rule_version=rule_version)
    program, received = _program(program_id), current.store().drafts.counted(None, program_id)
    return context(current.record(), program, today=now().date(), declared=declared, received=received)


def _report(file: Path, about: Context) -> tuple[bytes, Report]:
    try:
        body = file.read_bytes()
    except OSError as error:
        raise WrongCommand(f"{file} cannot be read: {error.strerror}. Name a file that is there.") from None
    names = current.store().column_names.of(about.program.program_id)
    return body, check_file(body, about, names)


def _exit(report: Report) -> int:
    return CRITICAL if not report.clean else CONFIRM if to_confirm(report.findings) else CLEAN


def _taken(report: Report, about: Context) -> str:
    """Which quarters were read from the file, and of which there is something to correct."""
    said = f"Quarters in the file: {', '.join(words.of(q) for q in report.taken) or 'none'}."
    there = ", ".join(words.of(q) for q in report.taken if about.stands(q))
    return f"{said} {say('staff-published_already', quarters=there)}" if there else said


def _print(report: Report, about: Context) -> None:
    typer.echo(_taken(report, about))
    typer.echo(findings_sentence(report.findings))
    for one in report.findings:
        typer.echo(f"{one.severity.icon} {words.of(one.severity)}: {spoken.whole(one)}")


def check(file: Path, program_id: str, *, rule_version: int, as_json: bool) -> int:
    """Print the quarters of the file and every finding; 0 clean, 1 critical, 2 to confirm. As JSON the findings, each
    with its quarter, stand alone on standard output."""
    about = _context(program_id, rule_version)
    _, report = _report(file, about)
    if as_json:
        typer.echo(_taken(report, about), err=True)
        typer.echo(json.dumps(findings_csv(report.findings), ensure_ascii=False, indent=1))
    else:
        _print(report, about)
    return _exit(report)


def template(out: Path, program_id: str, quarter: str) -> None:
    """Write a template."""
    try:
        asked = Quarter.parse(quarter)
    except ValueError as error:
        raise WrongCommand(str(error)) from None
    make = {".xlsx": templates.as_workbook, ".csv": templates.as_csv}.get(out.suffix.lower())
    if make is None:
        raise WrongCommand(f"{out.name} is neither .xlsx nor .csv. Name the file with one of the two.")
    out.write_bytes(make(_context(program_id), asked))
    typer.echo(f"Template of {program_id} for {asked} written to {out}.")


def submit(file: Path, program_id: str, email: str, *, rule_version: int, change: str, reason: str, why: str) -> int:
    """Check a file, keep its drafts and send them; 1 and nothing kept if anything critical was found, 2 if a draft
    was kept that still needs its reasons. Run again after it was cut short, it sends what it had kept, whatever became
    of the rest in between."""
    about = _context(program_id, rule_version)
    body, report = _report(file, about)
    _print(report, about)
    if not report.clean:
        return CRITICAL
    drafts, who = current.store().drafts, Caller(email=email)
    kept = drafts.held(who, program_id, body)
    heads = {draft.quarter: draft.base_revision for draft in kept if draft.stage is Stage.CHECKED}
    if not kept:
        heads = {q.quarter: drafts.head(program_id, q.quarter) for q in report.quarters}
    public = [quarter for quarter, head in heads.items() if head]
    changed = _change(change, public) if public else RevisionKind.FIRST
    new = drafts_of(report, heads, about.declared, changed, reason)
    if not kept:
        received = drafts.receive(who, program_id, file.name, body, new)
        kept = [drafts.get(who, number) for number in received.drafts]
    left = [draft for draft in kept if draft.stage is Stage.CHECKED]  # all, unless an earlier run was cut short
    if not left:
        told = ", ".join(f"{d.draft_id} ({words.of(d.quarter)}, {words.of(d.stage)})" for d in kept)
        typer.echo(f"These very bytes were uploaded before, as draft {told}. Nothing was changed.")
        return CLEAN
    _check_same(left, new)
    numbers = ", ".join(f"{draft.draft_id} ({words.of(draft.quarter)})" for draft in left)
    if any(to_confirm(draft.findings) for draft in left) and not why:
        typer.echo(f"Kept as draft {numbers}; give --why to answer the findings, or answer them on the upload page.")
        return CONFIRM
    for draft in left:
        drafts.send(who, draft.draft_id, {f.key: why for f in draft.findings})
    typer.echo(f"Draft {numbers} sent to be certified by a second person.")
    return CLEAN


def _check_same(kept: Sequence[Draft], new: Sequence[NewDraft]) -> None:
    """WrongCommand if the drafts that an earlier run kept of this file say something else of it than this run does."""
    said = {n.quarter: (n.change, n.reason.strip(), n.rule_version) for n in new}
    for draft in kept:
        if (draft.change, draft.reason, draft.rule_version) != said.get(draft.quarter):
            raise WrongCommand(
                f"Draft {draft.draft_id} was kept of these very bytes, with another --change, --reason or "
                "--rule-version. Give the same as then to send it, or discard it on the upload page first."
            )


def _change(named: str, public: Sequence[Quarter]) -> RevisionKind:
    """WrongCommand unless it is said why these quarters are revised, which are published already."""
    try:
        return words.change_named(named)
    except ValueError:
        known = ", ".join(
            repr(words.of(c)) for c in RevisionKind if c not in (RevisionKind.FIRST, RevisionKind.WITHDRAWAL)
        )
        told = f"{' and '.join(map(words.of, public))} {'is' if len(public) == 1 else 'are'} published"
        what = "it is" if len(public) == 1 else "they are"
        raise WrongCommand(f"{told}. Say why {what} revised with --change and one of {known}.") from None


def add_account(email: str, name: str, role: str, title: str, organization: str, programs: list[str]) -> None:
    """Make an account; its one-time link on standard output."""
    for program_id in programs:
        _program(program_id)
    try:
        known = Role(role)
    except ValueError as error:
        raise WrongCommand(f"{error}. Roles are {', '.join(Role)}.") from None
    account = Account(
        account_id=0,
        email=email,
        name=name,
        role=known,
        title=title,
        organization=organization,
        programs=frozenset(programs),
    )
    _link(current.store().people.add(account))


def invite(email: str) -> None:
    """A new one-time link for an account."""
    _link(current.store().people.invite(email))


def _link(token: str) -> None:
    base = settings().public_url.rstrip("/") or "http://127.0.0.1:8501"
    typer.echo(f"{base}/account/set-up?token={token}")
    typer.echo("The link works once, for three days. Send it by a way you trust.", err=True)


def close(email: str) -> None:
    """Close an account at once."""
    current.store().people.close(email)
    typer.echo(f"The account of {email} is closed, also in tabs that are open.")


def set_policy(email: str, smallest: int, exact_from: str, reason: str) -> None:
    """Decide what is too small to show from now on."""
    if exact_from != "never" and not exact_from.isdecimal():
        raise WrongCommand(f"--exact-from takes a number of eligible calls or never, found {exact_from!r}.")
    try:
        new = Policy(smallest=smallest, exact_from=None if exact_from == "never" else int(exact_from))
    except ValueError as wrong:
        raise WrongCommand(f"{wrong}: found --smallest {smallest} --exact-from {exact_from}.") from None
    current.store().set_policy(Caller(email=email), new, reason)
    typer.echo(f"From now on {words.of(new)}.")


def verify_audit() -> int:
    """Say whether the audit log and every row that is never changed hold; 1 if one does not."""
    people = current.store().people
    chain, (rows, wrong) = people.verify_audit(), people.verify_rows()
    if isinstance(chain, Broken):
        wrong.insert(0, f"the audit log is broken at line {chain.number}: {words.of(chain.why)}")
    for one in wrong[:MOST_FINDINGS]:
        typer.echo(f"fourth-option: {one}.", err=True)
    if wrong:
        typer.echo(f"{len(wrong)} in all. Put a backup in the place of the database.", err=True)
        return 1
    typer.echo(f"The audit log holds: {chain} lines. {rows:,} rows are what was written.")
    return 0
