"""The blocks of a story. Every block that shows a number carries the figures it shows, and so their tiers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.core.evidence import Mark, Source, union
from dashboard.core.figure import Figure, Number, Withheld
from dashboard.core.metric import Polarity
from dashboard.story.question import Question

Sources = tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to another page of this site: each edition spells its own address for the question."""

    text: str
    question: Question


Cell = str | Figure | Withheld | Sources | Link


def figures_only(figures: Iterable[object]) -> tuple[Number, ...]:
    """The figures, or TypeError if anything else, a bare number above all, is among them."""
    found: list[Number] = []
    for one in figures:
        if not isinstance(one, Figure | Withheld):
            raise TypeError(f"a story is made of figures, found {type(one).__name__} {one!r}: build a Figure")
        found.append(one)
    return tuple(found)


@dataclass(frozen=True, kw_only=True)
class Block:
    """One thing a reader looks at. `name` is its place in a link and in a file name."""

    name: str
    title: str = ""
    figures: tuple[Number, ...] = ()

    def __post_init__(self) -> None:
        figures_only(self.figures)

    @property
    def tiers(self) -> tuple[Mark, ...]:
        """The tiers of the figures in this block, strongest first."""
        return tuple(sorted({f.tier for f in self.figures}, reverse=True))

    @property
    def sources(self) -> tuple[Source, ...]:
        return union(f.sources for f in self.figures)


@dataclass(frozen=True, kw_only=True)
class Sentence(Block):
    """A sentence with numbers in it, and what must be said beside it."""

    text: str
    aside: str = ""
    headline: bool = False


@dataclass(frozen=True, kw_only=True)
class Card:
    """One figure with its label, the question it belongs to, and a word of context. ValueError if the figure counts the
    absence of what the question asks about: a statement never negates its heading."""

    label: str
    figure: Number
    over: str = ""
    context: str = ""

    def __post_init__(self) -> None:
        if self.over and self.figure.definition.polarity is Polarity.ABSENCE:
            raise ValueError(
                f"{self.figure.figure_id} counts the absence of what the heading {self.over!r} asks about: "
                "leave the heading out, or choose a figure that counts the thing"
            )


@dataclass(frozen=True, kw_only=True)
class Cards(Block):
    """Figures to read at a glance, side by side."""

    cards: tuple[Card, ...]
    lead: str = ""

    @classmethod
    def of(cls, name: str, title: str, cards: Sequence[Card], *, lead: str = "") -> Cards:
        return cls(name=name, title=title, lead=lead, cards=tuple(cards), figures=tuple(c.figure for c in cards))


@dataclass(frozen=True, kw_only=True)
class Table(Block):
    """Rows under named columns; a cell is text, a figure or the sources of one. The first column names the row. Where
    it is `dated`, with the day of today, each figure says under it of when it is and how old."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    stacked: bool = False  # on a narrow screen each row becomes a card with its column names
    dated: date | None = None

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{self.name}: {len(row)} cells under {len(self.columns)} columns")
            for cell in row:
                links = isinstance(cell, tuple) and all(isinstance(one, Source) for one in cell)
                if not links and not isinstance(cell, str | Figure | Withheld | Link):
                    raise TypeError(f"{self.name}: a cell is text or a figure or its sources, found {cell!r}")
        super().__post_init__()

    @classmethod
    def of(
        cls,
        name: str,
        title: str,
        columns: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        *,
        note: str = "",
        stacked: bool = False,
        dated: date | None = None,
    ) -> Table:
        cells = tuple(tuple(row) for row in rows)
        inside = tuple(c for row in cells for c in row if isinstance(c, Figure | Withheld))
        return cls(
            name=name,
            title=title,
            columns=tuple(columns),
            rows=cells,
            figures=inside,
            note=note,
            stacked=stacked,
            dated=dated,
        )


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One picture: a Vega-Lite specification with its own data, and the same told in words."""

    label: str
    alt: str
    spec: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Chart(Block):
    """One or more panels that share a table, a file and a check."""

    panels: tuple[Panel, ...]
    table: Table
    note: str = ""

    @property
    def alt(self) -> str:
        return " ".join(panel.alt for panel in self.panels)


@dataclass(frozen=True, kw_only=True)
class Facts(Block):
    """What something is, as its source describes it: words with a tier, not figures."""

    rows: tuple[tuple[str, str], ...]
    tier: Mark
    source: Source

    @property
    def tiers(self) -> tuple[Mark, ...]:
        return (self.tier,)

    @property
    def sources(self) -> tuple[Source, ...]:
        return (self.source,)


@dataclass(frozen=True, kw_only=True)
class Whole(Block):
    """One figure at large, all that is said of it in rows of name and words."""

    figure: Number
    rows: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, name: str, figure: Number, rows: Sequence[tuple[str, str]]) -> Whole:
        return cls(name=name, figure=figure, rows=tuple(rows), figures=(figure,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Words, the source they rest on and words after it, and the name of their place in a link."""

    text: str = ""
    source: Source | None = None
    after: str = ""
    anchor: str = ""


@dataclass(frozen=True, kw_only=True)
class Items(Block):
    """A list of words, each with its source. It goes on with the block before it, whose tiers are of it too."""

    items: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True)
class Cited(Block):
    """How to cite a page, going on with the block before it: text to be copied, by the name of its form, and the same
    for machines as JSON-LD; each for the address that the page has, which only its renderer knows."""

    question: Question
    forms: Callable[[str], dict[str, str]]
    linked_data: Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPoint:
    """A program on the map."""

    name: str
    words: str
    kind: str
    latitude: float
    longitude: float


@dataclass(frozen=True, kw_only=True)
class ProgramMap(Block):
    """Where programs are. The table beside it says the same; a renderer without maps may leave it out."""

    places: tuple[MapPoint, ...]
    tier: Mark

    @property
    def tiers(self) -> tuple[Mark, ...]:
        return (self.tier,)


@dataclass(frozen=True, kw_only=True)
class Note(Block):
    """Words without numbers: a caution, or what is missing."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Story:
    """What one page says, in order."""

    title: str
    blocks: tuple[Block, ...]
    illustrative: bool = False
    intro: str = ""

    @property
    def figures(self) -> tuple[Number, ...]:
        return tuple(f for block in self.blocks for f in block.figures)

    def block(self, name: str) -> Block:
        """The block of that name; KeyError if the story has none."""
        for block in self.blocks:
            if block.name == name:
                return block
        raise KeyError(name)
