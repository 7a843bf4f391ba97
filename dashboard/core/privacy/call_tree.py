"""How the calls of a quarter fall apart: the one tree along which groups of them are shown or kept together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dashboard.core.ledger import COUNTS, OUTCOMES, Counts


@dataclass(frozen=True, slots=True)
class Node:
    """A group of calls: the counts that add up to it, less those that do not belong, and the parts it falls into."""

    key: str
    plus: tuple[str, ...]
    less: tuple[str, ...] = ()
    parts: tuple[Node, ...] = ()

    def of(self, counts: Mapping[str, int]) -> int:
        """How many calls of one row are in this group."""
        return sum(counts[k] for k in self.plus) - sum(counts[k] for k in self.less)

    def below(self) -> Iterator[Node]:
        """Every group that this one falls into, at any depth."""
        for part in self.parts:
            yield part
            yield from part.below()


def _count(key: str, *parts: Node) -> Node:
    return Node(key, (key,), parts=parts)


BASE = "mobile_team_sent"  # what counts about staff are of: shown only where this is, for they are no more than it
FIELD = ("mobile_team_sent", "ems_fire_sent")
_DIVERTED = ("resolved_by_phone", *FIELD)
_MOBILE = _count(
    "mobile_team_sent",
    _count("no_contact"),
    Node("contact", ("mobile_team_sent",), ("no_contact",)),
)
_NO_ENDING = Node(
    "other_or_unaccounted",
    ("reached_clinician",),
    (*_DIVERTED, "police_sent"),
    (
        _count("other_outcome"),
        Node("unaccounted", ("reached_clinician",), OUTCOMES),
    ),
)
_NOT_BY_PHONE = Node(
    "not_by_phone",
    ("reached_clinician",),
    ("resolved_by_phone",),
    (
        Node("field", FIELD, parts=(_MOBILE, _count("ems_fire_sent"))),
        Node(
            "not_diverted",
            ("reached_clinician",),
            _DIVERTED,
            (_count("police_sent"), _NO_ENDING),
        ),
    ),
)
_NOT_REACHED = Node(
    "not_reached",
    ("eligible",),
    ("reached_clinician",),
    (
        _count("lost_in_transfer"),
        Node("never_offered", ("eligible",), ("offered",)),
    ),
)
TREE = _count("eligible", _count("reached_clinician", _count("resolved_by_phone"), _NOT_BY_PHONE), _NOT_REACHED)
NOT_TRIAGED = _count("not_triaged")
FOLLOW_UP = _count(
    "followup_due",
    _count("followup_reached"),
    Node("not_followed_up", ("followup_due",), ("followup_reached",)),
)
OPINIONS = _count(
    "safety_answers",
    _count("felt_safe"),
    Node("not_felt_safe", ("safety_answers",), ("felt_safe",)),
)
UNANSWERED = Node("not_answered", ("mobile_team_sent",), ("safety_answers",))
ANSWERS = (OPINIONS, UNANSWERED)  # mobile team calls a second time: as there are no more answers than calls, both count
ACROSS = (  # groups that are public or divided by, and lie across the tree: the parts that add up to them
    Node("offered", ("offered",), parts=(TREE.parts[0], _NOT_REACHED.parts[0])),
    Node("diverted", _DIVERTED, parts=(TREE.parts[0].parts[0], _NOT_BY_PHONE.parts[0])),
)
PEOPLE = (TREE, NOT_TRIAGED, FOLLOW_UP)
OF_ANSWERS = frozenset(node.key for root in ANSWERS for node in (root, *root.below()))
NODES = {node.key: node for root in (*PEOPLE, *ANSWERS) for node in (root, *root.below())}
ABOVE = {  # the larger groups that each group is in
    key: [
        whole
        for whole in NODES.values()
        if node in whole.below() or (key in OF_ANSWERS and _MOBILE in (whole, *whole.below()))
    ]
    for key, node in NODES.items()
}


def filled(counts: Counts) -> dict[str, int]:
    """The counts of a row for deciding: one that is missing is as small as the known ones allow, so that what is known
    beside it is protected as if it were public."""
    known = {key: value for key in COUNTS if isinstance(value := counts[key], int)}
    offered, lost = known.get("offered"), known.get("lost_in_transfer", 0)
    mobile = known.setdefault("mobile_team_sent", 0)
    if mobile == 0:
        known["no_contact"] = 0
    reached = known.get("reached_clinician")
    if reached is None:
        reached = offered - lost if offered is not None and "lost_in_transfer" in known else None
    if reached is None:
        reached = sum(known.get(key, 0) for key in OUTCOMES)
    if offered is not None and "lost_in_transfer" not in known:
        lost = max(0, offered - reached)
    offered = max(offered or 0, reached + lost)
    for part, whole in (("followup_reached", "followup_due"), ("felt_safe", "safety_answers")):
        known.setdefault(whole, known.get(part, 0))
    settled = {"reached_clinician": reached, "lost_in_transfer": lost, "offered": offered}
    settled["eligible"] = max(known.get("eligible", 0), offered)
    return dict.fromkeys(COUNTS, 0) | known | settled
