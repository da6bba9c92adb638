"""Reading raw scores into a histogram, and what follows from a histogram by adding (catalogue A0)."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from numbers import Real
from typing import Any

from metrics.stats.checks import require_count

Histogram = Mapping[int, int]
Scale = tuple[float, float]

# The lowest answer that counts as "satisfied", by scale (A1). A metric with another rule stores its own threshold.
TOP_BOX: Mapping[Scale, int] = {(0, 1): 1, (1, 5): 4, (1, 7): 6, (0, 10): 9}

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def read_number(raw: object) -> float | None:
    """The number a cell holds, or None when it holds none (text, a truth value, NaN). Blanks around it are ignored."""
    if isinstance(raw, str):
        text = raw.strip()
        return float(text) if _NUMBER.fullmatch(text) else None
    if isinstance(raw, bool) or not isinstance(raw, Real | Decimal):
        return None
    number = float(raw)
    return number if math.isfinite(number) else None


def is_missing(raw: object) -> bool:
    """True for what a person who did not answer leaves behind: None, NaN, blank text."""
    if raw is None:
        return True
    if isinstance(raw, str):
        return not raw.strip()
    return isinstance(raw, Real | Decimal) and math.isnan(raw)


def score_histogram(raw: Iterable[object], scale: Scale) -> dict[str, Any]:
    """Sort raw cells of one question into valid scores, missing answers and invalid ones (catalogue A0).

    A score is a whole number on the scale, as number or text ("3"). Nothing is clamped and nothing imputed: a 0 on a
    1-5 scale is invalid. Keys: hist (score -> count, only scores that occur), n_valid, n_missing, n_invalid, status.

    Source: ISO 10004:2018, monitoring and measuring guidelines.
    """
    low, high = scale
    if not low < high:
        raise ValueError(f"the scale is {low} to {high}; its lowest answer must be below its highest.")
    hist: Counter[int] = Counter()
    missing = invalid = 0
    for cell in raw:
        if is_missing(cell):
            missing += 1
            continue
        number = read_number(cell)
        if number is None or number != int(number) or not low <= number <= high:
            invalid += 1
        else:
            hist[int(number)] += 1
    n_valid = sum(hist.values())
    return {
        "hist": dict(sorted(hist.items())), "n_valid": n_valid, "n_missing": missing, "n_invalid": invalid,
        "status": "ok" if n_valid else "empty",
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ScoreSums:
    """Count, sum and sum of squares of scores: all a mean needs. They add, so any regrouping is exact."""

    n: float
    total: float
    total_sq: float

    def __add__(self, other: ScoreSums) -> ScoreSums:
        return ScoreSums(self.n + other.n, self.total + other.total, self.total_sq + other.total_sq)

    @property
    def mean(self) -> float | None:
        """Mean, None for no scores."""
        return self.total / self.n if self.n else None

    @property
    def variance(self) -> float | None:
        """Sample variance (divisor n - 1), None below two scores."""
        if self.n < 2:
            return None
        # Integer sums stay exact until the one division; subtracting squared floats would lose digits.
        spread = self.n * self.total_sq - self.total * self.total
        if spread <= 1e-13 * self.n * abs(self.total_sq):
            return 0.0
        return spread / (self.n * (self.n - 1))


def score_sums(hist: Histogram) -> ScoreSums:
    """Sums of a histogram of scores. Negative counts raise ValueError."""
    for score, count in hist.items():
        require_count(f"the count of score {score}", count)
    return ScoreSums(
        sum(hist.values()),
        sum(score * count for score, count in hist.items()),
        sum(score * score * count for score, count in hist.items()),
    )


def count_at_least(hist: Histogram, threshold: float) -> tuple[int, int]:
    """(k, n): answers at or above the threshold, and all answers."""
    score_sums(hist)  # validates the counts
    return sum(count for score, count in hist.items() if score >= threshold), sum(hist.values())


def require_scale(hist: Histogram, scale: Scale, measure: str) -> None:
    """Every score of the histogram is a whole number on the scale, or ValueError names those that are not."""
    low, high = scale
    strange = [score for score in hist if score != int(score) or not low <= score <= high]
    if strange:
        raise ValueError(
            f"{measure} takes whole scores from {low:g} to {high:g}; seen: {', '.join(map(str, sorted(strange)))}. "
            "Map this question to its own scale, or keep it out of this measure."
        )


def reverse_histogram(hist: Histogram, scale: Scale) -> dict[int, int]:
    """Reverse-code answers (low + high - score), e.g. the first CES where 1 meant little effort."""
    require_scale(hist, scale, "reverse coding")
    return {int(scale[0] + scale[1]) - score: count for score, count in hist.items()}


def pool_histograms(parts: Iterable[tuple[Scale, Histogram]]) -> tuple[Scale, dict[int, int]]:
    """Add histograms of one scale. Different scales do not add: a 5 of 5 and a 5 of 7 are different answers."""
    pooled: Counter[int] = Counter()
    scales: list[Scale] = []
    for scale, hist in parts:
        require_scale(hist, scale, "pooling")
        pooled.update(hist)
        scales.append((scale[0], scale[1]))
    if len(set(scales)) != 1:
        seen = ", ".join(f"{low:g}-{high:g}" for low, high in sorted(set(scales))) or "none"
        raise ValueError(f"scales seen: {seen}; exactly one can be pooled. Show them apart, or side by side on 0-100.")
    return scales[0], dict(sorted(pooled.items()))
