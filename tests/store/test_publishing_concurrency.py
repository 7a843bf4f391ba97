"""Two people at once and a hundred kills: one revision, the other told in words, and nothing half done."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboard.core.workflow import Stage
from dashboard.settings import ROOT
from dashboard.store.store import Store
from tests.store import staff
from tests.store.staff import CERTIFIER, CERTIFIER2, PROGRAM, QUARTER, STAFF, STAFF2, Desk

KILLS = 100
KEY = f"{PROGRAM}|{QUARTER}"

RACER = """
import json, sys
from dashboard.core.people import Refused
from dashboard.words import of
from dashboard.store.store import Store
from dashboard.store.staff.people import Caller
from tests.store import staff
store = Store(sys.argv[1], staff.Clock())
store.drafts.head(staff.PROGRAM, staff.QUARTER)
print("ready", flush=True)
for line in sys.stdin:
    ask = json.loads(line)
    who = Caller(email=ask["who"])
    try:
        if "body" in ask:
            got = store.drafts.receive(who, staff.PROGRAM, "quarter.csv", ask["body"].encode(), [staff.new()])
            said = {"drafts": got.drafts, "again": got.again}
        elif "send" in ask:
            said = {"sent": store.drafts.send(who, ask["send"], {})}
        elif "certify" in ask:
            said = {"certified": store.drafts.certify(who, ask["certify"])}
        elif "withdraw" in ask:
            said = {"revision": store.drafts.withdraw(who, staff.PROGRAM, staff.QUARTER, staff.REASON)}
        else:
            said = {"revision": store.drafts.publish(who, ask["publish"])}
    except Refused as refused:
        said = {"refused": of(refused)}
    print(json.dumps(said), flush=True)
"""

# One process has everything imported and has children that publish without end; it kills each when it is told to.
NURSERY = """
import os, signal, sys, time
from dashboard.store.store import Store
from tests.store import staff

def publish_for_ever(url, pipe):
    store = Store(url, staff.Clock())
    revision = store.drafts.head(staff.PROGRAM, staff.QUARTER)
    os.write(pipe, b"r")
    while True:
        body = f"{os.getpid()} {revision} {time.time_ns()}".encode()
        revision = staff.published(store, staff.new(base=revision), body=body)

print("ready", flush=True)
for line in sys.stdin:
    mine, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            publish_for_ever(sys.argv[1], theirs)
        except BaseException as error:
            print("failed:", repr(error), flush=True)
        os._exit(1)
    os.close(theirs)
    os.read(mine, 1)
    os.close(mine)
    time.sleep(float(line))
    os.kill(child, signal.SIGKILL)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with staff.desk(tmp_path) as made:
        yield made


class Process:
    """A process of the test's own that answers line by line."""

    def __init__(self, script: str, url: str) -> None:
        command = [sys.executable, "-c", script, url]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def begun(self) -> Process:
        """Itself, once it is ready."""
        assert self.hear() == "ready"
        return self

    def tell(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def hear(self) -> str:
        assert self._process.stdout is not None and self._process.stderr is not None
        if line := self._process.stdout.readline().strip():
            return line
        raise AssertionError(f"the process ended: {self._process.stderr.read()}")

    def end(self) -> None:
        """No more lines: it ends by itself."""
        assert self._process.communicate(timeout=30)[1] == ""
        assert self._process.returncode == 0


@pytest.fixture
def two(desk: Desk) -> Iterator[list[Process]]:
    racers = [Process(RACER, desk.url) for _ in range(2)]
    yield [racer.begun() for racer in racers]
    for racer in racers:
        racer.end()


def at_once(two: list[Process], *asks: dict[str, Any]) -> list[dict[str, Any]]:
    for racer, ask in zip(two, asks, strict=True):
        racer.tell(json.dumps(ask))
    return [json.loads(racer.hear()) for racer in two]


def query(path: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(path)
    found = connection.execute(sql, values).fetchall()
    connection.close()
    return found


def number(path: Path, sql: str, *values: Any) -> int:
    ((found,),) = query(path, sql, *values)
    return int(found)


def check(path: Path) -> int:
    """Nothing is half done: every revision has its rows, its event, its step and its line; how many revisions."""
    assert query(path, "PRAGMA integrity_check") == [("ok",)]
    assert query(path, "PRAGMA foreign_key_check") == []
    revisions = query(
        path, "SELECT revision, event_id, file_sha256 FROM submission WHERE key = ? ORDER BY revision", KEY
    )
    assert [r for r, _, _ in revisions] == list(range(1, len(revisions) + 1))
    entries = query(
        path, "SELECT revision, event_id, call_type FROM ledger_entry WHERE key LIKE ? ORDER BY revision", f"{KEY}|%"
    )
    kinds = ("suicidal_ideation", "welfare_check")
    assert sorted(entries) == [(r, event, kind) for r, event, _ in revisions for kind in kinds]
    events = query(path, "SELECT id, line FROM event WHERE subject = ? ORDER BY id", KEY)
    assert [e for e, _ in events] == [event for _, event, _ in revisions]
    told = [json.loads(line)["values"]["revision"] for _, line in events]
    assert told == [r for r, _, _ in revisions]
    for action in ("send", "certify", "publish"):
        steps = number(path, "SELECT count(*) FROM draft_step WHERE action = ?", action)
        assert steps == number(path, "SELECT count(*) FROM audit WHERE action = ? AND subject = ?", action, KEY)
    assert number(path, "SELECT count(*) FROM draft_step WHERE action = 'publish'") == len(revisions)
    drafts = number(path, "SELECT count(*) FROM draft")
    assert drafts == number(path, "SELECT count(*) FROM received_file")
    assert drafts == number(path, "SELECT count(*) FROM audit WHERE action = 'upload'")
    received = {sha for (sha,) in query(path, "SELECT sha256 FROM received_file")}
    assert {sha for _, _, sha in revisions} <= received
    store = Store(f"sqlite:///{path}", staff.Clock())
    assert store.people.verify_audit() == number(path, "SELECT count(*) FROM audit")
    store.close()
    return len(revisions)


def test_two_uploads_and_two_publications_at_once_make_one_revision(desk: Desk, two: list[Process]) -> None:
    staffs, certifiers = (STAFF.email, STAFF2.email), (CERTIFIER.email, CERTIFIER2.email)
    received = at_once(two, *({"who": who, "body": f"the file of {who}"} for who in staffs))
    drafts = [one["drafts"][0] for one in received]
    assert len(set(drafts)) == 2, "neither upload is lost"
    assert at_once(two, *({"who": w, "send": d} for w, d in zip(staffs, drafts, strict=True))) == [{"sent": None}] * 2
    done = at_once(two, *({"who": w, "certify": d} for w, d in zip(certifiers, drafts, strict=True)))
    assert done == [{"certified": None}] * 2
    said = at_once(two, *({"who": w, "publish": d} for w, d in zip(certifiers, drafts, strict=True)))
    assert [one["revision"] for one in said if "revision" in one] == [1]
    (refused,) = [one["refused"] for one in said if "refused" in one]
    assert "was published after this file was checked" in refused
    assert check(desk.path) == 1
    stages = {desk.store.drafts.get(STAFF, d).stage for d in drafts}
    assert stages == {Stage.PUBLISHED, Stage.CERTIFIED}, "the other draft is still there"
    submission = desk.store.record().submission(PROGRAM, QUARTER)
    assert submission is not None
    (winner,) = [d for d in drafts if desk.store.drafts.get(STAFF, d).stage is Stage.PUBLISHED]
    assert submission.file_sha256 == desk.store.drafts.get(STAFF, winner).file_sha256


def test_two_who_publish_the_same_draft_at_once_publish_it_once(desk: Desk, two: list[Process]) -> None:
    draft = staff.certified(desk.store, staff.new())
    said = at_once(two, *({"who": who.email, "publish": draft} for who in (CERTIFIER, CERTIFIER2)))
    assert [one["revision"] for one in said if "revision" in one] == [1]
    (refused,) = [one["refused"] for one in said if "refused" in one]
    assert "Nothing more can happen to it" in refused
    assert check(desk.path) == 1


def test_the_same_bytes_twice_at_once_make_one_draft(desk: Desk, two: list[Process]) -> None:
    said = at_once(two, *({"who": who.email, "body": "the very same"} for who in (STAFF, STAFF2)))
    assert sorted(one["again"] for one in said) == [False, True]
    assert said[0]["drafts"] == said[1]["drafts"]
    assert number(desk.path, "SELECT count(*) FROM received_file") == 1


def test_a_withdrawal_and_a_correction_at_once_are_both_told(desk: Desk, two: list[Process]) -> None:
    staff.published(desk.store, staff.new())
    draft = staff.certified(desk.store, staff.new(base=1))
    said = at_once(
        two,
        {"who": CERTIFIER.email, "publish": draft},
        {"who": CERTIFIER2.email, "withdraw": ["suicidal_ideation", "welfare_check"]},
    )
    withdrawn = said[1]["revision"]
    assert said[0].get("revision") == 2 if withdrawn == 3 else "refused" in said[0]
    submission = desk.store.record().submission(PROGRAM, QUARTER)
    assert submission is not None
    assert submission.withdrawn
    assert submission.revision == withdrawn
    assert isinstance(desk.store.people.verify_audit(), int)


@pytest.mark.kills
def test_a_hundred_kills_leave_nothing_half_done(desk: Desk) -> None:
    began = time.monotonic()
    staff.published(desk.store, staff.new())
    longest = min(3.0, max(0.3, 1.5 * (time.monotonic() - began)))  # about half of the kills come after a publication
    desk.store.close()
    chance = random.Random(20261120)
    nursery = Process(NURSERY, desk.url).begun()
    counted = [check(desk.path)]
    for kill in range(KILLS):
        if counted[-1] < kill // 3:  # a child begins cold, and publishes later than the measured one
            longest = min(3.0, 1.2 * longest)
        nursery.tell(str(chance.uniform(0, longest)))
        assert nursery.hear() == "-9"
        counted.append(check(desk.path))
    nursery.end()
    assert counted == sorted(counted), "a revision that was published is gone"
    assert counted[-1] > KILLS // 5, "the kills came too early to say anything"
    revised = desk.store.record().submission(PROGRAM, QUARTER)
    assert revised is not None
    assert revised.revision == counted[-1]
