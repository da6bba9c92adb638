"""Is a target met, given how sure the figure is? (catalogue A24)"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any


def target_status(
    value: float | None, low: float | None, high: float | None, target: float, higher_is_better: bool = True
) -> tuple[str, float | None]:
    """(status, attainment) of a figure against its target.

    "met" when the whole interval lies on the good side, "missed" when wholly on the bad side, else "uncertain";
    "no_data" without a value. A bound of None is unbounded. Attainment is value/target (higher is better) or
    target/value; None when either is 0, where a ratio says nothing.
    """
    if value is None:
        return "no_data", None
    bottom = -math.inf if low is None else low
    top = math.inf if high is None else high
    if higher_is_better:
        met, missed = bottom >= target, top < target
    else:
        met, missed = top <= target, bottom > target
    status = "met" if met else "missed" if missed else "uncertain"
    if value == 0 or target == 0:
        return status, None
    return status, value / target if higher_is_better else target / value


def kpi_status(items: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Goal attainment of several figures (catalogue A24).

    Each item holds value, lo, hi, target, higher_is_better. Keys: status, attainment, one entry per item.

    Source: the rule of the metric catalogue, in the context of ISO 10004:2018.
    """
    found = [
        target_status(item["value"], item.get("lo"), item.get("hi"), item["target"], item.get("higher_is_better", True))
        for item in items
    ]
    return {"status": [status for status, _ in found], "attainment": [share for _, share in found]}
