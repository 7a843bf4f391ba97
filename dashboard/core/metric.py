"""What a metric is: a definition in words, a formula over ledger counts, a direction that is declared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from dashboard.core.amount import UNITS, Unit
from dashboard.core.ledger import COUNTS
from dashboard.core.reason import Reason, reason


class Direction(StrEnum):
    """Which way is better. Declared, never guessed from a name."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"

    @property
    def words(self) -> str:
        return "neither way is better by itself" if self is Direction.NEITHER else f"{self} is better"


class Polarity(StrEnum):
    """Whether a figure counts the thing that the name of its family asks about, or the absence of it."""

    THING = "thing"
    ABSENCE = "absence"


class Wording(StrEnum):
    """Whose words a denominator is told in."""

    PRINTED = "printed"
    OURS = "ours"
    NONE = "none"


class Method(StrEnum):
    """How a value comes from its numerator and denominator, and so which interval it gets."""

    SHARE = "share"
    RATE = "rate per 1,000"
    CHANGE = "change against the same quarter a year before"
    STATED = "as published"


class About(StrEnum):
    """Whose small counts these are, which decides whether they are withheld."""

    PEOPLE = "people"
    STAFF = "staff and agencies"
    OPINIONS = "opinions of staff"

    @property
    def reason(self) -> str:
        """Why small counts of this kind are withheld or shown."""
        return {
            About.PEOPLE: "each call is a person, whom a small count could point at",
            About.STAFF: "it counts what staff and agencies did, for which they answer to the public",
            About.OPINIONS: "each answer is one employee's opinion, which a small count could give away",
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What a figure is: family, words for both parts in the language of its source, unit, and whether it counts the
    thing or its absence. What of it keeps two figures off one axis is decided by `figure.differences` alone."""

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
    polarity: Polarity = Polarity.THING
    denominator_by: Wording = Wording.PRINTED
    ours: bool = False  # a measure of the ledger: its four texts are keys of messages

    def __post_init__(self) -> None:
        if self.method in (Method.SHARE, Method.RATE) and not (self.numerator and self.denominator):
            raise ValueError(f"{self.key}: a rate says both its numerator and its denominator in words")

    @property
    def counted(self) -> tuple[str, str]:
        """What is counted, as far as it tells two figures apart: the key of the measure and its numerator in words, or
        the statement where the source gives no numerator."""
        return self.key, self.numerator or self.statement


def ours(
    key: str,
    family: str,
    base: str,
    direction: Direction = Direction.NEITHER,
    *,
    method: Method = Method.SHARE,
    unit: str = "percent",
) -> Definition:
    """A measure of the ledger: `base` is the key of what it is of. Its words are messages under its key."""
    return Definition(
        key=key,
        family=family,
        name=f"metric-{key}-name",
        statement=f"metric-{key}-statement",
        numerator=f"metric-{key}-numerator",
        denominator=f"base-{base}",
        unit=UNITS[unit],
        direction=direction,
        method=method,
        ours=True,
    )


@dataclass(frozen=True, kw_only=True)
class Metric:
    """A figure we compute from the ledger: its definition, its formula and how others define it."""

    definition: Definition
    numerator: tuple[str, ...]
    denominator: tuple[str, ...] = ()
    less: tuple[str, ...] = ()  # taken away from the numerator: those counted there that ended otherwise
    headline: bool = False
    beside: tuple[str, ...] = ()
    about: About = About.PEOPLE
    others: tuple[str, ...] = ()  # ids of published figures that go by this name and mean something else

    def __post_init__(self) -> None:
        for key in self.numerator + self.less + self.denominator:
            if key not in COUNTS:
                raise ValueError(f"{self.key}: {key!r} is not a count of the ledger")
        if not self.numerator:
            raise ValueError(f"{self.key}: a metric has a numerator")

    @property
    def key(self) -> str:
        return self.definition.key

    @cached_property
    def empty(self) -> Reason:
        """What there was none of, where the denominator is 0."""
        if self.definition.method is Method.CHANGE:
            return reason("missing-year_before_none")
        return reason("missing-none_of", base=self.definition)

    @property
    def formula(self) -> str:
        """The formula in the ledger's symbols, e.g. `(Rp + Rm + Re) / E`."""

        def symbols(keys: tuple[str, ...], less: tuple[str, ...] = ()) -> str:
            text = " − ".join([" + ".join(COUNTS[k].symbol for k in keys), *(COUNTS[k].symbol for k in less)])
            return f"({text})" if len(keys) + len(less) > 1 else text

        top = symbols(self.numerator, self.less)
        match self.definition.method:
            case Method.CHANGE:
                return top  # of this year, against that of the year before
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
