"""The frame around every page: name, navigation, legend, help line, date of the data, permanent link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.address import one_address
from dashboard.core.people import STAFF_PAGES, Account
from dashboard.settings import ROOT
from dashboard.store import current
from dashboard.story import markup, parts
from dashboard.story.blocks import Note
from dashboard.story.page import Page
from dashboard.story.pages import PAGES
from dashboard.story.question import HOME
from dashboard.view import who
from dashboard.view.draw import site_address
from dashboard.view.fragment import of_the_page
from dashboard.view.page import asked, lead_to, permanent, show
from dashboard.view.reads import View
from dashboard.view.turn import TURN
from dashboard.voice import say

_ICON = str(ROOT / "dashboard" / "view" / "icon.svg")
_STYLE = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")


def run() -> None:
    """Draw the frame and the page that was asked for inside it."""
    context = get_script_run_ctx()
    turn = TURN.of(one_address(st.context.ip_address or ""), context.session_id if context else "")
    with of_the_page(), turn:
        account = who.account()
        views: dict[str, View] = {}
        public = [_public(page, views) for page in PAGES]
        staff = [st.Page(_file(name), title=say(f"{name}-title"), url_path=name) for name in _staff(account)]
        here = st.navigation([*public, *staff], position="hidden")
        page = next((page for page, there in zip(PAGES, public, strict=True) if there is here), None)
        view = asked(page) if page else None
        if view:
            views[view.question.page] = view
        title = view.title if view else f"{here.title} · {say('site-name')}"
        st.set_page_config(page_title=title, page_icon=_ICON, layout="wide")
        st.html(f"<style>{_STYLE}</style>")
        try:
            _masthead()
            listed = [(there, lead_to(page)) for page, there in zip(PAGES, public, strict=True) if page.listed]
            _navigation([*listed, *((there, {}) for there in staff)])
            if account is None and who.signed().sign_in and current.unread():
                st.html(markup.note(Note(name="unread", text=say("staff-unread")), role="alert"))
            if page is None or (page.listed and page.lead is None):  # where a page's story begins with its own title
                st.html(f"<h1>{escape(here.title)}</h1>")
            here.run()
        finally:  # the page is shown when its footer stands, so that nothing moves while it is drawn
            _footer(here, view, account)


def _public(page: Page, views: Mapping[str, View]) -> StreamlitPage:
    """A public page, drawn from its entry in the list of pages once it is known what is asked of it."""

    def draw() -> None:
        show(page, views[page.name])

    return st.Page(draw, title=page.title, url_path=page.name, default=page.name == HOME)


def _file(name: str) -> Path:
    return next((ROOT / "pages" / "staff").glob(f"[0-9]*_{name}.py"))


def _staff(account: Account | None) -> tuple[str, ...]:
    """The staff pages that this account may see; none for a reader."""
    return STAFF_PAGES[account.role] if account else ()


def _navigation(links: Sequence[tuple[StreamlitPage, Mapping[str, str]]]) -> None:
    """The pages, each with what was chosen: one press of the Back key leads back to it."""
    with st.container(horizontal=True, key="navigation"):
        for page, chosen in links:
            st.page_link(page, label=page.title, query_params=dict(chosen))


def _masthead() -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="masthead"):
        st.html(
            f'<div class="fo-brand"><p class="fo-name">{escape(say("site-name"))}</p>'
            f"<p>{escape(say('site-strapline'))}</p></div>",
            width="content",
        )
        _legend()


def _legend() -> None:
    with st.popover(say("site-legend"), key="legend"):
        st.html(markup.legend())


def _footer(page: StreamlitPage, view: View | None, account: Account | None) -> None:
    record = current.record()
    as_of = parts.dates(record)
    link = permanent_link(page, view)
    st.html(
        f'<div class="fo-footer" role="contentinfo" aria-label="{escape(say("site-name"), quote=True)}">'
        f'<p class="fo-help">{escape(say("site-help_line"))}</p>'
        f'<p>{escape(as_of)} <a href="{escape(link, quote=True)}">{escape(say("site-permanent_link"))}</a></p>'
        f"{_door(account)}</div>"
    )


def _door(account: Account | None) -> str:
    """The way in for staff, and out."""
    if account is None:
        return f'<p><a href="/account/sign-in" target="_self">{escape(say("account-sign_in"))}</a></p>'
    said = escape(say("account-signed_in", name=account.name, role=account.role))
    return f'<p>{said} <a href="/account/sign-out" target="_self">{escape(say("account-sign_out"))}</a></p>'


def permanent_link(page: StreamlitPage, view: View | None) -> str:
    """The address of what is on the screen now, with everything that was chosen or would be shown anyway."""
    query = urlencode(permanent(view))
    return f"{site_address()}/{page.url_path}{'?' + query if query else ''}"
