"""The frame around every page: name, navigation, legend, help line, date of the data, permanent link."""

from __future__ import annotations

from html import escape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.address import one_address
from dashboard.core.people import Account, Role
from dashboard.settings import ROOT
from dashboard.store import current
from dashboard.story import markup, parts
from dashboard.story.blocks import Note
from dashboard.story.shelf import shelf
from dashboard.text import say
from dashboard.view import who
from dashboard.view.turn import TURN

_STYLE = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")

# which pages of the staff shelf each role sees; the page and the operation check again
STAFF = {
    Role.STAFF: ("upload",),
    Role.CERTIFIER: ("certify",),
    Role.VERIFIER: ("verify",),
    Role.ADMIN: ("accounts", "audit", "challenges"),
}


def public_pages() -> list[StreamlitPage]:
    """The pages of the public shelf."""
    return [
        st.Page(path, title=say(f"{name}.title"), url_path=name, default=index == 0)
        for index, (name, path) in enumerate(shelf("public").items())
    ]


def staff_pages(account: Account | None) -> list[StreamlitPage]:
    """The pages of the staff shelf that this account may see; none for a reader."""
    if account is None:
        return []
    pages = shelf("staff")
    return [st.Page(pages[name], title=say(f"{name}.title"), url_path=name) for name in STAFF[account.role]]


def run() -> None:
    """Draw the frame and the page that was asked for inside it."""
    st.set_page_config(
        page_title=say("site.name"), page_icon=str(ROOT / "dashboard" / "view" / "icon.svg"), layout="wide"
    )
    context = get_script_run_ctx()
    with TURN.of(one_address(st.context.ip_address or ""), context.session_id if context else ""):
        account = who.account()
        page = st.navigation([*public_pages(), *staff_pages(account)], position="top")
        st.html(f"<style>{_STYLE}</style>")
        try:
            _masthead()
            if account is None and who.signed().sign_in and current.unread():
                st.html(markup.note(Note(name="unread", text=say("staff.unread")), role="alert"))
            if page.url_path:  # the overview's title is its first sentence
                st.html(f"<h1>{escape(page.title)}</h1>")
            page.run()
        finally:  # the page is shown when its footer stands, so that nothing moves while it is drawn
            _footer(page, account)


def _masthead() -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="masthead"):
        st.html(
            f'<div class="fo-brand"><p class="fo-name">{escape(say("site.name"))}</p>'
            f"<p>{escape(say('site.strapline'))}</p></div>",
            width="content",
        )
        _legend()


def _legend() -> None:
    with st.popover(say("site.legend"), key="legend"):
        st.html(markup.legend())


def _footer(page: StreamlitPage, account: Account | None) -> None:
    record = current.record()
    as_of = parts.dates(record)
    link = permanent_link(page)
    st.html(
        f'<div class="fo-footer" role="contentinfo" aria-label="{escape(say("site.name"), quote=True)}">'
        f'<p class="fo-help">{escape(say("site.help_line"))}</p>'
        f'<p>{escape(as_of)} <a href="{escape(link, quote=True)}">{escape(say("site.permanent_link"))}</a></p>'
        f"{_door(account)}</div>"
    )


def _door(account: Account | None) -> str:
    """The way in for staff, and out."""
    if account is None:
        return f'<p><a href="/account/sign-in" target="_self">{escape(say("account.sign_in"))}</a></p>'
    said = escape(say("account.signed_in", name=account.name, role=account.role))
    return f'<p>{said} <a href="/account/sign-out" target="_self">{escape(say("account.sign_out"))}</a></p>'


def permanent_link(page: StreamlitPage) -> str:
    """The address of what is on the screen now, with everything that was chosen."""
    here = urlsplit(st.context.url or "")
    base = f"{here.scheme}://{here.netloc}" if here.netloc else ""
    query = urlencode({k: st.query_params[k] for k in sorted(st.query_params)})
    return f"{base}/{page.url_path}{'?' + query if query else ''}"
