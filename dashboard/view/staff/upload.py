"""The upload page: where somebody stands with a quarter, and the steps up to there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from dashboard import words
from dashboard.core.catalogue import Program
from dashboard.core.people import Account, Role
from dashboard.core.quarter import Quarter
from dashboard.core.upload import Upload, UploadStep
from dashboard.core.workflow import Draft, Stage
from dashboard.intake.context import Declared, context
from dashboard.store import current
from dashboard.store.clock import now
from dashboard.story.html import fill, join
from dashboard.view import signed_in
from dashboard.view.put import put
from dashboard.view.staff import parts, upload_draft, upload_file
from dashboard.view.staff.fields import chosen, numbered, typed
from dashboard.voice import say

_HERE = '<li aria-current="step">{}</li>'


@parts.page(Role.STAFF)
def upload(account: Account) -> None:
    """Everything staff do in a quarter, from top to bottom: the steps that are open, and which of them waits."""
    record = current.record()
    programs = [p for p in record.programs_in_order() if p.program_id in account.programs]
    if not programs:
        parts.note(say("staff-no_program"))
        return
    program = _program(programs)
    drafts = [d for d in current.store().drafts.of(signed_in.signed()) if d.program_id == program.program_id]
    names = current.store().column_names.of(program.program_id)
    about = context(record, program, today=now().date(), declared=_declared(program))
    parts.note(say("staff-upload_about", program=words.title(program)))
    _returned(drafts)
    where = st.container()
    places = {step: st.container() for step in UploadStep}
    with places[UploadStep.CHOOSE]:
        _heading(UploadStep.CHOOSE)
        file = upload_file.choose(program, about)
    report = upload_file.checked(about, names, file) if file else None
    with places[UploadStep.SEE]:
        draft = _picked(program, drafts)
    kept = Upload(
        chosen=file is not None,
        unnamed=report is not None and bool(report.unknown),
        named=bool(names),
        draft=draft.stage if draft else None,
        seen=draft is not None and upload_draft.seen(draft),
    )
    with where:
        _where(kept.step)
    work: dict[UploadStep, Callable[[], None]] = {}
    if file and report:
        work[UploadStep.MATCH] = partial(upload_file.match, program, names, report)
        work[UploadStep.FIX] = partial(upload_file.fix, program, about, report, file)
    if draft:
        work[UploadStep.SEE] = partial(upload_draft.see, draft)
        work[UploadStep.SEND] = partial(upload_draft.send, draft)
    for step in (step for step in kept.open if step in work):
        with places[step]:
            if step is not UploadStep.SEE:
                _heading(step)
            work[step]()
    if draft:
        upload_draft.discard(draft)
    if drafts:
        parts.drafts(drafts)
    else:
        parts.note(say("staff-no_drafts"))


def _where(step: UploadStep) -> None:
    """The steps in a row, with the one that waits marked."""
    named = [fill(_HERE if one is step else "<li>{}</li>", words.of(one)) for one in UploadStep]
    put(fill('<ol class="steps" aria-label="{}">{}</ol>', say("staff-steps"), join(named)))


def _heading(step: UploadStep) -> None:
    parts.heading(say("staff-step", number=list(UploadStep).index(step) + 1, name=words.of(step)))


def _program(programs: list[Program]) -> Program:
    if len(programs) == 1:
        return programs[0]
    return chosen(say("pick-program"), programs, "upload", "program", name=lambda p: p.program_id, words=words.title)


def _picked(program: Program, drafts: list[Draft]) -> Draft | None:
    """The draft that somebody works on: the one they picked, or the newest that waits for them, or the newest."""
    open_ones = sorted((d for d in drafts if d.stage.open), key=lambda d: d.stage is not Stage.CHECKED)
    if not open_ones:
        return None
    _heading(UploadStep.SEE)
    place = f"upload-{program.program_id}"
    return chosen(
        say("staff-pick_draft"), open_ones, place, "draft", name=lambda d: str(d.draft_id), words=parts.draft_words
    )


def _returned(drafts: list[Draft]) -> None:
    """What the certifier asked to be changed, where nothing newer of that quarter has been uploaded."""
    seen: set[Quarter] = set()
    for draft in drafts:
        if draft.quarter not in seen:
            seen.add(draft.quarter)
            if draft.stage is Stage.RETURNED:
                why = draft.steps[-1].detail
                parts.note(say("staff-was_returned", quarter=words.of(draft.quarter), why=why), role="alert")


def _declared(program: Program) -> Declared:
    """Which eligibility rule the counts were made under; the last one unless somebody says otherwise."""
    submissions = [s for s in current.record().submissions if s.program_id == program.program_id]
    last = max(submissions, key=lambda s: s.quarter, default=None)
    with st.expander(say("staff-rule")):
        place = f"rule-{program.program_id}"
        version = numbered(say("staff-rule_version"), place, "version", most=99, given=last.rule_version if last else 1)
        note = typed(say("staff-rule_note"), place, "note", most=400, given=last.rule_note if last else "")
    return Declared(rule_version=version, rule_note=note)
