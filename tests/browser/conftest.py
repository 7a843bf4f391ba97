"""A real server with a database of its own, and a real browser that may speak to nobody else."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from dashboard.settings import ROOT
from tests import ready

FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@contextmanager
def serving(folder: Path, *options: str, port: int = 0, open_files: int = 0, data: Path | None = None) -> Iterator[str]:
    """The dashboard on a free port (or one that was given), on the database in the folder, with further options of the
    command a limit of open files and other data files if given; its log is in the folder too. Where the folder has no
    database and no other data are given, it begins with one that the shipped data are in already."""
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does, just after another has ended
        free.bind(("127.0.0.1", port))
        port = free.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("FOURTH_OPTION_")}
    database = folder / "served.sqlite3"
    environment["FOURTH_OPTION_DATABASE_PATH"] = str(database)
    if not data and not database.exists():
        shutil.copy(ready.shipped(), database)
    if data:
        environment["FOURTH_OPTION_DATA"] = str(data)
    command = [sys.executable, "-m", "dashboard.cli", "serve", "--no-browser", "--port", str(port), *options]
    if open_files:
        command = ["sh", "-c", f'ulimit -n {open_files} && exec "$0" "$@"', *command]
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            base = f"http://127.0.0.1:{port}"
            _wait(base, process, folder / "server.log")
            yield base
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(base: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(900):
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped: {log.read_text()}")
        try:
            with urllib.request.urlopen(f"{base}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not answer: {log.read_text()}")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("site")) as base:
        yield base


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield launched
        launched.close()


def _window(browser: Browser, width: int, scheme: str) -> BrowserContext:
    return browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]


Screens = Callable[[int, str], BrowserContext]


@pytest.fixture(scope="session")
def screens(browser: Browser) -> Iterator[Screens]:
    """A window of a width and a scheme, the same for every test that asks for it: what all pages load is loaded once.
    For tests of what stands on a page, not of how it arrives."""
    kept: dict[tuple[int, str], BrowserContext] = {}

    def of(width: int, scheme: str) -> BrowserContext:
        if (width, scheme) not in kept:
            kept[width, scheme] = _window(browser, width, scheme)
        return kept[width, scheme]

    yield of
    for context in kept.values():
        context.close()


Opener = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opener]:
    """Open an address and wait until the page is drawn to its footer and still."""
    contexts: list[BrowserContext] = []

    def open_page(address: str, *, width: int = 1280, scheme: str = "light") -> Page:
        context = _window(browser, width, scheme)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        settle(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


# resolves when nothing was added, removed or changed for a fifth of a second, and no chart is still without its picture
_STILL = """() => new Promise(done => {
  const still = 200, end = performance.now() + 30000;
  let last = performance.now();
  const seen = new MutationObserver(() => { last = performance.now() });
  seen.observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
  const drawn = () => [...document.querySelectorAll('[data-testid=stVegaLiteChart]')].every(e => e.querySelector('svg, canvas'));
  const look = () => {
    const now = performance.now();
    if ((now - last >= still && drawn()) || now > end) { seen.disconnect(); done(true) } else setTimeout(look, 50);
  };
  look();
})"""


def settle(page: Page) -> None:
    """Until the footer stands, the script rests and nothing is being drawn."""
    page.wait_for_selector(".fo-footer", state="attached", timeout=60_000)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", state="attached")
    page.wait_for_selector("[data-stale=true]", state="detached")
    page.evaluate(_STILL)
