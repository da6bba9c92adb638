"""Time to an event when some units are still waiting: Kaplan-Meier and Aalen-Johansen (under D3, E3, E4)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from metrics.stats.checks import p_from_z, z_value

Floats = npt.NDArray[np.float64]

# A survival of exactly 1 - p may come out a rounding step above it; the percentile is reached all the same.
_ROUNDING = 1e-12
_SUREST = 38.0  # standard errors: beyond it a p-value has no digits left


@dataclass(frozen=True, slots=True, eq=False)
class SurvivalCurve:
    """A Kaplan-Meier curve: share not yet through at each observed time, in the unit of the times it was built from.

    times: distinct observed times, ascending · at_risk, events, censored: counts at each · survival: S just after it ·
    greenwood: the running sum of d / (n (n - d)), infinite once all have had the event.
    """

    times: Floats
    at_risk: Floats
    events: Floats
    censored: Floats
    survival: Floats
    greenwood: Floats

    @property
    def n(self) -> int:
        """Units observed."""
        return int(self.at_risk[0]) if len(self.times) else 0

    @property
    def n_events(self) -> int:
        """Units whose event was seen."""
        return int(self.events.sum())

    def survival_at(self, t: float) -> float | None:
        """S(t); None past the last follow-up, unless no unit was left without its event."""
        place = self._place(t)
        return None if place is None else 1.0 if place < 0 else float(self.survival[place])

    def interval_at(self, t: float, conf: float = 0.95) -> tuple[float, float] | None:
        """Log-log interval of S(t) with Greenwood's variance; the point where S is 0 or 1; None as `survival_at`."""
        place = self._place(t)
        if place is None:
            return None
        if place < 0:
            return 1.0, 1.0
        low, high = _log_log(self.survival[place : place + 1], self.greenwood[place : place + 1], conf)
        return float(low[0]), float(high[0])

    def bands(self, conf: float = 0.95) -> tuple[Floats, Floats]:
        """Lower and upper band of S just after each observed time, as `interval_at`."""
        return _log_log(self.survival, self.greenwood, conf)

    def quantile(self, p: float) -> float | None:
        """Smallest time by which a share p has had the event, S(t) <= 1 - p; None when it was not reached."""
        _require_share(p)
        return self._first(self.survival, 1 - p)

    def quantile_interval(self, p: float, conf: float = 0.95) -> tuple[float | None, float | None]:
        """Times where the lower and upper band of S cross 1 - p; None for a band that never does.

        Source: Brookmeyer & Crowley 1982, Biometrics 38:29.
        """
        _require_share(p)
        low, high = self.bands(conf)
        return self._first(low, 1 - p), self._first(high, 1 - p)

    def rmst(self, tau: float) -> float | None:
        """Restricted mean: average time spent waiting up to tau; None past the last follow-up, as `survival_at`."""
        if tau < 0:
            raise ValueError(f"tau is {tau}, must be >= 0.")
        if self._place(tau) is None:
            return None
        inside = self.times < tau
        edges = np.concatenate([[0.0], self.times[inside], [tau]])
        heights = np.concatenate([[1.0], self.survival[inside]])
        return float((np.diff(edges) * heights).sum())

    def _place(self, t: float) -> int | None:
        """Index of the last observed time <= t, -1 before the first, None where the curve must not be read."""
        if not len(self.times) or (t > self.times[-1] and self.survival[-1] > 0):
            return None
        return int(np.searchsorted(self.times, t, side="right")) - 1

    def _first(self, curve: Floats, level: float) -> float | None:
        below = np.flatnonzero(curve <= level + _ROUNDING)
        return float(self.times[below[0]]) if len(below) else None


def median_difference_p(before: SurvivalCurve, after: SurvivalCurve) -> float | None:
    """Two-sided p that two medians are equal: 1 less the highest level at which their interval leaves out 0.

    The interval of the difference joins the medians' own (Brookmeyer & Crowley 1982) as in Zou & Donner 2008, so p < 0.05
    says the same as the 95 % interval. Never below what the ends of n values can show, 2 · ½ⁿ: a few equal times have no
    spread, yet prove little. None where a median was not reached.

    Source: Brookmeyer & Crowley 1982, Biometrics 38:29; Zou & Donner 2008, Statistics in Medicine 27:1693.
    """
    middle_before, middle_after = before.quantile(0.5), after.quantile(0.5)
    if middle_before is None or middle_after is None:
        return None
    if middle_before == middle_after:
        return 1.0
    early, late = (before, after) if middle_before < middle_after else (after, before)
    low, high = sorted((middle_before, middle_after))
    early_z, late_z = _half_scores(early), _half_scores(late)

    def leaves_out_zero(z: float) -> bool:
        upper, lower = np.searchsorted(early_z, z - _ROUNDING), np.searchsorted(late_z, -z - _ROUNDING)
        bounded = upper < len(early_z)
        return bool(bounded and high - low > math.hypot(early.times[upper] - low, high - late.times[lower]))

    holds, fails = 0.0, _SUREST
    while fails - holds > 1e-9:
        middle = (holds + fails) / 2
        holds, fails = (middle, fails) if leaves_out_zero(middle) else (holds, middle)
    return max(p_from_z(holds), 2 * 0.5 ** min(early.n_events, late.n_events))


def kaplan_meier(times: Sequence[float], events: Sequence[float], censored: Sequence[float]) -> SurvivalCurve:
    """Kaplan-Meier from counts: at each time, how many had the event and how many were last seen still waiting.

    Rows may come in any order and repeat a time. Events come before censorings at the same time. Negative times or
    counts raise ValueError: an answer before the question is a fault in the data.

    Source: Kaplan & Meier 1958, JASA 53:457; Greenwood 1926 for the variance.
    """
    at, (d, c) = _life_table(times, [events, censored])
    occupied = d + c > 0
    at, d, c = at[occupied], d[occupied], c[occupied]
    at_risk = _at_risk(d + c)
    last = d == at_risk
    steps = np.where(last, np.inf, d / (at_risk * np.where(last, 1.0, at_risk - d)))
    greenwood = np.cumsum(steps).astype(np.float64)
    survival = np.cumprod((at_risk - d) / at_risk).astype(np.float64)
    return SurvivalCurve(at, at_risk, d, c, survival, greenwood)


def kaplan_meier_from_durations(durations: Sequence[float], observed: Sequence[int]) -> SurvivalCurve:
    """Kaplan-Meier from one duration per unit; observed is 1 where its event was seen and 0 where it still waits."""
    strange = sorted({value for value in observed if value not in {0, 1}})
    if strange:
        raise ValueError(f"observed holds {strange}; expected 1 (event seen) or 0 (still waiting).")
    return kaplan_meier(durations, [int(value) for value in observed], [1 - int(value) for value in observed])


@dataclass(frozen=True, slots=True, eq=False)
class IncidenceCurves:
    """Share of units that ended each way by each time, with competing ends (rows of `incidence` follow `causes`)."""

    times: Floats
    incidence: Floats
    survival: Floats

    def at(self, t: float) -> tuple[float, ...] | None:
        """Cumulative incidence of each cause at t; None past the last follow-up, unless no unit was left open."""
        if not len(self.times) or (t > self.times[-1] and self.survival[-1] > 0):
            return None
        place = int(np.searchsorted(self.times, t, side="right")) - 1
        return tuple(float(row[place]) if place >= 0 else 0.0 for row in self.incidence)


def aalen_johansen(times: Sequence[float], events: Sequence[Sequence[float]], censored: Sequence[float]) -> IncidenceCurves:
    """Cumulative incidence of competing ends; `events` holds one list of counts per cause, aligned with `times`.

    Source: Aalen & Johansen 1978, Scandinavian Journal of Statistics 5:141.
    """
    at, counts = _life_table(times, [*events, censored])
    causes, leaving = np.array(counts[:-1]).reshape(len(events), -1), np.sum(counts, axis=0)
    occupied = leaving > 0
    at, causes, leaving = at[occupied], causes[:, occupied], leaving[occupied]
    at_risk = _at_risk(leaving)
    survival = np.cumprod((at_risk - causes.sum(axis=0)) / at_risk)
    before = np.concatenate([[1.0], survival[:-1]])[: len(survival)]
    return IncidenceCurves(at, np.cumsum(before * causes / at_risk, axis=1), survival)


def _life_table(times: Sequence[float], columns: Sequence[Sequence[float]]) -> tuple[Floats, list[Floats]]:
    at = np.asarray(times, dtype=float)
    counts = [np.asarray(column, dtype=float) for column in columns]
    lengths = {len(at), *(len(column) for column in counts)}
    if len(lengths) != 1:
        raise ValueError(f"columns of {sorted(lengths)} rows; times and counts must have the same length.")
    for name, values in (("a time", at), *(("a count", column) for column in counts)):
        wrong = values[~(np.isfinite(values) & (values >= 0))]
        if len(wrong):
            raise ValueError(f"{name} is {wrong[0]:g}, must be finite and >= 0; does an end come before its start?")
    distinct, place = np.unique(at, return_inverse=True)
    return distinct, [np.bincount(place, weights=column, minlength=len(distinct)).astype(np.float64) for column in counts]


def _log_log(survival: Floats, greenwood: Floats, conf: float) -> tuple[Floats, Floats]:
    """Log-log bounds of S; where S is 0 or 1 its logarithm bounds nothing and both are S itself."""
    low, high = survival.copy(), survival.copy()
    inner = (survival > 0) & (survival < 1)
    part = survival[inner]
    theta = z_value(conf) * np.sqrt(greenwood[inner]) / np.abs(np.log(part))
    low[inner], high[inner] = part ** np.exp(theta), part ** np.exp(-theta)
    return low, high


def _half_scores(curve: SurvivalCurve) -> Floats:
    """At each time, the z at which the log-log band of S reaches one half; ascending. The lower band lies at -z."""
    score = np.where(curve.survival > 0, -np.inf, np.inf)
    inner = (curve.survival > 0) & (curve.survival < 1)
    hazard = -np.log(curve.survival[inner])
    score[inner] = (np.log(hazard) - math.log(math.log(2))) * hazard / np.sqrt(curve.greenwood[inner])
    return np.maximum.accumulate(score)


def _at_risk(leaving: Floats) -> Floats:
    return np.cumsum(leaving[::-1])[::-1]


def _require_share(p: float) -> None:
    if not 0 < p < 1:
        raise ValueError(f"p is {p}, must lie between 0 and 1; the median is 0.5.")
