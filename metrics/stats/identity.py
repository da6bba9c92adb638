"""Are the records of one customer known to be one customer's? (catalogue G6)"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from metrics.stats.checks import require_aligned
from metrics.stats.proportions import share_interval
from metrics.stats.resampling import DRAWS, SEED, percentile_interval
from metrics.stats.scores import is_missing

Pair = tuple[Hashable, Hashable]
Counts = npt.NDArray[np.float64]


def identity_resolution(
    predicted_entity: Sequence[Hashable | None], true_entity: Sequence[Hashable | None], conf: float = 0.95,
    draws: int = DRAWS, seed: int = SEED,
) -> dict[str, Any]:  # fmt: skip
    """How well records were joined to entities, over all pairs of a labelled sample (catalogue G6).

    Keys: pair_precision (of the pairs joined, those that belong together), pair_recall (of those that belong together,
    the pairs joined), pair_f1, f1_ci (bootstrap over true entities), entities_per_record, n, n_missing (records without
    a label, left out), status. A record linked to nothing (None) is an entity of its own. Without joined pairs
    precision has no value and neither has F1; recall likewise without pairs that belong together.

    Source: Christen 2012, Data Matching; Binette et al. 2023, The American Statistician 77:370 (entities as clusters).
    """
    require_aligned(predicted_entity=predicted_entity, true_entity=true_entity)
    labelled: list[Pair] = [
        # A place of its own in the list makes an unlinked record an entity that no other shares.
        (("unlinked", place) if is_missing(predicted) else ("entity", predicted), true)
        for place, (predicted, true) in enumerate(zip(predicted_entity, true_entity, strict=True))
        if not is_missing(true)
    ]
    n = len(labelled)
    joined, missed, wrong = (float(counts.sum()) for counts in pair_counts(labelled))
    precision = joined / (joined + wrong) if joined + wrong else None
    recall = joined / (joined + missed) if joined + missed else None
    known = precision is not None and recall is not None
    return {
        "pair_precision": precision, "pair_recall": recall,
        "pair_f1": _f1(joined, missed, wrong) if known else None,
        "f1_ci": list(pair_f1_interval(labelled, conf, draws, seed)) if known else [None, None],
        "entities_per_record": len({predicted for predicted, _ in labelled}) / n if n else None,
        "n": n, "n_missing": len(true_entity) - n,
        "status": "ok" if known else "insufficient" if n else "empty",
    }  # fmt: skip


def pair_counts(labelled: Sequence[Pair]) -> tuple[Counts, Counts, Counts]:
    """Per true entity: pairs rightly joined, pairs missed, and its half of the pairs wrongly joined with others."""
    cells, predicted_sizes = Counter(labelled), Counter(predicted for predicted, _ in labelled)
    by_entity: dict[Hashable, list[tuple[int, int]]] = defaultdict(list)
    for (predicted, true), together in cells.items():
        by_entity[true].append((together, predicted_sizes[predicted] - together))
    rows = []
    for parts in by_entity.values():
        size = sum(together for together, _ in parts)
        joined = sum(_pairs(together) for together, _ in parts)
        rows.append((joined, _pairs(size) - joined, sum(together * others for together, others in parts) / 2))
    joined_pairs, missed, wrong = np.array(rows, dtype=float).reshape(-1, 3).T
    return joined_pairs, missed, wrong


def pair_f1_interval(
    labelled: Sequence[Pair], conf: float = 0.95, draws: int = DRAWS, seed: int = SEED
) -> tuple[float, float]:
    """Percentile interval of the pairwise F1, true entities drawn anew with all their pairs."""
    counts, rng = pair_counts(labelled), np.random.default_rng(seed)
    entities = len(counts[0])
    found = []
    for _ in range(draws):
        times = np.bincount(rng.integers(0, entities, entities), minlength=entities)
        joined, missed, wrong = (float(times @ column) for column in counts)
        if joined + missed + wrong:  # a draw of lone records holds no pair to judge
            found.append(_f1(joined, missed, wrong))
    return percentile_interval(found, conf)


def unified_view(
    activities: int, activities_linked_to_customer: int, customers: int, customers_with_2plus_channels_linked: int,
    conf: float = 0.95,
) -> dict[str, Any]:  # fmt: skip
    """Share of activities linked to a customer, and of customers known in two channels or more (catalogue G6).

    Keys: match_rate, ci, cross_channel_linked_share, ci_cross_channel (Wilson), n (activities), customers, status.

    Source: Christen 2012, Data Matching.
    """
    match, match_ci = share_interval(activities_linked_to_customer, activities, conf)
    linked, linked_ci = share_interval(customers_with_2plus_channels_linked, customers, conf)
    return {
        "match_rate": match, "ci": match_ci, "cross_channel_linked_share": linked, "ci_cross_channel": linked_ci,
        "n": activities, "customers": customers, "status": "ok" if activities or customers else "empty",
    }  # fmt: skip


def _pairs(records: int) -> int:
    return records * (records - 1) // 2


def _f1(joined: float, missed: float, wrong: float) -> float:
    return 2 * joined / (2 * joined + missed + wrong)
