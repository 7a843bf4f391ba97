"""Short names and jargon: each is explained at the foot of the page that uses it, from one list in `data/text/`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from dashboard import words
from dashboard.core.figure import Figure, Withheld
from dashboard.story.blocks import (
    Block,
    Card,
    Cards,
    Cell,
    Chart,
    Cited,
    Facts,
    Items,
    Link,
    Note,
    ProgramMap,
    Sentence,
    Story,
    Table,
    Whole,
)
from dashboard.voice import say, under, voice


def explained(story: Story) -> Story:
    """The story with what its short names stand for as its last block; as it is where it has none."""
    block = table(seen(story), name=f"short-names-{re.sub(r'[^a-z0-9]+', '-', story.title.lower()).strip('-')}")
    return replace(story, blocks=(*story.blocks, *block))


def table(text: str, *, name: str) -> tuple[Table, ...]:
    """What the short names in a text stand for; nothing where it has none, or says of each what it stands for."""
    terms = under("glossary-term")
    found = {match[1] for match in _short_names(voice().lang).finditer(text)}
    rows = [[term, terms[term]] for term in sorted(found) if not _said(term, terms[term], text)]
    columns = [say("glossary-column_term"), say("glossary-column_meaning")]
    return (Table.of(name, say("glossary-title"), columns, rows),) if rows else ()


def _said(term: str, meaning: str, text: str) -> bool:
    """Whether a text has both names side by side: `Right Response Unit (RRU)`, `STAR (Support Team ...)`."""
    long = meaning.split(":")[0]
    return f"{long} ({term}" in text or f"{term} ({long}" in text


@lru_cache(maxsize=8)
def _short_names(_lang: str) -> re.Pattern[str]:
    """Any term of the list as a word of its own, also with a number or a plural behind it: `FY2026`, `QMHPs`."""
    longest_first = sorted(under("glossary-term"), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, longest_first))})(?:s|(?<=[A-Z])\d+)?(?![\w])")


def seen(story: Story) -> str:
    """What a reader sees of a story but the names of its sources, which are the words of others."""
    return "\n".join([story.title, story.intro, *(text for block in story.blocks for text in _of(block))])


def _of(block: Block) -> Iterator[str]:
    yield block.title
    match block:
        case Sentence():
            yield from (block.text, block.aside)
        case Cards():
            yield block.lead
            for card in block.cards:
                yield from _of_card(card)
        case Table():
            yield from (*block.columns, block.note)
            yield from (_of_cell(cell) for row in block.rows for cell in row)
        case Chart():
            yield from (block.note, *(panel.label for panel in block.panels), *_of(block.table))
        case Facts():
            yield from (text for row in block.rows for text in row)
        case Note():
            yield block.text
        case Whole():
            yield from (_of_cell(block.figure), *(text for _, text in block.rows))
        case Items():
            yield from (f"{one.text} {one.after}" for one in block.items)
        case Cited():
            return
        case ProgramMap():
            yield from (f"{place.name}, {place.words}" for place in block.places)


def _of_card(card: Card) -> Iterator[str]:
    figure = card.figure
    yield from (
        card.label,
        card.over,
        card.context,
        _of_cell(figure),
        words.caveat(figure),
        words.tier_sentence(figure),
    )
    yield from (challenge.statement for challenge in figure.challenges)


def _of_cell(cell: Cell) -> str:
    match cell:
        case str():
            return cell
        case Link():
            return cell.text
        case Figure() | Withheld():
            return f"{words.of(cell)} {words.parts(cell)}"
        case _:
            return ""
