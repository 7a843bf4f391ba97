"""Events of programs and sources come with the data files, are never changed, and change what every reader sees."""

from __future__ import annotations

import csv
import random
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, insert
from sqlmodel import SQLModel

from dashboard import words
from dashboard.core.catalogue import Program
from dashboard.core.cover import Extent
from dashboard.core.evidence import EvidenceTier
from dashboard.core.figure import Figure, Withheld
from dashboard.core.happening import Happening
from dashboard.core.ledger import Missing
from dashboard.core.quarter import Quarter
from dashboard.core.record import PublicRecord
from dashboard.settings import ROOT
from dashboard.store import life_checks
from dashboard.store import tables as t
from dashboard.store.files import BrokenRow, SourcedRow, Where, read
from dashboard.store.life_tables import ProgramEventRow
from dashboard.store.store import Store
from dashboard.story import markup
from dashboard.story.blocks import Table
from dashboard.story.due import due_dates
from dashboard.story.figure import cite, find
from dashboard.story.pages import story_of
from dashboard.story.program import program_page
from dashboard.story.question import Question, of_program
from dashboard.voice import say
from dashboard.web import feed, opendata
from tests import lives
from tests.core.test_life import life
from tests.store import staff
from tests.store.staff import PROGRAM, Desk
from tests.store.test_drafts import checked
from tests.store.test_load import stated
from tests.told import figure_page

TODAY = date(2026, 11, 20)


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    with staff.desk(tmp_path) as found:
        yield found


def add(data: Path, file: str, /, **cells: str) -> None:
    """One more row at the end of a published file; what is not given is blank."""
    path = data / "published" / f"{file}.csv"
    with path.open(encoding="utf-8", newline="") as read:
        columns = next(csv.reader(read))
    with path.open("a", encoding="utf-8", newline="") as write:
        csv.DictWriter(write, columns, lineterminator="\n", restval="").writerow(cells)


def change(data: Path, file: str, key: str, **cells: str) -> None:
    """Other cells in the row of a published file whose first column is `key`."""
    rows = stated(data, file)
    (mine,) = (row for row in rows if next(iter(row.values())) == key)
    mine.update(cells)
    with (data / "published" / f"{file}.csv").open("w", encoding="utf-8", newline="") as write:
        table = csv.DictWriter(write, rows[0], lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def happened(data: Path, program: str, what: str, day: str, text: str = "", /, **cells: str) -> None:
    about = {"entry": f"{program}-{what}-{day}", "revision": "1", "program_id": program, "day": day, "what": what}
    about |= {"text": text, "source_id": "council", "stated_tier": "program_reported"}
    if not any(row["source_id"] == "council" for row in stated(data, "sources")):
        add(
            data, "sources", source_id="council", title="Minutes", publisher="City council", publisher_kind="government"
        )
    add(data, "program_events", **(about | cells))


def saw(data: Path, source: str, state: str, day: str, address: str = "", /, **cells: str) -> None:
    about = {"entry": f"{source}-{state}-{day}", "revision": "1", "source_id": source, "day": day, "state": state}
    add(data, "source_events", **(about | {"address": address} | cells))


def program(record: PublicRecord, program_id: str) -> Program:
    found = record.program(program_id)
    assert found is not None
    return found


# a program that ended


def test_a_program_that_ended_owes_nothing_and_its_name_says_so(whole: Desk) -> None:
    staff.published(whole.store, staff.new(Quarter(2025, 1)), program="eugene_cahoots", **_of(whole, "eugene_cahoots"))
    record = whole.store.record()
    assert words.title(program(record, "eugene_cahoots")) == "City of Eugene, OR: CAHOOTS (Eugene), ended Apr 2025"
    block = due_dates(record, TODAY).block("due-eugene_cahoots")
    assert [row[0] for row in getattr(block, "rows")] == ["Jan to Mar 2025"]  # noqa: B009
    assert "ended on Apr 7, 2025" in getattr(block, "note")  # noqa: B009
    told = story_of(record, of_program("eugene_cahoots"))
    assert [row[:2] for row in getattr(told.block("life"), "rows")][-1] == ("Apr 7, 2025", "Ended on Apr 7, 2025")  # noqa: B009
    assert "ended Apr 2025" in told.title
    assert "eugene_cahoots,program,CAHOOTS (Eugene)" in opendata.programs_csv(record)
    assert "eugene_cahoots-ended,eugene_cahoots,2025-04-07,ended" in opendata.program_events_csv(record)


def _of(desk: Desk, program_id: str) -> dict[str, Any]:
    """Staff and a certifier of a program, made for the occasion."""
    people = {}
    for role, name in ((staff.Role.STAFF, "by"), (staff.Role.CERTIFIER, "certifier")):
        email = f"{role}@{program_id.replace('_', '-')}.test"
        made = staff.account(role, email=email, organization="An office", programs=frozenset({program_id}))
        desk.store.people.add(made)
        people[name] = staff.Caller(email=email)
    return people


STOPS = {
    "ended": ("2026-02-10", "", ["Apr to Jun 2025", "Jul to Sep 2025", "Oct to Dec 2025"]),
    "merged_into": ("2026-01-31", "houston_ccd", ["Apr to Jun 2025", "Jul to Sep 2025", "Oct to Dec 2025"]),
    "paused": ("2026-01-01", "", ["Apr to Jun 2025", "Jul to Sep 2025", "Oct to Dec 2025"]),
}


@pytest.mark.parametrize("what", STOPS)
def test_what_stopped_is_due_no_more_and_what_was_owed_before_still_is(what: str, desk: Desk, data: Path) -> None:
    staff.published(desk.store, staff.new(Quarter(2025, 1)))
    day, text, due = STOPS[what]
    happened(data, PROGRAM, what, day, text)
    desk.store.load(data)
    block = due_dates(desk.store.record(), TODAY).block(f"due-{PROGRAM}")
    assert [row[0] for row in reversed(getattr(block, "rows"))][1:] == due  # noqa: B009


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dates(date(2025, 4, 1), date(2026, 11, 19)))
def test_no_due_date_lies_after_any_end(record: PublicRecord, ended: date) -> None:
    """Told of a record in which a program published one quarter and then ended on some day."""
    one = program(record, PROGRAM)
    ends = life((Happening.ENDED, str(ended)))
    (some,) = (s for s in record.submissions if s.program_id == "example_county" and str(s.quarter) == "2025Q1")
    again = replace(
        record,
        programs=[replace(p, life=ends) if p is one else p for p in record.programs],
        submissions=[*record.submissions, replace(some, program_id=PROGRAM)],
    )
    rows = getattr(due_dates(again, TODAY).block(f"due-{PROGRAM}"), "rows")  # noqa: B009
    quarters = [Quarter(2025, 2) + n for n in range(6)]
    assert [row[0] for row in reversed(rows)][1:] == [words.of(q) for q in quarters if q.end <= ended and q.end < TODAY]


def test_a_quarter_in_a_pause_is_no_hole_on_the_page_of_its_program(record: PublicRecord) -> None:
    """A newer quarter was published: the one that was not owed is told with its reason, the other as never published."""
    one = program(record, PROGRAM)
    paused = life((Happening.PAUSED, "2025-04-01"), (Happening.RESUMED, "2025-09-15"))
    (some,) = (s for s in record.submissions if s.program_id == "example_county" and str(s.quarter) == "2025Q1")
    came = [replace(some, program_id=PROGRAM, quarter=quarter) for quarter in (Quarter(2025, 1), Quarter(2025, 4))]
    again = replace(
        record,
        programs=[replace(p, life=paused) if p is one else p for p in record.programs],
        submissions=[*record.submissions, *came],
    )
    table = program_page(again, program(again, PROGRAM)).block("quarters")
    rows = {getattr(row[0], "text", row[0]): row for row in getattr(table, "rows")}  # noqa: B009
    assert "Apr to Jun 2025" not in rows
    assert "Apr to Jun 2025 was not covered: the program was paused" in getattr(table, "note")  # noqa: B009
    assert say("due-never") in rows["Jul to Sep 2025"]
    due = getattr(due_dates(again, TODAY).block(f"due-{PROGRAM}"), "rows")  # noqa: B009
    assert "Apr to Jun 2025" not in [row[0] for row in due]


# names and addresses


def test_a_new_name_without_an_event_is_refused_with_what_to_enter(loaded: Store, data: Path) -> None:
    before = loaded.version(), loaded.record()
    for column, new, what, old in (
        ("name", "Community Crisis Line", "renamed", "Crisis Call Diversion (CCD)"),
        ("jurisdiction", "Harris County", "moved", "City of Houston"),
        ("state", "OK", "moved", "City of Houston, TX"),
    ):
        was = next(row[column] for row in stated(data, "programs") if row["program_id"] == "houston_ccd")
        change(data, "programs", "houston_ccd", **{column: new})
        with pytest.raises(BrokenRow) as caught:
            loaded.load(data)
        assert caught.value.column == column
        said = str(caught.value)
        assert all(part in said for part in (new, old, what, "program_events.csv", "corrections.csv")), said
        change(data, "programs", "houston_ccd", **{column: was})
    assert (loaded.version(), loaded.record()) == before


def test_a_program_that_moves_over_a_state_line_keeps_its_former_place(desk: Desk, data: Path) -> None:
    """No citation names a place that never was: the old town in the new state."""
    staff.published(desk.store, staff.new(Quarter(2025, 4)))
    desk.clock.move(days=60)
    before = program(desk.store.record(), PROGRAM)
    change(data, "programs", PROGRAM, jurisdiction="Red River", state="OK")
    happened(data, PROGRAM, "moved", "2026-03-01", before.jurisdiction)
    with pytest.raises(BrokenRow, match=f"{before.jurisdiction}, TX"):
        desk.store.load(data)
    change(data, "program_events", f"{PROGRAM}-moved-2026-03-01", text=f"{before.jurisdiction}, TX")
    desk.store.load(data)
    now = program(desk.store.record(), PROGRAM)
    assert now.place == "Red River, OK"
    assert (now.place_on(date(2026, 2, 28)), now.place_on(date(2026, 3, 1))) == (before.place, now.place)


def test_a_renamed_program_keeps_its_former_name_where_its_day_is_told(desk: Desk, data: Path) -> None:
    """In citations, pages of figures and quarters of the time; the log and the feed tell of it in a sentence."""
    staff.published(desk.store, staff.new(Quarter(2025, 4)))
    name = f"{PROGRAM}.2025Q4.welfare_check.capture_rate"
    old = find(desk.store.record(), name)
    assert old is not None
    cited = cite(desk.store.record(), old.figure, "https://x.test/y")["Plain text"]
    desk.clock.move(days=60)
    before = program(desk.store.record(), PROGRAM)
    change(data, "programs", PROGRAM, name="Care Line", jurisdiction="Travis County")
    happened(data, PROGRAM, "renamed", "2026-03-01", before.name)
    happened(data, PROGRAM, "moved", "2026-03-01", before.jurisdiction)
    desk.store.load(data)
    record = desk.store.record()
    now = program(record, PROGRAM)
    assert words.title(now) == "Travis County, TX: Care Line"
    assert (now.name_on(date(2026, 2, 28)), now.name_on(date(2026, 3, 1))) == (before.name, "Care Line")
    found = find(record, name)
    assert found is not None
    page = figure_page(record, found)
    for said in (
        before.name,
        before.place,
        "Care Line",
        "Travis County",
        "Published on November 20, 2026 under the name",
    ):
        assert said in page, said
    every = cite(record, found.figure, "https://x.test/y")
    assert all(f"https://x.test/y#revision-{found.figure.revision}" in said for said in every.values())
    again = every["Plain text"]
    assert before.place in cited and before.place in again and before.name in again
    quarter = story_of(record, Question(program=PROGRAM, quarter="2025Q4")).title
    assert before.name in quarter and "now Travis County, TX: Care Line" in quarter
    log = [words.of(c.what) for c in record.changes]
    assert f"program: {PROGRAM} was called {before.name} until it was renamed on Mar 1, 2026" in log
    assert any(what.startswith("load: ") and f"{PROGRAM}: name, jurisdiction" in what for what in log)
    told = feed.atom(record, "https://x.test")
    assert f"was called {before.name} until it was renamed on Mar 1, 2026" in told


def test_a_second_name_needs_a_second_event(loaded: Store, data: Path) -> None:
    first = next(row["name"] for row in stated(data, "programs") if row["program_id"] == "houston_ccd")
    change(data, "programs", "houston_ccd", name="Second")
    happened(data, "houston_ccd", "renamed", "2026-03-01", first)
    loaded.load(data)
    change(data, "programs", "houston_ccd", name=first)
    with pytest.raises(BrokenRow, match="'Second'"):
        loaded.load(data)
    happened(data, "houston_ccd", "renamed", "2026-05-01", "Second")
    loaded.load(data)
    one = program(loaded.record(), "houston_ccd")
    names = [one.name_on(date(2026, month, 15)) for month in (1, 4, 6)]
    assert names == [first, "Second", first]


def test_a_name_that_was_never_right_is_mended_and_nobody_was_renamed(loaded: Store, data: Path) -> None:
    first = next(row["name"] for row in stated(data, "programs") if row["program_id"] == "houston_ccd")
    change(data, "programs", "houston_ccd", name="Crisis Call Diversion")
    about = {"file": "programs.csv", "row": "houston_ccd", "column": "name", "was": first}
    add(data, "corrections", **about, now="Crisis Call Diversion", why="The letters are not a part of the name.")
    loaded.load(data)
    one = program(loaded.record(), "houston_ccd")
    assert one.name_on(date(2020, 1, 1)) == one.name == "Crisis Call Diversion"


def test_what_merged_and_what_was_split_is_told_by_both(store: Store, data: Path) -> None:
    happened(data, "springfield_cahoots", "split_from", "2025-04-07", "eugene_cahoots")
    happened(data, "desmoines_911", "merged_into", "2026-02-01", "waco_911")
    store.load(data)
    record = store.record()
    assert (
        words.life(program(record, "desmoines_911").life) == "merged into Behavioral health specialists in 911 Feb 2026"
    )
    for program_id, said in (
        ("waco_911", "Embedded clinicians in 911 became part of Behavioral health specialists in 911 on Feb 1, 2026"),
        ("eugene_cahoots", "CAHOOTS (Springfield) was split from CAHOOTS (Eugene) on Apr 7, 2025"),
        ("springfield_cahoots", "Was split from CAHOOTS (Eugene) on Apr 7, 2025"),
    ):
        rows = getattr(story_of(record, of_program(program_id)).block("life"), "rows")  # noqa: B009
        assert said in [row[1] for row in rows]
    cover = program(record, "waco_911").life.runs_in(Quarter(2026, 1))
    assert cover.extent is Extent.PARTIAL
    assert "another program became part of Behavioral health specialists in 911" in words.of(cover)


@pytest.mark.parametrize("what", ["merged_into", "split_from"])
def test_a_namesake_is_told_with_its_place(what: str, store: Store, data: Path) -> None:
    """Two programs of one name, one of which became part of the other, or came out of it."""
    change(data, "programs", "desmoines_911", name="SAFE")
    change(data, "programs", "waco_911", name="SAFE")
    happened(data, "desmoines_911", what, "2026-02-01", "waco_911")
    store.load(data)
    one, other = (program(store.record(), name) for name in ("desmoines_911", "waco_911"))
    (told,) = (e for e in one.life.events if e.what == what)
    assert told.other == f"{other.place}: SAFE"
    if what == "merged_into":
        assert words.title(one) == f"{one.place}: SAFE, merged into {other.place}: SAFE Feb 2026"


BROKEN: dict[str, tuple[Mapping[str, str], str]] = {
    "no such program": ({"program_id": "atlantis"}, "programs.csv"),
    "no such source": ({"source_id": "hearsay"}, "sources.csv"),
    "no such happening": ({"what": "vanished"}, "vanished"),
    "no such day": ({"day": "2026-02-30"}, "write it like 2025-04-07"),
    "a day to come": ({"day": "2027-01-01"}, "when it has happened"),
    "a month to come": ({"day": "2026-12"}, "when it has happened"),
    "no tier": ({"stated_tier": ""}, "evidence tier"),
    "a claimed tier": ({"stated_tier": "independently_verified"}, "never independently verified"),
    "no former name": ({"what": "renamed"}, "former name"),
    "the present name": ({"what": "renamed", "text": "Crisis Call Diversion (CCD)"}, "which is also what programs.csv says"),
    "merged into nothing": ({"what": "merged_into", "text": "atlantis"}, "by its id"),
    "merged into itself": ({"what": "merged_into", "text": "houston_ccd"}, "by its id"),
    "resumed without a pause": ({"what": "resumed"}, "cannot be resumed"),
    "a second launch": ({"what": "launched"}, "cannot be launched"),
    "another launch": ({"entry": "houston_ccd-launched", "revision": "2", "what": "launched", "day": "2016"}, "launched 2016"),
    "no entry": ({"entry": ""}, "fill it in"),
}  # fmt: skip


@pytest.mark.parametrize("fault", BROKEN)
def test_an_event_that_cannot_be_says_where_and_leaves_everything_as_it_was(fault: str, desk: Desk, data: Path) -> None:
    cells, word = BROKEN[fault]
    before = desk.rows()
    happened(data, "houston_ccd", "ended", "2026-05-01", **cells)
    with pytest.raises(BrokenRow, match=re.escape(word)) as caught:
        desk.store.load(data)
    assert caught.value.todo
    assert desk.rows() == before


def test_an_event_is_corrected_by_a_further_revision_and_taken_back_by_one(desk: Desk, data: Path) -> None:
    happened(data, "houston_ccd", "ended", "2026-05-01")
    desk.store.load(data)
    assert "ended May 2026" in words.title(program(desk.store.record(), "houston_ccd"))
    entry = "houston_ccd-ended-2026-05-01"
    change(data, "program_events", entry, day="2026-04-01")
    with pytest.raises(BrokenRow, match="as revision 2 with a reason"):
        desk.store.load(data)
    change(data, "program_events", entry, day="2026-05-01")
    about = {"entry": entry, "reason": "The minutes give another day."}
    happened(data, "houston_ccd", "ended", "2026-04-01", **about, revision="2")
    desk.store.load(data)
    record = desk.store.record()
    assert "ended Apr 2026" in words.title(program(record, "houston_ccd"))
    assert words.of(record.changes[-1].what) == (
        "program: houston_ccd ended on Apr 1, 2026. Corrected: The minutes give another day."
    )
    happened(data, "houston_ccd", "in_error", "2026-04-01", **about | {"reason": "It still runs."}, revision="3")
    desk.store.load(data)
    record = desk.store.record()
    assert words.life(program(record, "houston_ccd").life) == ""
    assert "It still runs." in words.of(record.changes[-1].what)
    kept = sqlite3.connect(desk.path).execute("SELECT revision FROM program_event WHERE key = ?", (entry,)).fetchall()
    assert kept == [(1,), (2,), (3,)]


@pytest.mark.parametrize("table", ["program_event", "source_event"])
def test_an_event_on_record_cannot_be_changed_or_deleted(table: str, desk: Desk, data: Path) -> None:
    saw(data, "kut_2025mar", "gone", "2026-05-01")
    desk.store.load(data)
    connection = sqlite3.connect(desk.path)
    for statement in (f"UPDATE {table} SET day = '2001'", f"DELETE FROM {table}"):
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            connection.execute(statement)


# sources


def test_an_address_that_changes_without_an_event_is_refused_with_what_to_enter(loaded: Store, data: Path) -> None:
    was = next(row["url"] for row in stated(data, "sources") if row["source_id"] == "kut_2025mar")
    for new in ("https://example.test/elsewhere", was.replace("https", "http"), ""):
        change(data, "sources", "kut_2025mar", url=new)
        with pytest.raises(BrokenRow) as caught:
            loaded.load(data)
        said = str(caught.value)
        assert all(part in said for part in (was, "source_events.csv", "moved", "corrections.csv")), said
    change(data, "sources", "kut_2025mar", url="https://example.test/elsewhere")
    saw(data, "kut_2025mar", "moved", "2026-10-01", was)
    loaded.load(data)
    source = next(s for s in loaded.record().sources if s.source_id == "kut_2025mar")
    assert source.url == "https://example.test/elsewhere"
    assert source.life.moved is not None and source.life.moved.address == was
    assert "source: kut_2025mar moved to another address on Oct 1, 2026" in [
        words.of(c.what) for c in loaded.record().changes
    ]


@pytest.mark.parametrize(("state", "said"), [("withdrawn", "was withdrawn by its publisher on May 3, 2026"), ("gone", "was no longer found at its address on May 3, 2026")])  # fmt: skip
def test_a_figure_whose_source_is_lost_says_so_wherever_it_goes(
    state: str, said: str, loaded: Store, data: Path
) -> None:
    assert "nyc_audit_2025" not in feed.atom(loaded.record(), "https://x.test")
    saw(data, "nyc_audit_2025", state, "2026-05-03", note="Counted twice.")
    saw(data, "nyc_audit_2025", "archived_at", "2026-05-04", "https://archive.test/audit")
    loaded.load(data)
    record = loaded.record()
    mine = [p for p in record.published if any(s.source_id == "nyc_audit_2025" for s in p.figure.sources)]
    assert mine
    for published in mine[:3]:
        page = figure_page(record, published)
        assert f"{said}: Counted twice" in page
        assert "https://archive.test/audit" in page
    rows = list(csv.DictReader(opendata.figures_csv(record).splitlines()))
    lost = {row["figure_id"] for row in rows if said in row["sources_lost"]}
    assert lost == {p.figure_id for p in mine}
    (source,) = (
        r for r in csv.DictReader(opendata.sources_csv(record).splitlines()) if r["source_id"] == "nyc_audit_2025"
    )
    assert said in source["state"]
    assert source["archive"] == "https://archive.test/audit"
    assert said in feed.atom(record, "https://x.test")
    tables = story_of(record, of_program(mine[0].figure.program_id))
    assert any(said in markup.table(block) for block in tables.blocks if isinstance(block, Table))


def test_a_check_with_a_withdrawn_document_counts_no_longer(store: Store, data: Path) -> None:
    with (data / "published" / "verifications.csv").open("a", encoding="utf-8") as file:
        file.write(
            "nyc_bheard-03,4,City Comptroller,records audit,count,All.,yes,,nyc_audit_2025,2025-05-23,recount,full,outside\n"
        )
    store.load(data)
    before = {p.figure_id: p.figure for p in store.record().published if p.figure.standing.raised_by}
    checks = {v.source.source_id for f in before.values() for v in f.standing.raised_by}
    for source_id in checks:
        saw(data, source_id, "withdrawn", "2026-05-03")
    store.load(data)
    after = [p.figure for p in store.record().published if p.figure.tier.key == "independently_verified"]
    assert before and not after


SIGHTINGS: dict[str, tuple[Mapping[str, str], str]] = {
    "no such source": ({"source_id": "hearsay"}, "sources.csv"),
    "no such state": ({"state": "burnt"}, "burnt"),
    "a day to come": ({"day": "2027"}, "when it has happened"),
    "moved from nowhere": ({"state": "moved"}, "the address it had before"),
    "archived nowhere": ({"state": "archived_at"}, "the address of the copy"),
    "a script": ({"state": "archived_at", "address": "javascript:alert(1)"}, "http"),
}


@pytest.mark.parametrize("fault", SIGHTINGS)
def test_a_sighting_that_cannot_be_says_where(fault: str, desk: Desk, data: Path) -> None:
    cells, word = SIGHTINGS[fault]
    before = desk.rows()
    saw(data, "kut_2025mar", "gone", "2026-05-01", **cells)
    with pytest.raises(BrokenRow, match=re.escape(word)):
        desk.store.load(data)
    assert desk.rows() == before


# unequal cover


def test_growth_from_the_quarter_of_a_launch_is_withheld_everywhere(desk: Desk) -> None:
    for quarter in (Quarter(2019, 4), Quarter(2020, 4), Quarter(2021, 4)):
        staff.published(desk.store, staff.new(quarter))
    record = desk.store.record()
    reason = "Oct to Dec 2019 covers at most one month of three: the program began in Dec 2019"
    growth = desk.figure("growth", Quarter(2020, 4))
    assert isinstance(growth, Withheld)
    assert growth.why is Missing.NOT_COMPARABLE
    assert words.of(growth) == f"not comparable ({reason})"
    assert isinstance(desk.figure("growth", Quarter(2021, 4)), Figure)
    rows = {row["figure_id"]: row for row in csv.DictReader(opendata.figures_csv(record).splitlines())}
    for kind in ("welfare_check", "all"):
        row = rows[f"{PROGRAM}.2020Q4.{kind}.growth"]
        assert (row["value"], row["status"]) == ("", f"not comparable ({reason})")
        assert rows[f"{PROGRAM}.2019Q4.{kind}.capture_rate"]["cover"] == reason
    for name in ("program", "overview", "call_types"):
        quarter = Quarter(2019, 4)
        story = story_of(record, Question(page=name, program=PROGRAM, quarter=str(quarter)))
        assert reason in repr(story.blocks), name
    found = find(record, f"{PROGRAM}.2019Q4.all.capture_rate")
    assert found is not None
    assert reason in figure_page(record, found)


@pytest.mark.parametrize(
    ("what", "day", "said"),
    [
        ("hours_changed", "2025-08-15", "changed its hours on Aug 15, 2025"),
        ("hours_changed", "2025-10-01", "changed its hours on Oct 1, 2025, between the two"),
        ("area_changed", "2026-07", "changed the area it serves in Jul 2026"),
    ],
)
def test_growth_over_a_change_of_service_is_withheld(what: str, day: str, said: str, desk: Desk, data: Path) -> None:
    happened(data, PROGRAM, what, day)
    desk.store.load(data)
    for quarter in (Quarter(2025, 3), Quarter(2026, 3)):
        staff.published(desk.store, staff.new(quarter))
    growth = desk.figure("growth", Quarter(2026, 3))
    assert isinstance(growth, Withheld)
    assert said in words.of(growth)


# old data


def test_a_launch_that_only_the_register_states_counts_too(store: Store, data: Path) -> None:
    """Files and databases from before events were entered: the launch stands in the program's own row."""
    (data / "published" / "program_events.csv").unlink()
    store.load(data)
    one = program(store.record(), PROGRAM)
    assert one.life.runs_in(Quarter(2019, 4)).extent is Extent.PARTIAL
    assert one.life.runs_in(Quarter(2019, 3)).extent is Extent.NONE
    assert "ended" not in words.title(program(store.record(), "eugene_cahoots"))


@pytest.mark.parametrize("launch", ["spring 2019", "2019-13", "12/2019"])
def test_a_launch_that_is_no_day_month_or_year_is_refused(launch: str, store: Store, data: Path) -> None:
    change(data, "programs", PROGRAM, launch_date=launch)
    with pytest.raises(BrokenRow, match="write it like"):
        store.load(data)


def test_an_upgrade_tells_no_launch_that_was_known(desk: Desk, data: Path, tmp_path: Path) -> None:
    """A database from before events were entered knows the launches from its programs' rows; only what is new is told."""
    kept = (data / "published" / "program_events.csv").read_bytes()
    (data / "published" / "program_events.csv").unlink()
    (data / "example" / "program_events.csv").unlink()
    store = Store(f"sqlite:///{tmp_path / 'old.sqlite3'}", staff.Clock())
    store.prepare()
    store.load(data)
    (data / "published" / "program_events.csv").write_bytes(kept)
    store.load(data)
    told = [words.of(c.what) for c in store.record().changes if c.action == "program"]
    assert "program: eugene_cahoots ended on Apr 7, 2025" in told
    assert not [what for what in told if " began " in what]
    titles = " ".join(re.findall("<title>(.*?)</title>", feed.atom(store.record(), "https://x.test")))
    assert "CAHOOTS (Eugene) ended on Apr 7, 2025" in titles
    assert not re.search(r" began (in|on) [A-Z\d]", titles)
    store.close()


def test_every_event_that_ships_has_a_source_and_a_tier(record: PublicRecord) -> None:
    events = [e for p in record.programs for e in p.life.events]
    assert len(events) > 40
    assert all(e.entry and e.source.source_id and isinstance(e.tier, EvidenceTier) for e in events)
    assert {e.what for e in events} >= {Happening.LAUNCHED, Happening.ENDED, Happening.HOURS_CHANGED}


def test_a_record_keeps_the_names_it_has_shown(tmp_path: Path, data: Path) -> None:
    """Also where nobody was renamed: what this site printed on a day stays known."""
    clock = staff.Clock(datetime(2026, 12, 5, 12, tzinfo=UTC))
    store = Store(f"sqlite:///{tmp_path / 'x.sqlite3'}", clock)
    store.prepare()
    store.load(data)
    clock.move(days=100)
    first = program(store.record(), "houston_ccd").name
    change(data, "programs", "houston_ccd", name="CCD")
    about = {"file": "programs.csv", "row": "houston_ccd", "column": "name", "was": first}
    add(data, "corrections", **about, now="CCD", why="Shorter.")
    store.load(data)
    one = program(store.record(), "houston_ccd")
    assert one.printed_on(date(2027, 1, 1)) == first
    assert one.printed_on(date(2027, 5, 1)) == "CCD"
    store.close()


def test_the_feed_keeps_what_it_said_of_a_check_and_tells_what_became_of_it(desk: Desk, data: Path) -> None:
    """Of a number that a source prints, and of one worked out here, when the document of its check is withdrawn."""
    auditor = (
        "nyc_bheard-03,4,City Comptroller,records audit,count,All.,yes,,nyc_audit_2025,2025-05-23,recount,full,outside"
    )
    with (data / "published" / "verifications.csv").open("a", encoding="utf-8") as file:
        file.write(f"{auditor}\n")
    desk.clock.move(days=12)
    desk.store.load(data)
    staff.published(desk.store, staff.new(Quarter(2025, 1)))
    rate = "austin_emcot.2025Q1.all.capture_rate"
    desk.store.verifying.record(staff.VERIFIER, checked("austin_emcot", (rate, 1)))
    before = entries(feed.atom(desk.store.record(), "https://x.test"))
    said = {key: text for key, text in before.items() if text.startswith("Independently verified by")}
    assert {key.split("#")[1] for key in said} >= {"nyc_bheard-03-v4-verified", f"{rate}-v1-verified"}
    desk.clock.move(days=3)
    saw(data, "nyc_audit_2025", "withdrawn", "2026-05-03", note="Counted twice.")
    saw(data, f"document_{'a' * 12}", "withdrawn", "2026-11")
    desk.store.load(data)
    after = entries(feed.atom(desk.store.record(), "https://x.test"))
    assert set(before) - {key for key in before if "#revision-" in key} <= set(after)
    for key, text in said.items():
        assert after[key].startswith(text)
        assert "This check counts no longer: its document was withdrawn by its publisher" in after[key]
        assert after[key.replace("-verified", "-no_longer")].startswith("A check by ")
    assert len(after) == len(set(after)), "each entry has an address of its own"


def test_the_feed_keeps_the_tier_that_a_corrected_figure_had_on_its_day(desk: Desk, data: Path) -> None:
    """A check that came later is an entry of its own; the correction is told with the tier that it was read with."""
    desk.clock.move(days=12)
    mine = [row for row in stated(data, "figures") if row["figure_id"] == "nyc_bheard-03"][-1]
    traced = [row for row in stated(data, "traces") if row["figure_id"] == "nyc_bheard-03"][-1]
    number = str(int(mine["revision"]) + 1)
    add(data, "figures", **(mine | {"revision": number, "reason": "Its base was misread."}))
    add(data, "traces", **(traced | {"figure_revision": number}))
    desk.store.load(data)
    key = f"https://x.test/feed.atom#nyc_bheard-03-r{number}"
    before = entries(feed.atom(desk.store.record(), "https://x.test"))[key]
    assert "Its base was misread." in before and "independently verified" not in before
    desk.clock.move(days=3)
    with (data / "published" / "verifications.csv").open("a", encoding="utf-8") as file:
        file.write(
            f"nyc_bheard-03,{number},City Comptroller,records audit,count,All.,yes,,"
            "nyc_audit_2025,2025-05-23,recount,full,outside\n"
        )
    desk.store.load(data)
    now = find(desk.store.record(), "nyc_bheard-03")
    assert now and now.figure.tier is EvidenceTier.INDEPENDENTLY_VERIFIED
    assert entries(feed.atom(desk.store.record(), "https://x.test"))[key] == before


def test_what_is_corrected_or_taken_back_of_a_source_stays_in_the_feed_and_is_told_anew(desk: Desk, data: Path) -> None:
    """Nothing that the feed said goes away or says something else; a check ends and counts again."""
    auditor = (
        "nyc_bheard-03,4,City Comptroller,records audit,count,All.,yes,,nyc_audit_2025,2025-05-23,recount,full,outside"
    )
    with (data / "published" / "verifications.csv").open("a", encoding="utf-8") as file:
        file.write(f"{auditor}\n")
    told: dict[str, str] = {}
    new: list[set[str]] = []

    def load(*sightings: tuple[str, str, str, str, str]) -> None:
        desk.clock.move(days=1)
        for entry, revision, state, day, reason in sightings:
            about = {
                "entry": entry,
                "revision": revision,
                "reason": reason,
                "note": (reason and "") or "Numbers wrong.",
            }
            saw(data, "nyc_audit_2025", state, day, "", **about)
        desk.store.load(data)
        now = entries(feed.atom(desk.store.record(), "https://x.test"))
        found = {key.split("#")[1]: text for key, text in now.items() if "#revision-" not in key}
        for key in (k for k in told if len(k) < 15 or "no_longer" in k):  # the others say where figures stand now
            assert found[key] == told[key], key
        assert found.keys() >= told.keys()
        new.append(found.keys() - told.keys())
        told.update(found)

    desk.clock.move(days=12)
    load()
    load(("zz", "1", "withdrawn", "2026-11-15", ""))
    assert new[-1] == {"zz", "nyc_bheard-03-v4-no_longer"}
    assert told["zz"].startswith("A source was withdrawn by its publisher on Nov 15, 2026")
    load(("zz", "2", "in_error", "2026-11-15", "Another document was meant."))
    assert new[-1] == {"zz-taken-back", "nyc_bheard-03-v4-again"}
    assert told["zz-taken-back"].startswith("Taken back: that a source was withdrawn by its publisher on Nov 15, 2026")
    assert "Another document was meant." in told["zz-taken-back"]
    load(("zz", "3", "gone", "2026-10-01", "It is gone after all."))
    assert new[-1] == {"zz-r3"}
    load(("zz", "4", "withdrawn", "2026-10", "Its publisher says so."))
    assert new[-1] == {"zz-r4", "nyc_bheard-03-v4-no_longer-2"}
    assert told["zz-r4"].startswith("Corrected: a source was withdrawn by its publisher in Oct 2026")
    load(("yy", "1", "gone", "2026-10-01", ""), ("yy", "2", "in_error", "2026-10-01", "Never mind."))
    assert new[-1] == set(), "what nobody saw is no news"
    load(("xx", "1", "read", "2026-10-01", ""), ("ww", "1", "gone", "2026-10-01", ""))
    assert new[-1] == {"ww"}


def entries(atom: str) -> dict[str, str]:
    """Each entry of a feed by its id: title and text."""
    found = re.findall(r"<entry>\s*<id>(.*?)</id>\s*<title>(.*?)</title>.*?<summary>(.*?)</summary>", atom, re.DOTALL)
    assert len(found) == len({name for name, *_ in found}) == atom.count("<entry>")
    return {name: f"{title} {text}" for name, title, text in found}


CHANGES = st.lists(
    st.tuples(st.integers(0, 2**32), st.sampled_from(["told", "told", "untold", "told otherwise"])), max_size=8
)


@cache
def houston() -> t.ProgramRow:
    found = (one.row for one in read(ROOT / "data"))
    return next(row for row in found if isinstance(row, t.ProgramRow) and row.program_id == "houston_ccd")


@settings(max_examples=60, deadline=None)
@given(CHANGES)
def test_no_name_or_place_changes_without_the_event_that_tells_what_it_was(changes: list[tuple[int, str]]) -> None:
    """Names and places drawn as among the lives of programs, one load each; what is refused leaves all as it was."""
    engine = create_engine("sqlite://")
    SQLModel.metadata.create_all(engine, tables=[SQLModel.metadata.tables[n] for n in ("program", "source")])
    stands, events = houston(), list[ProgramEventRow]()
    columns = {Happening.RENAMED: "name", Happening.MOVED: "jurisdiction"}
    with engine.connect() as connection:
        connection.execute(insert(t.ProgramRow).values(**stands.model_dump(exclude={"id"}) | {"event_id": 1}))
        for number, (seed, how) in enumerate(changes, 1):
            step = lives.called(random.Random(seed))
            was = getattr(stands, columns[step.what]) if step.what in columns else step.to
            if was == step.to:
                continue
            row = t.ProgramRow(**stands.model_dump(exclude={"id"}) | {columns[step.what]: step.to})
            row.revision += 1
            text = was if how == "told" else "Something else"
            about = {"entry": f"{number}", "program_id": row.program_id, "day": f"2026-01-{number:02}", "text": text}
            about |= {"what": step.what.value, "source_id": "council", "stated_tier": "program_reported", "reason": ""}
            new = [] if how == "untold" else [ProgramEventRow(key=f"{number}", revision=1, digest="", **about)]
            located = [SourcedRow(one, Where("a file", 1)) for one in (row, *events, *new)]
            check = partial(life_checks.check, connection, located, [row, *new], TODAY)
            if how != "told":
                with pytest.raises(BrokenRow, match=re.escape(was)):
                    check()
                continue
            check()
            connection.execute(insert(t.ProgramRow).values(**row.model_dump(exclude={"id"}) | {"event_id": 1}))
            stands, events = row, [*events, *new]
    assert [e.text for e in events if e.what == Happening.RENAMED][:1] in ([], [houston().name])
