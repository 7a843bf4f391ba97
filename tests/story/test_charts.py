"""Every picture is made of figures, encodes their tier, and never turns a bound into a point."""

from __future__ import annotations

import inspect
import re
import tomllib
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
import vl_convert
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import words
from dashboard.core.amount import Amount, Bound
from dashboard.core.evidence import EvidenceTier
from dashboard.core.figure import Figure
from dashboard.core.ledger import Missing
from dashboard.core.metric import Method
from dashboard.core.quarter import Period, Quarter
from dashboard.settings import ROOT
from dashboard.story import parts, theme
from dashboard.story.charts import one_hundred, palette, published, quarterly
from dashboard.voice import say
from dashboard.web import svg
from tests import make
from tests.pictures import drawn, marks, place, said_in

Spec = dict[str, Any]
BUILDERS: dict[str, Callable[[Any], Spec]] = {
    "trend": quarterly.trend,
    "by_call_type": lambda figures: quarterly.by_call_type(figures, [f"type {i}" for i in range(len(figures))]),
    "hundred": lambda figures: quarterly.hundred(figures, ["a"] * len(figures), [palette.BLUE] * len(figures)),
    "over_periods": published.over_periods,
    "gap_map": lambda figures: published.gap_map(
        figures, list("ac"[: len(figures)]), ["b"] * len(figures), names={"a": "A", "c": "C"}, questions={"b": "B"}
    ),
}


def test_every_builder_is_tested_here() -> None:
    public = {
        name
        for module in (quarterly, published)
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
    return [
        make.figure(60, 100),
        make.figure(40, 100, tier=EvidenceTier.ILLUSTRATIVE, period=(make.QUARTER + 1).period),
    ]


@pytest.mark.parametrize("name", BUILDERS)
def test_every_picture_draws_the_tier(name: str) -> None:
    """Two tiers are two shapes, each with its words in a key; one tier is one shape."""
    picture = drawn(BUILDERS[name](whole()))
    shapes = {one.get("d") for one in marks(picture, "symbol")}
    one_tier = drawn(BUILDERS[name]([make.figure(60, 100), make.figure(40, 100)]))
    assert len({one.get("d") for one in marks(one_tier, "symbol")}) == 1 < len(shapes)
    assert {"Illustrative", "Program-reported"} <= set(said_in(picture)), "several tiers need a key"


@pytest.mark.parametrize("name", BUILDERS)
def test_a_screen_reader_hears_no_mark_axis_or_key(name: str) -> None:
    hidden = [make.figure(60, 100), make.figure(40, 100, tier=EvidenceTier.ILLUSTRATIVE)]
    for one in drawn(BUILDERS[name](hidden)).iter():
        assert one.get("aria-label") is None, one.get("aria-label")
        assert one.get("role") != "graphics-symbol"


@pytest.mark.parametrize("name", BUILDERS)
def test_every_picture_asks_nobody_for_anything(name: str) -> None:
    svg = vl_convert.vegalite_to_svg(palette.inked(BUILDERS[name](whole()), "light"))
    assert "href=" not in svg
    assert "url(" not in svg.replace("url(#", "")


def quarters(*places: int, rules: Sequence[int] = ()) -> list[Any]:
    """A number for each of these places in a row of quarters."""
    versions = rules or [1] * len(places)
    return [
        make.figure(400 + 10 * place, 1000, period=(make.QUARTER + place).period, rule_version=rule)
        for place, rule in zip(places, versions, strict=True)
    ]


def lines(picture: Element) -> list[int]:
    """How many numbers each line joins, the dots that stand alone among them."""
    return sorted(one.get("d", "").count("L") + 1 for one in marks(picture, "line"))


def crosses(picture: Element) -> list[float]:
    return sorted(place(one)[0] for one in marks(picture, "text") if "".join(one.itertext()) == quarterly.HOLE)


def runs(places: Sequence[int]) -> list[int]:
    """The lengths of the unbroken runs, counted the slow way."""
    found: list[list[int]] = []
    for one in sorted(places):
        if found and found[-1][-1] == one - 1:
            found[-1].append(one)
        else:
            found.append([one])
    return sorted(map(len, found))


@pytest.mark.parametrize(
    "places", [(0, 1, 9), (0, 2), (0, 4, 5, 6, 14), (0, 1, 2, 3), (0, 20), (0, 1, 3, 4, 6, 7, 9)], ids=str
)
@pytest.mark.parametrize("withheld", [True, False])
def test_a_line_ends_at_a_quarter_without_a_number_and_begins_again(places: tuple[int, ...], withheld: bool) -> None:
    """Whether the quarter is given as one without a number, or not given at all."""
    figures = quarters(*places)
    if withheld:
        gone = set(range(places[-1])) - set(places)
        figures += [make.withheld(period=(make.QUARTER + place).period) for place in gone]
        figures.sort(key=lambda f: f.period.label)
    picture = drawn(quarterly.trend(figures))
    assert lines(picture) == runs(places)
    assert len(crosses(picture)) == places[-1] + 1 - len(places)
    at = sorted(place(one)[0] for one in marks(picture, "symbol"))
    steps = {round(step, 0) for step in (b - a for a, b in pairwise(sorted([*at, *crosses(picture)])))}
    assert max(steps) - min(steps) <= 1, "every quarter is a place, as wide as any other"


@settings(max_examples=15, deadline=None)
@given(st.sets(st.integers(0, 24), min_size=1, max_size=25))
def test_no_line_goes_over_a_hole_wherever_it_is(places: set[int]) -> None:
    first = min(places)
    shifted = [place - first for place in sorted(places)]
    picture = drawn(quarterly.trend(quarters(*shifted)))
    assert lines(picture) == runs(shifted)
    assert len(crosses(picture)) == shifted[-1] + 1 - len(shifted)
    assert len(marks(picture, "symbol")) == len(shifted)


@pytest.mark.parametrize("why", [Missing.LATE, Missing.RETRACTED, Missing.NOT_REPORTED, Missing.PRIVACY])
def test_whatever_the_reason_the_line_ends(why: Missing) -> None:
    first, last = quarters(0, 2)
    picture = drawn(quarterly.trend([first, make.withheld(why, period=(make.QUARTER + 1).period), last]))
    assert lines(picture) == [1, 1]
    assert len(crosses(picture)) == 1


def test_a_number_between_two_holes_shows_its_interval() -> None:
    alone, joined = (drawn(quarterly.trend(quarters(*places))) for places in ((0, 2, 3), (0, 1, 2)))
    assert len(marks(alone, "rule")) == 1
    assert not marks(joined, "rule")


def test_a_change_of_definition_is_drawn_as_a_break() -> None:
    picture = drawn(quarterly.trend(quarters(0, 1, 2, rules=(1, 1, 2))))
    assert lines(picture) == [1, 2], "the line does not cross the break"
    assert "definition changed" in said_in(picture)
    assert len(marks(picture, "rule")) == 2, "the break, and the interval of the number after it"


@pytest.mark.parametrize(
    ("amount", "dashed"),
    [
        (Amount(90, Bound.AT_LEAST), True),
        (Amount(1, Bound.AT_MOST), True),
        (Amount(80, Bound.RANGE, 85), False),
    ],
)
def test_a_bound_is_drawn_as_a_ray_or_a_bracket(amount: Amount, dashed: bool) -> None:
    figure = make.figure(definition=make.definition(Method.STATED), ratio=None, amount=amount)
    picture = drawn(published.over_periods([figure]))
    (rule,) = marks(picture, "rule")
    assert bool(rule.get("stroke-dasharray")) is dashed, "a ray is open at one end, a bracket closed at both"
    assert abs(float(rule.get("x2", "0"))) > 5, "it has a length"
    assert not marks(picture, "symbol"), "a bound is never a point"
    assert f"{words.of(figure)} {figure.tier.icon}" in said_in(picture), "its tier stands beside it"


@settings(deadline=None, max_examples=40)
@given(st.sets(st.integers(0, 12), min_size=1), st.sampled_from(["year", "quarter"]))
def test_every_period_without_a_number_between_two_is_counted_where_it_is(places: set[int], length: str) -> None:
    """Periods of a register are drawn one under the other, so that a hole of years would be nothing at all."""
    made = []
    for n in sorted(places):
        quarter = Quarter(2010, 1) + n
        ends = (date(2010 + n, 1, 1), date(2010 + n, 12, 31)) if length == "year" else (quarter.start, quarter.end)
        made.append(make.figure(40 + n, 100, period=Period(start=ends[0], end=ends[1])))
    said = said_in(drawn(published.over_periods(made)))
    holes = [b - a - 1 for a, b in pairwise(sorted(places)) if b - a > 1]
    told = [say("chart-hole_between", count=n) for n in holes]
    assert [text for text in said if text.startswith("×") and len(text.strip()) > 1] == told


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
@pytest.mark.parametrize("ground", [theme.LIGHT["ground"], theme.DARK["ground"]])
def test_every_mark_stands_out_from_both_grounds(colour: str, ground: str) -> None:
    assert contrast(colour, ground) >= 3


def test_the_theme_passes_wcag_aa() -> None:
    streamlits = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    for name, ground in (("light", theme.LIGHT["ground"]), ("dark", theme.DARK["ground"])):
        colours = streamlits[name]
        assert colours["backgroundColor"] == ground
        for ink in ("textColor", "linkColor", "primaryColor"):
            for behind in ("backgroundColor", "secondaryBackgroundColor"):
                assert contrast(colours[ink], colours[behind]) >= 4.5, (name, ink, behind)
        assert contrast(colours["borderColor"], ground) >= 3
        assert contrast(palette.INK[name], ground) >= 4.5


TIERS = (EvidenceTier.PROGRAM_REPORTED, EvidenceTier.ILLUSTRATIVE)
SERIES = st.lists(
    st.tuples(
        st.integers(0, 1000) | st.sampled_from([Missing.LATE, Missing.RETRACTED, Missing.PRIVACY]),
        st.sampled_from(TIERS),
        st.sampled_from([0, 0, 0, 1, 3]),
    ),
    min_size=1,
    max_size=12,
)


def series(drawn_at_random: Sequence[tuple[int | Missing, EvidenceTier, int]]) -> list[Any]:
    """Numbers and reasons for none in a row of quarters, some of which are not given at all."""
    at, figures = 0, []
    for value, tier, skipped in drawn_at_random:
        at += 1 + skipped
        about = {"period": (make.QUARTER + at).period, "tier": tier}
        figures.append(
            make.withheld(value, **about) if isinstance(value, Missing) else make.figure(value, 1000, **about)
        )
    return figures


@settings(max_examples=40, deadline=None)
@given(SERIES, st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=20))
def test_every_picture_says_what_it_shows_and_nothing_else_is_heard(
    at_random: list[tuple[int | Missing, EvidenceTier, int]], title: str
) -> None:
    """Of any series: a title and a description inside the picture, with its tiers, its first and last number and why
    there is none; a shape for each number, and no mark, axis or key in what a screen reader is told."""
    figures = series(at_random)
    panel = parts.panel(f"{title}, City of Somewhere", figures)
    saved = ElementTree.fromstring(svg.picture(panel))
    assert saved.get("role") == "img"
    inside = {one.tag.rpartition("}")[2]: "".join(one.itertext()) for one in saved}
    assert (inside["title"], inside["desc"]) == (panel.label, panel.alt)
    assert panel.alt.startswith(f"{title}, City of Somewhere: ")
    assert all(words.of(f.tier) in panel.alt for f in figures)
    known = [f for f in figures if isinstance(f, Figure)]
    for one in (*known[:1], *known[-1:]):
        assert words.of(one) in panel.alt
        assert words.of(one.period) in panel.alt
    assert all(words.of(f.why) in panel.alt for f in figures if not isinstance(f, Figure))
    for picture in (saved, drawn(panel.spec)):
        for one in picture.iter():
            assert one.get("aria-label") is None and one.get("role") != "graphics-symbol", one.attrib
    assert not any("role" in one.attrib for one in saved.iter() if one is not saved)
    shapes = marks(drawn(panel.spec), "symbol")
    assert len(shapes) == len(known)
    assert len({one.get("d") for one in shapes}) == len({f.tier for f in known})


def test_a_colour_stands_in_one_place() -> None:
    """And Streamlit's own theme, which is a file of constants, has the same ones."""
    colour = re.compile(r"#[0-9a-f]{6}\b|#[0-9a-f]{3}\b(?=[;\"'}) ])")
    rooms = [path for path in (ROOT / "dashboard").rglob("*") if path.suffix in (".py", ".css")]
    found = {str(path.relative_to(ROOT / "dashboard")) for path in rooms if colour.search(path.read_text())}
    assert found == {"story/charts/palette.py", "story/theme.py"}
    streamlits = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"]
    for name, colours in (("light", theme.LIGHT), ("dark", theme.DARK)):
        told = streamlits[name]
        assert (told["backgroundColor"], told["textColor"]) == (colours["ground"], colours["ink"])
        assert told["borderColor"] == theme.LINE
