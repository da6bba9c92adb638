"""How much of the customer is known, and what the gaps cost (catalogue G7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from metrics.stats.checks import require_count, require_part
from metrics.stats.proportions import share_interval
from metrics.stats.resampling import DRAWS, SEED, percentile_interval

# Each level contains the ones before: what the enterprise holds, what its industry knows, all there is of a customer.
LEVELS: Mapping[int, str] = {1: "enterprise", 2: "industry", 3: "customer"}


@dataclass(frozen=True, slots=True)
class Item:
    """One kind of knowledge: the lowest level that contains it, its weight, and in how many rows it is filled."""

    name: str
    level: int
    weight: float
    populated: int
    rows: int


def completeness_of(levels: Sequence[int], weights: Sequence[float], populated: Sequence[float], level: int) -> float | None:
    """Weighted share filled, over the items that a level contains; None where nothing weighs."""
    used = [(w, share) for at, w, share in zip(levels, weights, populated, strict=True) if at <= level]
    total = sum(w for w, _ in used)
    return sum(w * share for w, share in used) / total if total else None


def item_intervals(items: Sequence[Item], conf: float = 0.95) -> dict[str, tuple[float | None, list[float | None]]]:
    """Populated share of each item with its Wilson interval, by name."""
    return {item.name: share_interval(item.populated, item.rows, conf) for item in items}


def completeness_interval(
    items: Sequence[Item], level: int, conf: float = 0.95, draws: int = DRAWS, seed: int = SEED
) -> tuple[float, float] | None:
    """Interval of a level's completeness, by drawing each item's share from what its rows allow (Jeffreys' posterior).

    An item without rows is as good as unknown: its share may be anything. None where nothing weighs.

    Source: Brown, Cai & DasGupta 2001, Statistical Science 16:101 (Jeffreys).
    """
    used = [item for item in items if item.level <= level]
    total = sum(item.weight for item in used)
    if not total:
        return None
    rng, drawn = np.random.default_rng(seed), np.zeros(draws)
    for item in used:
        require_part(f"populated of {item.name!r}", item.populated, "rows", item.rows)
        drawn += item.weight * rng.beta(item.populated + 0.5, item.rows - item.populated + 0.5, size=draws)
    return percentile_interval(drawn / total, conf)


def data_gap_analysis(
    items: Sequence[tuple[str, int, float, float]], benchmark: Mapping[str, float | None] | None = None,
    advice: Mapping[str, float | None] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Completeness of the customer view by level, and the gaps in inference and advice (catalogue G7).

    Items are (name, level 1 to 3, weight, populated share); benchmark holds skill_full and skill_current of one model
    with full and with present data; advice holds value_taken and value_best of actions. Keys: levels (completeness and
    data_gap of enterprise, industry, customer), inference_gap (None without a benchmark or where full data shows no
    skill), advice_gap (None without values, or where the best action is worth nothing), n (items), status.

    Source: Brohman, Watson, Piccoli & Parasuraman 2003, Communications of the ACM 46(6):47; the numeric form is the
    metric catalogue's.
    """
    for name, level, weight, populated in items:
        require_count(f"the weight of {name!r}", weight)
        if level not in LEVELS or not 0 <= populated <= 1:
            raise ValueError(
                f"{name!r} has level {level} and populated share {populated}; expected a level of 1 (enterprise), "
                "2 (industry) or 3 (customer) and a share from 0 to 1."
            )
    at, weights, shares = [item[1] for item in items], [item[2] for item in items], [item[3] for item in items]
    levels: dict[str, dict[str, float | None]] = {}
    for level, label in LEVELS.items():
        complete = completeness_of(at, weights, shares, level)
        levels[label] = {"completeness": complete, "data_gap": None if complete is None else 1 - complete}
    return {
        "levels": levels,
        "inference_gap": _shortfall(benchmark, "skill_current", "skill_full"),
        "advice_gap": _shortfall(advice, "value_taken", "value_best"),
        "n": len(items), "status": "ok" if items else "empty",
    }  # fmt: skip


def _shortfall(values: Mapping[str, float | None] | None, reached: str, possible: str) -> float | None:
    """What is missing of what would be possible; None where that is unknown or not above 0."""
    best, got = (None, None) if values is None else (values.get(possible), values.get(reached))
    return None if best is None or got is None or best <= 0 else (best - got) / best
