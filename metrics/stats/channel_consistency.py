"""Is the experience the same in every channel? (catalogue A22)"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
from scipy import special

from metrics.stats.checks import require_aligned, require_conf, require_part
from metrics.stats.homogeneity import homogeneity
from metrics.stats.multiplicity import bh_adjust
from metrics.stats.proportions import csat_diff
from metrics.stats.scores import ScoreSums


class MeanSquares(NamedTuple):
    """Analysis of variance of groups: mean squares between and within, their df, and the typical group size n0."""

    between: float
    within: float
    df_between: int
    df_within: float
    n0: float


def mean_squares(groups: Sequence[ScoreSums]) -> MeanSquares | None:
    """One-way analysis of variance from sums; None below two groups or without a repeated score in any group.

    Source: Fisher 1925; n0 for unequal groups from Snedecor & Cochran 1989, Statistical Methods.
    """
    used = [group for group in groups if group.n]
    total = sum(used, ScoreSums(0, 0, 0))
    df_between, df_within = len(used) - 1, total.n - len(used)
    if df_between < 1 or df_within < 1:
        return None
    within = sum((group.n - 1) * (group.variance or 0.0) for group in used)
    everything = (total.n - 1) * (total.variance or 0.0)
    # All spread inside the groups: what is left between them may come out a rounding step off 0.
    between = everything - within if everything - within > 1e-13 * everything else 0.0
    n0 = (total.n - sum(group.n**2 for group in used) / total.n) / df_between
    return MeanSquares(between / df_between, within / df_within, df_between, df_within, n0)


def channel_consistency(k: Sequence[float], n: Sequence[float]) -> dict[str, Any]:
    """Do all channels have the same share of satisfied answers, k of n each? (catalogue A22)

    Keys: chi2, df, p_value, range (highest minus lowest share), I2 (share of the variation beyond chance), cramers_v,
    merged (channels joined for the test because fewer than 1 answer was expected), n, status. Channels without answers
    are left out; one channel is "insufficient"; nobody or everybody satisfied is "degenerate".

    Source: Pearson 1900; Higgins & Thompson 2002, Statistics in Medicine 21:1539; Cramér 1946.
    """
    require_aligned(k=k, n=n)
    for position, (hits, asked) in enumerate(zip(k, n, strict=True), 1):
        require_part(f"k of channel {position}", hits, f"n of channel {position}", asked)
    used = [(hits, asked) for hits, asked in zip(k, n, strict=True) if asked]
    hits, total = sum(hits for hits, _ in used), sum(asked for _, asked in used)
    answer: dict[str, Any] = dict.fromkeys(("chi2", "df", "p_value", "range", "I2", "cramers_v"))
    answer |= {"merged": 0, "n": total}
    if len(used) < 2:
        return answer | {"status": "insufficient" if used else "empty"}
    shares = [share_hits / asked for share_hits, asked in used]
    answer["range"] = max(shares) - min(shares)
    if hits in {0, total}:
        return answer | {"status": "degenerate"}
    table = np.array([[share_hits for share_hits, _ in used], [asked - share_hits for share_hits, asked in used]], dtype=float)
    found = homogeneity(table)
    answer["merged"] = found.merged
    if found.chi2 is None:
        return answer | {"status": "insufficient"}
    return answer | {
        "chi2": found.chi2, "df": found.df, "p_value": found.p, "cramers_v": found.cramers_v,
        "I2": max(0.0, 1 - found.df / found.chi2) if found.chi2 else 0.0, "status": "ok",
    }  # fmt: skip


def channel_pairs(k: Sequence[int], n: Sequence[int], alpha: float = 0.05, conf: float = 0.95) -> list[dict[str, Any]]:
    """Every pair of channels compared, with the false-discovery rate of the whole family controlled (A11, then A12).

    Each entry: first, second (places in the lists), q, reject, and the keys of `csat_diff`.
    """
    places = list(combinations(range(len(k)), 2))
    compared = [csat_diff(k[a], n[a], k[b], n[b], conf) for a, b in places]
    judged = bh_adjust([pair["p_value"] for pair in compared], alpha)
    rows = zip(places, compared, judged["p_adjusted"], judged["reject"], strict=True)
    return [{"first": a, "second": b, "q": q, "reject": reject, **pair} for (a, b), pair, q, reject in rows]


def channel_icc(groups: Sequence[Sequence[float | None]], conf: float = 0.95) -> dict[str, Any]:
    """Share of the variation of scores that lies between channels, one list of scores per channel (catalogue A22).

    Keys: F, p_value, n0 (typical channel size), icc1, lo, hi, n, n_missing, status. ICC(1) may be negative: channels
    then differ less than chance would make them. One channel, or no channel with two scores: "insufficient". Without
    spread inside the channels F has no value: "degenerate".

    Source: Shrout & Fleiss 1979, Psychological Bulletin 86:420; Fisher 1925.
    """
    require_conf(conf)
    known = [[score for score in group if score is not None] for group in groups]
    n = sum(len(group) for group in known)
    answer: dict[str, Any] = dict.fromkeys(("F", "p_value", "n0", "icc1", "lo", "hi"))
    answer |= {"n": n, "n_missing": sum(len(group) for group in groups) - n}
    squares = mean_squares([ScoreSums(len(g), sum(g), sum(score * score for score in g)) for g in known])
    if squares is None:
        return answer | {"status": "insufficient" if n else "empty"}
    answer["n0"] = squares.n0
    if squares.within == 0:
        return answer | {"icc1": 1.0 if squares.between else None, "status": "degenerate"}
    ratio, tail = squares.between / squares.within, (1 - conf) / 2
    top, bottom = (float(special.fdtri(squares.df_between, squares.df_within, p)) for p in (1 - tail, tail))
    return answer | {
        "F": ratio, "p_value": float(special.fdtrc(squares.df_between, squares.df_within, ratio)),
        "icc1": _icc(ratio, squares.n0), "lo": _icc(ratio / top, squares.n0), "hi": _icc(ratio / bottom, squares.n0),
        "status": "ok",
    }  # fmt: skip


def _icc(ratio: float, n0: float) -> float:
    return (ratio - 1) / (ratio - 1 + n0)
