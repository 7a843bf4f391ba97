"""What a draft, a step and a published quarter are is kept as a key, where it was an English sentence.

Rewritten are `draft.change`, the severities in `draft.findings`, `draft_step.action` and `submission.change`: these
name what is compared and looked up, so there is one spelling of each, for every query and whoever reads the tables. To
keep the old one in old rows instead would leave two, and a list of pairs in each query, for good.

These rows are never changed, and their seals are digests of all they hold. So each row is held against its seal first.
One that is what was written is rewritten and sealed anew, in the same transaction; one that is not stays as it is, with
its seal, and is still found: a damaged row is never sealed as whole. A row without a seal, from before there were any,
is sealed at the end of the upgrade as ever. The audit log says so in a line of its own: how many rows, and the digest
of their seals before and after, so that whoever has a copy from before can repeat it. The `digest` beside a published
quarter stays: it says of what content it was when it came, and is compared with data files, which state no change.

The lines of the audit log stay byte for byte, or their chain would not hold; its reader knows what they call things.
The public log stays too: its notes are sentences that were read."""

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from dashboard.store import append_only

revision = "0010"
down_revision = "0009"

_CHANGES = {
    "first publication": "first",
    "planned revision": "planned",
    "correction of an error": "error",
    "change of definition": "definition",
}
_ACTIONS = {"send for certification": "send"}
_SEVERITIES = {"please confirm": "confirm"}


def _table(name: str, texts: str, numbers: str, *more: Any) -> sa.TableClause:
    columns = [sa.column(text, sa.String()) for text in texts.split()]
    return sa.table(name, *columns, *(sa.column(number, sa.Integer()) for number in numbers.split()), *more)


# every column of these tables as they were at this revision, but for what makes no part of a seal
_DRAFT = _table(
    "draft",
    "program_id quarter at change reason rule_note counts findings merged",
    "id file_id account_id base_revision rule_version",
)
_STEP = _table("draft_step", "action at detail", "id draft_id number account_id")
_SUBMISSION = _table(
    "submission",
    "key digest program_id quarter rule_note stated_tier source_id note certified_by file_sha256 change confirmations",
    "id revision event_id rule_version",
    sa.column("due_on", sa.Date()),
    sa.column("published_on", sa.Date()),
    sa.column("withdrawn", sa.Boolean()),
)
_SEAL = _table("seal", "of key sha256", "id revision")
_LINE = ("at", "account_id", "actor", "title", "role", "action", "subject", "before", "after", "reason", "previous")
_AUDIT = _table("audit", " ".join({*_LINE, "hash"} - {"account_id"}), "id account_id")

# a seal leaves out what is a column's default
_DEFAULTS: dict[str, dict[str, Any]] = {
    "draft": {"merged": ""},
    "draft_step": {"detail": ""},
    "submission": {
        "revision": 1,
        "certified_by": "",
        "file_sha256": "",
        "change": "",
        "confirmations": "",
        "withdrawn": False,
    },
}


def upgrade() -> None:
    rewritten = [
        *_rewrite(_DRAFT, lambda row: {"change": _CHANGES.get(row["change"]), "findings": _findings(row["findings"])}),
        *_rewrite(_STEP, lambda row: {"action": _ACTIONS.get(row["action"])}, unique=("draft_id", "number")),
        *_rewrite(_SUBMISSION, lambda row: {"change": _CHANGES.get(row["change"])}, keyed=True),
    ]
    if rewritten:
        _tell(rewritten)


def _findings(text: str) -> str | None:
    """The findings of a draft with keys for severities; None if there is nothing to rewrite in them."""
    found = json.loads(text)
    asked = [one for one in found if one.get("severity") in _SEVERITIES]
    for one in asked:
        one["severity"] = _SEVERITIES[one["severity"]]
    return json.dumps(found, ensure_ascii=False) if asked else None


def _rewrite(table: sa.TableClause, keys: Any, *, keyed: bool = False, unique: tuple[str, ...] = ()) -> list[list[str]]:
    """Rewrite the rows that are what was written; each with its seal before and after."""
    connection = op.get_bind()
    todo: list[tuple[dict[str, Any], dict[str, Any]]] = []
    for row in map(dict, connection.execute(sa.select(table).order_by(table.c.id)).mappings()):
        if values := {name: key for name, key in keys(row).items() if key is not None}:
            todo.append((row, values))
    done: list[list[str]] = []
    if todo:
        _unprotect(table.name)
    for row, values in todo:
        name = (row["key"], row["revision"]) if keyed else (str(row["id"]), 1)
        mine = (_SEAL.c.of == table.name, _SEAL.c.key == name[0], _SEAL.c.revision == name[1])
        held = connection.execute(sa.select(_SEAL.c.sha256).where(*mine)).scalar()
        if held is not None and held != _content(table.name, row):
            continue
        connection.execute(sa.update(table).where(table.c.id == row["id"]).values(**values))
        after = _content(table.name, {**row, **values})
        if held is not None:
            connection.execute(sa.update(_SEAL).where(*mine).values(sha256=after))
        done.append([table.name, *map(str, name), held or "", after])
    if todo:
        for statement in append_only.statements(op.get_context().dialect.name, table.name, keyed=keyed, unique=unique):
            op.execute(statement)
    return done


def _unprotect(table: str) -> None:
    if op.get_context().dialect.name == "postgresql":
        names = [f"{table}_{what} ON {table}" for what in ("no_change", "no_truncate")]
    else:
        names = [f"{table}_no_{what}" for what in ("update", "delete", "replace")]
    for name in names:
        op.execute(f"DROP TRIGGER {name}")


def _content(table: str, row: dict[str, Any]) -> str:
    """The digest of a row as seals had it at this revision."""
    said = {
        name: value
        for name, value in row.items()
        if value is not None and not (name in _DEFAULTS[table] and value == _DEFAULTS[table][name])
    }
    return hashlib.sha256(json.dumps(said, default=_told, sort_keys=True).encode()).hexdigest()


def _told(value: date) -> str:
    return value.isoformat()


def _tell(rewritten: list[list[str]]) -> None:
    """One more line of the audit log, chained as every other."""
    connection = op.get_bind()
    tables = list(dict.fromkeys(one[0] for one in rewritten))
    seen = connection.execute(sa.text("SELECT at FROM latest_moment")).scalar() or ""
    last = connection.execute(sa.select(_AUDIT.c.hash).order_by(_AUDIT.c.id.desc()).limit(1)).scalar()
    now = datetime.now(UTC)
    line: dict[str, str | int] = {
        "at": (max(now, datetime.fromisoformat(seen)) if seen else now).isoformat(timespec="microseconds"),
        "account_id": 0,
        "actor": "operator",
        "title": "the operator of this site",
        "role": "operator",
        "action": "rename_keys",
        "subject": ", ".join(f"{table} {sum(one[0] == table for one in rewritten)}" for table in tables),
        "before": f"seals {_digest([[*one[:3], one[3]] for one in rewritten])}",
        "after": f"seals {_digest([[*one[:3], one[4]] for one in rewritten])}",
        "reason": "An upgrade: what these rows are is kept as a key, and said in words by whoever shows it.",
        "previous": last or "0" * 64,
    }
    made = json.dumps([line[name] for name in _LINE], ensure_ascii=False)
    connection.execute(sa.insert(_AUDIT).values(**line, hash=hashlib.sha256(made.encode()).hexdigest()))


def _digest(seals: list[list[str]]) -> str:
    return hashlib.sha256(json.dumps(seals).encode()).hexdigest()
