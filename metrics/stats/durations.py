"""Time to convert, respond or resolve, with units that are still open (catalogue D3, E3, E4)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from statistics import fmean, median
from typing import Any

from metrics.stats.survival import SurvivalCurve, aalen_johansen, kaplan_meier, kaplan_meier_from_durations

_CAUSES = (1, 2)  # converted, abandoned; 0 is still open


def km(
    durations: Sequence[float], event: Sequence[int], times: Sequence[float] = (), probs: Sequence[float] = (0.5,),
    conf: float = 0.95, rmst_tau: float | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Kaplan-Meier figures from one duration per unit; event is 1 when it ended, 0 while it is open (D3, E3, E4).

    Keys: n, events, S, lo, hi (at `times`), quantiles (by `probs`), median_ci, rmst and rmst_tau, and, to show their
    bias only, naive_mean_closed_only and naive_median_closed_only; status. None past the last follow-up.
    """
    curve = kaplan_meier_from_durations(durations, event)
    closed = [duration for duration, seen in zip(durations, event, strict=True) if seen]
    return _figures(curve, times, probs, conf) | {
        "rmst": None if rmst_tau is None else curve.rmst(rmst_tau),
        "rmst_tau": rmst_tau,
        "naive_mean_closed_only": fmean(closed) if closed else None,
        "naive_median_closed_only": float(median(closed)) if closed else None,
    }


def km_from_counts(
    rows: Iterable[Sequence[float]], times: Sequence[float] = (), probs: Sequence[float] = (0.5,), conf: float = 0.95
) -> dict[str, Any]:
    """Kaplan-Meier figures from (time, events, censored) rows (catalogue E4). Keys: n, events, S, lo, hi, quantiles,
    median_ci, status. Exact when durations are stored in the unit of the rows."""
    table = [(row[0], row[1], row[2]) for row in rows]
    curve = kaplan_meier([row[0] for row in table], [row[1] for row in table], [row[2] for row in table])
    return _figures(curve, times, probs, conf)


def cumulative_incidence(durations: Sequence[float], outcome: Sequence[int], times: Sequence[float]) -> dict[str, Any]:
    """Conversion when abandonment is a recorded end (catalogue D3); outcome is 1 converted, 2 abandoned, 0 open.

    Keys: cif_convert, cif_abandon (Aalen-Johansen), naive_1_minus_km (which overstates conversion), n, status; lists
    follow `times`, None past the last follow-up.
    """
    strange = sorted(set(outcome) - {0, *_CAUSES})
    if strange:
        raise ValueError(f"outcome holds {strange}; expected 0 (open), 1 (converted) or 2 (abandoned).")
    curves = aalen_johansen(
        durations, [[int(end == cause) for end in outcome] for cause in _CAUSES], [int(end == 0) for end in outcome]
    )
    naive = kaplan_meier_from_durations(durations, [int(end == 1) for end in outcome])
    found = [curves.at(t) for t in times]
    survival = [naive.survival_at(t) for t in times]
    return {
        "cif_convert": [None if pair is None else pair[0] for pair in found],
        "cif_abandon": [None if pair is None else pair[1] for pair in found],
        "naive_1_minus_km": [None if value is None else 1 - value for value in survival],
        "n": len(durations),
        "status": "ok" if len(durations) else "empty",
    }


def cohort_conversion(
    rows: Iterable[tuple[Hashable, float, float | None]], as_of: float, window: float
) -> dict[Hashable, dict[str, Any]]:
    """Conversion within a window by entry cohort, rows of (cohort, entry day, days to convert or None) (catalogue D3).

    Per cohort: n, mature (units whose whole window had passed at as_of), rate_mature (None without one), km_rate_at_W
    (uses every unit; None while even the oldest is younger than the window), km_valid_to, status.
    """
    cohorts: dict[Hashable, list[tuple[float, float | None]]] = {}
    for cohort, entered, days in rows:
        if entered > as_of:
            raise ValueError(f"cohort {cohort!r} has an entry on day {entered}, after as_of {as_of}; move as_of.")
        # What happens after as_of is not known at as_of.
        known = None if days is None or entered + days > as_of else days
        cohorts.setdefault(cohort, []).append((as_of - entered, known))
    return {cohort: _cohort(units, window) for cohort, units in cohorts.items()}


def _cohort(units: list[tuple[float, float | None]], window: float) -> dict[str, Any]:
    mature = [days for age, days in units if age >= window]
    converted = sum(days is not None and days <= window for days in mature)
    oldest = max(age for age, _ in units)
    curve = kaplan_meier_from_durations(
        [age if days is None else days for age, days in units], [int(days is not None) for _, days in units]
    )
    # Valid to the oldest observed age: up to there the curve holds its last step, although nobody may be left waiting.
    last_seen = min(window, float(curve.times[-1]))
    survival = curve.survival_at(last_seen) if oldest >= window else None
    return {
        "n": len(units), "mature": len(mature), "rate_mature": converted / len(mature) if mature else None,
        "km_rate_at_W": None if survival is None else 1 - survival, "km_valid_to": float(min(window, oldest)),
        "status": "ok" if mature else "insufficient",
    }  # fmt: skip


def _figures(curve: SurvivalCurve, times: Sequence[float], probs: Sequence[float], conf: float) -> dict[str, Any]:
    intervals = [curve.interval_at(t, conf) for t in times]
    return {
        "n": curve.n, "events": curve.n_events,
        "S": [curve.survival_at(t) for t in times],
        "lo": [None if pair is None else pair[0] for pair in intervals],
        "hi": [None if pair is None else pair[1] for pair in intervals],
        "quantiles": {p: curve.quantile(p) for p in probs},
        "median_ci": list(curve.quantile_interval(0.5, conf)),
        "status": "ok" if curve.n else "empty",
    }  # fmt: skip
