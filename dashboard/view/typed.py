"""Fields whose text is kept while it is typed, until it is sent: a restart of the server or the browser loses none.
Never for a password or a link that signs somebody in: those are kept by nobody."""

from __future__ import annotations

import streamlit as st

from dashboard.core.people import Refused
from dashboard.store import current
from dashboard.store.faults import DatabaseFailed, in_words
from dashboard.view import who

_PAUSE = "300ms"  # of typing, after which the text is sent and kept
_SENT = "typed_sent"


def typed(label: str, place: str, field: str, *, most: int, given: str = "") -> str:
    """A field outside of any form, with what this account had written in it before, or what is `given` to begin with.
    Draw it in a fragment, so that typing draws nothing else anew."""
    key = f"typed-{place}-{field}-{st.session_state.get(_SENT, {}).get(place, 0)}"
    try:
        kept = current.store().typing.of(who.signed(), place).get(field, given)
    except Refused:  # the sign-in has ended meanwhile: what is typed stays in the field, and sending says why not
        return st.text_input(label, key=key, max_chars=most, live=_PAUSE)
    if key not in st.session_state:
        st.session_state[key] = kept
    said = st.text_input(label, key=key, max_chars=most, live=_PAUSE)
    if said != kept:
        try:
            if said == given:
                current.store().typing.forget(who.signed(), place, field)
            else:
                current.store().typing.keep(who.signed(), place, field, said)
        except (Refused, DatabaseFailed) as wrong:
            st.warning(in_words(wrong))
    return said


def sent(place: str) -> None:
    """What was written in a place has been sent: it is kept with what it was sent with, and the fields are new ones."""
    current.store().typing.forget(who.signed(), place)
    times = st.session_state.get(_SENT, {})
    st.session_state[_SENT] = times | {place: times.get(place, 0) + 1}
