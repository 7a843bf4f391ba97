"""The life of a quarter that people upload: from the file that was received to what the public reads, and back."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from dashboard.core.change import RevisionKind
from dashboard.core.evidence import EvidenceTier
from dashboard.core.figure import Figure, Withheld
from dashboard.core.finding import Severity
from dashboard.core.ledger import COUNTS, Counts, Missing
from dashboard.core.people import Refused, Role
from dashboard.core.quarter import Quarter
from dashboard.core.verification import Relation
from dashboard.core.workflow import Stage
from dashboard.store.staff import draft_rows
from dashboard.store.staff.people import Caller, digest
from dashboard.store.staff.verifications import Checked
from dashboard.story.staff.findings import findings_table
from dashboard.words import of
from tests.attack.tables import example
from tests.conftest import DATA
from tests.core.test_finding import OLD
from tests.store import staff
from tests.store.staff import (
    ADMIN,
    CERTIFIER,
    CERTIFIER2,
    EVERYBODY,
    EXAMPLE,
    EXAMPLE_CERTIFIER,
    EXAMPLE_STAFF,
    NOBODY,
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
    refused,
)

KINDS = ["welfare_check", "suicidal_ideation"]
WHY = "A storm closed the other line for a week."


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with staff.desk(tmp_path) as made:
        yield made


# the whole life


def test_a_quarter_from_the_file_to_the_public(desk: Desk) -> None:
    drafts, body = desk.store.drafts, b"the file as it came"
    asked = staff.finding()
    number = staff.receive(desk.store, staff.new(findings=(asked,)), body=body)
    assert drafts.get(STAFF, number).stage is Stage.CHECKED
    assert drafts.file(CERTIFIER, number) == ("quarter.csv", body)
    drafts.send(STAFF, number, {asked.key: f"  {WHY} "})
    assert drafts.get(CERTIFIER, number).reasons == {asked.key: WHY}
    drafts.certify(CERTIFIER, number)
    assert desk.store.record().submission(PROGRAM, QUARTER) is None
    before = desk.store.version()
    assert drafts.publish(CERTIFIER, number) == 1
    assert desk.store.version() == before + 1
    done = drafts.get(STAFF, number)
    assert done.stage is Stage.PUBLISHED
    assert [s.by for s in done.steps] == ["Analyst, Integral Care", *["Deputy director, Integral Care"] * 2]

    record = desk.store.record()
    submission = record.submission(PROGRAM, QUARTER)
    assert submission is not None
    assert submission.certified_by == "Deputy director, Integral Care"
    assert submission.file_sha256 == hashlib.sha256(body).hexdigest()
    assert submission.change == RevisionKind.FIRST
    assert submission.published_on == NOON.date()
    assert submission.days_late == 6
    row = record.row(PROGRAM, QUARTER, "welfare_check")
    assert row is not None
    assert row.tier is EvidenceTier.PROGRAM_REPORTED
    assert dict(row.counts) == dict(staff.counts())
    figure = desk.figure()
    assert isinstance(figure, Figure)
    assert figure.figure_id == f"{PROGRAM}.{QUARTER}.welfare_check.capture_rate"
    assert figure.tier is EvidenceTier.PROGRAM_REPORTED
    assert (
        of(figure.caveat) == f"A question was asked about 1,000 eligible calls (Welfare check). The program says: {WHY}"
    )
    assert desk.figure(call_type="suicidal_ideation").caveat == ""
    assert desk.figure(call_type="all").caveat == figure.caveat


def test_nobody_is_named_in_public(desk: Desk) -> None:
    staff.published(desk.store, staff.new())
    said = repr(desk.store.record())
    assert "@austin.test" not in said
    assert "A. Person" not in said


def test_loading_the_data_files_again_leaves_uploads_alone(whole: Desk) -> None:
    staff.published(whole.store, staff.new())
    counts = example()[str(QUARTER)].counts
    again = staff.new(base=1, counts=counts | {"welfare_check": more(counts["welfare_check"], eligible=40)})
    staff.published(whole.store, again, by=EXAMPLE_STAFF, certifier=EXAMPLE_CERTIFIER, program=EXAMPLE)
    before = whole.store.record()
    assert whole.store.load(DATA).new == 0
    assert whole.store.record() == before


def more(counts: Counts, **by: int) -> Counts:
    return Counts(
        {key: counts[key] + by.get(key, 0) if isinstance(counts[key], int) else counts[key] for key in COUNTS}
    )


@pytest.mark.parametrize("reason", [None, "", "   ", "too short", "123456789 "])
def test_a_missing_reason_stops_a_draft(desk: Desk, reason: str | None) -> None:
    first, second = staff.finding(), staff.finding(count="offered")
    number = staff.receive(desk.store, staff.new(findings=(first, second)))
    given = {first.key: WHY} | ({} if reason is None else {second.key: reason})
    refused(desk, lambda: desk.store.drafts.send(STAFF, number, given), "1 finding still needs a written reason")
    desk.store.drafts.send(STAFF, number, {first.key: WHY, second.key: WHY})


def test_a_reason_for_nothing_is_not_kept(desk: Desk) -> None:
    number = staff.receive(desk.store, staff.new())
    desk.store.drafts.send(STAFF, number, {"some|other|key|": WHY})
    assert desk.store.drafts.get(STAFF, number).reasons == {}


def test_a_critical_finding_stops_a_file(desk: Desk) -> None:
    bad = staff.new(findings=(staff.finding(severity=Severity.CRITICAL),))
    refused(desk, lambda: staff.receive(desk.store, bad), "critical findings")
    refused(desk, lambda: desk.store.drafts.receive(STAFF, PROGRAM, "a.csv", b"x", []), "critical findings")


def test_one_bad_quarter_keeps_the_whole_file_out(desk: Desk) -> None:
    good, bad = staff.new(), staff.new(QUARTER - 1, change=RevisionKind.ERROR, reason=REASON)
    refused(desk, lambda: desk.store.drafts.receive(STAFF, PROGRAM, "a.csv", b"x", [good, bad]), "first publication")


def test_whoever_uploaded_cannot_certify(desk: Desk) -> None:
    # a person with both roles cannot exist, so the one who uploaded has changed sides since
    number = staff.receive(desk.store, staff.new())
    desk.store.drafts.send(STAFF, number, {})
    refused(desk, lambda: desk.store.drafts.certify(STAFF, number), "takes a certifier account")
    change_role(desk, STAFF, Role.CERTIFIER)
    refused(desk, lambda: desk.store.drafts.certify(STAFF, number), "a second person must")
    desk.store.drafts.certify(CERTIFIER, number)
    refused(desk, lambda: desk.store.drafts.publish(STAFF, number), "a second person must")


def change_role(desk: Desk, who: Caller, role: Role) -> None:
    connection = sqlite3.connect(desk.path)
    connection.execute("UPDATE account SET role = ? WHERE email = ?", (role.value, who.email))
    connection.commit()
    connection.close()


def test_the_public_reads_who_certified_not_who_pressed_publish(desk: Desk) -> None:
    number = staff.certified(desk.store, staff.new(), certifier=CERTIFIER)
    desk.store.drafts.publish(CERTIFIER2, number)
    submission = desk.store.record().submission(PROGRAM, QUARTER)
    assert submission is not None
    assert submission.certified_by == "Deputy director, Integral Care"


def test_a_draft_that_is_returned_or_discarded_has_ended(desk: Desk) -> None:
    drafts = desk.store.drafts
    returned, gone = (staff.receive(desk.store, staff.new(), body=b) for b in (b"one", b"two"))
    drafts.send(STAFF, returned, {})
    refused(desk, lambda: drafts.give_back(CERTIFIER, returned, "  "), "Say why it is returned")
    drafts.give_back(CERTIFIER, returned, "Row 4 is twice what the log says.")
    assert drafts.get(STAFF, returned).steps[-1].detail == "Row 4 is twice what the log says."
    drafts.discard(STAFF2, gone)
    for number, stage in ((returned, Stage.RETURNED), (gone, Stage.DISCARDED)):
        assert drafts.get(STAFF, number).stage is stage
        refused(desk, lambda n=number: drafts.send(STAFF, n, {}), "Nothing more can happen")
        refused(desk, lambda n=number: drafts.publish(CERTIFIER, n), "Nothing more can happen")
    assert drafts.file(STAFF, gone)[1] == b"two"


# the same bytes


@pytest.mark.parametrize("until", ["received", "sent", "published"])
def test_the_same_bytes_again_change_nothing(desk: Desk, until: str) -> None:
    drafts, body = desk.store.drafts, b"the very same"
    number = staff.receive(desk.store, staff.new(), body=body)
    if until != "received":
        drafts.send(STAFF, number, {})
    if until == "published":
        drafts.certify(CERTIFIER, number)
        drafts.publish(CERTIFIER, number)
    record, before = desk.store.record(), desk.rows()
    again = drafts.receive(STAFF2, PROGRAM, "other name.csv", body, [staff.new()])
    assert again.again
    assert again.drafts == (number,)
    assert desk.store.record() == record
    assert desk.rows() == before | {"audit": before["audit"] + 1}


def test_the_same_bytes_can_be_sent_again_after_they_were_given_up(desk: Desk) -> None:
    number = staff.receive(desk.store, staff.new(), body=b"same")
    desk.store.drafts.discard(STAFF, number)
    assert staff.receive(desk.store, staff.new(), body=b"same") > number


def test_the_same_bytes_of_another_program_are_another_file(desk: Desk) -> None:
    mine = staff.receive(desk.store, staff.new(), body=b"same")
    theirs = desk.store.drafts.receive(OTHER_STAFF, OTHER, "a.csv", b"same", [staff.new()])
    assert not theirs.again
    assert mine not in theirs.drafts


# corrections


@pytest.mark.parametrize(
    ("change", "reason", "said"),
    [
        (RevisionKind.FIRST, REASON, "Say whether this is"),
        (RevisionKind.WITHDRAWAL, REASON, "Say whether this is"),
        (RevisionKind.ERROR, "", "Say in a sentence why"),
        (RevisionKind.PLANNED, "  short  ", "Say in a sentence why"),
    ],
)
def test_a_correction_says_what_it_is_and_why(desk: Desk, change: RevisionKind, reason: str, said: str) -> None:
    staff.published(desk.store, staff.new())
    refused(desk, lambda: staff.receive(desk.store, staff.new(base=1, change=change, reason=reason)), said)


def test_a_first_publication_is_not_called_a_correction(desk: Desk) -> None:
    draft = staff.new(change=RevisionKind.ERROR, reason=REASON)
    refused(desk, lambda: staff.receive(desk.store, draft), "first publication")


def test_a_correction_is_the_next_revision_and_keeps_the_one_before(desk: Desk) -> None:
    staff.published(desk.store, staff.new())
    before = desk.figure()
    fewer = {"welfare_check": staff.counts(eligible=1300)}
    assert staff.published(desk.store, staff.new(base=1, counts=fewer)) == 2
    record, figure = desk.store.record(), desk.figure()
    assert isinstance(before, Figure) and isinstance(figure, Figure)
    assert figure.figure_id == before.figure_id
    assert (before.revision, figure.revision) == (1, 2)
    assert (before.amount.value, figure.amount.value) == (65.0, 50.0)
    submission = record.submission(PROGRAM, QUARTER)
    assert submission is not None
    assert (submission.revision, submission.change, submission.note) == (2, RevisionKind.ERROR, REASON)
    ((first, row),) = record.earlier(PROGRAM, QUARTER, "welfare_check")
    assert (first.revision, row.counts["eligible"]) == (1, 1000)
    # a call type that the correction leaves out is history, not part of the quarter
    assert record.row(PROGRAM, QUARTER, "suicidal_ideation") is None
    assert [r.counts["eligible"] for _, r in record.earlier(PROGRAM, QUARTER)] == [3000]


def test_a_base_that_moved_on_stops_a_publication(desk: Desk) -> None:
    slow = staff.certified(desk.store, staff.new(), body=b"slow")
    assert staff.published(desk.store, staff.new(), by=STAFF2, certifier=CERTIFIER2, body=b"fast") == 1
    refused(desk, lambda: desk.store.drafts.publish(CERTIFIER, slow), "was published after this file was checked")
    assert desk.store.drafts.get(STAFF, slow).stage is Stage.CERTIFIED


def test_a_file_that_was_overtaken_can_be_uploaded_again_as_it_says(desk: Desk) -> None:
    slow = staff.certified(desk.store, staff.new(), body=b"slow")
    staff.published(desk.store, staff.new(), body=b"fast")
    refused(desk, lambda: desk.store.drafts.publish(CERTIFIER, slow), "Upload the file again")
    again = desk.store.drafts.receive(STAFF, PROGRAM, "quarter.csv", b"slow", [staff.new(base=1)])
    assert not again.again, "the stale draft stands in the way of the upload that the message asks for"
    assert desk.store.drafts.get(STAFF, again.drafts[0]).base_revision == 1


# withdrawal


def test_a_withdrawn_quarter_has_a_reason_in_place_of_numbers(desk: Desk) -> None:
    staff.published(desk.store, staff.new())
    assert desk.store.drafts.withdraw(CERTIFIER, PROGRAM, QUARTER, REASON) == 2
    for call_type in (*KINDS, "all"):
        figure = desk.figure(call_type=call_type)
        assert isinstance(figure, Withheld)
        assert figure.why is Missing.RETRACTED
        assert of(figure.caveat) == REASON
    submission = desk.store.record().submission(PROGRAM, QUARTER)
    assert submission is not None and submission.withdrawn
    assert submission.certified_by == "Deputy director, Integral Care"
    ((_, row),) = desk.store.record().earlier(PROGRAM, QUARTER, "welfare_check")
    assert row.counts["eligible"] == 1000


def test_a_withdrawal_covers_every_call_type_that_was_published(desk: Desk) -> None:
    staff.published(desk.store, staff.new())
    desk.store.drafts.withdraw(CERTIFIER, PROGRAM, QUARTER, REASON)
    assert desk.store.record().row(PROGRAM, QUARTER, "suicidal_ideation") is not None, "its figures just vanish"


def test_a_withdrawal_keeps_the_eligibility_rule(desk: Desk) -> None:
    staff.published(desk.store, staff.new(rule_version=2, rule_note="third-party calls too"))
    desk.store.drafts.withdraw(CERTIFIER, PROGRAM, QUARTER, REASON)
    submission = desk.store.record().submission(PROGRAM, QUARTER)
    assert submission is not None
    assert (submission.rule_version, submission.rule_note) == (2, "third-party calls too")


def test_growth_against_a_withdrawn_quarter_says_retracted(desk: Desk) -> None:
    later = QUARTER + 4
    staff.published(desk.store, staff.new(rule_version=2))
    staff.published(desk.store, staff.new(later, rule_version=2))
    desk.store.drafts.withdraw(CERTIFIER, PROGRAM, QUARTER, REASON)
    growth = desk.figure("growth", later)
    assert isinstance(growth, Withheld)
    assert growth.why is Missing.RETRACTED, growth.note


def test_a_withdrawal_needs_a_reason_and_a_publication(desk: Desk) -> None:
    withdraw = desk.store.drafts.withdraw
    refused(desk, lambda: withdraw(CERTIFIER, PROGRAM, QUARTER, REASON), "has not been published")
    staff.published(desk.store, staff.new())
    refused(desk, lambda: withdraw(CERTIFIER, PROGRAM, QUARTER, " short "), "Say in a sentence why")


def test_a_withdrawn_quarter_can_be_published_anew(desk: Desk) -> None:
    staff.published(desk.store, staff.new())
    desk.store.drafts.withdraw(CERTIFIER, PROGRAM, QUARTER, REASON)
    assert staff.published(desk.store, staff.new(base=2)) == 3
    assert isinstance(desk.figure(), Figure)


# embargo


def test_an_embargo_ends_by_itself(desk: Desk) -> None:
    before = desk.store.version()
    staff.published(desk.store, staff.new(), public_from=NOON + timedelta(days=1))
    assert desk.store.drafts.head(PROGRAM, QUARTER) == 1
    desk.clock.move(hours=23, minutes=59, seconds=59)
    assert desk.store.version() == before
    record = desk.store.record()
    assert record.submission(PROGRAM, QUARTER) is None
    assert PROGRAM not in {r.program_id for r in record.rows}
    assert not [c for c in record.changes if c.names(PROGRAM)]
    desk.clock.move(seconds=1)
    assert desk.store.version() == before + 1
    record = desk.store.record()
    assert record.version == before + 1
    submission = record.submission(PROGRAM, QUARTER)
    assert submission is not None
    assert submission.published_on == NOON.date() + timedelta(days=1)
    assert isinstance(desk.figure(), Figure)


def test_what_stands_stays_until_an_embargo_ends(desk: Desk) -> None:
    staff.published(desk.store, staff.new())
    fewer = {"welfare_check": staff.counts(eligible=1300)}
    staff.published(desk.store, staff.new(base=1, counts=fewer), public_from=NOON + timedelta(hours=1))
    assert desk.figure().revision == 1
    desk.clock.move(hours=1)
    assert desk.figure().revision == 2


def test_a_moment_that_has_passed_is_no_embargo(desk: Desk) -> None:
    staff.published(desk.store, staff.new(), public_from=NOON)
    assert isinstance(desk.figure(), Figure)


def test_nothing_of_a_quarter_is_published_while_a_revision_of_it_waits(desk: Desk) -> None:
    staff.published(desk.store, staff.new(), public_from=NOON + timedelta(days=1))
    second = staff.certified(desk.store, staff.new(base=1))
    refused(desk, lambda: desk.store.drafts.publish(CERTIFIER, second), "already set to be released")
    refused(
        desk,
        lambda: desk.store.drafts.withdraw(CERTIFIER, PROGRAM, QUARTER, REASON),
        "already set to be released",
    )
    desk.clock.move(days=1)
    assert desk.store.drafts.publish(CERTIFIER, second) == 2


def test_another_quarter_may_be_published_while_the_first_waits(desk: Desk) -> None:
    staff.published(desk.store, staff.new(), public_from=NOON + timedelta(days=1))
    staff.published(desk.store, staff.new(QUARTER - 1))
    assert isinstance(desk.figure(quarter=QUARTER - 1), Figure)


# the made-up program


def test_the_example_program_stays_illustrative(desk: Desk) -> None:
    quarter = Quarter(2026, 4)
    staff.published(desk.store, staff.new(quarter), by=EXAMPLE_STAFF, certifier=EXAMPLE_CERTIFIER, program=EXAMPLE)
    assert desk.figure(quarter=quarter, program=EXAMPLE).tier is EvidenceTier.ILLUSTRATIVE
    desk.clock.move(days=60)
    name = f"{EXAMPLE}.{quarter}.welfare_check.capture_rate"
    desk.store.verifying.record(VERIFIER, checked(EXAMPLE, (name, 1), dated=date(2027, 1, 5)))
    assert desk.figure(quarter=quarter, program=EXAMPLE).tier is EvidenceTier.ILLUSTRATIVE


def test_nothing_of_the_example_is_left_where_examples_are_off(desk: Desk) -> None:
    staff.published(
        desk.store, staff.new(Quarter(2026, 4)), by=EXAMPLE_STAFF, certifier=EXAMPLE_CERTIFIER, program=EXAMPLE
    )
    record = desk.store.record(example=False)
    assert [s.source_id for s in record.sources if EXAMPLE in s.source_id] == []
    assert [c for c in record.changes if c.names(EXAMPLE)] == []


# what is accepted can be read


def test_a_call_type_that_nobody_knows_does_not_break_the_record(desk: Desk) -> None:
    with pytest.raises(Refused):
        staff.published(desk.store, staff.new(counts={"nonsense": staff.counts()}))
    desk.store.record()


def test_a_program_that_is_not_on_record_does_not_break_it(desk: Desk) -> None:
    def publish() -> None:
        for role, email in ((Role.STAFF, "s@nowhere.test"), (Role.CERTIFIER, "c@nowhere.test")):
            desk.store.people.add(staff.account(role, email=email, programs=frozenset({"nowhere"})))
        mine, theirs = Caller(email="s@nowhere.test"), Caller(email="c@nowhere.test")
        staff.published(desk.store, staff.new(), by=mine, certifier=theirs, program="nowhere")

    with pytest.raises(Refused):
        publish()
    desk.store.record()


# permissions


def checked(program: str, *figures: tuple[str, int], dated: date = date(2026, 11, 19)) -> Checked:
    return Checked(
        program_id=program,
        figures=figures,
        method="records audit",
        relation=Relation.OUTSIDE,
        scope="Every call of the quarter.",
        agrees=True,
        found="",
        title="Audit of the call log",
        link="https://auditor.test/report.pdf",
        document_sha256="a" * 64,
        dated=dated,
    )


@dataclass(frozen=True)
class Prepared:
    """A draft at every stage, a published quarter, and its desk."""

    desk: Desk
    received: int
    sent: int
    certified: int


def prepare(desk: Desk) -> Prepared:
    staff.published(desk.store, staff.new())
    received = staff.receive(desk.store, staff.new(QUARTER - 1))
    sent = staff.receive(desk.store, staff.new(QUARTER - 2))
    desk.store.drafts.send(STAFF, sent, {})
    return Prepared(desk, received, sent, staff.certified(desk.store, staff.new(QUARTER - 3)))


NEW_ACCOUNT = staff.account(Role.ADMIN, email="second@site.test")
FIGURE = f"{PROGRAM}.{QUARTER}.welfare_check.capture_rate"
MY_STAFF, MY_CERTIFIERS = {STAFF.email, STAFF2.email}, {CERTIFIER.email, CERTIFIER2.email}
Operation = Callable[[Prepared, Caller], object]
OPERATIONS: dict[str, tuple[set[str], Operation]] = {
    "receive": (
        MY_STAFF,
        lambda p, who: p.desk.store.drafts.receive(who, PROGRAM, "a.csv", b"new bytes", [staff.new(QUARTER - 5)]),
    ),
    "receive the same bytes": (
        MY_STAFF,
        lambda p, who: p.desk.store.drafts.receive(who, PROGRAM, "a.csv", staff.body_of(staff.new()), [staff.new()]),
    ),
    "send": (MY_STAFF, lambda p, who: p.desk.store.drafts.send(who, p.received, {})),
    "discard": (MY_STAFF, lambda p, who: p.desk.store.drafts.discard(who, p.received)),
    "name columns": (
        MY_STAFF,
        lambda p, who: p.desk.store.column_names.keep(who, PROGRAM, {"Calls": "eligible"}),
    ),
    "give back": (MY_CERTIFIERS, lambda p, who: p.desk.store.drafts.give_back(who, p.sent, "Row 4 is wrong.")),
    "certify": (MY_CERTIFIERS, lambda p, who: p.desk.store.drafts.certify(who, p.sent)),
    "publish": (MY_CERTIFIERS, lambda p, who: p.desk.store.drafts.publish(who, p.certified)),
    "withdraw": (
        MY_CERTIFIERS,
        lambda p, who: p.desk.store.drafts.withdraw(who, PROGRAM, QUARTER, REASON),
    ),
    "read a draft": (MY_STAFF | MY_CERTIFIERS, lambda p, who: p.desk.store.drafts.get(who, p.received)),
    "download a file": (MY_STAFF | MY_CERTIFIERS, lambda p, who: p.desk.store.drafts.file(who, p.received)),
    "verify": (
        {VERIFIER.email},
        lambda p, who: p.desk.store.verifying.record(who, checked(PROGRAM, (FIGURE, 1)), "Integral Care"),
    ),
    "challenge": (
        {ADMIN.email},
        lambda p, who: p.desk.store.verifying.challenge(
            who, f"{PROGRAM}-01", "The base leaves out calls.", title="Critique", publisher="A", link="https://a.test"
        ),
    ),
    "add account": ({ADMIN.email}, lambda p, who: p.desk.store.people.add(NEW_ACCOUNT, by=who)),
    "invite": ({ADMIN.email}, lambda p, who: p.desk.store.people.invite(STAFF.email, by=who)),
    "close account": ({ADMIN.email}, lambda p, who: p.desk.store.people.close(STAFF.email, by=who)),
    "list accounts": ({ADMIN.email}, lambda p, who: p.desk.store.people.all(who)),
    "read the audit log": ({ADMIN.email}, lambda p, who: p.desk.store.people.audit_log(who)),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_asks_who_asks(desk: Desk, name: str) -> None:
    may, operation = OPERATIONS[name]
    ready = prepare(desk)
    record, before = desk.store.record(), desk.rows()
    for email, who in [*EVERYBODY.items(), ("", NOBODY), ("nobody@nowhere.test", Caller(email="nobody@nowhere.test"))]:
        if email in may:
            continue
        with pytest.raises(Refused) as said:
            operation(ready, who)
        assert len(of(said.value).split()) > 2
        assert desk.rows() == before, f"{email} left a trace by trying to {name}"
    assert desk.store.record() == record
    operation(ready, EVERYBODY[max(may)])


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_account_that_was_closed_meanwhile_is_refused(desk: Desk, name: str) -> None:
    may, operation = OPERATIONS[name]
    ready, email = prepare(desk), max(may)
    desk.store.people.close(email)
    refused(desk, lambda: operation(ready, EVERYBODY[email]), "signed in")


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("how", ["signed out", "idle", "too long", "closed", "invited anew", "made up"])
def test_a_sign_in_that_ended_meanwhile_is_refused(desk: Desk, name: str, how: str) -> None:
    may, operation = OPERATIONS[name]
    ready, email = prepare(desk), max(may)
    token = desk.store.sign_ins.set_identity(desk.store.people.invite(email), "https://id.test", email)
    who = Caller(digest(token))
    if how == "signed out":
        desk.store.sign_ins.sign_out(token)
    elif how == "idle":
        desk.clock.move(minutes=30)
    elif how == "too long":
        for _ in range(25):
            desk.clock.move(minutes=29)
            desk.store.sign_ins.who(digest(token))
    elif how == "closed":
        desk.store.people.close(email)
    elif how == "invited anew":
        desk.store.people.invite(email)
    else:
        who = Caller(token)  # the cookie itself, where its digest is wanted
    refused(desk, lambda: operation(ready, who), "signed in")


def test_a_sign_in_that_holds_is_enough(desk: Desk) -> None:
    token = desk.store.sign_ins.set_identity(desk.store.people.invite(STAFF.email), "https://id.test", "someone")
    assert staff.receive(desk.store, staff.new(), by=Caller(digest(token)))


def test_the_list_of_drafts_is_of_ones_own_programs(desk: Desk) -> None:
    mine = staff.receive(desk.store, staff.new())
    theirs = staff.receive(desk.store, staff.new(), by=OTHER_STAFF, program=OTHER)
    of = desk.store.drafts.of
    assert [d.draft_id for d in of(STAFF)] == [d.draft_id for d in of(CERTIFIER)] == [mine]
    assert [d.draft_id for d in of(OTHER_STAFF)] == [d.draft_id for d in of(OTHER_CERTIFIER)] == [theirs]
    assert of(VERIFIER) == of(ADMIN) == []
    refused(desk, lambda: of(NOBODY), "signed in")


def test_a_draft_of_another_program_is_as_if_it_were_not_there(desk: Desk) -> None:
    mine = staff.receive(desk.store, staff.new())
    for ask in (desk.store.drafts.get, desk.store.drafts.file, desk.store.drafts.discard, desk.store.drafts.certify):
        said = []
        for number in (mine, 999_999):
            with pytest.raises(Refused) as no:
                ask(OTHER_STAFF, number)
            said.append(of(no.value))
        assert said[0] == said[1]


def test_a_draft_is_read_as_it_was_received(desk: Desk) -> None:
    asked = staff.finding()
    counted = {"welfare_check": staff.counts(felt_safe=Missing.NOT_COLLECTED)}
    made = staff.new(counts=counted, findings=(asked,), rule_version=3, rule_note="third-party calls too")
    draft = desk.store.drafts.get(STAFF, staff.receive(desk.store, made))
    assert dict(draft.counts["welfare_check"]) == dict(counted["welfare_check"])
    assert draft.findings == (asked,)
    assert (draft.rule_version, draft.rule_note, draft.base_revision) == (3, "third-party calls too", 0)
    assert draft.uploaded_by == "Analyst, Integral Care"
    assert json.loads(json.dumps(draft.file_name)) == "quarter.csv"


def test_a_finding_that_an_older_version_kept_in_sentences_is_asked_and_answered_as_it_stands(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_rows, "to_json", lambda _: OLD | {"also": []})
    number = staff.receive(desk.store, staff.new(findings=(staff.finding(),)))
    monkeypatch.undo()
    (asked,) = desk.store.drafts.get(STAFF, number).findings
    (row,) = findings_table([asked]).rows
    assert list(row[1:]) == [
        "Jul to Sep 2026: sheet Counts, row 4, column D",
        OLD["found"],
        OLD["expected"],
        f"{OLD['todo']} {OLD['consequence']}",
    ]
    desk.store.drafts.send(STAFF, number, {"jump|2026Q3|welfare_check|eligible": WHY})
    assert desk.store.drafts.get(STAFF, number).reasons == {asked.key: WHY}


def test_names_of_columns_are_kept_and_replaced(desk: Desk) -> None:
    column_names = desk.store.column_names
    column_names.keep(STAFF, PROGRAM, {"Calls": "eligible", "Safe": "felt_safe"})
    column_names.keep(STAFF2, PROGRAM, {"Calls": "offered"})
    assert column_names.of(PROGRAM) == {"Calls": "offered", "Safe": "felt_safe"}
    assert column_names.of(OTHER) == {}
