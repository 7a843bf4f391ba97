"""The page of one figure: value, bound, base, interval, who checked it, sources, challenges, revisions, citation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from html import escape, unescape

from dashboard.analysis import measures
from dashboard.core.figure import Figure
from dashboard.core.metric import Polarity
from dashboard.core.record import PublicRecord, Published
from dashboard.story import changes, glossary, lifeline, markup, words
from dashboard.story.blocks import Note, Number
from dashboard.text import say
from dashboard.web.light import Frame, document


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


def cite(record: PublicRecord, figure: Number, address: str) -> dict[str, str]:
    """The figure as plain text, BibTeX and CSL-JSON, with its tier and revision."""
    title = f"{figure.definition.name}, {_place(record, figure)}, {figure.period.words}: {words.full(figure)}"
    date = record.as_of
    revision = f"Figure {figure.figure_id}, revision {figure.revision}, as of {date}."
    text = f"Fourth Option ({date.year}). {title}. {revision} {address}#{_anchor(figure)}"
    bibtex = (
        f"@misc{{fourthoption:{figure.figure_id},\n  title = {{{_tex(title)}}},\n  author = {{{{Fourth Option}}}},\n"
        f"  year = {{{date.year}}},\n  note = {{Revision {figure.revision}, {figure.tier.words}, as of {date}}},\n"
        f"  url = {{{address}}}\n}}"
    )
    csl = {
        "id": figure.figure_id,
        "type": "dataset",
        "title": title,
        "author": [{"literal": "Fourth Option"}],
        "issued": {"date-parts": [[date.year, date.month, date.day]]},
        "version": str(figure.revision),
        "URL": address,
        "note": figure.tier.words,
    }
    return {"Plain text": text, "BibTeX": bibtex, "CSL-JSON": json.dumps(csl, indent=1, ensure_ascii=False)}


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
    """The figure as schema.org JSON-LD, safe inside a script element."""
    measured: dict[str, object] = {
        "@type": "Observation",
        "variableMeasured": figure.definition.statement,
        "measurementTechnique": figure.definition.method.value,
    }
    if isinstance(figure, Figure):
        measured |= {
            "value": round(figure.value, 6),
            "unitText": figure.definition.unit.plural or figure.definition.unit.key,
        }
    about = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"{figure.definition.name}, {_place(record, figure)}",
        "identifier": figure.figure_id,
        "url": address,
        "description": words.full(figure),
        "temporalCoverage": f"{figure.period.start or '..'}/{figure.period.end or '..'}",
        "creditText": "; ".join(s.words for s in figure.sources),
        "version": str(figure.revision),
        "mainEntity": measured,
    }
    return json.dumps(about, ensure_ascii=False).replace("<", "\\u003c")


def figure_page(record: PublicRecord, published: Published, address: str) -> str:
    """The whole page of a figure."""
    figure = published.figure
    title = f"{figure.definition.name}: {_place(record, figure)}, {figure.period.words}"
    facts = _facts(record, figure)
    program = record.program(figure.program_id)
    called = lifeline.called(program, figure) if program else ""
    lost, covers = words.lost(figure), lifeline.covers([figure])
    body = [
        f"<h1>{escape(title)}</h1>",
        f"<p>{escape(called)}</p>" if called else "",
        markup.note(Note(name="lost", title=say("light.figure_lost"), text=lost)) if lost else "",
        f'<p class="fo-value">{escape(figure.words)}</p><p class="fo-base">{escape(words.parts(figure))}</p>',
        f"<p>{escape(zero)}</p>" if (zero := words.sentence_case(words.zero(figure))) else "",
        f'<p class="fo-tiers">{markup.tier_chip(figure.tier)}</p>',
        _section("figure_who", f"<p>{escape(words.tier_sentence(figure))}</p>"),
        _section("figure_checks", _checks(figure)) if figure.verifications else "",
        _section("figure_what", f'<dl class="fo-facts">{facts}</dl>'),
        _section("figure_traced", f"<p>{escape(words.traced(figure))}</p>"),
        _section("figure_cover", f"<p>{escape(covers)}</p>") if covers else "",
        _section("figure_caveat", f"<p>{escape(words.caveat(figure))}</p>") if figure.caveat else "",
        _section(
            "figure_challenges", _list(f"{escape(c.statement)} {markup.link(c.source)}" for c in figure.challenges)
        )
        if figure.challenges
        else "",
        _section("figure_sources", _list(markup.cited(s) for s in figure.sources)),
        _section("figure_revisions", _revisions(published) + _also(record, figure)),
        _section("figure_cite", _citations(cite(record, figure, address))),
    ]
    body += [markup.table(table) for table in glossary.table(_readable("".join(body[:-1])), name="short-names")]
    frame = Frame(
        path=markup.figure_path(figure),
        live=f"/program?program={figure.program_id}",
        head=f'<script type="application/ld+json">{linked_data(record, figure, address)}</script>'
        f'<link rel="canonical" href="{escape(address, quote=True)}">',
    )
    return document(title, "".join(body), record, frame)


def _readable(html: str) -> str:
    """The words of a page without its markup."""
    return unescape(re.sub(r"<[^>]+>", " ", html))


def _facts(record: PublicRecord, figure: Number) -> str:
    known = isinstance(figure, Figure)
    interval = figure.interval if isinstance(figure, Figure) else None
    rows: Mapping[str, str] = {
        "Definition": figure.definition.statement,
        "Numerator": figure.definition.numerator,
        "Denominator": words.denominator(figure),
        "Exact or rounded": say(f"evidence.bound_{figure.amount.bound.value}") if isinstance(figure, Figure) else "",
        "Interval": f"{words.interval(figure)} ({interval.method})" if known and interval else "",
        "Steadiness": words.steadiness(figure),
        "Formula": figure.formula if isinstance(figure, Figure) else "",
        "Period": words.when(figure, record.as_of),
        "Call type": record.catalogue.call_type_name(figure.call_type),
        "Question": _question(record, figure),
        "Computed here": "yes, by this site from numbers that its sources give"
        if figure.computed_here
        else "no, as published",
        "Definition version": f"{figure.definition.version}, eligibility rule {figure.rule_version}",
        "Figure id": figure.figure_id,
    }
    return "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in rows.items() if v)


def _question(record: PublicRecord, figure: Number) -> str:
    """The heading under which a figure is filed, and whether it counts what the heading asks about or its opposite."""
    name = record.catalogue.family(figure.definition.family).name
    return name if figure.definition.polarity is Polarity.THING else say("light.opposite", question=name)


def _section(key: str, body: str) -> str:
    return f'<section id="{key}"><h2>{escape(say(f"light.{key}"))}</h2>{body}</section>'


def _also(record: PublicRecord, figure: Number) -> str:
    """Further ids under which this same number was once on record."""
    names = ", ".join(name for name, of in record.links.items() if of == figure.figure_id)
    return f"<p>{escape(say('light.figure_also', names=names))}</p>" if names else ""


def _list(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def _anchor(figure: Number) -> str:
    """Where a revision stands on the page of its figure, for good."""
    return f"revision-{figure.revision}"


def _revisions(published: Published) -> str:
    """Every revision as it was public, newest first, with its day and its reason."""
    all_of_them = [*published.earlier, published.figure]
    reasons = [*(published.earlier_reasons or ("",) * len(published.earlier)), published.reason]
    lines = []
    for one, reason in zip(reversed(all_of_them), reversed(reasons), strict=True):
        since = f" ({words.day(one.published_on)})" if one.published_on else ""
        said = f"Revision {one.revision}{since}: {words.full(one)}"
        if reason:
            said += f". Reason: {reason}"
        if one.standing.raised_by and one is not published.figure:
            said += ". Its check is out of date since the next revision."
        lines.append(f'<li id="{_anchor(one)}">{escape(said)}</li>')
    return f"<ul>{''.join(lines)}</ul>"


def _checks(figure: Number) -> str:
    """Every record of a check once, with the public document behind it: of those that one body made of several
    revisions from one document the newest."""
    newest = {(v.verifier, v.source.source_id): v for v in sorted(figure.verifications, key=lambda v: v.revision)}
    return _list(f"{escape(v.words)} {markup.link(v.source)}" for v in newest.values())


def _citations(forms: Mapping[str, str]) -> str:
    return "".join(f"<h3>{escape(name)}</h3><pre>{escape(text)}</pre>" for name, text in forms.items())
