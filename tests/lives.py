"""Lives of quarters and of their program, played on the core's record: published, corrected, withdrawn, published
again, with small counts withheld, while events are entered late, corrected and taken back; and at every moment what a
reader could see."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from dashboard.analysis import measures
from dashboard.core import life as lived
from dashboard.core.catalogue import CallType, Catalogue
from dashboard.core.evidence import EvidenceTier
from dashboard.core.figure import Figure
from dashboard.core.happening import Event, Happening
from dashboard.core.history import Entry, history, seen
from dashboard.core.known import Known, news_between
from dashboard.core.ledger import ALL, COUNTS, TOGETHER, Counts, LedgerRow, Missing, Submission
from dashboard.core.metrics import METRICS
from dashboard.core.privacy.disclosure import Partition, since
from dashboard.core.privacy.withholding import release
from dashboard.core.publication import YEAR, Publication, in_order, newest
from dashboard.core.quarter import Period, Quarter
from dashboard.core.record import PublicRecord
from dashboard.story.figure import cite
from tests.make import program, source

PROGRAM = "somewhere"
FIRST = Quarter(2024, 1)
QUARTERS = tuple(FIRST + step for step in (0, 1, 4, 8))  # three of them a year apart
KINDS = ("welfare_check", "trespass", "other")
MEASURES = ("growth", "capture_rate", "police_backup")
REPORTED = EvidenceTier.PROGRAM_REPORTED

DAYS = (  # on which something can have happened to the program, most of them inside the quarters
    "2024-01-01", "2024-02-10", "2024-03", "2024-06-30", "2024-07-15", "2025-01-01", "2025-02", "2025-02-20",
    "2025-04-01", "2025", "2025-08", "2023-05",
)  # fmt: skip
HAPPENINGS = (
    Happening.PAUSED, Happening.RESUMED, Happening.ENDED, Happening.HOURS_CHANGED, Happening.AREA_CHANGED,
    Happening.HOURS_CHANGED, Happening.PAUSED,
)  # fmt: skip

# what happens: to which quarter, whether it is withdrawn, the seed of its counts, which call types are in it, under
# which rule, and how many days later
Published = tuple[int, bool, int, int, int, int]


@dataclass(frozen=True)
class Told:
    """What one load tells of the program's life, so many days later: entries by their numbers, each as something that
    happened on a day, anew or corrected, or taken back (`what` is then an entry in error)."""

    entries: tuple[tuple[int, Happening, str], ...]
    days: int


@dataclass(frozen=True)
class Called:
    """The program gets another name or place, or becomes part of another program, so many days later: what happened
    on a day, and what it is called or where it is since."""

    what: Happening
    day: str
    to: str
    days: int


Step = Published | Told | Called
CALLED = (Happening.RENAMED, Happening.RENAMED, Happening.MOVED, Happening.MERGED_INTO)
NAMES, PLACES = ("CCD", "Care Line", "SAFE", "Somebody"), ("City of Elsewhere", "Some County", "City of Somewhere")
# what a reader saw of a figure: its revision, the day, and the number or the reason for none
Seen = tuple[int, date | None, tuple[object, ...]]


def steps(draw: random.Random, most: int = 14, *, names: bool = False) -> list[Step]:
    """A life drawn at random; with names, places and mergers in it where they are asked for."""
    many = draw.randint(2, most)
    drawn: list[Step] = []
    for n in range(many):
        if names and draw.random() < 0.2:
            drawn.append(called(draw))
        else:
            drawn.append(_told(draw) if draw.random() < 0.1 + 0.4 * n / many else _published(draw))
    return drawn


def called(draw: random.Random) -> Called:
    """Another name or place, or a merger, drawn at random."""
    what = draw.choice(CALLED)
    to = {Happening.RENAMED: NAMES, Happening.MOVED: PLACES, Happening.MERGED_INTO: ("another",)}[what]
    return Called(what, draw.choice(DAYS), draw.choice(to), draw.choice([0, 1, 7]))


def _published(draw: random.Random) -> Published:
    return (
        draw.choice((0, 0, 0, 1, 2, 2, 2, 3)),
        draw.random() < 0.2,
        draw.randrange(6),
        draw.choice([0b111] * 4 + [0b001, 0b011, 0b101, 0b110]),
        draw.choice([1, 1, 1, 1, 2]),
        draw.choice([0, 0, 1, 7, 40]),
    )


def _told(draw: random.Random) -> Told:
    entries = {
        draw.choice((0, 0, 1)): (draw.choice((*HAPPENINGS, *(Happening.IN_ERROR,) * 3)), draw.choice(DAYS))
        for _ in range(draw.choice((1, 1, 2)))
    }
    return Told(tuple((number, *one) for number, one in entries.items()), draw.choice([0, 0, 1, 7]))


def happened(number: int, what: Happening, day: str, revision: int = 1, *, text: str = "") -> Event:
    """An entry of the program's life."""
    about = Event(
        program_id=PROGRAM,
        what=what,
        on=Period.dated(day),
        text=text,
        source=source(),
        tier=REPORTED,
        revision=revision,
    )
    return replace(about, entry=f"entry-{number}")


def counts(seed: int) -> Counts:
    """A row as it was received: large enough to be public in parts, and small enough to be withheld in others."""
    draw = random.Random(seed)
    ends = [draw.choice((0, 3, 12, 40, 90)) for _ in range(5)]
    lost, left = draw.choice((0, 5, 30)), draw.choice((0, 14, 60))
    reached = sum(ends)
    mobile = ends[1]
    stated: dict[str, int | Missing] = {
        "eligible": reached + lost + left,
        "not_triaged": draw.randrange(40),
        "offered": reached + lost,
        "lost_in_transfer": lost,
        "reached_clinician": reached,
        **dict(zip(("resolved_by_phone", "mobile_team_sent", "ems_fire_sent", "police_sent", "other_outcome"), ends, strict=True)),
        "backup_requested": draw.randint(0, mobile),
        "no_contact": draw.choice((0, mobile)),
        "responder_injuries": 0,
    }  # fmt: skip
    return Counts(stated)


@dataclass
class Life:
    """What became public so far, in order, and how each quarter was taken apart."""

    on: date = date(2026, 1, 1)
    bare: list[Publication | Known] = field(default_factory=lambda: [Known(program_id=PROGRAM, life=BEGUN)])
    events: dict[int, Event] = field(default_factory=dict)
    blocks: dict[Quarter, Partition] = field(default_factory=dict)
    name: str = NAMES[-1]
    place: str = PLACES[-1]
    called: list[Event] = field(default_factory=list)
    # since which day it had each name and each place, as somebody would have written it down
    since: dict[Happening, list[tuple[date, str]]] = field(
        default_factory=lambda: {
            Happening.RENAMED: [(date.min, NAMES[-1])],
            Happening.MOVED: [(date.min, PLACES[-1])],
        }
    )

    def take(self, step: Step) -> bool:
        """Take a step, unless the real thing would be refused."""
        if isinstance(step, Told):
            return self._tell(step)
        if isinstance(step, Called):
            return self._call(step)
        which, withdrawn, seed, mask, rule, days = step
        quarter = QUARTERS[which]
        mine = self.of(quarter)
        if withdrawn:
            if not mine or mine[-1].submission.withdrawn:
                return False
            nothing = Counts(dict.fromkeys(COUNTS, Missing.RETRACTED))
            rows = {row.call_type: (nothing, row.holds) for row in mine[-1].rows}
        else:
            received = {kind: counts(seed * 10 + n) for n, kind in enumerate(KINDS) if mask >> n & 1}
            earlier = self.blocks.get(quarter)
            made = release(received, KINDS, earlier=since(earlier, received, KINDS) if earlier else None)
            if made.reveals:
                return False
            self.blocks[quarter] = made.blocks
            rows = {kind: (c, made.together if kind == TOGETHER else ()) for kind, c in made.rows.items()}
        self.on += timedelta(days=days)
        submission = Submission(
            program_id=PROGRAM,
            quarter=quarter,
            revision=len(mine) + 1,
            due_on=quarter.end + timedelta(days=45),
            published_on=self.on,
            rule_version=rule,
            note=f"reason {len(self.bare)}",
            withdrawn=withdrawn,
        )
        self.bare.append(Publication(submission=submission, rows=tuple(_rows(submission, rows)), seen_on=self.on))
        return True

    def of(self, quarter: Quarter) -> list[Publication]:
        """What became public of a quarter, oldest first."""
        return [p for p in self.bare if isinstance(p, Publication) and p.submission.quarter == quarter]

    @property
    def known(self) -> lived.Life:
        """What is known of the program's life now."""
        return next(one.life for one in reversed(self.bare) if isinstance(one, Known))

    def _tell(self, step: Told) -> bool:
        events = dict(self.events)
        for number, what, day in step.entries:
            stood = events.get(number)
            if what is Happening.IN_ERROR and (stood is None or stood.what is what):
                return False
            events[number] = happened(number, what, day, stood.revision + 1 if stood else 1)
        try:
            life = lived.Life((*BEGUN.events, *events.values(), *self.called))
        except ValueError:
            return False
        self.events = events
        self.on += timedelta(days=step.days)
        news = news_between(self.known, life, {f"entry-{n}": f"reason {len(self.bare)}" for n, _, _ in step.entries})
        self.bare.append(Known(program_id=PROGRAM, life=life, news=news, seen_on=self.on))
        return True

    def _call(self, step: Called) -> bool:
        """What stood before is the text of the event, as the real thing asks for; never on a day before the last."""
        held = {Happening.RENAMED: self.name, Happening.MOVED: self.place}
        was, on = held.get(step.what, step.to), Period.dated(step.day).start
        timeline = self.since.get(step.what, [])
        if (was == step.to and step.what in held) or on is None or (timeline and on < timeline[-1][0]):
            return False
        about = happened(0, step.what, step.day, text=was)
        event = replace(about, entry=f"called-{len(self.called):02}", other=step.to if step.what not in held else "")
        try:
            life = lived.Life((*BEGUN.events, *self.events.values(), *self.called, event))
        except ValueError:
            return False
        self.called.append(event)
        timeline.append((on, step.to))
        if step.what is Happening.RENAMED:
            self.name = step.to
        elif step.what is Happening.MOVED:
            self.place = step.to
        self.on += timedelta(days=step.days)
        news = news_between(self.known, life, {event.entry: f"reason {len(self.bare)}"})
        self.bare.append(Known(program_id=PROGRAM, life=life, news=news, seen_on=self.on))
        return True

    def was(self, what: Happening, day: date) -> str:
        """The name or the place on a day, found the slow way."""
        return [to for on, to in self.since[what] if on <= day][-1]

    def record(self) -> PublicRecord:
        """The record as everybody can read it now."""
        publications, known = in_order(self.bare)
        return replace(
            EMPTY,
            programs=(program(life=self.known, name=self.name, jurisdiction=self.place),),
            publications=publications,
            known=known,
            submissions=tuple(one.submission for one in newest(publications).values()),
            rows=tuple(row for one in newest(publications).values() for row in one.rows),
        )


def _rows(submission: Submission, rows: dict[str, tuple[Counts, tuple[str, ...]]]) -> Iterator[LedgerRow]:
    for kind, (stated, holds) in rows.items():
        yield LedgerRow(
            program_id=PROGRAM,
            quarter=submission.quarter,
            call_type=kind,
            counts=stated,
            tier=REPORTED,
            sources=(source(),),
            revision=submission.revision,
            rule_version=submission.rule_version,
            published_on=submission.published_on,
            holds=holds,
        )


BEGUN = lived.Life((replace(happened(0, Happening.LAUNCHED, "2020"), entry=""),))
EMPTY = PublicRecord(
    version=1,
    as_of=date(2026, 1, 1),
    catalogue=Catalogue(call_types=tuple(CallType(key=k, name=k, meaning="") for k in KINDS), families=()),
    programs=(program(),),
    sources=(source(),),
    published=(),
    labels=(),
    submissions=(),
    rows=(),
)


def shown(record: PublicRecord, kinds: Iterable[str] = (ALL, *KINDS, TOGETHER)) -> dict[str, Seen]:
    """What a reader sees now of every figure of every quarter that is on record, computed from what stands."""
    found: dict[str, Seen] = {}
    for one in record.submissions:
        for kind in kinds:
            for key in MEASURES:
                figure = measures.number(record, METRICS[key], one.program_id, one.quarter, kind)
                found[figure.figure_id] = (figure.revision, figure.published_on, seen(figure))
    return found


def told(record: PublicRecord, figure_id: str) -> tuple[Entry, ...]:
    """What the history says of a figure."""
    program_id, quarter, kind, key = figure_id.split(".")
    return history(record, METRICS[key], program_id, Quarter.parse(quarter), kind)


def check(record: PublicRecord, moments: Sequence[dict[str, Seen]]) -> int:
    """The law: what was public at each of these moments is what the history says now, revision by revision, and no
    revision is listed that was never public. AssertionError if not; the number of figures compared."""
    then: dict[str, dict[int, Seen]] = {}
    for moment in moments:
        for figure_id, one in moment.items():
            assert then.setdefault(figure_id, {}).setdefault(one[0], one) == one, f"{figure_id}: {one} changed unseen"
    for figure_id, revisions in then.items():
        entries = told(record, figure_id)
        if not entries:  # no row of it was ever public
            assert all(isinstance(one[2][3], Missing) for one in revisions.values()), figure_id
            continue
        now = {e.figure.revision: (e.figure.revision, e.figure.published_on, seen(e.figure)) for e in entries}
        assert now == revisions, f"{figure_id}: the history says {now}, public was {revisions}"
        assert [e.figure.revision for e in entries] == list(range(1, len(entries) + 1)), figure_id
        days = [e.figure.published_on for e in entries if e.figure.published_on]
        assert days == sorted(days), figure_id
    return len(then)


def naive_growth(life: Life, quarter: Quarter, kind: str) -> tuple[int, int] | None:
    """Calls that reached a clinician now and a year before, from the newest rows of both, without the record."""

    def reached(which: Quarter) -> tuple[Submission, LedgerRow] | None:
        mine = life.of(which)
        row = mine[-1].row(kind) if mine else None
        return (mine[-1].submission, row) if row else None

    now, before = reached(quarter), reached(quarter - YEAR)
    if not now or not before or now[0].rule_version != before[0].rule_version or now[1].holds != before[1].holds:
        return None
    if life.known.runs_in(quarter).unlike(life.known.runs_in(quarter - YEAR)):
        return None
    top, base = now[1].counts["reached_clinician"], before[1].counts["reached_clinician"]
    return (top, base) if isinstance(top, int) and isinstance(base, int) and base else None


def play(life: Sequence[Step]) -> tuple[int, int]:
    """Play a life and check the law at its end; how many publications and loads of events it had, and how many figures
    were compared."""
    lived = Life()
    moments = []
    for step in life:
        if lived.take(step):
            record = lived.record()
            moments.append(shown(record))
            _check_growth(lived, record)
            _check_names(lived, record)
    return len(moments), check(lived.record(), moments) if moments else 0


def _check_growth(lived: Life, record: PublicRecord) -> None:
    """Growth is what a calculator says."""
    for quarter in QUARTERS:
        for kind in (ALL, KINDS[0]):
            figure = measures.figure(record, METRICS["growth"], PROGRAM, quarter, kind)
            ratio = figure.ratio if isinstance(figure, Figure) else None
            naive = naive_growth(lived, quarter, kind)
            assert (ratio and (ratio.numerator, ratio.denominator)) == naive, (quarter, kind)


def _check_names(lived: Life, record: PublicRecord) -> None:
    """Every citation keeps the name and the place of its day; and each change of them, and each merger, is told by one
    event that names what stood before."""
    (one,) = record.programs
    for quarter in record.quarters(PROGRAM):
        figure = measures.number(record, METRICS["capture_rate"], PROGRAM, quarter, ALL)
        said = cite(record, figure, "https://x.test/y")["Plain text"]
        place, name = (lived.was(what, quarter.end) for what in (Happening.MOVED, Happening.RENAMED))
        assert f", {place}, Texas" in said, (said, place)
        assert (f" ({name})" in said) == (name != one.name), (said, name, one.name)
    for what, changes in lived.since.items():
        told = [e.text for e in one.life.events if e.what is what]
        assert told == [before for _, before in changes[:-1]], "no change without its event, and no event without one"
    mergers = [e for e in lived.called if e.what is Happening.MERGED_INTO]
    assert [e for e in one.life.events if e.what is Happening.MERGED_INTO] == mergers
