"""The steps with a file: choose it, match its columns, fix what was found, and make drafts of it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import partial

import streamlit as st

from dashboard import words
from dashboard.core.catalogue import Program
from dashboard.core.change import RevisionKind
from dashboard.core.ledger import COUNTS
from dashboard.core.people import Refused
from dashboard.core.quarter import Quarter
from dashboard.core.reason import reason
from dashboard.intake import template
from dashboard.intake.check import Report, annotated_copy, check, drafts_of
from dashboard.intake.context import Context
from dashboard.intake.table import IGNORE
from dashboard.store import current
from dashboard.store.faults import ANSWERED, in_words
from dashboard.store.staff.chosen_files import ChosenFile
from dashboard.store.staff.draft_rows import NewDraft
from dashboard.story.html import fill
from dashboard.view import signed_in
from dashboard.view.fragment import fragment
from dashboard.view.put import put
from dashboard.view.rerun_lock import stepping_aside
from dashboard.view.staff import fields, parts
from dashboard.voice import say

_REVISIONS = (RevisionKind.ERROR, RevisionKind.PLANNED, RevisionKind.DEFINITION)
_CHECKED = "upload_checked"
_TAKEN = "upload_taken"  # which file of the uploader was kept already, by its id
_DONE = "upload_done"  # how many files this page is done with: the uploader begins anew after each


def choose(program: Program, about: Context) -> ChosenFile | None:
    """The template to fill in, and the file that was chosen: it stays until it is made drafts of or put aside."""
    _template(about)
    files = current.store().chosen_files
    given = st.file_uploader(say("staff-file"), key=f"upload_file-{st.session_state.get(_DONE, 0)}")
    if given is not None and st.session_state.get(_TAKEN) != given.file_id:
        chosen = ChosenFile(given.name, given.getvalue())
        try:
            files.keep(signed_in.signed(), program.program_id, chosen.name, chosen.body)
        except ANSWERED as wrong:  # it is checked all the same, and is not there tomorrow
            st.warning(in_words(wrong))
            return chosen
        st.session_state[_TAKEN] = given.file_id
    kept = files.of(signed_in.signed(), program.program_id)
    if kept is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            parts.note(say("staff-chosen", name=kept.name))
            if st.button(say("staff-put_aside"), key="put-aside"):
                parts.attempt(partial(_put_aside, program))
    return kept


def _put_aside(program: Program) -> str:
    _begin_again(program)
    return say("staff-was_put_aside")


def _begin_again(program: Program) -> None:
    current.store().chosen_files.forget(signed_in.signed(), program.program_id)
    st.session_state[_DONE] = st.session_state.get(_DONE, 0) + 1


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


def checked(about: Context, names: dict[str, str], chosen: ChosenFile) -> Report:
    """What the check says of a file, with the names that the program gave to its own columns; made once while the page
    is open."""
    program_id = about.program.program_id
    received = current.store().drafts.counted(signed_in.signed(), program_id)
    rests_on = (about.declared.rule_version, current.record().version, about.today, repr(received))
    key = (hashlib.sha256(chosen.body).hexdigest(), program_id, rests_on, tuple(sorted(names.items())))
    kept: tuple[object, Report] | None = st.session_state.get(_CHECKED)
    if kept and kept[0] == key:
        return kept[1]
    with st.spinner(say("staff-reading")), stepping_aside():
        report = check(chosen.body, replace(about, counted=received), names)
    st.session_state[_CHECKED] = (key, report)
    return report


def match(program: Program, names: dict[str, str], report: Report) -> None:
    """Ask once what a program's own headings stand for; what was said of others can be forgotten."""
    if names and st.button(say("staff-forget", names=", ".join(names))):
        parts.attempt(partial(_forget, program))
    if report.unknown:
        _name_columns(program, report.unknown)


@fragment
def _name_columns(program: Program, unknown: tuple[str, ...]) -> None:
    with st.container(border=True, key="columns"):
        put(fill("<p>{}</p>", say("staff-columns")))
        options = ["call_type", "quarter", *COUNTS, IGNORE]
        named = {key: words.count(key) for key in COUNTS} | {
            IGNORE: say("staff-ignore"),
            "call_type": say("pick-call_type"),
            "quarter": say("pick-quarter"),
        }
        picked: dict[str, str] = {}
        for number, heading in enumerate(unknown, 1):
            put(fill("<p><b>{}</b></p>", heading[:80]))
            label = say("staff-column", number=number)
            place, field = _columns(program), f"{number} {heading[:80]}"
            chosen = fields.one_of(label, options, place, field, words=lambda key: named.get(key, key))
            if chosen:
                picked[heading] = chosen
        if st.button(say("staff-columns_keep")):
            parts.attempt(partial(_remember, program, picked))


def _columns(program: Program) -> str:
    return f"columns-{program.program_id}"


def _forget(program: Program) -> str:
    current.store().column_names.forget(signed_in.signed(), program.program_id)
    return say("staff-forgotten")


def _remember(program: Program, picked: dict[str, str]) -> str:
    current.store().column_names.keep(signed_in.signed(), program.program_id, picked)
    fields.sent(_columns(program))
    return say("staff-columns_kept")


def fix(program: Program, about: Context, report: Report, chosen: ChosenFile) -> None:
    """What was found, as a table and in a copy of the file; and drafts, once nothing stands against them."""
    if report.taken:
        told = say("staff-taken", quarters=", ".join(words.of(q) for q in report.taken))
        if there := ", ".join(words.of(q) for q in report.taken if about.stands(q)):
            told += " " + say("staff-published_already", quarters=there)
        parts.note(told)
    parts.findings(report.findings)
    if report.quarters and any(f.place.row for f in report.findings):
        st.download_button(
            say("staff-marked"),
            partial(_marked, chosen.body, report),
            file_name=f"marked-{chosen.name.rsplit('.', 1)[0][:80]}.xlsx",
            on_click="ignore",
        )
    if report.clean:
        _keep(program, about, report, chosen)


def _marked(body: bytes, report: Report) -> bytes:
    return annotated_copy(body, report.findings) or b""


@fragment
def _keep(program: Program, about: Context, report: Report, chosen: ChosenFile) -> None:
    """Make drafts of a file that nothing stands against."""
    drafts = current.store().drafts
    heads = {q.quarter: drafts.head(program.program_id, q.quarter) for q in report.quarters}
    change, reason = RevisionKind.FIRST, ""
    revised = [q for q, head in heads.items() if head]
    place = f"keep-{program.program_id}"
    with st.container(border=True):
        told = ", ".join(words.of(q.quarter) for q in report.quarters)
        put(fill("<p>{}</p>", say("staff-ready", quarters=told)))
        if revised:
            change = fields.chosen(say("staff-change"), _REVISIONS, place, "change", words=words.of)
            reason = fields.typed(say("staff-change_reason"), place, "reason", most=1000)
        if st.button(say("staff-keep"), type="primary", key="keep"):
            new = drafts_of(report, heads, about.declared, change, reason)
            parts.attempt(partial(_receive, program, about, chosen, report, new))


def _receive(program: Program, about: Context, chosen: ChosenFile, report: Report, new: list[NewDraft]) -> str:
    names = current.store().column_names.of(program.program_id)
    if checked(about, names, chosen) != report:  # something came in meanwhile that it is to be compared with
        raise Refused(reason("refused-checked_again"))
    received = current.store().drafts.receive(signed_in.signed(), program.program_id, chosen.name, chosen.body, new)
    fields.sent(f"keep-{program.program_id}")
    fields.sent(f"upload-{program.program_id}")  # the newest draft is the one to go on with
    _begin_again(program)
    of = current.store().drafts.get
    numbers = ", ".join(f"{n} ({words.of(of(signed_in.signed(), n).quarter)})" for n in received.drafts)
    return say("staff-same_bytes" if received.again else "staff-kept", numbers=numbers)
