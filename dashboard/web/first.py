"""First sight: the headline stands in the page itself, readable before the application's script has arrived.

The application covers nothing: its own headline takes the place of this one by a style rule. Where no script runs,
the headline stays, with the way to the light edition.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.store import current
from dashboard.store.current import State
from dashboard.story import markup
from dashboard.story.blocks import Sentence
from dashboard.story.shelf import Subject, tell
from dashboard.text import say

_NOT_OURS_TO_CHANGE = tuple(
    f"/{name}" for name in "static _stcore media component read figure data geo healthz feed. sitemap.".split()
)
_VALIDATORS = (b"if-none-match", b"if-modified-since", b"range")
_LENGTHS = (b"content-length", b"etag", b"last-modified", b"accept-ranges")
_BODY = b"<body>"
_TITLE = b"<title>Streamlit</title>"
_STYLE = (
    "#fo-first{position:absolute;inset:0;z-index:9;overflow:auto;background:#fff;color:#15191f;"
    "font:1rem/1.5 'Source Sans',system-ui,sans-serif;padding:4.2rem clamp(1rem,6.2vw,5rem)}"
    "@media(prefers-color-scheme:dark){#fo-first{background:#10151c;color:#f2f5f9}}#fo-first a{color:inherit}"
    "#fo-first p{margin:0 0 .4rem}#fo-first .fo-name{font-weight:700}"
    "#fo-first h1{font-size:clamp(1.35rem,1rem + 1.6vw,2rem);line-height:1.3;font-weight:600;max-width:48rem}"
    "#fo-first .fo-tier{border:1.5px solid;border-radius:99px;padding:0 .6em}"
    "body:has(.stMain h1,.stMain .fo-footer,.stMain [data-testid=stException]) #fo-first{display:none}"
)


@lru_cache(maxsize=8)
def _first(state: State, *, headline: bool) -> bytes:
    """What stands in the page before the application does."""
    block = tell("known", current.record_of(state), Subject()).block("known")
    assert isinstance(block, Sentence)
    said = markup.sentence(block) if headline else ""
    return (
        f'<body><div id="fo-first"><style>{_STYLE}</style><p class="fo-name">{escape(say("site.name"))}</p>'
        f'<p>{escape(say("site.strapline"))}</p>{said}<p><a href="/read/">{escape(say("light.read"))}</a></p></div>'
    ).encode()


class FirstSight:
    """Puts the first sight into the application's page, and its name and purpose into its head."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].startswith(_NOT_OURS_TO_CHANGE):
            await self._app(scope, receive, send)
            return
        start: Message = {}
        body = bytearray()

        async def rewrite(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
            if not _is_page(start):
                await send(message)
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    page = _with_first_sight(bytes(body), headline=scope["path"] == "/")
                    kept = [h for h in start["headers"] if h[0] not in _LENGTHS]
                    await send({**start, "headers": [*kept, (b"content-length", str(len(page)).encode())]})
                    await send({"type": "http.response.body", "body": page})

        # a stored copy would carry an older headline: the page is always sent whole
        asked = [h for h in scope["headers"] if h[0] not in _VALIDATORS]
        await self._app({**scope, "headers": asked}, receive, rewrite)


def _is_page(start: Message) -> bool:
    named = dict(start.get("headers", []))
    return start.get("status") == 200 and named.get(b"content-type", b"").startswith(b"text/html")


def _with_first_sight(page: bytes, *, headline: bool) -> bytes:
    """The application's page with its first sight; any other page as it is."""
    if b'<div id="root">' not in page or _BODY not in page:
        return page
    head = (
        f'<title>{escape(say("site.name"))}</title><meta name="description" content="{escape(say("site.strapline"))}">'
    )
    return page.replace(_TITLE, head.encode(), 1).replace(_BODY, _first(current.state(), headline=headline), 1)
