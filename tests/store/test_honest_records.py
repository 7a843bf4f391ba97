"""A record of a check in the data files says nothing that cannot be: no row by itself makes a number verified."""

from __future__ import annotations

import csv
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dashboard.core.evidence import EvidenceTier
from dashboard.core.record import PublicRecord
from dashboard.store import references
from dashboard.store.assemble import assemble
from dashboard.store.files import BrokenRow, Located, read
from tests.conftest import DATA

TODAY = datetime(2026, 11, 29, 12, tzinfo=UTC)
CITY = {
    "figure_id": "columbus_rru-09",
    "figure_revision": "3",
    "verifier": "State Auditor",
    "method": "records audit",
    "claim": "count",
    "scope": "x.",
    "agrees": "yes",
    "found": "",
    "source_id": "nyc_audit_2025",
    "dated": "2025-05-23",
    "kind": "recount",
    "read": "full",
    "relation": "outside",
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the files that are read here, to be broken and mended."""

    return Path(shutil.copytree(DATA, tmp_path_factory.mktemp("honest") / "data"))


def loaded(files: Path, *rows: dict[str, str], figures: tuple[str, ...] = ()) -> PublicRecord:
    """What the files make with further records of checks and lines of figures. BrokenRow as a load would give it."""
    checks, numbers = files / "published" / "verifications.csv", files / "published" / "figures.csv"
    before = checks.read_bytes(), numbers.read_bytes()
    try:
        with checks.open("a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, list(CITY), lineterminator="\n").writerows(rows)
        with numbers.open("a", encoding="utf-8", newline="") as file:
            file.writelines(f"{line}\n" for line in figures)
        located: list[Located] = read(files)
        record = assemble(located, version=0, as_of=TODAY.date())
        references.check(located, record, ())
        return record
    finally:
        checks.write_bytes(before[0])
        numbers.write_bytes(before[1])


LIES: list[tuple[dict[str, str], str, str]] = [
    # what is changed, the column, a word of the message
    ({"verifier": "City of Columbus", "source_id": "epd_2021", "dated": "2099-01-01"}, "dated", "still to come"),
    ({"dated": "2026-11-30"}, "dated", "still to come"),
    ({"dated": "2026-12"}, "dated", "still to come"),
    ({"dated": "2025-05-24"}, "dated", "after 'nyc_audit_2025' was published"),
    ({"dated": "2026-11-29", "source_id": "dakota_page"}, "source_id", "program"),
    ({"dated": "2026-11-29", "source_id": "columbus_gov"}, "dated", "after 'columbus_gov' was read here (2026-11-28)"),
    ({"source_id": "epd_2021", "dated": "2022"}, "read", "no day on which 'epd_2021' was read"),
    ({"source_id": "epd_2021", "dated": "2022", "read": "summary"}, "read", "opening, abstract or press"),
    ({"verifier": "City of Columbus"}, "relation", "the program's own: City of Columbus"),
    ({"verifier": "CITY  OF COLUMBUS"}, "relation", "designed, ran, hired, planned"),
    ({"verifier": "City of Columbus, Department of Public Safety"}, "relation", "City of Columbus"),
    ({"verifier": "Columbus Public Health"}, "relation", "Columbus Public Health social worker"),
    ({"verifier": "Right Response Unit", "read": "press"}, "relation", "Right Response Unit (RRU)"),
    ({"source_id": "columbus_gov", "dated": "2025"}, "source_id", "City of Columbus (program)"),
    ({"source_id": "phila_2020", "dated": "2020-10-09"}, "source_id", "(government)"),
    ({"source_id": "wosu_2022", "dated": "2022"}, "source_id", "(news)"),
    (
        {"figure_id": "austin_emcot-01", "figure_revision": "2", "source_id": "safercities_hub"},
        "source_id",
        "is quoted as",
    ),
]


@pytest.mark.parametrize(("changes", "column", "word"), LIES, ids=lambda value: str(value)[:60])
def test_a_record_that_cannot_be_is_refused_and_says_where(
    changes: dict[str, str], column: str, word: str, files: Path
) -> None:
    with pytest.raises(BrokenRow) as caught:
        loaded(files, CITY | changes)
    assert caught.value.where.file.endswith("verifications.csv")
    assert f'column "{column}"' in str(caught.value)
    assert word in str(caught.value)
    assert caught.value.todo


def test_a_body_inside_may_say_so_and_raises_nothing(files: Path) -> None:
    record = loaded(files, CITY | {"verifier": "City of Columbus", "relation": "ran"})
    found = next(p.figure for p in record.published if p.figure_id == "columbus_rru-09")
    assert found.tier is EvidenceTier.PROGRAM_REPORTED
    assert [why for _, why in found.standing.short] == [
        "City of Columbus helped to run the program, so it is not an outside check"
    ]


def test_an_auditor_of_the_same_city_may_check_from_outside(files: Path) -> None:
    """That a city pays its auditor makes no program of it; neither does a name that schools share with their state."""
    for verifier in ("City of Columbus Auditor", "State Auditor", "University of Columbus"):
        record = loaded(files, CITY | {"verifier": verifier})
        found = next(p.figure for p in record.published if p.figure_id == "columbus_rru-09")
        assert found.tier is EvidenceTier.INDEPENDENTLY_VERIFIED


def test_a_count_of_calls_is_no_effect(files: Path) -> None:
    """A study raises effects alone: whoever called a count of calls one could have raised it by any study."""
    with (files / "published" / "figures.csv").open(encoding="utf-8", newline="") as file:
        line = next(
            row for row in csv.DictReader(file) if row["figure_id"] == "columbus_rru-09" and row["revision"] == "1"
        )
    line |= {"figure_id": "columbus_rru-98", "family": "effect", "metric": "calls_handled"}
    told = ",".join(f'"{value}"' for value in line.values())
    with pytest.raises(BrokenRow, match="found 'effect' of 'calls_handled'"):
        loaded(files, figures=(told,))


def test_what_is_computed_is_of_the_program_that_it_is_computed_from(files: Path) -> None:
    with (files / "published" / "figures.csv").open(encoding="utf-8", newline="") as file:
        line = next(
            row for row in csv.DictReader(file) if row["figure_id"] == "columbus_rru-09" and row["revision"] == "1"
        )
    line |= {"figure_id": "columbus_rru-98", "computed_from": "nyc_bheard-08"}
    told = ",".join(f'"{value}"' for value in line.values())
    with pytest.raises(BrokenRow, match="columbus_rru is not computed from figures of nyc_bheard"):
        loaded(files, figures=(told,))
