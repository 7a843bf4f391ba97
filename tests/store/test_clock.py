"""Time never runs backwards for the record: what was released stays so, what has ended stays ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dashboard import cli
from dashboard.settings import ROOT
from dashboard.store import current
from dashboard.store.clock import SLACK, ClockBehind
from dashboard.store.load import Loaded
from dashboard.store.staff.people import SETUP
from dashboard.store.store import Store
from tests.refusals import refuses
from tests.store import staff
from tests.store.staff import ADMIN, CERTIFIER, PROGRAM, QUARTER, STAFF, Desk
from tests.store.test_lives import add


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with staff.desk(tmp_path, whole=True) as made:
        yield made


@pytest.mark.parametrize("restarted", [False, True])
@pytest.mark.parametrize("back", [timedelta(minutes=3), timedelta(hours=2), timedelta(days=400)])
def test_a_clock_that_was_set_back_takes_nothing_back(restarted: bool, back: timedelta, desk: Desk) -> None:
    release = desk.clock.at + timedelta(hours=1)
    staff.published(desk.store, staff.new(), public_from=release)
    link = desk.store.people.invite(STAFF.email)
    desk.clock.at = max(release, desk.clock.at + SETUP) + timedelta(minutes=2)
    version = desk.store.version()
    assert desk.store.record().submission(PROGRAM, QUARTER) is not None
    assert desk.store.sign_ins.invited(link) is None
    desk.clock.at -= back
    store = Store(desk.url, desk.clock) if restarted else desk.store
    assert store.version() == version
    assert store.record().submission(PROGRAM, QUARTER) is not None
    assert store.sign_ins.invited(link) is None
    if restarted:
        store.close()


def test_nothing_is_put_on_the_record_on_a_day_that_is_made_up(desk: Desk) -> None:
    number = staff.certified(desk.store, staff.new())
    desk.store.version()
    desk.clock.move(days=-2)
    said = staff.refused(desk, lambda: desk.store.drafts.publish(CERTIFIER, number), "its day would be made up")
    assert "fourth-option clock" in said
    desk.clock.move(days=2)
    assert desk.store.drafts.publish(CERTIFIER, number) == 1


@pytest.mark.parametrize("back", [timedelta(minutes=4), timedelta(minutes=6), timedelta(days=400)])
@pytest.mark.parametrize("restarted", [False, True])
def test_a_load_dates_nothing_in_a_future_of_the_machine(
    restarted: bool, back: timedelta, desk: Desk, data: Path
) -> None:
    """With something new in the files it is refused and nothing lands; with nothing new it passes."""
    desk.clock.at += back + timedelta(hours=1)
    desk.store.version()
    desk.clock.at -= back
    store = Store(desk.url, desk.clock) if restarted else desk.store
    assert store.load(ROOT / "data").new == 0
    add(data, "sources", source_id="council", title="Minutes", publisher="Council", publisher_kind="government")
    if back > SLACK:
        staff.refused(desk, lambda: store.load(data), "its day would be made up")
        store.believe_clock("The clock stood ahead.")
    assert store.load(data).new == 1
    if restarted:
        store.close()


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_the_clock_is_not_taken_for_right_without_a_reason(reason: str, desk: Desk) -> None:
    before = len(desk.store.people.audit_log(ADMIN)[0])
    with refuses("why the clock"):
        desk.store.believe_clock(reason)
    assert len(desk.store.people.audit_log(ADMIN)[0]) == before


def test_readers_are_served_what_is_on_record_while_the_clock_is_behind(
    desk: Desk, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A start says the refusal and goes on; the command of the operator mends it."""
    add(data, "sources", source_id="council", title="Minutes", publisher="Council", publisher_kind="government")
    ahead = Store(desk.url, lambda: datetime.now(UTC) + timedelta(days=400))
    version = ahead.version()
    ahead.close()
    monkeypatch.setenv("FOURTH_OPTION_DATABASE_PATH", str(desk.path))
    monkeypatch.setenv("FOURTH_OPTION_DATA", str(data))
    monkeypatch.setattr("dashboard.web.server.serve", lambda *_, **__: None)
    current.forget()
    try:
        started = current.start()
        assert isinstance(started, ClockBehind)
        assert (current.record().version, current.served()) == (version, version)
        cli.serve(port=0, browser=False)
        assert "its day would be made up" in capsys.readouterr().err
        monkeypatch.setattr("sys.argv", ["fourth-option", "load"])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr().err
        assert (ended.value.code, said.count("\n")) == (1, 1)
        assert "its day would be made up" in said
        current.store().believe_clock("The clock stood ahead.")
        loaded = current.start()
        assert isinstance(loaded, Loaded)
        assert (loaded.new, current.record().version) == (1, version + 1)
    finally:
        monkeypatch.undo()
        current.forget()


def test_an_operator_can_say_that_what_was_seen_was_wrong(desk: Desk) -> None:
    desk.clock.move(days=3650)
    desk.store.version()
    desk.clock.move(days=-3650)
    with refuses("its day would be made up"):
        staff.receive(desk.store, staff.new())
    desk.store.believe_clock("The clock stood ten years ahead.")
    assert staff.receive(desk.store, staff.new()) == 1
    line = next(e for e in desk.store.people.audit_log(ADMIN)[0] if e.action == "set_clock")
    assert (line.before[:4], line.after[:4], line.reason) == ("2036", "2026", "The clock stood ten years ahead.")
