"""Threads of their own for what must never wait behind something slow: light pages, open data, and signing in.

Streamlit serves its own files from the threads that everybody shares, and a password takes a tenth of a second to
check; a crowd at one of these doors waits at that door alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread

P = ParamSpec("P")
T = TypeVar("T")

_LIGHT, _FILES, _ACCOUNTS = CapacityLimiter(8), CapacityLimiter(4), CapacityLimiter(8)


async def light(work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """Run what a light page or a first look at who asks needs."""
    return await to_thread.run_sync(partial(work, *given, **named), limiter=_LIGHT)


async def files(work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """Run what makes a large file."""
    return await to_thread.run_sync(partial(work, *given, **named), limiter=_FILES)


async def accounts(work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """Run what signing in needs."""
    return await to_thread.run_sync(partial(work, *given, **named), limiter=_ACCOUNTS)
