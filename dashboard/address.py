"""Who asks, as far as the network knows: the true address behind trusted proxies, and what counts as one address.

The one answer to "from where?" for caps, sign-in counting, turns and the audit log. A header is never believed unless
the connection itself comes from a proxy that the operator has named.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from dashboard.settings import settings

Networks = tuple[IPv4Network | IPv6Network, ...]
_HOME = 64  # bits of an IPv6 address that a provider gives to one customer (RFC 6177); the rest is theirs to choose


def true_address(peer: str, forwarded: Iterable[str]) -> str:
    """The address of whoever asks: the peer, or if that is a trusted proxy, the last address in the X-Forwarded-For
    headers `forwarded` that is not one. Whatever stands further to the left may be made up by the client. A trusted
    proxy that names nobody, or names nonsense, stands for itself."""
    trusted = settings().trusted_proxies
    found = peer
    if trusted and _within(peer, trusted):
        for hop in reversed([hop for line in forwarded for hop in line.split(",")]):
            named = _parsed(_bare(hop))
            if named is None:
                break
            found = str(named)
            if not _within(found, trusted):
                break
    return found


def is_proxy(peer: str) -> bool:
    """Whether a connection comes from a trusted proxy."""
    return _within(peer, settings().trusted_proxies)


@lru_cache(maxsize=4096)
def one_address(address: str) -> str:
    """What counts as one address: an IPv4 address, the /64 of an IPv6 address, or the text itself if it is neither."""
    found = _parsed(address)
    return str(IPv6Network((found, _HOME), strict=False)) if isinstance(found, IPv6Address) else str(found or address)


def _bare(hop: str) -> str:
    """An address without its port: 192.0.2.1:5000, [2001:db8::1]:5000."""
    hop = hop.strip()
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    return hop.partition(":")[0] if hop.count(":") == 1 else hop


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found


@lru_cache(maxsize=4096)
def _within(address: str, networks: Networks) -> bool:
    found = _parsed(address)
    return found is not None and any(found in network for network in networks)
