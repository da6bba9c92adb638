"""Net Promoter Score: value, intervals, change between samples and within a panel (catalogue A3, A4).

All figures are points from -100 to 100. Promoters answer 9-10, passives 7-8, detractors 0-6, on a 0-10 scale only.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from scipy import optimize

from metrics.stats.checks import p_from_t, p_from_z, require_count, require_some, t_value, z_value
from metrics.stats.scores import Histogram, Scale, ScoreSums, require_scale, score_sums

NPS_SCALE: Scale = (0, 10)


def nps_counts(hist: Histogram, scale: Scale = NPS_SCALE) -> tuple[int, int, int]:
    """(promoters, passives, detractors) of a 0-10 histogram. Any other scale or score raises ValueError."""
    if tuple(scale) != NPS_SCALE:
        raise ValueError(
            f"NPS needs answers from 0 to 10; seen a scale from {scale[0]:g} to {scale[1]:g}. Use CSAT or the mean."
        )
    require_scale(hist, NPS_SCALE, "NPS")
    score_sums(hist)  # refuses negative counts
    promoters = sum(count for score, count in hist.items() if score >= 9)
    detractors = sum(count for score, count in hist.items() if score <= 6)
    return promoters, sum(hist.values()) - promoters - detractors, detractors


def nps_interval(promoters: float, passives: float, detractors: float, conf: float = 0.95) -> tuple[float, float]:
    """Adjusted Wald interval in points, clipped to -100..100. Counts may be effective counts; none raises ValueError.

    Three answers are added, three quarters of one to each end. The interval is centred on the adjusted score, so it is
    not symmetric about the raw NPS; at 95 % it holds the raw NPS from two answers on.

    Source: Rocks 2016, The American Statistician 70:365; Lewis & Sauro 2021.
    """
    _require_counts(promoters, passives, detractors)
    require_some("the number of answers", promoters + passives + detractors)
    net, variance = _adjusted(promoters, passives, detractors)
    half = z_value(conf) * math.sqrt(variance)
    return max(-100.0, 100 * (net - half)), min(100.0, 100 * (net + half))


def nps_from_counts(promoters: float, passives: float, detractors: float, conf: float = 0.95) -> dict[str, Any]:
    """NPS from its three counts (catalogue A3). Keys: n, the counts, nps, se_multinomial, lo, hi, status.

    People who dismissed the question are in none of the counts: they are not part of the denominator.
    """
    _require_counts(promoters, passives, detractors)
    n = promoters + passives + detractors
    answer: dict[str, Any] = {"n": n, "promoters": promoters, "passives": passives, "detractors": detractors}
    if n == 0:
        return answer | {"nps": None, "se_multinomial": None, "lo": None, "hi": None, "status": "empty"}
    low, high = nps_interval(promoters, passives, detractors, conf)
    return answer | {
        "nps": _points(promoters, detractors, n),
        "se_multinomial": 100 * math.sqrt(_variance(promoters / n, detractors / n) / n),
        "lo": low, "hi": high, "status": "ok",
    }  # fmt: skip


def nps(hist: Histogram, conf: float = 0.95, scale: Scale = NPS_SCALE) -> dict[str, Any]:
    """NPS of a histogram of 0-10 answers (catalogue A3). Keys as `nps_from_counts`."""
    return nps_from_counts(*nps_counts(hist, scale), conf=conf)


def nps_score_interval(promoters: int, passives: int, detractors: int, conf: float = 0.95) -> dict[str, Any]:
    """NPS with the score interval, which keeps its minimum coverage (catalogue A3). Keys: nps, lo, hi, n, status.

    Source: Tango 1998, Statistics in Medicine 17:891 (paired difference of proportions).
    """
    _require_counts(promoters, passives, detractors)
    n = promoters + passives + detractors
    if n == 0:
        return {"nps": None, "lo": None, "hi": None, "n": 0, "status": "empty"}
    z, net = z_value(conf), (promoters - detractors) / n
    low = _score_bound(promoters, detractors, n, z, net)
    # The upper bound is the lower bound of the mirrored sample: promoters and detractors trade places.
    high = -_score_bound(detractors, promoters, n, z, -net)
    return {"nps": _points(promoters, detractors, n), "lo": 100 * low, "hi": 100 * high, "n": n, "status": "ok"}


def nps_diff(a: Mapping[str, float], b: Mapping[str, float], conf: float = 0.95) -> dict[str, Any]:
    """Change in NPS between two independent samples, a minus b (catalogue A4).

    `a` and `b` hold promoters, passives, detractors, which may be effective counts. diff is the raw change; diff_adj, se,
    z, p_value, lo and hi rest on the adjusted counts, as in `nps_interval`. Samples that share customers need
    `nps_diff_paired`.

    Source: Lewis & Sauro 2021.
    """
    counts_a, counts_b = _three(a), _three(b)
    n_a, n_b = sum(counts_a), sum(counts_b)
    if n_a == 0 or n_b == 0:
        keys = ("diff", "diff_adj", "se", "z", "p_value", "lo", "hi")
        return {**dict.fromkeys(keys), "n_a": n_a, "n_b": n_b, "status": "empty"}
    (net_a, var_a), (net_b, var_b) = _adjusted(*counts_a), _adjusted(*counts_b)
    change, se = 100 * (net_a - net_b), 100 * math.sqrt(var_a + var_b)
    half = z_value(conf) * se
    return {
        "diff": _points(counts_a[0], counts_a[2], n_a) - _points(counts_b[0], counts_b[2], n_b),
        "diff_adj": change, "se": se, "z": change / se, "p_value": p_from_z(change / se),
        "lo": change - half, "hi": change + half, "n_a": n_a, "n_b": n_b, "status": "ok",
    }  # fmt: skip


def nps_diff_paired(table: Sequence[Sequence[int]], conf: float = 0.95) -> dict[str, Any]:
    """Change in NPS of the same respondents, after minus before (catalogue A4).

    `table[i][j]` counts respondents who were i before and j after, in the order promoter, passive, detractor.
    Keys: n, diff, t, p_value, lo, hi, status (one-sample t on each person's change of -200..200 points).
    """
    if [len(row) for row in table] != [3, 3, 3]:
        raise ValueError(f"the table has rows of {[len(row) for row in table]} cells; expected 3 x 3, before by after.")
    changes: dict[int, int] = {}
    for before, row in enumerate(table):
        for after, count in enumerate(row):
            changes[100 * (before - after)] = changes.get(100 * (before - after), 0) + count
            require_count(f"the count of row {before + 1}, column {after + 1}", count)
    return {"n": sum(changes.values()), **_paired_t(score_sums(changes), conf)}


def _paired_t(sums: ScoreSums, conf: float) -> dict[str, Any]:
    answer: dict[str, Any] = {"diff": sums.mean, "t": None, "p_value": None, "lo": None, "hi": None}
    if sums.mean is None:
        return answer | {"status": "empty"}
    if sums.variance is None:
        return answer | {"status": "insufficient"}
    if sums.variance == 0:
        return answer | {"lo": sums.mean, "hi": sums.mean, "status": "degenerate"}
    se, df = math.sqrt(sums.variance / sums.n), sums.n - 1
    half = t_value(conf, df) * se
    return answer | {
        "t": sums.mean / se, "p_value": p_from_t(sums.mean / se, df), "lo": sums.mean - half, "hi": sums.mean + half,
        "status": "ok",
    }  # fmt: skip


def _variance(promoter_share: float, detractor_share: float) -> float:
    return max(0.0, promoter_share + detractor_share - (promoter_share - detractor_share) ** 2)


def _adjusted(promoters: float, passives: float, detractors: float) -> tuple[float, float]:
    """Net share and its variance after adding 3/4 promoter, 3/2 passive, 3/4 detractor."""
    n = promoters + passives + detractors + 3
    p, d = (promoters + 0.75) / n, (detractors + 0.75) / n
    return p - d, _variance(p, d) / n


def _points(promoters: float, detractors: float, n: float) -> float:
    return 100 * (promoters - detractors) / n


def _score_statistic(delta: float, promoters: float, detractors: float, n: float) -> float:
    """Score statistic of the net share at `delta`, with the detractor share at its restricted maximum likelihood."""
    b = -promoters - detractors + (2 * n - promoters + detractors) * delta
    c = -detractors * delta * (1 - delta)
    q = (math.sqrt(max(0.0, b * b - 8 * n * c)) - b) / (4 * n)
    gap = promoters - detractors - n * delta
    variance = n * (2 * q + delta * (1 - delta))
    if variance <= 0:
        return math.copysign(math.inf, gap) if gap else 0.0
    return gap / math.sqrt(variance)


def _score_bound(promoters: float, detractors: float, n: float, z: float, net: float) -> float:
    """Smallest net share the score test at z does not reject; -1 when it rejects none."""
    lowest = -1 + 1e-12
    if net <= lowest or _score_statistic(lowest, promoters, detractors, n) <= z:
        return -1.0
    return float(optimize.brentq(lambda x: _score_statistic(x, promoters, detractors, n) - z, lowest, net, xtol=1e-13))


def _three(counts: Mapping[str, float]) -> tuple[float, float, float]:
    three = counts["promoters"], counts["passives"], counts["detractors"]
    _require_counts(*three)
    return three


def _require_counts(promoters: float, passives: float, detractors: float) -> None:
    for name, value in (("promoters", promoters), ("passives", passives), ("detractors", detractors)):
        require_count(name, value)
