"""Two results of one metric to a Change: difference, interval and two-sided p. One function per family of metrics.

Each takes before, after and the level of the interval, and returns None when either is withheld or carries other evidence.
Evidence holds effective counts where answers are weighted or repeated, so every test knows what they are worth.
"""

from __future__ import annotations

import math
from typing import TypeVar

from metrics.evidence import Events, Mean, Net, Share, Spread, Times
from metrics.results import Change, Estimate, Result
from metrics.stats.checks import p_from_z
from metrics.stats.means import welch
from metrics.stats.nps import nps_diff
from metrics.stats.poisson import rate_ratio
from metrics.stats.proportions import newcombe, two_proportions_test
from metrics.stats.survival import median_difference_p

CONF = 0.95
# The Poisson test takes every event for independent. Contacts and complaints come in clusters (weekdays, customers who
# call again, incidents), so over very many of them it calls differences that any two periods show. Without counts per
# day at hand, a change of a volume below this share of it is not called.
VOLUME_CHANGE = 0.02
VOLUMES_CLUSTER = (
    f"; up or down is only called from a change of {VOLUME_CHANGE * 100:.0f} % on, because contacts and complaints come "
    "in clusters and vary more than such an interval says"
)
E = TypeVar("E")


def shares(before: Result, after: Result, conf: float = CONF) -> Change | None:
    """Difference of two shares: N-1 chi-square or Fisher (Campbell 2007), interval of Newcombe 1998."""
    pair = _evidence(before, after, Share)
    if pair is None:
        return None
    old, new = pair
    diff, low, high = newcombe(new.k, new.n, old.k, old.n, conf)
    test, _, p = two_proportions_test(new.k, new.n, old.k, old.n)
    return Change(diff, low, high, p, test)


def net_scores(before: Result, after: Result, conf: float = CONF) -> Change | None:
    """Difference of two NPS in points: adjusted Wald (Lewis & Sauro 2021)."""
    pair = _evidence(before, after, Net)
    if pair is None:
        return None
    old, new = ({"promoters": e.promoters, "passives": e.passives, "detractors": e.detractors} for e in pair)
    found = nps_diff(new, old, conf)
    return Change(found["diff"], found["lo"], found["hi"], found["p_value"], "adjusted_wald")


def means(before: Result, after: Result, conf: float = CONF) -> Change | None:
    """Difference of two mean scores on one scale: Welch 1947. None across scales or below two answers on a side."""
    pair = _evidence(before, after, Mean)
    if pair is None or pair[0].scale != pair[1].scale or min(pair[0].sums.n, pair[1].sums.n) < 2:
        return None
    found = welch(pair[1].sums, pair[0].sums, conf)
    return Change(found.diff, found.low, found.high, found.p, "welch")


def events(before: Result, after: Result, conf: float = CONF) -> Change | None:
    """Relative change of counts or rates: exact conditional Poisson test (Przyborowski & Wilenski 1940).

    None when nothing was counted before: a growth from nothing has no per cent.
    """
    pair = _evidence(before, after, Events)
    if pair is None or pair[0].count == 0:
        return None
    old, new = pair
    found = rate_ratio(new.count, new.exposure, old.count, old.exposure, conf)
    high = None if found["hi"] is None else found["hi"] - 1
    return Change(found["ratio"] - 1, found["lo"] - 1, high, found["p_value"], "exact_poisson", relative=True)


def medians(before: Result, after: Result, conf: float = CONF) -> Change | None:
    """Difference of two median times in hours, those still waiting included; interval and p speak of the same medians.

    The interval joins the two medians' own intervals (method of variance estimates recovery); a side that no median
    bounds stays open. A test of whole curves (log-rank) is not asked: where they cross it misses that the middles differ.
    Source: Brookmeyer & Crowley 1982, Biometrics 38:29; Zou & Donner 2008, Statistics in Medicine 27:1693.
    """
    pair = _evidence(before, after, Times)
    if pair is None or not (isinstance(before, Estimate) and isinstance(after, Estimate)):
        return None
    low, high = _recovered(before, after)
    p = median_difference_p(pair[0].curve, pair[1].curve)
    return Change(after.value - before.value, low, high, p, "medians")


def effective_numbers(before: Result, after: Result, conf: float = CONF) -> Change | None:
    """Difference of two effective numbers of channels; z on the entropies (their standard errors are of order 1/√n)."""
    pair = _evidence(before, after, Spread)
    if pair is None or not (isinstance(before, Estimate) and isinstance(after, Estimate)):
        return None
    old, new = pair
    se = math.hypot(old.se, new.se)
    p = p_from_z((new.entropy - old.entropy) / se) if se else None
    low, high = _recovered(before, after)
    return Change(after.value - before.value, low, high, p, "entropy_z")


def _recovered(before: Estimate, after: Estimate) -> tuple[float | None, float | None]:
    diff = after.value - before.value
    low = high = None
    if after.low is not None and before.high is not None:
        low = diff - math.hypot(after.value - after.low, before.high - before.value)
    if after.high is not None and before.low is not None:
        high = diff + math.hypot(after.high - after.value, before.value - before.low)
    return low, high


def _evidence(before: Result, after: Result, kind: type[E]) -> tuple[E, E] | None:
    if not (isinstance(before, Estimate) and isinstance(after, Estimate)):
        return None
    old, new = before.evidence, after.evidence
    return (old, new) if isinstance(old, kind) and isinstance(new, kind) else None
