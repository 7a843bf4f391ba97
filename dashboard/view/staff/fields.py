"""Fields whose text, and drop-downs whose choice, is kept as somebody works, until it is sent: a restart of the server
or the browser loses none. Never for a password or a link that signs somebody in: those are kept by nobody."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import TypeVar

import streamlit as st

from dashboard.core.people import Refused
from dashboard.store import current
from dashboard.store.faults import DatabaseFailed, in_words
from dashboard.store.staff.typed_work import LONGEST
from dashboard.view import signed_in

_PAUSE = "300ms"  # of typing, after which the text is sent and kept
_SENT = "typed_sent"
One = TypeVar("One")


def typed(label: str, place: str, field: str, *, most: int, given: str = "") -> str:
    """A field outside of any form, with what this account had written in it before, or what is `given` to begin with.
    Draw it in a fragment, so that typing draws nothing else anew."""

    def draw(key: str) -> str:
        return st.text_input(label, key=key, max_chars=most, live=_PAUSE)

    return _kept(place, field, draw, given, str, str)


def chosen(
    label: str,
    options: Sequence[One],
    place: str,
    field: str,
    *,
    name: Callable[[One], str] = str,
    words: Callable[[One], str] = str,
) -> One:
    """A drop-down with what this account had chosen in it before, or the first of its options; `name` is what a choice
    is kept by. ValueError where there is nothing to choose."""
    named = {name(option): option for option in options}

    def draw(key: str) -> One:
        return st.selectbox(label, options, format_func=words, key=key) or options[0]

    if not options:
        raise ValueError(f"nothing to choose for {label}")
    return _kept(place, field, draw, name(options[0]), name, named.get)


def one_of(
    label: str, options: Sequence[str], place: str, field: str, *, words: Callable[[str], str] = str
) -> str | None:
    """A drop-down in which nothing is chosen to begin with; None while that is so."""

    def draw(key: str) -> str:
        said: str | None = st.selectbox(label, options, index=None, format_func=words, key=key)
        return said or ""

    return _kept(place, field, draw, "", str, lambda text: text if text in options else None) or None


def buttons(label: str, options: Sequence[One], place: str, field: str, *, words: Callable[[One], str]) -> One:
    """The same as buttons side by side, of which one is pressed."""
    named = {str(option): option for option in options}

    def draw(key: str) -> One:
        said = st.radio(label, options, format_func=words, horizontal=True, key=key)
        return options[0] if said is None else said

    return _kept(place, field, draw, str(options[0]), str, named.get)


def several(
    label: str,
    options: Sequence[str],
    place: str,
    field: str,
    *,
    given: Sequence[str] = (),
    words: Callable[[str], str] = str,
) -> list[str]:
    """A drop-down of which several may be chosen, by their keys."""

    def draw(key: str) -> list[str]:
        return st.multiselect(label, options, format_func=words, key=key)

    def read(text: str) -> list[str] | None:
        with suppress(ValueError):
            return [option for option in json.loads(text) if option in options]
        return None

    return _kept(place, field, draw, json.dumps(list(given)), json.dumps, read)


def numbered(label: str, place: str, field: str, *, most: int, given: int) -> int:
    """A whole number from 1."""

    def draw(key: str) -> int:
        return int(st.number_input(label, 1, most, key=key))

    def read(text: str) -> int | None:
        return int(text) if text.isascii() and text.isdecimal() and 1 <= int(text) <= most else None

    return _kept(place, field, draw, str(given), str, read)


def dated(label: str, place: str, field: str, *, given: date) -> date:
    """A day."""

    def draw(key: str) -> date:
        said = st.date_input(label, key=key)
        return said if isinstance(said, date) else given

    def read(text: str) -> date | None:
        with suppress(ValueError):
            return date.fromisoformat(text)
        return None

    return _kept(place, field, draw, given.isoformat(), date.isoformat, read)


def moment(label: str, place: str, field: str) -> datetime | None:
    """A moment by the clock of the server, UTC; None while none is set."""

    def draw(key: str) -> str:
        said = st.datetime_input(label, value=None, key=key)
        return said.isoformat() if said else ""

    text = _kept(place, field, draw, "", str, _moment)
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None


def _moment(text: str) -> datetime | None:
    with suppress(ValueError):
        return datetime.fromisoformat(text)
    return None


def _kept(
    place: str,
    field: str,
    draw: Callable[[str], One],
    given: str,
    write: Callable[[One], str],
    read: Callable[[str], object],
) -> One:
    """What is drawn under a key, with what was kept of it before, as `read` has it for the field; a text too long to be
    kept whole is not kept."""
    key = f"typed-{place}-{field}-{st.session_state.get(_SENT, {}).get(place, 0)}"
    try:
        kept = current.store().typed_work.of(signed_in.signed(), place).get(field, given)
    except Refused:  # the sign-in has ended meanwhile: what is typed stays in the field, and sending says why not
        return draw(key)
    if key not in st.session_state:
        began = read(kept)
        st.session_state[key] = read(given) if began is None else began
    said = draw(key)
    text = write(said)
    if text != kept and len(text) <= LONGEST:
        try:
            if text == given:
                current.store().typed_work.forget(signed_in.signed(), place, field)
            else:
                current.store().typed_work.keep(signed_in.signed(), place, field, text)
        except (Refused, DatabaseFailed) as wrong:
            st.warning(in_words(wrong))
    return said


def sent(place: str) -> None:
    """What was written in a place has been sent: it is kept with what it was sent with, and the fields are new ones."""
    current.store().typed_work.forget(signed_in.signed(), place)
    times = st.session_state.get(_SENT, {})
    st.session_state[_SENT] = times | {place: times.get(place, 0) + 1}
