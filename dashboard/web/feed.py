"""The feed of changes and the map of the site, for machines that come back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from itertools import count, zip_longest
from urllib.parse import quote

from feedgen.feed import FeedGenerator
from markupsafe import Markup

from dashboard import words
from dashboard.analysis.published import tally
from dashboard.core import checks
from dashboard.core.change import How
from dashboard.core.checks import Counted
from dashboard.core.evidence import Source
from dashboard.core.figure import Number
from dashboard.core.known import Known
from dashboard.core.publication import Publication
from dashboard.core.record import PublicRecord
from dashboard.core.source_life import State
from dashboard.core.verification import Verification
from dashboard.story import changes, register, timing
from dashboard.story.figure import called, find
from dashboard.story.html import fill, join
from dashboard.story.question import Question, about, of_program
from dashboard.voice import say

_NAME = "tag:fourth-option,2026:"  # where the site does not know its own address: an identifier may not be relative


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
    name = f"{base or _NAME}/feed.atom"
    feed.id(name)
    feed.title(say("site-name"))
    feed.subtitle(say("site-strapline"))
    feed.updated(at)
    feed.link(href=f"{base}/feed.atom", rel="self")
    feed.link(href=base + Question().path(), rel="alternate")

    news: list[_News] = []

    def entry(key: str, title: str, text: str, path: str, on: date | None) -> None:
        news.append(_News(on or record.as_of, key, title, text, base + path))

    text = register.held(tally(record))
    entry(
        f"revision-{record.version}",
        say("feed-edition_title", version=record.version),
        text,
        Question().path(),
        record.as_of,
    )
    for publication in record.publications:
        _quarter(record, publication, entry)
    for published in record.published:
        revisions = (*published.earlier, published.figure)
        reasons = (*published.earlier_reasons, published.reason)
        for figure, reason in list(zip(revisions, reasons, strict=True))[1:]:
            title, path = say("feed-corrected", figure=words.named(figure)), _path(figure)
            then = replace(figure, standing=checks.as_published(figure.standing, figure.published_on))
            key, told = f"{figure.figure_id}-r{figure.revision}", f"{reason} {words.full(then)}"
            entry(key, title, told, path, figure.published_on)
        _checks(revisions, entry)
    for figure_id in dict.fromkeys(v.figure_id for v in record.verifications):
        if found := find(record, figure_id):
            _checks((*found.earlier, found.figure), entry)
    _lives(record, entry)
    for one in sorted(news, key=lambda n: n.on, reverse=True):
        added = feed.add_entry(order="append")
        added.id(f"{name}#{quote(one.key)}")
        added.title(one.title)
        added.updated(datetime.combine(one.on, time(), UTC))
        added.link(href=one.address)
        added.summary(one.text)
    return str(feed.atom_str(pretty=True).decode())


def _lives(record: PublicRecord, entry: Callable[..., None]) -> None:
    """What the public log tells of programs and sources. What came with their first load is no news."""
    for known in record.known:
        _life(record, known, entry)
    for source in record.sources:
        for news in source.life.news():
            if not any(state in _NEWS for state in news.states):
                continue
            title = say(_OF_SOURCES[news.how], source=words.of(source), what=words.of(news.sighting))
            text = " ".join(filter(None, (news.reason, _rests(record, source))))
            key = _key(news.sighting.entry, news.sighting.revision, news.how)
            entry(key, title, text, Question(page="evidence").path(), news.on)


def _key(entry: str, revision: int, how: How) -> str:
    """The permanent name of what became of an entry."""
    return entry + (f"-r{revision}" if revision > 1 else "") + ("-taken-back" if how is How.TAKEN_BACK else "")


def _life(record: PublicRecord, known: Known, entry: Callable[..., None]) -> None:
    """What was entered, corrected or taken back about a program's life, and which figures readers saw anew for it."""
    program = record.program(known.program_id)
    assert program is not None
    for news in known.news:
        event, was = news.event, news.was
        renamed = news.how is How.CORRECTED and was is not None and was.revision == event.revision and was.entry
        if event.beside or renamed:
            continue
        title = say(_TITLES[news.how], program=f"{program.place}: {program.name}", what=words.of(event))
        key = _key(event.entry or f"{event.program_id}-{event.what}", event.revision, news.how)
        text = " ".join(filter(None, (news.reason, words.of(event.source))))
        entry(key, title, text, of_program(program.program_id).path(), known.seen_on)
    _elsewhere(record, known, entry, known.seen_on or record.as_of)


_TITLES = {
    How.ENTERED: "feed-program_event",
    How.CORRECTED: "feed-program_corrected",
    How.TAKEN_BACK: "feed-program_taken_back",
}
_OF_SOURCES = {
    How.ENTERED: "feed-source_event",
    How.CORRECTED: "feed-source_corrected",
    How.TAKEN_BACK: "feed-source_taken_back",
}
_CHECKS = {
    "verified": "feed-verified",
    "differs": "feed-differs",
    "short": "feed-short",
    "lapsed": "feed-lapsed",
    "no_longer": "feed-no_longer",
    "again": "feed-again",
}
_NEWS = (State.MOVED, State.WITHDRAWN, State.GONE)


def _rests(record: PublicRecord, source: Source) -> str:
    """Which figures rest on a source."""
    names = [p.figure_id for p in record.published if source in p.figure.sources]
    return say("feed-rests", figures=", ".join(names)) if names else say("feed-rests_none")


def _path(figure: Number) -> str:
    return about(figure.figure_id).path()


def _checks(revisions: Sequence[Number], entry: Callable[..., None]) -> None:
    """Every record of a check of a figure as it counted when it was made, and what ended it: another finding, its
    document withdrawn, or a later revision of the figure."""
    told: list[tuple[date | None, str, str, str, str]] = []

    def checked(key: str, v: Verification, figure: Number, on: date | None, why: str = "") -> None:
        title = say(_CHECKS[key], figure=words.named(figure), verifier=v.verifier)
        text = " ".join(filter(None, (words.of(v), words.full(figure), why)))
        told.append((on, f"{figure.figure_id}-v{v.revision}-{key}", title, text, _path(figure)))

    for figure, after in zip_longest(revisions, revisions[1:]):
        for one in checks.as_counted(figure.standing):
            v, lapsed_on = one.record, after.published_on if after else None
            ended = bool(one.ended) and not (lapsed_on and one.ended_on and one.ended_on > lapsed_on)
            on = v.made_on if v.seen is not None else figure.published_on
            why = say("feed-ended", why=words.of(one.ended)) if ended else ""
            checked(one.counted, v, replace(figure, standing=one.standing), on, why)
            for lapse in one.lapses:
                if not (lapsed_on and lapse.since and lapse.since > lapsed_on):
                    lost = replace(figure, standing=lapse.standing)
                    checked("no_longer", v, lost, lapse.since, say("feed-ended", why=words.of(lapse.why)))
                if not (lapsed_on and lapse.until and lapse.until > lapsed_on):
                    checked("again", v, replace(figure, standing=lapse.again), lapse.until)
            if ended:
                lost = replace(figure, standing=one.left or figure.standing)
                checked("no_longer", v, lost, one.ended_on or figure.published_on, why)
            elif after is not None and one.counted is Counted.VERIFIED:
                checked("lapsed", v, after, lapsed_on)
    names: set[str] = set()
    for on, stem, title, text, path in sorted(told, key=lambda t: t[0] or date.max):
        name = next(name for n in count(1) if (name := stem if n == 1 else f"{stem}-{n}") not in names)
        names.add(name)
        entry(name, title, text, path, on)


def _quarter(record: PublicRecord, one: Publication, entry: Callable[..., None]) -> None:
    """A quarter that was published, corrected or withdrawn, and what else readers saw anew because of it."""
    submission = one.submission
    program, on = record.program(submission.program_id), submission.published_on or one.seen_on
    if program is None or on is None:
        return
    about = {"program": words.title_on(program, submission.quarter.end), "quarter": words.of(submission.quarter)}
    name = "feed-quarter_corrected" if submission.revision > 1 else "feed-quarter"
    name = "feed-quarter_withdrawn" if submission.withdrawn else name
    text = " ".join((submission.note or say("feed-quarter_text"), timing.in_sentences(submission)))
    key = f"{submission.program_id}-{submission.quarter}-r{submission.revision}"
    path = Question(program=submission.program_id, quarter=str(submission.quarter)).path()
    entry(key, say(name, **about), text, path, on)
    _elsewhere(record, one, entry, on)


def _elsewhere(record: PublicRecord, one: Publication | Known, entry: Callable[..., None], on: date) -> None:
    """Figures of other quarters, or of any, that readers saw anew when this became public."""
    for was, then in changes.elsewhere(record, one):
        figure = then.figure
        program = record.program(figure.program_id)
        assert program is not None
        whose = words.title_on(program, figure.period.end or on)
        title = say("feed-changed", figure=called(record, figure), program=whose, quarter=words.of(figure.period))
        said = {"was": words.full(was.figure), "then": words.full(figure), "reason": changes.because(then)}
        name = f"{figure.figure_id}-r{figure.revision}"
        entry(name, title, say("feed-changed_text", **said), _path(figure), figure.published_on)


def sitemap(paths: list[str], base: str) -> Markup:
    """Every page of the light edition."""
    return fill(
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>',
        join([fill("<url><loc>{}</loc></url>", base + path) for path in paths]),
    )
