"""What is drawn: a specification as the picture that readers get, and the marks in it."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import vl_convert

from dashboard.story.charts import palette

_SVG = "{http://www.w3.org/2000/svg}"


def drawn(spec: dict[str, Any]) -> Element:
    """The picture itself, as both editions draw it."""
    made = palette.inked(spec, "light") | {"width": 420}
    return ElementTree.fromstring(vl_convert.vegalite_to_svg(made))


def marks(picture: Element, kind: str) -> list[Element]:
    """The marks of a kind, without those of axes and keys."""
    groups = (g for g in picture.iter(f"{_SVG}g") if g.get("class", "").startswith(f"mark-{kind} role-mark"))
    return [one for group in groups for one in group]


def said_in(picture: Element) -> list[str]:
    return [" ".join(text.itertext()) for text in picture.iter(f"{_SVG}text")]


def place(mark: Element) -> tuple[float, float]:
    """Where a mark stands, across and down."""
    x, y = re.findall(r"-?[\d.]+", mark.get("transform", ""))[:2]
    return round(float(x), 1), round(float(y), 1)
