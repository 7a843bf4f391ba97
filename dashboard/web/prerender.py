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

from markupsafe import Markup
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.core.people import STAFF_PAGES
from dashboard.core.record import PublicRecord
from dashboard.store import current
from dashboard.store.current import State
from dashboard.story import markup, pages, theme
from dashboard.story.blocks import Sentence
from dashboard.story.html import fill, style
from dashboard.story.question import HOME, Question, params_of
from dashboard.voice import further, say, speaking, spoken
from dashboard.web.edition import ALONE, FOLDERS, language_of, not_found
from dashboard.web.pools import light

_FOLDERS = (*(f"/{folder}/" for folder in FOLDERS), "/account/", "/media/", "/component/")
_FILES = (*ALONE, "/robots.txt", "/.well-known/security.txt", "/healthz")
_STAFF = tuple(name for names in STAFF_PAGES.values() for name in names)
_STREAMLITS = ("/static/", "/_stcore/")
_NOT_ASKED = (b"if-none-match", b"if-modified-since", b"range", b"accept-encoding")
_LENGTHS = (b"content-length", b"etag", b"last-modified", b"accept-ranges")
_BODY = b"<body>"
_TITLE = b"<title>Streamlit</title>"
# the application's own style is here too, so that nothing changes its size when it arrives
_STYLE = style(re.sub(r"\s+", " ", theme.sheet("view/style.css", "web/first_sight.css")))


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
        said = markup.sentence(block)
        if heading:
            said += fill("<p>{}</p>", heading)
    else:
        said = fill("<h1>{}</h1>", heading)
    nearest = _plainer(replace(pages.particular(record, asked), as_of=None))  # no light page is of another day
    plain = next((one for one in nearest if page.has(record, one)), Question(lang=asked.lang)).path()
    return _around(pages.title_of(record, asked), said, plain)


def _plainer(asked: Question) -> Iterator[Question]:
    """The questions nearest to one that the light edition may have a page for."""
    for names in (("program", "quarter", "figure"), ("program", "figure"), ()):
        yield asked.only(names)


def _staff(name: str) -> tuple[bytes, bytes]:
    title = say(f"{name}-title")
    return _around(f"{title} · {say('site-name')}", fill("<h1>{}</h1>", title), Question(lang=spoken()).path())


def _around(title: str, said: Markup, plain: str) -> tuple[bytes, bytes]:
    site, purpose = say("site-name"), say("site-strapline")
    head = fill('<title>{}</title><meta name="description" content="{}">', title, purpose)
    body = fill(
        '<body><div id="fo-first">{}<p class="fo-name">{}</p><p>{}</p>{}<p><a href="{}">{}</a></p></div>',
        _STYLE,
        site,
        purpose,
        said,
        plain,
        say("light-read"),
    )
    return head.encode(), body.encode()


def _page(path: str, query: bytes, page: bytes) -> tuple[int, bytes]:
    """The application's page with its first sight; or that there is nothing at this address."""
    state = current.state()
    record = current.record_of(state)
    asked = _asked(path, query, record)
    if asked is None and path.removeprefix("/") not in _STAFF:
        return 404, not_found(record, path, params_of(query.decode("latin-1")).get("lang", "")).body
    with speaking(asked.lang if asked else params_of(query.decode("latin-1")).get("lang", "")) as said:
        head, body = _first(state, asked) if asked else _staff(path.removeprefix("/"))
        html = b'<html lang="%b"' % said.tag.encode()
    return 200, page.replace(_TITLE, head, 1).replace(_BODY, body, 1).replace(b'<html lang="en"', html, 1)


def _is_other(path: str) -> bool:
    """Whether something else than the application stands at a path: light pages, files, doors."""
    _, plain = language_of(path)
    there = plain.startswith(_FOLDERS) or plain == f"/{FOLDERS[0]}" or path in _FILES
    return there and pages.page(path.removeprefix("/")) is None


class Prerendered:
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
