"""How a figure becomes a row of a picture, and a picture gets its axes, its tier by shape and its tooltip."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard import words
from dashboard.core.evidence import EvidenceTier
from dashboard.core.figure import Number
from dashboard.core.metric import Method
from dashboard.voice import say

Spec = dict[str, Any]
ONLY = "only_where_there_is_something"  # an empty mark would be a nameless thing to a screen reader
LABEL = 22  # characters a line of an axis label
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"  # a name, never fetched


def row(figure: Number) -> Spec:
    interval = figure.interval
    return {
        "value": round(figure.value, 4) if figure.is_known else None,
        "low": round(interval.low, 4) if interval else None,
        "high": round(interval.high, 4) if interval else None,
        "said": words.of(figure),
        "instead": words.of(figure.why) if figure.why else "",
        "of": words.parts(figure),
        "interval": words.interval(figure),
        "tier": words.of(figure.tier),
    }


def tier_shape(figures: Sequence[Number]) -> Spec:
    tiers = list(EvidenceTier)
    present = sorted({f.tier for f in figures})
    return {
        "field": "tier",
        "type": "nominal",
        "scale": {"domain": [words.of(t) for t in tiers], "range": [t.shape for t in tiers]},
        # one tier is said beside the title; several need a key
        "legend": {
            "title": None,
            "orient": "bottom",
            "values": [words.of(t) for t in present],
            "labelLimit": 220,
            "columns": 1,
        }
        if len(present) > 1
        else None,
    }


def label_axis() -> Spec:
    """Names down the side, wrapped so that a phone still has room for the picture."""
    return {"title": None, "labelLimit": 190, "ticks": False, "domain": False, "labelExpr": "split(datum.label, '\\n')"}


def tooltip(field: str, title: str) -> list[Spec]:
    fields = {
        field: title,
        "said": say("chart-value"),
        "of": say("chart-counted_from"),
        "interval": say("chart-interval"),
        "tier": say("chart-evidence"),
    }
    return [{"field": name, "type": "nominal", "title": text} for name, text in fields.items()]


def value(figures: Sequence[Number], *, side: str) -> Spec:
    """The channel of the value itself, on the `x` or the `y` side."""
    return {"field": "value", "type": "quantitative", "axis": axis(figures, side=side), "scale": scale(figures)}


def axis(figures: Sequence[Number], *, side: str = "y") -> Spec:
    definition = figures[0].definition
    suffix = "%" if definition.unit.is_percent else ""
    axis: Spec = {"tickCount": 4, "grid": True, "domain": False, "ticks": False, "title": None}
    axis["labelExpr"] = f"datum.label + '{suffix}'"
    if side == "x" and definition.unit.key == "per_1000":
        axis["title"] = words.unit(definition.unit)
    return axis


def scale(figures: Sequence[Number]) -> Spec:
    definition = figures[0].definition
    change = definition.method is Method.CHANGE
    known = [f for f in figures if f.is_known]
    top = max((max(f.value, f.interval.high if f.interval else f.value) for f in known), default=1.0)
    if definition.unit.key == "percent" and top > 40 and not change:
        return {"domain": [0, 100], "nice": False}
    return {"zero": True, "nice": True}


def spec(rows: list[Spec], layers: list[Spec], *, height: int) -> Spec:
    return {
        "$schema": _SCHEMA,
        "width": "container",
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},  # the height is the picture's own, labels come on top
        "data": {"values": rows},
        "layer": [{k: v for k, v in layer.items() if k != ONLY} for layer in layers if layer.get(ONLY, True)],
    }
