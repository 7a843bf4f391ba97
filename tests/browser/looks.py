"""What must hold of whatever page a browser shows: each check names the faults it found."""

from __future__ import annotations

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from dashboard.core.evidence import EvidenceTier, Register

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# what is a name, a date or a setting rather than a figure
NOT_FIGURES = re.compile(
    r"\b911\b|\b988\b|\b24/7\b|95%|\b(19|20)\d\d(Q[1-4])?\b|\bQ[1-4]\b|\bFY\s?\d+( H[12])?|\b\d+[A-Z]\w*\b|\bNBER \w+ paper \d+|"
    r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d+\b|\bversion \d+|\brule \d+|"
    r"\b0 or at least \d+|\bfrom 1 to \d+|\bfrom \d+ eligible calls on|\bfewer than \d+|\b100 eligible calls|\bat least \d+ values stay possible|1,000 × I / Rm|per 1,000 mobile team calls|\b[a-z_0-9]+-s?\d+\b"
)
TIER_WORDS = tuple(mark.words for mark in (*EvidenceTier, *Register))


def tiered(text: str) -> bool:
    """Whether a text holds no figure, or says the tier of those it holds."""
    return not re.search(r"\d", NOT_FIGURES.sub("", text)) or any(word in text for word in TIER_WORDS)


# the rows of a table look alike; axe asks for each element what lies over it, which takes minutes for long tables
ROWS_LIKE_OTHERS = {"exclude": [["tbody tr:nth-child(n+20)"]]}


def inaccessible(page: Page) -> list[object]:
    """What axe finds against WCAG 2.0 to 2.2, A and AA; contrast in the first rows of each table."""
    tags = {"runOnly": {"type": "tag", "values": TAGS}, "rules": {"color-contrast": {"enabled": False}}}
    contrast = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
    found = [
        *Axe().run(page, options=tags).response["violations"],
        *Axe().run(page, context=ROWS_LIKE_OTHERS, options=contrast).response["violations"],
    ]
    return [(v["id"], [n["html"][:160] for n in v["nodes"]][:3]) for v in found]


def too_wide(page: Page) -> list[object]:
    """By how much the page is wider than the screen, and words that run over its edge."""
    over = page.evaluate(
        "Math.max(...[document.documentElement, ...document.querySelectorAll('[data-testid=stMain]')]"
        ".map(e => e.scrollWidth - e.clientWidth))"
    )
    cut = page.evaluate(
        "[...document.querySelectorAll('[data-testid=stMain] p, [data-testid=stMain] h1, [data-testid=stMain] h2')]"
        ".filter(e => !e.closest('.fo-scroll') && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.textContent)"
    )
    return [*([f"{over} px too wide"] if over else []), *cut]


def untiered(page: Page) -> list[object]:
    """Blocks of a page with a number and no tier in words, and numbers outside of any block."""
    blocks: list[str] = page.evaluate("[...document.querySelectorAll('[class*=st-key-block-]')].map(e => e.innerText)")
    outside: str = page.evaluate(
        """() => { const main = document.querySelector('[data-testid=stMain]').cloneNode(true);
        main.querySelectorAll('[class*=st-key-block-], .st-key-pickers, .fo-footer, style').forEach(e => e.remove());
        return main.innerText }"""
    )
    nothing = [] if blocks else ["no block on the page"]
    bare = [outside] if re.search(r"\d", NOT_FIGURES.sub("", outside)) else []
    return [*nothing, *(text[:400] for text in blocks if not tiered(text)), *bare]
