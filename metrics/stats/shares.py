"""How contacts split over channels, and how concentrated they are (catalogue C1, C2)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from metrics.stats.checks import require_count
from metrics.stats.proportions import goodman, wilson


def channel_shares(counts: Sequence[int], conf: float = 0.95) -> dict[str, Any]:
    """Share of each channel with its own interval, and intervals that hold for all at once (catalogue C1).

    Keys: share, wilson, simultaneous_goodman (pairs low, high), n, status; lists in the order given. A channel
    without contacts keeps its place: its upper bound says something.
    """
    total = _total(counts)
    if total == 0:
        nothing = [[None, None] for _ in counts]
        unknown = {"share": [None for _ in counts], "wilson": nothing, "simultaneous_goodman": nothing}
        return unknown | {"n": 0, "status": "empty"}
    return {
        "share": [count / total for count in counts],
        "wilson": [list(wilson(count, total, conf)) for count in counts],
        "simultaneous_goodman": [list(pair) for pair in goodman(counts, conf)],
        "n": total,
        "status": "ok",
    }


def concentration(counts: Sequence[int]) -> dict[str, Any]:
    """Entropy and Herfindahl-Hirschman index of a channel mix (catalogue C2). Every listed channel counts in K.

    Keys: entropy_nats, entropy_norm (of ln K; None for K = 1), entropy_miller_madow, se_entropy, hhi, hhi_unbiased
    (None for n = 1), effective_channels_shannon, effective_channels_simpson, n, status. A standard error of 0 (one
    channel, or equal shares) means the approximation fails, not certainty: status "degenerate".

    Source: Shannon 1948; Miller 1955; Simpson 1949, Nature 163:688.
    """
    n = _total(counts)
    keys = ("entropy_nats", "entropy_norm", "entropy_miller_madow", "se_entropy", "hhi", "hhi_unbiased")
    if n == 0:
        effective = ("effective_channels_shannon", "effective_channels_simpson")
        return {**dict.fromkeys(keys + effective), "n": 0, "status": "empty"}
    used = [count for count in counts if count]
    # One channel, or equal shares: exact values, where floating sums would leave a speck of spread.
    even = len(set(used)) == 1
    shares = [count / n for count in used]
    entropy = math.log(len(used)) if even else -sum(p * math.log(p) for p in shares)
    spread = 0.0 if even else max(0.0, sum(p * math.log(p) ** 2 for p in shares) - entropy**2)
    squares = sum(count * count for count in used)
    hhi = squares / (n * n)
    values = (
        entropy,
        entropy / math.log(len(counts)) if len(counts) > 1 else None,
        entropy + (len(used) - 1) / (2 * n),
        math.sqrt(spread / n),
        hhi,
        (squares / n - 1) / (n - 1) if n > 1 else None,
    )
    return {
        **dict(zip(keys, values, strict=True)),
        "effective_channels_shannon": math.exp(entropy), "effective_channels_simpson": 1 / hhi,
        "n": n, "status": "degenerate" if even else "ok",
    }  # fmt: skip


def _total(counts: Sequence[int]) -> int:
    for position, count in enumerate(counts):
        require_count(f"count {position + 1}", count)
    return sum(counts)
