"""The light edition as files: what a city puts on any web server when its page is on every front page."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from dashboard.core.record import PublicRecord
from dashboard.web.edition import not_found, paths, resolve


def publish(record: PublicRecord, folder: Path, *, base: str) -> int:
    """Write every public path below `folder`, pages as `…/index.html`; the number of files written.
    RuntimeError if a listed path holds nothing, before anything else is written."""
    written = 0
    for path in paths(record):
        resource = resolve(path, record, base)
        if resource is None:
            raise RuntimeError(f"nothing stands at {path}, though it is listed")
        target = folder / file_of(path, html=resource.media.startswith("text/html"))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(resource.body)
        written += 1
    (folder / "404.html").write_bytes(not_found(record, "/404.html").body)
    return written + 1


def file_of(path: str, *, html: bool) -> Path:
    """The file that a web server serves for a path."""
    name = unquote(path).strip("/")
    return Path(name) / "index.html" if html else Path(name)
