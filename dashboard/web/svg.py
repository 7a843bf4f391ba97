"""Pictures as inline SVG: the same specifications as everywhere, drawn by vl-convert, in the ink of the page."""

from __future__ import annotations

import json
import re
from functools import lru_cache

import vl_convert
from markupsafe import Markup

from dashboard.story.blocks import Panel
from dashboard.story.charts import palette
from dashboard.story.html import fill

WIDTH = 420  # so that words stay readable when a phone scales the picture
_INK = palette.INK["light"]
_SIZE = re.compile(r'<svg [^>]*?width="(\d+)" height="(\d+)"[^>]*>')
_NOISE = re.compile(
    r' (?:aria-hidden="true"|aria-roledescription="[^"]*"|role="graphics-[a-z]+"|aria-label="[^"]*"|class="[^"]*")'
)


def picture(panel: Panel) -> Markup:
    """A panel as an SVG with its title and description; text takes the colour of the page around it."""
    body = _draw(json.dumps(panel.spec, sort_keys=True))
    return body.replace("<title/>", fill("<title>{}</title><desc>{}</desc>", panel.label, panel.alt), 1)


@lru_cache(maxsize=2048)
def _draw(spec: str) -> Markup:
    made = palette.inked(json.loads(spec), "light") | {"width": WIDTH, "background": "transparent"}
    drawn = vl_convert.vegalite_to_svg(made)
    size = _SIZE.search(drawn)
    if size is None:
        raise ValueError("the picture has no size")
    inside = drawn[size.end() :].replace(_INK, "currentColor")
    inside = re.sub(r"(\d+\.\d{2})\d+", r"\1", _NOISE.sub("", inside))
    frame = f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {size[1]} {size[2]}">'
    return Markup(frame + "<title/>" + inside)
