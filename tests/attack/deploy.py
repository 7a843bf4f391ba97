"""Public bytes as the product itself makes them, from what programs send in, without a database."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from dashboard.core.catalogue import CallType, Catalogue
from dashboard.core.evidence import EvidenceTier
from dashboard.core.ledger import ALL, COUNTS, TOGETHER, Counts, LedgerRow, Missing, Submission, add
from dashboard.core.privacy.disclosure import DEFAULT, Partition, Policy, Release
from dashboard.core.privacy.withholding import release
from dashboard.core.quarter import Quarter
from dashboard.core.record import PublicRecord
from dashboard.settings import ROOT
from dashboard.web import opendata
from tests import make
from tests.attack.attack import Snapshot
from tests.attack.tables import ORDER, Received

PROGRAM = "somewhere"
QUARTER = "2026Q3"

with (ROOT / "data" / "call_types.csv").open(encoding="utf-8") as _file:
    _CATALOGUE = Catalogue(
        [CallType(key=row["call_type"], name=row["name"], meaning=row["meaning"]) for row in csv.DictReader(_file)], []
    )

Decide = Callable[[Mapping[str, Counts], Policy, Partition | None], Release]


def by_the_product(received: Mapping[str, Counts], policy: Policy, earlier: Partition | None) -> Release:
    return release(received, ORDER, policy, earlier)


def afresh(received: Mapping[str, Counts], policy: Policy, earlier: Partition | None) -> Release:
    """Each revision decided as if it were the first: what must never be done."""
    return release(received, ORDER, policy, None)


def naively(received: Mapping[str, Counts], policy: Policy, earlier: Partition | None) -> Release:
    """Each small cell blanked and everything else shown: what must never be done."""

    def blank(counts: Counts) -> Counts:
        small = {k for k in COUNTS if isinstance(n := counts[k], int) and 0 < n < policy.smallest}
        return Counts({key: Missing.PRIVACY if key in small else counts[key] for key in COUNTS})

    rows = {kind: blank(counts) for kind, counts in received.items()}
    rows[ALL] = Counts({key: add(counts[key] for counts in received.values()) for key in COUNTS})
    blocks = Partition(smallest=policy.smallest, exact=True, shown={}, totals=frozenset(), known={})
    return Release(rows=rows, together=(), blocks=blocks)


@dataclass
class Site:
    """A site that publishes one program's quarters and corrects them, and everything it ever showed."""

    policy: Policy = DEFAULT
    decide: Decide = by_the_product
    archive: list[Snapshot] = field(default_factory=list)
    published: int = 0
    refused: int = 0
    _rows: dict[str, list[LedgerRow]] = field(default_factory=dict)
    _blocks: dict[str, Partition] = field(default_factory=dict)
    _revisions: dict[str, int] = field(default_factory=dict)

    def publish(self, received: Received, quarter: str = QUARTER) -> int:
        """Publish a quarter or a correction of it: its revision, or 0 where the product refuses to."""
        made = self.decide(received.counts, self.policy, self._blocks.get(quarter))
        if made.reveals:
            self.refused += 1
            return 0
        self.published += 1
        self._blocks[quarter] = made.blocks
        self._revisions[quarter] = revision = self._revisions.get(quarter, 0) + 1
        self._rows[quarter] = [
            LedgerRow(
                program_id=PROGRAM,
                quarter=Quarter.parse(quarter),
                call_type=kind,
                counts=counts,
                tier=EvidenceTier.PROGRAM_REPORTED,
                sources=(make.source(),),
                revision=revision,
                smallest=made.blocks.smallest,
                holds=made.together if kind == TOGETHER else (),
            )
            for kind, counts in made.rows.items()
        ]
        self.archive.append(self._snapshot())
        return revision

    def _snapshot(self) -> Snapshot:
        record = PublicRecord(
            version=1,
            as_of=date(2026, 11, 20),
            catalogue=_CATALOGUE,
            programs=[make.program()],
            sources=[make.source()],
            published=[],
            labels=[],
            submissions=[
                Submission(
                    program_id=PROGRAM,
                    quarter=Quarter.parse(quarter),
                    revision=revision,
                    due_on=date(2026, 11, 14),
                    published_on=date(2026, 11, 14),
                    rule_version=1,
                )
                for quarter, revision in self._revisions.items()
            ],
            rows=[row for rows in self._rows.values() for row in rows],
        )
        return Snapshot(ledger_csv=opendata.ledger_csv(record), figures_csv=opendata.figures_csv(record))
