"""First sight: the headline stands in the page itself, readable before the application's script has arrived.

The application covers nothing: once it is drawn to its footer it takes the place of this one by a style rule, all at
once, so that nothing moves under a reader's eyes. Where no script runs, the headline stays, with the way to the light
edition. An address with nothing at it is answered as such, though Streamlit would show its own page there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from html import escape

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.core.people import STAFF_PAGES
from dashboard.core.record import PublicRecord
from dashboard.settings import ROOT
from dashboard.store import current
from dashboard.store.current import State
from dashboard.story import markup, pages
from dashboard.story.blocks import Sentence
from dashboard.story.question import HOME, Question, params_of
from dashboard.voice import further, say, speaking
from dashboard.web.edition import not_found
from dashboard.web.pools import light

_READ = "read/ figure/ data/ geo/ feed.atom sitemap.xml robots.txt .well-known/security.txt"
_OTHERS = tuple(f"/{name}" for name in f"{_READ} account/ healthz media/ component/".split())
_STAFF = tuple(name for names in STAFF_PAGES.values() for name in names)
_STREAMLITS = ("/static/", "/_stcore/")
_NOT_ASKED = (b"if-none-match", b"if-modified-since", b"range", b"accept-encoding")
_LENGTHS = (b"content-length", b"etag", b"last-modified", b"accept-ranges")
_BODY = b"<body>"
_TITLE = b"<title>Streamlit</title>"
# to its footer, and with the links of its navigation, which come with a script of their own
_DRAWN = (
    ":has(.stMain .fo-footer,.stMain [data-testid=stException]):not(:has(.st-key-navigation [data-testid=stSkeleton]))"
)
_STYLE = (
    # the application's own style is here too, so that nothing changes its size when it arrives
    re.sub(r"\s+", " ", (ROOT / "dashboard" / "view" / "style.css").read_text(encoding="utf-8"))
    + "#fo-first{position:absolute;inset:0;z-index:9;overflow:auto;background:#fff;color:#15191f;"
    "font:1rem/1.5 system-ui,sans-serif;padding:1.6rem clamp(1rem,6.2vw,5rem)}"
    "@media(prefers-color-scheme:dark){#fo-first{background:#10151c;color:#f2f5f9}}#fo-first a{color:inherit}"
    "#fo-first p{margin:0 0 .4rem}#fo-first .fo-name{font-weight:700}"
    "#fo-first h1{font-size:clamp(1.35rem,1rem + 1.6vw,2rem);line-height:1.3;font-weight:600;max-width:48rem}"
    "#fo-first .fo-tier{border:1.5px solid;border-radius:99px;padding:0 .6em}"
    # one takes the place of the other when the page is drawn, and a delay without end keeps it so on another page
    "#fo-first,.stMainBlockContainer{transition:visibility 0s 1e6s}.stMainBlockContainer{visibility:hidden}"
    f"body{_DRAWN} .stMainBlockContainer{{visibility:visible;transition:none}}"
    f"body{_DRAWN} #fo-first{{visibility:hidden;transition:none}}"
    # room for what comes with a script of its own, a moment after the page: pickers, then pictures
    ".stMainBlockContainer{padding-top:1.6rem;padding-bottom:3rem}"
    ".stElementContainer:has(>[data-testid=stSkeleton]){min-height:4.25rem}"
    ".stPrintGraphic:not(:has(svg.marks,canvas)){min-height:21.7rem}"
)


def _asked(path: str, query: bytes, record: PublicRecord) -> Question | None:
    """What an address of a public page asks for, what is not there left out; None if it is of none."""
    page = pages.page(path.strip("/") or HOME)
    if page is None or f"/{page.name}" != path != "/":
        return None
    given = params_of(query.decode("latin-1"))
    asked = pages.settled(record, Question.from_params(page.name, given)).question
    return asked if asked.lang in further() else replace(asked, lang="")


@lru_cache(maxsize=1024)
def _first(state: State, asked: Question) -> tuple[bytes, bytes]:
    """What stands in the head of a page, and before the application: what it is called and what it is about."""
    record = current.record_of(state)
    page = pages.page(asked.page)
    assert page is not None
    heading = pages.heading_of(record, asked)
    if page.lead is not None:
        block = page.lead(record).blocks[0]
        assert isinstance(block, Sentence)
        said = markup.sentence(block) + (f"<p>{escape(heading)}</p>" if heading else "")
    else:
        said = f"<h1>{escape(heading)}</h1>"
    plain = next((one for one in _plainer(asked) if page.has(record, one)), Question()).path()
    return _around(pages.title_of(record, asked), said, plain)


def _plainer(asked: Question) -> Iterator[Question]:
    """The questions nearest to one that the light edition may have a page for."""
    for names in (("program", "quarter", "figure"), ("program", "figure"), ()):
        yield asked.only(names)


def _staff(name: str) -> tuple[bytes, bytes]:
    title = say(f"{name}-title")
    return _around(f"{title} · {say('site-name')}", f"<h1>{escape(title)}</h1>", Question().path())


def _around(title: str, said: str, plain: str) -> tuple[bytes, bytes]:
    site, purpose = say("site-name"), say("site-strapline")
    head = f'<title>{escape(title)}</title><meta name="description" content="{escape(purpose, quote=True)}">'
    body = (
        f'<body><div id="fo-first"><style>{_STYLE}</style><p class="fo-name">{escape(site)}</p><p>{escape(purpose)}</p>'
        f'{said}<p><a href="{escape(plain, quote=True)}">{escape(say("light-read"))}</a></p></div>'
    )
    return head.encode(), body.encode()


def _page(path: str, query: bytes, page: bytes) -> tuple[int, bytes]:
    """The application's page with its first sight; or that there is nothing at this address."""
    state = current.state()
    record = current.record_of(state)
    asked = _asked(path, query, record)
    if asked is None and path.removeprefix("/") not in _STAFF:
        return 404, not_found(record, path).body
    with speaking(asked.lang if asked else "") as said:
        head, body = _first(state, asked) if asked else _staff(path.removeprefix("/"))
        html = b'<html lang="%b"' % said.tag.encode()
    return 200, page.replace(_TITLE, head, 1).replace(_BODY, body, 1).replace(b'<html lang="en"', html, 1)


def _is_other(path: str) -> bool:
    """Whether something else than the application stands at a path: light pages, files, doors."""
    there = f"{path}/".startswith(_OTHERS) or Question.from_path(path) is not None
    return there and pages.page(path.removeprefix("/")) is None


class FirstSight:
    """Puts the first sight into the application's page, and its name and purpose into its head."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        if not asked or _is_other(scope["path"]):
            await self._app(scope, receive, send)
            return
        start: Message = {}
        body, bare = bytearray(), scope["method"] == "HEAD"

        async def rewrite(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
            if not _is_page(start):
                await send(message)
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    status, page = await light(_page, scope["path"], scope["query_string"], bytes(body))
                    kept = [h for h in start["headers"] if h[0] not in _LENGTHS]
                    kept.append((b"content-length", str(len(page)).encode()))
                    await send({**start, "status": status, "headers": kept})
                    await send({"type": "http.response.body", "body": b"" if bare else page})

        if not scope["path"].startswith(_STREAMLITS):
            # a stored copy would carry an older headline, and a compressed one cannot be written into
            plain = [h for h in scope["headers"] if h[0] not in _NOT_ASKED]
            scope = {**scope, "method": "GET", "headers": plain}
        await self._app(scope, receive, rewrite)


def _is_page(start: Message) -> bool:
    named = dict(start.get("headers", []))
    return start.get("status") == 200 and named.get(b"content-type", b"").startswith(b"text/html")
