"""One door to a tier: every dishonest figure that was ever found is built here, and each is refused."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import words
from dashboard.core.amount import UNITS, Bound, Ratio
from dashboard.core.evidence import Claim, EvidenceTier, Mark, Register
from dashboard.core.figure import Figure
from dashboard.core.measure import measure
from dashboard.core.metric import Method, Polarity
from dashboard.core.metrics import METRICS
from dashboard.core.quarter import Period
from dashboard.core.reason import reason
from dashboard.core.standing import Basis, Standing, Subject, combine, earned, own_document, quoted, stated
from dashboard.core.verification import Check, Read, Relation, inside
from tests import make

NAME = make.figure().figure_id
OTHER = "somewhere.2026Q3.all.capture_rate"
VERIFIED, REPORTED = EvidenceTier.INDEPENDENTLY_VERIFIED, EvidenceTier.PROGRAM_REPORTED
KNOWN = Period(start=date(2024, 7, 1), end=date(2025, 6, 30))


REACH = make.definition(key="reach", family="reach")


def standing(*records: Any, mark: Any = REPORTED, sources: Any = None, **changes: Any) -> Standing:
    basis = stated(mark, (make.source(),) if sources is None else sources)
    return earned(basis, make.subject(**({"period": KNOWN, "definition": REACH} | changes)), records)


def of(**changes: Any) -> Subject:
    """What another figure is, of the same program and period."""
    return make.subject(**({"figure_id": OTHER, "period": KNOWN, "definition": REACH} | changes))


# dishonest figures


def test_no_data_claims_to_be_verified() -> None:
    with pytest.raises(ValueError, match="a tier is earned"):
        stated(VERIFIED, (make.source(),))
    with pytest.raises(ValueError, match="a tier is earned"):
        dataclasses.replace(make.row(), tier=VERIFIED)


@pytest.mark.parametrize("not_a_tier", [None, "program_reported", 2, 3])
def test_what_is_no_tier_stands_nowhere(not_a_tier: Any) -> None:
    with pytest.raises(TypeError, match="carries an evidence tier"):
        stated(not_a_tier, (make.source(),))
    with pytest.raises(TypeError, match="carries an evidence tier"):
        make.figure(standing=not_a_tier)


def test_a_standing_and_a_basis_have_one_door_each() -> None:
    good = standing(make.verification(NAME))
    fields = {f.name: getattr(good, f.name) for f in dataclasses.fields(Standing)}
    for door in (None, object(), True):
        with pytest.raises(TypeError, match="made by earned"):
            Standing(**fields, door=door)
        with pytest.raises(TypeError, match="made by stated"):
            Basis(VERIFIED, VERIFIED, (make.source(),), (), door)
    with pytest.raises((TypeError, ValueError)):
        dataclasses.replace(standing(), tier=VERIFIED)
    with pytest.raises((TypeError, ValueError)):
        dataclasses.replace(standing().basis, mark=VERIFIED)


def test_a_figure_does_not_wear_the_standing_of_another_or_of_another_revision() -> None:
    real = make.figure(verifications=(make.verification(NAME),))
    assert real.tier is VERIFIED
    others: list[dict[str, Any]] = [
        {"figure_id": "somewhere.2026Q3.trespass.phone_resolution"},
        {"revision": 2},
        {"period": (make.QUARTER - 1).period},
        {"definition": make.definition(key="x", family="diversion")},
        {"definition": make.definition(statement="Share of calls that ended well")},
        {"definition": make.definition(numerator="calls that ended well")},
        {"definition": make.definition(denominator="calls of one good day")},
        {"definition": make.definition(polarity=Polarity.ABSENCE)},
        {"definition": make.definition(unit=UNITS["calls"])},
        {"definition": make.definition(Method.STATED)},
        {"definition": make.definition(version=2)},
        {"call_type": "trespass"},
        {"amount": dataclasses.replace(real.amount, value=40.2)},
        {"amount": dataclasses.replace(real.amount, bound=Bound.AT_LEAST)},
        {"ratio": Ratio(4, 10)},
        {"ratio": None, "definition": make.definition(Method.STATED)},
    ]
    for changes in others:
        with pytest.raises(ValueError, match="this standing is of"):
            dataclasses.replace(real, **changes)
    with pytest.raises(ValueError, match="this standing is of"):
        dataclasses.replace(real, program_id="elsewhere")
    with pytest.raises(ValueError, match="is not a figure of elsewhere"):
        make.figure(program_id="elsewhere")


def test_what_rests_on_a_checked_figure_is_computed_here_and_never_from_itself() -> None:
    checked = standing(make.verification(NAME))
    plain = make.figure(figure_id=OTHER, period=KNOWN, definition=REACH)
    worn = earned(combine([checked]), of(amount=plain.amount, ratio=plain.ratio))
    assert worn.tier is VERIFIED
    with pytest.raises(ValueError, match="marked as computed here"):
        dataclasses.replace(plain, standing=worn)
    assert dataclasses.replace(plain, standing=worn, computed_here=True).tier is VERIFIED
    with pytest.raises(ValueError, match="not computed from itself"):
        earned(combine([checked]), of(figure_id=NAME, revision=2))


def test_what_rests_on_checked_figures_is_of_their_program() -> None:
    checked = standing(make.verification(NAME))
    with pytest.raises(ValueError, match="of elsewhere is not computed from figures of somewhere"):
        earned(combine([checked]), of(program_id="elsewhere", figure_id="elsewhere-01"))
    with pytest.raises(ValueError, match="not computed from figures of somewhere"):
        earned(
            combine([combine([checked]), stated(REPORTED, ())]), of(program_id="elsewhere", figure_id="elsewhere-01")
        )


HALVES = [(date(2024, 7, 1), date(2024, 12, 31)), (date(2025, 1, 1), date(2025, 6, 30))]


@pytest.mark.parametrize(
    ("inputs", "period", "checked"),
    [
        (HALVES, (KNOWN.start, KNOWN.end), True),
        (HALVES[::-1], (KNOWN.start, KNOWN.end), True),
        ([(date(2023, 7, 1), date(2024, 6, 30)), (KNOWN.start, KNOWN.end)], (KNOWN.start, KNOWN.end), True),
        (HALVES[:1], (KNOWN.start, KNOWN.end), False),
        (HALVES, (date(2026, 1, 1), date(2026, 12, 31)), False),
        ([(KNOWN.start, KNOWN.end)], HALVES[0], False),
        ([HALVES[0], (date(2025, 1, 2), date(2025, 6, 30))], (KNOWN.start, KNOWN.end), False),
        (HALVES, (None, None), False),
        (HALVES, (None, KNOWN.end), False),
    ],
)
def test_what_rests_on_checked_figures_is_checked_only_where_their_periods_fill_its_own(
    inputs: Any, period: Any, checked: bool
) -> None:
    """Not for another time, nor for a part of theirs, nor across a day that nobody checked; a year before may beside."""
    third = EvidenceTier.THIRD_PARTY_UNREVIEWED
    parts = []
    for number, (start, end) in enumerate(inputs):
        name = f"somewhere-{number}"
        within = Period(start=start, end=end)
        parts.append(standing(make.verification(name), mark=third, figure_id=name, period=within))
    assert {part.tier for part in parts} == {VERIFIED}
    made = earned(combine(parts), of(period=Period(start=period[0], end=period[1])))
    assert made.tier is (VERIFIED if checked else third), "it falls to what its parts were before they were checked"


def test_a_figure_without_a_period_is_not_verified_by_what_it_is_computed_from() -> None:
    nowhen = Period(start=None, end=None)
    worn = earned(combine([standing(make.verification(NAME))]), of(period=nowhen))
    assert worn.tier is REPORTED


def test_a_count_of_the_register_is_not_about_a_program() -> None:
    with pytest.raises(ValueError, match="about its register"):
        make.figure(tier=Register.REGISTER)


def test_there_is_no_mark_but_the_tiers_and_the_register() -> None:
    own = Mark("Own", {"INDEPENDENTLY_VERIFIED": 3})  # type: ignore[call-overload]
    with pytest.raises(TypeError, match="carries an evidence tier"):
        stated(own.INDEPENDENTLY_VERIFIED, (make.source(),))


def test_a_recount_supports_a_count_and_one_that_agrees_found_nothing_else() -> None:
    with pytest.raises(ValueError, match="only a study supports randomized"):
        make.verification(NAME, claim=Claim.RANDOMIZED)
    with pytest.raises(ValueError, match="found nothing else"):
        make.verification(NAME, found="12%")


@pytest.mark.parametrize(
    "changes",
    [{"agrees": "no"}, {"agrees": 1}, {"agrees": None}, {"kind": "recount"}, {"read": "full"}, {"relation": "outside"}],
    ids=str,
)
def test_a_record_says_each_thing_in_its_type(changes: dict[str, Any]) -> None:
    """The word `no` is true to Python: it would have agreed."""
    with pytest.raises(TypeError, match=f"{next(iter(changes))} of a verification is a"):
        make.verification(NAME, **changes)


def test_computed_here_is_no_way_around_a_record() -> None:
    assert make.figure(computed_here=True).tier is REPORTED
    with pytest.raises(ValueError, match="a tier is earned"):
        make.figure(computed_here=True, tier=VERIFIED)


def test_one_that_agrees_and_one_that_differs_is_not_verified_anywhere() -> None:
    records = (make.verification(NAME), make.verification(NAME, agrees=False, found="61%", verifier="University"))
    found = standing(*records)
    assert found.tier is REPORTED
    assert found.raised_by == ()
    assert found.disagreeing == (records[1],)
    assert make.figure(verifications=records).tier is REPORTED


# which records count

SHORT = [
    ({"read": Read.ABSTRACT}, {}, "only its abstract"),
    ({"read": Read.PRESS}, {}, "only what the press"),
    ({"read": Read.OPENING}, {}, "only the opening"),
    ({"relation": Relation.DESIGNED}, {}, "helped to design"),
    ({"relation": Relation.RAN}, {}, "helped to run"),
    ({"relation": Relation.HIRED}, {}, "was hired"),
    ({"relation": Relation.PLANNED}, {}, "helped to plan"),
    ({"kind": Check.REPEATS}, {}, "does not say that"),
    ({"kind": Check.STATED}, {}, "does not say how"),
    ({"kind": Check.STUDY_REVIEWED}, {}, "evidence about effects"),
    ({"kind": Check.STUDY}, {"definition": make.definition(key="x", family="diversion")}, "evidence about effects"),
    ({"read": Read.FULL, "source": make.audit(accessed="")}, {}, "no day is on record"),
    ({"read": Read.FULL, "source": make.audit(publisher_kind="program")}, {}, "checks nobody from outside"),
    ({"source": make.audit(publisher_kind="government")}, {}, "checks nobody from outside"),
    ({"source": make.audit(publisher_kind="news")}, {}, "checks nobody from outside"),
    ({"dated": "2099-01-01"}, {}, "after the day on which"),
    ({"dated": "2026-11-29"}, {}, "after the day on which"),
    ({}, {"sources": (make.source(), make.audit())}, "quoted from this very document"),
    ({"dated": "2019"}, {}, "before the end of the period"),
    ({"dated": "2024-08"}, {}, "before the end of the period"),
    ({"dated": "2025-06-29"}, {}, "before the end of the period"),
    ({}, {"period": Period(start=None, end=None)}, "no period is stated"),
    ({}, {"period": Period(start=None, end=date(2025, 6, 30))}, "no period is stated"),
]


@pytest.mark.parametrize(("record", "about", "why"), SHORT, ids=[why for _, _, why in SHORT])
def test_a_record_that_is_no_check_raises_nothing_and_says_why(
    record: dict[str, Any], about: dict[str, Any], why: str
) -> None:
    one = make.verification(NAME, **record)
    found = standing(one, **about)
    assert (found.tier, found.raised_by) == (REPORTED, ())
    assert [(v, why in words.of(reason)) for v, reason in found.short] == [(one, True)]
    again = make.verification(NAME, verifier="County Auditor, again", source=make.audit(source_id="again"))
    beside = standing(one, again)
    assert beside.tier is VERIFIED, "a record that is no check takes nothing away from one that is"


@pytest.mark.parametrize("read", [Read.FULL, Read.SUMMARY])
@pytest.mark.parametrize("kind", [Check.RECOUNT, Check.STUDY, Check.STUDY_REVIEWED])
def test_a_check_from_outside_that_was_read_raises_what_it_can_support(read: Read, kind: Check) -> None:
    family = "effect" if kind.is_study else "reach"
    found = standing(make.verification(NAME, read=read, kind=kind), definition=make.definition(key="x", family=family))
    assert found.tier is VERIFIED


def test_the_count_of_an_auditor_itself_may_be_quoted_from_its_own_document() -> None:
    own = {"mark": EvidenceTier.THIRD_PARTY_UNREVIEWED, "sources": (make.audit(),)}
    assert standing(make.verification(NAME), **own).tier is VERIFIED
    assert standing(make.verification(NAME), **own | {"mark": REPORTED}).tier is REPORTED


@pytest.mark.parametrize("same", [{"source_id": "audit"}, {"sha256": "a" * 64}, {"url": "https://city.test/report"}])
def test_a_document_is_the_same_by_its_id_its_bytes_or_its_address(same: dict[str, str]) -> None:
    document = make.audit(sha256="a" * 64, url="https://city.test/report")
    other = {"source_id": "report", "sha256": "b" * 64, "url": "https://city.test/other"}
    apart, alike = (stated(REPORTED, [make.source(**about)]) for about in (other, other | same))
    assert own_document(apart, document) is None
    assert own_document(alike, document) == reason("short-own")


def test_documents_of_which_nothing_is_held_are_not_the_same() -> None:
    basis = stated(REPORTED, [make.source(sha256="", url="")])
    assert quoted(basis, sha256="", url="") is None
    assert own_document(basis, make.audit(sha256="", url="")) is None


def test_of_somebody_elses_count_it_is_known_too_that_it_is_quoted() -> None:
    basis = stated(EvidenceTier.THIRD_PARTY_UNREVIEWED, [make.audit()])
    assert own_document(basis, make.audit()) is None
    assert quoted(basis, source_id="audit", sha256="", url="") == reason("short-own")


def test_a_month_or_a_year_in_which_it_was_read_is_not_after_it() -> None:
    for dated in ("2026", "2026-11", "2026-11-28"):
        assert standing(make.verification(NAME, dated=dated)).tier is VERIFIED


def test_a_check_raises_exactly_its_revision_and_is_out_of_date_with_the_next() -> None:
    checked = make.verification(NAME, revision=1)
    assert standing(checked).raised_by == (checked,)
    second = standing(checked, revision=2)
    assert second.tier is REPORTED
    assert second.lapsed == (checked,)


def test_a_check_of_another_figure_raises_nothing() -> None:
    assert standing(make.verification("somewhere.2026Q3.all.capture_rate")).records == ()


@pytest.mark.parametrize("mark", [EvidenceTier.ILLUSTRATIVE, Register.REGISTER])
def test_what_is_made_up_or_counted_by_this_site_is_never_raised(mark: Any) -> None:
    found = standing(make.verification(NAME), mark=mark)
    assert found.tier is mark


@pytest.mark.parametrize("dated", ["", "last year", "2025-5-1", "05/23/2025", "2025-13-45", "2025-02-30", "2025-00"])
def test_a_verification_is_dated(dated: str) -> None:
    with pytest.raises(ValueError, match="dated by year"):
        make.verification(NAME, dated=dated)


# what is computed from others

tiers = st.lists(st.sampled_from([t for t in EvidenceTier if t is not VERIFIED]), min_size=1, max_size=5)


@given(tiers)
def test_what_is_combined_has_the_weakest_tier_and_every_source_once(found: list[EvidenceTier]) -> None:
    parts = [stated(tier, (make.source(f"s{i % 3}"),)) for i, tier in enumerate(found)]
    made = combine(parts, beside=(make.source("method"),))
    assert made.mark is min(found)
    assert [s.source_id for s in made.sources] == sorted({"method", *(f"s{i % 3}" for i in range(len(found)))})


def test_only_what_was_checked_throughout_stays_checked_when_it_is_combined() -> None:
    checked = standing(make.verification(NAME))
    assert combine([checked, checked]).mark is VERIFIED
    assert combine([checked, stated(REPORTED, ())]).mark is REPORTED


def test_what_is_computed_from_checked_figures_and_found_otherwise_is_not_verified() -> None:
    checked = standing(make.verification(NAME))
    differs = make.verification(OTHER, agrees=False, found="12%")
    found = earned(combine([checked, checked]), of(), [differs])
    assert (found.tier, found.disagreeing) == (REPORTED, (differs,))


def test_nothing_is_not_combined_and_the_register_not_with_a_program() -> None:
    with pytest.raises(ValueError, match="nothing has no tier"):
        combine([])
    with pytest.raises(ValueError, match="never combines"):
        combine([stated(REPORTED, ()), stated(Register.REGISTER, ())])


def test_growth_rests_on_both_of_its_quarters() -> None:
    """The one figure of the ledger that is made from two rows: the weaker of them decides, whichever it is."""
    growth = METRICS["growth"]
    for now, before in ((REPORTED, EvidenceTier.ILLUSTRATIVE), (EvidenceTier.ILLUSTRATIVE, REPORTED)):
        row = dataclasses.replace(make.row(), tier=now)
        year = dataclasses.replace(make.row(make.QUARTER - 4), tier=before, sources=(make.source("a_year_before"),))
        made = measure(growth, row, year_before=year)
        assert isinstance(made, Figure)
        assert made.tier is EvidenceTier.ILLUSTRATIVE
        assert [s.source_id for s in made.sources] == ["a_year_before", "council"]


@pytest.mark.parametrize(
    ("body", "own"),
    [
        ("City of Somewhere", True),
        ("city  of SOMEWHERE", True),
        ("City of Somewhere, Department of Health", True),
        ("Harbor Clinic", True),
        ("Police Department", True),
        ("City of Somewhere Auditor", False),
        ("Somewhere City Comptroller", False),
        ("University of Somewhere", False),
        ("City of Somewherewolf", False),
        ("County Auditor", False),
        ("Clinics United", False),
    ],
)
def test_who_is_named_like_the_program_or_by_it_is_inside(body: str, own: bool) -> None:
    names = ("Right Response", "City of Somewhere", "the Police Department and Harbor Clinic", "")
    assert bool(inside(body, names)) is own
