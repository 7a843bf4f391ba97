"""One chooser for every page, and what counts as a contradiction."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from dashboard import words
from dashboard.analysis import near as nearness
from dashboard.analysis.disagreements import Difference, disagreements
from dashboard.analysis.near import near
from dashboard.analysis.questions import Why, choose
from dashboard.core.amount import Amount, Bound
from dashboard.core.catalogue import Family
from dashboard.core.evidence import EvidenceTier, Register
from dashboard.core.figure import Figure, Trace
from dashboard.core.ledger import Missing
from dashboard.core.metric import Method, Polarity
from dashboard.core.quarter import Period
from dashboard.core.record import PublicRecord, Published
from dashboard.core.verification import Read
from dashboard.story import gaps, overview
from dashboard.story.blocks import Cards, Chart
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
    for order in ((old, new), (new, old)):
        chosen = choose(said(record, *order), austin, REACH)
        assert (chosen.figure, chosen.why) == (new, Why.NEWEST)
    for order in ((old, new, undated), (undated, new, old)):
        chosen = choose(said(record, *order), austin, REACH)
        assert (chosen.figure, chosen.why) == (new, Why.DATED), "nobody knows how new one without a last day is"
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
    later = reach("g", 90, 2024, sources=(early,), period=Period(start=date(2024, 7, 1), end=date(2024, 12, 31)))
    chosen = choose(said(record, old, later), austin, REACH)
    assert (chosen.figure, chosen.why) == (later, Why.NEWEST), "of two that end on one day the later start is newer"
    unknown = reach("h", 90, 2024, sources=(early,), period=Period(start=None, end=date(2024, 12, 31)))
    chosen = choose(said(record, old, unknown), austin, REACH)
    assert (chosen.figure, chosen.why) == (old, Why.DATED)
    kind = reach("i", 90, 2025, sources=(early,), call_type="welfare check")
    chosen = choose(said(record, old, kind), austin, REACH)
    assert (chosen.figure, chosen.why) == (old, Why.KIND)
    undated = reach("e", 40, 2024, sources=(early,), period=none), reach("f", 30, 2024, sources=(early,), period=none)
    chosen = choose(said(record, *undated), austin, REACH)
    assert (chosen.why, chosen.dated) == (Why.CAUTIOUS, False)


@pytest.mark.parametrize("read", list(Read))
def test_an_auditors_own_word_weighs_no_less_than_the_programs_where_it_was_read(
    record: PublicRecord, read: Read
) -> None:
    """What the press, or an opening, tells of an audit weighs what any third party's word does."""
    austin = record.program("austin_emcot")
    assert austin is not None
    audit = make.audit()
    # stated and not recounted, so that no record raises the tier
    check = make.verification("austin_emcot-a", source=audit, read=read, found="something else", agrees=False)
    third = EvidenceTier.THIRD_PARTY_UNREVIEWED
    audited = reach("a", 40, 2024, sources=(audit,), tier=third, verifications=(check,))
    assert audited.tier is third
    theirs = reach("b", 50, 2024, sources=(make.source(source_id="late", published="2025"),))
    chosen = choose(said(record, audited, theirs), austin, REACH)
    assert chosen.figure is theirs
    other = reach("c", 60, 2024, tier=third, sources=(make.source(source_id="news", published="2026"),))
    chosen = choose(said(record, audited, other), austin, REACH)
    assert chosen.figure is (audited if read.enough else other)


def test_a_year_of_the_programs_own_is_newer_than_three_years_known_from_the_press(record: PublicRecord) -> None:
    city = record.program("nyc_bheard")
    assert city is not None
    chosen = choose(record, city, REACH)
    assert chosen.figure.figure_id == "nyc_bheard-32"
    assert chosen.why is Why.NEWEST


def test_newest_is_said_only_where_every_other_is_dated_and_older(record: PublicRecord) -> None:
    seen = 0
    for program in record.programs:
        for family in record.catalogue.families:
            chosen = choose(record, program, family)
            if chosen.why is not Why.NEWEST:
                continue
            seen += 1
            mine = chosen.figure.period
            for p in record.published_of(program.program_id):
                what = p.figure.definition
                rival = what.family == family.key and what.polarity is Polarity.THING and isinstance(p.figure, Figure)
                if rival and p.figure is not chosen.figure:
                    theirs = p.figure.period
                    assert mine.end and theirs.end, (chosen.figure.figure_id, p.figure_id)
                    assert theirs.end <= mine.end
                    assert theirs.end < mine.end or (theirs.start and mine.start and theirs.start < mine.start)
    assert seen > 3


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
    assert words.of(nothing) == "nothing in what this site read"
    known = choose(said(record), replace(austin, unread="It has a dashboard."), REACH).figure
    assert words.of(known) == "nothing in what this site read", "what is known and was not read is said once a program"


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
        cards = [c for b in row.blocks if isinstance(b, Cards) and b.name == "published" for c in b.cards]
        shown = {c.over: c.figure for c in cards if c.over}
        for family in families:
            chosen = choose(record, program, family)
            assert next(cells) == chosen.figure
            number = chosen.published and isinstance(chosen.figure, Figure)
            assert shown.get(family.name) == (chosen.figure if number else None)


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


# what a numerator, a base or a statement tells that it is about, whatever its family; found by words, not by the list
# that the product goes by
_CAME = (
    r"police backup|(without|no) police|no officer|police (were|was) (called|asked)|back to police|escalation to police"
)
ABOUT = {
    "diversion": r"\b(divert|deflect)\w*|otherwise have gone to (the )?police|police would (normally|otherwise)|"
    r"police (department's )?(total )?call volume|displaced",
    "police_free": rf"{_CAME}|needed a co-response|only the program arrived|police help|police also came|to police officers",
    "police_ems_free": rf"{_CAME}|needed a co-response|only the program arrived|police help|police also came",
    "phone_resolution": r"(resolved|settled|handled|closed) (over the|by) phone|resolution rate|de-escalated by a counselor",
    "police_backup": r"police backup|(needed|without) a? ?co-response|police were called back|police help|escalation to police",
    "responder_safety": r"\binjur|kidnapped|serious injuries",
    "growth": r"\bgrowth\b|against (those in|the same months of|the year before)",
    "felt_safe": r"responders (who )?felt",
    "capture": r"all mental-health 911 calls|calls (to the .*|that )police (department|would)|police call volume|"
    r"calls (routed|transferred|passed) (to|from)|\beligible\b",
    "reach": r"\beligible\b|routed to the program|calls missed",
}
OTHER_SUBJECTS = ("cost", "context", "policy", "effect", "timeliness", "staffing")
# police came along in these; what they say of calls is something else
NOT_ABOUT = {
    "arrest_diversion_rate": "people kept from arrest, by teams with police",
    "hospital_diversion_rate": "people kept from a hospital",
    "calls_handled": "a count of calls alone is no share of anything",
    "source_911_share": "who passed the calls on",
    "source_police_share": "who passed the calls on",
    "divertible_share": "an estimate of what could be, not of what was",
}


@pytest.mark.parametrize("family", ABOUT)
def test_nothing_found_is_not_said_where_something_near_is_shown(family: str, record: PublicRecord) -> None:
    """Whatever a numerator, a base or a statement of the same program is about, a cell of the gaps page says at least
    that it is something else."""
    question = record.catalogue.family(family)
    silent = []
    for program in record.programs:
        cell = choose(record, program, question)
        if cell.published or cell.opposite or getattr(cell.figure, "why", None) is not Missing.NOT_FOUND:
            continue
        silent += [
            (p.figure_id, p.figure.definition.key)
            for series in (False, True)
            for p in record.published_of(program.program_id, series=series)
            if (what := p.figure.definition).family not in OTHER_SUBJECTS
            and what.key not in NOT_ABOUT
            and re.search(
                ABOUT[family], f"{words.statement(what)}; {what.numerator}; {what.denominator}", re.IGNORECASE
            )
        ]
    assert not silent


def test_every_question_of_the_gaps_page_has_its_words(record: PublicRecord) -> None:
    assert set(ABOUT) == {f.key for f in record.catalogue.families if f.headline}


def test_nearness_is_symmetric(record: PublicRecord) -> None:
    """If a number is near a question, the question's own numbers are near that of the number's family."""
    headline = [f for f in record.catalogue.families if f.headline]
    assert all(nearness.asked(f.key) for f in headline), "each question says what it is about"
    by_family: dict[str, list[Published]] = {}
    for p in record.published:
        by_family.setdefault(p.figure.definition.family, []).append(p)
        assert nearness.asked(p.figure.definition.family) <= nearness.matters(p.figure.definition)
    for one in headline:
        for other in headline:
            if nearness.asked(one.key) & nearness.asked(other.key):
                for question, of in ((one, other), (other, one)):
                    rows = (nearness.matters(p.figure.definition) for p in by_family.get(of.key, ()))
                    assert all(nearness.asked(question.key) & about for about in rows), (question.key, of.key)


def test_no_measure_is_said_to_be_about_something_that_nobody_published(record: PublicRecord) -> None:
    """A list that names what is not there has been overtaken."""
    keys = {p.figure.definition.key for p in record.published}
    assert set(nearness.MEASURES) <= keys


@pytest.mark.parametrize(
    ("family", "ids"),
    [
        ("reach", "cincinnati_arc-11 cincinnati_arc-13 durham_ccd-01"),
        ("capture", "abq_acs-13 portland_psr-01 portland_psr-04 portland_psr-25 oakland_macro-01 novato_safe-03"),
        ("capture", "san_rafael_safe-02 portland_psr-26 oakland_macro-02 portland_psr-02 portland_psr-03"),
        (
            "police_free",
            "denver_star-04 denver_star-34 bc_pact-02 eugene_cahoots-s15 seattle_care-27 san_rafael_safe-03",
        ),
    ],
)
def test_what_shares_a_numerator_or_a_base_is_near(family: str, ids: str, record: PublicRecord) -> None:
    question = record.catalogue.family(family)
    for figure_id in ids.split():
        program = next(p for p in record.programs if figure_id.startswith(f"{p.program_id}-"))
        assert figure_id in {p.figure_id for p in near(record, program, question)}


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
