"""What pages claim of the register itself is so: what was searched, who classified, what has a number, what is left."""

from __future__ import annotations

import re
from datetime import date

import pytest

from dashboard import words
from dashboard.analysis.bases import Base, base
from dashboard.analysis.disagreements import Difference
from dashboard.analysis.published import tally
from dashboard.analysis.questions import choose
from dashboard.core.catalogue import DispatchModel, ProgramKind
from dashboard.core.figure import Figure
from dashboard.core.metric import Polarity
from dashboard.core.quarter import Period
from dashboard.core.record import PublicRecord
from dashboard.story import compare, differ, evidence, gaps, methods, overview, pages, program_facts, register
from dashboard.story.blocks import Cards, Chart, Note, Sentence, Story, Table
from dashboard.story.program import program_page
from dashboard.story.question import Question
from dashboard.story.two_questions import two_questions
from tests import make


def was(count: int) -> str:
    return "was" if count == 1 else "were"


def test_cards_and_what_is_missing_both_go_by_having_a_number(record: PublicRecord) -> None:
    """Every headline question of a program is a card with a number, or is told as missing: one of the two."""
    without = 0
    for program in record.programs_in_order():
        blocks = overview.program_quarter(record, program, None).blocks
        cards = [c for b in blocks if isinstance(b, Cards) and b.name == "published" for c in b.cards]
        assert all(isinstance(c.figure, Figure) for c in cards), program.program_id
        (note,) = (b.text for b in blocks if isinstance(b, Note) and b.name == "missing")
        missing = note.partition("can be compared: ")[2].partition(". ")[0].split(", ")
        for family in (f for f in record.catalogue.families if f.headline):
            chosen = choose(record, program, family)
            shown = chosen.published or chosen.opposite
            number = shown is not None and isinstance(shown.figure, Figure)
            without += shown is not None and not number
            assert number is (shown is not None and shown.figure in [c.figure for c in cards])
            assert number is not (words.lower_first(family.name) in missing), (program.program_id, family.key)
    assert without > 5, "entries without a number answer nothing"


def test_nobody_is_told_that_a_context_sends_in_quarters(record: PublicRecord) -> None:
    for program in (p for p in record.programs if p.kind is ProgramKind.CONTEXT):
        for name in ("overview", "program"):
            story = pages.story_of(record, Question(page=name, program=program.program_id))
            said = " ".join(
                f"{getattr(b, 'lead', '')} {getattr(b, 'text', '')}" for b in story.blocks if b.name != "searched"
            )
            assert not re.search(r"quarter has been sent|send one in|no counts of", said), (program.program_id, said)


def test_each_column_of_the_refused_chart_holds_only_its_own_base(record: PublicRecord) -> None:
    """And no share whose base somebody on record denies."""
    (table,) = two_questions(record)
    for row in table.rows:
        for place, kind in ((1, {Base.CRISIS}), (3, {Base.CLINICIAN, Base.TAKEN})):
            figure = row[place]
            assert isinstance(figure, Figure)
            assert base(figure.definition) in kind, figure.figure_id
            assert not figure.challenges, figure.figure_id
    assert "austin_emcot-14" not in {f.figure_id for f in table.figures}


def _front(record: PublicRecord) -> Story:
    assert overview.PAGE.alone
    return overview.PAGE.alone(record, Question())


def test_the_front_table_says_on_whose_word_each_program_is_classified(record: PublicRecord) -> None:
    (table,) = (b for b in _front(record).blocks if isinstance(b, Table) and b.name == "programs")
    there = [p for p in record.programs_in_order() if p.kind is not ProgramKind.CONTEXT]
    disputed = {d.program_id for d in record.decisions if d.number == 1 and d.disputed}
    assert disputed == {p.program_id for p in there if p.model_note.startswith("Disputed")}
    assert len(disputed) > 2
    for row, program in zip(table.rows, there, strict=True):
        assert str(row[2]).startswith(words.label(program.model_tier))
        assert ("Disputed" in str(row[2])) is (program.program_id in disputed)


def test_no_label_of_a_model_says_more_than_every_note_of_it(record: PublicRecord) -> None:
    """That somebody stays on the line is for a source to say."""
    label = words.of(DispatchModel.WARM_TRANSFER)
    assert not re.search(r"stay|warm", label)
    assert [p for p in record.programs if p.dispatch_model is DispatchModel.WARM_TRANSFER]


def test_an_empty_cell_claims_only_the_search_on_record(record: PublicRecord) -> None:
    """What was searched for stands in the row, with its own day, and so does what is known and was not read."""
    (chart,) = (b for b in gaps.gap_map(record).blocks if isinstance(b, Chart))
    assert chart.table is not None
    programs = [p for p in record.programs_in_order() if p.kind in (ProgramKind.PROGRAM, ProgramKind.STATEWIDE)]
    for row, program in zip(chart.table.rows, programs, strict=True):
        told = [str(cell) for cell in row]
        assert not [cell for cell in told if re.search("found by this site|could not be read\\)", cell)]
        assert program.searched in told[-1]
        assert program.unread in told[-1]
        assert program.searched_on and words.day(program.searched_on) in told[-1]
        assert sum(bool(program.unread) and program.unread in cell for cell in told) <= 1
    days = [p.searched_on for p in programs if p.searched_on]
    assert f"from {words.day(min(days))} to {words.day(max(days))}" in chart.table.note
    quarterly = [p for p in programs if "by quarter and call type" in p.searched]
    assert "Most looked for counts by quarter and call type" in chart.table.note
    assert len(quarterly) > len(programs) / 2


@pytest.mark.parametrize(
    ("end", "printed", "said"),
    [
        (date(2020, 12, 31), "2026", "5 years old"),
        (date(2025, 12, 31), "2020", ""),
        (None, "2022", "in a source printed in 2022"),
        (None, "2022-05", "in a source printed 4 years ago"),
        (None, "2022-12-31", "in a source printed 3 years ago"),
        (None, "2025-12", ""),
        (None, "", ""),
    ],
)
def test_a_figure_without_an_end_is_as_old_as_its_source(end: date | None, printed: str, said: str) -> None:
    period = Period(start=date(2019, 1, 1), end=end)
    figure = make.figure(period=period, sources=(make.source(published=printed),))
    assert words.age(figure, date(2026, 11, 29)) == said


def test_every_number_without_an_end_says_when_it_was_printed(record: PublicRecord) -> None:
    old = [
        p.figure
        for p in record.published
        if p.figure.period.end is None and max((s.published for s in p.figure.sources), default="9")[:4] <= "2022"
    ]
    assert {"chicago_care-04"} <= {f.figure_id for f in old}
    assert not [f.figure_id for f in old if f.sources[0].published and "printed" not in words.when(f, record.as_of)]


def test_what_sources_print_is_counted_without_what_was_not_found_again(record: PublicRecord) -> None:
    found = tally(record)
    printed = [p.figure for p in record.counted() if isinstance(p.figure, Figure) and not p.figure.computed_here]
    traced = [f for f in printed if f.trace is not None]
    assert (found.printed, found.untraced) == (len(printed), len(printed) - len(traced))
    assert f"Sources print {len(traced)} numbers" in register.held(found)
    assert f" {found.untraced} more {was(found.untraced)} not found again" in register.held(found)


def test_no_page_says_more_of_what_was_not_checked_than_the_first(record: PublicRecord) -> None:
    (held,) = (b for b in evidence.evidence(record, evidence.Filter()).blocks if isinstance(b, Sentence))
    assert held.text.endswith("none has an outside check that this site has read.")


def test_the_page_of_different_numbers_says_what_it_leaves_out(record: PublicRecord) -> None:
    story = differ.differing(record)
    assert "Everything else" not in story.intro
    assert "Left out" in story.intro
    told = {f.figure_id for b in story.blocks if isinstance(b, Table) for f in b.figures}
    assert {"durham_heart-34", "durham_heart-37", "minneapolis_bcr-21", "minneapolis_bcr-24"} <= told
    untraced = {p.figure_id for p in record.published if p.figure.trace is None and not p.figure.computed_here}
    alike = {b.name for b in story.blocks if isinstance(b, Table) and b.name.startswith(Difference.OVERLAP)}
    assert alike
    shown = {f.figure_id for b in story.blocks if isinstance(b, Table) and b.name in alike for f in b.figures}
    assert not shown & untraced


def test_nobody_is_told_of_numbers_that_are_not_there(record: PublicRecord) -> None:
    """Where this site found no number, none stands on the page; where all of them stand on cards, no other does."""
    without = 0
    for one in record.programs_in_order():
        blocks = overview.program_quarter(record, one, None).blocks
        cards = {c.figure for b in blocks if isinstance(b, Cards) and b.name == "published" for c in b.cards}
        (note,) = (b.text for b in blocks if isinstance(b, Note) and b.name == "missing")
        known = {p.figure for p in record.all_published_of(one.program_id) if p.figure.is_known}
        without += not known
        assert ("Other numbers about it" in note) is bool(known - cards), one.program_id
        assert ("numbers that others print" in note) is (bool(known) and one.kind is not ProgramKind.CONTEXT)
        told = [b for b in program_page(record, one).blocks if b.name == "nothing"]
        assert not (told and known), one.program_id
    assert without >= 5


def test_the_newest_is_so_called_among_those_of_which_the_last_day_is_known(record: PublicRecord) -> None:
    rochester = record.program("rochester_pic")
    assert rochester is not None
    mine = [p.figure.period for p in record.published_of("rochester_pic")]
    assert [period for period in mine if period.start and not period.end]
    (note,) = program_facts.search(record, rochester)
    assert "whose last day is known, the newest ends on October 31, 2023; those without such a day" in note.text


def test_the_first_page_says_how_many_of_its_numbers_were_not_found_again(record: PublicRecord) -> None:
    found = tally(record)
    first = overview.known(record).block("known")
    assert isinstance(first, Sentence)
    assert found.untraced
    assert f"Of the {found.printed}, {found.untraced} {was(found.untraced)} not found again" in first.aside


def test_a_number_that_counts_the_opposite_is_not_compared_under_the_name_of_its_question(record: PublicRecord) -> None:
    figures = {p.figure_id: p.figure for p in record.counted()}
    absent = [i for i in compare.candidates(record) if figures[i].definition.polarity is Polarity.ABSENCE]
    assert {"rochester_pic-01", "nyc_bheard-01", "portland_psr-05"} <= set(absent)
    for figure_id in absent:
        title = compare.compare(record, figure_id).block("alone").title
        assert "The other way round: " in title, figure_id
    assert "other way round" not in compare.compare(record, "rochester_pic-02").block("alone").title


def test_methods_say_which_sources_have_no_day_of_reading_and_no_digest(record: PublicRecord) -> None:
    note = methods.methods(record).block("sources")
    assert isinstance(note, Note)
    unread = [s for s in record.sources if s.url and s.publisher_kind != "example" and s.read_on is None]
    assert f"For {len(unread)} of them no day is on record" in note.text
    assert not any(s.sha256 for s in record.sources)
    assert "Of none is there a digest" in note.text


def test_what_is_no_program_has_no_dispatch_model(record: PublicRecord) -> None:
    for one in record.programs:
        shown = "model" in {b.name for b in program_page(record, one).blocks}
        assert shown is not (one.kind is ProgramKind.CONTEXT), one.program_id
