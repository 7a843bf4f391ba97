"""Which counts of a quarter may be public, so that nobody can be found in the numbers: blocks along a fixed tree.

Calls are taken apart along one tree, fixed before the data exist (`call_tree.TREE`), and call types one after the
other in their declared order. A group is taken apart only if every part of it, and what is then left over, is 0 or at
least `smallest`. What is not taken apart is public as one sum. Everything else that is public (totals, rates, growth,
charts, files) is computed from these blocks, so that no subtraction gives a smaller one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.core.call_tree import ABOVE, ACROSS, ANSWERS, BASE, FIELD, NODES, OF_ANSWERS, PEOPLE, TREE, Node, filled
from dashboard.core.disclosure import DEFAULT, Blocks, Policy, Release, Why, in_order
from dashboard.core.ledger import ALL, COUNTS, TOGETHER, Count, Counts, Missing, add


def release(
    received: Mapping[str, Counts], order: Sequence[str], policy: Policy = DEFAULT, earlier: Blocks | None = None
) -> Release:
    """What may be public of the counts received for one program and quarter, by call type. `order` is every call type
    in the declared order, `earlier` how the revision before was taken apart. ValueError for an unknown call type."""
    if unknown := [kind for kind in received if kind not in order]:
        raise ValueError(f"{', '.join(unknown)}: not in the declared order of call types")
    return _Quarter(received, order, policy, earlier).release()


class _Quarter:
    """One quarter of one program while it is decided."""

    def __init__(
        self, received: Mapping[str, Counts], order: Sequence[str], policy: Policy, earlier: Blocks | None
    ) -> None:
        self.order = in_order(order, earlier)
        self.received, self.earlier = received, earlier
        self.kinds = [kind for kind in self.order if kind in received]
        self.table = {kind: filled(received[kind]) for kind in self.kinds}
        nodes = (*NODES.values(), *ACROSS)
        self.sizes = {node.key: {kind: node.of(row) for kind, row in self.table.items()} for node in nodes}
        self.stops: dict[tuple[str, str], Why | None] = {}
        self.least, self.below = dict[str, int](), dict[str, list[Node]]()
        self.smallest = earlier.smallest if earlier else policy.smallest
        eligible = [self.table[kind]["eligible"] for kind in self.kinds]
        many = policy.exact_from is not None and sum(eligible) >= policy.exact_from
        if earlier:
            many = earlier.exact and sum(eligible) >= self.smallest
        # the total of a single call type is that call type, so it is no total
        self.exact = many and sum(map(bool, eligible)) > 1
        self.shown: dict[str, tuple[str, ...]] = {}
        self.totals: set[str] = set()
        self.why: dict[tuple[str, str], Why] = {}
        self.reveals, self.refused = list[Why](), list[Why]()  # of the tree that is being decided, and of all

    def release(self) -> Release:
        for root in PEOPLE:
            self._root((root,), self.order, exact=self.exact)
        if BASE in self.totals and all(isinstance(counts[BASE], int) for counts in self.received.values()):
            self._root(ANSWERS, self.shown[BASE], exact=False)
        rows = {kind: self._row(kind) for kind in self.kinds}
        rows[ALL] = self._total()
        together = self._together()
        if together:
            rows[TOGETHER] = self._rest(rows, together)
        blocks = Blocks(
            smallest=self.smallest,
            exact=self.exact,
            shown=self.shown,
            totals=frozenset(self.totals),
            known={key: tuple(kind for kind in self.order if self._known(key, kind)) for key in NODES},
        )
        return Release(rows=rows, together=together, blocks=blocks, why=self.why, reveals=tuple(self.refused))

    def _value(self, node: Node, kinds: Sequence[str]) -> int:
        return sum(self.sizes[node.key].get(kind, 0) for kind in kinds)

    def _least(self, part: Node) -> int:
        """The fewest calls of a group that one call type may show. Where the exact totals say that nearly all of the
        group went one way, a call type's part of that could be worked out to within the few others: so they come on
        top. Only public totals decide it, so that it tells nothing else."""
        if part.key not in self.least:
            few = (self._value(part, self.kinds) - self._value(node, self.kinds) for node in self._exact_below(part))
            self.least[part.key] = self.smallest + max((n for n in few if 0 < n < self.smallest), default=0)
        return self.least[part.key]

    def _least_from(self, part: Node, kind: str) -> int:
        """The same for a call type and those after it. Where it can be seen that all they have of the group went one
        way, the fewest that may be shown of that way holds for the whole group."""
        least, at = self._least(part), self.order.index(kind)
        rest = [k for k in self.order[at:] if k in self.table]
        ways = [node for node in part.parts if self._value(node, rest)]
        if self.exact and len(ways) == 1 and not any(self._stops(part.parts, k) for k in self.order[:at]):
            return max(least, self._least_from(ways[0], kind))
        return least

    def _exact_below(self, part: Node) -> list[Node]:
        """The groups in a group, or across its parts, of which the exact total is public, or would be if no count were
        missing: some follow from those that are not."""
        if not self.exact or part.key in OF_ANSWERS:
            return []
        if part.key not in self.below:
            public = [one for one in part.below() if self.earlier is None or one.key in self.earlier.totals]
            self.below[part.key] = public + [one for one in ACROSS if all(node in public for node in one.parts)]
        return self.below[part.key]

    def _stated(self, node: Node, kind: str) -> bool:
        """Whether no count that a group of a call type follows from is missing."""
        return not any(isinstance(self.received[kind][key], Missing) for key in (*node.plus, *node.less))

    def _of_one(self, part: Node) -> Why | None:
        """What would be given away of a group that one call type has alone, if that could be seen: the exact total of
        a small group in it."""
        having = [kind for kind in self.kinds if self.sizes[part.key][kind]]
        if len(having) != 1:
            return None
        small = (Why(node.key, having[0], self._value(node, having)) for node in self._exact_below(part))
        return next((why for why in small if 0 < why.value < self.smallest), None)

    def _root(self, roots: tuple[Node, ...], limit: tuple[str, ...], *, exact: bool) -> None:
        """One of the trees. What an earlier revision showed and this one cannot would be given away by subtraction:
        the tree of eligible calls then cannot be published, any other is left out."""
        self._split(roots, limit, exact=exact)
        every = [node for root in roots for node in (root, *root.below())]
        if self.earlier:
            for node in every:
                self._compare(node, self.earlier)
        if self.reveals and TREE not in roots:
            stop = self.reveals.pop()
            self.reveals.clear()
            nodes = [node.key for node in every]
            self.totals.difference_update(nodes)
            self.shown.update(dict.fromkeys(nodes, ()))
            self.why.update({(kind, key): stop for kind in (ALL, *self.kinds) for key in nodes})
        self.refused += self.reveals
        self.reveals = []

    def _compare(self, node: Node, earlier: Blocks) -> None:
        """What follows for a call type from how a total changed. Where it was plain how many of the group it had, it is
        plain again; and where it is plain only now, how many it had before."""
        if node.key not in self.totals:
            return
        before, shown = (kinds.get(node.key, ()) for kinds in (earlier.known, earlier.shown))
        plain = [kind for kind in self.order if self._plain(node.key, kind)]
        found = [Why(node.key, kind, 0) for kind in plain if kind not in before]
        follows = [kind for kind in before if kind not in (*plain, *shown)]
        found += [Why(node.key, kind, n) for kind in follows if 0 < (n := self._value(node, [kind])) < self.smallest]
        left = [kind for kind in self.kinds if kind not in (*plain, *before)]
        if follows and 0 < (n := self._value(node, left)) < self.smallest:
            found.append(Why(node.key, left[0], n))
        self.reveals += found

    def _plain(self, key: str, kind: str) -> bool:
        """Whether a release says by itself how many of a group a call type has: it is shown, there is no row of it, or
        none of a larger group."""
        if kind not in self.table or kind in self.shown.get(key, ()):
            return True
        return any(kind in self.shown.get(node.key, ()) and self._nobody((node,), kind) for node in ABOVE[key])

    def _known(self, key: str, kind: str) -> bool:
        return self._plain(key, kind) or (self.earlier is not None and kind in self.earlier.known.get(key, ()))

    def _split(self, parts: tuple[Node, ...], limit: tuple[str, ...], *, exact: bool) -> None:
        """Take a group apart: in total, then call type by call type; and so on with each part."""
        if not self._total_allows(parts, exact=exact):
            for part in parts:
                self.shown[part.key] = ()
                self._inherit(part, self.order)
            return
        shown = self._leading(parts, limit)
        for part in parts:
            self.totals.add(part.key)
            self.shown[part.key] = shown
            if part.parts:
                self._split(part.parts, shown, exact=exact)

    def _total_allows(self, parts: tuple[Node, ...], *, exact: bool) -> bool:
        found = self._too_small(parts, self.kinds, {part.key: self.smallest for part in parts})
        stop = Why(found[0], ALL, found[1]) if found and not exact else None
        if self.earlier and parts[0].key not in self.earlier.totals:
            stop = stop or Why(parts[0].key, ALL, 0)
        elif self.earlier and stop:
            self.reveals.append(stop)
        if stop:
            self.why.update({(kind, part.key): stop for kind in (ALL, *self.kinds) for part in parts})
        return stop is None

    def _leading(self, parts: tuple[Node, ...], limit: tuple[str, ...]) -> tuple[str, ...]:
        """The call types, from the first on, that can show these parts: each and what is left after it is 0 or not
        small. The first that cannot ends it, whatever comes after, for a choice of partners would tell on them."""
        earlier = self.earlier.shown.get(parts[0].key, ()) if self.earlier else limit
        stop: Why | None = None
        count = 0
        for kind in limit:
            if kind not in earlier:
                stop = stop or Why(parts[0].key, kind, 0)
                break
            stop = self._stops(parts, kind)
            if stop:
                if self.earlier:
                    self.reveals.append(stop)
                break
            count += 1
        if stop:
            late = [kind for kind in self.order[count:] if kind in self.table]
            self.why.update({(kind, part.key): stop for kind in late if kind in limit for part in parts})
        for part in parts:
            self._inherit(part, self.order[count:])
        return limit[:count]

    def _stops(self, parts: tuple[Node, ...], kind: str) -> Why | None:
        """What keeps a call type from showing these parts: one of its own, or one of what would be left after it."""
        place = parts[0].key, kind
        if place not in self.stops:
            shows = kind not in self.table or (len(parts) > 1 and self._nobody(parts, kind))
            self.stops[place] = None if shows else self._stop(parts, kind)
        return self.stops[place]

    def _stop(self, parts: tuple[Node, ...], kind: str) -> Why | None:
        if alone := next(filter(None, map(self._of_one, parts)), None):
            return alone
        after = [k for k in self.order[self.order.index(kind) + 1 :] if k in self.table]
        least = {part.key: self._least_from(part, kind) for part in parts}
        if found := self._too_small(parts, [kind], least):
            return Why(found[0], kind, found[1])
        found = self._too_small(parts, after, least)
        return Why(found[0], TOGETHER, found[1], after=kind) if found else None

    def _nobody(self, parts: tuple[Node, ...], kind: str) -> bool:
        """Whether a call type is known to have none of a group, and so none of its parts, shown or not."""
        return all(self.sizes[part.key][kind] == 0 and self._stated(part, kind) for part in parts)

    def _too_small(
        self, parts: tuple[Node, ...], kinds: Sequence[str], least: Mapping[str, int]
    ) -> tuple[str, int] | None:
        found = ((part.key, self._value(part, kinds)) for part in parts)
        return next(((key, value) for key, value in found if 0 < value < least[key]), None)

    def _inherit(self, node: Node, kinds: Sequence[str]) -> None:
        """What is not shown of a group is not shown of its parts, for the same reason."""
        for kind in (ALL, *kinds):
            if stop := self.why.get((kind, node.key)):
                for part in node.below():
                    self.why.setdefault((kind, part.key), stop)

    def _public(self, key: str, kind: str) -> bool:
        return key in self.totals if kind == ALL else kind in self.shown.get(key, ())

    def _row(self, kind: str) -> Counts:
        """What is public of one call type; where a whole group is 0, its parts are too."""
        public = {key for key in NODES if self._public(key, kind)}
        for key, node in NODES.items():
            if key in public and self._nobody((node,), kind):
                public |= {part.key for part in node.below()}
        return self._counts(public, self.received[kind], node_field=NODES["field"].of(self.table[kind]))

    def _total(self) -> Counts:
        summed = Counts({key: add(self.received[kind][key] for kind in self.kinds) for key in COUNTS})
        return self._counts(set(self.totals), summed, node_field=self._value(NODES["field"], self.kinds), total=True)

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
        rest = tuple(kind for kind in self.kinds if kind not in least)
        return rest if 1 < len(rest) < len(self.kinds) else ()

    def _rest(self, rows: Mapping[str, Counts], together: Sequence[str]) -> Counts:
        """The total less the call types that are shown by themselves."""
        alone = [rows[kind] for kind in self.kinds if kind not in together]
        values = {key: _left(rows[ALL][key], add(row[key] for row in alone)) for key in COUNTS}
        for key, value in values.items():
            if isinstance(value, Missing):
                theirs = add(self.received[kind][key] for kind in together)
                values[key] = theirs if isinstance(theirs, Missing) else Missing.PRIVACY
        both = _left(rows[ALL].sum(FIELD), add(row.sum(FIELD) for row in alone))
        apart = all(isinstance(values[key], int) for key in FIELD)
        return Counts(values, {FIELD: both} if isinstance(both, int) and not apart else {})


def _left(whole: Count, shown: Count) -> Count:
    if isinstance(shown, Missing):
        return shown
    return whole if isinstance(whole, Missing) else whole - shown
