"""No text that becomes public holds a character that cannot be seen or that turns the text around it around."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.people import Refused
from dashboard.core.plain import hidden, plain
from dashboard.core.privacy.disclosure import Policy
from dashboard.store.files import BrokenRow, read
from tests.store import staff
from tests.store.staff import ADMIN, CERTIFIER, PROGRAM, QUARTER, STAFF, Desk

BAD = ["\u202e", "\u2066", "\u200b", "\x00", "\x1b", "\u00ad", "\ufeff", "\U000e0041", "\ue000", "\u2028"]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with staff.desk(tmp_path) as made:
        yield made


def text(bad: str) -> str:
    return f"Endings of walk-in calls {bad}were lost."


WAYS: dict[str, Callable[[Desk, str], object]] = {
    "reason": lambda d, t: staff.receive(d.store, staff.new(base=0, rule_note=t)),
    "answer": lambda d, t: d.store.drafts.send(STAFF, 1, {"any": t}),
    "returned": lambda d, t: d.store.drafts.give_back(CERTIFIER, 2, t),
    "withdrawal": lambda d, t: d.store.drafts.withdraw(CERTIFIER, PROGRAM, QUARTER - 1, t),
    "policy": lambda d, t: d.store.set_policy(ADMIN, Policy(smallest=20, exact_from=None), t),
    "name": lambda d, t: d.store.people.add(staff.account(email="new@b.test", name=t)),
    "title": lambda d, t: d.store.people.add(staff.account(email="new@b.test", title=t)),
    "organization": lambda d, t: d.store.people.add(staff.account(email="new@b.test", organization=t)),
    "link": lambda d, t: d.store.verifying.challenge(
        ADMIN, "x", text(""), title="Title", publisher="P", link=f"https://a.test/{t}"
    ),
    "statement": lambda d, t: d.store.verifying.challenge(
        ADMIN, "x", t, title="Title", publisher="P", link="https://a.test"
    ),
    "file name": lambda d, t: d.store.drafts.receive(STAFF, PROGRAM, t, b"x", [staff.new()]),
    "column": lambda d, t: d.store.column_names.keep(STAFF, PROGRAM, {t: "eligible"}),
}


@pytest.mark.parametrize("way", WAYS)
def test_it_is_refused_in_words_wherever_it_is_typed(way: str, desk: Desk) -> None:
    staff.published(desk.store, staff.new(QUARTER - 1))
    number = staff.receive(desk.store, staff.new(QUARTER - 2))
    desk.store.drafts.send(STAFF, number, {})
    for bad in BAD:
        staff.refused(desk, lambda bad=bad: WAYS[way](desk, text(bad)), "cannot be seen: U[+]")  # type: ignore[misc]


@pytest.mark.parametrize("bad", BAD)
def test_a_data_file_that_holds_one_is_refused(bad: str, data: Path) -> None:
    sources = data / "published" / "sources.csv"
    sources.write_text(sources.read_text(encoding="utf-8").rstrip("\n") + bad + "\n", encoding="utf-8")
    with pytest.raises(BrokenRow, match=r"sources.csv, line \d+"):
        read(data)


@given(st.text(max_size=60))
def test_what_is_kept_can_be_seen(typed: str) -> None:
    try:
        told = plain(typed, "answer")
    except Refused:
        assert hidden(typed.replace("\n", " ").replace("\r", " ").replace("\t", " ").strip())
        return
    assert not hidden(told)
    assert "\n" not in told
    assert plain(told, "answer") == told


@pytest.mark.parametrize(
    "typed",
    [
        "\u200d" * 30,
        "\u200d",
        "a\u200d",
        "\u200db",
        "a \u200d b",
        "a\u200c\u200db",
        "\u3164",
        "a\u2800b",
        "\u115f\u1160",
    ],
)
def test_a_text_of_which_nothing_is_drawn_is_refused(typed: str) -> None:
    """A joiner has something on both sides; a filler is a letter by its kind, and no reader sees it."""
    with pytest.raises(Refused):
        plain(typed, "answer")


def test_letters_of_any_script_are_kept() -> None:
    for typed in ("Ñandú, 50% – ‘sí’", "می\u200cخواهم", "精神健康", "👩\u200d⚕️"):
        assert plain(typed, "answer") == typed
    assert plain("one\r\ntwo\tthree", "The text") == "one two three"
