"""Service-level attainment that does not forget open cases (catalogue E5)."""

from __future__ import annotations

from typing import Any

from metrics.stats.checks import require_count
from metrics.stats.proportions import wilson


def sla_attainment(
    closed_within: int, closed_late: int, open_over_sla: int, open_within_sla: int, conf: float = 0.95
) -> dict[str, Any]:
    """Share of due cases closed within the limit; open past the limit is a breach, open within it is pending (E5).

    Keys: attainment, ci (Wilson), pending, naive_closed_only (to show its bias only), n (due cases), status. Pauses of
    the clock are subtracted before the cases are counted.
    """
    counts = {
        "closed_within": closed_within, "closed_late": closed_late,
        "open_over_sla": open_over_sla, "open_within_sla": open_within_sla,
    }  # fmt: skip
    for name, value in counts.items():
        require_count(name, value)
    due, closed = closed_within + closed_late + open_over_sla, closed_within + closed_late
    return {
        "attainment": closed_within / due if due else None,
        "ci": list(wilson(closed_within, due, conf)) if due else [None, None],
        "pending": open_within_sla,
        "naive_closed_only": closed_within / closed if closed else None,
        "n": due,
        "status": "ok" if due else "empty",
    }
