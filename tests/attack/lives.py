"""The life of a quarter after its first publication: corrected, completed by counts that come late, withdrawn and
published again, with call types that come and go; made at random, or as hostile as we could think of."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from dashboard.core.ledger import Missing
from dashboard.core.privacy.disclosure import DEFAULT, Policy, Release, since
from dashboard.core.privacy.disclosure_audit import leaks
from dashboard.core.privacy.under_other import INTO
from dashboard.core.privacy.withholding import release
from tests.attack.attack import COUNTS
from tests.attack.tables import ORDER, Leaves, Received, any_program, corrected, ended, on_the_edge

Withdrawn = None
Step = Received | None


@dataclass(frozen=True)
class Life:
    """The revisions of a quarter one after the other, as they were received or withdrawn, and how many were refused."""

    steps: tuple[Step, ...]
    refused: int = 0

    @property
    def revisions(self) -> list[Received]:
        """What is public at some time: nothing of a withdrawal is but that it was made, and what comes after it is
        decided from what was public before it."""
        return [step for step in self.steps if step is not Withdrawn]


def published(received: Received, before: Release | None, policy: Policy = DEFAULT) -> Release:
    """What the product publishes of a revision, after what was public of the one before."""
    blocks = since(before.blocks, before.rows, received.order) if before else None
    return release(received.sent, received.order, policy, blocks)


def lived(steps: Sequence[Step]) -> Life:
    """These steps, without those that are refused: by the rule, or by the attack before a publication."""
    made, kept, refused = None, list[Step](), 0
    for step in steps:
        if step is not Withdrawn:
            then = published(step, made)
            if then.reveals or leaks(step.sent, then):
                refused += 1
                continue
            made = then
        kept.append(step)
    return Life(tuple(kept), refused)


def life(rng: random.Random, first: Received | None = None, most: int = 3) -> Life:
    """A quarter and up to so many steps after it, each from the last that was published."""
    made = lived([first or _first(rng)])
    for _ in range(rng.randint(1, most)):
        step = rng.choice(_STEPS)(rng, made.revisions[-1]) if made.steps else Withdrawn
        if step is Withdrawn and (not made.steps or made.steps[-1] is Withdrawn):
            continue  # what is withdrawn stays so until it is published again
        if step is not Withdrawn and not step.sent:
            continue
        then = lived([*made.steps, step])
        made = replace(then, refused=made.refused + then.refused)
    return made


def _first(rng: random.Random) -> Received:
    while True:
        made = any_program(rng) if rng.random() < 0.3 else on_the_edge(rng)
        if len(made.leaves) <= 5:
            break
    made = replace(made, why=rng.choice((Missing.LATE, Missing.NOT_COLLECTED)))
    if rng.random() < 0.4:
        made = _goes_missing(rng, made)
    others = [kind for kind in made.leaves if kind != INTO]
    if len(others) > 1 and rng.random() < 0.35:
        made = merged(made, rng.sample(others, rng.randint(1, len(others) - 1)))
    if rng.random() < 0.4:
        new = [kind for kind in ORDER if kind not in made.leaves and kind != INTO][: rng.randint(1, 3)]
        made = replace(made, order=tuple(kind for kind in ORDER if kind not in new))
    return made


def merged(received: Received, kinds: Sequence[str]) -> Received:
    """The same with call types counted under `other`; what is missing of one of those is missing of all of them."""
    under = {INTO, *kinds} & {*received.leaves}
    gone = {(kind, key) for kind in under for _, key in (cell for cell in received.missing if cell[0] in under)}
    return replace(received, merged=tuple(kinds), missing=received.missing | gone)


def _corrected(rng: random.Random, received: Received) -> Received:
    return corrected(rng, received)[0]


def _arrives(rng: random.Random, received: Received) -> Received:
    """Counts that were missing are there: all of them, or some columns; else it is corrected."""
    if not received.missing:
        return _corrected(rng, received)
    columns = sorted({key for _, key in received.missing})
    there = set(columns if rng.random() < 0.6 else rng.sample(columns, rng.randint(1, len(columns))))
    return replace(received, missing=frozenset(cell for cell in received.missing if cell[1] not in there))


def _goes_missing(rng: random.Random, received: Received) -> Received:
    """Counts that were there are missing: whole columns, or those of one call type."""
    columns = rng.sample(COUNTS, rng.choice((1, 1, 2, 4)))
    kinds = list(received.leaves) if rng.random() < 0.6 or received.merged else [rng.choice(list(received.leaves))]
    return replace(received, missing=received.missing | {(kind, key) for kind in kinds for key in columns})


def _withdrawn(_rng: random.Random, _received: Received) -> Step:
    return Withdrawn


def _grows(rng: random.Random, received: Received) -> Received:
    """There are call types that there were not at first, and one of them may have calls."""
    new = [kind for kind in ORDER if kind not in received.order]
    if not new:
        return _corrected(rng, received)
    few = ended(resolved_by_phone=rng.choice((0, 4, 9, 11, 40)), police_sent=rng.choice((0, 2, 10, 30)))
    added: dict[str, Leaves] = {rng.choice(new): few} if rng.random() < 0.7 else {}
    return replace(received, leaves={**received.leaves, **added}, order=ORDER)


_STEPS: tuple[Callable[[random.Random, Received], Step], ...] = (
    _corrected,
    _corrected,
    _corrected,
    _arrives,
    _arrives,
    _arrives,
    _goes_missing,
    _withdrawn,
    _grows,
)


# by hand

A, B, C, D, E = ORDER[:5]
_LARGE = ended(resolved_by_phone=300, contact=90, police_sent=60, never_offered=80)
_THREE: dict[str, Leaves] = {
    A: ended(resolved_by_phone=90, contact=40, police_sent=20, felt_safe=20, not_followed_up=20, followup_reached=3),
    B: ended(resolved_by_phone=40, contact=30, police_sent=4, felt_safe=12, followup_reached=30),
    C: ended(resolved_by_phone=60, contact=50, police_sent=30, felt_safe=15, not_followed_up=5),
}


def _columns(received: Received, *keys: str, kinds: Sequence[str] = ()) -> Received:
    gone = {(kind, key) for kind in kinds or received.leaves for key in keys}
    return replace(received, missing=frozenset(gone), why=Missing.LATE)


def _late(*keys: str, kinds: Sequence[str] = ()) -> tuple[Step, ...]:
    """These counts come after the others."""
    there = Received(_THREE)
    return _columns(there, *keys, kinds=kinds), there


def _with(received: Received, kind: str, **leaves: int) -> Received:
    """The same with some endings of a call type changed."""
    there = received.leaves.get(kind, ended())
    return replace(received, leaves={**received.leaves, kind: there | leaves})


def _without(received: Received, kind: str) -> Received:
    return replace(received, leaves={k: leaves for k, leaves in received.leaves.items() if k != kind})


_WHOLE = Received({A: _LARGE, B: _LARGE, C: ended(resolved_by_phone=40, police_sent=3, contact=20)})
_UNDER = Received(
    {A: _LARGE, D: ended(resolved_by_phone=4, police_sent=5), INTO: ended(resolved_by_phone=60, police_sent=15)},
    merged=(D,),
)
_YOUNG = Received({A: _LARGE, C: _LARGE}, order=tuple(kind for kind in ORDER if kind not in (B, D)))
HOSTILE: dict[str, tuple[Step, ...]] = {
    "answers come late": _late("safety_answers", "felt_safe"),
    "'felt safe' comes late": _late("felt_safe"),
    "police comes late": _late("police_sent"),
    "police comes late of one call type": _late("police_sent", kinds=[B]),
    "all endings come late": _late("resolved_by_phone", "mobile_team_sent", "ems_fire_sent", "police_sent"),
    "mobile teams come late, the answers were there": _late("mobile_team_sent"),
    "mobile teams of one call type come late": _late("mobile_team_sent", kinds=[C]),
    "reached comes late": _late("reached_clinician", "lost_in_transfer"),
    "eligible comes late": _late("eligible"),
    "follow-ups come late": _late("followup_due", "followup_reached"),
    "one column after the other": (
        _columns(Received(_THREE), "police_sent", "followup_reached", "felt_safe"),
        _columns(Received(_THREE), "police_sent", "followup_reached"),
        _columns(Received(_THREE), "police_sent"),
        Received(_THREE),
    ),
    "what was there is missing, and is there again": (
        Received(_THREE),
        _columns(Received(_THREE), "police_sent", "mobile_team_sent"),
        _with(Received(_THREE), B, police_sent=5),
    ),
    "withdrawn, and published again as it was": (_WHOLE, Withdrawn, _WHOLE),
    "withdrawn, and published again with one call more": (_WHOLE, Withdrawn, _with(_WHOLE, C, police_sent=4)),
    "withdrawn, and published again with a small one instead of a large one": (
        _WHOLE,
        Withdrawn,
        _with(_WHOLE, B, police_sent=3),
        _with(_WHOLE, B, police_sent=13),
    ),
    "withdrawn, and published again without the small one": (_WHOLE, Withdrawn, _without(_WHOLE, C)),
    "withdrawn while late": (_columns(_WHOLE, "police_sent"), Withdrawn, _WHOLE, Withdrawn, _WHOLE),
    "few are counted under another": (_UNDER, _with(_UNDER, D, police_sent=6), _with(_UNDER, D, police_sent=0)),
    "few are counted under another that had none": (
        replace(_UNDER, leaves={A: _LARGE, D: ended(resolved_by_phone=14, police_sent=12), INTO: ended()}),
        replace(_UNDER, leaves={A: _LARGE, D: ended(resolved_by_phone=14, police_sent=13), INTO: ended()}),
    ),
    "counted under another, withdrawn, and late": (
        merged(_columns(_UNDER, "police_sent"), [D]),
        Withdrawn,
        _UNDER,
    ),
    "one of those under another goes": (_UNDER, _without(_UNDER, D), _UNDER),
    "a call type that is new has few": (_YOUNG, _with(replace(_YOUNG, order=ORDER), B, resolved_by_phone=5)),
    "a call type that is new comes, goes and comes": (
        _YOUNG,
        _with(replace(_YOUNG, order=ORDER), B, resolved_by_phone=50, police_sent=12),
        replace(_YOUNG, order=ORDER),
        _with(replace(_YOUNG, order=ORDER), B, resolved_by_phone=52, police_sent=14),
    ),
    "one call more, four times": tuple(_with(_WHOLE, C, police_sent=n) for n in (2, 3, 4, 5, 6)),
    "calls go from one call type to the next": (
        _WHOLE,
        _with(_with(_WHOLE, C, police_sent=9), B, police_sent=54),
        _with(_with(_WHOLE, C, police_sent=1), B, police_sent=62),
    ),
}


def all_hostile() -> dict[str, Life]:
    """Every life by hand, with what of it is published."""
    return {name: lived(steps) for name, steps in HOSTILE.items()}
