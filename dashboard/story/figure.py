"""The page of one figure: value, bound, base, interval, who checked it, sources, challenges, revisions, citation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial

from dashboard import words
from dashboard.analysis import measures
from dashboard.core.figure import Number
from dashboard.core.metric import Polarity
from dashboard.core.record import PublicRecord, Published
from dashboard.story import changes, lifeline
from dashboard.story.blocks import Block, Cited, Item, Items, Note, Story, Whole
from dashboard.story.choice import Choice, Options
from dashboard.story.page import Page
from dashboard.story.question import ONE_FIGURE, Question, about
from dashboard.voice import say


def find(record: PublicRecord, figure_id: str) -> Published | None:
    """A published figure, or one computed from the ledger, by its permanent id; None if there is none. The id of a
    point that repeats a figure leads to that figure."""
    figure_id = record.links.get(figure_id, figure_id)
    for published in record.published:
        if published.figure_id == figure_id:
            return published
    found = measures.by_id(record, figure_id)
    if found is None:
        return None
    past = measures.past(record, figure_id)
    reasons = tuple(changes.because(entry) for entry in past)
    return Published(
        figure=found,
        earlier=tuple(entry.figure for entry in past[:-1]),
        reason=reasons[-1] if reasons else "",
        earlier_reasons=reasons[:-1],
    )


def ledger_figures(record: PublicRecord) -> list[Number]:
    """Every figure computed from the quarterly ledger, in order of program, quarter, call type and metric."""
    return [
        figure
        for program in record.programs_in_order()
        for quarter in record.quarters(program.program_id)
        for call_type in measures.kinds_of(record, program.program_id, quarter)
        for figure in measures.computed(record, program.program_id, quarter, call_type)
    ]


def figure_story(record: PublicRecord, published: Published) -> Story:
    """All that is said of a figure."""
    figure = published.figure
    program = record.program(figure.program_id)
    lost, covers = words.lost(figure), lifeline.covers([figure])
    whole = Whole.of("figure_what", figure, _facts(record, figure))
    blocks: list[Block] = [
        *([Note(name="figure_lost", title=say("figure-lost"), text=lost)] if lost else []),
        whole,
        _said("figure_who", say("figure-who"), words.tier_sentence(figure)),
    ]
    if checks := list(_checks(figure)):
        blocks.append(_list("figure_checks", say("figure-checks"), *checks))
    blocks.append(_said("figure_traced", say("figure-traced"), words.traced(figure)))
    if covers:
        blocks.append(_said("figure_cover", say("figure-cover"), covers))
    if figure.caveat:
        blocks.append(_said("figure_caveat", say("figure-caveat"), words.caveat(figure)))
    if figure.challenges:
        challenged = (Item(text=c.statement, source=c.source) for c in figure.challenges)
        blocks.append(_list("figure_challenges", say("figure-challenges"), *challenged))
    sources = (Item(source=s, after=words.read_on(s)) for s in figure.sources)
    blocks.append(_list("figure_sources", say("figure-sources"), *sources))
    blocks.append(_list("figure_revisions", say("figure-revisions"), *_revisions(published), *_also(record, figure)))
    blocks.append(
        Cited(
            name="figure_cite",
            title=say("figure-cite"),
            question=about(figure.figure_id),
            forms=partial(cite, record, figure),
            linked_data=partial(linked_data, record, figure),
        )
    )
    return Story(
        title=title(record, figure),
        intro=lifeline.called(program, figure) if program else "",
        blocks=tuple(blocks),
        illustrative=bool(program and program.is_example),
    )


def title(record: PublicRecord, figure: Number) -> str:
    """What the page of a figure is called. Where two of a program would be called alike, each says its id."""
    name = called(record, figure)
    told = f"{name}: {_place(record, figure)}, {words.of(figure.period)}"
    others = (p.figure for p in record.all_published_of(figure.program_id) if p.figure_id != figure.figure_id)
    alike = any(f.period == figure.period and called(record, f) == name for f in others)
    return say("number-named", name=told, only=figure.figure_id) if alike else told


def called(record: PublicRecord, figure: Number) -> str:
    """What a figure is called, with its call type, and out of what it is where two measures have one name."""
    name, definition = words.called(figure), figure.definition
    if not definition.ours:
        return name
    mine = (*record.catalogue.metrics.values(), *measures.ENDINGS.values())
    twice = [m for m in mine if m.definition.key != definition.key and words.name(m) == words.name(definition)]
    return say("figure-called_of", name=name, base=words.base(definition)) if twice else name


def _said(name: str, title: str, text: str) -> Items:
    return Items(name=name, title=title, items=(Item(text=text),))


def _list(name: str, title: str, *items: Item) -> Items:
    return Items(name=name, title=title, items=items)


def cite(record: PublicRecord, figure: Number, address: str) -> dict[str, str]:
    """The figure as plain text, BibTeX and CSL-JSON, with its tier and revision."""
    title = f"{called(record, figure)}, {_place(record, figure)}, {words.of(figure.period)}: {words.full(figure)}"
    date = record.as_of
    about = {"revision": str(figure.revision), "as_of": str(date)}
    revision = say("figure-cited_revision", id=figure.figure_id, **about)
    address = f"{address}#{_anchor(figure)}"
    text = f"{say('site-name')} ({date.year}). {title}. {revision} {address}"
    note = say("figure-cited_note", tier=words.of(figure.tier), **about)
    bibtex = (
        f"@misc{{fourthoption:{figure.figure_id},\n  title = {{{_tex(title)}}},\n"
        f"  author = {{{{{say('site-name')}}}}},\n  year = {{{date.year}}},\n  note = {{{note}}},\n"
        f"  url = {{{address}}}\n}}"
    )
    csl = {
        "id": figure.figure_id,
        "type": "dataset",
        "title": title,
        "author": [{"literal": say("site-name")}],
        "issued": {"date-parts": [[date.year, date.month, date.day]]},
        "version": str(figure.revision),
        "URL": address,
        "note": words.of(figure.tier),
    }
    return {say("figure-plain"): text, "BibTeX": bibtex, "CSL-JSON": json.dumps(csl, indent=1, ensure_ascii=False)}


def _tex(text: str) -> str:
    return "".join(f"\\{c}" if c in "%&$#_{}" else c for c in text)


def _place(record: PublicRecord, figure: Number) -> str:
    """The place of a figure, and the name of its program where that has another now: both as they were at the time."""
    program, day = record.program(figure.program_id), lifeline.day_of(figure)
    if program is None:
        return figure.program_id
    if day is None:
        return program.place
    then = program.name_on(day)
    return program.place_on(day) + (f" ({then})" if then != program.name else "")


def linked_data(record: PublicRecord, figure: Number, address: str) -> str:
    """The figure as schema.org JSON-LD."""
    measured: dict[str, object] = {
        "@type": "Observation",
        "variableMeasured": words.named(figure),
        "measurementTechnique": words.of(figure.definition.method),
    }
    if figure.is_known:
        measured |= {
            "value": round(figure.value, 6),
            "unitText": words.unit(figure.definition.unit),
        }
    said = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"{called(record, figure)}, {_place(record, figure)}",
        "identifier": figure.figure_id,
        "url": address,
        "description": words.full(figure),
        "temporalCoverage": f"{figure.period.start or '..'}/{figure.period.end or '..'}",
        "creditText": "; ".join(words.of(s) for s in figure.sources),
        "version": str(figure.revision),
        "mainEntity": measured,
    }
    return json.dumps(said, ensure_ascii=False)


def _facts(record: PublicRecord, figure: Number) -> list[tuple[str, str]]:
    interval = figure.interval
    rows = (
        (say("figure-definition"), words.statement(figure.definition)),
        (say("figure-numerator"), words.numerator(figure.definition)),
        (say("figure-denominator"), words.denominator(figure)),
        (say("figure-bound"), say(f"evidence-bound_{figure.amount.bound.value}") if figure.amount else ""),
        (say("figure-interval"), f"{words.interval(figure)} ({words.interval_method(interval)})" if interval else ""),
        (say("figure-steadiness"), words.steadiness(figure)),
        (say("figure-formula"), words.formula(figure)),
        (say("figure-period"), words.when(figure, record.as_of)),
        (say("figure-call_type"), words.call_type(record.catalogue, figure.call_type)),
        (say("figure-question"), _question(record, figure)),
        (say("figure-computed"), say("figure-computed_here") if figure.computed_here else say("figure-as_published")),
        (
            say("figure-version"),
            say("figure-versions", definition=figure.definition.version, rule=figure.rule_version),
        ),
        (say("figure-id"), figure.figure_id),
    )
    return [(name, said) for name, said in rows if said]


def _question(record: PublicRecord, figure: Number) -> str:
    """The heading under which a figure is filed, and whether it counts what the heading asks about or its opposite."""
    name = words.family(record.catalogue.family(figure.definition.family))
    return name if figure.definition.polarity is Polarity.THING else say("figure-opposite", question=name)


def _also(record: PublicRecord, figure: Number) -> Iterator[Item]:
    """Further ids under which this same number was once on record."""
    if names := ", ".join(name for name, of in record.links.items() if of == figure.figure_id):
        yield Item(text=say("figure-also", names=names))


def _checks(figure: Number) -> Iterator[Item]:
    """Every record of a check once, with the public document behind it: of those that one body made of several
    revisions from one document the newest."""
    newest = {(v.verifier, v.source.source_id): v for v in sorted(figure.verifications, key=lambda v: v.revision)}
    yield from (Item(text=words.of(v), source=v.source) for v in newest.values())


def _anchor(figure: Number) -> str:
    """Where a revision stands on the page of its figure, for good."""
    return f"revision-{figure.revision}"


def _revisions(published: Published) -> Iterator[Item]:
    """Every revision as it was public, newest first, with its day and its reason."""
    all_of_them = [*published.earlier, published.figure]
    reasons = [*(published.earlier_reasons or ("",) * len(published.earlier)), published.reason]
    for one, reason in zip(reversed(all_of_them), reversed(reasons), strict=True):
        since = f" ({words.day(one.published_on)})" if one.published_on else ""
        said = [say("figure-revision", number=one.revision, since=since, said=words.full(one))]
        if reason:
            said.append(say("figure-reason", reason=reason))
        if one.standing.raised_by and one is not published.figure:
            said.append(say("figure-check_lapsed"))
        yield Item(text=". ".join(said), anchor=_anchor(one))


def _one(record: PublicRecord, asked: Question) -> Options:
    found = find(record, asked.figure) if asked.figure else None
    return {asked.figure: title(record, found.figure)} if found else {}


FIGURE = Choice(
    name="figure",
    label=lambda: say("figure-id"),
    options=_one,
    unknown=lambda _record, _settled, found: say("figure-unknown", found=found),
    shown=False,
)


def _story(record: PublicRecord, asked: Question) -> Story:
    published = find(record, asked.figure) if asked.figure else None
    if published is None:
        note = Note(name="nothing", text=say("figure-which"))
        return Story(title=say("figure-title"), blocks=(note,))
    return figure_story(record, published)


def _asks(record: PublicRecord) -> Iterator[Question]:
    yield from (about(p.figure_id) for p in record.published)
    yield from (about(f.figure_id) for f in ledger_figures(record))


PAGE = Page(
    name=ONE_FIGURE,
    story=_story,
    takes=(FIGURE,),
    asks=_asks,
    is_there=lambda record, asked: asked == about(asked.figure) and find(record, asked.figure) is not None,
    listed=False,
    addressed=True,
    titled=True,
)
