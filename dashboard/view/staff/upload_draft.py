"""The steps with a draft: see what the public will read, answer what was asked, and send it to be certified."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard import words
from dashboard.core.finding import to_confirm
from dashboard.core.privacy.under_other import INTO
from dashboard.core.workflow import Draft, Stage
from dashboard.store import current
from dashboard.story.staff import withheld
from dashboard.view import signed_in
from dashboard.view.fragment import fragment
from dashboard.view.staff import parts
from dashboard.view.staff.fields import sent, typed
from dashboard.voice import say
from dashboard.words import findings as spoken

_SEEN = "seen"


def seen(draft: Draft) -> bool:
    """Whether this account has looked at what the public will read of a draft, and gone on."""
    return _SEEN in current.store().typed_work.of(signed_in.signed(), _place(draft))


def see(draft: Draft) -> None:
    """What a draft says, what changed, what is withheld, and the public page; then on to sending it."""
    parts.draft_details(draft)
    if draft.stage is not Stage.CHECKED:
        return
    _merge(draft)
    if not seen(draft) and st.button(say("staff-go_on"), type="primary", key=f"seen-{draft.draft_id}"):
        parts.attempt(partial(_went_on, draft))


def _went_on(draft: Draft) -> str:
    current.store().typed_work.keep(signed_in.signed(), _place(draft), _SEEN, "yes")
    return say("staff-went_on")


def _merge(draft: Draft) -> None:
    """Offer to count small call types under Other, where that shows more than withholding them."""
    record = current.record()
    if draft.base_revision:
        return
    found = withheld.offer(record, draft)
    name = partial(words.call_type, record.catalogue)
    with st.expander(say("privacy-merge_title"), expanded=found is not None, key=f"merging-{draft.draft_id}"):
        shown = withheld.shown(record, draft)
        if found:
            names = ", ".join(map(name, found.kinds))
            told = say("privacy-merge_about", names=names, with_it=found.with_it, without=found.without)
        else:
            told = say("privacy-merge_none", without=shown)
        parts.note(told)
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
                parts.attempt(partial(_merged, draft, picked))


def _merged(draft: Draft, kinds: list[str]) -> str:
    number = current.store().drafts.merge(signed_in.signed(), draft.draft_id, kinds)
    return say("privacy-merged", number=number)


@fragment
def send(draft: Draft) -> None:
    """A written reason for each question, then to the certifier."""
    place = _place(draft)
    with st.container(border=True):
        reasons = {
            f.key: typed(f"{spoken.found(f)} {say('staff-why')}", place, f.key, most=400)
            for f in to_confirm(draft.findings)
        }
        if st.button(say("staff-send"), type="primary", key=f"send-{draft.draft_id}"):
            parts.attempt(partial(_sent, draft, reasons))


def _place(draft: Draft) -> str:
    return f"send-{draft.draft_id}"


def _sent(draft: Draft, reasons: dict[str, str]) -> str:
    current.store().drafts.send(signed_in.signed(), draft.draft_id, reasons)
    sent(_place(draft))
    return say("staff-sent", quarter=words.of(draft.quarter))


def discard(draft: Draft) -> None:
    """Give a draft up."""
    if st.button(say("staff-discard"), key=f"discard-{draft.draft_id}"):
        parts.attempt(partial(_discard, draft))


def _discard(draft: Draft) -> str:
    current.store().drafts.discard(signed_in.signed(), draft.draft_id)
    sent(_place(draft))
    return say("staff-discarded", number=draft.draft_id)
