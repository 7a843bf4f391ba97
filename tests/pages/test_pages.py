"""Every page, for a real program, for Example County and for a program nobody has heard of."""

from __future__ import annotations

import inspect
from dataclasses import replace
from html import escape, unescape
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import words
from dashboard.core.evidence import EvidenceTier
from dashboard.core.metrics import METRICS
from dashboard.core.privacy.disclosure import DEFAULT, Policy
from dashboard.settings import ROOT
from dashboard.store import current
from dashboard.store.clock import now
from dashboard.store.current import make_ready
from dashboard.story import compare
from dashboard.story.blocks import Cited, Items
from dashboard.story.pages import PAGES, settled, story_of
from dashboard.story.question import Question
from dashboard.words.kinds import why_shown
from tests.pages.screen import blocks, to_page
from tests.ready import ready
from tests.store import staff
from tests.story.test_stories import new_metric

SITE = str(ROOT / "dashboard" / "view" / "site.py")
LISTED = [page.name for page in PAGES]


@pytest.fixture(autouse=True)
def site(environment: pytest.MonkeyPatch) -> None:
    ready()


def visit(page: str, **query: str) -> AppTest:
    """A visitor who opens a page by its address."""
    app = AppTest.from_file(SITE, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    return to_page(app, page).run()


def html(app: AppTest) -> str:
    return " ".join(e.proto.body for e in app.get("html"))


@pytest.mark.parametrize("page", LISTED)
@pytest.mark.parametrize("program", ["austin_emcot", "example_county", "desmoines_911", "atlantis"])
def test_a_page_shows_itself_without_a_traceback(page: str, program: str) -> None:
    app = visit(page, program=program)
    assert not app.exception
    said = html(app)
    assert "988" in said
    assert "Record last changed" in said
    picks_a_program = page in ("overview", "call_types", "program")
    if page == "evidence" and program in ("atlantis", "example_county", "desmoines_911"):
        assert "cannot be" in said, "a filter that the record does not know is said, not obeyed"
    if not picks_a_program:
        return
    if program == "atlantis":
        assert "No program is called “atlantis” here" in said
    else:
        assert app.query_params["program"] in (program, [program])
    if program == "example_county":
        assert "Example County is made up" in said


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"program": "example_county", "quarter": "1999Q1"}, "has published no quarter “1999Q1”"),
        ({"program": "example_county", "quarter": "<script>"}, "has published no quarter “&lt;script&gt;”"),
        (
            {"program": "austin_emcot", "quarter": "2026Q3"},
            "has published no quarterly counts, so the quarter “2026Q3”",
        ),
        ({"program": "example_county", "call_type": "ufo"}, "No call type is called “ufo”"),
        ({"program": "'; DROP TABLE event; --"}, "No program is called"),
    ],
)
def test_a_bad_link_gets_a_clear_message(query: dict[str, str], said: str) -> None:
    app = visit("call_types", **query)
    assert not app.exception
    assert said in html(app)


def test_a_link_restores_program_quarter_and_call_type() -> None:
    app = visit("call_types", program="example_county", quarter="2024Q2", call_type="welfare_check")
    assert [s.value for s in app.selectbox] == ["example_county", "2024Q2", "welfare_check"]
    assert "Welfare check, Apr to Jun 2024" in html(app)


def test_choosing_changes_the_address() -> None:
    app = visit("overview", program="example_county")
    app.selectbox(key="pick_quarter").set_value("2023Q4").run()
    assert not app.exception
    assert app.query_params["quarter"] in ("2023Q4", ["2023Q4"])
    assert "Oct to Dec 2023" in html(app)
    app.selectbox(key="pick_program").set_value("austin_emcot").run()
    assert not app.exception
    assert "quarter" not in app.query_params
    assert "Austin" in html(app)


def test_the_choice_survives_a_change_of_page() -> None:
    """Every link of the navigation carries what can be chosen where it leads to."""
    app = visit("overview", program="example_county", quarter="2024Q2")
    links = {link.proto.page: dict(parse_qsl(link.proto.query_string)) for link in app.get("page_link")}
    both = {"program": "example_county", "quarter": "2024Q2"}
    assert links["call_types"] == links[""] == both
    assert links["program"] == {"program": "example_county"}
    assert links["evidence"] == links["methods"] == links["compare"] == {}
    assert "figure" not in links


def test_the_five_headline_measures_stand_on_the_overview() -> None:
    said = html(visit("overview", program="example_county"))
    for metric in METRICS.headline_and_beside:
        assert words.name(metric) in said


def test_the_download_is_the_figures_of_the_block() -> None:
    app = visit("overview", program="example_county", ends="Download")
    assert not app.exception
    (button,) = app.get("download_button")
    assert button.proto.label == "Download these figures (CSV)"


def test_a_new_metric_and_a_new_call_type_reach_the_pages(
    environment: pytest.MonkeyPatch, tmp_path: Path, data: Path
) -> None:
    """One registry entry and one line of data; nothing else is touched."""
    with (data / "call_types.csv").open("a", encoding="utf-8") as file:
        file.write("85,elopement,Elopement,A person has left care\n")
    environment.setenv("FOURTH_OPTION_DATA", str(data))
    environment.setenv("FOURTH_OPTION_DATABASE_PATH", str(tmp_path / "wider.sqlite3"))
    current.forget()
    make_ready()
    wider = METRICS.with_(new_metric())
    environment.setattr(current, "metrics", lambda: wider)
    assert "EMS or fire sent" in html(visit("overview", program="example_county"))
    by_type = visit("call_types", program="example_county")
    assert "EMS or fire sent by call type" in html(by_type)
    assert (
        "elopement" in by_type.selectbox(key="pick_call_type").options
        or "Elopement" in by_type.selectbox(key="pick_call_type").options
    )
    methods = html(visit("methods"))
    assert "EMS or fire sent" in methods
    assert "Re / C" in methods
    assert "Elopement" in methods


def test_the_example_can_be_switched_off_everywhere(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("FOURTH_OPTION_EXAMPLE", "off")
    current.forget()
    for page in LISTED:
        app = visit(page, program="example_county")
        assert not app.exception
        assert "Example County" not in html(app)
        assert "example_county" not in [o for s in app.selectbox for o in s.options]


@pytest.mark.parametrize("page", LISTED)
@pytest.mark.parametrize("program", ["austin_emcot", "example_county"])
def test_every_figure_on_the_screen_has_its_tier_in_words(page: str, program: str) -> None:
    """In the very block that the figure stands in, as it was sent to the browser."""
    record = current.record()
    figure_id = next(iter(compare.candidates(record)))
    asked = settled(record, Question(page=page, program=program, figure=figure_id)).question
    lead = next(one.lead for one in PAGES if one.name == page)
    drawn = blocks(visit(page, program=program, figure=figure_id))
    told = [*(lead(record).blocks if lead else ()), *story_of(record, replace(asked, as_of=now().date())).blocks]
    told = [block for block in told if not isinstance(block, Items | Cited)]  # which stand in the frame before them
    assert {block.name for block in told} <= set(drawn)
    for block in told:
        sent = unescape(" ".join(drawn[block.name]))
        assert [f.figure_id for f in block.figures if words.of(f.tier) not in sent] == [], block.name
    if page == "evidence":
        assert any(words.of(tier) in part for parts in drawn.values() for part in parts for tier in EvidenceTier)


def test_the_methods_tell_the_rule_on_small_counts_and_whose_they_are() -> None:
    app = visit("methods")
    said = html(app)
    assert "Small counts: nobody can be found in the numbers" in said
    assert "published in groups of 0 or at least 11 calls" in said
    assert "would be from 1 to 10 ends it" in said
    assert "exact from 100 eligible calls on" in said
    (table,) = (e.proto.body for e in app.get("html") if "Whose small counts a measure has" in e.proto.body)
    for metric in METRICS.values():
        assert words.name(metric) in table
        assert len(why_shown(metric.about).split()) > 3
        assert escape(why_shown(metric.about)) in table


def test_the_methods_tell_each_decision_on_small_counts_and_its_reason() -> None:
    before = html(visit("methods"))
    assert "Decisions on small counts" in before
    assert f"the default: {words.of(DEFAULT)}" in before
    reason = "The state's data office asks for groups of 20 or more."
    staff.invite_all(current.store())
    for policy in (Policy(smallest=20, exact_from=None), Policy(smallest=5)):
        current.store().set_policy(staff.ADMIN, policy, reason)
        current.changed()
        said = html(visit("methods"))
        assert escape(reason) in said
        assert words.of(policy) in said
        assert f"the default: {words.of(DEFAULT)}" in said
        assert f"groups of 0 or at least {policy.smallest} calls" in said
        assert ("The same rule applies to the totals of a whole program and quarter." in said) is (
            policy.exact_from is None
        )
    assert words.of(Policy(smallest=20, exact_from=None)) in said


def test_nothing_that_holds_links_can_be_made_a_landmark_yet() -> None:
    """The day Streamlit lets a container have a role, the row of page links gets its own, and README.md is mended."""
    for holds in (st.container, st.page_link, st.html):
        told = set(inspect.signature(holds).parameters)
        assert not {name for name in told if "role" in name or "aria" in name or "landmark" in name or name == "tag"}
