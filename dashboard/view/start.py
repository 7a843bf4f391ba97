"""What happens once, before the first visitor: tables, data, a warm first page, and a quiet garbage collector."""

from __future__ import annotations

import gc
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from streamlit import config, file_util

from dashboard.store import current
from dashboard.view import reads
from dashboard.view.who import SIGN_IN

INDEX = Path(file_util.get_static_dir(), "index.html")

log = logging.getLogger("fourth_option")


def lifespan(header: str) -> Callable[[Any], AbstractAsyncContextManager[dict[str, Any]]]:
    """What surrounds the life of the application. `header` is where the gate says who is asking."""

    @asynccontextmanager
    async def living(_app: Any) -> AsyncIterator[dict[str, Any]]:
        """Ready the database, make the first pages, and tell the collector that what is loaded stays."""
        config.set_option("server.trustedUserHeaders", {header: SIGN_IN})
        log.info(current.make_ready().words)
        for library in ("pandas", "pyarrow"):  # Streamlit needs both for a chart; the first reader should not wait
            import_module(library)
        reads.warm()
        gc.collect()
        gc.freeze()
        yield {}

    return living


def report(error: BaseException) -> None:
    """A page failed: the operator reads why, the visitor does not."""
    log.error("a page failed", exc_info=error)
