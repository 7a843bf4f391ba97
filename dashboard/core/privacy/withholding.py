"""Which counts of a quarter may be public, so that nobody can be found in the numbers: blocks along a fixed tree.

Calls are taken apart along one tree, fixed before the data exist (`call_tree.TREE`), and call types one after the
other in their declared order. A group is taken apart only if every part of it, and what is then left over, is 0 or at
least `smallest`. What is not taken apart is public as one sum. Everything else that is public (totals, rates, growth,
charts, files) is computed from these blocks, so that no subtraction gives a smaller one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.core.ledger import ALL, TOGETHER, Counts
from dashboard.core.privacy.call_tree import (
    ABOVE,
    ACROSS,
    ANSWERS,
    BASE,
    NODES,
    OF_ANSWERS,
    PEOPLE,
    TREE,
    Node,
)
from dashboard.core.privacy.disclosure import DEFAULT, Blocking, Partition, Policy, Release, in_order
from dashboard.core.privacy.released_rows import Received, released_rows


def release(
    received: Mapping[str, Counts], order: Sequence[str], policy: Policy = DEFAULT, earlier: Partition | None = None
) -> Release:
    """What may be public of the counts received for one program and quarter, by call type. `order` is every call type
    in the declared order, `earlier` how the revision before was taken apart. ValueError for an unknown call type."""
    if unknown := [kind for kind in received if kind not in order]:
        raise ValueError(f"{', '.join(unknown)}: not in the declared order of call types")
    return _Quarter(received, order, policy, earlier).release()


class _Quarter:
    """One quarter of one program while it is decided."""

    def __init__(
        self, received: Mapping[str, Counts], order: Sequence[str], policy: Policy, earlier: Partition | None
    ) -> None:
        self.order = in_order(order, earlier)
        self.quarter, self.earlier = Received(received, self.order), earlier
        self.kinds, self.table, self.sizes = self.quarter.kinds, self.quarter.table, self.quarter.sizes
        self.stops: dict[tuple[str, str], Blocking | None] = {}
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
        self.why: dict[tuple[str, str], Blocking] = {}
        self.reveals, self.refused = list[Blocking](), list[Blocking]()  # of the tree that is being decided, and of all

    def release(self) -> Release:
        for root in PEOPLE:
            self._root((root,), self.order, exact=self.exact)
        if BASE in self.totals and all(isinstance(counts[BASE], int) for counts in self.quarter.received.values()):
            self._root(ANSWERS, self.shown[BASE], exact=False)
        rows, together = released_rows(self.quarter, self.shown, self.totals)
        blocks = Partition(
            smallest=self.smallest,
            exact=self.exact,
            shown=self.shown,
            totals=frozenset(self.totals),
            known={key: tuple(kind for kind in self.order if self._known(key, kind)) for key in NODES},
        )
        return Release(rows=rows, together=together, blocks=blocks, why=self.why, reveals=tuple(self.refused))

    def _least(self, part: Node) -> int:
        """The fewest calls of a group that one call type may show. Where the exact totals say that nearly all of the
        group went one way, a call type's part of that could be worked out to within the few others: so they come on
        top. Only public totals decide it, so that it tells nothing else."""
        if part.key not in self.least:
            few = (
                self.quarter.value(part, self.kinds) - self.quarter.value(node, self.kinds)
                for node in self._exact_below(part)
            )
            self.least[part.key] = self.smallest + max((n for n in few if 0 < n < self.smallest), default=0)
        return self.least[part.key]

    def _least_from(self, part: Node, kind: str) -> int:
        """The same for a call type and those after it. Where it can be seen that all they have of the group went one
        way, the fewest that may be shown of that way holds for the whole group."""
        least, at = self._least(part), self.order.index(kind)
        rest = [k for k in self.order[at:] if k in self.table]
        ways = [node for node in part.parts if self.quarter.value(node, rest)]
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

    def _of_one(self, part: Node) -> Blocking | None:
        """What would be given away of a group that one call type has alone, if that could be seen: the exact total of
        a small group in it."""
        having = [kind for kind in self.kinds if self.sizes[part.key][kind]]
        if len(having) != 1:
            return None
        small = (Blocking(node.key, having[0], self.quarter.value(node, having)) for node in self._exact_below(part))
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

    def _compare(self, node: Node, earlier: Partition) -> None:
        """What follows for a call type from how a total changed. Where it was plain how many of the group it had, it is
        plain again; and where it is plain only now, how many it had before."""
        if node.key not in self.totals:
            return
        before, shown = (kinds.get(node.key, ()) for kinds in (earlier.known, earlier.shown))
        plain = [kind for kind in self.order if self._plain(node.key, kind)]
        found = [Blocking(node.key, kind, 0) for kind in plain if kind not in before]
        follows = [kind for kind in before if kind not in (*plain, *shown)]
        found += [
            Blocking(node.key, kind, n)
            for kind in follows
            if 0 < (n := self.quarter.value(node, [kind])) < self.smallest
        ]
        left = [kind for kind in self.kinds if kind not in (*plain, *before)]
        if follows and 0 < (n := self.quarter.value(node, left)) < self.smallest:
            found.append(Blocking(node.key, left[0], n))
        self.reveals += found

    def _plain(self, key: str, kind: str) -> bool:
        """Whether a release says by itself how many of a group a call type has: it is shown, there is no row of it, or
        none of a larger group."""
        if kind not in self.table or kind in self.shown.get(key, ()):
            return True
        return any(kind in self.shown.get(node.key, ()) and self.quarter.nobody((node,), kind) for node in ABOVE[key])

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
        stop = Blocking(found[0], ALL, found[1]) if found and not exact else None
        if self.earlier and parts[0].key not in self.earlier.totals:
            stop = stop or Blocking(parts[0].key, ALL, 0)
        elif self.earlier and stop:
            self.reveals.append(stop)
        if stop:
            self.why.update({(kind, part.key): stop for kind in (ALL, *self.kinds) for part in parts})
        return stop is None

    def _leading(self, parts: tuple[Node, ...], limit: tuple[str, ...]) -> tuple[str, ...]:
        """The call types, from the first on, that can show these parts: each and what is left after it is 0 or not
        small. The first that cannot ends it, whatever comes after, for a choice of partners would tell on them."""
        earlier = self.earlier.shown.get(parts[0].key, ()) if self.earlier else limit
        stop: Blocking | None = None
        count = 0
        for kind in limit:
            if kind not in earlier:
                stop = stop or Blocking(parts[0].key, kind, 0)
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

    def _stops(self, parts: tuple[Node, ...], kind: str) -> Blocking | None:
        """What keeps a call type from showing these parts: one of its own, or one of what would be left after it."""
        place = parts[0].key, kind
        if place not in self.stops:
            shows = kind not in self.table or (len(parts) > 1 and self.quarter.nobody(parts, kind))
            self.stops[place] = None if shows else self._stop(parts, kind)
        return self.stops[place]

    def _stop(self, parts: tuple[Node, ...], kind: str) -> Blocking | None:
        if alone := next(filter(None, map(self._of_one, parts)), None):
            return alone
        after = [k for k in self.order[self.order.index(kind) + 1 :] if k in self.table]
        least = {part.key: self._least_from(part, kind) for part in parts}
        if found := self._too_small(parts, [kind], least):
            return Blocking(found[0], kind, found[1])
        found = self._too_small(parts, after, least)
        return Blocking(found[0], TOGETHER, found[1], after=kind) if found else None

    def _too_small(
        self, parts: tuple[Node, ...], kinds: Sequence[str], least: Mapping[str, int]
    ) -> tuple[str, int] | None:
        found = ((part.key, self.quarter.value(part, kinds)) for part in parts)
        return next(((key, value) for key, value in found if 0 < value < least[key]), None)

    def _inherit(self, node: Node, kinds: Sequence[str]) -> None:
        """What is not shown of a group is not shown of its parts, for the same reason."""
        for kind in (ALL, *kinds):
            if stop := self.why.get((kind, node.key)):
                for part in node.below():
                    self.why.setdefault((kind, part.key), stop)
