"""A number never travels alone: no tier, no figure; no base, no share; no source, no number."""

import dataclasses
from enum import Enum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import words
from dashboard.core.amount import UNITS, Amount, Bound, Ratio
from dashboard.core.figure import Figure, Number, differences
from dashboard.core.intervals import Interval, Steadiness
from dashboard.core.ledger import Missing
from dashboard.core.metric import Method, Polarity
from tests import make

ratios = st.integers(1, 50_000).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d)))


def test_a_figure_without_a_tier_cannot_be_made() -> None:
    fields = {f.name: getattr(make.figure(), f.name) for f in dataclasses.fields(Figure) if f.name != "standing"}
    with pytest.raises(TypeError, match="standing"):
        Figure(**fields)
    for not_a_tier in (None, "program_reported", 2):
        with pytest.raises(TypeError, match="carries an evidence tier"):
            make.figure(tier=not_a_tier)


def test_a_withheld_figure_has_a_tier_and_no_value() -> None:
    with pytest.raises(TypeError, match="carries an evidence tier"):
        make.withheld(tier=None)
    assert make.withheld().value is None


def answers(number: Number) -> dict[str, object]:
    """What a number says under each of its public names that takes no argument."""
    names = (name for name in dir(number) if not name.startswith("_"))
    return {name: told for name in names if not callable(told := getattr(number, name))}


def test_the_place_of_a_figure_answers_what_a_figure_answers_and_the_other_way_round() -> None:
    figure, place = answers(make.figure()), answers(make.withheld())
    assert set(figure) == set(place) >= {"amount", "interval", "inputs", "why", "tier", "verifications"}


def test_the_place_of_a_figure_answers_with_no_number() -> None:
    """Its revision and that of the rule tell which, not how much."""
    place = make.withheld(why=Missing.PRIVACY, revision=2, caveat="moved", computed_here=True)
    told = {name: answer for name, answer in answers(place).items() if not isinstance(answer, bool | Enum)}
    numbers = {name for name, answer in told.items() if isinstance(answer, float | int | Amount | Ratio | Interval)}
    assert numbers == {"revision", "rule_version"}
    assert not place.is_known and place.why is Missing.PRIVACY
    nothing = (place.amount, place.value, place.ratio, place.interval, place.steadiness)
    assert nothing == (None, None, None, None, None)
    assert (place.inputs, place.formula, place.verifications) == ((), "", ())


def test_a_figure_has_no_reason_to_be_missing() -> None:
    figure = make.figure()
    assert figure.is_known and (figure.why, figure.note) == (None, ())


def test_nothing_is_said_of_a_number_where_there_is_none() -> None:
    place = make.withheld()
    for say in (words.interval, words.steadiness, words.zero, words.computed, words.formula):
        assert say(place) == ""


def test_a_figure_names_a_source() -> None:
    with pytest.raises(ValueError, match="at least one source"):
        make.figure(sources=())


@given(ratios)
def test_a_share_stays_in_its_scale_and_inside_its_interval(ratio: tuple[int, int]) -> None:
    figure = make.figure(*ratio)
    interval = figure.interval
    assert interval is not None
    assert 0 <= interval.low <= interval.high <= 100
    assert interval.low - 1e-9 <= figure.value <= interval.high + 1e-9
    assert 0 <= figure.value <= 100


def test_a_part_above_its_whole_is_refused() -> None:
    with pytest.raises(ValueError, match="above its whole"):
        make.figure(12, 10)


def test_a_base_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="base above 0"):
        Ratio(0, 0)


def test_a_printed_share_must_agree_with_its_printed_parts() -> None:
    assert words.of(make.figure(13042, 37113, amount=Amount(35))) == "35%"
    with pytest.raises(ValueError, match="printed 36"):
        make.figure(13042, 37113, amount=Amount(36))


SAID = [
    # what is printed, of 1 in 100 or of `parts`; whether it can be so
    (Amount(99), {}, False),
    (Amount(1), {}, True),
    (Amount(float("nan")), {}, False),
    (Amount(99, Bound.AT_LEAST), {}, False),
    (Amount(1, Bound.AT_LEAST), {}, True),
    (Amount(0.2, Bound.AT_LEAST), {}, True),
    (Amount(0, Bound.AT_MOST), {"parts": (2, 100)}, False),
    (Amount(3, Bound.AT_MOST), {}, True),
    (Amount(99, Bound.APPROXIMATELY), {}, False),
    (Amount(25, Bound.APPROXIMATELY), {"parts": (2123, 8622)}, True),
    (Amount(80, Bound.RANGE, 85), {}, False),
    (Amount(0, Bound.RANGE, 85), {}, True),
    (Amount(0, Bound.RANGE, 85), {"parts": (90, 100)}, False),
    (Amount(99), {"unit": UNITS["per_1000"]}, False),
    (Amount(10), {"unit": UNITS["per_1000"]}, True),
    (Amount(50), {"unit": UNITS["percent_change"], "parts": (120, 100)}, False),
    (Amount(20), {"unit": UNITS["percent_change"], "parts": (120, 100)}, True),
    (Amount(99), {"unit": UNITS["calls"]}, False),
    (Amount(1), {"unit": UNITS["calls"]}, True),
    (Amount(99), {"unit": UNITS["minutes"]}, True),  # minutes are no calls: the parts say nothing of them
]


@pytest.mark.parametrize("method", [Method.STATED, Method.SHARE])
@pytest.mark.parametrize(("amount", "about", "true"), SAID)
def test_what_is_printed_agrees_with_its_parts_whatever_its_bound_and_method(
    amount: Amount, about: dict[str, Any], true: bool, method: Method
) -> None:
    if method is Method.SHARE and "unit" in about:
        return
    known = dict(about)
    parts = known.pop("parts", (1, 100))
    definition = make.definition(method, **known)
    if true:
        assert make.figure(*parts, amount=amount, definition=definition).amount == amount
    else:
        with pytest.raises(ValueError, match=f"but {parts[0]}/{parts[1]} is"):
            make.figure(*parts, amount=amount, definition=definition)


def test_a_measure_of_the_ledger_is_of_its_own_family() -> None:
    """Called an effect, a study could have raised it."""
    with pytest.raises(ValueError, match="the measure phone_resolution is of the family phone_resolution, not effect"):
        make.figure(definition=make.definition(family="effect"))
    with pytest.raises(ValueError, match="is of the family phone_resolution"):
        make.withheld(definition=make.definition(family="effect"))


def test_a_rate_without_its_parts_is_refused() -> None:
    with pytest.raises(ValueError, match="comes with its numerator"):
        make.figure(ratio=None)


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (Amount(90, Bound.AT_LEAST), "at least 90%"),
        (Amount(1, Bound.AT_MOST), "at most 1%"),
        (Amount(80, Bound.APPROXIMATELY), "about 80%"),
        (Amount(80, Bound.RANGE, 85), "80 to 85%"),
        (Amount(85.4), "85.4%"),
        (Amount(0), "0%"),
    ],
)
def test_a_bound_stays_a_bound_in_words(amount: Amount, said: str) -> None:
    assert words.amount(amount, UNITS["percent"]) == said


def test_only_a_range_has_two_ends() -> None:
    with pytest.raises(ValueError, match="a range has"):
        Amount(80, Bound.RANGE)
    with pytest.raises(ValueError, match="a range has"):
        Amount(80, Bound.EXACT, 85)
    with pytest.raises(ValueError, match="low to high"):
        Amount(85, Bound.RANGE, 80)


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (1, "injuries", "1 injury"),
        (0, "injuries", "0 injuries"),
        (1666732, "usd", "$1,666,732"),
        (-1000000, "usd", "-$1,000,000"),
        (-34, "percent_change", "-34%"),
        (12.5, "percent_change", "+12.5%"),
        (9400, "calls", "9,400 calls"),
    ],
)
def test_a_number_is_said_with_its_unit(value: float, unit: str, said: str) -> None:
    assert words.amount(Amount(value), UNITS[unit]) == said


def test_two_figures_say_which_fields_keep_them_off_one_axis() -> None:
    capture = make.definition(key="capture_rate", family="capture", denominator="all mental-health calls")
    assert differences(make.figure(), make.figure()) == ()
    found = differences(make.figure(), make.figure(definition=capture))
    assert found == ("family", "definition", "denominator")
    assert differences(make.figure(), make.figure(rule_version=2)) == ("eligibility_rule",)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"definition": make.definition(version=2)}, "definition_version"),
        ({"definition": make.definition(polarity=Polarity.ABSENCE)}, "direction"),
        ({"definition": make.definition(numerator="calls routed")}, "definition"),
        ({"definition": make.definition(denominator="calls routed")}, "denominator"),
        ({"call_type": "welfare_check"}, "call_type"),
    ],
)
def test_every_part_of_a_definition_keeps_two_figures_apart(changes: dict[str, Any], field: str) -> None:
    assert differences(make.figure(), make.figure(**changes)) == (field,)
    elsewhere = make.figure(program_id="elsewhere", figure_id="elsewhere.2026Q3.all.phone_resolution", **changes)
    assert differences(make.figure(), elsewhere) == (field,), "one rule for one program and for two"


@pytest.mark.parametrize(("numerator", "denominator", "said"), [(1, 834, "1.2"), (1, 16_000, "0.06"), (0, 900, "0")])
def test_a_handful_of_cases_is_not_told_to_the_hundredth(numerator: int, denominator: int, said: str) -> None:
    assert words.of(make.figure(numerator, denominator, Method.RATE)).startswith(f"{said} ")


def test_steadiness_is_said_in_words() -> None:
    assert make.figure(4, 9).steadiness is Steadiness.UNSTEADY
    assert make.figure(400, 900).steadiness is Steadiness.STEADY
    assert make.figure(0, 900).steadiness is Steadiness.ALL_OR_NONE
    assert make.figure(0, 900, Method.RATE).steadiness is Steadiness.ALL_OR_NONE
