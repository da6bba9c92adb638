"""Has the channel mix moved? Led by how much of it moved, because with many contacts any change is more than chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from metrics import formats
from metrics.results import Change
from metrics.saying import Say, say
from metrics.stats.checks import alpha_of
from metrics.stats.mix import mix_shift
from metrics.stats.multiplicity import bh_adjust
from metrics.stats.proportions import newcombe, two_proportions_test

CONF = 0.95


@dataclass(frozen=True, slots=True)
class Shift:
    """One channel: its share before and after, the change, and whether it is more than chance on this screen."""

    channel: str
    before: float
    after: float
    change: Change
    real: bool


@dataclass(frozen=True, slots=True)
class MixVerdict:
    """moved: share of contacts that changed channel (total variation) · p: of the whole table · shifts: largest first ·
    real: channels that changed beyond chance · sentence, movers: in words, overall and by channel."""

    moved: float
    p: float | None
    changed: bool
    shifts: tuple[Shift, ...]
    sentence: str
    movers: str
    n_before: int
    n_after: int

    @property
    def real(self) -> frozenset[str]:
        return frozenset(shift.channel for shift in self.shifts if shift.real)


def mix_verdict(
    before: Mapping[str, int], after: Mapping[str, int], say: Say = say, *, conf: float = CONF, kept: bool = True
) -> MixVerdict | None:
    """Two channel mixes compared, contacts by channel; None when either period has no contacts.

    conf: level of the intervals, a change is called at 1 - conf · kept: whether the change of the whole mix holds among
    the other verdicts of its screen (catalogue A12).

    Source: catalogue C3 (χ², total variation); per channel N-1 χ² with Newcombe's interval, BH-controlled (A11, A12).
    """
    channels = sorted({*before, *after})
    old, new = [before.get(c, 0) for c in channels], [after.get(c, 0) for c in channels]
    found = mix_shift(old, new)
    if found["total_variation"] is None:
        return None
    changed = kept and found["p_value"] is not None and found["p_value"] < alpha_of(conf)
    shifts = _shifts(channels, old, new, conf)
    n = {"n": formats.counted(sum(new), "contacts"), "m": formats.whole(sum(old))}
    return MixVerdict(
        moved=found["total_variation"],
        p=found["p_value"],
        changed=changed,
        shifts=shifts,
        sentence=_overall(found["total_variation"], changed, n, say),
        movers=_movers(shifts, say),
        n_before=sum(old),
        n_after=sum(new),
    )


def _shifts(channels: list[str], old: list[int], new: list[int], conf: float) -> tuple[Shift, ...]:
    n_old, n_new = sum(old), sum(new)
    changes = []
    for k_old, k_new in zip(old, new, strict=True):
        diff, low, high = newcombe(k_new, n_new, k_old, n_old, conf)
        test, _, p = two_proportions_test(k_new, n_new, k_old, n_old)
        changes.append(Change(diff, low, high, p, test))
    kept = bh_adjust([change.p for change in changes], alpha_of(conf))["reject"]
    shifts = [
        Shift(channel, k_old / n_old, k_new / n_new, change, bool(keep) and change.excludes_zero)
        for channel, k_old, k_new, change, keep in zip(channels, old, new, changes, kept, strict=True)
    ]
    return tuple(sorted(shifts, key=lambda shift: (-abs(shift.change.diff), shift.channel)))


def _overall(moved: float, changed: bool, n: Mapping[str, str], say: Say) -> str:
    share = formats.percent(f"{moved * 100:.0f}" if moved >= 0.0095 else f"{moved * 100:.1f}")
    if changed:
        return say(
            "{share} of contacts moved between channels. This is more than chance ({n}, {m} before).",
            share=share,
            **n,
        )
    return say(
        "No clear change in the channel mix: {share} of contacts moved ({n}, {m} before).", share=share, **n
    )


def _movers(shifts: tuple[Shift, ...], say: Say) -> str:
    gained = next((s for s in shifts if s.real and s.change.diff > 0), None)
    lost = next((s for s in shifts if s.real and s.change.diff < 0), None)
    if gained and lost:
        return say(
            "{gained} gained most ({up} points), {lost} lost most ({down} points).",
            gained=gained.channel,
            up=_points(gained),
            lost=lost.channel,
            down=_points(lost),
        )
    if gained:
        return say("{gained} gained {up} points; no channel clearly lost.", gained=gained.channel, up=_points(gained))
    if lost:
        return say("{lost} lost {down} points; no channel clearly gained.", lost=lost.channel, down=_points(lost))
    return say("No channel clearly gained or lost.")


def _points(shift: Shift) -> str:
    return f"{abs(shift.change.diff) * 100:.1f}"
