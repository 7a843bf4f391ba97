"""Lines of the public log are kept as keys with values and said in the reader's language; old lines stay as they are."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dashboard import voice, words
from dashboard.core.change import RevisionKind
from dashboard.core.happening import Happening, Outline
from dashboard.core.people import Refused
from dashboard.core.privacy.disclosure import Policy
from dashboard.core.quarter import Period
from dashboard.core.reason import Reason, reason
from dashboard.core.record import PublicEvent
from dashboard.core.source_life import Sighting, State
from dashboard.core.workflow import Stage
from dashboard.store import log_lines
from dashboard.store.engine import migrate
from dashboard.store.log_lines import FILES
from dashboard.store.store import Store
from tests import pseudo
from tests.store import staff
from tests.store.test_lives import saw

ENDED = Outline(what=Happening.ENDED, on=Period.dated("2025-04-07"))
MERGED = Outline(what=Happening.MERGED_INTO, on=Period.dated("2024-05"), text="abq_acs", other="ACS")
GONE = Sighting(source_id="memo", state=State.GONE, on=Period.dated("2026"), note="Asked twice.")
MOVED = Sighting(source_id="memo", state=State.MOVED, on=Period.dated("2026-05-03"), address="https://example.test/a")
QUARTER = {"program": "abq_acs", "quarter": "2026Q3", "revision": 2}

LINES = {
    "load: 3625 rows": reason("log-load", rows=3625),
    "load: 1 row (abq_acs: staff)": reason("log-load_of", rows=1, which="abq_acs: staff"),
    "program: eugene_cahoots ended on Apr 7, 2025": reason("log-program", program="eugene_cahoots", event=ENDED),
    "program: old became part of ACS in May 2024": reason("log-program", program="old", event=MERGED),
    "program: old-1 was entered in error": reason("log-program_error", entry="old-1"),
    "source: memo was no longer found at its address in 2026: Asked twice": reason(
        "log-source", source="memo", sighting=GONE
    ),
    "source: memo moved to another address on May 3, 2026": reason("log-source", source="memo", sighting=MOVED),
    "source: memo-1 was entered in error. Corrected: It “stands”.": reason(
        "log-corrected", line=reason("log-source_error", entry="memo-1"), reason="It “stands”."
    ),
    "release: small counts withheld in 2 quarters": reason("log-release", quarters=2),
    "correct: abq_acs, 2026Q3, revision 2: correction of an error": reason(
        "log-quarter", **QUARTER, action="correct", change=RevisionKind.ERROR
    ),
    "withdraw: abq_acs, 2026Q3, revision 2: withdrawal": reason(
        "log-quarter", **QUARTER, action="withdraw", change=RevisionKind.WITHDRAWAL
    ),
    "verify: Auditor, abq_acs: 1 figure: agrees": reason(
        "log-verify", verifier="Auditor", program="abq_acs", figures=1
    ),
    "verify: Auditor, abq_acs: 2 figures: differs: 12%": reason(
        "log-differs", verifier="Auditor", program="abq_acs", figures=2, found="12%"
    ),
    "challenge: abq_acs-02": reason("log-challenge", figure="abq_acs-02"),
}


@pytest.mark.parametrize("said", LINES)
def test_a_line_is_read_as_it_was_written_and_says_what_it_always_said(said: str) -> None:
    line = LINES[said]
    assert log_lines.read(log_lines.written(line)) == line
    assert words.of(line) == said


def test_a_policy_is_read_as_it_was_written() -> None:
    for policy in (Policy(), Policy(smallest=20, exact_from=None)):
        line = reason("log-policy", policy=policy)
        assert log_lines.read(log_lines.written(line)) == line
        assert words.of(line) == f"set policy: {words.of(policy)}"


@pytest.mark.parametrize("value", [1.5, None, Stage.SENT, ("a", "b")])
def test_what_could_not_be_read_again_is_not_written(value: object) -> None:
    with pytest.raises(TypeError, match="cannot stand in a line"):
        log_lines.written(reason("log-challenge", figure=value))


def test_what_cannot_be_seen_is_not_written() -> None:
    for text in ("a\u200bb", "a\nb"):
        with pytest.raises(Refused):
            log_lines.written(reason("log-corrected", line=reason("log-challenge", figure=text), reason=""))


@pytest.mark.parametrize("text", ["load: 3 rows", "3", "{}", '{"key": "log-load"}', '{"event": {}}'])
def test_what_is_no_line_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no line of the public log|Expecting value"):
        log_lines.read(text)


def test_a_line_speaks_of_whom_it_names() -> None:
    about = {"version": 1, "on": datetime(2026, 1, 1, tzinfo=UTC).date()}
    for what in ("publish: abq_acs, 2026Q3", reason("log-corrected", line=LINES["challenge: abq_acs-02"], reason="x")):
        assert PublicEvent(what=what, **about).names("abq_acs")
        assert not PublicEvent(what=what, **about).names("old_town")
    assert PublicEvent(what=Reason("log-load"), subject="abq_acs|2026Q3", **about).names("abq_acs")


def test_a_new_line_is_said_in_the_readers_language(loaded: Store, data: Path, environment: pytest.MonkeyPatch) -> None:
    pseudo.add_to(data)
    environment.setenv("FOURTH_OPTION_DATA", str(data))
    (line,) = loaded.record().changes
    assert words.of(line.by) == "data files"
    with voice.speaking(pseudo.LANG):
        assert words.of(line.what).startswith(pseudo.accented("load: "))
        assert words.of(line.by) == pseudo.accented("data files")


def test_a_line_of_before_is_shown_as_it_was_written_and_found_by_its_subject(tmp_path: Path, data: Path) -> None:
    """Whatever its words are: it is sealed, and what it is about stands beside it."""
    path = tmp_path / "old.sqlite3"
    store = Store(f"sqlite:///{path}", staff.Clock())
    migrate(store._engine, to="0010")
    prose = "kut_2025mar seems to have disappeared"
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO event (at, actor, action, subject, note, public_from) VALUES (?, ?, 'source', ?, ?, '')",
            ("2026-11-19 12:00:00.000000", FILES, "kut_2025mar-gone-2026-05-01", prose),
        )
    connection.close()
    store.prepare()
    before = [(c.what, c.action) for c in store.record().changes]
    assert before == [(f"source: {prose}", "source")]
    saw(data, "kut_2025mar", "gone", "2026-05-01")
    store.load(data)
    first = store.record().changes[0]
    assert (first.what, first.subject) == (f"source: {prose}", "kut_2025mar-gone-2026-05-01")
    store.close()
