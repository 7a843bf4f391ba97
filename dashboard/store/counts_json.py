"""Counts as they are stored, as JSON: those that were received, those of a draft, and what is public of a quarter."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from dashboard.core.ledger import COUNTS, TOGETHER, Counts, Missing
from dashboard.core.privacy.disclosure import Partition, Release
from dashboard.core.privacy.under_other import INTO

Stated = Mapping[str, Any]  # the counts of one call type: a whole number each, or the word for why there is none


def dump(counts: Stated) -> str:
    """The counts of one call type."""
    return _dump(dict(counts))


def load(text: str) -> Counts:
    """The same again. ValueError for counts that cannot be."""
    return _counts(json.loads(text))


def dump_draft(counts: Mapping[str, Stated]) -> str:
    """The counts of a draft, by call type."""
    return _dump({call_type: dict(row) for call_type, row in counts.items()})


def load_draft(text: str) -> dict[str, Counts]:
    """The same again. ValueError for counts that cannot be."""
    return {call_type: _counts(stated) for call_type, stated in json.loads(text).items()}


def dump_release(released: Release, merged: tuple[str, ...] = ()) -> dict[str, str]:
    """What is public of a quarter, as its row keeps it in `rows` and `blocks`; `merged` are the call types that are
    counted under `other`."""
    holds = {TOGETHER: released.together, INTO: merged}
    rows = {
        kind: {
            "counts": {key: counts[key] for key in COUNTS},
            "sums": {"+".join(keys): value for keys, value in counts.sums.items()},
            "holds": list(holds.get(kind, ())),
        }
        for kind, counts in released.rows.items()
    }
    blocks = {
        "smallest": released.blocks.smallest,
        "exact": released.blocks.exact,
        "shown": {key: list(kinds) for key, kinds in released.blocks.shown.items()},
        "totals": sorted(released.blocks.totals),
        "known": {key: list(kinds) for key, kinds in released.blocks.known.items()},
    }
    return {"rows": _dump(rows), "blocks": _dump(blocks)}


def load_rows(text: str) -> dict[str, tuple[Counts, tuple[str, ...]]]:
    """What is public of a quarter: counts by call type, and further call types that are counted there."""
    return {
        kind: (_counts(stated["counts"], stated["sums"]), tuple(stated["holds"]))
        for kind, stated in json.loads(text).items()
    }


def load_blocks(text: str) -> Partition:
    """How a quarter was taken apart."""
    stated = json.loads(text)
    return Partition(
        smallest=stated["smallest"],
        exact=stated["exact"],
        shown={key: tuple(kinds) for key, kinds in stated["shown"].items()},
        totals=frozenset(stated["totals"]),
        known={key: tuple(kinds) for key, kinds in stated["known"].items()},
    )


def blanked(rows: str, why: Missing) -> str:
    """The same rows with one reason in place of every count."""
    nothing = dict.fromkeys(COUNTS, why.value)
    return _dump({kind: {**row, "counts": nothing, "sums": {}} for kind, row in json.loads(rows).items()})


def _counts(stated: Stated, sums: Mapping[str, int] = MappingProxyType({})) -> Counts:
    values = {k: Missing(v) if isinstance(v, str) else v for k, v in stated.items() if k in COUNTS}
    return Counts(values, {tuple(keys.split("+")): value for keys, value in sums.items()})


def _dump(stated: object) -> str:
    return json.dumps(stated, separators=(",", ":"))
