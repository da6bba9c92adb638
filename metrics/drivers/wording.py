"""What matters, in plain words. Nothing here claims a cause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from metrics import formats
from metrics.drivers.model import Driver, Drivers
from metrics.drivers.naming import listed
from metrics.results import Estimate, Result
from metrics.saying import Say, one_after_another, say

_LEADING = 3  # more than that are no answer to what matters most


def short_of(found: Drivers, say: Say = say) -> str:
    """Why nothing can be said of the drivers; empty where something can."""
    if found.needed:
        return say(
            "Too few answers: {n} with every item rated. Still missing: {needed}.",
            n=formats.whole(found.n), needed=formats.whole(found.needed),
        )  # fmt: skip
    return "" if found.items else say("Everybody gave the same answers: nothing sets them apart.")


def importance(found: Drivers, results: Mapping[str, Result], outcome: str, say: Say = say) -> str:
    """What matters most, and whether it is rated well. outcome: what it matters for, already said."""
    lacking = short_of(found, say)
    if lacking:
        return lacking
    names = [one.name for one in found.leading]
    if len(names) == 1:
        first = say("{item} matters most for {outcome}.", item=names[0], outcome=outcome)
    elif len(names) <= _LEADING and len(names) < len(found.items):
        first = say("{items} matter most for {outcome}.", items=listed(names, say), outcome=outcome)
    elif len(names) == len(found.items):
        first = say("No item clearly matters more for {outcome} than the others.", outcome=outcome)
    else:
        may = listed(names, say)
        first = say("No single item clearly matters most for {outcome}; it may be one of {items}.", items=may, outcome=outcome)
    return one_after_another(first, _rating(found.leading, results, say))


def _rating(leading: Sequence[Driver], results: Mapping[str, Result], say: Say) -> str:
    """What is rated lowest of all, where it is one of the leading, by more than chance; else nothing."""
    known = sorted(
        ((name, r) for name, r in results.items() if isinstance(r, Estimate)), key=lambda pair: (pair[1].value, pair[0])
    )
    if len(known) < 2:
        return ""
    (name, worst), (_, next_one) = known[:2]
    sure = worst.high is not None and worst.high < next_one.value
    if name not in [one.name for one in leading] or not sure:
        return ""
    if len(leading) == 1:
        return say("It is also rated lowest.")
    return say("{item} is also rated lowest.", item=name)


def alike(found: Drivers, say: Say = say) -> str:
    """Pairs whose weights can be swapped."""
    return one_after_another(
        *(
            say("{one} and {other} are answered almost alike; their weights can be swapped.", one=one, other=other)
            for one, other in found.alike
        )
    )


def against(found: Drivers, say: Say = say) -> str:
    """Items that are rated the better the worse the outcome is."""
    names = [one.name for one in found.items if one.varies and one.r < 0]
    if not names:
        return ""
    return say("Rated higher where the outcome is lower (is the scale turned round?): {items}.", items=listed(names, say))
