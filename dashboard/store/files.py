"""Everything read from `data/`: CSV files into typed rows, each knowing its file and line."""

from __future__ import annotations

import csv
import hashlib
import json
import math
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Union, get_args, get_origin

from dashboard.core.ledger import COUNTS, Missing
from dashboard.core.plain import hidden
from dashboard.store import counts_json
from dashboard.store import tables as t
from dashboard.store.life_tables import ProgramEventRow, SourceEventRow
from dashboard.store.received import LedgerEntryRow
from dashboard.words import of


@dataclass(frozen=True, slots=True)
class Where:
    """A place a person can go to: a file and a line, or a table and a row."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}"


class BrokenRow(Exception):
    """A row that cannot be loaded. Says where, what was found and what to do."""

    def __init__(self, where: Where, column: str, found: str, todo: str) -> None:
        self.where, self.column, self.found, self.todo = where, column, found, todo
        place = f'{where}, column "{column}"' if column else str(where)
        super().__init__(f"{place}: found {found}. {todo}")


@dataclass(frozen=True, slots=True)
class SourcedRow:
    row: t.Revised
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """One kind of data file: its table, what names a row, and whether the file states revisions itself."""

    file: str
    table: type[t.Revised]
    key: tuple[str, ...]
    fixed: Mapping[str, Any] = field(default_factory=dict)
    states_revision: bool = False
    counts: bool = False
    elsewhere: tuple[str, ...] = ()  # columns that no file has: what is uploaded or recorded by a person says them
    later: Mapping[str, Any] = field(default_factory=dict)  # columns a file may leave out, and what then stands there

    @property
    def columns(self) -> list[str]:
        """The columns a file must have, by the names of the table's."""
        left_out = {*t.Revised.model_fields, *self.fixed, *self.elsewhere}
        own = [c for c in self.table.model_fields if c not in left_out]
        if self.counts:
            own = [c for c in own if c != "counts"] + list(COUNTS)
        return (["revision"] if self.states_revision else []) + own


_LATER = {"polarity": "thing", "same_as": ""}
BODIES: tuple[DataFile, ...] = (
    DataFile(file="call_types.csv", table=t.CallTypeRow, key=("call_type",)),
    DataFile(file="families.csv", table=t.FamilyRow, key=("family",), later={"of_absence": False}),
    DataFile(file="sources.csv", table=t.SourceRow, key=("source_id",), later={"accessed": "", "sha256": ""}),
    DataFile(
        file="programs.csv",
        table=t.ProgramRow,
        key=("program_id",),
        later={
            "model_source_id": "",
            "model_tier": "",
            "model_note": "",
            "searched_on": None,
            "searched": "",
            "unread": "",
        },
    ),
    DataFile(file="program_events.csv", table=ProgramEventRow, key=("entry",), states_revision=True),
    DataFile(file="source_events.csv", table=SourceEventRow, key=("entry",), states_revision=True),
    DataFile(file="crosswalk.csv", table=t.OwnLabelRow, key=("program_id", "label"), later={"stated_tier": ""}),
    DataFile(
        file="figures.csv",
        table=t.PublishedFigureRow,
        key=("figure_id",),
        fixed={"series": False},
        states_revision=True,
        later=_LATER,
    ),
    DataFile(
        file="series.csv",
        table=t.PublishedFigureRow,
        key=("figure_id",),
        fixed={"series": True},
        states_revision=True,
        later=_LATER,
    ),
    DataFile(file="traces.csv", table=t.TraceRow, key=("figure_id", "figure_revision")),
    DataFile(
        file="verifications.csv",
        table=t.VerificationRow,
        key=("figure_id", "figure_revision", "verifier"),
        elsewhere=("document_sha256",),
        later={"kind": "recount", "read": "press", "relation": "outside"},
    ),
    DataFile(file="challenges.csv", table=t.ChallengeRow, key=("figure_id", "source_id")),
    DataFile(
        file="submissions.csv",
        table=t.SubmissionRow,
        key=("program_id", "quarter"),
        elsewhere=t.ON_UPLOAD,
        states_revision=True,
    ),
    DataFile(
        file="ledger.csv",
        table=LedgerEntryRow,
        key=("program_id", "quarter", "call_type"),
        states_revision=True,
        counts=True,
    ),
    DataFile(file="decisions.csv", table=t.DecisionRow, key=("program_id", "number"), later={"stated_tier": ""}),
    DataFile(file="remarks.csv", table=t.RemarkRow, key=("topic", "item", "position")),
    DataFile(file="corrections.csv", table=t.CorrectionRow, key=("file", "row", "column")),
)
_OPTIONAL: tuple[Any, ...] = (Union, types.UnionType)
FOLDERS = (".", "published", "example")


def read(data: Path, *, example: bool = True) -> list[SourcedRow]:
    """Every row of every data file below `data`, typed. BrokenRow on the first that cannot be."""
    found: list[SourcedRow] = []
    for folder in FOLDERS:
        if folder == "example" and not example:
            continue
        for number, body in enumerate(BODIES):
            path = data / folder / body.file
            if path.exists():
                found += _rows(number, str(path.relative_to(data.parent)), path.read_bytes())
    if not found:
        raise BrokenRow(Where(str(data), 0), "", "no data file", "Point FOURTH_OPTION_DATA at the data folder.")
    _refuse_duplicates(found)
    return found


@lru_cache(maxsize=2 * len(BODIES))
def _rows(number: int, name: str, content: bytes) -> tuple[SourcedRow, ...]:
    """The rows of one file. Kept by its bytes: a check reads the files twice, and most of a corrected folder is as it
    was. Nobody changes a row."""
    return tuple(_read_file(content, BODIES[number], name=name))


def _read_file(content: bytes, body: DataFile, *, name: str) -> Iterator[SourcedRow]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BrokenRow(Where(name, line), "", "bytes that are not UTF-8", "Save the file as UTF-8.") from None
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    line = 1
    try:
        header = next(reader, [])
        _check_header(header, body, Where(name, 1))
        line = reader.line_num + 1
        for cells in reader:
            where, line = Where(name, line), reader.line_num + 1
            if not cells:
                continue
            if len(cells) != len(header):
                raise BrokenRow(
                    where,
                    "",
                    f"{len(cells)} cells",
                    f"Give {len(header)}, one for each column; quote cells with commas.",
                )
            yield SourcedRow(_typed(dict(zip(header, cells, strict=True)), body, where), where)
    except csv.Error as error:
        raise BrokenRow(Where(name, line), "", f"a malformed row ({error})", "Check the quotes in this row.") from None


def _check_header(header: list[str], body: DataFile, where: Where) -> None:
    missing = [c for c in body.columns if c not in header and c not in body.later]
    extra = [c for c in header if c not in body.columns]
    if missing:
        raise BrokenRow(where, missing[0], "no such column", f"The columns are {', '.join(body.columns)}.")
    if extra:
        raise BrokenRow(
            where, extra[0], "a column nobody reads", f"Remove it; the columns are {', '.join(body.columns)}."
        )
    if len(set(header)) != len(header):
        raise BrokenRow(where, "", "the same column twice", "Keep one.")


def _typed(cells: dict[str, str], body: DataFile, where: Where) -> t.Revised:
    values: dict[str, Any] = {**body.later, **body.fixed}
    for column, text in cells.items():
        if found := hidden(text):
            told = f"a character that cannot be seen: {of(found)}"
            raise BrokenRow(where, column, told, "Take it out; a line break in a text is a space.")
        if body.counts and column in COUNTS:
            continue
        annotation: Any = body.table.model_fields[column].annotation
        values[column] = _value(text.strip(), annotation, column, where)
    if body.counts:
        counts = {column: _count(cells[column].strip(), column, where) for column in COUNTS}
        values["counts"] = counts_json.dump(counts)
    for column in body.key:
        if values[column] in ("", None):
            raise BrokenRow(where, column, "nothing", "Every row is named by this column; fill it in.")
    if values.get("revision", 1) < 1:
        raise BrokenRow(where, "revision", str(values["revision"]), "Revisions count from 1.")
    key = "|".join(str(values[c]) for c in body.key)
    said = {c: values[c] for c in sorted(values) if c not in body.later or values[c] != body.later[c]}
    content = json.dumps(said, default=str, ensure_ascii=False)
    digest = hashlib.sha256(content.encode()).hexdigest()
    return body.table(key=key, digest=digest, event_id=0, **values)


def _value(text: str, annotation: Any, column: str, where: Where) -> Any:
    optional = get_origin(annotation) in _OPTIONAL and type(None) in get_args(annotation)
    kind = next((a for a in get_args(annotation) if a is not type(None)), annotation) if optional else annotation
    if kind is str:
        return text
    if not text:
        if optional:
            return None
        raise BrokenRow(where, column, "nothing", f"Give {_WANTED[kind]}.")
    try:
        return _PARSE[kind](text)
    except (ValueError, KeyError):
        raise BrokenRow(where, column, repr(text), f"Give {_WANTED[kind]}.") from None


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number) or "_" in text:
        raise ValueError(text)
    return number


def _whole(text: str) -> int:
    if not text.removeprefix("-").isdecimal() or not text.isascii():
        raise ValueError(text)
    return int(text)


_PARSE: dict[Any, Any] = {
    int: _whole,
    float: _finite,
    bool: {"yes": True, "no": False}.__getitem__,
    date: date.fromisoformat,
}
_WANTED = {
    int: "a whole number without separators",
    float: "a number without separators",
    bool: "yes or no",
    date: "a date as 2026-09-30",
}


def _count(text: str, column: str, where: Where) -> int | str:
    if text in {m.value for m in Missing}:
        return text
    reasons = ", ".join(m.value for m in Missing)
    try:
        number = _whole(text)
    except ValueError:
        found = repr(text) if text else "nothing"
        raise BrokenRow(where, column, found, f"Give a whole number, or why there is none: {reasons}.") from None
    if number < 0:
        raise BrokenRow(where, column, text, "A count is 0 or more.")
    return number


def _refuse_duplicates(found: list[SourcedRow]) -> None:
    seen: dict[tuple[str, str, int], Where] = {}
    for located in found:
        name = (str(located.row.__tablename__), located.row.key, located.row.revision)
        if name in seen:
            raise BrokenRow(
                located.where,
                "",
                f"{located.row.key!r} again, first in {seen[name]}",
                "Keep one, or give a new revision.",
            )
        seen[name] = located.where
