"""The feed of changes and the map of the site, for machines that come back."""

from __future__ import annotations

from datetime import UTC, datetime, time
from urllib.parse import quote
from xml.sax.saxutils import escape

from feedgen.feed import FeedGenerator

from dashboard.core.record import PublicRecord
from dashboard.story import words
from dashboard.text import say


def atom(record: PublicRecord, base: str) -> str:
    """Corrections, verifications and lapses, newest revision first; and the present edition as a whole."""
    at = datetime.combine(record.as_of, time(), UTC)
    feed = FeedGenerator()
    feed.id(f"{base}/feed.atom")
    feed.title(say("site.name"))
    feed.subtitle(say("site.strapline"))
    feed.updated(at)
    feed.link(href=f"{base}/feed.atom", rel="self")
    feed.link(href=f"{base}/read/", rel="alternate")

    def entry(key: str, title: str, text: str, address: str) -> None:
        one = feed.add_entry(order="append")
        one.id(f"{base}/feed.atom#{quote(key)}")
        one.title(title)
        one.updated(at)
        one.link(href=address)
        one.summary(text)

    text = say("feed.edition", figures=len(record.published), programs=len(record.programs))
    entry(f"revision-{record.version}", say("feed.edition_title", version=record.version), text, f"{base}/read/")
    for published in record.published:
        figure = published.figure
        address = f"{base}/figure/{quote(figure.figure_id)}"
        if published.earlier:
            title = say("feed.corrected", figure=figure.definition.statement)
            entry(f"{figure.figure_id}-r{figure.revision}", title, f"{published.reason} {words.full(figure)}", address)
        for v in figure.verifications:
            lapsed = v.revision < figure.revision
            key = "feed.lapsed" if lapsed else "feed.verified" if v.agrees else "feed.differs"
            title = say(key, figure=figure.definition.statement, verifier=v.verifier)
            entry(f"{figure.figure_id}-v{v.revision}-{key[5:]}", title, f"{v.words} {words.full(figure)}", address)
    return str(feed.atom_str(pretty=True).decode())


def sitemap(paths: list[str], base: str) -> str:
    """Every page of the light edition."""
    found = "".join(f"<url><loc>{escape(base + path)}</loc></url>" for path in paths)
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{found}</urlset>'
