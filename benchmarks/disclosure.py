"""What privacy costs: time to decide and to attack, and the share of counts and headline rates by call type that stay
public, beside two usual ways: blanking only the small cells, and blanking one more, the smallest left, in each row and
column that has only one blank. The share of rates is of those that the received counts give; growth is left out.
Both leave small counts and differences that an attack works out; how many of them is printed too. Then somebody who
knows the rule attacks some of the quarters: for how many of the small counts as many other values as promised were
shown to be published in just the same way.

    python benchmarks/disclosure.py
    python benchmarks/disclosure.py lives 1000 100    # corrected, late, withdrawn, merged: the first seed, and how many
"""

from __future__ import annotations

import csv
import random
import statistics
import sys
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # the attack is among the tests

from dashboard.core.privacy.disclosure_audit import leaks
from dashboard.core.privacy.call_tree import NODES, OPINIONS, PEOPLE as TREES, filled
from dashboard.core.privacy.disclosure import Release
from dashboard.core.privacy.withholding import release
from dashboard.core.ledger import ALL, COUNTS, OUTCOMES, Counts, Missing, add
from dashboard.core.privacy.merging import rates
from tests.attack.knowing import Reader
from tests.attack.lives import life, lived, published
from tests.attack.tables import Received, leaves_of

DATA = Path(__file__).parents[1] / "data"
ORDER = [row["call_type"] for row in csv.DictReader((DATA / "call_types.csv").open(encoding="utf-8"))]
PEOPLE = [key for key in COUNTS if key in NODES and key not in (OPINIONS.key, "felt_safe")] + ["offered"]
GROUPS = [node for tree in TREES for node in (tree, *tree.below())]
Quarter = dict[str, Counts]
ROUNDS = 6  # how often a search begins again for what it gave up
TABLES = 3  # of those found for one life, taken through the attack before a publication


def example() -> list[Quarter]:
    """The quarters of Example County as they were received."""
    found: dict[str, Quarter] = defaultdict(dict)
    for row in csv.DictReader((DATA / "example" / "ledger.csv").open(encoding="utf-8")):
        counts = {key: int(row[key]) if row[key].isdigit() else Missing(row[key]) for key in COUNTS}
        found[row["quarter"]][row["call_type"]] = Counts(counts)
    return list(found.values())


def made_up(calls: int, many: int, seed: int) -> list[Quarter]:
    """Quarters of about so many eligible calls, shared out and ended at random."""
    draw = random.Random(seed)
    shares = [0.28, 0.16, 0.22, 0.10, 0.06, 0.08, 0.03, 0.05, 0.02]
    quarters = []
    for _ in range(many):
        capture, mix = draw.uniform(0.3, 0.95), [draw.gammavariate(a, 1) for a in (8, 8, 1, 2, 0.5, 0.5)]
        quarter = {}
        for kind, share in zip(ORDER, shares, strict=True):
            eligible = round(calls * share * draw.uniform(0.6, 1.4))
            offered = sum(draw.random() < capture for _ in range(eligible))
            lost = sum(draw.random() < 0.05 for _ in range(offered))
            ends = draw.choices([*OUTCOMES, ""], mix, k=offered - lost)
            counts = dict.fromkeys(COUNTS, 0) | {key: ends.count(key) for key in OUTCOMES}
            counts |= {"eligible": eligible, "offered": offered, "lost_in_transfer": lost}
            counts["reached_clinician"] = offered - lost
            counts["not_triaged"] = round(eligible * 0.06)
            counts["no_contact"] = round(counts["mobile_team_sent"] * 0.12)
            counts["followup_due"], counts["followup_reached"] = round(eligible * 0.2), round(eligible * 0.13)
            quarter[kind] = Counts(counts)
        quarters.append(quarter)
    return quarters


def blanked(quarter: Quarter, made: Release, *, partners: bool) -> Release:
    """The same quarter as usual: small cells blank, and with `partners` no row and no column has only one blank."""
    gone = {(kind, key) for kind, row in quarter.items() for key in PEOPLE if 0 < _number(row[key]) < 11}
    while partners:
        lonely = [line for line in _lines(quarter) if len(line & gone) == 1]
        more = {min(line - gone, key=lambda cell: _number(quarter[cell[0]][cell[1]])) for line in lonely if line - gone}
        if not more:
            break
        gone |= more
    rows = {k: Counts({c: Missing.PRIVACY if (k, c) in gone else row[c] for c in COUNTS}) for k, row in quarter.items()}
    total = Counts({key: add(row[key] for row in quarter.values()) for key in COUNTS})
    return replace(made, rows={**rows, ALL: total}, together=())


def _number(count: int | Missing) -> int:
    return count if isinstance(count, int) else 0


def _lines(quarter: Quarter) -> list[set[tuple[str, str]]]:
    rows = [{(kind, key) for key in PEOPLE} for kind in quarter]
    return rows + [{(kind, key) for kind in quarter} for key in PEOPLE]


def told(name: str, quarters: list[Quarter]) -> None:
    made = [release(quarter, ORDER) for quarter in quarters]
    ways = {
        "blocks (ours)": made,
        "small cells only": [blanked(q, m, partners=False) for q, m in zip(quarters, made, strict=True)],
        "and one more each": [blanked(q, m, partners=True) for q, m in zip(quarters, made, strict=True)],
    }
    print(f"\n{name}: {len(quarters)} quarters")
    print(f"{'':20}{'counts shown':>14}{'calls in them':>15}{'rates shown':>15}{'small counts found':>20}")
    for way, releases in ways.items():
        cells = [(q[k][c], m.rows[k][c]) for q, m in zip(quarters, releases, strict=True) for k in q for c in PEOPLE]
        known = [(was, now) for was, now in cells if isinstance(was, int)]
        shown = [was for was, now in known if isinstance(now, int)]
        share = statistics.mean(rates(m.rows) / rates(q) for q, m in zip(quarters, releases, strict=True))
        small = sum(0 < n.of(filled(q[k])) < 11 for q in quarters for k in q for n in GROUPS)
        found = sum(len({(x.call_type, x.node) for x in leaks(q, m)}) for q, m in zip(quarters, releases, strict=True))
        calls = sum(shown) / sum(was for was, _ in known)
        print(f"{way:20}{len(shown) / len(known):14.0%}{calls:15.0%}{share:15.0%}{found:>12} of {small}")


def attacked(name: str, quarters: list[Quarter]) -> None:
    """What somebody who knows the rule finds; of quarters in which every count of a call is known."""
    small = kept = 0
    started = time.perf_counter()
    for quarter in quarters:
        missing = frozenset((k, c) for k, row in quarter.items() for c in COUNTS if isinstance(row[c], Missing))
        known = {kind: leaves_of({c: _number(row[c]) for c in COUNTS}) for kind, row in quarter.items()}
        found = Reader([Received(known, missing)], published, rounds=ROUNDS).smalls()
        small, kept = small + len(found), kept + sum(one.kept for one in found)
    took = (time.perf_counter() - started) / len(quarters)
    print(f"{name}: {len(quarters)} quarters, {kept} of {small} small counts keep what is promised; {took:.0f} s each")


def lives(first: int, many: int) -> None:
    """The same for quarters that live on, each made of its own seed; of the tables found a few are taken through the
    attack before a publication too. Then by whoever is told as well which call types were corrected."""
    for told_too in (False, True):
        small = kept = revisions = refused = stopped = 0
        for seed in range(first, first + many):
            one = life(random.Random(seed))
            refused, revisions = refused + one.refused, revisions + len(one.revisions)
            reader = Reader(one.revisions, published, told=told_too, rounds=ROUNDS)
            found = reader.smalls()
            stopped += sum(bool(lived(table).refused) for table in reader.others[:: len(reader.others) // TABLES + 1])
            small, kept = small + len(found), kept + sum(x.kept for x in found)
            for x in (x for x in found if not x.kept):
                print(f"  seed {seed}: {x}", flush=True)
        who = "told which call types were corrected" if told_too else "with every revision"
        print(f"{many} lives from seed {first}, {who}: {kept} of {small} small counts keep what is promised, in")
        print(
            f"  {revisions} revisions; {refused} more were refused; {stopped} of the tables tried would be", flush=True
        )


def main() -> None:
    if sys.argv[1:2] == ["lives"]:
        lives(*map(int, sys.argv[2:4] or ("1000", "100")))
        return
    quarters = (example() * 2)[:24]
    times = []
    for _ in range(5):
        started = time.perf_counter()
        for quarter in quarters:
            release(quarter, ORDER)
        times.append(time.perf_counter() - started)
    print(f"deciding 24 quarters of 9 call types: {statistics.median(times) * 1000:.0f} ms (median of 5)")
    gate = []
    for quarter in example():
        made, started = release(quarter, ORDER), time.perf_counter()
        leaks(quarter, made)
        gate.append(time.perf_counter() - started)
    took = statistics.median(gate) * 1000
    print(f"the attack before one quarter is published: {took:.0f} ms (median of {len(gate)})")
    told("Example County", example())
    for calls in (200, 1500, 6000):
        told(f"made-up programs of about {calls} eligible calls a quarter", made_up(calls, 20, calls))
    print("\nby somebody who knows the rule")
    attacked("Example County", example()[2:6])
    for calls in (200, 1500, 6000):
        attacked(f"about {calls} eligible calls", made_up(calls, 4, calls))


if __name__ == "__main__":
    main()
