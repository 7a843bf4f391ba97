"""How long a first visit takes until the headline sentence can be read, in a cold headless Chromium.

What is promised: at most 1.25 times Streamlit's own floor, a hello world page served the same way (uvicorn, same
configuration); for the light edition at most 1.3 times a hand-written file served by nginx. Two moments are told apart:
when the sentence can be read at all (it stands in the page itself), and when the application has drawn it. Every visit
is a new browser with an empty cache; the pages are visited in turns.
"""

from __future__ import annotations

import json
import statistics
from collections import defaultdict
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from servers import Others, Server, database, hello, median, ours, static, table

RUNS = 7
SYSTEM = Path("/usr/bin/chromium")
MOMENTS = {  # server: what to look for, as moment, selector, words
    "ours": [("readable", ".fo-headline", "Of "), ("drawn by the application", "#root h1", "Of ")],
    "light": [("readable", "h1", "Of ")],
    "static": [("readable", "h1", "Of ")],
    "hello": [("drawn by the application", "#root [data-testid=stMarkdownContainer]", "this page is ready")],
}

# The page's own clock: from the start of the navigation to the first frame in which the words can be seen.
WATCH = """
(moments) => {
  const seen = (selector, words) => [...document.querySelectorAll(selector)].some((element) => {
    const box = element.getBoundingClientRect();
    return element.textContent.includes(words) && box.width > 0 && box.height > 0
      && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  });
  window.seen = {};
  const look = () => {
    for (const [moment, selector, words] of moments)
      if (!(moment in window.seen) && seen(selector, words)) window.seen[moment] = performance.now();
    if (Object.keys(window.seen).length < moments.length) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
"""


def visit(playwright: Playwright, server: Server) -> dict[str, float]:
    """One cold visit: seconds until each moment."""
    path = str(SYSTEM) if SYSTEM.exists() else None
    browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
    try:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.add_init_script(f"({WATCH})({json.dumps(MOMENTS[server.name])})")
        page.goto(server.url + ("/read/" if server.name == "light" else ""), wait_until="commit", timeout=60_000)
        for _ in range(600):  # asked again and again: the page's policy forbids the evaluation that waiting in it needs
            found: dict[str, float] = page.evaluate("window.seen")
            if len(found) == len(MOMENTS[server.name]):
                return {moment: when / 1000 for moment, when in found.items()}
            page.wait_for_timeout(100)
        raise RuntimeError(f"{server.name} was not drawn within a minute; seen: {found}")
    finally:
        browser.close()


def main() -> None:
    by_hand = Path(__file__).parent / "static"
    with (
        database(scaled=False) as env,
        ours(env) as mine,
        hello() as floor,
        static(by_hand, "static") as file,
        sync_playwright() as playwright,
    ):
        light = Server("light", mine.port, mine.pid)
        for server in (
            mine,
            floor,
            light,
            file,
        ):  # a server's own first visitor is not what a reader's cold cache costs
            visit(playwright, server)
        others = Others(mine, floor, file)
        times: dict[tuple[str, str], list[float]] = defaultdict(list)
        for _ in range(RUNS):
            for server in (floor, mine, file, light):
                for moment, took in visit(playwright, server).items():
                    times[server.name, moment].append(took)
        least = statistics.median(times["hello", "drawn by the application"])
        rows = [[*key, median(took), f"{statistics.median(took) / least:.2f}"] for key, took in times.items()]
        by_hand_least = statistics.median(times["static", "readable"])
        ratio = statistics.median(times["light", "readable"]) / by_hand_least
        print(table(["page", "the words are", "after ms", "times hello world (promised: 1.25 or less)"], rows))
        print(f"/read/ against the hand-written file: {ratio:.2f} times (promised: 1.3 or less).")
        print(f"Medians (lowest to highest) of {RUNS} visits; cores used by browser and others: {others.cores():.2f}.")


if __name__ == "__main__":
    main()
