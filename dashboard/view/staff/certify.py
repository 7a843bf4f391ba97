"""The certifier's page: what waits, what it would publish, and the separate steps of certifying and publishing."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import streamlit as st

from dashboard import words
from dashboard.core.keys import QuarterKey
from dashboard.core.people import Account, Role
from dashboard.core.quarter import Quarter
from dashboard.core.workflow import Draft, Stage
from dashboard.store import current
from dashboard.store.clock import now
from dashboard.story.html import fill
from dashboard.story.question import Question
from dashboard.view import signed_in
from dashboard.view.fragment import fragment
from dashboard.view.put import put
from dashboard.view.staff import parts
from dashboard.view.staff.fields import moment, sent, typed
from dashboard.voice import say


@parts.page(Role.CERTIFIER)
def certify(account: Account) -> None:
    """The drafts that wait for this officer, and the published quarters they may withdraw."""
    drafts = current.store().drafts.of(signed_in.signed())
    waiting = [d for d in drafts if d.stage in (Stage.SENT, Stage.CERTIFIED)]
    if waiting:
        picked = st.selectbox(say("staff-pick_draft"), waiting, format_func=parts.draft_words)
        details = st.container()
        public_from = _steps(picked)
        with details:
            parts.draft_details(picked, public_from=public_from)
    else:
        parts.note(say("staff-nothing_waits"))
    if drafts:
        parts.drafts(drafts)
    _withdraw(account)


def _steps(draft: Draft) -> datetime | None:
    """What can be done with a draft; the moment from which it shall be public, if one was picked."""
    public_from: datetime | None = None
    if draft.stage is Stage.SENT:
        parts.note(say("staff-certify_means"))
        if st.button(say("staff-certify"), type="primary", key=f"certify-{draft.draft_id}"):
            parts.attempt(partial(_certified, draft))
    else:
        put(fill("<p>{}</p>", say("staff-publish_means")))
        public_from = moment(say("staff-release"), _release(draft), "moment")
        if st.button(say("staff-publish"), type="primary", key=f"publish-{draft.draft_id}"):
            parts.attempt(partial(_published, draft, public_from))
    _give_back(draft)
    return public_from


@fragment
def _give_back(draft: Draft) -> None:
    with st.container(border=True):
        reason = typed(say("staff-return_reason"), _place(draft), "reason", most=1000)
        if st.button(say("staff-return"), key=f"return-{draft.draft_id}"):
            parts.attempt(partial(_returned, draft, reason))


def _release(draft: Draft) -> str:
    return f"release-{draft.draft_id}"


def _place(draft: Draft) -> str:
    return f"return-{draft.draft_id}"


def _certified(draft: Draft) -> str:
    current.store().drafts.certify(signed_in.signed(), draft.draft_id)
    return say("staff-certified", quarter=words.of(draft.quarter))


def _published(draft: Draft, public_from: datetime | None) -> str:
    revision = current.store().drafts.publish(signed_in.signed(), draft.draft_id, public_from=public_from)
    sent(_release(draft))
    if public_from and public_from > now():
        return say("staff-embargoed", quarter=words.of(draft.quarter), moment=f"{public_from:%Y-%m-%d %H:%M}")
    path = Question(program=draft.program_id, quarter=str(draft.quarter)).path()
    return say("staff-published", quarter=words.of(draft.quarter), revision=revision, path=path)


def _returned(draft: Draft, reason: str) -> str:
    current.store().drafts.give_back(signed_in.signed(), draft.draft_id, reason)
    sent(_place(draft))
    return say("staff-returned", quarter=words.of(draft.quarter))


def _withdraw(account: Account) -> None:
    record = current.record()
    published = [
        (s.program_id, s.quarter) for s in record.submissions if s.program_id in account.programs and not s.withdrawn
    ]
    if not published:
        return
    with st.expander(say("staff-withdraw_title"), key="withdraw", on_change="rerun"):
        picked = st.selectbox(say("pick-quarter"), published, format_func=lambda p: f"{p[0]}, {words.of(p[1])}")
        parts.rests_on(*picked)
        reason = typed(say("staff-withdraw_reason"), "withdraw", QuarterKey(*picked), most=1000)
        if st.toggle(say("staff-withdraw_preview")):
            rehearse = partial(current.store().drafts.rehearse_withdrawal, signed_in.signed(), *picked, reason)
            if rehearsed := parts.rehearsal(rehearse):
                parts.also(rehearsed, *picked)
                parts.preview(rehearsed, *picked, name="withdrawal")
        if st.button(say("staff-withdraw")):
            parts.attempt(partial(_withdrawn, picked, reason))


def _withdrawn(picked: tuple[str, Quarter], reason: str) -> str:
    program_id, quarter = picked
    current.store().drafts.withdraw(signed_in.signed(), program_id, quarter, reason)
    sent("withdraw")
    return say("staff-withdrawn", quarter=words.of(quarter))
