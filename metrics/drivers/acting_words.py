"""Where to act, in plain words: the corners of the plane, and the first steps."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.drivers.naming import listed, percent
from metrics.drivers.plane import Plane
from metrics.drivers.priority import Priority
from metrics.saying import Say, one_after_another, say, word
from metrics.stats.priorities import FIX, KEEP, LOW, OVER

QUADRANTS = {
    FIX: word("fix first"), KEEP: word("keep up"), LOW: word("less urgent"), OVER: word("more than needed"),
}  # fmt: skip
_OF_QUADRANT = {
    FIX: word("Fix first: {items}."), KEEP: word("Keep up: {items}."), LOW: word("Less urgent: {items}."),
    OVER: word("More than needed: {items}."),
}  # fmt: skip


def quadrants(found: Plane, say: Say = say) -> str:
    """The items of every corner, the urgent first; of those that may lie in another one, only who may have to be fixed."""
    parts = []
    for quadrant, template in _OF_QUADRANT.items():
        sure, perhaps = (
            [one.driver.name for one in found.items if one.quadrant == quadrant and one.borderline == unsure]
            for unsure in (False, True)
        )
        if sure:
            parts.append(say(template, items=listed(sure, say)))
        if perhaps and quadrant == FIX:
            parts.append(say("Perhaps fix first: {items}.", items=listed(perhaps, say)))
    unsure = sum(one.borderline and one.quadrant != FIX for one in found.items)
    if unsure:
        more = say("For one item the corner is not certain.")
        parts.append(more if unsure == 1 else say("For {n} items the corner is not certain.", n=unsure))
    return one_after_another(*parts)


def first_steps(found: Sequence[Priority], level: str, say: Say = say) -> str:
    """Which item to improve first, how far it is from the level (already in words), and how sure that order is."""
    open_ = [one for one in found if one.score > 0]
    if not open_:
        return say("Every item reaches {level}.", level=level)
    contenders = [one.driver.name for one in open_ if one.best == 1]
    if len(contenders) > 1 and open_[0].worst > 1:
        return say("{items} come first; which of them is not clear.", items=listed(contenders, say))
    first = open_[0]
    return say(
        "Work on {item} first: it is {gap} points below {level}, and {reach} of those who answered rate it.",
        item=first.driver.name, gap=f"{first.gap * 100:.1f}", level=level, reach=percent(first.reach),
    )  # fmt: skip
