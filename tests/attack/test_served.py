"""The attack on a site as it is served: every file and every page about a figure, over HTTP, after each publication."""

from __future__ import annotations

import random
import re
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from dashboard.core.people import Refused
from dashboard.core.quarter import Quarter
from dashboard.store.store import Store
from dashboard.words import of
from tests.attack.attack import LEAVES, Changed, Snapshot, attack, read
from tests.attack.tables import Received, any_program, corrected, example
from tests.attack.verdict import Truth, leaks
from tests.browser.conftest import serving
from tests.store import staff
from tests.store.staff import CERTIFIER, EXAMPLE, PROGRAM, QUARTER

QUARTERS = (QUARTER - 4, QUARTER)  # a year apart, so that there is growth


@dataclass
class Archive:
    """What was public after each publication, what was true of it, and which call types each correction changed."""

    snapshots: list[Snapshot]
    truth: dict[tuple[str, str, int], Received]
    changed: dict[tuple[str, str, int], set[tuple[str, str]]]
    refused: int


def get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:
        assert answer.status == 200
        return str(answer.read().decode())


def harvest(site: str) -> Snapshot:
    """Every data file, and the page of every figure that the sitemap names."""
    files = {name: get(f"{site}/data/{name}") for name in ("ledger.csv", "figures.csv", "figures.json")}
    named = re.findall(r"<loc>[^<]*?(/figure/[^<]+)</loc>", get(f"{site}/sitemap.xml"))
    listed = set(re.findall(rf"{PROGRAM}\.\d{{4}}Q\d\.[a-z_]+\.[a-z_]+", files["figures.csv"]))
    mine = sorted({path for path in named if path.startswith(f"/figure/{PROGRAM}.")})
    assert listed and {path.removeprefix("/figure/") for path in mine} >= listed, "the sitemap names every figure"
    with ThreadPoolExecutor(4) as pool:
        pages = list(pool.map(get, (site + path for path in mine)))
    return Snapshot(
        ledger_csv=files["ledger.csv"],
        figures_csv=files["figures.csv"],
        figures_json=files["figures.json"],
        pages=pages,
    )


def publish(store: Store, quarter: Quarter, received: Received, base: int) -> int:
    """Publish a quarter or a correction; its revision, or 0 where it is refused."""
    number = staff.certified(store, staff.new(quarter, base=base, counts=received.counts))
    try:
        return store.drafts.publish(CERTIFIER, number)
    except Refused as why:
        if "would give away" not in of(why):
            raise
        store.drafts.give_back(CERTIFIER, number, "It cannot be published like this.")
        return 0


def several(rng: random.Random) -> Received:
    """A quarter of some hundred calls of several call types."""
    while True:
        made = any_program(rng)
        if len(made.leaves) > 3 and sum(map(len, made.counts.values())) and not made.missing:
            calls = sum(leaf for leaves in made.leaves.values() for leaf in leaves.values())
            if 300 < calls < 3000:
                return made


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder: Path = tmp_path_factory.mktemp("attacked")
    rng = random.Random(20)
    truth: dict[tuple[str, str, int], Received] = {(EXAMPLE, name, 1): quarter for name, quarter in example().items()}
    made = Archive([], truth, {}, 0)
    with serving(folder) as site:
        store = Store(f"sqlite:///{folder / 'served.sqlite3'}")
        staff.invite_all(store)
        for quarter in QUARTERS:
            received, base = several(rng), 0
            for _ in range(4):
                again, cells = corrected(rng, received) if base else (received, set())
                revision = publish(store, quarter, again, base)
                if not revision:
                    made.refused += 1
                    continue
                here = (PROGRAM, str(quarter), revision)
                made.truth[here], received, base = again, again, revision
                made.changed[here] = {(kind, leaf) for kind, _ in cells for leaf in LEAVES}
                made.snapshots.append(harvest(site))
        store.close()
    return made


def test_nobody_is_found_in_what_a_site_serves(archive: Archive) -> None:
    truth: Truth = archive.truth
    changed: Changed = archive.changed
    assert len(archive.snapshots) + archive.refused == 8
    assert any(".growth" in snapshot.figures_csv for snapshot in archive.snapshots)
    assert not leaks(archive.snapshots, truth, changed)


def test_there_is_something_to_be_found(archive: Archive) -> None:
    """Cells are withheld in every quarter, small ones among them, and every page that has a number is read."""
    found = attack(archive.snapshots[-1:])
    assert {(one.program, one.quarter) for one in found} >= {(PROGRAM, str(quarter)) for quarter in QUARTERS}
    assert all(len(one.pages) > 50 for one in archive.snapshots)
    assert all(one.pages != other.pages for one, other in pairwise(archive.snapshots))


def test_the_pages_alone_tell_numbers(archive: Archive) -> None:
    """Figures are read from the pages too, not only from the files."""
    last = archive.snapshots[-1]
    alone = read([Snapshot(ledger_csv=last.ledger_csv, pages=last.pages)])
    without = read([Snapshot(ledger_csv=last.ledger_csv)])
    here = (PROGRAM, str(QUARTER))
    assert len(alone[here].facts) > len(without[here].facts)
