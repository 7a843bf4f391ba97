"""No page says all or none of what is nearly all or nearly none, least of all of police backup and safety."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from dashboard.core.ledger import ALL
from dashboard.core.quarter import Quarter
from dashboard.core.record import PublicRecord
from dashboard.story import overview
from dashboard.story.export import csv_text
from dashboard.web import light
from tests import make

QUARTER = Quarter(2026, 1)
NEAR = {
    "eligible": 36_031,
    "offered": 36_031,
    "lost_in_transfer": 13,
    "reached_clinician": 36_018,
    "resolved_by_phone": 0,
    "mobile_team_sent": 36_018,
    "ems_fire_sent": 0,
    "police_sent": 0,
    "other_outcome": 0,
    "backup_requested": 12,
    "responder_injuries": 0,
    "safety_answers": 36_000,
    "felt_safe": 35_988,
    "followup_due": 20_000,
    "followup_reached": 19_999,
}


def page(record: PublicRecord, **counts: int) -> str:
    """Everything the page of a quarter with these counts says, the words inside its pictures too."""
    one = replace(make.row(QUARTER, ALL, **(NEAR | counts)), program_id="houston_ccd")
    known = make.sent(record, one)
    houston = known.program("houston_ccd")
    assert houston is not None
    story = overview.program_quarter(known, houston, QUARTER)
    said = light.page(story, known, light.Frame(path="/"))
    return unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", said)) + csv_text(story.figures)


@pytest.mark.parametrize(
    "counts",
    [
        {},
        {"lost_in_transfer": 3, "reached_clinician": 36_028, "mobile_team_sent": 36_027, "police_sent": 1},
        {"mobile_team_sent": 36_000, "police_sent": 18, "backup_requested": 1, "felt_safe": 35_999},
        {"mobile_team_sent": 80, "police_sent": 35_938, "safety_answers": 60, "felt_safe": 59},
        {"responder_injuries": 1, "backup_requested": 35_990, "felt_safe": 1, "followup_reached": 3},
    ],
)
def test_no_page_says_all_or_none_where_it_is_neither(counts: dict[str, int], record: PublicRecord) -> None:
    text = page(record, **counts)
    shares = 0
    for found in re.finditer(r"(?<![\d.,])(?:100(?:\.0+)?|0(?:\.0+)?)%.{0,12}?([\d,]+) of ([\d,]+)", text):
        part, whole = (int(number.replace(",", "")) for number in found.groups())
        assert part in (0, whole), found.group()
        shares += 1
    assert shares, "a share of nothing is 0.0%, which stands with its parts"
    sentence = re.search(r"Of 100 eligible calls in [^,]*?, (.*?) reached a clinician\. (.*?) ended without", text)
    assert sentence is not None
    assert not {"0", "100"} & set(sentence.groups()), sentence.group()


def test_the_sentence_of_one_hundred_says_more_than_and_fewer_than(record: PublicRecord) -> None:
    text = page(record)
    assert "more than 99 reached a clinician. More than 99 ended without a police unit" in text
    assert "Mobile team sent: more than 99" in text, "the words of its dots"
    assert "Lost in transfer: fewer than 1" in text
    assert "fewer than 1 lost in transfer" in text, "and of its description"
    assert "Resolved by phone: 0" in text, "of what there was none, there is none"
    for told in ("more than 99.9%", "less than 0.1%"):
        assert told in text
