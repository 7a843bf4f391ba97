"""A story as light HTML: one file, no script, readable on any phone, in print and by a crawler."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from dashboard.core.record import PublicRecord
from dashboard.settings import ROOT
from dashboard.story import glossary, markup, parts
from dashboard.story.blocks import Block, Chart, Facts, FigureRow, Note, Places, Sentence, Story, Table
from dashboard.text import say
from dashboard.web.svg import picture

# in the page itself: it is readable one request earlier, and a saved copy keeps its looks
_STYLE = re.sub(
    r"\s+",
    " ",
    "".join((ROOT / "dashboard" / path).read_text(encoding="utf-8") for path in ("web/light.css", "view/style.css")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around a story: where it is, what it is called, where its interactive page is."""

    path: str
    live: str = "/"
    head: str = ""


def page(story: Story, record: PublicRecord, frame: Frame) -> str:
    """A whole document, its short names explained. The first block may carry the heading of the page itself."""
    story = glossary.explained(story)
    own = any(isinstance(b, Sentence) and b.headline for b in story.blocks)
    heading = "" if own else f"<h1>{escape(story.title)}</h1>"
    intro = f"<p>{escape(story.intro)}</p>" if story.intro else ""
    body = "".join(f'<section id="{escape(b.name, quote=True)}">{_block(b)}</section>' for b in story.blocks)
    return document(story.title, heading + intro + body, record, frame)


def document(title: str, body: str, record: PublicRecord, frame: Frame) -> str:
    """The frame of every light page around a body that is already safe HTML."""
    name = escape(say("site.name"))
    links = "".join(
        f'<li><a href="{address}"{" aria-current=page" if address == frame.path else ""}>{escape(say(key))}</a></li>'
        for address, key in NAVIGATION
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)} · {name}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="description" content="{escape(say("site.strapline"), quote=True)}">'
        f'<style>{_STYLE}</style><link rel="icon" href="/read/icon.svg" type="image/svg+xml">'
        f'<link rel="alternate" type="application/atom+xml" title="{name}" href="/feed.atom">{frame.head}</head>'
        f'<body><a class="fo-skip" href="#main">{escape(say("light.skip"))}</a><header class="fo-brand">'
        f'<p class="fo-name"><a href="/read/">{name}</a></p><p>{escape(say("site.strapline"))}</p></header>'
        f'<nav aria-label="{escape(say("light.pages"), quote=True)}"><ul>{links}</ul></nav>'
        f'<main id="main">{body}</main>'
        f'<footer class="fo-footer"><p class="fo-help">{escape(say("site.help_line"))}</p>'
        f"<p>{escape(parts.dates(record))} "
        f'<a href="{escape(frame.live, quote=True)}">{escape(say("light.live"))}</a></p>'
        f"<details><summary>{escape(say('site.legend'))}</summary>{markup.legend()}</details></footer></body></html>"
    )


NAVIGATION: Sequence[tuple[str, str]] = (
    ("/read/", "overview.title"),
    ("/read/programs", "programs.title"),
    ("/read/evidence", "evidence.title"),
    ("/read/gaps", "gaps.title"),
    ("/read/differ", "differ.title"),
    ("/read/due", "due.title"),
    ("/read/methods", "methods.title"),
)


def _block(block: Block) -> str:
    match block:
        case Chart():
            pictures = "".join(
                f"<figure>{picture(p)}<figcaption>{escape(p.label)}</figcaption></figure>" for p in block.panels
            )
            table = markup.table(block.table, caption=False, linked=True)
            told = f"<details><summary>{escape(say('light.table'))}</summary>{table}</details>"
            return f'{markup.chart_head(block)}<div class="fo-panels">{pictures}</div>{told}'
        case FigureRow():
            return markup.figure_row(block, linked=True)
        case Table():
            return markup.table(block, linked=True)
        case Sentence():
            return markup.sentence(block)
        case Facts():
            return markup.facts(block)
        case Note():
            return markup.note(block)
        case Places():
            return f"<h3>{escape(block.title)}</h3>{markup.tier_line(block)}"
        case _:
            raise TypeError(f"no way to write a {type(block).__name__}")
