"""Pictures of published figures: their bounds over time and across programs, and where the evidence is missing.

As in `charts`: figures in, a specification out, every one encodes the tier.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping, Sequence

from dashboard import words
from dashboard.core.evidence import EvidenceTier
from dashboard.core.figure import Figure, Number
from dashboard.story import encode, palette
from dashboard.story.blocks import figures_only
from dashboard.story.encode import Spec

_POINTS = ("exact", "approx")  # a bound or a range is a line that is open or closed, never a point at its end


def over_periods(figures: Sequence[Number], *, names: Sequence[str] = (), colour: str = palette.BLUE) -> Spec:
    """Published figures of one definition, a line each by period or by name, bounds as rays and brackets."""
    rows = []
    for index, figure in enumerate(figures_only(figures)):
        if not isinstance(figure, Figure):
            continue
        label = names[index] if names else figure.period.label or words.of(figure.period)
        rows.append(
            encode.row(figure)
            | {
                "period": "\n".join(textwrap.wrap(label, encode.LABEL)),
                "start": "" if names else str(figure.period.start or figure.period.end),
                "bound": figure.amount.bound.value,
                "label": f"{words.of(figure)} {figure.tier.icon}",
                "to": figure.amount.high,
            }
        )
    rows.sort(key=lambda row: row["start"])
    order = list(dict.fromkeys(row["period"] for row in rows))
    y = {
        "field": "period",
        "type": "nominal",
        "sort": order,
        "axis": encode.label_axis(),
    }
    x = encode.value(figures, side="x")
    ray = {"type": "rule", "color": colour, "strokeWidth": 2, "strokeDash": [5, 3]}
    known = {"filter": "isValid(datum.value)"}
    layers: list[Spec] = [
        {  # a range: a bracket from end to end
            encode.ONLY: [r for r in rows if r["bound"] == "range"],
            "transform": [{"filter": "datum.bound == 'range'"}],
            "mark": {"type": "rule", "color": colour, "strokeWidth": 4},
            "encoding": {"y": y, "x": x, "x2": {"field": "to"}},
        },
        {  # at least: a ray to the right, from the printed value on
            encode.ONLY: [r for r in rows if r["bound"] == "at_least"],
            "transform": [{"filter": "datum.bound == 'at_least'"}],
            "mark": ray,
            "encoding": {"y": y, "x": x, "x2": {"value": "width"}},
        },
        {  # at most: a ray to the left
            encode.ONLY: [r for r in rows if r["bound"] == "at_most"],
            "transform": [{"filter": "datum.bound == 'at_most'"}],
            "mark": ray,
            "encoding": {"y": y, "x": x, "x2": {"value": 0}},
        },
        {
            encode.ONLY: [r for r in rows if r["value"] is not None and r["bound"] in _POINTS],
            "transform": [known, {"filter": {"field": "bound", "oneOf": list(_POINTS)}}],
            "mark": {"type": "point", "filled": True, "opacity": 1, "size": 70, "color": colour},
            "encoding": {
                "y": y,
                "x": x,
                "shape": encode.tier_shape(figures),
                "tooltip": encode.tooltip("period", "Period"),
            },
        },
        {
            encode.ONLY: [r for r in rows if r["value"] is not None],
            "transform": [known],
            "mark": {"type": "text", "dy": -12, "fontSize": 11},
            "encoding": {"y": y, "x": x, "text": {"field": "label"}},
        },
    ]
    return encode.spec(rows, layers, height=46 * max(1, len(order)))


def gap_map(
    figures: Sequence[Number],
    rows_of: Sequence[str],
    columns_of: Sequence[str],
    *,
    names: Mapping[str, str],
    questions: Mapping[str, str],
) -> Spec:
    """A cell for each program and family, keyed by their ids and labeled by their names: who stands behind the figure
    chosen by its shape, a dot where nothing was found."""
    rows = [
        encode.row(f)
        | {"program": r, "family": c, "found": isinstance(f, Figure), "place": names[r], "question": questions[c]}
        for f, r, c in zip(figures_only(figures), rows_of, columns_of, strict=True)
    ]
    order = list(dict.fromkeys(rows_of))
    y = {
        "field": "program",
        "type": "nominal",
        "sort": order,
        "axis": encode.label_axis() | {"labelExpr": f"{json.dumps(dict(names))}[datum.label]", "labelLimit": 250},
    }
    x = {
        "field": "family",
        "type": "nominal",
        "sort": list(dict.fromkeys(columns_of)),
        "axis": {
            "title": None,
            "orient": "top",
            "labelAngle": -90,
            "labelLimit": 220,
            "ticks": False,
            "domain": False,
            "labelExpr": f"{json.dumps(dict(questions))}[datum.label]",
        },
    }
    tips = [
        {"field": name, "type": "nominal", "title": title}
        for name, title in {
            "place": "Program",
            "question": "Question",
            "said": "Figure",
            "tier": "Evidence",
        }.items()
    ]
    layers: list[Spec] = [
        {
            encode.ONLY: [r for r in rows if not r["found"]],
            "transform": [{"filter": "!datum.found"}],
            "mark": {"type": "text", "text": "·", "fontSize": 16},
            "encoding": {"x": x, "y": y, "tooltip": tips[:3]},
        },
        {
            encode.ONLY: [r for r in rows if r["found"]],
            "transform": [{"filter": "datum.found"}],
            "mark": {"type": "point", "filled": True, "opacity": 1, "size": 150, "color": palette.BLUE},
            "encoding": {
                "x": x,
                "y": y,
                "shape": encode.tier_shape([f for f in figures if isinstance(f, Figure)]),
                "color": {
                    "condition": {
                        "test": f"datum.tier == {json.dumps(words.of(EvidenceTier.INDEPENDENTLY_VERIFIED))}",
                        "value": palette.TEAL,
                    },
                    "value": palette.GREY,
                },
                "tooltip": tips,
            },
        },
    ]
    return encode.spec(rows, layers, height=22 * len(order))
