"""Pictures of figures, as Vega-Lite specifications. Takes figures and nothing else; every one encodes the tier.

No page, no request, no theme: a builder is a pure function from figures to a dictionary.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from dashboard import words
from dashboard.core.figure import Number
from dashboard.core.happening import STOPS, Event
from dashboard.core.intervals import Steadiness
from dashboard.core.ledger import Missing
from dashboard.core.quarter import Quarter
from dashboard.story.blocks import figures_only
from dashboard.story.charts import encode, one_hundred, palette
from dashboard.story.charts.encode import Spec
from dashboard.voice import say

PER_LINE = 20
HOLE = "×"  # on the axis, where a quarter has no number
_FEW = 8  # quarters that have room for a label each
_YEAR_LABEL = "slice(datum.label, 4) == 'Q1' ? slice(datum.label, 0, 4) : ''"
_QUARTER_LABEL = (
    "[slice(datum.label, 4), slice(datum.label, 4) == 'Q1' || datum.index == 0 ? slice(datum.label, 0, 4) : '']"
)
WHOLE_DOT, LESS_THAN_A_DOT = 110, 20  # areas: some, and fewer than one of a hundred, is a speck and not nothing


def trend(figures: Sequence[Number], *, height: int = 200, colour: str = palette.BLUE) -> Spec:
    """One metric of one program over its quarters: line, interval, tier by shape, a break and a mark where the rule or
    the service changed. Every quarter from the first to the last is a place; the line ends before one without a number
    and begins again after."""
    figures = figures_only(figures)
    places = _places(figures)
    rows = _on_lines(figures, places)
    x = _quarters(places)
    y = encode.value(figures, side="y")
    numbers = {
        encode.ONLY: [r for r in rows if r["value"] is not None],
        "transform": [{"filter": "isValid(datum.value)"}],
    }
    tips = encode.tooltip("quarter", say("pick-quarter"))
    layers: list[Spec] = [
        *_breaks(figures, x, height=height),
        *_intervals(rows, x, colour),
        {
            **numbers,
            "mark": {"type": "line", "color": colour, "strokeWidth": 2},
            "encoding": {"x": x, "y": y, "detail": {"field": "run"}},
        },
        {
            **numbers,
            "mark": {"type": "point", "filled": True, "opacity": 1, "size": 44, "color": colour},
            "encoding": {"x": x, "y": y, "shape": encode.tier_shape(figures), "tooltip": tips},
        },
        _hole_marks(rows, places, x, height=height),
    ]
    return encode.spec(rows, layers, height=height)


def _on_lines(figures: Sequence[Number], places: Sequence[str]) -> list[Spec]:
    """A row for each quarter, and the line it is on: one for each stretch of the same rule and the same service."""
    rows = [
        encode.row(f) | {"quarter": f.period.label, "rule": f"{f.rule_version}, {len(f.cover.changes)}"}
        for f in figures
    ]
    runs = _runs(rows, places)
    return [row | {"run": runs.get(row["quarter"])} for row in rows]


def _quarters(places: list[str]) -> Spec:
    """The quarters along the foot: each with its label where there is room, else the years alone."""
    axis = {
        "title": None,
        "labelAngle": 0,
        "ticks": False,
        "labelOverlap": True,
        "labelExpr": _QUARTER_LABEL if len(places) <= _FEW else _YEAR_LABEL,
    }
    return {"field": "quarter", "type": "ordinal", "sort": places, "scale": {"domain": places}, "axis": axis}


def _intervals(rows: Sequence[Spec], x: Spec, colour: str) -> list[Spec]:
    """The intervals along each line as an area. An area needs two places: a number that stands alone shows its interval
    as a line."""
    between = {"y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}}
    runs = {row["quarter"]: row["run"] for row in rows if row["run"] is not None}
    alone = [run for run, many in Counter(runs.values()).items() if many == 1]
    some = [r for r in rows if r["low"] is not None]
    return [
        {
            encode.ONLY: some,
            "transform": [{"filter": "isValid(datum.low)"}],
            "mark": {"type": "area", "opacity": 0.2, "color": colour},
            "encoding": {"x": x, **between, "detail": {"field": "run"}},
        },
        {
            encode.ONLY: [r for r in some if r["run"] in alone],
            "transform": [{"filter": "isValid(datum.low)"}, {"filter": {"field": "run", "oneOf": alone}}],
            "mark": {"type": "rule", "opacity": 0.4, "strokeWidth": 4, "color": colour},
            "encoding": {"x": x, **between},
        },
    ]


def _hole_marks(rows: Sequence[Spec], places: Sequence[str], x: Spec, *, height: int) -> Spec:
    """A mark on the axis for each quarter without a number, which tells why there is none."""
    holes = [{"quarter": place, "why": why, "tier": rows[0]["tier"]} for place, why in _holes(rows, places).items()]
    told = {"quarter": say("pick-quarter"), "why": say("program-column_value"), "tier": say("chart-evidence")}
    tips = [{"field": name, "type": "nominal", "title": title} for name, title in told.items()]
    return {
        encode.ONLY: holes,
        "data": {"values": holes},
        "mark": {"type": "text", "text": HOLE, "fontSize": 13, "baseline": "bottom"},
        "encoding": {"x": x, "y": {"value": height}, "tooltip": tips},
    }


def _breaks(figures: Sequence[Number], x: Spec, *, height: int) -> list[Spec]:
    """A line across the picture where the rule or the service changed, with what happened: before the first quarter
    that it touches, and for what stopped the program, after it."""
    changed = {b.period.label for a, b in pairwise(figures) if a.rule_version != b.rule_version}
    told: dict[tuple[int, str], list[Spec]] = {}  # by the side of the quarter and where the words stand
    seen: set[Event] = set(figures[0].cover.changes) - set(figures[0].cover.by) if figures else set()
    for figure in figures:
        quarter, tier = figure.period.label, words.of(figure.tier)
        new = [e for e in dict.fromkeys((*figure.cover.by, *figure.cover.changes)) if e not in seen]
        seen.update(new)
        for after in (0, 1):
            why = [say("chart-definition_changed")] if quarter in changed and not after else []
            why += [words.mark(e) for e in new if (e.what in STOPS) is bool(after)]
            align = "left" if figure is figures[0] and not after else "right"
            if why:
                row = {"quarter": quarter, "why": " · ".join(why), "tier": tier}
                told.setdefault((after, align), []).append(row)
    layers: list[Spec] = []
    for (side, align), rows in told.items():
        at = x | {"bandPosition": side}
        text = {"type": "text", "align": align, "baseline": "bottom", "dx": 4 if align == "left" else -4, "dy": -3}
        layers += [
            {
                "data": {"values": rows},
                "mark": {"type": "rule", "strokeDash": [4, 3], "color": palette.GREY},
                "encoding": {"x": at},
            },
            {
                "data": {"values": rows},
                "mark": text | {"fontSize": 11},
                "encoding": {"x": at, "y": {"value": height}, "text": {"field": "why"}},
            },
        ]
    return layers


def _places(figures: Sequence[Number]) -> list[str]:
    """Every quarter from the first to the last of these, those between that none of them is of too."""
    quarters = sorted(Quarter.parse(f.period.label) for f in figures)
    return [str(quarters[0] + step) for step in range(quarters[-1].since(quarters[0]) + 1)] if quarters else []


def _runs(rows: Sequence[Spec], places: Sequence[str]) -> dict[str, str]:
    """By quarter with a number: the line it is on, which ends at a place without one and where the rule changes."""
    rules = {row["quarter"]: row["rule"] for row in rows if row["value"] is not None}
    runs: dict[str, str] = {}
    before = ""
    for place in places:
        if place in rules:
            goes_on = before in runs and rules[before] == rules[place]
            runs[place] = runs[before] if goes_on else place
        before = place
    return runs


def _holes(rows: Sequence[Spec], places: Sequence[str]) -> dict[str, str]:
    """By quarter without a number: why there is none."""
    told = {row["quarter"]: row["instead"] for row in rows}
    found = {place: told.get(place, words.of(Missing.NOT_REPORTED)) for place in places}
    return {place: why for place, why in found.items() if why}


def by_call_type(figures: Sequence[Number], names: Sequence[str], *, colour: str = palette.BLUE) -> Spec:
    """One metric of one quarter, a line per call type: value, interval, tier by shape; hollow when unsteady."""
    lines = ["\n".join(textwrap.wrap(name, encode.LABEL)) for name in names]
    rows = [
        encode.row(f) | {"call_type": name, "steady": f.is_known and f.steadiness is not Steadiness.UNSTEADY}
        for f, name in zip(figures_only(figures), lines, strict=True)
    ]
    y = {
        "field": "call_type",
        "type": "nominal",
        "sort": lines,
        "axis": encode.label_axis(),
    }
    x = encode.value(figures, side="x")
    point: Spec = {"type": "point", "opacity": 1, "size": 70, "color": colour, "strokeWidth": 2}
    known = {"filter": "isValid(datum.value)"}
    layers: list[Spec] = [
        {
            encode.ONLY: [r for r in rows if r["low"] is not None],
            "transform": [{"filter": "isValid(datum.low)"}],
            "mark": {"type": "rule", "color": colour, "strokeWidth": 2, "opacity": 0.6},
            "encoding": {"y": y, "x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}},
        },
        *[
            {
                encode.ONLY: [r for r in rows if r["value"] is not None and r["steady"] is filled],
                "transform": [known, {"filter": "datum.steady" if filled else "!datum.steady"}],
                "mark": point | {"filled": filled} | ({} if filled else {"fill": "transparent"}),
                "encoding": {
                    "y": y,
                    "x": x,
                    "shape": encode.tier_shape(figures),
                    "tooltip": encode.tooltip("call_type", say("pick-call_type")),
                },
            }
            for filled in (True, False)
        ],
        {
            encode.ONLY: [r for r in rows if r["value"] is None],
            "transform": [{"filter": "!isValid(datum.value)"}],
            "mark": {"type": "text", "align": "left", "fontSize": 11, "dx": 4},
            "encoding": {
                "y": y,
                "x": {"value": 0},
                "text": {"field": "instead"},
                "tooltip": encode.tooltip("call_type", say("pick-call_type")),
            },
        },
    ]
    return encode.spec(rows, layers, height=30 * max(1, len(rows)))


def hundred(figures: Sequence[Number], labels: Sequence[str], colours: Sequence[str]) -> Spec:
    """Shares of one whole as one hundred dots, a labeled group each; a speck for what is fewer than one. ValueError
    unless they are of one base."""
    shares = figures_only(figures)
    told = one_hundred.labels(shares)
    lines: list[str] = []
    rows: list[Spec] = []
    for figure, label, colour, count, said in zip(shares, labels, colours, one_hundred.dots(shares), told, strict=True):
        for line in range(max(1, -(-count // PER_LINE))):
            lines.append(f"{label}: {said}|{line}")
        some = bool(figure.value)
        for dot in range(max(count, 1 if some else 0)):
            rows.append(
                encode.row(figure)
                | {
                    "line": f"{label}: {said}|{dot // PER_LINE}",
                    "place": dot % PER_LINE + 1,
                    "colour": colour,
                    "group": label,
                    "size": WHOLE_DOT if count else LESS_THAN_A_DOT,
                }
            )
    y = {
        "field": "line",
        "type": "nominal",
        "sort": lines,
        "scale": {"domain": lines, "paddingInner": 0.1},
        "axis": {
            "title": None,
            "ticks": False,
            "domain": False,
            "labelLimit": 220,
            "labelExpr": "split(datum.label, '|')[1] == '0' ? split(datum.label, '|')[0] : ''",
        },
    }
    x = {
        "field": "place",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0.5, PER_LINE + 0.5], "nice": False, "zero": False},
    }
    tooltip = [
        {"field": "group", "type": "nominal", "title": say("overview-ends_ending")},
        {"field": "said", "type": "nominal", "title": say("chart-share")},
        {"field": "of", "type": "nominal", "title": say("chart-counted_from")},
        {"field": "tier", "type": "nominal", "title": say("chart-evidence")},
    ]
    layer = {
        "mark": {"type": "point", "filled": True, "opacity": 1},
        "encoding": {
            "x": x,
            "y": y,
            "shape": encode.tier_shape(shares),
            "color": {"field": "colour", "type": "nominal", "scale": None},
            "size": {"field": "size", "type": "quantitative", "scale": None},
            "tooltip": tooltip,
        },
    }
    return encode.spec(rows, [layer], height=20 * len(lines))
