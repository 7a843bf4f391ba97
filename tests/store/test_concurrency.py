"""Two writers at once and a kill in the middle: the data and its event land together, or not at all."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from dashboard.settings import ROOT
from dashboard.store.store import Store
from tests.conftest import DATA

LOAD = """
import sys
from pathlib import Path
from dashboard.store.store import Store
store = Store(sys.argv[1])
store.prepare()
print(store.load(Path(sys.argv[2])).new)
"""

SLOW = """
import sys, time
from pathlib import Path
from dashboard.store.store import Store
store = Store(sys.argv[1])
store.prepare()
print("ready", flush=True)
def slowly(done, of):
    print(done, flush=True)
    time.sleep(0.2)
store.load(Path(sys.argv[2]), progress=slowly)
"""


def start(script: str, url: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, url, str(DATA)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_first_starts_at_once_load_everything_once(url: str) -> None:
    both = [start(LOAD, url) for _ in range(2)]
    said = [p.communicate(timeout=60) for p in both]
    assert [p.returncode for p in both] == [0, 0], said
    new = sorted(int(out) for out, _ in said)
    assert new[0] == 0
    assert new[1] > 900
    store = Store(url)
    assert store.version() == 1
    store.close()


def test_a_kill_in_the_middle_leaves_nothing_behind(url: str, tmp_path: Path) -> None:
    process = start(SLOW, url)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    while not process.stdout.readline().strip().isdigit():
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)
    connection = sqlite3.connect(tmp_path / "ledger.sqlite3")
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    counts = {t: connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables}
    assert counts.pop("alembic_version") == 1
    assert set(counts.values()) == {0}
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    again = Store(url)
    assert again.load(DATA).new > 900
    again.close()
