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

from dashboard import words
from dashboard.store import current
from dashboard.store.load import Loaded
from dashboard.view import cache
from dashboard.view.signed_in import SIGN_IN

INDEX = Path(file_util.get_static_dir(), "index.html")

log = logging.getLogger("fourth_option")


def lifespan(header: str) -> Callable[[Any], AbstractAsyncContextManager[dict[str, Any]]]:
    """What surrounds the life of the application. `header` is where the gate says who is asking."""

    @asynccontextmanager
    async def living(_app: Any) -> AsyncIterator[dict[str, Any]]:
        """Ready the database, make the first pages, and tell the collector that what is loaded stays."""
        config.set_option("server.trustedUserHeaders", {header: SIGN_IN})
        loaded = current.start()
        if isinstance(loaded, Loaded):
            log.info(loaded.words)
        else:
            log.warning("%s Readers are served what is on record.", words.of(loaded))
        for library in ("pandas", "pyarrow"):  # Streamlit needs both for a chart; the first reader should not wait
            import_module(library)
        cache.warm()
        gc.collect()
        gc.freeze()
        yield {}

    return living


def report(error: BaseException) -> None:
    """A page failed: the operator reads why, the visitor does not."""
    log.error("a page failed", exc_info=error)
