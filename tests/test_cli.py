"""The operator's commands: what they print, what they exit with, and no traceback for what an operator can mend."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.core.ledger import COUNTS
from dashboard.core.quarter import Quarter
from dashboard.core.workflow import Stage
from dashboard.settings import ROOT
from dashboard.store.store import Store
from tests import ready
from tests.commands import run
from tests.conftest import DATA
from tests.store import staff
from tests.store.staff import prepared, rows
from tests.store.test_load import stated


def test_help_is_the_front_door() -> None:
    """As an operator meets it: in a process of its own."""
    command = [sys.executable, "-m", "dashboard.cli", "--help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    for command in ("serve", "load", "check"):
        assert command in done.stdout
    assert "Example" in run("serve", "--help").stdout


def test_loading_says_what_it_read(tmp_path: Path) -> None:
    place = {"FOURTH_OPTION_DATABASE_PATH": str(tmp_path / "deep" / "down" / "ledger.sqlite3")}
    first = run("load", **place)
    assert first.returncode == 0, first.stderr
    again, checked = run("load", **place).stdout, run("check").stdout
    assert "nothing new" in again
    one_sentence = re.compile(r"\d+ entries are on record\. Sources print .*")
    held = {match[0] for said in (first.stdout, again, checked) if (match := one_sentence.search(said))}
    assert len(held) == 1, "load and check count the same things in the same words"
    named = {line["figure_id"]: line for name in ("figures", "series") for line in stated(DATA, name)}
    assert held.pop().startswith(f"{sum(not line.get('same_as') for line in named.values())} entries")


def test_a_broken_row_is_one_line_without_a_traceback(tmp_path: Path, data: Path) -> None:
    figures = data / "published" / "figures.csv"
    figures.write_text(
        figures.read_text(encoding="utf-8").replace(",90,,percent", ",ninety,,percent", 1), encoding="utf-8"
    )
    done = run("load", FOURTH_OPTION_DATA=str(data), FOURTH_OPTION_DATABASE_PATH=str(tmp_path / "x.sqlite3"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "figures.csv, line 2, column \"value\": found 'ninety'. Give a number" in done.stderr
    assert run("check", "--data", str(data)).returncode == 1


@pytest.mark.parametrize(
    ("name", "value", "said"), [("EXAMPLE", "maybe", "'on' or 'off'"), ("DATA", "/nowhere", "no data file")]
)
def test_a_bad_setting_is_explained(name: str, value: str, said: str, tmp_path: Path) -> None:
    done = run("load", **{f"FOURTH_OPTION_{name}": value, "FOURTH_OPTION_DATABASE_PATH": str(tmp_path / "x.sqlite3")})
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_the_shipped_data_is_in_order() -> None:
    done = run("check")
    assert done.returncode == 0
    assert "rows are in order" in done.stdout


def test_a_check_says_what_a_load_would_refuse_and_changes_nothing(tmp_path: Path, data: Path) -> None:
    """A name that changes without an event shows only beside what is on record; a site without a database gets none."""
    place = {"FOURTH_OPTION_DATABASE_PATH": str(tmp_path / "ledger.sqlite3")}
    assert run("check", "--data", str(data), **place).returncode == 0
    assert not (tmp_path / "ledger.sqlite3").exists()
    assert run("load", FOURTH_OPTION_DATA=str(data), **place).returncode == 0
    before = rows(tmp_path / "ledger.sqlite3")
    with (data / "example" / "program_events.csv").open("a", encoding="utf-8") as file:
        file.write("example-hours,1,example_county,2025-05-10,hours_changed,,example_county_ledger,illustrative,\n")
    done = run("check", "--data", str(data), **place)
    assert done.returncode == 0, done.stderr
    assert re.search(r"^A load of these files changes \d+ figures that readers see:$", done.stdout, re.MULTILINE)
    assert "Growth, Jan to Mar 2026: all call types: from " in done.stdout
    assert "to not comparable (the program changed its hours on May 10, 2025, between the two)." in done.stdout
    programs = data / "published" / "programs.csv"
    programs.write_text(
        programs.read_text(encoding="utf-8").replace("CAHOOTS (Eugene)", "White Bird Crisis Line"), encoding="utf-8"
    )
    done = run("check", "--data", str(data), **place)
    assert done.returncode == 1
    assert (
        "found 'White Bird Crisis Line', where 'CAHOOTS (Eugene)' is on record. Enter in program_events.csv"
        in done.stderr
    )
    assert "Traceback" not in done.stderr
    assert rows(tmp_path / "ledger.sqlite3") == before


def test_a_review_lists_what_is_to_be_looked_at_again(tmp_path: Path) -> None:
    place = {"FOURTH_OPTION_DATABASE_PATH": str(tmp_path / "ledger.sqlite3")}
    done = run("review", **place)
    assert done.returncode == 0, done.stderr
    assert "Sources that were never read here (" in done.stdout
    assert "austin_emcot began in Dec 2019" in done.stdout
    assert "asks no other machine" in done.stdout
    assert len(run("review", "--days", "1", **place).stdout) >= len(done.stdout)
    assert run("review", "--days", "0", **place).returncode == 2


def test_staff_commands_do_what_the_pages_do(tmp_path: Path) -> None:
    """Accounts by link, a template, exit codes of a check, and a submission that waits to be certified."""
    place = {"FOURTH_OPTION_DATABASE_PATH": str(tmp_path / "ledger.sqlite3")}
    office = ("--program", "austin_emcot", "--title", "Analyst", "--organization", "Integral Care")
    made = run("account", "add", "ana@city.gov", "--name", "Ana", "--role", "staff", *office, **place)
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith("http://127.0.0.1:8501/account/set-up?token=")
    twice = run("account", "add", "ana@city.gov", "--name", "Ana", "--role", "staff", *office, **place)
    assert twice.returncode == 1
    assert "There is an account for ana@city.gov already" in twice.stderr
    wrong = run("account", "add", "bo@city.gov", "--name", "Bo", "--role", "boss", *office, **place)
    assert "Roles are staff, certifier, verifier, admin" in wrong.stderr
    blank = tmp_path / "blank.csv"
    assert run("template", "--program", "austin_emcot", "--quarter", "2026Q3", str(blank), **place).returncode == 0
    assert run("check", str(blank), "--program", "austin_emcot", **place).returncode == 1
    head, *rows = blank.read_text(encoding="utf-8-sig").splitlines()
    counts = "1000,60,700,50,650,300,200,40,80,30,14,50,0,120,100,90,60".split(",")
    clean, asked = tmp_path / "clean.csv", tmp_path / "asked.csv"
    filled = [[*row.split(",")[:-17], *counts] for row in rows]
    clean.write_text("\n".join([head, *(",".join(row) for row in filled)]), encoding="utf-8")
    filled[0][-12] = "200"
    asked.write_text("\n".join([head, *(",".join(row) for row in filled)]), encoding="utf-8")
    good = run("check", str(clean), "--program", "austin_emcot", **place)
    assert good.returncode == 0, good.stdout
    assert "Quarters in the file: Jul to Sep 2026." in good.stdout
    told = run("check", str(asked), "--program", "austin_emcot", "--json", **place)
    assert told.returncode == 2
    assert [(f["rule"], f["quarter"]) for f in json.loads(told.stdout)] == [("too_many_unaccounted", "2026Q3")]
    assert "Quarters in the file: Jul to Sep 2026." in told.stderr
    sent = run("submit", str(clean), "--program", "austin_emcot", "--as", "ana@city.gov", **place)
    assert sent.returncode == 0, sent.stderr + sent.stdout
    assert "Draft 1 (Jul to Sep 2026) sent to be certified by a second person" in sent.stdout
    again = run("submit", str(clean), "--program", "austin_emcot", "--as", "ana@city.gov", **place)
    assert "Nothing was changed" in again.stdout
    foreign = run("submit", str(clean), "--program", "houston_ccd", "--as", "ana@city.gov", **place)
    assert foreign.returncode == 1
    assert "other_program" in run("check", str(clean), "--program", "houston_ccd", "--json", **place).stdout
    assert run("account", "close", "ana@city.gov", **place).returncode == 0
    closed = run("submit", str(asked), "--program", "austin_emcot", "--as", "ana@city.gov", **place)
    assert "Traceback" not in closed.stderr
    assert closed.returncode == 1
    held = run("audit", "verify", **place)
    assert held.returncode == 0
    assert "The audit log holds" in held.stdout


CUT_SHORT = """
import os, signal
from dashboard.store.staff.drafts import Drafts
from dashboard.cli import main
send, sent = Drafts.send, []
def cut(self, *said):
    if len(sent) == {after}:
        os.kill(os.getpid(), signal.SIGKILL)
    sent.append(send(self, *said))
Drafts.send = cut
main()
"""


@pytest.mark.kills
@pytest.mark.parametrize("after", [0, 1])
def test_a_submission_that_was_killed_is_finished_by_running_it_again(after: int, tmp_path: Path) -> None:
    """Killed after the drafts were kept, before the first or the second of them was sent."""
    path = shutil.copy(prepared(whole=True), tmp_path)
    file = _two_quarters(tmp_path)
    place = {"FOURTH_OPTION_DATABASE_PATH": str(path)}
    command = ("submit", str(file), "--program", staff.PROGRAM, "--as", staff.STAFF.email)
    killed = subprocess.run(
        [sys.executable, "-c", CUT_SHORT.format(after=after), *command],
        cwd=ROOT,
        env=os.environ | place,
        capture_output=True,
        timeout=60,
    )
    assert killed.returncode == -signal.SIGKILL
    other = run(*command, "--rule-version", "2", **place)
    assert other.returncode == 1
    assert "Give the same as then to send it, or discard it" in other.stderr
    again = run(*command, **place)
    assert again.returncode == 0, again.stderr
    assert "sent to be certified by a second person" in again.stdout
    store = Store(f"sqlite:///{path}", staff.Clock())
    assert [d.stage for d in store.drafts.of(staff.STAFF)] == [Stage.SENT, Stage.SENT]
    store.close()
    third = run(*command, **place)
    assert third.returncode == 0
    assert "draft 1 (Jan to Mar 2026, sent for certification), 2 (Apr to Jun 2026, sent for" in third.stdout


def _two_quarters(folder: Path) -> Path:
    """A file of two quarters, the second of twice as many calls: the same counts again would be asked about."""
    counts = [int(str(n)) for n in staff.counts(eligible=1000).values()]
    rows = [
        ["quarter", "call type", *COUNTS],
        *(
            [quarter, "welfare_check", *(str(times * n) for n in counts)]
            for quarter, times in {"2026Q1": 1, "2026Q2": 2}.items()
        ),
    ]
    file = folder / "two.csv"
    file.write_text("\n".join(map(",".join, rows)), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A database with the drafts of two quarters, whose submission was killed before any was sent, and its file."""
    folder = tmp_path_factory.mktemp("killed")
    path, file = Path(shutil.copy(prepared(whole=True), folder)), _two_quarters(folder)
    command = ("submit", str(file), "--program", staff.PROGRAM, "--as", staff.STAFF.email)
    place = {"FOURTH_OPTION_DATABASE_PATH": str(path)}
    done = subprocess.run(
        [sys.executable, "-c", CUT_SHORT.format(after=0), *command], cwd=ROOT, env=os.environ | place, timeout=60
    )
    assert done.returncode == -signal.SIGKILL
    return ready.in_one_file(path), file


@pytest.mark.parametrize("upto", ["sent", "certified", "published"])
@pytest.mark.parametrize("first", [0, 1])
def test_what_a_killed_submission_left_is_sent_whatever_became_of_the_rest(
    first: int, upto: str, killed: tuple[Path, Path], tmp_path: Path
) -> None:
    """One of two quarters was sent, and certified and published by others, before the same command runs again."""
    path, file = shutil.copy(killed[0], tmp_path), killed[1]
    place = {"FOURTH_OPTION_DATABASE_PATH": str(path)}
    command = ("submit", str(file), "--program", staff.PROGRAM, "--as", staff.STAFF.email)
    store = Store(f"sqlite:///{path}")
    number = sorted(d.draft_id for d in store.drafts.of(staff.STAFF))[first]
    store.drafts.send(staff.STAFF, number, {})
    if upto != "sent":
        store.drafts.certify(staff.CERTIFIER, number)
    if upto == "published":
        store.drafts.publish(staff.CERTIFIER, number)
    again = run(*command, **place)
    assert again.returncode == 0, again.stderr
    other = 1 - first
    assert f"Draft {other + 1} ({('Jan to Mar', 'Apr to Jun')[other]} 2026) sent to be certified" in again.stdout
    stages = {d.draft_id: d.stage for d in store.drafts.of(staff.STAFF)}
    assert stages == {number: Stage(upto), other + 1: Stage.SENT}
    store.close()
    third = run(*command, **place)
    assert third.returncode == 0
    assert "Nothing was changed" in third.stdout


def test_a_correction_without_its_kind_names_the_quarters_that_are_published(tmp_path: Path) -> None:
    path = shutil.copy(prepared(whole=True), tmp_path)
    store = Store(f"sqlite:///{path}")
    staff.published(store, staff.new(Quarter(2026, 2)))
    store.close()
    place = {"FOURTH_OPTION_DATABASE_PATH": str(path)}
    file = _two_quarters(tmp_path)
    said = run("submit", str(file), "--program", staff.PROGRAM, "--as", staff.STAFF.email, **place)
    assert said.returncode == 1
    assert "Apr to Jun 2026 is published. Say why it is revised with --change" in said.stderr, said.stderr + said.stdout


@pytest.mark.kills
def test_a_draft_that_was_kept_without_its_reasons_is_never_taken_for_sent(tmp_path: Path) -> None:
    path = shutil.copy(prepared(whole=True), tmp_path)
    counts = [str(n) for n in staff.counts(resolved_by_phone=200).values()]
    rows = [["quarter", "call type", *COUNTS], ["2026Q2", "welfare_check", *counts]]
    file = tmp_path / "asked.csv"
    file.write_text("\n".join(map(",".join, rows)), encoding="utf-8")
    place = {"FOURTH_OPTION_DATABASE_PATH": str(path)}
    command = ("submit", str(file), "--program", staff.PROGRAM, "--as", staff.STAFF.email)
    for _ in range(2):
        asked = run(*command, **place)
        assert asked.returncode == 2
        assert "Kept as draft 1 (Apr to Jun 2026); give --why" in asked.stdout
    answered = run(*command, "--why", "Endings were lost in an upgrade.", **place)
    assert answered.returncode == 0
    assert "Draft 1 (Apr to Jun 2026) sent" in answered.stdout


POLICY = ("policy", "--reason", "The state's data office asks for groups of 20 or more.")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A database with the shipped data and every account in it."""
    path = shutil.copy(prepared(whole=True), tmp_path_factory.mktemp("office"))
    return {"FOURTH_OPTION_DATABASE_PATH": str(path)}


def test_an_administrator_decides_on_small_counts(office: dict[str, str]) -> None:
    done = run(*POLICY, "--as", "admin@site.test", "--smallest", "20", "--exact-from", "never", **office)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "From now on groups of fewer than 20 are withheld; totals are never exact.\n"
    looser = run(*POLICY, "--as", "admin@site.test", "--smallest", "5", **office)
    assert looser.returncode == 0, looser.stderr
    assert looser.stdout.endswith("exact from 100 eligible calls on (this shows more than the default).\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--as", "admin@site.test", "--exact-from", "soon"), "a number of eligible calls or never, found 'soon'"),
        (("--as", "admin@site.test", "--smallest", "1"), "a group is of two people or more"),
        (("--as", "certifier@austin.test"), "takes an admin account"),
        (("--as", "nobody@site.test"), "nothing was changed"),
    ],
)
def test_nonsense_and_other_people_are_refused_in_one_line(
    words: tuple[str, ...], said: str, office: dict[str, str]
) -> None:
    done = run(*POLICY, *words, **office)
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("fourth-option: ")
    assert said in line
