"""The map of programs: pydeck without a tile server, state boundaries from this very site."""

from __future__ import annotations

from collections.abc import Sequence

import pydeck
import streamlit as st

from dashboard.story.blocks import MapPoint
from dashboard.story.charts import palette
from dashboard.story.html import fill, join
from dashboard.view.put import put
from dashboard.voice import say

_COLOURS = {"1A": palette.BLUE, "1B": palette.TEAL, "1C": palette.OCHRE, "1F": palette.PLUM}
_COLOURS |= {"other": palette.GREY, "unknown": palette.GREY}
_BOUNDARIES = "/geo/us-states.json"  # by address: the browser keeps it, and it is not sent again with every change


def places_map(places: Sequence[MapPoint]) -> None:
    """A mark for each program, coloured by dispatch model; the table below says the same in words."""
    states = pydeck.Layer(
        "GeoJsonLayer",
        _BOUNDARIES,
        stroked=True,
        filled=True,
        get_fill_color=[128, 138, 152, 40],
        get_line_color=[128, 138, 152],
        line_width_min_pixels=1,
    )
    rows = [
        {"name": p.name, "words": p.words, "at": [p.longitude, p.latitude], "colour": _numbers(_COLOURS[p.kind])}
        for p in places
    ]
    marks = pydeck.Layer(
        "ScatterplotLayer",
        rows,
        get_position="at",
        get_fill_color="colour",
        get_line_color=[255, 255, 255],
        stroked=True,
        line_width_min_pixels=1,
        radius_units="'pixels'",
        get_radius=7,
        pickable=True,
    )
    deck = pydeck.Deck(
        layers=[states, marks],
        initial_view_state=pydeck.ViewState(latitude=39.0, longitude=-96.5, zoom=3.1),
        map_provider=None,
        tooltip={"text": "{name}\n{words}"},
    )
    names = "; ".join(f"{p.name} ({p.words})" for p in places)
    st.pydeck_chart(deck, height=420, alt=say("programs-map_alt", names=names))
    kinds = {p.kind: p.words for p in sorted(places, key=lambda p: p.kind)}
    key = [
        fill('<li><span aria-hidden="true" style="color:{}">●</span> {}</li>', _COLOURS[kind], words)
        for kind, words in kinds.items()
    ]
    put(fill('<ul class="fo-key">{}</ul>', join(key)))


def _numbers(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
