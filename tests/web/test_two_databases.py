"""Two databases at one revision, served by one process: neither answers for the other, whatever is remembered."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.store import current
from dashboard.story.question import Question
from dashboard.view import cache
from dashboard.view.start import INDEX
from dashboard.web import edition
from dashboard.web.routes import middleware, routes
from tests.store import staff
from tests.store.staff import PROGRAM, QUARTER

PATHS = (f"/read/program/{PROGRAM}/{QUARTER}", f"/read/call_types/{PROGRAM}/{QUARTER}", "/data/ledger.csv")
COUNTED = {"one": 71_777, "two": 54_321}


@pytest.fixture
def towns(tmp_path: Path) -> dict[str, Path]:
    """A quarter of different counts in each database, both at the same revision."""
    made, versions = {}, set()
    for name, eligible in COUNTED.items():
        folder = tmp_path / name
        folder.mkdir()
        with staff.desk(folder) as desk:
            staff.published(desk.store, staff.new(counts={"welfare_check": staff.counts(eligible=eligible)}))
            made[name] = desk.path
            versions.add(desk.store.version())
    assert len(versions) == 1
    return made


def test_neither_serves_the_bytes_of_the_other(towns: dict[str, Path], environment: pytest.MonkeyPatch) -> None:
    client = TestClient(Starlette(routes=routes(), middleware=middleware(INDEX)))
    for name in ("one", "two", "one"):
        environment.setenv("FOURTH_OPTION_DATABASE_PATH", str(towns[name]))
        current.forget()
        record = current.store().record()
        for path in PATHS:
            resource = edition.resolve(path, record, "")
            assert resource is not None
            for encoding in ("identity", "gzip"):
                answer = client.get(path, headers={"accept-encoding": encoding})
                assert answer.content == resource.body, (name, path, encoding)
            assert str(COUNTED[name]) in answer.text.replace(",", "")
        program = record.program(PROGRAM)
        assert program is not None
        drawn = "".join(
            piece.head for piece in cache.story(Question(program=program.program_id, quarter=str(QUARTER))).pieces
        )
        assert [n for n, counted in COUNTED.items() if f"{counted:,}" in drawn] == [name]


def test_what_is_remembered_of_one_is_still_true_of_it(towns: dict[str, Path], environment: pytest.MonkeyPatch) -> None:
    """A state names its database, also after the settings have gone on to another."""
    states = {}
    for name in towns:
        environment.setenv("FOURTH_OPTION_DATABASE_PATH", str(towns[name]))
        current.forget()
        states[name] = current.state()
    assert states["one"].version == states["two"].version
    for name, state in states.items():
        row = current.record_of(state).row(PROGRAM, QUARTER, "welfare_check")
        assert row is not None and row.counts["eligible"] == COUNTED[name]
