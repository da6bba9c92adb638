"""The changes one screen tells of are one family: its false discoveries are controlled together (catalogue A12).

Tile, card, receipt and export of a screen ask here, so all of them say the same word.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from data_access.errors import EngineError, StoreError
from metrics.errors import FrameError, QuestionError
from metrics.metric import Unit
from metrics.mix import MixVerdict, mix_verdict
from metrics.readout import Readout
from metrics.registry import by_key
from metrics.results import Estimate
from metrics.stats.checks import alpha_of
from metrics.stats.multiplicity import bh_adjust
from metrics.verdict import in_family, p_of

if TYPE_CHECKING:
    from pages.cards.ask import Ask

_log = logging.getLogger(__name__)
MIX = "contact_share"  # a share of a whole has no change of its own: it stands for that of the whole channel mix


@dataclass(frozen=True, slots=True)
class Standing:
    """keep: whether the change is called beside the others · others: how many there are."""

    keep: bool
    others: int


def settled(ask: Ask, readout: Readout) -> Readout:
    """The readout with its verdict as one of its screen's."""
    standing = standings(ask).get(readout.metric.key) if readout.verdict is not None else None
    if standing is None or readout.verdict is None:
        return readout
    return replace(readout, verdict=in_family(readout.verdict, keep=standing.keep, others=standing.others))


def mix(ask: Ask) -> MixVerdict | None:
    """Whether the channel mix moved since the comparison period; None where there is nothing to compare."""
    standing = standings(ask).get(MIX)
    return _mix(ask, kept=standing is None or standing.keep)


def standings(ask: Ask) -> Mapping[str, Standing]:
    """By metric, for those whose change was tested; empty where the screen tells of one change only. Computed once."""
    if len(ask.family) < 2:
        return {}
    fetch = ask.fetch

    def judged() -> tuple[Mapping[str, Standing], bool]:
        tested, sound = _tested(replace(ask, family=()), ask.family)
        return _judged(ask, tested), sound and fetch.store.version_at_hand() == fetch.data_version

    return fetch.store.cache.get(("family", *ask.key), judged)


def _judged(ask: Ask, tested: Sequence[float | None]) -> Mapping[str, Standing]:
    found = bh_adjust(tested, alpha_of(ask.fetch.rules.conf))
    return {
        metric: Standing(bool(keep), found["m"] - 1)
        for metric, p, keep in zip(ask.family, tested, found["reject"], strict=True) if p is not None
    }  # fmt: skip


def _tested(alone: Ask, family: Sequence[str]) -> tuple[list[float | None], bool]:
    """The p of every member, and whether all could be asked: one that fails is told of by its own card, not by all."""
    found: list[float | None] = []
    sound = True
    for metric in family:
        try:
            found.append(_p(alone, metric))
        except (StoreError, EngineError, QuestionError, FrameError):
            _log.warning("the change of %s could not be judged with the others", metric, exc_info=True)
            found.append(None)
            sound = False
    return found, sound


def _p(alone: Ask, metric: str) -> float | None:
    """Asked as the screen asks it, so that nothing is fetched twice."""
    if metric == MIX:
        moved = _mix(alone)
        return None if moved is None else moved.p
    declared = by_key(metric)
    plain = declared.frame.snapshot or declared.unit is Unit.HOURS
    return p_of((alone.readout(metric) if plain else alone.over_time(metric)).verdict)


def _mix(ask: Ask, *, kept: bool = True) -> MixVerdict | None:
    before = ask.before()
    if before is None:
        return None
    then, now = (_counts(one.readout("contacts", by=("channel",))) for one in (before, ask))
    return mix_verdict(then, now, conf=ask.fetch.rules.conf, kept=kept)


def _counts(readout: Readout) -> dict[str, int]:
    return {row.group[0]: int(row.result.value) for row in readout.rows if isinstance(row.result, Estimate)}
