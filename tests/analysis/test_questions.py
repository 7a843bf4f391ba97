"""One chooser for every page, and what counts as a contradiction."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from dashboard import words
from dashboard.analysis.disagreements import Difference, disagreements
from dashboard.analysis.questions import Why, choose, near
from dashboard.core.amount import Amount, Bound
from dashboard.core.catalogue import Family
from dashboard.core.evidence import EvidenceTier, Register
from dashboard.core.figure import Figure, Trace
from dashboard.core.ledger import Missing
from dashboard.core.metric import Method, Polarity
from dashboard.core.quarter import Period
from dashboard.core.record import PublicRecord, Published
from dashboard.story import gaps, overview
from dashboard.story.blocks import Chart, FigureRow
from tests import make
from tests.pictures import drawn, marks, place

REACH = Family(key="reach", name="Reach", question="How many eligible calls were reached?", headline=True)


def said(record: PublicRecord, *figures: Figure) -> PublicRecord:
    """The record with these as the only published figures."""
    return replace(record, published=[Published(figure=f) for f in figures], links={})


def reach(name: str, value: float, year: int, **changes: Any) -> Figure:
    about = changes.pop("about", {})
    definition = make.definition(Method.STATED, key="reach_rate", family="reach", **about)
    fields: dict[str, Any] = {
        "figure_id": f"austin_emcot-{name}",
        "program_id": "austin_emcot",
        "definition": definition,
        "amount": Amount(value),
        "ratio": None,
        "trace": Trace(printed=f"{value}", place="first paragraph", seen_at="", read_on="2026-11-29"),
        "period": Period(start=date(year, 1, 1), end=date(year, 12, 31)),
    }
    return make.figure(**(fields | changes))


def test_the_newest_is_chosen_and_says_so(record: PublicRecord) -> None:
    austin = record.program("austin_emcot")
    assert austin is not None
    old, new, undated = (
        reach("a", 40, 2021),
        reach("b", 50, 2024),
        reach("c", 60, 2024, period=Period(start=None, end=None)),
    )
    for order in ((old, new, undated), (undated, new, old)):
        chosen = choose(said(record, *order), austin, REACH)
        assert (chosen.figure, chosen.why) == (new, Why.NEWEST)
    assert choose(said(record, old), austin, REACH).why is Why.ONLY


def test_each_reason_is_the_one_that_applied(record: PublicRecord) -> None:
    """What a card says of its choice is the first thing in the order of the rule that sets it apart."""
    austin = record.program("austin_emcot")
    assert austin is not None
    early = make.source(source_id="early", published="2024")
    late = make.source(source_id="late", published="2025")
    none = Period(start=None, end=None)
    old = reach("a", 40, 2024, sources=(early,))
    for other, why in (
        (reach("b", 50, 2024, sources=(late,)), Why.LATEST),
        (reach("c", 30, 2024, sources=(early,)), Why.CAUTIOUS),
        (reach("d", 30, 2025, sources=(early,)), Why.NEWEST),
    ):
        chosen = choose(said(record, old, other), austin, REACH)
        assert (chosen.figure, chosen.why) == (other, why)
    undated = reach("e", 40, 2024, sources=(early,), period=none), reach("f", 30, 2024, sources=(early,), period=none)
    assert choose(said(record, *undated), austin, REACH).why is Why.CAUTIOUS_UNDATED


def test_an_auditors_own_word_weighs_no_less_than_the_programs(record: PublicRecord) -> None:
    city = record.program("nyc_bheard")
    assert city is not None
    chosen = choose(record, city, REACH).figure
    assert chosen.figure_id == "nyc_bheard-06"
    assert chosen.tier is EvidenceTier.THIRD_PARTY_UNREVIEWED


def test_one_that_was_checked_comes_before_a_newer_one(record: PublicRecord) -> None:
    austin = record.program("austin_emcot")
    assert austin is not None
    checked = reach("a", 40, 2021, verifications=(make.verification("austin_emcot-a"),))
    assert checked.tier is EvidenceTier.INDEPENDENTLY_VERIFIED
    chosen = choose(said(record, checked, reach("b", 50, 2024)), austin, REACH)
    assert (chosen.figure, chosen.why) == (checked, Why.CHECKED)


def test_the_opposite_of_a_question_is_never_its_answer(record: PublicRecord) -> None:
    austin = record.program("austin_emcot")
    assert austin is not None
    missed = reach("a", 35, 2025, about={"polarity": Polarity.ABSENCE})
    reached = reach("b", 50, 2021)
    assert choose(said(record, missed, reached), austin, REACH).figure is reached
    alone = choose(said(record, missed), austin, REACH)
    assert alone.published is None
    assert alone.opposite is not None and alone.opposite.figure is missed


def test_where_nothing_was_found_the_site_speaks_for_itself_alone(record: PublicRecord) -> None:
    austin = record.program("austin_emcot")
    assert austin is not None
    nothing = choose(said(record), replace(austin, unread=""), REACH).figure
    assert not isinstance(nothing, Figure)
    assert (nothing.why, nothing.tier) == (Missing.NOT_FOUND, Register.REGISTER)
    assert words.of(nothing) == "nothing found by this site"
    known = choose(said(record), replace(austin, unread="It has a dashboard."), REACH).figure
    assert words.of(known) == "nothing found by this site (a source is known that could not be read)"


def test_every_page_shows_the_figure_that_the_chooser_gives(record: PublicRecord) -> None:
    """Overview cards and the cells of the gaps page, program by program and question by question."""
    chart = gaps.gap_map(record).block("gaps")
    assert isinstance(chart, Chart)
    families = [f for f in record.catalogue.families if f.headline]
    programs = [p for p in record.programs_in_order() if p.kind.value in ("program", "statewide")]
    assert len(chart.figures) == len(programs) * len(families)
    cells = iter(chart.figures)
    for program in programs:
        row = overview.program_quarter(record, program, None)
        cards = [c for b in row.blocks if isinstance(b, FigureRow) and b.name == "published" for c in b.cards]
        shown = {c.over: c.figure for c in cards if c.over}
        for family in families:
            chosen = choose(record, program, family)
            assert next(cells) == chosen.figure
            assert shown.get(family.name) == (chosen.figure if chosen.published else None)


def test_the_picture_of_the_gaps_draws_every_cell_the_sentence_counts(record: PublicRecord) -> None:
    chart = gaps.gap_map(record).block("gaps")
    assert isinstance(chart, Chart)
    picture = drawn(chart.panels[0].spec)
    found, nothing = ([place(one) for one in marks(picture, kind)] for kind in ("symbol", "text"))
    assert len({*found, *nothing}) == len(found) + len(nothing) == len(chart.figures), "no mark on top of another"
    assert len(found) == sum(isinstance(f, Figure) for f in chart.figures)
    assert f"a number for {len(found)} of {len(chart.figures)} cells:" in chart.note
    rows = sorted({y for _, y in found + nothing})
    apart = [later - earlier for earlier, later in pairwise(rows)]
    assert sum(step > 11 for step in apart) + 1 == len(chart.table.rows), "a dot stands a little off a shape in its row"


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (reach("a", 40, 2024), reach("b", 50, 2024), Difference.SAME_COUNT),
        (reach("a", 40, 2024, trace=None), reach("b", 50, 2024), None),
        (reach("a", 40, 2023), reach("b", 50, 2024), Difference.OVER_TIME),
        (reach("a", 40, 2024), reach("b", 50, 2024, about={"denominator": "routed calls"}), Difference.OTHER_COUNT),
        (reach("a", 40, 2023), reach("b", 50, 2024, about={"denominator": "routed calls"}), None),
        (reach("a", 40, 2024), reach("b", 60, 2024, about={"polarity": Polarity.ABSENCE}), None),
        (reach("a", 40, 2024), reach("b", 40, 2024), None),
        (reach("a", 40, 2024, amount=Amount(40, Bound.AT_LEAST)), reach("b", 50, 2024), None),
        (reach("a", 40, 2024, amount=Amount(40, Bound.AT_MOST)), reach("b", 50, 2024), Difference.SAME_COUNT),
        (reach("a", 40, 2024, amount=Amount(40, Bound.RANGE, 55)), reach("b", 50, 2024), None),
    ],
)
def test_only_the_same_thing_at_the_same_time_contradicts_itself(
    record: PublicRecord, one: Figure, other: Figure, kind: Difference | None
) -> None:
    found = disagreements(said(record, one, other))
    assert [d.kind for d in found] == ([kind] if kind else [])


# what a name of a measure, or a statement, tells that it is about, whatever its family
ABOUT = {
    "diversion": r"\bdivert\w*|\bdeflect\w*|otherwise have gone to (the )?police",
    "phone_resolution": r"(resolved|settled|handled) (over the|by) phone|resolution rate|de-escalated by a counselor",
    "police_backup": r"police backup|(needed|without) a? ?co-response|police were called back",
    "responder_safety": r"\binjur|kidnapped|serious injuries",
    "growth": r"\bgrowth\b|against (those in|the same months of|the year before)",
}


@pytest.mark.parametrize("family", ABOUT)
def test_nothing_found_is_not_said_where_something_near_is_shown(family: str, record: PublicRecord) -> None:
    """Whatever a statement of the same program is about, a cell of the gaps page says at least that it is something
    else; found by the words of the statements, not by the list that the product goes by."""
    asked = record.catalogue.family(family)
    silent = []
    for program in record.programs:
        if isinstance(choose(record, program, asked).figure, Figure):
            continue
        found = [
            p.figure_id
            for series in (False, True)
            for p in record.published_of(program.program_id, series=series)
            if p.figure.definition.family not in ("cost", "context", "coding", "policy")
            and re.search(ABOUT[family], words.statement(p.figure.definition), re.IGNORECASE)
        ]
        cell = choose(record, program, asked)
        if (
            found
            and cell.published is None
            and cell.opposite is None
            and getattr(cell.figure, "why", None) is Missing.NOT_FOUND
        ):
            silent.append((program.program_id, found))
    assert not silent


@pytest.mark.parametrize(
    ("program_id", "family"),
    [
        ("durham_heart", "diversion"),
        ("louisville_ccdp", "diversion"),
        ("portland_psr", "diversion"),
        ("stlouis_bhr", "diversion"),
        ("mesa_911", "diversion"),
        ("tucson_911", "phone_resolution"),
        ("nebraska_988", "phone_resolution"),
        ("seattle_care", "police_backup"),
        ("rochester_pic", "police_backup"),
    ],
)
def test_a_cell_beside_something_near_says_not_comparable(program_id: str, family: str, record: PublicRecord) -> None:
    program = record.program(program_id)
    assert program is not None
    asked = record.catalogue.family(family)
    cell = choose(record, program, asked)
    assert cell.published is None and near(record, program, asked)
    assert words.of(cell.figure) == "not comparable (what was printed counts something else and stands with its kind)"
    chart = next(b for b in gaps.gap_map(record).blocks if isinstance(b, Chart))
    assert chart.table is not None
    heads = [h if isinstance(h, str) else h.name for h in chart.table.columns]
    row = next(r for r in chart.table.rows if program.place.split(",")[0] in str(r[0]))
    assert str(row[heads.index(asked.name)]).startswith("Not comparable")
