"""The administrator's pages: accounts, the audit log, and published critiques of figures."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard import words
from dashboard.core.people import Account, Role
from dashboard.store import current
from dashboard.store.staff.audit import STRANGER, Broken
from dashboard.story.blocks import Table
from dashboard.view import signed_in
from dashboard.view.fragment import fragment
from dashboard.view.staff import parts
from dashboard.view.staff.fields import chosen, sent, several, typed
from dashboard.voice import say

_INVITE, _CLOSE, _CHALLENGE = "invite", "close", "challenge"


@parts.page(Role.ADMIN)
def accounts(_account: Account) -> None:
    """Who can sign in, new invitations, and closing an account at once."""
    people = current.store().people
    found = people.all(signed_in.signed())
    columns = [say(f"admin-{name}") for name in ("email", "role", "title", "for", "state")]
    rows = [
        [
            a.email,
            words.role_name(a.role),
            a.public,
            ", ".join(sorted(a.programs)) or "–",
            say("admin-open" if a.active else "admin-closed"),
        ]
        for a in found
    ]
    parts.table(Table.of("accounts", say("admin-accounts"), columns, rows))
    _invite()
    _close([a.email for a in found if a.active])


@fragment
def _close(open_accounts: list[str]) -> None:
    with st.container(border=True):
        email = chosen(say("admin-email"), open_accounts, _CLOSE, "email")
        again = st.button(say("admin-invite_again"), key="again")
        close = st.button(say("admin-close"), key="close")
        if again:
            parts.attempt(partial(_invited_again, email))
        if close:
            parts.attempt(partial(_closed, email))


@fragment
def _invite() -> None:
    with st.container(border=True):
        parts.heading(say("admin-invite_title"))
        email = typed(say("admin-email"), _INVITE, "email", most=200)
        name = typed(say("admin-name"), _INVITE, "name", most=200)
        role = chosen(say("admin-role"), list(Role), _INVITE, "role", words=words.of)
        title = typed(say("admin-title"), _INVITE, "title", most=200)
        organization = typed(say("admin-organization"), _INVITE, "organization", most=200)
        ids = [p.program_id for p in current.record().programs_in_order()]
        programs = several(say("admin-for"), ids, _INVITE, "programs")
        if st.button(say("admin-invite"), type="primary", key="invite"):
            parts.attempt(partial(_invited, email, name, role, title, organization, frozenset(programs)))


def _invited(email: str, name: str, role: Role, title: str, organization: str, programs: frozenset[str]) -> str:
    account = Account(
        account_id=0, email=email, name=name, role=role, title=title, organization=organization, programs=programs
    )
    token = current.store().people.add(account, signed_in.signed())
    sent(_INVITE)
    return _link(token)


def _invited_again(email: str) -> str:
    token = current.store().people.invite(email, signed_in.signed())
    sent(_CLOSE)
    return _link(token)


def _link(token: str) -> str:
    return say("admin-link", path=f"/account/set-up?token={token}")


def _closed(email: str) -> str:
    current.store().people.close(email, signed_in.signed())
    sent(_CLOSE)
    return say("admin-closed_now", email=email)


@parts.page(Role.ADMIN)
def audit_log(_account: Account) -> None:
    """Every change with who, when and why, newest first; and whether the chain holds."""
    lines, chain = current.store().people.audit_log(signed_in.signed())
    if isinstance(chain, Broken):
        parts.note(say("admin-chain_broken", number=chain.number, why=words.of(chain.why)), role="alert")
    else:
        parts.note(say("admin-chain_holds", count=chain, head=lines[0].hash[:16] if lines else "–"))
    columns = [
        say(f"admin-audit_{name}") for name in ("number", "at", "actor", "action", "subject", "change", "reason")
    ]
    rows = [
        [
            str(e.number),
            e.at[:19].replace("T", " "),
            say("admin-audit_stranger") if e.role == STRANGER else f"{e.actor} ({words.role_name(e.role)})",
            words.of(e.action),
            e.subject,
            " → ".join(t for t in (e.before, e.after) if t) or "–",
            e.reason or "–",
        ]
        for e in lines
    ]
    parts.table(Table.of("audit", say("admin-audit"), columns, rows))


@parts.page(Role.ADMIN)
def challenges(_account: Account) -> None:
    """Attach a published critique to the figure it challenges."""
    _challenge([p.figure_id for p in current.record().published])


@fragment
def _challenge(ids: list[str]) -> None:
    with st.container(border=True):
        figure = chosen(say("admin-figure"), ids, _CHALLENGE, "figure")
        statement = typed(say("admin-statement"), _CHALLENGE, "statement", most=600)
        title = typed(say("admin-document"), _CHALLENGE, "title", most=300)
        publisher = typed(say("admin-publisher"), _CHALLENGE, "publisher", most=200)
        link = typed(say("verify-link"), _CHALLENGE, "link", most=500)
        if st.button(say("admin-attach"), type="primary", key="attach"):
            parts.attempt(partial(_attached, figure, statement, title, publisher, link))


def _attached(figure: str, statement: str, title: str, publisher: str, link: str) -> str:
    current.store().verifying.challenge(
        signed_in.signed(), figure, statement, title=title, publisher=publisher, link=link.strip()
    )
    sent(_CHALLENGE)
    return say("admin-attached", figure=figure)
