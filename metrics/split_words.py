"""A split change in plain words: what the groups did, what the moves between them did, and when the whole misleads."""

from __future__ import annotations

from metrics import formats
from metrics.metric import Metric
from metrics.saying import one_after_another, say
from metrics.split import REST, Effect, Move, Split
from metrics.wording import reversal


def split_words(metric: Metric, found: Split, *, called: bool, by: str = "channel") -> str:
    """Whether the whole misleads, the change, and its two parts, the larger first. called: it is more than chance · by: the
    dimension it is split by."""
    size = signed(metric, found.after - found.before)
    change = say("{name} changed by {change}.", name=say(metric.noun), change=size)
    if not called:
        change = say("No clear change overall ({change}).", change=size)
    misleads = reversal(metric, rose=found.after > found.before, by=by) if called and found.reversed else ""
    parts = [(abs(found.mix.value), _moved(metric, found, by)), (abs(found.rate.value), _inside(metric, found, by))]
    return one_after_another(misleads, change, *(words for _, words in sorted(parts, reverse=True)))


def signed(metric: Metric, amount: float) -> str:
    """+2.1 points, −0.4 points."""
    words = formats.change(metric, amount)
    if not any(digit in words for digit in "123456789"):
        return words
    return ("+" if amount > 0 else "−") + words


def with_reach(metric: Metric, effect: Effect) -> str:
    """−4.2 points (between −6.0 points and −2.4 points)."""
    low, high = signed(metric, effect.low), signed(metric, effect.high)
    return say("{change} (between {low} and {high})", change=signed(metric, effect.value), low=low, high=high)


def _moved(metric: Metric, found: Split, by: str) -> str:
    groups, did = formats.groups_word(by), signed(metric, found.mix.value)
    if not found.mix.real:
        return say("Moves between {groups} made no clear difference ({change}).", groups=groups, change=did)
    most = next((move for move in found.moves if move.value * found.mix.value > 0), None)
    if most is None or most.name == REST:
        return say("{change} because answers moved between {groups}.", groups=groups, change=did)
    return say(
        "{change} because answers moved between {groups}, most through {group} ({before} of answers before, {after} now).",
        change=did, groups=groups, group=most.name, **_shares(most),
    )  # fmt: skip


def _shares(move: Move) -> dict[str, str]:
    return {when: formats.percent(f"{share * 100:.0f}") for when, share in (("before", move.before), ("after", move.after))}


def _inside(metric: Metric, found: Split, by: str) -> str:
    """What the groups did themselves, and the one that did most in that direction beyond chance."""
    groups, did = formats.groups_word(by), signed(metric, found.rate.value)
    if not found.rate.real:
        return say("The {groups} themselves did not clearly change ({change}).", groups=groups, change=did)
    most = next((one for one in found.groups if one[1].value * found.rate.value > 0), None)
    if most is None or most[0] == REST or not most[1].real:
        return say("{change} because {groups} are rated differently themselves.", groups=groups, change=did)
    return say(
        "{change} because {groups} are rated differently themselves, most of all {group} ({part}).",
        change=did, groups=groups, group=most[0], part=signed(metric, most[1].value),
    )  # fmt: skip
