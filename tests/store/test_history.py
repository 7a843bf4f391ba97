"""The law of history through the real way of publishing: drafts, certifiers, embargoes, withdrawals and a database."""

from __future__ import annotations

import csv
import random
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from functools import partial
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine

from dashboard import words
from dashboard.core.change import RevisionKind
from dashboard.core.happening import Happening
from dashboard.core.ledger import ALL, Counts
from dashboard.core.people import Refused
from dashboard.core.quarter import Quarter
from dashboard.core.reason import reason
from dashboard.core.record import PublicRecord
from dashboard.core.revision import Revision
from dashboard.store import append, log_lines, public_record, revisions, seals
from dashboard.store.clock import moment
from dashboard.store.engine import connect, rehearsing
from dashboard.store.files import BrokenRow
from dashboard.store.life_tables import ProgramEventRow
from dashboard.store.store import Store
from dashboard.store.tables import Revised
from dashboard.story import changes
from dashboard.story.export import csv_text
from dashboard.web import edition, opendata
from dashboard.web.edition import resolve
from dashboard.web.feed import atom
from tests import lives, ready
from tests.lives import KINDS
from tests.small import bare_data
from tests.store import staff
from tests.store.staff import CERTIFIER, PROGRAM, REASON, STAFF, VERIFIER, Clock, Desk
from tests.store.test_verifications import checked

LIVES = 200
BEGIN = datetime(2026, 1, 5, 12, tzinfo=UTC)
SITE = "https://ledger.test"
SOURCE, TIER = "gpl_embedding", "third_party_unreviewed"
NOW = Quarter(2025, 3)
BASE = NOW - 4


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with one program and its people, and nothing published."""
    folder = tmp_path_factory.mktemp("small")
    people = partial(staff.invite_all, emails=(STAFF.email, CERTIFIER.email, VERIFIER.email))
    made = ready.made(bare_data(folder, PROGRAM), clock=Clock(BEGIN), example=False, then=people)
    return Path(shutil.move(made, folder / "small.sqlite3"))  # beside its data


@contextmanager
def opened(small: Path, folder: Path) -> Iterator[Desk]:
    """A desk of its own at that database."""
    path, clock = Path(shutil.copy(small, folder / "desk.sqlite3")), Clock(BEGIN)
    store = Store(f"sqlite:///{path}", clock)
    yield Desk(store, clock, path)
    store.close()


@pytest.fixture
def desk(small: Path, tmp_path: Path) -> Iterator[Desk]:
    with opened(small, tmp_path) as made:
        yield made


Take = Callable[[lives.Step, datetime, int], None]
Read = Callable[[datetime], PublicRecord]


def by_hand(desk: Desk, data: Path) -> tuple[Take, Read]:
    """As staff and certifier do it: every step of a draft, each in a transaction of its own; and as an operator loads
    what happened to the program, out of files."""
    entries: list[dict[str, str]] = []
    told(data, entries)

    def take(step: lives.Step, at: datetime, held: int) -> None:
        desk.clock.at = at
        if isinstance(step, lives.Told):
            new = [*entries, *entered(step, entries)]
            told(data, new)
            desk.store.load(data, example=False)
            entries[:] = new
            return
        quarter, drafts = lives.QUARTERS[step[0]], desk.store.drafts
        if step[1]:
            drafts.withdraw(CERTIFIER, PROGRAM, quarter, REASON)
            return
        new = staff.new(quarter, base=drafts.head(PROGRAM, quarter), counts=received(step), rule_version=step[4])
        staff.published(desk.store, new, public_from=_until(at, held), body=f"{at}{step}".encode())

    def read(at: datetime) -> PublicRecord:
        desk.clock.at = at
        return desk.store.record()

    return take, read


def at_once(connection: Connection) -> tuple[Take, Read]:
    """The publication itself, in one transaction that is taken back: the same rows, and no wait for the disk."""

    entries: list[dict[str, str]] = []

    def take(step: lives.Step, at: datetime, held: int) -> None:
        if isinstance(step, lives.Told):
            new = entered(step, entries)
            with connection.begin_nested():
                for entry in new:
                    happened = {"at": at, "actor": log_lines.FILES, "action": "program", "subject": entry["entry"]}
                    line = reason("log-program_error", entry=entry["what"])
                    number = append.event(connection, line=line, **happened)
                    about = {"key": entry["entry"], **entry, "revision": int(entry["revision"])}
                    append.append(connection, number, ProgramEventRow, **about)
                seals.seal(connection)
                read(at)
            entries.extend(new)
            return
        quarter = lives.QUARTERS[step[0]]
        if step[1]:
            revision = revisions.withdrawal(connection, PROGRAM, quarter, reason=REASON, certified_by="Director")
        else:
            base = revisions.head(connection, PROGRAM, quarter)
            revision = Revision(
                program_id=PROGRAM,
                quarter=quarter,
                number=base + 1,
                change=RevisionKind.ERROR if base else RevisionKind.FIRST,
                reason=REASON if base else "",
                rule_version=step[4],
                rule_note="",
                certified_by="Director",
                counts=received(step),
                public_from=_until(at, held),
            )
        with connection.begin_nested():
            revisions.publish(connection, revision, at)

    def read(at: datetime) -> PublicRecord:
        return public_record.record_at(connection, moment(at), today=at.date())

    return take, read


def _until(at: datetime, held: int) -> datetime | None:
    return at + timedelta(hours=held) if held else None


def entered(step: lives.Told, entries: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """The rows of a load that tells this, after these. Refused where an entry is taken back that does not stand."""
    stands = {entry["entry"]: entry for entry in entries}
    rows = []
    for number, what, day in step.entries:
        name = f"entry-{number}"
        if what is Happening.IN_ERROR and stands.get(name, {"what": what})["what"] == what:
            raise Refused("It does not stand.")
        revision = int(stands[name]["revision"]) + 1 if name in stands else 1
        about = {"entry": name, "revision": str(revision), "program_id": PROGRAM, "day": day, "what": what.value}
        rows.append(about | {"text": "", "source_id": SOURCE, "stated_tier": TIER, "reason": REASON})
    return rows


def told(data: Path, entries: Sequence[Mapping[str, str]]) -> None:
    """Write the file of what happened to the program."""
    with (data / "published" / "program_events.csv").open("w", newline="", encoding="utf-8") as write:
        names = [name for name in ProgramEventRow.model_fields if name not in Revised.model_fields]
        out = csv.DictWriter(write, [names[0], "revision", *names[1:]])
        out.writeheader()
        out.writerows(entries)


def received(step: lives.Published) -> dict[str, Counts]:
    _, _, seed, mask, _, _ = step
    return {kind: lives.counts(seed * 10 + n) for n, kind in enumerate(KINDS) if mask >> n & 1}


def lived(take: Take, read: Read, draw: random.Random) -> int:
    """Play a life through the database, reading the record after every step and every hour; figures compared. What is
    refused changes nothing."""
    at, moments = BEGIN, []
    for step in lives.steps(draw, most=8):
        if isinstance(step, lives.Told):
            at += timedelta(seconds=1)  # no two loads at the same moment
        with suppress(Refused, BrokenRow):
            take(step, at, draw.choice((0, 0, 0, 1, 2)))
            moments.append(lives.shown(read(at)))
        for _ in range(draw.choice((0, 0, 1, 2))):
            at += timedelta(hours=1)
            moments.append(lives.shown(read(at)))
    return lives.check(read(at), moments)


def test_what_was_public_is_what_the_history_says(desk: Desk) -> None:
    engine, compared = connect(desk.url), 0
    for seed in range(LIVES):
        with rehearsing(engine) as connection:
            compared += lived(*at_once(connection), random.Random(seed))
    engine.dispose()
    assert compared > 20 * LIVES


def test_what_staff_published_is_what_the_history_says(small: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(small.parent / "data", tmp_path / "data"))
    loads = 0
    for seed in range(8):
        with opened(small, tmp_path) as desk:
            assert lived(*by_hand(desk, data), random.Random(seed))
            loads += len(desk.store.record().known_of(PROGRAM)) - 1
    assert loads > 5, "else nothing was told of the program"


# one life, as a reader meets it


def rows(reached: int) -> dict[str, Counts]:
    return {"welfare_check": staff.counts(eligible=10_000, offered=reached + 50, reached_clinician=reached)}


def put(desk: Desk, quarter: Quarter, reached: int, reason: str = "") -> None:
    """Publish a quarter, or correct it."""
    base = desk.store.drafts.head(PROGRAM, quarter)
    about = {"reason": reason} if reason else {}
    staff.published(desk.store, staff.new(quarter, base=base, counts=rows(reached), **about))


def page(desk: Desk, path: str) -> str:
    """A light page, as text."""
    found = resolve(path, desk.store.record(), SITE)
    assert found is not None, path
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found.body.decode())).split())


GROWTH = f"{PROGRAM}.{NOW}.all.growth"
WEEK, MONTH = "Calls of one week were left out of 2025.", "A month was counted twice in 2024."


def corrected(desk: Desk) -> None:
    """Both quarters, and a correction of each, a day apart."""
    for quarter, reached, why in ((BASE, 5000, ""), (NOW, 5430, ""), (NOW, 5860, WEEK), (BASE, 6288, MONTH)):
        put(desk, quarter, reached, why)
        desk.clock.move(days=1)


def test_every_published_number_stays_on_the_page_of_its_figure(desk: Desk) -> None:
    corrected(desk)
    said = page(desk, f"/figure/{GROWTH}")
    assert "Revision 3 (January 8, 2026): -6.8%" in said
    assert f"Reason: the year-before quarter, Jul to Sep 2024, was corrected. {MONTH}" in said
    assert "Revision 2 (January 7, 2026): +17.2%" in said
    assert f"Reason: this quarter was corrected. {WEEK}" in said
    assert "Revision 1 (January 6, 2026): +8.6%" in said
    assert "-13.7%" not in said, "that never was public"


def test_a_citation_of_a_revision_leads_to_that_revision(desk: Desk) -> None:
    put(desk, BASE, 5000)
    put(desk, NOW, 5430)
    put(desk, NOW, 5860, WEEK)
    (cited,) = re.findall(r"revision 2, as of .*?(https://\S+)", page(desk, f"/figure/{GROWTH}"))
    path, anchor = cited.removeprefix(SITE).split("#")
    put(desk, BASE, 6288, MONTH)
    desk.store.drafts.withdraw(CERTIFIER, PROGRAM, BASE, REASON)
    found = resolve(path, desk.store.record(), SITE)
    assert found is not None
    (line,) = re.findall(rf'<li id="{anchor}">(.*?)</li>', found.body.decode())
    assert line.startswith("Revision 2 (January 5, 2026): +17.2%")


def test_a_withdrawn_base_leaves_every_number_where_it_was(desk: Desk) -> None:
    corrected(desk)
    desk.store.drafts.withdraw(CERTIFIER, PROGRAM, BASE, "The vendor counted every call twice.")
    said = page(desk, f"/figure/{GROWTH}")
    assert "Revision 4 (January 9, 2026): retracted (the same quarter a year before was withdrawn)" in said
    assert "was withdrawn. The vendor counted every call twice." in said
    for number in ("-6.8%", "+17.2%", "+8.6%"):
        assert number in said


def test_the_file_and_the_feed_date_a_figure_by_whatever_changed_it(desk: Desk) -> None:
    corrected(desk)
    record = desk.store.record()
    found = resolve("/data/figures.csv", record, SITE)
    assert found is not None
    table = {row["figure_id"]: row for row in csv.DictReader(found.body.decode().splitlines())}
    assert (table[GROWTH]["revision"], table[GROWTH]["published_at"]) == ("3", "2026-01-08")
    capture = table[f"{PROGRAM}.{NOW}.all.capture_rate"]
    assert (capture["revision"], capture["published_at"]) == ("2", "2026-01-07")
    feed = atom(record, SITE)
    assert feed.count("Published: Austin") == 2
    assert feed.count("Corrected: Austin") == 2
    (changed,) = re.findall(r"<entry>(?:(?!</entry>).)*Changed: (?:(?!</entry>).)*</entry>", feed, re.DOTALL)
    assert "2026-01-08" in changed
    assert "+17.2%" in changed and "-6.8%" in changed and MONTH in changed


def test_the_large_file_is_the_figures_one_by_one_also_after_corrections(desk: Desk) -> None:
    corrected(desk)
    staff.published(
        desk.store, staff.new(NOW, base=2, counts={"suicidal_ideation": staff.counts(eligible=9000)}, reason=WEEK)
    )
    record = desk.store.record()
    text = opendata.figures_csv(record)
    assert text == csv_text(opendata.figures(record))
    assert f"{PROGRAM}.{NOW}.welfare_check.capture_rate," in text, "what a correction left out is not gone"
    assert "Revision 2 (January 7, 2026): 58.6%" in page(desk, f"/figure/{PROGRAM}.{NOW}.welfare_check.capture_rate")


def test_whoever_signs_reads_what_else_changes(desk: Desk) -> None:
    put(desk, BASE, 5000)
    put(desk, NOW, 5430)
    before = desk.store.record()
    number = staff.certified(desk.store, staff.new(BASE, base=1, counts=rows(6288), reason=MONTH))
    found = changes.also(before, desk.store.drafts.rehearse(CERTIFIER, number), PROGRAM, BASE)
    assert found is not None
    assert found.title == "This also changes 2 figures of Jul to Sep 2025"
    told = [[cell if isinstance(cell, str) else words.of(cell) for cell in row] for row in found.rows]  # type: ignore[union-attr]
    assert told[0] == ["Growth, Jul to Sep 2025: all call types", "+8.6%", "-13.6%", "–"]
    same = staff.receive(desk.store, staff.new(NOW, base=1, counts=rows(5860), reason=WEEK))
    desk.store.drafts.send(STAFF, same, {})
    assert changes.also(before, desk.store.drafts.rehearse(CERTIFIER, same), PROGRAM, NOW) is None


def test_a_check_lapses_with_either_quarter_and_an_old_record_keeps_its_meaning(desk: Desk) -> None:
    """Also where the number that was stored with it is that of an older version of this site."""
    put(desk, BASE, 5000)
    put(desk, BASE, 4000, MONTH)
    put(desk, NOW, 5430)
    desk.store.verifying.record(VERIFIER, checked((GROWTH, 1), dated=date(2026, 1, 2)))
    connection = sqlite3.connect(desk.path)
    guards = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('verification', 'seal')"
    for (guard,) in connection.execute(guards).fetchall():
        connection.execute(f"DROP TRIGGER {guard}")
    connection.execute("UPDATE verification SET figure_revision = 2")  # as revisions were added up before
    connection.execute("DELETE FROM seal WHERE of = 'verification'")
    connection.commit()
    connection.close()
    with create_engine(f"sqlite:///{desk.path}").begin() as written:
        seals.seal(written)
    assert desk.figure("growth", NOW, ALL).tier.key == "independently_verified"
    feed = atom(desk.store.record(), SITE)
    assert feed.count("Independently verified by") == 1
    desk.clock.move(days=2)
    put(desk, BASE, 4400, MONTH)
    lapsed = desk.figure("growth", NOW, ALL)
    assert lapsed.tier.key == "program_reported"
    assert "is out of date, because the figure was revised since" in page(desk, f"/figure/{GROWTH}")
    feed = atom(desk.store.record(), SITE)
    assert feed.count("Independently verified by") == 1, "it was so, and the feed said it"
    (entry,) = re.findall(r"<entry>(?:(?!</entry>).)*is out of date: (?:(?!</entry>).)*</entry>", feed, re.DOTALL)
    assert "2026-01-07" in entry


# what is entered late of the program's life


HOURS = {"day": "2025-01-10", "what": "hours_changed"}


def enter(desk: Desk, small: Path, tmp_path: Path, *rows: Mapping[str, str]) -> Path:
    """Load these rows about the program's life, each a revision of the same entry; the data they were loaded from."""
    data = tmp_path / "data"
    if not data.exists():
        shutil.copytree(small.parent / "data", data)
    about = {
        "entry": "hours",
        "program_id": PROGRAM,
        "source_id": SOURCE,
        "stated_tier": TIER,
        "text": "",
    }
    told(data, [about | {"revision": str(n), "reason": ""} | row for n, row in enumerate(rows, 1)])
    return data


def test_an_event_that_is_entered_late_leaves_every_number_where_it_was(
    desk: Desk, small: Path, tmp_path: Path
) -> None:
    """On the page of its figure, in the file and in the feed: what was public, since when it is not, and why."""
    for quarter, reached in ((BASE, 5000), (NOW, 5430)):
        put(desk, quarter, reached)
        desk.clock.move(days=1)
    whole = {"day": "2025-02-10", "what": "hours_changed", "reason": "The minutes give another day."}
    wrong = {"day": "2025-02-10", "what": "in_error", "reason": "It was another program."}
    rows: tuple[Mapping[str, str], ...] = ()
    for row in (HOURS, whole, wrong, HOURS | {"reason": "It was this one after all."}):
        rows = (*rows, row)
        desk.store.load(enter(desk, small, tmp_path, *rows), example=False)
        desk.clock.move(days=1)
    said = page(desk, f"/figure/{GROWTH}")
    for line in (
        "Revision 1 (January 6, 2026): +8.6%",
        "Revision 2 (January 7, 2026): not comparable (the program changed its hours on Jan 10, 2025, between the two)",
        "Reason: it was entered that the program changed its hours on Jan 10, 2025.",
        "Revision 3 (January 8, 2026): not comparable (the program changed its hours on Feb 10, 2025, between the two)",
        "Reason: what is told was corrected: the program changed its hours on Feb 10, 2025. The minutes give",
        "Revision 4 (January 9, 2026): +8.6%",
        "Reason: it was taken back that the program changed its hours on Feb 10, 2025. It was another program.",
        "Revision 5 (January 10, 2026): not comparable",
        "Reason: it was entered that the program changed its hours on Jan 10, 2025. It was this one after all.",
    ):
        assert line in said, line
    record = desk.store.record()
    table = {row["figure_id"]: row for row in csv.DictReader(opendata.figures_csv(record).splitlines())}
    assert (table[GROWTH]["revision"], table[GROWTH]["published_at"]) == ("5", "2026-01-10")
    capture = table[f"{PROGRAM}.{NOW}.all.capture_rate"]
    assert (capture["revision"], capture["published_at"]) == ("1", "2026-01-06")
    feed = atom(record, SITE)
    changed = re.findall(r"<entry>(?:(?!</entry>).)*Changed: (?:(?!</entry>).)*</entry>", feed, re.DOTALL)
    days = [re.findall(r"2026-01-\d\d", entry)[0] for entry in changed]
    assert days == ["2026-01-10", "2026-01-09", "2026-01-08", "2026-01-07"]
    assert "+8.6%" in changed[1] and "+8.6%" in changed[3] and "It was another program." in changed[1]
    titles = [title for title in re.findall(r"<title>(.*?)</title>", feed) if "changed its hours" in title]
    place = "Austin and Travis County, TX"
    assert [title.split(": ")[0] for title in titles] == [place, "Taken back", "Corrected", place]
    names = re.findall(r"<id>(.*?)</id>", feed)
    assert len(names) == len(set(names))


def test_whoever_enters_an_event_reads_which_figures_change(desk: Desk, small: Path, tmp_path: Path) -> None:
    """Before the load, and nothing of it lands; also that a check will be out of date."""
    put(desk, BASE, 5000)
    put(desk, NOW, 5430)
    desk.store.verifying.record(VERIFIER, checked((GROWTH, 1), dated=date(2026, 1, 2)))
    before = desk.store.version(), desk.store.record(), desk.rows()["seal"]
    data = enter(desk, small, tmp_path, HOURS)
    rehearsed = desk.store.rehearse(data)
    assert rehearsed is not None
    lines = changes.by_lives(*rehearsed)
    assert lines[0] == "A load of these files changes 2 figures that readers see:"
    now = "not comparable (the program changed its hours on Jan 10, 2025, between the two)"
    assert f"Growth, Jul to Sep 2025: all call types: from +8.6% to {now}." in lines[1]
    assert "out of date then: " in lines[1]
    assert (desk.store.version(), desk.store.record(), desk.rows()["seal"]) == before
    desk.store.load(data, example=False)
    assert words.of(desk.figure("growth", NOW, ALL)) == now
    assert desk.store.rehearse(data) is None, "nothing of it is new any more"
    assert changes.by_lives(desk.store.record(), desk.store.record()) == []


def test_an_event_that_came_with_the_data_is_no_revision(small: Path, tmp_path: Path) -> None:
    """Nobody ever read that growth: a new database and the pages of it begin with what was known at its first load."""
    clock = Clock(BEGIN)
    store = Store(f"sqlite:///{tmp_path / 'new.sqlite3'}", clock)
    store.prepare()
    desk = Desk(store, clock, tmp_path / "new.sqlite3")
    store.load(enter(desk, small, tmp_path, HOURS), example=False)
    assert [len(store.record().known_of(PROGRAM)), store.record().known_of(PROGRAM)[0].news] == [1, ()]
    assert "changed its hours" not in atom(store.record(), SITE)
    store.close()


# due, first published, corrected: three days, alike on every page


def timed(desk: Desk, at: datetime) -> None:
    desk.clock.at = at


ON_TIME = datetime(2025, 10, 20, 12, tzinfo=UTC)
LATE = datetime(2025, 11, 27, 12, tzinfo=UTC)


def everywhere(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str, str, str]:
    """What the pages of the program, of the quarter and of due dates say of a quarter, and the feed."""
    monkeypatch.setattr(edition, "now", desk.clock)
    where = f"/read/program/{PROGRAM}"
    return page(desk, where), page(desk, f"{where}/{NOW}"), page(desk, "/read/due"), atom(desk.store.record(), SITE)


def test_a_correction_after_the_due_day_makes_nothing_late(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    timed(desk, ON_TIME)
    put(desk, NOW, 5430)
    timed(desk, LATE)
    put(desk, NOW, 5860, WEEK)
    program, quarter, due, feed = everywhere(desk, monkeypatch)
    assert "2025-11-14 2025-10-20; corrected on 2025-11-27" in program
    said = "was due on Nov 14, 2025. It was published on Oct 20, 2025, on time. It was corrected on Nov 27, 2025."
    assert said in quarter
    assert "Jul to Sep 2025 2025-11-14 2025-10-20 corrected on 2025-11-27" in due
    assert said in feed
    for text in (program, quarter, due, feed):
        assert "days late" not in text
        assert "days after it was due" not in text


def test_a_quarter_withdrawn_and_published_again_is_as_timely_as_it_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    timed(desk, ON_TIME)
    put(desk, NOW, 5430)
    timed(desk, LATE)
    desk.store.drafts.withdraw(CERTIFIER, PROGRAM, NOW, REASON)
    assert "2025-10-20; withdrawn on 2025-11-27" in everywhere(desk, monkeypatch)[0]
    timed(desk, LATE + timedelta(days=9))
    put(desk, NOW, 5860, WEEK)
    program, quarter, due, _ = everywhere(desk, monkeypatch)
    assert "2025-10-20; corrected on 2025-12-06" in program
    assert "It was published on Oct 20, 2025, on time. It was corrected on Dec 6, 2025." in quarter
    assert "2025-10-20 corrected on 2025-12-06" in due


def test_a_correction_before_the_due_day_is_told_as_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    timed(desk, ON_TIME)
    put(desk, NOW, 5430)
    timed(desk, ON_TIME + timedelta(days=3))
    put(desk, NOW, 5860, WEEK)
    assert "2025-10-20; corrected on 2025-10-23" in everywhere(desk, monkeypatch)[0]


def test_a_quarter_held_back_came_on_the_day_it_was_released(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    timed(desk, ON_TIME)
    staff.published(desk.store, staff.new(NOW, counts=rows(5430)), public_from=LATE)
    timed(desk, LATE + timedelta(days=1))
    program, quarter, due, _ = everywhere(desk, monkeypatch)
    assert "2025-11-27, 13 days after it was due" in program
    assert "was published on Nov 27, 2025, 13 days late." in quarter
    assert "2025-11-27, 13 days after it was due" in due


def test_quarters_that_were_skipped_stay_due(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    timed(desk, datetime(2026, 11, 20, 12, tzinfo=UTC))
    for quarter in (Quarter(2024, 1), Quarter(2024, 2), Quarter(2026, 2)):
        put(desk, quarter, 5430)
    monkeypatch.setattr(edition, "now", desk.clock)
    program, due = page(desk, f"/read/program/{PROGRAM}"), page(desk, "/read/due")
    for step in range(2, 9):
        quarter = Quarter(2024, 1) + step
        assert f"{words.of(quarter)} {quarter.end + timedelta(days=45)} Never published, " in due
        assert words.of(quarter) in program
    assert "Jul to Sep 2026 2026-11-14 Not yet published, 6 days after it was due" in due
