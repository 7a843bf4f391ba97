"""The log of the server: what happened, once, without what would let a reader of the log in.

Addresses of one-time links and of a provider's answers hold secrets in their queries, so no query is ever written. The
same message more than a few times a minute is counted instead of repeated, for a disk filled by an attack is one.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from time import monotonic

_EACH, _REQUESTS, _WINDOW = 5, 60, 60.0  # times a message, and requests of an address, in so many seconds
_REMEMBERED = 1024  # messages
_SECRET = re.compile(r"\b(token|code|state|id_token|access_token|password|secret)=[^&\s\"']+", re.IGNORECASE)
_QUERY = re.compile(r"(/[^\s\"'?]*)\?[^\s\"']+")
_ACCESS = "uvicorn.access"
_SERVERS = ("uvicorn", "uvicorn.access", "uvicorn.asgi", "uvicorn.error", "websockets")


class Quiet(logging.Filter):
    """Lets a message through a few times a minute, and then says how often it was held back."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._said: dict[tuple[str, int, str], list[float]] = {}  # since when, how often said, how often held back

    def filter(self, record: logging.LogRecord) -> bool:
        key, most = self._key(record)
        now = self._clock()
        since, said, held = self._said.get(key, [now, 0, 0])
        if now - since >= _WINDOW:
            since, said = now, 0
        let = said < most
        self._said.pop(key, None)
        self._said[key] = [since, said + let, 0 if let else held + 1]
        if len(self._said) > _REMEMBERED:
            del self._said[next(iter(self._said))]
        if let:
            _without_secrets(record, f" ({held:.0f} more like this were left out)" if held else "")
        return let

    @staticmethod
    def _key(record: logging.LogRecord) -> tuple[tuple[str, int, str], int]:
        if record.name == _ACCESS and isinstance(record.args, tuple):
            return (record.name, record.levelno, str(record.args[0]).rpartition(":")[0]), _REQUESTS
        return (record.name, record.levelno, str(record.msg)[:200]), 1 if record.exc_info else _EACH


def _without_secrets(record: logging.LogRecord, more: str) -> None:
    said = _QUERY.sub(r"\1", record.getMessage())
    record.msg, record.args = _SECRET.sub(r"\1=…", said) + more, None


_QUIET = Quiet()


def settle(*, access: bool) -> None:
    """Put the filter on everything that writes to the log, and let the server's own loggers write once, requests only
    if `access`. Safe to repeat, and repeated while the server runs: a library makes its logger when it is first used.
    """
    out = _handler()
    for name in _SERVERS:
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [out], False
        logger.setLevel(logging.INFO if access and name == _ACCESS else logging.WARNING)
    handlers = [*logging.root.handlers, logging.lastResort]
    for one in logging.root.manager.loggerDict.values():
        handlers += one.handlers if isinstance(one, logging.Logger) else []
    for handler in handlers:
        if handler is not None and _QUIET not in handler.filters:
            handler.addFilter(_QUIET)


def _handler() -> logging.Handler:
    for handler in logging.getLogger("uvicorn").handlers:
        if handler.get_name() == __name__:
            return handler
    made = logging.StreamHandler()
    made.set_name(__name__)
    made.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    return made
