"""Pictures of published figures: their bounds over time and across programs, and where the evidence is missing.

As in `charts`: figures in, a specification out, every one encodes the tier.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping, Sequence

from dashboard import words
from dashboard.core.evidence import EvidenceTier
from dashboard.core.figure import Number
from dashboard.core.quarter import Period
from dashboard.story.blocks import figures_only
from dashboard.story.charts import encode, palette
from dashboard.story.charts.encode import Spec
from dashboard.story.charts.quarterly import HOLE
from dashboard.voice import say

_POINTS = ("exact", "approx")  # a bound or a range is a line that is open or closed, never a point at its end


def over_periods(figures: Sequence[Number], *, names: Sequence[str] = (), colour: str = palette.BLUE) -> Spec:
    """Published figures of one definition, a line each by period or by name, bounds as rays and brackets. Between
    periods of one length that do not follow each other stands a line that says how many have no number."""
    rows = _with_holes(_by_period(figures, names))
    order = list(dict.fromkeys(row["period"] for row in rows))
    y = {"field": "period", "type": "nominal", "sort": order, "axis": encode.label_axis()}
    at = {"y": y, "x": encode.value(figures, side="x")}
    layers = [*_bounds(rows, at, colour), *_values(rows, at, colour, shape=encode.tier_shape(figures)), _holes(rows, y)]
    return encode.spec(rows, layers, height=46 * max(1, len(order)))


def _by_period(figures: Sequence[Number], names: Sequence[str]) -> list[Spec]:
    """A row for each figure with a number: by the day on which its period begins, or, named, in the order given."""
    rows = []
    for index, figure in enumerate(figures_only(figures)):
        if not figure.is_known:
            continue
        label = names[index] if names else figure.period.label or words.of(figure.period)
        rows.append(
            encode.row(figure)
            | {
                "period": "\n".join(textwrap.wrap(label, encode.LABEL)),
                "start": "" if names else str(figure.period.start or figure.period.end),
                "days": None if names else _days(figure.period),
                "bound": figure.amount.bound.value,
                "label": f"{words.of(figure)} {figure.tier.icon}",
                "to": figure.amount.high,
            }
        )
    return sorted(rows, key=lambda row: row["start"])


def _days(period: Period) -> tuple[int, int] | None:
    """The first and the last day of a period, counted; None where one of them is not known."""
    return (period.start.toordinal(), period.end.toordinal()) if period.start and period.end else None


_SLACK = 3  # days by which months, quarters or years differ among themselves


def _with_holes(rows: Sequence[Spec]) -> list[Spec]:
    """The rows in order, and a row between two periods of one length where others of that length lie between."""
    found: list[Spec] = []
    for before, row in zip([None, *rows], rows, strict=False):
        if before is not None and (count := _between(before["days"], row["days"])):
            said = say("chart-hole_between", count=count)
            found.append(
                {"period": f"{HOLE}{' ' * len(found)}", "said": said, "value": None, "bound": "", "hole": True}
            )
        found.append(row)
    return [{name: value for name, value in row.items() if name != "days"} for row in found]


def _between(before: tuple[int, int] | None, after: tuple[int, int] | None) -> int:
    """How many periods lie between two of the same length; 0 where they follow each other, overlap, or are unlike."""
    if before is None or after is None:
        return 0
    length = after[1] - after[0] + 1
    if abs(before[1] - before[0] + 1 - length) > _SLACK:
        return 0
    return max(0, round((after[0] - before[1] - 1) / length))


def _holes(rows: Sequence[Spec], y: Spec) -> Spec:
    """How many periods have no number, in words where their line is."""
    return {
        encode.ONLY: [r for r in rows if r.get("hole")],
        "transform": [{"filter": "datum.hole"}],
        "mark": {"type": "text", "align": "left", "fontSize": 11, "dx": 4},
        "encoding": {"y": y, "x": {"value": 0}, "text": {"field": "said"}},
    }


def _bounds(rows: Sequence[Spec], at: Spec, colour: str) -> list[Spec]:
    """What is told as a range: a bracket from end to end. As at least: a ray to the right, from the printed value on.
    As at most: a ray to the left."""
    bracket = {"type": "rule", "color": colour, "strokeWidth": 4}
    ray = {"type": "rule", "color": colour, "strokeWidth": 2, "strokeDash": [5, 3]}
    drawn = (
        ("range", bracket, {"field": "to"}),
        ("at_least", ray, {"value": "width"}),
        ("at_most", ray, {"value": 0}),
    )
    return [
        {
            encode.ONLY: [r for r in rows if r["bound"] == bound],
            "transform": [{"filter": f"datum.bound == '{bound}'"}],
            "mark": mark,
            "encoding": {**at, "x2": end},
        }
        for bound, mark, end in drawn
    ]


def _values(rows: Sequence[Spec], at: Spec, colour: str, *, shape: Spec) -> list[Spec]:
    """A point at each number that is told as one, and every number in words."""
    known = {"filter": "isValid(datum.value)"}
    return [
        {
            encode.ONLY: [r for r in rows if r["value"] is not None and r["bound"] in _POINTS],
            "transform": [known, {"filter": {"field": "bound", "oneOf": list(_POINTS)}}],
            "mark": {"type": "point", "filled": True, "opacity": 1, "size": 70, "color": colour},
            "encoding": {**at, "shape": shape, "tooltip": encode.tooltip("period", say("program-column_period"))},
        },
        {
            encode.ONLY: [r for r in rows if r["value"] is not None],
            "transform": [known],
            "mark": {"type": "text", "dy": -12, "fontSize": 11},
            "encoding": {**at, "text": {"field": "label"}},
        },
    ]


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
        encode.row(f) | {"program": r, "family": c, "found": f.is_known, "place": names[r], "question": questions[c]}
        for f, r, c in zip(figures_only(figures), rows_of, columns_of, strict=True)
    ]
    order = list(dict.fromkeys(rows_of))
    axis = encode.label_axis() | {"labelExpr": _labels(names), "labelLimit": 250}
    y = {"field": "program", "type": "nominal", "sort": order, "axis": axis}
    at = {"x": _across(list(dict.fromkeys(columns_of)), questions), "y": y}
    shape = encode.tier_shape([f for f in figures if f.is_known])
    return encode.spec(rows, [_nothing_found(rows, at), _found(rows, at, shape)], height=22 * len(order))


def _labels(names: Mapping[str, str]) -> str:
    """The expression by which an axis of ids is labeled with names."""
    return f"{json.dumps(dict(names))}[datum.label]"


def _across(families: list[str], questions: Mapping[str, str]) -> Spec:
    """The questions along the top, read from below."""
    axis = {
        "title": None,
        "orient": "top",
        "labelAngle": -90,
        "labelLimit": 220,
        "ticks": False,
        "domain": False,
        "labelExpr": _labels(questions),
    }
    return {"field": "family", "type": "nominal", "sort": families, "axis": axis}


def _tips() -> list[Spec]:
    """What a cell tells of itself; the last is of figures alone."""
    named = {
        "place": say("pick-program"),
        "question": say("overview-column_question"),
        "said": say("figure-title"),
        "tier": say("chart-evidence"),
    }
    return [{"field": name, "type": "nominal", "title": title} for name, title in named.items()]


def _nothing_found(rows: Sequence[Spec], at: Spec) -> Spec:
    return {
        encode.ONLY: [r for r in rows if not r["found"]],
        "transform": [{"filter": "!datum.found"}],
        "mark": {"type": "text", "text": "·", "fontSize": 16},
        "encoding": {**at, "tooltip": _tips()[:3]},
    }


def _found(rows: Sequence[Spec], at: Spec, shape: Spec) -> Spec:
    """The figures, by the shape of who stands behind them; what was checked from outside has a colour of its own."""
    checked = f"datum.tier == {json.dumps(words.of(EvidenceTier.INDEPENDENTLY_VERIFIED))}"
    return {
        encode.ONLY: [r for r in rows if r["found"]],
        "transform": [{"filter": "datum.found"}],
        "mark": {"type": "point", "filled": True, "opacity": 1, "size": 150, "color": palette.BLUE},
        "encoding": {
            **at,
            "shape": shape,
            "color": {"condition": {"test": checked, "value": palette.TEAL}, "value": palette.GREY},
            "tooltip": _tips(),
        },
    }
