"""Who is looking at the page. Read from the database at every run; nothing about it is kept in the session."""

from __future__ import annotations

import streamlit as st

from dashboard.core.people import Account
from dashboard.store import current
from dashboard.store.staff.people import Caller

SIGN_IN = "sign_in"


def signed() -> Caller:
    """The sign-in that the gate vouches for; an empty one for a reader."""
    found = st.user.get(SIGN_IN)
    return Caller(sign_in=found if isinstance(found, str) else "")


def account() -> Account | None:
    """The account behind the page, if somebody is signed in and still may be."""
    who = signed()
    return current.store().sign_ins.who(who.sign_in) if who.sign_in else None
