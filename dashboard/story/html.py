"""HTML as a type of its own: `Markup` is ready for a browser, `str` is text, and is escaped where it goes into HTML.

Pages have thousands of cells. So text that is on its way into a template becomes no `Markup` of its own, and what is
made here is made without a second look at it: half the time of `Markup.format`, and of `Markup.join` a tenth.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape

from markupsafe import Markup

NOTHING = Markup()


def fill(template: str, /, *values: str, **named: str) -> Markup:
    """A template with values in the place of its braces: text is escaped, also for an attribute in quotes, HTML goes in
    as it is. The template is a constant, and its attributes have their quotes; a test reads the source for it."""
    if named:
        return _made(template.format(*map(_safe, values), **{name: _safe(value) for name, value in named.items()}))
    return _made(_ready(template) % tuple([value if isinstance(value, Markup) else escape(value) for value in values]))


def join(parts: Iterable[str], between: str = "") -> Markup:
    """One after the other: text is escaped, HTML goes in as it is."""
    return _made(_safe(between).join([part if isinstance(part, Markup) else escape(part) for part in parts]))


def text(said: str) -> Markup:
    """Text as HTML that shows it."""
    return _made(_safe(said))


def style(css: str) -> Markup:
    """A style sheet in a page. ValueError if it would end before it is over."""
    if "</" in css:
        raise ValueError("a style sheet that ends its own element")
    return _made(f"<style>{css}</style>")


def linked_data(json: str) -> Markup:
    """What a page says of itself to machines, as JSON-LD that cannot end before it is over."""
    safe = json.replace("<", "\\u003c")
    return _made(f'<script type="application/ld+json">{safe}</script>')


@cache
def _ready(template: str) -> str:
    """The same template as the fastest way of filling it in has it. There are as many as stand in the code."""
    return template.replace("%", "%%").replace("{}", "%s")


def _safe(value: str) -> str:
    return str(value) if isinstance(value, Markup) else escape(value)


def _made(html: str) -> Markup:
    return str.__new__(Markup, html)
