"""Did the headline change because channels changed, or because contacts moved between them? (catalogue A13)"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from metrics.stats.checks import require_aligned, require_count, require_part

# Effects smaller than this part of the rates are rounding.
_ROUNDING = 1e-12

Flag = Literal["reversal", "rate_opposes_total", "none"]


@dataclass(frozen=True, slots=True)
class ChannelPair:
    """One channel before (1) and after (2): its share w of all answers and its rate r, and its answers n."""

    n1: float
    n2: float
    w1: float
    w2: float
    r1: float
    r2: float

    @property
    def in_both(self) -> bool:
        return self.n1 > 0 and self.n2 > 0

    @property
    def rate_effect(self) -> float:
        return (self.r2 - self.r1) * (self.w1 + self.w2) / 2

    @property
    def middle(self) -> float:
        return (self.r1 + self.r2) / 2


def channel_pairs_of(
    n1: Sequence[float], s1: Sequence[float], n2: Sequence[float], s2: Sequence[float]
) -> list[ChannelPair]:
    """Shares and rates per channel from answers n and sums s of both periods; each period needs answers.

    A channel absent in one period takes its rate from the other, so that all of its effect is mix.
    """
    total1, total2 = sum(n1), sum(n2)
    pairs = []
    for count1, sum1, count2, sum2 in zip(n1, s1, n2, s2, strict=True):
        before = sum1 / count1 if count1 else sum2 / count2 if count2 else 0.0
        after = sum2 / count2 if count2 else before
        pairs.append(ChannelPair(count1, count2, count1 / total1, count2 / total2, before, after))
    return pairs


def mix_rate_decomposition(
    n1: Sequence[float], s1: Sequence[float], n2: Sequence[float], s2: Sequence[float]
) -> dict[str, Any]:
    """Change of an overall rate R = sum(s)/sum(n), split exactly into mix and rate effects per channel (catalogue A13).

    s counts satisfied answers, or adds up scores or NPS points. Keys: R1, R2, delta, mix, rate (per channel),
    mix_total, rate_total, simpson_flag, n1, n2, status. simpson_flag: "reversal" when no channel of both periods fell,
    one rose, and the overall rate fell, or the mirror of it (the headline must then not stand alone);
    "rate_opposes_total" when the rate effects together point against the change; else "none".

    Source: Kitagawa 1955, JASA 50:1168; Das Gupta 1978, Demography 15:99.
    """
    _require_periods(n1, s1, n2, s2)
    answer: dict[str, Any] = dict.fromkeys(("R1", "R2", "delta", "mix", "rate", "mix_total", "rate_total", "simpson_flag"))
    answer |= {"n1": sum(n1), "n2": sum(n2)}
    if not (answer["n1"] and answer["n2"]):
        return answer | {"status": "empty"}
    pairs = channel_pairs_of(n1, s1, n2, s2)
    before, after = sum(s1) / sum(n1), sum(s2) / sum(n2)
    mix, rate = _mix_effects(pairs, (before + after) / 2), [pair.rate_effect for pair in pairs]
    return answer | {
        "R1": before, "R2": after, "delta": after - before, "mix": mix, "rate": rate,
        "mix_total": math.fsum(mix), "rate_total": math.fsum(rate),
        "simpson_flag": simpson_flag(pairs, after - before), "status": "ok",
    }  # fmt: skip


def simpson_flag(pairs: Sequence[ChannelPair], delta: float) -> Flag:
    """Does the change of the overall rate contradict its channels? See `mix_rate_decomposition`.

    Source: Simpson 1951, Journal of the Royal Statistical Society B 13:238.
    """
    noise = _ROUNDING * max((abs(rate) for pair in pairs for rate in (pair.r1, pair.r2)), default=0.0)

    def sign(change: float) -> int:
        return (change > noise) - (change < -noise)

    directions = {sign(pair.r2 - pair.r1) for pair in pairs if pair.in_both} - {0}
    if len(directions) == 1 and directions == {-sign(delta)}:
        return "reversal"
    opposed = sign(math.fsum(pair.rate_effect for pair in pairs)) * sign(delta) < 0
    return "rate_opposes_total" if opposed else "none"


def mix_rate_errors(
    pairs: Sequence[ChannelPair], v1: Sequence[float], v2: Sequence[float], worth: tuple[float, float] | None = None
) -> tuple[float, float]:
    """Standard errors (of the mix total, of the rate total), from the variance of each channel's rate in both periods.

    worth: how many independent answers each period's are worth where customers answer twice or answers are weighted; a
    customer who stays with a channel brings all answers there, so it is they who move.

    The variance is r(1-r)/n of a share, 10^4 times the multinomial one over n of an NPS. Where a channel was absent,
    its variance of that period is not used.
    """
    n1, n2 = worth or (sum(pair.n1 for pair in pairs), sum(pair.n2 for pair in pairs))
    rate = mix = 0.0
    for pair, before, after in zip(pairs, v1, v2, strict=True):
        if pair.in_both:
            rate += ((pair.w1 + pair.w2) / 2) ** 2 * (before + after)
            mix += (pair.w2 - pair.w1) ** 2 * (before + after) / 4
        else:  # one rate stands for both periods, so its error counts whole and not by halves
            mix += (pair.w2 - pair.w1) ** 2 * (before if pair.n1 else after)
    for weights, n in (([pair.w1 for pair in pairs], n1), ([pair.w2 for pair in pairs], n2)):
        mean = sum(w * pair.middle for w, pair in zip(weights, pairs, strict=True))
        mix += max(0.0, sum(w * (pair.middle - mean) ** 2 for w, pair in zip(weights, pairs, strict=True))) / n
    return math.sqrt(mix), math.sqrt(rate)


def mix_rate_se(
    n1: Sequence[float], k1: Sequence[float], n2: Sequence[float], k2: Sequence[float]
) -> dict[str, Any]:
    """Mix and rate effects of a change in a share, with their standard errors; k hits of n per channel (catalogue A13).

    Keys: rate_total, se_rate, mix_total, se_mix, n1, n2, status.

    Source: Kitagawa 1955, JASA 50:1168; the errors by the delta method.
    """
    require_aligned(n1=n1, k1=k1, n2=n2, k2=k2)
    for period, (hits, asked) in enumerate(((k1, n1), (k2, n2)), 1):
        for channel, (k, n) in enumerate(zip(hits, asked, strict=True), 1):
            require_part(f"k{period} of channel {channel}", k, f"n{period} of channel {channel}", n)
    found = mix_rate_decomposition(n1, k1, n2, k2)
    answer = {key: found[key] for key in ("rate_total", "mix_total", "n1", "n2", "status")}
    if found["status"] == "empty":
        return answer | {"se_rate": None, "se_mix": None}
    pairs = channel_pairs_of(n1, k1, n2, k2)
    se_mix, se_rate = mix_rate_errors(pairs, _share_variances(n1, k1), _share_variances(n2, k2))
    return answer | {"se_rate": se_rate, "se_mix": se_mix, "status": "ok" if se_rate else "degenerate"}


def _mix_effects(pairs: Sequence[ChannelPair], overall: float) -> list[float]:
    return [(pair.w2 - pair.w1) * (pair.middle - overall) for pair in pairs]


def _share_variances(n: Sequence[float], k: Sequence[float]) -> list[float]:
    # A channel without answers has no variance; `mix_rate_errors` does not look at it.
    return [hits * (asked - hits) / asked**3 if asked else 0.0 for hits, asked in zip(k, n, strict=True)]


def _require_periods(n1: Sequence[float], s1: Sequence[float], n2: Sequence[float], s2: Sequence[float]) -> None:
    require_aligned(n1=n1, s1=s1, n2=n2, s2=s2)
    for period, (counts, sums) in enumerate(((n1, s1), (n2, s2)), 1):
        for channel, (count, total) in enumerate(zip(counts, sums, strict=True), 1):
            require_count(f"n{period} of channel {channel}", count)
            if not count and total:
                raise ValueError(f"channel {channel} sums to {total} without answers in period {period}; check the counts.")
