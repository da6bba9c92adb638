"""A change between two periods, split: did the groups get better or worse, or did customers move between them?

Every group adds its own change (weighted by its mean share of the answers) and the whole adds what the move between groups
did; together they are exactly the change. Groups too small to be told stand together as one rest.

Source: Kitagawa 1955 (catalogue A13).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from metrics.effective import WEIGHT
from metrics.evidence import Mean, Net, Share
from metrics.readout import Readout
from metrics.results import Estimate, Reason, Result
from metrics.stats.checks import alpha_of, p_from_z, z_value
from metrics.stats.mix_rate import Flag, channel_pairs_of, mix_rate_decomposition, mix_rate_errors
from metrics.stats.multiplicity import bh_adjust

REST = ""  # the group of all that are too small to be told


@dataclass(frozen=True, slots=True)
class Effect:
    """What a part did to the whole, in the metric's unit, with its interval. kept: it holds beside the others it was judged
    with (false discoveries are controlled over all groups of one card)."""

    value: float
    low: float
    high: float
    kept: bool = True

    @property
    def real(self) -> bool:
        """More than chance: the interval leaves out 0, and that it does is not one of many tries."""
        return self.kept and (self.low > 0 or self.high < 0)

    @classmethod
    def of(cls, value: float, error: float, conf: float) -> Effect:
        reach = z_value(conf) * error
        return cls(value, value - reach, value + reach)


def together(effects: Sequence[Effect]) -> Effect:
    """The sum of effects of different groups: their errors are independent."""
    value = math.fsum(one.value for one in effects)
    reach = math.sqrt(math.fsum(((one.high - one.low) / 2) ** 2 for one in effects))
    return Effect(value, value - reach, value + reach)


@dataclass(frozen=True, slots=True)
class Move:
    """A group's share of the answers before and after, and what its growth or shrinking did to the whole."""

    name: str
    before: float
    after: float
    value: float


@dataclass(frozen=True, slots=True)
class Split:
    """before, after: the whole · groups: what each group's own change did, the largest first · rate: all of them together ·
    moves: what each group's growth or shrinking did, the largest first · mix: all of them together · flag: whether the whole
    contradicts its groups (see `mix_rate_decomposition`)."""

    before: float
    after: float
    n_before: int
    n_after: int
    groups: tuple[tuple[str, Effect], ...]
    rate: Effect
    moves: tuple[Move, ...]
    mix: Effect
    flag: Flag

    @property
    def reversed(self) -> bool:
        """The whole moved against every one of its groups: it must not be told alone."""
        return self.flag == "reversal"


@dataclass(frozen=True, slots=True)
class _Part:
    """A group in one period: answers (or their weights), value, variance of the value."""

    weight: float
    value: float
    variance: float


def split(then: Readout, now: Readout) -> Split | None:
    """One metric by one dimension over two periods; None where a whole is unknown, nothing can be told apart, or groups
    overlap: their shares add up to more than the whole, and no part of the change is one group's alone."""
    old, new = then.overall, now.overall
    overlapping = {*now.by} & {*now.metric.frame.overlapping}
    if overlapping or not (isinstance(old, Estimate) and isinstance(new, Estimate)):
        return None
    names = _told_apart(then, now)
    before, after = _parts(then, names), _parts(now, names)
    if not names or before is None or after is None:
        return None
    shown = [name for name in (*names, REST) if before[name].weight or after[name].weight]
    n1, n2 = ([side[name].weight for name in shown] for side in (before, after))
    s1, s2 = ([side[name].weight * side[name].value for name in shown] for side in (before, after))
    v1, v2 = ([side[name].variance for name in shown] for side in (before, after))
    found, pairs = mix_rate_decomposition(n1, s1, n2, s2), channel_pairs_of(n1, s1, n2, s2)
    se_mix, se_rate = mix_rate_errors(pairs, v1, v2, (_movers(old), _movers(new)))
    conf = now.rules.conf
    effects = _judged(
        [
            (name, pair.rate_effect, (pair.w1 + pair.w2) / 2 * math.sqrt(a + b))
            for name, pair, a, b in zip(shown, pairs, v1, v2, strict=True) if pair.in_both
        ], conf,
    )  # fmt: skip
    moves = [Move(name, pair.w1, pair.w2, did) for name, pair, did in zip(shown, pairs, found["mix"], strict=True)]
    return Split(
        old.value, new.value, old.n, new.n,
        tuple(sorted(effects, key=lambda one: (-abs(one[1].value), one[0]))), Effect.of(found["rate_total"], se_rate, conf),
        tuple(sorted(moves, key=lambda one: (-abs(one.value), one.name))), Effect.of(found["mix_total"], se_mix, conf),
        "none" if REST in shown else found["simpson_flag"],  # a hidden group may be the one that moved as the whole did
    )  # fmt: skip


def _judged(found: Sequence[tuple[str, float, float]], conf: float) -> list[tuple[str, Effect]]:
    """(name, effect) of (name, value, standard error): judged together (Benjamini & Hochberg 1995)."""
    tested = [p_from_z(value / error) if error else None for _, value, error in found]
    kept = bh_adjust(tested, alpha_of(conf))["reject"]
    return [
        (name, replace(Effect.of(value, error, conf), kept=bool(keep)))
        for (name, value, error), keep in zip(found, kept, strict=True)
    ]


def _movers(whole: Estimate) -> float:
    """Who could have moved: respondents, and of weighted answers no more than they are worth."""
    movers = whole.detail.get("respondents", float(whole.n))
    if WEIGHT in whole.detail and isinstance(whole.evidence, Share | Net | Mean):
        return min(movers, whole.n, whole.evidence.n)
    return min(movers, whole.n)


def _told_apart(then: Readout, now: Readout) -> list[str]:
    """Groups known in both periods, or in one and not there in the other; one of a withheld pair belongs to the rest."""
    sides = [{row.group[0]: row.result for row in one.rows} for one in (then, now)]
    known = {name for side in sides for name, result in side.items() if _part(result)}
    return sorted(name for name in known if all(_known_or_absent(side.get(name)) for side in sides))


def _known_or_absent(result: Result | None) -> bool:
    """Not so where a single customer gave all answers: nothing is known of how far their value might lie off."""
    if isinstance(result, Estimate):
        return _part(result) is not None
    return result is None or (result.reason is Reason.EMPTY and not result.n)


def _parts(readout: Readout, names: list[str]) -> Mapping[str, _Part] | None:
    """Each group of one period, absent ones with no answers; the rest is the whole without them. None where the whole's
    evidence says nothing of its variance."""
    whole = _part(readout.overall)
    rows = {row.group[0]: _part(row.result) for row in readout.rows}
    if whole is None:
        return None
    found = {name: rows.get(name) or _Part(0.0, 0.0, 0.0) for name in names}
    weight = whole.weight - math.fsum(part.weight for part in found.values())
    if weight <= whole.weight * 1e-9:
        return {**found, REST: _Part(0.0, 0.0, 0.0)}
    value = (whole.weight * whole.value - math.fsum(p.weight * p.value for p in found.values())) / weight
    return {**found, REST: _Part(weight, value, whole.variance * whole.weight / weight)}


def _part(result: Result | None) -> _Part | None:
    """An estimate as weight, value and variance (catalogue A13: r(1-r)/n, 10^4 v/n, s²/n; n: what the answers are worth)."""
    if not isinstance(result, Estimate):
        return None
    variance = _variance(result.evidence)
    return None if variance is None else _Part(result.detail.get(WEIGHT, float(result.n)), result.value, variance)


def _variance(evidence: object) -> float | None:
    if isinstance(evidence, Share) and evidence.n > 0:
        return evidence.k * (evidence.n - evidence.k) / evidence.n**3
    if isinstance(evidence, Net) and evidence.n > 0:
        p, d = evidence.promoters / evidence.n, evidence.detractors / evidence.n
        return 1e4 * (p + d - (p - d) ** 2) / evidence.n
    if isinstance(evidence, Mean) and (spread := evidence.sums.variance) is not None:
        return spread / evidence.n
    return None
