"""What published numbers, and words on documents, are about: what is on one matter is near each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from enum import StrEnum
from itertools import combinations

from dashboard.analysis.bases import Base, base
from dashboard.core.amount import COUNTED
from dashboard.core.catalogue import Family, Program
from dashboard.core.metric import Definition, Polarity
from dashboard.core.record import PublicRecord, Published


class Matter(StrEnum):
    """What a number counts, or what it is counted from."""

    NO_POLICE = "no_police"  # calls that ended, or are told as kept, without police
    POLICE_HELP = "police_help"  # calls on which police or others came, were asked for, or got the call back
    OFF_POLICE = "off_police"  # calls taken off the load of police
    TO_TEAM = "to_team"  # calls that were passed to a clinician or team
    CRISIS_CALLS = "crisis_calls"  # all mental-health calls, whoever took them
    IN_RULES = "in_rules"  # calls that fit the rules of a program
    BY_PHONE = "by_phone"  # calls that ended on the phone, or on which a team had to be sent
    HURT = "hurt"
    FELT = "felt"
    CHANGE = "change"


def _of(matter: Matter, keys: str) -> dict[str, frozenset[Matter]]:
    return {key: frozenset({matter}) for key in keys.split()}


def _together(*groups: dict[str, frozenset[Matter]]) -> dict[str, frozenset[Matter]]:
    found: dict[str, frozenset[Matter]] = {}
    for group in groups:
        for key, matters in group.items():
            found[key] = found.get(key, frozenset()) | matters
    return found


_FAMILIES = _together(
    _of(Matter.NO_POLICE, "diversion police_free police_ems_free"),
    _of(Matter.POLICE_HELP, "police_free police_ems_free police_backup police_return co_response"),
    _of(Matter.OFF_POLICE, "diversion capture load_share"),
    _of(Matter.TO_TEAM, "capture reach routed within_hours load_share transfer"),
    _of(Matter.CRISIS_CALLS, "capture routed"),
    _of(Matter.IN_RULES, "capture reach within_hours"),
    _of(Matter.BY_PHONE, "phone_resolution field_response"),
    _of(Matter.HURT, "responder_safety serious_harm"),
    _of(Matter.FELT, "felt_safe"),
    _of(Matter.CHANGE, "growth"),
)

# measures of families that no question of the public debate stands for: a count of diverted calls is no share of them
MEASURES = _together(
    _of(Matter.NO_POLICE, "calls_diverted calls_diverted_change no_police_no_fire_calls police_free_resolution_rate"),
    _of(Matter.NO_POLICE, "police_response_share no_immediate_dispatch_rate calls_arrived_alone_police_count"),
    _of(Matter.POLICE_HELP, "police_backup_count police_backup_rate police_response_share no_police_no_fire_calls"),
    _of(Matter.POLICE_HELP, "police_free_resolution_rate no_immediate_dispatch_rate redirected_to_911_rate"),
    _of(Matter.POLICE_HELP, "calls_arrived_alone_police_count handoff_rate rerouted_911_rate repeat_contact_change"),
    _of(Matter.OFF_POLICE, "calls_diverted calls_diverted_change share_of_police_calls overlapping_mandate_share"),
    _of(Matter.TO_TEAM, "share_of_police_calls calls_transferred calls_transferred_in_year calls_transferred_change"),
    _of(Matter.TO_TEAM, "calls_routed calls_assigned calls_dispatched calls_from_911 calls_from_police calls_via_911"),
    _of(Matter.TO_TEAM, "handoff_rate dispatch_trend"),
    _of(Matter.CRISIS_CALLS, "mh_crisis_911_calls mh_calls_to_police calls_per_day eligible_rate coding_accuracy"),
    _of(Matter.CRISIS_CALLS, "bh_share_of_911 mh_coded_share_of_911"),
    _of(Matter.IN_RULES, "eligible_calls eligible_calls_per_week eligible_calls_per_year eligible_overnight_calls"),
    _of(Matter.IN_RULES, "ineligible_calls eligible_rate eligible_share_of_911"),
    _of(Matter.BY_PHONE, "phone_resolution_rate phone_handled_rate phone_handled_calls deescalated_rate"),
    _of(Matter.BY_PHONE, "no_immediate_dispatch_rate mobile_team_rate"),
    _of(Matter.CHANGE, "calls_handled_change calls_transferred_change calls_diverted_change calls_in_month_change"),
    _of(Matter.CHANGE, "calls_in_year_change incidents_change line_calls_growth referral_growth dispatch_trend"),
)


# what a share is about by its base alone
_BASES = {Base.ELIGIBLE: Matter.IN_RULES, Base.HANDED: Matter.TO_TEAM, Base.CRISIS: Matter.CRISIS_CALLS}


def asked(family: str) -> frozenset[Matter]:
    """What the question of a family is about."""
    return _FAMILIES.get(family, frozenset())


def matters(definition: Definition) -> frozenset[Matter]:
    """What a published number is about: what its family asks, or else what its measure counts; and its base."""
    counted = asked(definition.family) or MEASURES.get(definition.key, frozenset())
    of = base(definition)
    return counted | ({_BASES[of]} if of in _BASES else frozenset())


# what the title of a source, or what is known and was not read, says of a matter: a share, a number or a direction
_SAYS: tuple[tuple[Matter, re.Pattern[str]], ...] = tuple(
    (matter, re.compile(shows, re.IGNORECASE))
    for matter, shows in (
        (Matter.IN_RULES, r"\bof eligible\b"),
        (Matter.CRISIS_CALLS, r"\bof all mental[- ]health calls"),
        (Matter.NO_POLICE, r"no longer sent to police|reducing police response|ends in police response"),
        (Matter.NO_POLICE, r"without involving|(instead of|alternative to) police"),
        (Matter.OFF_POLICE, r"no longer sent to police|reducing police response|\bdivert(s|ed)?\b.*\bcalls\b"),
        (Matter.OFF_POLICE, r"(instead of|alternative to) police|saved? police|saves police|replacing .* officers"),
        (Matter.OFF_POLICE, r"easing .* load|calls diverted|calls? .* be diverted|services it displaces"),
        (Matter.POLICE_HELP, r"% referred to police|ends in police response"),
        (Matter.CHANGE, r"\bmore .*\bcalls? .*(than ever|last year)|\bto more mental health calls|aid more 911 calls"),
        (Matter.CHANGE, r"calls increase|increase in calls|rising call volume|fewer .*\bcalls|ramps up .* diversions"),
        (Matter.CHANGE, r"\bmore \w+ counties\b"),
    )
)
THING = Polarity.THING
_ALIKE = timedelta(days=4)  # years, and months, differ in length by days


def is_mentioned(record: PublicRecord, program: Program, family: Family) -> bool:
    """Whether the title of a source of a program, or what is known of it and was not read, is about a matter of a
    family's question."""
    wanted = asked(family.key)
    return any(matter in wanted and says.search(text) for text in _texts(record, program) for matter, says in _SAYS)


def _texts(record: PublicRecord, program: Program) -> Iterator[str]:
    yield program.unread
    for source in {program.source, program.model_source}:
        yield source.title
    for p in record.all_published_of(program.program_id):
        yield from (source.title for source in p.figure.sources)


def near(record: PublicRecord, program: Program, family: Family) -> tuple[Published, ...]:
    """What this site shows of a program that is about a matter of a family's question, and is no answer to it."""
    mine = record.all_published_of(program.program_id)
    others = [p for p in mine if (what := p.figure.definition).family != family.key or what.polarity is not THING]
    grown = _grown(others) if Matter.CHANGE in asked(family.key) else ()
    return (*(p for p in others if asked(family.key) & matters(p.figure.definition)), *grown)


def _grown(published: Sequence[Published]) -> tuple[Published, ...]:
    """Counts of one measure over several periods of one length: put side by side, they tell how it changed."""
    found = {id(p) for one, other in combinations(published, 2) if _may_grow(one, other) for p in (one, other)}
    return tuple(p for p in published if id(p) in found)


def _may_grow(one: Published, other: Published) -> bool:
    a, b = one.figure, other.figure
    same = (a.definition.key, a.definition.unit, a.call_type) == (b.definition.key, b.definition.unit, b.call_type)
    if not same or a.definition.unit.key not in COUNTED or not (a.is_known and b.is_known):
        return False
    if not (a.period.start and a.period.end and b.period.start and b.period.end) or a.period == b.period:
        return False
    return abs((a.period.end - a.period.start) - (b.period.end - b.period.start)) <= _ALIKE
