"""Rows and columns that a sheet does not show, by themselves or because the sheet has no size for those without their
own; and cells that lie under another. Runs only in the child process, because a file may be hostile."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

_SEEN = {"ht": 3.0, "width": 1.0}  # points of height, characters of width; below them nothing can be read
_YES = ("1", "true")
_RANGE = re.compile(r"\$?([A-Z]{1,4})\$?([0-9]{1,8})(?::\$?([A-Z]{1,4})\$?([0-9]{1,8}))?\Z")


class Overlapping(ValueError):
    """Merged cells that overlap, which no workbook has."""


def number(column: str) -> int:
    """A is 0, AA is 26."""
    value = 0
    for character in column:
        value = value * 26 + ord(character) - 64
    return value - 1


class Folds:
    """What of a sheet is folded away, told element by element, within so many rows and columns."""

    def __init__(self, rows: int, columns: int) -> None:
        self._most = rows, columns
        self._rows, self._own_rows = set[int](), set[int]()
        self._columns, self._own_columns = set[int](), set[int]()
        self._flat = self._narrow = False
        self._under: dict[int, bytearray] = {}  # by row: for each column whether it lies under another cell
        self._covered = 0

    def sheet(self, about: Mapping[str, str]) -> None:
        """The sizes of rows and columns that have none of their own."""
        self._flat = about.get("customHeight") in _YES and _unseen(about, "ht", "defaultRowHeight")
        width = "defaultColWidth" if "defaultColWidth" in about else "baseColWidth"
        self._narrow = _unseen(about, "width", width)

    def row(self, line: int, about: Mapping[str, str]) -> None:
        """A row, from 1."""
        if line > self._most[0]:
            return
        if "ht" in about:
            self._own_rows.add(line)
        if _unseen(about, "ht"):
            self._rows.add(line)

    def column(self, about: Mapping[str, str]) -> None:
        """Columns, from 1 to 16,384 as the sheet counts them."""
        those = range(int(about["min"]) - 1, min(int(about["max"]), self._most[1]))
        if "width" in about:
            self._own_columns.update(those)
        if _unseen(about, "width"):
            self._columns.update(those)

    def merged(self, about: Mapping[str, str]) -> None:
        """Cells that are shown as one: all but the first lie under it. Overlapping where there are more of them than a
        sheet has cells, so that a hostile file costs no more than an honest one."""
        found = _RANGE.match(about.get("ref", ""))
        if found is None:
            return
        left, top = number(found[1]), int(found[2])
        right, bottom = (number(found[3]), int(found[4])) if found[3] else (left, top)
        right, bottom = min(right, self._most[1] - 1), min(bottom, self._most[0])
        if right < left or bottom < top:
            return
        self._covered += (right - left + 1) * (bottom - top + 1)
        if self._covered > self._most[0] * self._most[1]:
            raise Overlapping
        for line in range(top, bottom + 1):
            covered = self._under.setdefault(line, bytearray(self._most[1]))
            covered[left : right + 1] = b"\x01" * (right - left + 1)
        self._under[top][left] = 0

    @property
    def rows(self) -> set[int]:
        """The rows that are not seen, from 1."""
        return self._rows | (set(range(1, self._most[0] + 1)) - self._own_rows if self._flat else set())

    @property
    def columns(self) -> set[int]:
        """The columns that are not seen, from 0."""
        return self._columns | (set(range(self._most[1])) - self._own_columns if self._narrow else set())

    def under(self, rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
        """The filled cells of these rows that lie under another: row from 1, column from 0."""
        for line, covered in self._under.items():
            for column, text in enumerate(rows[line - 1] if line <= len(rows) else ()):
                if text and covered[column]:
                    yield line, column


def _unseen(about: Mapping[str, str], size: str, name: str = "") -> bool:
    """Whether a row or column is hidden, or so low or narrow that nothing of it is seen."""
    return about.get("hidden") in _YES or float(about.get(name or size, "inf")) < _SEEN[size]
