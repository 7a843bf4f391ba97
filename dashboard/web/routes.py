"""The routes beside the application, and the headers on every answer: cacheable, never framed, no foreign script."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from contextlib import nullcontext
from datetime import date
from functools import lru_cache
from importlib.metadata import version as version_of
from pathlib import Path
from threading import Lock
from typing import Any

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.core.reason import reason
from dashboard.settings import settings
from dashboard.store import current
from dashboard.store.clock import now
from dashboard.store.current import State
from dashboard.store.faults import DatabaseFailed
from dashboard.story import pages
from dashboard.story.question import HOME, Question
from dashboard.voice import further
from dashboard.web import account, wellknown
from dashboard.web.edition import ALONE, FOLDERS, Resource, not_found, resolve
from dashboard.web.gate import Gate
from dashboard.web.hosts import base_of, sockets_of
from dashboard.web.pools import files, light
from dashboard.web.prerender import Prerendered
from dashboard.words import plainly

_CACHE = "public, max-age=300, stale-while-revalidate=86400"
_COMMON = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "x-frame-options": "DENY",
}
_ENCRYPTED = (b"strict-transport-security", b"max-age=31536000")  # a year, as browsers' own lists ask
_LIGHT_CSP = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


_MAKING = Lock()
_LARGE = 1_000_000


@lru_cache(maxsize=1024)
def _resource(state: State, path: str, base: str, _day: date | None) -> tuple[Resource, str] | None:
    """What stands at a path at one revision, with its tag. A revision never changes, so this is made once."""
    found = resolve(path, current.record_of(state), base)
    return (found, f'"{hashlib.sha256(found.body).hexdigest()[:32]}"') if found else None


@lru_cache(maxsize=1024)
def _packed(state: State, path: str, base: str, day: date | None) -> bytes:
    """The same, compressed once: Streamlit's own middleware would compress a large file anew for every reader."""
    found = _resource(state, path, base, day)
    assert found is not None
    return gzip.compress(found[0].body, 1 if len(found[0].body) > _LARGE else 6, mtime=0)


async def _serve(request: Request) -> Response:
    return await (files if request.url.path.startswith("/data/") else light)(_answer, request)


def _answer(request: Request) -> Response:
    path = request.url.path
    asked = Question.from_path(path)
    page = pages.page(asked.page) if asked else None
    addressed = path in ALONE or (page is not None and page.addressed)
    base = base_of(request.scope) if addressed else ""
    day = now().date() if page is not None and page.dated else None  # what is late today is later tomorrow
    state = current.state()
    pack = "gzip" in request.headers.get("accept-encoding", "")
    with _MAKING if path.startswith("/data/") else nullcontext():  # a large file is made once, not by everybody at once
        found = _resource(state, path, base, day)
        body = b"" if found is None else _packed(state, path, base, day) if pack else found[0].body
    if found is None:
        return _missing(path)
    resource, tag = found
    if pack:
        tag = f'{tag[:-1]}-gzip"'
    headers = {"etag": tag, "vary": "accept-encoding", "cache-control": _CACHE, "content-security-policy": _LIGHT_CSP}
    if path.startswith(("/data/", "/feed.atom")):
        headers["access-control-allow-origin"] = "*"
    if tag in [t.strip().removeprefix("W/") for t in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers=headers)
    if pack:
        headers["content-encoding"] = "gzip"
    return Response(body, media_type=resource.media, headers=headers)


async def _health(_request: Request) -> Response:
    """Whether the database answers, is the one that was opened, and can be written to; and which revision is served."""
    uncached = {"cache-control": "no-store"}
    wrong = await light(current.wrong)
    if wrong is not None:
        what = wrong.fault.status if isinstance(wrong, DatabaseFailed) else reason("health-row")
        told = {"status": "failing", "database": plainly(what), "serving": current.served()}
        return JSONResponse(told, 503, headers=uncached)
    version = (await light(current.state)).version
    told = {"status": "ok", "database": "reachable", "revision": version, "version": version_of("fourth-option")}
    return JSONResponse(told, headers=uncached)


async def _nowhere(request: Request) -> Response:
    """Nothing stands beside the doors of the staff side."""
    return await light(_missing, request.url.path, request.query_params.get("lang", ""))


def _missing(path: str, lang: str = "") -> Response:
    missing = not_found(current.record(), path, lang)
    return Response(missing.body, 404, media_type=missing.media, headers={"content-security-policy": _LIGHT_CSP})


async def _home(request: Request) -> Response:
    """The first page has the site's own address, and the name it has in the navigation leads there."""
    return RedirectResponse(str(request.url.replace(scheme="", netloc="", path="/")), 307)


def routes() -> list[Route]:
    """Everything the light edition serves, and the doors of the staff side."""
    there = (*FOLDERS, *(f"{lang}/{folder}" for lang in further() for folder in FOLDERS[:2]))
    homes = ("/read", *(f"/{lang}/read" for lang in further()))
    served = (*homes, *(f"/{folder}/{{path:path}}" for folder in there), *ALONE)
    return [
        Route("/healthz", _health),
        Route(f"/{HOME}", _home),
        Route("/robots.txt", wellknown.robots),
        Route("/.well-known/security.txt", wellknown.security),
        *account.routes(),
        Route("/account/{path:path}", _nowhere),
        *(Route(path, _serve) for path in served),
    ]


class Headers:
    """Security headers on every answer. Streamlit needs inline styles and WebAssembly, and no foreign host at all."""

    def __init__(self, app: ASGIApp, *, policy: str) -> None:
        self._app = app
        self._headers = [(k.encode(), v.encode()) for k, v in _COMMON.items()]
        self._policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [h for h in message.get("headers", []) if h[0].lower() != b"server"]
                named = {h[0].lower() for h in kept}
                added = [h for h in self._headers if h[0] not in named]
                if b"content-security-policy" not in named:
                    added.append((b"content-security-policy", self._policy_for(scope)))
                if settings().public_url.startswith("https://"):
                    added.append(_ENCRYPTED)
                message = {**message, "headers": [*kept, *added]}
            await send(message)

        await self._app(scope, receive, with_headers)

    def _policy_for(self, scope: Scope) -> bytes:
        own = sockets_of(scope)
        return self._policy.replace("{sockets}", f" {own}" if own else "").encode()


def middleware(index_html: Path) -> list[Middleware]:
    """The headers, with the hash of the one inline script in Streamlit's own page."""
    scripts = re.findall(r"<script>(.*?)</script>", index_html.read_text(encoding="utf-8"), re.DOTALL)
    hashes = " ".join(
        "'sha256-" + base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() + "'" for s in scripts
    )
    policy = (
        f"default-src 'self'; script-src 'self' 'wasm-unsafe-eval' {hashes}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:{sockets}; "
        "worker-src 'self' blob:; frame-src 'none'; object-src 'none'; base-uri 'self'; form-action 'self'; "
        "frame-ancestors 'none'"
    )
    return [Middleware(Headers, policy=policy), Middleware(Gate), Middleware(Prerendered)]


def served(index_html: Path) -> dict[str, Any]:
    """Routes and middleware, as `st.App` takes them."""
    return {"routes": routes(), "middleware": middleware(index_html)}
