"""Everything on the public record at one moment: the one value that pages are made from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dashboard.core.catalogue import Catalogue, Decision, OwnLabel, Program, ProgramKind, Remark
from dashboard.core.evidence import Source
from dashboard.core.figure import Number
from dashboard.core.keys import FigureId, QuarterKey
from dashboard.core.known import Known
from dashboard.core.ledger import ALL, LedgerRow, Submission
from dashboard.core.privacy.disclosure import DEFAULT, Partition, Policy
from dashboard.core.publication import Publication
from dashboard.core.quarter import Quarter
from dashboard.core.reason import Reason
from dashboard.core.verification import Verification

_FORM = re.compile(r"(City and County|City|Town|County) of ")  # how a place is governed is not its name


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One published figure as the record holds it: its present revision, earlier ones, and which body it is of."""

    figure: Number
    earlier: tuple[Number, ...] = ()
    series: bool = False
    reason: str = ""
    earlier_reasons: tuple[str, ...] = ()

    @property
    def figure_id(self) -> str:
        return self.figure.figure_id


@dataclass(frozen=True, slots=True, kw_only=True)
class DataCorrection:
    """A place where this record differs from what was first gathered, and why."""

    file: str
    row: str
    column: str
    was: str
    now: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicEvent:
    """One moment at which something was published. What is told of it is a reason, said by whoever shows it; lines from
    before there were any are texts, which stay as they were written. `action` and `subject` are keys."""

    version: int
    on: date
    what: Reason | str
    by: Reason | str = ""
    action: str = ""
    subject: str = ""

    def names(self, program_id: str) -> bool:
        """Whether it speaks of a program, or of something whose key begins with it, in its subject or any value."""
        return program_id in f"{self.subject} {self.what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyInForce:
    """What was decided on small counts, when, and why."""

    policy: Policy
    reason: str
    on: date | None


@dataclass(frozen=True, kw_only=True)
class PublicRecord:
    """Programs, sources, published figures and the quarterly ledger, as one revision of the database states them."""

    version: int
    as_of: date
    catalogue: Catalogue
    programs: Sequence[Program]
    sources: Sequence[Source]
    published: Sequence[Published]
    labels: Sequence[OwnLabel]
    submissions: Sequence[Submission]
    rows: Sequence[LedgerRow]
    corrections: Sequence[DataCorrection] = ()
    decisions: Sequence[Decision] = ()
    remarks: Sequence[Remark] = ()
    links: Mapping[str, str] = field(default_factory=dict)  # a point that repeats a figure, and the figure it repeats
    changes: Sequence[PublicEvent] = ()
    verifications: Sequence[Verification] = ()  # of figures computed from the ledger
    publications: Sequence[Publication] = ()  # every revision of every quarter, in the order in which it became public
    known: Sequence[Known] = ()  # what was known of the programs' lives, in the same order
    blocks: Mapping[str, Partition] = field(default_factory=dict)  # by `program|quarter`: how it was taken apart
    policies: Sequence[PolicyInForce] = ()  # on small counts, oldest first; none while the default is in force
    _rows: dict[tuple[str, Quarter], dict[str, LedgerRow]] = field(init=False, repr=False, compare=False)
    _publications: dict[tuple[str, Quarter], list[Publication]] = field(init=False, repr=False, compare=False)
    _known: dict[str, list[Known]] = field(init=False, repr=False, compare=False)
    _programs: dict[str, Program] = field(init=False, repr=False, compare=False)
    _published: dict[str, list[Published]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        rows: dict[tuple[str, Quarter], dict[str, LedgerRow]] = {}
        for row in self.rows:
            rows.setdefault((row.program_id, row.quarter), {})[row.call_type] = row
        by_program: dict[str, list[Published]] = {}
        for published in self.published:
            by_program.setdefault(published.figure.program_id, []).append(published)
        quarters: dict[tuple[str, Quarter], list[Publication]] = {}
        for publication in self.publications:
            quarters.setdefault(publication.key, []).append(publication)
        known: dict[str, list[Known]] = {}
        for one in self.known:
            known.setdefault(one.program_id, []).append(one)
        object.__setattr__(self, "_rows", rows)
        object.__setattr__(self, "_known", known)
        object.__setattr__(self, "_publications", quarters)
        object.__setattr__(self, "_programs", {p.program_id: p for p in self.programs})
        object.__setattr__(self, "_published", by_program)

    def program(self, program_id: str) -> Program | None:
        return self._programs.get(program_id)

    def programs_in_order(self) -> list[Program]:
        """Programs by place, alphabetically; statewide systems after them, the example last. Never ranked."""
        place = {ProgramKind.PROGRAM: 0, ProgramKind.STATEWIDE: 1, ProgramKind.CONTEXT: 2, ProgramKind.EXAMPLE: 3}
        return sorted(self.programs, key=lambda p: (place[p.kind], _FORM.sub("", p.jurisdiction), p.name))

    def published_of(self, program_id: str, *, series: bool = False) -> list[Published]:
        return [p for p in self._published.get(program_id, ()) if p.series is series]

    def all_published_of(self, program_id: str) -> list[Published]:
        """The figures of a program, and after them the points of its series."""
        return [*self.published_of(program_id), *self.published_of(program_id, series=True)]

    def quarters(self, program_id: str) -> list[Quarter]:
        """The quarters a program has published, in order."""
        return sorted({s.quarter for s in self.submissions if s.program_id == program_id})

    def submission(self, program_id: str, quarter: Quarter) -> Submission | None:
        found = [s for s in self.submissions if s.program_id == program_id and s.quarter == quarter]
        return max(found, key=lambda s: s.revision, default=None)

    def row(self, program_id: str, quarter: Quarter, call_type: str = ALL) -> LedgerRow | None:
        """The ledger row of a call type, of all of them, or of those shown as one; None where nothing was published."""
        return self.rows_of(program_id, quarter).get(call_type)

    def rows_of(self, program_id: str, quarter: Quarter) -> Mapping[str, LedgerRow]:
        """What stands of a quarter, by call type."""
        return self._rows.get((program_id, quarter), {})

    def publications_of(self, program_id: str, quarter: Quarter) -> Sequence[Publication]:
        """Every revision of a quarter that became public, oldest first."""
        return self._publications.get((program_id, quarter), ())

    def known_of(self, program_id: str) -> Sequence[Known]:
        """What was known of a program's life, oldest first; the last of it stands."""
        return self._known.get(program_id, ())

    def earlier(self, program_id: str, quarter: Quarter, call_type: str = ALL) -> list[tuple[Submission, LedgerRow]]:
        """What earlier revisions of a quarter said of a call type (or of all), oldest first."""
        past = self.publications_of(program_id, quarter)[:-1]
        return [(one.submission, row) for one in past if (row := one.row(call_type)) is not None]

    @property
    def policy(self) -> Policy:
        """What is too small to show in a quarter published now."""
        return self.policies[-1].policy if self.policies else DEFAULT

    def remarks_on(self, topic: str) -> list[Remark]:
        """What documents say on a topic, in the order given."""
        return sorted((r for r in self.remarks if r.topic == topic), key=lambda r: r.position)

    @property
    def newest_figure(self) -> date | None:
        """The last day that a figure about a real program speaks of, points of series aside; another thing than the day
        of the last change."""
        return self._newest({p.program_id for p in self.programs if not p.is_example})

    def newest_of(self, program_id: str) -> date | None:
        """The last day that a figure about one program speaks of."""
        return self._newest({program_id})

    def _newest(self, of: set[str]) -> date | None:
        ends = [p.figure.period.end for p in self.published if p.figure.program_id in of and not p.series]
        ends += [s.quarter.end for s in self.submissions if s.program_id in of and not s.withdrawn]
        return max((end for end in ends if end), default=None)

    def labels_of(self, program_id: str) -> list[OwnLabel]:
        return [label for label in self.labels if label.program_id == program_id]

    def counted(self) -> Iterable[Published]:
        """The published figures that are counted as evidence: single figures about real programs."""
        real = {p.program_id for p in self.programs if p.kind in (ProgramKind.PROGRAM, ProgramKind.STATEWIDE)}
        return (p for p in self.published if not p.series and p.figure.program_id in real)

    def without_examples(self) -> PublicRecord:
        """The same record with every trace of the made-up program removed."""
        gone = {p.program_id for p in self.programs if p.is_example}
        return PublicRecord(
            version=self.version,
            as_of=self.as_of,
            catalogue=self.catalogue,
            programs=[p for p in self.programs if p.program_id not in gone],
            sources=[s for s in self.sources if s.publisher_kind != "example"],
            published=[p for p in self.published if p.figure.program_id not in gone],
            labels=[label for label in self.labels if label.program_id not in gone],
            submissions=[s for s in self.submissions if s.program_id not in gone],
            rows=[r for r in self.rows if r.program_id not in gone],
            corrections=self.corrections,
            changes=[c for c in self.changes if not any(c.names(name) for name in gone)],
            verifications=[
                v for v in self.verifications if (own := FigureId.of(v.figure_id)) is None or own.program_id not in gone
            ],
            publications=[p for p in self.publications if p.submission.program_id not in gone],
            known=[k for k in self.known if k.program_id not in gone],
            decisions=[d for d in self.decisions if d.program_id not in gone],
            remarks=self.remarks,
            links=self.links,
            blocks={key: blocks for key, blocks in self.blocks.items() if QuarterKey.parse(key).program_id not in gone},
            policies=self.policies,
        )
