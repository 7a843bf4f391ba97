"""The verifier's page: which figures were checked, how, against what document, and what was found."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard import words
from dashboard.analysis import measures
from dashboard.core.people import Account, Role
from dashboard.core.quarter import Quarter
from dashboard.core.reason import reason
from dashboard.core.recording import Checked
from dashboard.core.verification import Relation
from dashboard.store import current
from dashboard.store.clock import now
from dashboard.story import markup
from dashboard.story.staff.drafts import recomputed
from dashboard.view import signed_in
from dashboard.view.fragment import fragment
from dashboard.view.put import put
from dashboard.view.staff import parts
from dashboard.view.staff.fields import buttons, chosen, dated, sent, several, typed
from dashboard.voice import say

_PICKED = "verify"  # the place of what is chosen before anything is written
METHODS = ("audit", "recomputation", "comparison")


@parts.page(Role.VERIFIER)
def verify(account: Account) -> None:
    """Pick figures of a published quarter, see how they are computed, and record what was found."""
    record = current.record()
    programs = [p for p in record.programs_in_order() if record.quarters(p.program_id)]
    if not programs:
        parts.note(say("verify-nothing"))
        return
    parts.note(say("verify-means", organization=account.organization))
    with st.container(horizontal=True):
        program = chosen(
            say("pick-program"), programs, _PICKED, "program", name=lambda p: p.program_id, words=words.title
        )
        quarters = list(reversed(record.quarters(program.program_id)))
        quarter = chosen(say("pick-quarter"), quarters, _PICKED, program.program_id, words=words.of)
    kinds = [k for k in measures.kinds(record) if record.row(program.program_id, quarter, k)]
    metrics = list(record.catalogue.metrics)
    place = f"verify-{program.program_id}-{quarter}"
    names = record.catalogue.metrics
    picked = several(say("verify-metrics"), metrics, place, "metrics", words=lambda m: words.name(names[m]))
    named = partial(words.call_type, record.catalogue)
    types = several(say("verify-types"), kinds, place, "types", given=kinds[:1], words=named)
    for call_type in types if picked else ():
        put(markup.title(words.call_type(record.catalogue, call_type)))
        parts.table(recomputed(record, program.program_id, quarter, picked, call_type))
    figures = _figures(program.program_id, quarter, picked, types)
    _form(program.program_id, place, figures)


def _figures(program_id: str, quarter: Quarter, metrics: list[str], types: list[str]) -> list[tuple[str, int]]:
    """Id and revision of each figure that has a number."""
    record = current.record()
    found = [
        measures.figure(record, record.catalogue.metrics[m], program_id, quarter, kind)
        for kind in types
        for m in metrics
    ]
    return [(f.figure_id, f.revision) for f in found if f and f.is_known]


def _method(key: str) -> str:
    """How it was checked, as the field offers it."""
    return say(f"verify-method_{key}")


@fragment
def _form(program_id: str, place: str, figures: list[tuple[str, int]]) -> None:
    with st.container(border=True):
        method = chosen(say("verify-method"), METHODS, place, "method", words=_method)
        relation = chosen(say("verify-relation"), list(Relation), place, "relation", words=words.of)
        scope = typed(say("verify-scope"), place, "scope", most=600)
        agrees = buttons(say("verify-finding"), (True, False), place, "agrees", words=_verdict)
        found = typed(say("verify-found"), place, "found", most=200)
        title = typed(say("verify-document"), place, "title", most=300)
        link = typed(say("verify-link"), place, "link", most=500)
        sha256 = typed(say("verify-sha256"), place, "sha256", most=80)
        on = dated(say("verify-dated"), place, "dated", given=now().date())
        label = say("verify-record") if figures else say("verify-pick_first")
        if st.button(label, type="primary", disabled=not figures, key="record"):
            checked = Checked(
                program_id=program_id,
                figures=figures,
                method=words.plainly(reason(f"verify-method_{method}")),
                relation=relation,
                scope=scope.strip(),
                agrees=agrees,
                found=found.strip(),
                title=title.strip(),
                link=link.strip(),
                document_sha256=sha256.strip().lower(),
                dated=on,
            )
            parts.attempt(partial(_record, checked, place))


def _verdict(agrees: bool) -> str:
    return say("verify-agrees") if agrees else say("verify-differs")


def _record(checked: Checked, place: str) -> str:
    count = current.store().verifying.record(signed_in.signed(), checked)
    sent(place)
    return say("verify-recorded", count=count)
