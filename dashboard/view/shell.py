"""The frame around every page: name, navigation, legend, help line, date of the data, permanent link."""

from __future__ import annotations

from html import escape
from pathlib import Path
from threading import BoundedSemaphore
from urllib.parse import urlencode, urlsplit

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.settings import ROOT
from dashboard.store import current
from dashboard.story import markup
from dashboard.text import say

PAGES = ROOT / "pages"
_STYLE = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")

# Reruns are threads that fight for the interpreter; taking turns makes everybody's faster (see benchmarks/).
TURN = BoundedSemaphore(1)


def public_pages() -> list[StreamlitPage]:
    """The pages of the public shelf, in the order of their file names: the folder is the registry."""
    found = sorted((PAGES / "public").glob("[0-9]*.py"))
    return [
        st.Page(path, title=say(f"{name}.title"), url_path=name, default=index == 0)
        for index, path in enumerate(found)
        for name in (path.stem.split("_", 1)[1],)
    ]


def run() -> None:
    """Draw the frame and the page that was asked for inside it."""
    st.set_page_config(
        page_title=say("site.name"), page_icon=str(ROOT / "dashboard" / "view" / "icon.svg"), layout="wide"
    )
    with TURN:
        page = st.navigation(public_pages(), position="top")
        st.html(f"<style>{_STYLE}</style>")
        _masthead()
        if page.url_path:  # the overview's title is its first sentence
            st.html(f"<h1>{escape(page.title)}</h1>")
        page.run()
        _footer(page)


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


def _footer(page: StreamlitPage) -> None:
    record = current.record()
    as_of = say(
        "site.data_as_of", date=f"{record.as_of:%B} {record.as_of.day}, {record.as_of.year}", version=record.version
    )
    link = permanent_link(page)
    st.html(
        f'<div class="fo-footer" role="contentinfo" aria-label="{escape(say("site.name"), quote=True)}">'
        f'<p class="fo-help">{escape(say("site.help_line"))}</p>'
        f'<p>{escape(as_of)} <a href="{escape(link, quote=True)}">{escape(say("site.permanent_link"))}</a></p></div>'
    )


def permanent_link(page: StreamlitPage) -> str:
    """The address of what is on the screen now, with everything that was chosen."""
    here = urlsplit(st.context.url or "")
    base = f"{here.scheme}://{here.netloc}" if here.netloc else ""
    query = urlencode({k: st.query_params[k] for k in sorted(st.query_params)})
    return f"{base}/{page.url_path}{'?' + query if query else ''}"
