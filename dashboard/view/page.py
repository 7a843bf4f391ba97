"""A public page: what is asked stands in the address, pickers change it, and its story is drawn.

The address is written whole and at once, so that one choice is one entry in the history, and what would be shown anyway
is left out of it, so that to open a page writes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

import streamlit as st

from dashboard.story import markup
from dashboard.story.blocks import Note
from dashboard.story.choice import Choice, Options
from dashboard.story.page import Page
from dashboard.story.question import Question
from dashboard.view import cache
from dashboard.view.cache import View
from dashboard.view.draw import draw
from dashboard.view.put import put
from dashboard.voice import spoken

_WRITTEN = "address_written"
_KEPT = "choices_kept"
_NARROW = {"page": 160}  # pixels; a number needs no more


def asked(page: Page) -> View:
    """What the reader asks of a page: what the address says if it is new, else what the pickers say. To be called once
    a run, before anything is drawn."""
    names = [choice.name for choice in page.takes]
    address = _address(page)
    written = st.session_state.get(_WRITTEN)
    if (page.name, address) != written:
        for name in names:
            st.session_state.pop(_key(page, name), None)
    chosen = {name: st.session_state[_key(page, name)] for name in names if _key(page, name) in st.session_state}
    wanted = Question.from_params(page.name, {k: v for k, v in (address | chosen).items() if v})
    view = cache.view(replace(wanted, lang=spoken()))
    kept = {choice.name: view.question.value(choice.name) for choice in page.takes if choice.kept}
    st.session_state[_KEPT] = st.session_state.get(_KEPT, {}) | kept
    return view


def lead_to(page: Page) -> Mapping[str, str]:
    """What goes along when the reader opens another page: what was chosen here and can be chosen there."""
    kept: dict[str, str] = st.session_state.get(_KEPT, {})
    wanted = Question(page=page.name, lang=spoken())
    for choice in page.takes:
        if choice.kept and choice.name in kept:
            wanted = wanted.having(choice.name, kept[choice.name])
    return cache.view(wanted).address if wanted != Question(page=page.name) else {}


def show(page: Page, view: View) -> None:
    """Draw a page: what stands above, what can be chosen, and the story of what is."""
    if lead := cache.lead(page):
        draw(lead)
    _pickers(page, view)
    for problem in view.problems:
        put(markup.note(Note(name="problem", text=problem), role="status"))
    _write(page, view)
    draw(cache.story(view.question), title=page.titled, level=2 if page.listed else 1)


def _pickers(page: Page, view: View) -> None:
    shown = [(c, options) for c, options in view.options if c.typed or (c.shown and options)]
    if not shown:
        return
    with st.container(horizontal=True, key="pickers"):
        for choice, options in shown:
            _picker(page, choice, options, view.question.value(choice.name))


def _picker(page: Page, choice: Choice, options: Options, value: str) -> None:
    key = _key(page, choice.name)
    st.session_state[key] = value  # every time: Streamlit forgets a widget's value when the page changes
    if choice.typed:
        st.text_input(choice.label(), key=key, max_chars=choice.typed)
        return
    width: int | Literal["stretch"] = _NARROW.get(choice.name, "stretch")
    st.selectbox(choice.label(), list(options), format_func=lambda one: options[one], key=key, width=width)


def _key(page: Page, name: str) -> str:
    """The key of a picker. What is kept from page to page has one picker on all of them."""
    kept = any(choice.name == name and choice.kept for choice in page.takes)
    return f"pick_{name}" if kept else f"pick_{page.name}_{name}"


def _address(page: Page) -> dict[str, str]:
    """What the address says of a page: what was chosen, the day, and the language."""
    return {name: st.query_params[name] for name in _names(page) if name in st.query_params}


def _names(page: Page) -> list[str]:
    return [*(choice.name for choice in page.takes), "as_of", "lang"]


def _write(page: Page, view: View) -> None:
    """Put what was chosen into the address, beside what is not ours, such as the tab of a chart."""
    address = dict(view.address)
    if _address(page) != address:
        others = {name: value for name, value in st.query_params.items() if name not in _names(page)}
        st.query_params.from_dict(others | address)
    st.session_state[_WRITTEN] = (page.name, address)


def permanent(view: View | None) -> dict[str, str]:
    """All that says what is on the screen, also what was not chosen and would change with time."""
    chosen = view.question.params() if view else {}
    return dict(sorted((dict(st.query_params.items()) | chosen).items()))
