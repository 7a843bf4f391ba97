"""A story on a Streamlit page. The only place that turns blocks into Streamlit elements."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from dashboard.core.figure import Number
from dashboard.story import doubt, glossary, markup
from dashboard.story.blocks import (
    Block,
    Cards,
    Chart,
    Cited,
    Facts,
    Items,
    MapPoint,
    Note,
    ProgramMap,
    Sentence,
    Story,
    Table,
    Whole,
)
from dashboard.story.charts import palette
from dashboard.story.export import csv_text
from dashboard.story.html import NOTHING, fill
from dashboard.view.program_map import places_map
from dashboard.view.put import put
from dashboard.voice import say

PANEL_WIDTH = 300


@dataclass(frozen=True, slots=True)
class Piece:
    """One block, ready to be sent: its HTML is made once, its table, file and check when somebody asks."""

    name: str
    head: Markup
    figures: tuple[Number, ...]
    panels: tuple[tuple[str, str, dict[str, dict[str, Any]]], ...] = ()  # label, alt, specification by theme
    table: Callable[[], Markup] | None = None
    places: tuple[MapPoint, ...] = ()
    headline: str = ""
    addressed: Callable[[str], Markup] | None = None  # HTML that holds the address of the site
    goes_on: bool = False  # with the piece before it, in one frame


@dataclass(frozen=True, slots=True)
class Drawn:
    """A story as pieces."""

    story: Story
    pieces: tuple[Piece, ...]


def prepare(story: Story, *, within: str = "") -> Drawn:
    """Make the HTML of a story once, its short names explained; drawing it then costs a few messages. `within` begins
    the names of its pieces, where other stories stand on the same page."""
    story = glossary.explained(story)
    return Drawn(story, tuple(replace(piece, name=within + piece.name) for piece in map(_piece, story.blocks)))


def _piece(block: Block) -> Piece:
    match block:
        case Chart():
            panels = tuple(
                (p.label, p.alt, {theme: palette.inked(p.spec, theme) for theme in palette.INK}) for p in block.panels
            )
            table = partial(markup.table, block.table, caption=False)
            return Piece(block.name, markup.chart_head(block), block.figures, panels, table)
        case Cards():
            return Piece(block.name, markup.figure_row(block), block.figures)
        case Table():
            return Piece(block.name, markup.table(block), block.figures)
        case Sentence(headline=True):
            return Piece(block.name, markup.aside(block), (), headline=block.text)
        case Sentence():
            return Piece(block.name, markup.sentence(block), ())
        case Facts():
            return Piece(block.name, markup.facts(block), ())
        case Note():
            return Piece(block.name, markup.note(block), ())
        case Whole():
            return Piece(block.name, markup.whole(block), block.figures)
        case Items():
            return Piece(block.name, markup.items(block), (), goes_on=True)
        case Cited():
            return Piece(block.name, NOTHING, (), addressed=partial(markup.cited_as, block), goes_on=True)
        case ProgramMap():
            return Piece(block.name, markup.title(block.title) + markup.tier_line(block), (), places=block.places)
        case _:
            raise TypeError(f"no way to draw a {type(block).__name__}")


def draw(drawn: Drawn, *, title: bool = False, level: int = 2) -> None:
    """Put a story on the page, with its title as a heading of this level where the page's own does not say it."""
    head = fill("<h{level}>{title}</h{level}>", level=str(level), title=drawn.story.title) if title else NOTHING
    intro = fill("<p>{}</p>", drawn.story.intro) if drawn.story.intro else NOTHING
    if head or intro:
        put(head + intro)
    frame: DeltaGenerator | None = None
    for piece in drawn.pieces:
        if frame is None or not piece.goes_on:
            frame = st.container(key=f"block-{piece.name}")
        with frame:
            if piece.panels:
                _chart(piece)
            else:
                if piece.headline:  # a title needs no script of its own to arrive, as HTML does
                    st.title(plain(piece.headline), anchor=False)
                put(piece.addressed(site_address()) if piece.addressed else piece.head)
                if piece.figures:
                    _more(piece)
                if piece.places:
                    places_map(piece.places)


def _chart(piece: Piece) -> None:
    put(piece.head)
    names = [say(f"chart-tab_{tab}") for tab in ("chart", "table", "download", "check")]
    chart, table, download, check = st.tabs(names, key=piece.name, bind="query-params")
    if chart.open:
        with chart:
            _panels(piece)
    elif table.open and piece.table:
        with table:
            put(piece.table())
    elif download.open:
        with download:
            _download(piece)
    else:
        with check:
            put(doubt.check(piece.figures))


def _panels(piece: Piece) -> None:
    theme = st.context.theme.type or "light"
    if len(piece.panels) == 1:
        _, alt, specs = piece.panels[0]
        st.vega_lite_chart(spec=specs[theme], alt=alt)
        return
    with st.grid(columns=min(3, len(piece.panels)), min_column_width=PANEL_WIDTH) as grid:
        for label, alt, specs in piece.panels:
            with grid.cell():
                put(fill('<p class="fo-panel">{}</p>', label))
                st.vega_lite_chart(spec=specs[theme], alt=alt)


def _more(piece: Piece) -> None:
    more = st.expander(say("chart-tab_check"), key=f"check-{piece.name}", on_change="rerun")
    if more.open:
        with more:
            put(doubt.check(piece.figures))
            _download(piece)


def _download(piece: Piece) -> None:
    put(fill('<p class="fo-quiet">{}</p>', say("chart-download_note")))
    st.download_button(
        say("chart-download"),
        partial(csv_text, piece.figures),
        file_name=f"fourth-option-{piece.name}.csv",
        mime="text/csv",
        on_click="ignore",
        key=f"csv-{piece.name}",
    )


def site_address() -> str:
    """The scheme and host by which the reader came; empty where there is no browser."""
    here = urlsplit(st.context.url or "")
    return f"{here.scheme}://{here.netloc}" if here.netloc else ""


def plain(text: str) -> str:
    """Text that Markdown leaves as it is."""
    return re.sub(r"([\\`*_{}\[\]()#+.!|<>$:~-])", r"\\\1", text)
