"""What the child process answers is looked at before anything of it is believed: the file was where it is."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.core.finding import Severity, to_json
from dashboard.core.ledger import COUNTS, Missing
from dashboard.intake import sandbox
from dashboard.intake.cells import GIVEN
from dashboard.intake.check import MOST_TEXT, Report, check
from dashboard.intake.context import Context
from dashboard.intake.findings import SHOWN, finding
from dashboard.intake.judge import MOST_QUARTERS
from dashboard.words import findings as spoken
from tests.intake.files import as_csv, calm, everywhere


@pytest.fixture(scope="module")
def told(about: Context) -> dict[str, Any]:
    """The true answer on a file with a question in it."""
    body = as_csv(everywhere(calm(), police_sent="0", resolved_by_phone="0"))
    answer = sandbox.ask(("check", about, {}), body)
    assert isinstance(answer, bytes)
    found: dict[str, Any] = json.loads(answer)
    assert found["quarters"] and found["findings"]
    return found


def answered(answer: object, about: Context) -> Report:
    """The report where the child answers this."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sandbox, "ask", lambda *_: answer if isinstance(answer, bytes) else json.dumps(answer).encode())
        return check(b"", about)


def test_the_true_answer_is_taken(told: dict[str, Any], about: Context) -> None:
    report = answered(told, about)
    assert report.clean
    assert len(report.findings) == len(told["findings"])


TURNED = to_json(replace(finding("nothing_eligible", quarter="2026Q3"), severity=Severity.CRITICAL, escalated=True))
FOLLOWS = to_json(finding("percentage", quarter="2026Q3", text="9%\u202e", reasons=()))
STOPS = to_json(finding("total_disagrees", quarter="2026Q3", part="eligible", given=1, summed=2))
FINE = to_json(finding("definition_change", quarter="2026Q3", version="2", before="1", last="2026Q2"))


def nested(deep: int) -> dict[str, Any]:
    return FINE | {"also": [nested(deep - 1)]} if deep else FINE


LIES: dict[str, tuple[tuple[str | int, ...], Any]] = {
    "a count below nought": (("quarters", "2026Q3", "other", "eligible"), -1),
    "a count that is true": (("quarters", "2026Q3", "other", "eligible"), True),
    "a part of a call": (("quarters", "2026Q3", "other", "eligible"), 1.5),
    "a count beyond all": (("quarters", "2026Q3", "other", "eligible"), 10**9),
    "a reason that is decided here": (("quarters", "2026Q3", "other", "eligible"), "withheld_for_privacy"),
    "a part above its whole": (("quarters", "2026Q3", "other", "reached_clinician"), 9_999_999),
    "another call type": (("quarters", "2026Q3", "nobody's"), dict.fromkeys(COUNTS, 1)),
    "a count less": (("quarters", "2026Q3", "other"), {"eligible": 1}),
    "another count": (("quarters", "2026Q3", "other", "tier"), 1),
    "no quarter": (("quarters", "some day"), {}),
    "too many quarters": (("quarters",), {f"{1900 + n}Q1": {} for n in range(MOST_QUARTERS + 1)}),
    "an own severity": (("findings", 0, "severity"), "praise"),
    "a row that is a word": (("findings", 0, "place", "row"), "first"),
    "a rule that nobody has": (("findings", 0, "rule"), "praise"),
    "a question that stops": (("findings", 0, "severity"), "critical"),
    "a question that stops for nothing": (("findings", 0), TURNED),
    "a question for the public that is not": (("findings", 0, "public"), False),
    "sentences of its own": (("findings", 0, "written"), [["found", "All is well."]]),
    "a value less": (("findings", 0, "values"), {}),
    "a value that cannot be said": (("findings", 0, "values", "part"), "nobody's"),
    "a number beyond all": (("findings", 0, "values", "now"), 10**30),
    "a row below nought": (("findings", 0, "place", "row"), -1),
    "no finding at all": (("findings", 0, "times"), -1),
    "a part of a number": (("findings", 0, "values", "now"), 0.5),
    "a value of values": (("findings", 0, "values", "kind"), {"key": "x", "values": {}}),
    "a quarter that is none": (("findings", 0, "quarter"), "soon"),
    "a long text": (("findings", 0, "beside"), "x" * (MOST_TEXT + 1)),
    "what stops publication, told as a question": (
        ("findings", 0),
        to_json(
            replace(
                finding("total_disagrees", quarter="2026Q3", part="eligible", given=1, summed=2),
                severity=Severity.CONFIRM,
            )
        ),
    ),
    "what stops publication, under a question": (("findings", 0, "also"), [STOPS]),
    "more that follows than there can be": (("findings", 0, "also"), [FINE] * (SHOWN + 1)),
    "what follows, without an end": (("findings", 0, "also"), [nested(30)]),
    "a finding that stops for nothing": (("findings", 0, "escalated"), True),
    "a text turned around": (("findings", 0, "values", "kind"), "abc\u202edef"),
    "a text turned around in what follows": (("findings", 0, "also"), [FOLLOWS]),
    "a text that is a list": (("findings", 0, "beside"), ["x"]),
    "a finding of nothing": (("findings",), [None]),
    "headings without end": (("unknown",), ["x"] * 1000),
    "a lie about why": (
        ("unreadable",),
        {"rule": "empty_file", "values": {}, "place": {"sheet": "", "row": "3", "column": ""}},
    ),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_a_file_that_cannot_be_opened(lie: str, told: dict[str, Any], about: Context) -> None:
    (*path, last), value = LIES[lie]
    made: Any = copy.deepcopy(told)
    at = made
    for step in path:
        at = at[step]
    at[last] = value
    report = answered(made, about)
    assert [f.rule for f in report.findings] == ["broken_file"]
    assert not report.clean


@pytest.mark.parametrize(
    "answer",
    [b"", b"[]", b"null", b"3", b"{}", b"[" * 100_000, b"\xff\xfe", b"\x80\x04}.", b'{"a": NaN}'],
)
def test_what_is_no_answer_at_all_is_a_file_that_cannot_be_opened(answer: bytes, about: Context) -> None:
    assert [f.rule for f in answered(answer, about).findings] == ["broken_file"]


def test_more_findings_than_a_person_reads_are_not_taken(told: dict[str, Any], about: Context) -> None:
    made = told | {"findings": told["findings"][:1] * (SHOWN + 2)}
    assert [f.rule for f in answered(made, about).findings] == ["broken_file"]


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    yield from (p for key, one in inner for p in leaves(one, (*path, key)))
    if path:
        yield path


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(list(Missing)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@settings(deadline=None, max_examples=250)
@given(place=st.integers(0, 9_999), instead=junk)
def test_nothing_that_the_ledger_refuses_is_ever_ready(
    place: int, instead: Any, told: dict[str, Any], about: Context
) -> None:
    """Whatever stands in one place of the answer: no exception, and a clean report has counts that can be published."""
    places = list(leaves(told))
    *path, last = places[place % len(places)]
    made: Any = copy.deepcopy(told)
    at = made
    for step in path:
        at = at[step]
    at[last] = instead
    report = answered(made, about)
    for quarter in report.quarters if report.clean else ():
        for counts in report.counts(quarter.quarter).values():
            assert all((isinstance(c, Missing) and c in GIVEN) or 0 <= c < 10**7 for c in counts.values())
    assert all(f.severity in Severity and f.place.row >= 0 and len(spoken.whole(f)) < 5000 for f in report.findings)


def test_a_child_that_says_too_much_is_ended(about: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "MOST_ANSWER", 100_000)
    monkeypatch.setattr(sandbox, "_START", "import sys\nwhile True: sys.stdout.write('x' * 10_000)")
    assert [f.rule for f in check(as_csv(calm()), about).findings] == ["too_heavy"]


def test_a_child_that_does_not_listen_is_no_trouble(about: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_START", "raise SystemExit(0)")
    assert [f.rule for f in check(as_csv(calm() * 2000), about).findings] == ["broken_file"]
