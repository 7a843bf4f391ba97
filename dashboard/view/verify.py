"""The verifier's page: which figures were checked, how, against what document, and what was found."""

from __future__ import annotations

from datetime import date
from functools import partial
from html import escape

import streamlit as st

from dashboard.analysis import measures
from dashboard.core.checking import Checked
from dashboard.core.figure import Figure
from dashboard.core.people import Account, Role
from dashboard.core.quarter import Quarter
from dashboard.core.verification import Relation
from dashboard.store import current
from dashboard.store.people import now
from dashboard.story import quarter_life
from dashboard.view import desk, who
from dashboard.view.typed import sent, typed
from dashboard.voice import say

METHODS = (
    "records audit",
    "recomputation from call records",
    "comparison with another system's records",
)


@desk.page(Role.VERIFIER)
def verify(account: Account) -> None:
    """Pick figures of a published quarter, see how they are computed, and record what was found."""
    record = current.record()
    programs = [p for p in record.programs_in_order() if record.quarters(p.program_id)]
    if not programs:
        desk.note(say("verify-nothing"))
        return
    desk.note(say("verify-means", organization=account.organization))
    with st.container(horizontal=True):
        program = st.selectbox(say("pick-program"), programs, format_func=lambda p: p.title)
        quarters = list(reversed(record.quarters(program.program_id)))
        quarter = st.selectbox(say("pick-quarter"), quarters, format_func=lambda q: q.words)
    kinds = [k for k in measures.kinds(record) if record.row(program.program_id, quarter, k)]
    metrics = list(record.catalogue.metrics)
    picked = st.multiselect(say("verify-metrics"), metrics, format_func=lambda m: record.catalogue.metrics[m].name)
    types = st.multiselect(say("verify-types"), kinds, kinds[:1], format_func=record.catalogue.call_type_name)
    for call_type in types if picked else ():
        st.html(f"<h3>{escape(record.catalogue.call_type_name(call_type))}</h3>")
        desk.table(quarter_life.recomputed(record, program.program_id, quarter, picked, call_type))
    figures = _figures(program.program_id, quarter, picked, types)
    _form(program.program_id, quarter, figures)


def _figures(program_id: str, quarter: Quarter, metrics: list[str], types: list[str]) -> list[tuple[str, int]]:
    """Id and revision of each figure that has a number."""
    record = current.record()
    found = [
        measures.figure(record, record.catalogue.metrics[m], program_id, quarter, kind)
        for kind in types
        for m in metrics
    ]
    return [(f.figure_id, f.revision) for f in found if isinstance(f, Figure)]


@st.fragment
def _form(program_id: str, quarter: Quarter, figures: list[tuple[str, int]]) -> None:
    place = f"verify-{program_id}-{quarter}"
    with st.container(border=True):
        method = st.selectbox(say("verify-method"), METHODS)
        relation = (
            st.selectbox(say("verify-relation"), list(Relation), format_func=lambda r: r.words) or Relation.OUTSIDE
        )
        scope = typed(say("verify-scope"), place, "scope", most=600)
        agrees = st.radio(say("verify-finding"), (True, False), format_func=_verdict, horizontal=True)
        found = typed(say("verify-found"), place, "found", most=200)
        title = typed(say("verify-document"), place, "title", most=300)
        link = typed(say("verify-link"), place, "link", most=500)
        sha256 = typed(say("verify-sha256"), place, "sha256", most=80)
        dated = st.date_input(say("verify-dated"), value=now().date())
        label = say("verify-record") if figures else say("verify-pick_first")
        if st.button(label, type="primary", disabled=not figures, key="record"):
            on = dated if isinstance(dated, date) else now().date()
            checked = Checked(
                program_id=program_id,
                figures=figures,
                method=method,
                relation=relation,
                scope=scope.strip(),
                agrees=bool(agrees),
                found=found.strip(),
                title=title.strip(),
                link=link.strip(),
                document_sha256=sha256.strip().lower(),
                dated=on,
            )
            desk.attempt(partial(_record, checked, place))


def _relation(relation: Relation) -> str:
    return relation.words


def _verdict(agrees: bool) -> str:
    return say("verify-agrees") if agrees else say("verify-differs")


def _record(checked: Checked, place: str) -> str:
    count = current.store().verifying.record(who.signed(), checked)
    sent(place)
    return say("verify-recorded", figures="1 figure" if count == 1 else f"{count} figures")
