"""The light edition as one thing: every public path, and what stands at it. Routes serve it, `publish` writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote, unquote

from dashboard.core.catalogue import ProgramKind
from dashboard.core.quarter import Quarter
from dashboard.core.record import PublicRecord
from dashboard.settings import ROOT
from dashboard.store.people import now
from dashboard.story import compare, markup, overview
from dashboard.story.blocks import Cell, Link, Story, Table
from dashboard.story.shelf import Subject, tell
from dashboard.text import say
from dashboard.web import feed, opendata
from dashboard.web.figure import figure_page, find, ledger_figures
from dashboard.web.light import NAVIGATION, Frame, document, page

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
}
_ASSETS: dict[str, tuple[Path, str]] = {
    "/geo/us-states.json": (ROOT / "data" / "geo" / "us-states.json", JSON),
    "/read/icon.svg": (ROOT / "dashboard" / "view" / "icon.svg", "image/svg+xml"),
}


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
        return Resource(feed.sitemap(list(pages(record)), base).encode(), "application/xml; charset=utf-8")
    if path.startswith("/figure/"):
        found = find(record, unquote(path.removeprefix("/figure/")))
        return (
            Resource(figure_page(record, found, base + markup.figure_path(found.figure)).encode(), HTML)
            if found
            else None
        )
    story = _story(path, record)
    return Resource(page(story[0], record, story[1]).encode(), HTML) if story else None


def _story(path: str, record: PublicRecord) -> tuple[Story, Frame] | None:
    parts = [unquote(part) for part in path.strip("/").split("/")]
    match parts:
        case ["read"]:
            return _front(record), Frame(path="/read/")
        case ["read", ("programs" | "evidence" | "gaps" | "differ" | "due" | "methods") as name]:
            return tell(name, record, Subject(today=now().date())), Frame(path=path, live=f"/{name}")
        case ["read", "program", program_id] if record.program(program_id):
            return _program(record, program_id), Frame(path=path, live=f"/program?program={quote(program_id)}")
        case ["read", ("program" | "call_types") as name, program_id, quarter]:
            found = _quarter(record, program_id, quarter)
            page_name = "overview" if name == "program" else name
            live = f"/{'' if page_name == 'overview' else page_name}?program={quote(program_id)}&quarter={found}"
            subject = Subject(program_id=program_id, quarter=found)
            return (tell(page_name, record, subject), Frame(path=path, live=live)) if found else None
        case ["read", "compare", figure_id] if figure_id in compare.candidates(record):
            live = f"/compare?figure={quote(figure_id)}"
            return tell("compare", record, Subject(figure_id=figure_id)), Frame(path=path, live=live)
    return None


def _quarter(record: PublicRecord, program_id: str, text: str) -> Quarter | None:
    return next((q for q in record.quarters(program_id) if str(q) == text), None)


def _front(record: PublicRecord) -> Story:
    """The overview: what is known, then every program by its name."""
    known = overview.known(record)
    return Story(title=known.title, blocks=(*known.blocks, _programs(record)))


def _programs(record: PublicRecord) -> Table:
    rows: list[list[Cell]] = []
    for program in record.programs_in_order():
        if program.kind is not ProgramKind.CONTEXT:
            there = Link(program.title, f"/read/program/{quote(program.program_id)}")
            rows.append([there, program.dispatch_model.words])
    columns = [say("light.column_program"), say("light.column_model")]
    return Table.of("programs", say("light.programs_title"), columns, rows)


def _program(record: PublicRecord, program_id: str) -> Story:
    """What has been published about a program, and its page; its quarters have pages of their own."""
    program = record.program(program_id)
    assert program is not None
    about = tell("program", record, Subject(program_id=program_id))
    quarters = record.quarters(program_id)
    first = () if quarters else overview.program_quarter(record, program, None).blocks
    return Story(title=about.title, blocks=(*first, *about.blocks), illustrative=about.illustrative)


def pages(record: PublicRecord) -> Iterator[str]:
    """Every HTML page, in a fixed order."""
    yield from (address for address, _ in NAVIGATION)
    for program in record.programs_in_order():
        name = quote(program.program_id)
        yield f"/read/program/{name}"
        for quarter in record.quarters(program.program_id):
            yield f"/read/program/{name}/{quarter}"
            yield f"/read/call_types/{name}/{quarter}"
    yield from (f"/read/compare/{quote(figure_id)}" for figure_id in compare.candidates(record))
    yield from (f"/figure/{quote(p.figure_id)}" for p in record.published)
    yield from (f"/figure/{quote(f.figure_id)}" for f in ledger_figures(record))


def paths(record: PublicRecord) -> Iterator[str]:
    """Everything public: pages, files, feed, map and style."""
    yield from pages(record)
    yield from (f"/figure/{quote(name)}" for name in record.links)
    yield from (*_FILES, *_ASSETS, "/feed.atom", "/sitemap.xml")


def not_found(record: PublicRecord, path: str) -> Resource:
    """A page that helps somebody who came to an address with nothing at it."""
    links = "".join(f'<li><a href="{address}">{escape(say(key))}</a></li>' for address, key in NAVIGATION)
    body = f"<h1>{escape(say('light.not_found'))}</h1><p>{escape(say('light.not_found_help'))}</p><ul>{links}</ul>"
    return Resource(document(say("light.not_found"), body, record, Frame(path=path)).encode(), HTML, 404)
