"""Which survey, and which of its items: listwise deletion must not eat the responses, and what is left out is told.

The rule: items are taken in the order of how many answered them, as long as at least a quarter of those who rated the outcome
answered all of them, and enough for a statement about so many items (`cross_products.needed`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

import pandas as pd

from metrics.drivers.model import Survey
from metrics.stats.cross_products import needed

LEAST_ITEMS, MOST_ITEMS = 2, 19  # a frame of cross products takes 20 questions, one of them the outcome
LEAST_COMPLETE = 4  # one in four of those who rated the outcome

Complete = Callable[[Survey, int], int]  # a survey, how many of its first items → responses that answer all of it


@dataclass(frozen=True, slots=True)
class Choice:
    """A survey, how many of its items are taken, and how many responses are complete with them."""

    survey: Survey
    taken: int
    n: int

    @property
    def lacking(self) -> int:
        """Complete responses that are missing for a statement; 0 where there are enough."""
        return max(0, needed(self.taken) - self.n)


def surveys(outcomes: pd.DataFrame, items: pd.DataFrame) -> list[Survey]:
    """Every instrument with an outcome on one scale and at least two items, each on one. Frames: SCORES by instrument and
    question, of the outcome's kind and of the rated items."""
    found = []
    for instrument, table in items.groupby("instrument", sort=True):
        asked = [row for row in _questions(outcomes[outcomes["instrument"] == instrument]) if row[2] == 1]
        rated = _questions(table)
        whole = tuple((name, n) for name, n, scales in rated if scales == 1 and not (asked and name == asked[0][0]))
        if asked and len(whole) >= LEAST_ITEMS:
            mixed = tuple(name for name, _, scales in rated if scales > 1)
            found.append(Survey(str(instrument), asked[0][0], asked[0][1], whole, mixed))
    return found


def _questions(table: pd.DataFrame) -> list[tuple[str, int, int]]:
    """(question, answers, scales), the most answered first."""
    found = []
    for name, rows in table.groupby("question", sort=True):
        scales = rows[["scale_min", "scale_max"]].drop_duplicates()
        found.append((str(name), int(rows["n"].sum()), len(scales)))
    return sorted(found, key=lambda one: (-one[1], one[0]))


def choose(candidates: Sequence[Survey], complete: Complete) -> Choice | None:
    """The survey with most complete responses among those with enough; where none has enough, the one that comes nearest."""
    best: Choice | None = None
    for survey in sorted(candidates, key=lambda one: (-_bound(one), one.instrument)):
        if best is not None and not best.lacking and best.n >= _bound(survey):
            break  # it cannot have more
        found = take(survey, complete)
        if best is None or (found.lacking == 0, found.n) > (best.lacking == 0, best.n):
            best = found
    return best


def take(survey: Survey, complete: Complete) -> Choice:
    """As many items as the rule allows, at least two: all of them, as where every question must be answered, or by halving,
    since responses can only become fewer with every item."""
    least = ceil(survey.answered / LEAST_COMPLETE)
    alone = sum(n >= max(least, needed(LEAST_ITEMS)) for _, n in survey.items)
    low, high = LEAST_ITEMS, max(LEAST_ITEMS, min(MOST_ITEMS, alone))
    if complete(survey, high) >= max(least, needed(high)):
        low = high
    while low < high:
        middle = (low + high + 1) // 2
        if complete(survey, middle) >= max(least, needed(middle)):
            low = middle
        else:
            high = middle - 1
    return Choice(survey, low, complete(survey, low))


def _bound(survey: Survey) -> int:
    """No more responses can be complete than rate the outcome or answer the second item."""
    return min(survey.answered, survey.items[LEAST_ITEMS - 1][1])
