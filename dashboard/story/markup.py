"""Blocks as plain, safe HTML: the words and tables that every renderer shares. Everything from data is escaped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from html import escape

from dashboard import words
from dashboard.core.evidence import Challenge, EvidenceTier, Mark, Register, Source
from dashboard.core.figure import Figure, Number
from dashboard.story.blocks import (
    Block,
    Card,
    Cell,
    Chart,
    Cited,
    Facts,
    FigureRow,
    Item,
    Items,
    Link,
    Note,
    Sentence,
    Table,
    Whole,
)
from dashboard.story.question import Question, about
from dashboard.voice import Voice, say, spoken, voice


@dataclass(frozen=True, slots=True)
class Edition:
    """How an edition spells the address of a question, and whether its values lead to the pages of their figures."""

    spell: Callable[[Question], str]
    values_lead_on: bool


LIVE = Edition(lambda question: _spoken(question).live(), values_lead_on=False)
LIGHT = Edition(lambda question: _spoken(question).path(), values_lead_on=True)


def _spoken(question: Question) -> Question:
    """The same question in the language that is spoken: a link leads on in it."""
    return replace(question, lang=lang) if (lang := spoken()) else question


def tier_chip(tier: Mark) -> str:
    icon = f'<span aria-hidden="true">{tier.icon}</span>'
    return f'<span class="fo-tier fo-{tier.key}">{icon} {escape(words.of(tier))}</span>'


def tier_line(block: Block) -> str:
    """Who stands behind the numbers of a block; nothing for a block without any."""
    if not block.tiers:
        return ""
    chips = " ".join(tier_chip(tier) for tier in block.tiers)
    return f'<p class="fo-tiers"><span class="fo-quiet">{escape(say("check_this-evidence"))}</span> {chips}</p>'


def aside(block: Sentence) -> str:
    """What stands below a sentence: its aside and its tier."""
    said = f'<p class="fo-quiet">{escape(block.aside)}</p>' if block.aside else ""
    return said + tier_line(block)


def sentence(block: Sentence) -> str:
    kind, name = ("h1", "fo-headline") if block.headline else ("p", "fo-lead")
    return f'<{kind} class="{name}">{escape(block.text)}</{kind}>{aside(block)}'


def figure_row(block: FigureRow, edition: Edition = LIVE) -> str:
    head = f"<h3>{escape(block.title)}</h3>" if block.title else ""
    lead = f"<p>{escape(block.lead)}</p>" if block.lead else ""
    return f'{head}{lead}<ul class="fo-cards">{"".join(card(c, edition) for c in block.cards)}</ul>'


def card(one: Card, edition: Edition = LIVE) -> str:
    """One figure to read at a glance."""
    figure = one.figure
    lines = [
        _line("fo-over", one.over),
        f'<p class="fo-label">{escape(one.label)}</p>',
        f'<p class="{"fo-value" if isinstance(figure, Figure) else "fo-none"}">{_value(figure, edition)}</p>',
        _line("fo-base", words.parts(figure)),
        _line("fo-quiet", " · ".join(w for w in (words.interval(figure), words.steadiness(figure)) if w)),
        _line("fo-quiet", words.sentence_case(words.zero(figure))),
        _line("fo-quiet", words.computed(figure)),
        _line("fo-quiet", one.context),
        _line("fo-quiet", words.caveat(figure)),
        _line("fo-quiet", words.lost(figure)),
        *(_challenge(challenge) for challenge in figure.challenges),
        f'<p class="fo-tiers">{tier_chip(figure.tier)}</p>',
        _line("fo-quiet", words.tier_sentence(figure) if figure.standing.raised_by else ""),
    ]
    return f'<li class="fo-card">{"".join(lines)}</li>'


def _value(figure: Number, edition: Edition) -> str:
    text = escape(words.of(figure))
    mine = bool(figure.sources) and not isinstance(figure.tier, Register)  # what this site counted has no page
    return _lead(edition.spell(about(figure.figure_id)), text) if edition.values_lead_on and mine else text


def _lead(address: str, html: str) -> str:
    """Words that lead to another page of this site."""
    return f'<a href="{escape(address, quote=True)}">{html}</a>'


def _challenge(challenge: Challenge) -> str:
    """A published critique, linked beside the figure it challenges."""
    said = f"<strong>{escape(say('check_this-challenged_by'))}</strong> {escape(challenge.statement)}"
    return f'<p class="fo-quiet">{said} {link(challenge.source)}</p>'


def _line(kind: str, text: str) -> str:
    return f'<p class="{kind}">{escape(text)}</p>' if text else ""


def table(block: Table, edition: Edition = LIVE, *, caption: bool = True) -> str:
    """A real table: caption, column headers, the first cell of each row as its header, every figure with its tier."""
    cell = partial(_cell, many=len(block.tiers) > 1, edition=edition, dated=block.dated)
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in block.columns)
    body = "".join(
        "<tr>"
        + f'<th scope="row">{cell(row[0])}</th>'
        + "".join(
            f"<td{_label(name, block)}>{cell(one)}</td>" for name, one in zip(block.columns[1:], row[1:], strict=True)
        )
        + "</tr>"
        for row in block.rows
    )
    said = f"<caption>{escape(block.title)}{_caption_tiers(block)}</caption>" if caption else ""
    note = f'<p class="fo-quiet">{escape(block.note)}</p>' if block.note else ""
    label = escape(block.title, quote=True)
    kind = "fo-table fo-stacked" if block.stacked else "fo-table"
    return (
        f'<div class="fo-scroll" tabindex="0" role="region" aria-label="{label}"><table class="{kind}">{said}'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{note}"
    )


def _label(column: str, block: Table) -> str:
    return f' data-label="{escape(column, quote=True)}"' if block.stacked else ""


def _caption_tiers(block: Table) -> str:
    return f'<br><span class="fo-tiers">{" ".join(tier_chip(t) for t in block.tiers)}</span>' if block.tiers else ""


def _cell(cell: Cell, *, many: bool, edition: Edition, dated: date | None = None) -> str:
    if isinstance(cell, str):
        return escape(cell)
    if isinstance(cell, Link):
        return _lead(edition.spell(cell.question), escape(cell.text))
    if isinstance(cell, tuple):
        return "; ".join(link(source) for source in cell)
    kind = "fo-number" if isinstance(cell, Figure) else "fo-none"
    base = words.parts(cell)
    said = f'<span class="{kind}">{_value(cell, edition)}</span>'
    said += f'<br><span class="fo-quiet">{escape(base)}</span>' if base else ""
    when = words.when(cell, dated) if dated and isinstance(cell, Figure) else ""
    for more in (words.interval(cell), words.zero(cell), when, words.computed(cell), words.lost(cell)):
        said += f'<br><span class="fo-quiet">{escape(more)}</span>' if more else ""
    return said + (f"<br>{tier_chip(cell.tier)}" if many else "")


def _described(rows: Sequence[tuple[str, str]]) -> str:
    """Rows of name and words."""
    said = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in rows)
    return f'<dl class="fo-facts">{said}</dl>'


def facts(block: Facts) -> str:
    return (
        f"<h3>{escape(block.title)}</h3>{_described(block.rows)}{tier_line(block)}"
        f'<p class="fo-quiet">{escape(say("check_this-described"))} {link(block.source)}</p>'
    )


def whole(block: Whole) -> str:
    """A figure at large, what it was counted from, its tier, and all that is said of it."""
    figure = block.figure
    return (
        f'<p class="fo-value">{escape(words.of(figure))}</p>{_line("fo-base", words.parts(figure))}'
        f"{_line('fo-quiet', words.sentence_case(words.zero(figure)))}"
        f"{tier_line(block)}{_described(block.rows)}"
    )


def items(block: Items) -> str:
    """A list, or a paragraph where it is of one thing that nobody links to."""
    if len(block.items) == 1 and not block.items[0].anchor:
        said = f"<p>{_item(block.items[0])}</p>"
    else:
        said = f"<ul>{''.join(_li(one) for one in block.items)}</ul>"
    return f"<h3>{escape(block.title)}</h3>{said}"


def _li(one: Item) -> str:
    place = f' id="{escape(one.anchor, quote=True)}"' if one.anchor else ""
    return f"<li{place}>{_item(one)}</li>"


def _item(one: Item) -> str:
    return " ".join(filter(None, (escape(one.text), link(one.source) if one.source else "", escape(one.after))))


def cited_as(block: Cited, base: str) -> str:
    """How to cite a page of the site at `base`, by its permanent address."""
    forms = block.forms(base + block.question.path())
    said = "".join(f"<h4>{escape(name)}</h4><pre>{escape(text)}</pre>" for name, text in forms.items())
    return f"<h3>{escape(block.title)}</h3>{said}"


def note(block: Note, *, role: str = "") -> str:
    named = f' role="{role}"' if role else ""
    head = f"<h3>{escape(block.title)}</h3>" if block.title else ""
    return f'<div class="fo-note"{named}>{head}<p>{escape(block.text)}</p></div>'


def link(source: Source) -> str:
    """A source as a link if it has an http or https address, as text otherwise; with what became of it, and a copy."""
    said = _anchor(source.url, words.of(source)) if source.url else escape(words.of(source))
    if words.of(source.life):
        said += f' <span class="fo-quiet">({escape(words.of(source.life))})</span>'
    return f"{said} {_anchor(source.life.archive, say('life-archived'))}" if source.life.archive else said


def _anchor(address: str, text: str) -> str:
    return f'<a href="{escape(address, quote=True)}" rel="noopener">{escape(text)}</a>'


def legend() -> str:
    """What the evidence labels mean."""
    return _legend(voice())


@lru_cache(maxsize=8)
def _legend(_voice: Voice) -> str:
    marks = (*sorted(EvidenceTier, reverse=True), *Register)
    rows = "".join(f"<dt>{tier_chip(mark)}</dt><dd>{escape(words.meaning(mark))}</dd>" for mark in marks)
    return f'<dl class="fo-facts">{rows}</dl>'


def chart_head(block: Chart) -> str:
    note_line = f'<p class="fo-quiet">{escape(block.note)}</p>' if block.note else ""
    return f"<h3>{escape(block.title)}</h3>{tier_line(block)}{note_line}"
