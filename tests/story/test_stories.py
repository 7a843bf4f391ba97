"""What pages say: made of figures only, the same in title, alt text, table and file, and honest about what is missing."""

from __future__ import annotations

import csv
import html
import io
import re
from dataclasses import replace

import pytest
import vl_convert

from dashboard import words
from dashboard.core.catalogue import Program
from dashboard.core.evidence import EvidenceTier, Register
from dashboard.core.figure import Figure
from dashboard.core.happening import Happening
from dashboard.core.ledger import ALL, TOGETHER
from dashboard.core.life import Life
from dashboard.core.metric import Direction, Method, Metric
from dashboard.core.metrics import METRICS
from dashboard.core.quarter import Quarter
from dashboard.core.record import PublicRecord
from dashboard.intake.findings import RULES
from dashboard.story import call_types, compare, doubt, markup, methods, overview, program, trends
from dashboard.story.blocks import Card, Cards, Chart, Note, Sentence, Story, Table
from dashboard.story.charts import quarterly
from dashboard.story.charts.encode import Spec
from dashboard.story.export import COLUMNS, csv_text
from dashboard.story.pages import PAGES, story_of
from dashboard.story.question import Question
from dashboard.web import light
from dashboard.words import findings as spoken
from tests import make
from tests.core.test_life import life


def stories(record: PublicRecord, one: Program) -> list[Story]:
    quarters = record.quarters(one.program_id) or [None]
    return [
        overview.known(record),
        overview.program_quarter(record, one, quarters[-1]),
        call_types.call_types(record, one, quarters[-1]),
        call_types.call_types(record, one, quarters[-1], "welfare_check"),
        program.program_page(record, one),
    ]


def test_the_first_sentence_says_what_is_known_and_who_checked_it(record: PublicRecord) -> None:
    block = overview.known(record).block("known")
    assert isinstance(block, Sentence)
    printed = [p.figure for p in record.counted() if isinstance(p.figure, Figure) and not p.figure.computed_here]
    verified = sum(f.tier is EvidenceTier.INDEPENDENTLY_VERIFIED for f in printed)
    assert f"Of {len(printed)} published numbers" in block.text
    assert f"{verified or 'none'} ha" in block.text
    assert "an outside check that this site has read" in block.text
    assert ("None of those is a phone-resolution rate" in block.text) is bool(verified), (
        "of none there is nothing to say"
    )
    assert "No real program has sent in a quarter yet" in block.aside
    assert block.tiers == (Register.REGISTER,), "our own count is nobody's verified figure"


def test_every_program_has_a_page_on_every_story(record: PublicRecord) -> None:
    for one in record.programs_in_order():
        for story in stories(record, one):
            assert story.blocks
            assert len({b.name for b in story.blocks}) == len(story.blocks), "names are places in a link"


def test_a_program_without_quarters_says_what_is_missing(record: PublicRecord) -> None:
    austin = record.program("austin_emcot")
    assert austin is not None
    story = overview.program_quarter(record, austin, None)
    said = " ".join(markup.note(b) for b in story.blocks if b.name == "missing")  # type: ignore[arg-type]
    assert "This site found no counts of Austin and Travis County, TX" in said
    shown = story.block("published")
    assert {"at least 90%", "about 80%", "about 16%"} <= {words.of(f) for f in shown.figures}


def test_a_call_type_that_is_counted_under_other_says_so_in_table_and_picture(record: PublicRecord) -> None:
    example, quarters = record.program("example_county"), record.quarters("example_county")
    assert example is not None
    here = ("example_county", quarters[5])
    rows = [r for r in record.rows if (r.program_id, r.quarter, r.call_type) != (*here, "trespass")]
    held = {("other", *here): ("trespass",)}
    rows = [make.changed(r, holds=held.get((r.call_type, r.program_id, r.quarter), r.holds)) for r in rows]
    story = call_types.call_types(replace(record, rows=rows), example, quarters[-1], "trespass")
    chart = story.block("trend-diversion_of_eligible")
    assert isinstance(chart, Chart)
    assert "1 not applicable (counted under Other)" in chart.alt
    assert "not applicable (counted under Other)" in markup.table(chart.table)
    assert "not reported yet" not in chart.alt + markup.table(chart.table)
    there = call_types.call_types(replace(record, rows=rows), example, quarters[5], "trespass").block("headline")
    assert {words.of(figure) for figure in there.figures} == {"not applicable (counted under Other)"}


def test_a_quarter_with_a_submission_and_no_row_says_that_it_has_no_counts(record: PublicRecord) -> None:
    example, quarters = record.program("example_county"), record.quarters("example_county")
    assert example is not None
    bare = replace(record, rows=[r for r in record.rows if r.quarter != quarters[5]])
    story = overview.program_quarter(bare, example, quarters[5])
    said = "No counts of Jan to Mar 2024 are on the public record."
    ends = story.block("ends")
    assert isinstance(ends, Note)
    assert ends.text == said
    assert "headline" not in {block.name for block in story.blocks}
    table = program.program_page(bare, example).block("quarters")
    assert isinstance(table, Table)
    assert [row[2] for row in table.rows if isinstance(row[2], str)] == [said]


def test_the_example_shows_all_five_measures_by_call_type(record: PublicRecord) -> None:
    example = record.program("example_county")
    assert example is not None
    story = call_types.call_types(record, example, record.quarters("example_county")[-1])
    shown = {b.name: b for b in story.blocks if isinstance(b, Chart)}
    assert set(shown) >= {
        "by-type-diversion",
        "by-type-phone_resolution",
        "by-type-police_backup",
        "by-type-responder_safety",
        "by-type-growth",
        "multiples",
    }
    assert len(shown["by-type-diversion"].panels) == 2, "neither diversion rate alone"
    assert "by-type-felt_safe" in {b.name for b in story.blocks}, "in words where all of it is withheld"
    parts = METRICS["diversion_of_eligible"]
    told = {
        words.call_type(record.catalogue, row.call_type)
        for row in record.rows
        if row.program_id == "example_county" and row.call_type not in (ALL, TOGETHER)
        if all(isinstance(row.counts.sum(keys), int) for keys in (parts.numerator, parts.denominator))
    }
    assert {panel.label for panel in shown["multiples"].panels} == told, "a picture each where there is a number"
    assert len(told) > 5
    assert story.illustrative


def test_title_alt_text_table_and_file_of_a_chart_agree(record: PublicRecord) -> None:
    checked = 0
    for one in record.programs_in_order():
        for story in stories(record, one):
            for block in story.blocks:
                if not isinstance(block, Chart):
                    continue
                checked += 1
                file = list(csv.DictReader(io.StringIO(csv_text(block.figures))))
                assert {r["figure_id"] for r in file} == {f.figure_id for f in block.figures}
                assert set(block.table.figures) == set(block.figures)
                numbers = re.findall(r"\d[\d,]*\.?\d*%", block.title)
                table = markup.table(block.table)
                assert all(number in table for number in numbers), block.title
                assert all(words.of(tier) in block.alt for tier in block.tiers)
    assert checked > 30


def told(record: PublicRecord) -> list[Story]:
    """Every story there is, of every program."""
    names = ("evidence", "gaps", "differ", "methods", "programs", "due")
    compared = [Question(page="compare", figure=figure_id) for figure_id in compare.candidates(record)]
    return [
        *(page.whole_story(record, Question(page=page.name)) for page in PAGES if page.name in names),
        *(story_of(record, asked) for asked in compared),
        *(story for one in record.programs_in_order() for story in stories(record, one)),
    ]


def test_no_block_with_a_number_is_without_its_tier_in_words(record: PublicRecord) -> None:
    """As the light edition writes it: the words of every figure's tier are in the section of its block."""
    checked = 0
    for story in told(record):
        page = light.page(story, record, light.Frame(path="/"))
        sections = re.findall(r'<section id="([^"]*)">(.*?)</section>', page, re.DOTALL)
        written = {html.unescape(name): html.unescape(re.sub(r"<[^>]+>", " ", body)) for name, body in sections}
        for block in story.blocks:
            for figure in block.figures:
                assert words.of(figure.tier) in written[block.name], (story.title, block.name)
                checked += 1
    assert checked > 2_000


def rule_of(record: PublicRecord, note: str) -> str:
    """What the overview says about a quarter whose eligibility rule is told in these words."""
    example, quarter = record.program("example_county"), record.quarters("example_county")[-1]
    assert example is not None
    told = [replace(s, rule_note=note) if s.quarter == quarter else s for s in record.submissions]
    block = overview.program_quarter(replace(record, submissions=told), example, quarter).block("about")
    assert isinstance(block, Note)
    return block.text


@pytest.mark.parametrize("note", ["New screen.", "New screen", "New screen..."])
def test_the_rule_of_a_quarter_ends_with_one_stop(record: PublicRecord, note: str) -> None:
    assert "New screen. " in rule_of(record, note)
    assert ".." not in rule_of(record, note)


def test_what_is_said_about_a_quarter_names_the_tiers_of_that_quarter(record: PublicRecord) -> None:
    example, quarter = record.program("example_county"), record.quarters("example_county")[-1]
    assert example is not None
    other = EvidenceTier.PROGRAM_REPORTED
    rows = [make.changed(r, tier=other) if r.quarter == quarter - 1 else r for r in record.rows]
    mixed = replace(record, rows=rows)
    for asked, tier in ((quarter, EvidenceTier.ILLUSTRATIVE), (quarter - 1, other)):
        block = overview.program_quarter(mixed, example, asked).block("about")
        assert isinstance(block, Note)
        assert [words.label(t) in block.text for t in (EvidenceTier.ILLUSTRATIVE, other)] == [
            tier is t for t in (EvidenceTier.ILLUSTRATIVE, other)
        ]


def test_each_program_says_after_how_many_days_its_quarters_are_due(record: PublicRecord) -> None:
    programs = [replace(p, due_days=30) if p.is_example else p for p in record.programs]
    story = story_of(replace(record, programs=programs), Question(page="due", as_of=record.as_of))
    block = story.block("due-example_county")
    assert isinstance(block, Table)
    assert "each due 30 days after its end" in block.title
    assert "45" not in story.intro


def test_a_card_says_value_base_interval_and_tier() -> None:
    card = markup.card(Card(label="Phone resolution", figure=make.figure(1101, 2875)))
    for said in (
        "38.3%",
        "1,101 of 2,875 calls that reached a clinician",
        "95% interval 36.5 to 40.1",
        "Program-reported",
    ):
        assert said in card


def test_zero_injuries_say_how_high_the_truth_could_be() -> None:
    figure = make.figure(0, 16_000, Method.RATE)
    assert words.interval(figure) == "none seen, but the true rate could be up to 0.23 per 1,000 (95%)"
    assert words.of(figure) == "0 per 1,000"


def test_a_story_refuses_a_bare_number() -> None:
    with pytest.raises(TypeError, match="made of figures"):
        Sentence(name="x", text="90%", figures=(90,))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="text or a figure"):
        Table.of("x", "t", ["a"], [[90]])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="made of figures"):
        Cards.of("x", "t", [Card(label="x", figure=90)])  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="2 cells under 1 columns"):
        Table.of("x", "t", ["a"], [["b", "c"]])


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([(40, 100), (42, 100)], "About the same"),
        ([(400, 1000), (600, 1000)], "Rose from 40.0%"),
        ([(600, 1000), (400, 1000)], "Fell from 60.0%"),
        ([(400, 1000)], "the only number"),
    ],
)
def test_a_trend_claims_no_more_than_its_intervals(values: list[tuple[int, int]], said: str) -> None:
    quarters = [make.QUARTER + i for i in range(len(values))]
    figures = [make.figure(*v, period=q.period) for v, q in zip(values, quarters, strict=True)]
    assert said in trends.trend(figures)


def quarters_of(lived: Life, first: Quarter, shares: list[int]) -> list[Figure]:
    """Shares of 1,000 calls in the quarters from `first` on, each with the cover of this life."""
    return [
        make.figure(share, 1000, period=(first + n).period, cover=lived.runs_in(first + n))
        for n, share in enumerate(shares)
    ]


@pytest.mark.parametrize(
    ("events", "other", "said"),
    [
        ([(Happening.LAUNCHED, "2024-03-15")], 0, "about the same: 40.0% in Apr to Jun 2024, 41.0% in Oct to Dec 2024"),
        (
            [(Happening.HOURS_CHANGED, "2024-04-01")],
            0,
            "about the same: 40.0% in Apr to Jun 2024, 41.0% in Oct to Dec 2024",
        ),
        ([(Happening.ENDED, "2024-11-07")], 3, "about the same: 40.0% in Jan to Mar 2024, 42.0% in Jul to Sep 2024"),
        (
            [(Happening.AREA_CHANGED, "2024-10")],
            3,
            "about the same: 40.0% in Jan to Mar 2024, 42.0% in Jul to Sep 2024",
        ),
    ],
)
def test_a_trend_compares_only_what_was_covered_alike(
    events: list[tuple[Happening, str]], other: int, said: str
) -> None:
    """One quarter is far from the others, and was not covered as they were."""
    shares = [400, 400, 420, 410]
    shares[other] = 900
    told = trends.trend(quarters_of(life(*events), Quarter(2024, 1), shares))
    assert said in told
    assert "90.0%" not in told


def test_a_trend_of_one_quarter_that_was_covered_whole_compares_nothing() -> None:
    told = trends.trend(quarters_of(life((Happening.LAUNCHED, "2024-03-15")), Quarter(2024, 1), [900, 400]))
    assert told == "40.0% in Apr to Jun 2024; before that, the service may not have been the same"


def test_what_happened_to_a_program_is_marked_in_its_picture() -> None:
    """At the first quarter that it touches, once, and the line does not go on as if nothing had been."""
    lived = life(
        (Happening.LAUNCHED, "2024-03-15"), (Happening.HOURS_CHANGED, "2024-07-01"), (Happening.ENDED, "2024-11-07")
    )
    figures = quarters_of(lived, Quarter(2024, 1), [400, 410, 420, 430])
    drawn = svg(quarterly.trend(figures))
    for mark in ("launched", "hours changed", "ended"):
        assert drawn.count(f">{mark}<") == 1, mark
    plain = svg(quarterly.trend(quarters_of(life(), Quarter(2024, 1), [400, 410, 420, 430])))
    assert "launched" not in plain
    assert lines_of(drawn) > lines_of(plain) == 1


def svg(spec: Spec) -> str:
    """A picture as it is drawn."""
    return vl_convert.vegalite_to_svg(spec | {"width": 800})


def lines_of(drawn: str) -> int:
    """How many lines are drawn through points."""
    groups = re.findall(r'<g class="mark-line [^>]*>(.*?)</g>', drawn)
    return sum(group.count("<path ") for group in groups)


def test_a_trend_does_not_cross_a_change_of_definition() -> None:
    before = make.figure(100, 1000, period=(make.QUARTER - 1).period)
    after = make.figure(900, 1000, rule_version=2)
    assert trends.trend([before, after]) == "90.0% in Jul to Sep 2026, after the definition changed"


def test_everything_from_data_is_escaped() -> None:
    evil = '<script>alert("x")</script><img src=x onerror=alert(1)>'
    figure = make.figure(
        definition=make.definition(name=evil, statement=evil, denominator=evil),
        sources=(make.source(title=evil, publisher=evil),),
        caveat=evil,
    )
    row = Cards.of("x", evil, [Card(label=evil, figure=figure, context=evil)])
    table = Table.of("x", evil, [evil], [[evil], [figure]], note=evil)
    for written in (markup.figure_row(row), markup.table(table), doubt.check([figure])):
        assert "<script" not in written
        assert "<img" not in written


def test_a_file_has_the_promised_columns_and_cannot_run_formulas() -> None:
    figure = make.figure(caveat='=HYPERLINK("http://evil")')
    (row,) = csv.DictReader(io.StringIO(csv_text([figure])))
    assert tuple(row) == COLUMNS
    assert row["caveat"].startswith("'=")
    assert (row["numerator"], row["denominator"], row["tier"]) == ("40", "100", "program_reported")
    assert row["interval_low"]
    (missing,) = csv.DictReader(io.StringIO(csv_text([make.withheld()])))
    assert (missing["value"], missing["status"]) == ("", "not reported yet")


def new_metric() -> Metric:
    return Metric(
        definition=make.definition(
            key="ems_share",
            family="field_response",
            name="EMS or fire sent",
            statement="Share of handled calls that got EMS or fire",
            numerator="calls EMS or fire was sent to",
            direction=Direction.NEITHER,
        ),
        numerator=("ems_fire_sent",),
        denominator=("reached_clinician",),
        headline=True,
    )


def test_a_new_metric_is_one_registry_entry(shipped: object, record: PublicRecord) -> None:
    """Pages, tables, file and methods text follow from the entry alone."""
    wider = shipped.record(metrics=METRICS.with_(new_metric()))  # type: ignore[attr-defined]
    example = wider.program("example_county")
    quarter = wider.quarters("example_county")[-1]
    row = overview.program_quarter(wider, example, quarter).block("headline")
    added = [f for f in row.figures if f.definition.key == "ems_share"]
    assert len(added) == 1
    assert isinstance(added[0], Figure)
    assert "EMS or fire sent" in csv_text(row.figures) or "ems_share" in csv_text(row.figures)
    assert "by-type-field_response" in {b.name for b in call_types.call_types(wider, example, quarter).blocks}
    assert "Re / C" in markup.table(methods.methods(wider).block("metrics"))  # type: ignore[arg-type]
    assert "ems_share" not in METRICS


def test_the_methods_page_lists_every_rule_that_a_file_is_checked_for(record: PublicRecord) -> None:
    story = methods.methods(record)
    said = markup.table(story.block("rules"))  # type: ignore[arg-type]
    for rule in RULES.values():
        assert html.escape(spoken.rule(rule.name)) in said
    assert said.count("<tr") == len(RULES) + 1


def test_the_methods_page_holds_every_metric_count_tier_and_call_type(record: PublicRecord) -> None:
    story = methods.methods(record)
    said = " ".join(markup.table(b) for b in story.blocks if isinstance(b, Table))
    for metric in METRICS.values():
        assert words.name(metric) in said
        assert words.formula(metric).replace("&", "&amp;") in said
    assert all(words.meaning(t).split("'")[0] in said for t in EvidenceTier)
    assert all(c.name in said for c in record.catalogue.call_types)
