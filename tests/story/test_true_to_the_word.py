"""Words around a number: no heading that contradicts it, no title above its intervals, plain English throughout."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
import textstat

from dashboard import text
from dashboard.analysis.published import tally
from dashboard.core.amount import UNITS, Amount
from dashboard.core.evidence import EvidenceTier, Register
from dashboard.core.figure import Figure, Trace
from dashboard.core.metric import Method, Polarity, Wording
from dashboard.core.metrics import METRICS
from dashboard.core.quarter import Period
from dashboard.core.record import PublicRecord
from dashboard.core.verification import Check, Read
from dashboard.settings import ROOT
from dashboard.story import compare, evidence, markup, overview, parts, program, shelf, words
from dashboard.story.blocks import Card, Chart, FigureRow, Sentence, Story, Table
from dashboard.story.two_questions import two_questions
from dashboard.web.figure import figure_page, find
from tests import make


def everything(record: PublicRecord) -> Iterator[Story]:
    """Every public page about everything and about each program, with its newest quarter and call type by call type."""
    for name in ("known", "methods", "gaps", "differ", "due", "programs", "evidence"):
        yield shelf.tell(name, record, shelf.Subject())
    for figure_id in compare.candidates(record):
        yield shelf.tell("compare", record, shelf.Subject(figure_id=figure_id))
    for one in record.programs_in_order():
        quarter = next(reversed(record.quarters(one.program_id)), None)
        for name in ("overview", "call_types", "program"):
            yield shelf.tell(name, record, shelf.Subject(program_id=one.program_id, quarter=quarter))


# headings


def test_a_statement_never_negates_its_heading() -> None:
    missed = make.figure(definition=make.definition(polarity=Polarity.ABSENCE))
    with pytest.raises(ValueError, match="counts the absence"):
        Card(label="Calls that were not served", figure=missed, over="Reach")
    assert Card(label="Calls that were not served", figure=missed).over == ""


def test_no_page_has_a_heading_that_its_figure_contradicts(record: PublicRecord) -> None:
    headed = [
        (family, f)
        for family in record.catalogue.families
        if family.headline and not family.of_absence
        for p in record.published
        if (f := p.figure).definition.family == family.key and f.definition.polarity is Polarity.THING
    ]
    assert len(headed) > 20
    for family, figure in headed:
        assert not family.negated_by(f"{figure.definition.statement} {figure.definition.numerator}"), figure.figure_id
    cards = [c for s in everything(record) for b in s.blocks if isinstance(b, FigureRow) for c in b.cards if c.over]
    assert cards
    assert not [c.figure.figure_id for c in cards if c.figure.definition.polarity is Polarity.ABSENCE]


# titles


def by_type(*parts_of: tuple[int, int]) -> Chart:
    metric = METRICS["police_backup"]
    kinds = ["welfare_check", "trespass", "substance_use"]
    figures = [
        make.figure(n, d, call_type=kind, definition=metric.definition)
        for kind, (n, d) in zip(kinds, parts_of, strict=False)
    ]
    return parts.call_type_chart("x", [(metric, figures)], CATALOGUE, make.QUARTER, "")


class _Names:
    def call_type_name(self, key: str) -> str:
        return key.replace("_", " ")


CATALOGUE = _Names()  # type: ignore[var-annotated]


def test_a_title_names_the_highest_and_lowest_only_where_their_intervals_are_apart() -> None:
    assert "too few calls to tell call types apart" in by_type((0, 60), (2, 71), (1, 65)).title
    assert "from 2.0% (welfare check) to 60.0% (trespass)" in by_type((20, 1000), (600, 1000), (30, 1000)).title
    assert "the only call type with a number" in by_type((20, 1000)).title


def test_a_caveat_fits_its_number() -> None:
    metric = METRICS["responder_injuries"]
    none, one = (make.figure(n, 834, Method.RATE, definition=metric.definition) for n in (0, 1))
    assert "Zero is not proof" in words.context(metric, none)
    assert "Zero" not in words.context(metric, one)
    assert words.parts(one).startswith("1 in 834 ")


# zeros, ages, traces


def test_a_zero_has_an_upper_bound_or_says_that_its_base_is_unknown() -> None:
    hurt = make.definition(Method.STATED, unit=UNITS["injuries"], key="injuries", family="responder_safety")
    bare = make.figure(definition=hurt, amount=Amount(0), ratio=None)
    assert words.zero(bare) == "a zero out of how many is not stated, so nobody can say how high the true rate could be"
    known = make.figure(0, 16_000, definition=hurt, amount=Amount(0))
    assert words.zero(known) == "none seen, but the true rate could be up to 0.23 per 1,000 (95%)"
    assert words.zero(make.figure(definition=hurt, amount=Amount(1), ratio=None)) == ""


def test_every_published_zero_on_a_page_says_so(record: PublicRecord) -> None:
    zeros = [p.figure for p in record.published if isinstance(p.figure, Figure) and p.figure.value == 0]
    assert zeros
    for figure in zeros:
        plain = figure.definition.family in ("volume", "context", "call_source")  # how many calls, not what happened
        if figure.definition.method is Method.STATED:
            assert bool(words.zero(figure)) is not plain, figure.figure_id


@pytest.mark.parametrize(("end", "said"), [(date(2020, 10, 5), "6 years old"), (date(2024, 11, 29), ""), (None, "")])
def test_an_old_figure_says_its_age(end: date | None, said: str) -> None:
    assert words.age(make.figure(period=Period(start=None, end=end)), date(2026, 11, 28)) == said


def test_newest_figure_and_last_change_are_two_facts(record: PublicRecord) -> None:
    told = parts.dates(record)
    assert record.newest_figure is not None
    assert f"Newest figure here: {words.day(record.newest_figure)}." in told
    assert f"Record last changed: {words.day(record.as_of)}" in told
    later = replace(record, as_of=date(2030, 1, 1))
    assert later.newest_figure == record.newest_figure, "a new record of a check makes no figure newer"


def test_a_figure_says_how_its_source_prints_it_or_that_it_was_not_traced(record: PublicRecord) -> None:
    traced = make.figure(trace=Trace("nearly 30% of calls", "paragraph 4", "WOSU, 2023-10-06", "2026-11-28"))
    assert (
        words.traced(traced) == "Printed as “nearly 30% of calls” (paragraph 4, WOSU, 2023-10-06), read on 2026-11-28."
    )
    assert words.traced(make.figure()) == "Not traced to the words of its source."
    for published in record.published:
        figure = published.figure
        page = figure_page(record, published, f"/figure/{figure.figure_id}")
        known = figure.trace or "Not traced" in page or "Computed here from other figures." in page
        assert known, figure.figure_id
    with pytest.raises(ValueError, match="as it is printed"):
        Trace("", "page 3", "somewhere", "2026-11-28")


def test_a_denominator_in_our_words_says_so() -> None:
    ours = make.figure(ratio=None, definition=make.definition(Method.STATED, denominator_by=Wording.OURS))
    assert words.parts(ours) == "of calls that reached a clinician (our words)"


# who checked


def test_a_recount_and_a_study_are_told_apart_under_one_badge() -> None:
    name = make.figure().figure_id
    audit = make.figure(verifications=(make.verification(name, scope="Counts of calls, not outcomes."),))
    said = words.tier_sentence(audit)
    assert said.startswith("An auditor recounted this: County Auditor, records audit")
    assert "Read here: its summary" in said and "It can support a count" in said
    effect = make.definition(Method.STATED, family="effect")
    for kind, how in ((Check.STUDY, "not yet peer-reviewed"), (Check.STUDY_REVIEWED, "peer-reviewed")):
        study = make.figure(ratio=None, definition=effect, verifications=(make.verification(name, kind=kind),))
        assert study.tier is EvidenceTier.INDEPENDENTLY_VERIFIED
        assert words.tier_sentence(study).startswith(f"A study found this ({how})")


def test_a_record_that_is_no_check_is_shown_with_the_reason() -> None:
    name = make.figure().figure_id
    said = words.tier_sentence(make.figure(verifications=(make.verification(name, read=Read.PRESS),)))
    assert "Not counted as a check: County Auditor" in said
    assert "because this site has read only what the press wrote about it" in said


# the register


def test_what_this_site_counts_wears_no_tier_of_a_program(record: PublicRecord) -> None:
    block = overview.known(record).block("known")
    assert block.tiers == (Register.REGISTER,)
    assert isinstance(block, Sentence)
    assert "Counted by this site from its register" in markup.sentence(block)
    for story in (evidence.evidence(record, evidence.Filter()),):
        assert story.block("held").tiers == story.block("by-tier").tiers == (Register.REGISTER,)


def test_the_counts_of_the_register_agree_with_each_other(record: PublicRecord) -> None:
    found = tally(record)
    assert sum(found.by_tier.values()) == found.printed
    assert found.entries == len(list(record.counted()))
    table = evidence.evidence(record, evidence.Filter()).block("by-tier")
    assert isinstance(table, Table)
    *tiers, total = (c.value for c in table.rows[-1][1:] if isinstance(c, Figure))
    assert total == found.entries == sum(tiers)
    first = overview.known(record).block("known")
    assert isinstance(first, Sentence)
    assert first.text.startswith(f"Of {found.printed} published numbers about {found.programs} programs")
    checked = found.by_tier[EvidenceTier.INDEPENDENTLY_VERIFIED]
    assert f", {checked or 'none'} ha" in first.text


# what compare refuses, no trend draws


def test_a_trend_never_joins_what_compare_refuses(record: PublicRecord) -> None:
    from dashboard.core.figure import differences

    drawn = 0
    for one in record.programs_in_order():
        for block in program.program_page(record, one).blocks:
            if isinstance(block, Chart) and block.name.startswith("periods-"):
                first, *rest = block.figures
                assert not [differences(first, f) for f in rest if differences(first, f)], block.title
                drawn += 1
    assert drawn


def test_the_refused_chart_is_told_where_a_reader_looks_for_it(record: PublicRecord) -> None:
    (table,) = two_questions(record)
    assert "10% in Columbus" in table.title
    assert "different questions" in table.note
    places = {row[0] for row in table.rows}
    assert {"Austin and Travis County, TX", "City of Columbus, OH"} <= places
    for story in (
        evidence.evidence(record, evidence.Filter()),
        compare.compare(record, next(iter(compare.candidates(record)))),
    ):
        assert story.block("two-questions") == table


# plain words


def test_headlines_and_ledes_are_at_reading_grade_8_or_below(record: PublicRecord) -> None:
    told: dict[str, str] = {}
    for story in everything(record):
        told[story.intro] = story.title
        for block in story.blocks:
            if isinstance(block, Sentence):
                told |= {block.text: block.name, block.aside: f"{block.name}, aside"}
            if isinstance(block, FigureRow):
                told[block.lead] = block.name
    told |= {mark.meaning: mark.key for mark in (*EvidenceTier, *Register)}
    graded = {where: textstat.flesch_kincaid_grade(said) for said, where in told.items() if said}
    assert len(graded) >= 12
    assert not {where: grade for where, grade in graded.items() if grade > 8}


BRITISH = re.compile(
    r"\b(centres?|organis\w+|programmes?|colours?|behaviours?|neighbour\w*|labell\w+|counsell\w+|recognis\w+|"
    r"analys(ed|ing)\b|(?<!Government )licence|defence|favour\w*|summaris\w+|utilis\w+|prioritis\w+|hospitalis\w+)\b",
    re.IGNORECASE,
)
WORDS_OF_OURS = (
    "statement",
    "numerator",
    "denominator",
    "caveat",
    "reason",
    "note",
    "notes",
    "scope",
    "why",
    "text",
    "detail",
    "searched",
    "unread",
    "model_note",
    "meaning",
    "question",
)
LEFTOVERS = re.compile(
    r"as above|see (next|previous) (line|row)|\(page\)|profile=|burton_2024|\bseeds?\b|same Safer Cities|The Safer Cities",
    re.IGNORECASE,
)


def written() -> Iterator[tuple[str, str]]:
    """Every sentence of ours in the data files, and where it stands: of a revised row the newest revision only."""
    for path in sorted([*(ROOT / "data").glob("*.csv"), *(ROOT / "data" / "published").glob("*.csv")]):
        newest: dict[str, dict[str, str]] = {}
        for number, row in enumerate(csv.DictReader(path.read_text(encoding="utf-8").splitlines())):
            newest[row.get("figure_id") or row["entry"] if "revision" in row else str(number)] = row
        for name, row in newest.items():
            for column in WORDS_OF_OURS:
                if row.get(column):
                    yield f"{path.name} {name} {column}", row[column]


def test_american_spelling_and_no_leftovers() -> None:
    said = dict(written()) | {key: text._texts("en")[key] for key in text._texts("en")}
    assert len(said) > 1000
    assert not {where: found.group() for where, words_ in said.items() if (found := BRITISH.search(words_))}
    assert not {where: found.group() for where, words_ in said.items() if (found := LEFTOVERS.search(words_))}


def test_every_public_caveat_is_a_sentence(record: PublicRecord) -> None:
    caveats = {p.figure_id: p.figure.caveat for p in record.published if p.figure.caveat}
    assert len(caveats) > 100
    sentence = re.compile(r"^[A-Z0-9“$].{14,}[.!?]”?$", re.DOTALL)
    assert not {name: said for name, said in caveats.items() if not sentence.match(said)}


def test_a_link_leads_to_the_figure_it_repeats(record: PublicRecord) -> None:
    assert record.links
    for name, of in record.links.items():
        found = find(record, name)
        assert found is not None and found.figure_id == of
        assert name not in {p.figure_id for p in record.published}
    page = figure_page(record, found, "/figure/x")
    assert "the same number, kept once" in page


# said and counted


def test_a_published_quarter_hides_nothing_that_was_claimed_before(record: PublicRecord) -> None:
    """Austin's first quarter: what was said of it stays on the page, question by question beside what is counted."""
    austin, quarter = record.program("austin_emcot"), record.quarters("example_county")[-1]
    assert austin is not None
    mine = {"program_id": "austin_emcot"}
    rows = [
        replace(r, tier=EvidenceTier.PROGRAM_REPORTED, **mine) for r in record.rows if r.program_id == "example_county"
    ]
    submissions = [replace(s, **mine) for s in record.submissions if s.program_id == "example_county"]
    after = replace(record, rows=rows, submissions=submissions)
    before = overview.program_quarter(record, austin, None).block("published")
    table = overview.program_quarter(after, austin, quarter).block("said-and-counted")
    assert isinstance(before, FigureRow) and isinstance(table, Table)
    said = {row[2] for row in table.rows if row[1] == "said"}
    questions = {"without police", "ended by phone", "reached a clinician"}
    kept = {f for f in before.figures if f.definition.family in ("police_free", "phone_resolution", "capture")}
    assert kept and kept <= said
    for question in questions:
        kinds = [row[1] for row in table.rows if str(row[0]).lower() == question]
        assert kinds == sorted(kinds, key=["said", "counted here"].index), "claim first, then count"
        assert set(kinds) == {"said", "counted here"}, question
    headline = overview.known(after).block("known")
    assert isinstance(headline, Sentence)
    assert f"the quarters that programs sent in: {len(submissions)}." in headline.aside


def counts(*told: tuple[int, int, int]) -> list[Figure]:
    """Published counts of whole years: value, first year, months."""
    return [
        make.figure(
            definition=make.definition(Method.STATED, unit=UNITS["calls"], key="calls", family="volume"),
            amount=Amount(value),
            ratio=None,
            period=Period(start=date(year, month, 1), end=date(year, month, 28)),
        )
        for value, year, month in told
    ]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (((80, 2021, 3), (68, 2022, 3)), "About the same: 80 calls in"),
        (((539, 2021, 3), (125, 2022, 3)), "Fell from 539 calls in"),
        (((7805, 2022, 1), (13940, 2023, 1), (12110, 2024, 1)), "(highest 13,940 calls in Jan 2023)"),
        (((3064, 2014, 1), (4139, 2023, 10)), "3,064 calls in Jan 2014; 4,139 calls in Oct"),
    ],
)
def test_a_series_of_counts_claims_no_more_than_chance_and_season_allow(
    told: tuple[tuple[int, int, int], ...], said: str
) -> None:
    assert said in words.trend(counts(*told)).replace("1, 2014 to Jan 28, ", "").replace("1, 2023 to Jan 28, ", "")


def test_rounded_shares_and_minutes_do_not_rise_or_fall() -> None:
    for unit in ("percent", "minutes"):
        stated = make.definition(Method.STATED, unit=UNITS[unit])
        pair = [
            make.figure(
                definition=stated,
                amount=Amount(value),
                ratio=None,
                period=Period(start=date(y, 1, 1), end=date(y, 12, 31)),
            )
            for value, y in ((13.5, 2021), (13.6, 2022))
        ]
        assert words.trend(pair).startswith("13.5")
        assert not re.search("rose|fell|same", words.trend(pair), re.IGNORECASE)
