"""Where a metric may go if nothing changes: the plainest forecast that did best so far, with its interval (catalogue A21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from metrics.course.buckets import Bucket, buckets
from metrics.evidence import Mean, Share
from metrics.periods import next_period
from metrics.readout import Readout
from metrics.stats.forecasts import FEWEST, forecast_benchmarks, forecast_shares

_SEASON = {"day": 7, "week": 52, "month": 12, "quarter": 4, "year": 1}
_AHEAD = {"day": 7, "week": 4, "month": 3, "quarter": 2, "year": 1}
_PLAIN = "ses"  # without two seasons there is no telling which does best: the one that follows least noise


@dataclass(frozen=True, slots=True)
class Outlook:
    """days: first days of the periods to come · value, low, high per period · method: naive | drift | seasonal_naive | ses."""

    days: tuple[date, ...]
    value: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    method: str


def outlook(readout: Readout) -> Outlook | None:
    """The next few periods; None with fewer than FEWEST complete ones in a row up to the last, or where all were alike: that
    leaves nothing to learn from. A gap ends the history: what lies before it is not used."""
    days, found = buckets(readout)
    grain = readout.grain or "day"
    history: list[Bucket] = []
    for bucket in reversed(found):
        if bucket is None:
            break
        history.insert(0, bucket)
    over = [row.period for row in readout.rows if row.period and not row.provisional]
    if len(history) < FEWEST or (over and max(over) > days[-1]) or len({bucket.value for bucket in history}) == 1:
        return None
    season, ahead, conf = _SEASON[grain], _AHEAD[grain], readout.rules.conf
    shares = [bucket.evidence for bucket in history if isinstance(bucket.evidence, Share)]
    if len(shares) == len(history):
        made = forecast_shares([s.k for s in shares], [s.n for s in shares], season, ahead, conf=conf)
    else:
        made = forecast_benchmarks([bucket.value for bucket in history], season, ahead, conf=conf)
    method = made["best"] or _PLAIN
    to_come, last = [], days[-1]
    for _ in range(ahead):
        last = next_period(last, grain)
        to_come.append(last)
    bottom, top = _bounds(history[-1])
    value, low, high = zip(*([min(max(x, bottom), top) for x in step] for step in made[method][:ahead]), strict=True)
    return Outlook(tuple(to_come), value, low, high, method)


def _bounds(bucket: Bucket) -> tuple[float, float]:
    """What the metric can be at all."""
    if isinstance(bucket.evidence, Mean):
        return bucket.evidence.scale
    return (0.0, 1.0) if isinstance(bucket.evidence, Share) else (-100.0, 100.0)
