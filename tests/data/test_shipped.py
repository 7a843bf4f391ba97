"""The facts that ship: every program named, every row sourced, every percentage with its base, nothing overclaimed."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard import words
from dashboard.analysis.bases import base
from dashboard.core.catalogue import ProgramKind
from dashboard.core.evidence import Claim, EvidenceTier
from dashboard.core.ledger import ALL, TOGETHER, Missing
from dashboard.core.record import PublicRecord
from dashboard.core.verification import Check, Relation
from dashboard.story.blocks import ProgramMap
from dashboard.story.methods import methods
from dashboard.story.programs import ProgramFilter, programs
from tests.conftest import DATA

# every place that the founding material names as having such a program, or as evidence about one
NAMED = """
Albuquerque Atlanta Austin Baltimore Chicago Cincinnati Columbus Dakota Dayton Denver Moines Durham Eugene Guilford
Houston King Louisville Minneapolis Minnesota Nebraska Oakland Olympia Philadelphia Phoenix Portland Rochester Sacramento
Francisco Seattle Louis Petersburg Tucson Virginia Waco York Michigan
""".split()

# what names a row of a file that is not made of figures
NAMED_BY = {"programs.csv": ("program_id",), "decisions.csv": ("program_id", "number"), "sources.csv": ("source_id",)}


def lines(name: str) -> list[dict[str, str]]:
    with (DATA / "published" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("place", NAMED)
def test_every_named_place_is_on_the_register(place: str, record: PublicRecord) -> None:
    assert any(place in f"{p.jurisdiction} {p.name}" for p in record.programs)


def test_every_percentage_says_what_it_is_of(record: PublicRecord) -> None:
    shares = [p.figure for p in record.published if p.figure.definition.unit.is_percent]
    assert len(shares) > 100
    assert [f.figure_id for f in shares if not words.base(f.definition)] == []


def test_every_figure_has_a_source_that_resolves(record: PublicRecord) -> None:
    known = {s.source_id for s in record.sources}
    assert all({s.source_id for s in p.figure.sources} <= known for p in record.published)


def test_no_row_of_the_files_claims_to_be_verified() -> None:
    for name in ("figures.csv", "series.csv", "programs.csv"):
        assert "independently_verified" not in {line["stated_tier"] for line in lines(name)}


def test_every_verified_figure_has_a_record_of_who_checked_it(record: PublicRecord) -> None:
    """And no record raises a figure of which too little was read, or that stands inside the program."""
    assert any(p.figure.standing.records for p in record.published)
    for figure in (p.figure for p in record.published):
        raised = figure.standing.raised_by
        verified = figure.tier is EvidenceTier.INDEPENDENTLY_VERIFIED
        assert verified == bool(raised) or figure.computed_here, figure.figure_id
        for v in raised:
            assert v.source.title and v.method and v.dated and v.scope
            assert v.read.enough and v.relation is Relation.OUTSIDE and v.kind is not Check.REPEATS
            assert figure.period.start and figure.period.end


def test_the_records_on_file_that_are_no_check_each_say_why(record: PublicRecord) -> None:
    short = [why for p in record.published for _, why in p.figure.standing.short]
    assert len(short) > 15
    assert all(len(words.of(why)) > 20 for why in short)


def test_nothing_that_was_read_so_far_is_a_check(record: PublicRecord) -> None:
    """Of the audit only the openings of the report and of its release were read, which do not tell how the calls were
    counted; no study was read beyond its abstract or the opening of a release. A check that is added here is added to
    this list."""
    tiers = {p.figure_id: p.figure.tier for p in record.published if not p.series}
    assert {i for i, tier in tiers.items() if tier is EvidenceTier.INDEPENDENTLY_VERIFIED} == set()
    assert EvidenceTier.INDEPENDENTLY_VERIFIED not in {p.figure.tier for p in record.published if p.series}
    short = {p.figure_id: dict(p.figure.standing.short) for p in record.published}
    for figure_id in ("nyc_bheard-03", "nyc_bheard-08"):
        assert [
            why for why in short[figure_id].values() if "only the opening of its summary or release" in words.of(why)
        ]


def test_one_rule_holds_for_every_audit(record: PublicRecord) -> None:
    """What an auditor says in its own words is a third party's word; what it repeats from the program is the program's.
    Nothing is called a recount of which too little was read to tell how it was counted."""
    audited = {
        p.figure_id: p.figure
        for p in record.published
        if not p.figure.computed_here and {s.publisher_kind for s in p.figure.sources} == {"auditor"}
    }
    own = {i for i, f in audited.items() if any(v.kind in (Check.STATED, Check.RECOUNT) for v in f.verifications)}
    assert {
        "nyc_bheard-01",
        "nyc_bheard-03",
        "nyc_bheard-06",
        "nyc_bheard-08",
        "king_911_988-01",
        "king_911_988-02",
    } <= own
    assert {"nyc_bheard-02", "nyc_bheard-04", "nyc_bheard-05"} <= set(audited) - own
    for name, figure in audited.items():
        mark = EvidenceTier.THIRD_PARTY_UNREVIEWED if name in own else EvidenceTier.PROGRAM_REPORTED
        assert figure.tier is mark, name
    checks = [v for p in record.published for v in p.figure.verifications]
    assert checks and not [v.figure_id for v in checks if v.kind is Check.RECOUNT and not v.read.enough]


def test_only_comparison_studies_are_worded_as_effects(record: PublicRecord) -> None:
    """'Reduced', 'prevented', 'saved' need a comparison group, or must be told as somebody's claim."""
    for published in record.published:
        figure = published.figure
        if re.search(r"\b(reduc|prevent|sav(e|ed|ing))", words.statement(figure.definition), re.IGNORECASE):
            assert any(v.claim in (Claim.COMPARISON_GROUP, Claim.RANDOMIZED) for v in figure.verifications), (
                words.statement(figure.definition)
            )


def test_felt_safe_and_injuries_never_share_a_family(record: PublicRecord) -> None:
    felt = [p for p in record.published if "felt" in p.figure.definition.key]
    assert felt
    assert {p.figure.definition.family for p in felt} == {"felt_safe"}


def test_every_mend_says_why_and_is_really_in_the_data(record: PublicRecord) -> None:
    """A mend names a row by its id and says what now stands there; a tier is not a cell but what the records earn."""
    tiers = {p.figure_id: p.figure.tier.key for p in record.published}
    assert len(record.corrections) > 15
    for mend in record.corrections:
        key = NAMED_BY.get(mend.file, ("figure_id",))
        named = [line for line in lines(mend.file) if "|".join(line[c] for c in key) == mend.row]
        assert named, mend
        assert mend.why.endswith("."), mend
        assert mend.was != mend.now
        if mend.column == "tier":
            assert tiers.get(mend.row, mend.now) == mend.now, mend
        else:
            assert (named[-1][mend.column] or "nothing") == mend.now, mend


def test_the_example_is_made_up_and_says_so(record: PublicRecord) -> None:
    program = record.program("example_county")
    assert program is not None
    assert program.kind is ProgramKind.EXAMPLE
    assert {r.tier for r in record.rows if r.program_id == "example_county"} == {EvidenceTier.ILLUSTRATIVE}
    assert not [p for p in record.counted() if p.figure.tier is EvidenceTier.ILLUSTRATIVE]


def test_the_example_tells_its_story(record: PublicRecord) -> None:
    quarters = record.quarters("example_county")
    assert len(quarters) == 16
    assert len({r.call_type for r in record.rows} - {ALL, TOGETHER}) == 9
    assert {r.quarter for r in record.rows if r.call_type == ALL} == set(quarters)
    assert [s.quarter for s in record.submissions if s.days_late] == [quarters[7]]
    assert {s.rule_version for s in record.submissions} == {1, 2}
    assert {r.counts["responder_injuries"] for r in record.rows if r.call_type == ALL} == {0}
    assert {r.counts["responder_injuries"] for r in record.rows} == {0, Missing.PRIVACY}
    first, last = (record.row("example_county", q) for q in (quarters[0], quarters[-1]))
    assert first is not None
    assert last is not None
    assert last.counts["mobile_team_sent"] > first.counts["mobile_team_sent"]  # type: ignore[operator]


def test_the_generator_writes_the_shipped_bytes_again(tmp_path: Path) -> None:
    copy = tmp_path / "generate.py"
    copy.write_bytes((DATA / "example" / "generate.py").read_bytes())
    subprocess.run([sys.executable, str(copy)], check=True)
    for name in ("ledger.csv", "submissions.csv"):
        assert (tmp_path / name).read_bytes() == (DATA / "example" / name).read_bytes()


def test_what_the_988_line_says_of_its_own_callers_is_never_a_headline(record: PublicRecord) -> None:
    """Most of them were never going to 911: such a share may not stand beside one of calls that 911 handed over."""
    asked = [p.figure for p in record.published if p.figure.definition.family == "crisis_line"]
    assert asked
    assert not record.catalogue.family("crisis_line").headline
    named = {family for metric in record.catalogue.metrics.values() for family in [metric.definition.family]}
    assert "crisis_line" not in named


def test_a_province_is_a_place_like_a_state(record: PublicRecord) -> None:
    places = {
        province: [b for b in programs(record, ProgramFilter(state=province)).blocks if isinstance(b, ProgramMap)]
        for province in ("ON", "BC")
    }
    assert [len(shown[0].places) for shown in places.values()] == [2, 1]
    assert all("provinces" in shown[0].title for shown in places.values())
    assert all(place.latitude > 41.6 for shown in places.values() for place in shown[0].places)  # Canada's south


def test_what_others_call_a_measure_is_on_file(record: PublicRecord) -> None:
    known = {p.figure_id for p in record.published}
    named = [figure_id for m in record.catalogue.metrics.values() for figure_id in m.others]
    assert len(named) > 15
    assert set(named) <= known
    tables = [methods(record).block(name) for name in ("others", "others-near")]
    shown = [figure.figure_id for table in tables for figure in table.figures]
    assert sorted(shown) == sorted(named), "what answers another question, or counts the absence, is not named at all"
    assert not set(tables[0].figures) & set(tables[1].figures)


# of which calls each published figure is a share that goes by the name of a measure, read by hand
OF_THE_SAME_CALLS = {
    "diversion_of_handled": {"austin_emcot-07"},
    "phone_resolution": {"austin_emcot-02"},
}


def test_a_figure_stands_under_a_measure_only_if_it_is_a_share_of_the_same_calls(record: PublicRecord) -> None:
    published = {p.figure_id: p.figure for p in record.published}
    by_name = {words.name(m): m.key for m in record.catalogue.metrics.values()}
    under: dict[str, set[str]] = {}
    for row in methods(record).block("others").rows:
        under.setdefault(by_name[row[0]], set()).add(row[2].figure_id)
        assert base(record.catalogue.metrics[by_name[row[0]]].definition) is base(row[2].definition)
    assert under == OF_THE_SAME_CALLS
    for metric in record.catalogue.metrics.values():
        assert base(metric.definition) or metric.key in ("growth", "followup_reached"), metric.key
        for name in metric.others:
            assert name in under.get(metric.key, ()) or base(published[name].definition) is not base(metric.definition)


def test_the_readme_names_every_source_without_a_day_of_reading() -> None:
    """Whoever reads one enters the day, and the list gets shorter."""
    readme = (DATA.parent / "README.md").read_text(encoding="utf-8")
    told = readme.partition("have no day of\nreading")[2].partition("names them")[0]
    assert set(re.findall(r"`([a-z0-9_]+)`", told)) == {
        line["source_id"] for line in lines("sources.csv") if not line["accessed"]
    }
