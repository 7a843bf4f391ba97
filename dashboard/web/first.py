"""First sight: the headline stands in the page itself, readable before the application's script has arrived.

The application covers nothing: once it is drawn to its footer it takes the place of this one by a style rule, all at
once, so that nothing moves under a reader's eyes. Where no script runs, the headline stays, with the way to the light
edition. An address with nothing at it is answered as such, though Streamlit would show its own page there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from urllib.parse import parse_qsl, quote

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.core.record import PublicRecord
from dashboard.store import current
from dashboard.store.current import State
from dashboard.story import markup
from dashboard.story.blocks import Sentence
from dashboard.story.shelf import Subject, shelf, tell
from dashboard.text import say
from dashboard.web.edition import not_found
from dashboard.web.light import NAVIGATION
from dashboard.web.pools import light

_READ = "read/ figure/ data/ geo/ feed.atom sitemap.xml robots.txt .well-known/security.txt"
_OTHERS = tuple(f"/{name}" for name in f"{_READ} account/ healthz media/ component/".split())
_STREAMLITS = ("/static/", "/_stcore/")
_NOT_ASKED = (b"if-none-match", b"if-modified-since", b"range", b"accept-encoding")
_LENGTHS = (b"content-length", b"etag", b"last-modified", b"accept-ranges")
_FIELDS = 50  # of a query; an address with more is not one of ours
_BODY = b"<body>"
_TITLE = b"<title>Streamlit</title>"
_DRAWN = ":has(.stMain .fo-footer,.stMain [data-testid=stException])"
_STYLE = (
    "#fo-first{position:absolute;inset:0;z-index:9;overflow:auto;background:#fff;color:#15191f;"
    "font:1rem/1.5 system-ui,sans-serif;padding:4.2rem clamp(1rem,6.2vw,5rem)}"
    "@media(prefers-color-scheme:dark){#fo-first{background:#10151c;color:#f2f5f9}}#fo-first a{color:inherit}"
    "#fo-first p{margin:0 0 .4rem}#fo-first .fo-name{font-weight:700}"
    "#fo-first h1{font-size:clamp(1.35rem,1rem + 1.6vw,2rem);line-height:1.3;font-weight:600;max-width:48rem}"
    "#fo-first .fo-tier{border:1.5px solid;border-radius:99px;padding:0 .6em}"
    # one takes the place of the other when the page is drawn, and a delay without end keeps it so on another page
    "#fo-first,.stMainBlockContainer{transition:visibility 0s 1e6s}.stMainBlockContainer{visibility:hidden}"
    f"body{_DRAWN} .stMainBlockContainer{{visibility:visible;transition:none}}"
    f"body{_DRAWN} #fo-first{{visibility:hidden;transition:none}}"
    # room for what comes with a script of its own, a moment after the page: pickers, then pictures
    ".stMainBlockContainer{padding-top:4.2rem;padding-bottom:3rem}"
    ".stElementContainer:has(>[data-testid=stSkeleton]){min-height:4.25rem}"
    ".stPrintGraphic:not(:has(svg.marks,canvas)){min-height:21.7rem}"
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The page that an address is of, and the program and quarter in it; what is not there is left out."""

    page: str
    program: str = ""
    quarter: str = ""


def _asked(path: str, query: bytes, record: PublicRecord) -> _Asked | None:
    """What an address asks for; None if nothing stands there."""
    home, *others = (*shelf("public"), *shelf("staff"))
    page = path.strip("/") or home
    if path != "/" and page not in others:
        return None
    given = dict(parse_qsl(query.decode("latin-1"))) if query.count(b"&") < _FIELDS else {}
    program, quarter = given.get("program", ""), given.get("quarter", "").upper()
    if record.program(program) is None:
        return _Asked(page)
    return _Asked(page, program, quarter if quarter in map(str, record.quarters(program)) else "")


@lru_cache(maxsize=1024)
def _first(state: State, asked: _Asked) -> tuple[bytes, bytes]:
    """What stands in the head of a page, and before the application: what it is called and what it is about."""
    record = current.record_of(state)
    program = record.program(asked.program)
    home = asked.page == next(iter(shelf("public")))
    site, purpose, plain = say("site.name"), say("site.strapline"), "/read/"
    names = [program.title] if program else []
    names += [] if home else [say(f"{asked.page}.title")]
    if program:
        plain = f"/read/program/{quote(asked.program)}{f'/{asked.quarter}' if asked.quarter else ''}"
    elif f"/read/{asked.page}" in dict(NAVIGATION):
        plain = f"/read/{asked.page}"
    if home:
        block = tell("known", record, Subject()).block("known")
        assert isinstance(block, Sentence)
        said = markup.sentence(block) + "".join(f"<p>{escape(name)}</p>" for name in names)
    else:
        said = f"<h1>{escape(': '.join(names))}</h1>"
    head = (
        f"<title>{escape(' · '.join([*names, site]))}</title>"
        f'<meta name="description" content="{escape(purpose, quote=True)}">'
    )
    body = (
        f'<body><div id="fo-first"><style>{_STYLE}</style><p class="fo-name">{escape(site)}</p><p>{escape(purpose)}</p>'
        f'{said}<p><a href="{escape(plain, quote=True)}">{escape(say("light.read"))}</a></p></div>'
    )
    return head.encode(), body.encode()


def _page(path: str, query: bytes, page: bytes) -> tuple[int, bytes]:
    """The application's page with its first sight; or that there is nothing at this address."""
    state = current.state()
    record = current.record_of(state)
    asked = _asked(path, query, record)
    if asked is None:
        return 404, not_found(record, path).body
    head, body = _first(state, asked)
    return 200, page.replace(_TITLE, head, 1).replace(_BODY, body, 1)


class FirstSight:
    """Puts the first sight into the application's page, and its name and purpose into its head."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        if not asked or f"{scope['path']}/".startswith(_OTHERS):
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
