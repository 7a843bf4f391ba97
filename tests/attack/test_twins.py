"""A fourth way in, searched for: two databases that differ in what is withheld, and in how it came about, show the same.

The other database's counts are those that the rule-aware search finds to be published alike. Both go the whole way of
a quarter: a file, its check, questions and answers, certification, publication, embargo, correction, late counts,
merging, withdrawal and what follows. The second takes it by detours as well: rows in another order, another format and
name of file, previews, drafts that are discarded or returned, and publications that are refused. Not a byte may differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from dashboard.core.change import RevisionKind
from dashboard.core.ledger import COUNTS, Counts, Missing
from dashboard.core.quarter import Quarter
from dashboard.core.record import PublicRecord
from dashboard.intake.check import check, drafts_of
from dashboard.intake.context import context
from dashboard.web.edition import paths, resolve
from tests.attack.knowing import Reader
from tests.attack.lives import Life, Step, Withdrawn, lived, published
from tests.attack.tables import Received, ended
from tests.intake.files import HEAD, as_csv, as_xlsx
from tests.refusals import refuses
from tests.store import staff
from tests.store.staff import EXAMPLE, EXAMPLE_CERTIFIER, EXAMPLE_STAFF, REASON, Desk

QUARTER = Quarter(2026, 4)
ANSWER = "A storm closed the other line for a week."
BASE = "https://dispatch.example.gov"


def eventful() -> Life:
    """Counts of which some come late, two call types under another, a small count that is corrected, a withdrawal and
    what is published after it."""
    there = Received({
        "mental_health_crisis": ended(resolved_by_phone=300, contact=90, police_sent=60, never_offered=80, felt_safe=40),
        "suicidal_ideation": ended(resolved_by_phone=200, contact=60, police_sent=14, unaccounted=30, felt_safe=20),
        "welfare_check": ended(resolved_by_phone=120, contact=50, police_sent=7, unaccounted=9, felt_safe=17),
        "quality_of_life": ended(resolved_by_phone=90, contact=30, police_sent=4, unaccounted=5, followup_reached=4),
        "substance_use": ended(resolved_by_phone=30, contact=2, police_sent=5, unaccounted=4, followup_reached=30),
        "other": ended(resolved_by_phone=60, contact=15, police_sent=15, felt_safe=3),
    })  # fmt: skip
    columns = ("safety_answers", "felt_safe", "followup_due")
    gone = frozenset((kind, key) for kind in there.leaves for key in columns)
    first = replace(there, why=Missing.LATE, merged=("substance_use",))
    fewer = {**there.leaves, "welfare_check": there.leaves["welfare_check"] | {"police_sent": 6}}
    return lived([replace(first, missing=gone), first, Withdrawn, replace(first, leaves=fewer)])


def other(life: Life) -> Life:
    """Other counts that are published the same: those that differ in most places."""
    reader = Reader(life.revisions, published)
    reader.smalls()
    found = max(reader.others, key=lambda made: sum(map(_differs, made, life.revisions)))
    left = iter(found)
    return Life(tuple(step and next(left) for step in life.steps))


def _differs(one: Received, two: Received) -> int:
    return sum(row[key] != two.counts[kind][key] for kind, row in one.counts.items() for key in COUNTS)


@dataclass
class Twin:
    """One of the two databases; that by detours has more happen to it of which nothing is public."""

    desk: Desk
    detours: bool
    revision: int = 0
    asked: int = 0

    @property
    def waits(self) -> bool:
        """Whether the newest revision is published after an embargo."""
        return self.revision == 2

    def take(self, step: Step) -> None:
        """Publish a revision, the second after an embargo, or withdraw the quarter."""
        drafts = self.desk.store.drafts
        self.revision += 1
        if step is Withdrawn:
            drafts.withdraw(EXAMPLE_CERTIFIER, EXAMPLE, QUARTER, REASON)
            return
        number = self._sent(step)
        if self.detours and self.revision == 2:
            drafts.rehearse(EXAMPLE_CERTIFIER, number)
            self._refused()
        drafts.certify(EXAMPLE_CERTIFIER, number)
        held = self.desk.clock() + timedelta(days=1) if self.waits else None
        drafts.publish(EXAMPLE_CERTIFIER, number, public_from=held)

    def _sent(self, step: Received) -> int:
        """The draft of a file, with an answer to each question; by detours there is one that is discarded before, and
        one that is returned."""
        drafts = self.desk.store.drafts
        for gone in ("discarded", "returned") if self.detours and self.revision == 1 else ():
            number = self._received(step, f"{gone} {step.leaves}.csv")
            if gone == "discarded":
                drafts.discard(EXAMPLE_STAFF, number)
                continue
            self._send(number)
            drafts.give_back(EXAMPLE_CERTIFIER, number, "Look at the police counts again: 3 are too few.")
        number = self._received(step, "quarter.csv")
        if self.revision == 1 and step.merged:
            number = drafts.merge(EXAMPLE_STAFF, number, step.merged)
        self._send(number)
        return number

    def _received(self, step: Received, name: str) -> int:
        record = self.desk.store.record()
        program = record.program(EXAMPLE)
        assert program is not None
        about = context(record, program, today=self.desk.clock().date())
        report = check(self._file(step, name), about)
        assert report.clean, report.findings
        new = drafts_of(report, {QUARTER: self.revision - 1}, about.declared, RevisionKind.ERROR, REASON)
        return self.desk.store.drafts.receive(EXAMPLE_STAFF, EXAMPLE, name, self._file(step, name), new).drafts[0]

    def _file(self, step: Received, name: str) -> bytes:
        rows = [[EXAMPLE, str(QUARTER), kind, *map(str, row.values())] for kind, row in step.counts.items()]
        if not self.detours:
            return as_csv([HEAD, *rows])
        body = [HEAD, *reversed(rows)]
        return as_xlsx(body) if name == "quarter.csv" else as_csv(body, end="\n" if "returned" in name else "\r\n")

    def _send(self, number: int) -> None:
        draft = self.desk.store.drafts.get(EXAMPLE_STAFF, number)
        self.asked += len(draft.findings)
        self.desk.store.drafts.send(
            EXAMPLE_STAFF, number, {f.key: f"{ANSWER} ({f.call_type} {f.count})" for f in draft.findings}
        )

    def _refused(self) -> None:
        """A draft of one call type of few calls, that cannot be published: nor is it, with or without an embargo."""
        few: Mapping[str, Counts] = {"welfare_check": staff.counts(police_sent=3, other_outcome=95)}
        new = staff.new(QUARTER, base=self.revision - 1, counts=few)
        store = self.desk.store
        number = staff.certified(
            store, new, by=EXAMPLE_STAFF, certifier=EXAMPLE_CERTIFIER, program=EXAMPLE, body=str(self.revision).encode()
        )
        for held in (None, self.desk.clock() + timedelta(days=2)):
            with refuses(r"give away|counts substance_use under other"):
                store.drafts.publish(EXAMPLE_CERTIFIER, number, public_from=held)

    def record(self) -> PublicRecord:
        """Everything public, but for the digests of files that are nowhere shown."""
        made = self.desk.store.record()

        def blank(one):  # type: ignore[no-untyped-def]
            return replace(one, file_sha256="")

        publications = tuple(replace(one, submission=blank(one.submission)) for one in made.publications)
        return replace(made, submissions=tuple(map(blank, made.submissions)), publications=publications)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every public file that depends on the program."""
        record = self.desk.store.record()
        for path in paths(record):
            name = path.removeprefix("/read").split("/")[1]
            if EXAMPLE in path and str(QUARTER) not in path and name != "program":
                continue  # other quarters' pages: they say nothing of this one that their figures do not
            if EXAMPLE in path or name in ("data", "feed.atom", "sitemap.xml", "due", "methods", "evidence", ""):
                found = resolve(path, record, BASE)
                assert found is not None
                yield path, found.body


@contextmanager
def twins(folder: Path) -> Iterator[tuple[Twin, Twin]]:
    for name in "ab":
        (folder / name).mkdir()
    with staff.desk(folder / "a") as one, staff.desk(folder / "b") as two:
        for desk in (one, two):
            desk.clock.move(days=80)
        yield Twin(one, detours=False), Twin(two, detours=True)


def test_two_databases_that_differ_in_what_is_withheld_show_the_same(tmp_path: Path) -> None:
    life = eventful()
    alike = other(life)
    assert not life.refused and sum(map(_differs, life.revisions, alike.revisions)) > 3
    made = None
    with twins(tmp_path) as pair:
        for step, same in zip(life.steps, alike.steps, strict=True):
            for twin, its in zip(pair, (step, same), strict=True):
                twin.take(its)
            if pair[0].waits:
                assert pair[0].record() == pair[1].record()
            for twin in pair:
                twin.desk.clock.move(days=1, hours=1)
            one, two = (twin.record() for twin in pair)
            assert one == two
            assert one.version == pair[0].desk.store.version() == pair[1].desk.store.version()
            if step is not Withdrawn:
                made = published(step, made)
                rows = {row.call_type: row.counts for row in one.rows if row.quarter == QUARTER}
                assert rows == made.rows, "what is attacked elsewhere is what is published"
        assert pair[0].asked
        assert dict(pair[0].files()) == dict(pair[1].files())


def test_the_order_of_the_rows_of_a_file_is_not_public(tmp_path: Path) -> None:
    """A program may write its rows in the order of a count that is withheld; so no question follows another by that."""
    asked = [staff.finding(call_type=kind) for kind in ("suicidal_ideation", "welfare_check")]
    with staff.desk(tmp_path) as desk:
        said = []
        for quarter, findings in ((staff.QUARTER, asked), (staff.QUARTER - 1, asked[::-1])):
            its = tuple(replace(one, quarter=str(quarter)) for one in findings)
            reasons = {one.key: f"{ANSWER} {one.call_type}" for one in its}
            number = staff.certified(desk.store, staff.new(quarter, findings=its), reasons=reasons)
            desk.store.drafts.publish(staff.CERTIFIER, number)
            row = desk.store.record().row(staff.PROGRAM, quarter, "all")
            assert row is not None
            said.append([caveat.text for caveat in row.caveats])
    assert len(said[0]) == 2 and said[0] == said[1]
