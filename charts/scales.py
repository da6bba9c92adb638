"""Value axes: limits that hold every value and interval, ticks a person would choose, written by metrics.formats."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from metrics import formats
from metrics.metric import Metric, Unit

_LIMITS: dict[Unit, tuple[float, float]] = {
    Unit.SHARE: (0.0, 1.0),
    Unit.POINTS: (-100.0, 100.0),
    Unit.COUNT: (0.0, math.inf),
    Unit.HOURS: (0.0, math.inf),
    Unit.PER_THOUSAND: (0.0, math.inf),
}
_DAY = 24.0


def limits(metric: Metric, values: Iterable[float | None], *, from_zero: bool = False) -> tuple[float, float]:
    """Lowest and highest value of an axis: what was given with a little air, inside what the unit allows."""
    known = [v for v in values if v is not None and math.isfinite(v)]
    if not known:
        return 0.0, 1.0
    floor, ceiling = _LIMITS.get(metric.unit, (-math.inf, math.inf))
    low, high = min(known), max(known)
    if from_zero or (metric.unit in (Unit.COUNT, Unit.HOURS, Unit.PER_THOUSAND)):
        low = min(low, 0.0)
    least = 4 * _smallest_step(metric)
    if high - low < least:
        low, high = (low, low + least) if low == 0 else ((low + high - least) / 2, (low + high + least) / 2)
    air = 0.06 * (high - low)
    low = low if low == floor or (low == 0 and from_zero) else low - air
    return max(low, floor), min(high + air, ceiling)


def ticks(metric: Metric, low: float, high: float, most: int = 5) -> tuple[list[float], list[str]]:
    """Round values between low and high, and how they are written."""
    unit = 0.01 if metric.unit is Unit.SHARE else _DAY if metric.unit is Unit.HOURS and high > 2 * _DAY else 1.0
    step = max(_nice((high - low) / unit / most), _smallest_step(metric) / unit)
    first, last = math.ceil(low / unit / step - 1e-9), math.floor(high / unit / step + 1e-9)
    values = [k * step * unit for k in range(first, last + 1)]
    whole = float(step).is_integer() and metric.unit is not Unit.HOURS  # 10, 20, 30 need no ".0"
    written = replace(metric, decimals=0) if whole else metric
    return values, [tick_text(written, v) for v in values]


def share_ticks(low: float, high: float, most: int = 4) -> tuple[list[float], list[str]]:
    """Round shares between low and high where they belong to no metric, in per cent with as many digits as their step has."""
    step = _nice(max((high - low) * 100 / most, 0.01))
    low, high = max(low, 0.0), min(high, 1.0)  # an axis may have air beyond, no share lies there
    first, last = math.ceil(low * 100 / step - 1e-9), math.floor(high * 100 / step + 1e-9)
    digits = max(0, -math.floor(math.log10(step)))
    return (
        [k * step / 100 for k in range(first, last + 1)],
        [formats.percent(f"{k * step:.{digits}f}") for k in range(first, last + 1)],
    )


def tick_text(metric: Metric, value: float) -> str:
    """A tick as the reader writes it: 80 %, 1,200, 3 days (without the ".0" that only a measurement needs)."""
    if metric.unit is Unit.HOURS and value == 0:
        return "0"
    return formats.value(metric, value).replace(".0 ", " ")


def _smallest_step(metric: Metric) -> float:
    """No axis is finer than the metric's own digits: two ticks must never read the same."""
    if metric.unit is Unit.HOURS:
        return 0.1
    return 10.0**-metric.decimals * (0.01 if metric.unit is Unit.SHARE else 1.0)


def _nice(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(m for m in (1, 2, 5, 10) if m * power >= rough * 0.999) * power
