"""What a person sees of the filled cells of a sheet, also of texts of which a part has a look of its own. Runs only in
the child process, because a file may be hostile."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from xml.parsers import expat

from dashboard.intake.looks import TINY, Look, Styles


@dataclass(slots=True)
class Run:
    """A part of a text with a look of its own; what it does not say is as the cell has it."""

    color: str = ""
    size: float = 0.0
    aside: bool = False  # above or below the line, as a footnote is, or struck through
    text: str = ""

    def is_lost(self, look: Look) -> bool:
        """Whether a person does not read it as a part of what is in the cell."""
        return self.aside or (self.size or look.size) < TINY or look.hides(self.color or look.color)


class Runs:
    """The parts of one text after the other, told as they are read. A text without any look of its own has none."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._runs: list[Run] = []
        self._within = ""  # of a part that is read, or read aloud alone

    def start(self, tag: str, about: Mapping[str, str]) -> None:
        if tag in ("si", "is"):
            self._runs, self._within = [Run()], ""
        elif tag == "r":
            self._runs.append(Run())
        elif tag in ("t", "rPh"):
            self._within = "" if self._within == "rPh" else tag
        elif self._runs and tag == "color":
            self._runs[-1].color = self._styles.color(about)
        elif self._runs and tag == "sz":
            self._runs[-1].size = float(about.get("val", 0))
        elif self._runs and tag == "vertAlign":
            self._runs[-1].aside = about.get("val") in ("superscript", "subscript")
        elif self._runs and tag == "strike":
            self._runs[-1].aside = about.get("val", "1") in ("1", "true")

    def text(self, text: str) -> None:
        if self._within == "t" and self._runs:
            self._runs[-1].text += text

    def end(self, tag: str) -> tuple[Run, ...] | None:
        """The parts of a text that has ended; None while one goes on."""
        if tag in ("t", "rPh"):
            self._within = ""
        if tag not in ("si", "is"):
            return None
        runs = tuple(run for run in self._runs if run.text)
        return runs if any(run.color or run.size or run.aside for run in runs) else ()


def shared(xml: bytes, styles: Styles, *, refuse: Callable[..., None]) -> dict[int, tuple[Run, ...]]:
    """The texts that cells share and of which a part has a look of its own, by the numbers that cells name them by;
    `refuse` answers a document type."""
    found: dict[int, tuple[Run, ...]] = {}
    runs, count = Runs(styles), 0

    def end(tag: str) -> None:
        nonlocal count
        if (whole := runs.end(tag.rpartition(":")[2])) is not None:
            found.update({count: whole} if whole else {})
            count += 1

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, about: runs.start(tag.rpartition(":")[2], about)
    parser.CharacterDataHandler, parser.EndElementHandler = runs.text, end
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(xml, True)
    return found


class Seen:
    """What a person sees of the filled cells of a sheet, told cell by cell as they are read."""

    def __init__(self, styles: Styles, rich: Mapping[int, tuple[Run, ...]] | None = None) -> None:
        self.zeros = True  # whether the sheet shows a 0
        self.pale: set[tuple[int, int]] = set()  # row from 1 and column from 0, as in `shows`
        self.shows: dict[tuple[int, int], str] = {}
        self._styles, self._cell, self._kind, self._text = styles, (0, 0), "", ""
        self._look: Look | None = None
        self._within = False
        self._rich, self._runs = rich or {}, Runs(styles)  # texts with parts, by the number that cells name them by

    @property
    def asks(self) -> bool:
        """Whether the values of this sheet are to be told as well."""
        return bool(self._styles.odd) or not self.zeros or bool(self._rich) or self._kind == "inlineStr"

    def cell(self, row: int, column: int, style: int, kind: str) -> None:
        """A cell begins."""
        odd = style in self._styles.odd or not self.zeros or kind == "inlineStr" or (kind == "s" and self._rich)
        self._look = self._styles.of(style) if odd else None
        self._cell, self._kind = (row, column), kind

    def part(self, tag: str, about: Mapping[str, str]) -> None:
        """Something in a text of the cell itself begins."""
        if self._kind == "inlineStr":
            self._runs.start(tag, about)

    def filled(self) -> None:
        """Its value begins."""
        self._within, self._text = self._look is not None, ""

    def text(self, text: str) -> None:
        """A part of what is in it."""
        if self._within:
            self._text += text
            self._runs.text(text)

    def end(self, tag: str) -> None:
        """Its value has ended."""
        name = tag.rpartition(":")[2]
        own = self._runs.end(name) if self._kind == "inlineStr" else None
        if self._within and self._look and name in ("v", "is"):
            self._within = False
            value = float(self._text) if self._kind in ("", "n") else None
            runs = (self._rich.get(int(self._text)) if self._kind == "s" and self._text.isdecimal() else own) or ()
            if runs:
                if any(run.is_lost(self._look) for run in runs):
                    self._part_lost(runs, self._look)
                return
            if self._look.pale(value):
                self.pale.add(self._cell)
            shown = "" if value == 0 and not self.zeros else self._look.shows(value)
            if shown is not None:
                self.shows[self._cell] = shown

    def _part_lost(self, runs: Sequence[Run], look: Look) -> None:
        """Of a text, only some is seen, or nothing."""
        left = "".join(run.text for run in runs if not run.is_lost(look))
        if left.strip():
            self.shows[self._cell] = left
        else:
            self.pale.add(self._cell)
