"""What we measure: one registry entry per metric. Formulas are sums of ledger counts over sums of ledger counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from dashboard.core.amount import UNITS, Unit
from dashboard.core.ledger import COUNTS


class Direction(StrEnum):
    """Which way is better. Declared, never guessed from a name."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"

    @property
    def words(self) -> str:
        return "neither way is better by itself" if self is Direction.NEITHER else f"{self} is better"


class Method(StrEnum):
    """How a value comes from its numerator and denominator, and so which interval it gets."""

    SHARE = "share"
    RATE = "rate per 1,000"
    CHANGE = "change against the same quarter a year before"
    STATED = "as published"


class About(StrEnum):
    """Whose small counts these are: people who called, or the staff and agencies who answered."""

    PEOPLE = "people"
    STAFF = "staff and agencies"


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What a figure is: family, words for both parts, unit. Two figures share an axis only if all of it agrees."""

    key: str
    family: str
    name: str
    statement: str
    numerator: str
    denominator: str
    unit: Unit
    direction: Direction = Direction.NEITHER
    method: Method = Method.STATED
    version: int = 1

    def __post_init__(self) -> None:
        if self.method in (Method.SHARE, Method.RATE) and not (self.numerator and self.denominator):
            raise ValueError(f"{self.key}: a rate says both its numerator and its denominator in words")

    @property
    def of_words(self) -> str:
        """The denominator as it stands beside a value: `of eligible calls`, or for a change `against ...`."""
        if not self.denominator:
            return ""
        return f"{'against' if self.unit.key == 'percent_change' else 'of'} {self.denominator}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A figure we compute from the ledger: its definition, its formula and how others define it."""

    definition: Definition
    numerator: tuple[str, ...]
    denominator: tuple[str, ...] = ()
    short: str = ""
    headline: bool = False
    beside: tuple[str, ...] = ()
    about: About = About.PEOPLE
    includes: str = ""
    excludes: str = ""
    note: str = ""
    others: tuple[str, ...] = ()  # ids of published figures that go by this name and mean something else

    def __post_init__(self) -> None:
        for key in self.numerator + self.denominator:
            if key not in COUNTS:
                raise ValueError(f"{self.key}: {key!r} is not a count of the ledger")
        if not self.numerator:
            raise ValueError(f"{self.key}: a metric has a numerator")

    @property
    def key(self) -> str:
        return self.definition.key

    @property
    def name(self) -> str:
        return self.definition.name

    @property
    def short_name(self) -> str:
        return self.short or self.definition.name

    @property
    def formula(self) -> str:
        """The formula in the ledger's symbols, e.g. `(Rp + Rm + Re) / E`."""

        def symbols(keys: tuple[str, ...]) -> str:
            text = " + ".join(COUNTS[k].symbol for k in keys)
            return f"({text})" if len(keys) > 1 else text

        top = symbols(self.numerator)
        match self.definition.method:
            case Method.CHANGE:
                return f"{top} against {top} of the same quarter a year before"
            case Method.RATE:
                return f"1,000 × {top} / {symbols(self.denominator)}"
            case _:
                return f"{top} / {symbols(self.denominator)}"


class Registry(Mapping[str, Metric]):
    """The metrics by key, in the order in which a reader meets them."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics: dict[str, Metric] = {}
        for metric in metrics:
            if metric.key in self._metrics:
                raise ValueError(f"the metric {metric.key!r} is registered twice")
            self._metrics[metric.key] = metric

    def __getitem__(self, key: str) -> Metric:
        return self._metrics[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._metrics)

    def __len__(self) -> int:
        return len(self._metrics)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    @property
    def headline(self) -> tuple[Metric, ...]:
        return tuple(m for m in self._metrics.values() if m.headline)

    @property
    def headline_and_beside(self) -> tuple[Metric, ...]:
        """The headline metrics, each after those that must be read beside it."""
        keys: dict[str, None] = {}
        for metric in self.headline:
            keys |= dict.fromkeys((*metric.beside, metric.key))
        return tuple(self._metrics[key] for key in keys)

    def with_(self, *metrics: Metric) -> Registry:
        """A new registry with these added at the end."""
        return Registry((*self._metrics.values(), *metrics))


def _define(
    key: str,
    family: str,
    name: str,
    statement: str,
    numerator: str,
    denominator: str,
    *,
    direction: Direction,
    method: Method = Method.SHARE,
    unit: str = "percent",
) -> Definition:
    return Definition(
        key=key,
        family=family,
        name=name,
        statement=statement,
        numerator=numerator,
        denominator=denominator,
        unit=UNITS[unit],
        direction=direction,
        method=method,
    )


_DIVERTED = ("resolved_by_phone", "mobile_team_sent", "ems_fire_sent")
_DIVERTED_WORDS = "calls resolved by phone, by a mobile team or by EMS or fire, no police unit sent"

METRICS = Registry(
    (
        Metric(
            definition=_define(
                "capture_rate",
                "capture",
                "Capture rate",
                "Share of eligible calls that reached a clinician",
                "calls that reached a clinician",
                "eligible calls",
                direction=Direction.HIGHER,
            ),
            numerator=("reached_clinician",),
            denominator=("eligible",),
            short="Capture",
            includes="every call that meets the published eligibility rule and the safety screen, at any hour",
            excludes="calls never triaged, which are counted apart; calls made to 988 directly",
            note="Never a resolution rate. Published 'capture' rates are often of all mental-health calls instead.",
            others=("columbus_rru-01", "nyc_bheard-07", "austin_emcot-09"),
        ),
        Metric(
            definition=_define(
                "offer_rate",
                "capture",
                "Offer rate",
                "Share of eligible calls that were offered or transferred to a clinician",
                "calls offered or transferred to a clinician",
                "eligible calls",
                direction=Direction.HIGHER,
            ),
            numerator=("offered",),
            denominator=("eligible",),
            short="Offered",
            includes="calls where the caller declined or hung up before a clinician answered",
            excludes="calls that were eligible and never offered, for want of hours, staff or recognition",
        ),
        Metric(
            definition=_define(
                "diversion_of_eligible",
                "diversion",
                "Diversion rate, of eligible calls",
                "Share of all eligible calls that ended without a police unit",
                _DIVERTED_WORDS,
                "eligible calls",
                direction=Direction.HIGHER,
            ),
            numerator=_DIVERTED,
            denominator=("eligible",),
            short="Diverted, of eligible",
            headline=True,
            beside=("capture_rate",),
            includes="calls where a mobile team found nobody",
            excludes="eligible calls that never reached a clinician are in the denominator only",
            note="Shown beside the rate of calls handled; neither ever stands alone.",
            others=("eugene_cahoots-01", "eugene_cahoots-04", "abq_acs-08"),
        ),
        Metric(
            definition=_define(
                "diversion_of_handled",
                "diversion",
                "Diversion rate, of calls handled",
                "Share of calls that reached a clinician and ended without a police unit",
                _DIVERTED_WORDS,
                "calls that reached a clinician",
                direction=Direction.HIGHER,
            ),
            numerator=_DIVERTED,
            denominator=("reached_clinician",),
            short="Diverted, of handled",
            headline=True,
            includes="only calls that a clinician answered: what programs usually publish",
            excludes="eligible calls that never reached a clinician",
            note="Says nothing about how many calls never reached a clinician: read it beside the other.",
            others=("austin_emcot-07", "houston_ccd-05", "rochester_pic-01"),
        ),
        Metric(
            definition=_define(
                "phone_resolution",
                "phone_resolution",
                "Phone resolution",
                "Share of calls that reached a clinician and ended with no field unit of any agency",
                "calls resolved by phone, no field unit of any agency sent",
                "calls that reached a clinician",
                direction=Direction.NEITHER,
            ),
            numerator=("resolved_by_phone",),
            denominator=("reached_clinician",),
            short="Resolved by phone",
            headline=True,
            includes="calls ended by counseling, safety planning or referral on the line",
            excludes="calls where police, EMS, fire or a mobile team was sent by anyone",
            note="'No police' and 'no mobile team' are other tests. 988 callers are another ledger.",
            others=("austin_emcot-02", "sacramento_988-01", "sacramento_988-02", "tucson_911-01"),
        ),
        Metric(
            definition=_define(
                "mobile_response",
                "field_response",
                "Mobile response",
                "Share of calls that reached a clinician and got a civilian mobile team",
                "calls a civilian mobile team was sent to, no police unit at dispatch",
                "calls that reached a clinician",
                direction=Direction.NEITHER,
            ),
            numerator=("mobile_team_sent",),
            denominator=("reached_clinician",),
            short="Mobile team sent",
            includes="responses where nobody was found",
            excludes="planned co-response with police",
        ),
        Metric(
            definition=_define(
                "returned_to_police",
                "police_return",
                "Returned to police",
                "Share of calls that reached a clinician and went back to police",
                "calls returned to 911 with a police unit sent",
                "calls that reached a clinician",
                direction=Direction.LOWER,
            ),
            numerator=("police_sent",),
            denominator=("reached_clinician",),
            short="Returned to police",
            includes="any call on which a police unit was sent, whoever else went",
            excludes="police asked for by a mobile team on scene, counted as backup requests",
        ),
        Metric(
            definition=_define(
                "lost_in_transfer",
                "transfer",
                "Lost in transfer",
                "Share of calls offered to a clinician that were dropped or declined before one answered",
                "calls declined, hung up or dropped before a clinician answered",
                "calls offered to a clinician",
                direction=Direction.LOWER,
            ),
            numerator=("lost_in_transfer",),
            denominator=("offered",),
            short="Lost in transfer",
            includes="warm handoffs that failed for any reason",
            excludes="calls never offered",
        ),
        Metric(
            definition=_define(
                "police_backup",
                "police_backup",
                "Police backup rate",
                "Share of mobile team calls on which the team asked for police",
                "calls on which the civilian team asked for police",
                "calls a civilian mobile team was sent to",
                direction=Direction.LOWER,
            ),
            numerator=("backup_requested",),
            denominator=("mobile_team_sent",),
            short="Police backup",
            headline=True,
            beside=("no_contact",),
            about=About.STAFF,
            includes="every request, whether or not police came",
            excludes="planned co-response, and police already on scene",
            note="Weapons and violence are screened out first, so a low rate is partly selection.",
            others=("abq_acs-02", "portland_psr-06", "portland_psr-05"),
        ),
        Metric(
            definition=_define(
                "no_contact",
                "contact",
                "No contact",
                "Share of mobile team calls where nobody was found or service was refused",
                "calls where nobody was found or service was refused",
                "calls a civilian mobile team was sent to",
                direction=Direction.NEITHER,
            ),
            numerator=("no_contact",),
            denominator=("mobile_team_sent",),
            short="No contact",
            includes="nobody found, service refused",
            excludes="calls cancelled before a team was sent",
        ),
        Metric(
            definition=_define(
                "responder_injuries",
                "responder_safety",
                "Responder injuries",
                "Recordable injuries to responders per 1,000 mobile team calls",
                "recordable injuries to responders",
                "calls a civilian mobile team was sent to",
                direction=Direction.LOWER,
                method=Method.RATE,
                unit="per_1000",
            ),
            numerator=("responder_injuries",),
            denominator=("mobile_team_sent",),
            short="Responder injuries",
            headline=True,
            about=About.STAFF,
            includes="any recordable injury to a responder",
            excludes="injuries to the people served, which are another measure",
            note="Zero is not proof of safety: the interval says how high the true rate could be.",
            others=("minneapolis_bcr-01", "minneapolis_bcr-02", "chicago_care-04"),
        ),
        Metric(
            definition=_define(
                "felt_safe",
                "felt_safe",
                "Responders who felt safe",
                "Share of answered safety questions in which the responder felt safe",
                "answers that the responder felt safe",
                "responses with an answer to the safety question",
                direction=Direction.HIGHER,
            ),
            numerator=("felt_safe",),
            denominator=("safety_answers",),
            short="Felt safe",
            headline=True,
            beside=("safety_answer_rate",),
            about=About.STAFF,
            includes="only responses with an answer",
            excludes="responses where nobody answered the question",
            note="An opinion asked by the employer, on an axis of its own; never mixed with injuries.",
            others=("durham_heart-01", "durham_heart-02", "abq_acs-04"),
        ),
        Metric(
            definition=_define(
                "safety_answer_rate",
                "felt_safe",
                "Safety question answered",
                "Share of mobile team calls on which the safety question was answered",
                "responses with an answer to the safety question",
                "calls a civilian mobile team was sent to",
                direction=Direction.HIGHER,
            ),
            numerator=("safety_answers",),
            denominator=("mobile_team_sent",),
            short="Safety question answered",
            about=About.STAFF,
        ),
        Metric(
            definition=_define(
                "growth",
                "growth",
                "Growth",
                "Change in calls that reached a clinician, against the same quarter a year before",
                "calls that reached a clinician this quarter",
                "calls that reached a clinician in the same quarter a year before",
                direction=Direction.NEITHER,
                method=Method.CHANGE,
                unit="percent_change",
            ),
            numerator=("reached_clinician",),
            short="Growth in a year",
            headline=True,
            includes="the same quarter of the year before, under the same eligibility rule",
            excludes="any comparison across a change of definition",
            note="A count. More calls can mean more hours or vans; volume is not success.",
        ),
        Metric(
            definition=_define(
                "followup_reached",
                "follow_up",
                "Follow-up reached",
                "Share of follow-ups due in which the person was reached",
                "people reached in the program's stated window",
                "follow-ups due in that window",
                direction=Direction.HIGHER,
            ),
            numerator=("followup_reached",),
            denominator=("followup_due",),
            short="Follow-up reached",
            includes="people who agreed to a follow-up",
            excludes="people who declined one",
        ),
    )
)
