"""A record of a check in the data files says nothing that cannot be: no row by itself makes a number verified."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dashboard import words
from dashboard.core.evidence import EvidenceTier
from dashboard.core.record import PublicRecord
from dashboard.store import references
from dashboard.store import tables as t
from dashboard.store.assemble import assemble
from dashboard.store.files import BrokenRow, SourcedRow, Where, read
from tests.conftest import DATA

TODAY = date(2026, 11, 29)
CITY = {
    "figure_id": "columbus_rru-09",
    "figure_revision": 5,
    "verifier": "State Auditor",
    "method": "records audit",
    "claim": "count",
    "scope": "x.",
    "agrees": True,
    "found": "",
    "source_id": "nyc_audit_2025",
    "dated": "2025-05-23",
    "kind": "recount",
    "read": "full",
    "relation": "outside",
}


@pytest.fixture(scope="module")
def located() -> list[SourcedRow]:
    """The rows of the data files, read once."""
    return read(DATA)


def loaded(located: list[SourcedRow], *more: t.Revised) -> PublicRecord:
    """What the files make with further rows. BrokenRow as a load would give it."""
    rows = [*located, *(SourcedRow(row, Where(row.__tablename__, 99)) for row in more)]
    record = assemble(rows, version=0, as_of=TODAY)
    references.check(rows, record, ())
    return record


def check(located: list[SourcedRow], **changes: Any) -> t.VerificationRow:
    """A record of a check that could be, but for what is changed."""
    like = next(one.row for one in located if isinstance(one.row, t.VerificationRow))
    about = like.model_dump() | CITY | changes
    key = f"{about['figure_id']}|{about['figure_revision']}|{about['verifier']}"
    return t.VerificationRow(**(about | {"key": key}))


def figure(located: list[SourcedRow], **changes: Any) -> t.PublishedFigureRow:
    """A figure computed from two others, but for what is changed."""
    like = next(
        one.row for one in located if isinstance(one.row, t.PublishedFigureRow) and one.row.key == "columbus_rru-09"
    )
    return t.PublishedFigureRow(
        **(like.model_dump() | {"key": "columbus_rru-98", "figure_id": "columbus_rru-98"} | changes)
    )


LIES: list[tuple[dict[str, Any], str, str]] = [
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
        {"figure_id": "austin_emcot-01", "figure_revision": 2, "source_id": "safercities_hub"},
        "source_id",
        "quoted from this very document",
    ),
]


@pytest.mark.parametrize(("changes", "column", "word"), LIES, ids=lambda value: str(value)[:60])
def test_a_record_that_cannot_be_is_refused_and_says_where(
    changes: dict[str, Any], column: str, word: str, located: list[SourcedRow]
) -> None:
    with pytest.raises(BrokenRow) as caught:
        loaded(located, check(located, **changes))
    assert caught.value.where == Where("verification", 99)
    assert f'column "{column}"' in str(caught.value)
    assert word in str(caught.value)
    assert caught.value.todo


def test_a_document_that_somebody_will_read_was_not_read(located: list[SourcedRow]) -> None:
    like = next(o.row for o in located if isinstance(o.row, t.SourceRow) and o.row.source_id == "nyc_audit_2025")
    later = t.SourceRow(**(like.model_dump() | {"key": "later", "source_id": "later", "accessed": "2099-01-01"}))
    with pytest.raises(BrokenRow, match="'full', of 'later' that is to be read on 2099-01-01"):
        loaded(located, later, check(located, source_id="later"))


def test_a_body_inside_may_say_so_and_raises_nothing(located: list[SourcedRow]) -> None:
    record = loaded(located, check(located, verifier="City of Columbus", relation="ran"))
    found = next(p.figure for p in record.published if p.figure_id == "columbus_rru-09")
    assert found.tier is EvidenceTier.PROGRAM_REPORTED
    assert [words.of(why) for _, why in found.standing.short] == [
        "City of Columbus helped to run the program, so it is not an outside check"
    ]


def test_an_auditor_of_the_same_city_may_check_from_outside(located: list[SourcedRow]) -> None:
    """That a city pays its auditor makes no program of it; neither does a name that schools share with their state."""
    for verifier in ("City of Columbus Auditor", "State Auditor", "University of Columbus"):
        record = loaded(located, check(located, verifier=verifier))
        found = next(p.figure for p in record.published if p.figure_id == "columbus_rru-09")
        assert found.tier is EvidenceTier.INDEPENDENTLY_VERIFIED


def test_a_count_of_calls_is_no_effect(located: list[SourcedRow]) -> None:
    """A study raises effects alone: whoever called a count of calls one could have raised it by any study."""
    row = figure(located, family="effect", metric="calls_handled")
    with pytest.raises(BrokenRow, match="found 'effect' of 'calls_handled'"):
        loaded(located, row)


def test_what_is_computed_is_of_the_program_that_it_is_computed_from(located: list[SourcedRow]) -> None:
    row = figure(located, computed_from="nyc_bheard-08")
    with pytest.raises(BrokenRow, match="columbus_rru is not computed from figures of nyc_bheard"):
        loaded(located, row)


@pytest.mark.parametrize(
    ("column", "changed"), [("value", 14900.0), ("bound", "exact"), ("value_high", 16000.0), ("unit", "cases")]
)
def test_a_row_repeats_only_its_own_number(column: str, changed: object, located: list[SourcedRow]) -> None:
    """About 15,000 is not 14,900: a row that is said to repeat another has its value and its bound."""
    newest = max(
        (o.row for o in located if isinstance(o.row, t.PublishedFigureRow) and o.row.figure_id == "nyc_bheard-20"),
        key=lambda row: row.revision,
    )
    like = newest.model_dump() | {"key": "nyc_bheard-98", "figure_id": "nyc_bheard-98", "same_as": "nyc_bheard-20"}
    assert loaded(located, t.PublishedFigureRow(**like))
    with pytest.raises(BrokenRow, match="as 'nyc_bheard-20' has it") as caught:
        loaded(located, t.PublishedFigureRow(**(like | {column: changed})))
    assert f'column "{column}"' in str(caught.value)


def revised(located: list[SourcedRow], figure_id: str, **changes: Any) -> t.PublishedFigureRow:
    """The next revision of a figure, as it stands but for what is changed."""
    last = max(
        (o.row for o in located if isinstance(o.row, t.PublishedFigureRow) and o.row.figure_id == figure_id),
        key=lambda row: row.revision,
    )
    about = {"revision": last.revision + 1, "reason": "The source prints it so."} | changes
    return t.PublishedFigureRow(**(last.model_dump() | about))


@pytest.mark.parametrize(
    ("computed", "of", "changes", "column"),
    [
        ("abq_acs-33", "abq_acs-31", {"value": 50000.0}, "denominator_count"),
        ("seattle_care-23", "seattle_care-22", {"value": 2651.0}, "numerator_count"),
        ("austin_emcot-38", "austin_emcot-36", {"value": 60000.0}, "value"),
        ("austin_emcot-38", "austin_emcot-36", {"stated_tier": "third_party_unreviewed"}, "stated_tier"),
        ("mesa_911-24", "mesa_911-23", {"stated_tier": "program_reported"}, "stated_tier"),
    ],
)
def test_what_changes_under_a_computed_figure_is_a_revision_of_that(
    computed: str, of: str, changes: dict[str, Any], column: str, located: list[SourcedRow]
) -> None:
    """Its readers see another number or another tier, on a day and for a reason of its own."""
    own = revised(located, of, **changes)
    trace = next(o.row for o in located if isinstance(o.row, t.TraceRow) and o.row.figure_id == of)
    again = t.TraceRow(**(trace.model_dump() | {"figure_revision": own.revision, "key": f"{of}|{own.revision}"}))
    with pytest.raises(BrokenRow, match=f"Add a revision of '{computed}'") as caught:
        loaded(located, own, again)
    assert f'column "{column}"' in str(caught.value)


def test_a_past_revision_keeps_the_tier_that_it_was_published_with(located: list[SourcedRow]) -> None:
    record = loaded(located)
    stated: dict[str, list[str]] = {}
    rows = [o.row for o in located if isinstance(o.row, t.PublishedFigureRow)]
    for row in sorted(rows, key=lambda row: row.revision):
        stated.setdefault(row.figure_id, []).append(row.stated_tier)
    computed = {row.figure_id for row in rows if row.computed_from}
    shown = {p.figure_id: [f.standing.basis.mark.key for f in (*p.earlier, p.figure)] for p in record.published}
    assert len(computed) > 15
    assert {name: shown[name] for name in computed} == {name: stated[name] for name in computed}
