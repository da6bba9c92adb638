"""How drivers are computed, for the Methods page: told like a metric's declaration, with examples computed when read."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from metrics import formats, lists
from metrics.drivers.drawing import DRAWS
from metrics.drivers.naming import listed
from metrics.glossary import Entry
from metrics.saying import say
from metrics.stats.cross_products import LEAST_RESPONSES, PER_DRIVER, Correlations
from metrics.stats.priorities import LEAST_DRIVERS, importance_performance, touchpoint_priority
from metrics.stats.shapley import MOST_DRIVERS, lmg

_IMPORTANCE, _RATED, _REACH, _TARGET = (0.5, 0.3, 0.2), (60, 85, 70), (1.0, 0.5, 0.5), 80


def entries() -> Iterator[Entry]:
    """Importance, importance against rating, priority; in the reader's language."""
    yield Entry(
        "driver_importance", say("Importance of rated items"), say("What matters most to customers?"),
        "φ_j = Σ_S |S|!(p-|S|-1)!/p! · [R²(S∪j) - R²(S)]; share = φ_j / R²", tuple(_importance()),
    )  # fmt: skip
    yield Entry(
        "importance_performance", say("Importance and rating"), say("Where does what matters fall short?"),
        "high = at or above the mean", tuple(_plane()),
    )  # fmt: skip
    yield Entry(
        "touchpoint_priority", say("Priority of rated items"), say("Where would better service reach most customers?"),
        "importance · max(0, target - rating) · reach", tuple(_priority()),
    )  # fmt: skip


def _importance() -> Iterator[tuple[str, str]]:
    yield say("What"), say(
        "Shapley values of the explained variance (LMG), as shares of it; for more than {most} items relative weights"
        " (Johnson). Both add up to R². Intervals: {draws} samples of the responses drawn with replacement.",
        most=MOST_DRIVERS, draws=formats.whole(DRAWS),
    )  # fmt: skip
    yield say("Counted"), say("responses of one survey that rate the outcome and every item; each counts once")
    yield say("Left out"), say(
        "Items so few answered that less than a quarter of the responses would be complete; items on more than one scale;"
        " responses that lack an item."
    )
    yield say("Smallest n"), say("{n} responses, and {each} for every item", n=LEAST_RESPONSES, each=PER_DRIVER)
    found = lmg(Correlations(np.array([[1, 0.5], [0.5, 1]]), np.array([0.6, 0.4]), np.array([True, True]), np.array(True)))
    example = listed([formats.percent(f"{100 * value / found.sum():.1f}") for value in found])
    yield say("Example"), say(
        "two items, correlated 0.5 with each other, 0.6 and 0.4 with the outcome → {shares}", shares=example
    )
    yield say("Source"), "Lindeman, Merenda & Gold 1980; Grömping 2006; Johnson 2000; Tonidandel & LeBreton 2011"


def _plane() -> Iterator[tuple[str, str]]:
    yield say("What"), say(
        "Each item's importance against the share of its answers in the top boxes, held against the plain mean of both. An item"
        " is uncertain where one of its intervals crosses a mean."
    )
    yield say("Smallest n"), say("{n} items", n=LEAST_DRIVERS)
    told = importance_performance(_IMPORTANCE, _RATED)
    cuts = say("means {importance:.3f} and {rating:.1f}", importance=told["cut_importance"], rating=told["cut_performance"])
    yield say("Example"), f"{_IMPORTANCE}, {_RATED} → {cuts}"
    yield say("Source"), "Martilla & James 1977"


def _priority() -> Iterator[tuple[str, str]]:
    yield say("What"), say(
        "Importance times the points missing to the target times the share of responses that rate the item. The target is that"
        " of the rated items, else that of CSAT, else the mean rating. Ranks: ties share the smallest."
    )
    told = touchpoint_priority(_IMPORTANCE, _RATED, _TARGET, _REACH)
    scores = lists.enumerated(f"{score:g}" for score in told["score"])
    yield say("Example"), f"{_IMPORTANCE}, {_RATED}, {_TARGET}, {_REACH} → {scores}"
    yield say("Source"), say("the catalogue's composite of importance, gap and reach")
