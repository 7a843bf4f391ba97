"""Pickers whose choice is kept in the address: a filter, a figure to compare with, a page of a long list."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard.store import current
from dashboard.story import compare as compare_story
from dashboard.story import evidence as evidence_story
from dashboard.story import programs as programs_story
from dashboard.story.evidence import Filter
from dashboard.story.programs import ProgramFilter
from dashboard.text import say
from dashboard.view.selection import say_problem

ROWS = 40


def evidence_filter() -> Filter:
    """The filter a reader has set; an unknown value in the address is said and left out."""
    choices = evidence_story.choices(current.record())
    with st.container(horizontal=True, key="pickers"):
        chosen = {name: _pick(name, say(f"evidence.filter_{name}"), options) for name, options in choices.items()}
        search = st.text_input(say("evidence.filter_search"), value=st.query_params.get("search", ""), max_chars=80)
    _keep("search", search)
    return Filter(**chosen, search=search)


def program_filter() -> ProgramFilter:
    """Which programs a reader asks for."""
    choices = programs_story.choices(current.record())
    with st.container(horizontal=True, key="pickers"):
        return ProgramFilter(**{n: _pick(n, say(f"programs.filter_{n}"), options) for n, options in choices.items()})


def page_of(count: int) -> int:
    """Which page of a long list is shown, from 0."""
    pages = max(1, -(-count // ROWS))
    asked = st.query_params.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdecimal() and 1 <= int(asked) <= pages else 1
    if pages > 1:
        options = [str(i + 1) for i in range(pages)]
        number = int(st.selectbox(say("evidence.page"), options, index=number - 1, width=120) or 1)
    _keep("page", str(number) if number > 1 else "")
    return number - 1


def figure_to_compare() -> str:
    """The id of the published figure that others are held against."""
    options = compare_story.candidates(current.record())
    asked = st.query_params.get("figure", "")
    if asked and asked not in options:
        say_problem(say("compare.unknown", found=asked))
    keys = list(options)
    index = keys.index(asked) if asked in options else 0
    with st.container(key="pickers"):
        picked = st.selectbox(say("compare.pick"), keys, index=index, format_func=lambda k: options[k]) or keys[0]
    _keep("figure", picked)
    return picked


def _pick(name: str, label: str, options: Mapping[str, str]) -> str:
    asked = st.query_params.get(name, "")
    if asked and asked not in options:
        say_problem(say("evidence.unknown", name=label, found=asked))
    words = {"": say("evidence.any")} | dict(options)
    keys = list(words)
    index = keys.index(asked) if asked in words else 0
    picked = st.selectbox(label, keys, index=index, format_func=lambda k: words[k]) or ""
    _keep(name, picked)
    return picked


def _keep(name: str, value: str) -> None:
    """Put a choice into the address, or take it out when it is nothing."""
    if value and st.query_params.get(name) != value:
        st.query_params[name] = value
    elif not value and name in st.query_params:
        del st.query_params[name]
