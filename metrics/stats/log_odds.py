"""Which words one group of texts uses more than another: log-odds with an informative Dirichlet prior."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from metrics.stats.checks import alpha_of, p_from_z, require_count, z_value
from metrics.stats.multiplicity import bh_adjust

PRIOR_SHARE = 0.1  # the prior weighs as much as this part of the smaller group's words


@dataclass(frozen=True, slots=True)
class WordOdds:
    """One word. first, second: texts of each group that hold it · ratio: odds of it in the first group over those in the
    second, with its interval · q: adjusted p over all words tested · real: more than chance."""

    word: str
    first: int
    second: int
    ratio: float
    low: float
    high: float
    p: float
    q: float
    real: bool


def log_odds(
    words: Sequence[tuple[str, int, int]], totals: tuple[int, int], conf: float = 0.95, prior: float | None = None
) -> tuple[WordOdds, ...]:
    """Every word compared, the strongest evidence first (equal: by word).

    words: (word, n in the first group, n in the second) · totals: all words of each group, also of those not compared ·
    prior: what it weighs in words, PRIOR_SHARE of the smaller group where None. Its expectation for a word is the word's
    part of both groups together. δ = log odds in the first minus log odds in the second, variance 1/(y1+a) + 1/(y2+a).
    A group without words: nothing can be compared. ValueError for impossible counts.

    Source: Monroe, Colaresi & Quinn 2008, Political Analysis 16:372, equations 16, 19 to 22.
    """
    for name, total in zip(("first", "second"), totals, strict=True):
        require_count(f"the {name} total", total)
    if not all(totals):
        return ()
    weight = PRIOR_SHARE * min(totals) if prior is None else prior
    found = [_compared(word, counts, totals, weight, conf) for word, *counts in words if any(counts)]
    adjusted = bh_adjust([one.p for one in found], alpha_of(conf))
    judged = [
        WordOdds(one.word, one.first, one.second, one.ratio, one.low, one.high, one.p, float(q or 0.0), bool(real))
        for one, q, real in zip(found, adjusted["p_adjusted"], adjusted["reject"], strict=True)
    ]
    return tuple(sorted(judged, key=lambda one: (one.p, one.word)))


def _compared(word: str, counts: Sequence[int], totals: tuple[int, int], weight: float, conf: float) -> WordOdds:
    (first, second), (all_first, all_second) = counts, totals
    for count, total in ((first, all_first), (second, all_second)):
        require_count(f"the count of {word!r}", count)
        if count > total:
            raise ValueError(f"{word!r} is counted {count} times among {total} words; expected no more than all.")
    expected = weight * (first + second) / (all_first + all_second)
    delta = _logit(first + expected, all_first + weight) - _logit(second + expected, all_second + weight)
    spread = math.sqrt(1 / (first + expected) + 1 / (second + expected))
    reach = z_value(conf) * spread
    ratio, low, high = (math.exp(value) for value in (delta, delta - reach, delta + reach))
    return WordOdds(word, first, second, ratio, low, high, p_from_z(delta / spread), 1.0, False)


def _logit(part: float, whole: float) -> float:
    """Log odds; a word that is all there is has none, so the rest is taken as at least half a word."""
    return math.log(part / max(whole - part, 0.5))
