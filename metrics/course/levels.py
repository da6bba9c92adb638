"""Where the level of a metric changed: the fewest levels that explain its course (catalogue A18)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from metrics.course.buckets import Bucket, buckets, error, pooled, reach
from metrics.evidence import Share
from metrics.readout import Readout
from metrics.stats.change_points import change_points_binomial, change_points_gaussian
from metrics.stats.control_limits import moving_sigma

_LONG_GAP = 4  # periods without a value


@dataclass(frozen=True, slots=True)
class Level:
    """One level. start, end: first days of its first and last period · low, high: of its value · since: between which
    periods it most likely began (None for the first level) · n: what it rests on."""

    start: date
    end: date
    value: float
    low: float | None
    high: float | None
    n: float
    since: tuple[date, date] | None


def levels(readout: Readout) -> tuple[Level, ...]:
    """The levels of a readout over time; a single one where it never changed, none where there is too little to see."""
    days, found = _unbroken(*buckets(readout))
    changes, places = _changes(found, readout.rules.conf)
    edges = [0, *changes, len(days)]
    told: list[Level] = []
    for number, (start, end) in enumerate(pairwise(edges)):
        known = [bucket for bucket in found[start:end] if bucket is not None]
        if not known:
            return ()
        evidence = pooled(known)
        value, low, high = reach(evidence, readout.rules.conf)
        since = None if not number else (days[min(places[number - 1])], days[max(places[number - 1])])
        told.append(Level(days[start], days[end - 1], value, low, high, evidence.n, since))
    return tuple(told)


def _unbroken(days: Sequence[date], found: Sequence[Bucket | None]) -> tuple[Sequence[date], Sequence[Bucket | None]]:
    """What lies behind the last long gap: waves years apart are no course, and nobody saw their level change."""
    begin, empty = 0, 0
    for place, bucket in enumerate(found):
        if bucket is None:
            empty += 1
            continue
        begin, empty = place if empty >= _LONG_GAP else begin, 0
    return days[begin:], found[begin:]


def _changes(found: Sequence[Bucket | None], conf: float) -> tuple[Sequence[int], Sequence[Sequence[int]]]:
    """(index of the first bucket of each new level, which indices fit about as well). Shares by their counts, with the
    over-dispersion that answers of one week share; other scores by their standard errors."""
    known = [bucket for bucket in found if bucket is not None]
    if not known:
        return (), ()
    if isinstance(known[0].evidence, Share):
        counts = [b.evidence if b is not None and isinstance(b.evidence, Share) else Share(0, 0) for b in found]
        binomial = change_points_binomial([c.k for c in counts], [c.n for c in counts], quasi=True, conf=conf)
        return binomial["change_points"], binomial["places"]
    errors = [None if b is None else error(b.evidence) for b in found]
    values = [None if b is None or e is None else b.value for b, e in zip(found, errors, strict=True)]
    wider = _over_dispersion(values, errors)
    gaussian, _ = change_points_gaussian(values, [None if e is None else e * wider for e in errors], conf=conf)
    return gaussian.changes, gaussian.places


def _over_dispersion(values: Sequence[float | None], errors: Sequence[float | None]) -> float:
    """How much farther neighbours lie apart than their answers alone would make them; never less than 1."""
    known = [(v, e) for v, e in zip(values, errors, strict=True) if v is not None and e]
    middle = sum(v / e**2 for v, e in known) / sum(1 / e**2 for _, e in known) if known else 0.0
    return max(1.0, moving_sigma([(v - middle) / e for v, e in known]) or 1.0)
