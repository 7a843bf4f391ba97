"""The two text files that machines ask every site for: what may be crawled, and whom to tell about a weakness."""

from __future__ import annotations

from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import PlainTextResponse

from dashboard.settings import settings
from dashboard.store.clock import now
from dashboard.voice import say
from dashboard.web.hosts import base_of

_HOLDS = timedelta(days=180)  # less than a year, as RFC 9116 recommends
_CACHE = {"cache-control": "public, max-age=86400"}


def robots(request: Request) -> PlainTextResponse:
    """Everything public may be crawled (RFC 9309); the map of the site is named where its address is known."""
    base = base_of(request.scope)
    lines = ["User-agent: *", "Disallow: /account/", "Disallow: /_stcore/"]
    lines += [f"Sitemap: {base}/sitemap.xml"] if base else []
    return PlainTextResponse("\n".join(lines) + "\n", headers=_CACHE)


def security(request: Request) -> PlainTextResponse:
    """Whom to tell (RFC 9116), or that nobody is named."""
    contact = settings().security_contact
    if not contact:
        return PlainTextResponse(f"# {say('wellknown-no_contact')}\n", headers=_CACHE)
    until: datetime = (now() + _HOLDS).replace(hour=0, minute=0, second=0, microsecond=0)
    where = contact if ":" in contact else f"mailto:{contact}"
    lines = [f"Contact: {where}", f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}", "Preferred-Languages: en"]
    base = base_of(request.scope)
    lines += [f"Canonical: {base}/.well-known/security.txt"] if base else []
    return PlainTextResponse("\n".join(lines) + "\n", headers=_CACHE)
