"""The law of history, over many lives of quarters drawn at random: published, corrected, withdrawn, published again,
with small counts withheld, while events of the program's life are entered late, corrected and taken back. After every
one of them each figure is computed from what then stands; at the end of a life the history has to tell the same,
revision by revision, and nothing else. A life that breaks the law is named by its number, and the run ends with a
failure.

    python benchmarks/history.py [how many lives, 10000 if not said] [seed of the first, 0 if not said]
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # the lives are among the tests

from tests import lives

LIVES = 10_000


def main(many: int = LIVES, first: int = 0) -> int:
    """Play the lives; how many broke the law."""
    began = time.perf_counter()
    publications = figures = broken = 0
    for seed in range(first, first + many):
        try:
            published, compared = lives.play(lives.steps(random.Random(seed)))
        except AssertionError as wrong:
            broken += 1
            print(f"life {seed}: {wrong}")
            continue
        publications, figures = publications + published, figures + compared
    took = time.perf_counter() - began
    print(f"{many:,} lives with {publications:,} publications and loads of events")
    print(f"{figures:,} figures compared with their history")
    print(f"{broken:,} lives broke the law; {took:.0f} seconds")
    return broken


if __name__ == "__main__":
    sys.exit(1 if main(*map(int, sys.argv[1:])) else 0)
