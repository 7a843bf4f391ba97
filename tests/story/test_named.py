"""A figure of one kind of calls is never named as if it were of all of them."""

from __future__ import annotations

import json
import re

import pytest
from markupsafe import escape

from dashboard import words
from dashboard.core.figure import Number
from dashboard.core.ledger import ALL
from dashboard.core.record import PublicRecord
from dashboard.story import corrections, differ, evidence, figure, gaps, markup, methods, pages
from dashboard.story.blocks import Cards, Chart, Table
from dashboard.story.question import about
from dashboard.web.feed import atom
from tests import make


def everything(record: PublicRecord) -> list[Number]:
    return [*(p.figure for p in record.published), *figure.ledger_figures(record)]


def test_no_two_figures_of_one_heading_and_one_source_have_different_values(record: PublicRecord) -> None:
    seen: dict[tuple[str, frozenset[str]], tuple[str, str]] = {}
    for one in everything(record):
        if one.is_known:
            title = pages.title_of(record, about(one.figure_id))
            key, said = (title, frozenset(s.source_id for s in one.sources)), words.of(one)
            other = seen.setdefault(key, (said, one.figure_id))
            assert other[0] == said, (title, other, one.figure_id, said)
    assert len(seen) > 1000


def _told(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def test_every_named_figure_of_a_call_type_says_it(record: PublicRecord) -> None:
    of_a_type = [f for f in everything(record) if f.call_type != ALL]
    assert len(of_a_type) > 150
    for one in of_a_type:
        kind = re.sub(r"^all \((.*)\)$", r"\1", one.call_type)
        kind = "call types shown together" if kind == "together" else kind.replace("_", " ")
        cited = figure.cite(record, one, "https://x.example")
        named = [
            words.named(one),
            words.called(one),
            pages.title_of(record, about(one.figure_id)),
            pages.story_of(record, about(one.figure_id)).title,
            *cited.values(),
            json.loads(cited["CSL-JSON"])["title"],
            json.loads(figure.linked_data(record, one, "https://x.example"))["name"],
        ]
        for text in named:
            assert _told(kind) in _told(text), (one.figure_id, text)


@pytest.mark.parametrize(
    ("statement", "call_type", "said"),
    [
        ("Calls to which a team went", "check welfare", "Calls to which a team went (call type: check welfare)"),
        ("Calls met by other teams", "other", "Calls met by other teams (call type: other)"),
        (
            "Calls about mentally disturbed persons",
            "mentally disturbed person",
            "Calls about mentally disturbed persons",
        ),
        ("Persons-in-crisis calls", "Person in Crisis", "Persons-in-crisis calls (call type: Person in Crisis)"),
        ("Calls in one division", "all (police division: First)", "Calls in one division (police division: First)"),
        ("Calls of the year", "all", "Calls of the year"),
    ],
)
def test_a_call_type_is_said_unless_the_words_say_it(statement: str, call_type: str, said: str) -> None:
    one = make.figure(1, 2, definition=make.definition(statement=statement), call_type=call_type)
    assert words.named(one) == said


def test_in_a_table_a_figure_of_a_call_type_has_it_in_its_row_or_title(record: PublicRecord) -> None:
    """But for pictures by call type, which are laid out by it, and tables that say it under the number."""
    seen = 0
    stories = [evidence.evidence(record, evidence.Filter()), differ.differing(record), methods.methods(record)]
    stories += [
        pages.story_of(record, q) for page in pages.PAGES if page.name == "program" for q in page.questions(record)
    ]
    for block in (b for story in stories for b in story.blocks):
        if isinstance(block, Cards):
            for card in block.cards:
                seen += card.figure.call_type != ALL
                assert not words.only(card.figure) or _said_in(card.figure, card.label), card
        table = block.table if isinstance(block, Chart) else block
        if isinstance(table, Table) and not table.dated:
            for row in table.rows:
                text = " ".join((table.title, *(c for c in row if isinstance(c, str))))
                for cell in (c for c in row if isinstance(c, Number)):
                    seen += cell.call_type != ALL
                    assert _said_in(cell, text), (table.title, cell.figure_id)
    assert seen > 100
    assert gaps.gap_map(record).blocks[0].table.dated  # type: ignore[attr-defined]


def _said_in(one: Number, text: str) -> bool:
    kind = re.sub(r"^all \((.*)\)$", r"\1", one.call_type).replace("_", " ")
    return one.call_type == ALL or _told(kind) in _told(text)


def test_the_feed_names_no_figure_of_a_call_type_without_it(record: PublicRecord) -> None:
    told = atom(record, "https://x.example")
    of_a_type = [p.figure for p in record.published if p.figure.call_type != ALL and p.figure.revision > 1]
    assert of_a_type
    for one in of_a_type:
        assert f"Corrected: {words.named(one)}" in told.replace("&amp;", "&").replace("&#39;", "'"), one.figure_id


def test_numbers_of_others_and_of_gaps_have_their_time_and_are_marked_where_challenged(record: PublicRecord) -> None:
    tables = [b for b in methods.methods(record).blocks if b.name in ("others", "others-near")]
    tables += corrections.corrections(record).blocks
    tables += [b.table for b in gaps.gap_map(record).blocks if isinstance(b, Chart)]
    assert len(tables) == 4
    challenged = 0
    for block in tables:
        assert isinstance(block, Table)
        assert block.dated == record.as_of
        for one in (f for f in block.figures if f.is_known):
            cell = Table.of("x", "", ["", ""], [["", one]], dated=record.as_of)
            said = str(markup.table(cell))
            challenged += bool(one.challenges)
            assert str(escape(words.when(one, record.as_of))) in said
            assert (words.challenged(one) in said) if one.challenges else ("hallenged" not in said), one.figure_id
            assert str(escape(words.only(one))) in said
    assert challenged >= 8


def test_a_challenged_number_is_marked_in_every_table(record: PublicRecord) -> None:
    for one in (p.figure for p in record.published if p.figure.challenges):
        assert words.challenged(one)
        assert words.challenged(one) in str(markup.table(Table.of("x", "", ["", ""], [["", one]])))
