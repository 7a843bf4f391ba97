"""Words around a number: no heading that contradicts it, no title above its intervals, plain English throughout."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import escape, unescape
from typing import Any

import pytest
import textstat

from dashboard import words
from dashboard.analysis.published import comparable, tally
from dashboard.analysis.questions import choose
from dashboard.core.amount import UNITS, Amount
from dashboard.core.catalogue import CallType
from dashboard.core.evidence import EvidenceTier, Register
from dashboard.core.figure import Figure, Trace
from dashboard.core.ledger import Counts, Missing
from dashboard.core.metric import Method, Polarity, Wording
from dashboard.core.metrics import METRICS
from dashboard.core.quarter import Period
from dashboard.core.record import PublicRecord
from dashboard.core.verification import Check, Read
from dashboard.settings import ROOT
from dashboard.story import compare, doubt, evidence, markup, overview, pages, parts, program, trends
from dashboard.story.blocks import Card, Cards, Chart, Sentence, Story, Table
from dashboard.story.figure import find
from dashboard.story.question import Question
from dashboard.story.two_questions import two_questions
from tests import make
from tests.told import figure_page


def everything(record: PublicRecord) -> Iterator[Story]:
    """Every public page about everything and about each program, with its newest quarter and call type by call type."""
    yield overview.known(record)
    for name in ("methods", "gaps", "differ", "due", "programs", "evidence"):
        yield told(record, name)
    for figure_id in compare.candidates(record):
        yield pages.story_of(record, Question(page="compare", figure=figure_id))
    for one in record.programs_in_order():
        quarter = next(reversed(record.quarters(one.program_id)), "")
        for name in ("overview", "call_types", "program"):
            yield pages.story_of(record, Question(page=name, program=one.program_id, quarter=str(quarter)))


def told(record: PublicRecord, name: str) -> Story:
    """A page that needs no choice, whole."""
    page = pages.page(name)
    assert page is not None
    return page.whole_story(record, Question(page=name))


# headings


def test_a_statement_never_negates_its_heading() -> None:
    missed = make.figure(definition=make.definition(polarity=Polarity.ABSENCE))
    with pytest.raises(ValueError, match="counts the absence"):
        Card(label="Calls that were not served", figure=missed, over="Reach")
    assert Card(label="Calls that were not served", figure=missed).over == ""


@pytest.mark.parametrize(
    ("family", "words_of"),
    [
        ("reach", "Eligible calls that went unanswered"),
        ("reach", "Callers left waiting"),
        ("reach", "Calls the team failed to reach"),
        ("felt_safe", "Responders who felt in danger"),
        ("felt_safe", "Responders who didn't feel safe"),
        ("capture", "Calls that failed to reach a clinician"),
        ("police_backup", "Calls handled by the civilian team alone"),
        ("police_free", "Calls that needed police"),
        ("police_free", "Calls on which police had to be called"),
        ("diversion", "Calls not diverted"),
    ],
)
def test_words_that_deny_their_heading_are_caught(record: PublicRecord, family: str, words_of: str) -> None:
    assert record.catalogue.family(family).negated_by(words_of)


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
        assert not family.negated_by(f"{words.statement(figure.definition)} {words.numerator(figure.definition)}"), (
            figure.figure_id
        )
    cards = [c for s in everything(record) for b in s.blocks if isinstance(b, Cards) for c in b.cards if c.over]
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
    def call_type(self, key: str) -> CallType:
        return CallType(key=key, name=key.replace("_", " "), meaning="")


CATALOGUE = _Names()  # type: ignore[var-annotated]


def test_a_title_names_the_highest_and_lowest_only_where_their_intervals_overlap_with_no_other() -> None:
    assert "no two intervals lie apart" in by_type((0, 60), (2, 71), (1, 65)).title
    assert "from 2.0% (welfare check) to 60.0% (trespass)" in by_type((20, 1000), (600, 1000), (200, 1000)).title
    third_near_the_lowest = by_type((20, 1000), (600, 1000), (30, 1000)).title
    assert "highest 60.0% (trespass); no two of the other intervals lie apart" in third_near_the_lowest
    assert "welfare check" not in third_near_the_lowest
    third_near_the_highest = by_type((20, 1000), (600, 1000), (590, 1000)).title
    assert "lowest 2.0% (welfare check); no two of the other intervals lie apart" in third_near_the_highest
    assert "trespass" not in third_near_the_highest
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
    assert (
        f"Newest single figure on this site: {words.day(record.newest_figure)}. Points of series may be newer." in told
    )
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
        page = figure_page(record, published)
        elsewhere = "Not traced", "Computed here from other figures.", "What was printed, and where, is told at"
        known = figure.trace or any(said in page for said in elsewhere)
        assert known, figure.figure_id
    with pytest.raises(ValueError, match="as it is printed"):
        Trace("", "page 3", "somewhere", "2026-11-28")


def test_a_source_says_in_words_whether_this_site_has_read_it(record: PublicRecord) -> None:
    """What was sent in here has no address and never lay anywhere else; every other document was read here, or not."""
    place = "https://city.example/report"
    assert words.read_on(make.source(url=place, accessed="2026-11-29")) == "Read by this site on November 29, 2026."
    assert words.read_on(make.source(url=place)) == "This site has no record of having read it."
    assert words.read_on(make.source()) == ""
    for published in record.published:
        page = figure_page(record, published)
        sources = page.split('id="figure_sources"')[1].split("</section>")[0]
        for source in published.figure.sources:
            assert words.read_on(source) in sources, source.source_id
    unread = [p.figure for p in record.published if any(s.url and not s.accessed for s in p.figure.sources)]
    assert unread and all("This site has no record of having read it." in doubt.check([figure]) for figure in unread)
    with pytest.raises(ValueError, match="read on a day"):
        make.source(accessed="last week")


def test_a_source_with_a_traced_figure_was_read(record: PublicRecord) -> None:
    """Whoever read the number where its source prints it has read the source, on that day or since."""
    for published in record.published:
        trace, sources = published.figure.trace, published.figure.sources
        same = [s for s in sources if trace and s.url and trace.seen_at.split("?")[0] == s.url.split("?")[0]]
        assert all(s.accessed >= trace.read_on for s in same if trace), published.figure_id


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
    effect = make.definition(Method.STATED, key="arrest_effect", family="effect")
    for kind, how in ((Check.STUDY, "not known to be peer-reviewed"), (Check.STUDY_REVIEWED, "peer-reviewed")):
        study = make.figure(ratio=None, definition=effect, verifications=(make.verification(name, kind=kind),))
        assert study.tier is EvidenceTier.INDEPENDENTLY_VERIFIED
        assert words.tier_sentence(study).startswith(f"A study found this ({how})")


def test_a_record_that_is_no_check_is_shown_with_the_reason() -> None:
    name = make.figure().figure_id
    said = words.tier_sentence(make.figure(verifications=(make.verification(name, read=Read.PRESS),)))
    assert "Not counted as a check: County Auditor" in said
    assert "because this site has read only what the press wrote about this number" in said


# the register


def test_what_this_site_counts_wears_no_tier_of_a_program(record: PublicRecord) -> None:
    block = overview.known(record).block("known")
    assert block.tiers == (Register.REGISTER,)
    assert isinstance(block, Sentence)
    assert "Counted or classed by this site" in markup.sentence(block)
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


def test_a_figure_computed_here_that_was_checked_is_told_first_and_not_among_the_printed(record: PublicRecord) -> None:
    from dashboard.core.standing import earned

    place, one = next((i, p) for i, p in enumerate(record.published) if p.figure_id == "columbus_rru-09")
    was = one.figure.standing
    standing = earned(was.basis, was.of, [make.verification("columbus_rru-09", one.figure.revision)])
    published = list(record.published)
    published[place] = replace(one, figure=replace(one.figure, standing=standing))
    first = overview.known(replace(record, published=published)).block("known")
    assert isinstance(first, Sentence)
    assert ", none has an outside check that this site has read." in first.text, "the printed ones are unchecked"
    assert first.text.endswith("One figure computed here was checked from outside.")
    before = overview.known(record).block("known")
    assert isinstance(before, Sentence)
    assert "computed here" not in before.text


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


# a count has a base in words

EVENTS = {"people", "arrests", "incidents", "injuries", "cases", "offenses"}


def test_every_count_of_events_has_a_base_in_words_on_every_page(record: PublicRecord) -> None:
    counts = [p for p in record.published if words.counts_events(p.figure)]
    assert len(counts) > 25
    by_unit = [p for p in record.published if isinstance(p.figure, Figure) and p.figure.definition.unit.key in EVENTS]
    told = [p for p in by_unit if p.figure.definition.family not in ("volume", "context", "call_source")]
    assert {p.figure_id for p in told} <= {p.figure_id for p in counts}
    for one in counts:
        figure = one.figure
        assert words.parts(figure), one.figure_id
        assert words.denominator(figure), one.figure_id
        assert words.parts(figure) in words.full(figure)
        assert words.parts(figure) in unescape(figure_page(record, one)), one.figure_id


@pytest.mark.parametrize(
    ("figure_id", "base"),
    [
        ("columbus_rru-05", "of the 1,300 calls of the first year (our words)"),
        ("portland_psr-07", "of those met on all calls of the team's first year (our words)"),
        ("portland_psr-27", "of those met on the 7,418 calls of the second year (our words)"),
        ("rochester_pic-05", "base not stated"),
        ("abq_acs-19", "base not stated"),
        ("abq_acs-s27", "base not stated"),
        ("tucson_911-03", "base not stated"),
        ("denver_star-02", "base not stated"),
        ("san_rafael_safe-05", "base not stated"),
    ],
)
def test_a_count_says_what_it_is_of_or_that_nobody_says(figure_id: str, base: str, record: PublicRecord) -> None:
    assert words.parts(next(p.figure for p in record.published if p.figure_id == figure_id)) == base


def test_a_number_of_calls_is_no_count_of_events(record: PublicRecord) -> None:
    found = {p.figure_id: p.figure for p in record.published}
    for figure_id in ("columbus_rru-02", "nyc_bheard-03", "nebraska_988-23", "portland_psr-s27"):
        assert not words.parts(found[figure_id])


# from when on a program covered more: the area, the hours or the months of the year that it worked
COVERED_MORE = {
    "portland_psr": date(2022, 4, 1),  # one neighborhood until March 2022, then the city
    "eugene_cahoots": date(2017, 1, 1),  # around the clock from 2017
    "mesa_911": date(2020, 1, 1),  # it began during 2019
    "louisville_ccdp": date(2024, 7, 1),  # around the clock from July 2024
    "abq_acs": date(2023, 9, 1),  # around the clock since the end of August 2023
    "springfield_cahoots": date(2018, 1, 1),  # 12 hours a day until March 2017, longer from then on
}


@pytest.mark.parametrize("program_id", COVERED_MORE)
def test_no_trend_joins_a_pilot_to_what_it_grew_into(program_id: str, record: PublicRecord) -> None:
    """More area or more hours is another thing counted: such years stand apart, as New York's do."""
    both = [*record.published_of(program_id), *record.published_of(program_id, series=True)]
    groups = [g for g in comparable(both) if g[0].definition.family != "context"]  # a city's calls did not grow with it
    for group in groups:
        before = {f.period.start < COVERED_MORE[program_id] for f in group if f.period.start}
        assert len(before) == 1, [(f.figure_id, words.statement(f.definition)) for f in group]
    words_of = {p.figure.definition.counted for p in both if p.figure_id in ("portland_psr-s26", "portland_psr-s27")}
    assert len(words_of) == (2 if program_id == "portland_psr" else 0)


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
    for name in ("austin_emcot", "columbus_rru"):
        one = record.program(name)
        assert one
        own = program.program_page(record, one).block("two-questions")
        assert isinstance(own, Table)
        assert list(own.rows) == [row for row in table.rows if row[0] == words.standing(one)]


def test_both_shares_of_one_time_stand_side_by_side(record: PublicRecord) -> None:
    (table,) = two_questions(record)
    columbus = [row for row in table.rows if row[0] == "City of Columbus, OH"]
    assert (words.of(columbus[0][1]), words.of(columbus[0][3])) == ("about 10%", "about 33%")
    assert columbus[0][1].period == columbus[0][3].period


# plain words


def test_headlines_and_ledes_are_at_reading_grade_8_or_below(record: PublicRecord) -> None:
    told: dict[str, str] = {}
    for story in everything(record):
        told[story.intro] = story.title
        for block in story.blocks:
            if isinstance(block, Sentence):
                told |= {block.text: block.name, block.aside: f"{block.name}, aside"}
            if isinstance(block, Cards):
                told[block.lead] = block.name
    told |= {words.meaning(mark): mark.key for mark in (*EvidenceTier, *Register)}
    graded = {where: textstat.flesch_kincaid_grade(said) for said, where in told.items() if said}
    assert len(graded) >= 12
    assert not {where: grade for where, grade in graded.items() if grade > 8}


def named(record: PublicRecord) -> re.Pattern[str]:
    """The names of programs, places and sources: nobody can make them shorter."""
    programs = {name for p in record.programs for name in (words.title(p), p.name, p.jurisdiction, p.place)}
    sources = {name for s in record.sources for name in (s.title, s.publisher)}
    longest_first = sorted(programs | sources, key=len, reverse=True)
    return re.compile("|".join(re.escape(name) for name in longest_first))


def test_every_title_of_a_chart_or_table_is_at_reading_grade_8_or_below(record: PublicRecord) -> None:
    """Measured with "Here" in place of each name of a program, place or source."""
    blocks = [b for s in everything(record) for b in s.blocks if isinstance(b, Chart | Table)]
    titles = {b.title for b in blocks} - {""}
    assert len(titles) > 150
    names = named(record)
    graded = {title: textstat.flesch_kincaid_grade(names.sub("Here", title)) for title in titles}
    assert not {title: grade for title, grade in graded.items() if grade > 8}


def test_no_note_beside_a_figure_is_above_reading_grade_12(record: PublicRecord) -> None:
    """Measured as it is shown, with "Here" in place of each name of a program, place or source."""
    long = make.figure(caveat="The city says so; a newspaper says more; nobody counted.")
    assert words.caveat(long) == "The city says so. A newspaper says more. Nobody counted."
    apart = make.figure(caveat="Others do not agree (7,600 in 2022; 10,369 later); nobody counted (yet).")
    assert words.caveat(apart) == "Others do not agree (7,600 in 2022; 10,369 later). Nobody counted (yet)."
    names = named(record)
    notes = {p.figure_id: words.caveat(p.figure) for p in record.published if p.figure.caveat}
    graded = {name: textstat.flesch_kincaid_grade(names.sub("Here", note)) for name, note in notes.items()}
    assert len(graded) > 400
    assert not {name: grade for name, grade in graded.items() if grade > 12}
    for one in record.programs_in_order():
        for block in overview.program_quarter(record, one, None).blocks:
            for card in block.cards if isinstance(block, Cards) else ():
                assert escape(words.caveat(card.figure)) in markup.card(card)


def test_numbers_of_different_times_are_told_with_their_times(record: PublicRecord) -> None:
    titles = [b.title for b in told(record, "differ").blocks if isinstance(b, Table)]
    (columbus,) = [t for t in titles if "Columbus" in t and "74.6%" in t]
    assert "about 30% (Jun 2021 to Sep 2022), 74.6% (2022)" in columbus
    (eugene,) = [t for t in titles if "Eugene" in t and "2.32%" in t]
    assert "2.32%, about 3%, 3.74%, about 4%" in eugene, "one time needs no telling"


def test_what_differs_is_told_in_a_readers_words(record: PublicRecord) -> None:
    from dashboard.core.figure import _beside

    one = make.figure()
    fields = [name for name, _, _ in _beside(one, one)] + ["period", "source"]
    assert words.not_the_same(["definition", "denominator"]) == "what is counted, out of what"
    assert all(words.not_the_same([field]) not in ("", field) for field in fields)
    told = " ".join(str(row) for s in everything(record) for b in s.blocks if isinstance(b, Table) for row in b.rows)
    assert "definition, denominator" not in told


BRITISH = re.compile(
    r"\b(centres?|organis\w+|programmes?|colours?|behaviours?|neighbour\w*|labell\w+|counsell\w+|recognis\w+|"
    r"analys(ed|ing)\b|(?<!Government )licence|defence|favour\w*|summaris\w+|utilis\w+|prioritis\w+|hospitalis\w+|"
    r"cancell(ed|ing)|offences?|travell(ed|ing|er)s?|modell(ed|ing)|totall(ed|ing)|enrolments?|fulfil(s|ment)?|"
    r"criticis\w+|authoris\w+|apologis\w+|emphasis(ed|ing)|realis\w+|stabilis\w+|honour\w*|judgements?|grey|"
    r"cheques?|whilst|amongst|learnt|practis(e|ed|ing))\b",
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


SPEAKING = ("core", "intake", "analysis", "story", "web", "view", "store")


def in_code() -> Iterator[tuple[str, str]]:
    """Every string of the core, and every phrase of what tells it, and where it stands; docstrings no reader sees."""
    for path in sorted(p for part in SPEAKING for p in (ROOT / "dashboard" / part).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        bodies = [node.body for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)]
        silent = {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}
        for node in ast.walk(tree):
            said = node.value if isinstance(node, ast.Constant) and id(node) not in silent else None
            if isinstance(said, str) and (" " in said or path.parent.name == "core"):
                yield f"{path.parent.name}/{path.name} line {node.lineno}", said


def messages() -> dict[str, str]:
    """Every message in English as it stands in its file."""
    return dict(
        line.split(" = ", 1)
        for path in (ROOT / "data" / "text" / "en").glob("*.ftl")
        for line in path.read_text(encoding="utf-8").splitlines()
        if " = " in line
    )


def test_american_spelling_and_no_leftovers(record: PublicRecord) -> None:
    said = dict(written()) | messages() | dict(in_code())
    said |= {f"unit of {p.figure_id}": p.figure.definition.unit.key for p in record.published}
    assert len(said) > 1000
    assert not {where: found.group() for where, words_ in said.items() if (found := BRITISH.search(words_))}
    assert not {where: found.group() for where, words_ in said.items() if (found := LEFTOVERS.search(words_))}


def test_every_public_caveat_is_a_sentence(record: PublicRecord) -> None:
    caveats = {p.figure_id: str(p.figure.caveat) for p in record.published if p.figure.caveat}
    assert len(caveats) > 100
    sentence = re.compile(r"^[A-Z0-9“$].{14,}[.!?]”?$", re.DOTALL)
    assert not {name: said for name, said in caveats.items() if not sentence.match(said)}


def test_the_page_of_an_opposite_says_so_beside_its_question(record: PublicRecord) -> None:
    opposite = [p for p in record.published if p.figure.definition.polarity is Polarity.ABSENCE]
    assert opposite
    for one in opposite:
        assert "this figure counts the opposite" in figure_page(record, one)
    assert "counts the opposite" not in figure_page(record, find(record, "nyc_bheard-06") or opposite[0])


def test_what_nobody_printed_says_so_in_cards_and_tables_and_stands_after_what_was_printed(
    record: PublicRecord,
) -> None:
    ours = [p.figure for p in record.counted() if isinstance(p.figure, Figure) and p.figure.computed_here]
    assert ours
    for figure in ours:
        card = Card(label="x", figure=figure)
        assert "nobody printed it" in markup.card(card)
    denver = record.program("denver_star")
    assert denver
    chosen = choose(record, denver, record.catalogue.family("reach")).figure
    assert words.of(chosen) == "46%" and not chosen.computed_here


def test_a_link_leads_to_the_figure_it_repeats(record: PublicRecord) -> None:
    assert record.links
    for name, of in record.links.items():
        found = find(record, name)
        assert found is not None and found.figure_id == of
        assert name not in {p.figure_id for p in record.published}
    page = figure_page(record, found)
    assert "the same number, kept once" in page


# said and counted


def sent_in(record: PublicRecord, name: str, **changes: Any) -> PublicRecord:
    """The record after a program has sent in the quarters of the example as its own; each row with these changes."""
    tier = EvidenceTier.PROGRAM_REPORTED
    rows = [replace(r, program_id=name, tier=tier, **changes) for r in record.rows if r.program_id == "example_county"]
    submissions = [replace(s, program_id=name) for s in record.submissions if s.program_id == "example_county"]
    return replace(record, rows=rows, submissions=submissions)


def test_a_published_quarter_hides_nothing_that_was_claimed_before(record: PublicRecord) -> None:
    """What was said of any program stays on the page, question by question beside what is counted."""
    quarter, seen = record.quarters("example_county")[-1], 0
    for one in record.programs_in_order():
        blocks = {b.name: b for b in overview.program_quarter(record, one, None).blocks}
        if one.is_example or "published" not in blocks:
            continue
        table = overview.program_quarter(sent_in(record, one.program_id), one, quarter).block("said-and-counted")
        assert isinstance(table, Table)
        said = {row[2] for row in table.rows if row[1] == "said"}
        assert {f.figure_id for f in blocks["published"].figures} <= {f.figure_id for f in said}, one.program_id
        for question in {row[0] for row in table.rows}:
            kinds = [row[1] for row in table.rows if row[0] == question]
            assert kinds == sorted(kinds, key=["said", "counted here"].index), "claim first, then count"
            assert set(kinds) == {"said", "counted here"}, question
        seen += 1
    assert seen > 20
    headline = overview.known(sent_in(record, "austin_emcot")).block("known")
    assert isinstance(headline, Sentence)
    assert "the quarters that programs sent in: 16." in headline.aside


def test_a_checked_quarter_is_told_on_every_page_and_not_among_the_printed(record: PublicRecord) -> None:
    quarter = record.quarters("example_county")[-1]
    check = make.verification(f"austin_emcot.{quarter}.all.phone_resolution", dated="2026-11-01")
    after = replace(sent_in(record, "austin_emcot", revision=1, verifications=(check,)), verifications=[check])
    first = overview.known(after).block("known")
    assert isinstance(first, Sentence)
    assert ", none has an outside check that this site has read." in first.text, "the printed ones are unchecked"
    assert first.text.endswith(
        "One phone-resolution rate, made from a quarter that a program sent in, was checked from outside."
    )
    assert "Outside checks of figures made from them: 1." in first.aside
    gaps = told(after, "gaps").block("gaps")
    assert gaps.title.endswith("Checked somewhere: settled by phone.")
    held = evidence.evidence(after, evidence.Filter()).block("held")
    assert isinstance(held, Sentence)
    assert "County Auditor" in held.text


def test_nothing_is_said_to_be_counted_in_quarters_that_do_not_count_it(record: PublicRecord) -> None:
    counts = {**record.rows[0].counts, "backup_requested": Missing.NOT_COLLECTED}
    after = sent_in(record, "portland_psr", counts=Counts(counts))
    chart = told(after, "gaps").block("gaps")
    assert isinstance(chart, Chart)
    columns = {name: i for i, name in enumerate(chart.table.columns)}
    row = next(r for r in chart.table.rows if str(r[0]).startswith("City of Minneapolis"))
    assert not [c for c in row if isinstance(c, str) and c.startswith("Counted in")]
    (mine,) = [r for r in chart.table.rows if str(r[0]).startswith("City of Portland")]
    assert str(mine[columns["Settled by phone"]]).startswith("Counted in the quarters")
    assert not str(mine[columns["Police backup"]]).startswith("Counted in the quarters")


def test_old_figures_say_their_age_wherever_they_stand(record: PublicRecord) -> None:
    for story in (
        told(record, "gaps"),
        told(record, "differ"),
        compare.compare(record, "rochester_pic-02"),
    ):
        tables = [getattr(b, "table", b) for b in story.blocks]
        said = " ".join(markup.table(t) for t in tables if isinstance(t, Table))
        assert "years old" in said, story.title


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
    assert said in trends.trend(counts(*told)).replace("1, 2014 to Jan 28, ", "").replace("1, 2023 to Jan 28, ", "")


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
        assert trends.trend(pair).startswith("13.5")
        assert not re.search("rose|fell|same", trends.trend(pair), re.IGNORECASE)
