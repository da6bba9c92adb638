"""Customer Effort Score on the 1-7 scale of "made it easy", where high is good (catalogue A5)."""

from __future__ import annotations

from typing import Any

from metrics.stats.means import csat_mean
from metrics.stats.proportions import csat_topbox
from metrics.stats.scores import Histogram, Scale, count_at_least, require_scale

CES_SCALE: Scale = (1, 7)


def ces(hist: Histogram, conf: float = 0.95, scale: Scale = CES_SCALE) -> dict[str, Any]:
    """Share who found it easy (5-7), mean, and easy minus hard (1-3) in points; 4 is neutral (catalogue A5).

    Keys: n, mean, sd, lo, hi (t interval of the mean), easy_share, easy_lo, easy_hi (Wilson), net_easy, status.
    The first CES (1-5, low = little effort) is another instrument: reverse it with `reverse_histogram` and show it as
    a series of its own. Any scale but 1-7 raises ValueError.

    Source: Dixon, Freeman & Toman 2010 (Harvard Business Review); Dixon, Toman & DeLisi 2013.
    """
    if tuple(scale) != CES_SCALE:
        raise ValueError(
            f"CES needs answers from 1 to 7; seen a scale from {scale[0]:g} to {scale[1]:g}. Show it as its own series."
        )
    require_scale(hist, CES_SCALE, "CES")
    average = csat_mean(hist, conf)
    easy, n = count_at_least(hist, 5)
    hard = n - count_at_least(hist, 4)[0]
    share = csat_topbox(easy, n, conf)
    return {
        "n": n, "mean": average["mean"], "sd": average["sd"], "lo": average["lo"], "hi": average["hi"],
        "easy_share": share["rate"], "easy_lo": share["lo"], "easy_hi": share["hi"],
        "net_easy": 100 * (easy - hard) / n if n else None, "status": share["status"],
    }  # fmt: skip
