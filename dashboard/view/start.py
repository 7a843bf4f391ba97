"""What happens once, before the first visitor: tables, data, a warm first page, and a quiet garbage collector."""

from __future__ import annotations

import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from streamlit import file_util

from dashboard.settings import settings
from dashboard.store import current
from dashboard.store.ledger import Loaded, Progress
from dashboard.view import reads

INDEX = Path(file_util.get_static_dir(), "index.html")

log = logging.getLogger("fourth_option")


def make_ready(*, progress: Progress | None = None) -> Loaded:
    """Create or upgrade the database and load the data files. BrokenRow leaves the database as it was."""
    store = current.store()
    store.prepare()
    loaded = store.load(settings().data, example=settings().example == "on", progress=progress)
    current.changed()
    return loaded


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[dict[str, Any]]:
    """Ready the database, make the first pages, and tell the collector that what is loaded stays."""
    log.info(make_ready().words)
    for library in ("pandas", "pyarrow"):  # Streamlit needs both for a chart; the first reader should not wait for them
        import_module(library)
    reads.warm()
    gc.collect()
    gc.freeze()
    yield {}


def report(error: BaseException) -> None:
    """A page failed: the operator reads why, the visitor does not."""
    log.error("a page failed", exc_info=error)
