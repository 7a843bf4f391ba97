"""The feed of changes and the map of the site, for machines that come back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from urllib.parse import quote
from xml.sax.saxutils import escape

from feedgen.feed import FeedGenerator

from dashboard.analysis.published import tally
from dashboard.core.evidence import Source
from dashboard.core.ledger import Submission
from dashboard.core.record import PublicRecord
from dashboard.core.source_life import State
from dashboard.core.verification import Verification
from dashboard.story import register, words
from dashboard.story.blocks import Number
from dashboard.text import say
from dashboard.web.figure import find


@dataclass(frozen=True, slots=True)
class _News:
    """One entry: when it happened here, its permanent key, and what it says."""

    on: date
    key: str
    title: str
    text: str
    address: str


def atom(record: PublicRecord, base: str) -> str:
    """The edition as a whole, then every quarter published, every correction, verification and lapse, newest first."""
    at = datetime.combine(record.as_of, time(), UTC)
    feed = FeedGenerator()
    feed.id(f"{base}/feed.atom")
    feed.title(say("site.name"))
    feed.subtitle(say("site.strapline"))
    feed.updated(at)
    feed.link(href=f"{base}/feed.atom", rel="self")
    feed.link(href=f"{base}/read/", rel="alternate")

    news: list[_News] = []

    def entry(key: str, title: str, text: str, path: str, on: date | None) -> None:
        news.append(_News(on or record.as_of, key, title, text, base + path))

    text = register.held(tally(record))
    entry(f"revision-{record.version}", say("feed.edition_title", version=record.version), text, "/read/", record.as_of)
    for submission in record.submissions:
        _quarter(record, submission, entry)
    for published in record.published:
        figure = published.figure
        path, on = f"/figure/{quote(figure.figure_id)}", figure.published_on
        if published.earlier:
            title = say("feed.corrected", figure=figure.definition.statement)
            entry(f"{figure.figure_id}-r{figure.revision}", title, f"{published.reason} {words.full(figure)}", path, on)
        for v in figure.verifications:
            _checked(v, figure, entry)
    for v in record.verifications:
        found = find(record, v.figure_id)
        if found:
            _checked(v, found.figure, entry)
    _lives(record, entry)
    for one in sorted(news, key=lambda n: n.on, reverse=True):
        added = feed.add_entry(order="append")
        added.id(f"{base}/feed.atom#{quote(one.key)}")
        added.title(one.title)
        added.updated(datetime.combine(one.on, time(), UTC))
        added.link(href=one.address)
        added.summary(one.text)
    return str(feed.atom_str(pretty=True).decode())


def _lives(record: PublicRecord, entry: Callable[..., None]) -> None:
    """What the public log tells of programs and sources. What came with their first load is no news."""
    log = tuple(change.what for change in record.changes if change.what.startswith(("program: ", "source: ")))
    for program in record.programs:
        for event in program.life.events:
            if any(line.startswith(f"program: {program.program_id} {event.words}") for line in log):
                title = say("feed.program_event", program=f"{program.place}: {program.name}", what=event.words)
                path = f"/read/program/{quote(program.program_id)}"
                entry(event.entry, title, event.source.words, path, event.entered_on)
    for source in record.sources:
        for seen in (s for s in source.life.sightings if s.state in _NEWS):
            if any(line.startswith(f"source: {source.source_id} {seen.words}") for line in log):
                title = say("feed.source_event", source=source.words, what=seen.words)
                entry(seen.entry, title, _rests(record, source), "/read/evidence", seen.entered_on)


_NEWS = (State.MOVED, State.WITHDRAWN, State.GONE)


def _rests(record: PublicRecord, source: Source) -> str:
    """Which figures rest on a source."""
    names = [p.figure_id for p in record.published if source in p.figure.sources]
    return say("feed.rests", figures=", ".join(names)) if names else say("feed.rests_none")


def _checked(v: Verification, figure: Number, entry: Callable[..., None]) -> None:
    standing = figure.standing
    key = "feed.verified" if v in standing.raised_by else "feed.differs" if v in standing.disagreeing else "feed.short"
    key = "feed.lapsed" if v in standing.lapsed else key
    title = say(key, figure=figure.definition.statement, verifier=v.verifier)
    name, path = f"{figure.figure_id}-v{v.revision}-{key[5:]}", f"/figure/{quote(figure.figure_id)}"
    entry(name, title, f"{v.words} {words.full(figure)}", path, figure.published_on)


def _quarter(record: PublicRecord, submission: Submission, entry: Callable[..., None]) -> None:
    program = record.program(submission.program_id)
    if program is None or submission.published_on is None:
        return
    key = f"{submission.program_id}-{submission.quarter}-r{submission.revision}"
    about = {"program": program.title_on(submission.quarter.end), "quarter": submission.quarter.words}
    name = "feed.quarter_corrected" if submission.revision > 1 else "feed.quarter"
    name = "feed.quarter_withdrawn" if submission.withdrawn else name
    text = submission.note or say("feed.quarter_text")
    path = f"/read/program/{quote(submission.program_id)}/{submission.quarter}"
    entry(key, say(name, **about), text, path, submission.published_on)


def sitemap(paths: list[str], base: str) -> str:
    """Every page of the light edition."""
    found = "".join(f"<url><loc>{escape(base + path)}</loc></url>" for path in paths)
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{found}</urlset>'
