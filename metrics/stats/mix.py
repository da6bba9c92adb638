"""Has the channel mix changed, and by how much? (catalogue C3)"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import special

from metrics.stats.checks import require_conf, require_count
from metrics.stats.homogeneity import homogeneity
from metrics.stats.resampling import DRAWS, SEED, percentile_interval

Shares = npt.NDArray[np.float64]


def mix_shift(counts_before: Sequence[int], counts_after: Sequence[int]) -> dict[str, Any]:
    """Compare two channel mixes, channel by channel in one order (catalogue C3).

    Keys: chi2, df, p_value, cramers_v, total_variation (the share of contacts that moved), jsd_bits, psi, n_before,
    n_after, merged (channels joined for the test because fewer than 1 contact was expected), status. With many
    contacts p is tiny for any change: lead with total_variation. A channel unused in both periods is dropped.

    Source: Pearson 1900; Cramér 1946; Lin 1991 (Jensen-Shannon divergence).
    """
    before, after = _used_channels(counts_before, counts_after)
    n_before, n_after = int(before.sum()), int(after.sum())
    answer: dict[str, Any] = dict.fromkeys(("chi2", "df", "p_value", "cramers_v", "total_variation", "jsd_bits", "psi"))
    answer |= {"n_before": n_before, "n_after": n_after, "merged": 0}
    if n_before == 0 or n_after == 0:
        return answer | {"status": "empty"}
    answer |= _distances(before, after)
    found = homogeneity(np.vstack([before, after]))
    answer["merged"] = found.merged
    if found.chi2 is None:  # one channel cannot shift
        return answer | {"status": "insufficient"}
    return answer | {
        "chi2": found.chi2, "df": found.df, "p_value": found.p, "cramers_v": found.cramers_v, "status": "ok",
    }  # fmt: skip


def mix_shift_interval(
    counts_before: Sequence[int], counts_after: Sequence[int], conf: float = 0.95, draws: int = DRAWS, seed: int = SEED
) -> dict[str, tuple[float, float] | None]:
    """Percentile intervals of total_variation, jsd_bits and psi by multinomial resampling of both periods.

    None without contacts on a side. Distances cannot be negative, so with few contacts the interval sits above 0 even
    when nothing moved: read it next to p.
    """
    require_conf(conf)
    before, after = _used_channels(counts_before, counts_after)
    if before.sum() == 0 or after.sum() == 0:
        return dict.fromkeys(("total_variation", "jsd_bits", "psi"))
    rng = np.random.default_rng(seed)
    samples_before = rng.multinomial(int(before.sum()), before / before.sum(), size=draws)
    samples_after = rng.multinomial(int(after.sum()), after / after.sum(), size=draws)
    found = [_distances(b.astype(float), a.astype(float)) for b, a in zip(samples_before, samples_after, strict=True)]
    return {key: percentile_interval([row[key] for row in found], conf) for key in found[0]}


def _used_channels(counts_before: Sequence[int], counts_after: Sequence[int]) -> tuple[Shares, Shares]:
    if len(counts_before) != len(counts_after):
        raise ValueError(
            f"{len(counts_before)} channels before and {len(counts_after)} after; list the same channels in one order, "
            "with 0 where one was not used."
        )
    for position, count in enumerate([*counts_before, *counts_after]):
        require_count(f"count {position % len(counts_before) + 1}", count)
    before, after = np.asarray(counts_before, dtype=float), np.asarray(counts_after, dtype=float)
    used = before + after > 0
    return before[used], after[used]


def _distances(before: Shares, after: Shares) -> dict[str, float]:
    p, q = before / before.sum(), after / after.sum()
    middle = (p + q) / 2
    divergence = (special.rel_entr(p, middle).sum() + special.rel_entr(q, middle).sum()) / 2
    half = 0.5 * len(p)
    smooth_p, smooth_q = (before + 0.5) / (before.sum() + half), (after + 0.5) / (after.sum() + half)
    return {
        "total_variation": float(np.abs(p - q).sum() / 2),
        "jsd_bits": max(0.0, float(divergence) / math.log(2)),
        "psi": float(((smooth_q - smooth_p) * np.log(smooth_q / smooth_p)).sum()),
    }
