"""A check looks at what was counted before: repeats, a year that was not moved on, reports without a count, true zeros,
and messages that say which quarter they are about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import words
from dashboard.core.finding import Severity
from dashboard.core.happening import Happening
from dashboard.core.ledger import ALL, COUNTS, Count, Counts
from dashboard.core.privacy.under_other import INTO, merged
from dashboard.core.quarter import Quarter
from dashboard.intake.check import Report, check
from dashboard.intake.context import Context
from dashboard.words import findings as spoken
from tests.core.test_life import life
from tests.intake.files import (
    HEAD,
    QUARTER,
    Rows,
    as_csv,
    calm,
    counts,
    everywhere,
    long,
    put,
    read,
    shipped,
    total,
    without,
)

Received = Mapping[Quarter, Mapping[str, Mapping[str, Count]]]


def after(about: Context, newest: Quarter, **received: Rows) -> Context:
    """The same where this is the one quarter that was published, and these counts were received: `of_2025Q3=rows`."""
    given: Received = {Quarter.parse(name.removeprefix("of_")): counts(rows) for name, rows in received.items()}
    return replace(about, past={newest: {}}, rule_versions={newest: 2}, counted=given)


def nothing_published(about: Context) -> Context:
    return replace(about, past={}, rule_versions={}, counted={})


def lived(about: Context, *events: tuple[Happening, str]) -> Context:
    return replace(about, program=replace(about.program, life=life(*events)))


def rules(report: Report, rule: str = "") -> list[str]:
    """What was found, in words, or of one rule."""
    return [spoken.whole(f) for f in report.findings if rule in ("", f.rule)]


def at(rows: Rows, quarter: str) -> Rows:
    return everywhere(rows, quarter=quarter)


def both(*quarters: Rows) -> Rows:
    """Several quarters in one file."""
    return [HEAD, *(row for rows in quarters for row in rows[1:])]


# -- the same counts again


@pytest.mark.parametrize("before", ["2026Q2", "2025Q3", "2025Q4"])
def test_last_quarters_file_under_a_new_quarter_is_asked_about(before: str, about: Context) -> None:
    (said,) = rules(read(shipped(of=before), about), "same_counts")
    earlier = Quarter.parse(before)
    assert said.startswith("Jul to Sep 2026: row 2, column D: found all counts equal those of ")
    assert f"those of {words.of(earlier)}, {words.before(earlier, QUARTER)};" in said


def test_a_column_and_a_call_type_that_were_copied_are_named(about: Context) -> None:
    then = shipped(of="2026Q2")
    column = [
        put([row], 1, police_sent=old[HEAD.index("police_sent")])[0] for row, old in zip(calm(), then, strict=True)
    ]
    column[0] = HEAD
    mine = replace(about, counted={QUARTER - 1: counts(then)})
    (said,) = rules(read(column, mine), "same_counts")
    assert "found in every call type, the calls returned to police equal those of Apr to Jun 2026" in said
    kinds = [*calm()[:1], *then[1:3], *calm()[3:]]
    (said,) = rules(read(kinds, mine), "same_counts")
    assert (
        "found all counts of 25A Psychiatric, 25B Suicidal equal those of Apr to Jun 2026, the quarter before" in said
    )


def test_two_quarters_of_one_file_are_compared(about: Context) -> None:
    report = read(both(calm(), at(calm(), "2026Q2")), replace(about, counted={}))
    assert [(f.quarter, f.beside) for f in report.findings if f.rule == "same_counts"] == [("2026Q3", "2026Q2")]


def test_a_correction_is_compared_with_other_quarters_alone(about: Context) -> None:
    mine = replace(about, counted={QUARTER: counts(calm()), QUARTER - 1: counts(shipped("2026Q2"))})
    assert rules(read(calm(), mine), "same_counts") == []
    assert rules(read(shipped("2026Q2"), mine), "same_counts")


def test_small_counts_that_were_received_count_as_well(about: Context) -> None:
    """Nothing of a quarter of few calls is public, and it is known all the same."""
    small = everywhere(calm(), **dict.fromkeys(COUNTS, "3"))
    mine = replace(about, counted={QUARTER - 1: counts(small)})
    assert rules(read(small, mine), "same_counts")
    assert rules(read(small, about), "same_counts") == []


def test_what_was_asked_about_a_repeat_stays_with_the_draft(about: Context) -> None:
    """To say in public that two quarters are equal would tell what of one of them is withheld."""
    (found,) = (f for f in read(shipped("2026Q2"), about).findings if f.rule == "same_counts")
    assert not found.public
    assert "the public reads it" not in spoken.whole(found)


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 12), st.sampled_from([3, 50, 400]))
def test_a_copied_quarter_is_asked_about_wherever_it_comes_from(about: Context, back: int, most: int) -> None:
    rows = [
        HEAD,
        *[[*row[:3], *[str((n * 37 + k * 11) % most) for k in range(len(COUNTS))]] for n, row in enumerate(calm()[1:])],
    ]
    mine = replace(about, counted={QUARTER - back: counts(rows), QUARTER - 13: counts(calm())})
    assert [f.beside for f in read(rows, mine).findings if f.rule == "same_counts"] == [str(QUARTER - back)]


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_a_copy_of_a_quarter_that_counts_call_types_under_other_is_asked_about(
    about: Context, data: st.DataObject
) -> None:
    """Whoever chose to count small call types together sends the same file again: its lines are not those that stand."""
    then = {kind: Counts(row) for kind, row in counts(calm()).items()}
    gone = data.draw(st.sets(st.sampled_from([kind for kind in then if kind != INTO]), min_size=1))
    mine = replace(about, counted={QUARTER - 1: merged(then, gone)})
    asked = [(f.rule, f.beside) for f in read(calm(), mine).findings if f.rule in ("same_counts", "ten_times")]
    assert asked == [("same_counts", str(QUARTER - 1))]
    folded = [
        HEAD,
        *(["example_county", str(QUARTER), kind, *map(str, row.values())] for kind, row in merged(then, gone).items()),
    ]
    mine = replace(about, counted={QUARTER - 1: then})
    asked = [(f.rule, f.beside) for f in read(folded, mine).findings if f.rule in ("same_counts", "ten_times")]
    assert asked == [("same_counts", str(QUARTER - 1))], "and the other way round"


def test_other_is_no_tenth_of_what_was_counted_there_together(about: Context) -> None:
    then = {kind: Counts(row) for kind, row in counts(calm()).items()}
    few = {kind: dict(row) for kind, row in then.items()}
    together = merged(then, [kind for kind in then if kind != INTO])
    rows = [row for row in calm() if row[2] in ("call_type", INTO)] + [row for row in calm()[1:3] if row[2] != INTO]
    mine = replace(about, counted={QUARTER - 1: together})
    assert few[INTO]["eligible"] != together[INTO]["eligible"]
    assert rules(read(rows, mine), "ten_times") == []


PARTS = [
    ((Happening.PAUSED, "2026-07-31"),),
    ((Happening.PAUSED, "2026-07"),),
    ((Happening.HOURS_CHANGED, "2026-08-01"),),
    ((Happening.AREA_CHANGED, "2026-07-01"),),
    ((Happening.OFFICE_CHANGED, "2026"),),
    ((Happening.ENDED, "2026-08-15"),),
]


@pytest.mark.parametrize("events", PARTS, ids=[f"{e[0][0]} {e[0][1]}" for e in PARTS])
def test_a_quarter_of_other_service_is_held_against_no_limits(
    events: tuple[tuple[Happening, str], ...], about: Context
) -> None:
    """Its counts are others because the program ran otherwise, which the page says: it is no jump."""
    few = [HEAD, *([*row[:3], *(str(int(cell) // 3) for cell in row[3:])] for row in calm()[1:])]
    launched = (Happening.LAUNCHED, "2022-10-01")
    assert rules(read(few, lived(about, launched)), "jump")
    assert rules(read(few, lived(about, launched, *events)), "jump") == []


@pytest.mark.parametrize("back", [1, 3, 6])
def test_a_quarter_that_ran_in_part_is_no_limit_for_others(back: int, about: Context) -> None:
    """Without it as many are left as limits need."""
    quarter = QUARTER - back
    paused = (
        (Happening.PAUSED, str(quarter.start.replace(day=10))),
        (Happening.RESUMED, str(quarter.end.replace(day=5))),
    )
    mine = lived(about, (Happening.LAUNCHED, "2020-01-01"), *paused)
    whole = about.before(QUARTER, ALL, "eligible")
    left = mine.before(QUARTER, ALL, "eligible")
    assert left == [count for n, count in enumerate(whole) if n != len(whole) - back]


# -- one slip, one line


MISTYPED: dict[str, tuple[Callable[[], Rows], str]] = {
    "a digit too many in one count": (lambda: put(total(calm()), 4, reached_clinician="7530"), "part_above_whole"),
    "a quarter that is none": (lambda: put(calm(), 4, quarter="2026Q"), "unknown_quarter"),
    "a quarter to come": (lambda: put(calm(), 4, quarter="2027Q3"), "future_quarter"),
    "a call type twice, another left out": (lambda: put(total(calm()), 4, call_type="other"), "duplicate_row"),
    "a call type that is none": (lambda: put(total(calm()), 4, call_type="no such type"), "unknown_call_type"),
    "a measure misspelt in a long table": (
        lambda: [[*row[:3], row[3].replace("felt_safe", "feltsafe"), *row[4:]] for row in long(calm())],
        "unknown_measure",
    ),
    "a call type misspelt on one line": (
        lambda: [
            [*r[:2], "welfare chek" if r[2:4] == ["welfare_check", "felt_safe"] else r[2], *r[3:]] for r in long(calm())
        ],
        "unknown_call_type",
    ),
}


@pytest.mark.parametrize("name", MISTYPED)
def test_one_slip_is_one_line_and_what_follows_from_it_is_under_it(name: str, about: Context) -> None:
    rows, rule = MISTYPED[name]
    (found,) = check(as_csv(rows()), replace(about, counted={})).findings
    assert found.rule == rule
    assert found.also or rule == "future_quarter", "what follows is not forgotten"


@settings(deadline=None, max_examples=60)
@given(row=st.integers(1, 9), key=st.sampled_from(["eligible", "offered", "reached_clinician", "mobile_team_sent"]))
def test_a_digit_too_many_or_too_few_is_one_line_of_its_row(row: int, key: str, about: Context) -> None:
    rows = calm()
    few = total(calm())
    few[row][HEAD.index(key)] = few[row][HEAD.index(key)][:-1] or "0"
    assert len(read(few, replace(about, counted={})).findings) <= 1, rules(read(few, replace(about, counted={})))
    was = rows[row][HEAD.index(key)]
    found = read(put(rows, row + 1, **{key: f"{was}9"}), replace(about, counted={})).findings
    assert len(found) == 1, rules(read(put(rows, row + 1, **{key: f"{was}9"}), replace(about, counted={})))


# -- one line off, and a nought too many


def off(rows: Rows, by: int, names: Sequence[str] = tuple(COUNTS)) -> Rows:
    """Each call type with the counts of the one above it (1) or below (-1)."""
    old, new = rows[1:], [list(row) for row in rows[1:]]
    for n, row in enumerate(new):
        for name in names:
            row[HEAD.index(name)] = old[(n - by) % len(old)][HEAD.index(name)]
    return [HEAD, *new]


@pytest.mark.parametrize(("by", "whose"), [(1, "above"), (-1, "below")])
def test_the_numbers_of_the_neighbours_are_asked_about_and_the_public_is_not_told(
    by: int, whose: str, about: Context
) -> None:
    for rows, when in ((off(shipped("2026Q2"), by), "Apr to Jun 2026"), (off(calm(), by), "the quarters around")):
        (found,) = (f for f in read(rows, about).findings if f.rule == "one_line_off")
        assert f"are like those of the call type {whose} it in {when}" in spoken.found(found)
        assert (
            found.severity is Severity.CONFIRM
            and not found.public
            and spoken.whole(found).startswith("Jul to Sep 2026: ")
        )


def test_a_column_one_line_off_is_named(about: Context) -> None:
    mine = replace(about, counted={Quarter.parse(of): counts(shipped(of)) for of in ("2026Q1", "2026Q2")})
    (found,) = (f for f in read(off(calm(), 1, ["mobile_team_sent"]), mine).findings if f.rule == "one_line_off")
    assert spoken.found(found).startswith("the calls a mobile team was sent to of each call type are like those of")


@pytest.mark.parametrize("names", [["police_sent"], ["followup_due", "followup_reached"]])
def test_a_column_times_ten_is_named(names: list[str], about: Context) -> None:
    rows = calm()
    for n in range(2, len(rows) + 1):
        rows = put(rows, n, **{name: f"{rows[n - 1][HEAD.index(name)]}0" for name in names})
    (found,) = (f for f in read(rows, about).findings if f.rule == "ten_times")
    assert spoken.found(found).startswith(f"the {words.count(names[0])}")
    assert "in all about ten times those of" in spoken.found(found) and not found.public


def test_a_tenth_of_a_quarter_is_asked_about_also_with_one_quarter_before(about: Context) -> None:
    rows = [HEAD, *[[*row[:3], *(str(int(c) // 10) for c in row[3:])] for row in calm()[1:]]]
    mine = after(about, QUARTER - 1, of_2026Q2=shipped("2026Q2"))
    (found,) = (f for f in read(rows, mine).findings if f.rule == "ten_times")
    assert spoken.found(found) == "all counts: in all about a tenth of those of Apr to Jun 2026."


def test_a_launch_a_new_rule_and_a_pause_are_no_slip(about: Context) -> None:
    """A quarter that was covered in part, or counted by another rule, is not what a quarter is held against."""
    rows = [HEAD, *[[*row[:3], *(f"{c}0" for c in row[3:])] for row in calm()[1:]]]
    mine = after(about, QUARTER - 1, of_2026Q2=shipped("2026Q2"))
    assert rules(read(rows, mine), "ten_times")
    for other in (
        lived(mine, (Happening.LAUNCHED, "2026-06-20")),
        lived(mine, (Happening.LAUNCHED, "2022-10-01"), (Happening.PAUSED, "2026-07-20")),
        replace(mine, rule_versions={QUARTER - 1: 1}),
    ):
        assert rules(read(rows, other), "ten_times") == []
        assert rules(read(off(calm(), 1), other), "one_line_off") == []


# -- a quarter that is not the next one


def test_a_year_that_was_not_moved_on_is_asked_about_with_its_distance(about: Context) -> None:
    report = read(at(calm(), "2025Q3"), after(about, Quarter(2026, 2)))
    (said,) = rules(report, "not_the_next")
    assert said.startswith("Jul to Sep 2025: ")
    assert "the newest published quarter is Apr to Jun 2026, three quarters later; expected Jul to Sep 2026, or" in said
    assert report.clean


@pytest.mark.parametrize(
    ("quarter", "newest", "said"),
    [
        ("2026Q3", Quarter(2026, 2), ""),  # the next one
        ("2026Q3", Quarter(2026, 3), ""),  # a correction
        ("2026Q3", Quarter(2026, 1), "two quarters earlier"),  # a gap
        ("2026Q3", Quarter(2024, 3), "two years earlier"),
        ("2024Q1", Quarter(2026, 3), "ten quarters later"),
        ("2026Q3", None, ""),  # the first publication
        ("2025Q4", None, ""),
        (
            "2025Q3",
            None,
            "nothing is published yet, and the newest quarter that is over is Jul to Sep 2026, one year later",
        ),
    ],
)
def test_what_is_not_the_next_quarter_is_asked_about(
    quarter: str, newest: Quarter | None, said: str, about: Context
) -> None:
    mine = after(about, newest) if newest else nothing_published(about)
    found = rules(read(at(calm(), quarter), mine), "not_the_next")
    assert len(found) == bool(said)
    assert all(said in words for words in found)


def test_a_file_that_fills_the_gap_itself_is_not_asked_about(about: Context) -> None:
    mine = after(about, Quarter(2026, 1))
    assert rules(read(both(at(calm(), "2026Q2"), calm()), mine), "not_the_next") == []
    waiting = after(about, Quarter(2026, 1), of_2026Q2=shipped("2026Q2"))
    assert rules(read(calm(), waiting), "not_the_next") == []


def test_a_pause_is_no_gap(about: Context) -> None:
    events = (Happening.LAUNCHED, "2022-10-01"), (Happening.PAUSED, "2026-01-01"), (Happening.RESUMED, "2026-07-01")
    assert rules(read(calm(), lived(after(about, Quarter(2025, 4)), *events)), "not_the_next") == []
    assert rules(read(calm(), lived(after(about, Quarter(2025, 3)), *events)), "not_the_next")


@pytest.mark.parametrize("quarter", ["1926Q3", "1900Q1", "2016Q3", "2022Q3"])
def test_before_the_launch_is_critical_and_said_once(quarter: str, about: Context) -> None:
    report = read(at(calm(), quarter), about)
    assert [(f.rule, f.severity) for f in report.findings] == [("before_its_launch", Severity.CRITICAL)]


def test_where_no_launch_is_known_a_slip_of_a_century_is_critical(about: Context) -> None:
    mine = lived(after(about, Quarter(2026, 2)))
    assert not read(at(calm(), "1926Q3"), mine).clean
    assert read(at(calm(), "2010Q3"), mine).clean


@settings(deadline=None, max_examples=80)
@given(st.integers(0, 60), st.integers(0, 60))
def test_only_the_next_quarter_and_a_correction_pass_unasked(about: Context, newest: int, mine: int) -> None:
    over = Quarter(2026, 3)
    context = lived(after(about, over - newest))
    asked = rules(read(at(calm(), str(over - mine)), context), "not_the_next")
    assert bool(asked) is (mine not in (newest, newest - 1))


# -- a report without a count, and one of zeros


@pytest.mark.parametrize("words", ["late", "not_collected", "not_applicable", "not_reported_yet"])
def test_a_report_without_a_count_is_no_delivery(words: str, about: Context) -> None:
    report = read(everywhere(calm(), **dict.fromkeys(COUNTS, words)), about)
    (said,) = rules(report)
    assert not report.clean
    assert said.startswith("Jul to Sep 2026: ") and "no count above 0 in the whole quarter" in said


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(["late", "not_collected", "not applicable", "0", "7"]), min_size=17, max_size=17))
def test_one_count_is_a_delivery_and_none_is_none(about: Context, cells: Sequence[str]) -> None:
    """Whatever mix of reasons: a count above zero, or that there was no eligible call, of which somebody says why."""
    rows: list[list[Any]] = [HEAD, ["example_county", "2026Q3", "other", *cells]]
    found = {f.rule for f in read(rows, nothing_published(about)).findings}
    assert ("no_count" in found) is ("7" not in cells and cells[0] != "0")
    assert ("nothing_eligible" in found) is (cells[0] == "0")


@pytest.mark.parametrize("told", ["one zero", "nobody hurt", "one call type is late"])
def test_zeros_beside_what_is_still_to_come_are_no_delivery(told: str, about: Context) -> None:
    late = everywhere(calm(), **dict.fromkeys(COUNTS, "late"))
    rows = {
        "one zero": put(late, 3, backup_requested="0"),
        "nobody hurt": everywhere(late, responder_injuries="0"),
        "one call type is late": [*everywhere(calm(), **dict.fromkeys(COUNTS, "0"))[:-1], late[-1]],
    }[told]
    report = read(rows, about)
    assert not report.clean
    assert [f.rule for f in report.findings if f.severity is Severity.CRITICAL] == ["no_count"]
    assert "times 0, late" in rules(report, "no_count")[0]


def test_a_correction_that_drops_a_call_type_is_asked_about(about: Context) -> None:
    """Held against what is published of the same quarter, not of the one before."""
    had = about.past[max(about.past)]
    again = replace(about, past={**about.past, QUARTER: had})
    (said,) = rules(read(calm()[:-1], again), "vanished_call_type")
    assert "in Jul to Sep 2026" in said and "as it is published" in said


def test_one_count_that_is_too_low_is_one_message(about: Context) -> None:
    """Eligible calls below those offered and those that reached a clinician: the second only follows."""
    (found,) = (f for f in read(put(calm(), 2, eligible="1"), about).findings if f.rule == "part_above_whole")
    assert found.count == "offered" and any("reached a clinician" in spoken.found(one) for one in found.also)


def test_a_true_zero_is_asked_about_and_taken(about: Context) -> None:
    report = read(everywhere(calm(), **dict.fromkeys(COUNTS, "0")), about)
    (said,) = report.findings
    assert report.clean and said.rule == "nothing_eligible" and said.severity is Severity.CONFIRM
    assert "0 calls (all call types)" not in spoken.found(said) and said.also, "the drop to 0 only follows from it"
    assert set(report.counts(QUARTER)["other"].values()) == {0}


def test_zeros_of_a_pause_are_one_question(about: Context) -> None:
    paused = lived(about, (Happening.LAUNCHED, "2022-10-01"), (Happening.PAUSED, "2026-06-30"))
    report = read(everywhere(calm(), **dict.fromkeys(COUNTS, "0")), paused)
    assert [f.rule for f in report.findings] == ["outside_its_life"]
    assert report.clean


# -- which quarter, and what only follows


def test_two_quarters_that_lack_a_call_type_are_two_lines_that_say_which(about: Context) -> None:
    rows = both(at(calm()[:-1], "2026Q2"), calm()[:-1])
    said = rules(read(rows, about), "vanished_call_type")
    assert [line.split(":")[0] for line in said] == ["Apr to Jun 2026", "Jul to Sep 2026"]


FAULTS: dict[str, Rows] = {
    "a row left out, and a total": [row for row in total(calm()) if row[2] != "welfare_check"],
    "a call type misspelt": put(calm(), 4, call_type="welfare chek"),
    "both, and a total": put(total(calm()), 4, call_type="welfare chek"),
    "the largest call type left out": [row for row in calm() if row[2] != "welfare_check"],
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_only_follows_is_folded(name: str, about: Context) -> None:
    """One row that is missing is one line, however many totals and comparisons it upsets."""
    report = read(FAULTS[name], replace(about, counted={}))
    (found,) = report.findings
    assert found.also
    assert spoken.whole(found).startswith("Jul to Sep 2026: ")
    assert report.clean is (name == "the largest call type left out")


def test_a_drop_that_the_missing_call_type_does_not_explain_stands_for_itself(about: Context) -> None:
    rows = [row for row in put(calm(), 2, **dict.fromkeys(COUNTS, "0")) if row[2] != "other"]
    assert {"jump", "vanished_call_type"} <= {f.rule for f in read(rows, about).findings}


cells = st.tuples(
    st.integers(2, 19),
    st.sampled_from([*COUNTS, "call_type"]),
    st.sampled_from(["", "0", "-3", "9%", "99999", "late", "x"]),
)


@settings(deadline=None, max_examples=80)
@given(st.lists(cells, max_size=6), st.sets(st.integers(1, 18), max_size=4))
def test_each_line_begins_with_its_quarter_and_none_is_said_twice(
    about: Context, faults: Sequence[tuple[int, str, str]], left_out: set[int]
) -> None:
    rows = both(at(shipped("2026Q1"), "2026Q2"), calm())
    for row, name, text in faults:
        rows = put(rows, row, **{name: text})
    report = read([row for n, row in enumerate(rows) if n not in left_out], about)
    said = rules(report)
    assert len(set(said)) == len(said)
    assert all(line.startswith(("Apr to Jun 2026: ", "Jul to Sep 2026: ")) for line in said)
    keys = [f.key for f in report.findings if f.severity is Severity.CONFIRM]
    assert len(set(keys)) == len(keys), "each question has its own answer"


def test_a_fault_of_the_whole_table_names_no_quarter(about: Context) -> None:
    (said,) = rules(read(without(calm(), "felt_safe"), about))
    assert said.startswith("row 1: ")
