"""A finding is kept as its rule and values, and comes back as it was; one that was kept in sentences still says them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.core.finding import MOST, CellAddress, Finding, Severity, from_json, to_json
from dashboard.words import findings as spoken

value = st.text(max_size=MOST) | st.integers() | st.lists(st.text(max_size=20), max_size=3).map(tuple)
single = st.builds(
    Finding,
    rule=st.text(max_size=8),
    severity=st.sampled_from(Severity),
    place=st.builds(CellAddress, sheet=st.text(max_size=4), row=st.integers(0, 9), column=st.text(max_size=2)),
    values=st.dictionaries(st.text(max_size=6), value, max_size=4).map(lambda found: tuple(found.items())),
    quarter=st.sampled_from(["", "2026Q3"]),
    call_type=st.text(max_size=4),
    count=st.text(max_size=4),
    times=st.integers(1, 9),
    beside=st.text(max_size=4),
    public=st.booleans(),
    because=st.lists(st.text(max_size=4), max_size=2).map(tuple),
    escalated=st.booleans(),
)
made = st.builds(lambda one, also: replace(one, also=tuple(also)), single, st.lists(single, max_size=3))


@settings(deadline=None, max_examples=200)
@given(made)
def test_a_finding_comes_back_as_it_was_kept(finding: Finding) -> None:
    assert from_json(json.loads(json.dumps(to_json(finding)))) == finding


# as drafts kept them when findings were sentences
OLD: dict[str, Any] = {
    "rule": "jump",
    "severity": "please confirm",
    "place": {"sheet": "Counts", "row": 4, "column": "D"},
    "found": "9,000 eligible calls (CKWEL), where 6 of the 8 quarters before had 900 to 1,100.",
    "expected": "800 to 1,200, the control limits of those quarters",
    "todo": "Correct it, or say in a sentence why it is right.",
    "consequence": "The public sees this jump.",
    "quarter": "2026Q3",
    "call_type": "welfare_check",
    "count": "eligible",
    "times": 1,
    "beside": "",
    "public": True,
    "because": [],
    "also": ["a total of 3 eligible calls"],
}


def test_a_finding_that_was_kept_in_sentences_says_them_as_they_stand() -> None:
    finding = from_json(OLD)
    assert finding.key == "jump|2026Q3|welfare_check|eligible"
    assert spoken.found(finding) == OLD["found"]
    assert spoken.expected(finding) == OLD["expected"]
    assert spoken.todo(finding) == OLD["todo"]
    assert spoken.consequence(finding) == OLD["consequence"]
    assert spoken.follows(finding) == "This follows from it: a total of 3 eligible calls."
    assert from_json(json.loads(json.dumps(to_json(finding)))) == finding, "also once it is kept anew"


def test_a_sentence_that_was_empty_stays_empty() -> None:
    finding = from_json(OLD | {"consequence": "", "rule": "a rule that is no more", "quarter": "", "also": []})
    assert spoken.whole(finding) == (
        "sheet Counts, row 4, column D: found 9,000 eligible calls (CKWEL), where 6 of the 8 quarters before had 900 to "
        "1,100; expected 800 to 1,200, the control limits of those quarters. Correct it, or say in a sentence why it is "
        "right."
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rule", 3),
        ("severity", "praise"),
        ("place", {"sheet": "", "row": True, "column": ""}),
        ("place", {}),
        ("values", {"n": 1.5}),
        ("values", {"n": [1]}),
        ("values", {"n": {}}),
        ("times", "1"),
        ("public", 1),
        ("also", [3]),
    ],
)
def test_what_is_no_finding_is_not_taken(name: str, value: object) -> None:
    kept = to_json(Finding(rule="jump", severity=Severity.CONFIRM, place=CellAddress()))
    with pytest.raises((TypeError, ValueError, KeyError)):
        from_json(kept | {name: value})


def test_what_a_file_says_is_cut_short() -> None:
    finding = Finding(
        rule="other_program", severity=Severity.CRITICAL, place=CellAddress(), values=(("text", "x" * 500),)
    )
    assert dict(finding.values)["text"] == "x" * MOST
    assert len(spoken.found(finding)) == MOST
