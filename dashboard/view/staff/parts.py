"""What the staff pages share: who may see them, buttons that answer in words, a quarter's draft with its preview."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime
from functools import partial

import streamlit as st

from dashboard import words
from dashboard.core.finding import Finding
from dashboard.core.people import Account, Role
from dashboard.core.quarter import Quarter
from dashboard.core.record import PublicRecord
from dashboard.core.workflow import Draft
from dashboard.store import current
from dashboard.store.faults import ANSWERED, DatabaseFailed, in_words
from dashboard.store.staff.people import Caller, digest
from dashboard.story import changes, markup
from dashboard.story.blocks import Note, Table
from dashboard.story.html import fill
from dashboard.story.pages import story_of
from dashboard.story.question import HOME, Question
from dashboard.story.staff import drafts as drafts_told
from dashboard.story.staff import findings as findings_told
from dashboard.story.staff import withheld
from dashboard.view import signed_in
from dashboard.view.draw import draw, plain, prepare
from dashboard.view.put import put
from dashboard.view.rerun_lock import stepping_aside
from dashboard.voice import say

_LAST_RESULT = "staff_last_result"


def page(role: Role) -> Callable[[Callable[[Account], None]], Callable[[], None]]:
    """A page for one role: the account is read anew, and without the right one nothing of the page runs."""

    def guarded(body: Callable[[Account], None]) -> Callable[[], None]:
        def run() -> None:
            account = signed_in.account()
            if account is None or account.role is not role:
                note(say("staff-not_signed_in", role=words.of(role)))
                return
            show_last_result()
            try:
                body(account)
            except DatabaseFailed as failed:
                note(in_words(failed), role="alert")

        return run

    return guarded


def note(text: str, *, role: str = "status") -> None:
    """A word to whoever is looking, also to a screen reader."""
    put(markup.note(Note(name="said", text=text), role=role))


def done(text: str) -> None:
    """Say it after the page has been drawn anew."""
    st.session_state[_LAST_RESULT] = text
    st.rerun()


def show_last_result() -> None:
    """What the last click did."""
    if text := st.session_state.pop(_LAST_RESULT, ""):
        note(text)
        st.toast(plain(text), duration="long")  # also where the reader is, far below the note


def attempt(work: Callable[[], str]) -> None:
    """Do what was asked, and say what came of it; a refusal is said in its own words and changes nothing."""
    try:
        said = work()
    except ANSWERED as wrong:
        note(words.sentence_case(in_words(wrong)), role="alert")
        return
    current.changed()
    done(said)


def heading(text: str) -> None:
    """A part of the page."""
    put(fill("<h2>{}</h2>", text))


def draft_words(draft: Draft) -> str:
    """A draft in a list."""
    quarter, change, stage = map(words.of, (draft.quarter, draft.change, draft.stage))
    return f"{draft.draft_id}: {draft.program_id}, {quarter}, {change} ({stage})"


def drafts(found: list[Draft]) -> None:
    """Every draft with every step taken."""
    table(drafts_told.drafts_table(current.record(), found))


def table(block: Table) -> None:
    put(markup.table(block))


def findings(listed: tuple[Finding, ...], reasons: dict[str, str] | None = None) -> None:
    """All findings at once, and the same as a file."""
    if not listed:
        note(say("staff-no_findings"))
        return
    table(findings_told.findings_table(listed, reasons))
    st.download_button(
        say("staff-findings_download"),
        partial(_findings_file, listed),
        file_name="findings.csv",
        mime="text/csv",
        on_click="ignore",
    )


def _findings_file(found: tuple[Finding, ...]) -> str:
    rows = findings_told.findings_csv(found)
    out = io.StringIO()
    made = csv.DictWriter(out, list(rows[0]), lineterminator="\r\n")
    made.writeheader()
    made.writerows(rows)
    return out.getvalue()


def draft_details(draft: Draft, *, public_from: datetime | None = None) -> None:
    """What a draft says, what changed, why it could not be published if it could not, and the public page it would
    make, at once or from a moment on."""
    record = current.record()
    put(markup.title(say("staff-draft_title", number=draft.draft_id, quarter=words.of(draft.quarter))))
    said = say("staff-draft_about", stage=words.of(draft.stage), change=words.of(draft.change), by=draft.uploaded_by)
    note(f"{said} {say('staff-draft_reason', reason=draft.reason)}" if draft.reason else said)
    rehearse = partial(current.store().drafts.rehearse, signed_in.signed(), draft.draft_id, public_from=public_from)
    rehearsed = rehearsal(rehearse)
    if rehearsed is not None:
        also(rehearsed, draft.program_id, draft.quarter)
    if draft.findings:
        table(findings_told.findings_table(draft.findings, dict(draft.reasons)))
    table(drafts_told.differences(record, draft))
    _withheld(record, draft)
    with st.expander(say("staff-as_read")):
        table(drafts_told.by_type(record, draft))
    asking = signed_in.signed()
    st.download_button(
        say("staff-file_download"),
        partial(_file_of, asking, draft.draft_id),
        file_name=draft.file_name,
        mime=_unguessable(asking, draft.draft_id),
        on_click="ignore",
        key=f"file-{draft.draft_id}",
    )
    if rehearsed is None:
        return
    shown = st.expander(say("staff-preview"), key=f"preview-{draft.draft_id}", on_change="rerun")
    if shown.open:
        with shown:
            preview(rehearsed, draft.program_id, draft.quarter, name="preview")


def rehearsal(rehearse: Callable[[], PublicRecord]) -> PublicRecord | None:
    """The record as it would be, for whoever is looking now: it is remembered nowhere. None, and why, where the real
    thing would be refused."""
    try:
        with stepping_aside():
            return rehearse()
    except ANSWERED as wrong:
        note(say("staff-would_be_refused", why=words.sentence_case(in_words(wrong))), role="alert")
        return None


def also(rehearsed: PublicRecord, program_id: str, quarter: Quarter) -> None:
    """The figures of other quarters that would change too, before anybody signs."""
    if found := changes.also(current.record(), rehearsed, program_id, quarter):
        table(found)


def rests_on(program_id: str, quarter: Quarter) -> None:
    """Which other quarter has figures that rest on this one, before it is withdrawn."""
    if other := changes.rests_on(current.record(), program_id, quarter):
        note(say("staff-withdraw_also", quarter=words.of(quarter), other=words.of(other)))


def preview(rehearsed: PublicRecord, program_id: str, quarter: Quarter, *, name: str) -> None:
    """The public pages of a quarter, told of a rehearsed record as they are told of the public one."""
    with st.container(key=name):
        note(say("staff-preview_mark"))
        for page in (HOME, "call_types"):
            asked = Question(page=page, program=program_id, quarter=str(quarter))
            draw(prepare(story_of(rehearsed, asked), within=f"{name}-{page}-"), title=True)


def _withheld(record: PublicRecord, draft: Draft) -> None:
    """What the public will not see, and a warning where a text speaks of it."""
    made = withheld.released(record, draft)
    block = withheld.withheld(record, draft, made)
    put(markup.table(block) if isinstance(block, Table) else markup.note(block))
    texts = (draft.reason, draft.rule_note, *draft.reasons.values())
    if found := withheld.spoken(made, draft, texts):
        note(say("privacy-spoken", numbers=", ".join(found)), role="alert")


def _file_of(asking: Caller, draft_id: int) -> bytes:
    """The file as it was received. The call comes without a page around it, so who asks was bound when the button was
    drawn; what they may is read from the database now."""
    return current.store().drafts.file(asking, draft_id)[1]


def _unguessable(asking: Caller, draft_id: int) -> str:
    """A media type with a word that only this sign-in has. Streamlit serves what was made to whoever knows its address,
    and the address is a digest of content, name and type: without it, small counts could be tried one by one."""
    return f"application/octet-stream; for={digest(f'{asking.sign_in} {draft_id}')}"
