"""The words around the published numbers: no heading is contradicted, no note is an editor's, no null is a zero."""

from __future__ import annotations

import csv
import re
from dataclasses import replace

import pytest

from dashboard import words
from dashboard.analysis.disagreements import Difference, disagreements
from dashboard.analysis.questions import choose
from dashboard.core.figure import Figure, Withheld, differences
from dashboard.core.happening import Happening
from dashboard.core.metric import Polarity
from dashboard.core.metrics import METRICS
from dashboard.core.record import PublicRecord
from tests.conftest import DATA

# headings that ask about one thing: what counts its absence must say so
ASKED = "reach capture police_backup felt_safe responder_safety growth contact follow_up transfer".split()
NEGATED = re.compile(r"\b(not|without|never|no|unsafe|unserved|unanswered|unmet|missed)\b", re.IGNORECASE)
ABBREVIATED = re.compile(r"\b(CAD|PSAP|EMCOT|OCMH|QMHP|BHR|CIT|CCD|ACS|PIC|MACRO|PSU|RTI|APD|HPD|MHD|NLC|n)\b")
SPELLED_OUT = re.compile(r"\(([A-Z]{2,6})\)")
EDITORS = ("see next", "as above", "profile=0", "burton_2024", "seed", "not retrieved", "the line above", "'over'")


def newest() -> dict[str, dict[str, str]]:
    """The newest revision of each row of figures.csv, read without the product."""
    with (DATA / "published" / "figures.csv").open(encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: int(row["revision"]))
    return {row["figure_id"]: row for row in rows}


@pytest.mark.parametrize("family", ASKED)
def test_no_statement_negates_its_heading_in_silence(family: str, record: PublicRecord) -> None:
    for published in record.published:
        definition = published.figure.definition
        if published.series or definition.family != family:
            continue
        negated = bool(NEGATED.search(words.statement(definition)))
        assert not negated or definition.polarity is Polarity.ABSENCE, words.statement(definition)


def test_what_counts_an_absence_is_where_it_was_found() -> None:
    absent = {i for i, row in newest().items() if row["polarity"] == "absence"}
    assert absent >= {"nyc_bheard-01", "nyc_bheard-03", "abq_acs-04", "durham_heart-07", "portland_psr-05"}


def test_every_note_is_one_or_two_plain_sentences() -> None:
    for figure_id, row in newest().items():
        note = row["caveat"]
        assert note, figure_id
        assert note[0].isupper() or note[0].isdigit(), (figure_id, note)
        assert note.endswith("."), (figure_id, note)
        assert not [word for word in EDITORS if word in note.lower()], (figure_id, note)
        sentences = re.findall(r"[.!?](?= |$)", re.sub(r"\b([ap])\.m\.", r"\1m", note))
        assert len(sentences) <= 2, (figure_id, note)
        unexplained = set(ABBREVIATED.findall(note)) - set(SPELLED_OUT.findall(note))
        assert not unexplained, (figure_id, note)


def test_every_correction_says_why_in_a_sentence() -> None:
    corrected = [row for row in newest().values() if row["revision"] != "1"]
    assert len(corrected) > 200
    assert [row["figure_id"] for row in corrected if not re.fullmatch(r"[A-Z0-9].+\.", row["reason"])] == []


def test_what_is_told_in_words_or_not_found_has_no_number(record: PublicRecord) -> None:
    found = {p.figure_id: p.figure for p in record.published}
    withheld = (
        "denver_star-03",  # no effect found
        "king_911_988-01",  # said in words
        "king_911_988-02",
        "houston_ccd-05",  # people over calls
        "louisville_ccdp-03",
        "austin_emcot-18",  # overtaken
        "durham_heart-20",  # a direction alone
        "durham_heart-21",
    )
    for figure_id in withheld:
        assert isinstance(found[figure_id], Withheld), figure_id
    assert isinstance(found["nyc_bheard-06"], Figure)
    assert words.of(found["nyc_bheard-06"]) == "65%"


PRINTED_ELSEWHERE = {
    "missing-unlike": "what was printed counts something else and stands with its kind",
    "missing-changed": "the service changed meanwhile, or its base is not told; what was printed stands with its kind",
}


@pytest.mark.parametrize(
    ("program_id", "family"),
    [
        ("abq_acs", "growth"),
        ("portland_psr", "growth"),
        ("nyc_bheard", "growth"),
        ("madison_cares", "growth"),
        ("nebraska_988", "growth"),
        ("virginia_988", "growth"),
        ("phoenix_cap", "growth"),
        ("seattle_care", "growth"),
        ("mesa_911", "growth"),
        ("minneapolis_bcr", "growth"),
        ("baltimore_911div", "growth"),
        ("durham_heart", "phone_resolution"),
    ],
)
def test_where_something_else_was_printed_nobody_reads_that_nothing_was_found(
    program_id: str, family: str, record: PublicRecord
) -> None:
    program = next(p for p in record.programs if p.program_id == program_id)
    chosen = choose(record, program, record.catalogue.family(family))
    assert isinstance(chosen.figure, Withheld)
    (why,) = chosen.figure.note
    assert words.of(chosen.figure) == f"not comparable ({PRINTED_ELSEWHERE[why.key]})"


def test_findings_of_studies_stand_alone_and_are_studies(record: PublicRecord) -> None:
    """Every figure in their family names the study it is from; shares of a call load are not among them."""
    findings = [p.figure for p in record.published if p.figure.definition.family == "effect" and not p.series]
    assert len(findings) > 5
    assert all(any(v.kind.is_study for v in f.verifications) for f in findings)
    assert not [f.figure_id for f in findings if f.program_id == "portland_psr"]


def test_two_injuries_are_never_confused() -> None:
    """A kidnapping, and injuries of nobody knows whom, are not the injuries of responders."""
    families = {i: row["family"] for i, row in newest().items()}
    for figure_id in ("tucson_911-03", "abq_acs-17", "minneapolis_bcr-01"):
        assert families[figure_id] == "serious_harm"


# what asks about part of the police load, of the hours, of a crisis line, of where calls come from
BY_BASE = {
    "load_share": "oakland_macro-01 oakland_macro-02 abq_acs-13 portland_psr-01 portland_psr-25 portland_psr-26",
    "within_hours": "cincinnati_arc-13 durham_ccd-01 durham_heart-05 durham_heart-08",
    "crisis_line": "nebraska_988-01 sacramento_988-02 tucson_911-01",
    "call_source": "oakland_macro-24 ottawa_anchor-09 ottawa_anchor-11",
    "capture": "madison_cares-03 madison_cares-04",
    "co_response": "rochester_pic-01 portland_psr-05 abq_acs-18",
    "outcome": "durham_heart-33 ottawa_anchor-04",
    "volume": "baltimore_911div-21 phoenix_cap-02 seattle_care-23 mesa_911-23 minneapolis_bcr-06",
}


@pytest.mark.parametrize("family", BY_BASE)
def test_a_share_stands_where_its_base_belongs(family: str) -> None:
    families = {i: row["family"] for i, row in newest().items()}
    assert {families[figure_id] for figure_id in BY_BASE[family].split()} == {family}


@pytest.mark.parametrize(
    ("figure_id", "base"),
    [
        ("minneapolis_bcr-01", 10_369),
        ("minneapolis_bcr-02", 16_000),
        ("minneapolis_bcr-23", 30_000),
        ("abq_acs-17", 16_000),
        ("portland_psr-33", 903),
        ("eugene_cahoots-18", 47_870),
        ("chicago_care-23", 1_500),
        ("denver_star-04", 748),
        ("denver_star-34", 1_600),
        ("denver_star-35", 2_837),
    ],
)
def test_a_zero_stands_beside_what_it_was_counted_from(figure_id: str, base: int, record: PublicRecord) -> None:
    figure = next(p.figure for p in record.published if p.figure_id == figure_id)
    assert isinstance(figure, Figure)
    assert figure.ratio
    assert (figure.value, figure.ratio.numerator, figure.ratio.denominator) == (0, 0, base)


def test_a_denominator_is_words_that_follow_of_and_tells_no_count_twice() -> None:
    for figure_id, row in newest().items():
        assert not re.match(r"(not|a base|unknown)\b", row["denominator"]), figure_id
        digits = row["denominator"].replace(",", "")
        assert not row["denominator_count"] or row["denominator_count"] not in digits, figure_id


def test_what_a_body_of_the_program_says_is_the_programs_own_word() -> None:
    """Whoever designed, ran or planned a program, or was hired to evaluate it, stands on its side, in every row."""
    with (DATA / "published" / "verifications.csv").open(encoding="utf-8") as file:
        inside = {
            row["figure_id"]
            for row in csv.DictReader(file)
            if row["relation"] != "outside" and row["figure_revision"] == newest()[row["figure_id"]]["revision"]
        }
    theirs = {
        i for i, row in newest().items() if row["source_id"] in ("gpl_durham", "mcp_2025") or "psu" in row["source_id"]
    }
    assert len(inside | theirs) > 20
    assert {newest()[figure_id]["stated_tier"] for figure_id in inside | theirs} == {"program_reported"}


def test_two_reports_of_one_count_differ_only_where_both_were_read(record: PublicRecord) -> None:
    """Two counts of the same calls, each with its words: a reader is told that they differ. Without the words of one it
    contradicts nobody."""
    told = {p.figure_id: p.figure for p in record.published}
    one, other = told["abq_acs-09"], told["abq_acs-10"]
    assert isinstance(one, Figure) and isinstance(other, Figure)
    assert one.value != other.value and one.period == other.period and not differences(one, other)
    assert one.trace is not None and other.trace is not None
    assert one.figure_id in beside(record, other)
    unread = replace(other, trace=None)
    published = tuple(replace(p, figure=unread) if p.figure is other else p for p in record.published)
    assert one.figure_id not in beside(replace(record, published=published), unread)


def beside(record: PublicRecord, figure: Figure) -> set[str]:
    """What stands beside a figure as another count of the same calls."""
    same = [d for d in disagreements(record) if d.kind is Difference.SAME_COUNT]
    assert not [d for d in same if any(f.trace is None for f in d.figures)]
    sets = ({f.figure_id for f in d.figures} for d in same)
    return {found for one in sets if figure.figure_id in one for found in one}


# what a question names as its base, and what shows in a base that it is none of these: a figure under it contradicts it
NAMED_BASES = {
    "load_share": r"police|welfare checks|calls a year",
    "within_hours": r"eligible",
    "routed": r"mental-health|crisis",
    "reach": r"eligible|routed to the program|^$",  # without a base it is a count of such calls
}
ONE_LINE = re.compile(r"\b988\b")


def headed(record: PublicRecord, family: str) -> list[Figure | Withheld]:
    return [p.figure for p in record.published if p.figure.definition.family == family]


def test_a_question_that_names_a_base_has_no_figure_of_another(record: PublicRecord) -> None:
    """'Of the calls police would have had' stands over no share of a program's own calls, in any family."""
    naming = {f.key for f in record.catalogue.families if f.question.startswith("Of ")}
    assert naming == set(NAMED_BASES)
    for family, named in NAMED_BASES.items():
        assert headed(record, family)
        for figure in headed(record, family):
            assert re.search(named, figure.definition.denominator), (family, figure.figure_id)
    ours = {m.definition.family: m.definition for m in METRICS.values()}
    assert not set(ours) & set(NAMED_BASES), "what quarters count has bases of its own"


def test_a_crisis_line_is_not_always_988(record: PublicRecord) -> None:
    """The line may be a regional one or an earlier one, and the one who tells need not be the line."""
    bases = [f.definition.denominator for f in headed(record, "crisis_line")]
    assert [base for base in bases if base and not ONE_LINE.search(base)]
    family = record.catalogue.family("crisis_line")
    assert not ONE_LINE.search(f"{family.name} {family.question}")
    assert "its own" not in family.question


def test_a_question_about_volume_asks_for_what_stands_under_it(record: PublicRecord) -> None:
    question = record.catalogue.family("volume").question
    units = {f.definition.unit.key for f in headed(record, "volume") if isinstance(f, Figure)}
    assert {"people", "percent_change"} <= units
    assert "people" in question and "change" in question


def test_what_is_no_wait_does_not_stand_under_waits(record: PublicRecord) -> None:
    told = [words.statement(f.definition) for f in headed(record, "timeliness")]
    assert told and not [said for said in told if re.search(r"length|intervention|lasted", said)]


def test_backup_is_asked_for_or_needed(record: PublicRecord) -> None:
    """Some sources print calls that needed police, not calls on which the team asked for them."""
    told = [words.statement(f.definition) for f in headed(record, "police_backup")]
    assert [said for said in told if not re.search(r"asked|request", said)]
    assert re.search(r"ask .*or need", record.catalogue.family("police_backup").question)


def test_a_number_names_which_second_service_is_left_out(record: PublicRecord) -> None:
    """The heading names none of them alone: one source leaves out ambulances, another fire crews."""
    told = headed(record, "police_ems_free")
    assert {bool(re.search(r"EMS|ambulance", f.definition.numerator)) for f in told} == {True, False}
    assert all(re.search(r"EMS|ambulance|fire", f.definition.numerator) for f in told)
    assert not re.search(r"EMS|ambulance|fire", record.catalogue.family("police_ems_free").name)
    for figure in told:
        if figure.program_id == "columbus_rru":
            assert "ambulance" in str(figure.caveat).lower(), figure.figure_id


NOBODY = re.compile(
    r"own sentence|(names|naming) (no|nobody)|no speaker|without a speaker|nobody is (named|quoted)|own voice|"
    r"names no program",
    re.IGNORECASE,
)


def test_a_number_of_which_nobody_is_quoted_is_not_the_programs_word() -> None:
    """One rule for every row: whoever is not named has not reported it."""
    told = {i: row["stated_tier"] for i, row in (newest() | points()).items() if NOBODY.search(row["caveat"])}
    assert len(told) > 10
    assert not [i for i, tier in told.items() if tier == "program_reported"]


ITS_OWN_VOICE = re.compile(
    r"\b(report|newsroom|newspaper|article|broadcaster|magazine|paper) (now )?says\b", re.IGNORECASE
)
# what a report says and is the program's word all the same: whose word it is
SPOKEN_FOR = {
    "the program's data, as the article says": "austin_emcot-36 austin_emcot-37",
    "statistics that the council had shared": "columbus_rru-36 columbus_rru-37",
    "data of the nonprofit that runs it, as the report says": "louisville_ccdp-s04 louisville_ccdp-s05 louisville_ccdp-s06",
    "the city's data brief": "nyc_bheard-s02 nyc_bheard-s03 nyc_bheard-s06 nyc_bheard-s22",
    "the report is that of a university that the city asked": "louisville_ccdp-01",
    "the report is the police department's own": "eugene_cahoots-46 eugene_cahoots-s47",
}


def points() -> dict[str, dict[str, str]]:
    """The newest revision of each row of series.csv."""
    with (DATA / "published" / "series.csv").open(encoding="utf-8") as file:
        return {row["figure_id"]: row for row in sorted(csv.DictReader(file), key=lambda row: int(row["revision"]))}


def test_what_a_newsroom_says_in_its_own_voice_is_not_the_programs_word() -> None:
    """'The report says' names nobody; the few rows that stand on the program's side say elsewhere whose word it is."""
    spoken_for = {figure_id for ids in SPOKEN_FOR.values() for figure_id in ids.split()}
    theirs = {
        i
        for i, row in (newest() | points()).items()
        if ITS_OWN_VOICE.search(row["caveat"]) and row["stated_tier"] == "program_reported"
    }
    assert theirs == spoken_for


def test_words_that_are_not_traced_are_nobodys_word_yet() -> None:
    rows = newest() | points()
    with (DATA / "published" / "traces.csv").open(encoding="utf-8") as file:
        untraced = {
            row["figure_id"]
            for row in csv.DictReader(file)
            if row["printed"] == "not traced" and row["figure_revision"] == rows[row["figure_id"]]["revision"]
        }
    assert untraced
    assert not [i for i in untraced if rows[i]["stated_tier"] == "program_reported"]


def test_a_number_that_is_kept_twice_has_one_tier() -> None:
    rows = newest() | points()
    twice = {i: row["same_as"] for i, row in rows.items() if row["same_as"]}
    assert twice
    assert not [i for i, of in twice.items() if rows[i]["stated_tier"] != rows[of]["stated_tier"]]


def test_one_sentence_of_one_article_has_one_tier() -> None:
    """Two numbers of an article that says neither in anybody's name are both its own."""
    tiers = {i: row["stated_tier"] for i, row in newest().items()}
    assert tiers["durham_heart-11"] == tiers["durham_heart-12"] == "third_party_unreviewed"
    assert tiers["abq_acs-12"] == tiers["abq_acs-13"] == "third_party_unreviewed"


def test_one_estimate_has_one_call_type() -> None:
    """The police department's rates and the student's copies of them are of the same calls."""
    kinds: dict[str, set[str]] = {}
    for row in newest().values():
        if row["family"] == "diversion":
            kinds.setdefault(f"{row['program_id']} {row['metric']}", set()).add(row["call_type"])
    assert not {metric: found for metric, found in kinds.items() if len(found) > 1}


def test_a_round_number_printed_without_the_word_is_kept_as_about() -> None:
    told = [row for row in newest().values() if re.search(r"round number", row["caveat"]) and row["value"]]
    assert len(told) > 3
    assert not [row["figure_id"] for row in told if row["bound"] == "exact"]


def test_no_growth_is_told_across_a_change_of_service(record: PublicRecord) -> None:
    """What a note calls a change of hours, teams or area is filed as a change, not as growth of one service."""
    grown = [f for f in headed(record, "growth") if isinstance(f, Figure) and f.program_id != "example_county"]
    assert not [f.figure_id for f in grown if re.search(r"around the clock|hours|citywide|new teams", str(f.caveat))]


KEPT_FROM_POLICE = re.compile(
    r"\b(divert|deflect|kept|keep)\w*( away)? from\b.*\b(police|law enforcement)", re.IGNORECASE
)


def test_a_share_kept_from_police_stands_under_diversion(record: PublicRecord) -> None:
    """A share of calls that a numerator or a statement calls diverted from police answers that question and no other;
    a count of such calls is no share. No row is an exception."""
    told = [
        p.figure
        for p in record.published
        if p.figure.definition.unit.is_percent
        and any(
            KEPT_FROM_POLICE.search(t) for t in (p.figure.definition.numerator, words.statement(p.figure.definition))
        )
    ]
    assert {f.figure_id for f in told} >= {"sf_scrt-22", "sf_scrt-23", "abq_acs-07", "oakland_macro-22"}
    assert {f.figure_id: f.definition.family for f in told if f.definition.family != "diversion"} == {}


ONE_SERVICE = re.compile(
    r"\b(one|a single|the same) (area|neighborhood|zone|district)\b|\boffice hours\b|\b\d+ hours a (day|week)\b",
    re.IGNORECASE,
)
TELLS_A_CHANGE = re.compile(r"\b(grew|grow\w*|chang\w+|added|went|became|had become|from [^.]+ to)\b", re.IGNORECASE)


def test_no_note_tells_of_one_area_or_one_set_of_hours_where_they_changed_within(record: PublicRecord) -> None:
    """Held against what is on record of the program's life: a change of area or hours certainly inside the period."""
    changed = 0
    wrong = []
    for p in record.published:
        program, period = record.program(p.figure.program_id), p.figure.period
        if program is None or not (period.start and period.end):
            continue
        inside = [
            e
            for e in program.life.events
            if e.what in (Happening.AREA_CHANGED, Happening.HOURS_CHANGED)
            and period.start < e.first
            and e.last <= period.end
        ]
        changed += bool(inside)
        note = p.figure.caveat
        if inside and ONE_SERVICE.search(note) and not TELLS_A_CHANGE.search(note):
            wrong.append((p.figure_id, note))
    assert changed > 20
    assert not wrong


def test_no_base_says_again_what_was_counted(record: PublicRecord) -> None:
    """'About 160 incidents of incidents' tells one word twice."""
    assert not [p.figure_id for p in record.published if re.search(r"\b(\w+),? of \1\b", words.full(p.figure))]


def _cover(record: PublicRecord, figure_id: str) -> str:
    (found,) = (p.figure for p in record.published if p.figure.figure_id == figure_id)
    return " ".join(words.of(why) for why in found.cover.why)


@pytest.mark.parametrize(
    ("figure_id", "said"),
    [
        ("nyc_bheard-07", "changed the area it serves in Oct 2023 (to the whole Bronx)"),
        ("denver_star-33", "changed the area it serves at some time from Sep 2021 to Dec 2021"),
        ("madison_cares-03", "changed its hours on Jul 25, 2022"),
        ("toronto_tccs-11", "from four areas to the whole city"),
        ("durham_heart-09", "at some time from Oct 2023 to Nov 2023 (to 12 hours a day, all year)"),
        ("louisville_ccdp-05", "at some time from Jun 2023 to Jul 2023"),
        ("seattle_care-22", "changed the area it serves on Mar 10, 2025"),
        ("minneapolis_bcr-03", "at some time from Jun 2023 to Dec 2023"),
    ],
)
def test_a_figure_across_a_change_that_is_on_record_says_so(figure_id: str, said: str, record: PublicRecord) -> None:
    assert said in _cover(record, figure_id)


def test_no_figure_is_doubted_for_what_came_after_it_or_began_with_it(record: PublicRecord) -> None:
    assert [f for f in ("seattle_care-01", "seattle_care-21", "seattle_care-24") if "began" in _cover(record, f)] == []
