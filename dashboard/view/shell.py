"""The frame around every page: name, navigation, legend, help line, date of the data, permanent link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import streamlit as st
from markupsafe import Markup
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard import words
from dashboard.address import one_address
from dashboard.asked import ASKED, GONE, SOCKET
from dashboard.core.people import STAFF_PAGES, Account
from dashboard.settings import ROOT
from dashboard.store import current
from dashboard.story import markup, parts, theme
from dashboard.story.blocks import Note
from dashboard.story.html import fill, style
from dashboard.story.page import Page
from dashboard.story.pages import PAGES
from dashboard.story.question import HOME, door_address, with_params
from dashboard.view import signed_in
from dashboard.view.cache import View
from dashboard.view.draw import site_address
from dashboard.view.fragment import of_the_page
from dashboard.view.page import asked, lead_to, permanent, show
from dashboard.view.put import put
from dashboard.view.rerun_lock import RERUNS
from dashboard.voice import say, spoken

_ICON = str(ROOT / "dashboard" / "view" / "icon.svg")
_STYLE = style(theme.sheet("view/style.css", "view/staff/style.css"))


def run() -> None:
    """Draw the frame and the page that was asked for inside it."""
    context = get_script_run_ctx()
    address, session = one_address(st.context.ip_address or ""), context.session_id if context else ""
    of_late = partial(ASKED.by, st.context.headers.get(SOCKET, ""))
    with of_the_page(), RERUNS.held(address, session, of_late):
        if of_late() == GONE:  # the page was closed while it waited for its turn
            return
        account = signed_in.account()
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
        put(_STYLE)
        try:
            _masthead()
            listed = [(there, lead_to(page)) for page, there in zip(PAGES, public, strict=True) if page.listed]
            _navigation([*listed, *((there, {}) for there in staff)])
            if account is None and signed_in.signed().sign_in and current.unread():
                put(markup.note(Note(name="unread", text=say("staff-unread")), role="alert"))
            if page is None or (page.listed and page.lead is None):  # where a page's story begins with its own title
                put(fill("<h1>{}</h1>", here.title))
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
        name, strapline = say("site-name"), say("site-strapline")
        put(fill('<div class="fo-brand"><p class="fo-name">{}</p><p>{}</p></div>', name, strapline), width="content")
        _legend()


def _legend() -> None:
    with st.popover(say("site-legend"), key="legend"):
        put(markup.legend())


def _footer(page: StreamlitPage, view: View | None, account: Account | None) -> None:
    put(
        fill(
            '<div class="fo-footer" role="contentinfo" aria-label="{name}"><p class="fo-help">{help}</p>'
            '<p>{as_of} <a href="{link}">{permanent}</a></p>{door}</div>',
            name=say("site-name"),
            help=say("site-help_line"),
            as_of=parts.dates(current.record()),
            link=permanent_link(page, view),
            permanent=say("site-permanent_link"),
            door=_door(account),
        )
    )


def _door(account: Account | None) -> Markup:
    """The way in for staff, and out."""
    if account is None:
        way_in = door_address("/account/sign-in", spoken())
        return fill('<p><a href="{}" target="_self">{}</a></p>', way_in, say("account-sign_in"))
    said = say("account-signed_in", name=account.name, role=words.role_name(account.role))
    way_out = door_address("/account/sign-out", spoken())
    return fill('<p>{} <a href="{}" target="_self">{}</a></p>', said, way_out, say("account-sign_out"))


def permanent_link(page: StreamlitPage, view: View | None) -> str:
    """The address of what is on the screen now, with everything that was chosen or would be shown anyway."""
    return site_address() + with_params(f"/{page.url_path}", permanent(view))
