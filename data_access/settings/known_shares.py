"""Whether known shares of customers make sense: of two dimensions at most, each adding up to all of them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from data_access.errors import SettingsError
from metrics.frames import ATTRIBUTE, DIMENSIONS
from metrics.rules import KnownShare

MOST_DIMENSIONS = 2
ROUNDING = 0.0005  # thirds are known as 33.3 %, 33.3 % and 33.4 %, or as three times 33.33 %


def check(shares: Sequence[KnownShare]) -> None:
    """Raises SettingsError, naming the dimension, what was expected and what to do."""
    totals: dict[str, float] = {}
    for one in shares:
        if one.dimension not in DIMENSIONS and not one.dimension.startswith(ATTRIBUTE):
            raise SettingsError(
                f"Known shares are given by {one.dimension!r}.",
                f"Expected one of {', '.join(DIMENSIONS)}, or {ATTRIBUTE}<column of a file>.", "Choose one of them.",
            )
        if not (math.isfinite(one.share) and 0 < one.share <= 1):
            raise SettingsError(
                f"The known share of {one.value!r} is {one.share:g}.", "More than 0 and at most 1 is expected.",
                "Correct it, or remove the value.",
            )
        totals[one.dimension] = totals.get(one.dimension, 0.0) + one.share
    if len(totals) > MOST_DIMENSIONS:
        raise SettingsError(
            f"Known shares are given by {len(totals)} dimensions: {', '.join(totals)}.",
            f"At most {MOST_DIMENSIONS} are expected.", "Remove one of them.",
        )
    for dimension, total in totals.items():
        if not adds_up(total):
            raise SettingsError(
                f"The known shares by {dimension} add up to {total * 100:g} %.", "100 % is expected.", "Correct the shares."
            )


def adds_up(total: float) -> bool:
    """Whether shares make up everybody, but for their rounding."""
    return abs(total - 1) <= ROUNDING + 1e-12
