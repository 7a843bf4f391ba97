"""Builders: a valid thing of each kind, with what the test cares about put in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from dashboard.core.amount import UNITS, Ratio
from dashboard.core.catalogue import DispatchModel, Program, ProgramKind
from dashboard.core.evidence import Claim, EvidenceTier, Mark, Source
from dashboard.core.figure import Figure, Withheld, amount_of
from dashboard.core.ledger import Counts, LedgerRow, Missing, Submission
from dashboard.core.metric import Definition, Method
from dashboard.core.quarter import Quarter
from dashboard.core.record import PublicRecord
from dashboard.core.standing import Standing, Subject, earned, stated
from dashboard.core.verification import Check, Read, Relation, Verification

QUARTER = Quarter(2026, 3)


def source(source_id: str = "council", **changes: Any) -> Source:
    about = {"title": "Budget hearing", "publisher": "City council", "publisher_kind": "government"}
    return Source(source_id=source_id, **(about | changes))


def program(**changes: Any) -> Program:
    about: dict[str, Any] = {
        "program_id": "somewhere",
        "kind": ProgramKind.PROGRAM,
        "name": "Somebody",
        "jurisdiction": "City of Somewhere",
        "state": "Texas",
        "latitude": 30.0,
        "longitude": -97.0,
        "dispatch_model": DispatchModel.EMBEDDED,
        "coverage_hours": "always",
        "launch_date": "2020",
        "operator": "the city",
        "org_home": "health",
        "home_kind": "health",
        "hours_kind": "always",
        "population_served": None,
        "staff": "clinicians",
        "source": source(),
        "tier": EvidenceTier.PROGRAM_REPORTED,
        "model_source": source(),
        "model_tier": EvidenceTier.PROGRAM_REPORTED,
        "notes": "",
    }
    return Program(**(about | changes))


def definition(method: Method = Method.SHARE, **changes: Any) -> Definition:
    unit = {Method.RATE: "per_1000", Method.CHANGE: "percent_change"}.get(method, "percent")
    about: dict[str, Any] = {
        "key": "phone_resolution",
        "family": "phone_resolution",
        "name": "Phone resolution",
        "statement": "Share of calls resolved by phone",
        "numerator": "calls resolved by phone",
        "denominator": "calls that reached a clinician",
        "unit": UNITS[unit],
        "method": method,
    }
    return Definition(**(about | changes))


def figure(numerator: int = 40, denominator: int = 100, method: Method = Method.SHARE, **changes: Any) -> Figure:
    ratio = Ratio(numerator, denominator)
    about: dict[str, Any] = {
        "figure_id": "somewhere.2026Q3.all.phone_resolution",
        "program_id": "somewhere",
        "definition": definition(method),
        "period": QUARTER.period,
        "call_type": "all",
        "amount": amount_of(ratio, method),
        "ratio": ratio,
    }
    return Figure(**_standing(about | changes))


def withheld(why: Missing = Missing.NOT_REPORTED, **changes: Any) -> Withheld:
    about: dict[str, Any] = {
        "figure_id": "somewhere.2026Q2.all.phone_resolution",
        "program_id": "somewhere",
        "definition": definition(),
        "period": (QUARTER - 1).period,
        "call_type": "all",
        "why": why,
    }
    return Withheld(**_standing(about | changes))


def _standing(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a figure with the standing that its tier, sources and records of checks earn it."""
    about = {
        "tier": fields.pop("tier", EvidenceTier.PROGRAM_REPORTED),
        "sources": fields.pop("sources", (source(),)),
        "records": fields.pop("verifications", ()),
    }
    if "standing" in fields:
        return fields
    of = {name: fields[name] for name in Subject._fields if name in fields}
    return fields | {"standing": standing(**of, **about)}


def subject(**changes: Any) -> Subject:
    """What a standing is of: a figure without a number, unless told."""
    about: dict[str, Any] = {
        "program_id": "somewhere",
        "figure_id": "somewhere.2026Q3.all.phone_resolution",
        "revision": 1,
        "definition": definition(),
        "period": QUARTER.period,
        "call_type": "all",
    }
    return Subject(**(about | changes))


def standing(
    *,
    tier: Mark = EvidenceTier.PROGRAM_REPORTED,
    sources: tuple[Source, ...] | None = None,
    records: tuple[Verification, ...] = (),
    **of: Any,
) -> Standing:
    return earned(stated(tier, (source(),) if sources is None else sources), subject(**of), records)


def audit(**changes: Any) -> Source:
    """A document of somebody outside, read here."""
    about: dict[str, Any] = {"publisher": "County Auditor", "publisher_kind": "auditor", "accessed": "2026-11-28"}
    return source(**({"source_id": "audit"} | about | changes))


def verification(figure_id: str, revision: int = 1, **changes: Any) -> Verification:
    about: dict[str, Any] = {
        "verifier": "County Auditor",
        "method": "records audit",
        "kind": Check.RECOUNT,
        "read": Read.SUMMARY,
        "relation": Relation.OUTSIDE,
        "claim": Claim.COUNT,
        "scope": "",
        "agrees": True,
        "found": "",
        "source": audit(),
        "dated": "2026-10-01",
    }
    return Verification(figure_id=figure_id, revision=revision, **(about | changes))


COUNTS: dict[str, int | Missing] = {
    "eligible": 1000,
    "not_triaged": 60,
    "offered": 700,
    "lost_in_transfer": 50,
    "reached_clinician": 650,
    "resolved_by_phone": 300,
    "mobile_team_sent": 200,
    "ems_fire_sent": 40,
    "police_sent": 80,
    "other_outcome": 20,
    "backup_requested": 4,
    "no_contact": 50,
    "responder_injuries": 0,
    "safety_answers": 120,
    "felt_safe": 115,
    "followup_due": 90,
    "followup_reached": 60,
}


def row(quarter: Quarter = QUARTER, call_type: str = "welfare_check", **counts: int | Missing) -> LedgerRow:
    return LedgerRow(
        program_id="somewhere",
        quarter=quarter,
        call_type=call_type,
        counts=Counts(COUNTS | counts),
        tier=EvidenceTier.PROGRAM_REPORTED,
        sources=(source(),),
    )


def changed(one: LedgerRow, **changes: Any) -> LedgerRow:
    return replace(one, **changes)


def sent(record: PublicRecord, *rows: LedgerRow, withdrawn: Sequence[Quarter] = ()) -> PublicRecord:
    """The record with these rows as all that their programs have sent in, published a month after each quarter;
    the quarters in `withdrawn` were published and taken back."""
    programs = {row.program_id for row in rows}
    when = {(row.program_id, row.quarter): row.rule_version for row in rows}
    when |= {(program, quarter): 1 for program in programs for quarter in withdrawn}
    submissions = [
        Submission(
            program_id=program,
            quarter=quarter,
            revision=1,
            due_on=quarter.end + timedelta(days=45),
            published_on=quarter.end + timedelta(days=30),
            rule_version=rule,
            withdrawn=quarter in withdrawn,
        )
        for (program, quarter), rule in when.items()
    ]
    return replace(
        record,
        rows=[*(r for r in record.rows if r.program_id not in programs), *rows],
        submissions=[*(s for s in record.submissions if s.program_id not in programs), *submissions],
    )
