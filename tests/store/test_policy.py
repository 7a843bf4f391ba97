"""What people decide about small counts: an administrator the policy, a program what it counts under `other`; and the
gate that stands before both."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard import words
from dashboard.core.change import RevisionKind
from dashboard.core.ledger import ALL, COUNTS, Counts, LedgerRow, Missing, add
from dashboard.core.privacy.disclosure import DEFAULT, Partition, Policy, Release
from dashboard.core.privacy.under_other import merged
from dashboard.core.privacy.withholding import release
from dashboard.core.workflow import Stage
from dashboard.intake.check import check, drafts_of
from dashboard.intake.context import context
from dashboard.store import releases
from dashboard.store.append_only import MESSAGE
from dashboard.store.staff.audit import Entry
from dashboard.store.staff.draft_rows import NewDraft
from dashboard.story import small_counts
from dashboard.story.blocks import Table
from dashboard.web import opendata
from tests.store import staff
from tests.store.staff import (
    ADMIN,
    CERTIFIER,
    EVERYBODY,
    NOBODY,
    NOON,
    OTHER_STAFF,
    PROGRAM,
    QUARTER,
    STAFF,
    STAFF2,
    Desk,
    counts,
    finding,
    refused,
)

STATE = "The state's data office asks for groups of 20 or more."
WHY = "A storm closed the other line for a week."
FIRST, SMALL, LAST = "welfare_check", "trespass", "other"
FEW = counts(police_sent=4, resolved_by_phone=376)


def quarter(**changes: Any) -> NewDraft:
    """A quarter of three call types, of which the second sent few calls to the police."""
    return staff.new(**({"counts": {FIRST: counts(), SMALL: FEW, LAST: counts()}} | changes))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with staff.desk(tmp_path) as made:
        yield made


def last_line(desk: Desk) -> Entry:
    """The newest line of the audit log."""
    found, _ = desk.store.people.audit_log(ADMIN, newest=1)
    return found[0]


def decisions(desk: Desk) -> list[tuple[int, int, int | None, str]]:
    """The decisions on record as rows."""
    connection = sqlite3.connect(desk.path)
    query = "SELECT revision, smallest, exact_from, reason FROM disclosure_policy ORDER BY id"
    found = connection.execute(query).fetchall()
    connection.close()
    return found


def public_row(desk: Desk, call_type: str) -> LedgerRow:
    row = desk.store.record().row(PROGRAM, QUARTER, call_type)
    assert row is not None
    return row


# the policy: who decides, and how


@pytest.mark.parametrize("email", [email for email in EVERYBODY if email != ADMIN.email])
def test_nobody_but_an_administrator_decides(desk: Desk, email: str) -> None:
    refused(desk, lambda: desk.store.set_policy(EVERYBODY[email], Policy(smallest=20), STATE), "takes an admin account")
    assert decisions(desk) == []


def test_nobody_who_is_not_signed_in_decides(desk: Desk) -> None:
    refused(desk, lambda: desk.store.set_policy(NOBODY, Policy(smallest=20), STATE), "Nobody is signed in")
    desk.store.people.close(ADMIN.email)
    refused(desk, lambda: desk.store.set_policy(ADMIN, Policy(smallest=20), STATE), "Nobody is signed in")


@pytest.mark.parametrize("reason", ["", "   ", "because", "nineteen characters", f" {'x' * 19}  "])
def test_a_decision_has_a_reason_that_the_public_can_read(desk: Desk, reason: str) -> None:
    refused(desk, lambda: desk.store.set_policy(ADMIN, Policy(smallest=20), reason), "the public reads it")
    desk.store.set_policy(ADMIN, Policy(smallest=20), f"{'x' * 20}")


@pytest.mark.parametrize(("smallest", "exact_from"), [(1, 100), (0, None), (-3, 100), (101, 100), (11, 10), (11, 0)])
def test_nonsense_is_no_policy(desk: Desk, smallest: int, exact_from: int | None) -> None:
    rows = desk.rows()
    with pytest.raises(ValueError, match=r"two people or more|exact totals begin"):
        desk.store.set_policy(ADMIN, Policy(smallest=smallest, exact_from=exact_from), STATE)
    assert desk.rows() == rows


def test_decisions_are_added_and_never_changed(desk: Desk) -> None:
    assert desk.store.record().policy == DEFAULT
    assert desk.store.record().policies == ()
    desk.store.set_policy(ADMIN, Policy(smallest=20), f"  {STATE} ")
    first = (1, 20, 100, STATE)
    assert decisions(desk) == [first]
    desk.clock.move(days=3)
    desk.store.set_policy(ADMIN, Policy(smallest=15, exact_from=None), "A new agreement asks for groups of fifteen.")
    assert decisions(desk) == [first, (2, 15, None, "A new agreement asks for groups of fifteen.")]
    connection = sqlite3.connect(desk.path)
    for statement in ("UPDATE disclosure_policy SET smallest = 2", "DELETE FROM disclosure_policy"):
        with pytest.raises(sqlite3.IntegrityError, match=MESSAGE):
            connection.execute(statement)
    connection.close()
    record = desk.store.record()
    assert record.policy == Policy(smallest=15, exact_from=None)
    assert [(p.policy.smallest, p.reason, p.on) for p in record.policies] == [
        (20, STATE, NOON.date()),
        (15, "A new agreement asks for groups of fifteen.", (NOON + timedelta(days=3)).date()),
    ]


def test_the_audit_log_and_the_public_log_tell_of_a_decision(desk: Desk) -> None:
    new = Policy(smallest=20, exact_from=None)
    desk.store.set_policy(ADMIN, new, STATE)
    line = last_line(desk)
    assert (line.actor, line.role, line.action, line.subject) == (ADMIN.email, "admin", "set_policy", "small counts")
    assert (line.before, line.after, line.reason) == (words.of(DEFAULT), words.of(new), STATE)
    assert "fewer than 20" in line.after
    assert "never exact" in line.after
    change = desk.store.record().changes[-1]
    assert words.of(new) in words.of(change.what)
    assert change.by == "Administrator, This site"
    assert ADMIN.email not in repr(desk.store.record())


@pytest.mark.parametrize(
    ("policy", "looser"),
    [(Policy(smallest=20), False), (Policy(smallest=5), True), (Policy(smallest=20, exact_from=50), True)],
)
def test_the_methods_say_when_a_decision_shows_more_than_the_default(desk: Desk, policy: Policy, looser: bool) -> None:
    desk.store.set_policy(ADMIN, policy, STATE)
    (table,) = (b for b in small_counts.method(desk.store.record()) if b.name == "policies" and isinstance(b, Table))
    (on, what, why), (_, default, _) = table.rows
    assert (on, why) == (str(NOON.date()), STATE)
    assert what == words.of(policy)
    assert what.endswith(" (this shows more than the default)") is looser
    assert default == f"the default: {words.of(DEFAULT)}"


@pytest.mark.parametrize(("smallest", "looser"), [(20, False), (5, True)])
def test_the_audit_log_says_when_a_decision_shows_more_than_the_default(
    desk: Desk, smallest: int, looser: bool
) -> None:
    desk.store.set_policy(ADMIN, Policy(smallest=smallest), STATE)
    assert ("more than the default" in last_line(desk).after) is looser


# the gate before publication


def naive(
    received: Mapping[str, Counts], order: Sequence[str], policy: Policy = DEFAULT, earlier: Partition | None = None
) -> Release:
    """Everything is released, as if nobody had thought of small counts."""
    total = Counts({key: add(row[key] for row in received.values()) for key in COUNTS})
    blocks = release(received, order, policy, earlier).blocks
    return Release(rows={**received, ALL: total}, together=(), blocks=blocks)


def test_the_gate_refuses_what_gives_a_small_count_away(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    number = staff.certified(desk.store, quarter())
    with monkeypatch.context() as patched:
        patched.setattr(releases, "release", naive)
        said = refused(desk, lambda: desk.store.drafts.publish(CERTIFIER, number), "gives small counts away")
    assert said.startswith(f"{QUARTER}: ")
    assert f"{SMALL} police_sent" in said
    assert FIRST not in said
    assert said.endswith("Nothing was written.")
    assert desk.store.drafts.get(CERTIFIER, number).stage is Stage.CERTIFIED
    assert desk.store.record().submission(PROGRAM, QUARTER) is None
    # with the rule in its place the same draft is published
    assert desk.store.drafts.publish(CERTIFIER, number) == 1
    assert public_row(desk, SMALL).counts["police_sent"] is Missing.PRIVACY


def test_the_gate_stands_before_a_correction_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    staff.published(desk.store, quarter())
    number = staff.certified(desk.store, quarter(base=1))
    monkeypatch.setattr(releases, "release", naive)
    refused(desk, lambda: desk.store.drafts.publish(CERTIFIER, number), "gives small counts away")


def test_the_gate_lets_through_what_has_no_small_count(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(releases, "release", naive)
    assert staff.published(desk.store, staff.new()) == 1


# counting call types under other


def totals(rows: Mapping[str, Counts]) -> dict[str, object]:
    return {key: add(row[key] for row in rows.values()) for key in COUNTS}


def test_a_new_draft_counts_them_under_other_and_the_old_one_is_given_up(desk: Desk) -> None:
    drafts, asked = desk.store.drafts, finding()
    number = staff.receive(desk.store, quarter(findings=(asked,)), body=b"the file as it came")
    old = drafts.get(STAFF, number)
    merged = drafts.merge(STAFF, number, [SMALL])
    new = drafts.get(STAFF, merged)
    assert merged != number
    assert (new.merged, old.merged) == ((SMALL,), ())
    assert set(new.counts) == {FIRST, LAST}
    assert dict(new.counts[FIRST]) == dict(counts())
    assert new.counts[LAST]["police_sent"] == 84
    assert new.counts[LAST]["eligible"] == 2000
    assert totals(new.counts) == totals(old.counts)
    about = ("quarter", "change", "reason", "rule_version", "rule_note", "base_revision", "file_sha256", "findings")
    assert [getattr(new, name) for name in about] == [getattr(old, name) for name in about]
    assert drafts.file(STAFF, merged) == ("quarter.csv", b"the file as it came")
    gone = drafts.get(STAFF, number)
    assert gone.stage is Stage.DISCARDED
    assert gone.counts == old.counts
    assert gone.steps[-1].detail == f"merged into draft {merged}: {SMALL} counted under other"
    line = last_line(desk)
    assert (line.actor, line.action, line.subject) == (STAFF.email, "discard", f"{PROGRAM}|{QUARTER}")
    assert f"draft {merged}" in line.reason


def test_findings_are_asked_again_of_the_new_draft(desk: Desk) -> None:
    asked = finding()
    merged = desk.store.drafts.merge(STAFF, staff.receive(desk.store, quarter(findings=(asked,))), [SMALL])
    new = desk.store.drafts.get(STAFF, merged)
    assert (new.stage, new.reasons, new.findings) == (Stage.CHECKED, {}, (asked,))
    refused(desk, lambda: desk.store.drafts.send(STAFF, merged, {}), "1 finding still needs a written reason")
    desk.store.drafts.send(STAFF, merged, {asked.key: WHY})


def test_what_is_merged_in_two_turns_is_all_named(desk: Desk) -> None:
    everything = {FIRST: counts(), "substance_use": counts(), SMALL: FEW, LAST: counts()}
    number = staff.receive(desk.store, quarter(counts=everything))
    once = desk.store.drafts.merge(STAFF, number, [SMALL])
    twice = desk.store.drafts.merge(STAFF2, once, ["substance_use"])
    new = desk.store.drafts.get(STAFF, twice)
    assert new.merged == (SMALL, "substance_use")
    assert set(new.counts) == {FIRST, LAST}
    assert totals(new.counts) == totals(everything)


def test_other_is_made_where_the_program_had_none(desk: Desk) -> None:
    number = staff.receive(desk.store, quarter(counts={FIRST: counts(), SMALL: FEW}))
    new = desk.store.drafts.get(STAFF, desk.store.drafts.merge(STAFF, number, [SMALL]))
    assert {kind: dict(row) for kind, row in new.counts.items()} == {FIRST: dict(counts()), LAST: dict(FEW)}


def test_the_same_file_again_leads_to_the_draft_that_took_its_place(desk: Desk) -> None:
    number = staff.receive(desk.store, quarter(), body=b"once")
    merged = desk.store.drafts.merge(STAFF, number, [SMALL])
    again = desk.store.drafts.receive(STAFF, PROGRAM, "quarter.csv", b"once", [quarter()])
    assert (again.again, again.drafts) == (True, (merged,))


def test_a_published_quarter_is_not_merged(desk: Desk) -> None:
    staff.published(desk.store, quarter())
    number = staff.receive(desk.store, quarter(base=1))
    refused(desk, lambda: desk.store.drafts.merge(STAFF, number, [SMALL]), "before a quarter is sent for the first")


def test_a_draft_that_was_sent_or_given_up_is_not_merged(desk: Desk) -> None:
    drafts, number = desk.store.drafts, staff.receive(desk.store, quarter())
    merged = drafts.merge(STAFF, number, [SMALL])
    refused(desk, lambda: drafts.merge(STAFF, number, [SMALL]), "before a quarter is sent")
    drafts.send(STAFF, merged, {})
    refused(desk, lambda: drafts.merge(STAFF, merged, [FIRST]), "before a quarter is sent")
    drafts.certify(CERTIFIER, merged)
    refused(desk, lambda: drafts.merge(STAFF, merged, [FIRST]), "before a quarter is sent")


@pytest.mark.parametrize("email", [e for e in EVERYBODY if e not in (STAFF.email, STAFF2.email)])
def test_nobody_but_the_programs_own_staff_merges(desk: Desk, email: str) -> None:
    number = staff.receive(desk.store, quarter())
    refused(desk, lambda: desk.store.drafts.merge(EVERYBODY[email], number, [SMALL]), r"no such draft|takes a staff")


def test_a_draft_of_another_program_is_not_even_there(desk: Desk) -> None:
    number = staff.receive(desk.store, quarter())
    said = refused(desk, lambda: desk.store.drafts.merge(OTHER_STAFF, number, [SMALL]), "no such draft")
    assert said == refused(desk, lambda: desk.store.drafts.merge(OTHER_STAFF, number + 999, [SMALL]), "no such draft")


@pytest.mark.parametrize("kinds", [["ufo"], [SMALL, "ufo"], [LAST], [SMALL, LAST], [ALL], ["substance_use"]])
def test_only_call_types_of_the_draft_are_merged_and_never_other_itself(desk: Desk, kinds: list[str]) -> None:
    number = staff.receive(desk.store, quarter())
    said = refused(desk, lambda: desk.store.drafts.merge(STAFF, number, kinds), "Pick call types of this quarter")
    assert kinds[-1] in said
    assert desk.store.drafts.get(STAFF, number).stage is Stage.CHECKED


@pytest.mark.parametrize("other", [True, False])
def test_an_empty_choice_is_refused(desk: Desk, other: bool) -> None:
    """Also where it would make an `other` of nobody."""
    kinds = {FIRST: counts(), SMALL: FEW} | ({LAST: counts()} if other else {})
    number = staff.receive(desk.store, quarter(counts=kinds))
    refused(desk, lambda: desk.store.drafts.merge(STAFF, number, []), "Pick call types")


# what the public reads of it

TOLD = "The program counts these here too, so that more can be shown: Trespass or unwanted person."


def publish_merged(desk: Desk, draft: NewDraft, reasons: Mapping[str, str] | None = None) -> None:
    drafts = desk.store.drafts
    number = drafts.merge(STAFF, staff.receive(desk.store, draft), [SMALL])
    drafts.send(STAFF, number, reasons or {})
    drafts.certify(CERTIFIER, number)
    drafts.publish(CERTIFIER, number)


def test_the_public_is_told_what_other_holds(desk: Desk) -> None:
    publish_merged(desk, quarter())
    record = desk.store.record()
    assert record.row(PROGRAM, QUARTER, SMALL) is None
    row = public_row(desk, LAST)
    assert row.holds == (SMALL,)
    assert [(c.count, words.of(c.text)) for c in row.caveats] == [("", TOLD)]
    assert row.counts["police_sent"] == 84
    assert desk.figure(call_type=LAST).caveat == row.caveats[0].text
    for call_type in (FIRST, ALL):
        assert public_row(desk, call_type).holds == ()
        assert public_row(desk, call_type).caveats == ()
    assert public_row(desk, ALL).counts["police_sent"] == 164


def test_the_data_file_tells_it_too(desk: Desk) -> None:
    publish_merged(desk, quarter())
    record = desk.store.record()
    table = csv.DictReader(io.StringIO(opendata.ledger_csv(record)))
    mine = {row["call_type"]: row for row in table if row["program_id"] == PROGRAM}
    assert {kind: row["holds"] for kind, row in mine.items()} == {FIRST: "", LAST: SMALL, ALL: ""}
    assert mine[LAST]["police_sent"] == "84"
    (ledger,) = (r for r in json.loads(opendata.datapackage_json(record))["resources"] if r["name"] == "ledger")
    assert "holds" in [field["name"] for field in ledger["schema"]["fields"]]


def test_a_question_about_what_was_merged_is_not_repeated_with_its_number(desk: Desk) -> None:
    asked = finding(call_type=SMALL, count="police_sent", found="4 calls returned to police (Trespass).")
    publish_merged(desk, quarter(findings=(asked,)), {asked.key: WHY})
    record = desk.store.record()
    assert str(dict(asked.values)["kind"]) not in repr(record)
    assert WHY not in repr([row.caveats for row in record.rows])


def test_growth_is_not_computed_across_a_merging(desk: Desk) -> None:
    """A year before, `other` held less."""
    staff.published(desk.store, quarter(quarter=QUARTER - 4))
    publish_merged(desk, quarter())
    assert "counted together" in words.of(desk.figure("growth", call_type=LAST))
    assert words.of(desk.figure("growth", call_type=FIRST)) != words.of(desk.figure("growth", call_type=LAST))


def test_a_question_about_what_was_merged_is_not_asked_of_every_row(desk: Desk) -> None:
    asked = finding(call_type=SMALL, count="police_sent", found="4 calls returned to police (Trespass).")
    publish_merged(desk, quarter(findings=(asked,)), {asked.key: WHY})
    assert public_row(desk, FIRST).caveats == ()


def test_a_correction_counts_the_same_call_types_under_other(desk: Desk) -> None:
    """The file has a row for each call type, as the first had."""
    publish_merged(desk, quarter())
    number = uploaded(desk, {FIRST: counts(), SMALL: counts(police_sent=9, resolved_by_phone=371), LAST: counts()})
    draft = desk.store.drafts.get(STAFF, number)
    assert draft.merged == (SMALL,)
    assert SMALL not in draft.counts
    desk.store.drafts.send(STAFF, number, {})
    desk.store.drafts.certify(CERTIFIER, number)
    assert desk.store.drafts.publish(CERTIFIER, number) == 2
    row = public_row(desk, LAST)
    assert (row.holds, row.counts["police_sent"]) == ((SMALL,), 89)
    assert TOLD in [words.of(c.text) for c in row.caveats]


def test_a_correction_that_was_merged_by_hand_still_says_what_other_holds(desk: Desk) -> None:
    publish_merged(desk, quarter())
    both = merged({SMALL: FEW, LAST: counts()}, [SMALL])
    staff.published(desk.store, quarter(base=1, counts={FIRST: counts()} | both))
    assert public_row(desk, LAST).holds == (SMALL,)


def test_a_correction_never_takes_other_apart_again(desk: Desk) -> None:
    """Who knows that the rest did not change would know what the merged call type had."""
    publish_merged(desk, quarter())
    number = staff.certified(desk.store, quarter(base=1, counts={FIRST: counts(), SMALL: counts(), LAST: counts()}))
    refused(desk, lambda: desk.store.drafts.publish(CERTIFIER, number), "counts trespass under other")


def uploaded(desk: Desk, rows: Mapping[str, Counts]) -> int:
    """A correction as a file that is read and checked; the number of its draft."""
    record = desk.store.record()
    program = record.program(PROGRAM)
    assert program is not None
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["program", "quarter", "call type", *COUNTS])
    for kind, row in rows.items():
        table.writerow([PROGRAM, str(QUARTER), kind, *(row[key] for key in COUNTS)])
    about = context(record, program, today=NOON.date())
    report = check(out.getvalue().encode(), about)
    assert report.clean, report.findings
    reason = "Five calls were counted under the wrong ending."
    drafts = drafts_of(report, {QUARTER: 1}, about.declared, RevisionKind.ERROR, reason)
    return desk.store.drafts.receive(STAFF, PROGRAM, "again.csv", out.getvalue().encode(), drafts).drafts[0]


def test_an_earlier_revision_still_says_what_other_held(desk: Desk) -> None:
    publish_merged(desk, quarter())
    staff.published(desk.store, quarter(base=1, counts={FIRST: counts(), LAST: counts(eligible=2000)}))
    ((_, before),) = desk.store.record().earlier(PROGRAM, QUARTER, LAST)
    assert before.holds == (SMALL,)
