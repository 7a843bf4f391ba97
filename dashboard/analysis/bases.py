"""What kind of calls a share is of, by the words of its base: shares of unlike bases never stand as one thing."""

from __future__ import annotations

import re
from enum import StrEnum

from dashboard.core.metric import Definition


class Base(StrEnum):
    """A kind of base."""

    ELIGIBLE = "eligible"  # calls that fit the rules of a program
    CLINICIAN = "clinician"  # calls that a clinician took
    TAKEN = "taken"  # calls that a program took, by whomever: street outreach and teams with police may be among them
    HANDED = "handed"  # calls that 911 handed over, taken or not
    SENT = "sent"  # calls to which a team was sent
    ANSWERS = "answers"  # answers to a question
    CRISIS = "crisis"  # all mental-health calls, whoever took them
    POLICE = "police"  # calls to police


# in the order in which they are asked: eligible calls of the pilot are eligible before they are the pilot's
_SHOWS: tuple[tuple[Base, str], ...] = (
    (Base.ELIGIBLE, r"\beligible\b|\bmeant for\b|\bwarrant"),
    (Base.ANSWERS, r"\bsurvey|\bsafety question|\banswers\b"),
    (Base.CRISIS, r"mental[- ]health 911 calls|all mental health calls|crisis component|calls identified as"),
    (Base.CRISIS, r"911 calls for mentally|received by dispatchers|related emergency calls|disturbance calls"),
    (Base.CRISIS, r"behavioral health calls to 911|^the (city|county|state)'s crisis calls"),
    (Base.POLICE, r"\bpolice\b"),
    (Base.HANDED, r"\b(transferred|routed|referred|passed) (from|by|to)|\breceived from 911|where the .* was chosen"),
    (Base.SENT, r"\b(a|the) (mobile )?teams? (was|were) sent\b"),
    (Base.CLINICIAN, r"\b(clinicians?|professionals?)\b"),
    (Base.TAKEN, r"\b(unit|program|department|teams?|dispatch system|safety)\b"),
)
_OURS = {
    "eligible": Base.ELIGIBLE,
    "reached_clinician": Base.CLINICIAN,
    "offered": Base.HANDED,
    "mobile_team_sent": Base.SENT,
    "safety_answers": Base.ANSWERS,
}


def base(definition: Definition) -> Base | None:
    """The kind of base of a share; None where its words do not say which."""
    if definition.ours:
        return _OURS.get(definition.denominator.removeprefix("base-"))
    said = definition.denominator
    return next((kind for kind, shows in _SHOWS if said and re.search(shows, said, re.IGNORECASE)), None)
