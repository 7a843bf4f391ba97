"""A question goes to an address and comes back; what is chosen is settled in one way; old addresses answer for ever."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.ledger import ALL
from dashboard.core.record import PublicRecord
from dashboard.story import figure, pages
from dashboard.story.page import Page
from dashboard.story.question import Question, about, of_program
from dashboard.web.edition import resolve

NAMES = [page.name for page in pages.PAGES]
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
FILTERS = st.dictionaries(
    st.sampled_from(
        [
            c.name
            for page in pages.PAGES
            for c in page.takes
            if c.name not in ("program", "quarter", "call_type", "figure", "page")
        ]
    ),
    TEXT.filter(bool),
    max_size=4,
)
QUESTIONS = st.builds(
    Question,
    page=st.sampled_from(NAMES),
    program=TEXT,
    quarter=TEXT,
    call_type=TEXT,
    figure=TEXT,
    filters=FILTERS.map(lambda chosen: tuple(sorted(chosen.items()))),
    position=st.integers(1, 999_999),
    as_of=st.none() | st.dates(),
    lang=TEXT,
)


@given(QUESTIONS)
def test_a_question_goes_to_both_its_addresses_and_comes_back(asked: Question) -> None:
    assert Question.from_path(asked.path()) == asked
    assert Question.from_params(asked.page, asked.params()) == asked


@given(st.text(max_size=60), st.dictionaries(TEXT, TEXT, max_size=6))
def test_any_address_is_read_without_a_fault(path: str, params: dict[str, str]) -> None:
    found = Question.from_path(f"/read/{path}".replace("[", "").replace("]", ""))
    for one in (found, Question.from_params("evidence", params)):
        if one is not None:
            assert Question.from_params(one.page, one.params()) == one


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"page": "0"}, {}),
        ({"page": "-1"}, {}),
        ({"page": "²"}, {}),
        ({"page": "9" * 40}, {}),
        ({"as_of": "2026-02-30"}, {}),
        ({"as_of": "20260228"}, {}),
        ({"as_of": "2026-02-28"}, {"as_of": "2026-02-28"}),
        ({f"x{n}": "1" for n in range(60)}, {}),
        ({"program": ""}, {}),
    ],
)
def test_what_cannot_be_asked_is_left_out(given: dict[str, str], kept: dict[str, str]) -> None:
    assert Question.from_params("evidence", given).params() == kept


@pytest.mark.parametrize(
    "filters", [(("b", "1"), ("a", "1")), (("a", ""),), (("program", "x"),), (("a", "1"), ("a", "2"))]
)
def test_a_question_is_spelled_in_one_way(filters: tuple[tuple[str, str], ...]) -> None:
    with pytest.raises(ValueError, match="filter"):
        Question(filters=filters)


# every kind of address that was ever published, and what it asks
@pytest.mark.parametrize("said", [{"page": ""}, {"position": 0}, {"position": -1}, {"position": 1_000_000}])
def test_what_no_address_says_is_no_question(said: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no address asks"):
        Question(**said)


@pytest.mark.parametrize("many", [43, 44, 50, 51])
def test_too_many_names_are_left_out_and_the_rest_comes_back(many: int) -> None:
    asked = Question.from_params("evidence", {f"n{i:02}": "x" for i in range(many)})
    assert len(asked.filters) == (many if many <= 43 else 0)
    assert Question.from_params(asked.page, asked.params()) == asked


def test_an_address_that_is_none_asks_nothing() -> None:
    assert Question.from_path("//x[/read") is None


OLD = {
    "/read": Question(),
    "/read/": Question(),
    "/read/programs": Question(page="programs"),
    "/read/evidence": Question(page="evidence"),
    "/read/gaps": Question(page="gaps"),
    "/read/differ": Question(page="differ"),
    "/read/due": Question(page="due"),
    "/read/methods": Question(page="methods"),
    "/read/program/austin_emcot": of_program("austin_emcot"),
    "/read/program/us_national": of_program("us_national"),
    "/read/program/example_county/2026Q3": Question(program="example_county", quarter="2026Q3"),
    "/read/call_types/example_county/2026Q3": Question(page="call_types", program="example_county", quarter="2026Q3"),
    "/read/compare/oakland_macro-01": Question(page="compare", figure="oakland_macro-01"),
    "/read/corrections/eugene_cahoots": Question(page="corrections", program="eugene_cahoots"),
    "/read/overview/austin_emcot": Question(program="austin_emcot"),
    "/figure/abq_acs-02": about("abq_acs-02"),
    "/figure/example_county.2026Q3.all.growth": about("example_county.2026Q3.all.growth"),
}


# files that were ever published under an address
OLD_FILES = """/data/figures.csv /data/figures.json /data/ledger.csv /data/programs.csv /data/sources.csv /data/program_events.csv
    /data/source_events.csv /data/metrics.json /data/datapackage.json /feed.atom /sitemap.xml /geo/us-states.json
    /read/style.css /read/icon.svg""".split()


def test_every_page_has_an_address_in_the_list_and_every_file_is_still_there(record: PublicRecord) -> None:
    assert {asked.page for asked in OLD.values()} == {page.name for page in pages.PAGES}
    for path in OLD_FILES:
        assert resolve(path, record, "https://x.example") is not None, path


@pytest.mark.parametrize("path", OLD)
def test_an_old_address_asks_what_it_always_asked(path: str, record: PublicRecord) -> None:
    assert Question.from_path(path) == OLD[path]
    assert OLD[path].path() in (path, f"{path}/")
    found = resolve(path, record, "")
    assert found is not None and found.status == 200


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        (("overview", "program=denver_star"), Question(program="denver_star")),
        (("overview", "program=example_county&quarter=2025Q1"), Question(program="example_county", quarter="2025Q1")),
        (
            ("call_types", "program=example_county&quarter=2025Q1&call_type=trespass"),
            Question(page="call_types", program="example_county", quarter="2025Q1", call_type="trespass"),
        ),
        (("program", "program=denver_star&quarter=2025Q1"), of_program("denver_star")),
        (
            ("evidence", "program=denver_star&family=capture&tier=program_reported&bound=exact&year=2024&search=a+b&page=1"),
            Question(
                page="evidence",
                program="denver_star",
                filters=(("bound", "exact"), ("family", "capture"), ("search", "a b"), ("tier", "program_reported"), ("year", "2024")),
            ),
        ),
        (("programs", "model=1C&state=NM"), Question(page="programs", filters=(("state", "NM"),))),
        (("compare", "figure=oakland_macro-01"), Question(page="compare", figure="oakland_macro-01")),
    ],
)  # fmt: skip
def test_an_old_address_of_the_application_restores_what_it_showed(
    address: tuple[str, str], asked: Question, record: PublicRecord
) -> None:
    page, query = address
    given = dict(part.split("=") for part in query.replace("+", " ").split("&"))
    settled = pages.settled(record, Question.from_params(page, given)).question
    wanted = asked.having("call_type", asked.call_type or ALL) if page == "call_types" else asked
    assert all(settled.value(name) == value for name, value in wanted.params().items()), settled


@pytest.mark.parametrize("page", pages.PAGES, ids=NAMES)
def test_the_shortest_address_leads_to_the_same(page: Page, record: PublicRecord) -> None:
    """For every question that has a page: what is left out of an address is what is taken where nothing is said."""
    asked = [Question(page=page.name), *page.questions(record)]
    for one in asked[:: max(1, len(asked) // 60)]:
        settled = pages.settled(record, one)
        assert settled.problems == ()
        short = pages.shortest(record, settled.question)
        assert pages.settled(record, short).question == settled.question
        assert len(short.params()) <= len(settled.question.params())
    assert pages.shortest(record, pages.settled(record, asked[0]).question) == asked[0]


def test_a_choice_within_another_is_never_named_alone(record: PublicRecord) -> None:
    """Which program is the first may change; an address with a quarter in it names whose."""
    first = pages.settled(record, Question(page="call_types")).question
    example = Question(page="call_types", program="example_county", quarter="2024Q2")
    assert set(pages.shortest(record, first.having("call_type", "trespass")).params()) == {"program", "call_type"}
    assert set(pages.shortest(record, pages.settled(record, example).question).params()) == {"program", "quarter"}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Question(page="program", program="atlantis"), "No program is called “atlantis” here"),
        (Question(program="example_county", quarter="1999Q1"), "has published no quarter “1999Q1”"),
        (Question(page="evidence", filters=(("tier", "gold"),)), "Who checked it cannot be “gold”"),
        (Question(page="compare", figure="x"), "No figure “x” can be compared"),
        (about("x"), "No figure is called “x” here"),
    ],
)
def test_what_is_not_there_is_said(asked: Question, said: str, record: PublicRecord) -> None:
    settled = pages.settled(record, asked)
    assert said in " ".join(settled.problems)
    assert pages.settled(record, settled.question).problems == ()
    assert pages.story_of(record, settled.question).blocks


def test_no_two_views_have_one_title(record: PublicRecord) -> None:
    """A history of them can be told apart, and each begins with what is particular to it."""
    titles: dict[str, Question] = {}
    for page in pages.PAGES:
        for one in [Question(page=page.name), *page.questions(record)][:400:7]:
            question = pages.settled(record, one).question
            title = pages.title_of(record, question)
            assert titles.setdefault(title, question) == question, title
            assert title.endswith("Fourth Option")
    assert len(titles) > 90


def test_no_two_choices_have_one_name(record: PublicRecord) -> None:
    """What can be chosen is what titles are made of; a figure has a page without being in a list."""
    chosen = {
        f"{page.name} {choice.name}": list(
            choice.options(record, pages.settled(record, Question(page=page.name)).question).values()
        )
        for page in pages.PAGES
        for choice in page.takes
    }
    chosen["figure"] = [figure.title(record, p.figure) for p in record.published]
    assert max(map(len, chosen.values())) > 500
    assert {
        name: [one for one in names if names.count(one) > 1]
        for name, names in chosen.items()
        if len(names) > len(set(names))
    } == {}


def test_the_record_of_a_day_and_a_language_go_along() -> None:
    asked = Question(page="due", as_of=date(2026, 1, 31), lang="es")
    assert asked.live() == "/due?as_of=2026-01-31&lang=es"
    assert Question.from_path(asked.path()) == asked
