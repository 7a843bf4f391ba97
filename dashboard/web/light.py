"""A story as light HTML: one file, no script, readable on any phone, in print and by a crawler."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from dashboard.core.record import PublicRecord
from dashboard.settings import ROOT
from dashboard.story import glossary, markup, parts
from dashboard.story.blocks import (
    Block,
    Chart,
    Cited,
    Facts,
    FigureRow,
    Items,
    Note,
    Places,
    Sentence,
    Story,
    Table,
    Whole,
)
from dashboard.story.markup import LIGHT
from dashboard.story.pages import PAGES
from dashboard.story.question import HOME, Question
from dashboard.voice import say, spoken, voice
from dashboard.web.svg import picture

# in the page itself: it is readable one request earlier, and a saved copy keeps its looks
_STYLE = re.sub(
    r"\s+",
    " ",
    "".join((ROOT / "dashboard" / path).read_text(encoding="utf-8") for path in ("web/light.css", "view/style.css")),
)


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


def page(story: Story, record: PublicRecord, frame: Frame) -> str:
    """A whole document, its short names explained. The first block may carry the heading of the page itself."""
    story = glossary.explained(story)
    own = any(isinstance(b, Sentence) and b.headline for b in story.blocks)
    heading = "" if own else f"<h1>{escape(story.title)}</h1>"
    intro = f"<p>{escape(story.intro)}</p>" if story.intro else ""
    body = "".join(f'<section id="{escape(b.name, quote=True)}">{_block(b, frame)}</section>' for b in story.blocks)
    head = "".join(_for_machines(b, frame.base) for b in story.blocks if isinstance(b, Cited))
    return document(story.title, heading + intro + body, record, frame, head=head)


def _for_machines(block: Cited, base: str) -> str:
    """What a page says of itself to machines, and its one permanent address."""
    address = base + block.question.path()
    return (
        f'<script type="application/ld+json">{block.linked_data(address)}</script>'
        f'<link rel="canonical" href="{escape(address, quote=True)}">'
    )


def document(title: str, body: str, record: PublicRecord, frame: Frame, *, head: str = "") -> str:
    """The frame of every light page around a body that is already safe HTML."""
    name = escape(say("site-name"))
    links = "".join(
        f'<li><a href="{address}"{" aria-current=page" if address == frame.path else ""}>{escape(title)}</a></li>'
        for address, title in menu()
    )
    home = Question(page=HOME, lang=spoken()).path()
    return (
        f'<!doctype html><html lang="{voice().tag}"><head><meta charset="utf-8"><title>{escape(title)} · {name}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="description" content="{escape(say("site-strapline"), quote=True)}">'
        f'<style>{_STYLE}</style><link rel="icon" href="/read/icon.svg" type="image/svg+xml">'
        f'<link rel="alternate" type="application/atom+xml" title="{name}" href="/feed.atom">{head}</head>'
        f'<body><a class="fo-skip" href="#main">{escape(say("light-skip"))}</a><header class="fo-brand">'
        f'<p class="fo-name"><a href="{home}">{name}</a></p><p>{escape(say("site-strapline"))}</p></header>'
        f'<nav aria-label="{escape(say("light-pages"), quote=True)}"><ul>{links}</ul></nav>'
        f'<main id="main">{body}</main>'
        f'<footer class="fo-footer"><p class="fo-help">{escape(say("site-help_line"))}</p>'
        f"<p>{escape(parts.dates(record))} "
        f'<a href="{escape(frame.live, quote=True)}">{escape(say("light-live"))}</a></p>'
        f"<details><summary>{escape(say('site-legend'))}</summary>{markup.legend()}</details></footer></body></html>"
    )


def menu() -> list[tuple[str, str]]:
    """The pages that need no choice: the address and title of each."""
    return [(Question(page=page.name, lang=spoken()).path(), page.title) for page in PAGES if page.menu]


def _block(block: Block, frame: Frame) -> str:
    match block:
        case Chart():
            pictures = "".join(
                f"<figure>{picture(p)}<figcaption>{escape(p.label)}</figcaption></figure>" for p in block.panels
            )
            table = markup.table(block.table, LIGHT, caption=False)
            told = f"<details><summary>{escape(say('light-table'))}</summary>{table}</details>"
            return f'{markup.chart_head(block)}<div class="fo-panels">{pictures}</div>{told}'
        case FigureRow():
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
        case Places():
            return f"<h3>{escape(block.title)}</h3>{markup.tier_line(block)}"
        case _:
            raise TypeError(f"no way to write a {type(block).__name__}")
