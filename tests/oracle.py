"""Every metric again, naively, straight from the CSV files and sharing no code with the product.

Ratios by school arithmetic; Wilson by its textbook formula; Poisson bounds by searching the sum of probabilities.
"""

from __future__ import annotations

import csv
import math
from functools import cache
from pathlib import Path

LEDGER = Path(__file__).parent.parent / "data" / "example" / "ledger.csv"
RULES = Path(__file__).parent.parent / "data" / "example" / "submissions.csv"

# metric: numerator columns, denominator columns, multiplied by
FORMULAS: dict[str, tuple[str, str, int]] = {
    "capture_rate": ("reached_clinician", "eligible", 100),
    "offer_rate": ("offered", "eligible", 100),
    "diversion_of_eligible": ("resolved_by_phone mobile_team_sent ems_fire_sent", "eligible", 100),
    "diversion_of_handled": ("resolved_by_phone mobile_team_sent ems_fire_sent", "reached_clinician", 100),
    "phone_resolution": ("resolved_by_phone", "reached_clinician", 100),
    "mobile_response": ("mobile_team_sent", "reached_clinician", 100),
    "returned_to_police": ("police_sent", "reached_clinician", 100),
    "lost_in_transfer": ("lost_in_transfer", "offered", 100),
    "police_backup": ("backup_requested", "mobile_team_sent", 100),
    "no_contact": ("no_contact", "mobile_team_sent", 100),
    "responder_injuries": ("responder_injuries", "mobile_team_sent", 1000),
    "felt_safe": ("felt_safe", "safety_answers", 100),
    "safety_answer_rate": ("safety_answers", "mobile_team_sent", 100),
    "followup_reached": ("followup_reached", "followup_due", 100),
}


@cache
def rows() -> list[dict[str, str]]:
    with LEDGER.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def rules() -> dict[str, str]:
    with RULES.open(encoding="utf-8") as file:
        return {line["quarter"]: line["rule_version"] for line in csv.DictReader(file)}


@cache
def count(quarter: str, call_type: str, columns: str) -> int | None:
    """The sum of columns over the call type, or over all of them; None if any cell is not a number."""
    total = 0
    found = False
    for line in rows():
        if line["quarter"] == quarter and call_type in ("all", line["call_type"]):
            found = True
            for column in columns.split():
                if not line[column].isdigit():
                    return None
                total += int(line[column])
    return total if found else None


AROUND_THE_CLOCK = "2024Q1"  # from this quarter on; before, clinicians worked part of the day


def value(metric: str, quarter: str, call_type: str) -> float | None:
    """The value a reader should see, or None where there can be no number."""
    if metric == "growth":
        before = f"{int(quarter[:4]) - 1}{quarter[4:]}"
        if rules().get(before) != rules()[quarter] or before < AROUND_THE_CLOCK <= quarter:
            return None
        now, then = count(quarter, call_type, "reached_clinician"), count(before, call_type, "reached_clinician")
        return None if not then or now is None else 100 * now / then - 100
    top, base, times = FORMULAS[metric]
    numerator, denominator = count(quarter, call_type, top), count(quarter, call_type, base)
    return None if numerator is None or not denominator else times * numerator / denominator


def wilson(numerator: int, denominator: int) -> tuple[float, float]:
    """The Wilson score interval by its textbook formula, 0 to 1."""
    z, n, p = 1.959963984540054, denominator, numerator / denominator
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, centre - half), min(1.0, centre + half)


def poisson_upper(events: int) -> float:
    """The mean at which seeing so few events has probability 2.5%, by bisection."""
    low, high = 0.0, events + 20.0 + 10 * math.sqrt(events + 1)
    for _ in range(200):
        middle = (low + high) / 2
        seen = sum(math.exp(-middle + k * math.log(middle) - math.lgamma(k + 1)) for k in range(events + 1))
        low, high = (middle, high) if seen > 0.025 else (low, middle)
    return low
