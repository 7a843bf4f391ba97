"""Open data: tidy files of everything public, each row with its tier, and a description of every column."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence

from dashboard import words
from dashboard.core.evidence import EvidenceTier
from dashboard.core.figure import Number
from dashboard.core.ledger import COUNTS, LedgerRow, Missing, Submission
from dashboard.core.record import PublicRecord
from dashboard.story.export import COLUMNS, TYPES, cells, csv_text, safe
from dashboard.story.figure import ledger_figures
from dashboard.voice import say
from dashboard.web.bulk import ledger_csv_lines

PROGRAMS = (
    "program_id", "kind", "name", "jurisdiction", "state", "latitude", "longitude", "dispatch_model", "coverage_hours",
    "launch_date", "operator", "org_home", "home_kind", "hours_kind", "population_served", "staff",
    "tier", "source_id", "notes", "model_tier", "model_note", "searched_on", "searched", "unread", "life",
)  # fmt: skip
SOURCES = (
    "source_id", "title", "publisher", "publisher_kind", "published", "url", "notes", "accessed", "sha256", "state",
    "archive",
)  # fmt: skip
PROGRAM_EVENTS = ("entry", "program_id", "day", "what", "text", "tier", "source_id")
SOURCE_EVENTS = ("entry", "source_id", "day", "state", "address", "note")
DAYS = ("due_on", "first_published_on", "published_on")
LEDGER = (
    "program_id", "quarter", "call_type", "holds", "revision", "eligibility_rule", "tier", "smallest_shown",
    *DAYS, *COUNTS,
)  # fmt: skip


def figures(record: PublicRecord) -> list[Number]:
    """Every public figure: published ones first, then those computed from the ledger."""
    return [*(p.figure for p in record.published), *ledger_figures(record)]


def figures_csv(record: PublicRecord) -> str:
    published = csv_text([p.figure for p in record.published])
    return published + "".join(ledger_csv_lines(record))


def figures_json(record: PublicRecord) -> str:
    rows = [{k: None if v == "" else v for k, v in cells(f).items()} for f in figures(record)]
    return json.dumps({"columns": COLUMNS, "figures": rows}, default=str, ensure_ascii=False)


def ledger_csv(record: PublicRecord) -> str:
    """Quarterly counts; a count that is missing is the word for why."""
    quarters = {(s.program_id, s.quarter): s for s in record.submissions}
    return _csv(
        LEDGER,
        (
            {
                "program_id": row.program_id,
                "quarter": str(row.quarter),
                "call_type": row.call_type,
                "holds": ";".join(row.holds),
                "revision": row.revision,
                "eligibility_rule": row.rule_version,
                "tier": row.tier.key,
                "smallest_shown": row.smallest or "",
                **_days(quarters.get((row.program_id, row.quarter)), row),
                **{key: row.counts[key] for key in COUNTS},
            }
            for row in record.rows
        ),
    )


def _days(quarter: Submission | None, row: LedgerRow) -> dict[str, object]:
    """The days of a quarter; nothing where one is not known."""
    on = {name: getattr(quarter, name, None) for name in DAYS} | {"published_on": row.published_on}
    return {name: day or "" for name, day in on.items()}


def programs_csv(record: PublicRecord) -> str:
    return _csv(
        PROGRAMS,
        (
            {name: getattr(p, name) for name in PROGRAMS if name not in ("tier", "source_id", "model_tier", "life")}
            | {"tier": p.tier.key, "source_id": p.source.source_id, "model_tier": p.model_tier.key}
            | {"life": words.life(p.life)}
            for p in record.programs
        ),
    )


def sources_csv(record: PublicRecord) -> str:
    plain = SOURCES[: SOURCES.index("state")]
    return _csv(
        SOURCES,
        (
            {name: getattr(s, name) for name in plain} | {"state": words.of(s.life), "archive": s.life.archive}
            for s in record.sources
        ),
    )


def program_events_csv(record: PublicRecord) -> str:
    """What happened to programs; a launch that only its own row states has no entry."""
    events = (e for p in record.programs for e in p.life.events)
    told = ((e.entry, e.program_id, e.on.label, e.what.value, e.text, e.tier.key, e.source.source_id) for e in events)
    return _csv(PROGRAM_EVENTS, (dict(zip(PROGRAM_EVENTS, values, strict=True)) for values in told))


def source_events_csv(record: PublicRecord) -> str:
    """What was found of sources: read, archived, moved, withdrawn, gone."""
    seen = (s for source in record.sources for s in source.life.sightings)
    told = ((s.entry, s.source_id, s.on.label, s.state.value, s.address, s.note) for s in seen)
    return _csv(SOURCE_EVENTS, (dict(zip(SOURCE_EVENTS, values, strict=True)) for values in told))


def _csv(columns: Sequence[str], rows: Iterable[dict[str, object]]) -> str:
    out = io.StringIO()
    table = csv.DictWriter(out, columns, lineterminator="\r\n")
    table.writeheader()
    table.writerows({k: safe(v) for k, v in row.items()} for row in rows)
    return out.getvalue()


def metrics_json(record: PublicRecord) -> str:
    """The metric dictionary."""
    return json.dumps(
        [
            {
                "key": m.key,
                "name": words.name(m),
                "family": m.definition.family,
                "statement": words.statement(m.definition),
                "formula": words.formula(m),
                "numerator": list(m.numerator),
                "numerator_words": words.numerator(m.definition),
                "denominator": list(m.denominator),
                "denominator_words": words.base(m.definition),
                "unit": m.definition.unit.key,
                "direction": m.definition.direction.value,
                "includes": words.includes(m),
                "excludes": words.excludes(m),
                "note": words.note(m),
                "note_on_zero": words.on_zero(m),
                "about": words.of(m.about),
                "about_reason": words.why_shown(m.about),
                "version": m.definition.version,
                "goes_by_this_name_elsewhere": list(m.others),
            }
            for m in record.catalogue.metrics.values()
        ],
        indent=1,
        ensure_ascii=False,
    )


def datapackage_json(record: PublicRecord) -> str:
    """A Data Package (version 2) that describes every file and column, with labeled missing values."""
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "fourth-option",
        "title": say("package-title"),
        "description": say("package-about", tiers=", ".join(t.key for t in EvidenceTier)),
        "version": f"1.{record.version}",
        "created": f"{record.as_of}T00:00:00Z",
        "licenses": [{"name": "CC0-1.0", "title": say("package-license")}],
        "resources": [
            _of_figures(),
            _of_ledger(),
            _resource("programs", [{"name": n, **_kind(n)} for n in PROGRAMS], primaryKey=["program_id"]),
            _resource("sources", _texts(*SOURCES), primaryKey=["source_id"]),
            _resource("program_events", _texts(*PROGRAM_EVENTS)),
            _resource("source_events", _texts(*SOURCE_EVENTS), primaryKey=["entry"]),
        ],
    }
    return json.dumps(package, indent=1, ensure_ascii=False)


Field = dict[str, object]  # a column, as a table schema describes it


def _resource(name: str, fields: list[Field], **schema: object) -> dict[str, object]:
    """One file of the package, by its name and columns."""
    about: dict[str, object] = {"$schema": "https://datapackage.org/profiles/2.0/tableschema.json", "fields": fields}
    return {
        "name": name,
        "type": "table",
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": about | schema,
    }


def _of_figures() -> dict[str, object]:
    """The file of all figures."""
    return _resource(
        "figures",
        [{"name": n, "type": TYPES[n], "description": say(f"column-{n}")} for n in COLUMNS],
        primaryKey=["figure_id"],
        missingValues=[{"value": "", "label": say("column-not_stated")}],
    )


def _of_ledger() -> dict[str, object]:
    """The file of quarterly counts, where a word stands for a count that is missing."""
    days: list[Field] = [{"name": n, "type": "date", "description": say(f"column-{n}")} for n in DAYS]
    counts: list[Field] = [
        {"name": c.key, "type": "integer", "description": f"{c.symbol}: {words.count_meaning(c.key)}"}
        for c in COUNTS.values()
    ]
    missing = [{"value": m.value, "label": words.of(m)} for m in Missing]
    return _resource(
        "ledger",
        [
            *_texts("program_id", "quarter"),
            {"name": "call_type", "type": "string", "description": say("column-kind_of_call")},
            {"name": "holds", "type": "string", "description": say("column-holds")},
            {"name": "revision", "type": "integer"},
            {"name": "eligibility_rule", "type": "integer"},
            *_texts("tier"),
            {"name": "smallest_shown", "type": "integer", "description": say("column-smallest_shown")},
            *days,
            *counts,
        ],
        primaryKey=["program_id", "quarter", "call_type"],
        missingValues=[{"value": "", "label": say("column-not_stated")}, *missing],
    )


def _texts(*names: str) -> list[Field]:
    """Columns of text."""
    return [{"name": name, "type": "string"} for name in names]


def _kind(name: str) -> dict[str, object]:
    kinds = {"latitude": "number", "longitude": "number", "population_served": "integer"}
    return {"type": kinds.get(name, "string")}
