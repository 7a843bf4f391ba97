"""How long a first visit takes until the headline sentence can be read, in a cold headless Chromium.

What is promised: at most 1.25 times Streamlit's own floor, a hello world page served the same way (uvicorn, same
configuration). Every visit is a new browser with an empty cache; the two pages are visited in turns.
"""

from __future__ import annotations

import statistics
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from servers import Others, Server, database, hello, median, ours, table

RUNS = 7
SYSTEM = Path("/usr/bin/chromium")
READABLE = {"ours": (".fo-headline", "Of "), "hello": ("[data-testid=stMarkdownContainer]", "this page is ready")}

# The page's own clock: from the start of the navigation to the first frame in which the words can be seen.
WATCH = """
([selector, words]) => {
  const look = () => {
    const seen = [...document.querySelectorAll(selector)].some((element) => {
      const box = element.getBoundingClientRect();
      return element.textContent.includes(words) && box.width > 0 && box.height > 0
        && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    });
    if (seen) window.readable = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
"""


def visit(playwright: Playwright, server: Server) -> tuple[float, float]:
    """One cold visit: seconds until the words can be read, and megabytes over the line until then."""
    path = str(SYSTEM) if SYSTEM.exists() else None
    browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
    try:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        selector, words = READABLE[server.name]
        page.add_init_script(f"({WATCH})([{selector!r}, {words!r}])")
        page.goto(server.url, wait_until="commit", timeout=60_000)
        for _ in range(600):  # asked again and again: the page's policy forbids the evaluation that waiting in it needs
            if page.evaluate("window.readable !== undefined"):
                break
            page.wait_for_timeout(100)
        until = ".filter((entry) => entry.responseEnd <= window.readable)"
        total = ".reduce((sum, entry) => sum + entry.transferSize, 0)"
        sizes = f"performance.getEntriesByType('resource'){until}{total}"
        return page.evaluate("window.readable") / 1000, page.evaluate(sizes) / 1e6
    finally:
        browser.close()


def main() -> None:
    with database(scaled=False) as env, ours(env) as mine, hello() as floor, sync_playwright() as playwright:
        times: dict[str, list[float]] = {mine.name: [], floor.name: []}
        sizes: dict[str, list[float]] = {mine.name: [], floor.name: []}
        for server in (mine, floor):  # a server's own first visitor is not what a reader's cold cache costs
            visit(playwright, server)
        others = Others(mine, floor)
        for _ in range(RUNS):
            for server in (floor, mine):
                took, megabytes = visit(playwright, server)
                times[server.name].append(took)
                sizes[server.name].append(megabytes)
        rows = [[name, median(times[name]), median(sizes[name], factor=1, digits=2)] for name in times]
        print(table(["page", "readable after ms", "MB over the line"], rows))
        ratio = statistics.median(times["ours"]) / statistics.median(times["hello"])
        print(f"First visit: {ratio:.2f} times hello world (promised: 1.25 or less).")
        print(f"Medians (lowest to highest) of {RUNS} visits; cores used by browser and others: {others.cores():.2f}.")


if __name__ == "__main__":
    main()
