"""A tier is earned: by somebody outside, for the figures they checked, of the revision they checked, and not for ever."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard import words
from dashboard.analysis import measures
from dashboard.core.change import RevisionKind
from dashboard.core.evidence import EvidenceTier
from dashboard.core.figure import Figure
from dashboard.core.measure import measure
from dashboard.core.metrics import METRICS
from dashboard.core.people import Refused, Role
from dashboard.core.quarter import Quarter
from dashboard.core.verification import Relation
from dashboard.store.staff.people import Caller
from dashboard.store.staff.verifications import Checked
from tests.refusals import refuses
from tests.store import staff
from tests.store.staff import (
    ADMIN,
    CERTIFIER,
    CERTIFIER2,
    NOON,
    OTHER,
    OTHER_CERTIFIER,
    OTHER_STAFF,
    PROGRAM,
    QUARTER,
    REASON,
    STAFF,
    STAFF2,
    VERIFIER,
    Desk,
)

VERIFIED, REPORTED = EvidenceTier.INDEPENDENTLY_VERIFIED, EvidenceTier.PROGRAM_REPORTED
INSIDERS = ("Integral Care", "City of Austin")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with staff.desk(tmp_path) as made:
        staff.published(made.store, staff.new())
        yield made


def name(metric: str = "capture_rate", quarter: Quarter = QUARTER, call_type: str = "welfare_check") -> str:
    return f"{PROGRAM}.{quarter}.{call_type}.{metric}"


def checked(*figures: tuple[str, int], **changes: Any) -> Checked:
    about: dict[str, Any] = {
        "program_id": PROGRAM,
        "figures": figures,
        "method": "records audit",
        "relation": Relation.OUTSIDE,
        "scope": "Every call of the quarter.",
        "agrees": True,
        "found": "",
        "title": "Audit of the call log",
        "link": "https://auditor.test/report.pdf",
        "document_sha256": "a" * 64,
        "dated": date(2026, 11, 19),
    }
    return Checked(**(about | changes))


def record(desk: Desk, one: Checked, who: Caller = VERIFIER, *insiders: str) -> int:
    return desk.store.verifying.record(who, one, *(insiders or INSIDERS))


def tiers(desk: Desk, program: str = PROGRAM) -> dict[str, EvidenceTier]:
    """The tier of every figure of a program's quarters, by its id."""
    public = desk.store.record()
    found: dict[str, EvidenceTier] = {}
    for quarter in public.quarters(program):
        for call_type in ("welfare_check", "suicidal_ideation", "all"):
            if (row := public.row(program, quarter, call_type)) is not None:
                before = public.row(program, quarter - 4, call_type)
                figures = (measure(metric, row, year_before=before) for metric in METRICS.values())
                found |= {f.figure_id: f.tier for f in figures}
    return found


def verified(desk: Desk) -> set[str]:
    return {figure for figure, tier in tiers(desk).items() if tier is VERIFIED}


def unchanged(desk: Desk, one: Checked, match: str, who: Caller = VERIFIER, *insiders: str) -> None:
    before = desk.rows()
    with refuses(match):
        record(desk, one, who, *insiders)
    assert desk.rows() == before


# what a verification does


def test_exactly_the_figures_that_were_checked_are_raised(desk: Desk) -> None:
    assert verified(desk) == set()
    picked = {name(), name("offer_rate")}
    assert record(desk, checked(*((figure, 1) for figure in picked))) == len(picked)
    assert verified(desk) == picked
    assert {t for f, t in tiers(desk).items() if f not in picked} == {REPORTED}
    figure = desk.figure()
    assert isinstance(figure, Figure)
    (one,) = figure.verifications
    assert (one.verifier, one.method, one.dated) == ("County Auditor", "records audit", "2026-11-19")
    assert one.source.url == "https://auditor.test/report.pdf"
    assert (one.source.sha256, one.source.accessed) == ("a" * 64, "2026-11-20")
    assert [s.source_id for s in figure.sources] == [f"{PROGRAM}_quarters"]


def test_the_total_of_all_call_types_can_be_verified(desk: Desk) -> None:
    total = name(call_type="all")
    record(desk, checked((total, 1)))
    assert verified(desk) == {total}


def test_a_document_is_no_check_of_the_number_that_it_is_quoted_from(desk: Desk) -> None:
    public = desk.store.record()
    one = next(p.figure for p in public.published if p.figure.tier is REPORTED and p.figure.sources[0].url)
    own = checked((one.figure_id, one.revision), program_id=one.program_id, link=one.sources[0].url)
    unchanged(desk, own, "is quoted from this very document")


def test_a_finding_that_differs_is_kept_and_raises_nothing(desk: Desk) -> None:
    record(desk, checked((name(), 1), agrees=False, found="61 percent"))
    figure = desk.figure()
    assert figure.tier is REPORTED
    assert verified(desk) == set()
    row = desk.store.record().row(PROGRAM, QUARTER, "welfare_check")
    assert row is not None
    (one,) = row.verifications
    assert (one.agrees, one.found) == (False, "61 percent")


def test_one_that_differs_outweighs_one_that_agrees(desk: Desk) -> None:
    second = staff.account(Role.VERIFIER, email="v@university.test", organization="State University")
    desk.store.people.add(second)
    record(desk, checked((name(), 1)))
    record(desk, checked((name(), 1), agrees=False, found="61 percent"), Caller(email=second.email))
    assert verified(desk) == set()


def test_a_verifier_may_correct_what_it_said(desk: Desk) -> None:
    record(desk, checked((name(), 1), agrees=False, found="61 percent"))
    record(desk, checked((name(), 1)))
    assert verified(desk) == {name()}
    record(desk, checked((name(), 1), agrees=False, found="61 percent"))
    assert verified(desk) == set()


# how it lapses


def test_a_later_revision_lapses_a_verification(desk: Desk) -> None:
    record(desk, checked((name(), 1)))
    staff.published(desk.store, staff.new(base=1))
    assert verified(desk) == set()
    figure = desk.figure()
    assert isinstance(figure, Figure) and len(figure.verifications) == 1, "it is shown as lapsed, not lost"
    record(desk, checked((name(), 2)))
    assert verified(desk) == {name()}


def test_a_withdrawal_lapses_a_verification(desk: Desk) -> None:
    record(desk, checked((name(), 1)))
    desk.store.drafts.withdraw(CERTIFIER, PROGRAM, QUARTER, REASON)
    assert verified(desk) == set()


def test_an_embargoed_revision_lapses_when_it_is_released(desk: Desk) -> None:
    record(desk, checked((name(), 1)))
    staff.published(desk.store, staff.new(base=1), public_from=NOON + timedelta(hours=1))
    assert verified(desk) == {name()}
    desk.clock.move(hours=1)
    assert verified(desk) == set()


def test_correcting_the_year_before_lapses_a_verified_growth(desk: Desk) -> None:
    staff.published(desk.store, staff.new(QUARTER - 4))
    growth = desk.figure("growth")
    assert isinstance(growth, Figure)
    record(desk, checked((growth.figure_id, growth.revision), (name(), 1)))
    assert verified(desk) == {growth.figure_id, name()}
    fewer = {"welfare_check": staff.counts(eligible=900)}
    staff.published(desk.store, staff.new(QUARTER - 4, base=1, counts=fewer))
    assert verified(desk) == {name()}
    again = desk.figure("growth")
    assert again.revision == growth.revision + 1
    record(desk, checked((again.figure_id, again.revision)))
    assert verified(desk) == {growth.figure_id, name()}


# who may, and with what


def test_a_verifier_from_inside_the_program_is_refused(desk: Desk) -> None:
    for organization in ("Integral Care", " integral care ", "City of Austin"):
        inside = staff.account(Role.VERIFIER, email=f"v{len(organization)}@austin.test", organization=organization)
        desk.store.people.add(inside)
        unchanged(desk, checked((name(), 1)), "stands outside", Caller(email=inside.email))


def test_the_operation_itself_knows_who_is_inside(desk: Desk) -> None:
    """The rule holds by direct operation, not only where a page passes the names."""
    inside = staff.account(Role.VERIFIER, email="v@austin.test", organization="Integral Care")
    desk.store.people.add(inside)
    with refuses("stands outside"):
        desk.store.verifying.record(Caller(email=inside.email), checked((name(), 1)))


def test_figures_of_another_program_than_the_one_named_are_refused(desk: Desk) -> None:
    """Else somebody inside one program verifies it by naming another."""
    staff.published(desk.store, staff.new(), by=OTHER_STAFF, certifier=OTHER_CERTIFIER, program=OTHER)
    unchanged(desk, checked((f"{OTHER}.{QUARTER}.welfare_check.capture_rate", 1)), r"\w")


@pytest.mark.parametrize("revision", [0, 2, 3])
def test_a_revision_that_does_not_stand_cannot_be_verified(desk: Desk, revision: int) -> None:
    unchanged(desk, checked((name(), revision)), r"\w")


def test_nobody_verifies_a_revision_before_it_is_published(desk: Desk) -> None:
    try:
        record(desk, checked((name(), 2)))
    except Refused:
        return
    staff.published(desk.store, staff.new(base=1))
    assert verified(desk) == set(), "verified before anybody could have seen it"


@pytest.mark.parametrize("unknown", ["nonsense", f"{PROGRAM}.{QUARTER}.welfare_check.nonsense", ""])
def test_a_figure_that_is_not_on_record_cannot_be_verified(desk: Desk, unknown: str) -> None:
    unchanged(desk, checked((unknown, 1)), r"\w")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"document_sha256": ""}, "SHA-256"),
        ({"document_sha256": "a" * 63}, "SHA-256"),
        ({"document_sha256": "a" * 65}, "SHA-256"),
        ({"document_sha256": "A" * 64}, "SHA-256"),
        ({"document_sha256": "g" * 64}, "SHA-256"),
        ({"document_sha256": "a" * 64 + "\n"}, "SHA-256"),
        ({"link": ""}, "http"),
        ({"link": "auditor.test/report.pdf"}, "http"),
        ({"link": "javascript:alert(1)"}, "http"),
        ({"link": "file:///report.pdf"}, "http"),
        ({"method": "  "}, "method"),
        ({"scope": "all"}, "scope"),
        ({"title": ""}, "title"),
        ({"agrees": False, "found": "  "}, "value that was found"),
        ({"figures": ()}, "at least one figure"),
    ],
)
def test_a_verification_without_its_document_is_refused(desk: Desk, changes: dict[str, Any], said: str) -> None:
    unchanged(desk, checked((name(), 1), **changes), said)


# what is accepted can be read


def test_a_document_from_before_the_end_of_the_quarter_checks_nothing_of_it(desk: Desk) -> None:
    for dated in (date(2022, 1, 5), QUARTER.start, QUARTER.end - timedelta(days=1)):
        unchanged(desk, checked((name(), 1), dated=dated), "before the end of")
    unchanged(desk, checked((name(), 1), dated=date(2099, 9, 9)), "still to come")


@pytest.mark.parametrize("relation", [r for r in Relation if r is not Relation.OUTSIDE])
def test_a_verifier_who_had_a_part_in_the_program_raises_nothing_and_the_page_says_why(
    desk: Desk, relation: Relation
) -> None:
    record(desk, checked((name(), 1), relation=relation))
    public = desk.store.record()
    figure = measures.by_id(public, name())
    assert figure is not None
    assert figure.tier is EvidenceTier.PROGRAM_REPORTED
    assert words.of(relation) in words.tier_sentence(figure)


@pytest.mark.parametrize("organization", ["n/a", "None", "-"])
def test_an_organization_that_is_no_name_does_not_break_the_record(desk: Desk, organization: str) -> None:
    def verify() -> None:
        nameless = staff.account(Role.VERIFIER, email="v@nowhere.test", organization=organization)
        desk.store.people.add(nameless)
        record(desk, checked((name(), 1)), Caller(email=nameless.email))

    with pytest.raises(Refused):
        verify()
    desk.store.record()


def challenge(desk: Desk, figure: str = f"{PROGRAM}-01", **changes: str) -> None:
    about = {"title": "Critique", "publisher": "Watchdog", "link": "https://watchdog.test/a"} | changes
    desk.store.verifying.challenge(ADMIN, figure, "The base leaves out the calls of the night.", **about)


def test_a_challenge_stands_beside_its_figure(desk: Desk) -> None:
    challenge(desk)
    (one,) = [p.figure for p in desk.store.record().published if p.figure_id == f"{PROGRAM}-01"]
    assert [c.statement for c in one.challenges if c.source.url == "https://watchdog.test/a"] == [
        "The base leaves out the calls of the night."
    ]


@pytest.mark.parametrize("figure", ["nonsense", "", name()])
def test_a_challenge_of_a_figure_that_is_not_there_does_not_break_the_record(desk: Desk, figure: str) -> None:
    with pytest.raises(Refused):
        challenge(desk, figure)
    desk.store.record()


@pytest.mark.parametrize("changes", [{"title": "n/a"}, {"publisher": "-"}, {"publisher": "None"}])
def test_a_challenge_of_no_document_does_not_break_the_record(desk: Desk, changes: dict[str, str]) -> None:
    with pytest.raises(Refused):
        challenge(desk, **changes)
    desk.store.record()


# whatever the program does


STEPS = ("receive", "send", "discard", "give back", "certify", "publish", "embargo", "withdraw", "name columns", "wait")
Moves = list[tuple[str, int, int, int]]


def play(desk: Desk, moves: Moves) -> int:
    """Take every step that is not refused; how many were taken."""
    drafts, taken = desk.store.drafts, 0
    staffs, certifiers = (STAFF, STAFF2), (CERTIFIER, CERTIFIER2)
    for number, (step, person, where, pick) in enumerate(moves):
        quarter = (QUARTER, QUARTER + 4)[where]
        ids = [d.draft_id for d in drafts.of(STAFF)]
        draft, s, c = ids[pick % len(ids)] if ids else 0, staffs[person], certifiers[person]
        base = drafts.head(PROGRAM, quarter)
        change = (
            (RevisionKind.ERROR, RevisionKind.PLANNED, RevisionKind.DEFINITION)[pick % 3]
            if base
            else RevisionKind.FIRST
        )
        one = staff.new(quarter, base=base, change=change, rule_version=1 + pick % 2)
        try:
            match step:
                case "receive":
                    drafts.receive(s, PROGRAM, "a.csv", str(number).encode(), [one])
                case "send":
                    drafts.send(s, draft, {})
                case "discard":
                    drafts.discard(s, draft)
                case "give back":
                    drafts.give_back(c, draft, REASON)
                case "certify":
                    drafts.certify(c, draft)
                case "publish":
                    drafts.publish(c, draft)
                case "embargo":
                    drafts.publish(c, draft, public_from=desk.clock.at + timedelta(hours=2))
                case "withdraw":
                    drafts.withdraw(c, PROGRAM, quarter, REASON)
                case "name columns":
                    desk.store.column_names.keep(s, PROGRAM, {"Calls": "eligible"})
                case _:
                    desk.clock.move(hours=1)
            taken += 1
        except Refused:
            continue
    return taken


MOVES = st.lists(
    st.tuples(st.sampled_from(STEPS), st.integers(0, 1), st.integers(0, 1), st.integers(0, 5)), max_size=40
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(moves=MOVES)
def test_nothing_that_the_program_does_makes_its_figures_verified(moves: Moves) -> None:
    folder = Path(tempfile.mkdtemp(prefix="fo-moves-"))
    try:
        with staff.desk(folder) as desk:
            staff.published(desk.store, staff.new())
            play(desk, moves)
            assert set(tiers(desk).values()) <= {REPORTED}
            assert isinstance(desk.store.people.verify_audit(), int)
    finally:
        shutil.rmtree(folder)


def test_a_long_life_is_played_to_its_end(desk: Desk) -> None:
    """The steps of the test above are really taken, and none of them revives a verification."""
    record(desk, checked((name(), 1)))
    life: Moves = [(step, 0, 0, 0) for step in ("receive", "send", "certify", "publish")]
    assert play(desk, life * 3 + [("withdraw", 0, 0, 0)]) == 13
    assert desk.store.drafts.head(PROGRAM, QUARTER) == 5
    assert verified(desk) == set()
