"""Words without numbers on their pages: each row carries the tier and source of its own row, never one for all."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import reduce

import pytest

from dashboard import voice, words
from dashboard.core.catalogue import Decision, OwnLabel, Remark, Topic
from dashboard.core.evidence import EvidenceTier
from dashboard.core.figure import Figure
from dashboard.core.record import PublicRecord
from dashboard.store.files import BODIES
from dashboard.story import call_types, corrections, methods, program, programs
from dashboard.story.blocks import Facts, Link, Note, Story, Table
from dashboard.story.pages import story_of
from dashboard.story.programs import ProgramFilter
from dashboard.story.question import Question, about
from tests import make

TOLD = {words.label(EvidenceTier.THIRD_PARTY_UNREVIEWED), words.label(EvidenceTier.PROGRAM_REPORTED)}


def table(story: Story, name: str) -> Table:
    block = story.block(name)
    assert isinstance(block, Table)
    return block


@pytest.fixture(scope="module")
def page(record: PublicRecord) -> Story:
    return programs.programs(record, ProgramFilter())


@pytest.mark.parametrize(
    ("name", "topic"),
    [
        ("response-model", Topic.RESPONSE_MODEL),
        ("tip", Topic.TIP),
        ("tradeoff", Topic.TRADEOFF),
        ("report", Topic.REPORT),
        ("position", Topic.POSITION),
    ],
)
def test_the_programs_page_shows_every_remark_with_its_own_tier_and_source(
    name: str, topic: Topic, record: PublicRecord, page: Story
) -> None:
    rows = table(page, name).rows
    remarks = record.remarks_on(topic)
    assert len(rows) == len(remarks) > 0
    for row, remark in zip(rows, remarks, strict=True):
        assert row[-2:] == (words.label(remark.tier), (remark.source,))
        assert remark.text in row
        assert remark.detail in row


def test_the_trade_offs_stand_under_the_nine_decisions(page: Story) -> None:
    names = [block.name for block in page.blocks]
    assert names.index("tradeoff") == names.index("decisions") + 1
    first = {row[0] for row in table(page, "tradeoff").rows}
    assert len(first) == 9
    assert "1. Which dispatch model" in first
    assert {row[0] for row in table(page, "decisions").rows} == first


def test_a_decision_shows_the_tier_of_its_own_row(record: PublicRecord, page: Story) -> None:
    rows = table(page, "decisions").rows
    assert {row[-2] for row in rows} == TOLD, "one tier for all of them would be a word, not data"
    moved = [replace(d, tier=EvidenceTier.ILLUSTRATIVE) for d in record.decisions]
    again = programs.programs(replace(record, decisions=moved), ProgramFilter())
    assert {row[-2] for row in table(again, "decisions").rows} == {words.label(EvidenceTier.ILLUSTRATIVE)}


def test_a_classification_shows_its_own_tier_beside_that_of_the_description(record: PublicRecord, page: Story) -> None:
    one = record.program("denver_star")
    assert one is not None
    apart = replace(one, tier=EvidenceTier.PROGRAM_REPORTED, model_tier=EvidenceTier.THIRD_PARTY_UNREVIEWED)
    told = program.program_page(record, apart)
    facts, model = told.block("facts"), told.block("model")
    assert isinstance(facts, Facts)
    assert isinstance(model, Facts)
    assert (facts.tier, model.tier) == (apart.tier, apart.model_tier)
    assert model.source == apart.model_source
    assert words.of(apart.dispatch_model) not in [text for _, text in facts.rows]
    row = next(row for row in table(page, "models").rows if getattr(row[0], "text", "") == words.title(one))
    assert row[-2:] == (words.label(one.model_tier), (one.model_source,))


def test_what_was_searched_stands_on_both_pages(record: PublicRecord, page: Story) -> None:
    one = record.program("baltimore_911div")
    assert one is not None
    note = program.program_page(record, one).block("searched")
    assert isinstance(note, Note)
    row = next(row for row in table(page, "searches").rows if getattr(row[0], "text", "") == words.title(one))
    assert row[1:] == ("November 28, 2026", one.searched, one.unread)
    assert all(str(said) in note.text for said in row[1:])
    never = replace(one, searched_on=None, searched="", unread="")
    with pytest.raises(KeyError):
        program.program_page(record, never).block("searched")


def test_a_filter_keeps_what_is_said_of_all_programs_and_drops_the_choices_of_others(record: PublicRecord) -> None:
    found = programs.programs(record, ProgramFilter(state="OH"))
    assert {block.name for block in found.blocks} >= {"tradeoff", "response-model", "tip", "decisions"}
    chosen = {str(row[1]) for row in table(found, "decisions").rows}
    assert chosen
    assert all(", OH: " in name for name in chosen)
    assert [b.name for b in programs.programs(record, ProgramFilter(state="ZZ")).blocks] == ["nothing"]


def test_the_methods_set_a_field_standard_beside_the_ledger(record: PublicRecord) -> None:
    told = methods.methods(record)
    names = [block.name for block in told.blocks]
    assert names.index("standard") == names.index("counts") + 1, "its symbols are explained just above"
    assert len(table(told, "standard").rows) == len(record.remarks_on(Topic.STANDARD))


def test_a_correction_of_words_is_listed_like_one_of_a_figure(record: PublicRecord) -> None:
    rows = table(corrections.corrections(record), "mends").rows
    program = record.program("dakota_cru")
    assert program is not None
    dakota = next(row for row in rows if row[:2] == (words.title(program), "hours"))
    assert dakota[-1] == ""
    assert any(str(row[0]).endswith("decision 4") and row[1] == "what was chosen" for row in rows)
    assert Link("portland_psr-01", about("portland_psr-01")) in {row[0] for row in rows}
    assert any(not isinstance(row[-1], str) for row in rows)


def test_every_correction_is_listed_with_the_programs_that_it_is_about(record: PublicRecord) -> None:
    """Of those about no program, few sources that speak of the field are left; each page of the list goes on where the
    one before it ends."""
    by_program = table(methods.methods(record), "mends").rows
    links = [row[0] for row in by_program]
    asked = [link.question for link in links if isinstance(link, Link)]
    assert len(asked) == len(links) > 40
    assert list(corrections.PAGE.questions(record)) == asked
    counts = [row[1].amount.value for row in by_program if isinstance(row[1], Figure)]
    mends = [corrections.about_program(record, question.program) for question in asked]
    assert [len(found) for found in mends] == counts
    listed = {id(mend) for found in mends for mend in found}
    left = [mend for mend in record.corrections if id(mend) not in listed]
    assert {mend.file for mend in left} <= {"sources.csv"}
    assert len(left) < 20
    whole = table(corrections.corrections(record), "mends").rows
    assert len(whole) == len(record.corrections)
    pages = [
        table(story_of(record, Question(page="corrections", position=n + 1)), "mends").rows
        for n in range(-(-len(whole) // corrections.ROWS))
    ]
    assert [row for page in pages for row in page] == list(whole)


def test_corrections_speak_a_readers_words(record: PublicRecord) -> None:
    """No name of a column and no key of a file stands among them; every column that a file has could be mended."""
    rows = table(corrections.corrections(record), "mends").rows
    raw, name = re.compile(r"\b[a-z0-9]+_[a-z0-9_]+\b"), re.compile(r"https?://\S+|\b[a-z0-9_]+-s?\d+\b")
    titles = sorted((source.title for source in record.sources), key=len, reverse=True)  # words of others, as they are
    told = [cell for row in rows for cell in row[1:] if isinstance(cell, str)]
    told = [reduce(lambda said, title: said.replace(title, ""), titles, cell) for cell in told]
    assert len(told) > 1500
    assert [cell for cell in told if raw.search(name.sub("", cell))] == []
    named = voice.under("mended")
    bodies = [body for body in BODIES if body.file in {mend.file for mend in record.corrections}]
    assert len(bodies) == 7
    for body in bodies:
        assert set(body.columns) - {*body.key, "revision", "reason"} <= named.keys(), body.file
    assert not [told for told in named.values() if "_" in told]
    said, kinds = voice.under("mended_to"), {kind.key for kind in record.catalogue.call_types} | {"all"}
    keys = {
        value
        for mend in record.corrections
        if mend.column
        in ("stated_tier", "model_tier", "tier", "bound", "polarity", "kind", "read", "relation", "claim")
        for value in (mend.was, mend.now)
    }
    assert keys - said.keys() - kinds - {"nothing"} == set(), "a key of the files has words"


def test_a_label_of_a_program_shows_its_own_tier(record: PublicRecord) -> None:
    one = record.program("austin_emcot")
    assert one is not None
    rows = table(call_types.call_types(record, one, None), "labels").rows
    assert {row[-2] for row in rows} == {words.label(EvidenceTier.THIRD_PARTY_UNREVIEWED)}


def test_a_record_without_remarks_has_no_empty_tables(record: PublicRecord) -> None:
    bare = replace(record, remarks=())
    names = {b.name for b in (*programs.programs(bare, ProgramFilter()).blocks, *methods.methods(bare).blocks)}
    assert not names & {"response-model", "tip", "tradeoff", "report", "position", "standard"}


def _remark(**changes: object) -> Remark:
    about = {
        "topic": "tip",
        "item": "1",
        "position": 1,
        "text": "Start small.",
        "detail": "",
        "source": make.source(),
        "tier": EvidenceTier.THIRD_PARTY_UNREVIEWED,
    }
    return Remark(**(about | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"topic": "gossip"}, "remarks are about"),
        ({"topic": "tradeoff", "item": "10"}, "belongs to a design decision"),
        ({"topic": "tradeoff", "item": "cost"}, "belongs to a design decision"),
        ({"text": ""}, "says something"),
        ({"tier": EvidenceTier.INDEPENDENTLY_VERIFIED}, "never independently verified"),
    ],
)
def test_a_remark_that_cannot_be_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        _remark(**changes)


def test_no_words_are_ever_verified(record: PublicRecord) -> None:
    verified = EvidenceTier.INDEPENDENTLY_VERIFIED
    choice: Decision = record.decisions[0]
    label: OwnLabel = record.labels[0]
    for one, changes in (
        (choice, {"tier": verified}),
        (label, {"tier": verified}),
        (record.programs[0], {"tier": verified}),
        (record.programs[0], {"model_tier": verified}),
    ):
        with pytest.raises(ValueError, match="never independently verified"):
            replace(one, **changes)  # type: ignore[type-var]


def test_a_remark_on_a_study_tells_the_time_that_its_figure_tells(record: PublicRecord) -> None:
    """Eleven months are not a year."""
    counted = [p.figure for p in record.published if "eleven months" in p.figure.definition.numerator]
    assert counted
    for source in {s.source_id for f in counted for s in f.sources}:
        told = [r.text for topic in Topic for r in record.remarks_on(topic) if r.source.source_id == source]
        timed = [text for text in told if re.search(r"\b(months?|years?)\b", text)]
        assert timed
        assert not [text for text in timed if "eleven months" not in text]
