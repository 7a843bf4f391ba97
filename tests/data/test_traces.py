"""What stands beside a published number: the row it repeats, the words of its source, and notes a reader can read."""

from __future__ import annotations

import csv
import re
from datetime import date

import pytest

from dashboard.core.amount import COUNTED
from tests.conftest import DATA

MOST_WORDS = 12  # a trace gives the number and the few words around it, never a whole sentence


def lines(name: str) -> list[dict[str, str]]:
    with (DATA / "published" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def newest(name: str) -> dict[str, dict[str, str]]:
    """The last row of each id: a later revision stands below the one that it revises."""
    return {line["figure_id"]: line for line in lines(name)}


LINKS = [line for line in newest("series.csv").values() if line["same_as"]]


@pytest.mark.parametrize("link", LINKS, ids=[line["figure_id"] for line in LINKS])
def test_a_row_that_repeats_a_figure_has_its_program_and_its_number(link: dict[str, str]) -> None:
    repeated = [line for line in lines("figures.csv") if line["figure_id"] == link["same_as"]]
    assert {line["program_id"] for line in repeated} == {link["program_id"]}
    for column in ("value", "value_high", "unit", "bound", "stated_tier"):
        assert link[column] == repeated[-1][column], column
    assert link["reason"]


def test_a_figure_that_another_one_told_before_leads_to_it() -> None:
    """Only the same number is repeated: two reports that round one fact differently are two figures."""
    figures = newest("figures.csv")
    links = {i: line for i, line in figures.items() if line["same_as"]}
    assert set(links) == {"portland_psr-29", "portland_psr-30", "portland_psr-35"}
    for line in links.values():
        kept = figures[line["same_as"]]
        about = ("program_id", "family", "value", "value_high", "unit", "bound", "period_start", "stated_tier")
        assert [line[c] for c in about] == [kept[c] for c in about]
        assert not kept["same_as"]
        assert line["reason"]


def test_no_figure_is_repeated_twice() -> None:
    named = [line["same_as"] for line in LINKS]
    assert len(named) > 60
    assert len(set(named)) == len(named)


def test_a_series_repeats_no_figure_without_saying_so() -> None:
    """Same program, number, unit and period, in words of the same family: that is one number."""
    about = ("program_id", "family", "value", "unit", "period_start", "period_end")
    figures = {tuple(line[c] for c in about) for line in newest("figures.csv").values() if line["period_start"]}
    points = [line for line in newest("series.csv").values() if not line["same_as"]]
    assert [p["figure_id"] for p in points if tuple(p[c] for c in about) in figures] == []


def test_the_notes_of_a_series_are_sentences() -> None:
    notes = {line["caveat"] for line in newest("series.csv").values()} - {""}
    assert len(notes) > 30
    assert [n for n in notes if not (re.match(r"[A-Z]|\d", n) and n.endswith("."))] == []
    assert [
        n for n in notes if re.search(r"(?i)\bas above\b|see next|next line|_20\d\d|\bCAD\b|\bEPD\b|\bOCMH\b", n)
    ] == []


def test_every_change_of_a_series_says_why() -> None:
    assert [line["figure_id"] for line in lines("series.csv") if line["revision"] != "1" and not line["reason"]] == []


def test_a_trace_gives_the_number_in_few_words_of_its_source() -> None:
    traces = [line for line in lines("traces.csv") if line["printed"] != "not traced"]
    assert len(traces) > 300
    for trace in traces:
        assert 0 < len(trace["printed"].split()) <= MOST_WORDS, trace["figure_id"]
        assert '"' not in trace["printed"]
        assert re.search(r"\d|[a-z]", trace["printed"])
        assert trace["place"]
        assert trace["seen_at"]
        assert date.fromisoformat(trace["read_on"])


IN_WORDS = {
    0: r"no|zero|none|without|never|not once",
    1: r"one|single",
    2: r"two|both",
    3: r"three",
    4: r"four",
    6: r"six",
    9: r"nine",
    12: r"twelve",
}


def test_a_trace_of_a_small_count_prints_the_count() -> None:
    """A number that the words around it do not hold was not found there, and says so: 'not traced'."""
    traces = {(t["figure_id"], t["figure_revision"]): t["printed"] for t in lines("traces.csv")}
    small = [
        line
        for name in ("figures.csv", "series.csv")
        for line in newest(name).values()
        if line["value"] and line["unit"] in COUNTED and float(line["value"]) in IN_WORDS
    ]
    told = [(line, traces.get((line["figure_id"], line["revision"]), "not traced")) for line in small]
    assert len([printed for _, printed in told if printed != "not traced"]) > 20
    for line, printed in told:
        value = int(float(line["value"]))
        found = re.search(rf"\b({value}|{IN_WORDS[value]})\b", printed, re.IGNORECASE)
        assert found or printed == "not traced", (line["figure_id"], printed)


def test_a_trace_says_whose_words_the_denominator_is_in() -> None:
    known = {
        (line["figure_id"], line["revision"]): line for name in ("figures.csv", "series.csv") for line in lines(name)
    }
    for trace in lines("traces.csv"):
        line = known[trace["figure_id"], trace["figure_revision"]]
        assert trace["denominator_words"] in ("printed", "ours", "none")
        assert (trace["denominator_words"] == "none") == (line["denominator"] == ""), trace["figure_id"]
