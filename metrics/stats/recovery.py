"""Satisfaction after a complaint, and how far silence could bend it (catalogue E10)."""

from __future__ import annotations

from typing import Any

from metrics.stats.checks import require_part
from metrics.stats.proportions import wilson


def manski_bounds(hits: int, answered: int, asked: int) -> tuple[float, float]:
    """Lowest and highest share among all asked, whatever those who did not answer would have said.

    Source: Manski 1989, Journal of Human Resources 24:343.
    """
    require_part("hits", hits, "answered", answered)
    require_part("answered", answered, "asked", asked)
    if asked == 0:
        raise ValueError("nobody was asked, so there is nothing to bound; report it as empty.")
    return hits / asked, (hits + asked - answered) / asked


def recovery_rate(closed: int, responded: int, satisfied: int, conf: float = 0.95) -> dict[str, Any]:
    """Share of answering customers who are satisfied after their complaint was closed (catalogue E10).

    Keys: recovery, ci (Wilson), response_rate, manski_lo, manski_hi (over all closed cases), n (answers), status.
    With a low response the bounds are the honest headline.
    """
    require_part("satisfied", satisfied, "responded", responded)
    require_part("responded", responded, "closed", closed)
    low, high = manski_bounds(satisfied, responded, closed) if closed else (None, None)
    return {
        "recovery": satisfied / responded if responded else None,
        "ci": list(wilson(satisfied, responded, conf)) if responded else [None, None],
        "response_rate": responded / closed if closed else None,
        "manski_lo": low, "manski_hi": high,
        "n": responded, "status": "ok" if responded else "empty",
    }  # fmt: skip
