"""Words without numbers: every row says who tells it, what was searched and when, in sentences a reader can follow."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from dashboard.core.catalogue import DECISIONS, DispatchModel, ProgramKind, Topic
from dashboard.core.evidence import EvidenceTier, Register
from dashboard.core.ledger import COUNTS
from dashboard.core.record import PublicRecord
from tests.data.test_shipped import lines

OUTSIDE = {"nonprofit-research", "academic", "third_party", "auditor"}  # kinds of publisher that are not the program
SAID = ("programs.csv", "decisions.csv", "crosswalk.csv", "remarks.csv")
LEFT_OVER = re.compile(r"\bseed\b|burton_2024|profile=|see next line|as above|\(pages?\)", re.IGNORECASE)
EDITORS = re.compile(r"\bNOT\b|\bURL\b|\bretrieved\b|source_id|\b[a-z]+_[a-z0-9_]*\d{2,4}\b|\bvia\b|README carries")
CHECKED = re.compile(r"\b(verif|independen)\w*", re.IGNORECASE)  # what only a record of a check that stands may say
BRITISH = re.compile(
    r"\b(centres?|(?<!Government )[Ll]icence|[Bb]ehaviour|[Oo]rganis|[Cc]olour|[Pp]rogramme)\b"
)  # Centre may be a name


@pytest.mark.parametrize("name", SAID)
def test_the_tier_of_words_follows_from_who_tells_them(name: str) -> None:
    """What an outsider writes about a program is never the program's own report."""
    kinds = {line["source_id"]: line["publisher_kind"] for line in lines("sources.csv")}
    told = lines(name)
    assert {line["stated_tier"] for line in told} <= {"program_reported", "third_party_unreviewed"}
    outsiders = [line for line in told if kinds[line["source_id"]] in OUTSIDE]
    assert len(outsiders) > 15
    assert {line["stated_tier"] for line in outsiders} == {"third_party_unreviewed"}


def test_a_classification_has_a_tier_and_a_source_of_its_own() -> None:
    kinds = {line["source_id"]: line["publisher_kind"] for line in lines("sources.csv")}
    found = lines("programs.csv")
    for line in found:
        assert line["model_note"].endswith("."), line["program_id"]
        told = "third_party_unreviewed" if kinds[line["model_source_id"]] in OUTSIDE else "program_reported"
        if line["program_id"] in NOBODY_NAMED:
            told = "third_party_unreviewed"
        if OURS.search(line["model_note"]) or line["kind"] == "context":
            told = "register"
        assert line["model_tier"] == told, line["program_id"]
    apart = {line["program_id"] for line in found if line["model_tier"] != line["stated_tier"]}
    assert {"chicago_care", "durham_ccd", "louisville_ccdp"} <= apart, "or one column would do"


NOBODY_NAMED = {"marin_mcrt"}  # of whose newsroom's sentence nobody is named
OURS = re.compile(r"this site classed|classed (here|as)", re.IGNORECASE)
GIVES = re.compile(r"(Safer Cities|Government Performance Lab|Justice Center) (names|classes|counts|describes)")
DOES = {  # what a note must tell before its label may claim it
    "1A": (r"911 (call-takers|dispatchers|center)|911 sends", r"\bsends?\b|\bsent\b|\bdispatch\b"),
    "1B": (r"\b911\b", r"transfer|hands?\b|passes\b|routes\b", r"988|crisis (line|unit)"),
    "1C": (r"(inside|in) (the )?(unit of the )?911|inside 911", r"clinician|counselor|social worker|staff|specialist"),
    "1F": (r"flags", r"clinicians (sit|in)"),
}
ANOTHER = re.compile(r"(desk|211|2-1-1|service|311)\b[^.;]*,? which[^.;]*\bsends|[Nn]avigators[^.;]* send|sends one of")


def test_a_letter_says_nothing_that_its_note_does_not_fulfil() -> None:
    """Each verb of a label stands in the note, and a note that names another sender has no letter."""
    found = [line for line in lines("programs.csv") if line["kind"] in ("program", "statewide")]
    assert {line["dispatch_model"] for line in found} == {*DOES, "other", "unknown"}
    for line in found:
        note = line["model_note"]
        for verb in DOES.get(line["dispatch_model"], ()):
            assert re.search(verb, note), (line["program_id"], verb)
        if ANOTHER.search(note):
            assert line["dispatch_model"] == "other", line["program_id"]
        if re.search("without saying which|nothing that was read says", note):
            assert line["dispatch_model"] == "unknown", line["program_id"]
    senders = {line["program_id"] for line in found if ANOTHER.search(line["model_note"])}
    assert {"toronto_tccs", "ottawa_anchor", "la_umcr", "nyc_bheard"} <= senders


def test_a_class_is_somebody_s_and_what_this_site_chose_is_its_own(record: PublicRecord) -> None:
    for program in record.programs:
        if program.kind in (ProgramKind.PROGRAM, ProgramKind.STATEWIDE):
            unknown = program.dispatch_model is DispatchModel.NOT_KNOWN
            chosen = bool(OURS.search(program.model_note))
            assert chosen is (program.model_tier is Register.REGISTER), program.program_id
            assert chosen or unknown or GIVES.search(program.model_note), program.program_id


def test_disputed_is_what_two_sources_say_of_the_same_center(record: PublicRecord) -> None:
    disputed = {d.program_id for d in record.decisions if d.number == 1 and d.disputed}
    assert disputed == {p.program_id for p in record.programs if p.model_note.startswith("Disputed.")}
    for decision in record.decisions:
        if decision.disputed:
            assert re.search(r"Safer Cities|newspaper|[Nn]ewsrooms", decision.note), (
                decision.program_id,
                decision.number,
            )
            assert not re.search(r"another of|one center of|not publicly confirmed", decision.note), decision.program_id
    for program in record.programs:
        if program.hours_kind == "disputed":
            assert "not publicly confirmed" not in program.coverage_hours, program.program_id


def test_a_note_says_how_few_calls_come_from_911(record: PublicRecord) -> None:
    """Where the register holds that less than half of a program's calls came from 911, the label does not stand alone."""
    shares = [p.figure for p in record.published if p.figure.definition.key == "source_911_share"]
    assert shares
    for figure in shares:
        program = record.program(figure.program_id)
        assert program is not None
        assert figure.amount is not None
        if figure.amount.value >= 50 or program.dispatch_model is DispatchModel.OTHER:
            continue
        assert f"{figure.amount.value:g}%" in program.model_note, figure.figure_id


@pytest.mark.parametrize("program_id", ["columbus_rru", "dakota_cru", "stlouis_bhr"])
def test_a_classification_that_sources_dispute_says_so(program_id: str, record: PublicRecord) -> None:
    program = record.program(program_id)
    assert program is not None
    assert program.model_note.startswith("Disputed.")
    assert [d.disputed for d in record.decisions if (d.program_id, d.number) == (program_id, 1)] == [True]


def test_every_program_says_what_was_searched_and_when(record: PublicRecord) -> None:
    real = [p for p in record.programs if p.kind is not ProgramKind.EXAMPLE]
    assert {p.searched_on for p in real} == {date(2026, 11, 28), date(2026, 11, 29)}
    for program in real:
        assert program.searched.endswith("."), program.program_id
        assert not re.search(r"publish(es|ed)? (nothing|no )", f"{program.searched} {program.unread}", re.IGNORECASE)


@pytest.mark.parametrize(
    ("program_id", "named"),
    [
        ("minneapolis_bcr", "Incidents Reported 911"),
        ("baltimore_911div", "updated every quarter"),
        ("seattle_care", "CARE Events Dashboard"),
        ("portland_psr", "dashboard"),
        ("rochester_pic", "Person in Crisis dashboard"),
        ("cincinnati_arc", "Alternative Response to Crisis dashboard"),
        ("virginia_988", "Report Document 177"),
        ("durham_heart", "open data portal"),
        ("abq_acs", "quarterly reports"),
    ],
)
def test_what_exists_and_was_not_read_is_named(program_id: str, named: str, record: PublicRecord) -> None:
    program = record.program(program_id)
    assert program is not None
    assert named in program.unread


def test_corrected_descriptions(record: PublicRecord) -> None:
    by_id = {p.program_id: p for p in record.programs}
    assert "not publicly confirmed" in by_id["dakota_cru"].coverage_hours
    assert "city department" in f"{by_id['rochester_pic'].home_kind} {by_id['rochester_pic'].org_home}"
    assert "Field team in March 2025" in by_id["austin_emcot"].coverage_hours


def test_every_decision_is_on_record_for_the_programs_that_were_missing(record: PublicRecord) -> None:
    held = {(d.program_id, d.number) for d in record.decisions}
    assert {("dakota_cru", 2), ("philly_911", 2), ("durham_heart", 8), ("abq_acs", 8), ("austin_emcot", 8)} <= held
    assert {number for _, number in held} == set(range(1, DECISIONS + 1))


@pytest.mark.parametrize("name", [*SAID, "sources.csv", "corrections.csv"])
def test_no_note_of_an_editor_is_left(name: str) -> None:
    for line in lines(name):
        for column, text in line.items():
            if column not in ("source_id", "url", "was") and line.get("column") != "source_id":
                assert not LEFT_OVER.search(text), (name, column, text)
                assert not BRITISH.search(text), (name, column, text)


NOTES = (("programs.csv", "notes"), ("decisions.csv", "note"), ("crosswalk.csv", "note"), ("sources.csv", "notes"))


def test_notes_are_sentences() -> None:
    for name, column in NOTES:
        said = [line[column] for line in lines(name) if line[column]]
        assert len(said) > 10
        assert [text for text in said if text[0].islower() or not text.endswith(".")] == []
        assert [text for text in said if EDITORS.search(text)] == []


def test_no_note_says_that_something_was_checked_unless_a_record_of_it_stands(record: PublicRecord) -> None:
    """The word of a note is not a check: what this site writes about a source or program says no more than its tiers."""
    raised = [(p.figure.program_id, v) for p in record.published for v in p.figure.standing.raised_by]
    sources = {v.source.source_id for _, v in raised}
    programs = {program_id for program_id, _ in raised}
    told = [(s.source_id, f"{s.title} {s.notes}") for s in record.sources if s.source_id not in sources]
    told += [(p.program_id, f"{p.notes} {p.model_note}") for p in record.programs if p.program_id not in programs]
    assert len(told) > 200
    assert [(name, text) for name, text in told if CHECKED.search(text)] == []


def test_remarks_cover_every_topic_and_hold_no_bare_percentage(record: PublicRecord) -> None:
    topics = Counter(remark.topic for remark in record.remarks)
    assert set(topics) == set(Topic)
    assert topics[Topic.TIP] == 4
    assert not [r.text for r in record.remarks if "%" in r.text], "a share is a figure, with what it was counted from"
    assert not [r.text for r in record.remarks if not r.text.endswith(".")]
    for topic in Topic:
        assert [r.position for r in record.remarks_on(topic)] == list(range(1, topics[topic] + 1))


def test_every_decision_has_what_speaks_for_and_against_a_choice(record: PublicRecord) -> None:
    sides: dict[str, set[str]] = {}
    for remark in record.remarks_on(Topic.TRADEOFF):
        sides.setdefault(remark.item, set()).add(remark.detail.rsplit(": ", 1)[1])
    assert sides == {str(n + 1): {"for", "against"} for n in range(DECISIONS)}


def test_what_was_not_read_is_told_as_not_read(record: PublicRecord) -> None:
    about = {remark.item: remark for remark in record.remarks}
    assert "could not be opened" in about["The 54 fields of the data dictionary"].text
    assert f"{len(COUNTS)} counts" in about["The 54 fields of the data dictionary"].text
    assert "could not be opened" in about["Four documented failures"].text
    assert "not found" in about["Which model takes the most calls"].detail
    studies = [r for r in record.remarks if r.source.source_id in ("bakko_2025", "swanson_2025", "nber_34344")]
    assert len(studies) == 3
    assert all("only" in r.text and "abstract was read here" in r.text for r in studies)
    assert {r.tier for r in studies} == {EvidenceTier.THIRD_PARTY_UNREVIEWED}


def test_symbols_beside_a_field_standard_are_those_of_the_ledger(record: PublicRecord) -> None:
    known = {count.symbol for count in COUNTS.values()}
    said = [s for r in record.remarks_on(Topic.STANDARD) for s in re.findall(r"\b[A-Z][a-z]?\b(?=[,/) ])", r.text)]
    named = {s for s in said if s in known}
    assert {"E", "O", "C", "Rp", "Rm", "N", "B", "D", "U"} <= named
    for formula in re.findall(
        r"\(([A-Z][a-z]?(?:(?: / |, )[A-Z][a-z]?)*)\)", " ".join(r.text for r in record.remarks_on(Topic.STANDARD))
    ):
        assert set(re.split(r" / |, ", formula)) <= known, formula
