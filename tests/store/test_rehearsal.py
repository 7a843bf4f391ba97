"""What is certified is what is published: a rehearsed record makes the same bytes as the public one, and leaves none."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dashboard.core.change import RevisionKind
from dashboard.core.people import Role
from dashboard.core.record import PublicRecord
from dashboard.core.revision import Revision, of_draft
from dashboard.store import releases, revisions
from dashboard.web import edition
from tests.attack.tables import example
from tests.store import staff
from tests.store.staff import (
    CERTIFIER,
    CERTIFIER2,
    EXAMPLE,
    EXAMPLE_CERTIFIER,
    EXAMPLE_STAFF,
    NOBODY,
    NOON,
    OTHER_CERTIFIER,
    PROGRAM,
    QUARTER,
    REASON,
    STAFF,
    Desk,
    refused,
)

WHY = "A new shift began in the second week."
SITE = "https://ledger.test"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with staff.desk(tmp_path) as made:
        monkeypatch.setattr(edition, "now", made.clock)
        yield made


def public(record: PublicRecord, program: str = PROGRAM) -> dict[str, bytes]:
    """Every page about a program and every file, as it is served."""
    wide = ("/read/", "/read/due", "/read/methods", "/feed.atom", "/sitemap.xml")
    found = {}
    for path in edition.paths(record):
        if program in path or path in wide or path.startswith("/data/"):
            resource = edition.resolve(path, record, SITE)
            assert resource is not None
            found[path] = resource.body
    return found


def everything(path: Path) -> list[str]:
    """Every row of every table, and what SQLite remembers of their numbers."""
    connection = sqlite3.connect(path)
    told = list(connection.iterdump())
    connection.close()
    return told


@dataclass(frozen=True)
class Case:
    """Something about to be published: what is rehearsed of it, and how it is done."""

    rehearse: Callable[[], PublicRecord]
    publish: Callable[[], object]


def first(desk: Desk) -> Case:
    number = staff.receive(desk.store, staff.new())
    desk.store.drafts.send(STAFF, number, {})
    return drafted(desk, number)


def corrected(desk: Desk) -> Case:
    """A correction with answered findings, one of a count, one of a whole row."""
    staff.published(desk.store, staff.new())
    desk.clock.move(days=3)
    asked, whole = (
        staff.finding(),
        staff.finding(rule="vanished_call_type", count="", found="No row of trespass any more."),
    )
    draft = staff.new(base=1, findings=(asked, whole), counts={"welfare_check": staff.counts(eligible=1300)})
    number = staff.receive(desk.store, draft)
    desk.store.drafts.send(STAFF, number, {asked.key: WHY, whole.key: "It is counted as welfare checks now."})
    return drafted(desk, number)


def embargoed(desk: Desk) -> Case:
    number = staff.receive(desk.store, staff.new())
    desk.store.drafts.send(STAFF, number, {})
    return drafted(desk, number, public_from=NOON + timedelta(days=2, hours=13))


def drafted(desk: Desk, number: int, *, public_from: datetime | None = None) -> Case:
    def publish() -> None:
        desk.store.drafts.certify(CERTIFIER, number)
        desk.store.drafts.publish(CERTIFIER, number, public_from=public_from)
        desk.clock.at = public_from or desk.clock.at

    return Case(lambda: desk.store.drafts.rehearse(CERTIFIER, number, public_from=public_from), publish)


def withdrawn(desk: Desk) -> Case:
    staff.published(desk.store, staff.new(rule_version=2, rule_note="third-party calls too"))
    desk.clock.move(days=40)
    about = (CERTIFIER, PROGRAM, QUARTER, f" {REASON} ")
    return Case(lambda: desk.store.drafts.rehearse_withdrawal(*about), lambda: desk.store.drafts.withdraw(*about))


@pytest.mark.parametrize("make", [first, corrected, embargoed, withdrawn])
def test_the_preview_is_the_published_page_byte_for_byte(make: Callable[[Desk], Case], desk: Desk) -> None:
    case = make(desk)
    before, standing = everything(desk.path), public(desk.store.record())
    rehearsed = case.rehearse()
    previewed = public(rehearsed)
    assert everything(desk.path) == before, "a rehearsal leaves not one row, line or number behind"
    assert public(desk.store.record()) == standing, "nobody else sees it"
    case.publish()
    published = public(desk.store.record())
    assert list(previewed) == list(published)
    assert [path for path, body in published.items() if previewed[path] != body] == []
    assert published != standing
    assert f"/read/program/{PROGRAM}/{QUARTER}" in published
    assert rehearsed == desk.store.record()


def test_the_preview_of_a_correction_tells_what_the_public_will_read(desk: Desk) -> None:
    """Which office certified it, why it is revised, what was answered, and the program's own source."""
    pages = public(corrected(desk).rehearse())
    page = pages[f"/read/program/{PROGRAM}/{QUARTER}"].decode()
    assert "Certified by Deputy director, Integral Care." in page
    assert f"Revision 2, correction of an error: {REASON}" in page
    figure = pages[f"/figure/{PROGRAM}.{QUARTER}.welfare_check.capture_rate"].decode()
    assert WHY in figure
    assert "Quarterly counts by call type, uploaded and certified by the program" in figure


def test_a_certified_draft_names_the_office_that_certified_it(desk: Desk) -> None:
    number = staff.certified(desk.store, staff.new())
    rehearsed = desk.store.drafts.rehearse(CERTIFIER2, number)
    desk.store.drafts.publish(CERTIFIER2, number)
    assert rehearsed == desk.store.record()
    seen_by_staff = desk.store.drafts.rehearse(STAFF, staff.receive(desk.store, staff.new(QUARTER - 1)))
    unsigned = seen_by_staff.submission(PROGRAM, QUARTER - 1)
    assert unsigned is not None and unsigned.certified_by == "", "nobody has certified it, so nobody is named"


def test_the_preview_of_a_quarter_of_the_data_files_is_the_published_page(desk: Desk) -> None:
    """Nine call types with small counts, and a source that the correction changes."""
    counts = example()[str(QUARTER)].counts
    number = staff.certified(
        desk.store,
        staff.new(base=1, counts=counts),
        by=EXAMPLE_STAFF,
        certifier=EXAMPLE_CERTIFIER,
        program=EXAMPLE,
    )
    rehearsed = desk.store.drafts.rehearse(EXAMPLE_CERTIFIER, number)
    desk.store.drafts.publish(EXAMPLE_CERTIFIER, number)
    pages = (f"/read/program/{EXAMPLE}/{QUARTER}", f"/read/call_types/{EXAMPLE}/{QUARTER}", "/data/ledger.csv")
    for path in pages:
        mine, theirs = (edition.resolve(path, record, SITE) for record in (rehearsed, desk.store.record()))
        assert mine is not None and mine == theirs, path
    assert rehearsed == desk.store.record()


# refused before anybody certifies


def test_a_rehearsal_is_refused_as_the_publication_would_be(desk: Desk) -> None:
    drafts = desk.store.drafts
    slow = staff.receive(desk.store, staff.new(), body=b"slow")
    ahead = NOON + timedelta(days=400)
    refused(desk, lambda: drafts.rehearse(CERTIFIER, slow, public_from=ahead), "at most 366 days ahead")
    staff.published(desk.store, staff.new(), body=b"fast")
    refused(desk, lambda: drafts.rehearse(CERTIFIER, slow), "was published after this file was checked")
    few = {"welfare_check": staff.counts(police_sent=4, resolved_by_phone=376)}
    tells = staff.receive(desk.store, staff.new(base=1, counts=few))
    refused(desk, lambda: drafts.rehearse(STAFF, tells), "would give away what must be withheld")
    staff.published(desk.store, staff.new(base=1), public_from=NOON + timedelta(days=1))
    refused(desk, lambda: drafts.rehearse(STAFF, tells), "already set to be released")
    refused(desk, lambda: drafts.rehearse_withdrawal(CERTIFIER, PROGRAM, QUARTER, REASON), "already set")


def test_a_rehearsal_is_attacked_like_a_publication(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the same attack on the same counts, and while it lasts no other writer waits."""
    attacked: list[object] = []
    attack = releases.attack

    def attacking(*about: object) -> None:
        attacked.append(about)
        if len(attacked) == 1:
            staff.receive(desk.store, staff.new(QUARTER - 1))
        attack(*about)  # type: ignore[arg-type]

    number = staff.certified(desk.store, staff.new())
    monkeypatch.setattr(releases, "attack", attacking)
    desk.store.drafts.rehearse(CERTIFIER, number)
    desk.store.drafts.publish(CERTIFIER, number)
    rehearsal, publication = attacked
    assert rehearsal[0] == publication[0]  # type: ignore[index]
    for made, published in zip(rehearsal[1:], publication[1:], strict=True):  # type: ignore[index]
        assert getattr(made, "rows", made) == getattr(published, "rows", published)
        assert getattr(made, "together", ()) == getattr(published, "together", ())
        assert getattr(made, "blocks", ()) == getattr(published, "blocks", ())


def test_only_whoever_may_see_a_draft_may_rehearse_it(desk: Desk) -> None:
    drafts = desk.store.drafts
    number = staff.receive(desk.store, staff.new())
    refused(desk, lambda: drafts.rehearse(NOBODY, number), "Nobody is signed in")
    refused(desk, lambda: drafts.rehearse(OTHER_CERTIFIER, number), "no such draft")
    staff.published(desk.store, staff.new(), body=b"another")
    for who, said in ((STAFF, "takes a certifier account"), (OTHER_CERTIFIER, "not for the program")):
        refused(desk, lambda who=who: drafts.rehearse_withdrawal(who, PROGRAM, QUARTER, REASON), said)
    refused(desk, lambda: drafts.rehearse_withdrawal(CERTIFIER, PROGRAM, QUARTER, "short"), "Say in a sentence why")


def test_whoever_uploaded_is_told_that_they_cannot_certify(desk: Desk) -> None:
    number = staff.receive(desk.store, staff.new())
    desk.store.drafts.send(STAFF, number, {})
    connection = sqlite3.connect(desk.path)
    connection.execute("UPDATE account SET role = ? WHERE email = ?", (Role.CERTIFIER.value, STAFF.email))
    connection.commit()
    connection.close()
    refused(desk, lambda: desk.store.drafts.rehearse(STAFF, number), "a second person must")


def test_a_rehearsal_that_fails_in_the_middle_leaves_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    number = staff.receive(desk.store, staff.new())
    before = everything(desk.path)

    def broken(*_: object) -> None:
        raise RuntimeError("the lights went out")

    monkeypatch.setattr(revisions.public_record, "check", broken)
    with pytest.raises(RuntimeError, match="lights"):
        desk.store.drafts.rehearse(STAFF, number)
    assert everything(desk.path) == before


# the noun


@pytest.mark.parametrize(
    ("number", "change"),
    [(1, RevisionKind.ERROR), (2, RevisionKind.FIRST), (0, RevisionKind.ERROR), (1, RevisionKind.WITHDRAWAL)],
)
def test_a_revision_that_cannot_be_is_not_made(number: int, change: RevisionKind) -> None:
    with pytest.raises(ValueError, match=f"revision {number} cannot be"):
        Revision(
            program_id=PROGRAM,
            quarter=QUARTER,
            number=number,
            change=change,
            reason="",
            rule_version=1,
            rule_note="",
            certified_by="",
        )


def test_a_revision_of_a_draft_says_all_that_the_draft_says(desk: Desk) -> None:
    asked, unanswered = staff.finding(), staff.finding(count="offered")
    number = staff.certified(desk.store, staff.new(findings=(asked,)), reasons={asked.key: WHY})
    draft = desk.store.drafts.get(STAFF, number)
    revision = of_draft(draft, office="Somebody else")
    assert (revision.number, revision.action, revision.key) == (1, "publish", f"{PROGRAM}|{QUARTER}")
    assert revision.certified_by == "Deputy director, Integral Care"
    assert revision.counts == draft.counts
    ((answer),) = revision.answers
    assert (answer.call_type, answer.count, answer.reason) == (
        asked.call_type, asked.count, WHY,
    )  # fmt: skip
    later = staff.receive(desk.store, staff.new(QUARTER - 1, findings=(unanswered,)))
    waiting = of_draft(desk.store.drafts.get(STAFF, later), office="Deputy director, Integral Care")
    assert waiting.answers == (), "only what was answered is told"
    assert waiting.certified_by == "Deputy director, Integral Care"
