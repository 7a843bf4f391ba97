"""The light edition as one thing: every public path, and what stands at it. Routes serve it, `publish` writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from dashboard.core.record import PublicRecord
from dashboard.settings import ROOT
from dashboard.store.clock import now
from dashboard.story import pages, theme
from dashboard.story.html import fill
from dashboard.story.question import Question, about
from dashboard.voice import further, say, speaking
from dashboard.web import feed, opendata
from dashboard.web.light import Frame, document, links, page

HTML, CSV, JSON = "text/html; charset=utf-8", "text/csv; charset=utf-8", "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Resource:
    """What a path holds."""

    body: bytes
    media: str
    status: int = 200


_FILES: dict[str, tuple[Callable[[PublicRecord], str], str]] = {
    "/data/figures.csv": (opendata.figures_csv, CSV),
    "/data/figures.json": (opendata.figures_json, JSON),
    "/data/ledger.csv": (opendata.ledger_csv, CSV),
    "/data/programs.csv": (opendata.programs_csv, CSV),
    "/data/sources.csv": (opendata.sources_csv, CSV),
    "/data/program_events.csv": (opendata.program_events_csv, CSV),
    "/data/source_events.csv": (opendata.source_events_csv, CSV),
    "/data/metrics.json": (opendata.metrics_json, JSON),
    "/data/datapackage.json": (opendata.datapackage_json, JSON),
    "/read/style.css": (lambda _: theme.sheet("web/light.css"), "text/css; charset=utf-8"),  # of pages once saved
}
_ASSETS: dict[str, tuple[Path, str]] = {
    "/geo/us-states.json": (ROOT / "data" / "geo" / "us-states.json", JSON),
    "/read/icon.svg": (ROOT / "dashboard" / "view" / "icon.svg", "image/svg+xml"),
}


# the first part of every address that has something of the light edition or a data file, and the files without a folder
FOLDERS = ("read", "figure", "data", "geo")
ALONE = ("/feed.atom", "/sitemap.xml")


def resolve(path: str, record: PublicRecord, base: str) -> Resource | None:
    """What stands at a path, or None. `base` is the scheme and host that permanent addresses are written with."""
    if path in _FILES:
        make, media = _FILES[path]
        return Resource(make(record).encode(), media)
    if path in _ASSETS:
        file, media = _ASSETS[path]
        return Resource(file.read_bytes(), media)
    if path == "/feed.atom":
        return Resource(feed.atom(record, base).encode(), "application/atom+xml; charset=utf-8")
    if path == "/sitemap.xml":
        return Resource(feed.sitemap(list(html_paths(record)), base).encode(), "application/xml; charset=utf-8")
    asked = Question.from_path(path)
    told = pages.page(asked.page) if asked else None
    if asked is None or told is None or asked.lang not in ("", *further()):
        return None
    if not told.has(record, asked):
        return None
    dated = replace(asked, as_of=now().date()) if told.dated else asked
    with speaking(asked.lang):
        return Resource(page(told.whole_story(record, dated), record, Frame.of(asked, base)).encode(), HTML)


def html_paths(record: PublicRecord) -> Iterator[str]:
    """Every HTML page but those of figures, in a fixed order, in each language."""
    yield from (replace(asked, lang=lang).path() for lang in ("", *further()) for asked in pages.asks(record))


def paths(record: PublicRecord) -> Iterator[str]:
    """Everything public: pages, files, feed, map and style."""
    yield from html_paths(record)
    yield from (replace(about(name), lang=lang).path() for lang in ("", *further()) for name in record.links)
    yield from (*_FILES, *_ASSETS, *ALONE)


def language_of(path: str) -> tuple[str, str]:
    """The language that an address begins with, if it is not the site's own, and what stands after it."""
    lang, _, rest = path.lstrip("/").partition("/")
    return (lang, f"/{rest}") if lang in further() else ("", path)


def not_found(record: PublicRecord, path: str, lang: str = "") -> Resource:
    """A page that helps somebody who came to an address with nothing at it, in the language of the address."""
    with speaking(lang if lang in further() else language_of(path)[0]):
        body = fill("<h1>{}</h1><p>{}</p><ul>{}</ul>", say("light-not_found"), say("light-not_found_help"), links())
        return Resource(document(say("light-not_found"), body, record, Frame.beside(path)).encode(), HTML, 404)
