"""Writes Example County: a made-up program with a believable story, the same bytes for the same seed.

Run `python data/example/generate.py` to write ledger.csv and submissions.csv anew. The story: 16 quarters and 9 call
types; overnight hours added in 2024Q1; the eligibility rule widened in 2025Q1 to welfare checks asked for by third
parties; 2024Q3 published late; two small call types; safety answers first collected in 2023Q2; no injuries; and a
response load that rises faster than the staff.
"""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path

SEED = 911988
PROGRAM = "example_county"
FOLDER = Path(__file__).parent
FIRST_YEAR, FIRST_QUARTER, QUARTERS = 2022, 4, 16
OVERNIGHT, WIDER_RULE, LATE = (2024, 1), (2025, 1), (2024, 3)
SURVEY = (2023, 2)
ACCOUNTED = 0.983  # the rest has no recorded ending

# call type: eligible calls in the first quarter, share resolved by phone, share sent a mobile team
CALL_TYPES: dict[str, tuple[int, float, float]] = {
    "mental_health_crisis": (640, 0.55, 0.26),
    "suicidal_ideation": (410, 0.61, 0.17),
    "welfare_check": (520, 0.31, 0.49),
    "quality_of_life": (230, 0.28, 0.52),
    "substance_use": (150, 0.34, 0.31),
    "unsheltered": (190, 0.22, 0.62),
    "trespass": (64, 0.19, 0.48),
    "verbal_dispute": (96, 0.44, 0.33),
    "other": (24, 0.50, 0.25),
}
COUNTS = (
    "eligible not_triaged offered lost_in_transfer reached_clinician resolved_by_phone mobile_team_sent ems_fire_sent "
    "police_sent other_outcome backup_requested no_contact responder_injuries safety_answers felt_safe followup_due "
    "followup_reached"
).split()


def quarters() -> list[tuple[int, int]]:
    start = FIRST_YEAR * 4 + FIRST_QUARTER - 1
    return [divmod(start + step, 4) for step in range(QUARTERS)]


def draw(chance: random.Random, trials: int, share: float) -> int:
    """How many of `trials` happen, each with probability `share`."""
    return sum(chance.random() < share for _ in range(trials))


def row(chance: random.Random, step: int, when: tuple[int, int], call_type: str) -> dict[str, int | str]:
    base, phone, mobile = CALL_TYPES[call_type]
    season = {1: 0.97, 2: 1.02, 3: 1.06, 4: 0.98}[when[1]]
    wider = 1.55 if call_type == "welfare_check" and when >= WIDER_RULE else 1.0
    eligible = round(base * season * wider * 1.027**step * chance.uniform(0.96, 1.04))
    offer = 0.58 + (0.15 if when >= OVERNIGHT else 0.0) - (0.10 if wider > 1 else 0.0) + 0.002 * step
    lost = 0.055 + (0.012 if when >= WIDER_RULE else 0.0)
    load = 0.0035 * step  # as calls grow, fewer end by phone and more go back to police
    n: dict[str, int | str] = {"eligible": eligible, "not_triaged": draw(chance, eligible, 0.06)}
    offered = draw(chance, eligible, offer)
    dropped = draw(chance, offered, lost)
    reached = left = offered - dropped
    n |= {"offered": offered, "lost_in_transfer": dropped, "reached_clinician": reached}
    ends = {"resolved_by_phone": phone - load, "mobile_team_sent": mobile, "ems_fire_sent": 0.06}
    ends |= {"police_sent": 0.07 + load * 0.8, "other_outcome": 0.025}
    whole = sum(ends.values()) / ACCOUNTED
    used = 0.0
    for name, part in ends.items():
        share = part / whole
        taken = draw(chance, left, min(1.0, share / max(1e-9, 1 - used)))
        n[name], left, used = taken, left - taken, used + share
    teams = int(n["mobile_team_sent"])
    n["backup_requested"] = draw(chance, teams, 0.011 + 0.0006 * step)
    n["no_contact"] = draw(chance, teams, 0.21)
    n["responder_injuries"] = 0
    if when >= SURVEY:
        answers = draw(chance, teams, 0.63)
        n |= {"safety_answers": answers, "felt_safe": draw(chance, answers, 0.972 - 0.0015 * step)}
    else:
        n |= {"safety_answers": "not_collected", "felt_safe": "not_collected"}
    due = draw(chance, int(n["resolved_by_phone"]) + teams, 0.34)
    return n | {"followup_due": due, "followup_reached": draw(chance, due, 0.61)}


def submission(when: tuple[int, int]) -> dict[str, str | int]:
    year, quarter = when[0], when[1] + 1
    after = date(year + quarter // 4, quarter % 4 * 3 + 1, 1)
    due = after - timedelta(days=1) + timedelta(days=45)
    late = (year, quarter) == LATE
    notes = {
        LATE: "Published late: the CAD export changed and was checked again.",
        OVERNIGHT: "Clinicians on duty overnight from this quarter on; before, 6am to 10pm.",
        WIDER_RULE: "Welfare checks asked for by third parties count as eligible from this quarter on.",
        SURVEY: "The safety question is asked from this quarter on.",
    }
    wider = (year, quarter) >= WIDER_RULE
    return {
        "program_id": PROGRAM,
        "quarter": f"{year}Q{quarter}",
        "revision": 1,
        "due_on": due.isoformat(),
        "published_on": (due + timedelta(days=68 if late else -6)).isoformat(),
        "rule_version": 2 if wider else 1,
        "rule_note": "first-party and third-party welfare checks" if wider else "first-party welfare checks only",
        "stated_tier": "illustrative",
        "source_id": "example_county_ledger",
        "note": notes.get((year, quarter), ""),
    }


def write(name: str, rows: list[dict[str, int | str]]) -> None:
    with (FOLDER / name).open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def main() -> None:
    chance = random.Random(SEED)
    ledger: list[dict[str, int | str]] = []
    for step, (year, index) in enumerate(quarters()):
        for call_type in CALL_TYPES:
            name = {"program_id": PROGRAM, "quarter": f"{year}Q{index + 1}", "call_type": call_type, "revision": 1}
            counts = row(chance, step, (year, index + 1), call_type)
            ledger.append(name | {key: counts[key] for key in COUNTS})
    write("ledger.csv", ledger)
    write("submissions.csv", [submission(when) for when in quarters()])


if __name__ == "__main__":
    main()
