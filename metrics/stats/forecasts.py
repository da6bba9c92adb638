"""Benchmark forecasts: what any better method has to beat (catalogue A21)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import special

from metrics.stats.checks import require_aligned, z_value
from metrics.stats.proportions import empirical_logit

Floats = npt.NDArray[np.float64]

FEWEST = 8  # points; below, no forecast
_SCOPE = "intervals ignore the uncertainty of the parameters"


def _naive(y: Floats, h: int, _: int, __: float) -> tuple[Floats, Floats]:
    steps = np.arange(1, h + 1)
    return np.full(h, y[-1]), math.sqrt(float((np.diff(y) ** 2).mean())) * np.sqrt(steps)


def _drift(y: Floats, h: int, _: int, __: float) -> tuple[Floats, Floats]:
    steps, spans = np.arange(1, h + 1), len(y) - 1
    slope = (y[-1] - y[0]) / spans
    sigma = math.sqrt(float(((np.diff(y) - slope) ** 2).sum()) / (spans - 1))
    return y[-1] + steps * slope, sigma * np.sqrt(steps * (1 + steps / spans))


def _seasonal_naive(y: Floats, h: int, period: int, _: float) -> tuple[Floats, Floats]:
    ahead = np.arange(h)
    sigma = math.sqrt(float(((y[period:] - y[:-period]) ** 2).mean()))
    return y[-period:][ahead % period], sigma * np.sqrt(ahead // period + 1)


def _ses(y: Floats, h: int, _: int, alpha: float) -> tuple[Floats, Floats]:
    errors, level = ses_errors(y, alpha)
    sigma = math.sqrt(float((errors**2).mean()))
    return np.full(h, level), sigma * np.sqrt(1 + np.arange(h) * alpha**2)


METHODS: dict[str, Callable[[Floats, int, int, float], tuple[Floats, Floats]]] = {
    "naive": _naive, "drift": _drift, "seasonal_naive": _seasonal_naive, "ses": _ses,
}  # fmt: skip


def ses_errors(y: Floats, alpha: float) -> tuple[Floats, float]:
    """One-step errors of simple exponential smoothing from the second value on, and the last level (first: y_1)."""
    level, errors = float(y[0]), []
    for value in y[1:]:
        errors.append(float(value) - level)
        level += alpha * errors[-1]
    return np.array(errors), level


def forecast_benchmarks(
    y: Sequence[float], period: int, h: int, ses_alpha: float = 0.3, conf: float = 0.95
) -> dict[str, Any]:
    """The next h values by the naive, drift, seasonal naive and simple smoothing methods (catalogue A21).

    Keys: naive, drift, seasonal_naive, ses (value, low, high per step), in_sample_mase (mean one-step error over that of
    the seasonal naive), rolling_origin_mase (the same scale, forecasts made at every earlier point), best (lowest of
    these), steps_within_season (show no more steps than these), method, n, status. Fewer than 8 values: no forecast;
    fewer than two periods: no seasonal method, and no MASE, which is scaled by it. A gap raises ValueError.

    Source: Hyndman & Athanasopoulos 2021, Forecasting: Principles and Practice, 5.5 and 8.1; Hyndman & Koehler 2006,
    International Journal of Forecasting 22:679 (MASE).
    """
    _require_forecast(y, period, h, ses_alpha)
    z, values, keys = z_value(conf), np.asarray(y, dtype=float), ("in_sample_mase", "rolling_origin_mase", "best")
    answer: dict[str, Any] = {**dict.fromkeys((*METHODS, *keys)), "steps_within_season": min(h, period) if period > 1 else h}
    answer |= {"method": _SCOPE, "n": len(y)}
    if len(y) < FEWEST:
        return answer | {"status": "insufficient" if len(y) else "empty"}
    for name, method in METHODS.items():
        if name != "seasonal_naive" or _seasonal(len(y), period):
            centre, se = method(values, h, period, ses_alpha)
            answer[name] = np.column_stack([centre, centre - z * se, centre + z * se]).tolist()
    if _seasonal(len(y), period):
        answer |= _accuracy(values, period, h, ses_alpha)
    return answer | {"status": "ok"}


def forecast_shares(
    k: Sequence[float], n: Sequence[float], period: int, h: int, ses_alpha: float = 0.3, conf: float = 0.95
) -> dict[str, Any]:  # fmt: skip
    """`forecast_benchmarks` of shares k of n, made on their log odds: no forecast leaves 0..1. MASE is of log odds."""
    require_aligned(k=k, n=n)
    logits = [empirical_logit(hits, asked) for hits, asked in zip(k, n, strict=True)]
    found = forecast_benchmarks([math.nan if value is None else value for value in logits], period, h, ses_alpha, conf)
    return found | {name: special.expit(np.array(found[name])).tolist() for name in METHODS if found[name] is not None}


def _accuracy(y: Floats, period: int, h: int, alpha: float) -> dict[str, Any]:
    seasonal_steps = np.abs(y[period:] - y[:-period])
    scale = float(seasonal_steps.mean())
    if scale == 0:  # every season repeats the one before: nothing to measure against
        return {}
    one_step = {"naive": np.diff(y), "seasonal_naive": seasonal_steps, "ses": ses_errors(y, alpha)[0]}
    rolling = {name: error / scale for name, error in _rolling_origin(y, period, h, alpha).items()}
    return {
        "in_sample_mase": {name: float(np.abs(errors).mean()) / scale for name, errors in one_step.items()},
        "rolling_origin_mase": rolling or None, "best": min(rolling, key=rolling.__getitem__) if rolling else None,
    }  # fmt: skip


def _rolling_origin(y: Floats, period: int, h: int, alpha: float) -> dict[str, float]:
    """Mean absolute error of each method over forecasts from every point that leaves enough history before it.

    At most one season ahead, and never further than the forecast asked for.
    """
    errors: dict[str, list[float]] = {name: [] for name in METHODS}
    for origin in range(max(FEWEST, 2 * period), len(y)):
        steps = min(h, period if period > 1 else h, len(y) - origin)
        for name, method in METHODS.items():
            centre, _ = method(y[:origin], steps, period, alpha)
            errors[name] += np.abs(y[origin : origin + steps] - centre).tolist()
    return {name: sum(found) / len(found) for name, found in errors.items() if found}


def _seasonal(length: int, period: int) -> bool:
    return length >= 2 * period


def _require_forecast(y: Sequence[float], period: int, h: int, alpha: float) -> None:
    if period < 1 or h < 1:
        raise ValueError(f"period is {period} and h {h}; both must be at least 1.")
    if not 0 < alpha <= 1:
        raise ValueError(f"ses_alpha is {alpha}, must lie above 0 and not above 1.")
    gaps = [place for place, value in enumerate(y, 1) if value is None or not math.isfinite(value)]
    if gaps:
        raise ValueError(f"value {gaps[0]} is missing or not finite; forecast from a series without gaps.")
