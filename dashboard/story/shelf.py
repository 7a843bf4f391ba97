"""Every public story by name: the one list from which pages and the light edition are made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from dashboard.core.ledger import ALL
from dashboard.core.quarter import Quarter
from dashboard.core.record import PublicRecord
from dashboard.settings import ROOT
from dashboard.story import (
    call_types,
    compare,
    differ,
    evidence,
    gaps,
    methods,
    overview,
    program,
    programs,
    quarter_life,
)
from dashboard.story.blocks import Story


@lru_cache(maxsize=8)
def shelf(folder: str) -> dict[str, Path]:
    """The pages in a folder by name, in the order of their files: the folder is the registry. The first public one
    is the home page."""
    found = sorted((ROOT / "pages" / folder).glob("[0-9]*.py"))
    return {path.stem.split("_", 1)[1]: path for path in found}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a story is about: a program, a quarter, a call type, a figure, a day; each only where the story needs it."""

    program_id: str = ""
    quarter: Quarter | None = None
    call_type: str = ALL
    figure_id: str = ""
    today: date | None = None


def tell(name: str, record: PublicRecord, about: Subject) -> Story:
    """The story of that name. KeyError if there is no such story, or nothing on record that it could be about."""
    match name:
        case "known":
            return overview.known(record)
        case "methods":
            return methods.methods(record)
        case "gaps":
            return gaps.gap_map(record)
        case "differ":
            return differ.differing(record)
        case "compare":
            return compare.compare(record, about.figure_id)
        case "due":
            return quarter_life.due_dates(record, about.today or record.as_of)
        case "programs":
            return programs.programs(record, programs.ProgramFilter())
        case "evidence":
            return evidence.evidence(record, evidence.Filter())
    found = record.program(about.program_id)
    if found is None:
        raise KeyError(about.program_id)
    match name:
        case "overview":
            return overview.program_quarter(record, found, about.quarter)
        case "call_types":
            return call_types.call_types(record, found, about.quarter, about.call_type)
        case "program":
            return program.program_page(record, found)
    raise KeyError(name)
