"""How steady a number is: intervals and words, from scipy, each with its source."""

from __future__ import annotations

import math
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from scipy.special import betaincinv, chdtri, ndtri

LEVEL = 0.95
_NORMAL = float(ndtri(1 - (1 - LEVEL) / 2))


class Interval(NamedTuple):
    """A 95% interval, in the unit of the figure it belongs to."""

    low: float
    high: float
    method: str

    def scaled(self, factor: float, *, shift: float = 0.0) -> Interval:
        return Interval(self.low * factor + shift, self.high * factor + shift, self.method)


@lru_cache(maxsize=1 << 16)
def wilson(numerator: int, denominator: int) -> Interval:
    """Interval of a share, 0 to 1.

    Wilson score interval (E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212); defined at 0 and at all.
    ValueError unless 0 <= numerator <= denominator and denominator > 0.
    """
    _check_share(numerator, denominator)
    z, n, p = _NORMAL, denominator, numerator / denominator  # scipy's own also computes a p-value: 70 times slower
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low = middle - half if numerator else 0.0
    high = middle + half if numerator < denominator else 1.0
    return Interval(low, high, "wilson")


@lru_cache(maxsize=1 << 16)
def poisson_rate(events: int, exposure: int) -> Interval:
    """Interval of events per unit of exposure.

    Exact Poisson interval (F. Garwood, Biometrika 28 (1936) 437-442), two-sided 95%; with zero events the upper
    bound is chi2(0.975, 2)/2 = 3.69 events. ValueError for negative events or no exposure.
    """
    if events < 0 or exposure <= 0:
        raise ValueError(f"a rate needs events over an exposure above 0, found {events}/{exposure}")
    tail = (1 - LEVEL) / 2
    low = float(chdtri(2 * events, 1 - tail)) / 2 if events else 0.0  # chdtri takes the upper tail
    high = float(chdtri(2 * events + 2, tail)) / 2
    return Interval(low / exposure, high / exposure, "poisson")


@lru_cache(maxsize=1 << 16)
def count_ratio(now: int, before: int) -> Interval:
    """Interval of now/before for two counts of equal exposure.

    Conditional exact method: given the sum, `now` is binomial (J. Przyborowski and H. Wilenski, Biometrika 31
    (1940) 313-323), with the Clopper-Pearson interval. ValueError if `before` is 0 or a count is negative.
    """
    if now < 0 or before <= 0:
        raise ValueError(f"a change needs an earlier count above 0, found {now} after {before}")
    low, high = _clopper_pearson(now, now + before)
    return Interval(low / (1 - low), high / (1 - high), "ratio")


class Steadiness(StrEnum):
    """How far to trust a share or rate from so many calls."""

    STEADY = "steady"
    ALL_OR_NONE = "all_or_none"
    UNSTEADY = "unsteady"


@lru_cache(maxsize=1 << 16)
def steadiness_of_share(numerator: int, denominator: int) -> Steadiness:
    """The NCHS rule for proportions, as words instead of suppression.

    J. D. Parker et al., Vital and Health Statistics 2(175), 2017: unreliable below 30 in the base, or if the exact
    interval is 0.30 wide or more, or wider than 0.05 and than 130% of the share (or of its complement); 0% and 100%
    are for review.
    """
    _check_share(numerator, denominator)
    if denominator < 30:
        return Steadiness.UNSTEADY
    if numerator in (0, denominator):
        return Steadiness.ALL_OR_NONE
    low, high = _clopper_pearson(numerator, denominator)
    width = high - low
    share = numerator / denominator
    if width >= 0.30 or (width > 0.05 and width > 1.30 * min(share, 1 - share)):
        return Steadiness.UNSTEADY
    return Steadiness.STEADY


@lru_cache(maxsize=1 << 16)
def steadiness_of_rate(events: int, exposure: int) -> Steadiness:
    """The NCHS rule for rates and counts, as words: at least 10 events, and an interval no wider than 160% of the rate.

    NCHS Data Presentation Standards for Rates and Counts, Vital and Health Statistics 2(200), 2023.
    """
    if events == 0:
        return Steadiness.ALL_OR_NONE
    interval = poisson_rate(events, exposure)
    if events < 10 or exposure < 10 or (interval.high - interval.low) > 1.60 * events / exposure:
        return Steadiness.UNSTEADY
    return Steadiness.STEADY


def _check_share(numerator: int, denominator: int) -> None:
    if denominator <= 0 or not 0 <= numerator <= denominator:
        raise ValueError(f"a share is part of a whole above 0, found {numerator}/{denominator}")


def _clopper_pearson(numerator: int, denominator: int) -> tuple[float, float]:
    """Exact binomial interval as beta quantiles (C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404-413)."""
    tail = (1 - LEVEL) / 2
    rest = denominator - numerator
    low = float(betaincinv(numerator, rest + 1, tail)) if numerator else 0.0
    high = float(betaincinv(numerator + 1, rest, 1 - tail)) if rest else 1.0
    return low, high
