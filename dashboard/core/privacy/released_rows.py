"""What is public of a quarter by call type, once it is decided which of its groups are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from dashboard.core.ledger import ALL, COUNTS, TOGETHER, Count, Counts, Missing, add
from dashboard.core.privacy.call_tree import ACROSS, BASE, FIELD, NODES, Node, filled


class Received:
    """The counts of one quarter as received: by call type in the declared order, and by group of the tree."""

    def __init__(self, received: Mapping[str, Counts], order: Sequence[str]) -> None:
        self.received = received
        self.kinds = [kind for kind in order if kind in received]
        self.table = {kind: filled(received[kind]) for kind in self.kinds}
        nodes = (*NODES.values(), *ACROSS)
        self.sizes = {node.key: {kind: node.of(row) for kind, row in self.table.items()} for node in nodes}

    def value(self, node: Node, kinds: Sequence[str]) -> int:
        """How many calls of a group these call types have together."""
        return sum(self.sizes[node.key].get(kind, 0) for kind in kinds)

    def nobody(self, parts: tuple[Node, ...], kind: str) -> bool:
        """Whether a call type is known to have none of a group, and so none of its parts, shown or not."""
        return all(self.sizes[part.key][kind] == 0 and self._stated(part, kind) for part in parts)

    def _stated(self, node: Node, kind: str) -> bool:
        """Whether no count that a group of a call type follows from is missing."""
        return not any(isinstance(self.received[kind][key], Missing) for key in (*node.plus, *node.less))


def released_rows(
    quarter: Received, shown: Mapping[str, Sequence[str]], totals: Set[str]
) -> tuple[dict[str, Counts], tuple[str, ...]]:
    """What is public by call type, in total (`ALL`) and of the call types shown as one (`TOGETHER`), with the names of
    those. `shown` are the call types that each group is public for, `totals` the groups of which the total is."""
    return _Rows(quarter, shown, totals).all()


class _Rows:
    def __init__(self, quarter: Received, shown: Mapping[str, Sequence[str]], totals: Set[str]) -> None:
        self._quarter, self.shown, self.totals = quarter, shown, totals

    def all(self) -> tuple[dict[str, Counts], tuple[str, ...]]:
        rows = {kind: self._row(kind) for kind in self._quarter.kinds}
        rows[ALL] = self._total()
        together = self._together()
        if together:
            rows[TOGETHER] = self._rest(rows, together)
        return rows, together

    def _public(self, key: str, kind: str) -> bool:
        return key in self.totals if kind == ALL else kind in self.shown.get(key, ())

    def _row(self, kind: str) -> Counts:
        """What is public of one call type; where a whole group is 0, its parts are too."""
        public = {key for key in NODES if self._public(key, kind)}
        for key, node in NODES.items():
            if key in public and self._quarter.nobody((node,), kind):
                public |= {part.key for part in node.below()}
        return self._counts(
            public, self._quarter.received[kind], node_field=NODES["field"].of(self._quarter.table[kind])
        )

    def _total(self) -> Counts:
        summed = Counts({key: add(self._quarter.received[kind][key] for kind in self._quarter.kinds) for key in COUNTS})
        return self._counts(
            set(self.totals), summed, node_field=self._quarter.value(NODES["field"], self._quarter.kinds), total=True
        )

    def _counts(self, public: set[str], received: Counts, *, node_field: int, total: bool = False) -> Counts:
        offered = {"reached_clinician", "lost_in_transfer"} <= public or {"eligible", "never_offered"} <= public
        staff = BASE in public and isinstance(received[BASE], int)
        shown = {key: key in public for key in COUNTS} | {
            "offered": offered,
            "backup_requested": staff,
            "responder_injuries": staff or total,
        }
        values: dict[str, Count] = {}
        for key in COUNTS:
            value = received[key]
            values[key] = value if isinstance(value, Missing) or shown[key] else Missing.PRIVACY
        if isinstance(received[BASE], Missing):
            values["no_contact"] = received[BASE]
        known = all(isinstance(received[key], int) for key in FIELD)
        apart = all(isinstance(values[key], int) for key in FIELD)
        return Counts(values, {FIELD: node_field} if known and "field" in public and not apart else {})

    def _together(self) -> tuple[str, ...]:
        """The call types that do not show whether police were kept out of it: they are shown as one."""
        shown = [self.shown[key] for key in ("reached_clinician", "resolved_by_phone", "field") if key in self.totals]
        least = min(shown, key=len, default=())
        rest = tuple(kind for kind in self._quarter.kinds if kind not in least)
        return rest if 1 < len(rest) < len(self._quarter.kinds) else ()

    def _rest(self, rows: Mapping[str, Counts], together: Sequence[str]) -> Counts:
        """The total less the call types that are shown by themselves."""
        alone = [rows[kind] for kind in self._quarter.kinds if kind not in together]
        values = {key: _left(rows[ALL][key], add(row[key] for row in alone)) for key in COUNTS}
        for key, value in values.items():
            if isinstance(value, Missing):
                theirs = add(self._quarter.received[kind][key] for kind in together)
                values[key] = theirs if isinstance(theirs, Missing) else Missing.PRIVACY
        both = _left(rows[ALL].sum(FIELD), add(row.sum(FIELD) for row in alone))
        apart = all(isinstance(values[key], int) for key in FIELD)
        return Counts(values, {FIELD: both} if isinstance(both, int) and not apart else {})


def _left(whole: Count, shown: Count) -> Count:
    if isinstance(shown, Missing):
        return shown
    return whole if isinstance(whole, Missing) else whole - shown
