"""A part of a page that is drawn anew by itself, in the language of the page it stands on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from typing import ParamSpec

import streamlit as st

from dashboard.voice import Voice, speaking

Given = ParamSpec("Given")


def of_the_page() -> AbstractContextManager[Voice]:
    """What is said inside is said in the language that the address of the page names."""
    return speaking(st.query_params.get("lang", ""))


def fragment(draw: Callable[Given, None]) -> Callable[Given, None]:
    """What draws a part of a page, to be drawn alone when something in it changes: the script around it, which says
    what language is spoken, does not run then."""

    @wraps(draw)
    def spoken(*given: Given.args, **named: Given.kwargs) -> None:
        with of_the_page():
            draw(*given, **named)

    return st.fragment(spoken)
