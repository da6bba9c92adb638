"""Two dimensions crossed: which cells really lie higher or lower than all the others together.

Every cell is tested against the rest, not against the whole it is part of, and all cells of the table are judged together
(Benjamini & Hochberg 1995), so that a large table does not bring forth chance finds. The rest is reckoned from the whole and
the cell: its mean per answer is (whole - w·cell) / (1 - w), w being the cell's share of the answers, or of their weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from metrics import lists
from metrics.effective import WEIGHT
from metrics.evidence import Events, Mean, Net, Share, Times
from metrics.groups import LEAST_NAMED
from metrics.metric import Unit
from metrics.overlapping import overlapping_wholes
from metrics.readout import Readout, Row
from metrics.results import Change, Estimate
from metrics.saying import Say, one_after_another, say
from metrics.stats.checks import alpha_of
from metrics.stats.multiplicity import bh_adjust
from metrics.stats.scores import ScoreSums
from metrics.stats.survival import SurvivalCurve, kaplan_meier
from metrics.wording import Voice, group_name, sentence

NAMED = 3  # cells told by name on either side; the chart marks all


@dataclass(frozen=True, slots=True)
class Standouts:
    """Rows really above and below the rest, farthest first; tested: how many cells were judged together · farthest: the
    one of all that lies farthest."""

    higher: tuple[Row, ...]
    lower: tuple[Row, ...]
    tested: int
    farthest: Row | None = None

    @property
    def groups(self) -> frozenset[tuple[str, ...]]:
        return frozenset(row.group for row in (*self.higher, *self.lower))


def standouts(readout: Readout) -> Standouts:
    """The cells of a readout without a grain against the rest. Counts and shares of one whole are not tested: cells differ
    in size, and nobody wonders whether by chance.
    """
    whole, conf = readout.overall if isinstance(readout.overall, Estimate) else None, readout.rules.conf
    apart = {*readout.by} & {*readout.metric.frame.overlapping}  # wholes of their own: crossed answers, crossed topics
    if (whole is None and not apart) or readout.metric.unit is Unit.COUNT or readout.metric.compare is None:
        return Standouts((), (), 0)
    additive = whole is None or _adds_up(readout, whole)
    wholes = overlapping_wholes(readout, whole)
    found: list[tuple[Row, Change]] = []
    for row in readout.rows:
        every = wholes(row)
        rest = _rest(every, row.result, additive, conf) if every is not None and isinstance(row.result, Estimate) else None
        change = readout.metric.compare(rest, row.result, conf) if rest is not None else None
        if change is not None and change.p is not None:
            found.append((row, change))
    judged = bh_adjust([change.p for _, change in found], alpha_of(conf))["reject"]
    real = [pair for pair, keep in zip(found, judged, strict=True) if keep and pair[1].excludes_zero]
    real.sort(key=lambda pair: (-abs(pair[1].diff), pair[0].group))
    higher = tuple(row for row, change in real if change.diff > 0)
    return Standouts(higher, tuple(row for row, change in real if change.diff < 0), len(found), real[0][0] if real else None)


def crossed(readout: Readout, say: Say = say) -> str:
    """The standouts in plain words; what there is to say of the readout where nothing can be tested."""
    found = standouts(readout)
    if not found.tested:
        return _largest(readout, say) or sentence(readout, say)
    if not found.groups:
        return say("No combination clearly differs from the rest.")
    voice, times = Voice(readout.metric, say), readout.metric.unit is Unit.HOURS
    parts = []
    for rows, template in (
        (found.higher, "Longer than the rest: {cells}." if times else "Higher than the rest: {cells}."),
        (found.lower, "Shorter than the rest: {cells}." if times else "Lower than the rest: {cells}."),
    ):
        if rows:
            parts.append((found.farthest != rows[0], say(template, cells=_cells(voice, readout, rows))))
    return one_after_another(*(told for _, told in sorted(parts)), say("This is more than chance."))


def _cells(voice: Voice, readout: Readout, rows: Sequence[Row]) -> str:
    """The farthest cells; a group all of whose cells are among them is named once, for all of them."""
    named: list[str] = []
    left = list(rows)
    while left and len(named) < NAMED:
        first = left[0]
        whole = next((same for place in (0, 1) if (same := _throughout(readout, rows, first, place))), None)
        if whole is not None:
            place, cells = whole
            low, high = (voice.value(end(values(cells))) for end in (min, max))
            told = "{group} throughout ({low} to {high})" if low != high else "{group} throughout ({low})"
            named.append(voice.say(told, group=first.group[place], low=low, high=high))
            left = [row for row in left if row not in cells]
        else:
            named.append(lists.valued(group_name(first), voice.value(values([first])[0])))
            left = left[1:]
    return lists.and_more(named, len(left), voice.say)


def _throughout(readout: Readout, rows: Sequence[Row], one: Row, place: int) -> tuple[int, list[Row]] | None:
    """All cells of a row or column of the table, where each that has a value is among `rows`; None for a single one."""
    same = [row for row in readout.rows if row.group[place] == one.group[place] and isinstance(row.result, Estimate)]
    return (place, same) if len(same) > 1 and all(row in rows for row in same) else None


def values(rows: Sequence[Row]) -> list[float]:
    """The values of rows that have one."""
    return [row.result.value for row in rows if isinstance(row.result, Estimate)]


def _largest(readout: Readout, say: Say) -> str:
    """The largest cells of a count."""
    known = [(row, row.result) for row in readout.rows if isinstance(row.result, Estimate)]
    if readout.metric.unit is not Unit.COUNT or not known:
        return ""
    voice = Voice(readout.metric, say)
    first = min(known, key=lambda pair: (-pair[1].value, pair[0].group))
    return say("Most: {cell} ({units}).", cell=group_name(first[0]), units=voice.units(round(first[1].value)))


def _adds_up(readout: Readout, whole: Estimate) -> bool:
    """Whether the cells' exposures are parts of the whole's; distinct customers are in several cells at once."""
    parts = [row.result.evidence for row in readout.rows if isinstance(row.result, Estimate)]
    if not isinstance(whole.evidence, Events):
        return True
    total = sum(part.exposure for part in parts if isinstance(part, Events))
    return total <= whole.evidence.exposure * (1 + 1e-9)


def _rest(whole: Estimate, cell: Estimate, additive: bool, conf: float) -> Estimate | None:
    """All answers but the cell's, with the evidence a comparison needs; None where there is no such rest."""
    every, mine = whole.evidence, cell.evidence
    weight = cell.detail.get(WEIGHT, cell.n) / (whole.detail.get(WEIGHT, whole.n) or 1)
    if weight >= 1 or cell.n < LEAST_NAMED or whole.n - cell.n < LEAST_NAMED:
        return None
    if isinstance(every, Times) and isinstance(mine, Times):
        return _other_times(whole, every.curve, mine.curve, conf)
    kept = 1 - cell.n / whole.n  # what the others are worth: each as much as all are on average
    others: object | None = None
    if isinstance(every, Share) and isinstance(mine, Share):
        p = min(max((every.k / every.n - weight * mine.k / mine.n) / (1 - weight), 0.0), 1.0)
        others = Share(p * every.n * kept, every.n * kept)
    elif isinstance(every, Net) and isinstance(mine, Net):
        parts = _without(_parts(every), _parts(mine), weight).clip(min=0)
        others = Net(*(float(part) for part in parts / parts.sum() * every.n * kept))
    elif isinstance(every, Mean) and isinstance(mine, Mean) and every.scale == mine.scale:
        total, squares = _without(_moments(every), _moments(mine), weight) * every.n * kept
        others = Mean(ScoreSums(every.n * kept, float(total), float(squares)), every.scale)
    elif isinstance(every, Events) and isinstance(mine, Events) and additive:
        others = Events(every.count - mine.count, every.exposure - mine.exposure)
    return None if others is None else replace(whole, evidence=others)


def _parts(net: Net) -> np.ndarray:
    return np.array([net.promoters, net.passives, net.detractors]) / net.n


def _moments(mean: Mean) -> np.ndarray:
    return np.array([mean.sums.total, mean.sums.total_sq]) / mean.sums.n


def _without(every: np.ndarray, mine: np.ndarray, weight: float) -> np.ndarray:
    return (every - weight * mine) / (1 - weight)


def _other_times(whole: Estimate, every: SurvivalCurve, mine: SurvivalCurve, conf: float) -> Estimate | None:
    """The curve of the others: counts at every time are those of all less those of the cell."""
    events, censored = every.events.copy(), every.censored.copy()
    places = np.searchsorted(every.times, mine.times)
    events[places] -= mine.events
    censored[places] -= mine.censored
    curve = kaplan_meier(every.times.tolist(), events.tolist(), censored.tolist())
    median = curve.quantile(0.5)
    if median is None:
        return None
    low, high = curve.quantile_interval(0.5, conf)
    return replace(whole, value=median, low=low, high=high, evidence=Times(curve))
