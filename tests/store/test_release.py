"""What of a quarter becomes public: small counts are kept, never shown, and no later revision gives them away."""

from __future__ import annotations

import csv
import json
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard import words
from dashboard.core.figure import Figure, Withheld
from dashboard.core.ledger import ALL, COUNTS, Count, Counts, Missing, too_few
from dashboard.core.privacy.disclosure import DEFAULT, Policy
from dashboard.core.quarter import Quarter
from dashboard.core.record import PublicRecord
from dashboard.store import releases
from dashboard.store.files import BrokenRow
from dashboard.store.staff.drafts import NewDraft
from dashboard.store.store import Store
from dashboard.web import opendata
from dashboard.web.edition import paths, resolve
from tests.store import staff
from tests.store.staff import ADMIN, CERTIFIER, NOON, PROGRAM, QUARTER, REASON, STAFF, Desk, counts, finding, refused

WHY = "A storm closed the other line for a week."
STATE = "The state's data office asks for groups of 20 or more."
FIRST, MIDDLE, LAST = "welfare_check", "trespass", "other"  # in the declared order of call types


def few(police: int = 4, **changes: int | Missing) -> Counts:
    """A row of which a few calls went to the police; all else of it is as in the other rows."""
    return counts(police_sent=police, resolved_by_phone=380 - police, **changes)


def quarter(middle: Counts, *, base: int = 0, quarter: Quarter = QUARTER, **changes: Any) -> NewDraft:
    """A quarter of three call types; the one in the middle is what a test is about."""
    return staff.new(quarter, base=base, counts={FIRST: counts(), MIDDLE: middle, LAST: counts()}, **changes)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with staff.desk(tmp_path) as made:
        yield made


def kept(desk: Desk, table: str, column: str, quarter: Quarter = QUARTER, revision: int = 1) -> list[Any]:
    """What a table holds of a revision of a quarter, as JSON."""
    connection = sqlite3.connect(desk.path)
    query = f"SELECT {column} FROM {table} WHERE key LIKE ? AND revision = ? ORDER BY id"
    found = connection.execute(query, (f"{PROGRAM}|{quarter}%", revision)).fetchall()
    connection.close()
    return [json.loads(text) for (text,) in found]


def public(record: PublicRecord, count: str, quarter: Quarter = QUARTER) -> dict[str, Count]:
    """What the public sees of one count, by call type."""
    rows = [r for r in record.rows if (r.program_id, r.quarter) == (PROGRAM, quarter)]
    return {row.call_type: row.counts[count] for row in rows}


def caveat(desk: Desk, call_type: str) -> str:
    row = desk.store.record().row(PROGRAM, QUARTER, call_type)
    assert row is not None
    return " ".join(words.of(c.text) for c in row.caveats)


# the first publication


def test_received_counts_are_kept_and_the_small_one_and_its_neighbour_are_not_public(desk: Desk) -> None:
    staff.published(desk.store, quarter(few()))
    received = kept(desk, "ledger_entry", "counts")
    assert [entry["police_sent"] for entry in received] == [80, 4, 80]
    assert received == [dict(row) for row in (counts(), few(), counts())]
    (rows,) = kept(desk, "release", "rows")
    hidden = Missing.PRIVACY.value
    stored = {kind: row["counts"]["police_sent"] for kind, row in rows.items()}
    assert stored == {FIRST: 80, MIDDLE: hidden, LAST: hidden, ALL: 164}
    # what is not split off the small count stays: who stayed on the phone is no secret
    assert {kind: row["counts"]["resolved_by_phone"] for kind, row in rows.items() if kind in (FIRST, MIDDLE)} == {
        FIRST: 300,
        MIDDLE: 376,
    }
    assert public(desk.store.record(), "police_sent") == {
        k: Missing(v) if v == hidden else v for k, v in stored.items()
    }


def test_a_withheld_figure_says_so_in_words_and_has_no_number(desk: Desk) -> None:
    staff.published(desk.store, quarter(few()))
    shown = desk.figure("returned_to_police", call_type=FIRST)
    assert isinstance(shown, Figure) and shown.ratio is not None
    assert (shown.ratio.numerator, shown.ratio.denominator) == (80, 650)
    for call_type in (MIDDLE, LAST):
        found = desk.figure("returned_to_police", call_type=call_type)
        assert isinstance(found, Withheld)
        assert found.why is Missing.PRIVACY
        assert words.of(found) == f"withheld to protect privacy ({words.of(too_few(11))})"
    whole = desk.figure("returned_to_police", call_type=ALL)
    assert isinstance(whole, Figure) and whole.ratio is not None
    assert (whole.ratio.numerator, whole.ratio.denominator) == (164, 1950)


def test_one_part_too_small_everywhere_is_withheld_in_a_small_total_too(desk: Desk) -> None:
    """Below a hundred eligible calls a total is no exception."""
    tiny = Counts(
        dict.fromkeys(COUNTS, 0)
        | {"eligible": 30, "offered": 30, "reached_clinician": 30, "resolved_by_phone": 27, "police_sent": 3}
    )
    staff.published(desk.store, staff.new(counts={FIRST: tiny, LAST: tiny}))
    record = desk.store.record()
    assert public(record, "eligible") == {FIRST: 30, LAST: 30, ALL: 60}
    assert set(public(record, "police_sent").values()) == {Missing.PRIVACY}
    assert set(public(record, "resolved_by_phone").values()) == {Missing.PRIVACY}


# what was asked before publication


def test_nothing_is_said_of_a_question_about_what_is_withheld(desk: Desk) -> None:
    """Who knows by which rule it was asked would know something of the count."""
    told = "4 calls returned to police (Trespass), where 646 did not."
    asked = finding(call_type=MIDDLE, count="police_sent", found=told)
    plain = finding(call_type=FIRST, found="1000 eligible calls (Welfare check), twice the quarter before.")
    number = staff.receive(desk.store, quarter(few(), findings=(asked, plain)))
    desk.store.drafts.send(STAFF, number, {asked.key: WHY, plain.key: "A holiday fell into it."})
    desk.store.drafts.certify(CERTIFIER, number)
    desk.store.drafts.publish(CERTIFIER, number)
    open_ = "A question was asked about 1,000 eligible calls (Welfare check). The program says: A holiday fell into it."
    assert caveat(desk, FIRST) == caveat(desk, ALL) == open_
    assert caveat(desk, MIDDLE) == caveat(desk, LAST) == ""
    record = desk.store.record()
    assert told not in repr(record)
    assert "646" not in repr([c for row in record.rows if row.program_id == PROGRAM for c in row.caveats])


def test_a_question_about_any_withheld_count_is_not_repeated(desk: Desk) -> None:
    """Also where all outcomes are public, and the withheld count is another one."""
    asked = finding(call_type=FIRST, count="felt_safe", found="117 of 120 felt safe, more than ever.")
    draft = staff.new(counts={FIRST: counts(felt_safe=117), LAST: counts()}, findings=(asked,))
    number = staff.receive(desk.store, draft)
    desk.store.drafts.send(STAFF, number, {asked.key: WHY})
    desk.store.drafts.certify(CERTIFIER, number)
    desk.store.drafts.publish(CERTIFIER, number)
    assert public(desk.store.record(), "felt_safe")[FIRST] is Missing.PRIVACY
    assert public(desk.store.record(), "police_sent")[FIRST] == 80
    assert str(dict(asked.values)["kind"]) not in repr(desk.store.record())
    assert caveat(desk, FIRST) == ""


def test_a_question_about_a_call_type_is_not_repeated_where_totals_are_withheld(desk: Desk) -> None:
    """A jump of one call type is asked about where no total jumps, so the question would tell of totals too."""
    tiny = Counts(
        dict.fromkeys(COUNTS, 0)
        | {"eligible": 30, "offered": 30, "reached_clinician": 30, "resolved_by_phone": 27, "police_sent": 3}
    )
    asked = finding(call_type=FIRST)
    number = staff.receive(desk.store, staff.new(counts={FIRST: tiny, LAST: tiny}, findings=(asked,)))
    desk.store.drafts.send(STAFF, number, {asked.key: WHY})
    desk.store.drafts.certify(CERTIFIER, number)
    desk.store.drafts.publish(CERTIFIER, number)
    assert public(desk.store.record(), "eligible")[FIRST] == 30
    assert caveat(desk, FIRST) == caveat(desk, ALL) == ""


def test_what_other_holds_is_told_in_the_declared_order(desk: Desk) -> None:
    """Not in that of choosing, which may be that of their sizes."""
    number = desk.store.drafts.merge(STAFF, staff.receive(desk.store, quarter(few())), [MIDDLE, FIRST])
    desk.store.drafts.send(STAFF, number, {})
    desk.store.drafts.certify(CERTIFIER, number)
    desk.store.drafts.publish(CERTIFIER, number)
    row = desk.store.record().row(PROGRAM, QUARTER, LAST)
    assert row is not None
    assert row.holds == (FIRST, MIDDLE)


# corrections


def test_a_correction_that_would_give_away_is_refused_and_says_what_to_do(desk: Desk) -> None:
    staff.published(desk.store, quarter(counts()))
    assert public(desk.store.record(), "police_sent")[MIDDLE] == 80
    number = staff.certified(desk.store, quarter(few(), base=1))
    said = refused(desk, lambda: desk.store.drafts.publish(CERTIFIER, number), "would give away")
    assert "Check the correction" in said
    assert "withdraw the quarter" in said
    assert "4 calls returned to police" in said
    # the draft can be given back, and a right one published
    desk.store.drafts.give_back(CERTIFIER, number, "Please check the police count.")
    assert staff.published(desk.store, quarter(few(44), base=1)) == 2
    assert public(desk.store.record(), "police_sent")[MIDDLE] == 44


def test_it_can_be_withdrawn_and_then_published_without_what_it_would_give_away(desk: Desk) -> None:
    staff.published(desk.store, quarter(counts()))
    desk.store.drafts.withdraw(CERTIFIER, PROGRAM, QUARTER, "The vendor counted these calls twice.")
    number = staff.certified(desk.store, quarter(few(), base=2, reason=REASON))
    refused(desk, lambda: desk.store.drafts.publish(CERTIFIER, number), "would give away")


def test_a_correction_without_a_withheld_call_type_is_refused(desk: Desk) -> None:
    """The totals before less those after would be the counts of the call type that is left out."""
    staff.published(desk.store, quarter(few()))
    both = {FIRST: counts(), LAST: counts()}
    number = staff.certified(desk.store, staff.new(base=1, counts=both))
    said = refused(desk, lambda: desk.store.drafts.publish(CERTIFIER, number), "would give away")
    assert "that no call type is left out" in said


def test_a_correction_with_a_call_type_that_is_new_and_small_is_refused(desk: Desk) -> None:
    staff.published(desk.store, staff.new(counts={FIRST: counts(), LAST: counts()}))
    number = staff.certified(desk.store, quarter(few(), base=1))
    assert "4 calls returned to police" in refused(
        desk, lambda: desk.store.drafts.publish(CERTIFIER, number), "would give away"
    )


def test_a_correction_is_published_in_the_blocks_of_the_first(desk: Desk) -> None:
    """Even where the small count has grown: to show it now would show by how much."""
    staff.published(desk.store, quarter(few()))
    first = desk.store.record()
    staff.published(desk.store, quarter(few(44), base=1))
    second = desk.store.record()
    assert public(second, "police_sent")[MIDDLE] is Missing.PRIVACY
    assert public(second, "police_sent")[LAST] is Missing.PRIVACY
    assert public(second, "police_sent")[ALL] == 204
    assert public(second, "resolved_by_phone")[MIDDLE] == 336
    assert kept(desk, "release", "blocks", revision=1) == kept(desk, "release", "blocks", revision=2)
    assert set(public(first, "eligible")) == set(public(second, "eligible"))
    for row in second.rows:
        if row.program_id == PROGRAM:
            before = first.row(PROGRAM, QUARTER, row.call_type)
            assert before is not None
            assert [k for k in COUNTS if row.counts[k] is Missing.PRIVACY] == [
                k for k in COUNTS if before.counts[k] is Missing.PRIVACY
            ]


def test_what_an_earlier_revision_said_is_what_it_showed(desk: Desk) -> None:
    staff.published(desk.store, quarter(few()))
    first = [r for r in desk.store.record().rows if r.program_id == PROGRAM]
    staff.published(desk.store, quarter(few(44), base=1))
    record = desk.store.record()
    for row in first:
        ((submission, before),) = record.earlier(PROGRAM, QUARTER, row.call_type)
        assert submission.revision == 1
        assert before.counts == row.counts
        assert before.smallest == 11
    ((_, hidden),) = record.earlier(PROGRAM, QUARTER, MIDDLE)
    assert hidden.counts["police_sent"] is Missing.PRIVACY


def test_a_withdrawal_retracts_every_row(desk: Desk) -> None:
    staff.published(desk.store, quarter(few()))
    shown = public(desk.store.record(), "eligible")
    desk.store.drafts.withdraw(CERTIFIER, PROGRAM, QUARTER, "The vendor counted these calls twice.")
    record = desk.store.record()
    assert set(public(record, "eligible")) == set(shown) >= {FIRST, MIDDLE, LAST, ALL}
    rows = [r for r in record.rows if r.program_id == PROGRAM]
    assert {row.counts[key] for row in rows for key in COUNTS} == {Missing.RETRACTED}
    assert {tuple(row.counts.sums) for row in rows} == {()}
    (stored,) = kept(desk, "release", "rows", revision=2)
    assert not re.search(r"[:,\[]\s*\d", json.dumps({k: {**v, "holds": []} for k, v in stored.items()}))
    assert kept(desk, "release", "blocks", revision=2) == kept(desk, "release", "blocks", revision=1)
    found = desk.figure("returned_to_police", call_type=ALL)
    assert isinstance(found, Withheld)
    assert found.why is Missing.RETRACTED
    # the first revision is history as it was shown, and no more of it
    ((_, before),) = record.earlier(PROGRAM, QUARTER, MIDDLE)
    assert before.counts["police_sent"] is Missing.PRIVACY


def test_an_embargoed_revision_binds_the_next(desk: Desk) -> None:
    """What it leaves out of sight stays out of sight, also while nobody has seen it yet."""
    staff.published(desk.store, quarter(counts()))
    first = desk.store.record()
    assert public(first, "followup_due") == {FIRST: 90, MIDDLE: 90, LAST: 90, ALL: 270}
    embargo = NOON + timedelta(days=2)
    staff.published(desk.store, quarter(counts(followup_due=6, followup_reached=6), base=1), public_from=embargo)
    waiting = desk.store.record()
    assert waiting.rows == first.rows
    assert waiting.submissions == first.submissions
    desk.clock.move(days=3)
    assert set(public(desk.store.record(), "followup_due").values()) == {Missing.PRIVACY}
    staff.published(desk.store, quarter(counts(), base=2))
    assert set(public(desk.store.record(), "followup_due").values()) == {Missing.PRIVACY}
    assert set(public(desk.store.record(), "followup_reached").values()) == {Missing.PRIVACY}
    assert public(desk.store.record(), "police_sent")[MIDDLE] == 80


def test_an_embargoed_first_publication_is_decided_when_it_is_written(desk: Desk) -> None:
    staff.published(desk.store, quarter(few()), public_from=NOON + timedelta(days=2))
    assert public(desk.store.record(), "police_sent") == {}
    desk.store.set_policy(ADMIN, Policy(smallest=100, exact_from=None), STATE)
    desk.clock.move(days=3)
    assert public(desk.store.record(), "police_sent")[FIRST] == 80
    assert public(desk.store.record(), "police_sent")[MIDDLE] is Missing.PRIVACY


# the policy


def test_a_stricter_policy_withholds_more_of_the_next_quarter_and_leaves_old_ones(desk: Desk) -> None:
    with desk.store._engine.connect() as connection:
        assert releases.policy(connection) == DEFAULT
    staff.published(desk.store, quarter(few(15)))
    old = [r for r in desk.store.record().rows if r.program_id == PROGRAM]
    assert public(desk.store.record(), "police_sent")[MIDDLE] == 15
    before = desk.store.version()
    desk.store.set_policy(ADMIN, Policy(smallest=20), STATE)
    assert desk.store.version() == before + 1
    with desk.store._engine.connect() as connection:
        assert releases.policy(connection) == Policy(smallest=20)
    record = desk.store.record()
    assert [r for r in record.rows if r.program_id == PROGRAM] == old
    assert (record.policy.smallest, [p.reason for p in record.policies]) == (20, [STATE])
    staff.published(desk.store, quarter(few(15), quarter=QUARTER - 1))
    record = desk.store.record()
    assert public(record, "police_sent", QUARTER - 1)[MIDDLE] is Missing.PRIVACY
    found = desk.figure("returned_to_police", quarter=QUARTER - 1, call_type=MIDDLE)
    assert words.of(found) == f"withheld to protect privacy ({words.of(too_few(20))})"
    assert {r.smallest for r in record.rows if (r.program_id, r.quarter) == (PROGRAM, QUARTER - 1)} == {20}
    # a correction of the old quarter keeps the rule that it was published under
    staff.published(desk.store, quarter(few(14), base=1))
    assert public(desk.store.record(), "police_sent")[MIDDLE] == 14


def test_a_looser_policy_opens_nothing_that_was_withheld(desk: Desk) -> None:
    staff.published(desk.store, quarter(few()))
    desk.store.set_policy(ADMIN, Policy(smallest=3, exact_from=3), STATE)
    staff.published(desk.store, quarter(few(5), base=1))
    assert public(desk.store.record(), "police_sent")[MIDDLE] is Missing.PRIVACY
    staff.published(desk.store, quarter(few(5), quarter=QUARTER - 1))
    assert public(desk.store.record(), "police_sent", QUARTER - 1)[MIDDLE] == 5


# the data files

LEDGER, SUBMISSIONS = "example/ledger.csv", "example/submissions.csv"


def restate(data: Path, change: Callable[[dict[str, str]], Mapping[str, str]], only: str = "") -> int:
    """A second revision of the last quarter of the example, its rows changed; the line of the first of them."""
    (data / "example" / "generate.py").unlink(missing_ok=True)
    lines = {}
    for name in (LEDGER, SUBMISSIONS):
        with (data / name).open(encoding="utf-8", newline="") as file:
            table = csv.DictReader(file)
            lines[name] = (list(table.fieldnames or ()), list(table))
    columns, rows = lines[LEDGER]
    last = [row for row in rows if row["quarter"] == "2026Q3" and only in ("", row["call_type"])]
    again = [row | {"revision": "2"} | change(row) for row in last]
    first = len(rows) + 2
    for name, more in ((LEDGER, again), (SUBMISSIONS, [lines[SUBMISSIONS][1][-1] | {"revision": "2", "note": REASON}])):
        with (data / name).open("a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, lines[name][0], lineterminator="\n").writerows(more)
    assert columns[0] == "program_id"
    return first


def moved(call_type: str, calls: int) -> Callable[[dict[str, str]], Mapping[str, str]]:
    """So many calls of a call type moved from the police to the phone."""

    def change(row: dict[str, str]) -> Mapping[str, str]:
        if row["call_type"] != call_type:
            return {}
        police, phone = int(row["police_sent"]), int(row["resolved_by_phone"])
        return {"police_sent": str(police - calls), "resolved_by_phone": str(phone + calls)}

    return change


def test_loading_the_same_files_again_changes_nothing(store: Store, url: str, data: Path) -> None:
    path = Path(url.removeprefix("sqlite:///"))
    store.load(data)
    record, rows = store.record(), staff.rows(path)
    assert rows["release"] == 16
    assert rows["ledger_entry"] == 144
    assert store.load(data).new == 0
    store.prepare()
    assert store.load(data).new == 0
    assert staff.rows(path) == rows
    assert store.record() == record


def test_a_second_revision_in_the_files_that_gives_away_names_its_line(store: Store, url: str, data: Path) -> None:
    path = Path(url.removeprefix("sqlite:///"))
    store.load(data)
    record, rows = store.record(), staff.rows(path)
    line = restate(data, moved("mental_health_crisis", 87))
    with pytest.raises(BrokenRow, match="would give away") as said:
        store.load(data)
    assert f"ledger.csv, line {line}:" in str(said.value)
    assert "2026Q3" in str(said.value)
    assert staff.rows(path) == rows
    assert store.record() == record


def test_it_gives_away_in_a_fresh_database_just_as_well(store: Store, data: Path) -> None:
    restate(data, moved("mental_health_crisis", 87))
    with pytest.raises(BrokenRow, match="would give away"):
        store.load(data)
    assert store.version() == 0


def test_a_second_revision_in_the_files_keeps_the_blocks_of_the_first(loaded: Store, data: Path) -> None:
    last = Quarter(2026, 3)
    before = {r.call_type: r for r in loaded.record().rows if r.quarter == last}
    restate(data, moved("mental_health_crisis", 7))
    assert loaded.load(data).new > 0
    after = {r.call_type: r for r in loaded.record().rows if r.quarter == last}
    assert after["mental_health_crisis"].counts["police_sent"] == 84
    assert after[ALL].counts["police_sent"] == before[ALL].counts["police_sent"] - 7  # type: ignore[operator]
    assert set(after) == set(before)
    for kind, row in before.items():
        hidden = [key for key in COUNTS if row.counts[key] is Missing.PRIVACY]
        assert [key for key in COUNTS if after[kind].counts[key] is Missing.PRIVACY] == hidden
        assert row.revision + 1 == after[kind].revision


def test_a_second_revision_of_one_row_alone_is_refused_with_its_line(loaded: Store, data: Path) -> None:
    """The rows that it leaves out would vanish from the totals."""
    before = loaded.record()
    line = restate(data, moved("mental_health_crisis", 7), only="mental_health_crisis")
    with pytest.raises(BrokenRow, match="revision 2 of 2026Q3 without other, quality_of_life") as said:
        loaded.load(data)
    assert f"ledger.csv, line {line}" in str(said.value)
    assert loaded.record() == before


def test_a_quarter_without_counts_is_refused_with_its_line(store: Store, data: Path) -> None:
    (data / "example" / "generate.py").unlink(missing_ok=True)
    path = data / SUBMISSIONS
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[-1].replace("2026Q3", "2026Q4")]) + "\n", encoding="utf-8")
    with pytest.raises(BrokenRow, match=r"Add its counts to ledger\.csv") as said:
        store.load(data)
    assert f"submissions.csv, line {len(lines) + 1}" in str(said.value)


def test_the_files_are_tried_under_the_policy_in_force(store: Store, data: Path) -> None:
    """Under 20 a police count of 15 is small: its row is named before anything is written."""
    first = Store(str(store._engine.url), lambda: NOON)
    staff.invite_all(first)
    first.set_policy(ADMIN, Policy(smallest=20), STATE)
    first.load(data)
    row = first.record().row("example_county", Quarter(2026, 3), "mental_health_crisis")
    assert row is not None
    assert (row.smallest, row.counts["police_sent"]) == (20, 91)
    line = restate(data, moved("mental_health_crisis", 76))
    with pytest.raises(BrokenRow, match="would give away") as said:
        first.load(data)
    first.close()
    assert str(line) in str(said.value)


# nothing that is public is made from what was received

PRIVATE = ("ledger_entry", "draft", "draft_step", "received_file", "column_name")


def emptied(desk: Desk, path: Path) -> Path:
    """A copy of the database without anything that was received."""
    connection = sqlite3.connect(desk.path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    shutil.copy(desk.path, path)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA foreign_keys=OFF")
    for name in [n for (n,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]:
        connection.execute(f"DROP TRIGGER {name}")
    for table in PRIVATE:
        connection.execute(f"DELETE FROM {table}")
    connection.commit()
    connection.execute("VACUUM")
    connection.close()
    return path


def test_the_public_record_is_the_same_without_anything_that_was_received(desk: Desk, tmp_path: Path) -> None:
    """Byte for byte, after publications, a correction, a withdrawal, an embargo and drafts that are on their way."""
    told = "4 calls returned to police (Trespass), where 646 did not."
    asked = finding(call_type=MIDDLE, count="police_sent", found=told)
    number = staff.receive(desk.store, quarter(few(), findings=(asked,)))
    desk.store.drafts.send(STAFF, number, {asked.key: WHY})
    desk.store.drafts.certify(CERTIFIER, number)
    desk.store.drafts.publish(CERTIFIER, number)
    staff.published(desk.store, quarter(few(6), base=1))
    staff.published(desk.store, quarter(few(7), quarter=QUARTER - 1))
    staff.published(desk.store, quarter(few(9), quarter=QUARTER - 4))
    desk.store.drafts.withdraw(CERTIFIER, PROGRAM, QUARTER - 1, "The vendor counted these calls twice.")
    staff.published(desk.store, quarter(few(8), base=2), public_from=NOON + timedelta(days=9))
    staff.receive(desk.store, quarter(few(5), quarter=QUARTER - 2))
    empty = Store(f"sqlite:///{emptied(desk, tmp_path / 'empty.sqlite3')}", desk.clock)
    assert {table: staff.rows(tmp_path / "empty.sqlite3")[table] for table in PRIVATE} == dict.fromkeys(PRIVATE, 0)
    assert staff.rows(desk.path)["ledger_entry"] > 144
    for days in (0, 10):
        desk.clock.move(days=days)
        mine, theirs = desk.store.record(), empty.record()
        assert mine == theirs
        assert opendata.ledger_csv(mine) == opendata.ledger_csv(theirs)
        assert opendata.figures_csv(mine) == opendata.figures_csv(theirs)
        assert opendata.figures_json(mine) == opendata.figures_json(theirs)
        pages = [p for p in paths(mine) if "/figure/example_county" not in p]
        assert len(pages) > 300
        assert pages == [p for p in paths(theirs) if "/figure/example_county" not in p]
        for path in pages:
            assert resolve(path, mine, "https://x.test") == resolve(path, theirs, "https://x.test"), path
    empty.close()


def test_a_quarter_of_the_files_is_the_same_without_the_files_rows(loaded: Store, url: str, tmp_path: Path) -> None:
    desk = Desk(loaded, staff.Clock(), Path(url.removeprefix("sqlite:///")))
    empty = Store(f"sqlite:///{emptied(desk, tmp_path / 'empty.sqlite3')}")
    assert loaded.record() == empty.record()
    assert len(empty.record().rows) > 160
    empty.close()
