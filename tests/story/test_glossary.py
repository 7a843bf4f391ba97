"""Short names and jargon: whatever page uses one says on that page what it stands for."""

from __future__ import annotations

import re
from html import unescape

import pytest

from dashboard import words
from dashboard.core.record import PublicRecord
from dashboard.story import glossary, markup, overview, pages
from dashboard.story.blocks import Block, Cards, Chart, Facts, Note, ProgramMap, Sentence, Story, Table
from dashboard.story.question import Question
from dashboard.view.draw import prepare
from dashboard.voice import under
from dashboard.web.light import Frame, page
from tests.story.test_true_to_the_word import everything
from tests.told import figure_page

SHORT = re.compile(r"(?<![\w/-])(?:[A-Z][A-Z&-]*[A-Z](?=s?\b|\d)|(?:988|211|311)\b)")
ADDRESS = re.compile(r"https?://\S+|GitHub repository \S+|, [A-Z]{2}\b")  # a postal code is part of a place's name


def shown(block: Block) -> str:
    """A block as readers see it, pictures apart."""
    match block:
        case Chart():
            told = (
                markup.chart_head(block) + " ".join(panel.label for panel in block.panels) + markup.table(block.table)
            )
        case Cards():
            told = markup.figure_row(block)
        case Table():
            told = markup.table(block)
        case Sentence():
            told = markup.sentence(block)
        case Facts():
            told = markup.facts(block)
        case Note():
            told = markup.note(block)
        case ProgramMap():
            told = " ".join(f"{place.name}, {place.words}" for place in block.places)
        case _:
            raise AssertionError(block)
    return f"{block.title} {told}"


def told(name: str, record: PublicRecord) -> Story:
    page = pages.page(name)
    return page.whole_story(record, Question(page=name)) if page else overview.known(record)


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", html))


class Reader:
    """Somebody who knows the names of sources and what programs call their own labels, and no other short name."""

    def __init__(self, record: PublicRecord) -> None:
        known = {name for s in record.sources for name in (words.of(s), s.title, s.publisher)}
        known |= {label.label for label in record.labels}
        longest_first = sorted((name for name in known if SHORT.search(name)), key=len, reverse=True)
        self.known = re.compile("|".join(re.escape(name) for name in longest_first))
        self.names = {short for p in record.programs for short in SHORT.findall(f"{p.name} {p.operator}")}
        whole = " ".join(shown(block) for name in ("methods", "evidence") for block in told(name, record).blocks)
        self.small = set(re.findall(r"\b[a-z]+\b", whole))

    def puzzled_by(self, text: str, terms: set[str]) -> set[str]:
        """The short names in a text that neither the terms below it nor the words beside them explain. A word in
        capitals for stress, which this site also writes small and which names no program, is none."""
        unknown = ADDRESS.sub("", self.known.sub("", text))
        beside = set(re.findall(r"\(([A-Z][A-Z&-]*[A-Z])\b", text)) | set(re.findall(r"\b([A-Z-]+) \([A-Z]\w+ ", text))
        found = set(SHORT.findall(unknown)) - terms - beside
        return {short for short in found if short in self.names or short.lower() not in self.small}


@pytest.fixture(scope="module")
def reader(record: PublicRecord) -> Reader:
    return Reader(record)


def terms_of(story: Story) -> set[str]:
    tables = [b for b in story.blocks if isinstance(b, Table) and b.name.startswith("short-names")]
    return {str(row[0]) for block in tables for row in block.rows}


def test_every_page_explains_the_short_names_that_it_uses(record: PublicRecord, reader: Reader) -> None:
    used: set[str] = set()
    for story in everything(record):
        text = plain(" ".join([story.title, story.intro, *(shown(block) for block in story.blocks)]))
        terms = terms_of(glossary.explained(story))
        used |= terms
        assert reader.puzzled_by(text, terms) == set(), story.title
    assert used >= {"988", "EMS", "CAHOOTS", "B-HEARD", "KFF"}
    assert len(used) > 30


def test_the_page_of_every_figure_explains_the_short_names_that_it_uses(record: PublicRecord, reader: Reader) -> None:
    for published in record.published:
        main = figure_page(record, published).split("<main", 1)[1].split("</main>")[0]
        above, _, below = main.partition(">Short names on this page<")
        above = above.split('<section id="figure_cite"')[0]
        terms = set(re.findall(r'<th scope="row">([^<]+)</th>', below))
        assert reader.puzzled_by(plain(above), terms) == set(), published.figure_id


def test_both_editions_explain_them(record: PublicRecord) -> None:
    story = Story(title="City of X", blocks=(Note(name="n", text="EMS and QMHPs in FY2026."),))
    assert terms_of(glossary.explained(story)) == {"EMS", "QMHP", "FY"}
    light = page(story, record, Frame(path="/read/x"))
    assert "Short names on this page" in light and "qualified mental health professional" in light
    assert prepare(story).pieces[-1].name == "short-names-city-of-x"
    beside = Story(title="City of X", blocks=(Note(name="n", text="Right Response Unit (RRU)"),))
    assert glossary.explained(beside) == beside


def test_every_term_says_what_it_stands_for() -> None:
    terms = under("glossary-term")
    assert len(terms) > 60
    for term, meaning in terms.items():
        assert meaning.lower() != term.lower()
        assert len(meaning) > len(term)
        assert not meaning.endswith("."), term
