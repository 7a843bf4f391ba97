"""What the reader is looking at: program, quarter and call type, kept in the address so that a link restores it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dashboard.core.catalogue import Program, ProgramKind
from dashboard.core.ledger import ALL
from dashboard.core.quarter import Quarter
from dashboard.core.record import PublicRecord
from dashboard.store import current
from dashboard.story import markup
from dashboard.story.blocks import Note
from dashboard.text import say

_FIELDS = ("program", "quarter", "call_type")
_WRITTEN = "selection_written"
_CHOSEN = "selection_chosen"


@dataclass(frozen=True, slots=True)
class Selection:
    """A program that exists, a quarter it has published (if any), and a call type."""

    program: Program
    quarter: Quarter | None
    call_type: str = ALL


def choose(*, quarter: bool = True, call_type: bool = False) -> Selection:
    """Show the pickers and return what is chosen. A link with something unknown in it is answered in words."""
    record = current.record()
    problems: list[str] = []
    wanted = _wanted()
    programs = {p.program_id: p for p in record.programs_in_order() if p.kind is not ProgramKind.CONTEXT}
    fallback = _first_with_figures(record, programs)
    program = programs.get(wanted.get("program", fallback))
    if program is None:
        program = programs[fallback]
        problems.append(say("pick.unknown_program", found=wanted["program"], shown=program.title))
    with st.container(horizontal=True, key="pickers"):
        program = programs[_pick("program", list(programs), program.program_id, lambda k: programs[k].title)]
        chosen = Selection(program, *_quarter_and_type(record, program, wanted, problems, quarter, call_type))
    for problem in problems:
        say_problem(problem)
    _write(chosen)
    return chosen


def _quarter_and_type(
    record: PublicRecord, program: Program, wanted: dict[str, str], problems: list[str], ask: bool, ask_type: bool
) -> tuple[Quarter | None, str]:
    quarters = {str(q): q for q in reversed(record.quarters(program.program_id))}
    quarter = next(iter(quarters), "")
    asked = wanted.get("quarter", "").upper()
    changed = wanted.get("program") != program.program_id
    if asked in quarters:
        quarter = asked
    elif asked and not changed:
        key = "pick.unknown_quarter" if quarters else "pick.no_quarters"
        problems.append(say(key, program=program.place, found=wanted["quarter"], shown=quarter))
    if ask and quarters:
        quarter = _pick("quarter", list(quarters), quarter, lambda k: _quarter_words(quarters[k], program))
    names = {ALL: record.catalogue.call_type_name(ALL)} | {c.key: c.name for c in record.catalogue.call_types}
    call_type = wanted.get("call_type", ALL)
    if call_type not in names:
        problems.append(say("pick.unknown_call_type", found=call_type))
        call_type = ALL
    if ask_type:
        call_type = _pick("call_type", list(names), call_type, lambda k: names[k])
    return quarters.get(quarter), call_type


def _quarter_words(quarter: Quarter, program: Program) -> str:
    return f"{quarter.words} ({quarter.fiscal_label(first_month=program.fiscal_first_month)})"


def _wanted() -> dict[str, str]:
    """What the address asks for if it is new, else what the pickers say, else what was chosen before."""
    address = {f: st.query_params[f] for f in _FIELDS if f in st.query_params}
    chosen: dict[str, str] = dict(st.session_state.get(_CHOSEN, {}))
    if address and address != st.session_state.get(_WRITTEN):
        for field in _FIELDS:
            st.session_state.pop(_widget(field), None)
        return address
    return chosen | {f: st.session_state[_widget(f)] for f in _FIELDS if _widget(f) in st.session_state}


def say_problem(text: str) -> None:
    """Tell a reader, and a screen reader, what a link asked for that is not here."""
    st.html(markup.note(Note(name="problem", text=text), role="status"))


def _widget(field: str) -> str:
    return f"pick_{field}"


def _pick(field: str, options: list[str], value: str, words: Callable[[str], str]) -> str:
    key = _widget(field)
    st.session_state[key] = value  # every time: Streamlit forgets a widget's value when the page changes
    picked = st.selectbox(say(f"pick.{field}"), options, format_func=words, key=key)
    return picked if picked is not None else value


def _write(chosen: Selection) -> None:
    """Put the choice into the address and remember it across pages."""
    values = {"program": chosen.program.program_id, "call_type": chosen.call_type}
    if chosen.quarter:
        values["quarter"] = str(chosen.quarter)
    address = {k: v for k, v in values.items() if v != ALL}
    for field in _FIELDS:
        if field in address:
            if st.query_params.get(field) != address[field]:
                st.query_params[field] = address[field]
        elif field in st.query_params:
            del st.query_params[field]
    st.session_state[_WRITTEN] = address
    st.session_state[_CHOSEN] = st.session_state.get(_CHOSEN, {}) | values


def _first_with_figures(record: PublicRecord, programs: dict[str, Program]) -> str:
    """The first program, in alphabetical order, about which anything has been published."""
    return next((key for key in programs if record.published_of(key)), next(iter(programs)))
