"""What every test may use: the shipped record, a database of its own, and a clear word about the browser."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dashboard.core.record import PublicRecord
from dashboard.settings import ROOT
from dashboard.store import current
from dashboard.store.store import Store
from tests import ready

DATA = ROOT / "data"


def find_chromium() -> str | None:
    """A Chromium that can be driven: the system's, or Playwright's own."""
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        if found := shutil.which(name):
            return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def pytest_configure(config: pytest.Config) -> None:
    config.stash[CHROMIUM] = find_chromium()
    if "TMPDIR" not in os.environ and _room(MEMORY) > ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


MEMORY, ROOM = Path("/dev/shm"), 4 << 30  # where a database that waits for its disk need not wait; bytes free at least


def _room(path: Path) -> int:
    return shutil.disk_usage(path).free if os.access(path, os.W_OK) else 0


CHROMIUM = pytest.StashKey[str | None]()
_NO_BROWSER = (
    "NO BROWSER WAS FOUND: the browser tests did not run, so nothing was checked about accessibility, keyboards, "
    "narrow screens or outside requests. Install one (Debian: apt-get install chromium; elsewhere: "
    "python3 -m uv run playwright install chromium) and run the tests again."
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.stash[CHROMIUM] or os.environ.get("CI") == "true":
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if not config.stash[CHROMIUM]:
        terminalreporter.section("browser", red=True, bold=True)
        terminalreporter.line(_NO_BROWSER)


@pytest.fixture(scope="session")
def chromium(request: pytest.FixtureRequest) -> str:
    """The browser's path. In CI a missing browser is a failure, not a skip."""
    path = request.config.stash[CHROMIUM]
    if path is None:
        pytest.fail(_NO_BROWSER)
    return path


@pytest.fixture
def url(tmp_path: Path) -> str:
    """An empty SQLite database of the test's own."""
    return f"sqlite:///{tmp_path / 'ledger.sqlite3'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A database with its tables and nothing in them."""
    with _copied(ready.empty(), url) as made:
        yield made


@pytest.fixture
def loaded(url: str) -> Iterator[Store]:
    """A database of the test's own with the shipped data in it."""
    with _copied(ready.shipped(), url) as made:
        yield made


@pytest.fixture
def few(url: str, tmp_path: Path) -> Iterator[tuple[Store, Path]]:
    """A database of the test's own with the data of a few programs in it, and a copy of these data."""
    database, data = ready.few()
    with _copied(database, url) as made:
        yield made, Path(shutil.copytree(data, tmp_path / "data"))


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A database with the shipped data in it, for tests that only read."""
    with _copied(ready.shipped(), f"sqlite:///{tmp_path_factory.mktemp('shipped') / 'ledger.sqlite3'}") as made:
        yield made


@contextmanager
def _copied(prepared: Path, url: str) -> Iterator[Store]:
    shutil.copy(prepared, url.removeprefix("sqlite:///"))
    made = Store(url)
    yield made
    made.close()


@pytest.fixture(scope="session")
def record(shipped: Store) -> PublicRecord:
    """Everything that ships, as pages see it."""
    return shipped.record()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the shipped data that a test may break."""
    return shutil.copytree(DATA, tmp_path / "data")


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    """Settings of the test's own: nothing of the machine's, nothing left behind."""
    for name in list(os.environ):
        if name.startswith("FOURTH_OPTION_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("FOURTH_OPTION_DATABASE_PATH", str(tmp_path / "site.sqlite3"))
    current.forget()
    yield monkeypatch
    current.forget()
