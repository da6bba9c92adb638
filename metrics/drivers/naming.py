"""Names in a row, and shares, as the sentences about drivers write them."""

from __future__ import annotations

from collections.abc import Sequence

from metrics import formats, lists
from metrics.saying import Say, say

_NAMED = 3


def listed(names: Sequence[str], say: Say = say, most: int = _NAMED) -> str:
    """A; A and B; A, B and C; A, B, C and 4 more."""
    if len(names) > most:
        return lists.few(names, most)
    return say("{names} and {last}", names=lists.enumerated(names[:-1]), last=names[-1]) if len(names) > 1 else "".join(names)


def percent(share: float) -> str:
    """34 %."""
    return formats.percent(f"{share * 100:.0f}")
