"""Blocks as plain, safe HTML: the words and tables that every renderer shares. Everything from data is escaped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial

from markupsafe import Markup

from dashboard import words
from dashboard.core.evidence import Challenge, EvidenceTier, Mark, Register, Source
from dashboard.core.figure import Number
from dashboard.story.blocks import (
    Block,
    Card,
    Cards,
    Cell,
    Chart,
    Cited,
    Facts,
    Item,
    Items,
    Link,
    Note,
    Sentence,
    Table,
    Whole,
)
from dashboard.story.html import NOTHING, fill, join, text
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


_CLOSED = Markup("</td>")
_VALUE, _NONE = '<p class="fo-value">{}</p>', '<p class="fo-none">{}</p>'
_NUMBER, _NO_NUMBER = '<span class="fo-number">{}</span>{}{}', '<span class="fo-none">{}</span>{}{}'


def tier_chip(tier: Mark) -> Markup:
    return fill(
        '<span class="fo-tier fo-{}"><span aria-hidden="true">{}</span> {}</span>', tier.key, tier.icon, words.of(tier)
    )


def _chips(tiers: Sequence[Mark]) -> Markup:
    return join([tier_chip(tier) for tier in tiers], " ")


def tier_line(block: Block) -> Markup:
    """Who stands behind the numbers of a block; nothing for a block without any."""
    if not block.tiers:
        return NOTHING
    return fill(
        '<p class="fo-tiers"><span class="fo-quiet">{}</span> {}</p>', say("check_this-evidence"), _chips(block.tiers)
    )


def aside(block: Sentence) -> Markup:
    """What stands below a sentence: its aside and its tier."""
    return _quiet(block.aside) + tier_line(block)


def sentence(block: Sentence) -> Markup:
    if block.headline:
        return fill('<h1 class="fo-headline">{}</h1>{}', block.text, aside(block))
    return fill('<p class="fo-lead">{}</p>{}', block.text, aside(block))


def title(called: str) -> Markup:
    """What a block is called; nothing for a block without a name."""
    return fill("<h3>{}</h3>", called) if called else NOTHING


def figure_row(block: Cards, edition: Edition = LIVE) -> Markup:
    lead = fill("<p>{}</p>", block.lead) if block.lead else NOTHING
    cards = join([card(one, edition) for one in block.cards])
    return fill('{}{}<ul class="fo-cards">{}</ul>', title(block.title), lead, cards)


def card(one: Card, edition: Edition = LIVE) -> Markup:
    """One figure to read at a glance."""
    figure = one.figure
    lines = [
        _line("fo-over", one.over),
        fill('<p class="fo-label">{}</p>', one.label),
        fill(_VALUE if figure.is_known else _NONE, _value(figure, edition)),
        _line("fo-base", words.parts(figure)),
        _quiet(" · ".join(w for w in (words.interval(figure), words.steadiness(figure)) if w)),
        _quiet(words.sentence_case(words.zero(figure))),
        _quiet(words.computed(figure)),
        _quiet(one.context),
        _quiet(words.caveat(figure)),
        _quiet(words.lost(figure)),
        *(_challenge(challenge) for challenge in figure.challenges),
        fill('<p class="fo-tiers">{}</p>', tier_chip(figure.tier)),
        _quiet(words.tier_sentence(figure) if figure.standing.raised_by else ""),
    ]
    return fill('<li class="fo-card">{}</li>', join(lines))


def _value(figure: Number, edition: Edition) -> Markup | str:
    said = words.of(figure)
    mine = bool(figure.sources) and not isinstance(figure.tier, Register)  # what this site counted has no page
    return _lead(edition.spell(about(figure.figure_id)), said) if edition.values_lead_on and mine else said


def _lead(address: str, said: str) -> Markup:
    """Words that lead to another page of this site."""
    return fill('<a href="{}">{}</a>', address, said)


def _challenge(challenge: Challenge) -> Markup:
    """A published critique, linked beside the figure it challenges."""
    return fill(
        '<p class="fo-quiet"><strong>{}</strong> {} {}</p>',
        say("check_this-challenged_by"),
        challenge.statement,
        link(challenge.source),
    )


def _line(kind: str, said: str) -> Markup:
    return fill('<p class="{}">{}</p>', kind, said) if said else NOTHING


def _quiet(said: str) -> Markup:
    return fill('<p class="fo-quiet">{}</p>', said) if said else NOTHING


def table(block: Table, edition: Edition = LIVE, *, caption: bool = True) -> Markup:
    """A real table: caption, column headers, the first cell of each row as its header, every figure with its tier."""
    cell = partial(_cell, many=len(block.tiers) > 1, edition=edition, dated=block.dated)
    opened = [fill("<td{}>", _label(name, block)) for name in block.columns[1:]]
    rows = [
        fill(
            '<tr><th scope="row">{}</th>{}</tr>',
            cell(row[0]),
            join([part for td, one in zip(opened, row[1:], strict=True) for part in (td, cell(one), _CLOSED)]),
        )
        for row in block.rows
    ]
    return fill(
        '<div class="fo-scroll" tabindex="0" role="region" aria-label="{}"><table class="{}">{}'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>{}",
        block.title,
        "fo-table fo-stacked" if block.stacked else "fo-table",
        fill("<caption>{}{}</caption>", block.title, _caption_tiers(block)) if caption else NOTHING,
        join([fill('<th scope="col">{}</th>', name) for name in block.columns]),
        join(rows),
        _quiet(block.note),
    )


def _label(column: str, block: Table) -> Markup:
    return fill(' data-label="{}"', column) if block.stacked else NOTHING


def _caption_tiers(block: Table) -> Markup:
    return fill('<br><span class="fo-tiers">{}</span>', _chips(block.tiers)) if block.tiers else NOTHING


def _cell(cell: Cell, *, many: bool, edition: Edition, dated: date | None = None) -> Markup | str:
    """What stands in a cell, as HTML, or as text that is escaped when it is put there."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Link):
        return _lead(edition.spell(cell.question), cell.text)
    if isinstance(cell, tuple):
        return join([link(source) for source in cell], "; ")
    alone = (words.only(cell), words.when(cell, dated)) if dated and cell.is_known else ()
    doubt = (words.computed(cell), words.lost(cell), words.challenged(cell))
    below = (words.parts(cell), words.interval(cell), words.zero(cell), *alone, *doubt)
    return fill(
        _NUMBER if cell.is_known else _NO_NUMBER,
        _value(cell, edition),
        join([fill('<br><span class="fo-quiet">{}</span>', more) for more in below if more]),
        fill("<br>{}", tier_chip(cell.tier)) if many else NOTHING,
    )


def _described(rows: Sequence[tuple[str, str]]) -> Markup:
    """Rows of name and words."""
    said = join([fill("<dt>{}</dt><dd>{}</dd>", name, told) for name, told in rows])
    return fill('<dl class="fo-facts">{}</dl>', said)


def facts(block: Facts) -> Markup:
    return fill(
        '{}{}{}<p class="fo-quiet">{} {}</p>',
        title(block.title),
        _described(block.rows),
        tier_line(block),
        say("check_this-described"),
        link(block.source),
    )


def whole(block: Whole) -> Markup:
    """A figure at large, what it was counted from, its tier, and all that is said of it."""
    figure = block.figure
    lines = [
        _line("fo-value", words.of(figure)),
        _line("fo-base", words.parts(figure)),
        _quiet(words.sentence_case(words.zero(figure))),
        tier_line(block),
        _described(block.rows),
    ]
    return join(lines)


def items(block: Items) -> Markup:
    """A list, or a paragraph where it is of one thing that nobody links to."""
    if len(block.items) == 1 and not block.items[0].anchor:
        return fill("{}<p>{}</p>", title(block.title), _item(block.items[0]))
    return fill("{}<ul>{}</ul>", title(block.title), join([_li(one) for one in block.items]))


def _li(one: Item) -> Markup:
    return fill('<li id="{}">{}</li>', one.anchor, _item(one)) if one.anchor else fill("<li>{}</li>", _item(one))


def _item(one: Item) -> Markup:
    return join(filter(None, (one.text, link(one.source) if one.source else "", one.after)), " ")


def cited_as(block: Cited, base: str) -> Markup:
    """How to cite a page of the site at `base`, by its permanent address."""
    forms = block.forms(base + block.question.path())
    said = [fill("<h4>{}</h4><pre>{}</pre>", name, form) for name, form in forms.items()]
    return title(block.title) + join(said)


def note(block: Note, *, role: str = "") -> Markup:
    named = fill(' role="{}"', role) if role else NOTHING
    return fill('<div class="fo-note"{}>{}<p>{}</p></div>', named, title(block.title), block.text)


def link(source: Source) -> Markup:
    """A source as a link if it has an http or https address, as text otherwise; with what became of it, and a copy."""
    said = _anchor(source.url, words.of(source)) if source.url else text(words.of(source))
    if words.of(source.life):
        said += fill(' <span class="fo-quiet">({})</span>', words.of(source.life))
    return fill("{} {}", said, _anchor(source.life.archive, say("life-archived"))) if source.life.archive else said


def _anchor(address: str, said: str) -> Markup:
    return fill('<a href="{}" rel="noopener">{}</a>', address, said)


def legend() -> Markup:
    """What the evidence labels mean."""
    return _legend(voice())


@lru_cache(maxsize=8)
def _legend(_voice: Voice) -> Markup:
    marks = (*sorted(EvidenceTier, reverse=True), *Register)
    rows = join([fill("<dt>{}</dt><dd>{}</dd>", tier_chip(mark), words.meaning(mark)) for mark in marks])
    return fill('<dl class="fo-facts">{}</dl>', rows)


def chart_head(block: Chart) -> Markup:
    return join((title(block.title), tier_line(block), _quiet(block.note)))
