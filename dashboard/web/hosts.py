"""By which names this site is known: what stands in permanent addresses, and which hosts are answered at all.

The Host header is whatever a client writes. It never stands in anything that others may be shown: permanent addresses
are those of the public address, or of a host that the operator has allowed, or begin with a slash.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import Scope

from dashboard.settings import settings

_ALWAYS = ("/healthz",)  # asked by address, from inside
_SECURE = {"https": "https", "wss": "https", "http": "http", "ws": "http"}


def base_of(scope: Scope) -> str:
    """Scheme and host that permanent addresses begin with; nothing if none is known."""
    found = settings()
    if found.public_url:
        return found.public_url.rstrip("/")
    host = _host(scope)
    return f"{_SECURE[scope['scheme']]}://{host}" if host in found.allowed_hosts else ""


def secure(scope: Scope) -> bool:
    """Whether the reader's own connection is encrypted, as far as is known: what a cookie may be kept for."""
    return settings().public_url.startswith("https://") or _SECURE[scope["scheme"]] == "https"


def refused(scope: Scope) -> bool:
    """Whether a request is for a host that is not ours. Without allowed hosts, any is answered."""
    found = settings()
    if not found.allowed_hosts or scope["path"] in _ALWAYS:
        return False
    return _host(scope) not in (*found.allowed_hosts, found.public_host)


def sockets_of(scope: Scope) -> str:
    """The address that the page's websocket may connect to, besides the page's own host, which older browsers do not
    take to be meant by 'self'; nothing if it is not known."""
    base = base_of(scope)
    return base.replace("http", "ws", 1) if base else ""


def _host(scope: Scope) -> str:
    return Headers(scope=scope).get("host", "").lower()
