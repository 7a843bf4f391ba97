"""What must hold of whatever page a browser shows: each check names the faults it found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from dashboard import words
from dashboard.core.evidence import EvidenceTier, Register

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# what is a name, a date or a setting rather than a figure
NOT_FIGURES = re.compile(
    r"\b[2-9]-?1-?1\b|\b988\b|\b242-COPS\b|\b(ABC|FOX) ?\d+\b|\b24/7\b|95%|\b(19|20)\d\d(Q[1-4])?\b|\bQ[1-4]\b|\bFY\s?\d+( H[12])?|\b\d+[A-Z]\w*\b|\bNBER \w+ paper \d+|"
    r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d+\b|\bversion \d+|\brule \d+|"
    r"\b0 or at least \d+|\bfrom 1 to \d+|\bfrom \d+ eligible calls on|\bfewer than \d+|\b100 eligible calls|\bat least \d+ values stay possible|1,000 × I / Rm|per 1,000 mobile team calls|\b[a-z_0-9]+-s?\d+\b"
)
TIER_WORDS = tuple(words.of(mark) for mark in (*EvidenceTier, *Register))


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
    """By how much the page is wider than the screen, and words that run over its edge and do not scroll."""
    over = page.evaluate(
        "Math.max(...[document.documentElement, ...document.querySelectorAll('[data-testid=stMain]')]"
        ".map(e => e.scrollWidth - e.clientWidth))"
    )
    cut = page.evaluate(
        "[...document.querySelectorAll('[data-testid=stMain] p, [data-testid=stMain] h1, [data-testid=stMain] h2')]"
        ".filter(e => !e.closest('.fo-scroll, .st-key-navigation') && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.textContent)"
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


# watches where the focus goes; each stop is looked at when the next key is pressed, after whatever it sets in motion
_WATCH = """() => {
  window.foUnseen = []; window.foStops = 0;
  const told = e => (e.getAttribute('aria-label') || e.innerText || e.id || e.tagName).trim().slice(0, 60);
  const shows = e => {
    const field = e.matches('input, textarea, select'), style = getComputedStyle(e);
    return field || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
  };
  const covered = (e, box) => {
    const [left, top] = [Math.max(box.left, 0), Math.max(box.top, 0)];
    const [right, bottom] = [Math.min(box.right, innerWidth), Math.min(box.bottom, innerHeight)];
    const within = [.5, .1, .9].flatMap(x => [.5, .1, .9].map(y => [left + x * (right - left), top + y * (bottom - top)]));
    return !within.some(([x, y]) => { const over = document.elementFromPoint(x, y); return over && (e.contains(over) || over.contains(e)) });
  };
  window.foLook = () => {
    const e = document.activeElement;
    if (!e || e === document.body) return false;
    window.foStops += 1;
    document.getAnimations().forEach(one => { try { one.finish() } catch { } });
    let opacity = 1;
    for (let one = e; one; one = one.parentElement) opacity *= getComputedStyle(one).opacity;
    const box = e.getBoundingClientRect(), why = [];
    if (opacity < 0.5) why.push('is transparent');
    if (box.width < 4 || box.height < 4) why.push('has no size');
    else if (box.bottom <= 0 || box.right <= 0 || box.top >= innerHeight || box.left >= innerWidth) why.push('is off the screen');
    else if (covered(e, box)) why.push('lies under something else');
    if (!shows(e)) why.push('does not show the focus');
    if (why.length) window.foUnseen.push(`${told(e)}: ${why.join(', ')}`);
    return true;
  };
}"""
MOST_STOPS = 60  # the links in the rows of a table look alike


def unseen_stops(page: Page) -> list[object]:
    """Stops of the Tab key, from the top of the page, that a reader does not see: transparent, covered, off the screen
    or without a mark of the focus."""
    page.evaluate("() => { document.activeElement?.blur(); scrollTo(0, 0) }")
    page.evaluate(_WATCH)
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if not page.evaluate("foLook()"):
            break
    unseen: list[object] = page.evaluate("foUnseen")
    return unseen if page.evaluate("foStops") else ["no stop on the page"]


PICTURES = ("graphics-document", "img", "image")
# what a specification calls its fields and how it writes their values: nobody should hear it
INNER = re.compile(
    r"#[0-9a-f]{6}\b|\b\w+\|\d|\b(place|colour|run|rule|said|low|high|value): \S|\b[a-z]+_[a-z_]+: ", re.I
)


def heard(page: Page) -> list[object]:
    """What a screen reader would hear of pictures that it should not: inner names and colors, a picture without a
    sentence, marks and words inside one, more or fewer nodes than pictures."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    by_id = {node["nodeId"]: node for node in nodes}
    shown = [node for node in nodes if not node.get("ignored")]
    faults: list[object] = [f"read aloud: {_name(n)[:120]}" for n in shown if INNER.search(_name(n))]
    every = [n for n in shown if _role(n) in PICTURES]
    inside = {n["nodeId"]: n for picture in every for n in _below(picture, by_id)}
    pictures = [n for n in every if n["nodeId"] not in inside]
    faults += [f"a picture without a sentence: {_name(n)!r}" for n in pictures if len(_name(n)) < 20]
    read = [n for n in inside.values() if _name(n) or _role(n) == "graphics-symbol"]
    faults += [f"inside a picture: {_role(n)} {_name(n)[:60]!r}" for n in read]
    drawn = page.locator("[data-testid=stVegaLiteChart]:visible").count()
    return [*faults, *([] if len(pictures) >= drawn else [f"{len(pictures)} nodes for {drawn} charts"])]


def _role(node: dict[str, Any]) -> str:
    return str(node.get("role", {}).get("value", ""))


def _name(node: dict[str, Any]) -> str:
    return str(node.get("name", {}).get("value", ""))


def _below(node: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for child in (by_id[name] for name in node.get("childIds", ()) if name in by_id):
        if not child.get("ignored"):
            yield child
        yield from _below(child, by_id)


def takes_away(page: Page) -> list[object]:
    """Buttons that save or enlarge a picture without its title, its place and its evidence."""
    names = re.compile("png|svg|copy vega|full ?screen|show data", re.I)
    buttons = page.get_by_role("button", name=names)
    return [b.get_attribute("aria-label") or b.inner_text() for b in buttons.all() if b.is_visible()]
