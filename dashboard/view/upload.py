"""The upload page: template, file, findings, draft, reasons, and off to be certified."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from dashboard import words
from dashboard.core.catalogue import Program
from dashboard.core.change import Change
from dashboard.core.finding import to_confirm
from dashboard.core.ledger import COUNTS
from dashboard.core.people import Account, Role
from dashboard.core.quarter import Quarter
from dashboard.core.under_other import INTO
from dashboard.core.workflow import Draft, Stage
from dashboard.intake import template
from dashboard.intake.check import Report, check, drafts_of, marked
from dashboard.intake.context import Context, Declared, context
from dashboard.intake.table import IGNORE
from dashboard.store import current
from dashboard.store.clock import now
from dashboard.store.staff.draft_rows import NewDraft
from dashboard.story import small_counts
from dashboard.view import desk, who
from dashboard.view.fragment import fragment
from dashboard.view.turn import stepping_aside
from dashboard.view.typed import sent, typed
from dashboard.voice import say
from dashboard.words import findings as spoken

_REVISIONS = (Change.ERROR, Change.PLANNED, Change.DEFINITION)
_CHECKED = "upload_checked"


@desk.page(Role.STAFF)
def upload(account: Account) -> None:
    """Everything staff do in a quarter, from top to bottom."""
    record = current.record()
    programs = [p for p in record.programs_in_order() if p.program_id in account.programs]
    if not programs:
        desk.note(say("staff-no_program"))
        return
    program = st.selectbox(say("pick-program"), programs, format_func=words.title) if len(programs) > 1 else programs[0]
    about = context(record, program, today=now().date(), declared=_declared(program))
    desk.note(say("staff-upload_about", program=words.title(program)))
    _returned(program)
    desk.heading(say("staff-step_template"))
    _template(about)
    desk.heading(say("staff-step_file"))
    _file(program, about)
    desk.heading(say("staff-step_drafts"))
    _drafts(program)


def _returned(program: Program) -> None:
    """What the certifier asked to be changed, where nothing newer of that quarter has been uploaded."""
    seen: set[Quarter] = set()
    for draft in current.store().drafts.of(who.signed()):
        if draft.program_id == program.program_id and draft.quarter not in seen:
            seen.add(draft.quarter)
            if draft.stage is Stage.RETURNED:
                why = draft.steps[-1].detail
                desk.note(say("staff-was_returned", quarter=words.of(draft.quarter), why=why), role="alert")


def _declared(program: Program) -> Declared:
    """Which eligibility rule the counts were made under; the last one unless somebody says otherwise."""
    submissions = [s for s in current.record().submissions if s.program_id == program.program_id]
    last = max(submissions, key=lambda s: s.quarter, default=None)
    with st.expander(say("staff-rule")):
        version = st.number_input(say("staff-rule_version"), 1, 99, last.rule_version if last else 1)
        note = typed(
            say("staff-rule_note"), f"rule-{program.program_id}", "note", most=400, given=last.rule_note if last else ""
        )
    return Declared(rule_version=int(version), rule_note=note)


def _template(about: Context) -> None:
    newest = Quarter.containing(about.today) - 1
    options = [str(newest - back) for back in range(8)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        picked = Quarter.parse(st.selectbox(say("pick-quarter"), options, width=200))
        name = f"{about.program.program_id}-{picked}"
        for kind, make in (("xlsx", template.as_workbook), ("csv", template.as_csv)):
            st.download_button(
                say("staff-template", kind=kind),
                partial(make, about, picked),
                file_name=f"{name}.{kind}",
                on_click="ignore",
                key=f"template-{kind}",
            )


def _file(program: Program, about: Context) -> None:
    given = st.file_uploader(say("staff-file"), key="upload_file")
    if given is None:
        return
    body = given.getvalue()
    names = current.store().drafts.column_names(program.program_id)
    report = _checked(body, about, names)
    if report.taken:
        desk.note(say("staff-taken", quarters=", ".join(words.of(q) for q in report.taken)))
    desk.findings(report.findings)
    if report.quarters and any(f.place.row for f in report.findings):
        st.download_button(
            say("staff-marked"),
            partial(_marked, body, report),
            file_name=f"marked-{given.name.rsplit('.', 1)[0][:80]}.xlsx",
            on_click="ignore",
        )
    if names and st.button(say("staff-forget", names=", ".join(names))):
        desk.attempt(partial(_forget, program))
    if report.unknown:
        _name_columns(program, report.unknown)
    if report.clean:
        _keep(program, about, report, given.name, body)


def _checked(body: bytes, about: Context, names: dict[str, str]) -> Report:
    """The report on these bytes, made once while the page is open."""
    declared = (about.declared.rule_version, current.record().version)
    key = (hashlib.sha256(body).hexdigest(), about.program.program_id, declared, tuple(sorted(names.items())))
    kept: tuple[object, Report] | None = st.session_state.get(_CHECKED)
    if kept and kept[0] == key:
        return kept[1]
    with st.spinner(say("staff-reading")), stepping_aside():
        received = current.store().counted(about.program.program_id)
        report = check(body, replace(about, counted=received), names)
    st.session_state[_CHECKED] = (key, report)
    return report


def _marked(body: bytes, report: Report) -> bytes:
    return marked(body, report.findings) or b""


def _name_columns(program: Program, unknown: tuple[str, ...]) -> None:
    """Ask once what a program's own headings stand for."""
    with st.form("columns"):
        st.html(f"<p>{say('staff-columns')}</p>")
        options = ["call_type", "quarter", *COUNTS, IGNORE]
        named = {key: words.count(key) for key in COUNTS} | {
            IGNORE: say("staff-ignore"),
            "call_type": say("pick-call_type"),
            "quarter": say("pick-quarter"),
        }
        picked: dict[str, str] = {}
        for number, heading in enumerate(unknown, 1):
            st.html(f"<p><b>{escape(heading[:80])}</b></p>")
            label = say("staff-column", number=number)
            chosen = st.selectbox(
                label, options, index=None, format_func=lambda k: named.get(k, k), key=f"column-{number}"
            )
            if chosen:
                picked[heading] = chosen
        if st.form_submit_button(say("staff-columns_keep")):
            desk.attempt(partial(_remember, program, picked))


def _forget(program: Program) -> str:
    current.store().drafts.forget_columns(who.signed(), program.program_id)
    return say("staff-forgotten")


def _remember(program: Program, picked: dict[str, str]) -> str:
    current.store().drafts.remember_columns(who.signed(), program.program_id, picked)
    return say("staff-columns_kept")


@fragment
def _keep(program: Program, about: Context, report: Report, name: str, body: bytes) -> None:
    """Make drafts of a file that nothing stands against."""
    drafts = current.store().drafts
    heads = {q.quarter: drafts.head(program.program_id, q.quarter) for q in report.quarters}
    change, reason = Change.FIRST, ""
    revised = [q for q, head in heads.items() if head]
    place = f"keep-{program.program_id}"
    with st.container(border=True):
        told = ", ".join(words.of(q.quarter) for q in report.quarters)
        st.html(f"<p>{escape(say('staff-ready', quarters=told))}</p>")
        if revised:
            change = st.selectbox(say("staff-change"), _REVISIONS, format_func=words.of)
            reason = typed(say("staff-change_reason"), place, "reason", most=1000)
        if st.button(say("staff-keep"), type="primary", key="keep"):
            new = drafts_of(report, heads, about.declared, change, reason)
            desk.attempt(partial(_receive, program, name, body, new))


def _receive(program: Program, name: str, body: bytes, new: list[NewDraft]) -> str:
    received = current.store().drafts.receive(who.signed(), program.program_id, name, body, new)
    sent(f"keep-{program.program_id}")
    of = current.store().drafts.get
    numbers = ", ".join(f"{n} ({words.of(of(who.signed(), n).quarter)})" for n in received.drafts)
    return say("staff-same_bytes" if received.again else "staff-kept", numbers=numbers)


def _drafts(program: Program) -> None:
    drafts = [d for d in current.store().drafts.of(who.signed()) if d.program_id == program.program_id]
    if not drafts:
        desk.note(say("staff-no_drafts"))
        return
    mine = [d for d in drafts if d.stage.open]
    if mine:
        picked = st.selectbox(say("staff-pick_draft"), mine, format_func=desk.draft_words)
        desk.draft_details(picked)
        if picked.stage is Stage.CHECKED:
            _merge(picked)
            _send(picked)
        if st.button(say("staff-discard"), key=f"discard-{picked.draft_id}"):
            desk.attempt(partial(_discard, picked))
    desk.drafts(drafts)


def _merge(draft: Draft) -> None:
    """Offer to count small call types under Other, where that shows more than withholding them."""
    record = current.record()
    if draft.base_revision:
        return
    found = small_counts.offer(record, draft)
    name = partial(words.call_type, record.catalogue)
    with st.expander(say("privacy-merge_title"), expanded=found is not None, key=f"merging-{draft.draft_id}"):
        shown = small_counts.shown(record, draft)
        if found:
            names = ", ".join(map(name, found.kinds))
            told = say("privacy-merge_about", names=names, with_it=found.with_it, without=found.without)
        else:
            told = say("privacy-merge_none", without=shown)
        desk.note(told)
        with st.form(f"merge-{draft.draft_id}", border=False):
            kinds = [kind for kind in draft.counts if kind != INTO]
            picked = st.multiselect(
                say("privacy-merge_pick"),
                kinds,
                default=list(found.kinds) if found else [],
                format_func=name,
                key=f"merge-kinds-{draft.draft_id}",
            )
            if st.form_submit_button(say("privacy-merge")):
                desk.attempt(partial(_merged, draft, picked))


def _merged(draft: Draft, kinds: list[str]) -> str:
    number = current.store().drafts.merge(who.signed(), draft.draft_id, kinds)
    return say("privacy-merged", number=number)


@fragment
def _send(draft: Draft) -> None:
    """A written reason for each question, then to the certifier."""
    place = _place(draft)
    with st.container(border=True):
        reasons = {
            f.key: typed(f"{spoken.found(f)} {say('staff-why')}", place, f.key, most=400)
            for f in to_confirm(draft.findings)
        }
        if st.button(say("staff-send"), type="primary", key=f"send-{draft.draft_id}"):
            desk.attempt(partial(_sent, draft, reasons))


def _place(draft: Draft) -> str:
    return f"send-{draft.draft_id}"


def _sent(draft: Draft, reasons: dict[str, str]) -> str:
    current.store().drafts.send(who.signed(), draft.draft_id, reasons)
    sent(_place(draft))
    return say("staff-sent", quarter=words.of(draft.quarter))


def _discard(draft: Draft) -> str:
    current.store().drafts.discard(who.signed(), draft.draft_id)
    sent(_place(draft))
    return say("staff-discarded", number=draft.draft_id)
