"""The facts that ship: every program named, every row sourced, every percentage with its base, nothing overclaimed."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.core.catalogue import ProgramKind
from dashboard.core.evidence import EvidenceTier
from dashboard.core.ledger import ALL, TOGETHER, Missing
from dashboard.core.record import PublicRecord
from tests.conftest import DATA

# every place that the founding material names as having such a program, or as evidence about one
NAMED = """
Albuquerque Atlanta Austin Baltimore Chicago Cincinnati Columbus Dakota Dayton Denver Moines Durham Eugene Guilford
Houston King Louisville Minneapolis Minnesota Nebraska Oakland Olympia Philadelphia Phoenix Portland Rochester Sacramento
Francisco Seattle Louis Petersburg Tucson Virginia Waco York Michigan
""".split()


def lines(name: str) -> list[dict[str, str]]:
    with (DATA / "published" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("place", NAMED)
def test_every_named_place_is_on_the_register(place: str, record: PublicRecord) -> None:
    assert any(place in f"{p.jurisdiction} {p.name}" for p in record.programs)


def test_every_percentage_says_what_it_is_of(record: PublicRecord) -> None:
    shares = [p.figure for p in record.published if p.figure.definition.unit.suffix == "%"]
    assert len(shares) > 100
    assert [f.figure_id for f in shares if not f.definition.denominator] == []


def test_every_figure_has_a_source_that_resolves(record: PublicRecord) -> None:
    known = {s.source_id for s in record.sources}
    assert all({s.source_id for s in p.figure.sources} <= known for p in record.published)


def test_no_row_of_the_files_claims_to_be_verified() -> None:
    for name in ("figures.csv", "series.csv", "programs.csv"):
        assert "independently_verified" not in {line["stated_tier"] for line in lines(name)}


def test_every_verified_figure_has_a_record_of_who_checked_it(record: PublicRecord) -> None:
    verified = [p.figure for p in record.published if p.figure.tier is EvidenceTier.INDEPENDENTLY_VERIFIED]
    assert len(verified) > 25
    for figure in verified:
        named = [v for v in figure.verifications if v.figure_id == figure.figure_id]
        assert named or figure.computed_here, figure.figure_id
        assert all(v.source.title and v.method and v.dated for v in named)


def test_the_audited_eligible_share_is_verified_and_the_capture_share_is_not(record: PublicRecord) -> None:
    """The auditor checked 37,113 eligible calls, and repeated 96,291 calls without checking them."""
    tiers = {p.figure_id: p.figure.tier for p in record.published}
    assert tiers["nyc_bheard-06"] is EvidenceTier.INDEPENDENTLY_VERIFIED
    assert tiers["nyc_bheard-07"] is EvidenceTier.PROGRAM_REPORTED
    assert tiers["nyc_bheard-04"] is EvidenceTier.PROGRAM_REPORTED


def test_only_comparison_studies_are_worded_as_effects(record: PublicRecord) -> None:
    """'Reduced', 'prevented', 'saved' need a comparison group, or must be told as somebody's claim."""
    for published in record.published:
        figure = published.figure
        if re.search(r"\b(reduc|prevent|sav(e|ed|ing))", figure.definition.statement, re.IGNORECASE):
            assert any(v.claim.causal for v in figure.verifications), figure.definition.statement


def test_felt_safe_and_injuries_never_share_a_family(record: PublicRecord) -> None:
    felt = [p for p in record.published if "felt" in p.figure.definition.key]
    assert felt
    assert {p.figure.definition.family for p in felt} == {"felt_safe"}


def test_every_mend_says_why_and_is_really_in_the_data(record: PublicRecord) -> None:
    assert len(record.mends) > 15
    for mend in record.mends:
        row = next(line for line in lines(mend.file) if line["figure_id"] == mend.row)
        shown = row[mend.column]
        assert mend.why
        assert mend.was != mend.now
        assert shown == mend.now or mend.column == "stated_tier"


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


def test_what_others_call_a_measure_is_on_file(record: PublicRecord) -> None:
    known = {p.figure_id for p in record.published}
    named = [figure_id for m in record.catalogue.metrics.values() for figure_id in m.others]
    assert len(named) > 15
    assert set(named) <= known
