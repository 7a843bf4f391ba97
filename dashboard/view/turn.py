"""Reruns are threads that fight for the interpreter; taking turns makes everybody's faster (see benchmarks/)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

TURN = BoundedSemaphore(1)


@contextmanager
def stepping_aside() -> Iterator[None]:
    """Let other readers go on while something slow is waited for, such as a child process that reads a file."""
    TURN.release()
    try:
        yield
    finally:
        TURN.acquire()
