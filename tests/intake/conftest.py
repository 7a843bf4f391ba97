"""What files are checked against in these tests: the example program on the day after its newest quarter was due,
free to be taken apart anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashboard.core.record import PublicRecord
from dashboard.intake.context import Context, Declared, context


@pytest.fixture(scope="session")
def about(record: PublicRecord) -> Context:
    """The example program, its labels and its record, under its second eligibility rule."""
    program = record.program("example_county")
    assert program is not None
    unbound = replace(record, blocks={k: v for k, v in record.blocks.items() if not k.endswith("|2026Q3")})
    return context(unbound, program, today=date(2026, 11, 21), declared=Declared(rule_version=2))
