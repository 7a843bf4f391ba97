"""Every picture is made of figures, encodes their tier, and never turns a bound into a point."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.amount import Amount, Bound
from dashboard.core.evidence import EvidenceTier
from dashboard.core.metric import Method
from dashboard.story import charts, one_hundred, palette, published_charts
from tests import make

Spec = dict[str, Any]
BUILDERS: dict[str, Callable[[Any], Spec]] = {
    "trend": charts.trend,
    "by_call_type": lambda figures: charts.by_call_type(figures, [f"type {i}" for i in range(len(figures))]),
    "hundred": lambda figures: charts.hundred(figures, ["a"] * len(figures), [palette.BLUE] * len(figures)),
    "over_periods": published_charts.over_periods,
    "gap_map": lambda figures: published_charts.gap_map(
        figures, ["a"] * len(figures), ["b"] * len(figures), names={"a": "A"}, questions={"b": "B"}
    ),
}


def test_every_builder_is_tested_here() -> None:
    public = {
        name
        for module in (charts, published_charts)
        for name, made in inspect.getmembers(module, inspect.isfunction)
        if made.__module__ == module.__name__ and name[0] != "_"
    }
    assert public == set(BUILDERS)


@pytest.mark.parametrize("name", BUILDERS)
@pytest.mark.parametrize("raw", [90, 0.9, "90%", None, {"value": 90}, Amount(90), (40, 100)])
def test_no_builder_takes_a_raw_number(name: str, raw: object) -> None:
    with pytest.raises(TypeError, match="made of figures"):
        BUILDERS[name]([raw])


def whole() -> list[Any]:
    return [make.figure(60, 100), make.figure(40, 100, tier=EvidenceTier.ILLUSTRATIVE)]


@pytest.mark.parametrize("name", BUILDERS)
def test_every_picture_encodes_the_tier(name: str) -> None:
    spec = BUILDERS[name](whole())
    encodings = [layer["encoding"] for layer in spec["layer"]]
    by_shape = [e["shape"] for e in encodings if e.get("shape", {}).get("field") == "tier"]
    assert by_shape, "a mark's shape is the tier"
    assert by_shape[0]["scale"]["range"] == [t.shape for t in EvidenceTier]
    tips = [t["field"] for e in encodings for t in e.get("tooltip", [])]
    assert "tier" in tips
    assert {row["tier"] for row in spec["data"]["values"]} == {"Program-reported", "Illustrative"}
    assert by_shape[0]["legend"]["values"] == ["Illustrative", "Program-reported"], "several tiers need a key"


@pytest.mark.parametrize("name", BUILDERS)
def test_every_picture_is_plain_data_and_asks_nobody_for_anything(name: str) -> None:
    spec = BUILDERS[name](whole())
    assert json.loads(json.dumps(spec)) == spec
    assert '"url"' not in json.dumps(spec)


def test_a_change_of_definition_is_drawn_as_a_break() -> None:
    figures = [make.figure(period=(make.QUARTER - 1).period), make.figure(rule_version=2)]
    spec = charts.trend(figures)
    breaks = [layer for layer in spec["layer"] if layer.get("data", {}).get("values")]
    assert breaks[0]["data"]["values"][0]["quarter"] == "2026Q3"
    lines = [layer for layer in spec["layer"] if layer["mark"]["type"] == "line"]
    assert lines[0]["encoding"]["detail"] == {"field": "rule"}, "the line does not cross the break"


@pytest.mark.parametrize(
    ("amount", "kind"),
    [
        (Amount(90, Bound.AT_LEAST), "at_least"),
        (Amount(1, Bound.AT_MOST), "at_most"),
        (Amount(80, Bound.RANGE, 85), "range"),
    ],
)
def test_a_bound_is_drawn_as_a_ray_or_a_bracket(amount: Amount, kind: str) -> None:
    figure = make.figure(definition=make.definition(Method.STATED), ratio=None, amount=amount)
    spec = published_charts.over_periods([figure])
    rules = [layer for layer in spec["layer"] if layer["mark"]["type"] == "rule"]
    drawn = [layer for layer in rules if kind in layer["transform"][0]["filter"]]
    assert len(drawn) == 1
    assert "x2" in drawn[0]["encoding"]
    assert spec["data"]["values"][0]["bound"] == kind
    assert not [layer for layer in spec["layer"] if layer["mark"]["type"] == "point"], "a bound is never a point"
    assert spec["data"]["values"][0]["label"] == f"{figure.words} {figure.tier.icon}", "its tier stands beside it"


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=8).filter(lambda parts: sum(parts) > 0))
def test_the_dots_are_always_one_hundred(parts: list[int]) -> None:
    figures = [make.figure(part, sum(parts)) for part in parts]
    found = one_hundred.dots(figures)
    assert sum(found) == 100
    assert all(abs(dots - 100 * part / sum(parts)) < 1 for dots, part in zip(found, parts, strict=True))


def test_dots_of_different_wholes_or_with_a_hole_are_refused() -> None:
    with pytest.raises(ValueError, match="same denominator"):
        one_hundred.dots([make.figure(1, 2), make.figure(1, 3)])
    with pytest.raises(ValueError, match="unaccounted"):
        one_hundred.dots([make.figure(40, 100)])
    with pytest.raises(ValueError, match="same denominator"):
        one_hundred.dots([make.figure(40, 100), make.withheld()])


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    a, b = sorted((luminance(one), luminance(other)))
    return (b + 0.05) / (a + 0.05)


@pytest.mark.parametrize("colour", palette.ALL)
@pytest.mark.parametrize("ground", [palette.LIGHT_GROUND, palette.DARK_GROUND])
def test_every_mark_stands_out_from_both_grounds(colour: str, ground: str) -> None:
    assert contrast(colour, ground) >= 3


def test_the_theme_passes_wcag_aa() -> None:
    import tomllib

    from dashboard.settings import ROOT

    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    for name, ground in (("light", palette.LIGHT_GROUND), ("dark", palette.DARK_GROUND)):
        colours = theme[name]
        assert colours["backgroundColor"] == ground
        for ink in ("textColor", "linkColor", "primaryColor"):
            for behind in ("backgroundColor", "secondaryBackgroundColor"):
                assert contrast(colours[ink], colours[behind]) >= 4.5, (name, ink, behind)
        assert contrast(colours["borderColor"], ground) >= 3
        assert contrast(palette.INK[name], ground) >= 4.5
