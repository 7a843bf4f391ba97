"""What documents say without a number: one table a topic, every row with its own tier and source."""

from __future__ import annotations

from dashboard import words
from dashboard.core.catalogue import Remark, Topic
from dashboard.core.record import PublicRecord
from dashboard.story.blocks import Cell, Table
from dashboard.voice import say

_DETAIL_FIRST = (Topic.RESPONSE_MODEL, Topic.TRADEOFF)  # what the sentence is about stands before the sentence


def said(record: PublicRecord, topic: Topic) -> tuple[Table, ...]:
    """What documents say on a topic, in the record's order; nothing where the record holds no remark on it."""
    rows = [_row(remark, topic) for remark in record.remarks_on(topic)]
    item, text, detail, title, note = (
        say(f"remarks-{key}") for key in (f"{topic}_{part}" for part in ("item", "text", "detail", "title", "note"))
    )
    columns = [item, *_pair(topic, text, detail), say("methods-column_tier"), say("program-column_source")]
    name = topic.value.replace("_", "-")
    return (Table.of(name, title, columns, rows, note=note, stacked=True),) if rows else ()


def _row(remark: Remark, topic: Topic) -> list[Cell]:
    item = f"{remark.item}. {say(f'decision-{remark.item}')}" if topic is Topic.TRADEOFF else remark.item
    return [item, *_pair(topic, remark.text, remark.detail), words.label(remark.tier), (remark.source,)]


def _pair(topic: Topic, text: str, detail: str) -> tuple[str, str]:
    return (detail, text) if topic in _DETAIL_FIRST else (text, detail)
