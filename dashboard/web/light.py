"""A story as light HTML: one file, no script, readable on any phone, in print and by a crawler."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

from dashboard.core.record import PublicRecord
from dashboard.story import glossary, markup, parts, theme
from dashboard.story.blocks import (
    Block,
    Cards,
    Chart,
    Cited,
    Facts,
    Items,
    Note,
    ProgramMap,
    Sentence,
    Story,
    Table,
    Whole,
)
from dashboard.story.html import NOTHING, fill, join, linked_data, style
from dashboard.story.markup import LIGHT
from dashboard.story.pages import PAGES
from dashboard.story.question import HOME, Question
from dashboard.voice import say, spoken, voice
from dashboard.web.svg import picture

# in the page itself: it is readable one request earlier, and a saved copy keeps its looks
_STYLE = style(re.sub(r"\s+", " ", theme.sheet("web/light.css", "view/style.css")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around a story: where it is, where its interactive page is, and the scheme and host that permanent
    addresses are written with."""

    path: str
    live: str = "/"
    base: str = ""

    @classmethod
    def of(cls, question: Question, base: str = "") -> Frame:
        return cls(path=question.path(), live=question.live(), base=base)

    @classmethod
    def beside(cls, path: str) -> Frame:
        """Around what is no question: from there the way leads to the first page, in the language that is spoken."""
        return cls(path=path, live=Question(page=HOME, lang=spoken()).live())


def page(story: Story, record: PublicRecord, frame: Frame) -> Markup:
    """A whole document, its short names explained. The first block may carry the heading of the page itself."""
    story = glossary.explained(story)
    own = any(isinstance(b, Sentence) and b.headline for b in story.blocks)
    heading = NOTHING if own else fill("<h1>{}</h1>", story.title)
    intro = fill("<p>{}</p>", story.intro) if story.intro else NOTHING
    sections = [fill('<section id="{}">{}</section>', b.name, _block(b, frame)) for b in story.blocks]
    head = join([_for_machines(b, frame.base) for b in story.blocks if isinstance(b, Cited)])
    return document(story.title, join((heading, intro, *sections)), record, frame, head=head)


def _for_machines(block: Cited, base: str) -> Markup:
    """What a page says of itself to machines, and its one permanent address."""
    address = base + block.question.path()
    return linked_data(block.linked_data(address)) + fill('<link rel="canonical" href="{}">', address)


def document(title: str, body: Markup, record: PublicRecord, frame: Frame, *, head: Markup = NOTHING) -> Markup:
    """The frame of every light page."""
    return fill(
        '<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title} · {name}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="description" content="{strapline}">'
        '{style}<link rel="icon" href="/read/icon.svg" type="image/svg+xml">'
        '<link rel="alternate" type="application/atom+xml" title="{name}" href="/feed.atom">{head}</head>'
        '<body><a class="fo-skip" href="#main">{skip}</a><header class="fo-brand">'
        '<p class="fo-name"><a href="{home}">{name}</a></p><p>{strapline}</p></header>'
        '<nav aria-label="{pages}"><ul>{links}</ul></nav>'
        '<main id="main">{body}</main>'
        '<footer class="fo-footer"><p class="fo-help">{help}</p>'
        '<p>{dates} <a href="{live}">{to_live}</a></p>'
        "<details><summary>{evidence}</summary>{legend}</details></footer></body></html>",
        lang=voice().tag,
        title=title,
        name=say("site-name"),
        strapline=say("site-strapline"),
        style=_STYLE,
        head=head,
        skip=say("light-skip"),
        home=Question(page=HOME, lang=spoken()).path(),
        pages=say("light-pages"),
        links=links(here=frame.path),
        body=body,
        help=say("site-help_line"),
        dates=parts.dates(record),
        live=frame.live,
        to_live=say("light-live"),
        evidence=say("site-legend"),
        legend=markup.legend(),
    )


def links(*, here: str = "") -> Markup:
    """The pages that need no choice, as items of a list; the one that is open says so."""
    current = Markup(" aria-current=page")
    return join(
        [
            fill('<li><a href="{}"{}>{}</a></li>', address, current if address == here else NOTHING, title)
            for address, title in menu()
        ]
    )


def menu() -> list[tuple[str, str]]:
    """The pages that need no choice: the address and title of each."""
    return [(Question(page=page.name, lang=spoken()).path(), page.title) for page in PAGES if page.menu]


def _block(block: Block, frame: Frame) -> Markup:
    match block:
        case Chart():
            pictures = [
                fill("<figure>{}<figcaption>{}</figcaption></figure>", picture(p), p.label) for p in block.panels
            ]
            return fill(
                '{}<div class="fo-panels">{}</div><details><summary>{}</summary>{}</details>',
                markup.chart_head(block),
                join(pictures),
                say("light-table"),
                markup.table(block.table, LIGHT, caption=False),
            )
        case Cards():
            return markup.figure_row(block, LIGHT)
        case Table():
            return markup.table(block, LIGHT)
        case Sentence():
            return markup.sentence(block)
        case Facts():
            return markup.facts(block)
        case Note():
            return markup.note(block)
        case Whole():
            return markup.whole(block)
        case Items():
            return markup.items(block)
        case Cited():
            return markup.cited_as(block, frame.base)
        case ProgramMap():
            return markup.title(block.title) + markup.tier_line(block)
        case _:
            raise TypeError(f"no way to write a {type(block).__name__}")
