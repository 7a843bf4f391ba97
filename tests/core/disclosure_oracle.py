"""The rule on small counts again, slowly, over cells of one call type and one ending, sharing no code with the product.

A group is a set of endings. Its total is known if, at every fork on the way to it, every branch is nobody or enough.
It is told of a call type if, at every fork on the way to it, every branch of that call type, of all declared before
it, and of what comes after each of them, is nobody or enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property

from dashboard.core.ledger import Counts, Missing
from dashboard.core.privacy.disclosure import Partition, Policy

FORKS: dict[str, tuple[str, ...]] = {
    "eligible": ("reached_clinician", "not_reached"),
    "reached_clinician": ("resolved_by_phone", "not_by_phone"),
    "not_reached": ("lost_in_transfer", "never_offered"),
    "not_by_phone": ("field", "not_diverted"),
    "field": ("mobile_team_sent", "ems_fire_sent"),
    "mobile_team_sent": ("no_contact", "contact"),
    "not_diverted": ("police_sent", "other_or_unaccounted"),
    "other_or_unaccounted": ("other_outcome", "unaccounted"),
    "followup_due": ("followup_reached", "not_followed_up"),
    "safety_answers": ("felt_safe", "not_felt_safe"),
}
ROOTS = ("eligible", "not_triaged", "followup_due", "safety_answers")
ASKED = ("safety_answers", "not_answered")  # mobile team calls a second time, by whether the question was answered
ACROSS = (("reached_clinician", "lost_in_transfer"), ("resolved_by_phone", "field"))  # what was offered, and diverted
FOLLOWS = {  # the columns that a group follows from, where it is not a column itself
    "not_reached": ("eligible", "reached_clinician"),
    "never_offered": ("eligible", "offered"),
    "not_by_phone": ("reached_clinician", "resolved_by_phone"),
    "field": ("mobile_team_sent", "ems_fire_sent"),
    "not_diverted": ("reached_clinician", "resolved_by_phone", "mobile_team_sent", "ems_fire_sent"),
    "contact": ("mobile_team_sent", "no_contact"),
    "not_followed_up": ("followup_due", "followup_reached"),
    "not_felt_safe": ("safety_answers", "felt_safe"),
    "not_answered": ("mobile_team_sent", "safety_answers"),
}
FOLLOWS["other_or_unaccounted"] = (*FOLLOWS["not_diverted"], "police_sent")
FOLLOWS["unaccounted"] = (*FOLLOWS["other_or_unaccounted"], "other_outcome")
STAFF = ("backup_requested", "responder_injuries")
COUNTED = (
    *"eligible not_triaged offered lost_in_transfer reached_clinician resolved_by_phone mobile_team_sent".split(),
    *"ems_fire_sent police_sent other_outcome backup_requested no_contact responder_injuries".split(),
    *"safety_answers felt_safe followup_due followup_reached".split(),
)
ENDINGS = ("resolved_by_phone", "mobile_team_sent", "ems_fire_sent", "police_sent", "other_outcome")
FIELD = ("mobile_team_sent", "ems_fire_sent")
Row = dict[str, int]  # how many calls of one call type had each ending


def _inside(group: str) -> Iterator[str]:
    yield group
    for branch in FORKS.get(group, ()):
        yield from _inside(branch)


@cache
def inside(group: str) -> tuple[str, ...]:
    """The group and everything it falls into."""
    return tuple(_inside(group))


def tree(root: str) -> tuple[str, ...]:
    """All groups of a tree; that of the answers has two roots."""
    return (*inside(root), "not_answered") if root in ASKED else inside(root)


@cache
def endings(group: str) -> tuple[str, ...]:
    return tuple(g for g in inside(group) if g not in FORKS)


GROUPS = (*(g for root in ROOTS for g in inside(root)), "not_answered")
LEAVES = tuple(g for g in GROUPS if g not in FORKS and g != "not_answered")
PARENT = {branch: group for group, branches in FORKS.items() for branch in branches}


def _way(group: str) -> Iterator[tuple[str, ...]]:
    """The forks from the root down to a group: at each, all branches."""
    if group in PARENT:
        yield from _way(PARENT[group])
        yield FORKS[PARENT[group]]
    else:
        yield ASKED if group in ASKED else (group,)


@cache
def way(group: str) -> tuple[tuple[str, ...], ...]:
    return tuple(_way(group))


def size(row: Row, group: str) -> int:
    if group == "not_answered":
        return size(row, "mobile_team_sent") - size(row, "safety_answers")
    return sum(row[ending] for ending in endings(group))


def counts_of(row: Row) -> dict[str, int]:
    """The columns a program would send for these endings."""
    counted = {key: size(row, key) for key in GROUPS if key in COUNTED}
    counted["offered"] = counted["reached_clinician"] + counted["lost_in_transfer"]
    return counted | {key: row.get(key, 0) for key in STAFF}


def row_of(counts: Mapping[str, int | Missing]) -> Row:
    """The endings of the columns a program sent. What it did not send is as few as what it sent allows."""
    n = {key: counts[key] for key in COUNTED if not isinstance(counts[key], Missing)}
    ended = sum(n.get(key, 0) for key in ENDINGS)
    if "reached_clinician" in n:
        reached = n["reached_clinician"]
    elif "offered" in n and "lost_in_transfer" in n:
        reached = n["offered"] - n["lost_in_transfer"]
    else:
        reached = ended
    lost = n.get("lost_in_transfer", n["offered"] - reached if "offered" in n else 0)
    mobile = n.get("mobile_team_sent", 0)
    none = n.get("no_contact", 0) if mobile else 0
    row = {key: n.get(key, 0) for key in LEAVES}
    row |= {"no_contact": none, "contact": mobile - none, "unaccounted": reached - ended, "lost_in_transfer": lost}
    row["never_offered"] = max(0, n.get("eligible", 0) - reached - lost)
    row["not_followed_up"] = max(0, n.get("followup_due", 0) - row["followup_reached"])
    row["not_felt_safe"] = max(0, n.get("safety_answers", 0) - row["felt_safe"])
    return row


class Oracle:
    """What may be public of one quarter."""

    def __init__(
        self, received: Mapping[str, Counts], order: Sequence[str], policy: Policy, earlier: Partition | None = None
    ) -> None:
        self.received, self.order, self.earlier = received, order, earlier
        self.rows = {kind: row_of(received[kind]) for kind in order if kind in received}
        self.enough = earlier.smallest if earlier else policy.smallest
        calls = [size(row, "eligible") for row in self.rows.values()]
        several = len([n for n in calls if n]) >= 2
        by_now = policy.exact_from is not None and sum(calls) >= policy.exact_from
        self.exact = several and (earlier.exact and sum(calls) >= self.enough if earlier else by_now)
        self.mobile_known = all(not isinstance(c["mobile_team_sent"], Missing) for c in received.values())

    def of(self, kinds: Sequence[str], group: str) -> int:
        return sum(size(self.rows[kind], group) for kind in kinds if kind in self.rows)

    def _exact(self, group: str) -> bool:
        """Whether the total of a group is exact however small."""
        return self.exact and not self._of_mobile(group)

    def _exact_in(self, group: str) -> Iterator[tuple[str, ...]]:
        """What lies in a group and has a public exact total, as groups that add up to it."""
        within = inside(group)[1:]
        for told in (*((g,) for g in within), *(parts for parts in ACROSS if all(g in within for g in parts))):
            public = not self.earlier or all(g in self.earlier.totals for g in told)
            if self._exact(group) and public:
                yield told

    def enough_of(self, group: str) -> int:
        """Where the exact totals say that all but a few of a group are in something in it, those few on top."""
        whole = self.of(self.order, group)
        outside = [whole - sum(self.of(self.order, g) for g in told) for told in self._exact_in(group)]
        return self.enough + max([n for n in outside if n < self.enough], default=0)

    def _one_has_all(self, group: str) -> bool:
        """Whether exact totals of a few are those of one call type, as it has all of a group that they are in."""
        whole = self.of(self.order, group)
        few = any(0 < sum(self.of(self.order, g) for g in told) < self.enough for told in self._exact_in(group))
        return few and whole in [self.of([kind], group) for kind in self.rows]

    def enough_from(self, kind: str, group: str) -> int:
        """The same of a call type and those after it: where the forks that all before it may be told show that all
        they have of the group went one way, what is enough of that way is enough of the group."""
        enough, at = self.enough_of(group), self.order.index(kind)
        went = [b for b in FORKS.get(group, ()) if self.of(self.order[at:], b)]
        before = [k for k in self.order[:at] if k in self.rows]
        if self.exact and len(went) == 1 and all(self._fork_fine(k, FORKS[group]) for k in before):
            return max(enough, self.enough_from(kind, went[0]))
        return enough

    def _fork_fine(self, kind: str, branches: tuple[str, ...]) -> bool:
        """Whether at this fork every branch of a call type, and of all after it, is nobody or enough; or the call type
        has nobody to tell apart. Not where exact totals of a few would then be those of one call type."""
        if len(branches) > 1 and self._nobody(kind, branches):
            return True
        after = self.order[self.order.index(kind) + 1 :]
        sizes = [(self.of(kinds, b), b) for kinds in ([kind], after) for b in branches]
        alone = any(map(self._one_has_all, branches))
        return not alone and all(n == 0 or n >= self.enough_from(kind, b) for n, b in sizes)

    def _nobody(self, kind: str, branches: tuple[str, ...]) -> bool:
        """Whether it was sent that a call type has none of what falls apart here."""
        return self._sent(kind, branches) and not any(self.of([kind], b) for b in branches)

    def _sent(self, kind: str, groups: tuple[str, ...]) -> bool:
        """Whether these groups follow from what was sent."""
        columns = {column for g in groups for column in FOLLOWS.get(g, (g,))}
        return not any(isinstance(self.received[kind][column], Missing) for column in columns)

    def _together_fine(self, group: str) -> bool:
        """Whether at every fork down to the group every branch may be told in total."""
        forks = [b for branches in way(group) for b in branches]
        return all(n == 0 or n >= self.enough or self._exact(b) for b in forks for n in [self.of(self.order, b)])

    def _alone_fine(self, kind: str, group: str) -> bool:
        """Whether at every fork down to the group this call type, those before and those after may be told apart."""
        upto = [k for k in self.order[: self.order.index(kind) + 1] if k in self.rows]
        return all(self._fork_fine(k, branches) for k in upto for branches in way(group))

    def _of_mobile(self, group: str) -> bool:
        return group in tree("safety_answers")

    def _no_mobile(self) -> bool:
        """Whether answers have nothing that they could stand beside."""
        return not self.mobile_known or not self.total_known("mobile_team_sent")

    def given_away(self, root: str) -> bool:
        """Whether an earlier revision showed something of this tree that cannot be shown now."""
        if not self.earlier or (self._of_mobile(root) and self._no_mobile()):
            return False
        limit = [k for k in self.rows if not self._of_mobile(root) or self.told(k, "mobile_team_sent")]
        if any(map(self._follows, tree(root))):
            return True
        totals = [g for g in tree(root) if g in self.earlier.totals]
        alone = [(k, g) for g in totals for k in limit if k in self.earlier.shown[g]]
        return not all(map(self._together_fine, totals)) or not all(self._alone_fine(k, g) for k, g in alone)

    def _plain(self, kind: str, group: str) -> bool:
        """Whether a release says by itself how many of a group a call type has."""
        above = [up for up in GROUPS if group in inside(up)[1:]]
        if self._of_mobile(group):
            above += [up for up in GROUPS if "mobile_team_sent" in inside(up)]
        over = [up for up in above if self._kept(kind, up)]
        return kind not in self.rows or self._kept(kind, group) or any(self._nobody(kind, (up,)) for up in over)

    def _follows(self, group: str) -> bool:
        """Whether a small number of a call type, now or before, follows from how the total of a group changed."""
        assert self.earlier
        if not self._total_kept(group):
            return False
        before = set(self.earlier.known[group])
        now = {kind for kind in self.order if self._plain(kind, group)}
        small = [0 < self.of([kind], group) < self.enough for kind in before - now - set(self.earlier.shown[group])]
        rest = self.of([kind for kind in self.order if kind not in before | now], group)
        return bool(now - before) or any(small) or (bool(small) and 0 < rest < self.enough)

    @cached_property
    def left_out(self) -> frozenset[str]:
        """The groups of the trees beside the calls that would be given away."""
        return frozenset(g for root in ROOTS[1:] if self.given_away(root) for g in tree(root))

    def _total_kept(self, group: str) -> bool:
        """Whether a total may be known, before a whole tree is left out."""
        if self._of_mobile(group) and self._no_mobile():
            return False
        if self.earlier and not all(b in self.earlier.totals for branches in way(group) for b in branches):
            return False
        return self._together_fine(group)

    def _kept(self, kind: str, group: str) -> bool:
        if not self._total_kept(group) or (self._of_mobile(group) and not self.told(kind, "mobile_team_sent")):
            return False
        if self.earlier and not all(kind in self.earlier.shown[b] for branches in way(group) for b in branches):
            return False
        return self._alone_fine(kind, group)

    def total_known(self, group: str) -> bool:
        return self._total_kept(group) and (group in inside("eligible") or group not in self.left_out)

    def told(self, kind: str, group: str) -> bool:
        """Whether this group of this call type stands alone."""
        return self.total_known(group) and self._kept(kind, group)

    def _known(self, kind: str, group: str) -> bool:
        """Alone, or because it is part of a group that is known to be of nobody."""
        if kind == "all":
            return self.total_known(group)
        up = group
        while not (self.told(kind, up) and (up == group or self._nobody(kind, (up,)))):
            if up not in PARENT:
                return False
            up = PARENT[up]
        return True

    def public(self, kind: str, key: str) -> bool:
        """Whether a count of a call type, or of `all`, may be public, if there is one."""
        rows = self.received.values() if kind == "all" else [self.received[kind]]
        if key == "offered":
            both = self._known(kind, "reached_clinician") and self._known(kind, "lost_in_transfer")
            return both or (self._known(kind, "eligible") and self._known(kind, "never_offered"))
        if key in STAFF:
            base = all(not isinstance(row["mobile_team_sent"], Missing) for row in rows)
            beside = base and self._known(kind, "mobile_team_sent")
            return beside or (kind == "all" and key == "responder_injuries")
        return self._known(kind, key)

    def field_sum(self, kind: str) -> bool:
        """Whether mobile team and EMS are public as one number and not as two."""
        rows = self.received.values() if kind == "all" else [self.received[kind]]
        sent = all(not isinstance(row[key], Missing) for row in rows for key in FIELD)
        return sent and self._known(kind, "field") and not all(self.public(kind, key) for key in FIELD)

    def together(self) -> tuple[str, ...]:
        """Those that are not told whether they reached a clinician, or ended by phone, or in the field."""
        asked = [g for g in ("reached_clinician", "resolved_by_phone", "field") if self.total_known(g)]
        rest = tuple(k for k in self.rows if not asked or not all(self.told(k, g) for g in asked))
        return rest if 1 < len(rest) < len(self.rows) else ()

    def row(self, kind: str) -> dict[str, int | Missing]:
        """A row as it may be public: of a call type, `all` or `together`."""
        made: dict[str, int | Missing] = {}
        for key in COUNTED:
            if kind == "together":
                kinds, told = self.together(), ["all", *(k for k in self.rows if k not in self.together())]
            else:
                kinds, told = (tuple(self.rows) if kind == "all" else (kind,)), [kind]
            values = [self._received(k, key) for k in (self.rows if kind in ("all", "together") else kinds)]
            reasons = [v for v in values if isinstance(v, Missing)]
            if reasons:
                made[key] = reasons[0]
            elif not all(self.public(t, key) for t in told):
                made[key] = Missing.PRIVACY
            else:
                made[key] = sum(self.received[k][key] for k in kinds)
        return made

    def _received(self, kind: str, key: str) -> int | Missing:
        base = self.received[kind]["mobile_team_sent"]
        if key == "no_contact" and isinstance(base, Missing):
            return base
        return self.received[kind][key]
