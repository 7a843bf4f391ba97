"""What a card says of its choice, and a cell of its emptiness, holds among everything that is on record."""

from __future__ import annotations

import re
from datetime import date
from itertools import combinations

import pytest

from dashboard import words
from dashboard.analysis.bases import Base, base
from dashboard.analysis.dates import BOTH, End, assumed, printed
from dashboard.analysis.questions import Why, choose, is_opposite
from dashboard.core.amount import COUNTED
from dashboard.core.catalogue import Family, Program
from dashboard.core.evidence import EvidenceTier
from dashboard.core.figure import Figure, Number
from dashboard.core.ledger import ALL, Missing
from dashboard.core.metric import Polarity
from dashboard.core.quarter import Period
from dashboard.core.record import PublicRecord
from dashboard.story import gaps, program
from dashboard.story.blocks import Chart, Table
from dashboard.story.methods import methods
from dashboard.story.two_questions import two_questions
from dashboard.voice import say
from tests import make
from tests.analysis.test_questions import REACH, reach, said

THIRD = EvidenceTier.THIRD_PARTY_UNREVIEWED


def _cells(record: PublicRecord) -> list[tuple[Program, Family, Number]]:
    return [(p, f, choose(record, p, f).figure) for p in record.programs for f in record.catalogue.families]


def _headline(record: PublicRecord) -> list[tuple[Program, Family, Number]]:
    return [cell for cell in _cells(record) if cell[1].headline]


def _rivals(record: PublicRecord, figure: Number) -> list[Figure]:
    return [
        p.figure
        for p in record.published_of(figure.program_id)
        if isinstance(p.figure, Figure)
        and p.figure is not figure
        and p.figure.definition.family == figure.definition.family
        and p.figure.definition.polarity is Polarity.THING
    ]


def test_a_reason_holds_among_all_of_the_same_time(record: PublicRecord) -> None:
    seen: set[Why] = set()
    for one, family, _ in _cells(record):
        chosen = choose(record, one, family)
        figure, why = chosen.figure, chosen.why
        if why is None or not isinstance(figure, Figure):
            continue
        seen.add(why)
        same = [f for f in _rivals(record, figure) if f.period == figure.period and f.call_type == figure.call_type]
        lower = [f for f in same if f.value < figure.value]
        name = figure.figure_id
        if why is Why.CAUTIOUS:
            assert not lower, name
        if why is Why.CAUTIOUS_WORD:
            assert lower and all(f.tier is THIRD for f in lower), name
            assert "third party says a lower one" in say(f"overview-why_{why}", dated="yes")
        if why is Why.LATEST:
            dates = [max(s.published for s in f.sources) for f in same]
            assert all(day < max(s.published for s in figure.sources) for day in dates), name
        if why in (Why.KIND, Why.KIND_NEWEST):
            assert figure.call_type == ALL, name
        if why in (Why.MENTAL, Why.MENTAL_NEWEST):
            assert "mental" in figure.call_type, name
        if why is Why.DATED:
            assert figure.period.start and figure.period.end and not assumed(record, figure), name
        if why is Why.NEWEST:
            assert not assumed(record, figure), name
    assert {Why.CAUTIOUS_WORD, Why.DATED, Why.DATED_ASSUMED, Why.MENTAL, Why.NEWEST} <= seen


@pytest.mark.parametrize(
    ("program_id", "family", "why"),
    [
        ("eugene_cahoots", "diversion", Why.CAUTIOUS_WORD),
        ("columbus_rru", "police_free", Why.DATED_ASSUMED),
        ("durham_heart", "felt_safe", Why.DATED_ASSUMED),
        ("durham_heart", "reach", Why.DATED_ASSUMED),
        ("madison_cares", "capture", Why.MENTAL),
    ],
)
def test_the_reason_of_a_card(program_id: str, family: str, why: Why, record: PublicRecord) -> None:
    one = record.program(program_id)
    assert one is not None
    assert choose(record, one, record.catalogue.family(family)).why is why


def test_reasons_among_made_up_figures(record: PublicRecord) -> None:
    austin = record.program("austin_emcot")
    assert austin is not None
    early, late = (make.source(source_id=day, published=day) for day in ("2024", "2025"))
    mine = reach("a", 40, 2024, sources=(late,))
    for others, why in (
        ([reach("b", 50, 2024, sources=(late,))], Why.CAUTIOUS),
        ([reach("b", 50, 2024, sources=(late,)), reach("c", 30, 2024, sources=(late,), tier=THIRD)], Why.CAUTIOUS_WORD),
        ([reach("b", 50, 2024, sources=(late,)), reach("c", 30, 2024, sources=(early,))], Why.CAUTIOUS_NEWEST),
        ([reach("b", 30, 2024, sources=(early,))], Why.LATEST),
        ([reach("b", 30, 2024, sources=(early,)), reach("c", 50, 2024, sources=(late,), tier=THIRD)], Why.LATEST_WORD),
        ([reach("b", 30, 2024, sources=(late,), tier=THIRD)], Why.STANDING),
    ):
        chosen = choose(said(record, mine, *others), austin, REACH)
        assert (chosen.figure, chosen.why) == (mine, why)
    mental = reach("m", 57, 2024, call_type="mental health")
    welfare = reach("w", 9, 2024, call_type="check welfare")
    assert choose(said(record, mental, welfare), austin, REACH).why is Why.MENTAL
    assert choose(said(record, reach("z", 20, 2024), welfare), austin, REACH).why is Why.KIND
    newer = reach("n", 9, 2025, call_type="check welfare")
    older = reach("o", 20, 2022)
    assert choose(said(record, reach("z", 20, 2024), older, newer), austin, REACH).why is Why.KIND_NEWEST


# of what a caveat says assumed, inferred or taken as, what is no end of the period
NO_END = {
    "stlouis_bhr-23": "that all would have gone to hospital",
}
_ASSUMES = r"assum|infer|taken (here )?as|day of the first call"


def test_an_assumed_end_is_marked_where_a_caveat_says_so_and_nowhere_else(record: PublicRecord) -> None:
    saying: dict[str, set[tuple[str, date]]] = {}
    for p in record.published:
        figure = p.figure
        about = f"{figure.program_id}|{figure.sources[0].source_id if figure.sources else ''}"
        says = re.search(_ASSUMES, str(figure.caveat)) and p.figure_id not in NO_END
        assert bool(assumed(record, figure)) or not says, p.figure_id
        if says:
            ends = ((End.FIRST, figure.period.start), (End.LAST, figure.period.end))
            saying.setdefault(about, set()).update((end, day) for end, day in ends if day)
    marked = 0
    for p in record.published:
        figure = p.figure
        about = f"{figure.program_id}|{figure.sources[0].source_id if figure.sources else ''}"
        for end in assumed(record, figure):
            day = figure.period.start if end is End.FIRST else figure.period.end
            assert (end, day) in saying[about], p.figure_id
            marked += 1
        assert not (printed(record, figure) and assumed(record, figure))
    assert marked > 60


@pytest.mark.parametrize(
    ("figure_id", "ends"),
    [
        ("columbus_rru-32", BOTH),
        ("columbus_rru-31", BOTH),
        ("durham_heart-02", {End.LAST}),
        ("durham_heart-03", {End.LAST}),
        ("rochester_pic-07", {End.FIRST}),
        ("abq_acs-32", {End.FIRST}),
        ("austin_emcot-35", BOTH),
        ("denver_star-10", set()),
        ("toronto_tccs-13", set()),
    ],
)
def test_which_end_was_assumed(figure_id: str, ends: set[End], record: PublicRecord) -> None:
    (figure,) = (p.figure for p in record.published if p.figure_id == figure_id)
    assert assumed(record, figure) == ends


def test_no_cell_says_nothing_of_growth_while_counts_of_a_program_tell_it(record: PublicRecord) -> None:
    """Two counts of one measure over two periods of the same length are near it."""
    found = set()
    for one, family, figure in _headline(record):
        if family.key != "growth" or getattr(figure, "why", None) is None:
            continue
        counts = [
            p.figure
            for series in (False, True)
            for p in record.published_of(one.program_id, series=series)
            if p.figure.is_known and p.figure.definition.unit.key in COUNTED
        ]
        for a, b in combinations(counts, 2):
            whole = a.period.start and a.period.end and b.period.start and b.period.end
            alike = (a.definition.key, a.call_type) == (b.definition.key, b.call_type)
            if not whole or not alike or a.period == b.period or a.definition.unit != b.definition.unit:
                continue
            assert a.period.start and a.period.end and b.period.start and b.period.end
            if abs((a.period.end - a.period.start).days - (b.period.end - b.period.start).days) <= 3:
                assert figure.why is not Missing.NOT_FOUND, (one.program_id, a.figure_id, b.figure_id)
                found.add(one.program_id)
    assert {"springfield_cahoots", "eugene_cahoots", "denver_star"} <= found


# titles of sources that claim a share, a number or a direction, and the questions that they are near: each of these is
# answered by an entry, or its cell does not say that nothing was found
CLAIMS = {
    "dayton_release_2022": "diversion",
    "kold_2023": "diversion police_free police_ems_free",
    "kstp_2025": "growth",
    "fox7_2020": "growth",
    "denverite_2024": "growth",
    "humber_2024": "growth",
    "evt_2021": "growth",
    "kex_2022": "growth",
    "phx_abc15_2025": "growth",
    "13news_2023": "growth",
    "baltsun_2026": "growth",
    "crains_fy24": "growth",
    "locallens_2025": "growth",
    "castanet_pact_2023": "diversion police_free",
    "thecity_2026": "police_free",
    "madison365_2022": "police_free",
    "wcpo_dec2022": "diversion",
    "daytondn_2022": "diversion police_free",
    "austinmonitor_2020": "diversion police_free",
    "laist_umcr_2026": "diversion",
    "laist_umcr_2025": "diversion",
    "police1_didihirsch_2021": "diversion",
    "mesanow_2023": "diversion",
    "gpl_durham": "diversion",
    "duke_2022": "diversion",
    "balt_times_2022": "diversion",
    "fox7_2022": "diversion",
    "ci_2022": "diversion",
    "stl_ems1_2022": "diversion",
    "krqe_2022a": "diversion",
    "stl_police1_2020": "diversion",
    "oakland_report": "diversion",
    "nyc_audit_pr": "reach",
    "va_bhc_2025": "capture",
    "crains_2023": "capture",
    "ocmh_2024": "reach",
    "patabook_2024": "capture police_free growth",
    "laist_988_2025": "diversion",
}
# titles with such words that say none of it of the program's calls
CLAIM_NOTHING = {
    "safercities_houston": "the name of a program",
    "csg_atl": "the name of a program",
    "safercities_news_desmoines": "how many cities there are",
    "kfi_didihirsch_2021": "a plan",
    "wcpo_nov2022": "money",
    "axios_denver_2021": "other cities",
    "crains_2022": "how well it works",
    "kstp_bcr_2023": "leaders who want data",
    "wyso_2024": "which calls, without how many",
    "minnpost_2024": "a count of calls",
    "stpete_fox13_year": "a count of people",
    "stlpr_2022": "money",
    "cbs17_2023spring": "what some people want",
    "balt_mayor": "the name of a program",
    "csg_tips": "how it is done",
    "lou_cj_2023": "the area and hours",
    "lou_gov_2024": "hours",
    "lou_whas_2024": "hours",
    "stl_mayor_2022": "the name of a program",
    "whio_2026": "an offer, without how many",
    "hcintercept": "the name of a program",
    "nij_houston": "the name of a program",
    "hph_2024": "a hope",
    "burton_2024": "what the word means",
    "dee_pyne": "crime",
    "abqjournal_2025": "one life",
}
_CLAIMING = (
    r"\bmost\b|\bmore\b|fewer|\bless\b|%|third of|increas|rising|\bgrow|divert|diversion|no longer|reduc|instead|"
    r"saved?\b|saves|without involving|alternative to|replac|displac|easing|ramps|\bshare\b|ends in|rate$"
)


def _programs_of(record: PublicRecord, source_id: str) -> list[Program]:
    return [
        one
        for one in record.programs
        if source_id in (one.source.source_id, one.model_source.source_id)
        or any(
            source_id in {s.source_id for s in p.figure.sources}
            for series in (False, True)
            for p in record.published_of(one.program_id, series=series)
        )
    ]


def test_a_title_that_claims_a_share_or_a_direction_is_entered_or_near(record: PublicRecord) -> None:
    titles = {s.source_id: s.title for s in record.sources}
    for source_id, families in CLAIMS.items():
        assert source_id in titles
        for one in _programs_of(record, source_id):
            if one.kind.value not in ("program", "statewide"):
                continue
            for key in families.split():
                cell = choose(record, one, record.catalogue.family(key))
                silent = not cell.published and not cell.opposite and cell.figure.why is Missing.NOT_FOUND
                assert not silent, (one.program_id, key, titles[source_id])


def test_every_title_with_such_words_was_weighed(record: PublicRecord) -> None:
    used = {s.source_id: s for p in record.published for s in p.figure.sources}
    used |= {s.source_id: s for one in record.programs for s in (one.source, one.model_source)}
    claiming = {name for name, s in used.items() if re.search(_CLAIMING, s.title, re.IGNORECASE)}
    real = {name for name in claiming if any(p.kind.value != "context" for p in _programs_of(record, name))}
    assert sorted(real - set(CLAIMS) - set(CLAIM_NOTHING)) == []
    assert sorted(set(CLAIM_NOTHING) - real) == [], "overtaken"


def test_a_share_that_was_known_and_not_read_is_near_its_question(record: PublicRecord) -> None:
    named = {p.program_id for p in record.programs if re.search(r"\bshare (of|without)\b", p.unread)}
    assert named == {"austin_emcot"}, "say here which question it is near"
    assert not [p.program_id for p in record.programs if "%" in p.unread + p.searched], "a number has its tier"
    one = record.program("austin_emcot")
    assert one is not None
    cell = choose(record, one, record.catalogue.family("police_free"))
    assert cell.published or cell.figure.why is Missing.NOT_COMPARABLE


@pytest.mark.parametrize(
    ("place", "family"),
    [
        ("Minneapolis", "capture"),
        ("Minneapolis", "police_backup"),
        ("Tucson", "diversion"),
        ("Tucson", "police_free"),
        ("Springfield", "growth"),
        ("Eugene", "growth"),
        ("Denver", "growth"),
        ("Minnesota", "growth"),
        ("Albuquerque", "felt_safe"),
    ],
)
def test_a_cell_with_something_near_never_says_nothing(place: str, family: str, record: PublicRecord) -> None:
    (chart,) = (b for b in gaps.gap_map(record).blocks if isinstance(b, Chart))
    assert chart.table is not None
    heads = [h if isinstance(h, str) else h.name for h in chart.table.columns]
    column = heads.index(record.catalogue.family(family).name)
    (row,) = (r for r in chart.table.rows if place in str(r[0]))
    assert str(row[column]).startswith("Not comparable")


def test_an_opinion_of_something_else_is_no_opposite(record: PublicRecord) -> None:
    absent = [p.figure for p in record.published if p.figure.definition.polarity is Polarity.ABSENCE]
    assert [f.figure_id for f in absent if not is_opposite(f)] == ["abq_acs-04"]
    abq = record.program("abq_acs")
    assert abq is not None
    names = [b.name for b in program.program_page(record, abq).blocks]
    assert "family-felt_safe-near" in names and "family-felt_safe-absence" not in names


def test_every_program_with_both_shares_stands_in_the_refused_chart(record: PublicRecord) -> None:
    (table,) = two_questions(record)
    there = {f.program_id for f in table.figures}
    expected = set()
    for one in record.programs:
        mine = [p.figure for p in record.published_of(one.program_id) if p.figure.is_known and not p.figure.challenges]
        mine = [f for f in mine if f.definition.unit.key == "percent" and not one.is_example]
        whole = [f for f in mine if f.definition.family in ("capture", "routed") and base(f.definition) is Base.CRISIS]
        taken = [f for f in mine if f.definition.family == "police_free"]
        if whole and [f for f in taken if base(f.definition) in (Base.CLINICIAN, Base.TAKEN)]:
            expected.add(one.program_id)
    assert there == expected >= {"dakota_cru", "columbus_rru", "austin_emcot"}


def test_only_shares_of_what_a_clinician_took_stand_beside_the_measures_of_it(record: PublicRecord) -> None:
    tables = {b.name: b for b in methods(record).blocks if isinstance(b, Table)}
    assert "abq_acs-08" in {f.figure_id for f in tables["others-near"].figures}
    for figure in tables["others"].figures:
        if base(figure.definition) is Base.CLINICIAN and isinstance(figure, Figure):
            assert re.search(r"clinician|professional", figure.definition.denominator)


def test_the_age_of_a_number_is_that_of_the_source_that_states_it(record: PublicRecord) -> None:
    first, second = make.source(source_id="a", published="2023"), make.source(source_id="b", published="2020-03")
    figure = make.figure(period=Period(start=date(2022, 6, 27), end=None), sources=(first, second))
    assert words.age(figure, date(2026, 11, 29)) == "in a source printed in 2023"
    shown = {p.figure_id: words.age(p.figure, record.as_of) for p in record.published}
    assert {shown[f"durham_heart-{n}"] for n in ("31", "32", "33", "38")} == {"in a source printed in 2023"}
    assert shown["eugene_cahoots-08"] == "in a source printed 2 years ago"
