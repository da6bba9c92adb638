"""When a number is withheld though it could be computed: too few observed, or a small group found by subtraction."""

from __future__ import annotations

from collections.abc import Mapping

from metrics.metric import Metric
from metrics.results import Estimate, Reason, Result, Withheld
from metrics.stats.suppression import suppress_small_cells


def guard(metric: Metric, result: Result) -> Result:
    """`result`, or TOO_FEW with how many more are needed when fewer than the metric's min_n were observed."""
    counted = isinstance(result, Estimate) or result.reason is Reason.TOO_FEW
    seen = recognisable(metric, result)
    if metric.min_n is None or not counted or seen >= metric.min_n:
        return result
    # Shares of the few could be read from further counts: only what says how many were asked stays.
    detail = result.detail if isinstance(result, Withheld) else {}
    return Withheld(Reason.TOO_FEW, seen, metric.min_n - seen, detail)


def recognisable(metric: Metric, result: Result) -> int:
    """How many the minimum is about: n, or those above the line where the metric says so."""
    if metric.few_above and isinstance(result, Estimate):
        return round(result.numerator or 0)
    return result.n


def protect(
    metric: Metric, by: tuple[str, ...], groups: Mapping[tuple[str, ...], Result]
) -> dict[tuple[str, ...], Result]:  # fmt: skip
    """The groups of one period whose total is shown: none may be found by subtracting the others (catalogue A10).

    A group with enough answers that is hidden for a smaller one's sake says so: PROTECTED, not TOO_FEW. What overlaps is found
    by no subtraction. Shares within a group, crossed by what overlaps, all have that group's n: they stay or go together.
    """
    overlapping = metric.frame.overlapping
    if metric.min_n is None or not groups or not by or not {*by} - {*overlapping}:
        return dict(groups)
    shared = metric.needs_by and bool({*by} & {*overlapping})
    places = [place for place, name in enumerate(by) if not (shared and name in overlapping)]
    of = {group: "\x1f".join(group[place] for place in places) for group in groups}
    counts: dict[str, int] = {}
    for group, result in groups.items():
        if isinstance(result, Estimate) or result.reason is Reason.TOO_FEW:
            counts[of[group]] = max(counts.get(of[group], 0), recognisable(metric, result))
    fate = suppress_small_cells(counts, metric.min_n)
    return {
        group: Withheld(Reason.PROTECTED, recognisable(metric, result))
        if isinstance(result, Estimate) and fate[of[group]] == "suppressed" else result
        for group, result in groups.items()
    }  # fmt: skip
