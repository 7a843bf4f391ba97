"""What only follows from another finding stands under it, and no two lines are the same."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.core.finding import CellAddress, Finding, Severity, critical, folded
from dashboard.words import findings as spoken


def finding(rule: str, *because: str, severity: Severity = Severity.CONFIRM, found: str = "") -> Finding:
    keys = tuple(f"{cause}|2026Q3||" for cause in because)
    return Finding(
        rule=rule,
        severity=severity,
        place=CellAddress(),
        written=(("found", found or rule), ("expected", "something else"), ("todo", f"Mend {rule}.")),
        quarter="2026Q3",
        because=keys,
    )


def also(finding: Finding) -> tuple[str, ...]:
    return tuple(map(spoken.found, finding.also))


def test_what_follows_is_said_under_its_cause_and_not_beside_it() -> None:
    made = folded([finding("jump", "vanished"), finding("vanished", "unknown"), finding("unknown")])
    assert [(f.rule, also(f)) for f in made] == [("unknown", ("jump", "vanished"))]
    assert spoken.whole(made[0]).startswith("Jul to Sep 2026: the whole quarter: found unknown;")
    assert spoken.whole(made[0]).endswith("This follows from it: jump; vanished.")


def test_what_has_no_cause_here_stands_for_itself() -> None:
    assert [f.rule for f in folded([finding("jump", "vanished"), finding("other")])] == ["jump", "other"]


def test_the_first_cause_that_is_there_counts() -> None:
    made = folded([finding("total", "vanished", "unknown"), finding("unknown"), finding("jump")])
    assert [(f.rule, also(f)) for f in made] == [("unknown", ("total",)), ("jump", ())]


def test_what_stops_publication_still_does() -> None:
    (made,) = folded([finding("vanished"), finding("total", "vanished", severity=Severity.CRITICAL)])
    assert (made.severity, spoken.todo(made)) == (Severity.CRITICAL, "Mend total.")


def test_many_that_follow_are_a_number() -> None:
    (made,) = folded([finding("row"), *(finding("total", "row", found=f"total {n}") for n in range(17))])
    assert spoken.follows(made) == "This follows from it: total 0; total 1; total 2; and 14 more."


RULES = "abcd"
made = st.builds(
    lambda rule, because, severity, found: finding(rule, *because, severity=severity, found=f"{rule} {found}"),
    st.sampled_from(RULES),
    st.lists(st.sampled_from(RULES), max_size=2),
    st.sampled_from(Severity),
    st.sampled_from(["", "one", "two"]),
)


@settings(deadline=None, max_examples=300)
@given(st.lists(made, max_size=8))
def test_nothing_is_lost_no_line_is_said_twice_and_nothing_gets_milder(findings: list[Finding]) -> None:
    """Also where causes go in a circle."""
    told = folded(findings)
    assert len({spoken.whole(f) for f in told}) == len(told)
    assert set(map(spoken.found, findings)) == {said for f in told for said in (spoken.found(f), *also(f))}
    assert bool(critical(told)) is bool(critical(findings))
    assert all(spoken.whole(f).startswith("Jul to Sep 2026: ") for f in told)
