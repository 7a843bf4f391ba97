"""Fields whose text is kept while it is typed, until it is sent: a restart of the server or the browser loses none."""

from __future__ import annotations

import streamlit as st

from dashboard.core.people import Refused
from dashboard.store import current
from dashboard.store.faults import DatabaseFailed
from dashboard.view import who

_PAUSE = "300ms"  # of typing, after which the text is sent and kept


def typed(label: str, place: str, field: str, *, most: int) -> str:
    """A field outside of any form, with what this account had written in it before. Draw it in a fragment, so that
    typing draws nothing else anew."""
    key = f"typed-{place}-{field}"
    try:
        kept = current.store().typing.of(who.signed(), place).get(field, "")
    except Refused:  # the sign-in has ended meanwhile: what is typed stays in the field, and sending says why not
        return st.text_input(label, key=key, max_chars=most, live=_PAUSE)
    if key not in st.session_state:
        st.session_state[key] = kept
    said = st.text_input(label, key=key, max_chars=most, live=_PAUSE)
    if said != kept:
        try:
            current.store().typing.keep(who.signed(), place, field, said)
        except (Refused, DatabaseFailed) as wrong:
            st.warning(str(wrong) if isinstance(wrong, Refused) else wrong.words)
    return said


def sent(place: str) -> None:
    """What was written in a place has been sent: it is kept with what it was sent with."""
    current.store().typing.forget(who.signed(), place)
